"""The rows that can still be read of a damaged audit file, from a private copy of it.

The copy is mended only where the form is known beforehand: its length, and the pages that list the tables, which are
the same in all audit files. Pages that cannot be read are gone round from both sides.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from auditkit.audit_file.checking import SETTINGS
from auditkit.audit_file.opening import HEADER, create, schema_of, schema_wanted

PAGE = 4096
MOST_PROBES = 3_000
MOST_GROWTH, FEWEST_PAGES = 20, 64
# In the order of schema.sql; what a row points at comes before it.
TABLES = (
    "about", "sitting", "action", "account", "snapshot", "follow", "detail", "alias", "naming", "membership",
    "statement", "recorded", "goal", "codebook", "codebook_edit", "entry", "sheet", "do_not_record", "kept_apart",
    "sample", "sampled", "activity_file", "activity",
)  # fmt: skip
# Tables ordered by a text, or first by another number: read from both ends, and per first number.
_BY_TEXT = {"about": "key", "sheet": "id", "do_not_record": "mark"}
_BY_TWO = {
    "follow": ("snapshot", "account"), "alias": ("snapshot", "key"), "detail": ("account", "snapshot"),
    "recorded": ("statement", "place"), "sampled": ("sample", "place"), "activity": ("file", "account"),
}  # fmt: skip
# A second way to the same rows: indexes that hold all of them.
_AGAIN = {
    "account": "SELECT id, key, substr(key, 1, instr(key, ':') - 1) FROM account INDEXED BY sqlite_autoindex_account_1",
    "follow": "SELECT snapshot, account FROM follow INDEXED BY follow_account",
}


def known_pages(place: Path) -> list[dict[int, bytes]]:
    """The pages that list the tables of an empty audit file, as made and as after VACUUM, which moves the tables."""
    found = []
    with closing(create(place)) as connection:
        found.append(_schema_pages(place.read_bytes()))
        connection.execute("VACUUM")
        found.append(_schema_pages(place.read_bytes()))
    place.unlink()
    return found


def _schema_pages(data: bytes) -> dict[int, bytes]:
    """The first page and those it leads to; how an inner page lists others is said in SQLite's file format."""
    numbers = [1]
    if data[100] == 5:
        cells = int.from_bytes(data[103:105], "big")
        starts = [int.from_bytes(data[place : place + 2], "big") for place in range(112, 112 + 2 * cells, 2)]
        numbers += [int.from_bytes(data[place : place + 4], "big") for place in (*starts, 108)]
    return {number: data[(number - 1) * PAGE : number * PAGE] for number in numbers}


def rows_of(path: Path, beside: Path, known: Mapping[int, bytes] | None) -> dict[str, list[tuple]]:
    """All rows that can be read of a private copy, in which the list of tables may be replaced."""
    with suppress(FileNotFoundError):
        _copy(path.with_name(f"{path.name}-journal"), beside.with_name(f"{beside.name}-journal"))
    _copy(path, beside)
    size = _mend(beside, known)
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        for setting in (*SETTINGS, "PRAGMA writable_schema = ON"):  # the last: open it although its length is wrong
            connection.execute(setting)
        try:
            ours = _tables_of_ours(connection)
        except (sqlite3.Error, UnicodeDecodeError):
            ours = set()
        return {table: _readable(connection, table, size) if table in ours else [] for table in TABLES}


def _tables_of_ours(connection: sqlite3.Connection) -> set[str]:
    """The tables that are just as we make them: a view in the place of one would run what it says."""
    wanted = {entry for entry in schema_wanted() if entry[0] == "table"}
    return {entry[1] for entry in wanted & set(schema_of(connection))}


def _copy(path: Path, to: Path) -> None:
    data = path.read_bytes()
    with os.fdopen(os.open(to, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)


def _mend(beside: Path, known: Mapping[int, bytes] | None) -> int:
    """Give the copy the length its tables need, and pages that are known; return its size."""
    there = beside.stat().st_size
    with beside.open("r+b") as file:
        head = file.read(PAGE)
        promised = int.from_bytes(head[28:32], "big") * PAGE if known is None else 0
        # Pages that were cut off are filled with zeros: those that are there can be read then.
        size = max(-(-there // PAGE) * PAGE, min(promised, MOST_GROWTH * there), FEWEST_PAGES * PAGE)
        file.truncate(size)
        for number, page in (known or {}).items():
            file.seek((number - 1) * PAGE)
            file.write(page)
        if known is None and not head.startswith(HEADER):
            file.seek(0)
            file.write(HEADER)
        file.seek(28)
        file.write((size // PAGE).to_bytes(4, "big") + bytes(8))  # and no list of free pages: reading needs none
    return size


def _readable(connection: sqlite3.Connection, table: str, size: int) -> list[tuple]:
    found: dict[tuple, tuple] = {}
    with suppress(sqlite3.Error):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        if table in _BY_TEXT:
            rows = _from_both_ends(connection, table, "1", (), _BY_TEXT[table])
        elif table in _BY_TWO:
            rows = _in_groups(connection, table, size)
        else:
            rows = _between(connection, table, "1", (), columns[0], size)
        for row in rows:
            found[row] = row
    if table in _AGAIN:
        with suppress(sqlite3.Error):
            for row in connection.execute(_AGAIN[table]):
                found[row] = row
    return list(found)


def _in_groups(connection: sqlite3.Connection, table: str, size: int) -> Iterator[tuple]:
    first, second = _BY_TWO[table]
    yield from _from_both_ends(connection, table, "1", (), f"{first}, {second}")
    numbers = {"file": "activity_file"}.get(first, first)
    for number in sorted(row[0] for row in _between(connection, numbers, "1", (), "id", size)):
        if table == "follow":
            yield from _between(connection, table, f"{first} = ?", (number,), second, size)
        else:
            yield from _from_both_ends(connection, table, f"{first} = ?", (number,), second)


def _from_both_ends(
    connection: sqlite3.Connection, table: str, which: str, values: tuple, order: str
) -> Iterator[tuple]:
    query = f"SELECT * FROM {table} WHERE {which} ORDER BY "  # noqa: S608 - our own table names
    backwards = ", ".join(f"{name} DESC" for name in order.split(", "))
    try:
        yield from connection.execute(query + order, values)
    except sqlite3.Error:
        with suppress(sqlite3.Error):
            yield from connection.execute(query + backwards, values)


def _between(
    connection: sqlite3.Connection, table: str, which: str, values: tuple, key: str, size: int
) -> Iterator[tuple]:
    """Rows in the order of a number; where one cannot be read, the gap is halved until its readable parts are found."""
    query = f"SELECT {key}, * FROM {table} WHERE {which} AND {key} > ? AND {key} < ? ORDER BY {key} "  # noqa: S608
    gaps, probes = [(-1, size // 8)], 0  # a row takes more bytes than that
    while gaps and probes < MOST_PROBES:
        low, high = gaps.pop()
        probes += 1
        ends = [low, high]
        for side, order in enumerate(("", "DESC")):
            try:
                for row in connection.execute(query + order, (*values, *ends)):
                    ends[side] = row[0]
                    yield row[1:]
            except sqlite3.Error:
                continue
            break  # read to the end
        else:
            middle = (ends[0] + ends[1]) // 2
            if ends[1] - ends[0] > 2:
                gaps += [(middle, ends[1]), (ends[0], middle + 1)]
