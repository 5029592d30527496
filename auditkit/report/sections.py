"""What the report says, section by section, as plain values; the template only sets it in type."""

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from auditkit.charts.attention import show_attention
from auditkit.charts.change import change_table, show_change
from auditkit.charts.composition import show_composition
from auditkit.charts.figure import Chart
from auditkit.charts.goal import show_goal
from auditkit.charts.moves import PART_WORDS
from auditkit.charts.platforms import show_platforms
from auditkit.charts.sample import show_sample
from auditkit.charts.wording import clean_text, date_text, percent, points, shows_point
from auditkit.measures.change import compare, composition_over_time
from auditkit.measures.sampling import Sample
from auditkit.report.facts import DimensionFacts, Facts, Remembered, gathered
from auditkit.report.findings import findings
from auditkit.report.parts import Figure, Table
from auditkit.report.platforms import platform_name
from auditkit.review import Review
from auditkit.tables import CHANGE_PARTS, CONDITIONS, Activity

_NARROW = 3.5


def report_sections(review: Review, activity: Iterable[Activity] = (), sample: Sample | None = None) -> dict:
    """Return everything the templates show."""
    review = Remembered(review)
    facts = gathered(review, activity, sample)
    last = review.voices(review.dates[-1], known="then")
    return {
        "dates": review.dates,
        "goal": review.goal,
        "coverage": _coverage({dimension.name: dimension.now for dimension in facts.dimensions}),
        "findings": [sentence for _, sentence in findings(facts)],
        "dimensions": [_dimension(review, dimension) for dimension in facts.dimensions],
        "change": _change(review, facts) if len(review.dates) > 1 else None,
        "unknown": _unknown(last, review.codebook.dimension_names),
        "voices": facts.voices,
        "set_aside": facts.set_aside,
        "files": [_file_sentence(follow_list) for follow_list in review.follow_lists()],
        "notes": review.notes,
        "cite": _cite(review),
    }


def _coverage(compositions: Mapping[str, pd.DataFrame]) -> Table | None:
    """The table that stands before any share; None when no dimension has a category."""
    rows = {name: table.iloc[0] for name, table in compositions.items() if len(table)}
    if not rows:
        return None
    cells = [
        [
            percent(row["coverage"]),
            *(f"{int(row[key]):,}" for key in ("applicable", "reviewed", "unknown", "set_aside")),
        ]
        for row in rows.values()
    ]
    columns = ["annotation coverage", "voices that count", "reviewed", "unknown", "set aside"]
    return Table(pd.DataFrame(cells, columns=columns, index=_index(rows, "dimension")), "Annotation coverage")


def _dimension(review: Review, told: DimensionFacts) -> dict:
    """A dimension in charts: who is here, then targets, platforms, attention and sample where there is one to show."""
    targets = told.targets["target"].to_dict()
    colours = {"colours": review.codebook[told.name]}
    wanted = {"looking_for": told.looked_for}
    figures = [_figure(show_composition, told.now, told.name, **wanted, **colours, target=targets)]
    if len(told.targets):
        figures.append(_figure(show_goal, told.targets, told.name, **colours))
    if told.by_platform["group"].nunique() > 1:
        rows = told.by_platform.assign(group=[platform_name(group) for group in told.by_platform["group"]])
        figures.append(_figure(show_platforms, rows, told.name, **wanted, **colours))
    if told.attention is not None:
        figures.append(_figure(show_attention, told.attention, told.name, **wanted, **colours))
    if told.estimate is not None and not told.estimate["complete"].all():
        figures.append(_figure(show_sample, told.estimate, told.name, **colours))
    return {"name": told.name, "question": review.codebook[told.name].question, "figures": figures}


def _figure(show: Callable[..., Chart], rows: pd.DataFrame, name: str, **options) -> Figure:
    return Figure(show(rows, name, **options), show(rows, name, **options, width=_NARROW))


def _change(review: Review, facts: Facts) -> dict:
    return {
        "first": review.dates[0],
        "last": review.dates[-1],
        "followed": facts.followed,
        "unfollowed": facts.unfollowed,
        "kept": facts.kept,
        "dimensions": [_moved(review, dimension) for dimension in facts.dimensions],
    }


def _moved(review: Review, told: DimensionFacts) -> dict:
    ends = told.series[told.series["date"].isin([review.dates[0], review.dates[-1]])]
    known = bool(len(ends)) and bool(ends.apply(shows_point, axis=1).all())
    colours = review.codebook[told.name]
    moved = told.moved if known else compare(*_first_and_last(review), told.name, share="lowest")
    return {
        "name": told.name,
        "figure": _figure(show_change, told.series, told.name, looking_for=told.looked_for, colours=colours),
        "known": known,
        "parts": _parts(moved, list(told.looked_for), told.name, known),
        "as_known_now": None if known else _as_known_now(review, told.name),
    }


def _first_and_last(review: Review) -> list[pd.DataFrame]:
    return [review.voices(date, known="then") for date in (review.dates[0], review.dates[-1])]


def _as_known_now(review: Review, name: str) -> Table:
    """First and last date, both with today's annotations: what changes then is the list and not what is known of it."""
    over_time = composition_over_time(review, name, known="now")
    ends = over_time[over_time["date"].isin([review.dates[0], review.dates[-1]])]
    table = change_table(ends, review.looking_for(name))
    return Table(table, f"{clean_text(name)}: both dates with today's annotations")


def _parts(moved: pd.DataFrame, looking_for: list[str], dimension: str, known: bool) -> Table | None:
    """The table of what made up each change; a part that is nowhere at work is left out."""
    order = [name for name in looking_for if name in moved.index]
    moved = moved.loc[[*order, *(name for name in moved.index if name not in order)]]
    if moved.empty:
        return None
    at_work = [part for part in CHANGE_PARTS if (moved[part].abs() >= 0.0005).any()]
    cells = [
        [percent(row["before"]), percent(row["after"]), *(points(row[key]) for key in ("change", *at_work))]
        for _, row in moved.iterrows()
    ]
    names = [f"{clean_text(name)} (looked for)" if name in order else clean_text(name) for name in moved.index]
    columns = ["first", "last", "change", *(PART_WORDS[part] for part in at_work)]
    share = "share of the known" if known else "lowest possible share"
    caption = f"{clean_text(dimension)}: what made up the change in the {share}, in percentage points"
    return Table(pd.DataFrame(cells, columns=columns, index=_index(names, "category")), caption)


def _unknown(voices: pd.DataFrame, dimensions: Iterable[str]) -> Table | None:
    """Every dimension of the codebook with its five conditions, none merged."""
    dimensions = list(dimensions)
    if not dimensions:
        return None
    counted = voices.loc[~voices["set_aside"].astype(bool)]
    cells = [
        [f"{int((counted[f'{name} condition'] == condition).sum()):,}" for condition in CONDITIONS]
        for name in dimensions
    ]
    table = pd.DataFrame(cells, columns=list(CONDITIONS), index=_index(dimensions, "dimension"))
    return Table(table, "Voices by condition, without those set aside")


def _file_sentence(follow_list) -> str:
    """What was read from one platform, in numbers alone."""
    name = platform_name(follow_list.platform)
    platform = f"{name[:1].upper()}{name[1:]}"
    skipped = {reason: number for reason, number in follow_list.skipped.items() if number}
    rows = sum(skipped.values())
    sentence = f"{platform}: {len(follow_list):,} read"
    if not rows:
        return f"{sentence}, none skipped."
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in skipped.items())
    return f"{sentence}; {rows:,} of {len(follow_list) + rows:,} rows skipped: {reasons}."


def _index(names, title: str) -> pd.Index:
    return pd.Index([clean_text(name) for name in names], name=title, dtype="str")


def _kit_version() -> str:
    try:
        return version("auditkit")
    except PackageNotFoundError:  # run from its folder without having been installed
        return ""


def _cite(review: Review) -> list[str]:
    """How to name the kit and this review in a text of one's own."""
    release = f", version {_kit_version()}" if _kit_version() else ""
    codebook = f"{review.codebook.name} {review.codebook.version}".strip()
    return [
        f"auditkit{release}: a follow-list diversity audit notebook kit.",
        f"A review of my own follow lists on {date_text(review.dates[-1])}, made with auditkit, codebook “{codebook}”; "
        "unpublished. Shares come with bounds for what is unknown.",
    ]
