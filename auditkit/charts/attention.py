"""Where does attention go, beside following? Two shares per category, each with its range, joined by a line."""

from collections.abc import Iterable
from functools import partial

import pandas as pd

from auditkit.charts.bars import dot, draw_marks, draw_possible, mark_key, possible_key
from auditkit.charts.colours import category_looks
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, frame, painted
from auditkit.charts.rows import Row, finish_shares, place_rows
from auditkit.charts.theme import look
from auditkit.charts.wording import (
    NBSP,
    category_label,
    clean_text,
    coverage_sentence,
    names_list,
    percent,
    rows_in_order,
    share_and_range,
    shows_point,
    unknown_sentence,
    voices_by,
)
from auditkit.tables import ATTENTION_COLUMNS, ENOUGH_KNOWN, check_columns

NOTHING_YET = "There is nothing to show yet: no voice counts here, or no attention was counted."
_BAR, _APART = 0.13, 0.1
_FOLLOWING, _ATTENTION = "following: each voice counts once", "attention: voices count by its weight"
_ROOMY = 5


def plot_attention(
    attention: pd.DataFrame,
    *,
    looking_for: Iterable[str] = (),
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw the share of each category among the voices followed, and the same weighted by attention.

    The upper bar and the dot count every voice once; the lower bar and the diamond count it by its weight. Bars run
    from the lowest to the highest the share can be. A dot or a diamond is left out while less than half is known.

    Parameters
    ----------
    attention : DataFrame
        As `attention` or `attention_by_rating` returns it.
    looking_for, ax, title, dimension, colours, theme
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
    return _plot(attention, looking_for=looking_for, **plot)


def describe_attention(attention: pd.DataFrame, looking_for: Iterable[str] = (), dimension: str | None = None) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    attention : DataFrame
        As `attention` returns it.
    looking_for, dimension
        As in `plot_attention`.
    """
    rows = _rows(attention, looking_for)
    if not _has_attention(rows):
        return f"{attention_title(dimension)}. {NOTHING_YET}"
    said = [
        f"{clean_text(name)}: {share_and_range(row)} of following, {share_and_range(_weighted(row))} of attention"
        for name, row in rows.iterrows()
    ]
    return f"Dumbbell chart. {attention_title(dimension)}. {' '.join(_caption(rows))} {'; '.join(said)}."


def attention_table(attention: pd.DataFrame, looking_for: Iterable[str] = ()) -> pd.DataFrame:
    """Return the table behind the chart: share and range of following and of attention.

    Parameters
    ----------
    attention : DataFrame
        As `attention` returns it.
    looking_for
        As in `plot_attention`.
    """
    rows = _rows(attention, looking_for)
    table = {
        "looked for": ["yes" if wanted else "" for wanted in rows["looked_for"]],
        "following": [share_and_range(row) for _, row in rows.iterrows()],
        "attention": [share_and_range(_weighted(row)) for _, row in rows.iterrows()],
    }
    index = pd.Index([clean_text(name) for name in rows.index], name="category", dtype="str")
    return pd.DataFrame(table, index=index, dtype="str")


def show_attention(
    attention: pd.DataFrame,
    dimension: str | None = None,
    *,
    looking_for: Iterable[str] = (),
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    attention : DataFrame
        As `attention` returns it.
    dimension, looking_for, title, colours, theme
        As in `plot_attention`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(attention, looking_for=looking_for, shown=False, **plot)
    sentence = describe_attention(attention, looking_for, dimension)
    return show_chart(ax, sentence, attention_table(attention, looking_for))


def attention_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"{voices_by(dimension)}, following and attention"


def _plot(attention: pd.DataFrame, *, looking_for, title, dimension, colours, **figure):
    rows = _rows(attention, looking_for)
    looks = category_looks(attention.index, colours, attention)
    hues = [looks[name][0] for name in rows.index]
    paint = partial(_draw, rows=rows, hues=hues) if _has_attention(rows) else None
    return painted(paint, title=title or attention_title(dimension), nothing=NOTHING_YET, **figure)


def _draw(ax, *, rows: pd.DataFrame, hues: list[str], title: str, own: bool) -> None:
    lines = [_line(name, row) for name, row in rows.iterrows()]
    placed = place_rows(ax, lines, own=own, one_line=len(rows) > _ROOMY)
    ends, key = [], []
    points: dict[int, list] = {}
    for side, label, marker in ((-1, _FOLLOWING, "o"), (1, _ATTENTION, "D")):
        drawn = rows if side < 0 else pd.DataFrame([_weighted(row) for _, row in rows.iterrows()])
        ys = [y + side * _APART for y in placed.centres]
        draw_possible(ax, ys, drawn["lowest"], drawn["highest"], hues, bar=_BAR)
        ax.containers[-1].set_label(f"range, {label}")
        points[side] = [
            (row["share_of_known"], y) if shows_point(row) else None
            for (_, row), y in zip(drawn.iterrows(), ys, strict=True)
        ]
        style = dot(label, marker=marker, markerfacecolor=look().ground if side < 0 else look().ink)
        draw_marks(ax, filter(None, points[side]), style)
        ends += [*drawn["highest"], *(point[0] for point in points[side] if point)]
        key.append(mark_key(style))
    for one, other in zip(points[-1], points[1], strict=True):
        if one and other:
            ax.plot(*zip(one, other, strict=True), color=look().ink, linewidth=1.4, zorder=3, label="_joined")
    finish_shares(ax, ends)
    frame(
        ax, title=title, unit="Share of the voices that count, and of attention", caption=_caption(rows),
        key=[*key, possible_key("range, given the unknown")], body=placed.body, own=own, beside=placed.beside,
    )  # fmt: skip


def _line(name: str, row: pd.Series) -> Row:
    # The marks of the key, so that two numbers are never told apart by their order alone.
    both = f"○{NBSP}{share_and_range(row)}  ◆{NBSP}{share_and_range(_weighted(row))}"
    ends = f"○{NBSP}{_short(row)} ◆{NBSP}{_short(_weighted(row))}"
    return Row(category_label(name, row["looked_for"]), both, ends, row["looked_for"], bar=2 * _APART + _BAR)


def _short(row: pd.Series) -> str:
    return percent(row["share_of_known"]) if shows_point(row) else share_and_range(row)


def _weighted(row: pd.Series) -> pd.Series:
    """Return the weighted share in the columns of the unweighted one."""
    names = {"lowest": "weighted_lowest", "highest": "weighted_highest", "share_of_known": "weighted_share_of_known"}
    names |= {"recorded": "weight_recorded", "applicable": "weight_applicable"}
    return pd.Series({name: row[column] for name, column in names.items()})


def _caption(rows: pd.DataFrame) -> list[str]:
    head = rows.iloc[0]
    known = f"Attention: {percent(head['weighted_coverage'])} of it goes to reviewed voices."
    lines = [coverage_sentence(head), unknown_sentence(head), known]
    few = [words for words, row in (("following", head), ("attention", _weighted(head))) if not shows_point(row)]
    return (
        [*lines, f"Less than {percent(ENOUGH_KNOWN)} is known of {' and of '.join(few)}: range only."] if few else lines
    )


def _rows(attention: pd.DataFrame, looking_for: Iterable[str]) -> pd.DataFrame:
    check_columns(attention, ATTENTION_COLUMNS, "a chart of attention")
    # Only what the table holds: a category without a row has no weight that could be told.
    named = [name for name in names_list(looking_for) if name in set(attention.index.map(str))]
    return rows_in_order(attention, named)


def _has_attention(rows: pd.DataFrame) -> bool:
    return len(rows) > 0 and rows["applicable"].iloc[0] > 0 and rows["weight_applicable"].iloc[0] > 0
