"""The forms in a real JupyterLab: a file of one's own, uploads, keys that would delete a cell, what a notebook keeps."""

import json

import nbformat
import pytest

pytestmark = pytest.mark.browser
NOTEBOOK = "forms.ipynb"
CODE = (
    "import auditkit as ak\nfrom auditkit.widgets.forms import choose_audit, load_form, plan_form\n"
    "choice = choose_audit(folder='own')\naudit = choice.audit\nchoice",
    "load_form(audit)",
    "plan_form(audit)",
)
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(
    cell => [cell.model.type, cell.model.sharedModel.getSource()])"""
KEEP_STATE = "() => window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
LIST = "account,name\nmastodon:quux@example.social,<img src=x onerror='window.hurt = 1'> Quuxley\n"


@pytest.fixture
def forms(lab, page):
    """The three forms of the notebook, after Run All Cells."""
    (lab.folder / "own").mkdir(exist_ok=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source) for source in CODE]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, lab.folder / NOTEBOOK)
    lab.open(page, NOTEBOOK)
    lab.run_all(page)
    found = page.locator(".auditkit-form")
    found.nth(2).locator("text=One small step is enough").wait_for()
    yield [found.nth(place) for place in range(3)]
    for path in [*(lab.folder / "own").glob("*"), *(lab.folder / "my_data").glob("*"), lab.folder / NOTEBOOK]:
        path.unlink()


def says(form, words):
    form.locator(".auditkit-status", has_text=words).wait_for(timeout=30_000)


def test_a_file_of_ones_own_is_made_filled_and_open_again(lab, page, forms):
    choose, load, plan = forms
    says(choose, "The sample data is open")
    choose.get_by_role("radio", name="my own").check()
    choose.get_by_role("button", name="Make it").click()
    says(choose, "Run > Run All Cells again")
    lab.run_all(page)
    says(choose, "It holds no follow list yet")
    load.locator("input[type=file]").set_input_files(
        [{"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()}]
    )
    says(load, "list.csv is in my_data now")
    load.get_by_role("button", name="Look at it").click()
    says(load, "Nothing is saved yet")
    load.get_by_role("button", name="Save it in my audit file").click()
    says(load, "saved, 1 account")
    load.get_by_label("Name or handle").fill("quuxley")
    load.get_by_role("button", name="Find").click()
    load.get_by_label("<img src=x").wait_for()
    plan.get_by_label("What I will do").fill("Ask Quuxley")
    plan.get_by_role("button", name="Write it down").click()
    plan.locator("text=Ask Quuxley").first.wait_for()
    assert page.evaluate("() => window.hurt") is None
    for _ in range(20):  # the state is gathered after the command has come back
        page.evaluate(KEEP_STATE)
        page.evaluate(SAVE)
        kept = json.dumps(nbformat.read(lab.folder / NOTEBOOK, 4))
        if "application/vnd.jupyter.widget-state+json" in kept:
            break
        page.wait_for_timeout(500)
    assert "application/vnd.jupyter.widget-state+json" in kept
    assert "quux" not in kept.casefold()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(lab, page, forms, tmp_path):
    big = tmp_path / "archive.zip"
    big.write_bytes(bytes(9_500_000))
    forms[1].locator("input[type=file]").set_input_files(big)
    says(forms[1], "the browser can hand over 9 MB at most")
    assert list((lab.folder / "my_data").iterdir()) == []


def test_no_key_on_a_button_or_a_list_touches_the_cells(page, forms):
    """In cells without deletable: false; x, d d, m and r would cut, delete or convert them."""
    before = page.evaluate(CELLS)
    load = forms[1]
    load.get_by_label("Name or handle").wait_for()
    places = [
        forms[0].get_by_role("radio", name="sample data"),
        load.get_by_role("button", name="Refresh"),
        load.get_by_label("These files are parts"),
        load.get_by_role("button", name="Find"),
        forms[2].get_by_label("Where"),
    ]
    for place in places:
        place.focus()
        for key in ("d", "d", "x", "a", "b", "m", "r", "Shift+M"):
            page.keyboard.press(key)
    assert page.evaluate(CELLS) == before
