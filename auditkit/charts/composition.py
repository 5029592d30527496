"""Whose voices are here? One row per category, what the goal looks for first, and what is unknown."""

from collections.abc import Iterable, Mapping

import pandas as pd

from auditkit.charts.bars import draw_bars
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import (
    WIDTH,
    drawing,
    new_axes,
    sentence_instead,
)
from auditkit.charts.wording import (
    NO_POINT,
    clean_text,
    coverage_sentence,
    percent,
    rows_in_order,
    share_range,
    shows_point,
    unknown_sentence,
    voices_counted,
)
from auditkit.tables import COMPOSITION_COLUMNS, check_columns

NOTHING_YET = "There is nothing to show yet: no voice counts here, or no category is named."


def plot_composition(
    composition: pd.DataFrame,
    *,
    looking_for: Iterable[str] = (),
    target: Mapping[str, float] | None = None,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours: Mapping[str, str] | None = None,
):
    """Draw how many of the voices hold each category, and how many could.

    The solid bar is what is recorded, out of all voices that count; the pale bar is what the unknown voices could add;
    the dot is the share of those with a record. It is left out while less than half of the voices are known.

    Parameters
    ----------
    composition : DataFrame
        As `composition` returns it.
    looking_for : iterable of str
        Categories the goal looks for. They come first, marked with a star and words.
    target : mapping of category to share, optional
        The person's own targets, from 0 to 1.
    ax : Axes, optional
        Default: a figure of its own, as tall as the rows need. Axes you bring keep their size and get the style.
    title, dimension : str, optional
        What is counted; by default made from `dimension`.
    colours : mapping of category to colour, optional
        Default: `category_colours` of the rows.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or a target is no share.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours}
    return _plot(composition, ax, looking_for=looking_for, target=target, **plot)


def describe_composition(
    composition: pd.DataFrame, looking_for: Iterable[str] = (), dimension: str | None = None
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    composition : DataFrame
        As `composition` returns it.
    looking_for, dimension
        As in `plot_composition`.
    """
    check_columns(composition, COMPOSITION_COLUMNS, "a description of a composition")
    rows = rows_in_order(composition, looking_for)
    title = composition_title(dimension)
    if not _has_voices(rows):
        return f"{title}. {NOTHING_YET}"
    head = rows.iloc[0]
    kinds = f"{len(rows)} {'category' if len(rows) == 1 else 'categories'}"
    parts = [f"Bar chart. {title}, {kinds}.", coverage_sentence(head)]
    if not shows_point(head):
        parts.append(NO_POINT)
    wanted, others = rows[rows["looked_for"]], rows[~rows["looked_for"]]
    if len(wanted):
        named = "; ".join(_in_words(name, row) for name, row in wanted.iloc[:4].iterrows())
        more = f"; {len(wanted) - 4} more in the table" if len(wanted) > 4 else ""
        parts.append(f"Looked for: {named}{more}.")
    if len(others):
        most = others["count"].idxmax()
        lead = "Most often recorded among the others" if len(wanted) else "Most often recorded"
        none = "None of the others is recorded" if len(wanted) else "No category is recorded"
        parts.append(f"{lead}: {_in_words(most, others.loc[most])}." if others["count"].any() else f"{none}.")
    return " ".join([*parts, unknown_sentence(head)])


def composition_table(
    composition: pd.DataFrame, looking_for: Iterable[str] = (), *, target: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Return the table behind the chart, in words and percent, the unknown in the last row.

    Columns: looked for, voices, share of known, range, and your target where one is set. The parameters composition,
    looking_for and target are those of `plot_composition`.
    """
    check_columns(composition, COMPOSITION_COLUMNS, "a table of a composition")
    target = _checked_target(target)
    rows = rows_in_order(composition, looking_for, target)
    table = pd.DataFrame(
        {
            "looked for": ["yes" if wanted else "" for wanted in rows["looked_for"]],
            "voices": [f"{int(count):,}" for count in rows["count"]],
            "share of known": [_point(row) for _, row in rows.iterrows()],
            "range": [share_range(row["lowest"], row["highest"]) for _, row in rows.iterrows()],
        },
        index=pd.Index([clean_text(name) for name in rows.index], name="category", dtype="str"),
        dtype="str",
    )
    if target:
        table["your target"] = [percent(target[name]) if name in target else "" for name in rows.index]
    if len(rows):
        unknown, applicable = int(rows["unknown"].iloc[0]), int(rows["applicable"].iloc[0])
        row = {**dict.fromkeys(table.columns, ""), "voices": f"{unknown:,} of {applicable:,}"}
        last = pd.DataFrame([row], index=pd.Index(["unknown"], name="category", dtype="str"))
        table = pd.concat([table, last])
    return table


def show_composition(
    composition: pd.DataFrame,
    dimension: str | None = None,
    *,
    looking_for: Iterable[str] = (),
    target: Mapping[str, float] | None = None,
    title: str | None = None,
    colours: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Chart:
    """Return the chart with its sentence and its table, ready for a notebook or a report.

    Parameters
    ----------
    composition : DataFrame
        As `composition` returns it.
    dimension : str, optional
        What it is by, for the title.
    looking_for, target, title, colours
        As in `plot_composition`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "shown": False}
    ax = _plot(composition, None, looking_for=looking_for, target=target, **plot)
    table = composition_table(composition, looking_for, target=target)
    return show_chart(ax, describe_composition(composition, looking_for, dimension), table)


def composition_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"Voices by {clean_text(dimension)}" if dimension else "Voices by category"


def _plot(composition: pd.DataFrame, ax, *, looking_for, target, title, dimension, colours, width=WIDTH, shown=True):
    check_columns(composition, COMPOSITION_COLUMNS, "a chart of a composition")
    target = _checked_target(target)
    rows = rows_in_order(composition, looking_for, target)
    title = clean_text(title) if title else composition_title(dimension)
    own = ax is None
    ax = new_axes(width, shown=shown) if own else ax
    with drawing():
        if _has_voices(rows):
            draw_bars(ax, rows, target=target, title=title, colours=colours or {}, own=own)
        else:
            sentence_instead(ax, NOTHING_YET, title=title, own=own)
    return ax


def _in_words(name: str, row: pd.Series) -> str:
    bounds = share_range(row["lowest"], row["highest"])
    count = voices_counted(int(row["count"]))
    if not shows_point(row):
        return f"{clean_text(name)}: {count}, range {bounds} of all"
    share = percent(row["share_of_known"])
    if share == bounds:
        return f"{clean_text(name)}: {count}, {share}"
    return f"{clean_text(name)}: {count}, {share} of those with a record, range {bounds}"


def _point(row: pd.Series) -> str:
    if not shows_point(row):
        return "not shown"
    return percent(row["share_of_known"])


def _has_voices(rows: pd.DataFrame) -> bool:
    return len(rows) > 0 and int(rows["applicable"].iloc[0]) > 0


def _checked_target(target: Mapping[str, float] | None) -> dict[str, float]:
    target = {str(name): float(share) for name, share in (target or {}).items()}
    if not all(0 <= share <= 1 for share in target.values()):
        raise ValueError("a target is a share from 0 to 1")
    return target
