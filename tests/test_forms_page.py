"""What every form puts on the page: labels, text that stays text, and nothing about anybody in a saved notebook."""

import json

import pytest
from ipywidgets import Box, Button, DOMWidget
from ipywidgets.embed import dependency_state, embed_data

from auditkit.widgets.forms import (
    change_form,
    choose_audit,
    goal_form,
    journal_form,
    load_form,
    plan_form,
    report_form,
    review_form,
    what_if_form,
)
from auditkit.widgets.forms.frame import HERE, Form, Lines, file_trouble
from auditkit.widgets.forms.people import PeopleFinder
from tests.audit_samples import BO, follow_list, sample_audit

NAMES = ("zeldaquux", "quuxley", "bo@example", "example.social", "922337", "hostile")
MARKUP = "<img src=x onerror=alert(1)><script>alert(1)</script> hostile"


@pytest.fixture
def audit(tmp_path):
    with sample_audit(tmp_path / "my.audit") as audit:
        rows = [(BO, "bo@example.social", MARKUP, MARKUP), ("mastodon:e@example.social", MARKUP, MARKUP, MARKUP)]
        audit.add_snapshot(follow_list("mastodon", *rows, digest="later"), "2026-02-28")
        yield audit


@pytest.fixture
def forms(audit, tmp_path):
    folder = tmp_path / "my_data"
    return [
        choose_audit(folder=tmp_path / "own"),
        goal_form(audit),
        load_form(audit, folder),
        review_form(audit),
        change_form(audit),
        what_if_form(audit, folder),
        plan_form(audit),
        journal_form(audit, "What now?"),
        report_form(audit),
    ]


def parts(widget):
    """The widgets of a form that a person sees, without the boxes around them."""
    if isinstance(widget, Box):
        return [part for child in widget.children for part in parts(child)]
    return [widget]


def state_of(*forms):
    """What a notebook saves of them, when it saves the state of widgets."""
    kept = dependency_state(forms, drop_defaults=False)
    return json.dumps(embed_data(forms, state=kept), default=str).casefold()


def test_a_saved_notebook_holds_no_account(forms):
    for finder in parts(forms[2]):
        if isinstance(finder, PeopleFinder):
            finder._handle_custom_msg({"ask": "find", "words": "e"}, [])
            assert finder.people.find("e")[0]
    state = state_of(*forms)
    assert "what became of it" in state
    assert [name for name in NAMES if name in state] == []


def test_a_saved_notebook_holds_no_line_of_plan_or_journal_and_no_content_of_a_file(audit, tmp_path):
    audit.add_entry("plan", None, {"what": "ask Quuxley"})
    forms = [plan_form(audit), journal_form(audit), load_form(audit, tmp_path / "my_data")]
    assert "ask Quuxley" in forms[0].standing.lines[0]
    forms[1].fields["what"].value = "Quuxley said no"
    forms[1].add.click()
    data = b"Account address,Show boosts\nzeldaquux@example.social,true\n"
    forms[2].upload._handle_custom_msg({"name": "a.csv", "size": len(data), "sent": True}, [data])
    forms[2].look.click()
    assert "1 account" in forms[2].said.lines[0]
    state = state_of(*forms)
    assert [name for name in NAMES if name in state] == []


def test_what_comes_from_files_is_never_markup(audit, tmp_path):
    audit.annotate([BO], "place", [MARKUP], basis="told me")
    form = review_form(audit)
    form.dimension.value = "place"
    assert "hostile" in form.picture.value
    assert "<img src=x" not in form.picture.value
    assert "<script" not in form.picture.value
    change = change_form(audit)
    change.dimension.value = "place"
    assert "<img src=x" not in change.picture.value
    imagined = what_if_form(audit, tmp_path / "my_data")
    imagined.dimension.value = "place"
    imagined.category.value = imagined.category.options[0]
    imagined._show()
    assert "<img src=x" not in imagined.picture.value


def test_every_field_has_a_label(forms):
    for form in forms:
        for part in parts(form):
            if hasattr(part, "description") and type(part).__name__ != "HTML":
                assert part.description.strip(), f"{type(part).__name__} of {type(form).__name__}"


def test_a_description_is_text(forms):
    """ipywidgets reads a description as HTML only where it is told to."""
    found = [part for form in forms for part in parts(form) if hasattr(part, "description_allow_html")]
    assert found
    assert not any(part.description_allow_html for part in found)


def test_a_form_is_small_enough_to_arrive_whole(forms):
    """NOTEBOOKS 2a: above some hundred widgets at once messages get lost."""
    for form in forms:
        number = len(dependency_state([form]))
        assert number <= 220, f"{type(form).__name__}: {number}"


def test_where_no_widget_runs_a_sentence_says_what_to_do(forms):
    for form in forms:
        assert form._repr_mimebundle_()["text/plain"] == "Widget not running? Run > Run All Cells"


def test_no_button_is_nameless(forms):
    for form in forms:
        assert all(part.description for part in parts(form) if isinstance(part, Button))


class TestLines:
    def test_text_goes_as_a_message_and_not_as_a_trait(self, monkeypatch):
        lines, sent = Lines(), []
        monkeypatch.setattr(lines, "send", lambda content, buffers=None: sent.append(content), raising=False)
        lines.show(f"{MARKUP}\n red", "", "two")
        assert lines.lines == (f"{MARKUP} red", "two")
        assert "hostile" not in str(lines.get_state())
        lines._handle_custom_msg({"ask": "lines"}, [])
        assert sent == [{"lines": [f"{MARKUP} red", "two"], "trouble": False}] * 2

    def test_trouble_is_over_with_the_next_sentence(self):
        lines = Lines()
        lines.show("no", trouble=True)
        lines.show("yes")
        assert not lines.trouble


class TestTroubles:
    def test_what_goes_wrong_with_a_file_is_a_sentence_without_its_path(self, tmp_path):
        form = Form()

        def fails():
            raise PermissionError(13, "Permission denied", "/home/somebody/secret/my.audit")

        form.careful(fails)()
        assert form.said.lines == ("my.audit: Permission denied. Choose another file or folder, and try again.",)
        assert file_trouble(OSError()).startswith("The file: it cannot be used.")

    def test_an_error_in_the_program_itself_is_not_hidden(self):
        with pytest.raises(ZeroDivisionError):
            Form().careful(lambda: 1 / 0)()


@pytest.mark.parametrize("path", sorted(HERE.glob("*.js")), ids=lambda path: path.name)
def test_the_pages_are_plain_modules_that_fetch_nothing_and_set_no_markup(path):
    page = path.read_text("utf-8")
    for word in ("import ", "import(", "require(", "fetch(", "XMLHttpRequest", "innerHTML", "outerHTML",
                 "insertAdjacent", "eval(", "document.write", "localStorage", "sessionStorage", "indexedDB"):  # fmt: skip
        assert word not in page
    assert "data-lm-suppress-shortcuts" in page


def test_the_style_loads_nothing():
    style = (HERE / "forms.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_what_can_be_seen_are_widgets(forms):
    assert all(isinstance(part, DOMWidget) for form in forms for part in parts(form))
