"""What a file looks like that no reader claims, and what to choose instead.

Order matters: exports of platforms we know of first, then kinds of files. Only first bytes and names are looked at.
"""

import re
from pathlib import PurePosixPath

from auditkit.export import Export
from auditkit.readers.text import begins

_TABLE = (
    "This version cannot read it yet. Until then, write the accounts into a table with the columns handle, name and "
    "url, save it as CSV and choose that."
)
# Platform, names of files inside an archive, first characters of a file.
_PLATFORMS = (
    ("Reddit", r"(?:^|/)subscribed_subreddits\.csv$", r"^\ufeff?subreddit\s*\n"),
    ("Pixelfed", r"(?:^|/)pixelfed-following\.json$", r'^\s*\[\s*"https?://'),
    ("GitHub", r"(?:^|/)(?:followed_users|users)_\d+\.json$", r'^\s*\[\s*\{\s*"login"\s*:'),
    ("Medium", r"(?:^|/)users-following", r"<title>[^<]{0,200}followed users, page"),
    ("Twitch", r"$^", r'"broadcaster_login"'),
    ("Mastodon's web interface", r"$^", r'^\s*\[\s*\{\s*"id"\s*:\s*"\d+",\s*"username"\s*:\s*"[^"]*",\s*"acct"'),
)
_PLATFORMS = tuple((label, re.compile(names, re.I), re.compile(head)) for label, names, head in _PLATFORMS)

_PHOTO, _OFFICE = "a photo or picture", "Choose the export the platform sent you, as downloaded."
_MAGIC = (
    (rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|BM.{4}\x00\x00\x00\x00|II\*\x00|MM\x00\*", _PHOTO),
    (rb"....ftyp(?:heic|heix|mif1|avif)", _PHOTO),
    (rb"....ftyp|\x1aE\xdf\xa3|ID3|RIFF....(?:AVI|WAVE)|OggS", "a film or sound file"),
    (rb"%PDF", "a PDF"),
    (rb"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (rb"Rar!", "a RAR archive"),
    (rb"7z\xbc\xaf", "a 7z archive"),
    (rb"SQLite format 3", "a database"),
    (rb"MZ|\x7fELF", "a program"),
)
_MAGIC = tuple((re.compile(pattern, re.DOTALL), what) for pattern, what in _MAGIC)
_ARCHIVES = ("a RAR archive", "a 7z archive")
_OFFICE_FILES = (
    (re.compile(r"(?:^|/)xl/workbook\.xml$"), "an Excel workbook"),
    (re.compile(r"(?:^|/)word/document\.xml$"), "a Word document"),
    (re.compile(r"(?:^|/)ppt/presentation\.xml$"), "a PowerPoint file"),
    (re.compile(r"(?:^|/)content\.xml$"), "an OpenDocument file"),
    (re.compile(r"(?:^|/)Index/Document\.iwa$"), "a Pages or Numbers file"),
)


def other_platform(export: Export) -> str | None:
    """Return a sentence when the export comes from a platform that no reader reads yet."""
    for member in export.members:
        # In an archive only names are looked at; content only of what the person chose.
        head = export.head(member) if export.chosen_directly else b""
        beginning = begins(head)
        for label, names, first in _PLATFORMS:
            by_name = not export.chosen_directly and names.search(member.path)
            if by_name or (head and first.search(beginning)):
                return f"{export.name}: this looks like an export from {label}. {_TABLE}"
    return None


def looks_like(export: Export) -> str:
    """Return a sentence for what nobody can read: what it looks like, and what to choose."""
    if not export.members:
        return _without_members(export)
    if not export.chosen_directly:
        return _archive(export)
    member = export.members[0]
    head = export.head(member)
    suffix = PurePosixPath(member.name).suffix.lower()
    named = f", although its name ends in {suffix}" if suffix in (".zip", ".csv", ".js", ".json", ".opml") else ""
    if not head:
        return f"{member.name}: the file is empty (0 bytes). Download or save it again."
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return f"{member.name}: the file holds nothing but blanks. Download or save it again."
    for pattern, what in _MAGIC:
        if pattern.match(head):
            if what in _ARCHIVES:
                return f"{member.name}: this is {what}. Unpack it on your computer and choose the folder."
            if what == "an old Word or Excel file":
                return f"{member.name}: this is {what}. Open it, save it as CSV (comma separated) and choose that."
            return f"{member.name}: this looks like {what}{named}, not an export. {_OFFICE}"
    return _text(export, member.name, begins(head), suffix)


def _text(export: Export, name: str, beginning: str, suffix: str) -> str:
    start = beginning.lstrip("\ufeff \t\r\n")
    if re.match(r"<(?:!doctype html|html)", start, re.IGNORECASE):
        return (
            f"{name}: this is a web page, which only shows an export in a browser. "
            "Choose the archive it came in, or ask the platform for JSON or CSV instead of HTML."
        )
    if start.startswith("BEGIN:VCALENDAR"):
        return f"{name}: this is a calendar that cannot be read. Export it again as iCalendar (`.ics`)."
    if re.match(r"From \S+ .*\d{4}\s*\n|(?:[\w-]+: .*\n(?:[ \t].*\n)*){2,}", start):
        return (
            f"{name}: this looks like e-mail, but not as mail programs save it. Choose the mailbox in which your "
            "newsletters arrive (`.mbox`, from Google Takeout, Thunderbird or Apple Mail) or letters saved as `.eml`."
        )
    if start.startswith(("{", "[")):
        return (
            f"{name}: this is JSON, but not the list of accounts of a platform this version reads. "
            "Choose the export as downloaded."
        )
    if start.startswith("<"):
        return f"{name}: this is XML, but no list of subscriptions (OPML). Export the list again as OPML."
    if export.paths and "\x00" not in beginning and "\ufffd" not in beginning and suffix in (".csv", ".tsv", ".txt"):
        return (
            f"{name}: this is text, but no list of accounts. "
            "Give each account a line with a handle or a link, or a table with the columns handle, name and url."
        )
    if not export.paths:
        return (
            "the typed text: expected one handle or link per line, such as @name, name@server or https://…. "
            "If you meant a file, check its name and folder."
        )
    return f"{name}: this file is of a kind that is not known here. {_OFFICE}"


def _without_members(export: Export) -> str:
    if export.paths and export.paths[0].is_dir() and not export.seen:
        return f"{export.name}: the folder is empty. Choose the folder or archive as the platform sent it."
    if not export.seen:
        return f"{export.name}: the archive is empty. Download it again from the platform."
    return f"{export.name}: it holds no list of accounts, only photos, films or other files. {_OFFICE}"


def _archive(export: Export) -> str:
    for pattern, what in _OFFICE_FILES:
        if export.named(pattern):
            table = what in ("an Excel workbook", "an OpenDocument file", "a Pages or Numbers file")
            way = "Open it, save the table as CSV (comma separated) and choose that." if table else _OFFICE
            return f"{export.name}: this is {what}. {way}"
    return (
        f"{export.name}: no list of followed accounts was found among its {export.seen:,} files. "
        "Choose the archive or folder as the platform sent it, or the one file with the accounts."
    )
