"""Whose voices are here? One row per category, what the goal looks for first, and what is unknown."""

from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from auditkit.charts.bars import (
    dot,
    draw_marks,
    draw_possible,
    draw_recorded,
    draw_unknown,
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
    SEVERAL,
    category_label,
    clean_text,
    coverage_sentence,
    percent,
    rows_in_order,
    share_and_range,
    share_in_words,
    share_range,
    shows_point,
    unknown_sentence,
    voices_by,
    voices_counted,
)
from auditkit.tables import COMPOSITION_COLUMNS, check_columns

ROOMY = 7  # up to so many categories have bars as wide as the figure

NOTHING_YET = "There is nothing to show yet: no voice counts here, or no category is named."


def plot_composition(
    composition: pd.DataFrame,
    *,
    looking_for: Iterable[str] = (),
    target: Mapping[str, float] | None = None,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
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
    colours : Dimension, iterable of str or mapping of category to colour, optional
        The codebook's dimension, all its categories in order, or colours of your own. Default: the categories that
        the table carries in ``attrs``, else its rows.
    theme : {"light", "dark"}

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or a target is no share.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "theme": theme}
    return _plot(composition, ax=ax, looking_for=looking_for, target=target, **plot)


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
            "share of known": [
                percent(row["share_of_known"]) if shows_point(row) else "not shown" for _, row in rows.iterrows()
            ],
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
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table, ready for a notebook or a report.

    Parameters
    ----------
    composition : DataFrame
        As `composition` returns it.
    dimension : str, optional
        What it is by, for the title.
    looking_for, target, title, colours, theme
        As in `plot_composition`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(composition, looking_for=looking_for, target=target, shown=False, **plot)
    table = composition_table(composition, looking_for, target=target)
    return show_chart(ax, describe_composition(composition, looking_for, dimension), table)


def composition_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return voices_by(dimension)


def _plot(composition: pd.DataFrame, *, looking_for, target, title, dimension, colours, **figure):
    check_columns(composition, COMPOSITION_COLUMNS, "a chart of a composition")
    target = _checked_target(target)
    rows = rows_in_order(composition, looking_for, target)
    looks = category_looks(dict.fromkeys([*composition.index, *rows.index]), colours, composition)
    hues = [looks[name][0] for name in rows.index]
    paint = partial(_draw, rows=rows, hues=hues, target=target) if _has_voices(rows) else None
    return painted(paint, title=title or composition_title(dimension), nothing=NOTHING_YET, **figure)


def _draw(ax, *, rows: pd.DataFrame, hues: list[str], target: Mapping[str, float], title: str, own: bool) -> None:
    head = rows.iloc[0]
    unknown = head["unknown"] / head["applicable"]
    placed = place_rows(ax, _lines(rows, target), own=own, one_line=len(rows) > ROOMY)
    *bars, last = placed.centres
    draw_possible(ax, bars, rows["lowest"], rows["highest"], hues)
    draw_recorded(ax, bars, rows["lowest"], hues)
    draw_unknown(ax, [last], [unknown])
    placed_rows = list(zip(rows.index, (row for _, row in rows.iterrows()), bars, strict=True))
    points = [(row["share_of_known"], y) for _, row, y in placed_rows if shows_point(row)]
    draw_marks(ax, points, dot())
    draw_marks(ax, [(target[name], y + BAR / 2 + 0.06) for name, _, y in placed_rows if name in target], triangle())
    finish_shares(ax, [unknown, *rows["highest"], *(share for share, _ in points), *target.values()])
    key = [recorded_key(), possible_key(), *([mark_key(dot())] if points else [])]
    key += [mark_key(triangle())] if target else []
    frame(
        ax, title=title, unit="Share of the voices that count", caption=_caption(rows), key=key, body=placed.body,
        own=own, beside=placed.beside,
    )  # fmt: skip


def _lines(rows: pd.DataFrame, target: Mapping[str, float]) -> list[Row]:
    """Return the row of each category, and of the unknown below them all."""
    lines = []
    for name, row in rows.iterrows():
        share = share_and_range(row)
        own = [f"your{NBSP}target{NBSP}{percent(target[name])}"] if name in target else []
        label = category_label(name, row["looked_for"], *own)
        numbers = f"{voices_counted(int(row['count']))} · {share}"
        lines.append(Row(label, numbers, share, bold=row["looked_for"], below=0.08 if name in target else 0))
    head = rows.iloc[0]
    share = percent(head["unknown"] / head["applicable"])
    return [*lines, Row("Unknown", f"{voices_counted(int(head['unknown']))} · {share}", share)]


def _caption(rows: pd.DataFrame) -> list[str]:
    head = rows.iloc[0]
    lines = [coverage_sentence(head), unknown_sentence(head)]
    lines += [] if shows_point(head) else [NO_POINT]
    return [*lines, SEVERAL] if rows["count"].sum() > head["recorded"] else lines


def _in_words(name: str, row: pd.Series) -> str:
    return f"{clean_text(name)}: {voices_counted(int(row['count']))}, {share_in_words(row)}"


def _has_voices(rows: pd.DataFrame) -> bool:
    return len(rows) > 0 and int(rows["applicable"].iloc[0]) > 0


def _checked_target(target: Mapping[str, float] | None) -> dict[str, float]:
    target = {str(name): float(share) for name, share in (target or {}).items()}
    if not all(0 <= share <= 1 for share in target.values()):
        raise ValueError("a target is a share from 0 to 1")
    return target
