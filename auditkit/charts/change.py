"""What changed between the dates? One lane per category, dots at the real dates, and the range at each of them.

Each category has a lane of its own in the same axes: ranges of forty points would bury each other if they shared one.
Nothing is drawn between two dates but a thin straight line.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from auditkit.charts.colours import category_colours, category_markers
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.lanes import draw_lanes
from auditkit.charts.layout import WIDTH, drawing, new_axes, sentence_instead
from auditkit.charts.wording import (
    TOLD,
    VERDICTS,
    clean_text,
    date_text,
    names_list,
    percent,
    rows_in_order,
    share_range,
    shows_point,
    verdict,
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
    colours: Mapping[str, str] | None = None,
):
    """Draw the share of each category at the dates of a review, with its range.

    A dot is the share of the voices with a record; it is hollow where the ranges of the first and the last date
    overlap, and left out where less than half is known. The lowest lane holds the denominators.

    Parameters
    ----------
    over_time : DataFrame
        As `composition_over_time` returns it.
    categories : iterable of str, optional
        Default: what the goal looks for, then the most frequent on the last date, six in all.
    looking_for : iterable of str
        Categories the goal looks for. They come first, marked with a star and words.
    ax : Axes, optional
        Default: a figure of its own, as tall as the lanes need. Axes you bring keep their size and get the style;
        allow an inch and a half per category.
    title, dimension : str, optional
        What is counted; by default made from `dimension`.
    colours : mapping of category to colour, optional
        Default: `category_colours` of all categories of the table.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing, or `categories` names one that the table does not hold.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours}
    return _plot(over_time, ax, categories=categories, looking_for=looking_for, **plot)


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
    return " ".join(
        [f"Dot chart. {title}, {span}.", _coverage(series), f"{'; '.join(ends)}.{rest}", *_told(series, shown)]
    )


def change_table(over_time: pd.DataFrame, looking_for: Iterable[str] = ()) -> pd.DataFrame:
    """Return the table behind the chart: share of known and range at each date, and what can be told from them.

    The last row holds how many voices were reviewed, of those that count. The parameters over_time and looking_for are
    those of `plot_change`.
    """
    series = _series(over_time, looking_for)
    columns = [date_text(date) for date in _dates(series)]
    cells = [[*(_cell(row) for _, row in rows.iterrows()), TOLD[verdict(rows)]] for rows in series.values()]
    names = [_label(name, rows) for name, rows in series.items()]
    if series:
        rows = next(iter(series.values()))
        reviewed = [f"{int(row['reviewed']):,} of {int(row['applicable']):,}" for _, row in rows.iterrows()]
        cells.append([*reviewed, ""])
        names.append("voices reviewed")
    index = pd.Index(names, name="category", dtype="str")
    return pd.DataFrame(cells, columns=[*columns, "first to last date"], index=index, dtype="str")


def show_change(
    over_time: pd.DataFrame,
    dimension: str | None = None,
    *,
    looking_for: Iterable[str] = (),
    categories: Iterable[str] | None = None,
    title: str | None = None,
    colours: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Chart:
    """Return the chart with its sentence and its table, ready for a notebook or a report.

    Parameters
    ----------
    over_time : DataFrame
        As `composition_over_time` returns it.
    dimension : str, optional
        What it is by, for the title.
    looking_for, categories, title, colours
        As in `plot_change`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "shown": False}
    ax = _plot(over_time, None, categories=categories, looking_for=looking_for, **plot)
    sentence = describe_change(over_time, looking_for, dimension, categories=categories)
    return show_chart(ax, sentence, change_table(over_time, looking_for))


def change_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"Voices by {clean_text(dimension)}, date by date" if dimension else "Voices by category, date by date"


def _plot(over_time, ax, *, categories, looking_for, title, dimension, colours, width=WIDTH, shown=True):
    series = _series(over_time, looking_for)
    drawn = {name: series[name] for name in _shown(series, categories, looking_for)}
    title = clean_text(title) if title else change_title(dimension)
    own = ax is None
    ax = new_axes(width, shown=shown) if own else ax
    with drawing():
        if drawn:
            colours = {**category_colours(series), **(colours or {})}
            looks = {name: (colours[name], marker) for name, marker in category_markers(series).items()}
            draw_lanes(ax, drawn, looks, title=title, caption=_caption(series, drawn), own=own)
        else:
            sentence_instead(ax, NOTHING_YET, title=title, own=own)
    return ax


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
    return lines


def _cell(row: pd.Series) -> str:
    bounds = share_range(row["lowest"], row["highest"])
    if not shows_point(row):
        return bounds
    share = percent(row["share_of_known"])
    return share if share == bounds else f"{share} ({bounds})"


def _label(name: str, rows: pd.DataFrame) -> str:
    return f"{clean_text(name)} (looked for)" if rows["looked_for"].iloc[0] else clean_text(name)


def _ends(rows: pd.DataFrame) -> str:
    ends = [_cell(row) for _, row in rows.iloc[[0, -1]].iterrows()]
    return ", then ".join(ends[: len(rows)])


def _told(series: dict[str, pd.DataFrame], shown: Iterable[str]) -> list[str]:
    """Return a sentence for each verdict, with the categories it holds for."""
    found: dict[str, list[str]] = {}
    for name in shown:
        found.setdefault(verdict(series[name]), []).append(clean_text(name))
    if len(found) == 1:
        (only,) = found
        return [f"{VERDICTS[only][0].upper()}{VERDICTS[only][1:]}."]
    return [f"{VERDICTS[kind][0].upper()}{VERDICTS[kind][1:]}: {', '.join(names)}." for kind, names in found.items()]
