"""What every chart shares: the style, room for every word, and the frame of title, key, unit and caption.

Lengths are in inches. Categories stand above their bars and not beside them, so that a long name or a narrow screen
costs a line and never a letter.
"""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from auditkit.charts.colours import INK, RULE
from auditkit.charts.wording import percent

WIDTH = 7.2
NARROW = 4.6
LINE = 0.185
MARGIN = 0.2

# Tried in this order where the bundled font lacks a letter; only those installed are named.
_FALLBACK_FONTS = (
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Yu Gothic",
    "Microsoft YaHei",
    "Hiragino Sans",
    "PingFang SC",
    "Malgun Gothic",
    "Noto Sans Devanagari",
    "Nirmala UI",
    "Arial Unicode MS",
)


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in the kit's style, whatever the notebook has set."""
    import matplotlib.style

    style = Path(__file__).with_name("auditkit.mplstyle")
    with matplotlib.style.context(["default", style, {"font.family": _fonts()}]), warnings.catch_warnings():
        # A letter no installed font has is drawn as a box; the table beside the chart still has it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def new_axes(width: float = WIDTH, *, shown: bool = False):
    """Return axes on a figure of their own; `shown` registers it with pyplot, so that a notebook displays it."""
    with drawing():
        if shown:
            from matplotlib import pyplot

            return pyplot.subplots(figsize=(width, width))[1]
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(width, width))
        FigureCanvasAgg(figure)
        return figure.add_subplot()


def axes_width(ax) -> float:
    """Return the width of the axes in inches."""
    return ax.get_position().width * ax.get_figure(root=True).get_figwidth()


def set_margins(ax, *, left: float, right: float = MARGIN) -> None:
    """Give the axes the width of their figure less the margins."""
    width = ax.get_figure(root=True).get_figwidth()
    ax.set_position([left / width, 0.1, (width - left - right) / width, 0.8])


def text_width(ax, text: str, **font) -> float:
    """Return how wide a text will be drawn, in inches."""
    figure = ax.get_figure(root=True)
    trial = figure.text(0, 0, text, parse_math=False, **font)
    width = trial.get_window_extent().width / figure.dpi
    trial.remove()
    return width


def wrapped(ax, text: str, width: float, **font) -> list[str]:
    """Return the lines of a text that is to fit into `width`; a word that is too long by itself is cut."""
    if text_width(ax, text, **font) <= width:  # the usual case, in one measurement
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(ax, joined, **font) <= width:
            lines[-1] = joined
            continue
        lines.append(word)
        while len(lines[-1]) > 1 and text_width(ax, lines[-1], **font) > width:
            kept = _letters_that_fit(ax, lines[-1], width, **font)
            lines[-1:] = [lines[-1][:kept], lines[-1][kept:]]
    return lines


def heading(ax, y: float, label: str, numbers: str, **font) -> tuple[list[str], float]:
    """Write the numbers of a row at its right end; return the lines of its label, and the height of both.

    On one line where they fit; otherwise the label has the whole width, and the numbers stand at the end of its last
    line or below it.
    """
    width = axes_width(ax)
    space = width - text_width(ax, numbers) - 0.15
    lines = wrapped(ax, label, width, **font)
    last = len(lines) - 1 if text_width(ax, lines[-1], **font) <= space else len(lines)
    across = ax.get_yaxis_transform()
    ax.text(1, y + last * LINE, numbers, transform=across, ha="right", va="top", parse_math=False, linespacing=1.2)
    return lines, max(len(lines), last + 1) * LINE + 0.02


def sentence_instead(ax, sentence: str, *, title: str, own: bool) -> None:
    """Say in words why there is nothing to draw."""
    if own:
        set_margins(ax, left=MARGIN)
    ax.set_axis_off()
    lines = wrapped(ax, sentence, axes_width(ax))
    ax.set(ylim=((len(lines) + 1) * LINE, 0), xlim=(0, 1))
    ax.text(0, LINE / 2, "\n".join(lines), va="top", parse_math=False, linespacing=1.2)
    frame(ax, title=title, unit="", caption=(), key=(), body=(len(lines) + 1) * LINE, own=own)


def frame(ax, *, title: str, unit: str, caption: Iterable[str], key: Iterable, body: float, own: bool) -> None:
    """Put title and key above, unit and caption below; on a figure of our own make it exactly as tall as that needs.

    Parameters
    ----------
    ax : Axes
    title, unit : str
        What is counted; the unit of the horizontal axis.
    caption : iterable of str
        Sentences; each starts a line.
    key : iterable of artists
        What the marks mean.
    body : float
        Height of the axes, in inches.
    own : bool
        Whether the figure is ours to size.
    """
    width = axes_width(ax)
    above = _key_height(ax, list(key), width)
    titles = wrapped(ax, title, width, size=13, weight="bold")
    ax.set_title("\n".join(titles), loc="left", pad=above * 72 + 7, parse_math=False, color=INK)
    ax.set_xlabel(unit, loc="left", parse_math=False, color=INK, size=11)
    lines = [line for sentence in caption for line in wrapped(ax, sentence, width)]
    if lines:
        where = ax.xaxis.label if unit else (0, 0)
        ax.annotate(
            "\n".join(lines), (0, 0), (0, -7), where if unit else "axes fraction", "offset points",
            va="top", ha="left", annotation_clip=False, parse_math=False, linespacing=1.3, gid="caption",
        )  # fmt: skip
    if own:
        ticks = 1.4 * LINE * (1 + max((t.get_text().count("\n") for t in ax.get_xticklabels()), default=0))
        below = (ticks + 1.3 * LINE if unit else 0) + len(lines) * LINE * 1.08 + 0.22
        _resize(ax, body, above + len(titles) * 0.26 + 0.22, below)
    else:
        _dress(ax)


def share_axis(axis, *, bins: int) -> None:
    """Write an axis of shares in percent, at round figures."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.grid(True)
    axis.set_major_locator(MaxNLocator(nbins=bins, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda share, _: percent(max(share, 0))))


def _key_height(ax, key: list, width: float) -> float:
    """Draw the key in as many columns as fit and return its height."""
    if not key:
        return 0.0
    for columns in (len(key), 2, 1):
        legend = ax.legend(
            handles=key, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderpad=0, borderaxespad=0.4,
            handlelength=1.6, handletextpad=0.5, columnspacing=1.4, labelspacing=0.3,
        )  # fmt: skip
        extent = legend.get_window_extent()
        if extent.width / ax.get_figure(root=True).dpi <= width:
            break
    return extent.height / ax.get_figure(root=True).dpi + 0.06


def _dress(ax) -> None:
    """Put axes that were given to us into the kit's style: dark ink needs its white ground."""
    ax.get_figure(root=True).set_facecolor("white")
    ax.set_facecolor("white")
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(RULE)
    ax.set_axisbelow(True)
    ax.tick_params(colors=INK, labelsize=11)


def _resize(ax, body: float, top: float, bottom: float) -> None:
    figure, place = ax.get_figure(root=True), ax.get_position()
    height = body + top + bottom
    figure.set_size_inches(figure.get_figwidth(), height)
    ax.set_position([place.x0, bottom / height, place.width, body / height])


def _letters_that_fit(ax, word: str, width: float, **font) -> int:
    """Return how many letters of a word fit, by halving; at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text_width(ax, word[:middle], **font) <= width else (low, middle - 1)
    return low


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    from matplotlib import font_manager

    installed = set(font_manager.fontManager.get_font_names())
    return ["DejaVu Sans", *(name for name in _FALLBACK_FONTS if name in installed)]
