"""A review in words: goal first, coverage before any share, and no number without what is unknown."""

import pandas as pd
import pytest

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.goal import Goal, LookingFor, Target
from auditkit.review import review
from auditkit.summary import WIDTH, summary_lines
from auditkit.tables import ANNOTATION_COLUMNS, FollowList, follow_table

CODEBOOK = Codebook(
    "small",
    (
        Dimension("role", categories=(Category("teacher"), Category("author"), Category("pilot"))),
        Dimension("place", categories=(Category("rural"),), open=True),
    ),
)
AUTHORS = Goal("I want to plan lessons with authors", (LookingFor("role", "author"),), (Target("role", "author", 0.9),))


def snapshot(day, people, told, codebook=CODEBOOK):
    table = follow_table({"account": [f"mastodon:{n}@example.org" for n in range(people)]}, platform="mastodon")
    rows = [
        {
            "account": f"mastodon:{n}@example.org",
            "dimension": "role",
            "category": None if what.startswith("[") else what,
            "condition": what.strip("[]") if what.startswith("[") else "recorded",
        }
        for n, whats in told.items()
        for what in whats.split("; ")
    ]
    notes = pd.DataFrame(rows, columns=list(ANNOTATION_COLUMNS)).astype("str")
    notes.attrs = {"codebook": codebook} if codebook else {}
    return (day, FollowList(table, "mastodon", "mastodon"), notes)


THEN = snapshot("2026-01-31", 4, {0: "teacher", 1: "teacher", 2: "author", 3: "[nothing found]"})
NOW = snapshot("2026-11-22", 5, {0: "teacher", 1: "teacher; author", 2: "author", 3: "author", 4: "[declined]"})


def text_of(entries, **options):
    return "\n".join(summary_lines(review(entries, **options)))


def test_the_goal_comes_first_and_is_never_shortened():
    goal = Goal("word " * 60, AUTHORS.looking_for)
    lines = list(summary_lines(review([NOW], goal=goal)))
    assert lines[0] == "YOUR GOAL"
    assert " ".join(lines).split().count("word") == 60


def test_without_a_goal_the_first_thing_said_is_to_write_one():
    assert text_of([NOW]).splitlines()[1].strip().startswith("No goal yet. Write one first")


def test_a_goal_that_no_follow_list_can_serve_is_said_before_any_number():
    text = text_of([NOW], goal=Goal("Learn to sign", follow_lists_help=False))
    assert text.index("No follow list can serve this goal. It needs a plan and a journal") < text.index(
        "WHO YOU FOLLOW"
    )


def test_coverage_comes_before_any_share():
    """Of five: four recorded, one declined, so all are reviewed and one is unknown; authors 3 of 4, 60 to 80 %."""
    text = text_of([NOW], goal=AUTHORS)
    assert "Annotation coverage 100 %: 5 of 5 voices reviewed. Of 4 something is known;" in text
    assert "1 are unknown: 0 not reviewed yet, 1 reviewed without an answer." in text
    assert text.index("Annotation coverage") < text.index("75 %")
    line = next(line for line in text.splitlines() if "* author" in line)
    assert line.split() == ["*", "author", "3", "75", "%", "60", "%", "to", "80", "%"]


def test_what_the_goal_looks_for_stands_first_and_zeros_are_shown():
    goal = Goal("x", (LookingFor("role", "pilot"),))
    lines = text_of([NOW], goal=goal).splitlines()
    names = [line.strip().split("  ")[0] for line in lines if line.endswith("%") and " to " in line]
    assert names == ["* pilot", "teacher", "author"]
    pilot = next(line for line in lines if "* pilot" in line)
    assert pilot.split()[2:] == ["0", "0", "%", "0", "%", "to", "20", "%"]
    assert "  * your goal looks for these" in lines


def test_shares_over_a_hundred_percent_are_explained_only_where_they_occur():
    assert "can add up to more than 100 %" in text_of([NOW])
    assert "can add up to more than 100 %" not in text_of([THEN])


@pytest.mark.parametrize("others", [{}, {1: "[nothing found]", 2: "[declined]", 3: "[nothing found]"}])
def test_while_less_than_half_is_known_only_the_range_is_given(others):
    """One of four known is 100 % of the known, which says nothing, however many were looked at (MEASURES 1)."""
    text = text_of([snapshot("2026-11-22", 4, {0: "author"} | others)], goal=AUTHORS)
    line = next(line for line in text.splitlines() if "* author" in line)
    assert line.split()[:5] == ["*", "author", "1", "few", "known"]
    assert line.endswith("25 % to 100 %")
    half = text_of([snapshot("2026-11-22", 4, {0: "author", 1: "teacher"})], goal=AUTHORS)
    assert "few known" not in half


def test_only_dimensions_of_the_goal_are_shown_and_all_without_one():
    assert "PLACE" not in text_of([NOW], goal=AUTHORS)
    assert "PLACE" in text_of([NOW])


def test_set_aside_voices_are_counted_and_said_to_be_in_no_share():
    goal = Goal("x", AUTHORS.looking_for, set_aside={"mastodon:0@example.org": "my employer"})
    text = text_of([NOW], goal=goal)
    assert "5 voices on Mastodon; 1 set aside, counted in no share." in text
    assert "4 of 4 voices reviewed" in text


def test_one_date_says_nothing_of_change_and_two_give_each_part():
    """Authors: 1 of 3 then, 3 of 4 now: +41.7 points; parts from the identity, by hand.

    s = 13/24, K = 7/2. One corrected to hold author as well: 1/K = 28.6; one newly annotated: (1-s)/K = 13.1.
    """
    assert "WHAT CHANGED" not in text_of([NOW], goal=AUTHORS)
    text = text_of([THEN, NOW], goal=AUTHORS)
    assert "WHAT CHANGED between 31 January 2026 and 22 November 2026 (share of the known)" in text
    assert "author: 33 % then, 75 % now (+41.7 points)" in text
    assert "+28.6  from corrected annotations" in text
    assert "+13.1  from voices annotated since" in text
    assert "could be 25 % to 50 % then, 60 % to 80 % now: a change whatever the unknowns are" in text
    assert "no longer followed" not in text
    assert "teacher:" not in text


def test_a_change_that_the_unknowns_could_make_is_said_to_be_one():
    """Nothing but an unknown voice came: authors 33 % of the known both times, 25 to 50 % then, 20 to 60 % now."""
    later = snapshot("2026-11-22", 5, {0: "teacher", 1: "teacher", 2: "author", 3: "[nothing found]"})
    text = text_of([THEN, later], goal=AUTHORS)
    assert "could be 25 % to 50 % then, 20 % to 60 % now: the unknowns alone could make or hide this change" in text


def test_without_a_goal_the_three_largest_changes_are_shown():
    text = text_of([THEN, NOW])
    assert text.index("author:") < text.index("teacher:")


def test_a_date_with_nothing_recorded_says_that_no_change_can_be_given():
    text = text_of([snapshot("2026-01-31", 2, {}), NOW], goal=AUTHORS)
    assert "author: nothing recorded on one of the dates, so no change can be given." in text


def test_notes_close_the_review_and_a_review_without_any_has_no_heading_for_them():
    stranger = snapshot("2026-11-22", 1, {0: "author", 7: "author"})
    assert text_of([stranger]).split("GOOD TO KNOW")[1].strip().startswith("- 1 annotated account is not in this")
    assert "GOOD TO KNOW" not in text_of([NOW])


def test_no_line_is_wider_than_a_terminal():
    goal = Goal("a rather long sentence about what to learn, " * 8, AUTHORS.looking_for)
    stranger = snapshot("2026-11-22", 1, {0: "author", 7: "author"})
    assert max(len(line) for line in summary_lines(review([stranger], goal=goal))) <= WIDTH


@pytest.mark.parametrize(
    "entries", [[("2026-11-22", NOW[1], None)], [snapshot("2026-11-22", 0, {})], [("2026-11-22", [], None)]]
)
def test_nothing_annotated_and_nobody_followed_are_no_errors(entries):
    assert "WHO YOU FOLLOW on 22 November 2026" in text_of(entries, goal=Goal("x", (LookingFor("place", "rural"),)))


def test_copy_neither_praises_nor_blames():
    """ETHICS 7."""
    text = text_of([THEN, NOW], goal=AUTHORS).casefold()
    for word in ("good job", "well done", "only ", "should", "unfortunately", "bias", "score", "rank", "quota"):
        assert word not in text
