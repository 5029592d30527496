"""A review: dated follow lists with the annotations of each date, held against one learning goal.

The same object comes from plain files and, later in a person's audit, from their audit file; everything downstream
(measures, charts, the report) asks it for the voices at a date.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from textwrap import fill

import pandas as pd

from auditkit.annotations import check_goal
from auditkit.codebook import Category, Codebook, Dimension
from auditkit.goal import PRINTED, Goal
from auditkit.tables import ANNOTATION_COLUMNS, FollowList
from auditkit.voices import codebook_of, voices

KNOWN = ("then", "now")


@dataclass(frozen=True, repr=False)
class Snapshot:
    """The follow lists of one date, with what was recorded by then.

    Attributes
    ----------
    date : Timestamp
        The day the exports are of.
    follow_lists : tuple of FollowList
        One per platform.
    annotations : DataFrame or None
        As recorded by that date.
    joined : dict
        Accounts the user had joined into voices by then.
    set_aside : dict
        Accounts set aside by then, with the reason; the goal may name more.
    codebook : Codebook, optional
        The one in force by then, where it is known apart from the annotations; see `codebook_breaks`.
    """

    date: pd.Timestamp
    follow_lists: tuple[FollowList, ...]
    annotations: pd.DataFrame | None = None
    joined: Mapping[str, str] = field(default_factory=dict)
    set_aside: Mapping[str, str] = field(default_factory=dict)
    codebook: Codebook | None = None

    def __repr__(self) -> str:
        return f"<Snapshot of {self.date:%Y-%m-%d}: {', '.join(self.platforms)}>"

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms the lists come from, in order."""
        return tuple(dict.fromkeys(follow_list.platform for follow_list in self.follow_lists))


@dataclass(frozen=True, repr=False)
class Review:
    """Dated snapshots of one person's follow lists, a codebook and, usually, a goal.

    ``extra_notes`` are sentences of whoever made the review, shown with the other `notes`.
    """

    snapshots: tuple[Snapshot, ...]
    codebook: Codebook
    goal: Goal | None = None
    extra_notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return what was read, and what to know about it, as lines to be printed; it names no account."""
        first, last = self.dates[0], self.dates[-1]
        span = f"{len(self.dates)} dates from {first:%d %B %Y} to {last:%d %B %Y}"
        read = span if len(self.dates) > 1 else f"One date, {last:%d %B %Y}"
        return "\n\n".join(fill(sentence, PRINTED) for sentence in (f"{read}. For the last:", *self.notes))

    def __repr__(self) -> str:
        # Without accounts, as a FollowList.
        return f"<Review of {len(self.snapshots)} dates, {self.dates[0]:%Y-%m-%d} to {self.dates[-1]:%Y-%m-%d}>"

    @property
    def dates(self) -> list[pd.Timestamp]:
        """The dates of the snapshots, oldest first."""
        return [snapshot.date for snapshot in self.snapshots]

    @property
    def platforms(self) -> tuple[str, ...]:
        """Every platform of any date."""
        return tuple(dict.fromkeys(name for snapshot in self.snapshots for name in snapshot.platforms))

    def snapshot(self, date: object = None) -> Snapshot:
        """Return the snapshot of a date, by default the last; ``ValueError`` names the dates there are."""
        if date is None:
            return self.snapshots[-1]
        for snapshot in self.snapshots:
            if snapshot.date == pd.Timestamp(date):
                return snapshot
        raise ValueError(f"the review has no such date; it has: {', '.join(f'{day:%Y-%m-%d}' for day in self.dates)}")

    def follow_lists(self, date: object = None) -> list[FollowList]:
        """Return the follow lists of a date, by default the last."""
        return list(self.snapshot(date).follow_lists)

    def voices(self, date: object = None, *, known: str = "then") -> pd.DataFrame:
        """Return the wide view of the voices at a date, by default the last.

        Parameters
        ----------
        date : date-like, optional
            One of ``dates``.
        known : {"then", "now"}
            With the annotations of that date, or with those of the last date.
        """
        if known not in KNOWN:
            raise ValueError(f"known must be one of {', '.join(KNOWN)}")
        at, noted = self.snapshot(date), self.snapshot(date if known == "then" else None)
        return voices(
            at.follow_lists,
            noted.annotations,
            codebook=self.codebook,
            set_aside=[*noted.set_aside, *(self.goal.set_aside if self.goal else ())],
            joined=noted.joined,
        )

    def looking_for(self, dimension: str) -> list[str]:
        """Return the categories of a dimension that the goal needs; none without a goal."""
        return list(self.goal.looked_for(dimension)) if self.goal else []

    @property
    def focus(self) -> tuple[str, ...]:
        """The dimensions to show: those the goal speaks of, else all of the codebook."""
        return (self.goal.dimensions if self.goal else ()) or self.codebook.dimension_names

    @property
    def notes(self) -> list[str]:
        """Sentences the person should read beside the numbers of this review."""
        last = self.snapshots[-1]
        sentences = [note for follow_list in last.follow_lists for note in follow_list.notes]
        if last.annotations is not None:
            sentences += last.annotations.attrs.get("notes", ())
        sentences += self.voices().attrs["notes"]
        sentences += [*self.codebook.notes, *self.extra_notes]
        first = self.snapshots[0]
        for platform in self.platforms:
            with_it = [snapshot.date for snapshot in self.snapshots if platform in snapshot.platforms]
            if len(with_it) < len(self.snapshots):
                sentences.append(
                    f"The list from {platform} is there on {len(with_it)} of {len(self.snapshots)} dates "
                    f"({', '.join(f'{day:%Y-%m-%d}' for day in with_it)}): part of the change since "
                    f"{first.date:%Y-%m-%d} is that list coming or going."
                )
        return list(dict.fromkeys(sentences))


def review(snapshots: Iterable[tuple], *, goal: Goal | None = None, codebook: Codebook | None = None) -> Review:
    """Return a review of plain files: ``[(date, follow list, annotations), …]``.

    Parameters
    ----------
    snapshots : iterable of (date, follows, annotations)
        A date such as ``"2026-11-22"``; a FollowList, or a list of them when there are several platforms; and what
        `read_annotations` returned, or None. In any order.
    goal : Goal, optional
        The person's own. Without one the review covers every dimension.
    codebook : Codebook, optional
        Default: the one the latest annotations were read with, else what they imply.

    Raises
    ------
    ValueError
        If there is no snapshot, a date is unclear or comes twice.
    AnnotationError
        If the goal names something the codebook does not have.

    Examples
    --------
    >>> from auditkit.tables import FollowList, follow_table
    >>> follows = FollowList(follow_table({"account": ["feed:show.example"]}, platform="feed"), "feed", "opml")
    >>> review([("2026-11-22", follows, None)]).dates
    [Timestamp('2026-11-22 00:00:00')]
    """
    ordered = sorted((_snapshot(entry) for entry in snapshots), key=lambda snapshot: snapshot.date)
    if not ordered:
        raise ValueError("a review needs at least one (date, follow list, annotations)")
    for before, after in itertools.pairwise(ordered):
        if before.date == after.date:
            raise ValueError(f"{after.date:%Y-%m-%d} comes twice; pass the follow lists of one date as one list")
    chosen = codebook or _codebook(ordered)
    if chosen is None:
        chosen = _implied_codebook(ordered, goal)
    if goal:
        chosen = with_goal(check_goal(goal, chosen), chosen)
    return Review(tuple(ordered), chosen, goal)


def with_goal(goal: Goal, codebook: Codebook) -> Codebook:
    """Return the codebook with what the goal looks for in open dimensions added, so that a zero shows as a zero."""
    dimensions = []
    for dimension in codebook:
        named = [*goal.looked_for(dimension.name)]
        named += [target.category for target in goal.targets if target.dimension == dimension.name]
        new = tuple(Category(name) for name in dict.fromkeys(named) if name not in dimension.category_names)
        dimensions.append(replace(dimension, categories=dimension.categories + new))
    return replace(codebook, dimensions=tuple(dimensions))


def _snapshot(entry: tuple) -> Snapshot:
    try:
        date, follows, annotations = entry
    except (TypeError, ValueError):
        raise ValueError(
            "each entry of a review is (date, follow list, annotations); annotations may be None"
        ) from None
    lists = (follows,) if isinstance(follows, FollowList) else follows
    lists = tuple(lists) if isinstance(lists, Iterable) else (lists,)
    if not all(isinstance(follow_list, FollowList) for follow_list in lists):
        raise ValueError("the second part of an entry is what read_follow_list returned, or a list of such")
    return Snapshot(_day(date), lists, annotations)


def _day(date: object) -> pd.Timestamp:
    """The day meant; words only in the one order that is clear to everyone: 03/04/2026 is two different days."""
    try:
        day = pd.Timestamp(datetime.fromisoformat(date) if isinstance(date, str) else date)
    except (TypeError, ValueError):
        day = pd.NaT
    if pd.isna(day) or isinstance(date, int | float):
        raise ValueError("the date of a follow list is written like '2026-11-22'")
    return day.tz_localize(None).normalize().as_unit("us")


def _codebook(snapshots: list[Snapshot]) -> Codebook | None:
    """The codebook the latest annotations were read with."""
    for snapshot in reversed(snapshots):
        if snapshot.annotations is not None and snapshot.annotations.attrs.get("codebook"):
            return snapshot.annotations.attrs["codebook"]
    return None


def _implied_codebook(snapshots: list[Snapshot], goal: Goal | None) -> Codebook:
    """What the sheets record, and the dimensions the goal speaks of, all open."""
    tables = [snapshot.annotations for snapshot in snapshots if snapshot.annotations is not None]
    found = (
        codebook_of(pd.concat([table[list(ANNOTATION_COLUMNS)] for table in tables]))
        if tables
        else Codebook("none", ())
    )
    named = [name for name in (goal.dimensions if goal else ()) if name not in found]
    return replace(found, dimensions=found.dimensions + tuple(Dimension(name, open=True) for name in named))
