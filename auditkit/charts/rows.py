"""Rows: a name, numbers and room for a mark, one under another, in one of two ways.

Beside each other where there is room (name, marks, numbers), so that forty categories stay on a page; otherwise the
name and the numbers stand above their marks.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditkit.charts.layout import (
    MARGIN,
    NARROW,
    axes_width,
    heading,
    line_height,
    plate,
    set_margins,
    share_axis,
    text_at,
    text_width,
    wrapped,
)

BAR = 0.2
_GAP = 0.16
_BESIDE = 0.1
_BEFORE = 0.1  # above a heading that has rows before it
# How wide the marks are at the least, and the names at the most, as a part of the whole, when all stand on one line.
_LEAST_MARKS, _MOST_NAMES = 0.32, 0.34


@dataclass(frozen=True)
class Row:
    """One row of a chart.

    Attributes
    ----------
    label, numbers, short : str
        Its name; its numbers in words; the same where there is less room.
    bold : bool
    bar, below : float
        Height of its marks, and the room they need below, in inches. Without marks it is a heading.
    """

    label: str
    numbers: str = ""
    short: str = ""
    bold: bool = False
    bar: float = BAR
    below: float = 0.0

    @property
    def font(self) -> dict[str, str]:
        """How its name is set."""
        return {"weight": "bold" if self.bold else "normal"}


@dataclass(frozen=True)
class Placed:
    """Where rows stand: the middle of each row's marks, the height of all, and the room beside the axes."""

    centres: list[float]
    body: float
    beside: tuple[float, float]


def place_rows(ax, rows: Sequence[Row], *, own: bool, one_line: bool) -> Placed:
    """Write the names and the numbers of rows and return where their marks go; sets the vertical axis.

    Parameters
    ----------
    ax : Axes
    rows : sequence of Row
    own : bool
        Whether the figure is ours; names stand beside the marks only then.
    one_line : bool
        Whether names and numbers are to stand beside the marks where there is room.
    """
    if own:
        set_margins(ax, left=MARGIN, right=0.3)
    columns = _columns(ax, rows) if own and one_line else None
    placed = _beside(ax, rows, columns) if columns else _above(ax, rows)
    ax.set_ylim(placed.body, 0)
    ax.grid(False, axis="y")
    return placed


def finish_shares(ax, shares: Iterable[float]) -> None:
    """Give the horizontal axis its end, the next ten percent beyond everything drawn, and its percent."""
    largest = max((share for share in shares if share == share), default=1.0)
    ax.set_xlim(0, max(math.ceil(round(largest * 10, 6)) / 10, 0.1))
    share_axis(ax.xaxis, bins=min(6, max(3, int(1.6 * axes_width(ax)))))


def _above(ax, rows: Sequence[Row]) -> Placed:
    wide = axes_width(ax) > NARROW
    tops, centres, labels, y = [], [], [], 0.06
    for row in rows:
        y += _BEFORE if tops and not row.bar else 0.0
        lines, height = heading(ax, y, row.label, row.numbers if wide or not row.short else row.short, **row.font)
        tops.append(y)
        labels.append("\n".join(lines))
        centres.append(y + height + row.bar / 2)
        y += height + row.bar + (_GAP if row.bar else 0.04) + row.below
    # Tick labels, moved inside: they are the names of the rows to whoever asks the axes.
    _name(ax, tops, labels, rows, ha="left", va="top", pad=0)
    return Placed(centres, y, (0.0, 0.0))


def _beside(ax, rows: Sequence[Row], columns: tuple[float, float, bool]) -> Placed:
    names, numbers, short = columns
    left = names + 2 * _BESIDE if names else 0.0
    right = numbers + 2 * _BESIDE
    set_margins(ax, left=MARGIN + left, right=MARGIN + right)
    across = {"transform": ax.get_yaxis_transform(), "va": "center"}
    end, start = 1 + 2 * _BESIDE / axes_width(ax), -left / axes_width(ax)
    ticks, centres, y = [], [], 0.06
    for row in rows:
        y += _BEFORE if centres and not row.bar else 0.0
        lines = wrapped(row.label, names if row.bar else left + axes_width(ax), **row.font)
        height = max(row.bar + 0.11, len(lines) * line_height() + 0.06)
        centre = y + height / 2
        centres.append(centre)
        if row.bar:
            ticks.append((centre, "\n".join(lines), row))
        else:
            text_at(ax, start, centre, "\n".join(lines), **across, **row.font)
        text_at(ax, end, centre, row.short if short and row.short else row.numbers, **across)
        y += height + row.below
    _name(ax, [t[0] for t in ticks], [t[1] for t in ticks], [t[2] for t in ticks], ha="right", va="center", pad=7)
    return Placed(centres, y + 0.05, (left, right))


def _columns(ax, rows: Sequence[Row]) -> tuple[float, float, bool] | None:
    """Return the widths of names and numbers, and whether these are the short ones; None if there is no room."""
    room = axes_width(ax) + 0.1
    most = room * _MOST_NAMES
    named = [row for row in rows if row.bar]
    wide = [text_width(row.label, **row.font) for row in named]
    names = min(max(wide, default=0.0), most)
    too_wide = [row for row, it in zip(named, wide, strict=True) if it > most]
    if any(len(wrapped(row.label, names, **row.font)) > 2 for row in too_wide):
        return None
    for short in (False, True):
        texts = [row.short if short and row.short else row.numbers for row in rows]
        numbers = max(text_width(text) for text in texts)
        if room - names - numbers - 4 * _BESIDE >= room * _LEAST_MARKS:
            return names, numbers, short
    return None


def _name(ax, places: list[float], labels: list[str], rows: Sequence[Row], *, ha: str, va: str, pad: float) -> None:
    ax.tick_params(axis="y", length=0, pad=pad)
    ax.set_yticks(places, labels, ha=ha, va=va, parse_math=False, linespacing=1.2)
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row.bold else "normal")
        label.set_bbox(plate() if ha == "left" else None)
