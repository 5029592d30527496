"""Change: what moved a share between two dates, following differently or annotating differently."""

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.comparability import codebook_breaks, on_platforms, platforms_of, platforms_throughout
from auditkit.measures.composition import category_names, counts_and_shares
from auditkit.measures.pairing import Pairing, Side, pair_voices
from auditkit.tables import CHANGE_COLUMNS, CHANGE_PARTS, COMPOSITION_COLUMNS

SHARES = ("known", "lowest", "highest")
KNOWN = ("then", "now")


def compare(
    before: pd.DataFrame,
    after: pd.DataFrame,
    dimension: str,
    *,
    share: str = "known",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Return what moved the share of each category between two dates, in parts that add up.

    Parameters
    ----------
    before, after : DataFrame
        Two wide views of the same person's voices.
    dimension : str
        A dimension of both.
    share : {"known", "lowest", "highest"}
        Which share of `composition`: of the recorded voices, or one of the two bounds.
    codebook : Codebook, optional
        Default: the one `after` carries.

    Returns
    -------
    DataFrame
        One row per category. ``before`` and ``after`` are shares from 0 to 1, ``change`` is their difference, and
        the parts add up to ``change``:

        - ``followed``, ``unfollowed``: voices that came or went;
        - ``newly_annotated``: unknown before, recorded now; ``withdrawn``: the reverse;
          ``corrected``: recorded both times, in other categories;
        - ``regrouped``: joined, split, set aside or taken back, and where "does not apply" was set or lifted.

        Where one of the shares is NaN (nothing recorded, or nobody applicable, on that date), the change and its
        parts are NaN too.

    Raises
    ------
    ValueError
        If `share` is none of the three or a table lacks the dimension.

    Notes
    -----
    The midpoint-ratio identity, exact and free of order: with x a voice's part of the numerator and k of the
    denominator, its part is ((x1 - x0) - s * (k1 - k0)) / K, where s and K are the means of the two shares and of
    the two denominators. After Das Gupta, P. (1978). Demography 15(1), 99-112.

    Examples
    --------
    >>> def table(**roles):
    ...     return pd.DataFrame({"voice": list(roles), "accounts": [(v,) for v in roles], "set_aside": False,
    ...                          "role": [(r,) for r in roles.values()], "role condition": "recorded"})
    >>> moved = compare(table(a="teacher", b="author"), table(a="teacher", b="author", c="author"), "role")
    >>> moved.loc["author", ["before", "after", "followed"]].round(3).tolist()
    [0.5, 0.667, 0.167]
    """
    return _change(pair_voices(before, after, dimension, codebook), share)


def change_then_and_now(
    review,
    dimension: str,
    first: object = None,
    last: object = None,
    *,
    share: str = "known",
    platforms: str | Iterable[str] = "all",
) -> pd.DataFrame:
    """Return `compare` between two dates of a review twice: as annotated at each date, and as known now.

    Parameters
    ----------
    review : Review
        Anything with ``dates`` and ``voices(date, known=...)``.
    dimension : str
        A dimension of its codebook.
    first, last : date-like, optional
        Two of ``dates``. Default: the first and the last.
    share : {"known", "lowest", "highest"}
        As in `compare`.
    platforms : {"all", "common"} or iterable of str
        All voices; or those on the platforms that are there on both dates, like with like; or on those named.

    Returns
    -------
    DataFrame
        Columns ``known`` ("then" or "now"), ``category`` and those of `compare`; the rows of "then" stand first, and
        both have the same categories. The rows of "now" take the annotations of the last date of the review for both
        dates, so nothing in them comes from annotating: what differs between the two is what was learnt since.

    Raises
    ------
    ValueError
        If the review has no such date or platform, or `share` is none of the three.
    """
    ends = [review.dates[0] if first is None else first, review.dates[-1] if last is None else last]
    chosen = _chosen(review, platforms, ends)
    pairs = {known: [_voices(review, date, known, chosen) for date in ends] for known in KNOWN}
    # A word of an open dimension that only one of the blocks holds has its row in both.
    words = [name for pair in pairs.values() for table in pair for name in category_names(table, dimension)]
    pairings = {known: pair_voices(*pair, dimension, more=words) for known, pair in pairs.items()}
    names = pairings["then"].names
    blocks = [
        _change(pairing, share).reindex(names).reset_index().assign(known=known) for known, pairing in pairings.items()
    ]
    return pd.concat(blocks, ignore_index=True).astype({"known": "str"})[["known", "category", *CHANGE_COLUMNS]]


def composition_over_time(
    review, dimension: str, *, known: str = "then", platforms: str | Iterable[str] = "all"
) -> pd.DataFrame:
    """Return the composition at every date of a review, one block under another.

    Parameters
    ----------
    review : Review
        Anything with ``dates``, ``codebook`` and ``voices(date, known=...)``.
    dimension : str
        A dimension of its codebook.
    known : {"then", "now"}
        As annotated at each date, or with the annotations of the last date throughout: then learning more about old
        follows does not look like following differently.
    platforms : {"all", "common"} or iterable of str
        All voices; or those on the platforms that are there on every date, so that a list that comes in later does not
        look like following differently; or those on the platforms named. `platforms_in_common` says which are meant.

    Returns
    -------
    DataFrame
        Columns ``date``, ``category`` and those of `composition`, sorted by date, the same categories at each. Where
        the codebook changed this dimension between two dates, as known then, one more: ``codebook``, how often it had
        by each date. See `codebook_breaks`.

    Raises
    ------
    ValueError
        If `platforms` names one that no date has.
    """
    chosen = _chosen(review, platforms, review.dates)
    tables = {date: _voices(review, date, known, chosen) for date in review.dates}
    names = list(dict.fromkeys(name for table in tables.values() for name in category_names(table, dimension)))
    # A word of an open dimension that is not in use at one date counts zero there, out of that date's voices.
    blocks = [
        counts_and_shares(voices, dimension, names).reset_index().assign(date=date) for date, voices in tables.items()
    ]
    columns = ["date", "category", *COMPOSITION_COLUMNS]
    if not blocks:
        return pd.DataFrame(columns=columns)
    table = pd.concat(blocks, ignore_index=True)[columns]
    breaks = codebook_breaks(review) if known == "then" and hasattr(review, "snapshots") else None
    if breaks is not None and (breaks["dimension"] == dimension).any():
        days = breaks.loc[breaks["dimension"] == dimension, "date"].drop_duplicates()
        table["codebook"] = [int((days <= date).sum()) for date in table["date"]]
    return table


def _chosen(review, platforms: str | Iterable[str], dates: Iterable) -> tuple[str, ...] | None:
    """The platforms whose voices count, or None for all voices."""
    if isinstance(platforms, str) and platforms == "all":
        return None
    if isinstance(platforms, str) and platforms == "common":
        return platforms_throughout(review, dates)
    chosen = (platforms,) if isinstance(platforms, str) else tuple(platforms)
    there = platforms_of(review, dates)
    strange = [name for name in chosen if name not in there]
    if strange:
        raise ValueError(f"platforms is all, common or some of: {', '.join(there)}; not {', '.join(strange)}")
    return chosen


def _voices(review, date, known: str, chosen: tuple[str, ...] | None) -> pd.DataFrame:
    voices = review.voices(date, known=known)
    return voices if chosen is None else on_platforms(voices, chosen)


def _change(pairing: Pairing, share: str) -> pd.DataFrame:
    """The table of `compare` for two tables side by side."""
    if share not in SHARES:
        raise ValueError(f"share must be one of {', '.join(SHARES)}")
    sides = [_sums(pairing, side, share) for side in (pairing.before, pairing.after)]
    rows = [_parts(*((parts[:, place], whole) for parts, whole in sides)) for place in range(len(pairing.names))]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), index=pd.Index(pairing.names, name="category", dtype="str"))


def _sums(pairing: Pairing, side: Side, share: str) -> tuple[np.ndarray, np.ndarray]:
    """Numerators (a row per part, a column per category) and denominators (one per part) of a share at a date."""
    parts = pairing.holding(side)
    if share == "highest":
        parts = parts + pairing.number(side.applicable & ~side.recorded)[:, None]
    return parts, pairing.number(side.recorded if share == "known" else side.applicable)


def _parts(before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray]) -> dict[str, float]:
    """The row of `compare` for one category, in fractions until the end so that the parts add up."""
    (x0, k0), (x1, k1) = before, after
    row = dict.fromkeys(CHANGE_COLUMNS, float("nan"))
    if k0.any():
        row["before"] = int(x0.sum()) / int(k0.sum())
    if k1.any():
        row["after"] = int(x1.sum()) / int(k1.sum())
    if not (k0.any() and k1.any()):
        return row
    first, last = Fraction(int(x0.sum()), int(k0.sum())), Fraction(int(x1.sum()), int(k1.sum()))
    mean_share, mean_whole = (first + last) / 2, Fraction(int(k0.sum() + k1.sum()), 2)
    row["change"] = float(last - first)
    for part, gain, growth in zip(CHANGE_PARTS, (x1 - x0).tolist(), (k1 - k0).tolist(), strict=True):
        row[part] = float((gain - mean_share * growth) / mean_whole)
    return row
