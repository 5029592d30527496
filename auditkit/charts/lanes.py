"""Lanes: strips under each other in the same axes, all on the same horizontal axis and the same scale.

Positions down the page are in inches; a lane's own transform carries its shares there. So the artists keep the
numbers they show.
"""

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from auditkit.charts.bars import DOTTED
from auditkit.charts.layout import MARGIN, axes_width, heading, line_height, plate, set_margins, text_at, wrapped
from auditkit.charts.theme import look
from auditkit.charts.wording import percent

HEIGHT = 0.66
GAP = 0.26
_SCALE, _MARGIN = 0.48, 0.1


def start_lanes(ax, *, own: bool) -> tuple[float, tuple[float, float]]:
    """Make room for the scale left of the lanes; return where the first one starts, and the room beside the axes."""
    if not own:
        return 0.06, (0.0, 0.0)
    set_margins(ax, left=MARGIN + _SCALE, right=MARGIN + _MARGIN)
    return 0.06, (_SCALE, _MARGIN)


def finish_lanes(ax, tops: Sequence[float], top: float, body: float) -> None:
    """Give every lane that starts at one of `tops` its scale, from 0 to `top`, and the axes their height."""
    ax.set_ylim(body, 0)
    ax.grid(False)
    ticks = [(place, text) for y in tops for place, text in ((y, percent(top)), (y + HEIGHT, percent(0)))]
    ax.set_yticks([place for place, _ in ticks], [text for _, text in ticks])
    ax.tick_params(axis="y", length=3)


def lane_heading(ax, y: float, label: str, numbers: str, *, bold: bool = False, told: str = "") -> float:
    """Write a lane's name, its numbers and what can be told from them; return where the lane itself starts."""
    font = {"weight": "bold" if bold else "normal"}
    lines, height = heading(ax, y, label, numbers, **font)
    across = {"transform": ax.get_yaxis_transform(), "va": "top", "bbox": plate()}
    text_at(ax, 0, y, "\n".join(lines), **across, **font)
    if told:
        lines = wrapped(told, axes_width(ax))
        text_at(ax, 0, y + height, "\n".join(lines), **across, color=look().quiet)
        height += len(lines) * line_height()
    return y + height + 0.12


def draw_lane(ax, y: float, rows: pd.DataFrame, shares: Sequence[float], style: dict, *, top: float, width: float):
    """Draw the range and the share at each place of a lane.

    Parameters
    ----------
    ax : Axes
    y : float
        Where the lane starts, in inches from the top of the axes.
    rows : DataFrame
        ``lowest`` and ``highest``; the index is the place on the horizontal axis.
    shares : sequence of float
        NaN where there is no dot.
    style : dict
        ``name``, ``colour`` and ``marker`` of the lane, and ``face``, the filling of its dots.
    top, width : float
        The share at the ceiling; the width of a bar in units of the horizontal axis.
    """
    colours, lane, low = look(), lane_transform(ax, y, top), rows["lowest"].astype(float)
    ax.axhline(y, color=colours.faint, linewidth=0.8, zorder=0)
    ax.axhline(y + HEIGHT, color=colours.rule, linewidth=0.8, zorder=0)
    ax.bar(
        rows.index, rows["highest"].astype(float) - low, width, bottom=low, transform=lane,
        color=(style["colour"], 0.25), edgecolor=colours.ink, linewidth=0.8, linestyle=DOTTED,
        label=f"range of {style['name']}",
    )  # fmt: skip
    ax.plot(
        rows.index, list(shares), transform=lane, linestyle="", marker=style["marker"], markersize=8,
        markerfacecolor=style["face"], markeredgecolor=colours.ink, markeredgewidth=1.4, clip_on=False, zorder=4,
        label=style["name"],
    )  # fmt: skip


def lane_transform(ax, y: float, top: float):
    """Return the transform that puts 0 on the floor of a lane and `top` under its ceiling."""
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(1, -HEIGHT / top).translate(0, y + HEIGHT) + ax.transData


def lane_scale(all_rows: Iterable[pd.DataFrame]) -> float:
    """Return the top of every lane: the next ten percent beyond the highest bound."""
    highest = max((float(rows["highest"].max()) for rows in all_rows if rows["highest"].notna().any()), default=1.0)
    return max(math.ceil(round(highest * 10, 6)) / 10, 0.1)
