"""The forms that show numbers: review, change and what-if. Each picture has its sentence, each line of Python runs."""

import importlib

import pandas as pd
import pytest

import auditkit as ak
from auditkit.audit_file import new_audit
from auditkit.codebook import read_codebook
from auditkit.errors import AuditKitError
from auditkit.goal import Goal, LookingFor, Target
from auditkit.tables import FollowList, follow_table
from auditkit.widgets.forms import change_form, review_form, what_if_form
from auditkit.widgets.forms.changing import NOW, PARTS, AskedChange, Changing
from auditkit.widgets.forms.imagining import FROM_FILE, AskedWhatIf, Imagining, needed_sentences
from auditkit.widgets.forms.reviewing import OUT, SIDE_BY_SIDE, Asked, Reviewing

A, B, C, D = (f"mastodon:{name}quux@example.social" for name in "abcd")
FEED = "feed:show.example/quux"
HOMES = {
    "composition_by": "measures.breakdown",
    "show_platforms": "charts.platforms",
    "show_parts": "charts.parts",
    "change_then_and_now": "measures.change",
    "on_platforms": "measures.comparability",
    "what_if": "measures.whatif",
    "needed": "measures.whatif",
}


class Ak:
    """auditkit, with the names that are public under it or are still to be."""

    def __getattr__(self, name):
        return getattr(importlib.import_module(f"auditkit.{HOMES[name]}") if name in HOMES else ak, name)


def run(line, audit):
    return eval(line, {"ak": Ak(), "audit": audit})


def listed(platform, accounts, group=None):
    columns = {"account": accounts, "name": [f"Quux of {account}" for account in accounts]}
    columns |= {"group": group} if group else {}
    return FollowList(follow_table(columns, platform=platform), platform, platform)


@pytest.fixture
def audit(tmp_path):
    """Two dates: A, B, then A, B, C, D and a show; A is a teacher, B and C are organisers, D and the show unknown."""
    goal = Goal(
        "Hear organisers", (LookingFor("role", "community organiser"),), (Target("role", "author or illustrator", 0.5),)
    )
    with new_audit(tmp_path / "my.audit", goal=goal, codebook=read_codebook("school-librarians")) as audit:
        audit.add_snapshot(listed("mastodon", [A, B]), "2026-01-31")
        audit.add_snapshot(listed("mastodon", [A, B, C, D], ["town", "town", "far", None]), "2026-02-28")
        audit.add_snapshot(listed("feed", [FEED]), "2026-02-28")
        audit.annotate([A], "role", "classroom teacher", basis="my reading", noted_on="2026-01-31")
        audit.annotate([B, C], "role", "community organiser", basis="my reading", noted_on="2026-02-28")
        yield audit


@pytest.fixture
def bare(tmp_path):
    with new_audit(tmp_path / "bare.audit", codebook=read_codebook("school-librarians")) as audit:
        yield audit


class TestReview:
    def test_it_offers_what_there_is_the_goal_first(self, audit):
        choices = Reviewing(audit).choices()
        assert choices["dimension"][0] == "role"
        assert sorted(choices["dimension"]) == sorted(audit.codebook.dimension_names)
        assert choices["platform"] == ["all", "side by side", "mastodon", "feed"]
        assert choices["group"] == ["all", "side by side", "far", "town"]

    def test_coverage_is_said_first_and_names_never(self, audit):
        form = review_form(audit)
        assert form.said.lines[0] == "Annotation coverage 60\xa0%: 3 of 5 voices reviewed; 0 set aside."
        assert "<figure" in form.picture.value
        assert "Quux of" not in form.picture.value + " ".join(form.said.lines)

    def test_set_aside_is_counted(self, audit):
        audit.set_aside(D, "family")
        assert "3 of 4 voices reviewed; 1 set aside" in review_form(audit).said.lines[0]

    def test_one_platform_and_one_list_count_only_their_voices(self, audit):
        said, _ = Reviewing(audit).answer(Asked("role", platform="feed"))
        assert "0 of 1 voice reviewed" in said[0]
        said, _ = Reviewing(audit).answer(Asked("role", group="town"))
        assert "2 of 2 voices reviewed" in said[0]

    def test_the_unknown_left_out_gives_a_table_that_says_so(self, audit):
        said, table = Reviewing(audit).answer(Asked("role", unknowns=OUT))
        assert "Annotation coverage 60" in table
        assert "Only the known: 3 of 5 voices." in said[-1]
        assert "the 2 others" in table
        assert "<bdi>community organiser (looked for)</bdi></th><td><bdi>2</bdi></td><td><bdi>67\xa0%</bdi>" in table

    @pytest.mark.parametrize("asked", [Asked("role", platform=SIDE_BY_SIDE), Asked("role", group=SIDE_BY_SIDE)])
    def test_side_by_side_says_that_parts_overlap(self, audit, asked):
        said, picture = Reviewing(audit).answer(asked)
        assert "do not add up" in said[-1]
        assert "<figure" in picture

    def test_each_choice_draws_and_its_line_of_python_runs(self, audit):
        form = review_form(audit)
        for name, value in (("unknowns", OUT), ("platform", "mastodon"), ("group", "town"), ("platform", SIDE_BY_SIDE)):
            before = form.picture.value
            getattr(form, name).value = value
            assert form.picture.value != before
            assert not form.said.trouble
            assert run(form.code.lines[0], audit) is not None

    def test_the_line_of_python_counts_the_same_voices(self, audit):
        form = review_form(audit)
        form.group.value, form.unknowns.value = "town", OUT
        table = run(form.code.lines[0], audit)
        assert table.loc["community organiser", ["count", "recorded", "unknown"]].tolist() == [1, 2, 0]

    def test_a_new_mark_counts_after_count_again(self, audit):
        form = review_form(audit)
        audit.mark(D, "role", "declined")
        form._refresh()
        assert "4 of 5 voices reviewed" in form.said.lines[0]

    def test_without_a_list_it_says_what_to_do(self, bare):
        form = review_form(bare)
        assert form.said.trouble
        assert "holds no follow list yet" in form.said.lines[0]


class TestChange:
    def test_it_starts_with_the_first_and_the_last_date(self, audit):
        form = change_form(audit)
        assert (form.first.value, form.last.value) == (pd.Timestamp("2026-01-31"), pd.Timestamp("2026-02-28"))
        assert "<figure" in form.picture.value
        assert "what you had noted by then" in form.said.lines[0]

    def test_a_list_that_came_in_is_pointed_out(self, audit):
        form = change_form(audit)
        assert "Your lists from feed are there on one of the dates only" in form.said.lines[1]
        form.common.value = True
        assert len(form.said.lines) == 1

    def test_known_now_says_that_noting_plays_no_part(self, audit):
        form = change_form(audit)
        form.known.value = NOW
        assert "with what you know today" in form.said.lines[0]

    def test_each_choice_draws_and_its_line_of_python_runs(self, audit):
        form = change_form(audit)
        for name, value in (("known", NOW), ("view", PARTS), ("common", True), ("dimension", "place")):
            getattr(form, name).value = value
            assert "<figure" in form.picture.value
            assert not form.said.trouble
            assert "<figure" in run(form.code.lines[0], audit)._repr_html_()

    def test_two_dates_in_the_other_order_are_the_same_change(self, audit):
        first, last = pd.Timestamp("2026-01-31"), pd.Timestamp("2026-02-28")
        answers = [Changing(audit).answer(AskedChange("role", *pair)) for pair in ((first, last), (last, first))]
        assert answers[0] == answers[1]

    def test_only_the_two_dates_are_shown(self, audit):
        audit.add_snapshot(listed("mastodon", [A]), "2026-03-31")
        form = change_form(audit)
        form.last.value = pd.Timestamp("2026-02-28")
        assert "28\xa0Feb\xa02026" in form.picture.value
        assert "31\xa0Mar\xa02026" not in form.picture.value
        assert not form.said.trouble

    def test_the_same_date_twice_gives_a_sentence(self, audit):
        form = change_form(audit)
        form.first.value = form.last.value
        assert form.said.lines == ("Choose two different dates.",)
        assert form.picture.value == ""

    def test_one_date_gives_a_sentence(self, bare):
        bare.add_snapshot(listed("mastodon", [A]), "2026-01-31")
        form = change_form(bare)
        assert form.said.trouble
        assert "One date" not in form.said.lines[0]
        assert "There is one date so far" in form.said.lines[0]
        form.known.value = NOW
        assert form.picture.value == ""


class TestWhatIf:
    def test_more_voices_of_a_category(self, audit, tmp_path):
        """Known: 1 teacher, 2 organisers; with 5 organisers more, 7 of 8 known, of 10 in all."""
        form = what_if_form(audit, tmp_path / "my_data")
        form.category.value, form.number.value = "community organiser", 5
        show(form)
        assert form.said.lines[0].startswith("5 voices added in this picture; nothing is changed")
        assert "now 2 voices" in form.said.lines[1]
        assert "then 7 voices, 88\xa0% of those with a record, range 70 to 90\xa0%" in form.said.lines[1]
        assert "<figure" in form.picture.value
        assert run(form.code.lines[0], audit).loc["community organiser", "count_after"] == 7

    def test_candidates_from_a_file_are_unknown_and_named_nowhere(self, audit, tmp_path):
        (tmp_path / "found.csv").write_text(
            "Account address,Show boosts\nnewquux@example.social,true\naquux@example.social,true\n", "utf-8"
        )
        form = what_if_form(audit, tmp_path / "my_data")
        form.kind.value, form.path.value = FROM_FILE, str(tmp_path / "found.csv")
        show(form)
        assert not form.said.trouble
        assert "1 voice added" in form.said.lines[0]
        assert "1 voice of the list you follow already" in form.said.lines[0]
        assert "ranges become wider" in form.said.lines[1]
        assert "quux" not in " ".join(form.said.lines) + form.picture.value
        assert run(form.code.lines[0], audit)["added"].tolist()[0] == 1

    def test_nothing_is_changed_by_looking(self, audit, tmp_path):
        before = audit.voices()
        show(what_if_form(audit, tmp_path / "my_data"))
        pd.testing.assert_frame_equal(audit.voices(), before)

    def test_the_persons_own_target_stands_there(self, audit, tmp_path):
        """Of 3 known no author; half of the known takes 3; if the 2 unknown were authors 1, if not 5."""
        form = what_if_form(audit, tmp_path / "my_data")
        form.category.value = "author or illustrator"
        assert form.share.value == "50"
        click(form, "How many would it take?")
        assert form.said.lines[0].endswith("of the voices you know something about, it takes 3 more.")
        assert "1 more if all of them held it, 5 more if none did" in form.said.lines[1]
        assert run(form.code.lines[0], audit).to_dict() == {"at_least": 1, "of_known": 3, "surely": 5}

    def test_a_share_that_no_number_reaches_is_said(self):
        numbers = pd.Series({"at_least": None, "of_known": None, "surely": None}, dtype="Int64")
        assert "No number of voices" in needed_sentences(numbers, "author", 1.0)[0]

    def test_nothing_chosen_gives_a_sentence(self, audit):
        with pytest.raises(AuditKitError, match="Choose a file"):
            Imagining(audit).answer(AskedWhatIf("role"))

    def test_without_a_list_it_says_what_to_do(self, bare, tmp_path):
        form = what_if_form(bare, tmp_path / "my_data")
        assert "holds no follow list yet" in form.said.lines[0]
        show(form)
        assert form.said.trouble


def buttons(widget):
    for child in getattr(widget, "children", ()):
        yield from [child] if type(child).__name__ == "Button" else buttons(child)


def click(form, words):
    next(button for button in buttons(form) if button.description == words).click()


def show(form):
    click(form, "Show me")
