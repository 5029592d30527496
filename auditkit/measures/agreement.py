"""Agreement: how alike two people annotate the same voices."""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence, Set

import numpy as np
import pandas as pd

from auditkit.measures.composition import category_names
from auditkit.tables import NOT_REVIEWED, RECORDED, check_columns

AGREEMENT_COLUMNS = (
    "in_common",
    "both_reviewed",
    "both_recorded",
    "agreement",
    "kappa",
    "alpha",
    "jaccard_distance",
)


def agreement(first: pd.DataFrame, second: pd.DataFrame, dimensions: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return how far two annotators agree on the voices they share, one row per dimension.

    Parameters
    ----------
    first, second : DataFrame
        Two wide views of the same voices, annotated by two people without looking at each other's work.
    dimensions : str or iterable of str, optional
        Default: every dimension that both have, in the order of `first`.

    Returns
    -------
    DataFrame
        Indexed by dimension. Whole numbers: ``in_common``, voices in both tables and set aside in neither;
        ``both_reviewed``, those that both gave an answer for; ``both_recorded``, those that both put in a category.
        Then

        - ``agreement``: the share of `both_reviewed` with the very same answer, 0 to 1;
        - ``kappa``: `cohen_kappa` of these answers;
        - ``alpha``: `krippendorff_alpha` with the Jaccard distance, so that two of three categories in common is
          better than none. Where each voice holds one category it is the alpha for nominal data;
        - ``jaccard_distance``: its mean over `both_recorded`, from 0 (same categories) to 1 (none in common).

        NaN where there is nothing to go by.

    Raises
    ------
    ValueError
        If one of the tables lacks a dimension or a column.

    Notes
    -----
    "Not reviewed" is a missing value: nobody looked. "Nothing found", "declined" and "does not apply" are answers,
    since a second person may well have found something; they count as different from each other and from any category.

    Examples
    --------
    >>> def table(*roles):
    ...     return pd.DataFrame({"voice": ["a", "b", "c"], "set_aside": False, "role": list(roles),
    ...                          "role condition": ["recorded" if role else "nothing found" for role in roles]})
    >>> agreement(table(("teacher",), ("author",), ()), table(("teacher",), ("author", "teacher"), ())).round(3).T
    dimension          role
    in_common         3.000
    both_reviewed     3.000
    both_recorded     2.000
    agreement         0.667
    kappa             0.571
    alpha             0.783
    jaccard_distance  0.250
    """
    if dimensions is None:
        has = [{name for name in table.columns if name.endswith(" condition")} for table in (first, second)]
        kept = [name for name in first.columns if name in has[0] & has[1]]
        dimensions = [name.removesuffix(" condition") for name in kept]
    dimensions = [dimensions] if isinstance(dimensions, str) else list(dimensions)
    rows = [_row(first, second, dimension) for dimension in dimensions]
    table = pd.DataFrame(
        rows, columns=list(AGREEMENT_COLUMNS), index=pd.Index(dimensions, name="dimension", dtype="str")
    )
    return table.astype(dict.fromkeys(AGREEMENT_COLUMNS[:3], "int64"))


def percent_agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return the share of equal answers, from 0 to 1, over the units for which both are given (not None).

    NaN if there is none. It says nothing about how much agreement chance alone would bring.

    Examples
    --------
    >>> percent_agreement(["a", "b", "c", None], ["a", "b", "b", "b"]) * 3
    2.0
    """
    pairs = _pairs(first, second)
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else math.nan


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa: the part of the agreement that chance left open, and that was reached.

    Parameters
    ----------
    first, second : sequence of hashable
        The answers of two annotators, unit by unit. None is missing, and takes the unit out.

    Returns
    -------
    float
        1 for full agreement, 0 for as much as chance brings, below 0 for less. NaN if there is no unit, or if both
        gave one and the same answer throughout: chance then agrees fully as well.

    Raises
    ------
    ValueError
        If the sequences differ in length.

    Notes
    -----
    (p - e) / (1 - e), with p the share of equal answers and e the sum over answers of the product of how often each
    annotator gives it. Cohen, J. (1960). Educational and Psychological Measurement 20(1), 37-46.

    Examples
    --------
    >>> round(cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"]), 3)
    0.5
    """
    pairs = _pairs(first, second)
    if not pairs:
        return math.nan
    one, other = (Counter(side) for side in zip(*pairs, strict=True))
    # Whole numbers until the end: otherwise rounding may tell 1 from 1.
    equal, units = sum(a == b for a, b in pairs), len(pairs)
    by_chance = sum(number * other[answer] for answer, number in one.items())
    return (equal * units - by_chance) / (units**2 - by_chance) if by_chance < units**2 else math.nan


def krippendorff_alpha(
    answers: Sequence[Sequence[Hashable]], distance: Callable[[Hashable, Hashable], float] | None = None
) -> float:
    """Return Krippendorff's alpha, for any number of annotators and with answers missing.

    Parameters
    ----------
    answers : sequence of sequences of hashable
        One sequence per annotator, unit by unit. None is missing; units with fewer than two answers say nothing.
    distance : callable, optional
        How far apart two answers are, from 0: symmetric, and 0 between equals. Default: 1 between any two that differ
        (nominal data). For sets, `jaccard_distance`.

    Returns
    -------
    float
        1 for full agreement, 0 for as much as chance brings, below 0 for less. NaN if no unit has two answers, or if
        there is only one answer throughout: without variation nothing can be told.

    Raises
    ------
    ValueError
        If the sequences differ in length.

    Notes
    -----
    1 - observed / expected. Observed is the mean distance between answers to the same unit, a unit with m answers
    counting m times; expected is the mean distance between all pairs of those answers. Krippendorff, K. (2004). Content
    Analysis, chapter 11. A distance between sets is put in as it is, unsquared: Passonneau, R. (2006), LREC.

    Examples
    --------
    >>> round(krippendorff_alpha(["aabbc", "aabcc"]), 3)
    0.727
    """
    if len({len(side) for side in answers}) > 1:
        raise ValueError("every annotator needs one answer for each unit; use None where one is missing")
    # Units that were answered alike are worked out once, however many there are.
    units = Counter(tuple(answer for answer in unit if answer is not None) for unit in zip(*answers, strict=True))
    units = {unit: number for unit, number in units.items() if len(unit) > 1}
    values = list(dict.fromkeys(answer for unit in units for answer in unit))
    if len(values) < 2:
        return math.nan
    apart = np.zeros((len(values), len(values)))
    for row, one in enumerate(values):
        for column, other in enumerate(values[:row]):
            apart[row, column] = apart[column, row] = distance(one, other) if distance else 1.0
    place = {value: number for number, value in enumerate(values)}
    totals, observed = np.zeros(len(values)), 0.0
    for unit, number in units.items():
        held = [place[answer] for answer in unit]
        np.add.at(totals, held, number)
        observed += number * apart[np.ix_(held, held)].sum() / (len(held) - 1)
    expected = totals @ apart @ totals / (totals.sum() - 1)
    return float(1 - observed / expected) if expected else math.nan


def jaccard_distance(first: Set, second: Set) -> float:
    """Return how much two sets differ: 1 less the part of their union that they share, 0 for two empty sets.

    Notes
    -----
    From 0 (equal) to 1 (nothing in common). Jaccard, P. (1912). New Phytologist 11(2), 37-50.

    Examples
    --------
    >>> jaccard_distance({"author", "teacher"}, {"author"})
    0.5
    """
    first, second = set(first), set(second)
    union = first | second
    return 1 - len(first & second) / len(union) if union else 0.0


def _pairs(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[Hashable, Hashable]]:
    if len(first) != len(second):
        raise ValueError("both annotators need one answer for each unit; use None where one is missing")
    return [pair for pair in zip(first, second, strict=True) if None not in pair]


def _row(first: pd.DataFrame, second: pd.DataFrame, dimension: str) -> tuple:
    sides = [_answers(table, dimension) for table in (first, second)]
    shared = [voice for voice in sides[0] if voice in sides[1]]
    one, other = ([side[voice] for voice in shared] for side in sides)
    pairs = _pairs(one, other)
    recorded = Counter(pair for pair in pairs if all(kind == RECORDED for answer in pair for kind, _ in answer))
    both = recorded.total()
    apart = sum(number * jaccard_distance(*pair) for pair, number in recorded.items())
    return (
        len(shared),
        len(pairs),
        both,
        percent_agreement(one, other),
        cohen_kappa(one, other),
        krippendorff_alpha([one, other], jaccard_distance),
        apart / both if both else math.nan,
    )


def _answers(table: pd.DataFrame, dimension: str) -> dict[str, frozenset | None]:
    """What was answered for each voice: a set of (condition, category), or None if it was not reviewed.

    As sets of pairs, conditions and categories need one distance only, and no category can be mistaken for a condition.
    """
    category_names(table, dimension)  # says which dimensions there are
    check_columns(table, ("voice",), "a table of voices")
    kept = table.loc[~table["set_aside"].astype(bool)]
    said = zip(kept[f"{dimension} condition"].tolist(), kept[dimension].tolist(), strict=True)
    said = [(condition, held if condition == RECORDED else ("",)) for condition, held in said]
    # Few answers occur often: each is put together once.
    meant: dict[tuple, frozenset | None] = {
        answer: None if answer[0] == NOT_REVIEWED else frozenset((answer[0], category) for category in answer[1])
        for answer in set(said)
    }
    return {voice: meant[answer] for voice, answer in zip(kept["voice"].tolist(), said, strict=True)}
