"""One connection behind one lock: transactions that are on the disk when they end, and sentences when they are not."""

import hashlib
import hmac
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from auditkit.audit_file import history
from auditkit.audit_file.accounts import resolved
from auditkit.audit_file.contents import NONSENSE, count_problems
from auditkit.audit_file.opening import damage_sentence, sentence
from auditkit.audit_file.snapshots import add_accounts
from auditkit.errors import AuditFileError


class Store:
    """The open file: reading and writing it, one at a time, from any thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection):
        self.path = path.absolute()  # a notebook may change its folder
        self.lock = threading.RLock()
        self._connection = connection
        self._identity = self._on_disk()
        self._sitting: int | None = None
        self._mark_key: bytes | None = None

    def close(self) -> None:
        """Close the connection; everything is saved already."""
        with self.lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock and read: all that is read inside is of one moment, whatever another program saves meanwhile.

        Errors of SQLite come out as sentences.
        """
        with self._guarded() as connection:
            if connection.in_transaction:
                yield connection
                return
            with self._transaction(connection, "BEGIN"):
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock and write in one transaction: all of it is on the disk when this ends, or none of it."""
        with self.alone() as connection, self._transaction(connection, "BEGIN IMMEDIATE"):
            yield connection

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock without a transaction, for what SQLite does in one of its own."""
        with self._guarded() as connection:
            self._check_same_file()
            yield connection

    @contextmanager
    def _transaction(self, connection: sqlite3.Connection, begin: str) -> Iterator[None]:
        connection.execute(begin)
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # On some errors (a full disk) SQLite has rolled back by itself.
            with suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        with self.lock:
            try:
                yield self._connection
            except sqlite3.ProgrammingError:
                raise AuditFileError(f"{self.path.name}: was closed. Open it again with open_audit.") from None
            except sqlite3.Error as error:
                raise AuditFileError(sentence(error, self.path)) from None
            except NONSENSE:
                # A mistake of the caller or of ours, unless the file itself holds what no audit file can hold.
                if count_problems(self._connection):
                    raise AuditFileError(damage_sentence(self.path)) from None
                raise

    @contextmanager
    def action(self, kind: str) -> Iterator[tuple[sqlite3.Connection, int]]:
        """Write one action; what is written inside belongs to it."""
        with self.writing() as connection:
            yield connection, self.add_action(connection, kind)

    def add_action(self, connection: sqlite3.Connection, kind: str, target: int | None = None) -> int:
        """Insert an action into the running transaction, beginning a sitting with the first of this opening."""
        standing = connection.execute("SELECT 1 FROM sitting WHERE id = ?", (self._sitting,)).fetchone()
        if standing is None:
            self._sitting = connection.execute("INSERT INTO sitting (began_at) VALUES (?)", (history.now(),)).lastrowid
        return history.add_action(connection, kind, self._sitting, target)

    def account_ids(self, connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
        """Return key -> id, making a place for accounts that are new; refuses those on the do-not-record list.

        A key may be ``platform:handle`` of an account that has another key; see `accounts`.
        """
        keys = list(keys)
        for key in keys:
            if not isinstance(key, str) or not key.partition(":")[2]:
                raise AuditFileError(
                    "An account is written as platform:name, such as mastodon:ada@example.social. Nothing was changed."
                )
        meant = resolved(connection, keys)
        if self.forgotten(connection, [*keys, *meant.values()]):
            raise AuditFileError("Somebody here asked not to be recorded (do-not-record list). Nothing was changed.")
        ids = add_accounts(connection, meant.values())
        return {key: ids[other] for key, other in meant.items()}

    def forgotten(self, connection: sqlite3.Connection, keys: Iterable[str]) -> set[str]:
        """Return those of `keys` that are on the do-not-record list."""
        marks = {mark for (mark,) in connection.execute("SELECT mark FROM do_not_record")}
        return {key for key in keys if self.mark_of(connection, key) in marks} if marks else set()

    def mark_of(self, connection: sqlite3.Connection, key: str) -> str:
        """Return the keyed digest that stands for an account on the do-not-record list of this file."""
        if self._mark_key is None:
            row = connection.execute("SELECT value FROM about WHERE key = 'mark_key'").fetchone()
            self._mark_key = bytes.fromhex(row[0])
        return hmac.new(self._mark_key, key.casefold().encode(), hashlib.sha256).hexdigest()

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _check_same_file(self) -> None:
        """A file that was moved, deleted or replaced would swallow what is written to it now."""
        if self._on_disk() != self._identity:
            raise AuditFileError(
                f"{self.path.name}: was moved, deleted or replaced by another program. This change was not saved. "
                "Put it back or open the file that lies there now."
            )


def first_facts(connection: sqlite3.Connection) -> None:
    """Write what a new file says about itself."""
    facts = {"created_at": history.now(), "mark_key": secrets.token_hex(32)}
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO about (key, value) VALUES (?, ?)", list(facts.items()))
    connection.execute("COMMIT")
