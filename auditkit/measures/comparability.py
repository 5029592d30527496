"""Comparability: what has to be the same on two dates before a change between them says anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from auditkit.codebook import Codebook

BREAK_COLUMNS = ("date", "dimension", "category", "what")
BREAKS = ("new", "gone", "retired", "brought back", "defined differently")


@dataclass(frozen=True)
class PlatformsInCommon:
    """The platforms of two dates. Printing it gives a sentence for the person; it is true if there is one in common.

    Attributes
    ----------
    common, later, earlier : tuple of str
        There on both dates; on the last alone; on the first alone.
    """

    common: tuple[str, ...]
    later: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.common)

    def __str__(self) -> str:
        """Return what to say beside a change between the two dates."""
        if not (self.later or self.earlier):
            return f"The same platforms on both dates: {_listed(self.common)}."
        there = [f"{_listed(self.later)} on the last date only"] if self.later else []
        there += [f"{_listed(self.earlier)} on the first date only"] if self.earlier else []
        only = f"There {_is(self.later or self.earlier)} {' and '.join(there)}."
        if not self.common:
            return f"{only} No platform is there on both dates, so no change between them can be told."
        return f"{only} Like with like are the voices on {_listed(self.common)}."


def platforms_in_common(review, first: object = None, last: object = None) -> PlatformsInCommon:
    """Return which platforms are there on both of two dates of a review, and which on one of them alone.

    Parameters
    ----------
    review : Review
        Anything with ``dates`` and ``follow_lists(date)``.
    first, last : date-like, optional
        Two of ``dates``. Default: the first and the last.

    Returns
    -------
    PlatformsInCommon
        Names as they stand in the follow lists, in the order in which they first appear. A list kept by hand may
        name several platforms; where there is one on both dates, each of them is there on both.

    Raises
    ------
    ValueError
        If the review has no such date.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from auditkit.tables import FollowList, follow_table
    >>> feeds = FollowList(follow_table({"account": ["feed:show.example"]}, platform="feed"), "feed", "opml")
    >>> posts = FollowList(follow_table({"account": ["mastodon:bo@example.org"]}, platform="mastodon"), "mastodon", "m")
    >>> lists = {"2026-01-31": [feeds], "2026-11-22": [feeds, posts]}
    >>> print(platforms_in_common(SimpleNamespace(dates=list(lists), follow_lists=lists.get)))
    There is mastodon on the last date only. Like with like are the voices on feed.
    """
    ends = [review.dates[0] if first is None else first, review.dates[-1] if last is None else last]
    sources, names = _sources(review, ends)
    both, then, now = sources[0] & sources[1], sources[0] - sources[1], sources[1] - sources[0]
    common = _named(names, both)
    earlier, later = ([name for name in _named(names, alone) if name not in common] for alone in (then, now))
    return PlatformsInCommon(tuple(common), tuple(later), tuple(earlier))


def platforms_throughout(review, dates: Iterable) -> tuple[str, ...]:
    """Return the platforms that are there on all of some dates of a review, as `platforms_in_common` does for two."""
    sources, names = _sources(review, dates)
    return tuple(_named(names, set.intersection(*sources))) if sources else ()


def platforms_of(review, dates: Iterable) -> tuple[str, ...]:
    """Return the platforms that are there on any of some dates of a review."""
    sources, names = _sources(review, dates)
    return tuple(_named(names, set().union(*sources)))


def on_platforms(voices: pd.DataFrame, platforms: Iterable[str]) -> pd.DataFrame:
    """Return the rows of the voices that have an account on one of the platforms; ``attrs`` stay."""
    wanted = set(platforms)
    return voices[[not wanted.isdisjoint(held) for held in voices["platforms"]]]


def codebook_breaks(review) -> pd.DataFrame:
    """Return where the codebook changed between two dates of a review: there a series has a break.

    Parameters
    ----------
    review : Review
        Anything with ``snapshots``. Each knows the ``codebook`` of its date, or has ``annotations`` that carry the one
        they were read with; a date that has neither is passed over.

    Returns
    -------
    DataFrame
        Columns ``date, dimension, category, what``, in the order of dates; empty where nothing changed. ``date`` is
        the first date with the change. ``what`` is one of ``new``, ``gone``, ``retired``, ``brought back`` and
        ``defined differently``; where `category` is missing, it is the dimension that is new, gone or asked
        differently. Before a category was new nobody could be recorded under it: its rise from zero says nothing.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from auditkit.codebook import Category, Dimension
    >>> def snapshot(date, *names):
    ...     role = Dimension("role", categories=tuple(Category(name) for name in names))
    ...     return SimpleNamespace(date=pd.Timestamp(date), codebook=Codebook("own", (role,)))
    >>> dated = [snapshot("2026-01-31", "author"), snapshot("2026-11-22", "author", "pupil")]
    >>> codebook_breaks(SimpleNamespace(snapshots=dated))[["category", "what"]].values.tolist()
    [['pupil', 'new']]
    """
    dated = [(snapshot.date, _codebook(snapshot)) for snapshot in review.snapshots]
    dated = [(date, codebook) for date, codebook in dated if codebook is not None]
    rows = [
        (date, dimension, category, what)
        for (_, before), (date, after) in pairwise(dated)
        for dimension, category, what in _differences(before, after)
    ]
    table = pd.DataFrame(rows, columns=list(BREAK_COLUMNS))
    types = {"date": "datetime64[us]", "dimension": "str", "category": "str", "what": "str"}
    return table.astype(types)


def _codebook(snapshot) -> Codebook | None:
    kept = getattr(snapshot, "codebook", None)
    annotations = getattr(snapshot, "annotations", None)
    return kept or (None if annotations is None else annotations.attrs.get("codebook"))


def _differences(before: Codebook, after: Codebook) -> list[tuple[str, str | None, str]]:
    found: list[tuple[str, str | None, str]] = []
    for name in dict.fromkeys([*before.dimension_names, *after.dimension_names]):
        if name not in before or name not in after:
            found.append((name, None, "new" if name in after else "gone"))
            continue
        old, new = before[name], after[name]
        if (old.question, old.people_only) != (new.question, new.people_only):
            found.append((name, None, "defined differently"))
        then, now = ({item.name: item for item in dimension.categories} for dimension in (old, new))
        pairs = ((word, then.get(word), now.get(word)) for word in dict.fromkeys([*then, *now]))
        found += [(name, word, _difference(*pair)) for word, *pair in pairs if _difference(*pair)]
    return found


def _difference(then, now) -> str | None:
    """What became of a category, either of which may be None."""
    if then is None or now is None:
        return "new" if then is None else "gone"
    if then.retired != now.retired:
        return "retired" if now.retired else "brought back"
    return "defined differently" if then.definition != now.definition else None


def _sources(review, dates: Iterable) -> tuple[list[set[str]], dict[str, list[str]]]:
    """The lists there are at each date, each by its platform, and the platforms that each of them names."""
    sources, names = [], {}
    for date in dates:
        lists = review.follow_lists(date)
        sources.append({follow_list.platform for follow_list in lists})
        for follow_list in lists:
            held = names.setdefault(follow_list.platform, [])
            named = [follow_list.platform] if follow_list.platform != "several" else []
            held += [name for name in [*named, *follow_list.table["platform"].unique()] if name not in held]
    return sources, names


def _named(names: dict[str, list[str]], sources: set[str]) -> list[str]:
    return list(dict.fromkeys(name for source, held in names.items() if source in sources for name in held))


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join([*names[:-2], " and ".join(names[-2:])])


def _is(names: Iterable[str]) -> str:
    return "are" if len(list(names)) > 1 else "is"
