"""What a sheet that came back wants changed: each cell against what went out and what stands now.

Pure logic, without the file. A missing row or column means no change; an emptied cell takes a statement back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from auditkit.annotations.cells import read_day
from auditkit.annotations.returned import Line
from auditkit.annotations.workbook_writing import plain
from auditkit.errors import AnnotationError
from auditkit.tables import NOT_REVIEWED, RECORDED

Key = tuple[str, str]


@dataclass(frozen=True)
class Held:
    """What is recorded about one account in one dimension; `day` is not part of being the same."""

    condition: str = NOT_REVIEWED
    rows: tuple[tuple[str, str, str], ...] = ()
    note: str = ""
    day: str = field(default="", compare=False)

    def says(self) -> tuple:
        """Return what two must share to say the same: spelling as a spreadsheet keeps it, in any order."""
        rows = frozenset(tuple(_kept(part) for part in row) for row in self.rows)
        return self.condition.casefold(), rows, _kept(self.note)

    def __str__(self) -> str:
        """Return it in words for the person."""
        if self.condition == NOT_REVIEWED:
            return NOT_REVIEWED
        if self.condition != RECORDED:
            text = f"[{self.condition}]"
        else:
            text = "; ".join(
                f"{category} ({', '.join(known)})" if (known := [part for part in beside if part]) else category
                for category, *beside in self.rows
            )
        return f"{text} note: {self.note}" if self.note else text


NOTHING = Held()


def held_from_rows(rows: Sequence[tuple]) -> Held:
    """Return what the rows of one statement say, as `rows_by_statement` gives them."""
    if not rows:
        return NOTHING
    condition, note, day = rows[0][1], rows[0][4], rows[0][5]
    recorded = tuple((row[0], row[2], row[3]) for row in rows) if condition == RECORDED else ()
    return Held(condition, recorded, note, day)


@dataclass(frozen=True)
class Base:
    """A sheet as it went out: in the words of then and of today, and how a word of then is called today."""

    then: Mapping[Key, Held]
    today: Mapping[Key, Held]
    word_now: Callable[[str, str], str]


@dataclass(frozen=True)
class Proposal:
    """One statement that the sheet wants different."""

    lines: tuple[int, ...]
    key: Key
    was: Held | None
    now: Held
    says: Held
    new_day: str = ""

    @property
    def is_conflict(self) -> bool:
        """True if it was changed on both sides since the sheet went out."""
        return self.was is not None and self.was.says() != self.now.says()


def propose(
    lines: Sequence[Line],
    base: Base | None,
    now: Held,
    check: Callable[[str, Held], Held],
    *,
    long: bool,
) -> Proposal | None:
    """Return what the lines about one account in one dimension want changed; None if nothing.

    `check` holds a statement to the codebook: it returns it as the codebook spells it, or raises ``AnnotationError``.
    """
    dimension, key = lines[0].dimension, (lines[0].account, lines[0].dimension)
    then = base.then.get(key, NOTHING) if base else NOTHING
    said, day = _joined_lines(lines, then, now if base is None else then, now, long=long)
    if base is None and said.condition == NOT_REVIEWED:
        return None
    if base and said.says() == then.says():
        return None
    if base:
        words = tuple((base.word_now(dimension, category), *beside) for category, *beside in said.rows)
        said = replace(said, rows=words)
    said = check(dimension, said)
    was = base.today.get(key, NOTHING) if base else None
    if said.says() in (now.says(), was.says() if was else None):
        return None
    return Proposal(tuple(line.number for line in lines), key, was, now, said, day)


def _joined_lines(lines: Sequence[Line], then: Held, noted: Held, now: Held, *, long: bool) -> tuple[Held, str]:
    """What all lines about one account in one dimension say together, and the day, if they give a new one.

    The note of `noted` stays where the sheet has no column for it.
    """
    first = lines[0]
    if long:
        rows, conditions = _rows_of_lines(lines, then)
    elif any((line.held, line.condition) != (first.held, first.condition) for line in lines):
        raise AnnotationError("other lines are about the same account and say something else. Keep one.")
    else:
        rows, conditions = list(first.held), [first.condition] if first.condition else []
    rows = [_filled(row, then, now) for row in rows]
    if len(set(conditions)) > 1 or (conditions and rows):
        raise AnnotationError("it holds a category and a condition, or two conditions. Keep one of them.")
    condition = conditions[0] if conditions else RECORDED if rows else NOT_REVIEWED
    if condition == NOT_REVIEWED:
        return NOTHING, ""
    note = _changed([line.note for line in lines], noted.note)
    if note is None and conditions and first.beside and first.beside not in {row[2] for row in then.rows}:
        note = first.beside  # where somebody looked and found nothing has no other place
    days = [day.isoformat() for line in lines if (day := read_day(line.noted_on or ""))]
    day = max((day for day in days if day != then.day), default="")
    return Held(condition, tuple(dict.fromkeys(rows)), noted.note if note is None else note), day


def _rows_of_lines(lines: Sequence[Line], then: Held) -> tuple[list[tuple], list[str]]:
    """The rows and conditions of the long form: a row that is missing says no change, an emptied one takes back."""
    conditions = [line.condition for line in lines if line.condition]
    went_out = then.rows or ([None] if then.condition != NOT_REVIEWED else [])
    came_back = {line.place for line in lines if line.sheet and line.place is not None}
    rows = []
    for place, row in enumerate(went_out):
        if place not in came_back:
            rows += [row] if row else []
        rows += [line_row for line in lines if line.sheet and line.place == place for line_row in line.held]
    placed = range(len(went_out))
    rows += [row for line in lines if not (line.sheet and line.place in placed) for row in line.held]
    if then.condition not in (RECORDED, NOT_REVIEWED) and 0 not in came_back and not rows:
        conditions.append(then.condition)
    if conditions and any(line.held for line in lines):
        raise AnnotationError("it holds a category and a condition. Keep one of the two.")
    return ([] if conditions else rows), conditions


def _filled(row: tuple[str, str | None, str | None], then: Held, now: Held) -> tuple[str, str, str]:
    """A row with the basis and evidence that stood there where the sheet has no such column any more."""
    category = row[0]
    if None not in row:
        return row
    known = next((old for old in (*then.rows, *now.rows) if old[0] == category), (category, "", ""))
    return tuple(old if part is None else part for part, old in zip(row, known, strict=True))


def _changed(parts: Iterable[str | None], before: str) -> str | None:
    """The note of a statement when some line changed it; None when no line did."""
    new = {part for part in parts if part is not None and _kept(part) != _kept(before)}
    if len(new) > 1:
        new.discard("")
    if len(new) > 1:
        return " / ".join(sorted(new))
    return new.pop() if new else None


def _kept(text: str) -> str:
    return " ".join(plain(text).split())
