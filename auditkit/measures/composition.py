"""Composition: how many of the voices hold each category, with what is unknown carried along as bounds."""

from collections import Counter
from collections.abc import Mapping
from itertools import chain

import pandas as pd

from auditkit.codebook import Codebook
from auditkit.tables import (
    COMPOSITION_COLUMNS,
    DECLINED,
    DOES_NOT_APPLY,
    NOTHING_FOUND,
    RECORDED,
    check_columns,
)


def composition(voices: pd.DataFrame, dimension: str, *, codebook: Codebook | None = None) -> pd.DataFrame:
    """Return counts and shares of the categories of one dimension.

    Parameters
    ----------
    voices : DataFrame
        The wide view, one row per voice.
    dimension : str
        A dimension of the codebook, such as ``"role"``.
    codebook : Codebook, optional
        Default: the one the voices carry.

    Returns
    -------
    DataFrame
        One row per category of the codebook in its order, zeros included (a retired one only where somebody holds
        it), then words of an open dimension that the codebook does not list. The index is the category. Whole
        numbers, of voices:

        - ``count``: hold the category; ``recorded``: hold any; ``applicable``: voices without those set aside and
          those the dimension does not apply to; ``reviewed``: recorded, nothing found or declined;
          ``unknown``: applicable less recorded; ``set_aside``.

        Shares from 0 to 1, NaN where the denominator is 0:

        - ``coverage``: reviewed / applicable; ``share_of_known``: count / recorded; ``lowest``: count / applicable,
          as if no unknown voice held the category; ``highest``: (count + unknown) / applicable, as if all did.

        A voice may hold several categories, so shares need not add up to 1.

    Raises
    ------
    ValueError
        If the voices have no such dimension.

    Notes
    -----
    The bounds assume nothing about why a value is unknown: Manski, C. F. (2005). International Journal of
    Approximate Reasoning 39(2-3), 151-165. They are not confidence intervals.

    Examples
    --------
    >>> voices = pd.DataFrame({"set_aside": [False] * 4, "role": [("teacher",), ("teacher", "author"), (), ()],
    ...                        "role condition": ["recorded", "recorded", "nothing found", "not reviewed"]})
    >>> composition(voices, "role")[["count", "share_of_known", "lowest", "highest"]].values.tolist()
    [[1.0, 0.5, 0.25, 0.75], [2.0, 1.0, 0.5, 1.0]]
    """
    return counts_and_shares(voices, dimension, category_names(voices, dimension, codebook=codebook))


def counts_and_shares(voices: pd.DataFrame, dimension: str, names: list[str]) -> pd.DataFrame:
    """Return the rows of `composition` for the categories `names`, in that order."""
    cells = voices["set_aside"].tolist(), voices[f"{dimension} condition"].tolist(), voices[dimension].tolist()
    # Far fewer ways to stand in a dimension than voices: each is looked at once.
    counts = counted_rows(Counter(zip(*cells, strict=True)), names)
    return with_shares(pd.DataFrame(counts, index=pd.Index(names, name="category", dtype="str")))


def counted_rows(tally: Mapping[tuple[bool, str, tuple], int], names: list[str]) -> dict[str, list[int]]:
    """Return the whole numbers of `composition` as columns, from voices counted by (set aside, condition, held)."""
    conditions, held, aside = Counter(), Counter(), 0
    for (is_aside, condition, categories), number in tally.items():
        if is_aside:
            aside += number
            continue
        conditions[condition] += number
        if condition == RECORDED:
            for category in categories:
                held[category] += number
    applicable = conditions.total() - conditions[DOES_NOT_APPLY]
    recorded = conditions[RECORDED]
    same_for_all = {
        "recorded": recorded,
        "applicable": applicable,
        "reviewed": recorded + conditions[NOTHING_FOUND] + conditions[DECLINED],
        "unknown": applicable - recorded,
        "set_aside": aside,
    }
    return {"count": [held[name] for name in names]} | {
        column: [number] * len(names) for column, number in same_for_all.items()
    }


def with_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of the whole numbers of `composition` with its shares beside them, NaN where nobody counts."""
    table = table.astype("int64")
    # No part is larger than its whole, so a whole of 0 gives 0 / 0, which pandas makes NaN.
    return table.assign(
        coverage=table["reviewed"] / table["applicable"],
        share_of_known=table["count"] / table["recorded"],
        lowest=table["count"] / table["applicable"],
        highest=(table["count"] + table["unknown"]) / table["applicable"],
    )[list(COMPOSITION_COLUMNS)]


def category_names(voices: pd.DataFrame, dimension: str, *, codebook: Codebook | None = None) -> list[str]:
    """Return the categories to show for a dimension: the codebook's in order, then others that occur, by name.

    Raises ``ValueError`` when the voices have no such dimension.
    """
    check_columns(voices, ("set_aside",), "a table of voices")
    if dimension not in voices.columns or f"{dimension} condition" not in voices.columns:
        known = [name.removesuffix(" condition") for name in voices.columns if name.endswith(" condition")]
        raise ValueError(f"the voices have no dimension {dimension!r}; they have: {', '.join(known) or 'none'}")
    codebook = codebook or voices.attrs.get("codebook")
    found = set(chain.from_iterable(set(voices[dimension].tolist())))
    categories = codebook[dimension].categories if codebook and dimension in codebook else ()
    listed = [item.name for item in categories if not item.retired or item.name in found]
    return listed + sorted(found - set(listed))
