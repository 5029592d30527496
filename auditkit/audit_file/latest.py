"""Which statement counts: of each account and dimension the latest, out of hundreds of thousands, in a second.

Day and number are compared as they are. Folded into one number they would not fit into 64 bits, and of two statements
of one day the wrong one could win. Columns are arrays, because pandas reads its own text columns one by one.
"""

import sqlite3
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from auditkit.audit_file.columns import read_columns
from auditkit.tables import BASES, CONDITIONS, NOT_REVIEWED

_CONDITIONS = tuple(CONDITIONS)
_BASES = ("", *BASES)
_WIDTH = 8  # as many conditions as fit beside a dimension in one number


def latest_statements(connection: sqlite3.Connection, known: str, meant: Mapping[int, int]) -> pd.DataFrame:
    """Return the annotation table by a day, with a column ``action``, in the order of the days from which things count.

    `meant` says which accounts stand for another one. The temporary table ``undone`` has to be filled.
    """
    dimensions = [name for (name,) in connection.execute("SELECT DISTINCT dimension FROM statement")]
    said = _statements(connection, known, dimensions)
    if meant:
        said["account"] = np.array([meant.get(account, account) for account in said["account"].tolist()], dtype="int64")
    kept = _last_of_each(said, len(dimensions))
    said = pd.DataFrame({name: column[kept] for name, column in said.items()})
    table = said.merge(_recorded(connection), on="id", how="left").drop_duplicates(
        ["id", "category"], ignore_index=True
    )
    notes = dict(connection.execute("SELECT id, note FROM statement WHERE note IS NOT NULL").fetchall())
    return pd.DataFrame(
        {
            "account": _keys(connection, table["account"]),
            "dimension": _words(table["dimension"], dimensions),
            "category": _text(table["category"]),
            "condition": _words(table["condition"], _CONDITIONS),
            "basis": _words(table["basis"].fillna(-1).astype("int64"), _BASES),
            "evidence": _text(table["evidence"]),
            "note": _text(table["id"].map(notes) if notes else pd.Series(None, index=table.index, dtype="object")),
            "noted_on": pd.to_datetime(_text(table["noted_on"]), format="%Y-%m-%d").astype("datetime64[us]"),
            "action": table["action"],
        }
    )


def _statements(connection: sqlite3.Connection, known: str, dimensions: Sequence[str]) -> dict[str, np.ndarray]:
    """The statements as arrays; words of which there are few come as numbers, which costs a third less."""
    marks = " ".join(f"WHEN ? THEN {place}" for place in range(len(dimensions)))
    dimension = f"CASE dimension {marks} END" if dimensions else "0"
    query = (
        f"SELECT id, action, account, {dimension} * {_WIDTH} + {_place('condition', _CONDITIONS)}, noted_on "  # noqa: S608
        "FROM statement WHERE action NOT IN temp.undone AND noted_on <= ? ORDER BY id"
    )
    cells = read_columns(connection.execute(query, (*dimensions, known)), [*["int64"] * 4, "object"])
    said = dict(zip(("id", "action", "account", "dimension", "noted_on"), cells, strict=True))
    said["dimension"], said["condition"] = np.divmod(said["dimension"], _WIDTH)
    return said


def _place(column: str, words: Sequence[str]) -> str:
    """SQL for the place of a word in a list of our own."""
    cases = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words))
    return f"CASE {column} {cases} END"


def _last_of_each(said: Mapping[str, np.ndarray], dimensions: int) -> np.ndarray:
    """The places of the latest statement of each account and dimension, but for those that took something back."""
    day, _ = pd.factorize(said["noted_on"], sort=True)
    in_order = np.argsort(day, kind="stable")  # on one day by number
    pairs = pd.Series((said["account"] * max(dimensions, 1) + said["dimension"])[in_order])
    last = in_order[~pairs.duplicated(keep="last").to_numpy()]
    return last[said["condition"][last] != _CONDITIONS.index(NOT_REVIEWED)]


def _recorded(connection: sqlite3.Connection) -> pd.DataFrame:
    query = f"SELECT statement, {_place('basis', _BASES)}, category, evidence FROM recorded ORDER BY statement, place"  # noqa: S608
    cells = read_columns(connection.execute(query), ("int64", "int64", "object", "object"))
    return pd.DataFrame(dict(zip(("id", "basis", "category", "evidence"), cells, strict=True)))


def _keys(connection: sqlite3.Connection, accounts: pd.Series) -> pd.Series:
    places, ids = pd.factorize(accounts)
    keys = dict(connection.execute("SELECT id, key FROM account"))
    return _words(places, [keys[number] for number in ids.tolist()])


def _words(places: Sequence[int], words: Sequence[str]) -> pd.Series:
    """Return a text column from places in a list of words; -1 is missing."""
    return pd.Series(pd.array(list(words), dtype="str").take(np.asarray(places), allow_fill=True))


def _text(cells: pd.Series) -> pd.Series:
    """Return a text column; each word is checked and converted once, however often it comes."""
    return _words(*pd.factorize(cells))
