"""Follow lists that are plain text: podcasts as OPML, Mastodon's CSV in two ages, and a table kept by hand."""

import csv
import io
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from sample_data.generator.world import Voice


def pocket_casts(shows: Sequence[Voice]) -> str:
    """Return ``podcasts_opml.xml`` as Pocket Casts writes it."""
    outlines = [
        f'      <outline type="rss" text={quoteattr(show.name)} xmlUrl={quoteattr(str(show.extra["feed"]))} />'
        for show in shows
    ]
    head = [
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>",
        '<opml version="1.0">',
        "  <head>",
        "    <title>Pocket Casts Feeds</title>",
        "  </head>",
        "  <body>",
        '    <outline text="feeds">',
    ]
    return "\n".join([*head, *outlines, "    </outline>", "  </body>", "</opml>", ""])


def mastodon(accounts: Sequence[Voice], *, columns: int) -> str:
    """Return ``following_accounts.csv``: two columns as servers of version 3 write it, four since version 4."""
    header = ("Account address", "Show boosts", "Notify on new posts", "Languages")[:columns]
    rows = [
        (voice.handle, str(voice.extra["boosts"]).lower(), str(voice.extra["notify"]).lower(), voice.extra["languages"])
        for voice in accounts
    ]
    return _table([header, *(row[:columns] for row in rows)], separator=",", ending="\n")


def hand_kept(voices: Sequence[Voice]) -> str:
    """Return a table kept in a spreadsheet and saved with semicolons, as a German or French one does."""
    rows = [
        (
            voice.name,
            voice.extra["written handle"],
            voice.extra["link"],
            voice.extra["remark"],
            voice.extra["place kept"],
        )
        for voice in voices
    ]
    return _table([("Name", "Handle", "Link", "Notes", "Platform"), *rows], separator=";", ending="\r\n")


def _table(rows: Sequence[Sequence], *, separator: str, ending: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ending).writerows(rows)
    return text.getvalue()
