"""What moved between two dates? How many voices each category gained and lost, and by what."""

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from auditkit.charts.colours import category_looks
from auditkit.charts.figure import Chart, show_chart
from auditkit.charts.layout import NARROW, WIDTH, axes_width, frame, painted
from auditkit.charts.moves import PART_WORDS, part_key, part_style
from auditkit.charts.rows import BAR, Row, place_rows
from auditkit.charts.theme import look
from auditkit.charts.wording import (
    SEVERAL_COUNTS,
    category_label,
    clean_text,
    coverage_at,
    names_list,
    voices_by,
)
from auditkit.tables import CHANGE_PARTS, FLOW_COLUMNS, check_columns

NOTHING_YET = "There is nothing to show yet: no voice holds a category on either date."
_KEPT = "kept"
_ROOMY = 3
_UNIT = "Voices: ← lost | gained →"


def plot_flows(
    flows: pd.DataFrame,
    *,
    compositions: Sequence[pd.DataFrame] = (),
    looking_for: Iterable[str] = (),
    ax=None,
    title: str | None = None,
    dimension: str | None = None,
    colours=None,
    theme: str = "light",
):
    """Draw the voices each category gained (right) and lost (left) between two dates.

    Solid bars are voices followed and unfollowed, striped ones voices that are annotated differently, dotted ones
    voices joined, split or set aside.

    Parameters
    ----------
    flows : DataFrame
        As `flows` returns it.
    compositions : sequence of two DataFrames, optional
        The composition at the earlier and at the later date; the caption gives their annotation coverage.
    looking_for, ax, title, dimension, colours, theme
        As in `plot_composition`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a column is missing or a part is unknown.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "theme": theme, "ax": ax}
    return _plot(flows, compositions=compositions, looking_for=looking_for, **plot)


def describe_flows(
    flows: pd.DataFrame,
    looking_for: Iterable[str] = (),
    dimension: str | None = None,
    *,
    compositions: Sequence[pd.DataFrame] = (),
) -> str:
    """Return the chart in sentences: the alternative text, made from the numbers alone.

    Parameters
    ----------
    flows : DataFrame
        As `flows` returns it.
    looking_for, dimension, compositions
        As in `plot_flows`.
    """
    moved, title = _by_category(flows, looking_for), flows_title(dimension)
    if not _anything(moved):
        return f"{title}. {NOTHING_YET}"
    said = [f"{clean_text(name)} {_ends(parts)}{_reasons(parts)}" for name, parts in moved.items() if _changed(parts)]
    still = [clean_text(name) for name, parts in moved.items() if not _changed(parts)]
    rest = f" Nothing moved in: {', '.join(still)}." if still else ""
    head = " ".join([f"Bar chart of gains and losses. {title}.", *_caption(compositions)])
    return f"{head} {'; '.join(said)}.{rest}" if said else f"{head}{rest}"


def flows_table(flows: pd.DataFrame, looking_for: Iterable[str] = ()) -> pd.DataFrame:
    """Return the table behind the chart: voices before and after, kept, and gained and lost by each part.

    Parameters
    ----------
    flows : DataFrame
        As `flows` returns it.
    looking_for
        As in `plot_flows`.
    """
    moved = _by_category(flows, looking_for)
    at_work = _at_work(moved)
    cells = [
        [str(_total(parts, "lost")), str(parts.loc[_KEPT, "lost"])]
        + [_signed(parts.loc[part]) for part in at_work]
        + [str(_total(parts, "gained"))]
        for parts in moved.values()
    ]
    columns = ["before", "kept", *(PART_WORDS[part] for part in at_work), "after"]
    index = pd.Index([clean_text(name) for name in moved], name="category", dtype="str")
    return pd.DataFrame(cells, columns=columns, index=index, dtype="str")


def show_flows(
    flows: pd.DataFrame,
    dimension: str | None = None,
    *,
    compositions: Sequence[pd.DataFrame] = (),
    looking_for: Iterable[str] = (),
    title: str | None = None,
    colours=None,
    width: float = WIDTH,
    theme: str = "light",
) -> Chart:
    """Return the chart with its sentence and its table.

    Parameters
    ----------
    flows : DataFrame
        As `flows` returns it.
    dimension, compositions, looking_for, title, colours, theme
        As in `plot_flows`.
    width : float
        In inches; 3.6 suits a telephone.
    """
    plot = {"title": title, "dimension": dimension, "colours": colours, "width": width, "theme": theme}
    ax = _plot(flows, compositions=compositions, looking_for=looking_for, shown=False, **plot)
    sentence = describe_flows(flows, looking_for, dimension, compositions=compositions)
    return show_chart(ax, sentence, flows_table(flows, looking_for))


def flows_title(dimension: str | None) -> str:
    """Return what the chart counts."""
    return f"{voices_by(dimension)}, gained and lost"


def _plot(flows: pd.DataFrame, *, compositions, looking_for, title, dimension, colours, **figure):
    moved = _by_category(flows, looking_for)
    looks = category_looks(names_list(flows["category"]), colours, flows)
    wanted = set(names_list(looking_for))
    paint = partial(_draw, moved=moved, looks=looks, wanted=wanted, caption=_caption(compositions))
    paint = paint if _anything(moved) else None
    return painted(paint, title=title or flows_title(dimension), nothing=NOTHING_YET, **figure)


def _draw(ax, *, moved: dict[str, pd.DataFrame], looks, wanted, caption, title: str, own: bool) -> None:
    rows = [
        Row(category_label(name, name in wanted), f"{_ends(parts)} · {_kept(parts)}", _ends(parts), name in wanted)
        for name, parts in moved.items()
    ]
    placed = place_rows(ax, rows, own=own, one_line=len(rows) > _ROOMY)
    reach = 1
    for (name, parts), y in zip(moved.items(), placed.centres, strict=True):
        for side, sign in (("gained", 1), ("lost", -1)):
            start = 0
            for part in CHANGE_PARTS:
                number = int(parts.loc[part, side])
                if number:
                    style = part_style(part, looks[name][0])
                    ax.barh(y, sign * number, BAR, left=sign * start, label=f"{name}: {part}, {side}", **style)
                start += number
            reach = max(reach, start)
    ax.axvline(0, color=look().ink, linewidth=1, zorder=0.4)  # below the names, which have a ground of their own
    _number_axis(ax, reach)
    frame(
        ax, title=title, unit=_UNIT, caption=caption, key=part_key(_at_work(moved)), body=placed.body, own=own,
        beside=placed.beside,
    )  # fmt: skip


def _number_axis(ax, reach: int) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ax.set_xlim(-1.08 * reach, 1.08 * reach)
    ax.xaxis.grid(True)
    bins = 8 if axes_width(ax) > NARROW else 4
    ax.xaxis.set_major_locator(MaxNLocator(nbins=bins, integer=True, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{abs(number):,.0f}"))


def _by_category(flows: pd.DataFrame, looking_for: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return gained and lost by part for each category, what the goal looks for first; a missing part is zero."""
    check_columns(flows, FLOW_COLUMNS, "a chart of flows")
    if set(flows["part"]) - {_KEPT, *CHANGE_PARTS}:
        raise ValueError(f"the parts of a change are {_KEPT}, {', '.join(CHANGE_PARTS)}")
    names = names_list(flows["category"])
    first = [name for name in names_list(looking_for) if name in names]
    rows = flows.assign(category=flows["category"].astype(str)).set_index("part")[["category", "gained", "lost"]]
    parts = [_KEPT, *CHANGE_PARTS]
    return {
        name: rows[rows["category"] == name].drop(columns="category").reindex(parts, fill_value=0)
        for name in [*first, *(name for name in names if name not in first)]
    }


def _anything(moved: dict[str, pd.DataFrame]) -> bool:
    return any(int(parts.to_numpy().sum()) for parts in moved.values())


def _changed(parts: pd.DataFrame) -> bool:
    return bool(parts.drop(index=_KEPT).to_numpy().any())


def _at_work(moved: dict[str, pd.DataFrame]) -> list[str]:
    return [part for part in CHANGE_PARTS if any(parts.loc[part].any() for parts in moved.values())]


def _total(parts: pd.DataFrame, side: str) -> int:
    return int(parts[side].sum())


def _ends(parts: pd.DataFrame) -> str:
    return f"{_total(parts, 'lost'):,} → {_total(parts, 'gained'):,}"


def _kept(parts: pd.DataFrame) -> str:
    return f"{int(parts.loc[_KEPT, 'lost']):,} kept"


def _signed(part: pd.Series) -> str:
    """Return a part's gains and losses, such as "+3 −1"."""
    sides = [f"+{int(part['gained']):,}"] if part["gained"] else []
    sides += [f"−{int(part['lost']):,}"] if part["lost"] else []
    return " ".join(sides) or "0"


def _reasons(parts: pd.DataFrame) -> str:
    said = [f"{_signed(parts.loc[part])} {PART_WORDS[part]}" for part in CHANGE_PARTS if parts.loc[part].any()]
    return f" ({', '.join(said)})"


def _caption(compositions: Sequence[pd.DataFrame]) -> list[str]:
    return [*coverage_at(compositions), SEVERAL_COUNTS]
