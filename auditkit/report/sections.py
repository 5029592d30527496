"""What the report says, section by section, as plain values; the template only sets it in type."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from markupsafe import Markup

from auditkit.charts.change import change_table, show_change
from auditkit.charts.colours import category_colours
from auditkit.charts.composition import show_composition
from auditkit.charts.figure import Chart, html_table
from auditkit.charts.wording import clean_text, percent, shows_point
from auditkit.measures.change import compare, composition_over_time
from auditkit.measures.composition import category_names, composition
from auditkit.review import Review
from auditkit.tables import CHANGE_PARTS, CONDITIONS

_NARROW = 3.5
_PLATFORMS = {
    "twitter": "X (Twitter)",
    "mastodon": "Mastodon",
    "feed": "Podcasts and feeds",
    "list": "A list of your own",
    "several": "A list of your own",
}
PART_WORDS = {
    "followed": "voices followed since",
    "unfollowed": "voices no longer followed",
    "newly_annotated": "annotated since",
    "corrected": "annotation corrected",
    "withdrawn": "annotation taken back",
    "regrouped": "joined, split or set aside",
}


@dataclass(frozen=True)
class Figure:
    """A chart in two widths, for a desk and for a telephone."""

    wide: Chart
    narrow: Chart

    @property
    def table(self) -> Markup:
        """The table behind it; its cells are escaped where it is made."""
        return Markup(self.wide.html_table)  # noqa: S704


class _Remembered:
    """A review that joins its voices once per date; every section asks for them again."""

    def __init__(self, review: Review):
        self._review = review
        self.voices = lru_cache(maxsize=None)(review.voices)

    def __getattr__(self, name: str):
        return getattr(self._review, name)


def report_sections(review: Review) -> dict:
    """Return everything the template shows."""
    review = _Remembered(review)
    last = review.voices(review.dates[-1], known="then")
    compositions = {name: composition(last, name) for name in review.focus}
    overall = {name: composition(last, name) for name in review.codebook.dimension_names}
    return {
        "dates": review.dates,
        "goal": review.goal,
        "coverage": _coverage(compositions),
        "dimensions": [_dimension(review, name, rows) for name, rows in compositions.items()],
        "change": _change(review) if len(review.dates) > 1 else None,
        "unknown": _unknown(last, overall),
        "voices": len(last),
        "set_aside": int(last["set_aside"].sum()),
        "files": [_file_sentence(follow_list) for follow_list in review.follow_lists()],
        "notes": review.notes,
    }


def _coverage(compositions: Mapping[str, pd.DataFrame]) -> Markup | None:
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
    return _table(pd.DataFrame(cells, columns=columns, index=_index(rows, "dimension")), "Annotation coverage")


def _dimension(review: Review, name: str, rows: pd.DataFrame) -> dict:
    goal = review.goal
    targets = {item.category: item.share for item in goal.targets if item.dimension == name} if goal else {}
    show = {"looking_for": review.looking_for(name), "target": targets, "colours": _colours(review, name)}
    return {
        "name": name,
        "question": review.codebook[name].question,
        "figure": Figure(show_composition(rows, name, **show), show_composition(rows, name, **show, width=_NARROW)),
    }


def _change(review: Review) -> dict:
    first, last = review.dates[0], review.dates[-1]
    before, after = (review.voices(date, known="then") for date in (first, last))
    then, now = set(before["voice"]), set(after["voice"])
    return {
        "first": first,
        "last": last,
        "followed": len(now - then),
        "unfollowed": len(then - now),
        "kept": len(then & now),
        "dimensions": [_moved(review, name, before, after) for name in review.focus],
    }


def _moved(review: Review, name: str, before: pd.DataFrame, after: pd.DataFrame) -> dict:
    over_time = composition_over_time(review, name)
    looking_for = review.looking_for(name)
    show = {"looking_for": looking_for, "colours": _colours(review, name)}
    ends = over_time[over_time["date"].isin([review.dates[0], review.dates[-1]])]
    known = bool(len(ends)) and bool(ends.apply(shows_point, axis=1).all())
    return {
        "name": name,
        "figure": Figure(show_change(over_time, name, **show), show_change(over_time, name, **show, width=_NARROW)),
        "known": known,
        "parts": _parts(compare(before, after, name, share="known" if known else "lowest"), looking_for, name, known),
        "as_known_now": None if known else _as_known_now(review, name),
    }


def _colours(review: Review, name: str) -> dict[str, str]:
    """The colours of every category of any date, so that both charts of a dimension agree."""
    return category_colours(
        word for date in review.dates for word in category_names(review.voices(date, known="then"), name)
    )


def _as_known_now(review: Review, name: str) -> Markup:
    """First and last date, both with today's annotations: what changes then is the list and not what is known of it."""
    over_time = composition_over_time(review, name, known="now")
    ends = over_time[over_time["date"].isin([review.dates[0], review.dates[-1]])]
    table = change_table(ends, review.looking_for(name))
    return _table(table, f"{clean_text(name)}: both dates with today's annotations")


def _parts(moved: pd.DataFrame, looking_for: list[str], dimension: str, known: bool) -> Markup | None:
    """The table of what made up each change; a part that is nowhere at work is left out."""
    order = [name for name in looking_for if name in moved.index]
    moved = moved.loc[[*order, *(name for name in moved.index if name not in order)]]
    if moved.empty:
        return None
    at_work = [part for part in CHANGE_PARTS if (moved[part].abs() >= 0.0005).any()]
    cells = [
        [percent(row["before"]), percent(row["after"]), *(_points(row[key]) for key in ("change", *at_work))]
        for _, row in moved.iterrows()
    ]
    names = [f"{clean_text(name)} (looked for)" if name in order else clean_text(name) for name in moved.index]
    columns = ["first", "last", "change", *(PART_WORDS[part] for part in at_work)]
    share = "share of the known" if known else "lowest possible share"
    caption = f"{clean_text(dimension)}: what made up the change in the {share}, in percentage points"
    return _table(pd.DataFrame(cells, columns=columns, index=_index(names, "category")), caption)


def _unknown(voices: pd.DataFrame, overall: Mapping[str, pd.DataFrame]) -> Markup | None:
    """Every dimension of the codebook with its five conditions, none merged."""
    if not overall:
        return None
    counted = voices.loc[~voices["set_aside"].astype(bool)]
    cells = [
        [f"{int((counted[f'{name} condition'] == condition).sum()):,}" for condition in CONDITIONS] for name in overall
    ]
    table = pd.DataFrame(cells, columns=list(CONDITIONS), index=_index(overall, "dimension"))
    return _table(table, "Voices by condition, without those set aside")


def _file_sentence(follow_list) -> str:
    """What was read from one platform, in numbers alone."""
    platform = _PLATFORMS.get(follow_list.platform, follow_list.platform)
    skipped = {reason: number for reason, number in follow_list.skipped.items() if number}
    rows = sum(skipped.values())
    sentence = f"{platform}: {len(follow_list):,} read"
    if not rows:
        return f"{sentence}, none skipped."
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in skipped.items())
    return f"{sentence}; {rows:,} of {len(follow_list) + rows:,} rows skipped: {reasons}."


def _points(change: float) -> str:
    """A change in percentage points, with its sign; one decimal, because the parts are to add up."""
    if change != change:
        return "cannot be told"
    points = round(100 * change, 1)
    return "0.0" if points == 0 else f"{'+' if points > 0 else '−'}{abs(points):.1f}"


def _index(names, title: str) -> pd.Index:
    return pd.Index([clean_text(name) for name in names], name=title, dtype="str")


def _table(table: pd.DataFrame, caption: str) -> Markup:
    return Markup(html_table(table, caption))  # noqa: S704  html_table escapes every cell
