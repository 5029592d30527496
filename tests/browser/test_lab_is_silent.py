"""JupyterLab, started by start.py, talks to this machine and to no other."""

import json
from urllib.parse import urlsplit

import nbformat
import pytest

import start

pytestmark = pytest.mark.browser
THIS_MACHINE = ("127.0.0.1", "localhost")
NOTEBOOK = "notebooks/silent.ipynb"


@pytest.fixture
def asked(page):
    """Every address that the page, its workers and its web sockets ask for, as they come."""
    addresses = []
    page.context.on("request", lambda request: addresses.append(request.url))
    page.on("websocket", lambda websocket: addresses.append(websocket.url))
    return addresses


@pytest.fixture
def notebook(lab):
    """A notebook that exercises what may fetch: a widget, a picture, a formula."""
    cells = [
        nbformat.v4.new_markdown_cell("# A formula\n\n$\\sum_i p_i = 1$"),
        nbformat.v4.new_code_cell("import ipywidgets\nipywidgets.IntSlider(description='weeks')"),
        nbformat.v4.new_code_cell("from matplotlib import pyplot\nfigure = pyplot.plot([1, 2])"),
        nbformat.v4.new_code_cell("print(6 * 7)"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = lab.folder / NOTEBOOK
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return NOTEBOOK


@pytest.fixture
def wish_for_news(lab):
    """The person's settings after she said yes to news and updates."""
    settings = lab.folder / ".venv/jupyter/config/lab/user-settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)  # another test may have chosen a theme
    wish = {"fetchNews": "true", "checkForUpdates": True}
    wished = settings / "notification.jupyterlab-settings"
    before = wished.read_bytes() if wished.exists() else None
    wished.write_text(json.dumps(wish), encoding="utf-8")
    yield
    wished.unlink() if before is None else wished.write_bytes(before)


def outside(addresses):
    return [
        a for a in addresses if urlsplit(a).scheme not in ("data", "blob") and urlsplit(a).hostname not in THIS_MACHINE
    ]


def test_opening_and_running_a_notebook_asks_no_other_machine(lab, page, asked, notebook):
    lab.open(page, notebook)
    lab.run_all(page)
    page.locator(".jp-OutputArea-output", has_text="42").wait_for()
    page.locator(".widget-slider").wait_for()
    page.locator("mjx-container").first.wait_for()
    assert any(address.startswith("ws:") for address in asked)
    assert outside(asked) == []


def test_the_first_notebook_of_the_kit_asks_no_other_machine(lab, page, asked):
    if not (lab.folder / start.FIRST_NOTEBOOK).exists():
        pytest.fail(f"{start.FIRST_NOTEBOOK} is what start.py opens, and it is not there")
    lab.open(page, start.FIRST_NOTEBOOK)
    lab.run_all(page)
    assert outside(asked) == []


def test_no_news_no_question_about_news_and_no_extension_list_is_shown(lab, page, notebook):
    lab.open(page, notebook)
    page.wait_for_timeout(4000)  # the question would come within two seconds
    assert page.locator(".Toastify__toast").all_inner_texts() == []
    assert page.locator("[data-id='extensionmanager.main-view']").count() == 0


@pytest.mark.usefixtures("wish_for_news")
def test_a_person_who_asks_for_news_and_updates_causes_no_outside_request(lab, page, asked, notebook, outside_log):
    lab.open(page, notebook)
    page.wait_for_timeout(4000)
    assert lab.ask("lab/api/news") == {"news": []}
    assert lab.ask("lab/api/update") == {"notification": None}
    assert lab.ask("lab/api/extensions?refresh=1&query=theme") == []
    assert outside(asked) == []
    assert outside_log.read_text(encoding="utf-8") == ""


def test_the_persons_own_jupyter_settings_are_neither_read_nor_written(lab, page, notebook):
    lab.open(page, notebook)
    paths = page.evaluate("() => JSON.parse(document.getElementById('jupyter-config-data').textContent)")
    kept_in = [paths[name] for name in ("userSettingsDir", "workspacesDir") if name in paths]
    assert kept_in
    assert all(path.startswith(str(lab.folder)) for path in kept_in)
