"""Plan, journal and report: written into the audit file, private unless the person says otherwise."""

from datetime import date

import pytest

import auditkit as ak
from auditkit.audit_file import new_audit
from auditkit.audit_file.entries import ENVIRONMENTS
from auditkit.codebook import read_codebook
from auditkit.widgets.forms import journal_form, plan_form, report_form
from auditkit.widgets.forms.planning import DID, OTHER, PLACES, Diary
from auditkit.widgets.forms.report_form import BOTH
from tests.audit_samples import sample_audit


@pytest.fixture
def audit(tmp_path):
    with new_audit(tmp_path / "my.audit", codebook=read_codebook("school-librarians")) as audit:
        yield audit


def write(form, **parts):
    for name, value in parts.items():
        form.fields[name].value = value
    form.add.click()


def test_a_step_is_in_the_audit_file_private_and_planned(audit):
    form = plan_form(audit)
    write(
        form,
        environment="webinars",
        what="Join the evening on\nchoosing books",
        why="to hear families",
        by=date(2026, 12, 1),
        notice="I can name two who spoke",
    )
    (entry,) = audit.entries("plan")
    assert entry.body == {
        "environment": "webinars",
        "what": "Join the evening on choosing books",
        "why": "to hear families",
        "by": "2026-12-01",
        "notice": "I can name two who spoke",
        "state": "planned",
    }
    assert not entry.shareable
    assert form.fields["what"].value == ""
    assert form.fields["by"].value is None
    assert "Private." in form.standing.lines[0]


def test_every_environment_of_the_audit_file_can_be_planned_with(audit):
    assert [value for _, value in plan_form(audit).fields["environment"].options] == list(ENVIRONMENTS)
    assert set(PLACES) == set(ENVIRONMENTS)


def test_only_with_the_tick_may_a_report_show_it_and_the_tick_does_not_stay(audit):
    form = plan_form(audit)
    form.shareable.value = True
    write(form, what="first")
    write(form, what="second")
    assert [entry.shareable for entry in audit.entries("plan")] == [True, False]
    form.line.value = 2
    form.share.click()
    form.line.value = 1
    form.hide.click()
    assert [entry.shareable for entry in audit.entries("plan")] == [False, True]


def test_an_empty_step_is_not_written(audit):
    form = plan_form(audit)
    write(form, what="  ")
    assert form.said.lines == ("Write down what first. A few words are enough.",)
    assert audit.entries("plan") == []


def test_the_next_review_opens_with_what_became_of_it(audit):
    audit.add_entry("plan", "2026-01-31", {"what": "Visit the museum", "environment": "in person", "state": "planned"})
    form = plan_form(audit)
    assert "what became of this?" in form.opening.lines[0]
    assert "Visit the museum" in form.opening.lines[1]
    form.state.value, form.done.value = OTHER, "They came to us"
    button(form, "Keep what became of it").click()
    assert form.opening.lines == ()
    (entry,) = audit.entries("plan")
    assert (entry.body["state"], entry.body["done"], entry.body["what"]) == (
        OTHER,
        "They came to us",
        "Visit the museum",
    )
    assert "Became: They came to us" in plan_form(audit).standing.lines[0]


def test_a_step_of_today_is_not_asked_about(audit):
    form = plan_form(audit)
    write(form, what="Visit the museum")
    assert form.opening.lines == ()


def test_a_step_whose_day_has_not_come_is_not_asked_about(audit):
    diary = Diary(audit, "plan")
    audit.add_entry("plan", "2026-11-01", {"what": "later", "by": "2026-12-01", "state": "planned"})
    assert diary.waiting(date(2026, 11, 30)) == []
    assert len(diary.waiting(date(2026, 12, 1))) == 1
    diary.became(1, DID)
    assert diary.waiting(date(2026, 12, 1)) == []


def test_a_line_that_is_taken_away_comes_back_with_undo(audit):
    form = plan_form(audit)
    write(form, what="Visit")
    form.remove.click()
    assert form.standing.lines == ("Nothing stands here yet.",)
    assert form.remove.disabled
    audit.undo()
    assert plan_form(audit).standing.lines[0].startswith("Line 1, ")


def test_what_a_person_wrote_stands_in_no_drop_down(audit):
    form = plan_form(audit)
    write(form, what="Talk with Zelda Quuxley")
    assert [label for label, _ in form.line.options] == [f"line 1, {date.today()}, accounts to follow, planned"]


def test_the_line_of_python_adds_the_same(audit):
    form = plan_form(audit)
    form.shareable.value = True
    form.fields["what"].value = "Say \"x'); raise SystemExit #"
    line = form.code.lines[0]
    form.add.click()
    exec(line, {"audit": audit})
    first, second = audit.entries("plan")
    assert (first.body, first.shareable) == (second.body, second.shareable)


def test_a_journal_keeps_the_question_with_the_words(audit):
    form = journal_form(audit, "What surprised you?")
    assert form.children[0].lines == ("What surprised you?",)
    write(form, what="How few I know.")
    (entry,) = audit.entries("journal")
    assert entry.body == {"title": "What surprised you?", "what": "How few I know."}
    assert "“What surprised you?”. How few I know." in form.standing.lines[0]
    assert audit.entries("plan") == []


def test_a_journal_without_a_question_takes_words_too(audit):
    write(journal_form(audit), what="Nothing yet.", environment="podcasts")
    assert audit.entries("journal")[0].body == {"what": "Nothing yet.", "environment": "podcasts"}


def test_plan_and_journal_survive_a_masked_copy(audit, tmp_path):
    write(plan_form(audit), what="Talk with Zelda")
    audit.masked_copy(tmp_path / "masked.audit")
    with ak.open_audit(tmp_path / "masked.audit") as masked:
        assert "Zelda" not in " ".join(plan_form(masked).standing.lines)


class TestReport:
    def test_it_lies_beside_the_audit_file_and_the_form_says_where(self, tmp_path):
        with sample_audit(tmp_path / "my.audit") as audit:
            form = report_form(audit)
            form.kind.value = BOTH
            form.write.click()
            assert not form.said.trouble
            assert str(tmp_path / "review.html") in form.said.lines[0]
            assert "Zelda" not in (tmp_path / "review.html").read_text("utf-8")
            assert "Annotation coverage" in (tmp_path / "review.md").read_text("utf-8")

    def test_the_line_of_python_names_the_parts(self, tmp_path):
        with sample_audit(tmp_path / "my.audit") as audit:
            form = report_form(audit)
            form.sample.value = False
            assert form.code.lines == (
                f"ak.write_report(audit.review(), {str(tmp_path / 'review.html')!r}, activity=audit.activity())",
            )

    def test_a_folder_that_is_not_there_gives_a_sentence(self, tmp_path):
        with sample_audit(tmp_path / "my.audit") as audit:
            form = report_form(audit)
            form.folder.value = str(tmp_path / "nowhere")
            form.write.click()
            assert form.said.lines == ("There is no folder nowhere. Choose one that is there.",)

    def test_without_a_list_it_says_what_to_do(self, audit):
        form = report_form(audit)
        form.write.click()
        assert "holds no follow list yet" in form.said.lines[0]


def button(widget, words):
    for child in getattr(widget, "children", ()):
        if getattr(child, "description", "") == words:
            return child
        found = button(child, words)
        if found:
            return found
    return None
