"""How many equally common categories would look this varied? The same list at every order, with its range."""

from functools import partial

import pandas as pd

from auditkit.charts.bars import DOTTED, dot, draw_marks, mark_key, possible_key
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import MARGIN, WIDTH, frame, line_height, painted, set_margins
from auditkit.charts.theme import look
from auditkit.charts.wording import clean_text, coverage_sentence, unknown_sentence
from auditkit.tables import COMPOSITION_COLUMNS, PROFILE_COLUMNS, check_columns

NOTHING_YET = "There is nothing to show yet: no category is recorded."
READ_WITH = "One figure hides who is here: read it beside the composition."
_BODY = 2.4
_BESIDE = (0.4, 0.1)
_NAMED = (0, 1, 2)


def plot_profile(
    profile: pd.DataFrame,
    *,
    composition: pd.DataFrame | None = None,
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    theme: str = "light",
):
    """Draw the effective number of categories at every order, with its range.

    At order 0 every category that occurs counts alike; the higher the order, the less rare ones count. The line is
    the number for the known voices, the pale band what the unknown could make of it.

    Parameters
    ----------
    profile : DataFrame
        As `hill_profile` returns it.
    composition : DataFrame, optional
        The composition it was made from; the caption gives its annotation coverage.
    ax, title, dimension, theme
        As in `plot_composition`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing.
    """
    return _plot(profile, composition=composition, title=title, dimension=dimension, theme=theme, ax=ax)


def describe_profile(
    profile: pd.DataFrame, dimension: str | None = None, *, composition: pd.DataFrame | None = None
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    profile : DataFrame
        As `hill_profile` returns it.
    dimension, composition
        As in `plot_profile`.
    """
    rows = _known(profile)
    if not len(rows):
        return f"{profile_title(dimension)}. {NOTHING_YET}"
    orders = rows[rows["order"].isin(_NAMED)]
    orders = orders if len(orders) else rows.iloc[[0, -1]]
    said = [f"order {row['order']:g}: {_number(row['hill'])}{_range(row)}" for _, row in orders.iterrows()]
    return f"Line chart. {profile_title(dimension)}. {' '.join(_caption(composition))} {'; '.join(said)}."


def profile_table(profile: pd.DataFrame) -> pd.DataFrame:
    """Return the table behind the chart: effective number and range at each order.

    Parameters
    ----------
    profile : DataFrame
        As `hill_profile` returns it.
    """
    check_columns(profile, PROFILE_COLUMNS, "a table of a profile")
    rows = [row for _, row in profile.iterrows()]
    table = {
        "effective number": [_number(row["hill"]) for row in rows],
        "range": [_range(row).removeprefix(" (").removesuffix(")") for row in rows],
    }
    index = pd.Index([f"{row['order']:g}" for row in rows], name="order", dtype="str")
    return pd.DataFrame(table, index=index, dtype="str")


def show_profile(
    profile: pd.DataFrame,
    dimension: str | None = None,
    *,
    composition: pd.DataFrame | None = None,
    title: str | None = None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    profile : DataFrame
        As `hill_profile` returns it.
    dimension, composition, title, theme
        As in `plot_profile`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "width": width, "theme": theme}
    ax = _plot(profile, composition=composition, shown=False, **plot)
    return show_chart(ax, describe_profile(profile, dimension, composition=composition), profile_table(profile))


def profile_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"Effective number of categories, {clean_text(dimension)}" if dimension else "Effective number of categories"


def _plot(profile: pd.DataFrame, *, composition, title, dimension, **figure):
    rows = _known(profile)
    paint = partial(_draw, rows=rows, caption=_caption(composition)) if len(rows) else None
    return painted(paint, title=title or profile_title(dimension), nothing=NOTHING_YET, **figure)


def _draw(ax, *, rows: pd.DataFrame, caption: list[str], title: str, own: bool) -> None:
    from matplotlib.ticker import MaxNLocator

    if own:
        set_margins(ax, left=MARGIN + _BESIDE[0], right=MARGIN + _BESIDE[1])
    ink = look().ink
    orders, hill = rows["order"].astype(float), rows["hill"].astype(float)
    ax.fill_between(
        orders, rows["lowest"].astype(float), rows["highest"].astype(float), facecolor=(look().quiet, 0.22),
        edgecolor=ink, linestyle=DOTTED, linewidth=0.8, label="range",
    )  # fmt: skip
    ax.plot(orders, hill, color=ink, linewidth=1.4, label="effective number")
    whole = rows[orders == orders.round()]
    style = dot("of the known voices", markerfacecolor=ink)
    draw_marks(ax, zip(whole["order"], whole["hill"], strict=True), style)
    ax.set_ylim(0, 1.1 * float(rows[["hill", "highest"]].max().max()))
    beside = 0.04 * float(orders.max() - orders.min()) or 0.5
    ax.set_xlim(orders.min() - beside, orders.max() + beside)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axis.grid(True)
    key = [mark_key(style | {"linestyle": "-", "color": ink}), possible_key("range, given the unknown")]
    frame(
        ax, title=title, unit="Order: from 0, every category counts alike, to higher, rare ones count less",
        caption=caption, key=key, body=_BODY + line_height(), own=own,
        beside=_BESIDE if own else (0, 0),
    )  # fmt: skip


def _known(profile: pd.DataFrame) -> pd.DataFrame:
    check_columns(profile, PROFILE_COLUMNS, "a chart of a profile")
    return profile.dropna(subset="hill").sort_values("order")


def _caption(composition: pd.DataFrame | None) -> list[str]:
    if composition is None or not len(composition):
        return [READ_WITH]
    head = check_columns(composition, COMPOSITION_COLUMNS, "the composition of a profile").iloc[0]
    return [coverage_sentence(head), unknown_sentence(head), READ_WITH]


def _number(value: float) -> str:
    return "none known" if value != value else f"{value:.1f}"


def _range(row: pd.Series) -> str:
    """Return the bounds in brackets behind a number, or nothing where they meet."""
    low, high = _number(row["lowest"]), _number(row["highest"])
    return "" if low == high else f" ({low} to {high})"
