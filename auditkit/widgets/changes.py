"""What the annotator writes into the audit file: each change is one action, which one undo takes back.

Every function does what a line of Python does without a widget, and says which in its docstring.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from auditkit.annotations.cells import join_parts
from auditkit.audit_file import AuditFile, read_names
from auditkit.audit_file.record import Said, next_turn
from auditkit.errors import AnnotationError
from auditkit.readers.platforms import from_link
from auditkit.tables import ANNOTATION_COLUMNS, CONDITIONS, NOT_REVIEWED, RECORDED
from auditkit.widgets.roster import Roster

Rows = tuple[tuple[str, str, str], ...]
TURNED_HERE = ("annotate", "mark", "annotations", "name", "join", "rename", "keep apart", "set aside", "count again")
NOT_FROM_HERE = "The last change was not made here ({kind}), so it stays. To take it back, run audit.{way}() in a cell."


class Held(NamedTuple):
    """What is said about a voice in a dimension, over all its accounts."""

    condition: str
    rows: Rows
    note: str


def held(spoken: Sequence[Said]) -> Held:
    """Return what several accounts' statements say together; the later word on a category counts."""
    rows = {row[0]: row for said in spoken if said.condition == RECORDED for row in said.rows}
    conditions = [said.condition for said in spoken if said.condition not in (RECORDED, NOT_REVIEWED)]
    notes = [said.note for said in spoken if said.note]
    condition = RECORDED if rows else conditions[-1] if conditions else NOT_REVIEWED
    return Held(condition, tuple(rows.values()), notes[-1] if notes else "")


def record(roster: Roster, message: Mapping) -> str:
    """Add or take away categories: ``audit.annotate(accounts, "role", ["school librarian"], basis="my reading")``."""
    dimension = roster.dimensions[message["dimension"]]
    add, remove = message.get("add", ()), set(message.get("remove", ()))
    basis, evidence = message.get("basis", ""), message.get("evidence", "").strip()
    order = {name: place for place, name in enumerate(dimension.category_names)}

    def change(now: Held) -> Held:
        kept = {row[0]: row for row in now.rows if row[0] not in remove} if dimension.several or not add else {}
        kept |= {word: (word, basis, evidence) for word in add}
        rows = sorted(kept.values(), key=lambda row: order.get(row[0], len(order)))
        return Held(RECORDED if rows else NOT_REVIEWED, tuple(rows), now.note)

    return _say(roster, message, change)


def mark(roster: Roster, message: Mapping) -> str:
    """Set a condition: ``audit.mark(accounts, "role", "nothing found")``; "not reviewed" takes back."""
    condition = message["condition"]
    return _say(roster, message, lambda now: Held(condition, (), now.note))


def explain(roster: Roster, message: Mapping) -> str:
    """Say anew how the person knows: ``audit.annotate(account, …, basis="published", evidence="…")``.

    A basis or evidence that the message leaves out stays as it was.
    """

    def change(now: Held) -> Held:
        rows = (
            (word, message.get("basis", basis), message.get("evidence", text).strip()) for word, basis, text in now.rows
        )
        return now._replace(rows=tuple(rows))

    return _say(roster, message, change)


def note(roster: Roster, message: Mapping) -> str:
    """Keep a note beside what is recorded: ``audit.annotate(…, note="…")``."""
    words = message["note"].strip()

    def change(now: Held) -> Held:
        if now.condition == NOT_REVIEWED and words:
            raise AnnotationError("A note stands beside a mark. Mark this voice first, then write the note.")
        return now._replace(note=words)

    return _say(roster, message, change)


def confirm(roster: Roster, message: Mapping) -> str:
    """Say that what was recorded still holds, as of today: the same ``audit.annotate(…)`` or ``audit.mark(…)``."""
    return _say(roster, message, lambda now: now, again=True)


def name(roster: Roster, message: Mapping) -> str:
    """Name one account: ``audit.name_account("twitter:1002", handle="ada")``; a pasted link gives its handle."""
    account = roster.account(message["ids"][0], message["account"])
    handle, words = message.get("handle", "").strip(), message.get("name", "").strip()
    if "/" in handle:
        platform, found, _ = from_link(handle)
        if not found or platform != account.partition(":")[0]:
            raise AnnotationError("This link names no account of that platform. Paste the handle itself, such as @ada.")
        handle = found
    handle = handle.removeprefix("@")
    if not handle and not words:
        raise AnnotationError("Nothing was saved: paste a handle, or write a name.")
    if any(letter.isspace() for letter in handle):
        raise AnnotationError("A handle has no spaces. If this is a name, write it into the field for the name.")
    roster.audit.name_account(account, handle=handle, name=words)
    return "Named."


def names(roster: Roster, message: Mapping) -> str:
    """Name many accounts from a pasted list: ``audit.name_accounts(text)``."""
    found = read_names(message["text"])
    named = roster.audit.name_accounts(found)
    lines = "1 line" if len(found) == 1 else f"{len(found):,} lines"
    accounts = "1 account has" if named == 1 else f"{named:,} accounts have"
    rest = "" if named == len(found) else " The others are not in this audit, or had that name already."
    return f"{lines} read: {accounts} a new name.{rest}"


def undo(roster: Roster, message: Mapping) -> str:
    """Take back the last change: ``audit.undo()``."""
    return _turn(roster, "undo")


def redo(roster: Roster, message: Mapping) -> str:
    """Bring back what was undone last: ``audit.redo()``."""
    return _turn(roster, "redo")


CHANGES: dict[str, Callable[[Roster, Mapping], str]] = {
    "record": record,
    "mark": mark,
    "explain": explain,
    "note": note,
    "confirm": confirm,
    "name": name,
    "names": names,
    "undo": undo,
    "redo": redo,
}


def _turn(roster: Roster, way: str) -> str:
    found = next_turn(roster.audit._store, way)
    if found is None or found.kind == "sample":  # a sample comes with the annotator, not by the person's hand
        raise AnnotationError("There is nothing to undo." if way == "undo" else "There is nothing to bring back.")
    if found.kind not in TURNED_HERE:
        raise AnnotationError(NOT_FROM_HERE.format(kind=found.kind, way=way))
    getattr(roster.audit, way)()
    number = len(roster.numbers_of(found.accounts))
    done = "Undone" if way == "undo" else "Brought back"
    if not found.accounts:
        return f"{done}."
    return f"{done}: {' and '.join(found.dimensions)} of {'1 voice' if number == 1 else f'{number:,} voices'}."


def _say(roster: Roster, message: Mapping, change: Callable[[Held], Held], *, again: bool = False) -> str:
    """Write what `change` makes of each voice's statements, as one action; what it leaves alone is not written."""
    dimension, numbers = message["dimension"], message["ids"]
    spoken = roster.statements(numbers)
    wanted: dict[Held, list[str]] = {}
    for number in numbers:
        before = spoken.get((number, dimension), [])
        now = held(before)
        after = change(now)
        if after != now or again or len({(said.condition, said.rows) for said in before}) > 1:
            accounts = (*roster.accounts(number), *(said.account for said in before))
            wanted.setdefault(after, []).extend(dict.fromkeys(accounts))
    if len(wanted) == 1:
        after, accounts = wanted.popitem()
        _write(roster.audit, accounts, dimension, after)
    elif wanted:
        roster.audit.add_annotations(_table(dimension, wanted))
    return ""


def _write(audit: AuditFile, accounts: Iterable[str], dimension: str, said: Held) -> None:
    if said.condition != RECORDED:
        audit.mark(accounts, dimension, said.condition, note=said.note)
        return
    words, bases, evidence = zip(*said.rows, strict=True)
    audit.annotate(accounts, dimension, words, basis=join_parts(bases), evidence=join_parts(evidence), note=said.note)


def _table(dimension: str, wanted: Mapping[Held, Iterable[str]]) -> pd.DataFrame:
    """An annotation table: many voices that hold different things, in one action."""
    rows = [
        (account, dimension, category, said.condition, basis, evidence, said.note)
        for said, accounts in wanted.items()
        for account in accounts
        for category, basis, evidence in (said.rows or ((None, None, None),))
    ]
    table = pd.DataFrame(rows, columns=list(ANNOTATION_COLUMNS[:7])).astype("str")
    table["noted_on"] = pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]")
    return table


def is_reviewed(condition: str) -> bool:
    """Whether a condition says that somebody looked."""
    return condition in CONDITIONS and condition != NOT_REVIEWED
