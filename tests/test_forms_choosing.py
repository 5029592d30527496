"""Sample data or my own: the form at the top of every notebook, and what it remembers."""

import os

import pytest

from auditkit.audit_file import new_audit, open_audit
from auditkit.codebook import read_codebook
from auditkit.errors import AuditFileError
from auditkit.widgets.forms import choose_audit, choosing
from auditkit.widgets.forms.choosing import OWN, SAMPLE, Choice, is_sample
from tests.audit_samples import sample_audit


@pytest.fixture(autouse=True)
def my_own_computer(monkeypatch, tmp_path):
    monkeypatch.delenv("AUDITKIT_PUBLIC", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def small_sample(request, monkeypatch, tmp_path_factory):
    """A small audit in place of the sample data, which takes a second and a half; one test has the real one."""
    if "real_sample" not in request.fixturenames:
        made = lambda persona: sample_audit(tmp_path_factory.mktemp("auditkit-sample-") / f"{persona}.audit")  # noqa: E731
        monkeypatch.setattr(choosing, "sample_audit", made)


@pytest.fixture
def real_sample():
    """Ask for the sample data itself."""


def is_shown(widget):
    return widget.layout.display != "none"


def make(form, name):
    form.use.value = OWN
    form.name.value = name
    form.go.click()


def test_the_sample_data_is_open_at_first(tmp_path, real_sample):
    form = choose_audit("youth-librarian", folder=tmp_path)
    assert form.use.value == SAMPLE
    assert len(form.audit.days) == 5
    assert "invented" in form.said.lines[0]
    assert form.code.lines == ("audit = ak.sample_audit('youth-librarian')",)
    assert not is_shown(form.own)


def test_before_a_file_is_made_the_form_says_where_and_that_it_is_sensitive(tmp_path):
    """ETHICS 16."""
    (tmp_path / "Dropbox").mkdir()
    form = choose_audit(folder=tmp_path / "Dropbox")
    form.use.value = OWN
    assert is_shown(form.own)
    said = " ".join(form.about.lines)
    assert str(tmp_path) in said
    assert "sensitive" in said
    assert "synchronised by Dropbox" in said
    assert list((tmp_path / "Dropbox").iterdir()) == []


def test_a_file_of_ones_own_is_open_again_when_the_notebook_runs_again(tmp_path):
    form = choose_audit(folder=tmp_path)
    make(form, "my audit")
    assert form.audit.path == tmp_path / "my audit.audit"
    assert "Run > Run All Cells again" in form.said.lines[-1]
    assert form.audit.codebook.name == "school-librarians"
    again = choose_audit(folder=tmp_path)
    assert again.use.value == OWN
    assert again.audit.path == form.audit.path
    assert "Run All" not in " ".join(again.said.lines)
    assert again.code.lines == (f"audit = ak.open_audit({str(form.audit.path)!r})",)


def test_going_back_to_the_sample_data_is_remembered_too(tmp_path):
    form = choose_audit(folder=tmp_path)
    make(form, "mine")
    form.use.value = SAMPLE
    assert is_sample(form.audit)
    assert "Run > Run All Cells again" in form.said.lines[-1]
    again = choose_audit(folder=tmp_path)
    assert again.use.value == SAMPLE
    assert is_sample(again.audit)


def test_of_two_files_the_one_chosen_last_is_open_again(tmp_path):
    form = choose_audit(folder=tmp_path)
    make(form, "first")
    make_again = choose_audit(folder=tmp_path)
    make_again.file.value = ""
    make_again.name.value = "second"
    make_again.go.click()
    assert choose_audit(folder=tmp_path).audit.path.name == "second.audit"
    back = choose_audit(folder=tmp_path)
    back.file.value = tmp_path / "first.audit"
    back.go.click()
    assert choose_audit(folder=tmp_path).audit.path.name == "first.audit"


def test_the_choice_is_one_bookmark_however_often_it_changes(tmp_path):
    choice = Choice(folder=tmp_path)
    path = choice.make_own("mine", "school-librarians").path
    for _ in range(3):
        choice.use_sample()
        choice.open_own(path)
    with open_audit(path) as audit:
        assert [entry.body["use"] for entry in audit.entries("bookmark")] == [OWN]


def test_files_nobody_chose_stay_closed(tmp_path):
    new_audit(tmp_path / "colleague.audit", codebook=read_codebook("school-librarians")).close()
    form = choose_audit(folder=tmp_path)
    assert form.use.value == SAMPLE
    assert [label for label, _ in form.file.options] == ["colleague.audit", "make a new one here"]


def test_the_newest_file_comes_first(tmp_path):
    for name, moment in (("old", 1_000_000_000), ("new", 1_700_000_000)):
        new_audit(tmp_path / f"{name}.audit").close()
        os.utime(tmp_path / f"{name}.audit", (moment, moment))
    assert [path.stem for path in Choice(folder=tmp_path).files()] == ["new", "old"]


def test_a_damaged_file_gives_its_sentence_and_the_sample_data(tmp_path):
    (tmp_path / "broken.audit").write_bytes(b"no audit file")
    form = choose_audit(folder=tmp_path)
    assert form.use.value == SAMPLE
    assert form.said.lines[0].startswith("broken.audit")


def test_a_damaged_file_that_is_chosen_gives_a_sentence_and_no_traceback(tmp_path):
    (tmp_path / "broken.audit").write_bytes(b"no audit file")
    form = choose_audit(folder=tmp_path)
    form.use.value = OWN
    form.file.value = tmp_path / "broken.audit"
    form.go.click()
    assert form.said.trouble
    assert form.said.lines[0].startswith("broken.audit")
    assert is_sample(form.audit)


@pytest.mark.parametrize("name", ["", "  ", "../outside", "a/b", "a\\b", "c:x", ".hidden", ".audit"])
def test_a_name_that_is_none_is_refused_with_a_sentence(tmp_path, name):
    with pytest.raises(AuditFileError, match="short name"):
        Choice(folder=tmp_path).make_own(name, "school-librarians")
    assert list(tmp_path.rglob("*.audit")) == []


def test_a_name_that_is_taken_is_refused_and_the_file_stays(tmp_path):
    form = choose_audit(folder=tmp_path)
    make(form, "mine")
    form.file.value = ""
    form.name.value = "mine"
    form.go.click()
    assert form.said.trouble
    assert "mine.audit" in form.said.lines[0]


class TestOnASharedPublicComputer:
    @pytest.fixture(autouse=True)
    def public(self, monkeypatch):
        monkeypatch.setenv("AUDITKIT_PUBLIC", "1")

    def test_a_banner_says_so(self):
        form = choose_audit()
        assert form.use.value == SAMPLE
        assert "shared public computer" in form.banner.lines[0]
        assert "10 idle minutes" in form.banner.lines[1]

    def test_own_data_needs_a_tick_first(self, tmp_path):
        form = choose_audit()
        form.use.value = OWN
        assert is_shown(form.agreed)
        assert form.go.disabled
        form.careful(form._open)()  # as from a page that did not hear of it
        assert form.said.trouble
        assert list(tmp_path.rglob("*.audit")) == []
        form.agreed.value = True
        assert not form.go.disabled
        form.go.click()
        assert form.audit.path == tmp_path / "my_audit" / "my audit.audit"

    def test_it_says_how_to_take_the_file_home(self):
        form = choose_audit()
        form.use.value = OWN
        said = " ".join(form.about.lines)
        assert "choose Download" in said
        assert "my_audit" in said


def test_elsewhere_there_is_no_banner_and_no_tick(tmp_path):
    form = choose_audit(folder=tmp_path)
    assert form.banner.lines == ()
    assert not is_shown(form.agreed)
