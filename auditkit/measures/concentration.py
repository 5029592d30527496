"""Concentration: on how few voices attention rests."""

import numpy as np
import pandas as pd


def concentration(weights, *, top: float = 0.1) -> pd.Series:
    """Return on how few voices attention rests.

    Parameters
    ----------
    weights : array_like of shape (n_voices,)
        How often the person turned to each voice, such as `voice_weights` returns; 0 for those they never turned to.
    top : float, default 0.1
        How large a part of the voices ``top_share`` looks at, above 0 up to 1.

    Returns
    -------
    Series
        - ``effective``: how many voices, all turned to equally often, would be as concentrated as these: from 1 to
          ``with_weight``;
        - ``gini``: from 0, all equal, to (n - 1) / n, one voice alone;
        - ``voices``: n; ``with_weight``: those above 0;
        - ``top_share``: the share of all weight on the tenth of the voices (or another part, `top`) with the most of
          it, rounded up to a whole voice. From 0 to 1.

        The shares and ``effective`` are NaN where there is no weight, or no voice.

    Raises
    ------
    ValueError
        If a weight is negative, missing or infinite, or `top` is not above 0 up to 1.

    Notes
    -----
    effective = (sum w)**2 / sum w**2, the Hill number of order 2 over voices. gini = 2 sum(i w_(i)) / (n sum w) -
    (n + 1) / n with w_(1) <= ... <= w_(n), the area by trapezoids; voices of weight 0 belong to it. They say how
    attention is spread over voices, and nothing of which categories these hold.

    Examples
    --------
    >>> concentration([1, 2, 3, 4, 5]).round(4).to_dict()
    {'effective': 4.0909, 'gini': 0.2667, 'voices': 5.0, 'with_weight': 5.0, 'top_share': 0.3333}
    """
    weights = np.sort(np.asarray(weights, dtype="float64").ravel())
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        raise ValueError("weights are numbers of 0 or more, none missing")
    if not 0 < top <= 1:
        raise ValueError("top is a part of the voices, above 0 up to 1")
    number = len(weights)
    row = {"effective": np.nan, "gini": np.nan, "voices": number, "with_weight": np.count_nonzero(weights)}
    row["top_share"] = np.nan
    if row["with_weight"]:
        weights = weights / weights[-1]  # squares of the largest floats would overflow
        total = weights.sum()
        places = np.arange(1, number + 1)
        row["effective"] = total**2 / (weights**2).sum()
        row["gini"] = 2 * (places * weights).sum() / (number * total) - (number + 1) / number
        # A tenth of 70 is 7, and 7.000000000000001 in floats.
        at_top = max(int(np.ceil(round(number * top, 9))), 1)
        row["top_share"] = weights[-at_top:].sum() / total
    return pd.Series(row, dtype="float64")
