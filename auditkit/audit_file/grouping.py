"""Which accounts are one voice: joined and split on the person's word only, renames offered and never merged."""

import sqlite3
from collections.abc import Iterable

import pandas as pd

from auditkit.audit_file import history, past, snapshots
from auditkit.audit_file.accounts import resolved
from auditkit.audit_file.store import Store
from auditkit.errors import AuditFileError

RENAME_COLUMNS = ("old", "new", "old_name", "new_name", "since")


def join(store: Store, accounts: Iterable[str], *, kind: str = "join") -> None:
    """Make several accounts one voice, named after the first."""
    with store.action(kind) as (connection, action):
        keys = list(dict.fromkeys(resolved(connection, accounts).values()))
        if len(keys) < 2:
            raise ValueError("join needs at least two accounts")
        together = past.joined(connection, None)
        # Accounts joined to any of them earlier come along, else a voice would be torn apart unseen.
        voices_met = {together.get(key, key) for key in keys}
        along = [key for key, voice in together.items() if voice in voices_met]
        everybody = list(dict.fromkeys([*keys, *sorted(voices_met), *along]))
        _insert(store, connection, action, everybody, keys[0])


def split(store: Store, account: str) -> None:
    """Make an account a voice of its own again; when the voice is named after it, all its accounts are again."""
    with store.action("split") as (connection, action):
        account = resolved(connection, [account])[account]
        together = past.joined(connection, None)
        leaving = [key for key, voice in together.items() if voice == account] or [account]
        _insert(store, connection, action, leaving, None)


def _insert(store: Store, connection, action: int, keys: list[str], voice: str | None) -> None:
    ids = store.account_ids(connection, [*keys, *([voice] if voice else [])])
    rows = [(action, ids[key], ids[voice or key]) for key in keys]
    connection.executemany("INSERT INTO membership (action, account, voice) VALUES (?, ?, ?)", rows)


def possible_renames(store: Store) -> pd.DataFrame:
    """Return the offers that nobody has answered yet: one account vanished, one appeared, with the same `since`."""
    with store.reading() as connection:
        together = past.joined(connection, None)
        apart = kept_apart(connection)
        rows = []
        for before, after in snapshots.last_two_days(connection):
            lists = [*past.follow_lists(connection, before, None), *past.follow_lists(connection, after, None)]
            named = {
                account: name if isinstance(name, str) else handle if isinstance(handle, str) else ""
                for follows in lists
                for account, handle, name in follows.table[["account", "handle", "name"]].itertuples(index=False)
            }
            for old, new, since in snapshots.possible_renames(connection, before, after):
                if together.get(old, old) != together.get(new, new) and frozenset((old, new)) not in apart:
                    rows.append((old, new, named.get(old, ""), named.get(new, ""), since))
    return pd.DataFrame(rows, columns=list(RENAME_COLUMNS)).drop_duplicates(["old", "new"], ignore_index=True)


def accept_rename(store: Store, old: str, new: str) -> None:
    """Say that two accounts are one voice that changed its name; it keeps the key and the annotations of the old."""
    join(store, [old, new], kind="rename")


def keep_apart(store: Store, first: str, second: str) -> None:
    """Say that two accounts are not one voice: nothing offers to join them again."""
    with store.action("keep apart") as (connection, action):
        keys = list(resolved(connection, [first, second]).values())
        if len(set(keys)) < 2:
            raise ValueError("keep_apart needs two accounts")
        together = past.joined(connection, None)
        if together.get(keys[0], keys[0]) == together.get(keys[1], keys[1]):
            raise AuditFileError("These two are one voice in this audit. Use split first. Nothing was changed.")
        ids = store.account_ids(connection, keys)
        row = (action, ids[keys[0]], ids[keys[1]])
        connection.execute("INSERT INTO kept_apart (action, first, second) VALUES (?, ?, ?)", row)


def kept_apart(connection: sqlite3.Connection) -> set[frozenset[str]]:
    """Return the pairs of accounts the person said no to; joining two of them afterwards needs no undoing of that."""
    history.standing(connection)
    rows = connection.execute(
        "SELECT one.key, other.key FROM kept_apart JOIN account AS one ON one.id = first "
        "JOIN account AS other ON other.id = second WHERE action NOT IN temp.undone"
    )
    return {frozenset(pair) for pair in rows}
