"""The rows of a follow list while they are read: each account once, the rest counted by reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from auditkit.errors import BrokenExportError
from auditkit.export import Export
from auditkit.readers.text import counted, folded
from auditkit.tables import FollowList, follow_table

AGAIN = "listed more than once"
# The platforms stop at 5,000 to 30,000 accounts; a list longer than this is a mistake or an attack.
ENTRY_LIMIT = 200_000
_ABOUT_A_YEAR = timedelta(days=370)
_BLANKS = re.compile(r"\s+")
_COLUMNS = ("handle", "name", "url", "bio", "relation", "group", "flags")


@dataclass
class Row:
    """One account as the export gives it."""

    account: str = ""
    handle: str | None = None
    name: str | None = None
    url: str | None = None
    bio: str | None = None
    relation: str = "follows"
    group: str | None = None
    since: datetime | None = None
    precision: str = "unknown"
    flags: tuple[str, ...] = ()


@dataclass
class Gathered:
    """Rows by account in the order of the export; `skipped` counts what was left out, `undated` unreadable dates.

    `found` says whether there was a list at all, be it empty.
    """

    platform: str
    rows: dict[str, Row] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    undated: int = 0
    found: bool = False
    notes: list[str] = field(default_factory=list)

    def add(self, row: Row, *, undated: bool = False) -> None:
        """Keep `row` unless its account is there already; `undated` says that its date could not be read."""
        if row.account in self.rows:
            self.skip(AGAIN)
        else:
            self.rows[row.account] = row
            self.undated += undated

    def skip(self, reason: str) -> None:
        """Count a row that is left out."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1

    def ended(self, file: str, entries: int, *, cut: bool, found: bool = True) -> None:
        """Take in how `file` ended: whether a list was found in it, and whether it is cut off behind its entries.

        Raises ``BrokenExportError`` when there is nothing before the cut.
        """
        self.found |= found
        if not cut:
            return
        if not entries:
            raise BrokenExportError(
                f"{file}: the list cannot be read; the file is damaged or cut off. Download the export again."
            )
        self.notes.append(
            f"{file} stops after {counted(entries, 'entry', 'entries')}; the file looks cut off. "
            "Download the export again to have them all."
        )

    def check_some(self, file: str, what: str, advice: str) -> None:
        """Raise when no list was found, or when there were entries, but none of them is `what` it should be."""
        entries = sum(self.skipped.values())
        if entries and not self.rows:
            raise BrokenExportError(
                f"{file}: none of its {counted(entries, 'entry', 'entries')} looks like {what}. {advice}"
            )
        if not self.found:
            raise BrokenExportError(f"{file}: something else stands where the list should be. {advice}")

    def count(self, relation: str) -> int:
        """Return how many rows have this relation."""
        return sum(row.relation == relation for row in self.rows.values())

    def range_notes(self) -> list[str]:
        """Return what the dates say about the range that the export was asked for, so that a part is noticed.

        Meta's form offers a week up to three years beside "All time", and nothing in the file says which was chosen.
        """
        dates = [row.since for row in self.rows.values() if row.since and row.relation == "follows"]
        if not dates:
            return []
        first, last = f"{min(dates):%Y-%m}", f"{max(dates):%Y-%m}"
        if max(dates) - min(dates) <= _ABOUT_A_YEAR:
            months = first if first == last else f"{first} to {last}"
            return [
                f"All dates lie within one year ({months}), so this may be only a part of your list. "
                "Unless you began then, ask for the export again with the date range All time."
            ]
        return [f"Dates run from {first} to {last}. If you followed people earlier, ask again with All time."]

    def follow_list(self, reader: str, export: Export, first: str, *, link_template: str = "") -> FollowList:
        """Return the rows as a follow list; `first` is the note that says how many of what."""
        rows = list(self.rows.values())
        columns = {name: [getattr(row, name) for row in rows] for name in _COLUMNS}
        columns = {name: values for name, values in columns.items() if name == "flags" or any(values)}
        columns["account"] = list(self.rows)
        if any(row.since for row in rows):
            columns["since"] = [row.since for row in rows]
            columns["since_precision"] = [row.precision if row.since else "unknown" for row in rows]
        notes = list(self.notes)
        if self.undated:
            notes.append(f"{counted(self.undated, 'date')} could not be read with certainty and left empty.")
        table = follow_table(columns, platform=self.platform)
        return FollowList(
            table,
            self.platform,
            reader,
            export.members_read,
            self.skipped,
            (first, *notes),
            link_template=link_template,
        )


def name_keys(platform: str, kind: str, rows: Iterable[Row]) -> list[str]:
    """Return keys for accounts of which only a name is known.

    Several accounts of one name are told apart by their date, all of them: if the bare key went to one of them, it
    would pass to another person when that one is unfollowed.

    Examples
    --------
    >>> name_keys("facebook", "name", [Row(name="Ada Example")])
    ['facebook:name/ada-example']
    """
    rows = list(rows)
    bare = [f"{platform}:{kind}/{_BLANKS.sub('-', folded(row.name or ''))}" for row in rows]
    dates: dict[str, set] = {}
    for key, row in zip(bare, rows, strict=True):
        dates.setdefault(key, set()).add(row.since)
    keys = []
    for key, row in zip(bare, rows, strict=True):
        date = row.since.replace(tzinfo=None).isoformat() if row.since else "undated"
        keys.append(key if len(dates[key]) == 1 else f"{key}@{date}")
    return keys
