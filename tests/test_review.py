"""A review: dated follow lists and annotations, held against one goal."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from auditkit.annotations import read_annotations
from auditkit.codebook import Category, Codebook, Dimension
from auditkit.errors import AnnotationError
from auditkit.goal import Goal, LookingFor, Target
from auditkit.measures.change import compare, composition_over_time
from auditkit.measures.composition import composition
from auditkit.review import review
from auditkit.tables import ANNOTATION_COLUMNS, FollowList, follow_table

CODEBOOK = Codebook(
    "small",
    (
        Dimension("role", categories=(Category("teacher"), Category("author"))),
        Dimension("place", categories=(Category("rural"),), open=True),
    ),
)
ADA, BO, CY = (f"mastodon:{name}@example.org" for name in ("ada", "bo", "cy"))


def follows(*accounts, platform="mastodon", notes=()):
    table = follow_table({"account": list(accounts)}, platform=platform)
    return FollowList(table, platform, platform, notes=notes)


def statements(told, codebook=CODEBOOK, notes=()):
    table = pd.DataFrame(
        [{"account": a, "dimension": d, "category": c, "condition": "recorded"} for (a, d), c in told.items()],
        columns=list(ANNOTATION_COLUMNS),
    ).astype("str")
    table.attrs = {"codebook": codebook, "notes": notes} if codebook else {"notes": notes}
    return table


def two_dates(**options):
    then = ("2026-01-31", follows(ADA, BO), statements({(ADA, "role"): "teacher"}))
    now = ("2026-11-22", follows(ADA, BO, CY), statements({(ADA, "role"): "teacher", (BO, "role"): "author"}))
    return review([now, then], **options)


def test_dates_are_sorted_and_the_last_is_the_default():
    reviewed = two_dates()
    assert reviewed.dates == [pd.Timestamp("2026-01-31"), pd.Timestamp("2026-11-22")]
    assert reviewed.voices()["voice"].tolist() == [ADA, BO, CY]
    assert reviewed.voices("2026-01-31")["voice"].tolist() == [ADA, BO]
    assert len(reviewed.follow_lists()[0]) == 3
    assert len(reviewed.follow_lists(date(2026, 1, 31))[0]) == 2


@pytest.mark.parametrize(
    "day",
    [
        "2026-11-22",
        "2026-11-22T18:30",
        "20261122",
        date(2026, 11, 22),
        datetime(2026, 11, 22, 18),
        pd.Timestamp("2026-11-22 18:00"),
        datetime(2026, 11, 22, 23, tzinfo=UTC),
    ],
)
def test_a_date_may_come_as_text_date_or_time_and_means_the_day(day):
    assert review([(day, follows(ADA), None)]).dates == [pd.Timestamp("2026-11-22")]


@pytest.mark.parametrize(
    "day", ["03/04/2026", "22.11.2026", "November", "", None, 5, 2026.5, float("nan"), pd.NaT, ADA]
)
def test_an_unclear_date_is_refused_with_how_to_write_it(day):
    """03/04/2026 is two different days."""
    with pytest.raises(ValueError, match=r"written like '2026-11-22'"):
        review([(day, follows(ADA), None)])


def test_the_same_day_twice_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match=r"2026-11-22 comes twice; pass the follow lists of one date as one list"):
        review([("2026-11-22", follows(ADA), None), (datetime(2026, 11, 22, 9), follows(BO), None)])


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([], "at least one"),
        ([("2026-11-22", follows(ADA))], "each entry of a review is"),
        ([5], "each entry of a review is"),
        ([("2026-11-22", "following.js", None)], "is what read_follow_list returned"),
        ([("2026-11-22", None, None)], "is what read_follow_list returned"),
        ([("2026-11-22", [follows(ADA), None], None)], "is what read_follow_list returned"),
    ],
)
def test_what_is_no_review_is_refused_with_a_sentence(entries, sentence):
    with pytest.raises(ValueError, match=sentence):
        review(entries)


def test_a_date_that_is_not_in_the_review_is_answered_with_those_that_are():
    with pytest.raises(ValueError, match="it has: 2026-01-31, 2026-11-22"):
        two_dates().voices("2026-05-05")


def test_several_platforms_at_one_date_are_one_list_of_voices():
    reviewed = review([("2026-11-22", [follows(ADA), follows("twitter:1", platform="twitter")], None)])
    assert reviewed.platforms == ("mastodon", "twitter")
    assert reviewed.voices()["voice"].tolist() == [ADA, "twitter:1"]
    assert [lists.platform for lists in reviewed.follow_lists()] == ["mastodon", "twitter"]


def test_a_platform_that_comes_later_is_said_and_one_that_stays_is_not():
    """Its accounts look like new follows."""
    reviewed = review(
        [
            ("2026-01-31", follows(ADA), None),
            ("2026-06-30", [follows(ADA), follows("twitter:1", platform="twitter")], None),
            ("2026-11-22", [follows(ADA), follows("twitter:1", platform="twitter")], None),
        ]
    )
    said = [note for note in reviewed.notes if "The list from" in note]
    assert said == [
        "The list from twitter is there on 2 of 3 dates (2026-06-30, 2026-11-22): part of the change since 2026-01-31 "
        "is that list coming or going."
    ]


def test_a_platform_that_goes_is_said_too():
    reviewed = review(
        [
            ("2026-01-31", [follows(ADA), follows("twitter:1", platform="twitter")], None),
            ("2026-11-22", follows(ADA), None),
        ]
    )
    assert any("The list from twitter is there on 1 of 2 dates (2026-01-31)" in note for note in reviewed.notes)


def test_notes_gather_what_lists_sheets_and_voices_have_to_say_once():
    notes = statements({("mastodon:x@example.org", "role"): "teacher"}, notes=("the sheet speaks",))
    reviewed = review(
        [("2026-11-22", [follows(ADA, notes=("the list speaks",)), follows(BO, notes=("the list speaks",))], notes)]
    )
    assert reviewed.notes[:2] == ["the list speaks", "the sheet speaks"]
    assert reviewed.notes[2].startswith("1 annotated account is not in this follow list")
    assert len(reviewed.notes) == 3


def test_known_then_and_now_differ_by_what_was_learnt_since():
    reviewed = two_dates()
    assert reviewed.voices("2026-01-31")["role"].tolist() == [("teacher",), ()]
    assert reviewed.voices("2026-01-31", known="now")["role"].tolist() == [("teacher",), ("author",)]
    assert composition_over_time(reviewed, "role", known="now")["share_of_known"].tolist() == [0.5, 0.5, 0.5, 0.5]
    assert composition_over_time(reviewed, "role")["share_of_known"].tolist() == [1, 0, 0.5, 0.5]
    with pytest.raises(ValueError, match="then, now"):
        reviewed.voices(known="later")


def test_learning_more_of_old_follows_is_no_change_in_following():
    reviewed = two_dates()
    moved = compare(reviewed.voices("2026-01-31"), reviewed.voices(), "role").loc["author"]
    assert moved["newly_annotated"] == moved["change"] == 0.5
    assert moved["followed"] == 0


def test_what_the_goal_sets_aside_counts_in_no_share():
    reviewed = two_dates(goal=Goal("x", set_aside={BO: "my employer", "mastodon:gone@example.org": "old job"}))
    assert reviewed.voices()["set_aside"].tolist() == [False, True, False]
    who = composition(reviewed.voices(), "role")
    assert who["set_aside"].tolist() == [1, 1]
    assert who.loc["author", "count"] == 0
    assert composition(reviewed.voices("2026-01-31"), "role")["set_aside"].tolist() == [1, 1]


def test_open_categories_the_goal_looks_for_show_as_zero():
    goal = Goal("x", (LookingFor("place", "my valley"),), (Target("place", "the coast", 0.1),))
    who = composition(two_dates(goal=goal).voices(), "place")
    assert who.index.tolist() == ["rural", "my valley", "the coast"]
    assert who["count"].tolist() == [0, 0, 0]


def test_a_goal_adds_no_category_that_is_listed_and_none_to_other_dimensions():
    reviewed = two_dates(goal=Goal("x", (LookingFor("place", "rural"), LookingFor("role", "author"))))
    assert [dimension.category_names for dimension in reviewed.codebook] == [("teacher", "author"), ("rural",)]
    assert reviewed.looking_for("role") == ["author"]
    assert reviewed.looking_for("relation") == []


def test_a_goal_that_names_what_the_codebook_lacks_is_refused():
    with pytest.raises(AnnotationError, match="Did you mean 'author'"):
        two_dates(goal=Goal("x", (LookingFor("role", "auhtor"),)))


def test_a_goal_without_targets_or_anything_looked_for_covers_every_dimension():
    reviewed = two_dates(goal=Goal("I want to listen more"))
    assert reviewed.focus == ("role", "place")
    assert reviewed.looking_for("role") == []


def test_a_goal_decides_which_dimensions_are_shown():
    assert two_dates(goal=Goal("x", (LookingFor("place", "rural"),))).focus == ("place",)
    assert two_dates().focus == ("role", "place")
    assert two_dates().looking_for("role") == []


def test_a_goal_that_no_follow_list_can_serve_is_kept_as_it_is():
    assert two_dates(goal=Goal("Learn to sign", follow_lists_help=False)).goal.follow_lists_help is False


def test_the_codebook_is_the_one_given_else_that_of_the_latest_annotations():
    other = Codebook("other", (Dimension("role", open=True),))
    assert two_dates(codebook=other).codebook == other
    entries = [("2026-01-31", follows(ADA), statements({}, other)), ("2026-11-22", follows(ADA), statements({}))]
    assert review(entries).codebook == CODEBOOK
    assert review([entries[0], ("2026-11-22", follows(ADA), None)]).codebook == other


def test_without_a_codebook_what_all_sheets_hold_and_the_goal_names_is_open():
    entries = [
        ("2026-01-31", follows(ADA), statements({(ADA, "role"): "teacher"}, None)),
        ("2026-11-22", follows(ADA), statements({(ADA, "role"): "author"}, None)),
    ]
    reviewed = review(entries, goal=Goal("x", (LookingFor("place", "rural"), LookingFor("role", "pilot"))))
    assert [(d.name, d.category_names, d.open) for d in reviewed.codebook] == [
        ("role", ("author", "teacher", "pilot"), True),
        ("place", ("rural",), True),
    ]


def test_follow_lists_alone_can_be_reviewed():
    reviewed = review([("2026-11-22", follows(ADA), None)])
    assert reviewed.codebook.dimensions == ()
    assert reviewed.focus == ()
    assert reviewed.notes == []
    assert len(reviewed.voices()) == 1


def test_a_sheet_read_from_a_file_brings_its_codebook_along(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"account,role,role basis\n{ADA},author,told me\n")
    reviewed = review([("2026-11-22", follows(ADA), read_annotations(path, CODEBOOK))])
    assert reviewed.codebook == CODEBOOK
    assert composition(reviewed.voices(), "role").loc["author", "share_of_known"] == 1


def test_printing_a_review_names_its_dates_and_no_account():
    reviewed = two_dates()
    for text in (repr(reviewed), str(reviewed), repr(reviewed.snapshots)):
        assert "2026" in text
        assert "example.org" not in text
    assert "2 dates from 31 January 2026 to 22 November 2026" in str(reviewed)
    assert str(review([("2026-11-22", follows(ADA), None)])).startswith("One date, 22 November 2026. For the last:")
