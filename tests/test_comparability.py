"""What has to be the same on two dates: the platforms, and the codebook."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.comparability import BREAKS, codebook_breaks, on_platforms, platforms_in_common
from auditkit.review import Review, Snapshot, review
from auditkit.tables import FollowList, follow_table
from tests.voice_tables import ROLES, UNKNOWN, voices_of

DAYS = ("2026-01-31", "2026-05-31", "2026-11-22")


def listed(platform, *accounts):
    columns = {"account": list(accounts), "platform": [key.partition(":")[0] for key in accounts]}
    return FollowList(follow_table(columns, platform=platform), platform, "r")


MASTODON, FEED, TWITTER = (listed(name, f"{name}:a") for name in ("mastodon", "feed", "twitter"))


def review_of(*lists):
    return review(list(zip(DAYS, lists, [None] * len(lists), strict=False)), codebook=ROLES)


def test_a_platform_on_the_last_date_only_is_later_and_on_the_first_only_is_earlier():
    found = platforms_in_common(review_of([MASTODON, TWITTER], [MASTODON, FEED]))
    assert (found.common, found.later, found.earlier) == (("mastodon",), ("feed",), ("twitter",))
    assert found


def test_the_first_and_the_last_date_are_meant_unless_said():
    """Also where a review does not answer for "no date" by itself."""
    lists = {DAYS[0]: [MASTODON, FEED], DAYS[1]: [FEED], DAYS[2]: [MASTODON]}
    found = platforms_in_common(SimpleNamespace(dates=list(DAYS), follow_lists=lists.__getitem__))
    assert (found.common, found.earlier) == (("mastodon",), ("feed",))


def test_any_two_dates_may_be_meant():
    trip = review_of([MASTODON], [FEED], [MASTODON, FEED])
    assert platforms_in_common(trip).common == ("mastodon",)
    assert platforms_in_common(trip, DAYS[1]).common == ("feed",)
    assert not platforms_in_common(trip, last=DAYS[1])
    with pytest.raises(ValueError, match="no such date"):
        platforms_in_common(trip, "2025-01-01")


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        (([MASTODON, FEED],) * 2, "The same platforms on both dates: mastodon and feed."),
        (
            ([MASTODON], [MASTODON, FEED]),
            "There is feed on the last date only. Like with like are the voices on mastodon.",
        ),
        (
            ([MASTODON, TWITTER, FEED], [MASTODON]),
            "There are twitter and feed on the first date only. Like with like are the voices on mastodon.",
        ),
        (
            ([MASTODON, FEED], [MASTODON, TWITTER]),
            "There is twitter on the last date only and feed on the first date only. "
            "Like with like are the voices on mastodon.",
        ),
        (
            ([MASTODON], [FEED]),
            "There is feed on the last date only and mastodon on the first date only. "
            "No platform is there on both dates, so no change between them can be told.",
        ),
    ],
)
def test_it_says_in_a_sentence_what_can_be_compared(lists, sentence):
    assert str(platforms_in_common(review_of(*lists))) == sentence


def test_three_names_are_listed_with_a_comma_and_an_and():
    found = platforms_in_common(review_of([MASTODON, FEED, TWITTER]))
    assert str(found) == "The same platforms on both dates: mastodon, feed and twitter."


def test_an_empty_list_of_a_platform_is_a_list_of_that_platform():
    """Everybody was unfollowed there: a change, and no missing list."""
    found = platforms_in_common(review_of([MASTODON, FEED], [MASTODON, listed("feed")]))
    assert found.common == ("mastodon", "feed")


def test_a_list_that_is_empty_on_both_dates_is_in_common():
    found = platforms_in_common(review_of([MASTODON, listed("feed")], [MASTODON, listed("feed")]))
    assert found.common == ("mastodon", "feed")


def test_a_hand_kept_list_on_both_dates_has_all_its_platforms_on_both():
    """Writing down the first newsletter is following differently, not another list."""
    then, now = listed("several", "book:a"), listed("several", "book:a", "newsletter:b")
    found = platforms_in_common(review_of(then, now))
    assert (found.common, found.later) == (("book", "newsletter"), ())
    assert platforms_in_common(review_of(MASTODON, [MASTODON, now])).later == ("book", "newsletter")


def test_a_platform_known_from_two_kinds_of_lists_is_in_common():
    """The list kept by hand went away, the export of the platform stayed."""
    both = [MASTODON, listed("several", "mastodon:b", "book:c")]
    found = platforms_in_common(review_of(both, [MASTODON]))
    assert (found.common, found.earlier) == (("mastodon",), ("book",))


def test_the_voices_of_a_platform_are_those_with_an_account_there():
    table = voices_of(
        dict.fromkeys("abc", UNKNOWN), platforms={"a": ("mastodon",), "b": ("feed", "mastodon"), "c": ("feed",)}
    )
    kept = on_platforms(table, ["mastodon"])
    assert kept["voice"].tolist() == ["a", "b"]
    assert kept.attrs["codebook"] is ROLES
    assert on_platforms(table, ["feed", "mastodon"])["voice"].tolist() == ["a", "b", "c"]
    assert on_platforms(table, []).empty


def codebook(*categories, **options):
    categories = tuple(item if isinstance(item, Category) else Category(item) for item in categories)
    return Codebook("own", (Dimension("role", categories=categories, **options),))


def breaks(*codebooks):
    snapshots = [Snapshot(pd.Timestamp(day), (), codebook=book) for day, book in zip(DAYS, codebooks, strict=False)]
    table = codebook_breaks(Review(tuple(snapshots), ROLES))
    return [
        (f"{row.date:%Y-%m-%d}", row.dimension, None if pd.isna(row.category) else row.category, row.what)
        for row in table.itertuples()
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (codebook("w"), codebook("w"), []),
        (codebook("w"), codebook("w", "m"), [("m", "new")]),
        (codebook("w", "m"), codebook("w"), [("m", "gone")]),
        (codebook("w"), codebook(Category("w", retired=True)), [("w", "retired")]),
        (codebook(Category("w", retired=True)), codebook("w"), [("w", "brought back")]),
        (codebook("w"), codebook(Category("w", "in other words")), [("w", "defined differently")]),
        (codebook("w"), codebook("w", question="Another?"), [(None, "defined differently")]),
        (codebook("w"), codebook("w", people_only=True), [(None, "defined differently")]),
        (codebook("w", "m"), codebook("m", "w"), []),
        (codebook("w", "m"), codebook("m", "x"), [("w", "gone"), ("x", "new")]),
        (codebook("w"), Codebook("own", ()), [(None, "gone")]),
        (Codebook("own", ()), codebook("w"), [(None, "new")]),
    ],
)
def test_each_difference_of_two_codebooks_is_a_break(before, after, expected):
    assert breaks(before, after) == [(DAYS[1], "role", *row) for row in expected]
    assert {what for _, what in expected} <= set(BREAKS)


def test_the_break_stands_at_the_first_date_that_has_it_and_dates_without_a_codebook_are_passed_over():
    assert breaks(codebook("w"), codebook("w"), codebook("w", "m")) == [(DAYS[2], "role", "m", "new")]
    assert breaks(codebook("w"), None, codebook("w", "m")) == [(DAYS[2], "role", "m", "new")]
    assert breaks(None, codebook("w"), codebook("w", "m")) == [(DAYS[2], "role", "m", "new")]
    assert breaks(codebook("w"), codebook("m"), codebook("w"))[2:] == [
        (DAYS[2], "role", "m", "gone"),
        (DAYS[2], "role", "w", "new"),
    ]


def test_in_plain_files_the_annotations_carry_the_codebook_of_their_date():
    notes = pd.DataFrame(
        columns=["account", "dimension", "category", "condition", "basis", "evidence", "note", "noted_on"]
    )
    sheets = [notes.copy(), notes.copy()]
    sheets[0].attrs["codebook"], sheets[1].attrs["codebook"] = codebook("w"), codebook("w", "m")
    found = codebook_breaks(review([(DAYS[0], MASTODON, sheets[0]), (DAYS[1], MASTODON, sheets[1])]))
    assert found[["category", "what"]].values.tolist() == [["m", "new"]]
    known = Snapshot(pd.Timestamp(DAYS[1]), (), sheets[0], codebook=codebook("w", "x"))
    first = replace(known, date=pd.Timestamp(DAYS[0]), codebook=None)
    found = codebook_breaks(SimpleNamespace(snapshots=(first, known)))
    assert found["category"].tolist() == ["x"], "what the snapshot says of its date outweighs the annotations"


def test_every_dimension_is_looked_at_also_after_one_that_is_gone():
    def book(*names, places):
        place = Dimension("place", categories=tuple(map(Category, places)))
        return Codebook("own", (*(Dimension(name) for name in names), place))

    assert breaks(book("role", places=["here"]), book(places=["here", "away"])) == [
        (DAYS[1], "role", None, "gone"),
        (DAYS[1], "place", "away", "new"),
    ]


def test_a_snapshot_need_not_know_its_codebook_nor_have_annotations():
    days = [pd.Timestamp(day) for day in DAYS]
    sheet = pd.DataFrame()
    sheet.attrs["codebook"] = codebook("w", "m")
    snapshots = [
        SimpleNamespace(date=days[0], codebook=codebook("w")),
        SimpleNamespace(date=days[1]),
        SimpleNamespace(date=days[2], annotations=sheet),
    ]
    assert codebook_breaks(SimpleNamespace(snapshots=snapshots))["category"].tolist() == ["m"]


def test_without_a_break_the_table_is_empty_and_keeps_its_columns():
    table = codebook_breaks(review_of([MASTODON]))
    assert table.columns.tolist() == ["date", "dimension", "category", "what"]
    assert table.dtypes.astype(str).tolist() == ["datetime64[us]", "str", "str", "str"]
    assert table.empty
