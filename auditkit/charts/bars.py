"""The marks of shares: what is recorded, what is possible, the unknown, the dot and the target. The same everywhere.

Each mark differs from the others in form, edge or stripes as well as in colour; the key shows them in grey.
"""

from collections.abc import Iterable, Sequence

from auditkit.charts.colours import HATCH
from auditkit.charts.rows import BAR
from auditkit.charts.theme import look

DOTTED = (0, (2, 1.5))
KNOWN = "share of those known"
_ON_TOP = {"clip_on": False, "zorder": 4}


def draw_possible(ax, ys: Sequence[float], lowest, highest, colours: Sequence[str], *, bar: float = BAR) -> None:
    """Draw the pale bars from the lowest to the highest a share can be."""
    widths = [high - low for low, high in zip(lowest, highest, strict=True)]
    pale = [(colour, 0.22) for colour in colours]
    edge = {"edgecolor": look().ink, "linewidth": 0.8, "linestyle": DOTTED, "clip_on": False}
    ax.barh(ys, widths, bar, left=list(lowest), color=pale, label="range", **edge)


def draw_recorded(ax, ys: Sequence[float], shares, colours: Sequence[str], *, bar: float = BAR) -> None:
    """Draw the solid bars: what is recorded, the lowest a share can be."""
    edge = {"edgecolor": look().ink, "linewidth": 0.8, "clip_on": False}
    ax.barh(ys, list(shares), bar, color=list(colours), label="recorded", **edge)


def draw_unknown(ax, ys: Sequence[float], shares: Sequence[float], *, bar: float = BAR) -> None:
    """Draw the striped grey bars of the unknown voices."""
    edge = {"edgecolor": look().ink, "linewidth": 0.8, "hatch": HATCH}
    ax.barh(ys, shares, bar, color=look().unknown, label="unknown", **edge)


def draw_marks(ax, points: Iterable[tuple[float, float]], style: dict) -> None:
    """Draw marks at (share, height); none where there are none."""
    points = list(points)
    if points:
        ax.plot(*zip(*points, strict=True), **style)


def dot(label: str = KNOWN, **more) -> dict:
    """Return how the share of those known is marked."""
    face = {"markerfacecolor": look().ground, "markeredgecolor": look().ink, "markeredgewidth": 1.6}
    return {"marker": "o", "markersize": 8, "linestyle": "", "label": label} | _ON_TOP | face | more


def triangle(label: str = "your target", **more) -> dict:
    """Return how a person's own target is marked."""
    ink = look().ink
    face = {"markerfacecolor": ink, "markeredgecolor": ink, "markerfacecoloralt": look().ground}
    return {"marker": "^", "markersize": 7, "linestyle": "", "label": label} | _ON_TOP | face | more


def recorded_key(label: str = "recorded", colour: str | None = None):
    """Return the solid bar of the key."""
    from matplotlib.patches import Patch

    return Patch(facecolor=colour or look().quiet, edgecolor=look().ink, label=label)


def possible_key(label: str = "possible (unknown voices)"):
    """Return the pale bar of the key."""
    from matplotlib.patches import Patch

    return Patch(facecolor=look().ground, edgecolor=look().ink, linestyle=DOTTED, label=label)


def striped_key(label: str, hatch: str = HATCH, colour: str | None = None):
    """Return a striped bar of the key."""
    from matplotlib.patches import Patch

    return Patch(facecolor=colour or look().unknown, edgecolor=look().ink, hatch=hatch, label=label)


def mark_key(style: dict):
    """Return a mark of the key."""
    from matplotlib.lines import Line2D

    return Line2D([], [], **style)
