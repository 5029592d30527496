"""Loading exports: what each file was recognised as, before anything is saved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from auditkit.audit_file import AuditFile
from auditkit.errors import AuditKitError
from auditkit.readers import READERS, read_activity, read_follow_list
from auditkit.tables import FollowList

LABELS = {reader.name: reader.label for reader in READERS}
_DAY = re.compile(r"(20\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_COUNTS_ONLY = re.compile(r"[\d,]+ accounts?, names for [\d,]+\.")  # a note of readers, told above in other words
NOTHING_READ = "Look at a file first; then save."


@dataclass(frozen=True)
class Found:
    """One export that was read and not saved yet."""

    paths: tuple[Path, ...]
    follows: FollowList


class Loading:
    """What a person loads into their audit file. Nothing is saved before `save`.

    Attributes
    ----------
    found : list of Found
        What was read last.
    """

    def __init__(self, audit: AuditFile):
        self.audit = audit
        self.found: list[Found] = []

    def look(self, paths: Sequence[Path], *, together: bool = False) -> list[str]:
        """Read files and return what was recognised; a file that cannot be read gives its sentence.

        Parameters
        ----------
        paths : sequence of path
            Exports.
        together : bool
            True if they are parts of one export.
        """
        if not paths:
            raise AuditKitError("Choose a file first.")
        self.found, said = [], []
        for group in [tuple(paths)] if together else [(path,) for path in paths]:
            try:
                follows = read_follow_list(*group)
            except AuditKitError as problem:
                said.append(str(problem))
                continue
            self.found.append(Found(group, follows))
            said += recognised(follows)
        return said + self._crowded()

    def _crowded(self) -> list[str]:
        platforms = [one.follows.platform for one in self.found]
        twice = sorted({name for name in platforms if platforms.count(name) > 1})
        return [
            f"Several of these lists are from {name}. Saved with one day they count as one list. If they are of "
            "different days, load one after the other." for name in twice
        ]  # fmt: skip

    def day(self) -> date:
        """Return the day the exports seem to be of: in a file's name, else the day the newest was saved."""
        days = [day_of_file(path) for one in self.found for path in one.paths]
        return max(days, default=date.today())

    def save(self, day: date | None, *, complete: bool = True, activity: bool = False) -> list[str]:
        """Add what was read to the audit file and return what was saved."""
        if not self.found:
            raise AuditKitError(NOTHING_READ)
        day = day or date.today()
        if day > date.today():
            raise AuditKitError("The day of the export is in the future. Choose the day on which you asked for it.")
        said = []
        for one in self.found:
            try:
                self.audit.add_snapshot(one.follows, day, complete=complete)
                said.append(f"{_file(one.follows)}: saved, {_counted(len(one.follows), 'account')} as of {day}.")
            except AuditKitError as problem:
                said.append(str(problem))
            if activity:
                said.append(self._attention(one))
        self.found = []
        return said

    def _attention(self, one: Found) -> str:
        try:
            activity = read_activity(*one.paths)
            kept = self.audit.add_activity(activity)
        except AuditKitError as problem:
            return str(problem)
        counts = _counted(kept, "count")
        return f"{_file(one.follows)}: {counts} of where your attention went, and nothing of what was said."


def recognised(follows: FollowList) -> list[str]:
    """Return what a person should know about a list before they save it: what it is, how many, what was left out."""
    label = LABELS.get(follows.reader, follows.reader)
    said = [f"{_file(follows)}: recognised as {label}. {_counted(len(follows), 'account')}."]
    nameless = int((follows.table["handle"].isna() & follows.table["name"].isna()).sum())
    if nameless:
        named = len(follows) - nameless
        said.append(
            f"{named:,} of them have a name here; {nameless:,} are numbers only. Each number comes with a link. You "
            "can open it, and name the account in notebook 03."
        )
    skipped = sum(follows.skipped.values())
    if skipped:
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in follows.skipped.items() if number)
        said.append(f"{skipped:,} of {_counted(len(follows) + skipped, 'row')} skipped: {reasons}.")
    if follows.members_read:
        read = ", ".join(follows.members_read[:4])
        more = len(follows.members_read) - 4
        said.append(f"Opened: {read}{f' and {more} more' if more > 0 else ''}. Nothing else was read.")
    return [*said, *(note for note in follows.notes if not _COUNTS_ONLY.fullmatch(note))]


def seems_partial(found: Sequence[Found]) -> bool:
    """Whether a list itself says that it may be a part, as Meta's do where all dates lie within a year."""
    return any("only a part of your list" in note for one in found for note in one.follows.notes)


def day_of_file(path: Path) -> date:
    """Return the day in a file's name, else the day it was saved; never a day to come.

    >>> day_of_file(Path("twitter-2026-01-31-abc.zip"))
    datetime.date(2026, 1, 31)
    """
    for year, month, day in _DAY.findall(path.name):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if found <= date.today():
            return found
    try:
        return min(datetime.fromtimestamp(path.stat().st_mtime).date(), date.today())
    except OSError:
        return date.today()


def _file(follows: FollowList) -> str:
    return follows.file_name or "The list"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
