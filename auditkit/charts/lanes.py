"""Lanes: one strip per category under each other in the same axes, all on the same dates and the same scale.

Positions down the page are in inches; a lane's own transform carries its shares there. So the artists keep the
numbers they show: real dates and real shares.
"""

import itertools
import math
from collections.abc import Iterable, Mapping

import pandas as pd

from auditkit.charts.colours import HATCH, INK, QUIET, RULE, UNKNOWN
from auditkit.charts.layout import (
    LINE,
    NARROW,
    axes_width,
    frame,
    heading,
    set_margins,
    text_width,
    wrapped,
)
from auditkit.charts.wording import (
    NBSP,
    STAR,
    VERDICTS,
    clean_text,
    percent,
    share_range,
    shows_point,
    verdict,
)

_HEIGHT = 0.66
_GAP = 0.26
_BAR_POINTS = 9.0


def draw_lanes(
    ax,
    series: Mapping[str, pd.DataFrame],
    looks: Mapping[str, tuple[str, str]],
    *,
    title: str,
    caption: Iterable[str],
    own: bool,
) -> None:
    """Draw a lane per category and one for the denominators; the caller holds the style.

    Parameters
    ----------
    ax : Axes
    series : mapping of category to DataFrame
        Rows of a composition, one per date, the date being the index.
    looks : mapping of category to (colour, marker)
    title, caption, own
        As in `frame`.
    """
    if own:
        set_margins(ax, left=0.68, right=0.3)
    dates = list(next(iter(series.values())).index)
    top = _scale(series.values())
    width = _set_dates(ax, dates)
    ticks, y = [], 0.06
    for name, rows in series.items():
        y = _headed(ax, y, name, rows)
        ax.axhline(y, color="#d4d4d4", linewidth=0.8, zorder=0)
        ax.axhline(y + _HEIGHT, color=RULE, linewidth=0.8, zorder=0)
        _draw_lane(ax, rows, _lane(ax, y, top), looks[name], name, width)
        ticks += [(y, percent(top)), (y + _HEIGHT, percent(0))]
        y += _HEIGHT + _GAP
    rows = next(iter(series.values()))
    y = _draw_denominators(ax, y, rows, width)
    ax.set_ylim(y, 0)
    ax.grid(False)
    ax.set_yticks([place for place, _ in ticks], [label for _, label in ticks])
    ax.tick_params(axis="y", length=3)
    key = _key(series.values(), "\n" if axes_width(ax) < NARROW else " ")
    frame(ax, title=title, unit="Date of the follow lists", caption=caption, key=key, body=y, own=own)


def _headed(ax, y: float, name: str, rows: pd.DataFrame) -> float:
    """Write the category, its first and last share, and what can be told from them; return where its lane starts."""
    wanted = bool(rows["looked_for"].iloc[0])
    label = f"{STAR} {clean_text(name)} · looked{NBSP}for" if wanted else clean_text(name)
    weight = "bold" if wanted else "normal"
    ends = [_short(row) for _, row in rows.iloc[[0, -1]].iterrows()][: len(rows)]
    lines, height = heading(ax, y, label, " → ".join(ends), weight=weight)
    across = ax.get_yaxis_transform()
    ax.text(0, y, "\n".join(lines), transform=across, va="top", weight=weight, parse_math=False, linespacing=1.2)
    told = wrapped(ax, VERDICTS[verdict(rows)], axes_width(ax))
    ax.text(0, y + height, "\n".join(told), transform=across, va="top", color=QUIET, linespacing=1.2)
    return y + height + len(told) * LINE + 0.12


def _draw_lane(ax, rows: pd.DataFrame, lane, look: tuple[str, str], name: str, width: float) -> None:
    colour, marker = look
    low = rows["lowest"].astype(float)
    ax.bar(
        rows.index, rows["highest"].astype(float) - low, width, bottom=low, transform=lane, color=(colour, 0.25),
        edgecolor=INK, linewidth=0.8, linestyle=(0, (2, 1.5)), label=f"range of {name}",
    )  # fmt: skip
    shares = [row["share_of_known"] if shows_point(row) else math.nan for _, row in rows.iterrows()]
    face = "white" if verdict(rows) == "overlap" else colour
    ax.plot(
        rows.index, shares, transform=lane, color=INK, linewidth=1, marker=marker, markersize=8,
        markerfacecolor=face, markeredgecolor=INK, markeredgewidth=1.4, clip_on=False, zorder=4, label=name,
    )  # fmt: skip


def _draw_denominators(ax, y: float, rows: pd.DataFrame, width: float) -> float:
    """Draw how many voices count at each date and how many of them are reviewed; return where the lane ends."""
    ends = rows.iloc[[0, -1]].iloc[: len(rows)]
    numbers = " → ".join(f"{int(row['reviewed']):,} of {int(row['applicable']):,}" for _, row in ends.iterrows())
    lines, height = heading(ax, y, "Voices reviewed", numbers)
    ax.text(0, y, "\n".join(lines), transform=ax.get_yaxis_transform(), va="top", linespacing=1.2)
    y += height + 0.1
    ax.axhline(y + _HEIGHT, color=RULE, linewidth=0.8, zorder=0)
    lane = _lane(ax, y, float(rows["applicable"].max()))
    reviewed, applicable = rows["reviewed"].astype(float), rows["applicable"].astype(float)
    line = {"width": width, "transform": lane, "edgecolor": INK, "linewidth": 0.8}
    ax.bar(rows.index, reviewed, color=QUIET, label="reviewed", **line)
    rest = applicable - reviewed
    ax.bar(rows.index, rest, bottom=reviewed, color=UNKNOWN, hatch=HATCH, label="not reviewed", **line)
    return y + _HEIGHT + 0.08


def _lane(ax, y: float, top: float):
    """Return the transform that puts a share of 0 on the floor of a lane and `top` under its ceiling."""
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(1, -_HEIGHT / top).translate(0, y + _HEIGHT) + ax.transData


def _scale(all_rows: Iterable[pd.DataFrame]) -> float:
    """Return the top of every lane: the next ten percent beyond the highest bound."""
    highest = max(float(rows["highest"].max()) for rows in all_rows)
    return max(math.ceil(round(highest * 10, 6)) / 10, 0.1)


def _set_dates(ax, dates: list[pd.Timestamp]) -> float:
    """Put the dates of the review on the axis, at their real distances; return the width of a bar in days."""
    from matplotlib.dates import date2num

    days = date2num(dates)
    span = days[-1] - days[0]
    beside = span * 0.06 or 30.0
    ax.set_xlim(days[0] - beside, days[-1] + beside)
    per_inch = (span + 2 * beside) / axes_width(ax)
    label_width = text_width(ax, "30 Nov") * per_inch
    named = _named(list(days), label_width + 0.1 * per_inch)
    ax.set_xticks([days[place] for place in named], [_tick(dates[place]) for place in named])
    ax.set_xticks([day for place, day in enumerate(days) if place not in named], minor=True)
    closest = min((later - day for day, later in itertools.pairwise(days)), default=beside)
    return min(_BAR_POINTS / 72 * per_inch, max(closest * 0.8, 2 / 72 * per_inch))


def _named(days: list[float], apart: float) -> list[int]:
    """Return the places of the dates that have room for a label: the first, the last, and others between them."""
    last = len(days) - 1
    named = [0]
    for place in range(1, last):
        if days[place] - days[named[-1]] >= apart and days[last] - days[place] >= apart:
            named.append(place)
    if last and days[last] - days[0] < apart:
        return [last]
    return [*named, last] if last else named


def _tick(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%b}\n{date.year}"


def _short(row: pd.Series) -> str:
    return percent(row["share_of_known"]) if shows_point(row) else share_range(row["lowest"], row["highest"])


def _key(all_rows: Iterable[pd.DataFrame], break_: str) -> list:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    dot = {"marker": "o", "markersize": 8, "linestyle": "", "markeredgecolor": INK, "markeredgewidth": 1.4}
    drawn = [rows for rows in all_rows if any(shows_point(row) for _, row in rows.iterrows())]
    hollow = [verdict(rows) == "overlap" for rows in drawn]
    key = [Patch(facecolor="white", edgecolor=INK, linestyle=(0, (2, 1.5)), label="range, given the unknown")]
    if not all(hollow):
        key.append(Line2D([], [], markerfacecolor=QUIET, label="share of those known", **dot))
    if any(hollow):
        key.append(Line2D([], [], markerfacecolor="white", label=f"share of those known,{break_}ranges overlap", **dot))
    return key
