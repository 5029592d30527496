"""Intersections: which categories occur together in one voice, within a dimension and across several."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.composition import category_names
from auditkit.tables import DOES_NOT_APPLY, INTERSECTION_COLUMNS, RECORDED

Pair = tuple[str, str]  # (dimension, category)
Pattern = tuple[tuple[str, ...] | None, ...]  # what a voice holds in each dimension, None where that is unknown


def intersections(
    voices: pd.DataFrame,
    dimensions: str | Iterable[str],
    *,
    smallest: int = 3,
    most: int | None = None,
    combinations: Iterable[Iterable[Pair]] | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Return how many voices hold each combination of categories, alone and with others, and what it could be.

    Parameters
    ----------
    voices : DataFrame
        The wide view, one row per voice.
    dimensions : str or iterable of str
        One or more dimensions of the codebook. Each one more leaves fewer voices that are recorded in all of them.
    smallest : int, default 3
        Combinations of fewer voices are flagged: so few can point to somebody.
    most : int, optional
        At most this many rows, those of the most voices.
    combinations : iterable of iterables of (dimension, category), optional
        The combinations to answer for, such as ``[[("role", "author"), ("place", "here")]]``, in this order and also
        where nobody holds them. Default: each that a voice recorded in all the dimensions holds, the most frequent
        first, then those of fewer categories.
    codebook : Codebook, optional
        Default: the one the voices carry.

    Returns
    -------
    DataFrame
        The columns of ``INTERSECTION_COLUMNS``, one row per combination; no rows where nobody is recorded in all the
        dimensions. ``combination`` is a tuple of (dimension, category) in the codebook's order. Whole numbers, of
        voices:

        - ``exactly``: recorded in all the dimensions, and hold there what the combination says and nothing else; over
          all combinations these add up to ``known``;
        - ``at_least``: hold all of the combination, whatever else they hold;
        - ``known``: recorded in all the dimensions; ``applicable``: not set aside, and none of the dimensions "does
          not apply".

        ``lowest`` = at_least / applicable, a share from 0 to 1; ``highest`` adds the voices not known to lack any
        part of the combination; NaN where ``applicable`` is 0. ``small`` is True if ``exactly`` is neither 0 nor as
        many as `smallest`.

    Raises
    ------
    ValueError
        If a dimension is not there, named twice or none is named, `smallest` or `most` is below 1, or a combination
        names another dimension or a category that neither the codebook nor a voice has.

    Notes
    -----
    The bounds of a joint event under no assumption on why a value is unknown: with A applicable voices, lower is those
    known to hold all parts / A, upper adds those not known to lack one. Manski, C. F. (2005). International Journal of
    Approximate Reasoning 39(2-3), 151-165. ``exactly`` is what the 2024 revision of US OMB Statistical Policy
    Directive 15 calls multiple responses, ``at_least`` is its "alone or in combination".

    Examples
    --------
    >>> voices = pd.DataFrame({"set_aside": [False] * 10, "role": [("A",)] * 5 + [("B",)] * 3 + [("A", "B")] * 2,
    ...                        "role condition": ["recorded"] * 10})
    >>> together = intersections(voices, "role")
    >>> together["combination"].tolist()[2], together["exactly"].tolist(), together["at_least"].tolist()
    ((('role', 'A'), ('role', 'B')), [5, 3, 2], [7, 5, 2])
    """
    if smallest < 1 or (most is not None and most < 1):
        raise ValueError("smallest and most are numbers of 1 or more")
    codebook = codebook or voices.attrs.get("codebook")
    named = _dimensions(dimensions, codebook)
    ranks = _ranks(voices, named, codebook)
    patterns = _patterns(voices, named)
    exactly = _exactly(patterns, named, ranks)
    if combinations is None:
        wanted = sorted(exactly, key=lambda held: (-exactly[held], len(held), [ranks[pair] for pair in held]))
    else:
        wanted = [_checked(pairs, ranks) for pairs in combinations]
    wanted = wanted[:most]
    holding = _Holding(patterns, named)
    table = pd.DataFrame(
        {
            "combination": pd.Series(wanted, dtype="object"),
            "exactly": pd.Series([exactly[held] for held in wanted], dtype="int64"),
            "at_least": pd.Series([holding.surely(held) for held in wanted], dtype="int64"),
            "known": sum(exactly.values()),
            "applicable": sum(patterns.values()),
        }
    )
    # Without applicable voices these are 0 / 0, which pandas makes NaN.
    table["lowest"] = table["at_least"] / table["applicable"]
    table["highest"] = pd.Series([holding.possibly(held) for held in wanted], dtype="int64") / table["applicable"]
    table["small"] = table["exactly"].between(1, smallest - 1)
    return table[list(INTERSECTION_COLUMNS)]


def _dimensions(dimensions: str | Iterable[str], codebook: Codebook | None) -> list[str]:
    """The dimensions in the codebook's order, others after them as named."""
    named = [dimensions] if isinstance(dimensions, str) else list(dimensions)
    if not named or len(set(named)) < len(named):
        raise ValueError("name one or more dimensions, each once")
    order = codebook.dimension_names if codebook else ()
    return sorted(named, key=lambda name: order.index(name) if name in order else len(order))


def _ranks(voices: pd.DataFrame, named: Sequence[str], codebook: Codebook | None) -> dict[Pair, int]:
    """The place of every (dimension, category) in the order of the codebook."""
    pairs = [(name, word) for name in named for word in category_names(voices, name, codebook=codebook)]
    return {pair: place for place, pair in enumerate(pairs)}


def _patterns(voices: pd.DataFrame, named: Sequence[str]) -> Counter[Pattern]:
    """How many applicable voices stand in each way in the dimensions."""
    columns = [voices["set_aside"].tolist()]
    for name in named:
        columns += [voices[f"{name} condition"].tolist(), voices[name].tolist()]
    patterns: Counter[Pattern] = Counter()
    # Far fewer ways to stand than voices: each is looked at once.
    for (aside, *cells), number in Counter(zip(*columns, strict=True)).items():
        conditions, held = cells[::2], cells[1::2]
        if not aside and DOES_NOT_APPLY not in conditions:
            pairs = zip(conditions, held, strict=True)
            patterns[tuple(words if condition == RECORDED else None for condition, words in pairs)] += number
    return patterns


def _exactly(patterns: Counter[Pattern], named: Sequence[str], ranks: dict[Pair, int]) -> Counter[tuple[Pair, ...]]:
    """How many voices recorded in all the dimensions hold each combination and nothing else."""
    exactly: Counter[tuple[Pair, ...]] = Counter()
    for pattern, number in patterns.items():
        if None not in pattern:
            pairs = [(name, word) for name, held in zip(named, pattern, strict=True) for word in held]
            exactly[tuple(sorted(pairs, key=ranks.__getitem__))] += number
    return exactly


def _checked(pairs: Iterable[Pair], ranks: dict[Pair, int]) -> tuple[Pair, ...]:
    """A combination asked for, in the codebook's order."""
    asked = {tuple(pair) for pair in pairs}
    if not asked or not asked <= ranks.keys():
        raise ValueError(
            "a combination is one or more pairs of (dimension, category), of the dimensions named and as the codebook "
            "spells them"
        )
    return tuple(sorted(asked, key=ranks.__getitem__))


class _Holding:
    """Looks up how many voices hold a combination, by what they do not say and what they hold.

    Comparing every combination with every pattern takes hours where people's own words are all different; this takes
    a step per way of standing that the rarest part occurs in.
    """

    def __init__(self, patterns: Counter[Pattern], named: Sequence[str]) -> None:
        self._number = list(patterns.values())
        self._all: dict[tuple[str, ...], set[int]] = {}
        self._holders: dict[tuple[tuple[str, ...], tuple[Pair, ...]], set[int]] = {}
        for place, pattern in enumerate(patterns):
            cells = list(zip(named, pattern, strict=True))
            silent = tuple(name for name, held in cells if held is None)
            self._all.setdefault(silent, set()).add(place)
            for name, held in cells:
                for word in held or ():
                    self._holders.setdefault((silent, ((name, word),)), set()).add(place)
        self._known: dict[tuple[tuple[str, ...], tuple[Pair, ...]], int] = {}

    def surely(self, pairs: tuple[Pair, ...]) -> int:
        """Return the number of voices known to hold all the pairs."""
        spoken_of = {name for name, _ in pairs}
        return sum(self._voices(silent, pairs) for silent in self._all if spoken_of.isdisjoint(silent))

    def possibly(self, pairs: tuple[Pair, ...]) -> int:
        """Return the number of voices not known to lack any of the pairs."""
        number = 0
        for silent in self._all:
            number += self._voices(silent, tuple(pair for pair in pairs if pair[0] not in silent))
        return number

    def _voices(self, silent: tuple[str, ...], pairs: tuple[Pair, ...]) -> int:
        """Those unknown in just the dimensions `silent` who hold all the pairs."""
        key = silent, pairs
        if key not in self._known:
            # Words of one dimension come together in few ways; what those share is kept for the next combination.
            of_dimensions = [self._holding(silent, tuple(held)) for _, held in groupby(pairs, key=itemgetter(0))]
            places = set.intersection(*sorted(of_dimensions, key=len)) if pairs else self._all[silent]
            self._known[key] = sum(map(self._number.__getitem__, places))
        return self._known[key]

    def _holding(self, silent: tuple[str, ...], pairs: tuple[Pair, ...]) -> set[int]:
        key = silent, pairs
        if key not in self._holders:
            holders = [self._holders.get((silent, (pair,)), set()) for pair in pairs]
            self._holders[key] = set.intersection(*sorted(holders, key=len))
        return self._holders[key]
