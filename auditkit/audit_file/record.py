"""The record of a few accounts, statement by statement, and what changed since an action: for those who look on live.

Reading everything anew takes a tenth of a second for 20,000 accounts; a person at the keyboard has marked the next by
then.
"""

import sqlite3
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from auditkit.audit_file import history, past
from auditkit.audit_file.accounts import wanderers
from auditkit.audit_file.store import Store

# Actions that change statements and nothing else, and those that change nothing about voices.
_STATE = ("annotate", "mark", "annotations")
_ELSEWHERE = ("plan", "journal", "bookmark", "sample", "sheet", history.BEGIN)


class Said(NamedTuple):
    """One standing statement: `rows` holds a ``(category, basis, evidence)`` for each category."""

    account: str
    dimension: str
    condition: str
    rows: tuple[tuple[str, str, str], ...]
    note: str
    day: str
    action: int


class Touched(NamedTuple):
    """What changed: `accounts` about which something was stated or unstated, and ``(handle, name)`` given to others.

    `more` is True when follow lists, the codebook, voices or the like changed as well: read everything anew.
    """

    accounts: set[str]
    named: dict[str, tuple[str, str]]
    more: bool


class Turn(NamedTuple):
    """What undo or redo would turn: its kind and the accounts and dimensions it spoke of."""

    kind: str
    accounts: tuple[str, ...]
    dimensions: tuple[str, ...]


def statements_about(store: Store, accounts: Iterable[str]) -> list[Said]:
    """Return every standing statement about some accounts, the latest last, in today's words of the codebook."""
    with store.reading() as connection:
        history.standing(connection)
        _want(connection, accounts)
        rows = connection.execute(
            "SELECT statement.id, account.key, dimension, condition, note, noted_on, action, category, basis, evidence "
            "FROM temp.looked_at JOIN account ON account.key = looked_at.key "
            "JOIN statement ON statement.account = account.id LEFT JOIN recorded ON recorded.statement = statement.id "
            "WHERE action NOT IN temp.undone ORDER BY noted_on, statement.id, place"
        ).fetchall()
        made = past.edits(connection)
    found = []
    for _, several in groupby(rows, key=lambda row: row[0]):
        several = list(several)
        _, account, dimension, condition, note, day, action = several[0][:7]
        held = tuple(
            (past.word_now(made, dimension, row[7], action), row[8], row[9] or "")
            for row in several
            if row[7] is not None
        )
        found.append(Said(account, dimension, condition, held, note or "", day, action))
    return found


def latest_about(store: Store, accounts: Iterable[str]) -> dict[tuple[str, str], Said]:
    """Return the statement that counts of each account and dimension, also where it takes something back."""
    return {(said.account, said.dimension): said for said in statements_about(store, accounts)}


def account_numbers(store: Store) -> dict[str, int]:
    """Return the number that the file gives each account: it never changes and says nothing about anybody."""
    with store.reading() as connection:
        return dict(connection.execute("SELECT key, id FROM account").fetchall())


def other_keys(store: Store) -> dict[str, list[str]]:
    """Return account -> other keys under which statements about it were made before an export showed its number."""
    with store.reading() as connection:
        found = wanderers(connection)
        keys = dict(connection.execute("SELECT id, key FROM account").fetchall()) if found else {}
    others: dict[str, list[str]] = {}
    for place, meant in found.items():
        others.setdefault(keys[meant], []).append(keys[place])
    return others


def last_action(store: Store) -> int:
    """Return the number of the last action, whoever made it."""
    with store.reading() as connection:
        return history.last_action_by(connection, None)


def touched_since(store: Store, action: int) -> Touched:
    """Return what changed since an action, whoever changed it."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT coalesce(turned.id, action.id), coalesce(turned.kind, action.kind), turned.id IS NOT NULL "
            "FROM action LEFT JOIN action AS turned ON turned.id = action.target WHERE action.id > ?",
            (action,),
        ).fetchall()
        meant = {number for number, kind, _ in rows if kind in _STATE}
        accounts = {key for number in meant for key, _ in _spoken_of(connection, number)}
        given = connection.execute(
            "SELECT account.key, handle, name FROM naming JOIN account ON account.id = naming.account "
            "WHERE action > ? ORDER BY naming.id",
            (action,),
        ).fetchall()
    more = any(kind not in (*_STATE, *_ELSEWHERE) and (kind != "name" or turned) for _, kind, turned in rows)
    return Touched(accounts, {key: (handle or "", name or "") for key, handle, name in given}, more)


def next_turn(store: Store, way: str) -> Turn | None:
    """Return what the next ``"undo"`` or ``"redo"`` would turn, or None."""
    with store.reading() as connection:
        found = (history.next_to_undo if way == "undo" else history.next_to_redo)(connection)
        if found is None:
            return None
        spoken = _spoken_of(connection, found[0])
    accounts, dimensions = (tuple(dict.fromkeys(row[place] for row in spoken)) for place in (0, 1))
    return Turn(found[1], accounts, dimensions)


def _spoken_of(connection: sqlite3.Connection, action: int) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT account.key, dimension FROM statement JOIN account ON account.id = statement.account WHERE action = ?",
        (action,),
    ).fetchall()


def _want(connection: sqlite3.Connection, accounts: Iterable[str]) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS looked_at (key TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM temp.looked_at")
    connection.executemany("INSERT OR IGNORE INTO temp.looked_at VALUES (?)", [(key,) for key in accounts])
