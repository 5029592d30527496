"""The matrix of dots that says which categories make up a row: one column per category, dimension by dimension."""

from collections.abc import Sequence

from auditkit.charts.layout import MARGIN, axes_width, line_height, set_margins, text_at, text_width
from auditkit.charts.rows import BAR, Placed
from auditkit.charts.theme import look
from auditkit.charts.wording import clean_text

_PITCH = 0.26
_APART = 0.14
_MOST_HEIGHT = 2.2
_LEAST_BARS = 2.2


def matrix_columns(ax, combinations: Sequence[tuple]) -> list[tuple[str, str]] | None:
    """Return the (dimension, category) pairs in the order of their columns; None where they do not fit.

    They do not where the bars would get too little room, or a name is too long to stand upright.
    """
    pairs = list(dict.fromkeys(pair for combination in combinations for pair in combination))
    dimensions = list(dict.fromkeys(name for name, _ in pairs))
    columns = sorted(pairs, key=lambda pair: dimensions.index(pair[0]))
    room = ax.get_figure(root=True).get_figwidth() - 2 * MARGIN - _width(columns)
    too_long = any(text_width(clean_text(category)) > _MOST_HEIGHT for _, category in columns)
    return None if too_long or room < 2 * _LEAST_BARS else columns


def draw_matrix(ax, combinations: Sequence[tuple], columns: Sequence[tuple[str, str]], numbers: list[str]) -> Placed:
    """Draw the matrix left of the axes and the numbers right of them; return where the bars go."""
    left, right = _width(columns) + 0.1, max(text_width(text) for text in numbers) + 0.2
    set_margins(ax, left=MARGIN + left, right=MARGIN + right)
    inch = 1 / axes_width(ax)
    tall = max(text_width(clean_text(category)) for _, category in columns)
    places = [(place - left) * inch for place in _places(columns)]
    across = {"transform": ax.get_yaxis_transform()}
    for x, (_, category) in zip(places, columns, strict=True):
        text_at(ax, x, tall + 0.1, clean_text(category), rotation=90, ha="center", va="bottom", **across)
    centres = [tall + 0.2 + (BAR + 0.1) * (place + 0.5) for place in range(len(combinations))]
    for y, combination, text in zip(centres, combinations, numbers, strict=True):
        _draw_row(ax, y, places, [pair in combination for pair in columns], across)
        text_at(ax, 1 + 0.2 * inch, y, text, va="center", **across)
    body = centres[-1] + BAR
    ax.set_ylim(body, 0)
    ax.set_yticks(centres, [""] * len(centres))
    ax.tick_params(axis="y", length=0)
    ax.grid(False, axis="y")
    return Placed(centres, max(body, line_height()), (left, right))


def _draw_row(ax, y: float, places: list[float], held: list[bool], across: dict) -> None:
    style = {"linestyle": "", "marker": "o", "markersize": 8, "clip_on": False, **across}
    colours = look()
    on = [x for x, is_held in zip(places, held, strict=True) if is_held]
    off = [x for x, is_held in zip(places, held, strict=True) if not is_held]
    ax.plot([min(on), max(on)], [y, y], color=colours.ink, linewidth=1.6, clip_on=False, label="_held", **across)
    ax.plot(
        off, [y] * len(off), **style, markerfacecolor=colours.ground, markeredgecolor=colours.rule, label="_not held"
    )
    ax.plot(on, [y] * len(on), **style, color=colours.ink, label="_held")


def _places(columns: Sequence[tuple[str, str]]) -> list[float]:
    """Return the middle of each column in inches; a gap divides two dimensions."""
    places, x = [], _PITCH / 2
    for place, (dimension, _) in enumerate(columns):
        if place and dimension != columns[place - 1][0]:
            x += _APART
        places.append(x)
        x += _PITCH
    return places


def _width(columns: Sequence[tuple[str, str]]) -> float:
    return (_places(columns)[-1] + _PITCH / 2) if columns else 0.0
