"""What does a random sample say about the whole list? The interval of the estimate, inside what is possible."""

from functools import partial

import pandas as pd

from auditkit.charts.bars import dot, draw_marks, draw_possible, mark_key, possible_key
from auditkit.charts.colours import category_looks
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, frame, painted
from auditkit.charts.rows import BAR, Row, finish_shares, place_rows
from auditkit.charts.theme import look
from auditkit.charts.wording import clean_text, percent, share_range, voices_by, voices_counted
from auditkit.tables import ESTIMATE_COLUMNS, check_columns

NOTHING_YET = "There is nothing to show yet: no voice was drawn, or none of those drawn is reviewed."
_THICK = 3.2
_ROOMY = 7


def plot_sample(
    estimate: pd.DataFrame,
    *,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw what a random sample says about the share of each category in the whole list.

    The dot is the estimate, the thick line the interval that the draw leaves open, the pale bar what would still be
    possible without trusting the draw at all. When every voice is annotated there is nothing to estimate and no line.

    Parameters
    ----------
    estimate : DataFrame
        As `sample_composition` returns it.
    ax, title, dimension, colours, theme
        As in `plot_composition`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing.
    """
    return _plot(estimate, title=title, dimension=dimension, colours=colours, theme=theme, ax=ax)


def describe_sample(estimate: pd.DataFrame, dimension: str | None = None) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    estimate : DataFrame
        As `sample_composition` returns it.
    dimension
        As in `plot_sample`.
    """
    check_columns(estimate, ESTIMATE_COLUMNS, "a description of a sample")
    title = sample_title(dimension)
    if not _has_sample(estimate):
        return f"{title}. {NOTHING_YET}"
    said = [f"{clean_text(name)}: {_in_words(row)}" for name, row in estimate.iterrows()]
    return f"Interval chart. {title}. {' '.join(_caption(estimate))} {'; '.join(said)}."


def sample_table(estimate: pd.DataFrame) -> pd.DataFrame:
    """Return the table behind the chart: voices in the sample, estimate, interval, and what is possible at all."""
    check_columns(estimate, ESTIMATE_COLUMNS, "a table of a sample")
    rows = [row for _, row in estimate.iterrows()]
    table = {
        "voices in the sample": [f"{int(row['count']):,}" for row in rows],
        "estimate": [percent(row["estimate"]) for row in rows],
        "interval": [_interval(row) for row in rows],
        "possible": [share_range(row["lowest"], row["highest"]) for row in rows],
    }
    index = pd.Index([clean_text(name) for name in estimate.index], name="category", dtype="str")
    return pd.DataFrame(table, index=index, dtype="str")


def show_sample(
    estimate: pd.DataFrame,
    dimension: str | None = None,
    *,
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    estimate : DataFrame
        As `sample_composition` returns it.
    dimension, title, colours, theme
        As in `plot_sample`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(estimate, shown=False, **plot)
    return show_chart(ax, describe_sample(estimate, dimension), sample_table(estimate))


def sample_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"{voices_by(dimension)}, estimated from a sample"


def _plot(estimate: pd.DataFrame, *, title, dimension, colours, **figure):
    check_columns(estimate, ESTIMATE_COLUMNS, "a chart of a sample")
    looks = category_looks(estimate.index, colours, estimate)
    hues = [looks[str(name)][0] for name in estimate.index]
    paint = partial(_draw, rows=estimate, hues=hues) if _has_sample(estimate) else None
    return painted(paint, title=title or sample_title(dimension), nothing=NOTHING_YET, **figure)


def _draw(ax, *, rows: pd.DataFrame, hues: list[str], title: str, own: bool) -> None:
    lines = [_line(name, row) for name, row in rows.iterrows()]
    placed = place_rows(ax, lines, own=own, one_line=len(rows) > _ROOMY)
    draw_possible(ax, placed.centres, rows["lowest"], rows["highest"], hues)
    line = {"color": look().ink, "linewidth": _THICK, "solid_capstyle": "butt", "marker": "|", "markersize": 11}
    open_rows = [(row, y) for (_, row), y in zip(rows.iterrows(), placed.centres, strict=True) if _has_interval(row)]
    for row, y in open_rows:
        ax.plot([row["low"], row["high"]], [y, y], label="interval", markeredgewidth=1.6, zorder=3, **line)
    points = [(row["estimate"], y) for (_, row), y in zip(rows.iterrows(), placed.centres, strict=True)]
    points = [(share, y) for share, y in points if share == share]
    style = dot("estimate" if open_rows else "share")
    draw_marks(ax, points, style)
    finish_shares(ax, [*rows["highest"], *rows["high"], *(share for share, _ in points)])
    key = [mark_key(style)] if points else []
    key += [mark_key({"label": "interval of the draw", "markeredgewidth": 1.6, **line})] if open_rows else []
    frame(
        ax, title=title, unit="Share of the voices that count", caption=_caption(rows),
        key=[*key, possible_key("possible without the draw")], body=placed.body, own=own, beside=placed.beside,
    )  # fmt: skip


def _line(name: object, row: pd.Series) -> Row:
    if _has_interval(row) and row["estimate"] == row["estimate"]:
        share = f"{percent(row['estimate'])} ({_interval(row)})"
    else:
        share = _interval(row) if _has_interval(row) else percent(row["estimate"])
    return Row(clean_text(name), f"{voices_counted(int(row['count']))} · {share}", share, bar=BAR)


def _in_words(row: pd.Series) -> str:
    bounds = share_range(row["lowest"], row["highest"])
    if not _has_interval(row):
        return f"{percent(row['estimate'])}, possible {bounds}"
    estimate = f"estimate {percent(row['estimate'])}, " if row["estimate"] == row["estimate"] else ""
    return f"{estimate}interval {_interval(row)}, possible without the draw {bounds}"


def _interval(row: pd.Series) -> str:
    return share_range(row["low"], row["high"]) if _has_interval(row) else "none needed"


def _has_interval(row: pd.Series) -> bool:
    return not row["complete"] and row["low"] == row["low"]


def _caption(rows: pd.DataFrame) -> list[str]:
    head = rows.iloc[0]
    sampled, reviewed, population = (int(head[name]) for name in ("sampled", "reviewed", "population"))
    if head["complete"]:
        return [f"All {voices_counted(population)} that count are annotated: shares of the whole list, no estimate."]
    lines = [f"{voices_counted(sampled)} drawn at random, out of {population:,} that count."]
    share = percent(reviewed / sampled) if sampled else "none known"
    lines.append(f"Annotation coverage of the sample {share}: {voices_counted(reviewed, of=sampled)} reviewed.")
    unknown = sampled - int(head["recorded"])
    if unknown:
        lines.append(f"Unknown or not yet reached: {voices_counted(unknown, of=sampled)} drawn.")
    if rows["estimate"].isna().all():
        lines.append("No dot: voices of the sample were passed over, so there is no single best guess.")
    return [*lines, "The interval allows for the luck of the draw and for the unknown."]


def _has_sample(estimate: pd.DataFrame) -> bool:
    if not len(estimate):
        return False
    head = estimate.iloc[0]
    return head["population"] > 0 and (head["complete"] or head["reviewed"] > 0)
