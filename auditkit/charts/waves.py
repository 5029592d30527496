"""What do a cohort's lists look like, wave by wave? One lane per value, and a word where a cell was left out.

Takes shares that have already been through the rule for small cells and never sees a participant.
"""

from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from auditkit.charts.bars import dot, mark_key, possible_key
from auditkit.charts.colours import category_looks
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.lanes import GAP, HEIGHT, draw_lane, finish_lanes, lane_heading, lane_scale, start_lanes
from auditkit.charts.layout import WIDTH, axes_width, frame, line_height, painted, text_at, text_width, wrapped
from auditkit.charts.theme import look
from auditkit.charts.wording import NBSP, clean_text, names_list, percent, share_range
from auditkit.tables import check_columns

WAVE_COLUMNS = ("period", "value", "participants", "share", "lowest", "highest", "suppressed")
SUPPRESSED = "left out to protect people"
NO_ROWS = "There is nothing to show yet: the table has no rows."
MOST_LANES = 12
_BAR = 0.16


def plot_waves(
    shares: pd.DataFrame,
    *,
    categories: Iterable[str] | None = None,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw the mean share of each value at the waves of a cohort, with its range.

    A dot is the mean share; the pale bar runs from the lowest to the highest it could be, given what is unknown.
    Nothing joins two waves: not everybody takes part in each.

    Parameters
    ----------
    shares : DataFrame
        As `wave_shares` returns it.
    categories : iterable of str, optional
        Values to draw, in this order; default: those with the largest shares at the last wave, twelve at most, in the
        order of the table.
    ax : Axes, optional
        Default: a figure of its own, as tall as the lanes need.
    title, dimension : str, optional
        What is counted; by default made from `dimension`.
    colours, theme
        As in `plot_composition`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or `categories` names a value that the table does not hold.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "theme": theme, "ax": ax}
    return _plot(shares, categories=categories, **plot)


def describe_waves(
    shares: pd.DataFrame, dimension: str | None = None, *, categories: Iterable[str] | None = None
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    shares : DataFrame
        As `wave_shares` returns it.
    dimension, categories
        As in `plot_waves`.
    """
    series = _series(shares, categories)
    title = waves_title(dimension)
    if not series:
        return f"{title}. {NO_ROWS}"
    rows = next(iter(series.values()))
    span = f"{len(rows)} waves from {rows.index[0]} to {rows.index[-1]}"
    span = span if len(rows) > 1 else f"one wave, {rows.index[0]}"
    ends = [f"{clean_text(name)} {_ends(rows)}" for name, rows in series.items()]
    left_out = sum(int(rows["suppressed"].sum()) for rows in series.values())
    cells = f"Cells left out to protect people: {left_out}."
    return f"Dot chart. {title}, {span}. {_participants(rows)} {'; '.join(ends)}. {cells}"


def waves_table(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the table behind the chart: mean share and range at each wave; the last row counts participants.

    Parameters
    ----------
    shares : DataFrame
        As `wave_shares` returns it.
    """
    series = _series(shares, None)
    periods = list(next(iter(series.values())).index) if series else []
    cells = [[_cell(row) for _, row in rows.iterrows()] for rows in series.values()]
    names = [clean_text(name) for name in series]
    if series:
        rows = next(iter(series.values()))
        cells.append([f"about {int(count):,}" for count in rows["participants"]])
        names.append("participants")
    index = pd.Index(names, name="value", dtype="str")
    return pd.DataFrame(cells, columns=periods, index=index, dtype="str")


def show_waves(
    shares: pd.DataFrame,
    dimension: str | None = None,
    *,
    categories: Iterable[str] | None = None,
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart of a cohort's waves with its sentence and its table, ready for a notebook.

    Parameters
    ----------
    shares : DataFrame
        As `wave_shares` returns it.
    dimension, title : str, optional
        What is counted.
    categories : iterable of str, optional
        Values to draw; the table holds all of them.
    colours, theme
        As in `plot_waves`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(shares, categories=categories, shown=False, **plot)
    return show_chart(ax, describe_waves(shares, dimension, categories=categories), waves_table(shares))


def waves_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"Mean share of voices by {clean_text(dimension)}, wave by wave" if dimension else "Mean share, wave by wave"


def _plot(shares: pd.DataFrame, *, categories, title, dimension, colours, **figure):
    series = _series(shares, categories)
    if categories is None:
        series = _largest(series)
    looks = category_looks(names_list(shares["value"]), colours, shares)
    total = shares["value"].nunique()
    left_out = [f"{len(series)} of {total} values drawn; the table holds them all."] if len(series) < total else []
    paint = partial(_draw, series=series, looks=looks, left_out=left_out) if series else None
    return painted(paint, title=title or waves_title(dimension), nothing=NO_ROWS, **figure)


def _series(shares: pd.DataFrame, categories: Iterable[str] | None) -> dict[str, pd.DataFrame]:
    """Return the rows of each value, one per wave; a wave without a row for a value counts as left out."""
    check_columns(shares, WAVE_COLUMNS, "a chart of waves")
    names = names_list(shares["value"])
    chosen = names if categories is None else names_list(categories)
    strange = [name for name in chosen if name not in names]
    if strange:
        raise ValueError(f"the table has no value {', '.join(strange)}; it has: {', '.join(names)}")
    participants = shares.groupby("period")["participants"].first().sort_index()
    series = {}
    for name in chosen:
        rows = shares[shares["value"] == name].set_index("period").reindex(participants.index)
        gap = rows["suppressed"].isna()
        series[name] = rows.assign(suppressed=gap | rows["suppressed"].eq(True), participants=participants)
    return series


def _draw(ax, *, series: Mapping[str, pd.DataFrame], looks: Mapping, left_out: list[str], title: str, own: bool):
    (y, beside), tops, top = start_lanes(ax, own=own), [], lane_scale(series.values())
    waves = next(iter(series.values()))
    ax.set_xlim(-0.5, len(waves) - 0.5)
    for name, values in series.items():
        y = lane_heading(ax, y, clean_text(name), _ends(values, arrow=" → "))
        colour, marker = looks[name]
        style = {"name": name, "colour": colour, "marker": marker, "face": colour}
        rows = values.reset_index(drop=True)
        draw_lane(ax, y, rows, rows["share"].astype(float), style, top=top, width=_BAR)
        for place in rows.index[rows["suppressed"]]:
            words, turned = _left_out(ax, len(rows))
            style = {"ha": "center", "va": "center", "color": look().quiet}
            text_at(ax, place, y + HEIGHT / 2, words, rotation=turned, **style)
        tops.append(y)
        y += HEIGHT + GAP
    finish_lanes(ax, tops, top, y - GAP / 2)
    ax.set_xticks(range(len(waves)), [clean_text(period) for period in waves.index])
    key = [possible_key("range, given the unknown"), mark_key(dot("mean share", markerfacecolor=look().quiet))]
    caption = [_participants(waves), *left_out]
    frame(ax, title=title, unit="Wave", caption=caption, key=key, body=y - GAP / 2, own=own, beside=beside)


def _largest(series: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the values with the largest shares at the last wave, as many as are drawn, in the order given."""
    last = {name: rows["share"].fillna(-1).iloc[-1] for name, rows in series.items()}
    chosen = set(sorted(series, key=lambda name: -last[name])[:MOST_LANES])
    return {name: rows for name, rows in series.items() if name in chosen}


def _left_out(ax, waves: int) -> tuple[str, int]:
    """Return the words of a cell that was left out, and how they stand: upright where waves are close."""
    room = axes_width(ax) / waves - 0.1
    lines = wrapped(SUPPRESSED, max(room, text_width("protect")))
    fits = len(lines) * line_height() <= HEIGHT and text_width("protect") <= room
    return ("\n".join(lines), 0) if fits else ("left out", 90)


def _participants(rows: pd.DataFrame) -> str:
    """Return how many took part; the numbers of the table are rounded, so "about"."""
    counts = [int(count) for count in rows["participants"]]
    few, many = min(counts), max(counts)
    between = f"About {few:,}" if few == many else f"About {few:,} to {many:,}"
    return f"{between} participants in each wave."


def _ends(rows: pd.DataFrame, arrow: str = ", then ") -> str:
    ends = [_cell(row, short=arrow != ", then ") for _, row in rows.iloc[[0, -1]].iterrows()]
    return arrow.join(ends[: len(rows)])


def _cell(row: pd.Series, *, short: bool = False) -> str:
    if row["suppressed"]:
        return "left out" if short else SUPPRESSED
    # Who is shown at all is shown because some hold it, so a rounded zero is little and not nothing.
    share = percent(row["share"]) if pd.isna(row["share"]) or row["share"] else f"under 1{NBSP}%"
    return share if short else f"{share} ({share_range(row['lowest'], row['highest'])})"
