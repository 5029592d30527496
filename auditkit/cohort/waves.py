"""Shares over the waves of a cohort, with bounds, and with small cells suppressed."""

from pathlib import Path

import numpy as np
import pandas as pd

from auditkit.errors import AuditKitError
from auditkit.tables import check_columns

COHORT_COLUMNS = ("participant", "period", "dimension", "value", "share", "share_lo", "share_hi")
SMALLEST_CELL = 10  # participants, and as many on the other side; UK LLC and ONS use the same number


def read_cohort(path: str | Path) -> pd.DataFrame:
    """Return pooled contributions: one row per participant, period, dimension and value.

    Parameters
    ----------
    path : str or path
        A CSV with at least ``participant, period, dimension, value, share, share_lo, share_hi``; shares from 0 to 1,
        empty where nothing is known.

    Raises
    ------
    AuditKitError
        If the file is missing, lacks a column, holds a share outside 0 to 1, or a row twice.
    """
    path = Path(path)
    try:
        cohort = pd.read_csv(path, dtype=dict.fromkeys(("participant", "period", "dimension", "value"), "str"))
    except FileNotFoundError:
        raise AuditKitError(f"{path.name}: there is no such file. Check the name and the folder.") from None
    except (ValueError, OSError):
        raise AuditKitError(f"{path.name}: cannot be read as a table. Choose the CSV the study pooled.") from None
    try:
        check_columns(cohort, COHORT_COLUMNS, "a cohort table")
    except ValueError as error:
        raise AuditKitError(f"{path.name}: {error}") from None
    shares = cohort[["share", "share_lo", "share_hi"]]
    if not all(pd.api.types.is_numeric_dtype(kind) for kind in shares.dtypes):
        raise AuditKitError(f"{path.name}: shares are numbers from 0 to 1, with a point. Check the share columns.")
    if ((shares < 0) | (shares > 1)).to_numpy().any() or shares[["share_lo", "share_hi"]].isna().to_numpy().any():
        raise AuditKitError(f"{path.name}: shares are from 0 to 1, and both bounds are always given.")
    if (shares["share_lo"] > shares["share_hi"]).any():
        raise AuditKitError(f"{path.name}: a lower bound is above its upper bound. Check the share columns.")
    if cohort[["participant", "period", "dimension", "value"]].isna().to_numpy().any():
        raise AuditKitError(f"{path.name}: participant, period, dimension and value are given in every row.")
    if cohort.duplicated(["participant", "period", "dimension", "value"]).any():
        raise AuditKitError(f"{path.name}: a participant has two rows for the same period, dimension and value.")
    return cohort


def wave_shares(cohort: pd.DataFrame, dimension: str, *, smallest: int = SMALLEST_CELL) -> pd.DataFrame:
    """Return mean shares per wave and value over participants, with bounds, small cells suppressed.

    Parameters
    ----------
    cohort : DataFrame
        As `read_cohort` returns it.
    dimension : str
        One of its dimensions.
    smallest : int, default 10
        A cell needs this many participants who hold the value, and this many who do not.

    Returns
    -------
    DataFrame
        One row per period and value: ``participants`` (in that wave, rounded to 5), ``share`` (mean of the
        participants with anything known), ``lowest`` and ``highest`` (means of everybody's bounds), from 0 to 1 and
        rounded to 0.01, and ``suppressed``. A value that a participant does not list is one they do not hold. The
        numbers of a suppressed cell are NaN. Where shares add up to 1, what is published gives away the sum of what
        is not: so next smallest cells of the wave are suppressed too, until the suppressed ones are at least two and
        together held by `smallest` participants.

    Raises
    ------
    ValueError
        If the cohort has no such dimension, or `smallest` is below 10.

    Notes
    -----
    This keeps small cells off a screen. It is not yet a release: whether suppressed cells can be worked out from
    several tables together is not checked here.
    """
    check_columns(cohort, COHORT_COLUMNS, "a cohort table")
    if smallest < SMALLEST_CELL:
        raise ValueError(f"smallest must be {SMALLEST_CELL} or more: fewer participants could be recognised")
    rows = cohort[cohort["dimension"] == dimension]
    if rows.empty:
        raise ValueError(
            f"the cohort has no dimension {dimension!r}; it has: {', '.join(cohort['dimension'].unique())}"
        )
    rows = _with_values_not_listed(rows)
    held = rows.assign(holds=rows["share"].fillna(0) > 0, known=rows["share"].notna())
    in_wave = rows.groupby("period")["participant"].nunique()
    cells = held.groupby(["period", "value"]).agg(
        known=("known", "sum"),
        holding=("holds", "sum"),
        share=("share", "mean"),
        lowest=("share_lo", "mean"),
        highest=("share_hi", "mean"),
    )
    cells = cells.reset_index()
    participants = cells["period"].map(in_wave)
    small = (cells["holding"] < smallest) | (cells["known"] - cells["holding"] < smallest)
    cells["suppressed"] = _with_complements(cells, small, held, smallest)
    cells["participants"] = (participants / 5).round().astype("int64") * 5
    numbers = ["share", "lowest", "highest"]
    cells[numbers] = cells[numbers].round(2).mask(cells["suppressed"], np.nan)
    return cells[["period", "value", "participants", *numbers, "suppressed"]]


def _with_values_not_listed(rows: pd.DataFrame) -> pd.DataFrame:
    """Every value of a wave for everyone in it: zero where they list others and not this one."""
    waves = []
    for period, wave in rows.groupby("period"):
        everyone, values = wave["participant"].unique(), wave["value"].unique()
        whole = pd.MultiIndex.from_product([everyone, values], names=["participant", "value"])
        wave = wave.set_index(["participant", "value"])
        by_person = wave.groupby("participant")
        something_known = by_person["share"].count() > 0
        unknown = (wave["share_hi"] - wave["share_lo"]).groupby("participant").max()
        wave = wave[["share", "share_lo", "share_hi"]].reindex(whole)
        person = wave.index.get_level_values("participant")
        absent = wave["share_lo"].isna()
        wave.loc[absent & something_known.reindex(person).to_numpy(), "share"] = 0.0
        wave["share_hi"] = wave["share_hi"].fillna(pd.Series(unknown.reindex(person).to_numpy(), index=wave.index))
        wave["share_lo"] = wave["share_lo"].fillna(0.0)
        waves.append(wave.reset_index().assign(period=period))
    return pd.concat(waves, ignore_index=True)


def _with_complements(cells: pd.DataFrame, small: pd.Series, held: pd.DataFrame, smallest: int) -> pd.Series:
    """The small cells, and beside them the next smallest of a wave that keep the sum of the suppressed ones large."""
    suppressed = small.copy()
    for period, wave in cells.groupby("period"):
        holders = held[(held["period"] == period) & held["holds"]]
        others = wave.loc[~small[wave.index]].sort_values("holding", kind="stable").index
        for other in (None, *others):
            if other is not None:
                suppressed[other] = True
            hidden = wave.loc[suppressed[wave.index], "value"]
            together = holders.loc[holders["value"].isin(hidden), "participant"].nunique()
            if hidden.empty or (len(hidden) > 1 and together >= smallest):
                break
    return suppressed
