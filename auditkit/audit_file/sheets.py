"""Annotation sheets out of the audit file and back: what a sheet says is merged against what went out.

No copy of the sheet is kept, only up to which action it told the truth; the state at that moment is built again.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from auditkit.annotations.cells import join_parts
from auditkit.annotations.returned import Line, ReturnedSheet, read_returned
from auditkit.annotations.statements import statement_or_problem
from auditkit.annotations.writing import (
    FORMS,
    about_accounts,
    long_rows,
    rows_by_statement,
    save_sheet,
    wide_rows,
)
from auditkit.audit_file import history, past
from auditkit.audit_file.accounts import resolved
from auditkit.audit_file.marking import insert_statement
from auditkit.audit_file.merging import Base, Held, Key, Proposal, held_from_rows, propose
from auditkit.audit_file.store import Store
from auditkit.codebook import RESERVED_DIMENSIONS, Codebook
from auditkit.errors import AnnotationError, AuditFileError
from auditkit.tables import ANNOTATION_COLUMNS

PREVIEW_COLUMNS = ("line", "account", "name", "dimension", "was_then", "is_now", "says_now", "remark")
KEEP_MINE, TAKE_SHEET = "keep mine", "take sheet"
# Letters that no spreadsheet takes for a number, a date or a word.
LETTERS = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True)
class SheetPreview:
    """What a sheet that came back would change. Nothing has changed yet; `apply` does it.

    Attributes
    ----------
    file_name : str
        The sheet.
    went_out : Timestamp or None
        When it was written; None if it did not come from this audit file, so that there is nothing to compare with.
    changes : DataFrame
        ``line, account, name, dimension, was_then, is_now, says_now, remark``: one row per statement to change.
    conflicts : DataFrame
        The same columns, for statements changed both in the sheet and in the audit since it went out.
    unchanged : int
        Statements of the sheet that are as they were.
    left_out : DataFrame
        ``line, why``: lines that were not used.
    problems : tuple of str
        What has to be looked at before it can be used; the rest can be applied all the same.
    notes : tuple of str
        Sentences for the person.
    """

    file_name: str
    went_out: pd.Timestamp | None
    changes: pd.DataFrame
    conflicts: pd.DataFrame
    unchanged: int
    left_out: pd.DataFrame
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    _store: Store = field(repr=False)
    _proposals: tuple[Proposal, ...] = field(repr=False)
    _last_action: int = field(repr=False)

    def __str__(self) -> str:
        """Return the preview in sentences."""
        since = f", which went out on {self.went_out:%Y-%m-%d}" if self.went_out is not None else ""
        counts = (
            f"{self.file_name}{since}: {_counted(len(self.changes), 'change')}, "
            f"{_counted(len(self.conflicts), 'conflict')}, {self.unchanged:,} unchanged, "
            f"{_counted(len(self.left_out), 'line')} left out. Nothing has changed yet."
        )
        return "\n".join([counts, *self.notes, *self.problems])

    def apply(self, conflicts: str | Mapping[Key, str] | None = None) -> int:
        """Make the changes as one action, so that one undo takes them all back, and return how many.

        Parameters
        ----------
        conflicts : {"keep mine", "take sheet"} or mapping
            What to do with the conflicts: one answer for all, or ``{(account, dimension): answer}``. Needed only
            when there are any.

        Raises
        ------
        ValueError
            If a conflict has no answer.
        AuditFileError
            If the audit changed since the sheet was read: read it again.
        """
        chosen = [proposal for proposal in self._proposals if self._is_wanted(proposal, conflicts)]
        if not chosen:
            return 0
        with self._store.writing() as connection:
            if history.last_action_by(connection, None) != self._last_action:
                raise AuditFileError(
                    f"{self.file_name}: the audit changed since the sheet was read. Nothing was changed by the sheet. "
                    "Read it again with read_sheet and look once more."
                )
            action = self._store.add_action(connection, "sheet")
            today = history.day_of(connection, action)
            ids = self._store.account_ids(connection, [proposal.key[0] for proposal in chosen])
            for proposal in chosen:
                account, dimension = proposal.key
                said = proposal.says
                words = (dimension, said.condition, said.note or None, proposal.new_day or today)
                insert_statement(connection, action, ids[account], words, said.rows)
        return len(chosen)

    @staticmethod
    def _is_wanted(proposal: Proposal, conflicts: str | Mapping[Key, str] | None) -> bool:
        if not proposal.is_conflict:
            return True
        answer = conflicts if isinstance(conflicts, str) or conflicts is None else conflicts.get(proposal.key)
        if answer not in (KEEP_MINE, TAKE_SHEET):
            raise ValueError(
                f"there are conflicts without an answer: pass conflicts={KEEP_MINE!r} or {TAKE_SHEET!r}, or a mapping "
                "from (account, dimension) to one of them"
            )
        return answer == TAKE_SHEET


def write_sheet(store: Store, codebook: Codebook, path: str | Path, form: str, accounts: Iterable[str] | None) -> Path:
    """Write the annotations as they stand into a sheet and remember up to which action it tells the truth."""
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}")
    number = "".join(secrets.choice(LETTERS) for _ in range(8))
    with store.writing() as connection:
        last = history.last_action_by(connection, None)
        table = past.annotations(connection, None, codebook)
        about = about_accounts(past.follow_lists(connection, None, None))
        if accounts is not None:
            wanted = dict.fromkeys(resolved(connection, accounts).values())
            table = table[table["account"].isin(wanted)]
            about = {account: about.get(account, ("", "")) for account in wanted}
        connection.execute("INSERT INTO sheet (id, action, form) VALUES (?, ?, ?)", (number, last, form))
    if form == "wide":
        rows = wide_rows(table, about, codebook, RESERVED_DIMENSIONS)
        tags = [number] * len(rows)
    else:
        rows, tags = _long_sheet(table, about, number)
    tagged = [[*row, tag] for row, tag in zip(rows, ["sheet", *tags[1:]], strict=True)]
    return save_sheet(path, tagged, codebook, number)


def _long_sheet(table: pd.DataFrame, about: Mapping, number: str) -> tuple[list[list[str]], list[str]]:
    """The long form with handle and name, and for each line the number of the sheet and its place in its statement."""
    rows = long_rows(table)
    named = [["account", "handle", "name", *ANNOTATION_COLUMNS[1:]]]
    tags, places = [""], {}
    for account, dimension, *rest in rows[1:]:
        place = places[account, dimension] = places.get((account, dimension), -1) + 1
        tags.append(f"{number}.{place}")
        named.append([account, *about.get(account, ("", "")), dimension, *rest])
    return named, tags


def read_sheet(store: Store, codebook: Codebook, path: str | Path) -> SheetPreview:
    """Return what a sheet that came back would change."""
    sheet = read_returned(path, codebook)
    with store.reading() as connection:
        last = history.last_action_by(connection, None)
        bases, went_out = _bases(connection, {line.sheet for line in sheet.lines} - {""})
        groups = _by_statement(store, connection, sheet)
        now = _held(past.annotations(connection, None, codebook))
        about = about_accounts(past.follow_lists(connection, None, None))
    proposals, problems, unchanged = [], list(sheet.problems), 0
    for key, lines in groups.items():
        numbers = {line.sheet for line in lines} & bases.keys()
        base = bases[next(iter(numbers))] if numbers else None
        try:
            if len(numbers) > 1:
                raise AnnotationError("its lines come from several sheets. Keep those of one.")
            check = _checker(codebook)
            proposal = propose(lines, base, now.get(key, Held()), check, long=sheet.long)
        except AnnotationError as error:
            where = ", ".join(str(line.number) for line in lines[:3])
            problems.append(f"line {where}: {error}")
            continue
        if proposal:
            proposals.append(proposal)
        else:
            unchanged += any(line.held or line.condition for line in lines)
    return _preview(sheet, store, proposals, problems, unchanged, went_out, about, last)


def _by_statement(store: Store, connection: sqlite3.Connection, sheet: ReturnedSheet) -> dict[Key, list[Line]]:
    """The lines that can be used, under the account they mean; the others go to the lines left out."""
    meant = resolved(connection, {line.account for line in sheet.lines})
    hidden = store.forgotten(connection, [*meant, *meant.values()])
    groups: dict[Key, list[Line]] = {}
    refused = set()
    for line in sheet.lines:
        account = meant[line.account]
        if {account, line.account} & hidden:
            refused.add(line.number)
        else:
            line = Line(**{**vars(line), "account": account})
            groups.setdefault((account, line.dimension), []).append(line)
    sheet.left_out += [(number, "on your do-not-record list") for number in sorted(refused)]
    return groups


def _bases(connection: sqlite3.Connection, numbers: Iterable[str]) -> tuple[dict[str, Base], pd.Timestamp | None]:
    """The sheets that these numbers stand for, as they went out, and when the latest of them did."""
    bases, moments = {}, []
    today = past.edits(connection)
    for number in numbers:
        found = connection.execute(
            "SELECT action, at FROM sheet JOIN action ON action.id = sheet.action WHERE sheet.id = ?", (number,)
        ).fetchone()
        if found is None:
            continue
        action, at = found
        moments.append(pd.Timestamp(at[:10]))
        table = past.statements(connection, until=action)
        then = past.edits(connection, until=action)
        since = [edit for edit in today if edit not in then]
        bases[number] = Base(
            then=_held(table.assign(category=past.in_words(table, then))),
            today=_held(table.assign(category=past.in_words(table, today))),
            word_now=lambda dimension, word, since=since, action=action: past.word_now(since, dimension, word, action),
        )
    return bases, max(moments, default=None)


def _held(table: pd.DataFrame) -> dict[Key, Held]:
    table = table.drop_duplicates(["account", "dimension", "category", "condition"])
    return {key: held_from_rows(rows) for key, rows in rows_by_statement(table).items()}


def _checker(codebook: Codebook):
    def check(dimension: str, said: Held) -> Held:
        parts = [[row[place] for row in said.rows] for place in range(3)]
        problem, condition, rows = statement_or_problem(
            codebook, dimension, parts[0], said.condition, join_parts(parts[1]), join_parts(parts[2])
        )
        if problem:
            raise AnnotationError(problem)
        kept = tuple((word, basis, evidence or "") for word, basis, evidence in rows)
        return Held(condition, kept, said.note)

    return check


def _preview(sheet, store, proposals, problems, unchanged, went_out, about, last) -> SheetPreview:
    rows = [(proposal, _preview_row(proposal, about)) for proposal in proposals]
    changes, conflicts = (
        pd.DataFrame([row for proposal, row in rows if proposal.is_conflict is wanted], columns=list(PREVIEW_COLUMNS))
        for wanted in (False, True)
    )
    notes = list(sheet.notes)
    if went_out is None:
        notes.append(
            "This sheet did not go out from this audit file, or lost its column sheet: there is nothing to compare "
            "with, so empty cells change nothing and every difference from today counts as a change."
        )
    elif len(proposals) > 20 and len(proposals) > unchanged:
        notes.append("More than half of the sheet says something else: was one column sorted by itself? Look closely.")
    return SheetPreview(
        file_name=sheet.file_name,
        went_out=went_out,
        changes=changes,
        conflicts=conflicts,
        unchanged=unchanged,
        left_out=pd.DataFrame(sheet.left_out, columns=["line", "why"]).drop_duplicates(ignore_index=True),
        problems=tuple(problems),
        notes=tuple(notes),
        _store=store,
        _proposals=tuple(proposals),
        _last_action=last,
    )


def _preview_row(proposal: Proposal, about: Mapping[str, tuple[str, str]]) -> tuple:
    account, dimension = proposal.key
    handle, name = about.get(account, ("", ""))
    remark = ""
    if proposal.was is None:
        remark = "nothing to compare with"
    elif not proposal.says.rows and proposal.says == Held():
        remark = "taken back"
    was = "" if proposal.was is None else str(proposal.was)
    return proposal.lines[0], account, name or handle, dimension, was, str(proposal.now), str(proposal.says), remark


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
