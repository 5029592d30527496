"""What every chart shares: room for every word, and the frame of title, key, unit and caption.

Lengths are in inches. Everything that is drawn in a figure of our own makes the figure as tall as it needs, so that a
long name or a narrow screen costs a line and never a letter.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from auditkit.charts.theme import drawing, look
from auditkit.charts.wording import clean_text, percent

WIDTH = 7.2
NARROW = 4.6
MARGIN = 0.2


def painted(
    paint: Callable | None,
    *,
    title: str,
    nothing: str,
    ax=None,
    width: float = WIDTH,
    shown: bool = True,
    theme: str = "light",
):
    """Return axes with a chart on them, or with a sentence where there is nothing to draw.

    Parameters
    ----------
    paint : callable or None
        Called as ``paint(ax, title=..., own=...)`` in the kit's style; None when there is nothing to draw.
    title, nothing : str
        What is counted; the sentence that says why there is nothing.
    ax : Axes, optional
        Default: a figure of its own.
    width, shown, theme
        As in `new_axes` and `drawing`.
    """
    own = ax is None
    with drawing(theme):
        ax = new_axes(width, shown=shown) if own else ax
        if paint is None:
            _sentence_instead(ax, nothing, title=clean_text(title), own=own)
        else:
            paint(ax, title=clean_text(title), own=own)
        _dress(ax)
    return ax


def new_axes(width: float = WIDTH, *, shown: bool = False):
    """Return axes on a figure of their own; `shown` registers it with pyplot, so that a notebook displays it."""
    if shown:
        from matplotlib import pyplot

        return pyplot.subplots(figsize=(width, width))[1]
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, width))
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def line_height() -> float:
    """Return the height of a line of text, in inches."""
    from matplotlib import rcParams

    return 0.185 * rcParams["font.size"] / 11


def axes_width(ax) -> float:
    """Return the width of the axes in inches."""
    return ax.get_position().width * ax.get_figure(root=True).get_figwidth()


def set_margins(ax, *, left: float, right: float = MARGIN) -> None:
    """Give the axes the width of their figure less the margins."""
    width = ax.get_figure(root=True).get_figwidth()
    ax.set_position([left / width, 0.1, (width - left - right) / width, 0.8])


def text_width(text: str, *, size: float | None = None, weight: str = "normal") -> float:
    """Return how wide a text will be drawn, in inches."""
    from matplotlib import rcParams

    return _measured(text, size or rcParams["font.size"], weight, tuple(rcParams["font.family"]))


def wrapped(text: str, width: float, **font) -> list[str]:
    """Return the lines of a text that is to fit into `width`; a word that is too long by itself is cut.

    A point that divides two parts of a text is left out where a line ends there.
    """
    if text_width(text, **font) <= width:  # the usual case, in one measurement
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, **font) <= width:
            lines[-1] = joined
            continue
        lines.append(word)
        while len(lines[-1]) > 1 and text_width(lines[-1], **font) > width:
            kept = _letters_that_fit(lines[-1], width, **font)
            lines[-1:] = [lines[-1][:kept], lines[-1][kept:]]
    return [line.removesuffix(" ·").removeprefix("· ") for line in lines]


def heading(ax, y: float, label: str, numbers: str, **font) -> tuple[list[str], float]:
    """Write the numbers of a row at its right end; return the lines of its label, and the height of both.

    On one line where they fit; otherwise the label has the whole width, and the numbers stand at the end of its last
    line or below it.
    """
    width = axes_width(ax)
    space = width - text_width(numbers) - 0.15
    lines = wrapped(label, width, **font)
    last = len(lines) - 1 if text_width(lines[-1], **font) <= space else len(lines)
    below = wrapped(numbers, width) if numbers else []
    across = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "top", "bbox": plate(), "zorder": 3.1}
    if below:
        text_at(ax, 1, y + last * line_height(), "\n".join(below), **across)
    return lines, max(len(lines), last + len(below)) * line_height() + 0.02


def plate() -> dict:
    """Return the ground that keeps the lines of a grid out of words."""
    return {"facecolor": look().ground, "edgecolor": "none", "pad": 0.8}


def text_at(ax, x: float, y: float, text: str, **more):
    """Write a text that is never taken for a formula."""
    return ax.text(x, y, text, **{"parse_math": False, "linespacing": 1.2, **more})


def frame(
    ax,
    *,
    title: str,
    unit: str,
    caption: Iterable[str],
    key: Iterable,
    body: float,
    own: bool,
    beside: tuple[float, float] = (0, 0),
) -> None:
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
    beside : tuple of float
        Room left and right of the axes that the frame may use, in inches.
    """
    from matplotlib import rcParams

    width, start = axes_width(ax) + sum(beside), -beside[0] / axes_width(ax)
    above = _key_height(ax, list(key), width, start)
    titles = wrapped(title, width, size=rcParams["axes.titlesize"], weight=rcParams["axes.titleweight"])
    place = {"loc": "left", "x": start, "parse_math": False, "color": look().ink}
    ax.set_title("\n".join(titles), pad=above * 72 + 7, **place)
    units = wrapped(unit, width - beside[0]) if unit else []
    ax.set_xlabel("\n".join(units), loc="left", parse_math=False, color=look().ink, linespacing=1.2)
    lines = [line for sentence in caption for line in wrapped(sentence, width)]
    if lines:
        below = ax.xaxis.label if unit else "axes fraction"
        ax.annotate(
            "\n".join(lines), (start, 0), (0, -7), ("axes fraction", below), "offset points",
            va="top", ha="left", annotation_clip=False, parse_math=False, linespacing=1.3, gid="caption",
        )  # fmt: skip
    if own:
        line = line_height()
        ticks = 1.4 * line * (1 + max((t.get_text().count("\n") for t in ax.get_xticklabels()), default=0))
        below = (ticks + (0.2 + 1.1 * len(units)) * line if unit else 0) + len(lines) * line * 1.08 + 0.22
        _resize(ax, body, above + len(titles) * 1.4 * line + 0.22, below)


def share_axis(axis, *, bins: int) -> None:
    """Write an axis of shares in percent, at round figures."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.grid(True)
    axis.set_major_locator(MaxNLocator(nbins=bins, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda share, _: percent(max(share, 0))))


def _sentence_instead(ax, sentence: str, *, title: str, own: bool) -> None:
    """Say in words why there is nothing to draw."""
    if own:
        set_margins(ax, left=MARGIN)
    ax.set_axis_off()
    lines = wrapped(sentence, axes_width(ax))
    body = (len(lines) + 1) * line_height()
    ax.set(ylim=(body, 0), xlim=(0, 1))
    text_at(ax, 0, line_height() / 2, "\n".join(lines), va="top")
    frame(ax, title=title, unit="", caption=(), key=(), body=body, own=own)


def _key_height(ax, key: list, width: float, start: float) -> float:
    """Draw the key in as many columns as fit and return its height."""
    if not key:
        return 0.0
    for artist in key:
        artist.set_label("\n".join(wrapped(artist.get_label().replace("\n", " "), width - 0.45)))
    for columns in range(len(key), 0, -1):
        legend = ax.legend(
            handles=key, loc="lower left", bbox_to_anchor=(start, 1), ncols=columns, borderpad=0, borderaxespad=0.4,
            handlelength=1.6, handletextpad=0.5, columnspacing=1.4, labelspacing=0.3,
        )  # fmt: skip
        extent = legend.get_window_extent()
        if extent.width / ax.get_figure(root=True).dpi <= width:
            break
    return extent.height / ax.get_figure(root=True).dpi + 0.06


def _dress(ax) -> None:
    """Put the axes into the kit's style, also those given to us and the ticks that are made only when drawn."""
    from matplotlib import rcParams

    colours = look()
    ax.get_figure(root=True).set_facecolor(colours.ground)
    ax.set_facecolor(colours.ground)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(colours.rule)
    ax.set_axisbelow(True)
    size = rcParams["xtick.labelsize"]
    ax.tick_params(which="both", color=colours.rule, labelcolor=colours.ink, labelsize=size, grid_color=colours.faint)


def _resize(ax, body: float, top: float, bottom: float) -> None:
    figure, place = ax.get_figure(root=True), ax.get_position()
    height = body + top + bottom
    figure.set_size_inches(figure.get_figwidth(), height)
    ax.set_position([place.x0, bottom / height, place.width, body / height])


@lru_cache(maxsize=4096)
def _measured(text: str, size: float, weight: str, family: tuple[str, ...]) -> float:
    """Measure a text once: forty rows ask for the same widths several times, and each costs a drawing."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(dpi=100)
    FigureCanvasAgg(figure)
    trial = figure.text(0, 0, text, parse_math=False, size=size, weight=weight, family=list(family))
    return trial.get_window_extent().width / figure.dpi


def _letters_that_fit(word: str, width: float, **font) -> int:
    """Return how many letters of a word fit, by halving; at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text_width(word[:middle], **font) <= width else (low, middle - 1)
    return low
