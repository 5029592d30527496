"""The goal form: from words in fields to a goal in the audit file."""

from datetime import date

import pytest

import auditkit as ak
from auditkit.audit_file import new_audit
from auditkit.codebook import read_codebook
from auditkit.errors import AnnotationError
from auditkit.goal import Goal, LookingFor, Target
from auditkit.widgets.forms import goal_form
from auditkit.widgets.forms.goal import EXAMPLES, TargetWords, goal_line, goal_problems, read_percent, written_goal

WANTED = LookingFor("role", "student or young person", "because I never asked")
GOAL = Goal(
    "I want to learn to listen",
    (WANTED,),
    (Target("role", "student or young person", 0.125, date(2027, 6, 30)),),
    set_aside={"twitter:9223372036854775999": "family"},
    review_every="3 months",
)


@pytest.fixture
def audit(tmp_path):
    with new_audit(tmp_path / "my.audit", codebook=read_codebook("school-librarians")) as audit:
        yield audit


def fill(line, dimension, category, words):
    line.dimension.value, line.category.value, line.words.value = dimension, category, words


def test_what_is_filled_in_is_the_goal_of_the_audit_file(audit):
    form = goal_form(audit)
    form.stem.value = "I want to learn to"
    form.rest.value = "plan a lesson\nabout our river"
    fill(form.lines[0], "role", "community organiser", "they live there")
    fill(form.targets[0], "role", "community organiser", "20")
    form.targets[0].by.value = date(2027, 6, 30)
    form.rhythm.value = "6 months"
    form.save.click()
    assert not form.said.trouble
    assert audit.goal == Goal(
        "I want to learn to plan a lesson about our river",
        (LookingFor("role", "community organiser", "they live there"),),
        (Target("role", "community organiser", 0.2, date(2027, 6, 30)),),
        review_every="6 months",
    )


def test_a_goal_that_is_there_is_shown_and_saved_again_unchanged(audit):
    audit.set_goal(GOAL)
    form = goal_form(audit)
    assert (form.stem.value, form.rest.value) == ("I want to learn to", "listen")
    assert [box.value for box in form.focus] == [name == "role" for name in audit.codebook.dimension_names]
    form.save.click()
    assert audit.goal == GOAL


def test_a_goal_with_many_lines_is_shown_whole(audit):
    names = audit.codebook["role"].category_names
    many = Goal("I hear too few", tuple(LookingFor("role", name) for name in names[:7]))
    audit.set_goal(many)
    form = goal_form(audit)
    form.save.click()
    assert audit.goal == many


def test_every_word_that_the_codebook_does_not_have_gets_its_sentence(audit):
    form = goal_form(audit)
    form.rest.value = "listen"
    fill(form.lines[0], "role", "comunity organiser", "")
    fill(form.lines[1], "role", "wizard", "")
    form.save.click()
    assert form.said.trouble
    assert "Did you mean 'community organiser'?" in form.said.lines[0]
    assert "'wizard'" in form.said.lines[1]
    assert audit.goal is None


def test_own_words_are_welcome_where_the_question_is_open():
    codebook = read_codebook("school-librarians")
    assert goal_problems(Goal("x", (LookingFor("identity", "from the river villages"),)), codebook) == []


def test_without_a_sentence_nothing_is_saved(audit):
    form = goal_form(audit)
    form.save.click()
    assert form.said.lines == ("Write your goal first: one sentence about what you want to become able to do.",)
    assert audit.goal is None
    assert form.code.lines == ()


@pytest.mark.parametrize("text", ["twenty", "101", "-1", "nan", "inf", "1e9", "0x10"])
def test_a_target_that_is_no_share_gives_a_sentence(text):
    with pytest.raises(AnnotationError, match="from 0 to 100"):
        read_percent(text)


@pytest.mark.parametrize(("text", "share"), [("20", 0.2), ("20 %", 0.2), ("0", 0.0), ("100", 1.0), ("12,5", 0.125)])
def test_a_target_is_typed_in_percent(text, share):
    assert read_percent(text) == share


def test_half_a_target_is_asked_about():
    with pytest.raises(AnnotationError, match="a category and a number"):
        written_goal("x", (), [TargetWords("role", "", "20")])
    with pytest.raises(AnnotationError, match="a category and a number"):
        written_goal("x", (), [TargetWords("role", "teacher", " ")])


def test_the_line_of_python_sets_the_same_goal_and_names_no_account(audit):
    audit.set_goal(GOAL)
    line = goal_line(GOAL)
    assert "9223372036854775999" not in line
    audit.set_goal(Goal("something else", set_aside=GOAL.set_aside))
    exec(line, {"ak": ak, "audit": audit})
    assert audit.goal == GOAL


def test_the_line_of_python_follows_what_is_typed(audit):
    form = goal_form(audit)
    form.rest.value = "listen"
    before = form.code.lines
    fill(form.lines[0], "role", "community organiser", "")
    assert before != form.code.lines
    exec(form.code.lines[0], {"ak": ak, "audit": audit})
    assert audit.goal.looked_for("role") == ("community organiser",)


def test_words_that_look_like_python_stay_words(audit):
    form = goal_form(audit)
    form.rest.value = 'say "x\')"); raise SystemExit #'
    exec(form.code.lines[0], {"ak": ak, "audit": audit})
    assert audit.goal.sentence.endswith("raise SystemExit #")


def test_questions_in_focus_are_what_the_lines_offer(audit):
    form = goal_form(audit)
    assert form.lines[0].dimension.options == audit.codebook.dimension_names
    fill(form.lines[0], "role", "community organiser", "")
    form.focus[audit.codebook.dimension_names.index("place")].value = True
    assert tuple(form.lines[1].dimension.options) == ("place",)
    assert form.lines[0].dimension.value == "role"
    assert form.lines[1].category.options == audit.codebook["place"].offered


def test_a_goal_that_no_list_can_serve_needs_only_its_sentence(audit):
    form = goal_form(audit)
    form.rest.value = "stay calm when a family objects"
    form.helps.value = False
    assert form.whom.layout.display == "none"
    form.save.click()
    assert not audit.goal.follow_lists_help
    assert "No follow list serves this goal" in form.said.lines[1]


def test_a_file_without_a_codebook_gets_one_only_when_the_goal_is_saved(tmp_path):
    with new_audit(tmp_path / "bare.audit") as audit:
        form = goal_form(audit)
        assert audit.codebook.dimension_names == ()
        form.rest.value = "listen"
        fill(form.lines[0], "role", "community organiser", "")
        form.save.click()
        assert not form.said.trouble
        assert "role" in audit.codebook


def test_the_examples_are_goals_of_one_sentence_each():
    assert all(example.startswith("I want to ") and example.count(".") == 1 for example in EXAMPLES)
