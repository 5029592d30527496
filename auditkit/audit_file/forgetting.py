"""Forgetting somebody: the one action without undo.

Accounts, annotations, names and their history leave the file and its bytes. A keyed mark stays for each account, so
that later exports skip them; it hides, it does not anonymise. Texts that speak of the person are shown, not changed.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from auditkit.audit_file import cleaning, history, mentions, past
from auditkit.audit_file.accounts import resolved, wanderers
from auditkit.audit_file.mentions import Mention
from auditkit.audit_file.store import Store
from auditkit.errors import AuditFileError
from auditkit.tables import FollowList

HIDDEN = "on your do-not-record list"
# In this order, because rows point at each other.
_ROWS = (
    ("recorded", "statement IN (SELECT id FROM statement WHERE account IN temp.leaving)"),
    ("statement", "account IN temp.leaving"),
    ("naming", "account IN temp.leaving"),
    ("membership", "account IN temp.leaving OR voice IN temp.leaving"),
    ("alias", "account IN temp.leaving"),
    ("kept_apart", "first IN temp.leaving OR second IN temp.leaving"),
    ("sampled", "account IN temp.leaving"),
    ("activity", "account IN temp.leaving"),
    ("detail", "account IN temp.leaving"),
    ("follow", "account IN temp.leaving"),
    ("account", "id IN temp.leaving"),
)
OUT_OF_REACH = (
    "Out of reach: copies you made yourself, other audit files, backups of this computer, and earlier versions that a "
    "synchronised folder keeps. Remove the person there too.",
    "The exports you loaded still hold the account; later ones are skipped for it, in this audit file only.",
    "On some disks deleted bytes can be recovered with special tools until they are overwritten.",
)


@dataclass(frozen=True)
class Forgotten:
    """What `forget` removed, and what is left for you to do.

    Attributes
    ----------
    accounts : int
        How many accounts were removed, all of the voice.
    removed : dict
        Table of the file -> rows removed.
    mentions : tuple of Mention
        Texts that still hold a handle or name. Read them; `erase_words` takes words out of all of them.
    words : tuple of str
        The handles and names that were looked for.
    backups : tuple of str
        Names of the copies made by the kit itself that were deleted.
    done : bool
        False for a preview: nothing has changed.
    cleaned : bool
        False if the bytes of the file could not be cleaned yet; the next opening does it.
    out_of_reach : tuple of str
        Sentences about copies the kit cannot reach.
    """

    accounts: int
    removed: Mapping[str, int]
    mentions: tuple[Mention, ...]
    words: tuple[str, ...]
    backups: tuple[str, ...] = ()
    done: bool = True
    cleaned: bool = False
    out_of_reach: tuple[str, ...] = OUT_OF_REACH

    def __str__(self) -> str:
        """Return it in sentences, without a name."""
        lines = [] if self.done else ["Nothing has changed yet. This would be removed, and cannot be brought back:"]
        lines += [
            f"Accounts: {self.accounts}. Annotations, with their history: {self.removed.get('statement', 0)}. "
            f"Follow-list entries: {self.removed.get('follow', 0)}."
        ]
        if not self.accounts:
            lines.append("Nothing is held under this key; only later exports and sheets skip it. Is it spelt right?")
        if self.mentions:
            lines.append(f"Texts that still speak of them, for you to read and edit: {len(self.mentions)}.")
        if self.backups:
            lines.append(f"Copies made by the kit, deleted: {len(self.backups)}.")
        if self.done and not self.cleaned:
            lines.append("Remnants may be left in the file until you close it everywhere and open it again.")
        return "\n".join([*lines, *self.out_of_reach])


def forget(store: Store, account: str, *, preview: bool = False) -> Forgotten:
    """Remove a voice for good, or say what would be removed."""
    if not isinstance(account, str) or not account.partition(":")[2].strip():
        raise AuditFileError("An account is written as platform:name, such as mastodon:ada@example.social.")
    try:
        with store.writing() as connection:
            result = _forget(store, connection, account)
            if preview:
                raise _OnlyLookingError
    except _OnlyLookingError:
        return replace(result, done=False)
    return _cleaned(store, result)


class _OnlyLookingError(Exception):
    """Takes everything back at the end of a preview."""


def _forget(store: Store, connection: sqlite3.Connection, account: str) -> Forgotten:
    keys = _keys_of_voice(connection, account)
    names, words = _names(connection, keys)
    _set_leaving(connection, keys)
    removed = {
        table: connection.execute(f"SELECT count(*) FROM {table} WHERE {which}").fetchone()[0]  # noqa: S608
        for table, which in _ROWS
    }
    _remove(store, connection, names)
    found = mentions.find_mentions(connection, words)
    return Forgotten(removed["account"], removed, found, tuple(sorted(words)))


def erase_words(store: Store, words: Iterable[str], instead: str = "[removed]") -> int:
    """Take words out of every text of the file, its history included, and return from how many. There is no undo."""
    words = [words] if isinstance(words, str) else list(words)
    with store.writing() as connection:
        changed = mentions.erase(connection, words, instead)
        if changed:
            store.add_action(connection, history.ERASE)
            cleaning.set_due(connection)
    if changed:
        cleaning.clean(store)
    return changed


def without_forgotten(store: Store, connection: sqlite3.Connection, follows: FollowList) -> FollowList:
    """Return a follow list without the accounts of the do-not-record list, by whichever of their names."""
    if connection.execute("SELECT 1 FROM do_not_record LIMIT 1").fetchone() is None:
        return follows
    keys, platforms, handles = (follows.table[name].tolist() for name in ("account", "platform", "handle"))
    owner = {
        _by_handle(platform, handle): key
        for key, platform, handle in zip(keys, platforms, handles, strict=True)
        if isinstance(handle, str)
    }
    owner |= {**follows.aliases, **dict(zip(keys, keys, strict=True))}
    hidden = {owner[name] for name in store.forgotten(connection, owner)}
    if not hidden:
        return follows
    return replace(
        follows,
        table=follows.table[~follows.table["account"].isin(hidden)].reset_index(drop=True),
        skipped={**follows.skipped, HIDDEN: len(hidden)},
        aliases={alias: key for alias, key in follows.aliases.items() if key not in hidden},
    )


def _keys_of_voice(connection: sqlite3.Connection, account: str) -> list[str]:
    """All keys of the voice an account belongs to, those included that only lead to one of its accounts."""
    meant = resolved(connection, [account])[account]
    together = past.joined(connection, None)
    voice = together.get(meant, meant)
    keys = {meant, voice, *(key for key, other in together.items() if other == voice)}
    by_id = dict(connection.execute("SELECT id, key FROM account"))
    keys |= {by_id[place] for place, other in wanderers(connection).items() if by_id[other] in keys}
    return sorted(keys | {account})


def _names(connection: sqlite3.Connection, keys: list[str]) -> tuple[set[str], set[str]]:
    """The ways their accounts may be written, for the do-not-record list, and the words texts may hold."""
    _set_leaving(connection, keys)
    names, words = set(keys), set()
    names.update(key for (key,) in connection.execute("SELECT key FROM alias WHERE account IN temp.leaving"))
    said = connection.execute(
        "SELECT account.platform, handle, name FROM detail JOIN account ON account.id = account "
        "WHERE account IN temp.leaving UNION SELECT account.platform, handle, name FROM naming "
        "JOIN account ON account.id = account WHERE account IN temp.leaving"
    )
    for platform, handle, name in said.fetchall():
        words.update(word for word in (handle and handle.removeprefix("@"), name) if word)
        if handle:
            names.add(_by_handle(platform, handle))
    words |= {key.partition(":")[2] for key in names}
    return names - _of_others(connection, names) | set(keys), words


def _of_others(connection: sqlite3.Connection, names: set[str]) -> set[str]:
    """The names that an account which stays has too: handles are given anew, and that person did not ask."""
    folded = {name.casefold(): name for name in names}
    rows = connection.execute(
        "SELECT account.platform, handle FROM detail JOIN account ON account.id = account "
        "WHERE handle IS NOT NULL AND account NOT IN temp.leaving"
    )
    others = {_by_handle(platform, handle).casefold() for platform, handle in rows}
    return {folded[name] for name in others & folded.keys()}


def _by_handle(platform: str, handle: str) -> str:
    return f"{platform}:{handle.removeprefix('@')}"


def _set_leaving(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS leaving (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.leaving")
    connection.executemany(
        "INSERT INTO temp.leaving SELECT id FROM account WHERE key = ?", [(key,) for key in dict.fromkeys(keys)]
    )


def _remove(store: Store, connection: sqlite3.Connection, names: set[str]) -> None:
    held = connection.execute("SELECT snapshot, count(*) FROM follow WHERE account IN temp.leaving GROUP BY snapshot")
    for snapshot, count in held.fetchall():
        _count_as_skipped(connection, snapshot, count)
    for table, which in _ROWS:
        connection.execute(f"DELETE FROM {table} WHERE {which}")  # noqa: S608 - our own words
    folded = {name.casefold() for name in names}
    for number, text in connection.execute("SELECT id, body FROM goal").fetchall():
        body = json.loads(text)
        kept = {key: why for key, why in body["set_aside"].items() if key.casefold() not in folded}
        if kept != body["set_aside"]:
            text = json.dumps({**body, "set_aside": kept}, ensure_ascii=False)
            connection.execute("UPDATE goal SET body = ? WHERE id = ?", (text, number))
    store.add_action(connection, history.FORGET)
    today = history.now()[:10]
    marks = [(store.mark_of(connection, name), today) for name in sorted(names)]
    connection.executemany("INSERT OR IGNORE INTO do_not_record VALUES (?, ?)", marks)
    connection.execute("DELETE FROM temp.leaving")
    cleaning.set_due(connection)


def _count_as_skipped(connection: sqlite3.Connection, snapshot: int, count: int) -> None:
    """Let a snapshot say what it would have said, had the person been on the list when it was added."""
    text = connection.execute("SELECT skipped FROM snapshot WHERE id = ?", (snapshot,)).fetchone()[0]
    skipped = json.loads(text)
    skipped[HIDDEN] = skipped.get(HIDDEN, 0) + count
    connection.execute(
        "UPDATE snapshot SET accounts = accounts - ?, skipped = ? WHERE id = ?",
        (count, json.dumps(skipped, ensure_ascii=False), snapshot),
    )


def _cleaned(store: Store, result: Forgotten) -> Forgotten:
    """What was removed stays removed if the cleaning has to wait for another window."""
    try:
        return replace(result, backups=cleaning.clean(store), cleaned=True)
    except (AuditFileError, OSError):
        return result
