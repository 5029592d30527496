"""Generic table: a CSV or TSV of any origin, or one handle or link per line, also typed or pasted.

Asked only when no platform's own reader claims a file. Columns are found by their headings (English, some German,
French, Spanish); which were used is said. Misskey's download is such a list: ``user@host`` without a heading.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.dates import read_dates
from auditkit.readers.entries import Entry, entry_of, rounded_numbers
from auditkit.readers.headings import heading_row
from auditkit.readers.rows import first_rows, rows_of
from auditkit.readers.text import begins, counted
from auditkit.tables import FollowList, follow_table

_FILES = re.compile(r"\.(?:csv|tsv|tab)$", re.IGNORECASE)
_TEXTS = re.compile(r"\.txt$", re.IGNORECASE)
_NO_TABLE = re.compile(r"\s*(?:[<{\[]|%PDF|BEGIN:)|[\x00-\x08\x0e-\x1f]")
_STRONG = re.compile(
    r"@[\w.\-]+(?:@[\w.\-:]+)?|[\w.\-]+@[\w\-]+\.[\w.\-:]+|https?://\S+|[a-z]+:\S+@?\S*", re.IGNORECASE
)
_WORD = re.compile(r"[\w.\-]{2,60}")
_SHARE_OF_STRONG = 0.8


def _tables(export: Export) -> list[Member]:
    members = export.candidates(_FILES) or export.candidates(_TEXTS)
    # In a folder of many tables nobody can tell which one is meant.
    if not export.chosen_directly and len(members) > 1:
        return []
    return [member for member in members if _is_table(export, member)]


def _first_rows(export: Export, member: Member) -> list[list[str]]:
    head = export.head(member)
    beginning = begins(head)
    if _NO_TABLE.match(beginning) or re.search(r"[\x00-\x08\x0e-\x1f\ufffd]", beginning):
        return []
    return _without_remarks(first_rows(head, member.name, whole=len(head) == member.size))


def _without_remarks(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if any(row) and not row[0].startswith("#")]


def _is_table(export: Export, member: Member) -> bool:
    return holds_accounts(_first_rows(export, member), export.platform)


def holds_accounts(rows: list[list[str]], platform: str | None) -> bool:
    """Whether the first rows of a table are those of a list of accounts; `platform` is what the person said."""
    if not rows:
        return False
    number, columns = heading_row(rows)
    if number >= 0:
        return bool(columns.keys() & {"handle", "url", "id"})
    cells = _listed(rows)
    strong = sum(bool(_STRONG.fullmatch(cell)) for cell in cells)
    words = sum(bool(_WORD.fullmatch(cell)) for cell in cells)
    # Bare words are handles only if the file holds nothing else, and more than one or of a platform that was said.
    bare = len(rows) == 1 or max(map(len, rows)) == 1
    enough = len(cells) > 1 or strong or platform
    return strong >= _SHARE_OF_STRONG * len(cells) or bool(bare and enough and strong + words == len(cells))


def _listed(rows: list[list[str]]) -> list[str]:
    """Return the handles or links of a list without headings: the first column, or one row of several."""
    if len(rows) == 1:
        return [cell for cell in rows[0] if cell]
    return [row[0] for row in rows]


def _identify(export: Export) -> bool:
    return bool(_tables(export))


def _read(export: Export) -> FollowList:
    tables = []
    for member in _tables(export):
        with export.open(member) as stream:
            tables.append(rows_of(stream.read(), member.name))
    return accounts_in(tables, export)


def accounts_in(tables: list[list[list[str]]], export: Export, reader: str = "table") -> FollowList:
    """Return the accounts in tables of any origin, each given as rows of cells."""
    entries, skipped, notes = {}, {}, []
    for rows in tables:
        for entry in _entries(_without_remarks(rows), export, notes):
            reason = entry.reason or ("listed more than once" if entry.account in entries else "")
            if reason:
                skipped[reason] = skipped.get(reason, 0) + 1
            else:
                entries[entry.account] = entry
    if not entries and skipped:
        raise BrokenExportError(
            f"{export.name}: none of its {counted(sum(skipped.values()), 'row')} could be used "
            f"({', '.join(skipped)}). Give each account a handle or a link in a column named handle or url."
        )
    return _finished(export, list(entries.values()), skipped, notes, reader)


def _entries(rows: list[list[str]], export: Export, notes: list[str]) -> list[Entry]:
    """Return one entry per row, and add to `notes` how the columns were understood."""
    number, columns = heading_row(rows)
    if number < 0:
        notes.append("No column headings: read as one handle or link per line.")
        found = [{"handle": cell} for cell in _listed(rows)]
    else:
        width = len(rows[number])
        used = ", ".join(f"column {place + 1} as {field}" for field, place in columns.items())
        unused = sum(bool(cell) for cell in rows[number]) - len(columns)
        ignored = f"; {counted(unused, 'column')} not used" if unused else ""
        notes.append(f"Columns understood: {used} (of {width}){ignored}.")
        found = [
            {field: row[place] for field, place in columns.items() if place < len(row)} for row in rows[number + 1 :]
        ]
    rounded = rounded_numbers(found)
    entries = [entry_of(cells, export.platform, rounded) for cells in found]
    if any(entry.rounded for entry in entries):
        notes.append(
            f"{counted(sum(entry.rounded for entry in entries), 'account number')} rounded by a spreadsheet, which "
            "cannot be undone. Open the original file with that column set to Text, or use handles."
        )
    _date(entries, found, notes)
    return entries


def _date(entries: list[Entry], found: list[dict], notes: list[str]) -> None:
    dates, precision, unread = read_dates([cells.get("since", "").lstrip("'") for cells in found])
    for entry, date, exact in zip(entries, dates, precision, strict=True):
        entry.since, entry.since_precision = date, exact
    if unread:
        notes.append(f"{counted(unread, 'date')} could not be read with certainty; write dates as 2024-01-31.")


def _finished(export: Export, entries: list[Entry], skipped: dict, notes: list[str], reader: str) -> FollowList:
    platforms = list(dict.fromkeys(entry.platform for entry in entries))
    platform = platforms[0] if len(platforms) == 1 else "several" if platforms else export.platform or "list"
    named = sum(bool(entry.name) for entry in entries)
    first = f"{counted(len(entries), 'account')}, names for {named:,}."
    nowhere = sum(entry.platform == "list" for entry in entries)
    if nowhere:
        notes.append(
            f"No platform is known for {counted(nowhere, 'account')}. Add a column named platform, "
            'or say it when loading: read_follow_list(file, platform="mastodon").'
        )
    columns = {
        "account": [entry.account for entry in entries],
        "platform": [entry.platform for entry in entries],
        "handle": [entry.handle for entry in entries],
        "name": [entry.name for entry in entries],
        "url": [entry.url for entry in entries],
        "bio": [entry.bio for entry in entries],
        "relation": ["subscribes" if entry.platform == "feed" else "follows" for entry in entries],
        "group": [entry.group for entry in entries],
        "flags": [entry.flags for entry in entries],
    }
    if any(entry.since for entry in entries):
        columns["since"] = [entry.since for entry in entries]
        columns["since_precision"] = [entry.since_precision for entry in entries]
    table = follow_table(columns, platform=platform)
    return FollowList(table, platform, reader, export.members_read, skipped, (first, *notes))


def _explain(export: Export) -> str | None:
    for member in export.named(_FILES):
        rows = _first_rows(export, member) if export.chosen_directly or len(export.members) == 1 else []
        if len(rows) > 1 and len(rows[0]) > 1:
            return (
                f"{member.name}: this is a table, but no column holds a handle or a link. "
                "Name the column with the handles `handle`, or the one with the links `url`."
            )
    return None


READER = Reader(
    name="table",
    platform="list",
    label="Any table or list",
    file="a `.csv` or `.tsv` file, or handles and links one per line (also typed or pasted)",
    how_to_get="keep it by hand, or save it from a spreadsheet as CSV; headings such as handle, name, url, platform",
    waiting_time="none",
    gives="whatever the columns hold: handle, name, link, bio, date, platform, group",
    lacks="whatever has no column",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=_explain,
    fallback=True,
)
