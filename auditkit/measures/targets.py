"""Targets: how far the person's own targets are met, and how a list compares with a reference they chose."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditkit.goal import Target
from auditkit.tables import COMPOSITION_COLUMNS, REPRESENTATION_COLUMNS, TARGET_COLUMNS, TARGET_MET, check_columns

COUNTED_WITH_OTHERS, COUNTED_ALONE = "alone or in combination", "alone"
# Below this expected number a ratio says little; the usual rule of thumb for expected counts.
ENOUGH_EXPECTED = 5


def target_progress(
    composition: pd.DataFrame, targets: Iterable[Target] | Mapping[str, float], *, dimension: str | None = None
) -> pd.DataFrame:
    """Return how far each of the person's own targets is met, as surely as what is unknown allows.

    Parameters
    ----------
    composition : DataFrame
        As `composition` returns it.
    targets : iterable of Target, or mapping of category to share
        The person's own, such as ``goal.targets``. Shares are from 0 to 1.
    dimension : str, optional
        Only targets of this dimension count. Needed where the targets speak of more than one: it is the one the
        composition is of.

    Returns
    -------
    DataFrame
        The columns of ``TARGET_COLUMNS``, one row per target in the order given; the index is the category.
        ``target`` is the share wanted, ``by`` a date or missing, ``met`` one of:

        - ``"surely"``: ``lowest`` reaches the target, whatever the unknown voices turn out to be;
        - ``"surely not"``: not even ``highest`` does;
        - ``"possibly"``: it depends on them, or no voice counts at all.

        All else is as in `composition`; a category that has no row there is held by nobody. No targets, or a
        composition without rows, which says nothing of how many voices there are, give no rows.

    Raises
    ------
    ValueError
        If targets of several dimensions come without `dimension`, a target is not a share, or a column is missing.

    Notes
    -----
    Judged on the bounds of Manski (see `composition`), not on the share of the known voices: that one could cross the
    target with the next annotation.

    Examples
    --------
    >>> who = pd.DataFrame({"count": [3], "recorded": [8], "applicable": [10], "reviewed": [9], "unknown": [2],
    ...                     "set_aside": [0], "coverage": [0.9], "share_of_known": [0.375], "lowest": [0.3],
    ...                     "highest": [0.5]}, index=["author"])
    >>> [target_progress(who, {"author": share}).loc["author", "met"] for share in (0.3, 0.4, 0.6)]
    ['surely', 'possibly', 'surely not']
    """
    check_columns(composition, COMPOSITION_COLUMNS, "a composition")
    if isinstance(targets, Mapping):
        wanted = [Target(dimension or "", category, share) for category, share in targets.items()]
    else:
        wanted = [target for target in targets if dimension is None or target.dimension == dimension]
    if len({target.dimension for target in wanted}) > 1:
        raise ValueError("these targets are of several dimensions; pass dimension= to say which the composition is of")
    for target in wanted:
        check_share(target.share, "a target")
    wanted = wanted if len(composition) else []
    said = composition.to_dict("index")
    rows = [_progress(said.get(target.category) or _held_by_nobody(composition), target) for target in wanted]
    table = pd.DataFrame(rows, columns=list(TARGET_COLUMNS))
    whole_numbers = ["count", "recorded", "applicable", "unknown"]
    kinds = dict.fromkeys(TARGET_COLUMNS, "float64") | dict.fromkeys(whole_numbers, "int64") | {"met": "str"}
    table = table.astype({name: kind for name, kind in kinds.items() if name != "by"})
    table["by"] = pd.to_datetime(table["by"]).astype("datetime64[us]")
    table.index = pd.Index([target.category for target in wanted], name="category", dtype="str")
    return table


@dataclass(frozen=True)
class Reference:
    """A population that the person chose to compare their list with, and how it was counted. The kit brings none.

    Attributes
    ----------
    name : str
        What it is and who publishes it, such as the title of a census table.
    year : int
        The year it speaks of.
    population : str
        Whom it counts, such as "adults living in the region".
    shares : mapping of category to share
        From 0 to 1, categories as the codebook spells them; those it leaves out are not compared.
    counting : {"alone or in combination", "alone"}
        Whether somebody of two categories counts in both, or in neither. Composition counts them in both.
    """

    name: str
    year: int
    population: str
    shares: Mapping[str, float]
    counting: str = COUNTED_WITH_OTHERS

    def __post_init__(self) -> None:
        if self.counting not in (COUNTED_WITH_OTHERS, COUNTED_ALONE):
            raise ValueError(f"counting must be {COUNTED_WITH_OTHERS!r} or {COUNTED_ALONE!r}")
        for share in self.shares.values():
            check_share(share, "what a reference says of a category")

    def __str__(self) -> str:
        return f"{self.name} ({self.year}): {self.population}, {self.counting}"


def representation_ratio(composition: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Return how the share of each category compares with its share in a reference the person chose.

    Parameters
    ----------
    composition : DataFrame
        As `composition` returns it.
    reference : Reference
        Counted like a composition: "alone or in combination". Where nobody can hold two categories the two rules are
        one.

    Returns
    -------
    DataFrame
        The columns of ``REPRESENTATION_COLUMNS``, one row per category of the reference, in the composition's order;
        the index is the category. ``reference`` says what it is compared with, ``reference_share`` is r; ``expected``
        is how many of the recorded voices would hold the category if they mirrored the reference,
        and ``few_expected`` is True below 5: read the counts then, not the ratio. ``ratio`` is share_of_known / r,
        from 0; 1 means the same share as in the reference, 2 twice it. ``lowest`` and ``highest`` are the ratios of
        the two bounds. NaN where nothing is recorded (for the bounds: nobody applicable) or r is 0.

    Raises
    ------
    ValueError
        If the reference counts "alone", names a category that the composition does not have, or a column is missing.

    Notes
    -----
    s / r with [lowest / r, highest / r] and expected = recorded * r. A ratio is no goal and says nothing of why; it
    only makes sense against a population that the person means to hear from. Draw it on a logarithmic axis, where
    twice and half are equally far from 1.

    Examples
    --------
    >>> who = pd.DataFrame({"count": [3], "recorded": [8], "applicable": [10], "reviewed": [9], "unknown": [2],
    ...                     "set_aside": [0], "coverage": [0.9], "share_of_known": [0.375], "lowest": [0.3],
    ...                     "highest": [0.5]}, index=["author"])
    >>> census = Reference("An invented census", 2021, "adults", {"author": 0.25})
    >>> representation_ratio(who, census).loc["author", ["expected", "ratio", "lowest", "highest"]].tolist()
    [2.0, 1.5, 1.2, 2.0]
    """
    check_columns(composition, COMPOSITION_COLUMNS, "a composition")
    if reference.counting != COUNTED_WITH_OTHERS:
        raise ValueError(
            "this reference counts only people of one category; a composition counts everybody who holds it, "
            f"{COUNTED_WITH_OTHERS}. Look for such figures in the same source. Where nobody can hold two "
            f"categories both are the same: then write counting={COUNTED_WITH_OTHERS!r}"
        )
    missing = [category for category in reference.shares if category not in composition.index]
    if missing:
        raise ValueError(
            f"the composition has no {', '.join(map(repr, missing))}. Spell the reference's categories as the codebook "
            "does, or leave out those it does not have"
        )
    table = composition.loc[[category for category in composition.index if category in reference.shares]]
    shares = pd.Series([float(reference.shares[category]) for category in table.index], index=table.index)
    divisor = shares.where(shares > 0)
    expected = table["recorded"] * shares
    return table.assign(
        reference=pd.Series(str(reference), index=table.index, dtype="str"),
        reference_share=shares,
        expected=expected,
        few_expected=expected < ENOUGH_EXPECTED,
        ratio=table["share_of_known"] / divisor,
        lowest=table["lowest"] / divisor,
        highest=table["highest"] / divisor,
    )[list(REPRESENTATION_COLUMNS)]


def check_share(share: object, what: str) -> float:
    """Return `share` if it is a number from 0 to 1, else raise ``ValueError`` that says `what` should be one."""
    is_number = isinstance(share, int | float | np.number) and not isinstance(share, bool)
    if not is_number or not 0 <= share <= 1:
        raise ValueError(f"{what} is a share from 0 to 1; 0.2 means 20 %")
    return share


def _held_by_nobody(composition: pd.DataFrame) -> dict:
    """The row of a category that has none: what a composition says of all voices is the same in each."""
    row = composition.iloc[0].to_dict()
    highest = row["unknown"] / row["applicable"] if row["applicable"] else math.nan
    # Zero times a share is zero, or missing where there is none.
    return row | {
        "count": 0,
        "share_of_known": 0 * row["share_of_known"],
        "lowest": 0 * row["lowest"],
        "highest": highest,
    }


def _progress(row: Mapping, target: Target) -> dict:
    surely, possibly, surely_not = TARGET_MET
    met = surely if row["lowest"] >= target.share else surely_not if row["highest"] < target.share else possibly
    return {name: row.get(name) for name in TARGET_COLUMNS} | {"target": target.share, "by": target.by, "met": met}
