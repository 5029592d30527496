"""Lines of the plan and the journal, and bookmarks of reviews: kept private unless the person says otherwise."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from auditkit.audit_file import history
from auditkit.audit_file.store import Store
from auditkit.errors import AuditFileError

KINDS = ("plan", "journal", "bookmark")
# Where a person learns and acts; a body may say one of them, or words of one's own, as "environment".
ENVIRONMENTS = ("accounts", "chats", "webinars", "newsletters", "podcasts", "association", "in person")


@dataclass(frozen=True)
class Entry:
    """A line of the plan or journal, or a bookmark, as it stands.

    Attributes
    ----------
    thread : int
        Its number, by which it is changed.
    kind : str
        "plan", "journal" or "bookmark".
    day : str
        The day it is about, such as "2026-11-22".
    body : dict
        What it says, such as ``{"environment": "podcasts", "what": "…"}``.
    shareable : bool
        Whether a report may show it.
    """

    thread: int
    kind: str
    day: str
    body: dict
    shareable: bool


def add_entry(store: Store, kind: str, day, body: Mapping, *, shareable: bool) -> int:
    """Add a line and return its number."""
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    text, day = _text(body), history.day_text(day)
    with store.action(kind) as (connection, action):
        day = day or history.day_of(connection, action)
        thread = connection.execute("SELECT coalesce(max(thread), 0) + 1 FROM entry").fetchone()[0]
        _insert(connection, action, Entry(thread, kind, day, {}, shareable), text)
    return thread


def change_entry(store: Store, thread: int, body: Mapping | None, *, day, shareable: bool | None) -> None:
    """Change a line; what is not given stays. The earlier wording stays in the history."""
    text, day = None if body is None else _text(body), history.day_text(day)
    with store.writing() as connection:
        old = _standing_entry(connection, store, thread)
        action = store.add_action(connection, f"change {old.kind}")
        shareable = old.shareable if shareable is None else shareable
        new = Entry(thread, old.kind, day or old.day, old.body, shareable)
        _insert(connection, action, new, text or _text(old.body))


def remove_entry(store: Store, thread: int) -> None:
    """Take a line away; it stays in the history, and undo brings it back."""
    with store.writing() as connection:
        old = _standing_entry(connection, store, thread)
        _insert(connection, store.add_action(connection, f"remove {old.kind}"), old, "null")


def entries(store: Store, kind: str | None = None) -> list[Entry]:
    """Return the lines that stand, by day, of one kind or of all."""
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    with store.reading() as connection:
        found = _latest(connection).values()
    return sorted((entry for entry in found if kind in (None, entry.kind)), key=lambda entry: (entry.day, entry.thread))


def _latest(connection: sqlite3.Connection) -> dict[int, Entry]:
    history.standing(connection)
    rows = connection.execute(
        "SELECT thread, kind, day, body, shareable, max(id) FROM entry WHERE action NOT IN temp.undone GROUP BY thread"
    )
    return {
        thread: Entry(thread, kind, day, json.loads(body), bool(shareable))
        for thread, kind, day, body, shareable, _ in rows
        if body != "null"
    }


def _standing_entry(connection: sqlite3.Connection, store: Store, thread: int) -> Entry:
    found = _latest(connection).get(thread)
    if found is None:
        raise AuditFileError(f"{store.path.name}: holds no line of this number. entries() lists those there are.")
    return found


def _insert(connection: sqlite3.Connection, action: int, entry: Entry, text: str) -> None:
    connection.execute(
        "INSERT INTO entry (action, thread, kind, day, body, shareable) VALUES (?, ?, ?, ?, ?, ?)",
        (action, entry.thread, entry.kind, entry.day, text, int(entry.shareable)),
    )


def _text(body: Mapping) -> str:
    try:
        return json.dumps(dict(body), ensure_ascii=False)
    except (TypeError, ValueError):
        raise ValueError("the body of an entry holds only texts, numbers, lists and true or false") from None
