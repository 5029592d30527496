"""Which accounts are one voice: joined and split on the person's word only, renames offered and never merged."""

from collections.abc import Iterable

import pandas as pd

from auditkit.audit_file import past, snapshots
from auditkit.audit_file.accounts import resolved
from auditkit.audit_file.store import Store

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
        rows = []
        for before, after in snapshots.last_two_days(connection):
            lists = [*past.follow_lists(connection, before, None), *past.follow_lists(connection, after, None)]
            named = {
                account: name if isinstance(name, str) else handle if isinstance(handle, str) else ""
                for follows in lists
                for account, handle, name in follows.table[["account", "handle", "name"]].itertuples(index=False)
            }
            for old, new, since in snapshots.possible_renames(connection, before, after):
                if together.get(old, old) != together.get(new, new):
                    rows.append((old, new, named.get(old, ""), named.get(new, ""), since))
    return pd.DataFrame(rows, columns=list(RENAME_COLUMNS)).drop_duplicates(["old", "new"], ignore_index=True)


def accept_rename(store: Store, old: str, new: str) -> None:
    """Say that two accounts are one voice that changed its name; it keeps the key and the annotations of the old."""
    join(store, [old, new], kind="rename")
