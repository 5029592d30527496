"""Bars: one row per category, its name above it; what is recorded, what is possible, and the unknown below them all."""

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from auditkit.charts.colours import HATCH, INK, QUIET, UNKNOWN, category_colours
from auditkit.charts.layout import MARGIN, NARROW, axes_width, frame, heading, set_margins, share_axis
from auditkit.charts.wording import (
    NBSP,
    NO_POINT,
    STAR,
    clean_text,
    coverage_sentence,
    percent,
    share_range,
    shows_point,
    unknown_sentence,
    voices_counted,
)

_BAR = 0.2
_GAP = 0.16
_DOT = {
    "marker": "o",
    "markersize": 8,
    "linestyle": "",
    "markerfacecolor": "white",
    "markeredgecolor": INK,
    "markeredgewidth": 1.6,
    "clip_on": False,
    "zorder": 4,
    "label": "share of those known",
}
_TARGET = {
    "marker": "^",
    "markersize": 7,
    "linestyle": "",
    "color": INK,
    "clip_on": False,
    "zorder": 4,
    "label": "your target",
}


def draw_bars(ax, rows: pd.DataFrame, *, target: Mapping[str, float], title: str, colours: Mapping, own: bool) -> None:
    """Draw the rows of a composition, in the order given; the caller holds the style.

    Parameters
    ----------
    ax : Axes
    rows : DataFrame
        As `rows_in_order` returns them; at least one, and at least one voice counts.
    target, colours : mapping of category to share, to colour
    title, own
        As in `frame`.
    """
    if own:
        set_margins(ax, left=MARGIN, right=0.3)
    unknown = rows["unknown"].iloc[0] / rows["applicable"].iloc[0]
    bars, body = _label_rows(ax, rows, target)
    edge = _right_edge([unknown, *rows["highest"], *rows["share_of_known"], *target.values()])
    ax.set(ylim=(body, 0), xlim=(0, edge))
    colours = {**category_colours(rows.index), **colours}
    _draw_shares(ax, rows, bars[:-1], [colours[name] for name in rows.index])
    ax.barh(bars[-1], unknown, _BAR, color=UNKNOWN, edgecolor=INK, linewidth=0.8, hatch=HATCH, label="unknown")
    _draw_points(ax, rows, bars[:-1], target)
    share_axis(ax.xaxis, bins=6 if axes_width(ax) > NARROW else 3)
    frame(
        ax, title=title, unit="Share of the voices that count", caption=_caption(rows), key=_key(rows, target),
        body=body, own=own,
    )  # fmt: skip


def _label_rows(ax, rows: pd.DataFrame, target: Mapping[str, float]) -> tuple[list[float], float]:
    """Write each category and its numbers above its bar; return where the bars stand, and the height of them all."""
    wide = axes_width(ax) > NARROW
    unknown = int(rows["unknown"].iloc[0])
    share = percent(unknown / rows["applicable"].iloc[0])
    texts = [
        (_row_label(name, row["looked_for"], target.get(name)), _numbers(row, wide), row["looked_for"], name in target)
        for name, row in rows.iterrows()
    ]
    texts.append(("Unknown", f"{voices_counted(unknown)} · {share}" if wide else share, False, False))
    tops, bars, labels, y = [], [], [], 0.06
    for label, numbers, bold, marked in texts:
        lines, height = heading(ax, y, label, numbers, weight="bold" if bold else "normal")
        tops.append(y)
        labels.append("\n".join(lines))
        y += height + _BAR / 2
        bars.append(y)
        y += _BAR / 2 + (_GAP + 0.08 if marked else _GAP)
    # Tick labels, moved inside: they are the names of the rows to whoever asks the axes.
    ax.tick_params(axis="y", length=0, pad=0)
    ax.set_yticks(tops, labels, ha="left", va="top", parse_math=False, linespacing=1.2)
    for label, (_, _, bold, _) in zip(ax.get_yticklabels(), texts, strict=True):
        label.set_fontweight("bold" if bold else "normal")
    return bars, y


def _draw_shares(ax, rows: pd.DataFrame, bars: list[float], colours: list[str]) -> None:
    edge = {"edgecolor": INK, "linewidth": 0.8, "clip_on": False}
    width = rows["highest"] - rows["lowest"]
    pale = [(colour, 0.22) for colour in colours]
    ax.barh(bars, width, _BAR, left=rows["lowest"], color=pale, **edge, linestyle=(0, (2, 1.5)), label="range")
    ax.barh(bars, rows["lowest"], _BAR, color=colours, **edge, label="recorded")


def _draw_points(ax, rows: pd.DataFrame, bars: list[float], target: Mapping[str, float]) -> None:
    points = [(row["share_of_known"], y) for (_, row), y in zip(rows.iterrows(), bars, strict=True) if shows_point(row)]
    ax.plot(*zip(*points, strict=True), **_DOT) if points else None
    own = [(target[name], y + _BAR / 2 + 0.06) for name, y in zip(rows.index, bars, strict=True) if name in target]
    ax.plot(*zip(*own, strict=True), **_TARGET) if own else None


def _key(rows: pd.DataFrame, target: Mapping[str, float]) -> list:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    key = [
        Patch(facecolor=QUIET, edgecolor=INK, label="recorded"),
        Patch(facecolor="white", edgecolor=INK, linestyle=(0, (2, 1.5)), label="possible (unknown voices)"),
    ]
    if any(shows_point(row) for _, row in rows.iterrows()):
        key.append(Line2D([], [], **_DOT))
    return [*key, Line2D([], [], **_TARGET)] if target else key


def _caption(rows: pd.DataFrame) -> list[str]:
    head = rows.iloc[0]
    lines = [coverage_sentence(head), unknown_sentence(head)]
    if not shows_point(head):
        lines.append(NO_POINT)
    if rows["count"].sum() > head["recorded"]:
        lines.append("A voice can hold several categories: shares can add up to more than 100 %.")
    return lines


def _row_label(name: str, wanted: bool, target: float | None) -> str:
    label = f"{STAR} {clean_text(name)} · looked{NBSP}for" if wanted else clean_text(name)
    return label if target is None else f"{label} · your{NBSP}target{NBSP}{percent(target)}"


def _numbers(row: pd.Series, wide: bool) -> str:
    """Return the numbers at the end of a row: voices, share of known, range; the last two alone when narrow."""
    bounds = share_range(row["lowest"], row["highest"])
    parts = [voices_counted(int(row["count"]))] if wide else []
    if not shows_point(row):
        return " · ".join([*parts, bounds])
    share = percent(row["share_of_known"])
    return " · ".join([*parts, share if share == bounds else f"{share} ({bounds})"])


def _right_edge(shares: Iterable[float]) -> float:
    """Return the end of the axis: the next ten percent beyond everything drawn."""
    largest = max(share for share in shares if share == share)
    return max(math.ceil(round(largest * 10, 6)) / 10, 0.1)
