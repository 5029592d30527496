"""What a notebook prints about a person: short lines, and no account, because notebooks are saved and passed on."""

import pytest

import auditkit as ak

LONGEST = 88  # JupyterLab 4.6 at 1280 pixels breaks longer lines in the middle of a word (docs/tried)


@pytest.fixture(params=ak.persona_names())
def person(request):
    return ak.read_persona(request.param)


def test_no_printed_line_is_longer_than_a_notebook_shows_whole(person):
    for printed in (str(person), str(person.goal), str(person.review())):
        assert max(len(line) for line in printed.splitlines()) <= LONGEST


def test_a_printed_goal_counts_what_is_set_aside_and_names_none_of_it(person):
    printed = str(person.goal)
    assert f"Set aside, because not chosen: {len(person.goal.set_aside)}" in printed
    assert not [account for account in person.goal.set_aside if account in printed]


def test_a_printed_goal_starts_with_the_sentence_and_holds_every_category_looked_for(person):
    printed = " ".join(str(person.goal).split())
    assert printed.startswith(person.goal.sentence)
    assert not [item.category for item in person.goal.looking_for if item.category not in printed]


def test_a_goal_that_no_follow_list_can_serve_says_so_when_printed():
    goal = ak.Goal("Become able to lead a difficult conversation", follow_lists_help=False)
    assert "No follow list can serve this goal." in str(goal)


def test_a_printed_review_says_its_dates_and_every_note_and_names_no_account(person):
    review = person.review()
    printed = " ".join(str(review).split())
    assert printed.startswith("5 dates from ")
    assert not [note for note in review.notes if " ".join(note.split()) not in printed]
    accounts = [key for follow_list in review.follow_lists() for key in follow_list.table["account"]]
    assert not [key for key in accounts if key in printed]


def test_the_targets_of_a_dimension_are_shares_by_category():
    goal = ak.read_persona("school-librarian").goal
    assert goal.target_shares("identity") == {"Indigenous or Native": 0.2}
    assert goal.target_shares("field") == {}


def test_typing_the_name_of_a_review_shows_no_account():
    """A cell with nothing but `review` in it puts what it shows into the notebook file."""
    review = ak.read_persona("youth-librarian").review()
    shown = repr([review, review.snapshots, review.follow_lists()])
    accounts = [account for follow_list in review.follow_lists() for account in follow_list.table["account"]]
    assert not [account for account in accounts if account in shown]
    assert len(shown) < 1000
