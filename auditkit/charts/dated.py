"""The lanes of a review: shares at the real dates, the voices behind them, and where the codebook changed."""

import itertools
import math
from collections.abc import Iterable, Mapping

import pandas as pd

from auditkit.charts.bars import KNOWN, dot, mark_key, possible_key
from auditkit.charts.colours import HATCH
from auditkit.charts.lanes import (
    GAP,
    HEIGHT,
    draw_lane,
    finish_lanes,
    lane_heading,
    lane_scale,
    lane_transform,
    start_lanes,
)
from auditkit.charts.layout import axes_width, frame, line_height, plate, text_at, text_width
from auditkit.charts.theme import look
from auditkit.charts.wording import VERDICTS, category_label, percent, share_range, shows_point, verdict

_BAR_POINTS = 9.0
_BREAK = "codebook changed"


def draw_dates(
    ax, *, series: Mapping[str, pd.DataFrame], looks: Mapping, caption: Iterable[str], title: str, own: bool
) -> None:
    """Draw a lane per category and one for the denominators; the caller holds the style.

    Parameters
    ----------
    ax : Axes
    series : mapping of category to DataFrame
        Rows of a composition, one per date, the date being the index.
    looks : mapping of category to (colour, marker)
    caption, title, own
        As in `frame`.
    """
    (y, beside), tops, top = start_lanes(ax, own=own), [], lane_scale(series.values())
    head = next(iter(series.values()))
    width, breaks = _set_dates(ax, list(head.index)), break_places(head)
    y += _name_breaks(ax, y, breaks)
    for name, rows in series.items():
        ends = [_short(row) for _, row in rows.iloc[[0, -1]].iterrows()][: len(rows)]
        wanted = bool(rows["looked_for"].iloc[0])
        label, told = category_label(name, wanted), VERDICTS[verdict(rows)]
        y = lane_heading(ax, y, label, " → ".join(ends), bold=wanted, told=told)
        _draw_category(ax, y, name, rows, looks[name], top, width)
        _draw_breaks(ax, y, breaks)
        tops.append(y)
        y += HEIGHT + GAP
    y = _draw_denominators(ax, y, head, width)
    _draw_breaks(ax, y, breaks)
    body = y + HEIGHT + 0.08
    finish_lanes(ax, tops, top, body)
    frame(
        ax, title=title, unit="Date of the follow lists", caption=caption, key=_key(series.values()), body=body,
        own=own, beside=beside,
    )  # fmt: skip


def break_places(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the pairs of neighbouring dates between which the codebook changed, if the rows name it."""
    if "codebook" not in rows:
        return []
    used = list(zip(rows.index, rows["codebook"], strict=True))
    return [(one, other) for (one, old), (other, new) in itertools.pairwise(used) if old != new]


def _draw_category(ax, y: float, name: str, rows: pd.DataFrame, look_: tuple[str, str], top: float, width: float):
    colour, marker = look_
    shares = [row["share_of_known"] if shows_point(row) else math.nan for _, row in rows.iterrows()]
    face = look().ground if verdict(rows) == "overlap" else colour
    style = {"name": name, "colour": colour, "marker": marker, "face": face}
    draw_lane(ax, y, rows, shares, style, top=top, width=width)
    # Shares under two codebooks are no series: the line stops at the change.
    starts = [0, *(rows.index.get_loc(later) for _, later in break_places(rows)), len(rows)]
    for start, end in itertools.pairwise(starts):
        ax.plot(
            rows.index[start:end], shares[start:end], color=look().ink, linewidth=1, zorder=3,
            transform=lane_transform(ax, y, top), label="_line",
        )  # fmt: skip


def _draw_denominators(ax, y: float, rows: pd.DataFrame, width: float) -> float:
    """Draw how many voices count at each date and how many of them are reviewed; return where the lane starts."""
    ends = rows.iloc[[0, -1]].iloc[: len(rows)]
    numbers = " → ".join(f"{int(row['reviewed']):,} of {int(row['applicable']):,}" for _, row in ends.iterrows())
    y = lane_heading(ax, y, "Voices reviewed", numbers)
    ax.axhline(y + HEIGHT, color=look().rule, linewidth=0.8, zorder=0)
    lane = lane_transform(ax, y, float(rows["applicable"].max()))
    reviewed, applicable = rows["reviewed"].astype(float), rows["applicable"].astype(float)
    line = {"width": width, "transform": lane, "edgecolor": look().ink, "linewidth": 0.8}
    ax.bar(rows.index, reviewed, color=look().quiet, label="reviewed", **line)
    rest = applicable - reviewed
    ax.bar(rows.index, rest, bottom=reviewed, color=look().unknown, hatch=HATCH, label="not reviewed", **line)
    return y


def _between(dates: tuple[pd.Timestamp, pd.Timestamp]) -> pd.Timestamp:
    return dates[0] + (dates[1] - dates[0]) / 2


def _draw_breaks(ax, y: float, breaks: list) -> None:
    """Draw the change of codebook through one lane, and not through the words between lanes."""
    for dates in breaks:
        ax.plot([_between(dates)] * 2, [y, y + HEIGHT], color=look().ink, linewidth=1, linestyle="--", label="_break")


def _name_breaks(ax, y: float, breaks: list) -> float:
    """Write what the dashed lines mean above the lanes; return the height of the words."""
    from matplotlib.dates import date2num

    if not breaks:
        return 0.0
    low, high = ax.get_xlim()
    half = text_width(_BREAK) / 2 / axes_width(ax) * (high - low)
    last = -math.inf
    for dates in breaks:
        # Inside the lanes, and left out where it would stand on the one before: the caption names each.
        place = min(max(date2num(_between(dates)), low + half), high - half)
        if place - half > last:
            text_at(ax, place, y, _BREAK, ha="center", va="top", color=look().quiet, bbox=plate())
            last = place + half
    return 1.4 * line_height()


def _set_dates(ax, dates: list[pd.Timestamp]) -> float:
    """Put the dates of the review on the axis, at their real distances; return the width of a bar in days."""
    from matplotlib.dates import date2num

    days = date2num(dates)
    span = days[-1] - days[0]
    beside = span * 0.06 or 30.0
    ax.set_xlim(days[0] - beside, days[-1] + beside)
    per_inch = (span + 2 * beside) / axes_width(ax)
    label_width = text_width("30 Nov") * per_inch
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


def _key(all_rows: Iterable[pd.DataFrame]) -> list:
    drawn = [rows for rows in all_rows if any(shows_point(row) for _, row in rows.iterrows())]
    hollow = [verdict(rows) == "overlap" for rows in drawn]
    key = [possible_key("range, given the unknown")]
    if not all(hollow):
        key.append(mark_key(dot(markerfacecolor=look().quiet)))
    if any(hollow):
        key.append(mark_key(dot(f"{KNOWN}, ranges overlap")))
    return key
