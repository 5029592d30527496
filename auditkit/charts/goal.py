"""How far am I, against the targets I set myself? One row per target, with what can be said given the unknown."""

from functools import partial

import pandas as pd

from auditkit.charts.bars import (
    dot,
    draw_marks,
    draw_possible,
    draw_recorded,
    mark_key,
    possible_key,
    recorded_key,
    triangle,
)
from auditkit.charts.colours import category_looks
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, frame, painted
from auditkit.charts.rows import BAR, Row, finish_shares, place_rows
from auditkit.charts.wording import (
    NBSP,
    NO_POINT,
    category_label,
    clean_text,
    date_text,
    known_sentence,
    percent,
    share_and_range,
    share_in_words,
    share_range,
    shows_point,
    voices_by,
)
from auditkit.tables import TARGET_COLUMNS, TARGET_MET, check_columns

NOTHING_YET = "There is nothing to show yet: you have set no target here, or no voice counts."
# What the bounds allow to be said about a target, and how full its triangle is.
_FILLS = dict(zip(TARGET_MET, ("full", "left", "none"), strict=True))
_ROOMY = 5


def plot_goal(
    progress: pd.DataFrame,
    *,
    composition: pd.DataFrame | None = None,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw the share of each category beside the target the person set for it.

    The bars and the dot are those of `plot_composition`; the triangle is the target. It is full where the target is
    met whatever the unknown voices are, half full where it may be, and hollow where it cannot be. The words say so,
    too.

    Parameters
    ----------
    progress : DataFrame
        As `target_progress` returns it.
    composition : DataFrame, optional
        The composition it was made from; the caption gives its annotation coverage.
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
    plot = {"title": title, "dimension": dimension, "colours": colours, "theme": theme, "ax": ax}
    return _plot(progress, composition=composition, **plot)


def describe_goal(
    progress: pd.DataFrame, dimension: str | None = None, *, composition: pd.DataFrame | None = None
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    progress : DataFrame
        As `target_progress` returns it.
    dimension, composition
        As in `plot_goal`.
    """
    check_columns(progress, TARGET_COLUMNS, "a description of targets")
    if not _has_voices(progress):
        return f"{goal_title(dimension)}. {NOTHING_YET}"
    said = [
        f"{clean_text(name)}: {share_in_words(row)}; your target {_target(row)} is {_met(row)}"
        for name, row in progress.iterrows()
    ]
    return " ".join([f"Bar chart. {goal_title(dimension)}.", *_caption(progress, composition), f"{'. '.join(said)}."])


def goal_table(progress: pd.DataFrame) -> pd.DataFrame:
    """Return the table behind the chart, in words and percent, with what can be said about each target.

    Parameters
    ----------
    progress : DataFrame
        As `target_progress` returns it.
    """
    check_columns(progress, TARGET_COLUMNS, "a table of targets")
    rows = [row for _, row in progress.iterrows()]
    table = {
        "voices": [f"{int(row['count']):,}" for row in rows],
        "share of known": [percent(row["share_of_known"]) if shows_point(row) else "not shown" for row in rows],
        "range": [share_range(row["lowest"], row["highest"]) for row in rows],
        "your target": [_target(row) for row in rows],
        "met": [str(row["met"]) for row in rows],
    }
    index = pd.Index([clean_text(name) for name in progress.index], name="category", dtype="str")
    return pd.DataFrame(table, index=index, dtype="str")


def show_goal(
    progress: pd.DataFrame,
    dimension: str | None = None,
    *,
    composition: pd.DataFrame | None = None,
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    progress : DataFrame
        As `target_progress` returns it.
    dimension, composition, title, colours, theme
        As in `plot_goal`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(progress, composition=composition, shown=False, **plot)
    return show_chart(ax, describe_goal(progress, dimension, composition=composition), goal_table(progress))


def goal_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"{voices_by(dimension)}, against your own targets"


def _plot(progress: pd.DataFrame, *, composition, title, dimension, colours, **figure):
    check_columns(progress, TARGET_COLUMNS, "a chart of targets")
    looks = category_looks(progress.index, colours, progress)
    hues = [looks[str(name)][0] for name in progress.index]
    caption = _caption(progress, composition)
    paint = partial(_draw, rows=progress, hues=hues, caption=caption) if _has_voices(progress) else None
    return painted(paint, title=title or goal_title(dimension), nothing=NOTHING_YET, **figure)


def _draw(ax, *, rows: pd.DataFrame, hues: list[str], caption: list[str], title: str, own: bool) -> None:
    lines = [_line(name, row) for name, row in rows.iterrows()]
    placed = place_rows(ax, lines, own=own, one_line=len(rows) > _ROOMY)
    bars, told = placed.centres, [row for _, row in rows.iterrows()]
    draw_possible(ax, bars, rows["lowest"], rows["highest"], hues)
    draw_recorded(ax, bars, rows["lowest"], hues)
    points = [(row["share_of_known"], y) for row, y in zip(told, bars, strict=True) if shows_point(row)]
    draw_marks(ax, points, dot())
    key = [recorded_key(), possible_key(), *([mark_key(dot())] if points else [])]
    for met, fill in _FILLS.items():
        style = triangle(f"target {_met({'met': met})}", fillstyle=fill)
        places = [(row["target"], y + BAR / 2 + 0.06) for row, y in zip(told, bars, strict=True) if row["met"] == met]
        draw_marks(ax, places, style)
        key += [mark_key(style)] if places else []
    finish_shares(ax, [*rows["highest"], *rows["target"], *(share for share, _ in points)])
    frame(
        ax, title=title, unit="Share of the voices that count", caption=caption,
        key=key, body=placed.body, own=own, beside=placed.beside,
    )  # fmt: skip


def _line(name: object, row: pd.Series) -> Row:
    label = category_label(name, False, f"your{NBSP}target{NBSP}{_target(row)}")
    share = f"{share_and_range(row)} · {_met(row)}"
    return Row(label, share, below=0.1)


def _caption(progress: pd.DataFrame, composition: pd.DataFrame | None) -> list[str]:
    if not _has_voices(progress):
        return []
    head = progress.iloc[0]
    whole = composition.iloc[0] if composition is not None and len(composition) else head
    return [*known_sentence(whole), *([] if shows_point(head) else [NO_POINT])]


def _target(row: pd.Series) -> str:
    """Return a target with its date, such as "20 % by 30 Jun 2027"."""
    by = row["by"]
    return percent(row["target"]) if pd.isna(by) else f"{percent(row['target'])} by {date_text(pd.Timestamp(by))}"


def _met(row) -> str:
    """Return "surely met", "possibly met" or "surely not met"."""
    return f"{row['met']} met"


def _has_voices(progress: pd.DataFrame) -> bool:
    return len(progress) > 0 and int(progress["applicable"].iloc[0]) > 0
