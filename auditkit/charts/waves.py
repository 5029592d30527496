"""What do a cohort's lists look like, wave by wave? One lane per value, and a word where a cell was left out.

Takes shares that have already been through the rule for small cells and never sees a participant.
"""

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from auditkit.charts.colours import INK, QUIET, category_colours, category_markers
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, drawing, frame, heading, new_axes, sentence_instead, set_margins
from auditkit.charts.wording import NBSP, clean_text, names_list, percent, share_range
from auditkit.tables import check_columns

WAVE_COLUMNS = ("period", "value", "participants", "share", "lowest", "highest", "suppressed")
SUPPRESSED = "left out to protect people"
NO_ROWS = "There is nothing to show yet: the table has no rows."
_HEIGHT, _GAP, _BAR = 0.66, 0.3, 0.16


def plot_waves(
    shares: pd.DataFrame,
    *,
    categories: Iterable[str] | None = None,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
):
    """Draw the mean share of each value at the waves of a cohort, with its range.

    A dot is the mean share; the pale bar runs from the lowest to the highest it could be, given what is unknown.
    Nothing joins two waves: not everybody takes part in each.

    Parameters
    ----------
    shares : DataFrame
        As `wave_shares` returns it.
    categories : iterable of str, optional
        Values to draw, in this order; default: all, as the table has them.
    ax : Axes, optional
        Default: a figure of its own, as tall as the lanes need.
    title, dimension : str, optional
        What is counted; by default made from `dimension`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or `categories` names a value that the table does not hold.
    """
    own = ax is None
    ax = new_axes(shown=True) if own else ax
    return _plot(shares, ax, categories=categories, title=title, dimension=dimension, own=own)


def describe_waves(
    shares: pd.DataFrame, dimension: str | None = None, *, categories: Iterable[str] | None = None
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone."""
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
    """Return the table behind the chart: mean share and range at each wave; the last row counts participants."""
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
    width: float = WIDTH,
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
    width : float
        In inches; 3.6 suits a telephone.
    """
    ax = new_axes(width)
    _plot(shares, ax, categories=categories, title=title, dimension=dimension, own=True)
    return show_chart(ax, describe_waves(shares, dimension, categories=categories), waves_table(shares))


def waves_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"Mean share of voices by {clean_text(dimension)}, wave by wave" if dimension else "Mean share, wave by wave"


def _plot(shares: pd.DataFrame, ax, *, categories, title, dimension, own: bool):
    series = _series(shares, categories)
    title = clean_text(title) if title else waves_title(dimension)
    with drawing():
        if not series:
            sentence_instead(ax, NO_ROWS, title=title, own=own)
        else:
            _draw(ax, series, _looks(shares), title=title, own=own)
    return ax


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


def _looks(shares: pd.DataFrame) -> dict[str, tuple[str, str]]:
    colours, markers = category_colours(shares["value"]), category_markers(shares["value"])
    return {name: (colours[name], markers[name]) for name in colours}


def _draw(ax, series: Mapping[str, pd.DataFrame], looks: Mapping[str, tuple[str, str]], *, title: str, own: bool):
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if own:
        set_margins(ax, left=0.68, right=0.3)
    rows = next(iter(series.values()))
    places = range(len(rows))
    ax.set_xlim(-0.5, len(rows) - 0.5)
    top = _scale(series.values())
    ticks, y = [], 0.06
    for name, values in series.items():
        lines, height = heading(ax, y, clean_text(name), _ends(values, arrow=" → "))
        ax.text(0, y, "\n".join(lines), transform=ax.get_yaxis_transform(), va="top", parse_math=False)
        y += height + 0.1
        _draw_lane(ax, y, values, looks[name], name, top)
        ticks += [(y, percent(top)), (y + _HEIGHT, percent(0))]
        y += _HEIGHT + _GAP
    ax.set_ylim(y - _GAP / 2, 0)
    ax.grid(False)
    ax.set_xticks(places, [clean_text(period) for period in rows.index])
    ax.set_yticks([place for place, _ in ticks], [label for _, label in ticks])
    key = [
        Patch(facecolor="white", edgecolor=INK, linestyle=(0, (2, 1.5)), label="range, given the unknown"),
        Line2D([], [], color=INK, marker="o", markersize=8, linestyle="", markerfacecolor=QUIET, label="mean share"),
    ]
    frame(ax, title=title, unit="Wave", caption=[_participants(rows)], key=key, body=y - _GAP / 2, own=own)


def _draw_lane(ax, y: float, rows: pd.DataFrame, look: tuple[str, str], name: str, top: float) -> None:
    from matplotlib.transforms import Affine2D

    colour, marker = look
    # Positions down the page are inches; the lane's own transform carries shares there.
    lane = Affine2D().scale(1, -_HEIGHT / top).translate(0, y + _HEIGHT) + ax.transData
    ax.axhline(y, color="#d4d4d4", linewidth=0.8, zorder=0)
    ax.axhline(y + _HEIGHT, color="#8a8a8a", linewidth=0.8, zorder=0)
    places, low = range(len(rows)), rows["lowest"].astype(float)
    ax.bar(
        places, rows["highest"].astype(float) - low, _BAR, bottom=low, transform=lane, color=(colour, 0.25),
        edgecolor=INK, linewidth=0.8, linestyle=(0, (2, 1.5)), label=f"range of {name}",
    )  # fmt: skip
    ax.plot(
        places, rows["share"].astype(float), transform=lane, linestyle="", marker=marker, markersize=8,
        markerfacecolor=colour, markeredgecolor=INK, markeredgewidth=1.4, clip_on=False, zorder=4, label=name,
    )  # fmt: skip
    for place in (place for place, out in enumerate(rows["suppressed"]) if out):
        words = SUPPRESSED.replace(" to ", "\nto ")
        ax.text(place, y + _HEIGHT / 2, words, ha="center", va="center", color=QUIET, linespacing=1.2)


def _scale(all_rows: Iterable[pd.DataFrame]) -> float:
    """Return the top of every lane: the next ten percent beyond the highest bound."""
    highest = max((float(rows["highest"].max()) for rows in all_rows if rows["highest"].notna().any()), default=1.0)
    return max(math.ceil(round(highest * 10, 6)) / 10, 0.1)


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
