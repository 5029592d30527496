"""What to choose instead, when a file is from YouTube or Takeout but does not hold who you follow."""

import re

from auditkit.export import Export, Member
from auditkit.readers.rows import first_rows
from auditkit.readers.text import begins

WHERE = (
    "Choose `subscriptions.csv` (its name is in your language), or the whole archive: in Google Takeout, Deselect "
    "all > YouTube and YouTube Music > only subscriptions."
)
_TAKEOUT = re.compile(r"(?:^|/)Takeout/|(?:^|/)archive_browser\.html$|(?:^|/)YouTube[^/]*/")
_FILES = re.compile(r"(?:^|/)(?:YouTube[^/]*/.*\.(?:csv|json|html)|newpipe\.db)$", re.IGNORECASE)
_DATABASE = re.compile(r"(?:^|/)newpipe\.db$", re.IGNORECASE)
_HISTORY = re.compile(
    r"\"titleUrl\"\s*:\s*\"https?:(?://|\\/\\/)(?:www|music)\.youtube\.com|<a href=\"https://www\.youtube\.com/watch\?v="
)
_VIDEO, _CHANNEL = re.compile(r"[\w\-]{11}"), re.compile(r"UC[\w\-]{22}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ].*")


def explain(export: Export) -> str | None:
    """Return a sentence for a wrong file from YouTube, or None when the export is not from there."""
    for member in export.named(_DATABASE):
        return (
            f"{member.name}: this is NewPipe's full backup. Choose its list instead: in NewPipe, "
            "Subscriptions > menu > Export to > File."
        )
    if not export.chosen_directly:
        return _about_archive(export) if export.named(_TAKEOUT) else None
    for member in export.candidates(_FILES):
        what = _what(export, member)
        if what:
            return f"{member.name}: {what} {WHERE}"
    return None


def _about_archive(export: Export) -> str:
    return (
        f"{export.name}: this is an archive from Google Takeout, but the list of your YouTube subscriptions is not in "
        "it. If the archive came in several parts, choose all of them together. If it was not ticked, ask again: "
        "in Google Takeout, Deselect all > YouTube and YouTube Music > only subscriptions."
    )


def _what(export: Export, member: Member) -> str:
    """Return what a single file is, if it is one of YouTube's."""
    head = export.head(member)
    beginning = begins(head)
    if _HISTORY.search(beginning):
        return "this is what you watched or searched for on YouTube, not the channels you subscribe to."
    if re.match(r"\s*<", beginning):
        return "this page only lists what is in your archive." if member.base == "archive_browser.html" else ""
    rows = first_rows(head, member.name, whole=len(head) == member.size)
    data = [row for row in rows[1:4] if len(row) > 1]
    if data and all(_VIDEO.fullmatch(row[0]) and _DATE.fullmatch(row[1]) for row in data):
        return "this is a playlist from YouTube: videos, not the channels you subscribe to."
    if len(data) == 1 and len(data[0]) > 3 and _CHANNEL.fullmatch(data[0][0]):
        return "this describes your own channel on YouTube, not the channels you subscribe to."
    return ""
