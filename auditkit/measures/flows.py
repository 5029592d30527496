"""Flows: how many voices each category gained and lost between two dates, and by what."""

import numpy as np
import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.pairing import Pairing, Side, pair_voices
from auditkit.tables import CHANGE_PARTS, FLOW_COLUMNS

KEPT = "kept"
FLOW_PARTS = (KEPT, *CHANGE_PARTS)


def flows(
    before: pd.DataFrame, after: pd.DataFrame, dimension: str, *, codebook: Codebook | None = None
) -> pd.DataFrame:
    """Return how many voices came to each category and left it between two dates, by what moved them.

    Parameters
    ----------
    before, after : DataFrame
        Two wide views of the same person's voices.
    dimension : str
        A dimension of both.
    codebook : Codebook, optional
        Default: the one `after` carries.

    Returns
    -------
    DataFrame
        Columns ``category, part, gained, lost``, a row for each category and part, zeros included; the categories
        in the order of `compare`. ``gained`` and ``lost`` are whole numbers of voices:

        - in the parts of `compare`, the voices that hold the category on the later date and did not on the
          earlier one, and the reverse;
        - in the part ``kept``, the voices that hold it on both dates, once in either column.

        So the ``lost`` of a category add up to its ``count`` in `composition` of `before`, all parts taken together,
        and the ``gained`` to its ``count`` in that of `after`. Voices set aside do not count.

    Raises
    ------
    ValueError
        If a table lacks the dimension or a column of a table of voices.

    Notes
    -----
    These are counts. `compare` says what the same events did to a share, where a voice that leaves one category
    also makes room for the others.

    Examples
    --------
    >>> def table(**roles):
    ...     return pd.DataFrame({"voice": list(roles), "accounts": [(v,) for v in roles], "set_aside": False,
    ...                          "role": [(r,) for r in roles.values()], "role condition": "recorded"})
    >>> moved = flows(table(a="author", b="author"), table(a="author", c="author", d="author"), "role")
    >>> moved[(moved["gained"] > 0) | (moved["lost"] > 0)].values.tolist()
    [['author', 'kept', 1, 1], ['author', 'followed', 2, 0], ['author', 'unfollowed', 0, 1]]
    """
    pairing = pair_voices(before, after, dimension, codebook)
    then, now = _mentions(pairing, pairing.before), _mentions(pairing, pairing.after)
    stayed = np.isin(now, then)
    kept = np.bincount(pairing.after.held[stayed], minlength=len(pairing.names))
    blocks = {
        "gained": pairing.holding(pairing.after, ~stayed),
        "lost": pairing.holding(pairing.before, ~np.isin(then, now)),
    }
    table = {
        "category": pd.Series([name for name in pairing.names for _ in FLOW_PARTS], dtype="str"),
        "part": pd.Series(FLOW_PARTS * len(pairing.names), dtype="str"),
    }
    for name, block in blocks.items():
        table[name] = np.vstack([kept, block]).T.ravel().astype("int64")
    return pd.DataFrame(table)[list(FLOW_COLUMNS)]


def _mentions(pairing: Pairing, side: Side) -> np.ndarray:
    """One number for each voice and category it holds at a date."""
    return side.holders * len(pairing.names) + side.held
