"""The report as a reader meets it: on a desk and on a telephone, with nothing loaded from anywhere."""

import pytest

from auditkit.personas import read_persona
from auditkit.report import write_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return write_report(read_persona("school-librarian").review(), tmp_path_factory.mktemp("report é") / "review.html")


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_it_needs_no_sideways_scrolling_and_loads_nothing(page, report, width):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    assert said == [], "the browser complained, for instance of something the page's own policy forbids"


def test_a_telephone_gets_the_narrow_picture(page, report):
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(report.as_uri())
    image = page.locator("picture img").first
    assert image.evaluate("image => image.complete && image.naturalWidth") == 700
    assert image.evaluate("image => image.getBoundingClientRect().width") > 340


def test_a_table_behind_a_chart_opens_with_the_keyboard(page, report):
    page.goto(report.as_uri())
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details table").first.is_visible()


def test_it_prints_every_chart_whole(page, report):
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all("picture img", "images => images.map(i => i.getBoundingClientRect().height)")
    assert heights
    assert max(heights) <= 225 / 25.4 * 96 + 1  # millimetres in the style sheet, CSS pixels here
