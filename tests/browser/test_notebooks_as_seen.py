"""What a person sees after Run All: no red, a described chart, nothing wider than the page."""

import pytest

pytestmark = pytest.mark.browser
# JupyterLab draws only the cells near the window, so the page is looked at window by window. A red error has the
# type "application/vnd.jupyter.stderr" there.
SCROLLED = ".jp-Notebook .jp-WindowedPanel-outer, .jp-WindowedPanel-outer"
LOOK = """() => {
  const wider = e => e.scrollWidth > e.clientWidth + 1;
  const all = selector => [...document.querySelectorAll(selector)];
  return {
    errors: all('.jp-OutputArea-output[data-mime-type*="err"]').length,
    alts: all('.jp-OutputArea-output img').map(e => e.alt),
    wide: all('.jp-OutputArea-output, .jp-RenderedMarkdown').filter(wider).map(e => e.innerText.slice(0, 60)),
  };
}"""
ON = """selector => {
  const page = document.querySelector(selector);
  const before = page.scrollTop;
  page.scrollTop += page.clientHeight * 0.8;
  return page.scrollTop > before;
}"""


def windows(page):
    """Yield what is seen in each window from the top of the notebook to its end."""
    page.evaluate("selector => { document.querySelector(selector).scrollTop = 0 }", SCROLLED)
    for _ in range(40):
        page.wait_for_timeout(250)  # for the cells that come into view to be drawn
        yield page.evaluate(LOOK)
        if not page.evaluate(ON, SCROLLED):
            return


@pytest.mark.parametrize("name", ["00_start_here", "06_what_changed", "21_analyse"])
def test_each_kind_of_chart_is_described_and_nothing_is_red_or_wider_than_the_page(lab, page, name):
    lab.open(page, f"notebooks/{name}.ipynb")
    lab.run_all(page)
    seen = list(windows(page))
    alts = {alt for window in seen for alt in window["alts"]}
    assert alts
    assert all(len(alt) > 40 for alt in alts)
    assert sum(window["errors"] for window in seen) == 0
    assert [text for window in seen for text in window["wide"]] == []
