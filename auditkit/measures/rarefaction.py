"""Rarefaction: how varied a long list would look at the length of a short one, so that the two can be compared."""

import numpy as np

from auditkit.measures.diversity import renyi_entropy
from auditkit.measures.intervals import log_factorials


def rarefied_hill_number(counts, to: int, order: float = 1, *, voices: int | None = None) -> float:
    """Return the Hill number expected of `to` voices drawn from a list.

    The number of categories grows with the length of a list, so 40 voices are not compared with 900 as they stand.
    Where everybody is annotated this standardises and estimates nothing. There is no way to ask for more voices than
    there are: the categories are a list somebody wrote, not species still to be discovered.

    Parameters
    ----------
    counts : array_like of int, of shape (n_categories,)
        How many of the recorded voices hold each category. Zeros change nothing.
    to : int
        The length to compare at, from 1 to `voices`.
    order : float, default 1
        0 or more, finite.
    voices : int, optional
        Recorded voices. Default: the sum of `counts`, right where each holds one category.

    Returns
    -------
    float
        In categories, from 1 to n_categories. NaN if every count is zero.

    Raises
    ------
    ValueError
        If a number is outside its range, or a category has more holders than there are voices.

    Notes
    -----
    f(k) = sum over categories of C(n, k) C(T - n, t - k) / C(T, t), how many categories k of the t voices are expected
    to hold; then the Hill number of shares k / U, each occurring f(k) times, with U = t * sum(n) / T. Voices with
    several categories are the sampling units (incidence data); mentions are not drawn one by one, since a voice
    brings all of its own. Chao, A. et al. (2014). Ecological Monographs 84(1), 45-67.

    Examples
    --------
    >>> round(rarefied_hill_number([8, 1, 1], to=5, order=0), 4)
    2.0
    """
    counts, voices = _checked(counts, voices)
    order = float(order)
    if not 0 <= order < np.inf:
        raise ValueError("order must be a finite number of 0 or more")
    if counts.size == 0:
        return float("nan")
    if to != int(to) or not 1 <= to <= voices:
        raise ValueError(f"to must be a whole number from 1 to the number of voices, {voices}")
    held, expected = _expected_frequencies(counts, int(to), voices)
    if order == 0:
        return float(expected.sum())
    logs = np.log(held) - np.log((held * expected).sum())
    return float(max(1.0, np.exp(renyi_entropy(logs, order, expected))))


def sample_coverage(counts, *, voices: int | None = None) -> float:
    """Return which part of the mentions in a longer list like this would be of categories already met.

    Parameters
    ----------
    counts : array_like of int, of shape (n_categories,)
        How many of the recorded voices hold each category. Zeros change nothing.
    voices : int, optional
        Recorded voices. Default: the sum of `counts`, right where each holds one category.

    Returns
    -------
    float
        From 0 to 1. NaN if every count is zero, or with fewer than two voices, who cannot say.

    Raises
    ------
    ValueError
        If a count is no whole number of 0 or more, or a category has more holders than there are voices.

    Notes
    -----
    The estimate of Chao and Jost, an improvement of Good's: with Q1 categories held by one voice, Q2 by two, M mentions
    and T voices, 1 - Q1/M * (T - 1) Q1 / ((T - 1) Q1 + 2 Q2); where Q2 is 0, with Q1 (Q1 - 1) / 2 in place of
    Q1² / (2 Q2). Chao, A. & Jost, L. (2012). Ecology 93(12), 2533-2547. Not annotation coverage, which asks how many
    voices were reviewed.

    Examples
    --------
    >>> round(sample_coverage([5, 3, 1, 1]), 4)
    0.8364
    """
    counts, voices = _checked(counts, voices)
    if counts.size == 0 or voices < 2:
        return float("nan")
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    if not once:
        return 1.0
    unseen = (voices - 1) * (once**2 / (2 * twice) if twice else once * (once - 1) / 2)
    return float(1 - once / counts.sum() * unseen / (unseen + once))


def _checked(counts, voices: int | None) -> tuple[np.ndarray, int]:
    counts = np.asarray(counts, dtype=float).ravel()
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError("counts must be whole numbers of 0 or more")
    counts = counts[counts > 0].astype("int64")
    voices = int(counts.sum()) if voices is None else voices
    if voices != int(voices) or (counts > voices).any() or (counts.size and counts.sum() < voices):
        raise ValueError("voices must be a whole number, at least the largest count and at most the sum of counts")
    return counts, int(voices)


def _expected_frequencies(counts: np.ndarray, to: int, voices: int) -> tuple[np.ndarray, np.ndarray]:
    """How many categories are expected to be held by k of `to` voices, for every k that is possible."""
    logs = log_factorials(voices)
    expected = np.zeros(to + 1)
    drawings = logs[voices] - logs[to] - logs[voices - to]
    for count, categories in zip(*np.unique(counts, return_counts=True), strict=True):
        held = np.arange(max(0, to - (voices - count)), min(count, to) + 1)
        ways = logs[count] - logs[held] - logs[count - held]
        others = voices - count
        ways = ways + logs[others] - logs[to - held] - logs[others - to + held]
        expected[held] += categories * np.exp(ways - drawings)
    held = np.flatnonzero(expected[1:]) + 1
    return held, expected[held]
