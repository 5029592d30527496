"""Which account is meant: a sheet may say ``twitter:ada_example`` where the export has a number.

The key of an account never changes. A name leads to it where a standing follow list, an alias or a naming by hand says
so and only one account answers to it; else the name is a key of its own, until a later export shows whose it is.
"""

import sqlite3
from collections.abc import Iterable

from auditkit.audit_file.history import standing

_STANDING_FOLLOW = (
    "EXISTS (SELECT 1 FROM follow JOIN snapshot ON snapshot.id = follow.snapshot "
    "WHERE follow.account = account.id AND snapshot.action NOT IN temp.undone)"
)
# Every name that leads to an account, in lower case: its key, handles of any export, other keys, handles given by hand.
_NAMES = (
    "SELECT lower(account.key), account.id FROM account WHERE {known} UNION "
    "SELECT lower(account.platform || ':' || ltrim(detail.handle, '@')), account.id FROM detail "
    "JOIN account ON account.id = detail.account JOIN snapshot ON snapshot.id = detail.snapshot "
    "WHERE detail.handle IS NOT NULL AND snapshot.action NOT IN temp.undone UNION "
    "SELECT lower(alias.key), alias.account FROM alias JOIN snapshot ON snapshot.id = alias.snapshot "
    "WHERE snapshot.action NOT IN temp.undone UNION "
    "SELECT lower(account.platform || ':' || last.handle), account.id FROM account JOIN "
    "(SELECT account, handle, max(id) FROM naming WHERE action NOT IN temp.undone GROUP BY account) AS last "
    "ON last.account = account.id WHERE last.handle IS NOT NULL AND {known}"
)


def resolved(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
    """Return key -> the key of the account it means, itself where nothing says otherwise."""
    keys = list(dict.fromkeys(keys))
    standing(connection)
    unknown = [key for key in keys if not _is_followed(connection, key)]
    meant = _meant(connection, unknown) if unknown else {}
    return {key: meant.get(key, key) for key in keys}


def wanderers(connection: sqlite3.Connection) -> dict[int, int]:
    """Return id -> id for accounts that no standing follow list holds but whose key names one that a list holds.

    They were annotated by a handle before an export showed the number.
    """
    standing(connection)
    rows = connection.execute(f"SELECT key, id FROM account WHERE NOT {_STANDING_FOLLOW}").fetchall()  # noqa: S608
    if not rows:
        return {}
    places = dict(rows)
    meant = _meant(connection, places)
    ids = _ids(connection, meant.values())
    return {places[key]: ids[other] for key, other in meant.items()}


def _is_followed(connection: sqlite3.Connection, key: str) -> bool:
    query = f"SELECT 1 FROM account WHERE key = ? AND {_STANDING_FOLLOW}"  # noqa: S608 - our own words
    return connection.execute(query, (key,)).fetchone() is not None


def _meant(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
    """Key -> the key of the one followed account that answers to it; those nobody or several answer to are left out."""
    keys = list(keys)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS sought (name TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM temp.sought")
    connection.executemany("INSERT OR IGNORE INTO temp.sought VALUES (?)", [(_lower(key),) for key in keys])
    names = _NAMES.format(known=_STANDING_FOLLOW)
    rows = connection.execute(
        f"WITH names (said, id) AS ({names}) SELECT name, min(account.key) FROM temp.sought "  # noqa: S608 - our words
        "JOIN names ON said = name JOIN account ON account.id = names.id "
        "GROUP BY name HAVING count(DISTINCT names.id) = 1"
    )
    answer = dict(rows.fetchall())
    return {key: answer[_lower(key)] for key in keys if _lower(key) in answer}


def _lower(key: str) -> str:
    """The key in lower case as SQLite does it: only the letters of ASCII."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in key)


def _ids(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    return {key: connection.execute("SELECT id FROM account WHERE key = ?", (key,)).fetchone()[0] for key in keys}
