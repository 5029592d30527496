"""Change: what moved a share between two dates, following differently or annotating differently."""

from fractions import Fraction

import numpy as np
import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.composition import category_names, counts_and_shares
from auditkit.tables import (
    CHANGE_COLUMNS,
    CHANGE_PARTS,
    COMPOSITION_COLUMNS,
    DOES_NOT_APPLY,
    RECORDED,
    check_columns,
)

SHARES = ("known", "lowest", "highest")


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
    if share not in SHARES:
        raise ValueError(f"share must be one of {', '.join(SHARES)}")
    codebook = codebook or after.attrs.get("codebook") or before.attrs.get("codebook")
    names = category_names(after, dimension, codebook=codebook)
    names += [name for name in category_names(before, dimension, codebook=codebook) if name not in names]
    pairs = _pairs(before, after, dimension)
    rows = [_parts(_tally(pairs, name, share)) for name in names]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), index=pd.Index(names, name="category", dtype="str"))


def composition_over_time(review, dimension: str, *, known: str = "then") -> pd.DataFrame:
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

    Returns
    -------
    DataFrame
        Columns ``date``, ``category`` and those of `composition`, sorted by date, the same categories at each.
    """
    tables = {date: review.voices(date, known=known) for date in review.dates}
    names = list(dict.fromkeys(name for table in tables.values() for name in category_names(table, dimension)))
    # A word of an open dimension that is not in use at one date counts zero there, out of that date's voices.
    blocks = [
        counts_and_shares(voices, dimension, names).reset_index().assign(date=date) for date, voices in tables.items()
    ]
    columns = ["date", "category", *COMPOSITION_COLUMNS]
    return pd.concat(blocks, ignore_index=True)[columns] if blocks else pd.DataFrame(columns=columns)


def _pairs(before: pd.DataFrame, after: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """One row per voice of either date: how it counts at each, and which part its contribution belongs to."""
    check_columns(before, ("voice", "accounts", "set_aside"), "a table of voices")
    check_columns(after, ("voice", "accounts", "set_aside"), "a table of voices")
    columns = {
        dimension: "held",
        f"{dimension} condition": "condition",
        "accounts": "accounts",
        "set_aside": "aside",
    }
    sides = [table.set_index("voice")[list(columns)].rename(columns=columns) for table in (before, after)]
    pairs = sides[0].add_suffix("_0").join(sides[1].add_suffix("_1"), how="outer")
    followed = [{account for accounts in side["accounts"] for account in accounts} for side in sides]
    for n in (0, 1):
        pairs[f"held_{n}"] = [held if isinstance(held, tuple) else () for held in pairs[f"held_{n}"]]
        present = pairs[f"condition_{n}"].notna()
        aside = pairs[f"aside_{n}"].eq(True)
        pairs[f"applicable_{n}"] = present & ~aside & (pairs[f"condition_{n}"] != DOES_NOT_APPLY)
        pairs[f"recorded_{n}"] = pairs[f"applicable_{n}"] & (pairs[f"condition_{n}"] == RECORDED)
    accounts = zip(pairs["accounts_0"], pairs["accounts_1"], strict=True)
    moved = [_moved_between_voices(old, new, followed) for old, new in accounts]
    came, went = pairs["condition_0"].isna(), pairs["condition_1"].isna()
    pairs["part"] = np.select(
        [
            np.array(moved, dtype=bool),
            came,
            went,
            pairs["applicable_0"] != pairs["applicable_1"],
            pairs["recorded_0"] & pairs["recorded_1"],
            pairs["recorded_1"],
        ],
        ["regrouped", "followed", "unfollowed", "regrouped", "corrected", "newly_annotated"],
        default="withdrawn",
    )
    return pairs


def _moved_between_voices(old: object, new: object, followed: list[set[str]]) -> bool:
    """True if an account of this voice was followed at both dates, but belonged to different voices."""
    old = set(old) if isinstance(old, tuple) else set()
    new = set(new) if isinstance(new, tuple) else set()
    return bool((new - old) & followed[0] or (old - new) & followed[1])


def _tally(pairs: pd.DataFrame, category: str, share: str) -> pd.DataFrame:
    """Sums of numerator (x) and denominator (k) at both dates, one row per part."""
    sums = {"part": pairs["part"]}
    for n in (0, 1):
        holds = pairs[f"recorded_{n}"] & np.fromiter(
            (category in held for held in pairs[f"held_{n}"]), bool, len(pairs)
        )
        unknown = pairs[f"applicable_{n}"] & ~pairs[f"recorded_{n}"]
        sums[f"x{n}"] = holds | unknown if share == "highest" else holds
        sums[f"k{n}"] = pairs[f"recorded_{n}"] if share == "known" else pairs[f"applicable_{n}"]
    return pd.DataFrame(sums).groupby("part").sum()


def _parts(sums: pd.DataFrame) -> dict[str, float]:
    """The row of `compare` for one category, in fractions until the end so that the parts add up."""
    total = {name: int(sums[name].sum()) for name in ("x0", "k0", "x1", "k1")}
    row = dict.fromkeys(CHANGE_COLUMNS, float("nan"))
    if total["k0"]:
        row["before"] = total["x0"] / total["k0"]
    if total["k1"]:
        row["after"] = total["x1"] / total["k1"]
    if not (total["k0"] and total["k1"]):
        return row
    first, last = Fraction(total["x0"], total["k0"]), Fraction(total["x1"], total["k1"])
    mean_share, mean_whole = (first + last) / 2, Fraction(total["k0"] + total["k1"], 2)
    row["change"] = float(last - first)
    for part in CHANGE_PARTS:
        if part not in sums.index:
            row[part] = 0.0
            continue
        x0, k0, x1, k1 = (int(sums.loc[part, name]) for name in ("x0", "k0", "x1", "k1"))
        row[part] = float(((x1 - x0) - mean_share * (k1 - k0)) / mean_whole)
    return row
