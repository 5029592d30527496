"""Recording statements about accounts: one by one, many at once, and whole sheets with the days they are of."""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

import pandas as pd

from auditkit.annotations.cells import join_parts
from auditkit.annotations.statements import checked_statement
from auditkit.annotations.writing import rows_by_statement
from auditkit.audit_file import history, past
from auditkit.audit_file.accounts import resolved, wanderers
from auditkit.audit_file.merging import NOTHING, Held, held_from_rows
from auditkit.audit_file.store import Store
from auditkit.codebook import Codebook
from auditkit.tables import ANNOTATION_COLUMNS, check_columns

Rows = Sequence[tuple[str, str, str | None]]


def state(
    store: Store, codebook: Codebook, kind: str, account: str | Iterable[str], dimension: str, said: tuple, day
) -> None:
    """Record one statement, ``(categories, condition, basis, evidence, note)``, about one or more accounts."""
    keys = [account] if isinstance(account, str) else list(dict.fromkeys(account))
    condition, rows = checked_statement(codebook, dimension, *said[:4])
    with store.action(kind) as (connection, action):
        day = history.day_text(day) or history.day_of(connection, action)
        ids = store.account_ids(connection, keys)
        for place in dict.fromkeys(ids[key] for key in keys):
            insert_statement(connection, action, place, (dimension, condition, said[4] or None, day), rows)


def insert_statement(connection: sqlite3.Connection, action: int, account: int, said: tuple, rows: Rows) -> None:
    """Insert one statement, ``(dimension, condition, note, day)``, and its ``(category, basis, evidence)`` rows."""
    statement = connection.execute(
        "INSERT INTO statement (action, account, dimension, condition, note, noted_on) VALUES (?, ?, ?, ?, ?, ?)",
        (action, account, *said),
    ).lastrowid
    connection.executemany(
        "INSERT INTO recorded (statement, place, category, basis, evidence) VALUES (?, ?, ?, ?, ?)",
        [
            (statement, place, category, basis or "", evidence or None)
            for place, (category, basis, evidence) in enumerate(rows)
        ],
    )


def add_annotations(store: Store, codebook: Codebook, table: pd.DataFrame, noted_on, *, whole: bool) -> int:
    """Record every statement of an annotation table as one action and return how many said something new."""
    check_columns(table, ANNOTATION_COLUMNS, "an annotation table")
    fixed = history.day_text(noted_on)
    held = {key: _checked(codebook, key[1], rows) for key, rows in rows_by_statement(table).items()}
    with store.writing() as connection:
        today = history.now()[:10]
        meant = resolved(connection, dict.fromkeys(account for account, _ in held))
        hidden = store.forgotten(connection, [*meant, *meant.values()])
        said = {
            (meant[account], dimension): statement
            for (account, dimension), statement in held.items()
            if not {account, meant[account]} & hidden
        }
        before = _statements_of(connection, None if whole else {account for account, _ in said})
        if whole:
            said |= dict.fromkeys(before.keys() - said.keys(), NOTHING)
        made = past.edits(connection)
        new = {}
        for key, statement in said.items():
            day = fixed or statement.day or today
            if statement.says() != _on(before.get(key, ()), day, key[1], made).says():
                new[key] = (key[1], statement.condition, statement.note or None, day), statement.rows
        if new:
            action = store.add_action(connection, "annotations")
            ids = store.account_ids(connection, [account for account, _ in new])
            for (account, _), (words, rows) in new.items():
                insert_statement(connection, action, ids[account], words, rows)
    return len(new)


def _checked(codebook: Codebook, dimension: str, rows: Sequence[tuple]) -> Held:
    """A statement of a table, held to the codebook."""
    said = held_from_rows(rows)
    basis, evidence = (join_parts([row[place] for row in said.rows]) for place in (1, 2))
    words = [row[0] for row in said.rows]
    condition, kept = checked_statement(codebook, dimension, words, said.condition, basis, evidence)
    return replace(said, condition=condition, rows=tuple((word, basis, more or "") for word, basis, more in kept))


def _statements_of(connection: sqlite3.Connection, keys: set[str] | None) -> dict[tuple[str, str], list[tuple]]:
    """Every standing statement about some accounts, or all: (account, dimension) -> (day, action, held) by day."""
    names = dict(connection.execute("SELECT id, key FROM account"))
    meant = wanderers(connection)
    wanted = [(place,) for place in names if keys is None or names[meant.get(place, place)] in keys]
    history.standing(connection)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.wanted")
    connection.executemany("INSERT INTO temp.wanted VALUES (?)", wanted)
    rows = connection.execute(
        "SELECT statement.id, action, account, dimension, condition, note, noted_on, category, basis, evidence "
        "FROM temp.wanted JOIN statement ON account = wanted.id LEFT JOIN recorded ON statement = statement.id "
        "WHERE action NOT IN temp.undone ORDER BY noted_on, statement.id, place"
    )
    spoken: dict[tuple[str, str], list[tuple]] = {}
    for _, several in groupby(rows, key=itemgetter(0)):
        several = list(several)
        _, action, account, dimension, condition, note, day = several[0][:7]
        held = tuple((row[7], row[8], row[9] or "") for row in several if row[7] is not None)
        key = names[meant.get(account, account)], dimension
        spoken.setdefault(key, []).append((day, action, Held(condition, held, note or "", day)))
    return spoken


def _on(spoken: Sequence[tuple], day: str, dimension: str, made: Sequence[past.Edit]) -> Held:
    """What stood on a day, in today's words."""
    number = bisect_right(spoken, day, key=itemgetter(0))
    if not number:
        return NOTHING
    _, action, held = spoken[number - 1]
    words = tuple((past.word_now(made, dimension, row[0], action), *row[1:]) for row in held.rows)
    return replace(held, rows=words)
