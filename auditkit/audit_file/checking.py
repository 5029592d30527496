"""Is an audit file whole? Looked at without changing it, and told in numbers: nothing of what it holds is shown."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from auditkit.audit_file.contents import count_problems
from auditkit.audit_file.history import undone_actions
from auditkit.audit_file.opening import VERSION, compare_schema, sentence, version_in_header
from auditkit.errors import AuditFileError

_COUNTED = {
    "snapshots": "SELECT count(*) FROM snapshot",
    "accounts": "SELECT count(*) FROM account",
    "annotation events": "SELECT count(*) FROM statement",
    "plan and journal lines": "SELECT count(DISTINCT thread) FROM entry",
    "actions": "SELECT count(*) FROM action WHERE target IS NULL",
    "do-not-record marks": "SELECT count(*) FROM do_not_record",
}
_UNFINISHED = (sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY_CANTLOCK)
SETTINGS = ("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA temp_store = MEMORY")


@dataclass(frozen=True)
class AuditCheck:
    """What a check found.

    Attributes
    ----------
    file_name : str
        The file.
    version : int
        Of the file's form; this kit opens every version up to its own.
    problems : int
        How much is wrong, as far as it can be counted; 0 means that the file is whole.
    counts : dict
        How many snapshots, accounts, voices, annotation events, actions, undone ones.
    """

    file_name: str
    version: int
    problems: int
    counts: Mapping[str, int]

    def __str__(self) -> str:
        """Return the findings as lines."""
        whole = "whole" if not self.problems else f"DAMAGED in {self.problems} places; it was left as it is"
        lines = [f"{self.file_name}: {whole}. Version {self.version} (this kit: {VERSION})."]
        return "\n".join([*lines, *(f"  {what}: {count:,}" for what, count in self.counts.items())])


def check_audit(path: str | Path) -> AuditCheck:
    """Check an audit file without changing it, and return what was found.

    Parameters
    ----------
    path : str or path
        The file. It may be read-only, or open elsewhere.

    Raises
    ------
    AuditFileError
        If it is no audit file, is from a newer version, or so damaged that nothing can be counted.
    """
    path = Path(path)
    version = version_in_header(path)
    journal = path.with_name(f"{path.name}-journal")
    try:
        with closing(read_only(path)) as connection:
            compare_schema(connection, version, path)
            problems = count_problems(connection)
            counts = _counts(connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) in _UNFINISHED and journal.exists():
            raise AuditFileError(
                f"{path.name}: a program was stopped while it saved to it. Open it once with open_audit, which takes "
                "back what had not been saved, then check it again."
            ) from None
        raise AuditFileError(sentence(error, path)) from None
    return AuditCheck(path.name, version, problems, counts)


def read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that cannot change the file."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    for setting in SETTINGS:
        connection.execute(setting)
    return connection


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    counts = {}
    for what, query in _COUNTED.items():
        counts[what] = connection.execute(query).fetchone()[0]
        if what == "accounts":
            counts["voices"] = counts["accounts"] - _joined(connection)
    return {**counts, "undone actions": len(undone_actions(connection))}


def _joined(connection: sqlite3.Connection) -> int:
    """How many accounts belong to a voice that is named after another one."""
    undone = undone_actions(connection)
    last = {}
    for action, account, voice in connection.execute("SELECT action, account, voice FROM membership ORDER BY id"):
        if action not in undone:
            last[account] = voice
    return sum(1 for account, voice in last.items() if account != voice)
