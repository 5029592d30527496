"""What can be read of a damaged audit file, brought over row by row into a new one. The damaged one is not touched.

Work is done on a private copy, mended only where the form is known beforehand: the length, and the first page, which
is the same in all audit files but for a few numbers. Pages that cannot be read are gone round from both sides.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from auditkit.audit_file.checking import SETTINGS
from auditkit.audit_file.opening import HEADER, create, schema_of, sentence
from auditkit.audit_file.store import first_facts
from auditkit.errors import AuditFileError

PAGE = 4096
MOST_PROBES = 20_000
# In the order of schema.sql; what a row points at comes before it.
TABLES = (
    "about", "sitting", "action", "account", "snapshot", "follow", "detail", "alias", "naming", "membership",
    "statement", "recorded", "goal", "codebook", "codebook_edit", "entry", "sheet", "do_not_record",
)  # fmt: skip
# Tables ordered by a text, or first by another number: read from both ends, and per first number.
_BY_TEXT = {"about": "key", "sheet": "id", "do_not_record": "mark"}
_BY_TWO = {
    "follow": ("snapshot", "account"), "alias": ("snapshot", "key"), "detail": ("account", "snapshot"),
    "recorded": ("statement", "place"),
}  # fmt: skip
# A second way to the same rows: indexes that hold all of them.
_AGAIN = {
    "account": "SELECT id, key, substr(key, 1, instr(key, ':') - 1) FROM account INDEXED BY sqlite_autoindex_account_1",
    "follow": "SELECT snapshot, account FROM follow INDEXED BY follow_account",
}


@dataclass
class Salvaged:
    """What came over from a damaged file.

    Attributes
    ----------
    file_name : str
        The new file.
    rows : dict
        Table -> rows that came over.
    dropped : int
        Rows that were read but belonged to something lost.
    made_up : int
        Lost actions that had to be put back empty, so that what belonged to them could stay. Something that had been
        undone may stand again.
    """

    file_name: str
    rows: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    made_up: int = 0

    def __str__(self) -> str:
        """Return it as lines."""
        shown = {"account": "accounts", "snapshot": "snapshots", "follow": "follow-list entries",
                 "statement": "annotation events", "entry": "plan and journal lines"}  # fmt: skip
        lines = [f"{self.file_name}: what could be read was brought over. Compare it with your latest copy."]
        lines += [f"  {called}: {self.rows.get(table, 0):,}" for table, called in shown.items()]
        lines.append(f"  read, but belonging to something lost: {self.dropped:,}")
        if self.made_up:
            lines.append(f"  lost steps of the history: {self.made_up:,}; something undone may stand again")
        return "\n".join(lines)


def salvage_audit(path: str | Path, new: str | Path) -> Salvaged:
    """Bring over what can be read of a damaged audit file into a new file, and return what came over.

    Parameters
    ----------
    path : str or path
        The damaged file. It is only read.
    new : str or path
        A file that is not there yet.

    Raises
    ------
    AuditFileError
        If `path` is not there, `new` is there already, or nothing at all can be read.
    """
    path, new = Path(path), Path(new).absolute()
    if new.exists():
        raise AuditFileError(f"{new.name}: there is already a file of this name. Choose another for the salvage.")
    beside = new.with_name(f"{new.name}.{os.getpid()}.damaged")
    unfinished = new.with_name(f"{new.name}.{os.getpid()}.part")
    try:
        page_one = _fresh_page_one(unfinished)
        attempts = [_rows_of(path, beside, page) for page in (None, *page_one)]
        found = max(attempts, key=lambda rows: sum(map(len, rows.values())))
        if not any(len(rows) for table, rows in found.items() if table != "about"):
            raise AuditFileError(f"{path.name}: nothing in it can be read as an audit file. It was left as it is.")
        with closing(create(unfinished)) as target:
            result = _fill(target, found, new.name)
        unfinished.rename(new)
    except OSError as error:
        raise AuditFileError(f"{path.name}: could not be read or copied ({error.strerror}).") from None
    except sqlite3.Error as error:
        raise AuditFileError(sentence(error, new)) from None
    finally:
        for left in (beside, beside.with_name(f"{beside.name}-journal"), unfinished):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return result


def _fresh_page_one(place: Path) -> list[bytes]:
    """The first page of an empty audit file, as made and as it is after VACUUM: tables lie in another order then."""
    pages = []
    with closing(create(place)) as connection:
        pages.append(place.read_bytes()[:PAGE])
        connection.execute("VACUUM")
        pages.append(place.read_bytes()[:PAGE])
    place.unlink()
    return pages


def _rows_of(path: Path, beside: Path, page_one: bytes | None) -> dict[str, list[tuple]]:
    """All rows that can be read of a private copy, whose first page may be replaced."""
    with suppress(FileNotFoundError):
        _copy(path.with_name(f"{path.name}-journal"), beside.with_name(f"{beside.name}-journal"))
    _copy(path, beside)
    _mend(beside, page_one)
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        for setting in (*SETTINGS, "PRAGMA writable_schema = ON"):  # the last: open it although its length is wrong
            connection.execute(setting)
        try:
            kinds = {row[0] for row in schema_of(connection)}
        except sqlite3.Error:
            return {table: [] for table in TABLES}
        if kinds - {"table", "index"}:  # a view or trigger is nothing of ours
            return {table: [] for table in TABLES}
        return {table: _readable(connection, table, beside.stat().st_size) for table in TABLES}


def _copy(path: Path, to: Path) -> None:
    data = path.read_bytes()
    with os.fdopen(os.open(to, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)


def _mend(beside: Path, page_one: bytes | None) -> None:
    with beside.open("r+b") as file:
        if page_one is not None:
            file.write(page_one)
        size = -(-beside.stat().st_size // PAGE) * PAGE
        file.truncate(size)
        file.seek(28)
        promised = int.from_bytes(file.read(4), "big") if page_one is None else 0
        if promised * PAGE != size:
            # The number of pages, so that it agrees with the length.
            file.seek(28)
            file.write((size // PAGE).to_bytes(4, "big"))
        file.seek(32)
        file.write(bytes(8))  # no list of free pages: it is not needed for reading
        file.seek(0)
        if page_one is None and file.read(16) != HEADER:
            file.seek(0)
            file.write(HEADER)


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
    numbers = {"snapshot": "snapshot", "account": "account", "statement": "statement"}[first]
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
    gaps, probes = [(-1, size)], 0  # there cannot be more rows than bytes
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


def _fill(target: sqlite3.Connection, found: Mapping[str, list[tuple]], file_name: str) -> Salvaged:
    result = Salvaged(file_name)
    first_facts(target)
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        for row in found[table]:
            with suppress(sqlite3.Error, ValueError):  # a row of bytes that are no row of ours
                marks = ", ".join("?" * len(row))
                how = "REPLACE" if table == "about" else "IGNORE"
                target.execute(f"INSERT OR {how} INTO {table} VALUES ({marks})", row)  # noqa: S608
    result.made_up = _put_back_actions(target)
    # A followed account whose details are lost is still followed.
    target.execute(
        "INSERT INTO detail SELECT min(snapshot), account, NULL, NULL, NULL, NULL, 'follows', NULL, 'unknown', NULL, "
        "'' FROM follow WHERE account NOT IN (SELECT account FROM detail) GROUP BY account"
    )
    while broken := target.execute("PRAGMA foreign_key_check").fetchall():
        for table in {row[0] for row in broken}:
            result.dropped += _drop_orphans(target, table)
    count = "SELECT count(*) FROM "
    result.rows = {table: target.execute(count + table).fetchone()[0] for table in TABLES}
    target.execute("COMMIT")
    return result


def _put_back_actions(target: sqlite3.Connection) -> int:
    """Give rows whose action was lost an empty one of the same number, at the time of the one before."""
    wanted = " UNION ".join(
        f"SELECT action FROM {table}"  # noqa: S608 - our own table names
        for table in ("snapshot", "naming", "membership", "statement", "goal", "codebook", "codebook_edit", "entry")
    )
    target.execute("INSERT OR IGNORE INTO sitting SELECT DISTINCT sitting, '2000-01-01T00:00:00.000000Z' FROM action")
    target.execute("INSERT OR IGNORE INTO sitting VALUES (1, '2000-01-01T00:00:00.000000Z')")
    lost = target.execute(f"SELECT action FROM ({wanted}) WHERE action NOT IN (SELECT id FROM action)").fetchall()  # noqa: S608
    target.executemany(
        "INSERT INTO action SELECT ?1, coalesce((SELECT at FROM action WHERE id < ?1 ORDER BY id DESC LIMIT 1), "
        "'2000-01-01T00:00:00.000000Z'), 'salvaged', (SELECT min(id) FROM sitting), NULL",
        sorted(lost),
    )
    return len(lost)


def _drop_orphans(target: sqlite3.Connection, table: str) -> int:
    points_at = [(row[2], row[3]) for row in target.execute(f"PRAGMA foreign_key_list({table})")]
    lost = " OR ".join(
        f"({name} NOT NULL AND {name} NOT IN (SELECT id FROM {other}))"  # noqa: S608 - our own names
        for other, name in points_at
    )
    return target.execute(f"DELETE FROM {table} WHERE {lost}").rowcount  # noqa: S608 - our own names
