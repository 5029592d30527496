"""What made up the change in a share? For each category a staircase from the earlier share to the later one."""

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from auditkit.charts.bars import recorded_key
from auditkit.charts.colours import category_looks
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, frame, painted
from auditkit.charts.moves import PART_WORDS, part_key, part_style
from auditkit.charts.rows import Row, finish_shares, place_rows
from auditkit.charts.theme import look
from auditkit.charts.wording import (
    category_label,
    clean_text,
    coverage_at,
    names_list,
    percent,
    points,
    shows_point,
    voices_by,
)
from auditkit.tables import CHANGE_COLUMNS, CHANGE_PARTS, check_columns

MOST_CATEGORIES = 4
NOTHING_YET = "There is nothing to show yet: on one of the dates there is no share."
_BAR = 0.15
_LEAST = 0.0005  # a part below half a tenth of a point reads 0.0


def plot_parts(
    compared: pd.DataFrame,
    *,
    compositions: Sequence[pd.DataFrame] = (),
    looking_for: Iterable[str] = (),
    categories: Iterable[str] | None = None,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw each category's share at the earlier date, what moved it, and its share at the later date.

    Each step starts where the one before ended. Solid steps are voices followed and unfollowed, striped ones voices
    that are annotated differently, dotted ones voices joined, split or set aside.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it.
    compositions : sequence of two DataFrames, optional
        The composition at the earlier and at the later date; the caption gives their annotation coverage.
    categories : iterable of str, optional
        Default: what the goal looks for, then those whose share moved most, four in all.
    looking_for, ax, title, dimension, colours, theme
        As in `plot_composition`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or `categories` names one that the table does not hold.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "theme": theme, "ax": ax}
    return _plot(compared, compositions=compositions, looking_for=looking_for, categories=categories, **plot)


def describe_parts(
    compared: pd.DataFrame,
    looking_for: Iterable[str] = (),
    dimension: str | None = None,
    *,
    compositions: Sequence[pd.DataFrame] = (),
    categories: Iterable[str] | None = None,
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it.
    looking_for, dimension, compositions, categories
        As in `plot_parts`.
    """
    shown = _shown(compared, looking_for, categories)
    if shown.empty:
        return f"{parts_title(dimension)}. {NOTHING_YET}"
    said = [
        f"{clean_text(name)} {percent(row['before'])}, then {percent(row['after'])}: {_reasons(row)}"
        for name, row in shown.iterrows()
    ]
    caption = " ".join(_caption(compared, shown, compositions))
    return f"Staircase chart. {parts_title(dimension)}. {caption} {'; '.join(said)}."


def parts_table(compared: pd.DataFrame, looking_for: Iterable[str] = ()) -> pd.DataFrame:
    """Return the table behind the chart, in percent and percentage points; parts nowhere at work are left out.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it.
    looking_for
        As in `plot_parts`.
    """
    check_columns(compared, CHANGE_COLUMNS, "a table of a change")
    rows = _ordered(compared, looking_for)
    at_work = [part for part in CHANGE_PARTS if (rows[part].abs() >= _LEAST).any()]
    cells = [
        [percent(row["before"]), *(points(row[part]) for part in at_work), percent(row["after"]), points(row["change"])]
        for _, row in rows.iterrows()
    ]
    columns = ["before", *(PART_WORDS[part] for part in at_work), "after", "change"]
    index = pd.Index([clean_text(name) for name in rows.index], name="category", dtype="str")
    return pd.DataFrame(cells, columns=columns, index=index, dtype="str")


def show_parts(
    compared: pd.DataFrame,
    dimension: str | None = None,
    *,
    compositions: Sequence[pd.DataFrame] = (),
    looking_for: Iterable[str] = (),
    categories: Iterable[str] | None = None,
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it.
    dimension, compositions, looking_for, categories, title, colours, theme
        As in `plot_parts`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    chosen = {"compositions": compositions, "categories": categories}
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(compared, looking_for=looking_for, shown=False, **chosen, **plot)
    sentence = describe_parts(compared, looking_for, dimension, **chosen)
    return show_chart(ax, sentence, parts_table(compared, looking_for))


def parts_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"{voices_by(dimension)}, what made up the change"


def _plot(compared, *, compositions, looking_for, categories, title, dimension, colours, **figure):
    shown = _shown(compared, looking_for, categories)
    looks = category_looks(compared.index, colours, compared)
    caption = [] if shown.empty else _caption(compared, shown, compositions)
    wanted = set(names_list(looking_for))
    paint = partial(_draw, rows=shown, looks=looks, wanted=wanted, caption=caption) if len(shown) else None
    return painted(paint, title=title or parts_title(dimension), nothing=NOTHING_YET, **figure)


def _draw(ax, *, rows: pd.DataFrame, looks, wanted, caption, title: str, own: bool) -> None:
    lines, steps = [], []
    for name, row in rows.iterrows():
        lines.append(Row(category_label(name, name in wanted), f"{points(row['change'])} points", bold=True, bar=0))
        steps.append(None)
        for label, number, start, width, style in _steps(row, looks[name][0]):
            lines.append(Row(label, number, bar=_BAR))
            steps.append((start, width, style, f"{name}: {label}"))
    placed = place_rows(ax, lines, own=own, one_line=True)
    ends = []
    for y, step in zip(placed.centres, steps, strict=True):
        if step:
            start, width, style, label = step
            ax.barh(y, width, _BAR, left=start, label=label, **style)
            ends += [start, start + width]
    finish_shares(ax, ends)
    low = min(0.0, *ends)
    # The share of those known can pass below zero between two steps, never at an end.
    ax.set_xlim(left=low * 1.05)
    at_work = [part for part in CHANGE_PARTS if (rows[part].abs() >= _LEAST).any()]
    key = [recorded_key("share at a date", look().ink), *part_key(at_work)]
    frame(
        ax, title=title, unit="Share of the voices; steps in percentage points", caption=caption, key=key,
        body=placed.body, own=own, beside=placed.beside,
    )  # fmt: skip


def _steps(row: pd.Series, colour: str) -> list[tuple]:
    """Return label, number, start, width and style of each bar, from the share before to the share after."""
    whole = {"color": look().ink, "edgecolor": look().ink, "linewidth": 0.8}
    steps, at = [("before", percent(row["before"]), 0.0, row["before"], whole)], row["before"]
    for part in CHANGE_PARTS:
        if abs(row[part]) >= _LEAST:
            steps.append((PART_WORDS[part], points(row[part]), at, row[part], part_style(part, colour)))
        at += row[part]
    return [*steps, ("after", percent(row["after"]), 0.0, row["after"], whole)]


def _ordered(compared: pd.DataFrame, looking_for: Iterable[str]) -> pd.DataFrame:
    table = compared.set_axis([str(name) for name in compared.index], axis=0)
    first = [name for name in names_list(looking_for) if name in table.index]
    return table.loc[[*first, *(name for name in table.index if name not in first)]]


def _shown(compared: pd.DataFrame, looking_for: Iterable[str], categories: Iterable[str] | None) -> pd.DataFrame:
    """Return the rows to draw: those asked for, else the looked-for ones and those that moved most."""
    check_columns(compared, CHANGE_COLUMNS, "a chart of a change")
    rows = _ordered(compared, looking_for)
    if categories is not None:
        strange = [name for name in names_list(categories) if name not in rows.index]
        if strange:
            raise ValueError(f"the table has no category {', '.join(strange)}; it has: {', '.join(rows.index)}")
        return rows.loc[names_list(categories)].dropna(subset="change")
    told = rows.dropna(subset="change")
    wanted, size = set(names_list(looking_for)), told["change"].abs()
    chosen = sorted(told.index, key=lambda name: (name not in wanted, -size[name]))[:MOST_CATEGORIES]
    # Chosen by size, shown in the codebook's order: it is no ranking.
    return told.loc[[name for name in told.index if name in set(chosen)]]


def _caption(compared: pd.DataFrame, shown: pd.DataFrame, compositions: Sequence[pd.DataFrame]) -> list[str]:
    lines = coverage_at(compositions)
    for when, table in zip(("earlier", "later"), compositions, strict=False):
        if len(table) and not shows_point(table.iloc[0]):
            lines.append(
                f"Less than half of the voices were known at the {when} date: a share of those known says little."
            )
    if len(shown) < len(compared):
        lines.append(f"{len(shown)} of {len(compared)} categories drawn; the table holds them all.")
    return lines


def _reasons(row: pd.Series) -> str:
    said = [f"{points(row[part])} {PART_WORDS[part]}" for part in CHANGE_PARTS if abs(row[part]) >= _LEAST]
    return f"{', '.join(said)} points" if said else "nothing moved it"
