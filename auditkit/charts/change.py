"""What changed between the dates? One lane per category, dots at the real dates, and the range at each of them.

Each category has a lane of its own in the same axes: ranges of forty points would bury each other if they shared one.
Nothing is drawn between two dates but a thin straight line.
"""

from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd

from auditkit.charts.colours import category_looks
from auditkit.charts.dated import break_places, draw_dates
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import WIDTH, painted
from auditkit.charts.wording import (
    TOLD,
    VERDICTS,
    clean_text,
    date_text,
    names_list,
    percent,
    rows_in_order,
    sentence_case,
    share_and_range,
    shows_point,
    verdict,
    voices_by,
)
from auditkit.tables import COMPOSITION_COLUMNS, check_columns

MOST_LANES = 6
NOTHING_YET = "There is nothing to show yet: no date has voices that count."


def plot_change(
    over_time: pd.DataFrame,
    *,
    categories: Iterable[str] | None = None,
    looking_for: Iterable[str] = (),
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw the share of each category at the dates of a review, with its range.

    A dot is the share of the voices with a record; it is hollow where the ranges of the first and the last date
    overlap, and left out where less than half is known. The lowest lane holds the denominators.

    Parameters
    ----------
    over_time : DataFrame
        As `composition_over_time` returns it. A column ``codebook`` is optional: where it differs from one date to
        the next, a dashed line says so and the dots are not joined.
    categories : iterable of str, optional
        Default: what the goal looks for, then the most frequent on the last date, six in all.
    looking_for : iterable of str
        Categories the goal looks for. They come first, marked with a star and words.
    ax : Axes, optional
        Default: a figure of its own, as tall as the lanes need. Axes you bring keep their size and get the style;
        allow an inch and a half per category.
    title, dimension : str, optional
        What is counted; by default made from `dimension`.
    colours : Dimension, iterable of str or mapping of category to colour, optional
        As in `plot_composition`.
    theme : {"light", "dark"}

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or `categories` names one that the table does not hold.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "theme": theme, "ax": ax}
    return _plot(over_time, categories=categories, looking_for=looking_for, **plot)


def describe_change(
    over_time: pd.DataFrame,
    looking_for: Iterable[str] = (),
    dimension: str | None = None,
    *,
    categories: Iterable[str] | None = None,
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    over_time : DataFrame
        As `composition_over_time` returns it.
    looking_for, dimension, categories
        As in `plot_change`.
    """
    series = _series(over_time, looking_for)
    title = change_title(dimension)
    if not series:
        return f"{title}. {NOTHING_YET}"
    dates = _dates(series)
    shown = _shown(series, categories, looking_for)
    span = f"{len(dates)} dates from {date_text(dates[0])} to {date_text(dates[-1])}"
    span = span if len(dates) > 1 else f"one date, {date_text(dates[0])}"
    ends = [f"{_label(name, series[name])} {_ends(series[name])}" for name in shown]
    rest = f" {len(series) - len(shown)} more categories in the table." if len(series) > len(shown) else ""
    told = [f"{'; '.join(ends)}.{rest}", *_told(series, shown), *_breaks(series)]
    return " ".join([f"Dot chart. {title}, {span}.", _coverage(series), *told])


def change_table(over_time: pd.DataFrame, looking_for: Iterable[str] = ()) -> pd.DataFrame:
    """Return the table behind the chart: share of known and range at each date, and what can be told from them.

    The last row holds how many voices were reviewed, of those that count. The parameters over_time and looking_for are
    those of `plot_change`.
    """
    series = _series(over_time, looking_for)
    columns = [date_text(date) for date in _dates(series)]
    cells = [[*(share_and_range(row) for _, row in rows.iterrows()), TOLD[verdict(rows)]] for rows in series.values()]
    names = [_label(name, rows) for name, rows in series.items()]
    if series:
        rows = next(iter(series.values()))
        reviewed = [f"{int(row['reviewed']):,} of {int(row['applicable']):,}" for _, row in rows.iterrows()]
        cells.append([*reviewed, ""])
        names.append("voices reviewed")
        if "codebook" in rows:
            cells.append([*(clean_text(version) for version in rows["codebook"]), ""])
            names.append("codebook")
    index = pd.Index(names, name="category", dtype="str")
    return pd.DataFrame(cells, columns=[*columns, "first to last date"], index=index, dtype="str")


def show_change(
    over_time: pd.DataFrame,
    dimension: str | None = None,
    *,
    looking_for: Iterable[str] = (),
    categories: Iterable[str] | None = None,
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table, ready for a notebook or a report.

    Parameters
    ----------
    over_time : DataFrame
        As `composition_over_time` returns it.
    dimension : str, optional
        What it is by, for the title.
    looking_for, categories, title, colours, theme
        As in `plot_change`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(over_time, categories=categories, looking_for=looking_for, shown=False, **plot)
    sentence = describe_change(over_time, looking_for, dimension, categories=categories)
    return show_chart(ax, sentence, change_table(over_time, looking_for))


def change_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"{voices_by(dimension)}, date by date"


def _plot(over_time, *, categories, looking_for, title, dimension, colours, **figure):
    series = _series(over_time, looking_for)
    drawn = {name: series[name] for name in _shown(series, categories, looking_for)}
    looks = category_looks(dict.fromkeys([*over_time["category"], *series]), colours, over_time)
    paint = partial(draw_dates, series=drawn, looks=looks, caption=_caption(series, drawn)) if drawn else None
    return painted(paint, title=title or change_title(dimension), nothing=NOTHING_YET, **figure)


def _series(over_time: pd.DataFrame, looking_for: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return the rows of each category, one per date; empty when no voice counts on any of them."""
    check_columns(over_time, ("date", "category", *COMPOSITION_COLUMNS), "a chart of a change")
    if over_time.empty or not over_time["applicable"].any():
        return {}
    dated = over_time.assign(date=pd.to_datetime(over_time["date"]))
    names = names_list(dated["category"])
    blocks = {
        date: rows_in_order(block.set_index("category"), looking_for, names)
        for date, block in dated.groupby("date", sort=True)
    }
    order = next(iter(blocks.values())).index
    return {name: pd.DataFrame({date: rows.loc[name] for date, rows in blocks.items()}).T for name in order}


def _shown(series: dict[str, pd.DataFrame], categories: Iterable[str] | None, looking_for: Iterable[str]) -> list[str]:
    """Return the categories to draw: those asked for, else the looked-for ones and the most frequent."""
    if categories is not None and series:
        chosen = names_list(categories)
        strange = [name for name in chosen if name not in series]
        if strange:
            raise ValueError(f"the table has no category {', '.join(strange)}; it has: {', '.join(series)}")
        return chosen
    wanted = [name for name in names_list(looking_for) if name in series]
    rest = sorted((name for name in series if name not in wanted), key=lambda name: -series[name]["count"].iloc[-1])
    return [*wanted, *rest][:MOST_LANES]


def _dates(series: dict[str, pd.DataFrame]) -> list[pd.Timestamp]:
    return list(next(iter(series.values())).index) if series else []


def _coverage(series: dict[str, pd.DataFrame]) -> str:
    rows = next(iter(series.values()))
    # Every date where there is room for them, else the first and the last.
    if len(rows) > 4:
        rows = rows.iloc[[0, -1]]
    each = ", ".join(f"{percent(row['coverage'])} on {date_text(date)}" for date, row in rows.iterrows())
    return f"Annotation coverage {each}."


def _caption(series: dict[str, pd.DataFrame], shown: Mapping) -> list[str]:
    rows = next(iter(series.values()))
    lines = [_coverage(series)]
    if not rows.apply(shows_point, axis=1).all():
        lines.append("No dot: less than half of the voices were known at that date.")
    if len(shown) < len(series):
        lines.append(f"{len(shown)} of {len(series)} categories drawn; the table holds them all.")
    return [*lines, *_breaks(series)]


def _label(name: str, rows: pd.DataFrame) -> str:
    return f"{clean_text(name)} (looked for)" if rows["looked_for"].iloc[0] else clean_text(name)


def _ends(rows: pd.DataFrame) -> str:
    ends = [share_and_range(row) for _, row in rows.iloc[[0, -1]].iterrows()]
    return ", then ".join(ends[: len(rows)])


def _told(series: dict[str, pd.DataFrame], shown: Iterable[str]) -> list[str]:
    """Return a sentence for each verdict, with the categories it holds for."""
    found: dict[str, list[str]] = {}
    for name in shown:
        found.setdefault(verdict(series[name]), []).append(clean_text(name))
    if len(found) == 1:
        return [f"{sentence_case(VERDICTS[next(iter(found))])}."]
    return [f"{sentence_case(VERDICTS[kind])}: {', '.join(names)}." for kind, names in found.items()]


def _breaks(series: dict[str, pd.DataFrame]) -> list[str]:
    """Return a sentence for each change of the codebook."""
    pairs = break_places(next(iter(series.values())))
    return [
        f"The codebook changed between {date_text(one)} and {date_text(other)}: shares before and after may count "
        "different things."
        for one, other in pairs
    ]
