"""Opening an audit file: is it one, is it whole, is it ours and of a version we know, before any query runs.

SQLite runs what a file's schema tells it to (views, triggers). So the schema is compared with ours to the letter first.
"""

import os
import re
import sqlite3
from contextlib import closing, suppress
from importlib import resources
from pathlib import Path

from auditkit.audit_file.migrations import MIGRATIONS
from auditkit.errors import AuditFileError

APPLICATION_ID = 0x41554454  # "AUDT"
VERSION = 2
BUSY_SECONDS = 8.0
HEADER = b"SQLite format 3\x00"
PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = DELETE",  # one file is all there is, wherever it is copied
    "PRAGMA synchronous = EXTRA",  # the folder entry too: an acknowledged mark survives a power cut
    "PRAGMA temp_store = MEMORY",  # nothing of the person's in a temporary folder
)


def schema_text(version: int = VERSION) -> str:
    """Return the SQL that makes an empty audit file."""
    name = "schema.sql" if version == VERSION else f"schema_{version}.sql"
    return (resources.files("auditkit.audit_file") / name).read_text("utf-8")


def create(path: Path) -> sqlite3.Connection:
    """Make an empty audit file, readable by its owner only, and return its connection.

    Raises ``AuditFileError`` if something of that name exists or the folder cannot be written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise AuditFileError(
            f"{path.name}: there is already a file of this name. Open it with open_audit, or choose another name."
        ) from None
    except OSError as error:
        raise AuditFileError(f"{path.name}: cannot be made there ({error.strerror}). Choose another folder.") from None
    connection = None
    try:
        connection = connect(path)
        connection.execute("BEGIN IMMEDIATE")
        for command in _commands(schema_text()):
            connection.execute(command)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection:
            connection.close()
        with suppress(OSError):
            path.unlink()
        raise AuditFileError(f"{path.name}: could not be made ({error}). Is the disk full? Nothing was kept.") from None
    return connection


def open_checked(path: Path) -> sqlite3.Connection:
    """Return a connection to an existing audit file, migrated to this version if it is older.

    Raises ``AuditFileError`` with a sentence if it is none, is damaged, is from a newer version, or is in use.
    """
    version_in_header(path)
    connection = None
    try:
        connection = connect(path)
        # Again, because opening takes back what a killed program had half written, the version included.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        compare_schema(connection, version, path)
        if version < VERSION:
            _migrate(connection, path)
    except (sqlite3.Error, UnicodeDecodeError, AuditFileError) as error:
        if connection:
            connection.close()
        if isinstance(error, AuditFileError):
            raise
        raise AuditFileError(sentence(error, path)) from None
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection with our settings; transactions are begun by hand."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # JupyterLab delivers messages on other threads; one lock per action keeps order
    )
    if hasattr(connection, "setconfig"):  # Python 3.12
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_TRUSTED_SCHEMA, False)
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except (sqlite3.Error, UnicodeDecodeError):  # SQLite's message may quote a damaged file
        connection.close()
        raise
    return connection


def sentence(error: Exception, path: Path) -> str:
    """Return what to tell the person about an error of SQLite; its own text never reaches them."""
    # Errors without a code come from Python: text in the file that is not UTF-8, or a number where a text should be.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return (
            f"{path.name}: another window or program is saving to it right now. This change was not saved. "
            "Wait a moment and do it again; close the other window if it stays."
        )
    if code == sqlite3.SQLITE_FULL:
        return f"{path.name}: the disk is full. This change was not saved; all before it is. Make room and do it again."
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return f"{path.name}: may not be written to. Nothing was changed. Allow writing, or copy it to your documents."
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damage_sentence(path)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return f"{path.name}: the disk or folder does not answer. This change was not saved. Is the drive still there?"
    return f"{path.name}: something unexpected stopped the saving. This change was not saved; all before it is."


def damage_sentence(path: Path) -> str:
    """Return what to tell the person about a file that is damaged."""
    return (
        f"{path.name}: is damaged. It was left as it is. Open your latest copy instead, or bring over what can be "
        "read: auditkit check FILE --salvage-to NEW"
    )


def schema_of(connection: sqlite3.Connection) -> list[tuple]:
    """Return what the file's schema table says, without running any of it, in a form that bears comparing.

    Spaces and quotation marks do not count: SQLite adds some when a migration alters or renames a table.
    """
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return sorted(tuple(_plain(str(cell)) for cell in row) for row in rows)


def schema_wanted(version: int = VERSION) -> list[tuple]:
    """Return the schema of our own files of a version, in the form of `schema_of`."""
    with closing(sqlite3.connect(":memory:")) as ours:
        for command in _commands(schema_text(version)):
            ours.execute(command)
        return schema_of(ours)


def _plain(sql: str) -> str:
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.replace('"', "").split()))


def version_in_header(path: Path) -> int:
    """Return the version of an audit file, or raise ``AuditFileError``: it is none, is cut off, or is too new."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise AuditFileError(
            f"{path.name}: there is no such file. Make one with new_audit, or check the folder."
        ) from None
    except OSError as error:
        raise AuditFileError(
            f"{path.name}: cannot be opened ({error.strerror}). Check the place and its rights."
        ) from None
    if not header:
        raise AuditFileError(f"{path.name}: is empty. Open your latest copy instead.")
    if len(header) < 100 or not header.startswith(HEADER):
        raise AuditFileError(f"{path.name}: is not an audit file, or its beginning is damaged. It was left as it is.")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise AuditFileError(f"{path.name}: is a database of another program, not an audit file. It was left as it is.")
    version = int.from_bytes(header[60:64], "big")
    if version > VERSION:
        raise AuditFileError(
            f"{path.name}: was written by a newer auditkit (file version {version}, this kit knows {VERSION}). "
            "Update the kit, then open it again. The file is untouched."
        )
    return version


def compare_schema(connection: sqlite3.Connection, version: int, path: Path) -> None:
    """Raise ``AuditFileError`` unless the file's schema is ours of that version, to the letter."""
    try:
        expected = schema_wanted(version)
    except FileNotFoundError:
        raise AuditFileError(f"{path.name}: says it is of version {version}, which never existed.") from None
    if schema_of(connection) != expected:
        raise AuditFileError(
            f"{path.name}: has parts that no audit file has, or lacks some. It could be made to do harm, "
            "so it was not opened. Use your latest copy."
        )


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an older file forward in one transaction, after a copy made by SQLite's own backup."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Two windows may open the file at once: the second finds it done.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < VERSION:
            _copy_before(path)
        for step in range(version, VERSION):
            for command in _commands(MIGRATIONS[step]):
                connection.execute(command)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        compare_schema(connection, VERSION, path)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _copy_before(path: Path) -> None:
    """Keep the file as it is beside itself, readable by its owner only, whole on the disk before anything changes."""
    copy = path.with_name(f"{path.stem}.before-version-{VERSION}{path.suffix}")
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_RDWR, 0o600))
        copy.chmod(0o600)
    except OSError as error:
        raise AuditFileError(
            f"{path.name}: is of an older version, and no copy can be made beside it ({error.strerror}). "
            "It was left as it is. Copy it to your documents and open it there."
        ) from None
    # Read by a connection of its own: beside a running transaction on the same one, a backup would wait for ever.
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as source, closing(sqlite3.connect(copy)) as beside:
        source.backup(beside)


def _commands(script: str) -> list[str]:
    """The statements of a script; our scripts hold no semicolon inside one."""
    lines = [line.partition("--")[0] for line in script.splitlines()]
    return [command for command in "\n".join(lines).split(";") if command.strip()]
