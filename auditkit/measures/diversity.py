"""Diversity: how many equally common categories would look as varied as these, how evenly, and how dominated."""

import numpy as np


def hill_number(counts, order: float = 1) -> float:
    """Return the Hill number: how many equally common categories would look this varied.

    Parameters
    ----------
    counts : array_like of shape (n_categories,)
        Non-negative and finite. Zeros are allowed and change nothing.
    order : float, default 1
        0 counts categories, 1 is exp(Shannon entropy), 2 is inverse Simpson, infinity is one over the largest
        share. The larger the order, the less the rare categories weigh.

    Returns
    -------
    float
        In categories, from 1 to n_categories. NaN if every count is zero, or there is none.

    Raises
    ------
    ValueError
        If a count is negative or missing, or `order` is negative or missing.

    Notes
    -----
    (sum of p**order) ** (1 / (1 - order)), its limit at 1 and at infinity. Hill, M. O. (1973). Ecology 54(2),
    427-432. When voices hold several categories these are shares of mentions, not of voices.

    Written that way it underflows at high orders and divides zero by zero near 1. Here each p is taken relative to
    the largest, and near 1 the logarithm of the sum, which is then close to 0, comes from ``expm1`` and ``log1p``.

    Examples
    --------
    >>> hill_number([5, 5, 5, 5])
    4.0
    >>> round(hill_number([1, 4, 7, 4, 2], order=2), 6)
    3.767442
    """
    counts = positive(counts)
    order = float(order)
    if not order >= 0:
        raise ValueError("order must be 0 or more")
    if counts.size == 0:
        return float("nan")
    if counts.min() == counts.max() or order == 0:
        return float(counts.size)
    logs = np.log(counts) - np.log(counts.max())
    logs -= np.log(np.exp(logs).sum())
    return float(np.clip(np.exp(renyi_entropy(logs, order)), 1, counts.size))


def evenness(counts) -> float:
    """Return how evenly the mentions are spread over the categories that occur: Pielou's evenness.

    Parameters
    ----------
    counts : array_like of shape (n_categories,)
        Non-negative and finite. Zeros are left out: a category nobody holds makes a list less varied, not less even.

    Returns
    -------
    float
        From near 0 (one category has nearly all) to 1 (all are equally common). NaN with fewer than two categories.

    Raises
    ------
    ValueError
        If a count is negative or missing.

    Notes
    -----
    ln(D1) / ln(D0), with the Hill numbers of order 1 and 0. Pielou, E. C. (1966). Journal of Theoretical Biology 13,
    131-144. Read it beside D0: two categories that are equally common are as even as twenty.

    Examples
    --------
    >>> evenness([5, 5, 5, 0])
    1.0
    >>> round(evenness([1, 4, 7, 4, 2]), 6)
    0.895022
    """
    counts = positive(counts)
    if counts.size < 2:
        return float("nan")
    return float(np.log(hill_number(counts, 1)) / np.log(counts.size))


def dominance(counts) -> float:
    """Return the share of mentions that falls to the most common category: the index of Berger and Parker.

    Parameters
    ----------
    counts : array_like of shape (n_categories,)
        Non-negative and finite. Zeros change nothing.

    Returns
    -------
    float
        From 1 / n_categories to 1; one over the Hill number of order infinity. NaN if every count is zero. Where
        voices hold several categories it is a share of mentions, which is less than the share of voices that hold it.

    Raises
    ------
    ValueError
        If a count is negative or missing.

    Notes
    -----
    max(p). Berger, W. H. & Parker, F. L. (1970). Science 168, 1345-1347.

    Examples
    --------
    >>> dominance([6, 3, 3])
    0.5
    """
    counts = positive(counts)
    return float(1 / (counts / counts.max()).sum()) if counts.size else float("nan")


def positive(counts) -> np.ndarray:
    """Return the counts above zero as floats; ``ValueError`` if one is negative, missing or infinite."""
    counts = np.asarray(counts, dtype=float).ravel()
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("counts must be non-negative numbers, none missing")
    return counts[counts > 0]


def renyi_entropy(logs: np.ndarray, order: float, weights: np.ndarray | float = 1.0) -> float:
    """Return the logarithm of the Hill number, from the logarithms of the shares and how often each share occurs."""
    shares = weights * np.exp(logs)
    if np.isinf(order):
        return -logs.max()
    if order == 1:
        return -(shares * logs).sum()
    if abs(order - 1) < 0.5:
        # sum of p**order - 1 = sum of p * (p**(order - 1) - 1): small terms, no cancellation. Where a share is so
        # rare that the second factor is large, there is nothing to cancel and it could overflow.
        exponents = (order - 1) * logs
        small = np.abs(exponents) < 1
        powers = weights * np.exp(order * logs)
        terms = np.where(small, shares * np.expm1(np.where(small, exponents, 0)), powers - shares)
        return np.log1p(terms.sum()) / (1 - order)
    largest = logs.max()
    with np.errstate(over="ignore"):  # at enormous orders only the largest share is left, as it should be
        others = (weights * np.exp(order * (logs - largest))).sum()
    return order / (1 - order) * largest + np.log(others) / (1 - order)
