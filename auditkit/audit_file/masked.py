"""A copy of an audit file for help and demos: the same structure and numbers, with nobody's name in it.

The copy is built from nothing, column by column, by a table that says for each column what may pass. A column that is
not in the table stops the copy; a test holds the table and the schema together.
"""

import hashlib
import json
import os
import random
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path

from auditkit.audit_file.entries import ENVIRONMENTS
from auditkit.audit_file.mentions import change_texts
from auditkit.audit_file.opening import create, sentence
from auditkit.audit_file.store import Store
from auditkit.codebook import RESERVED_WORDS, read_codebook, shipped_codebooks
from auditkit.errors import AuditFileError

KEEP, ACCOUNT, HIDE, SEAL = "keep", "account", "hide", "seal"
NAME, HANDLE, URL, FILE, FILES, FOLDER, WORD, EMPTY, NO_TEXT = (
    "name", "handle", "url", "file", "files", "folder", "word", "empty list", "no text",
)  # fmt: skip
GOAL, CODEBOOK, ENTRY, SAMPLE, ALIAS, KEY = "goal", "codebook", "entry", "sample", "alias", "key"
# table -> column -> what becomes of it. Tables in an order in which rows find what they point at.
RULES: dict[str, dict[str, str]] = {
    "about": {"key": KEEP, "value": KEEP},
    "sitting": {"id": KEEP, "began_at": KEEP},
    "action": {"id": KEEP, "at": KEEP, "kind": KEEP, "sitting": KEEP, "target": KEEP},
    "account": {"id": ACCOUNT, "key": KEY, "platform": KEEP},
    "snapshot": {
        "id": KEEP, "action": KEEP, "taken_on": KEEP, "platform": KEEP, "reader": KEEP, "file_name": FILE,
        "digest": SEAL, "complete": KEEP, "accounts": KEEP, "skipped": KEEP, "members_read": FILES, "notes": EMPTY,
        "link_template": NO_TEXT,
    },
    "follow": {"snapshot": KEEP, "account": ACCOUNT},
    "detail": {
        "snapshot": KEEP, "account": ACCOUNT, "handle": HANDLE, "name": NAME, "url": URL, "bio": HIDE,
        "relation": KEEP, "since": KEEP, "since_precision": KEEP, "folder": FOLDER, "flags": KEEP,
    },
    "alias": {"snapshot": KEEP, "key": ALIAS, "account": ACCOUNT},
    "naming": {"id": KEEP, "action": KEEP, "account": ACCOUNT, "handle": HANDLE, "name": NAME},
    "membership": {"id": KEEP, "action": KEEP, "account": ACCOUNT, "voice": ACCOUNT},
    "statement": {
        "id": KEEP, "action": KEEP, "account": ACCOUNT, "dimension": KEEP, "condition": KEEP, "note": HIDE,
        "noted_on": KEEP,
    },
    "recorded": {"statement": KEEP, "place": KEEP, "category": WORD, "basis": KEEP, "evidence": HIDE},
    "goal": {"id": KEEP, "action": KEEP, "body": GOAL},
    "codebook": {"id": KEEP, "action": KEEP, "body": CODEBOOK},
    "codebook_edit": {"id": KEEP, "action": KEEP, "dimension": KEEP, "old": WORD, "new": WORD},
    "entry": {
        "id": KEEP, "action": KEEP, "thread": KEEP, "kind": KEEP, "day": KEEP, "body": ENTRY, "shareable": KEEP,
    },
    "sheet": {"id": SEAL, "action": KEEP, "form": KEEP},
    "do_not_record": {"mark": SEAL, "marked_on": KEEP},
    "kept_apart": {"id": KEEP, "action": KEEP, "first": ACCOUNT, "second": ACCOUNT},
    "sample": {"id": KEEP, "action": KEEP, "drawn_on": KEEP, "body": SAMPLE},
    "sampled": {"sample": KEEP, "place": KEEP, "account": ACCOUNT, "reviewed_before": KEEP},
    "activity_file": {
        "id": KEEP, "action": KEEP, "platform": KEEP, "reader": KEEP, "file_name": FILE, "digest": SEAL,
        "skipped": KEEP, "members_read": FILES, "notes": EMPTY,
    },
    "activity": {"file": KEEP, "account": ACCOUNT, "kind": KEEP, "month": KEEP, "count": KEEP},
}  # fmt: skip
HIDDEN = "hidden"
ENTRY_KEYS = (
    "environment",
    "what",
    "why",
    "when",
    "by",
    "state",
    "title",
    "text",
    "hours",
    "learned",
    "next",
    "done",
    "notice",
)


def write_masked_copy(store: Store, path: Path) -> Path:
    """Write the masked copy, whole or not at all, readable by its owner only."""
    path = path.absolute()
    if path.exists():
        raise AuditFileError(f"{path.name}: there is already a file of this name. Choose another for the copy.")
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with store.reading() as source, closing(create(beside)) as copy:
            _fill(source, copy)
        beside.rename(path)
    except OSError as error:
        raise AuditFileError(f"{path.name}: the copy could not be written ({error.strerror}).") from None
    except sqlite3.Error as error:
        raise AuditFileError(sentence(error, path)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return path


def _fill(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    masks = Masks(source)
    copy.execute("BEGIN IMMEDIATE")
    for table, rules in RULES.items():
        columns = [name for _, name, *_ in source.execute(f"PRAGMA table_info({table})")]
        key = {"alias": "account", "recorded": "statement"}.get(table, columns[0])
        rows = source.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {key}")  # noqa: S608 - our own names
        change = [masks.rule(table, rules[name]) for name in columns]
        marks = ", ".join("?" * len(columns))
        copy.executemany(
            f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - our own names
            (
                tuple(how(cell, row) for how, cell in zip(change, cells, strict=True))
                for cells in rows
                for row in [dict(zip(columns, cells, strict=True))]
            ),
        )
    copy.execute("UPDATE about SET value = ? WHERE key = 'mark_key'", (secrets.token_hex(32),))
    copy.execute("COMMIT")


Change = Callable[[object, Mapping], object]


class Masks:
    """What stands for what in one copy. Numbers are drawn anew each time, so that they say nothing of an order."""

    def __init__(self, source: sqlite3.Connection):
        accounts = [number for (number,) in source.execute("SELECT id FROM account")]
        numbers = list(range(1, len(accounts) + 1))
        random.Random(secrets.randbits(64)).shuffle(numbers)  # noqa: S311 - nobody can know the seed
        self.number = dict(zip(accounts, numbers, strict=True))
        self.key = secrets.token_bytes(16)
        self.seen: dict[str, dict[str, str]] = {}
        self.listed, self.platform_of = _listed_words(source), dict(source.execute("SELECT id, platform FROM account"))
        self.by_name = _accounts_by_name(source)
        self.statement_of = dict(source.execute("SELECT id, dimension FROM statement"))

    def rule(self, table: str, name: str) -> Change:
        """Return the change for the cells of a column: it takes the cell and its row; an empty cell stays empty."""
        change = {
            KEEP: lambda cell, row: cell,
            ACCOUNT: lambda cell, row: self.number[cell],
            KEY: lambda cell, row: self.account_key(row["id"]),
            ALIAS: lambda cell, row: f"{self.platform_of[row['account']]}:{self.instead('other name', cell)}",
            NAME: lambda cell, row: f"voice {self.number[row['account']]}",
            HANDLE: lambda cell, row: f"voice-{self.number[row['account']]}",
            URL: lambda cell, row: f"https://voice-{self.number[row['account']]}.invalid/",
            HIDE: lambda cell, row: HIDDEN if cell else cell,
            SEAL: lambda cell, row: self.sealed(cell),
            FILE: lambda cell, row: self.instead("file", cell) if cell else cell,
            FILES: lambda cell, row: json.dumps([self.instead("file", name) for name in json.loads(cell)]),
            FOLDER: lambda cell, row: self.instead("group", cell),
            EMPTY: lambda cell, row: "[]",
            NO_TEXT: lambda cell, row: "",
            WORD: lambda cell, row: self.word(row.get("dimension") or self.statement_of[row["statement"]], cell),
            GOAL: lambda cell, row: json.dumps(self.goal(json.loads(cell)), ensure_ascii=False),
            CODEBOOK: lambda cell, row: json.dumps(_codebook(json.loads(cell)), ensure_ascii=False),
            ENTRY: lambda cell, row: json.dumps(_entry(json.loads(cell)), ensure_ascii=False),
            SAMPLE: lambda cell, row: json.dumps(self.sample(json.loads(cell)), ensure_ascii=False),
        }[name]
        return lambda cell, row: None if cell is None else change(cell, row)

    def account_key(self, account: int) -> str:
        """Return the key that stands for an account; the platform is kept."""
        return f"{self.platform_of[account]}:voice {self.number[account]}"

    def instead(self, what: str, cell: str) -> str:
        """Return "group 1", "group 2", …: the same for the same."""
        known = self.seen.setdefault(what, {})
        return known.setdefault(cell, f"{what} {len(known) + 1}")

    def sealed(self, cell: str) -> str:
        """Return a digest that stands for a digest in this copy only."""
        return hashlib.sha256(self.key + cell.encode()).hexdigest() if cell else cell

    def word(self, dimension: str, category: str) -> str:
        """Return a category of the codebook as it is, and the person's own words as a number."""
        listed = category in self.listed.get(dimension, ()) or category in RESERVED_WORDS.get(dimension, ())
        return category if listed else self.instead("own words", f"{dimension}\n{category}")

    def goal(self, body: dict) -> dict:
        """Return a goal with the same categories and numbers, without the person's words and without accounts."""
        looking_for = [{**item, "words": HIDDEN if item["words"] else ""} for item in body["looking_for"]]
        aside = {self.by_name.get(key.casefold(), self.instead("somebody", key)): HIDDEN for key in body["set_aside"]}
        aside = {self.account_key(key) if isinstance(key, int) else key: why for key, why in aside.items()}
        return {**body, "sentence": "A learning goal", "looking_for": looking_for, "set_aside": aside}

    def sample(self, body: dict) -> dict:
        """Return what is kept of a drawn sample: numbers and how it was drawn, without names of lists and digests."""
        hidden = {name: change_texts(body[name], self._list) for name in ("strata", "stratum_of")}
        return {**body, **hidden, "frame_digest": self.sealed(body["frame_digest"])}

    def _list(self, name: str) -> str:
        return name if name == "all" else self.instead("group", name)


def _listed_words(source: sqlite3.Connection) -> dict[str, set[str]]:
    """Dimension -> the categories that any version of the codebook, or of the goal, lists."""
    listed: dict[str, set[str]] = {}
    for (text,) in source.execute("SELECT body FROM codebook"):
        for dimension in json.loads(text)["dimensions"]:
            names = {category["name"] for category in dimension["categories"]}
            listed.setdefault(dimension["name"], set()).update(names)
    for (text,) in source.execute("SELECT body FROM goal"):
        body = json.loads(text)
        for item in (*body["looking_for"], *body["targets"]):
            listed.setdefault(item["dimension"], set()).add(item["category"])
    return listed


def _accounts_by_name(source: sqlite3.Connection) -> dict[str, int]:
    by_name = {
        f"{platform}:{handle.removeprefix('@')}".casefold(): number
        for number, platform, handle in source.execute(
            "SELECT account.id, platform, handle FROM detail JOIN account ON account.id = account WHERE handle NOT NULL"
        )
    }
    by_name |= {key.casefold(): number for key, number in source.execute("SELECT key, account FROM alias")}
    return by_name | {key.casefold(): number for key, number in source.execute("SELECT key, id FROM account")}


def _codebook(body: dict) -> dict:
    """A codebook with its dimensions and categories; other texts only where they come with the kit."""
    ours = {text for name in shipped_codebooks() for text in _texts(asdict(read_codebook(name)))}

    def known(text: str) -> str:
        return text if text in ours else ""

    dimensions = []
    for dimension in body["dimensions"]:
        categories = [{**item, "definition": known(item["definition"])} for item in dimension["categories"]]
        dimensions.append({**dimension, "question": known(dimension["question"]), "categories": categories})
    about = {name: known(body[name]) for name in ("title", "about")}
    names = {"name": known(body["name"]) or "codebook", "version": known(body["version"]) or "1"}
    return {**body, **about, **names, "dimensions": dimensions, "notes": []}


def _texts(value: object) -> set[str]:
    found: set[str] = set()
    change_texts(json.loads(json.dumps(value)), lambda text: found.add(text) or text)
    return found


def _entry(body: object) -> object:
    """A line of the plan or journal: its form stays, its words do not."""
    if isinstance(body, dict):
        names = {key: key if key in ENTRY_KEYS else f"part {place}" for place, key in enumerate(body, start=1)}
        plain = {key for key, cell in body.items() if key == "environment" and cell in ENVIRONMENTS}
        return {names[key]: cell if key in plain else _entry(cell) for key, cell in body.items()}
    return change_texts(body, lambda text: HIDDEN if text else text)
