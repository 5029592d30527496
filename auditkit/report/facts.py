"""What a review says in numbers, gathered once for its findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from auditkit.measures.attention import attention
from auditkit.measures.breakdown import composition_by
from auditkit.measures.change import compare, composition_over_time
from auditkit.measures.comparability import PlatformsInCommon, platforms_in_common
from auditkit.measures.composition import composition
from auditkit.measures.estimates import sample_composition
from auditkit.measures.sampling import Sample
from auditkit.measures.targets import target_progress
from auditkit.review import Review
from auditkit.tables import Activity


@dataclass(frozen=True)
class DimensionFacts:
    """One dimension in numbers.

    Attributes
    ----------
    name : str
        The dimension.
    now : DataFrame
        `composition` on the last date.
    looked_for : tuple of str
        The categories the goal looks for.
    targets : DataFrame
        `target_progress`.
    by_platform : DataFrame
        `composition_by` platform on the last date.
    series : DataFrame
        `composition_over_time`, as known then; no rows with one date.
    moved : DataFrame
        `compare` of the first and the last date, of the share of the known; no rows with one date.
    attention, estimate : DataFrame or None
        `attention` and `sample_composition`, where there is activity and a sample of this dimension.
    """

    name: str
    now: pd.DataFrame
    looked_for: tuple[str, ...]
    targets: pd.DataFrame
    by_platform: pd.DataFrame
    series: pd.DataFrame
    moved: pd.DataFrame
    attention: pd.DataFrame | None = None
    estimate: pd.DataFrame | None = None


@dataclass(frozen=True)
class Facts:
    """A review in numbers: the dates, who came and went, and each dimension in focus."""

    dates: tuple[pd.Timestamp, ...]
    voices: int
    set_aside: int
    followed: int
    unfollowed: int
    kept: int
    platforms: PlatformsInCommon
    dimensions: tuple[DimensionFacts, ...]


class Remembered:
    """A review that joins its voices once per date; every part of a report asks for them again."""

    def __init__(self, review: Review):
        self._review = review
        self.voices = lru_cache(maxsize=None)(review.voices)

    def __getattr__(self, name: str):
        return getattr(self._review, name)


def gathered(review: Review | Remembered, activity: Iterable[Activity] = (), sample: Sample | None = None) -> Facts:
    """Return the numbers of a review, with activity and a random sample where there are any."""
    review = review if isinstance(review, Remembered) else Remembered(review)
    before, after = (review.voices(date, known="then") for date in (review.dates[0], review.dates[-1]))
    then, now = set(before["voice"]), set(after["voice"])
    return Facts(
        dates=tuple(review.dates),
        voices=len(after),
        set_aside=int(after["set_aside"].sum()),
        followed=len(now - then),
        unfollowed=len(then - now),
        kept=len(then & now),
        platforms=platforms_in_common(review),
        dimensions=tuple(_dimension(review, name, tuple(activity), sample) for name in review.focus),
    )


def _dimension(review: Remembered, name: str, activity: tuple[Activity, ...], sample: Sample | None) -> DimensionFacts:
    before, after = (review.voices(date, known="then") for date in (review.dates[0], review.dates[-1]))
    rows = composition(after, name)
    moved, series = compare(before, after, name), composition_over_time(review, name)
    several = len(review.dates) > 1
    drawn_for_it = sample is not None and sample.dimension in (None, name)
    return DimensionFacts(
        name=name,
        now=rows,
        looked_for=tuple(category for category in review.looking_for(name) if category in rows.index),
        targets=target_progress(rows, review.goal.targets if review.goal else (), dimension=name),
        by_platform=composition_by(after, name, by="platform"),
        series=series if several else series.iloc[:0],
        moved=moved if several else moved.iloc[:0],
        attention=attention(after, activity, name) if activity else None,
        estimate=sample_composition(after, sample, name) if drawn_for_it else None,
    )
