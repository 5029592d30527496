"""The state of an audit on a day, from its history: who was followed, what was recorded, joined, named, set aside."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from auditkit.audit_file.accounts import wanderers
from auditkit.audit_file.columns import read_columns
from auditkit.audit_file.history import FOREVER, standing
from auditkit.audit_file.latest import latest_statements
from auditkit.audit_file.wording import codebook_from_body
from auditkit.codebook import Codebook
from auditkit.tables import ANNOTATION_COLUMNS, FollowList, follow_table


def snapshot_days(connection: sqlite3.Connection) -> list[str]:
    """Return the days of the standing snapshots, oldest first."""
    standing(connection, None)
    query = "SELECT DISTINCT taken_on FROM snapshot WHERE action NOT IN temp.undone ORDER BY taken_on"
    return [day for (day,) in connection.execute(query)]


def follow_lists(
    connection: sqlite3.Connection, as_of: str | None, known: str | None, *, whole: bool = True
) -> list[FollowList]:
    """Return one follow list per platform and reader: its newest by a day, parts of that day taken together.

    Which accounts an export held is a fact of its day, so snapshots count whenever they were brought in. Names given
    by hand count from the day they were given. Without `whole` links, bios and dates stay out: no voice needs them.
    """
    standing(connection, None)
    rows = connection.execute(
        "SELECT id, taken_on, platform, reader FROM snapshot "
        "WHERE action NOT IN temp.undone AND taken_on <= ? ORDER BY taken_on, id",
        (as_of or FOREVER,),
    ).fetchall()
    newest: dict[tuple[str, str], tuple[str, list[int]]] = {}
    for snapshot, day, platform, reader in rows:
        earlier_day, parts = newest.get((platform, reader), ("", []))
        newest[platform, reader] = (day, [*parts, snapshot] if day == earlier_day else [snapshot])
    named = namings(connection, known)
    return [
        _follow_list(connection, parts, platform, reader, named, whole)
        for (platform, reader), (_, parts) in newest.items()
    ]


def namings(connection: sqlite3.Connection, known: str | None) -> dict[str, tuple[str | None, str | None]]:
    """Return account -> (handle, name) as given by hand, as known on a day."""
    rows = _latest(connection, "naming", ("handle", "name"), known)
    meant = _keys_meant(connection) if rows else {}
    return {meant.get(key, key): (handle, name) for key, handle, name in rows if handle or name}


def joined(connection: sqlite3.Connection, known: str | None) -> dict[str, str]:
    """Return account -> voice for the accounts that the person joined, as known on a day."""
    rows = _latest(connection, "membership", ("voice",), known)
    keys = dict(connection.execute("SELECT id, key FROM account")) if rows else {}
    meant = _keys_meant(connection) if rows else {}
    together = {meant.get(key, key): meant.get(keys[voice], keys[voice]) for key, voice in rows}
    return {key: voice for key, voice in together.items() if voice != key}


def annotations(
    connection: sqlite3.Connection, known: str | None, codebook: Codebook, *, until: int | None = None
) -> pd.DataFrame:
    """Return the annotation table as known on a day, or right after an action, in today's words of the codebook."""
    table = statements(connection, known, until=until)
    made = edits(connection)
    if made:  # only then can two words have become one
        table["category"] = in_words(table, made)
        table = table.drop_duplicates(["account", "dimension", "category", "condition"], ignore_index=True)
    table = table[list(ANNOTATION_COLUMNS)]
    table.attrs = {"codebook": codebook, "notes": ()}
    return table


def statements(connection: sqlite3.Connection, known: str | None = None, *, until: int | None = None) -> pd.DataFrame:
    """Return the annotation table in the words of the day each statement was made, with a column ``action``."""
    meant = wanderers(connection)
    standing(connection, known, until=until)
    return latest_statements(connection, known or FOREVER, meant)


Edit = tuple[int, str, str, str]


def edits(connection: sqlite3.Connection, *, until: int | None = None) -> list[Edit]:
    """Return the standing renames and merges of categories, oldest first, as (action, dimension, old, new)."""
    standing(connection, until=until)
    query = "SELECT action, dimension, old, new FROM codebook_edit WHERE action NOT IN temp.undone ORDER BY id"
    return connection.execute(query).fetchall()


def word_now(made: Sequence[Edit], dimension: str, word: str, action: int) -> str:
    """Return what a word is called now that was written with an action: only the edits after it speak of it."""
    for edit, where, old, new in made:
        if edit > action and where == dimension and word == old:
            word = new
    return word


def in_words(table: pd.DataFrame, made: Sequence[Edit]) -> pd.Series:
    """Return the categories of a table of `statements` as they are called after some edits."""
    edited = {dimension for _, dimension, _, _ in made}
    rows = table[table["dimension"].isin(edited) & table["category"].notna()]
    words = [word_now(made, *said) for said in zip(rows["dimension"], rows["category"], rows["action"], strict=True)]
    categories = table["category"].copy()
    categories[rows.index] = words
    return categories


def latest_body(connection: sqlite3.Connection, table: str, day: str | None = None) -> dict | None:
    """Return the standing goal or codebook of a day as it was saved, or None."""
    return latest_version(connection, table, day)[1]


def latest_version(connection: sqlite3.Connection, table: str, day: str | None = None) -> tuple[int, dict | None]:
    """Return the action that saved the standing goal or codebook of a day, and what it saved; (0, None) without one."""
    standing(connection, day)
    row = connection.execute(
        f"SELECT action, body FROM {table} JOIN action ON action.id = {table}.action "  # noqa: S608 - our own table names
        f"WHERE action NOT IN temp.undone AND substr(at, 1, 10) <= ? ORDER BY {table}.id DESC LIMIT 1",
        (day or FOREVER,),
    ).fetchone()
    return (row[0], json.loads(row[1])) if row else (0, None)


def codebook_then(connection: sqlite3.Connection, day: str | None) -> Codebook | None:
    """Return the codebook as it stood by a day, by default now, in today's words; before the first one, the first."""
    action, body = latest_version(connection, "codebook", day)
    if body is None:
        standing(connection)
        row = connection.execute(
            "SELECT action, body FROM codebook WHERE action NOT IN temp.undone ORDER BY id LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        action, body = row[0], json.loads(row[1])
    made, found = edits(connection), codebook_from_body(body)
    dimensions = []
    for dimension in found:
        words = [(word_now(made, dimension.name, item.name, action), item) for item in dimension.categories]
        # Two words that were merged since are one category.
        named = {word: replace(item, name=word) for word, item in reversed(words)}
        categories = tuple(named[word] for word in dict.fromkeys(word for word, _ in words))
        dimensions.append(replace(dimension, categories=categories))
    return replace(found, dimensions=tuple(dimensions))


def _keys_meant(connection: sqlite3.Connection) -> dict[str, str]:
    """Key -> key for accounts that are followed under another one; see `wanderers`."""
    found = wanderers(connection)
    keys = dict(connection.execute("SELECT id, key FROM account")) if found else {}
    return {keys[place]: keys[other] for place, other in found.items()}


def _latest(connection: sqlite3.Connection, table: str, columns: tuple[str, ...], known: str | None) -> list[tuple]:
    """The last standing row per account of a table of events, as (account key, *columns), the latest at the end."""
    standing(connection, known)
    wanted = ", ".join(f"{table}.{column}" for column in columns)
    rows = connection.execute(
        f"SELECT account.key, {wanted}, max({table}.id) FROM {table} "  # noqa: S608 - our own table names
        f"JOIN action ON action.id = {table}.action JOIN account ON account.id = {table}.account "
        "WHERE action NOT IN temp.undone AND substr(at, 1, 10) <= ? GROUP BY account "
        f"ORDER BY max({table}.id)",
        (known or FOREVER,),
    )
    return [row[:-1] for row in rows]


def _follow_list(
    connection: sqlite3.Connection,
    parts: list[int],
    platform: str,
    reader: str,
    named: Mapping[str, tuple[str | None, str | None]],
    whole: bool,
) -> FollowList:
    """The follow list of one day, put together again from what each snapshot said that was new."""
    marks = ", ".join("?" * len(parts))
    columns = _details(connection, parts, platform, reader, whole)
    for place, key in enumerate(columns["account"]) if named else ():
        if key in named:
            handle, name = named[key]
            columns["handle"][place] = handle or columns["handle"][place]
            columns["name"][place] = name or columns["name"][place]
            columns["flags"][place] = tuple(flag for flag in columns["flags"][place] if flag != "unresolved")
    kept = connection.execute(
        "SELECT link_template, notes, skipped, members_read FROM snapshot WHERE id = ?", (parts[-1],)
    ).fetchone()
    aliases = connection.execute(
        "SELECT alias.key, account.key FROM alias JOIN account ON account.id = alias.account "  # noqa: S608
        f"WHERE snapshot IN ({marks})",
        parts,
    )
    return FollowList(
        table=follow_table(columns, platform=platform),
        platform=platform,
        reader=reader,
        members_read=tuple(json.loads(kept[3])),
        skipped=json.loads(kept[2]),
        notes=tuple(json.loads(kept[1])),
        aliases=dict(aliases.fetchall()),
        link_template=kept[0],
    )


def _details(
    connection: sqlite3.Connection, parts: list[int], platform: str, reader: str, whole: bool
) -> dict[str, list]:
    """What the exports up to those of a day said last about each account that those of the day hold, as columns."""
    marks = ", ".join("?" * len(parts))
    # One number per snapshot that orders them by day and then by number; the key of detail spares a sort.
    order = connection.execute(
        "SELECT snapshot.id FROM snapshot WHERE snapshot.action NOT IN temp.undone AND platform = ? AND reader = ? "
        "AND taken_on <= (SELECT taken_on FROM snapshot WHERE id = ?) ORDER BY taken_on, id",
        (platform, reader, parts[-1]),
    )
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS rank (snapshot INTEGER PRIMARY KEY, place INTEGER)")
    connection.execute("DELETE FROM temp.rank")
    connection.executemany(
        "INSERT INTO temp.rank VALUES (?, ?)", [(row[0], n) for n, row in enumerate(order.fetchall())]
    )
    found = connection.execute(
        f"SELECT account.key, account.platform, handle, name, {'url, bio' if whole else 'NULL, NULL'}, relation, "  # noqa: S608
        f"{'since' if whole else 'NULL'}, since_precision, folder, "
        "flags, max(rank.place) FROM detail JOIN temp.rank ON rank.snapshot = detail.snapshot "
        "JOIN account ON account.id = detail.account WHERE detail.account IN "
        f"(SELECT account FROM follow WHERE snapshot IN ({marks})) "  # only question marks
        "GROUP BY detail.account ORDER BY detail.account",
        parts,
    )
    names = ("account", "platform", "handle", "name", "url", "bio", "relation", "since", "since_precision", "group")
    cells = [column.tolist() for column in read_columns(found, ["object"] * 12)]
    columns = dict(zip(names, cells, strict=False))
    flags = {text: tuple(flag for flag in text.split("; ") if flag) for text in set(cells[10])}
    columns["flags"] = [flags[text] for text in cells[10]]
    columns["since"] = pd.to_datetime(pd.Series(columns["since"], dtype="object"), utc=True, format="ISO8601")
    return columns
