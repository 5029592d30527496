"""Turnover: how much of a follow list was exchanged between two dates, whoever the voices are."""

from itertools import chain

import numpy as np
import pandas as pd

from auditkit.measures.pairing import account_moves, check_voices, seat_voices
from auditkit.tables import check_columns

TURNOVER_COUNTS = ("kept", "followed", "unfollowed", "set_aside")
TURNOVER_SHARES = ("jaccard", "turnover", "nestedness")
TURNOVER_COLUMNS = (*TURNOVER_COUNTS, *TURNOVER_SHARES)


def turnover(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Return how many voices stayed, came and went between two dates, and how unlike the two lists are.

    Parameters
    ----------
    before, after : DataFrame
        Two wide views of the same person's voices. What is annotated does not matter.

    Returns
    -------
    Series
        Whole numbers of voices: ``kept``, ``followed``, ``unfollowed``; ``set_aside`` on either date, which are in
        none of the others. From 0 to 1, NaN where there is nobody to compare:

        - ``jaccard``: the voices that came or went, out of all of either date; 0 is the same list, 1 another one;
        - ``turnover``: how unlike they would be had the longer list no more voices than the shorter: one voice
          exchanged for another;
        - ``nestedness``: the rest of ``jaccard``, which is there because one list is longer.

    Raises
    ------
    ValueError
        If a table lacks a column of a table of voices.

    Notes
    -----
    With a kept, b unfollowed and c followed: jaccard = (b + c) / (a + b + c), turnover = 2 min(b, c) /
    (a + 2 min(b, c)). Baselga, A. (2012). Global Ecology and Biogeography 21(12), 1223-1232.

    Voices joined or split in between are one voice here: sorting accounts differently is not following differently.

    Examples
    --------
    >>> def table(*voices):
    ...     return pd.DataFrame({"voice": voices, "accounts": [(v,) for v in voices], "set_aside": False})
    >>> turnover(table("a", "b", "c"), table("c", "d", "e")).round(3).to_dict()
    {'kept': 1, 'followed': 2, 'unfollowed': 2, 'set_aside': 0, 'jaccard': 0.8, 'turnover': 0.8, 'nestedness': 0.0}
    """
    units, several = _units(before, after)
    everyone = [np.ones(len(table), bool) for table in (before, after)]
    # Of dtype object, so that whole numbers stay whole beside the shares.
    return pd.Series(_row((before, after), units, several, everyone), dtype="object")


def turnover_by_platform(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return `turnover` of each platform on its own.

    Parameters
    ----------
    before, after : DataFrame
        As in `turnover`, with the column ``platforms``.

    Returns
    -------
    DataFrame
        A row per platform in the order in which they appear, `before` first; the columns are the entries of
        `turnover`. A voice counts on every platform it has an account on, so the rows do not add up to the whole.
        A platform that is there on one date only has a ``jaccard`` of 1: that list came or went as a whole.

    Raises
    ------
    ValueError
        If a table lacks a column of a table of voices.

    Examples
    --------
    >>> def table(**platforms):
    ...     return pd.DataFrame({"voice": list(platforms), "accounts": [(v,) for v in platforms],
    ...                          "platforms": list(platforms.values()), "set_aside": False})
    >>> moved = turnover_by_platform(table(a=("mastodon",)), table(a=("mastodon", "feed")))
    >>> moved[["kept", "followed"]].to_dict("index")
    {'mastodon': {'kept': 1, 'followed': 0}, 'feed': {'kept': 0, 'followed': 1}}
    """
    for table in (before, after):
        check_columns(table, ("platforms",), "a table of voices")
    units, several = _units(before, after)
    columns = [table["platforms"].tolist() for table in (before, after)]
    rows = {}
    for name in dict.fromkeys(chain.from_iterable(chain(*columns))):
        on = [np.array([name in held for held in column], dtype=bool) for column in columns]
        rows[name] = _row((before, after), units, several, on)
    index = pd.Index(list(rows), name="platform", dtype="str")
    table = pd.DataFrame(list(rows.values()), columns=list(TURNOVER_COLUMNS), index=index)
    return table.astype({name: "int64" if name in TURNOVER_COUNTS else "float64" for name in TURNOVER_COLUMNS})


def _units(before: pd.DataFrame, after: pd.DataFrame) -> tuple[list[np.ndarray], int]:
    """The number of the voice in each row of either table, the same for voices that were joined or split in between."""
    for table in (before, after):
        check_voices(table)
    seats, several = seat_voices(before, after)
    units: dict[int, int] = {}
    for move in account_moves(before, after, seats):
        one, other = (_first(units, seat) for seat in move)
        if one != other:
            units[max(one, other)] = min(one, other)
    firsts = np.arange(several)
    for seat in units:
        firsts[seat] = _first(units, seat)
    return [firsts[seat] for seat in seats], several


def _first(units: dict[int, int], seat: int) -> int:
    """The first of the voices that are one with this one; each of the others points to one before it."""
    while seat in units:
        seat = units[seat]
    return seat


def _row(
    tables: tuple[pd.DataFrame, pd.DataFrame], units: list[np.ndarray], several: int, on: list[np.ndarray]
) -> dict[str, float]:
    """The numbers of `turnover` for the rows marked in `on`."""
    there, chosen = (np.zeros((2, several), bool) for _ in range(2))
    for date, (table, unit, rows) in enumerate(zip(tables, units, on, strict=True)):
        there[date, unit[rows]] = True
        chosen[date, unit[rows & ~table["set_aside"].to_numpy(dtype=bool)]] = True
    aside = (there & ~chosen).any(axis=0)
    then, now = chosen & ~aside
    kept, came, went = (int(marks.sum()) for marks in (then & now, now & ~then, then & ~now))
    jaccard = exchange = float("nan")
    if kept + came + went:
        pairs = 2 * min(came, went)
        jaccard = (came + went) / (kept + came + went)
        # Where nobody was kept and nobody exchanged, one of the lists is empty: all of it is a matter of length.
        exchange = pairs / (kept + pairs) if pairs else 0.0
    values = (kept, came, went, int(aside.sum()), jaccard, exchange, jaccard - exchange)
    return dict(zip(TURNOVER_COLUMNS, values, strict=True))
