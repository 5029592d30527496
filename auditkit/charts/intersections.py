"""Which combinations occur? One row per combination of categories across dimensions, small cells marked.

Where there is room a matrix of dots says which categories make up a row; elsewhere the row says it in words.
"""

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
    striped_key,
)
from auditkit.charts.colours import HATCH
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, frame, painted
from auditkit.charts.matrix import draw_matrix, matrix_columns
from auditkit.charts.rows import Row, finish_shares, place_rows
from auditkit.charts.theme import look
from auditkit.charts.wording import among, clean_text, percent, share_range, voices_counted
from auditkit.tables import INTERSECTION_COLUMNS, check_columns

MOST_ROWS = 12
_MOST_SAID = 6
NOTHING_YET = "There is nothing to show yet: no voice is recorded in all of these dimensions."
FEW = "Few voices in a row (striped): so small a group can point to single people."


def plot_intersections(
    intersections: pd.DataFrame,
    *,
    most: int = MOST_ROWS,
    ax=None,
    title: str | None = None,
    theme: str = "light",
):
    """Draw how many voices hold each combination of categories, and how many could.

    The solid bar are the voices that hold all of the combination, out of all voices that count; it is striped where
    few hold exactly it. The diamond are those that hold exactly it and nothing else there. The pale bar is what the
    unknown could add.

    Parameters
    ----------
    intersections : DataFrame
        As `intersections` returns it; rows are drawn in its order.
    most : int
        How many rows are drawn; the caption says how many are left out, and the table holds them.
    ax, title, theme
        As in `plot_composition`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or `most` is below 1.
    """
    return _plot(intersections, most=most, title=title, theme=theme, ax=ax)


def describe_intersections(intersections: pd.DataFrame, *, most: int = MOST_ROWS, title: str | None = None) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    intersections : DataFrame
        As `intersections` returns it.
    most, title
        As in `plot_intersections`.
    """
    rows = _checked(intersections, most)
    if not _has_voices(rows):
        return f"{_title(intersections, title)}. {NOTHING_YET}"
    shown = rows.head(min(most, _MOST_SAID))
    said = [
        f"{combination_text(row['combination'])}: {_counts(row)}, range {share_range(row['lowest'], row['highest'])}"
        for _, row in shown.iterrows()
    ]
    caption = " ".join(_caption(rows, min(most, len(rows))))
    return (
        f"Bar chart. {_title(intersections, title)}, {len(rows)} combinations, the first {len(shown)} named. {caption} "
        f"{'; '.join(said)}."
    )


def intersections_table(intersections: pd.DataFrame) -> pd.DataFrame:
    """Return the table behind the chart: every combination with its voices, its range, and whether they are few.

    Parameters
    ----------
    intersections : DataFrame
        As `intersections` returns it.
    """
    rows = _checked(intersections, 1)
    table = {
        "exactly these": [f"{int(number):,}" for number in rows["exactly"]],
        "at least these": [f"{int(number):,}" for number in rows["at_least"]],
        "range": [share_range(row["lowest"], row["highest"]) for _, row in rows.iterrows()],
        "few voices": ["yes" if small else "" for small in rows["small"]],
    }
    names = [combination_text(combination) for combination in rows["combination"]]
    return pd.DataFrame(table, index=pd.Index(names, name="combination", dtype="str"), dtype="str")


def show_intersections(
    intersections: pd.DataFrame,
    *,
    most: int = MOST_ROWS,
    title: str | None = None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    intersections : DataFrame
        As `intersections` returns it.
    most, title, theme
        As in `plot_intersections`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    ax = _plot(intersections, most=most, title=title, width=width, theme=theme, shown=False)
    sentence = describe_intersections(intersections, most=most, title=title)
    return show_chart(ax, sentence, intersections_table(intersections))


def combination_text(combination) -> str:
    """Return a combination in words.

    >>> combination_text((("role", "teacher"), ("place", "rural")))
    'teacher + rural'
    """
    return " + ".join(among(category) for _, category in combination)


def _plot(intersections: pd.DataFrame, *, most: int, title, **figure):
    rows = _checked(intersections, most)
    left_out = _caption(rows, min(most, len(rows))) if _has_voices(rows) else []
    paint = partial(_draw, rows=rows.head(most), caption=left_out) if left_out else None
    return painted(paint, title=_title(intersections, title), nothing=NOTHING_YET, **figure)


def _draw(ax, *, rows: pd.DataFrame, caption: list[str], title: str, own: bool) -> None:
    columns = matrix_columns(ax, list(rows["combination"])) if own else None
    if columns:
        placed = draw_matrix(ax, list(rows["combination"]), columns, [_short(row) for _, row in rows.iterrows()])
    else:
        lines = [Row(combination_text(row["combination"]), _counts(row), _short(row)) for _, row in rows.iterrows()]
        placed = place_rows(ax, lines, own=own, one_line=len(rows) > 1)
    bars, grey = placed.centres, [look().quiet] * len(rows)
    draw_possible(ax, bars, rows["lowest"], rows["highest"], grey)
    draw_recorded(ax, bars, rows["lowest"], grey)
    for patch, small in zip(ax.containers[-1], rows["small"], strict=True):
        if small:
            patch.set(facecolor=look().unknown, hatch=HATCH)
    exactly = [(row["exactly"] / row["applicable"], y) for (_, row), y in zip(rows.iterrows(), bars, strict=True)]
    only = dot("exactly these", marker="D", markersize=7)
    draw_marks(ax, exactly, only)
    finish_shares(ax, rows["highest"])
    key = [recorded_key("at least these"), mark_key(only), possible_key()]
    key += [striped_key("few voices")] if rows["small"].any() else []
    frame(
        ax, title=title, unit="Share of the voices that count", caption=caption, key=key, body=placed.body, own=own,
        beside=placed.beside,
    )  # fmt: skip


def _caption(rows: pd.DataFrame, shown: int) -> list[str]:
    head = rows.iloc[0]
    known, applicable = int(head["known"]), int(head["applicable"])
    share = percent(known / applicable)
    lines = [f"Recorded in all of these dimensions: {voices_counted(known, of=applicable)} ({share})."]
    lines += [f"Unknown in one or more: {voices_counted(applicable - known)}."] if applicable > known else []
    lines += [FEW] if rows["small"].head(shown).any() else []
    left_out = len(rows) - shown
    if left_out:
        rest = int(rows["exactly"].iloc[shown:].sum())
        lines.append(f"{left_out} more combinations, of {voices_counted(rest)} in all, are in the table.")
    return lines


def _counts(row: pd.Series) -> str:
    exactly, at_least = int(row["exactly"]), int(row["at_least"])
    few = ", few voices" if row["small"] else ""
    return f"exactly {exactly:,}, at least {voices_counted(at_least)}{few}"


def _short(row: pd.Series) -> str:
    return f"{voices_counted(int(row['at_least']))} · {share_range(row['lowest'], row['highest'])}"


def _title(intersections: pd.DataFrame, title: str | None) -> str:
    if title:
        return clean_text(title)
    combinations = list(intersections["combination"])
    names = list(dict.fromkeys(clean_text(name) for combination in combinations for name, _ in combination))
    return f"Voices by {' and '.join(names)}" if names else "Voices by combination"


def _checked(intersections: pd.DataFrame, most: int) -> pd.DataFrame:
    check_columns(intersections, INTERSECTION_COLUMNS, "a chart of combinations")
    if most < 1:
        raise ValueError("a chart of combinations draws at least one row")
    return intersections


def _has_voices(rows: pd.DataFrame) -> bool:
    return len(rows) > 0 and int(rows["applicable"].iloc[0]) > 0
