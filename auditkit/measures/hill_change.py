"""Change of diversity: what moved the Hill number of a list between two dates."""

from itertools import permutations
from math import fsum

import numpy as np
import pandas as pd

from auditkit.measures.diversity import hill_number
from auditkit.measures.pairing import Pairing, pair_voices
from auditkit.tables import CHANGE_PARTS

HILL_CHANGE_PARTS = ("removed", "re_annotated", "added")


def hill_change(before: pd.DataFrame, after: pd.DataFrame, dimension: str, order: float = 1) -> pd.Series:
    """Return what moved the effective number of categories between two dates, in three parts that add up.

    Parameters
    ----------
    before, after : DataFrame
        Two wide views of the same person's voices.
    dimension : str
        A dimension of both.
    order : float, default 1
        As in `hill_number`: the larger, the less the rare categories weigh.

    Returns
    -------
    Series
        In categories. ``before`` and ``after`` are the Hill numbers of the two dates, from 1 to the number of
        categories held; ``change`` is their difference, and the parts add up to ``change``:

        - ``removed``: voices no longer followed; ``added``: voices followed since;
        - ``re_annotated``: everything noted differently about those followed at both dates: newly annotated,
          corrected, withdrawn, set aside, joined or split.

        Only recorded voices that are not set aside count: this is the diversity of what is known. A date without
        any has a NaN, and then the change and its parts are NaN.

    Raises
    ------
    ValueError
        If a table lacks the dimension, or `order` is negative or missing.

    Notes
    -----
    A Hill number has no identity that takes it apart voice by voice, so the three steps are taken in each of their
    six orders, and a part is the mean of what its step did: the value of Shapley, L. S. (1953), Contributions to the
    Theory of Games 2, 307-317. A list that one order empties on its way has 0 categories at that point.

    A voice with several categories is a mention of each, so p is a share of mentions and not of voices.

    Examples
    --------
    >>> def table(**roles):
    ...     return pd.DataFrame({"voice": list(roles), "accounts": [(v,) for v in roles], "set_aside": False,
    ...                          "role": [(r,) for r in roles.values()], "role condition": "recorded"})
    >>> moved = hill_change(table(a="teacher", b="teacher"), table(a="teacher", b="teacher", c="author"), "role", 0)
    >>> moved.to_dict()
    {'before': 1.0, 'after': 2.0, 'change': 1.0, 'removed': 0.0, 're_annotated': 0.0, 'added': 1.0}
    """
    pairing = pair_voices(before, after, dimension)
    # Each step puts the second row of counts in the place of the first.
    steps = _steps(pairing)
    first, last = (hill_number(sum(step[n] for step in steps), order) for n in (0, 1))
    both = not (np.isnan(first) or np.isnan(last))
    parts = _shapley_values(steps, order) if both else [float("nan")] * len(steps)
    values = [first, last, last - first, *parts]
    return pd.Series(values, index=["before", "after", "change", *HILL_CHANGE_PARTS])


def _steps(pairing: Pairing) -> list[tuple[np.ndarray, np.ndarray]]:
    """The counts of mentions that each step replaces, and those it brings, in the order of the parts."""
    then, now = pairing.holding(pairing.before), pairing.holding(pairing.after)
    gone, new = CHANGE_PARTS.index("unfollowed"), CHANGE_PARTS.index("followed")
    kept = [place for place in range(len(CHANGE_PARTS)) if place not in (gone, new)]
    return [
        (then[gone], now[gone]),
        (then[kept].sum(axis=0), now[kept].sum(axis=0)),
        (then[new], now[new]),
    ]


def _shapley_values(steps: list[tuple[np.ndarray, np.ndarray]], order: float) -> list[float]:
    """The mean of what each step does to the Hill number, over all orders of the steps."""
    done: list[list[float]] = [[] for _ in steps]
    for sequence in permutations(range(len(steps))):
        counts = sum(step[0] for step in steps)
        number = hill_number(counts, order)
        for place in sequence:
            counts = counts - steps[place][0] + steps[place][1]
            then, number = number, hill_number(counts, order) if counts.any() else 0.0
            done[place].append(number - then)
    return [fsum(effects) / len(effects) for effects in done]
