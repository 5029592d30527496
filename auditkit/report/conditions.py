"""When a finding appears: each function yields the values of its sentences from the numbers of a review.

Nothing here looks at anything but the numbers, and what the unknown voices could change is never taken for a fact.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd

from auditkit.charts.wording import clean_text, date_text, percent, share_range, shows_point, verdict, voices_counted
from auditkit.report.facts import DimensionFacts, Facts
from auditkit.report.platforms import platform_name

ANNOTATING, FOLLOWING = ("newly_annotated", "corrected", "withdrawn"), ("followed", "unfollowed")
LEAST_CHANGE = 0.01  # a point: less may read as no change at all once it is rounded

Values = Iterator[Mapping[str, object]]


def moved_list(facts: Facts) -> Values:
    if len(facts.dates) > 1 and facts.followed + facts.unfollowed:
        came, went, stayed = (voices_counted(number) for number in (facts.followed, facts.unfollowed, facts.kept))
        yield {**_ends(facts), "came": came, "went": went, "stayed": stayed}


def same_list(facts: Facts) -> Values:
    if len(facts.dates) > 1 and facts.kept and not facts.followed + facts.unfollowed:
        yield _ends(facts)


def platforms_differ(facts: Facts) -> Values:
    """Values for each platform that is there on one of the two dates alone."""
    for alone, there, missing in (("later", -1, 0), ("earlier", 0, -1)):
        for platform in getattr(facts.platforms, alone) if len(facts.dates) > 1 else ():
            dates = {"there": date_text(facts.dates[there]), "missing": date_text(facts.dates[missing])}
            yield {**dates, "platform": platform_name(platform)}


def set_aside(facts: Facts) -> Values:
    if facts.set_aside:
        yield {"aside": voices_counted(facts.set_aside, of=facts.voices)}


def each_dimension(which: Callable[[pd.Series], bool]) -> Callable[[Facts], Values]:
    """Values of one sentence per dimension of which something holds, said of the first row of its composition."""

    def values(facts: Facts) -> Values:
        for dimension in facts.dimensions:
            if len(dimension.now):
                row = dimension.now.iloc[0]
                if row["applicable"] and which(row):
                    yield _of_dimension(dimension, row)

    return values


def together(each: Callable[[Facts], Values], listed: str) -> Callable[[Facts], Values]:
    """Values of one sentence for all that `each` yields; `listed` says how each of them stands in its list."""

    def values(facts: Facts) -> Values:
        found = list(each(facts))
        if found:
            yield {**found[0], "listed": _and([listed.format(**row) for row in found])}

    return values


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _of_dimension(dimension: DimensionFacts, row: pd.Series) -> dict[str, object]:
    applicable, reviewed, recorded = (int(row[name]) for name in ("applicable", "reviewed", "recorded"))
    return {
        "dimension": clean_text(dimension.name),
        "reviewed": voices_counted(reviewed, of=applicable),
        "coverage": percent(row["coverage"]),
        "unanswered": voices_counted(reviewed - recorded),
        "unknown": voices_counted(int(row["unknown"])),
        "applicable": voices_counted(applicable),
        "points": percent(1 / applicable),
    }


def each_looked_for(which: Callable[[pd.Series], bool]) -> Callable[[Facts], Values]:
    """Values of one sentence per category the goal looks for of whose row something holds."""

    def values(facts: Facts) -> Values:
        for dimension in facts.dimensions:
            for name in dimension.looked_for:
                row = dimension.now.loc[name]
                if row["applicable"] and which(row):
                    bounds = share_range(row["lowest"], row["highest"])
                    count = voices_counted(int(row["count"]))
                    yield {
                        **_of_dimension(dimension, row),
                        "category": clean_text(name),
                        "count": count,
                        "range": bounds,
                    }

    return values


def target_is(met: str) -> Callable[[Facts], Values]:
    def values(facts: Facts) -> Values:
        for dimension in facts.dimensions:
            for name, row in dimension.targets.iterrows():
                if row["applicable"] and row["met"] == met:
                    yield {
                        "category": clean_text(name),
                        "target": percent(row["target"]),
                        "range": share_range(row["lowest"], row["highest"]),
                        "highest": percent(row["highest"]),
                    }

    return values


def changed(wanted: str, *, looked_for: bool) -> Callable[[Facts], Values]:
    """Values of one sentence per category whose first and last bounds allow a verdict."""

    def values(facts: Facts) -> Values:
        for dimension in facts.dimensions:
            series = dimension.series.set_index("category")
            for name in dict.fromkeys(series.index):
                rows = series.loc[[name]]
                if verdict(rows) == wanted and (name in dimension.looked_for or not looked_for):
                    yield {**_ends(facts), "category": clean_text(name)}

    return values


def made_by(parts: Iterable[str]) -> Callable[[Facts], Values]:
    """Values for the categories looked for whose share of the known moved, and most of it by some of the parts."""

    def values(facts: Facts) -> Values:
        for dimension in facts.dimensions:
            ends = dimension.series[dimension.series["date"].isin((facts.dates[0], facts.dates[-1]))]
            known = len(ends) > 0 and all(shows_point(row) for _, row in ends.iterrows())
            for name in dimension.looked_for if known else ():
                row = dimension.moved.loc[name]
                everything = sum(abs(row[part]) for part in (*ANNOTATING, *FOLLOWING, "regrouped"))
                if abs(row["change"]) >= LEAST_CHANGE and 2 * sum(abs(row[part]) for part in parts) > everything:
                    span = f"{percent(row['before'])} to {percent(row['after'])}"
                    yield {**_ends(facts), "category": clean_text(name), "span": span}

    return values


def platforms_apart(facts: Facts) -> Values:
    for dimension in facts.dimensions:
        for name in dimension.looked_for:
            rows = dimension.by_platform[dimension.by_platform["category"] == name]
            rows = rows[rows["applicable"] > 0]
            if len(rows) > 1:
                most, least = rows.loc[rows["lowest"].idxmax()], rows.loc[rows["highest"].idxmin()]
                if most["lowest"] > least["highest"]:
                    yield {
                        "category": clean_text(name),
                        "most": platform_name(most["group"]),
                        "least": platform_name(least["group"]),
                    }


def attention_apart(larger: bool) -> Callable[[Facts], Values]:
    """Values for the categories looked for whose weighted and unweighted bounds lie apart."""

    def values(facts: Facts) -> Values:
        for dimension in facts.dimensions:
            for name in dimension.looked_for if dimension.attention is not None else ():
                row = dimension.attention.loc[name]
                apart = row["weighted_lowest"] > row["highest"] if larger else row["weighted_highest"] < row["lowest"]
                if apart:
                    heard = share_range(row["weighted_lowest"], row["weighted_highest"])
                    followed = share_range(row["lowest"], row["highest"])
                    yield {"category": clean_text(name), "heard": heard, "followed": followed}

    return values


def estimated(facts: Facts) -> Values:
    for dimension in facts.dimensions:
        for name in dimension.looked_for if dimension.estimate is not None else ():
            row = dimension.estimate.loc[name]
            if row["reviewed"] and not row["complete"] and row["high"] - row["low"] < row["highest"] - row["lowest"]:
                drawn = voices_counted(int(row["reviewed"]))
                yield {"category": clean_text(name), "drawn": drawn, "range": share_range(row["low"], row["high"])}


def _ends(facts: Facts) -> dict[str, object]:
    return {"first": date_text(facts.dates[0]), "last": date_text(facts.dates[-1])}
