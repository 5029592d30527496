"""Pairing: the voices of two dates side by side, counted once for every measure of change.

Whatever a change is measured by, a voice is looked at in one of seven situations: the parts of `compare`, by what
happened to the voice as a whole, not to one category.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.composition import category_names
from auditkit.tables import CHANGE_PARTS, DOES_NOT_APPLY, RECORDED, check_columns

NEEDED = ("voice", "accounts", "set_aside")


@dataclass(frozen=True)
class Side:
    """One date: who counts, and who holds what. Voices and categories are numbers, the same for both dates.

    ``present``, ``applicable`` and ``recorded`` hold a truth value per voice; ``holders`` and ``held`` are the
    mentions, one voice and one category each, of recorded voices alone.
    """

    present: np.ndarray
    applicable: np.ndarray
    recorded: np.ndarray
    holders: np.ndarray
    held: np.ndarray


@dataclass(frozen=True)
class Pairing:
    """The voices of two dates, the categories of either, and the part of the change each voice belongs to.

    ``parts`` holds a place in ``CHANGE_PARTS`` per voice. A voice in which nothing changed stands under "corrected"
    or "withdrawn", where it adds nothing.
    """

    names: list[str]
    parts: np.ndarray
    before: Side
    after: Side

    def holding(self, side: Side, mentions: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Return how many voices hold each category at a date: one row per part, one column per category.

        `mentions` chooses some of the mentions; by default all count.
        """
        shape = (len(CHANGE_PARTS), len(self.names))
        places = self.parts[side.holders[mentions]] * shape[1] + side.held[mentions]
        return np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)

    def number(self, marked: np.ndarray) -> np.ndarray:
        """Return how many of the marked voices there are in each part."""
        return np.bincount(self.parts[marked], minlength=len(CHANGE_PARTS))


def pair_voices(
    before: pd.DataFrame,
    after: pd.DataFrame,
    dimension: str,
    codebook: Codebook | None = None,
    *,
    more: Iterable[str] = (),
) -> Pairing:
    """Return two tables of voices side by side, with the categories of either and `more`, each once.

    Raises ``ValueError`` where a table lacks something.
    """
    for table in (before, after):
        check_voices(table)
    codebook = codebook or after.attrs.get("codebook") or before.attrs.get("codebook")
    found = (category_names(table, dimension, codebook=codebook) for table in (after, before))
    names = list(dict.fromkeys(chain(*found, more)))
    numbers = {name: number for number, name in enumerate(names)}
    seats, several = seat_voices(before, after)
    tables = zip((before, after), seats, strict=True)
    sides = [_side(table, seat, several, dimension, numbers) for table, seat in tables]
    moved = np.zeros(several, bool)
    for move in account_moves(before, after, seats):
        moved[list(move)] = True
    return Pairing(names, _parts(*sides, moved), *sides)


def check_voices(table: pd.DataFrame) -> None:
    """Raise ``ValueError`` unless the table has what a comparison needs, each voice once."""
    check_columns(table, NEEDED, "a table of voices")
    if not table["voice"].is_unique:
        raise ValueError("a table of voices holds each voice once; pass the table of one date, as it was returned")


def seat_voices(before: pd.DataFrame, after: pd.DataFrame) -> tuple[list[np.ndarray], int]:
    """Return the number of each voice, row by row of either table, and how many numbers there are."""
    tables = [table["voice"].tolist() for table in (before, after)]
    seat_of = {voice: seat for seat, voice in enumerate(dict.fromkeys(chain(*tables)))}
    seats = [np.fromiter(map(seat_of.__getitem__, voices), "int64") for voices in tables]
    return seats, len(seat_of)


def account_moves(before: pd.DataFrame, after: pd.DataFrame, seats: list[np.ndarray]) -> list[tuple[int, int]]:
    """Return (voice then, voice now) for the accounts followed at both dates that changed from one to the other."""
    (accounts, then), (accounts_now, now) = (
        _homes(table, seat) for table, seat in zip((before, after), seats, strict=True)
    )
    home = dict(zip(accounts, then.tolist(), strict=True))
    # An account that is new counts as at home where it is now. Through map: a loop takes three times as long.
    then = np.fromiter(map(home.get, accounts_now, now.tolist()), "int64")
    moved = then != now
    return list(zip(then[moved].tolist(), now[moved].tolist(), strict=True))


def _homes(table: pd.DataFrame, seats: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Every account, and the number of the voice it belongs to."""
    held = table["accounts"].tolist()
    return list(chain.from_iterable(held)), np.repeat(seats, list(map(len, held)))


def _side(table: pd.DataFrame, seats: np.ndarray, several: int, dimension: str, numbers: dict[str, int]) -> Side:
    condition, aside = table[f"{dimension} condition"], table["set_aside"].to_numpy(dtype=bool)
    applies = (condition != DOES_NOT_APPLY).to_numpy() & ~aside
    known = (condition == RECORDED).to_numpy() & applies
    cells = table[dimension].to_numpy()[known].tolist()
    marks = [np.zeros(several, bool) for _ in range(3)]
    for mark, rows in zip(marks, (np.ones(len(table), bool), applies, known), strict=True):
        mark[seats[rows]] = True
    lengths = np.fromiter(map(len, cells), "int64")
    held = np.fromiter(map(numbers.__getitem__, chain.from_iterable(cells)), "int64")
    return Side(*marks, np.repeat(seats[known], lengths), held)


def _parts(before: Side, after: Side, moved: np.ndarray) -> np.ndarray:
    """The part of each voice, in the order in which one outweighs another."""
    situations = {
        "regrouped": moved,
        "followed": ~before.present,
        "unfollowed": ~after.present,
        "regrouped again": before.applicable != after.applicable,
        "corrected": before.recorded & after.recorded,
        "newly_annotated": after.recorded,
    }
    places = [CHANGE_PARTS.index(name.removesuffix(" again")) for name in situations]
    return np.select(list(situations.values()), places, default=CHANGE_PARTS.index("withdrawn"))
