"""Which podcasts a person listened to, from Overcast's extended OPML: episodes marked as played; counts only.

Other apps' OPML lists subscriptions and no episodes. An episode's own date says when it was marked last, not heard.
"""

from auditkit.errors import UnknownExportError
from auditkit.export import Export
from auditkit.readers.feeds import feed_key, web_address
from auditkit.readers.outlines import read_outlines
from auditkit.readers.tally import Tally, month_of
from auditkit.readers.text import decoded
from auditkit.tables import Activity

_EPISODE = "podcast-episode"


def read_played(export: Export, members: list) -> Activity:
    """Return how many episodes of each podcast among `members` are marked as played, by month.

    Raises ``UnknownExportError`` if no list of subscriptions holds episodes.
    """
    tally, episodes = Tally(), 0
    for member in members:
        with export.open(member) as stream:
            outlines = read_outlines(decoded(stream.read()), member.name)
        show = None
        for attributes, _, _ in outlines:
            if attributes.get("type", "").strip().lower() != _EPISODE:
                # The episodes of a show stand inside its outline, so they follow it.
                link = web_address(attributes.get("xmlurl", ""))
                show = feed_key(link) if link else None
                continue
            episodes += 1
            if not show:
                tally.skip("without a show")
            elif attributes.get("played") != "1":
                tally.skip("not played to the end")
            else:
                tally.add(show, "listened", month_of(attributes.get("userupdateddate"), 2014))
    if not episodes:
        raise UnknownExportError(
            f"{export.name}: a list of subscriptions does not say what you listened to. Only Overcast's does: "
            "Overcast's website > Account > Export Your Data > All data."
        )
    return tally.finished(export, "feed", reader="opml")
