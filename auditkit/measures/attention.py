"""Attention: whom a person turns to, beside whom they follow. What they amplify or rate, never "what they see"."""

import math
from collections.abc import Iterable, Mapping
from math import fsum

import numpy as np
import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.activity import join_activity
from auditkit.measures.composition import category_names, counts_and_shares
from auditkit.tables import (
    ATTENTION_COLUMNS,
    DECLINED,
    DOES_NOT_APPLY,
    NOTHING_FOUND,
    RATINGS,
    RECORDED,
    Activity,
    check_columns,
)

# About how many days a week the word stands for: only their proportions matter.
RATING_WEIGHTS = {"daily": 7, "sometimes": 1, "never": 0}


def attention(
    voices: pd.DataFrame,
    activity: Activity | Iterable[Activity],
    dimension: str,
    *,
    kinds: Iterable[str] | None = None,
    since: object = None,
    until: object = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Return the composition of the voices followed, beside the same weighted by what the person did.

    Parameters
    ----------
    voices : DataFrame
        The wide view. Where it has a column ``platforms``, only voices on a platform that `activity` is of count, in
        the unweighted columns too: an export of one platform says nothing about another.
    activity : Activity or iterable of Activity
        One per platform, as a reader read it.
    dimension : str
        A dimension of the codebook, such as ``"role"``.
    kinds : iterable of str, optional
        Of ``ACTIVITY_KINDS``, such as ``["amplified", "replied"]``. Default: all that `activity` holds, added up.
    since, until : str or date, optional
        Only activity of these months counts, the first and the last included ("2026-01"); then activity without a
        month is left out.
    codebook : Codebook, optional
        Default: the one the voices carry.

    Returns
    -------
    DataFrame
        The columns of ``ATTENTION_COLUMNS``, one row per category: those of `composition`, and beside them, with w a
        voice's activity over all its accounts:

        - ``weight``: sum of w over those who hold the category; ``weight_recorded``, ``weight_applicable``: over those
          recorded, and those applicable. In acts, from 0;
        - ``weighted_coverage``: reviewed / applicable; ``weighted_share_of_known``: weight / weight_recorded;
          ``weighted_lowest``: weight / weight_applicable; ``weighted_highest``: the same with the w of the unknown
          voices added. From 0 to 1, NaN where there is no weight.

    Raises
    ------
    ValueError
        If a kind is not one of ``ACTIVITY_KINDS``, or the voices lack the dimension or the column ``accounts``.

    See Also
    --------
    activity_elsewhere : activity for accounts that are not followed, which counts nowhere here.

    Notes
    -----
    Weighted share: sum(w x) / sum(w k), x holds the category, k recorded. One unknown voice that much attention goes
    to can outweigh all others: read the weighted bounds. After the distinction of network, feed and choice in Bakshy,
    E., Messing, S. & Adamic, L. A. (2015). Science 348(6239), 1130-1132. Activity in the open overstates how alike
    those are whom a person follows; neither column is what a platform showed them.

    Examples
    --------
    >>> from auditkit.tables import activity_table
    >>> voices = pd.DataFrame({"voice": ["a", "b"], "accounts": [("x:1",), ("x:2",)], "set_aside": False,
    ...                        "role": [("teacher",), ("author",)], "role condition": "recorded"})
    >>> acts = Activity(activity_table({("x:1", "amplified", None): 3, ("x:2", "liked", None): 1}), "x", "x")
    >>> attention(voices, acts, "role")[["share_of_known", "weighted_share_of_known"]].values.tolist()
    [[0.5, 0.25], [0.5, 0.75]]
    """
    joined = join_activity(voices, activity, kinds, since, until)
    names = category_names(voices, dimension, codebook=codebook)
    weights = joined.weights[joined.covered]
    return _weighted(voices[joined.covered], dimension, names, weights, weights)


def attention_by_rating(
    voices: pd.DataFrame,
    dimension: str,
    *,
    weights: Mapping[str, float] = RATING_WEIGHTS,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Return the composition of the voices followed, beside the same weighted by the person's own rating.

    Parameters
    ----------
    voices : DataFrame
        The wide view, with the column ``attention``: daily, sometimes, never or missing.
    dimension : str
        A dimension of the codebook, such as ``"role"``.
    weights : mapping of rating to number
        What each rating weighs, from 0. Default: 7, 1 and 0, as days of a week.
    codebook : Codebook, optional
        Default: the one the voices carry.

    Returns
    -------
    DataFrame
        As `attention`, over all the voices. Weights, the weighted coverage and the weighted share of the known are of
        the voices that have a rating. For the weighted bounds a voice without one may weigh anything between the
        least and the most a rating weighs, so they are wide until most are rated.

    Raises
    ------
    ValueError
        If `weights` lacks a rating or holds a negative number, or the voices lack the dimension or ``attention``.

    Examples
    --------
    >>> voices = pd.DataFrame({"attention": ["daily", "sometimes"], "set_aside": False,
    ...                        "role": [("teacher",), ("author",)], "role condition": "recorded"})
    >>> attention_by_rating(voices, "role")["weighted_share_of_known"].tolist()
    [0.125, 0.875]
    """
    check_columns(voices, ("attention",), "a table of voices")
    if set(weights) != set(RATINGS) or not all(0 <= number < np.inf for number in weights.values()):
        raise ValueError(f"weights needs a number, 0 or more, for each of {', '.join(RATINGS)}")
    names = category_names(voices, dimension, codebook=codebook)
    rated = voices["attention"].map(dict(weights)).to_numpy(dtype="float64")
    least, most = (np.where(np.isnan(rated), bound(weights.values()), rated) for bound in (min, max))
    return _weighted(voices, dimension, names, least, most)


def _weighted(
    voices: pd.DataFrame, dimension: str, names: list[str], least: np.ndarray, most: np.ndarray
) -> pd.DataFrame:
    """The table of both measures, from the least and the most that each voice may weigh."""
    condition = voices[f"{dimension} condition"]
    applicable = ((condition != DOES_NOT_APPLY) & ~voices["set_aside"].astype("bool")).to_numpy()
    recorded = applicable & (condition == RECORDED).to_numpy()
    reviewed = applicable & condition.isin((RECORDED, NOTHING_FOUND, DECLINED)).to_numpy()
    certain = least == most
    places: dict[str, list[int]] = {name: [] for name in names}
    for place, held in zip(np.flatnonzero(recorded).tolist(), voices[dimension][recorded].tolist(), strict=True):
        for category in held:
            places[category].append(place)
    table = counts_and_shares(voices, dimension, names)
    # Exactly rounded sums do not depend on the order of the voices.
    table["weight"] = [fsum(least[held][certain[held]]) for held in places.values()]
    table["weight_recorded"] = fsum(least[recorded & certain])
    table["weight_applicable"] = fsum(least[applicable & certain])
    table["weighted_coverage"] = fsum(least[reviewed & certain]) / _whole(table["weight_applicable"])
    table["weighted_share_of_known"] = table["weight"] / _whole(table["weight_recorded"])
    unknown = fsum(most[applicable & ~recorded])
    all_recorded = fsum(least[recorded]), fsum(most[recorded])
    bounds = [_bounds((fsum(least[held]), fsum(most[held])), all_recorded, unknown) for held in places.values()]
    table["weighted_lowest"], table["weighted_highest"] = np.array(bounds, dtype="float64").reshape(-1, 2).T
    return table[list(ATTENTION_COLUMNS)]


def _whole(weights: pd.Series) -> pd.Series:
    return weights.where(weights > 0)


def _bounds(held: tuple[float, float], recorded: tuple[float, float], unknown: float) -> tuple[float, float]:
    """The lowest and highest weighted share, from the least and the most that its holders and the recorded weigh.

    A share grows with the weight of a holder and shrinks with that of anybody else, so it is lowest where holders
    weigh least, all others most, and no unknown voice holds the category.
    """
    others = max(recorded[0] - held[0], 0.0), max(recorded[1] - held[1], 0.0)
    # Where that leaves no weight at all there is a share only if somebody weighs more, and then it is all or nothing.
    lowest = _part(held[0], others[1] + unknown, 1.0 if held[1] else math.nan)
    highest = _part(held[1] + unknown, others[0], 0.0 if others[1] else math.nan)
    return lowest, highest


def _part(weight: float, rest: float, without_weight: float) -> float:
    return weight / (weight + rest) if weight + rest else without_weight
