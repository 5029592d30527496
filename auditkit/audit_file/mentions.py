"""Texts of an audit file that speak of somebody: found for the person to read, changed only when they ask for it."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Where words stand: table, the columns that say which row, and the columns that hold words. JSON is read as such.
_PLACES = (
    ("entry", ("id",), ("body",)),
    ("goal", ("id",), ("body",)),
    ("statement", ("id",), ("note",)),
    ("recorded", ("statement", "place"), ("category", "evidence")),
    ("naming", ("id",), ("handle", "name")),
    ("codebook", ("id",), ("body",)),
    ("codebook_edit", ("id",), ("old", "new")),
    ("detail", ("account", "snapshot"), ("handle", "name", "url", "bio", "folder")),
    ("snapshot", ("id",), ("file_name", "notes", "members_read")),
    ("sample", ("id",), ("body",)),
    ("activity_file", ("id",), ("file_name", "notes", "members_read")),
)
_JSON = {
    *((table, "body") for table in ("entry", "goal", "codebook", "sample")),
    *((table, column) for table in ("snapshot", "activity_file") for column in ("notes", "members_read")),
}
_CALLED = {
    "statement": "note on another account",
    "naming": "name given by hand to another account",
    "codebook_edit": "codebook",
    "detail": "what an export says of another account",
    "activity_file": "activity",
}


@dataclass(frozen=True)
class Mention:
    """A text that holds a handle or name of somebody who was forgotten.

    Attributes
    ----------
    where : str
        "journal", "plan", "bookmark", "goal", "codebook", "note on another account", "evidence", "category", …
    number : int
        Of a line of the plan or journal its number (`entries` lists them), else the number of the row.
    text : str
        The text itself.
    """

    where: str
    number: int
    text: str


def pattern_of(words: Iterable[str]) -> re.Pattern | None:
    """Return what finds any of some words, whole and in any case; None when there is none."""
    forms = {form for word in words if word.strip() for form in (word, json.dumps(word, ensure_ascii=False)[1:-1])}
    if not forms:
        return None
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def find_mentions(connection: sqlite3.Connection, words: Iterable[str]) -> tuple[Mention, ...]:
    """Return every text that holds one of the words."""
    pattern = pattern_of(words)
    found = []
    for table, which, column in _columns() if pattern else ():
        shown = "thread, kind" if table == "entry" else f"{which[0]}, ''"
        rows = connection.execute(f"SELECT {shown}, {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608
        for number, kind, text in rows:
            if pattern.search(text):
                found.append(Mention(kind or _CALLED.get(table) or _where(table, column), number, text))
    return tuple(dict.fromkeys(found))


def erase(connection: sqlite3.Connection, words: Iterable[str], instead: str) -> int:
    """Put `instead` in place of the words wherever they stand, in the running transaction; return how many texts."""
    pattern = pattern_of(words)
    changed = 0
    for table, which, column in _columns() if pattern else ():
        rows = connection.execute(
            f"SELECT {', '.join(which)}, {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
        )
        new = []
        for *row, text in rows:
            said = _replaced(text, lambda part: pattern.sub(lambda _: instead, part), (table, column) in _JSON)
            if said != text:
                new.append((said, *row))
        same = " AND ".join(f"{name} = ?" for name in which)
        connection.executemany(f"UPDATE {table} SET {column} = ? WHERE {same}", new)  # noqa: S608 - our own names
        changed += len(new)
    return changed


def change_texts(value: object, change: Callable[[str], str]) -> object:
    """Return a value from JSON with every text in it changed, keys of mappings too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [change_texts(item, change) for item in value]
    if isinstance(value, dict):
        return {change(key): change_texts(item, change) for key, item in value.items()}
    return value


def _replaced(text: str, change: Callable[[str], str], is_json: bool) -> str:
    if not is_json:
        return change(text)
    before = json.loads(text)
    after = change_texts(before, change)
    return text if after == before else json.dumps(after, ensure_ascii=False)


def _columns() -> list[tuple[str, tuple[str, ...], str]]:
    return [(table, which, column) for table, which, columns in _PLACES for column in columns]


def _where(table: str, column: str) -> str:
    return column if table == "recorded" else table
