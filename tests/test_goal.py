"""The learning goal: what a file may say, and the sentence for everything else."""

from datetime import date

import pytest

from auditkit.annotations import check_goal
from auditkit.codebook import Category, Codebook, Dimension
from auditkit.errors import AnnotationError
from auditkit.goal import Goal, LookingFor, Target, goal_from_table, read_goal
from auditkit.settings import parse_toml

FULL = """
sentence = "I want to plan lessons   with authors of our region"
review_every = " 3 months "
follow_lists_help = true

[[looking_for]]
dimension = "role"
category = "author"
words = "who write for children here"

[[looking_for]]
dimension = "place"
category = " my  region "

[[target]]
dimension = "role"
category = "author"
share = 0.2
by = 2027-06-30

[set_aside]
" twitter:9223372036854775901 " = "my employer"
"""
SENTENCE = 'sentence = "I want to learn"\n'
TARGET = SENTENCE + '[[target]]\ndimension = "role"\ncategory = "author"\n'
CODEBOOK = Codebook(
    "small",
    (
        Dimension("role", categories=(Category("author"), Category("teacher"))),
        Dimension("place", categories=(Category("rural"),), open=True),
    ),
)


def goal_of(text):
    return goal_from_table(parse_toml(text, "goal.toml"), "goal.toml")


def test_every_setting_of_a_file_is_read():
    assert goal_of(FULL) == Goal(
        "I want to plan lessons with authors of our region",
        (LookingFor("role", "author", "who write for children here"), LookingFor("place", "my region")),
        (Target("role", "author", 0.2, date(2027, 6, 30)),),
        {"twitter:9223372036854775901": "my employer"},
        "3 months",
        True,
    )


def test_a_sentence_is_enough():
    assert goal_of(SENTENCE) == Goal("I want to learn")


def test_a_goal_may_say_that_no_follow_list_can_serve_it():
    assert goal_of(SENTENCE + "follow_lists_help = false").follow_lists_help is False


def test_a_goal_names_its_dimensions_and_categories_once_in_its_own_order():
    goal = Goal(
        "x",
        (LookingFor("place", "b"), LookingFor("role", "a"), LookingFor("place", "c"), LookingFor("place", "b")),
        (Target("relation", "near", 0.1),),
    )
    assert goal.dimensions == ("place", "role", "relation")
    assert goal.looked_for("place") == ("b", "c")
    assert goal.looked_for("relation") == ()


@pytest.mark.parametrize("by", ["2027-06-30", '"2027-06-30"', "2027-06-30T10:00:00"])
def test_a_date_may_be_written_as_date_text_or_time(by):
    assert goal_of(f"{TARGET}share = 1\nby = {by}").targets[0].by == date(2027, 6, 30)


@pytest.mark.parametrize("share", ["0", "1", "0.5"])
def test_a_share_lies_between_nothing_and_all(share):
    assert goal_of(f"{TARGET}share = {share}").targets[0] == Target("role", "author", float(share))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the goal itself is missing"),
        ('sentence = "  "', "the goal itself is missing"),
        ("sentence = 3", "the goal itself is missing"),
        (SENTENCE + 'set_aside = "twitter:1"', '[set_aside] needs lines such as "twitter:123"'),
        (SENTENCE + 'follow_lists_help = "no"', "follow_lists_help must be true or false, without quotes"),
        (SENTENCE + '[looking_for]\ndimension = "role"', "write [[looking_for]] with two brackets"),
        (SENTENCE + 'looking_for = ["author"]', "each [[looking_for]] needs a line dimension"),
        (SENTENCE + '[[looking_for]]\ndimension = "role"', "each [[looking_for]] needs a line category"),
        (SENTENCE + "[[looking_for]]\ndimension = 3\ncategory = 'x'", "each [[looking_for]] needs a line dimension"),
        (SENTENCE + '[[target]]\ncategory = "author"', "each [[target]] needs a line dimension"),
        (SENTENCE + '[[target]]\ndimension = "role"', "each [[target]] needs a line category"),
        (
            SENTENCE + '[[looking_for]]\ndimension = "role"\ncategory = " "',
            "each [[looking_for]] needs a line category",
        ),
        (TARGET, "a number from 0 to 1; 0.2 means 20 %"),
        (TARGET + "share = 20", "a number from 0 to 1"),
        (TARGET + "share = -0.1", "a number from 0 to 1"),
        (TARGET + "share = nan", "a number from 0 to 1"),
        (TARGET + "share = true", "a number from 0 to 1"),
        (TARGET + 'share = "20 %"', "a number from 0 to 1"),
        (TARGET + 'share = 0.2\nby = "next summer"', "as by = 2027-06-30"),
        (TARGET + "share = 0.2\nby = 2027", "as by = 2027-06-30"),
    ],
)
def test_what_cannot_be_used_is_answered_with_file_and_way_out(text, sentence):
    with pytest.raises(AnnotationError) as caught:
        goal_of(text)
    assert str(caught.value).startswith("goal.toml: ")
    assert sentence in str(caught.value)


def test_a_goal_file_can_be_read_from_anywhere(tmp_path):
    path = tmp_path / "my goal.toml"
    path.write_text(FULL, "utf-8")
    assert read_goal(str(path)) == goal_of(FULL)


def test_a_missing_goal_file_is_answered_with_its_name_only(tmp_path):
    with pytest.raises(AnnotationError, match=r"^goal\.toml: there is no goal file of this name"):
        read_goal(tmp_path / "goal.toml")


def looking_for(dimension, category):
    return Goal("x", (LookingFor(dimension, category),))


@pytest.mark.parametrize(
    ("dimension", "category"), [("role", "author"), ("place", "rural"), ("place", "words of my own")]
)
def test_a_goal_that_speaks_the_codebooks_language_is_returned(dimension, category):
    goal = looking_for(dimension, category)
    assert check_goal(goal, CODEBOOK) is goal


@pytest.mark.parametrize(
    ("dimension", "category", "hint"),
    [
        ("roles", "author", "Did you mean 'role'?"),
        ("qqq", "author", "It has: role, place."),
        ("role", "auhtor", "Did you mean 'author'?"),
        ("role", "Author", "Did you mean 'author'?"),
        ("role", "pilot", "It has: author, teacher."),
    ],
)
def test_a_goal_that_does_not_is_answered_with_the_nearest_and_the_way_out(dimension, category, hint):
    for goal in (looking_for(dimension, category), Goal("x", targets=(Target(dimension, category, 0.1),))):
        with pytest.raises(AnnotationError) as caught:
            check_goal(goal, CODEBOOK)
        assert hint in str(caught.value)
        assert "Change the goal, or add the" in str(caught.value)


def test_a_listed_word_in_another_spelling_is_refused_in_open_dimensions_too():
    """Sheets are read as the codebook spells them, so "Rural" would be looked for and stay at zero."""
    with pytest.raises(AnnotationError, match="Did you mean 'rural'"):
        check_goal(looking_for("place", "Rural"), CODEBOOK)
