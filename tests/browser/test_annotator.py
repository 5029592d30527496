"""The annotator in a real JupyterLab: keys, saving, a kernel that goes away, hostile text, many accounts."""

import json
import time
from importlib import resources

import nbformat
import pytest

from auditkit.audit_file import new_audit, open_audit
from auditkit.codebook import read_codebook
from auditkit.tables import FollowList, follow_table

pytestmark = pytest.mark.browser
NOTEBOOK = "annotate.ipynb"
CODE = (
    "import auditkit as ak\nfrom auditkit.widgets import annotator",
    "audit = ak.open_audit('my.audit')",
    "annotator(audit, dimension='role', queue='everybody')",
    "6 * 7",
)
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(
    cell => [cell.model.type, cell.model.sharedModel.getSource()])"""
STATUS = "text => document.querySelector('.ak-status')?.textContent === text"
RUN = "() => void window.jupyterapp.commands.execute('notebook:run-all-cells')"
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
KEEP_STATE = "() => window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
HOSTILE = (
    '<img src=x onerror="window.hurt = 1">',
    "<script>window.hurt = 1</script>",
    "</textarea></script><svg onload='window.hurt = 1'>",
    "javascript:window.hurt=1",
    "\u202emoor eht fo eman\u202c",
)


def key_of(number):
    return f"mastodon:voice{number}@example.social"


def follows(number, **columns):
    table = {
        "account": [key_of(n) for n in range(number)],
        "handle": [f"voice{n}@example.social" for n in range(number)],
        "name": [f"Voice Number {n}" for n in range(number)],
        "bio": [f"Writes about harbours and libraries, and has said so {n} times" for n in range(number)],
        "url": [f"https://example.social/@voice{n}" for n in range(number)],
        "since": ["2024-03-05"] * number,
    }
    return FollowList(follow_table(table | columns, platform="mastodon"), "mastodon", "mastodon")


@pytest.fixture
def audit_path(lab):
    path = lab.folder / "my.audit"
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def annotate(lab, page, audit_path):
    """Return a function that shows the annotator for a follow list and waits until its list is drawn."""

    def show(listed, code=CODE, window=page):
        if not audit_path.exists():
            with new_audit(audit_path, codebook=read_codebook("school-librarians")) as audit:
                audit.add_snapshot(listed, "2026-11-01")
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        cells = [nbformat.v4.new_code_cell(source) for source in code]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, lab.folder / NOTEBOOK)
        lab.open(window, NOTEBOOK)
        lab.run_all(window)
        window.locator(".ak-row").first.wait_for()
        window.locator(".ak-list").focus()
        return window

    return show


def saved(page, seconds=20):
    page.wait_for_function(STATUS, arg="All saved.", timeout=seconds * 1000)


def on_disk(path, dimension="role"):
    """Return account -> categories, or the condition, as another program would read them."""
    with open_audit(path) as audit:
        table = audit.annotations()
    said = {}
    for row in table[table["dimension"] == dimension].itertuples():
        said.setdefault(row.account, []).append(row.category if isinstance(row.category, str) else row.condition)
    return said


def states(page):
    return page.locator(".ak-row .ak-state").all_inner_texts()


def test_a_mark_is_on_the_disk_with_its_basis_evidence_and_note(annotate, audit_path):
    page = annotate(follows(3))
    page.keyboard.press("1")
    page.keyboard.press("e")
    page.keyboard.type("https://example.social/about; a talk")
    page.keyboard.press("Enter")
    page.keyboard.press("c")
    page.keyboard.type("met in May")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("f")
    saved(page)
    with open_audit(audit_path) as audit:
        said = audit.annotations().set_index("account")
    first = said.loc[key_of(0)]
    assert first[["category", "basis", "note"]].tolist() == ["school librarian", "my reading", "met in May"]
    assert first["evidence"] == "https://example.social/about; a talk"
    assert said.loc[key_of(1), "condition"] == "nothing found"
    page.locator(".ak-progress", has_text="1 of 3 left").wait_for()


@pytest.mark.parametrize("focus", [".ak-list", ".ak-tools button >> nth=2", ".ak-pane > .ak-field > input >> nth=-1"])
def test_no_key_of_jupyterlab_changes_a_cell(annotate, focus):
    page = annotate(follows(3))
    before = page.evaluate(CELLS)
    for key in ("d", "d", "x", "a", "b", "m", "r", "Shift+M", "y", "Enter", "Escape"):
        page.locator(focus).focus()
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.evaluate(CELLS) == before
    assert page.locator(".ak-row").count() == 3


def test_every_element_that_can_have_the_focus_keeps_the_shortcuts_away(annotate):
    page = annotate(follows(3, handle=[None] * 3, name=[None] * 3))
    page.keyboard.press(",")  # the last question: kind
    page.keyboard.press("?")
    bare = """() => [...document.querySelectorAll('.auditkit-annotator :is(a, button, input, select, textarea, summary,' +
        '[tabindex], [contenteditable])')].filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"""
    assert page.evaluate(bare) == []


def test_escape_then_tab_leaves_and_tab_alone_walks_on(annotate):
    page = annotate(follows(3))
    inside = "() => document.querySelector('.ak-root').contains(document.activeElement)"
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    page.locator(".ak-list").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)


def test_single_keys_can_be_switched_off_and_the_arrows_stay(annotate, audit_path):
    page = annotate(follows(3))
    page.get_by_role("button", name="Single keys").click()
    page.locator(".ak-list").focus()
    page.keyboard.press("1")
    page.keyboard.press("f")
    page.keyboard.press("ArrowDown")
    assert page.locator(".ak-pane .ak-title").inner_text() == "Voice Number 1"
    assert states(page) == ["not reviewed"] * 3
    page.get_by_role("button", name="school librarian").click()
    saved(page)
    assert on_disk(audit_path) == {key_of(1): ["school librarian"]}


def test_two_hundred_keys_in_a_row_arrive_in_their_order(annotate, audit_path):
    page = annotate(follows(100))
    for _ in range(100):
        page.keyboard.press("2")
        page.keyboard.press("ArrowDown")
    for key in ("1", "1", "2", "4", "f", "5"):  # of the last voice; only the 5 stays
        page.keyboard.press(key)
    saved(page)
    said = on_disk(audit_path)
    assert [said[key_of(n)] for n in range(99)] == [["public or youth librarian"]] * 99
    assert said[key_of(99)] == ["school leader"]


def test_marking_what_a_filter_shows_is_one_step_to_undo(annotate, audit_path):
    page = annotate(follows(60))
    page.keyboard.press("/")
    page.keyboard.type("harbours NUMBER 1")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    page.keyboard.press("3")
    saved(page)
    assert set(on_disk(audit_path)) == {key_of(n) for n in (1, *range(10, 20), 21, 31, 41, 51)}
    page.keyboard.press("z")
    page.locator(".ak-asked", has_text="Undone: role of 15 voices.").wait_for()
    assert on_disk(audit_path) == {}
    page.keyboard.press("y")
    page.locator(".ak-asked", has_text="Brought back").wait_for()
    assert len(on_disk(audit_path)) == 15


def test_identity_asks_how_the_person_knows_and_refuses_a_reading(annotate, audit_path):
    page = annotate(follows(2), (*CODE[:2], "annotator(audit, dimension='identity', queue='everybody')"))
    page.keyboard.press("9")
    assert "How do you know" in page.locator(".ak-asked").inner_text()
    page.keyboard.press("4")
    assert "would be a guess" in page.locator(".ak-asked").inner_text()
    page.keyboard.press("1")
    assert "Where did you read" in page.locator(".ak-asked").inner_text()
    page.keyboard.type("https://example.social/@voice0")
    page.keyboard.press("Enter")
    saved(page)
    assert on_disk(audit_path, "identity") == {key_of(0): ["queer or trans"]}
    assert page.evaluate("() => document.activeElement.className") == "ak-list"


def test_after_a_restart_it_says_so_and_run_all_saves_what_was_marked_meanwhile(annotate, page, audit_path):
    annotate(follows(5))
    page.keyboard.press("1")
    saved(page)
    page.evaluate(RESTART)
    page.wait_for_function(IDLE)
    page.locator(".ak-list").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    banner = page.locator(".ak-banner", has_text="NOT SAVED: 1 change.")
    banner.wait_for(timeout=8000)
    assert "Run > Run All Cells" in banner.inner_text()
    assert on_disk(audit_path) == {key_of(0): ["school librarian"]}
    page.evaluate(RUN)
    page.locator(".ak-asked", has_text="1 change made while Python was away: saved now.").wait_for(timeout=30000)
    saved(page)
    assert on_disk(audit_path) == {key_of(0): ["school librarian"], key_of(1): ["public or youth librarian"]}
    assert states(page)[:2] == ["school librarian", "public or youth librarian"]


def test_two_windows_on_one_file_agree(annotate, page, lab, audit_path):
    annotate(follows(5))
    with open_audit(audit_path) as other:
        other.annotate(key_of(3), "role", "school leader", basis="my reading")
    page.locator(".ak-row", has_text="school leader").wait_for(timeout=15000)
    page.evaluate(SAVE)
    second = page.context.new_page()
    second.goto(f"{lab.address}lab/tree/{NOTEBOOK}?token={lab.token}")
    second.locator(".ak-row").first.wait_for(timeout=60000)
    page.bring_to_front()
    page.locator(".ak-list").focus()
    page.keyboard.press("1")
    saved(page)
    second.locator(".ak-row", has_text="school librarian").wait_for(timeout=15000)
    second.bring_to_front()
    second.locator(".ak-list").focus()
    second.keyboard.press("End")
    second.keyboard.press("2")
    saved(second)
    page.locator(".ak-row", has_text="public or youth librarian").wait_for(timeout=15000)
    assert set(on_disk(audit_path)) == {key_of(0), key_of(3), key_of(4)}


def test_text_of_an_export_is_text(annotate, page):
    bad = list(HOSTILE)
    listed = follows(5, name=bad, bio=bad, handle=bad, url=bad, group=bad)
    annotate(listed)
    for _ in bad:
        page.wait_for_timeout(150)
        page.keyboard.press("1")
        page.keyboard.press("o")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    page.keyboard.type(HOSTILE[0])
    page.keyboard.press("Enter")
    saved(page)
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.hurt") is None
    assert page.locator(".ak-pane a, .ak-list img, .ak-list script, .ak-pane img, .ak-pane svg").count() == 0
    assert page.locator(".ak-row .ak-name").first.inner_text() == HOSTILE[0]


def test_a_notebook_saved_with_the_state_of_its_widgets_holds_no_account(annotate, page, lab):
    annotate(follows(5))
    page.keyboard.press("1")
    saved(page)
    page.evaluate(KEEP_STATE)
    page.wait_for_timeout(1000)
    page.evaluate(SAVE)
    text = (lab.folder / NOTEBOOK).read_text(encoding="utf-8")
    kept = json.loads(text)["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    assert any("_esm" in model["state"] for model in kept.values())
    assert "Widget not running? Run > Run All Cells" in text
    for word in ("voice1", "voice number", "harbours", "example.social"):
        assert word not in text.casefold()


def test_what_cannot_be_written_is_red_until_it_is(annotate, page, audit_path):
    annotate(follows(3))
    elsewhere = audit_path.rename(audit_path.with_name("moved.audit"))
    page.keyboard.press("1")
    page.locator(".ak-banner", has_text="NOT SAVED: 1 change. my.audit: was moved").wait_for(timeout=10000)
    assert "NOT SAVED" in page.locator(".ak-here .ak-state").inner_text()
    elsewhere.rename(audit_path)
    page.get_by_role("button", name="Try again").click()
    saved(page)
    assert on_disk(audit_path) == {key_of(0): ["school librarian"]}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_either_theme(annotate, page, theme):
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    annotate(follows(30), (*CODE[:2], "annotator(audit, dimension='identity', queue='everybody')"))
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str("Light" in theme).lower())
    page.evaluate((resources.files(axe) / "axe.min.js").read_text("utf-8"))
    for keys in ((), ("1",), ("2",), ("Escape", "s"), ("?",)):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        found = page.evaluate("() => axe.run('.ak-root')")
        assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []
        assert len(found["passes"]) > 20


def test_names_are_hidden_on_demand_and_come_back(annotate, page):
    annotate(follows(4))
    page.keyboard.press("h")
    page.locator(".ak-row", has_text="voice 1").first.wait_for()
    shown = page.locator(".ak-root").inner_text()
    assert "Number" not in shown
    assert "harbours" not in shown
    page.keyboard.press("1")
    saved(page)
    page.keyboard.press("h")
    page.locator(".ak-row", has_text="Voice Number 0").wait_for()


def test_twenty_thousand_accounts_are_there_in_a_moment_and_few_are_drawn(annotate, page, audit_path):
    annotate(follows(20_000))
    assert page.locator(".ak-row").count() < 40
    page.keyboard.press("End")
    assert page.locator(".ak-here .ak-name").inner_text() == "Voice Number 19999"
    begun = time.monotonic()
    page.keyboard.press("1")
    assert page.locator(".ak-here .ak-state").inner_text() == "school librarian"
    saved(page)
    assert time.monotonic() - begun < 5
    assert on_disk(audit_path) == {key_of(19_999): ["school librarian"]}
