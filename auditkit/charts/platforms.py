"""Where are they? The share of each category on every platform or list, with how much of each is known."""

from collections.abc import Iterable
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
)
from auditkit.charts.colours import category_looks
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, frame, painted
from auditkit.charts.rows import Row, finish_shares, place_rows
from auditkit.charts.wording import (
    category_label,
    clean_text,
    names_list,
    percent,
    share_and_range,
    shows_point,
    voices_by,
    voices_counted,
)
from auditkit.tables import COMPOSITION_BY_COLUMNS, check_columns

MOST_CATEGORIES = 6
NOTHING_YET = "There is nothing to show yet: no voice counts on any of them."
IN_EACH = "A voice in several of them counts in each."
_BAR = 0.16


def plot_platforms(
    composition_by: pd.DataFrame,
    *,
    by: str = "platform",
    categories: Iterable[str] | None = None,
    looking_for: Iterable[str] = (),
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw the share of each category on every platform, on one scale, with its range.

    The bars and the dot are those of `plot_composition`, each out of the voices of that platform alone; the last
    rows hold what is unknown there.

    Parameters
    ----------
    composition_by : DataFrame
        As `composition_by` returns it.
    by : str
        What the groups are, for the title: ``"platform"`` or ``"list"``.
    categories : iterable of str, optional
        Default: what the goal looks for, then the most frequent, six in all.
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
    return _plot(composition_by, by=by, categories=categories, looking_for=looking_for, **plot)


def describe_platforms(
    composition_by: pd.DataFrame,
    looking_for: Iterable[str] = (),
    dimension: str | None = None,
    *,
    by: str = "platform",
    categories: Iterable[str] | None = None,
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    composition_by : DataFrame
        As `composition_by` returns it.
    looking_for, dimension, by, categories
        As in `plot_platforms`.
    """
    groups, title = _groups(composition_by), platforms_title(dimension, by)
    if not groups:
        return f"{title}. {NOTHING_YET}"
    shown = _shown(groups, categories, looking_for)
    said = [
        f"{clean_text(name)}: "
        + ", ".join(f"{clean_text(group)} {share_and_range(rows.loc[name])}" for group, rows in groups.items())
        for name in shown
    ]
    return f"Bar chart. {title}. {' '.join(_caption(groups, shown))} {'; '.join(said)}."


def platforms_table(composition_by: pd.DataFrame, looking_for: Iterable[str] = ()) -> pd.DataFrame:
    """Return the table behind the chart: a column per platform; the last rows hold the unknown and what is reviewed.

    Parameters
    ----------
    composition_by : DataFrame
        As `composition_by` returns it.
    looking_for
        As in `plot_platforms`.
    """
    groups = _groups(composition_by)
    names = _ordered(groups, looking_for)
    cells = {clean_text(group): [share_and_range(rows.loc[name]) for name in names] for group, rows in groups.items()}
    for group, rows in groups.items():
        head = rows.iloc[0]
        unknown = f"{int(head['unknown']):,} of {int(head['applicable']):,}"
        reviewed = f"{int(head['reviewed']):,} of {int(head['applicable']):,}"
        cells[clean_text(group)] += [unknown, reviewed]
    labels = [*(clean_text(name) for name in names), *(["unknown", "voices reviewed"] if groups else [])]
    return pd.DataFrame(cells, index=pd.Index(labels, name="category", dtype="str"), dtype="str")


def show_platforms(
    composition_by: pd.DataFrame,
    dimension: str | None = None,
    *,
    by: str = "platform",
    categories: Iterable[str] | None = None,
    looking_for: Iterable[str] = (),
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    composition_by : DataFrame
        As `composition_by` returns it.
    dimension, by, categories, looking_for, title, colours, theme
        As in `plot_platforms`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    chosen = {"by": by, "categories": categories}
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(composition_by, looking_for=looking_for, shown=False, **chosen, **plot)
    sentence = describe_platforms(composition_by, looking_for, dimension, **chosen)
    return show_chart(ax, sentence, platforms_table(composition_by, looking_for))


def platforms_title(dimension: str | None, by: str = "platform") -> str:
    """Return what the chart counts."""
    return f"{voices_by(dimension)}, {clean_text(by)} by {clean_text(by)}"


def _plot(composition_by, *, by, categories, looking_for, title, dimension, colours, **figure):
    groups = _groups(composition_by)
    shown = _shown(groups, categories, looking_for)
    looks = category_looks(names_list(composition_by["category"]), colours, composition_by)
    wanted = set(names_list(looking_for))
    paint = partial(_draw, groups=groups, shown=shown, looks=looks, wanted=wanted) if shown else None
    return painted(paint, title=title or platforms_title(dimension, by), nothing=NOTHING_YET, **figure)


def _draw(ax, *, groups: dict, shown: list[str], looks, wanted: set[str], title: str, own: bool) -> None:
    lines: list[Row] = []
    for name in shown:
        lines.append(Row(category_label(name, name in wanted), bold=True, bar=0))
        lines += [_line(group, rows.loc[name]) for group, rows in groups.items()]
    lines.append(Row("Unknown", bold=True, bar=0))
    heads = [rows.iloc[0] for rows in groups.values()]
    unknown = [head["unknown"] / head["applicable"] for head in heads]
    lines += [
        Row(clean_text(group), f"{voices_counted(int(head['unknown']))} · {percent(share)}", percent(share), bar=_BAR)
        for group, head, share in zip(groups, heads, unknown, strict=True)
    ]
    placed = place_rows(ax, lines, own=own, one_line=True)
    marks = [y for y, line in zip(placed.centres, lines, strict=True) if line.bar]
    cells = [(name, rows.loc[name]) for name in shown for rows in groups.values()]
    bars, hues = marks[: len(cells)], [looks[name][0] for name, _ in cells]
    lowest, highest = ([row[end] for _, row in cells] for end in ("lowest", "highest"))
    draw_possible(ax, bars, lowest, highest, hues, bar=_BAR)
    draw_recorded(ax, bars, lowest, hues, bar=_BAR)
    draw_unknown(ax, marks[len(cells) :], unknown, bar=_BAR)
    points = [(row["share_of_known"], y) for (_, row), y in zip(cells, bars, strict=True) if shows_point(row)]
    draw_marks(ax, points, dot(markersize=7))
    finish_shares(ax, [*highest, *unknown, *(share for share, _ in points)])
    frame(
        ax, title=title, unit="Share of the voices that count in each", caption=_caption(groups, shown),
        key=[recorded_key(), possible_key(), *([mark_key(dot())] if points else [])], body=placed.body, own=own,
        beside=placed.beside,
    )  # fmt: skip


def _line(group: str, row: pd.Series) -> Row:
    share = share_and_range(row)
    return Row(clean_text(group), f"{voices_counted(int(row['count']))} · {share}", share, bar=_BAR)


def _groups(composition_by: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each group in which a voice counts, the category being the index."""
    check_columns(composition_by, COMPOSITION_BY_COLUMNS, "a chart by platform")
    found = {}
    for group in names_list(composition_by["group"]):
        rows = composition_by[composition_by["group"] == group]
        rows = rows.set_axis([str(name) for name in rows["category"]], axis=0)
        if len(rows) and rows["applicable"].iloc[0] > 0:
            found[group] = rows
    return found


def _ordered(groups: dict[str, pd.DataFrame], looking_for: Iterable[str]) -> list[str]:
    """Return the categories that every group has a row for, what the goal looks for first."""
    if not groups:
        return []
    first, *others = groups.values()
    names = [name for name in first.index if all(name in rows.index for rows in others)]
    wanted = [name for name in names_list(looking_for) if name in names]
    return [*wanted, *(name for name in names if name not in wanted)]


def _shown(groups: dict[str, pd.DataFrame], categories: Iterable[str] | None, looking_for) -> list[str]:
    names = _ordered(groups, looking_for)
    if categories is not None and groups:
        chosen = names_list(categories)
        strange = [name for name in chosen if name not in names]
        if strange:
            raise ValueError(f"the table has no category {', '.join(strange)}; it has: {', '.join(names)}")
        return chosen
    wanted = set(names_list(looking_for))
    often = {name: sum(int(rows.loc[name, "count"]) for rows in groups.values()) for name in names}
    chosen = set(sorted(names, key=lambda name: (name not in wanted, -often[name]))[:MOST_CATEGORIES])
    # Chosen by size, shown in the codebook's order: it is no ranking.
    return [name for name in names if name in chosen]


def _caption(groups: dict[str, pd.DataFrame], shown: list[str]) -> list[str]:
    lines = []
    for group, rows in groups.items():
        head = rows.iloc[0]
        reviewed = voices_counted(int(head["reviewed"]), of=int(head["applicable"]))
        lines.append(f"Annotation coverage, {clean_text(group)}: {percent(head['coverage'])}, {reviewed} reviewed.")
    lines += [IN_EACH] if len(groups) > 1 else []
    total = len(_ordered(groups, ()))
    if len(shown) < total:
        lines.append(f"{len(shown)} of {total} categories drawn; the table holds them all.")
    return lines
