"""Profile: the Hill number over all orders, and how low or high it could be given what is unknown."""

import itertools
import math

import numpy as np
import pandas as pd

from auditkit.codebook import Codebook, Dimension
from auditkit.measures.composition import category_names, counts_and_shares
from auditkit.measures.diversity import hill_number, positive
from auditkit.tables import DOES_NOT_APPLY, ENOUGH_KNOWN, PROFILE_COLUMNS, RECORDED

ORDERS = tuple(step / 4 for step in range(13))  # 0 to 3


def hill_profile(
    voices: pd.DataFrame, dimension: str, *, orders=ORDERS, codebook: Codebook | None = None
) -> pd.DataFrame:
    """Return the Hill number of each order, with the bounds that the unknown voices leave.

    Parameters
    ----------
    voices : DataFrame
        The wide view, one row per voice.
    dimension : str
        A dimension of the codebook, such as ``"role"``.
    orders : iterable of float
        Each 0 or more. Default: 0 to 3 in quarters.
    codebook : Codebook, optional
        Default: the one the voices carry. It says how many categories there are and whether a voice may hold
        several; without one, voices may hold several, of any wording.

    Returns
    -------
    DataFrame
        One row per order: ``order``; ``hill``, of the recorded voices, in categories; ``lowest`` and ``highest``, as
        `hill_bounds`. ``hill`` is NaN where less than half of the applicable voices are recorded: the bounds are then
        what is known. All three are NaN where nobody is applicable.

    Raises
    ------
    ValueError
        If the voices have no such dimension, or an order is negative or missing.

    Notes
    -----
    Where a voice may hold several categories, the numbers are those of mentions: the voice is the sampling unit and
    a category counts once for each voice that holds it (incidence data). Two other ways are common, and answer other
    questions. Splitting a voice into halves and thirds says that someone with two identities is half of each.
    Taking each combination for a category of its own calls a list more varied the more finely it was annotated. And
    only for incidences are there bounds that hold whatever the unknown voices turn out to be.

    Examples
    --------
    >>> voices = pd.DataFrame({"set_aside": [False] * 4, "role": [("teacher",), ("author",), ("author",), ()],
    ...                        "role condition": ["recorded", "recorded", "recorded", "not reviewed"]})
    >>> from auditkit.codebook import Category
    >>> roles = Codebook("roles", (Dimension("role", categories=(Category("teacher"), Category("author"))),))
    >>> hill_profile(voices, "role", orders=[0, 1, 2], codebook=roles).round(3).values.tolist()
    [[0.0, 2.0, 2.0, 2.0], [1.0, 1.89, 1.755, 2.0], [2.0, 1.8, 1.6, 2.0]]
    """
    names = category_names(voices, dimension, codebook=codebook)
    codebook = codebook or voices.attrs.get("codebook")
    rules = codebook[dimension] if codebook and dimension in codebook else Dimension(dimension, open=True)
    condition = voices.loc[~voices["set_aside"].astype(bool), f"{dimension} condition"]
    applicable, recorded = int((condition != DOES_NOT_APPLY).sum()), int((condition == RECORDED).sum())
    counts = counts_and_shares(voices, dimension, names)["count"].to_numpy()
    orders = [float(order) for order in orders]
    rows = []
    for order in orders:
        point = hill_number(counts, order)
        limits = (math.nan, math.nan)
        if applicable:
            limits = hill_bounds(counts, applicable - recorded, order, several=rules.several, is_open=rules.open)
            point = point if recorded / applicable >= ENOUGH_KNOWN else math.nan
        rows.append((order, point, *limits))
    return pd.DataFrame(rows, columns=list(PROFILE_COLUMNS), dtype="float64")


def hill_bounds(
    counts, unknown: int, order: float = 1, *, several: bool = True, is_open: bool = False
) -> tuple[float, float]:
    """Return the lowest and the highest Hill number there could be, whatever the unknown voices turn out to hold.

    Parameters
    ----------
    counts : array_like of int, of shape (n_categories,)
        Holders of every category there is, zeros included: an unknown voice may be the first in one.
    unknown : int
        Voices of whom it is not known what they hold.
    order : float, default 1
        0 or more; infinity is allowed.
    several : bool, default True
        True if a voice may hold several categories: an unknown voice then adds at most one to each, and one at least
        to any. False: it adds one to one of them.
    is_open : bool, default False
        True if a voice may also hold words that are not among the categories.

    Returns
    -------
    tuple of float
        In categories, from 1. Both are attained: no narrower bounds hold. ``highest`` is infinite where unknown voices
        may each hold any number of new words. NaN if there is nobody at all.

    Raises
    ------
    ValueError
        If a count is negative or missing, `unknown` is negative, or both leave no category to hold.

    Notes
    -----
    For a fixed number of mentions the Hill number is Schur-concave: moving a mention from a rarer category to a more
    common one lowers it. *One category each:* the lowest has all unknown voices in the largest category, the highest
    fills the smallest first, in whole voices: half a voice is none, so the level they could all reach is out of reach.

    *Several:* the number of mentions is free too. Of all ways to add S mentions, at most U to a category, the lowest
    fills the largest categories first; and as one category is filled from 0 to U, the Hill number rises and then
    falls, or does one of them, so that its least value is at an end. So it is the lowest over filling the largest
    category, the two largest, and so on. The highest brings the lowest categories to one level L, as far as U allows.
    As L rises the Hill number rises and then falls between any two places at which a category joins or drops out; it
    is highest where L passes (sum of n**q / sum of n) ** (1 / (q - 1)) over the categories that stay as they are.

    Examples
    --------
    >>> [round(limit, 3) for limit in hill_bounds([30, 12, 5, 3], 25, several=False)]
    [2.293, 3.789]
    """
    kept = np.asarray(counts, dtype=float).ravel()
    filled = positive(kept)
    if unknown < 0 or unknown != int(unknown):
        raise ValueError("unknown must be a whole number of 0 or more")
    if unknown == 0:
        point = hill_number(filled, order)
        return point, point
    if kept.size == 0 and not is_open:
        raise ValueError("unknown voices need a category to hold, or an open dimension")
    largest_first = -np.sort(-(filled if filled.size else np.zeros(1)))
    reach = largest_first.size if several else 1
    among = np.arange(largest_first.size)
    lowest = min(hill_number(largest_first + unknown * (among < number), order) for number in range(1, reach + 1))
    if is_open:
        kept = np.concatenate([filled, np.zeros(int(unknown))])
    if not several:
        return lowest, hill_number(_evened(kept, int(unknown)), order)
    return lowest, math.inf if is_open else _highest(kept, int(unknown), float(order))


def _evened(counts: np.ndarray, unknown: int) -> np.ndarray:
    """The counts after `unknown` voices joined one by one the category that was smallest."""
    low, high = int(counts.min()), int(counts.min()) + unknown
    while low < high:  # the highest level to which all can be brought
        middle = (low + high + 1) // 2
        low, high = (middle, high) if np.maximum(middle - counts, 0).sum() <= unknown else (low, middle - 1)
    level = np.maximum(counts, low)
    left = unknown - int((level - counts).sum())
    level[np.flatnonzero(level == low)[:left]] += 1
    return level


def _highest(counts: np.ndarray, unknown: int, order: float) -> float:
    """The highest Hill number when each unknown voice adds at most one to each category, and one in all."""
    start = _evened(counts, unknown)
    best = hill_number(start, order)
    places = np.unique(np.concatenate([counts, counts + unknown]))
    # Below this level there are fewer mentions than unknown voices, so that some would hold nothing.
    first = int(start.min())
    first += int(np.maximum(first - counts, 0).sum()) < unknown
    for low, high in itertools.pairwise(places):
        staying = np.concatenate([counts[counts >= high], counts[counts + unknown <= low] + unknown])
        ideal = _ideal_level(staying, order) if staying.size else high
        for level in {math.floor(ideal), math.ceil(ideal)}:
            level = min(max(level, int(low)), int(high))
            best = max(best, hill_number(np.clip(max(level, first), counts, counts + unknown), order))
    return best


def _ideal_level(staying: np.ndarray, order: float) -> float:
    """Where the Hill number is highest as a function of the level of all other categories."""
    logs = np.log(staying)
    if math.isinf(order):
        return float(staying.max())
    if abs(order - 1) < 1e-8:
        return float(np.exp((staying * logs).sum() / staying.sum()))
    scaled = logs - logs.max()
    weights = np.exp(scaled)
    return float(np.exp(logs.max() + np.log(np.exp(order * scaled).sum() / weights.sum()) / (order - 1)))
