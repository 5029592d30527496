"""YouTube's watch history, from Google Takeout: which channels the person watched, by month; counts only.

``watch-history.json`` or ``.html`` (its name is in the language of the account), also below "My Activity". Entries of
videos that were deleted or made private name no channel. Advertisements are marked by a detail of their own and left
out; what was played in YouTube Music counts as listened. The search history lies beside it and is not read.
"""

import re

from auditkit.errors import UnknownExportError
from auditkit.export import LARGE_FILE_LIMIT, Export, Member
from auditkit.export.opened import BoundedStream
from auditkit.readers.records import Records
from auditkit.readers.tally import Tally, month_of
from auditkit.readers.text import begins, counted, folded
from auditkit.readers.youtube_history import Pages
from auditkit.readers.youtube_programs import CHANNEL_LINK
from auditkit.tables import Activity

_FILES = re.compile(
    r"(?:^|/)(?:YouTube[^/]*/(?:.*/)?[^/]*\.(?:json|html)|[^/]*(?:watch-history|MyActivity)[^/]*\.(?:json|html))$", re.I
)
_ENTRY = re.compile(r"\s*\[\s*(?:\]|\{\s*\"header\"\s*:)")
_WATCHED, _SEARCHED = re.compile(r"/watch(?:\?|\\u003f)v"), re.compile(r"search_query")
_PAGE_START = 2**20
_MUSIC = "YouTube Music"
WHERE = (
    "In Google Takeout: Deselect all > YouTube and YouTube Music > only history; under Multiple formats choose JSON."
)


def histories(export: Export) -> list[Member]:
    """Return the files that hold a watch history, told by their first entries."""
    return [member for member in export.candidates(_FILES) if is_history(export, member)]


def is_history(export: Export, member: Member) -> bool:
    """Whether a member holds what was watched, and not only what was searched for."""
    beginning = begins(export.head(member))
    if member.base.lower().endswith((".html", ".htm")) and re.match(r"\s*<(?:!doctype )?html", beginning, re.I):
        # A page begins with its style, up to some 200 KB of it.
        with BoundedStream(export, member, LARGE_FILE_LIMIT) as stream:
            beginning = begins(stream.read(_PAGE_START))
        if "outer-cell" not in beginning:
            return False
    elif not _ENTRY.match(beginning):
        return False
    watched, searched = (len(pattern.findall(beginning)) for pattern in (_WATCHED, _SEARCHED))
    return watched > (0 if member.base.startswith("MyActivity") else searched)


def read_activity(export: Export) -> Activity:
    """Return how often the person watched each channel, by month.

    Raises ``UnknownExportError`` if no watch history is in the export.
    """
    members = histories(export)
    if not members:
        raise UnknownExportError(
            f"{export.name}: your watch history is not in it; only that says how often you watched a channel. {WHERE}"
        )
    tally, notes = Tally(), []
    for member in members:
        with export.open(member, limit=LARGE_FILE_LIMIT) as stream:
            if member.base.lower().endswith((".html", ".htm")):
                pages = Pages(stream)
                for header, links, month, ad in pages:
                    _count(header, links, month, ad, tally)
                notes += pages.undated(tally)
                continue
            records = Records(stream)
            for item in records:
                _count_item(item, tally)
        if records.cut:
            entries = counted(records.count, "entry", "entries")
            notes.append(f"{member.name} stops after {entries}; the file looks cut off. Download it again.")
    return tally.finished(export, "youtube", notes)


def _count_item(item: object, tally: Tally) -> None:
    """Count one entry of the JSON form."""
    if not isinstance(item, dict):
        tally.skip("without a channel (deleted or private videos)")
        return
    subtitles = item.get("subtitles")
    channel = subtitles[0].get("url") if isinstance(subtitles, list) and subtitles and _is_dict(subtitles[0]) else None
    links = [link for link in (item.get("titleUrl"), channel) if isinstance(link, str)]
    _count(item.get("header"), links, month_of(item.get("time"), 2005), bool(item.get("details")), tally)


def _is_dict(value: object) -> bool:
    return isinstance(value, dict)


def _count(header: object, links: list[str], month: object, ad: bool, tally: Tally) -> None:
    """Count one entry by the link to its video and the link to its channel."""
    found = CHANNEL_LINK.match(links[1]) if len(links) > 1 else None
    if ad:
        tally.skip("advertisements")
    elif not links or "/watch?" not in links[0]:
        tally.skip("visits that are no video")
    elif not found:
        tally.skip("without a channel (deleted or private videos)")
    else:
        key = f"youtube:{found[1] or folded(found[3])}"
        tally.add(key, "listened" if header == _MUSIC else "watched", month)
