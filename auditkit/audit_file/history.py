"""Actions and which of them stand: undo and redo are actions too, so any past day can be seen as it was known then.

Knowledge is counted in days. As known on a day D: what was entered by D stands as it stood on D; what was entered later
about an earlier day (an old sheet brought in) stands as it stands now.
"""

import sqlite3
from datetime import UTC, date, datetime

FOREVER = "9999-12-31"
BEGIN = "begin"  # the making of the file, with the goal and codebook it began with; undo stops before it
FORGET, ERASE = "forget", "erase words"  # what cannot be taken back; undo passes over them
_NOT_UNDONE = (BEGIN, FORGET, ERASE)
# The last undo or redo of each action decides; SQLite gives bare columns from the row that max() picked.
TURNED = "SELECT target, kind, max(id) FROM action WHERE target IS NOT NULL {until} GROUP BY target"


def now() -> str:
    """Return the moment in UTC as it is written into the file."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_text(day: str | date | None) -> str | None:
    """Return a day as the file writes it; ``ValueError`` says how days are written."""
    if day is None:
        return None
    if isinstance(day, datetime):
        return day.date().isoformat()
    try:
        return date.fromisoformat(str(day)[:10]).isoformat()
    except ValueError:
        raise ValueError("a day is written like '2026-11-22'") from None


def add_action(connection: sqlite3.Connection, kind: str, sitting: int, target: int | None = None) -> int:
    """Insert an action and return its id. Its time is never earlier than the last one's: clocks get set back."""
    last = connection.execute("SELECT at FROM action ORDER BY id DESC LIMIT 1").fetchone()
    at = max(now(), last[0]) if last else now()
    row = connection.execute(
        "INSERT INTO action (at, kind, sitting, target) VALUES (?, ?, ?, ?)", (at, kind, sitting, target)
    )
    return row.lastrowid


def day_of(connection: sqlite3.Connection, action: int) -> str:
    """Return the day of an action."""
    return connection.execute("SELECT substr(at, 1, 10) FROM action WHERE id = ?", (action,)).fetchone()[0]


def last_action_by(connection: sqlite3.Connection, day: str | None) -> int:
    """Return the id of the last action by the end of a day; 0 if there was none."""
    if day is None:
        return connection.execute("SELECT coalesce(max(id), 0) FROM action").fetchone()[0]
    query = "SELECT coalesce(max(id), 0) FROM action WHERE substr(at, 1, 10) <= ?"
    return connection.execute(query, (day,)).fetchone()[0]


def undone_actions(connection: sqlite3.Connection, day: str | None = None) -> set[int]:
    """Return the actions that do not stand, as known on a day (by default: now)."""
    undone_now = _undone(connection, None)
    if day is None:
        return undone_now
    until = last_action_by(connection, day)
    return _undone(connection, until) | {action for action in undone_now if action > until}


def standing(connection: sqlite3.Connection, day: str | None = None, *, until: int | None = None) -> None:
    """Fill the temporary table ``undone``: the actions that do not stand as known on a day, or right after an action.

    With `until`, the actions after it do not stand either.
    """
    gone = undone_actions(connection, day) if until is None else _undone(connection, until)
    rows = [(action,) for action in gone]
    if until is not None:
        rows += connection.execute("SELECT id FROM action WHERE id > ?", (until,)).fetchall()
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS undone (action INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.undone")
    connection.executemany("INSERT OR IGNORE INTO temp.undone VALUES (?)", rows)


def _undone(connection: sqlite3.Connection, until: int | None) -> set[int]:
    limit = "" if until is None else f"AND id <= {int(until)}"
    rows = connection.execute(TURNED.format(until=limit))
    return {target for target, kind, _ in rows if kind == "undo"}


def next_to_undo(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """Return the id and kind of the last action that stands, or None."""
    undone = undone_actions(connection)
    query = "SELECT id, kind FROM action WHERE target IS NULL AND kind NOT IN (?, ?, ?) ORDER BY id DESC"
    rows = connection.execute(query, _NOT_UNDONE)
    return next(((action, kind) for action, kind in rows if action not in undone), None)


def next_to_redo(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """Return the action whose undoing came last, or None; a new action after it closes the way back."""
    undone = undone_actions(connection)
    rows = connection.execute(
        "SELECT target, kind FROM action WHERE id > "
        "(SELECT coalesce(max(id), 0) FROM action WHERE target IS NULL) ORDER BY id DESC"
    )
    target = next((target for target, kind in rows if kind == "undo" and target in undone), None)
    if target is None:
        return None
    return connection.execute("SELECT id, kind FROM action WHERE id = ?", (target,)).fetchone()
