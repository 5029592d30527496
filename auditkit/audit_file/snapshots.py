"""Adding a follow list as of a day: accounts get their place, and only what an export says anew is kept again."""

import json
import sqlite3
from collections.abc import Iterable, Mapping

import pandas as pd

from auditkit.audit_file.history import standing
from auditkit.tables import FollowList

DETAIL = ("handle", "name", "url", "bio", "relation", "since", "since_precision", "folder", "flags")


def add_accounts(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """Give every key a place in ``account`` and return key -> id for them."""
    keys = list(dict.fromkeys(keys))
    connection.executemany(
        "INSERT OR IGNORE INTO account (key, platform) VALUES (?, ?)", [(key, key.partition(":")[0]) for key in keys]
    )
    if len(keys) < 900:
        marks = ", ".join("?" * len(keys))
        found = connection.execute(f"SELECT key, id FROM account WHERE key IN ({marks})", keys)  # noqa: S608
        return dict(found.fetchall())
    every = dict(connection.execute("SELECT key, id FROM account").fetchall())
    return {key: every[key] for key in keys}


def insert_snapshot(
    connection: sqlite3.Connection, action: int, follows: FollowList, taken_on: str, *, complete: bool
) -> int:
    """Insert a snapshot with its accounts and return its id."""
    row = connection.execute(
        "INSERT INTO snapshot (action, taken_on, platform, reader, file_name, digest, complete, accounts, skipped, "
        "members_read, notes, link_template) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            action,
            taken_on,
            follows.platform,
            follows.reader,
            follows.file_name,
            follows.digest,
            int(complete),
            len(follows),
            json.dumps(dict(follows.skipped), ensure_ascii=False),
            json.dumps(list(follows.members_read), ensure_ascii=False),
            json.dumps(list(follows.notes), ensure_ascii=False),
            follows.link_template,
        ),
    )
    snapshot = row.lastrowid
    ids = add_accounts(connection, follows.table["account"])
    connection.executemany("INSERT INTO follow VALUES (?, ?)", [(snapshot, account) for account in ids.values()])
    _insert_details(connection, snapshot, follows, ids, taken_on)
    known = [(snapshot, alias, ids[key]) for alias, key in follows.aliases.items() if key in ids]
    connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?, ?)", known)
    return snapshot


def same_file(connection: sqlite3.Connection, digest: str) -> tuple[int, str] | None:
    """Return the id and day of a standing snapshot made from a file of this digest, or None."""
    if not digest:
        return None
    standing(connection, None)
    query = "SELECT id, taken_on FROM snapshot WHERE digest = ? AND action NOT IN temp.undone ORDER BY id DESC"
    return connection.execute(query, (digest,)).fetchone()


def last_two_days(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return, for every platform that has two, the last two days of its standing snapshots; each pair once."""
    standing(connection)
    rows = connection.execute(
        "SELECT DISTINCT platform, taken_on FROM snapshot WHERE action NOT IN temp.undone ORDER BY platform, taken_on"
    )
    days: dict[str, list[str]] = {}
    for platform, day in rows:
        days.setdefault(platform, []).append(day)
    return sorted({(pair[-2], pair[-1]) for pair in days.values() if len(pair) > 1})


def possible_renames(connection: sqlite3.Connection, before: str, after: str) -> list[tuple[str, str, str]]:
    """Return (account gone, account new, since) where one vanished and one appeared with the very same `since`.

    Only where the moment is exact and points to one pair: it is an offer to the person, never a merge. A platform
    without a list on both days says nothing.
    """
    standing(connection)
    query = (
        "SELECT account.key, account.platform, "
        "max(CASE detail.since_precision WHEN 'exact' THEN detail.since END) FROM follow "
        "JOIN snapshot ON snapshot.id = follow.snapshot AND snapshot.action NOT IN temp.undone "
        "JOIN detail ON detail.account = follow.account JOIN account ON account.id = follow.account "
        "WHERE snapshot.taken_on = ? GROUP BY account.key"
    )
    sides = [
        {key: (since, platform) for key, platform, since in connection.execute(query, (day,))}
        for day in (before, after)
    ]
    gone = _by_moment(sides[0], sides[1])
    new = _by_moment(sides[1], sides[0])
    return sorted(
        (gone[moment][0], new[moment][0], moment[0])
        for moment in gone.keys() & new.keys()
        if len(gone[moment]) == len(new[moment]) == 1
    )


def _by_moment(side: Mapping[str, tuple], other: Mapping[str, tuple]) -> dict[tuple, list[str]]:
    """The accounts that the other side lacks, by the exact moment since which they are followed."""
    found: dict[tuple, list[str]] = {}
    for key, moment in side.items():
        if key not in other and moment[0] is not None:
            found.setdefault(moment, []).append(key)
    return found


def _insert_details(
    connection: sqlite3.Connection, snapshot: int, follows: FollowList, ids: Mapping[str, int], taken_on: str
) -> None:
    """Keep what this export says about each account, unless the standing one before says just the same."""
    wanted = ", ".join(f"detail.{name}" for name in DETAIL)
    standing(connection, None)
    rows = connection.execute(
        f"SELECT detail.account, {wanted}, max(snapshot.taken_on || printf('%012d', snapshot.id)) "  # noqa: S608
        "FROM follow AS wanted JOIN detail ON detail.account = wanted.account "
        "JOIN snapshot ON snapshot.id = detail.snapshot WHERE wanted.snapshot = ? AND snapshot.platform = ? "
        "AND snapshot.reader = ? AND snapshot.taken_on <= ? AND snapshot.action NOT IN temp.undone "
        "GROUP BY detail.account",
        (snapshot, follows.platform, follows.reader, taken_on),
    )
    before = {row[0]: row[1:-1] for row in rows}
    said = [(ids[key], *words) for key, words in zip(follows.table["account"], _said(follows.table), strict=True)]
    new = [(snapshot, *words) for words in said if before.get(words[0]) != words[1:]]
    later = _first_later_lists(connection, follows, taken_on)
    # A list of an earlier day came in late: the next one leant on what stood before, so it gets that for itself.
    leant = [(later[row[1]], row[1], *before[row[1]]) for row in new if row[1] in later and row[1] in before]
    insert = f"INSERT OR IGNORE INTO detail VALUES (?, ?{', ?' * len(DETAIL)})"  # noqa: S608
    connection.executemany(insert, [*new, *leant])


def _first_later_lists(connection: sqlite3.Connection, follows: FollowList, taken_on: str) -> dict[int, int]:
    """Account -> the first standing list of the same kind and a later day that holds it."""
    rows = connection.execute(
        "SELECT follow.account, snapshot.id FROM snapshot JOIN follow ON follow.snapshot = snapshot.id "
        "WHERE snapshot.platform = ? AND snapshot.reader = ? AND snapshot.taken_on > ? "
        "AND snapshot.action NOT IN temp.undone ORDER BY snapshot.taken_on DESC, snapshot.id DESC",
        (follows.platform, follows.reader, taken_on),
    )
    return dict(rows.fetchall())


def _said(table: pd.DataFrame) -> list[tuple]:
    """The detail rows of a follow list as SQLite keeps them: text or None."""
    columns = []
    for name in DETAIL:
        if name == "since":
            cells = table["since"].dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        elif name == "flags":
            columns.append(["; ".join(flags) for flags in table["flags"]])
            continue
        else:
            cells = table["group" if name == "folder" else name]
        columns.append([None if missing else cell for cell, missing in zip(cells, cells.isna(), strict=True)])
    return list(zip(*columns, strict=True))
