"""Intervals: how far a share found in a random sample may lie from the share in the whole list."""

import functools
import math
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95
# Tails that are equal but for rounding count as equal; an interval is then wider by one voice, never narrower.
ROUNDING = 1e-7
CELLS_AT_ONCE = 2_000_000


def count_interval(found, sampled: int, population: int, *, confidence: float = CONFIDENCE) -> tuple:
    """Return the exact interval for a count in a list, from a simple random sample without replacement.

    Parameters
    ----------
    found : int, or array_like of int
        Voices of the sample that hold the category, from 0 to `sampled`.
    sampled : int
        Voices in the sample.
    population : int
        Voices in the list it was drawn from.
    confidence : float, default 0.95
        Between 0 and 1, both excluded.

    Returns
    -------
    tuple of low and high
        Whole numbers of voices of the list, from ``found`` to ``population - sampled + found``; arrays where `found`
        is one. The interval from `low` to `high` contains the true count in at least `confidence` of all samples,
        whatever the count is. An empty sample says nothing: 0 and `population`. A sample of everybody leaves no doubt:
        `found` twice.

    Raises
    ------
    ValueError
        If the numbers do not fit each other, or `confidence` is not between 0 and 1.

    Notes
    -----
    Every count M is kept for which neither P(X >= found) nor P(X <= found) is below (1 - confidence) / 2, where X is
    hypergeometric: the number of holders among `sampled` voices drawn from `population` with M holders. The same idea
    as Clopper, C. J. & Pearson, E. S. (1934). Biometrika 26(4), 404-413, for a finite population. Limits for a share
    are these, divided by `population`.

    Examples
    --------
    >>> count_interval(3, 10, 50)
    (5, 31)
    >>> [round(100 * limit / 2000, 1) for limit in count_interval(18, 60, 2000)]
    [19.0, 43.0]
    """
    numbers = np.atleast_1d(np.asarray(found))
    tail = _tail(confidence)
    whole = np.issubdtype(numbers.dtype, np.integer) or numbers.size == 0
    if not whole or not 0 <= sampled <= population or ((numbers < 0) | (numbers > sampled)).any():
        raise ValueError("found must be whole numbers from 0 to sampled, and sampled one from 0 to population")
    rows = max(1, CELLS_AT_ONCE // (sampled + 1))
    low, high = (np.empty(numbers.size, dtype="int64") for _ in range(2))
    for start in range(0, numbers.size, rows):
        part = slice(start, start + rows)
        low[part] = _fewest(numbers[part], sampled, population, tail)
        # Those who do not hold it are hypergeometric too.
        high[part] = population - _fewest(sampled - numbers[part], sampled, population, tail)
    return (int(low[0]), int(high[0])) if np.ndim(found) == 0 else (low, high)


def stratified_count_interval(found, sampled, population, *, confidence: float = CONFIDENCE) -> tuple[int, int]:
    """Return a sound interval for a count in a list, from random samples of its strata.

    Parameters
    ----------
    found, sampled, population : array_like of int, of shape (n_strata,)
        As in `count_interval`, for each stratum.
    confidence : float, default 0.95
        Between 0 and 1, both excluded.

    Returns
    -------
    tuple of low and high
        Whole numbers of voices of the list. Contains the true count in at least `confidence` of all samples.
        With one stratum that is sampled in part it is that of `count_interval`. Strata without a sample may hold
        anything from none to all.

    Raises
    ------
    ValueError
        As `count_interval`, for any stratum.

    Notes
    -----
    An interval per stratum at 1 - alpha/n_strata, added up, would be sound as well but several times as wide. Instead:
    a hypergeometric count is a sum of independent yes-or-no trials (Vatutin, V. A. & Mikhailov, V. G. (1982). Theory
    of Probability and its Applications 27(4), 734-743), so the count over all strata is one too, and of all such sums
    with the same mean the binomial has the heaviest tails (Hoeffding, W. (1956). Annals of Mathematical Statistics
    27(4), 713-721; from one above the mean on, hence the two special cases). So the binomial limits of Clopper and
    Pearson bound the mean, which is the sum of ``sampled / population * M`` over the strata, M the holders in each.
    `low` and `high` are the least and the greatest sum of M within that bound. The price is the finite-population
    correction: with half the list in the sample, the interval is wider than it need be.

    Examples
    --------
    >>> stratified_count_interval([2, 4], [10, 20], [100, 200])
    (24, 115)
    """
    found, sampled, population = (np.atleast_1d(np.asarray(part)) for part in (found, sampled, population))
    tail = _tail(confidence)
    if not found.shape == sampled.shape == population.shape:
        raise ValueError("found, sampled and population need one number for each stratum")
    if not all(np.issubdtype(part.dtype, np.integer) or part.size == 0 for part in (found, sampled, population)):
        raise ValueError("found, sampled and population must be whole numbers")
    if (found < 0).any() or (found > sampled).any() or (sampled > population).any():
        raise ValueError("in each stratum, found must be at most sampled, and sampled at most population")
    in_part = (sampled > 0) & (sampled < population)
    if in_part.sum() <= 1:
        sure, unseen = int(found[sampled == population].sum()), int(population[(sampled == 0)].sum())
        limits = (0, 0)
        if in_part.any():
            numbers = (int(part[in_part][0]) for part in (found, sampled, population))
            limits = count_interval(*numbers, confidence=confidence)
        return sure + limits[0], sure + limits[1] + unseen
    high = _greatest_sum(found, sampled, population, in_part, tail)
    return int(population.sum()) - _greatest_sum(sampled - found, sampled, population, in_part, tail), high


def planning_interval(share: float, sampled: int, population: float, *, confidence: float = CONFIDENCE) -> tuple:
    """Return about how wide an interval will be: Wilson's, with the finite-population correction. For planning only.

    It covers the truth in about `confidence` of samples on average over counts, but in fewer for some counts. What
    was found in a sample is shown with `count_interval`.

    Parameters
    ----------
    share : float
        The share that is expected, from 0 to 1.
    sampled : int
        Voices to be sampled, at least 1.
    population : int or infinity
        Voices in the list.
    confidence : float, default 0.95
        Between 0 and 1, both excluded.

    Returns
    -------
    tuple of float
        Lower and upper limit, shares from 0 to 1. Both are `share` where everybody is sampled.

    Raises
    ------
    ValueError
        If a number is outside its range.

    Notes
    -----
    With e = n(N - 1)/(N - n) the size that a sample from an endless list would need to be as good: centre
    (p + z²/2e) / (1 + z²/e), half-width z/(1 + z²/e) * sqrt(p(1 - p)/e + z²/4e²). Wilson, E. B. (1927). Journal of the
    American Statistical Association 22(158), 209-212; O'Neill, B. (2021), for the correction.

    Examples
    --------
    >>> [round(100 * limit, 1) for limit in planning_interval(0.3, 60, 2000)]
    [20.0, 42.3]
    """
    if not 0 <= share <= 1 or not 1 <= sampled <= population:
        raise ValueError("share must be from 0 to 1, and sampled from 1 to population")
    z = NormalDist().inv_cdf(1 - _tail(confidence))
    if sampled == population:
        return share, share
    size = sampled if math.isinf(population) else sampled * (population - 1) / (population - sampled)
    shrink = 1 + z**2 / size
    centre = (share + z**2 / (2 * size)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def needed_sample_size(population: int, within: float, *, share: float = 0.5, confidence: float = CONFIDENCE) -> int:
    """Return how many voices to annotate for a share to be known within so many points either way.

    Parameters
    ----------
    population : int
        Voices in the list.
    within : float
        Half the width of the interval, a share between 0 and 1: 0.1 is ten points either way.
    share : float, default 0.5
        The share that is expected, from 0 to 1. One half is the case that needs most.
    confidence : float, default 0.95
        Between 0 and 1, both excluded.

    Returns
    -------
    int
        Voices, from 1 to `population`; 0 for an empty list. A figure for planning: the exact interval may come out a
        little wider.

    Raises
    ------
    ValueError
        If a number is outside its range.

    Notes
    -----
    N z² pq / ((N - 1) d² + z² pq), rounded up. Cochran, W. G. (1977). Sampling Techniques, chapter 4.

    Examples
    --------
    >>> [needed_sample_size(2000, within) for within in (0.15, 0.10, 0.05)]
    [42, 92, 323]
    """
    if population < 0 or not 0 < within < 1 or not 0 <= share <= 1:
        raise ValueError("population must not be negative, within must be between 0 and 1, share from 0 to 1")
    if population == 0:
        return 0
    spread = NormalDist().inv_cdf(1 - _tail(confidence)) ** 2 * share * (1 - share)
    return max(1, math.ceil(population * spread / ((population - 1) * within**2 + spread)))


@functools.lru_cache(maxsize=8)
def log_factorials(largest: int) -> np.ndarray:
    """Return the natural logarithms of 0! to `largest`!, of shape (largest + 1,), read-only."""
    # One by one and not as a running sum, whose rounding would grow with the length of the list.
    logs = np.fromiter((math.lgamma(number + 1) for number in range(largest + 1)), float, largest + 1)
    logs.flags.writeable = False
    return logs


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence must be between 0 and 1")
    return (1 - confidence) / 2


def _fewest(found: np.ndarray, sampled: int, population: int, tail: float) -> np.ndarray:
    """The least count in the list with which finding so many or more is not rarer than `tail`, by halving."""
    low, high = found.astype("int64"), population - sampled + found.astype("int64")
    while (low < high).any():
        middle = (low + high) // 2
        enough = _chance_of_as_many(found, sampled, population, middle) >= tail * (1 - ROUNDING)
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
        low = np.minimum(low, high)
    return low


def _chance_of_as_many(found: np.ndarray, sampled: int, population: int, holders: np.ndarray) -> np.ndarray:
    """P(X >= found) for each pair of `found` and `holders`, X hypergeometric."""
    logs = log_factorials(population)
    drawn, holders = np.arange(sampled + 1)[None, :], holders[:, None]
    others = population - holders
    possible = (drawn >= found[:, None]) & (drawn <= holders) & (sampled - drawn <= others)
    # Impossible cells are looked up in places that exist, and then struck out.
    left, right = np.maximum(holders - drawn, 0), np.maximum(others - sampled + drawn, 0)
    ways = logs[holders] - logs[drawn] - logs[left] + logs[others] - logs[sampled - drawn] - logs[right]
    ways -= logs[population] - logs[sampled] - logs[population - sampled]
    return np.where(possible, np.exp(np.minimum(ways, 0)), 0).sum(axis=1)


def _greatest_sum(found, sampled, population, in_part, tail: float) -> int:
    """The most holders there can be over all strata when the mean of the count found is within its bound."""
    trials, successes = int(sampled[in_part].sum()), int(found[in_part].sum())
    mean = trials - _least_mean(trials - successes, trials, tail)
    # At least those found hold it; each further one costs its chance of being sampled. The cheapest come first.
    chance = sampled / np.maximum(population, 1)
    left = mean - float((chance * found)[in_part].sum())
    total = int(found.sum())
    for stratum in np.argsort(chance, kind="stable"):
        room = int(population[stratum] - sampled[stratum])
        if chance[stratum] > 0 and room:
            more = min(float(room), max(left, 0.0) / chance[stratum])
            left -= more * chance[stratum]
        else:
            more = float(room)
        total += more
    return math.floor(total + ROUNDING)


def _least_mean(found: int, trials: int, tail: float) -> float:
    """The least mean of a sum of independent trials with which `found` or more are not rarer than `tail`."""
    if found == 0:
        return 0.0
    if found == 1:
        return tail  # P(X >= 1) is at most the mean, and nearly that for some sums
    logs = log_factorials(trials)
    drawn = np.arange(found, trials + 1)
    ways = logs[trials] - logs[drawn] - logs[trials - drawn]
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        with np.errstate(divide="ignore", invalid="ignore"):
            misses = np.where(drawn == trials, 0, (trials - drawn) * np.log1p(-middle))
            chance = np.exp(ways + drawn * np.log(middle) + misses).sum()
        low, high = (low, middle) if chance >= tail * (1 - ROUNDING) else (middle, high)
    return min(trials * low, found - 1.0)
