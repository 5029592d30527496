"""Does what an audit file holds make sense? SQLite vouches for the pages and types, not for what stands in them."""

import json
import sqlite3
from collections.abc import Callable

from auditkit.audit_file.wording import codebook_from_body, goal_from_body
from auditkit.measures.sampling import Sample
from auditkit.tables import ACTIVITY_KINDS, BASES, CONDITIONS, FLAGS, RELATIONS, SINCE_PRECISIONS

_DAY = "{column} NOT NULL AND ({column} IS NOT date({column}, '+0 days'))"
_MOMENT = "{column} NOT NULL AND {column} NOT GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:*Z'"


def _none_of(words: tuple[str, ...]) -> str:
    return "{column} NOT IN (" + ", ".join(f"'{word}'" for word in words) + ")"


# table, column, and the condition under which a cell makes no sense
_CELLS = (
    ("action", "at", _MOMENT),
    ("snapshot", "taken_on", _DAY),
    ("statement", "noted_on", _DAY),
    ("statement", "condition", _none_of(CONDITIONS)),
    ("recorded", "basis", _none_of(("", *BASES))),
    ("entry", "day", _DAY),
    ("detail", "since", _MOMENT),
    ("detail", "relation", _none_of(RELATIONS)),
    ("detail", "since_precision", _none_of(SINCE_PRECISIONS)),
    ("account", "key", "{column} NOT LIKE '_%:_%'"),
    ("sample", "drawn_on", _DAY),
    ("activity", "kind", _none_of(ACTIVITY_KINDS)),
    ("activity", "month", "{column} != '' AND {column} || '-01' IS NOT date({column} || '-01', '+0 days')"),
    ("activity", "count", "{column} < 1"),
)


def _list_of_texts(body: object) -> None:
    "".join(body if isinstance(body, list) else None)


def _counts(body: object) -> None:
    sum(body.values())


def _line(body: object) -> None:
    if body is not None:
        body.items()


def _drawn(body: dict) -> None:
    "".join(body["dimensions"])
    Sample.from_dict({**body, "voices": [""] * len(body["stratum_of"]), "reviewed_before": {}})


# table, column, and what fails on a body that makes no sense
_BODIES: tuple[tuple[str, str, Callable], ...] = (
    ("goal", "body", goal_from_body),
    ("codebook", "body", codebook_from_body),
    ("entry", "body", _line),
    ("snapshot", "skipped", _counts),
    ("snapshot", "members_read", _list_of_texts),
    ("snapshot", "notes", _list_of_texts),
    ("sample", "body", _drawn),
    ("activity_file", "skipped", _counts),
    ("activity_file", "members_read", _list_of_texts),
    ("activity_file", "notes", _list_of_texts),
)
NONSENSE = (ValueError, LookupError, TypeError, AttributeError, OverflowError)


def count_problems(connection: sqlite3.Connection) -> int:
    """Return how much is wrong in a file: pages, types, rows that point nowhere, nonsense."""
    problems = 0
    try:
        pages = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        problems += 0 if pages == ["ok"] else len(pages)
        problems += len(connection.execute("PRAGMA foreign_key_check").fetchall())
        for table, column, wrong in _CELLS:
            query = f"SELECT count(*) FROM {table} WHERE {wrong.format(column=column)}"  # noqa: S608 - our own words
            problems += connection.execute(query).fetchone()[0]
        flags = {
            word for (text,) in connection.execute("SELECT DISTINCT flags FROM detail") for word in text.split("; ")
        }
        problems += len(flags - {"", *FLAGS})
        problems += sum(_bodies(connection, *which) for which in _BODIES)
        bytes.fromhex(connection.execute("SELECT value FROM about WHERE key = 'mark_key'").fetchone()[0])
    except (sqlite3.DatabaseError, *NONSENSE):
        problems += 1  # so wrong that the rest cannot be counted
    return problems


def _bodies(connection: sqlite3.Connection, table: str, column: str, understand: Callable) -> int:
    rows = connection.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - our own words
    return sum(not _makes_sense(text, understand) for (text,) in rows)


def drop_nonsense(connection: sqlite3.Connection) -> int:
    """Delete the rows that make no sense, for a salvage, and return how many."""
    dropped = 0
    for table, column, wrong in _CELLS:
        command = f"DELETE FROM {table} WHERE {wrong.format(column=column)}"  # noqa: S608 - our own words
        dropped += connection.execute(command).rowcount
    for table, column, understand in _BODIES:
        rows = connection.execute(f"SELECT id, {column} FROM {table}").fetchall()  # noqa: S608 - our own words
        lost = [(number,) for number, text in rows if not _makes_sense(text, understand)]
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", lost)  # noqa: S608 - our own words
        dropped += len(lost)
    return dropped


def _makes_sense(text: str, understand: Callable) -> bool:
    try:
        understand(json.loads(text))
    except NONSENSE:
        return False
    return True
