"""The annotator as a widget: what it sends, and what a notebook may keep of it."""

import json

import pytest

from auditkit.widgets import annotator
from auditkit.widgets.annotator import HERE
from tests.audit_samples import sample_audit

NAMES = ("zelda", "quux", "bo@example", "example.social", "922337")


@pytest.fixture
def widget(tmp_path, monkeypatch):
    with sample_audit(tmp_path / "my.audit") as audit:
        widget = annotator(audit, dimension="role", queue="everybody")
        widget.sent = []
        monkeypatch.setattr(
            widget, "send", lambda content, buffers=None: widget.sent.append((content, buffers)), raising=False
        )
        yield widget


def say(widget, **message):
    widget._handle_custom_msg({"client": "here", **message}, [])


def test_no_trait_that_is_saved_in_a_notebook_holds_an_account(widget):
    say(widget, ask="hello")
    say(widget, do="mark", seq=1, ids=[1], dimension="role", condition="declined")
    state = json.dumps(widget.get_state(), default=str).casefold()
    assert "_esm" in state
    assert [name for name in NAMES if name in state] == []


def test_the_roster_travels_as_bytes(widget):
    say(widget, ask="hello")
    say(widget, ask="details")
    voices, queue, details = widget.sent
    assert [content["kind"] for content, _ in widget.sent] == ["voices", "queue", "details"]
    assert json.loads(voices[1][0])["labels"] == ["Zelda Quuxley", "Bo", "Cy"]
    assert queue[1] is None
    assert b"Librarian from Quuxtown" in details[1][0]
    told = json.dumps([content for content, _ in widget.sent]).casefold()
    assert [name for name in NAMES if name in told] == []


def test_where_no_widget_runs_a_sentence_says_what_to_do(widget):
    data, _ = widget._repr_mimebundle_()
    assert data["text/plain"] == "Widget not running? Run > Run All Cells"


def test_the_page_is_one_plain_module_that_loads_and_fetches_nothing():
    page = (HERE / "annotator.js").read_text("utf-8")
    for word in (
        "import ",
        "import(",
        "require(",
        "fetch(",
        "XMLHttpRequest",
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "eval(",
        "document.write",
    ):
        assert word not in page
    style = (HERE / "annotator.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_the_page_keeps_nothing_in_the_browser_but_a_preference():
    page = (HERE / "annotator.js").read_text("utf-8")
    assert page.count("localStorage") == page.count('localStorage.getItem("auditkit-single-keys")') + page.count(
        'localStorage.setItem("auditkit-single-keys"'
    )
    assert "sessionStorage" not in page
    assert "indexedDB" not in page
