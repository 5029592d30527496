"""What can be read of a damaged audit file, brought over row by row into a new one. The damaged one is not touched.

Rows that make no sense, or belong to something that is lost, stay behind and are counted.
"""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from auditkit.audit_file.contents import drop_nonsense
from auditkit.audit_file.opening import create, sentence
from auditkit.audit_file.remains import TABLES, known_pages, rows_of
from auditkit.audit_file.store import first_facts
from auditkit.errors import AuditFileError

# Tables whose rows belong to an action.
_OF_ACTIONS = (
    "snapshot", "naming", "membership", "statement", "goal", "codebook", "codebook_edit", "entry", "kept_apart",
    "sample", "activity_file",
)  # fmt: skip


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
        Rows that were read but make no sense, or belonged to something lost.
    made_up : int
        Lost actions that had to be put back empty, so that what belonged to them could stay. Something that had been
        undone may stand again.
    """

    file_name: str
    rows: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    made_up: int = 0

    @property
    def score(self) -> int:
        """How many rows came over and hang together; what a new file has anyway does not count."""
        kept = sum(count for table, count in self.rows.items() if table not in ("about", "sitting"))
        return max(kept - self.made_up - self.dropped, 0)

    def __str__(self) -> str:
        """Return it as lines."""
        shown = {"account": "accounts", "snapshot": "snapshots", "follow": "follow-list entries",
                 "statement": "annotation events", "entry": "plan and journal lines"}  # fmt: skip
        lines = [f"{self.file_name}: what could be read was brought over. Compare it with your latest copy."]
        lines += [f"  {called}: {self.rows.get(table, 0):,}" for table, called in shown.items()]
        lines.append(f"  read, but without sense or belonging to something lost: {self.dropped:,}")
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
    unfinished, best = (new.with_name(f"{new.name}.{os.getpid()}.{word}") for word in ("part", "best"))
    try:
        results = []
        for known in (None, *known_pages(unfinished)):
            rows = rows_of(path, beside, known)
            with closing(create(unfinished)) as target:
                results.append(_fill(target, rows, new.name))
            if results[-1].score >= max(result.score for result in results):
                unfinished.replace(best)
            unfinished.unlink(missing_ok=True)
            if known is None and any(rows[table] for table in TABLES[1:]):
                break  # the file's own list of tables can be read
        result = max(results, key=lambda result: result.score)
        if not result.score:
            raise AuditFileError(f"{path.name}: nothing in it can be read as an audit file. It was left as it is.")
        best.rename(new)
    except OSError as error:
        raise AuditFileError(f"{path.name}: could not be read or copied ({error.strerror}).") from None
    except sqlite3.Error as error:
        raise AuditFileError(sentence(error, new)) from None
    finally:
        for left in (beside, beside.with_name(f"{beside.name}-journal"), unfinished, best):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return result


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
    result.dropped = drop_nonsense(target)
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
        for table in _OF_ACTIONS
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
