"""What is deleted is gone from the bytes of the file too, and from the copies the kit made itself.

SQLite overwrites what it deletes (secure_delete), but a page that was rearranged can keep a remnant. So the whole file
is written anew afterwards. If the computer stops in between, the next opening finishes it.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from auditkit.audit_file.store import Store
from auditkit.errors import AuditFileError

_DUE = "cleaning_due"


def set_due(connection: sqlite3.Connection) -> None:
    """Note in the running transaction that the file has to be cleaned."""
    connection.execute("INSERT OR REPLACE INTO about (key, value) VALUES (?, 'yes')", (_DUE,))


def is_due(store: Store) -> bool:
    """Return True if something was deleted and the bytes may still hold it."""
    with store.reading() as connection:
        return connection.execute("SELECT 1 FROM about WHERE key = ?", (_DUE,)).fetchone() is not None


def clean(store: Store) -> tuple[str, ...]:
    """Write the file anew without remnants, remove the kit's own copies and return the names of those."""
    with store.lock:
        removed = tuple(remove(copy) for copy in own_copies(store.path))
        with store.alone() as connection:
            connection.execute("VACUUM")
        with store.writing() as connection:
            connection.execute("DELETE FROM about WHERE key = ?", (_DUE,))
    return removed


def finish_cleaning(store: Store) -> None:
    """Clean a file in which that was left undone; not now if another window has it open, then at the next opening."""
    with suppress(AuditFileError, OSError):
        if is_due(store):
            clean(store)


def own_copies(path: Path) -> list[Path]:
    """Return the copies that the kit made beside the file before it brought the file to a newer version."""
    beginning = f"{path.stem}.before-version-"
    return sorted(
        copy
        for copy in path.resolve().parent.iterdir()
        if copy.name.startswith(beginning) and copy.suffix == path.suffix and copy.is_file() and not copy.is_symlink()
    )


def remove(path: Path) -> str:
    """Overwrite a file, delete it and return its name. On some disks the old bytes stay until they are needed."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        for _ in range(0, size, 2**20):
            file.write(bytes(2**20))
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return path.name
