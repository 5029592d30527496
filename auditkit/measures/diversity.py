"""Diversity: how many equally common categories would look as varied as these."""

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
    counts = np.asarray(counts, dtype=float).ravel()
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("counts must be non-negative numbers, none missing")
    order = float(order)
    if not order >= 0:
        raise ValueError("order must be 0 or more")
    counts = counts[counts > 0]
    if counts.size == 0:
        return float("nan")
    if counts.min() == counts.max() or order == 0:
        return float(counts.size)
    logs = np.log(counts) - np.log(counts.max())
    logs -= np.log(np.exp(logs).sum())
    return float(np.clip(np.exp(_renyi_entropy(logs, order)), 1, counts.size))


def _renyi_entropy(logs: np.ndarray, order: float) -> float:
    """The logarithm of the Hill number, from the logarithms of the shares."""
    shares = np.exp(logs)
    if np.isinf(order):
        return -logs.max()
    if order == 1:
        return -(shares * logs).sum()
    if abs(order - 1) < 0.5:
        # sum of p**order - 1 = sum of p * (p**(order - 1) - 1): small terms, no cancellation. Where a share is so
        # rare that the second factor is large, there is nothing to cancel and it could overflow.
        exponents = (order - 1) * logs
        small = np.abs(exponents) < 1
        terms = np.where(small, shares * np.expm1(np.where(small, exponents, 0)), np.exp(order * logs) - shares)
        return np.log1p(terms.sum()) / (1 - order)
    largest = logs.max()
    with np.errstate(over="ignore"):  # at enormous orders only the largest share is left, as it should be
        others = np.exp(order * (logs - largest)).sum()
    return order / (1 - order) * largest + np.log(others) / (1 - order)
