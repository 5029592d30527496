"""Which statement counts: of each account and dimension the latest, out of hundreds of thousands, in a second.

Day and number are compared as they are. Folded into one number they would not fit into 64 bits, and of two statements
of one day the wrong one could win. Columns are arrays, because pandas reads its own text columns one by one.
"""

import sqlite3
from collections.abc import Mapping

import numpy as np
import pandas as pd

from auditkit.tables import NOT_REVIEWED

_NUMBERS = ("id", "action", "account")
_WORDS = ("dimension", "condition", "note", "noted_on")
_HELD = ("category", "basis", "evidence")


def latest_statements(connection: sqlite3.Connection, known: str, meant: Mapping[int, int]) -> pd.DataFrame:
    """Return the annotation table by a day, with a column ``action``, in the order of the days from which things count.

    `meant` says which accounts stand for another one. The temporary table ``undone`` has to be filled.
    """
    rows = connection.execute(
        f"SELECT {', '.join(_NUMBERS + _WORDS)} FROM statement "  # noqa: S608 - our own column names
        "WHERE action NOT IN temp.undone AND noted_on <= ? ORDER BY id",
        (known,),
    ).fetchall()
    cells = list(zip(*rows, strict=True)) or [()] * (len(_NUMBERS) + len(_WORDS))
    numbers = [np.array(column, dtype="int64") for column in cells[: len(_NUMBERS)]]
    words = [np.array(column, dtype="object") for column in cells[len(_NUMBERS) :]]
    said = dict(zip(_NUMBERS + _WORDS, numbers + words, strict=True))
    if meant:
        said["account"] = np.array([meant.get(account, account) for account in said["account"].tolist()], dtype="int64")
    kept = _last_of_each(said)
    said = pd.DataFrame({name: column[kept] for name, column in said.items()})
    table = said.merge(_recorded(connection), on="id", how="left").drop_duplicates(
        ["id", "category"], ignore_index=True
    )
    return pd.DataFrame(
        {
            "account": _keys(connection, table["account"]),
            **{
                name: _text(table[name]) for name in ("dimension", "category", "condition", "basis", "evidence", "note")
            },
            "noted_on": pd.to_datetime(_text(table["noted_on"])).astype("datetime64[us]"),
            "action": table["action"],
        }
    )


def _last_of_each(said: Mapping[str, np.ndarray]) -> np.ndarray:
    """The places of the latest statement of each account and dimension, but for those that took something back."""
    dimension, names = pd.factorize(said["dimension"])
    day, _ = pd.factorize(said["noted_on"], sort=True)
    in_order = np.argsort(day, kind="stable")  # on one day by number
    pairs = pd.Series((said["account"] * max(len(names), 1) + dimension)[in_order])
    last = in_order[~pairs.duplicated(keep="last").to_numpy()]
    return last[said["condition"][last] != NOT_REVIEWED]


def _recorded(connection: sqlite3.Connection) -> pd.DataFrame:
    rows = connection.execute("SELECT statement, category, basis, evidence FROM recorded ORDER BY statement, place")
    cells = list(zip(*rows.fetchall(), strict=True)) or [()] * 4
    words = {name: np.array(column, dtype="object") for name, column in zip(_HELD, cells[1:], strict=True)}
    return pd.DataFrame({"id": np.array(cells[0], dtype="int64")} | words)


def _keys(connection: sqlite3.Connection, accounts: pd.Series) -> pd.Series:
    places, ids = pd.factorize(accounts)
    keys = dict(connection.execute("SELECT id, key FROM account").fetchall())
    return pd.Series(pd.array([keys[number] for number in ids.tolist()], dtype="str").take(places))


def _text(cells: pd.Series) -> pd.Series:
    """Return a text column; each word is checked and converted once, however often it comes."""
    places, words = pd.factorize(cells)
    return pd.Series(pd.array(list(words), dtype="str").take(places, allow_fill=True))
