"""Tables for charts, made by hand from a few whole numbers, and the list of all charts. No measure is called."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from auditkit.charts import (
    attention,
    change,
    composition,
    flows,
    goal,
    intersections,
    parts,
    platforms,
    profile,
    sample,
    waves,
)
from auditkit.tables import CHANGE_PARTS, FLOW_COLUMNS, TARGET_MET

LONG = "people who run a library where there is no other within an hour by bus, of whatever kind it may be"
RIGHT_TO_LEFT = ("أمينة مكتبة مدرسية", "ספרנית בית ספר", "نویسنده یا تصویرگر")


@dataclass(frozen=True)
class Case:
    """A situation a chart has to stand: categories with their counts, and how much is known."""

    counts: dict[str, int]
    recorded: int = 70
    applicable: int = 90
    reviewed: int = 80

    @property
    def names(self) -> list[str]:
        return list(self.counts)

    @property
    def unknown(self) -> int:
        return self.applicable - self.recorded


def numbered(number: int) -> dict[str, int]:
    """Categories with names of usual length; the first is held by nobody."""
    words = ("school librarian", "teacher", "author or illustrator", "researcher", "publisher or bookseller")
    return {f"{words[place % 5]} {place}": 3 * place % 41 for place in range(number)}


CASES = {
    "1 category": Case({"school librarian": 12}),
    "2 categories": Case(numbered(2)),
    "5 categories": Case(numbered(5)),
    "12 categories": Case(numbered(12)),
    "40 categories": Case(numbered(40)),
    "long names": Case({LONG: 12, "a" * 120: 7, "short": 3}),
    "right to left": Case(dict(zip(RIGHT_TO_LEFT, (9, 4, 0), strict=True))),
    "all unknown": Case(dict.fromkeys(numbered(5), 0), recorded=0, applicable=30, reviewed=0),
    "one account": Case({"teacher": 1, "author": 0}, recorded=1, applicable=1, reviewed=1),
    "nobody counts": Case({"teacher": 0, "author": 0}, recorded=0, applicable=0, reviewed=0),
    "no rows": Case({}),
}


def share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def indexed(rows: list[dict], names: list[str], columns) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns), index=pd.Index(names, name="category", dtype="str"))


def composition_of(case: Case) -> pd.DataFrame:
    rows = [
        {
            "count": count,
            "recorded": case.recorded,
            "applicable": case.applicable,
            "reviewed": case.reviewed,
            "unknown": case.unknown,
            "set_aside": 9,
            "coverage": share(case.reviewed, case.applicable),
            "share_of_known": share(count, case.recorded),
            "lowest": share(count, case.applicable),
            "highest": share(count + case.unknown, case.applicable),
        }
        for count in case.counts.values()
    ]
    return indexed(rows, case.names, composition.COMPOSITION_COLUMNS)


def over_time_of(case: Case) -> pd.DataFrame:
    now = composition_of(case)
    days = [pd.Timestamp(day) for day in ("2025-01-31", "2025-07-31", "2026-11-22")]
    table = pd.concat([now.reset_index().assign(date=day) for day in days], ignore_index=True)
    return table.assign(codebook=["first" if day < days[1] else "second" for day in table["date"]])


def progress_of(case: Case) -> pd.DataFrame:
    who = composition_of(case)
    targets = [0.05 + place % 5 / 10 for place in range(len(who))]
    met = [
        TARGET_MET[0] if low >= target else TARGET_MET[1] if high >= target else TARGET_MET[2]
        for low, high, target in zip(who["lowest"], who["highest"], targets, strict=True)
    ]
    by = [pd.Timestamp("2027-06-30") if place % 2 else pd.NaT for place in range(len(who))]
    return who.assign(target=targets, by=pd.Series(by, index=who.index, dtype="datetime64[us]"), met=met)


def intersections_of(case: Case) -> pd.DataFrame:
    places = ("rural", "town")
    rows = [
        {
            "combination": (("role", name), ("place", places[place % 2])),
            "exactly": count // 2,
            "at_least": count,
            "known": case.recorded,
            "applicable": case.applicable,
            "lowest": share(count, case.applicable),
            "highest": share(count + case.unknown, case.applicable),
            "small": 0 < count // 2 < 3,
        }
        for place, (name, count) in enumerate(case.counts.items())
    ]
    return pd.DataFrame(rows, columns=list(intersections.INTERSECTION_COLUMNS))


def flows_of(case: Case) -> pd.DataFrame:
    rows = []
    for place, (name, count) in enumerate(case.counts.items()):
        rows.append((name, "kept", count, count))
        for step, part in enumerate(CHANGE_PARTS):
            number = count * ((place + step) % 3) // 4
            gains, loses = part not in ("unfollowed", "withdrawn"), part in ("unfollowed", "withdrawn", "regrouped")
            rows.append((name, part, number * gains, number * loses))
    return pd.DataFrame(rows, columns=list(FLOW_COLUMNS))


def compared_of(case: Case) -> pd.DataFrame:
    rows = []
    for place, count in enumerate(case.counts.values()):
        moved = {
            part: (-1) ** step * (place % 4) * step * share(count, case.recorded) / 40
            for step, part in enumerate(CHANGE_PARTS)
        }
        before = share(count, case.recorded)
        rows.append({"before": before, "after": before + sum(moved.values()), "change": sum(moved.values()), **moved})
        if before != before:
            rows[-1] |= dict.fromkeys(["after", "change", *CHANGE_PARTS], before)
    return indexed(rows, case.names, parts.CHANGE_COLUMNS)


def attention_of(case: Case) -> pd.DataFrame:
    who = composition_of(case)
    weight = [float(count * (place % 3)) for place, count in enumerate(case.counts.values())]
    whole = 5.0 * case.applicable
    known = share(case.recorded * whole, case.applicable) if case.applicable else 0.0
    reviewed = share(case.reviewed, case.applicable)
    weighted = {
        "weight": weight,
        "weight_recorded": known,
        "weight_applicable": whole,
        "weighted_coverage": reviewed,
        "weighted_share_of_known": [share(it, known) for it in weight],
        "weighted_lowest": [share(it, whole) for it in weight],
        "weighted_highest": [share(it + whole - known, whole) for it in weight],
    }
    return who.assign(**weighted)


def composition_by_of(case: Case) -> pd.DataFrame:
    who = composition_of(case).reset_index()
    groups = [who.assign(group=group) for group in ("mastodon", "Podcasts and feeds")]
    return pd.concat(groups, ignore_index=True)[list(platforms.COMPOSITION_BY_COLUMNS)]


def estimate_of(case: Case) -> pd.DataFrame:
    """Intervals of a plausible width; what is right is for the tests of the measure."""
    population = 10 * case.applicable
    rows = [
        {
            "count": count,
            "recorded": case.recorded,
            "reviewed": case.reviewed,
            "sampled": case.applicable,
            "population": population,
            "estimate": share(count, case.recorded),
            "low": share(count, case.applicable) * 0.8,
            "high": min(1.0, share(count + case.unknown, case.applicable) + 0.05),
            "lowest": share(count, population),
            "highest": share(count + population - case.recorded, population),
            "complete": False,
        }
        for count in case.counts.values()
    ]
    return indexed(rows, case.names, sample.ESTIMATE_COLUMNS)


def profile_of(case: Case) -> pd.DataFrame:
    held = sum(count > 0 for count in case.counts.values())
    rows = [
        {
            "order": order / 4,
            "hill": 1 + (held - 1) / (1 + order / 4) if held else float("nan"),
            "lowest": 1.0 if case.applicable else float("nan"),
            "highest": float(len(case.counts)) if case.applicable else float("nan"),
        }
        for order in range(13)
    ]
    return pd.DataFrame(rows, columns=list(profile.PROFILE_COLUMNS))


def waves_of(case: Case) -> pd.DataFrame:
    """A release holds no wave in which nobody counts."""
    rows = [
        {
            "period": period,
            "value": name,
            "participants": 50,
            "share": float("nan") if place == 1 else share(count, case.recorded),
            "lowest": float("nan") if place == 1 else share(count, case.applicable),
            "highest": float("nan") if place == 1 else share(count + case.unknown, case.applicable),
            "suppressed": place == 1,
        }
        for period in ("2026Q1", "2026Q2")
        for place, (name, count) in enumerate(case.counts.items())
        if case.applicable
    ]
    return pd.DataFrame(rows, columns=list(waves.WAVE_COLUMNS))


@dataclass(frozen=True)
class Drawing:
    """A chart of the kit: its module, how its table is made from a case, and what else it takes."""

    module: object
    made: Callable[[Case], pd.DataFrame]
    options: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.module.__name__.rpartition(".")[2]

    def plot(self, case: Case, **more):
        return getattr(self.module, f"plot_{self.name}")(self.made(case), **self.options, **more)

    def describe(self, case: Case) -> str:
        return getattr(self.module, f"describe_{self.name}")(self.made(case))

    def table(self, case: Case) -> pd.DataFrame:
        return getattr(self.module, f"{self.name}_table")(self.made(case))

    def show(self, case: Case, **more):
        return getattr(self.module, f"show_{self.name}")(self.made(case), **self.options, **more)


# One line per chart: every test in test_charts_conformance.py holds for each of them.
CHARTS = (
    Drawing(attention, attention_of),
    Drawing(change, over_time_of),
    Drawing(composition, composition_of, {"target": {"teacher 1": 0.3}}),
    Drawing(flows, flows_of),
    Drawing(goal, progress_of),
    Drawing(intersections, intersections_of),
    Drawing(parts, compared_of),
    Drawing(platforms, composition_by_of),
    Drawing(profile, profile_of),
    Drawing(sample, estimate_of),
    Drawing(waves, waves_of),
)
