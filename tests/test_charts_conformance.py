"""What holds for every chart. Adding a chart adds one line to CHARTS in tests/chart_samples.py and nothing here."""

import itertools
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb

from auditkit.charts.figure import save_chart
from auditkit.charts.wording import clean_text
from tests.chart_samples import CASES, CHARTS, Case

pytestmark = pytest.mark.conformance
EMPTY = ("nobody counts", "no rows")
HOSTILE = "<script>alert(1)</script> javascript:x \u202etxet\u202c $\\frac{1}$ \x1b[31mred\x1b[0m"
every_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
every_case = pytest.mark.parametrize("case", CASES)


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    pyplot.close("all")


def drawn(chart, case, width, theme="light", **more):
    """The figure of a chart at a width, drawn as `show_*` draws it, its artists at hand."""
    from auditkit.charts.theme import drawing

    kept = []
    module = chart.module
    show, module.show_chart = module.show_chart, lambda ax, alt, table: kept.append(ax)
    try:
        chart.show(case, width=width, theme=theme, **more)
    finally:
        module.show_chart = show
    figure = kept[0].get_figure(root=True)
    with drawing(theme):
        figure.canvas.draw()
    return figure


def visible_texts(figure):
    """Every text that is drawn: labels of rows and ticks, numbers, title, unit, caption and key."""
    ax = figure.axes[0]
    texts = list(ax.texts)
    if ax.axison:
        for axis, limits, place in ((ax.xaxis, ax.get_xlim(), 0), (ax.yaxis, ax.get_ylim(), 1)):
            low, high = sorted(limits)
            reach = 1e-9 * (high - low)
            texts += [
                tick for tick in axis.get_ticklabels() if low - reach <= tick.get_position()[place] <= high + reach
            ]
        texts.append(ax.xaxis.label)
    texts += [ax._left_title, *(ax.get_legend().get_texts() if ax.get_legend() else [])]
    return [text for text in texts if text.get_text().strip()]


def words(ax):
    return " ".join(" ".join(text.get_text() for text in visible_texts(ax.get_figure(root=True))).split())


def luminance(colour):
    """WCAG 2.2: relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """WCAG 2.2: contrast ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_words(figure):
    """Every word inside the picture, none on another, none below 11 pt, all readable on their ground."""
    boxes = [(text, text.get_window_extent(figure.canvas.get_renderer())) for text in visible_texts(figure)]
    for text, box in boxes:
        assert box.x0 >= -0.5, text.get_text()
        assert box.x1 <= figure.bbox.x1 + 0.5, text.get_text()
        assert box.y0 >= -0.5, text.get_text()
        assert box.y1 <= figure.bbox.y1 + 0.5, text.get_text()
        assert text.get_fontsize() >= 11
        assert contrast(text.get_color(), figure.get_facecolor()) >= 4.5, text.get_text()
    for (one, box), (other, second) in itertools.combinations(boxes, 2):
        across = min(box.x1, second.x1) - max(box.x0, second.x0)
        down = min(box.y1, second.y1) - max(box.y0, second.y0)
        # Boxes hold the room of letters that reach up and down; four pixels of it are nobody's.
        if across > 1 and down > 4:
            assert share_no_line(one, other, box, second), (one.get_text(), other.get_text())


def share_no_line(one, other, box, second):
    """A name of several lines and the numbers at the end of its last line do not meet: only its last line is there."""
    from auditkit.charts.layout import text_width
    from auditkit.charts.theme import drawing

    long, _, frame, inner = (one, other, box, second) if box.height >= second.height else (other, one, second, box)
    lines = long.get_text().split("\n")
    if len(lines) < 2 or long.get_ha() != "left":
        return False
    height = frame.height / len(lines)
    with drawing():
        ends = [frame.x0 + 100 * text_width(line, weight=long.get_weight()) if line else frame.x0 for line in lines]
    reached = [
        end
        for place, end in enumerate(ends)
        if min(inner.y1, frame.y1 - place * height) - max(inner.y0, frame.y1 - (place + 1) * height) > 4
    ]
    return all(end <= inner.x0 + 1 for end in reached)


NARROW = ("1 category", "5 categories", "12 categories", "long names", "right to left", "all unknown")
USUAL = ("2 categories", "12 categories", "40 categories", "long names", "one account", "nobody counts")
PROJECTOR = ("12 categories", "long names")


@pytest.mark.parametrize(
    ("width", "theme", "case"),
    [
        *((3.2, "dark", case) for case in NARROW),
        *((7.2, "light", case) for case in USUAL),
        *((12, "dark", case) for case in PROJECTOR),
    ],
)
@every_chart
def test_every_word_is_inside_the_picture_and_on_no_other(chart, width, theme, case):
    check_words(drawn(chart, CASES[case], width, theme))


@pytest.mark.parametrize("case", ["1 category", "12 categories", "all unknown", "one account"])
@every_chart
def test_the_sentence_names_no_number_that_table_and_caption_do_not_hold(chart, case):
    sentence = chart.describe(CASES[case])
    table = chart.table(CASES[case])
    captions = [text.get_text() for text in chart.plot(CASES[case]).texts if text.get_gid() == "caption"]
    shown = " ".join([*" ".join(captions).split("\n"), *table.to_numpy().ravel(), *table.columns, *table.index])
    assert percents(sentence) <= percents(shown)


def percents(text):
    """Every number in percent, those of a range like "9 to 56 %" one by one."""
    return set(re.findall(r"[\d.]+\s%", re.sub(r"(\d) to (?=(over )?\d+\s%)", r"\1 % to ", text)))


@every_case
@every_chart
def test_the_table_is_words_and_the_sentence_is_one_line(chart, case):
    table = chart.table(CASES[case])
    assert (table.dtypes == "str").all()
    assert table.index.name
    assert not table.isna().any().any()
    text = " ".join([chart.describe(CASES[case]), *table.to_numpy().ravel()])
    assert not re.search(r"\bnan\b|None|NaT|\n", text)
    assert text.startswith(chart.describe(CASES[case])[:1].upper())


@pytest.mark.parametrize("case", EMPTY)
@every_chart
def test_nothing_to_count_is_said_in_picture_and_sentence(chart, case):
    assert "nothing to show yet" in chart.describe(CASES[case])
    assert "nothing to show yet" in words(chart.plot(CASES[case]))


@every_chart
def test_the_table_that_was_passed_is_not_changed(chart):
    table = chart.made(CASES["5 categories"])
    before = table.copy(deep=True)
    module, name = chart.module, chart.name
    for call in (f"plot_{name}", f"describe_{name}", f"{name}_table", f"show_{name}"):
        getattr(module, call)(table)
    pd.testing.assert_frame_equal(table, before)


@every_chart
def test_a_missing_column_is_named_and_no_figure_is_left(chart):
    table = chart.made(CASES["5 categories"])
    column = next(name for name in table.columns[::-1] if name not in ("codebook", "by", "date"))
    column = {"composition": "highest", "goal": "target", "change": "highest"}.get(chart.name, column)
    with pytest.raises(ValueError, match=column):
        getattr(chart.module, f"plot_{chart.name}")(table.drop(columns=column))
    assert pyplot.get_fignums() == []


@every_chart
def test_showing_leaves_no_figure_and_gives_png_alt_caption_and_table(chart):
    shown = chart.show(CASES["5 categories"])
    assert pyplot.get_fignums() == []
    assert shown.png.startswith(b"\x89PNG")
    assert shown.alt == chart.describe(CASES["5 categories"])
    assert list(shown.table.index) == list(chart.table(CASES["5 categories"]).index)
    assert shown.caption
    assert shown.title in shown.alt


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
@every_chart
def test_a_saved_chart_holds_its_title_and_no_person_place_or_day(chart, kind, tmp_path):
    path = save_chart(chart.plot(CASES["2 categories"], title="Who is here"), tmp_path / f"chart.{kind}")
    content = path.read_bytes()
    assert b"Who is here" in content or "Who is here".encode("utf-16-be") in content
    assert str(tmp_path).encode() not in content
    assert not re.search(rb"CreationDate|dc:date|Software|Matplotlib v", content)


@every_chart
def test_axes_of_one_s_own_are_used_and_keep_their_size(chart):
    figure, ax = pyplot.subplots(figsize=(8, 9))
    assert chart.plot(CASES["5 categories"], ax=ax, theme="dark") is ax
    assert tuple(figure.get_size_inches()) == (8, 9)
    assert contrast(ax.xaxis.label.get_color(), figure.get_facecolor()) >= 4.5


@every_chart
def test_a_strange_theme_is_refused(chart):
    with pytest.raises(ValueError, match="light, dark"):
        chart.plot(CASES["2 categories"], theme="sepia")


@every_chart
def test_words_neither_praise_nor_blame(chart):
    """ETHICS 7 and 15."""
    said = [chart.describe(CASES[case]) + words(chart.plot(CASES[case])) for case in ("5 categories", "all unknown")]
    blame = r"\b(good|bad|better|worse|well done|poor|improv\w*|fail\w*|should|progress|success\w*|diverse)\b"
    assert not re.search(blame, " ".join(said).casefold())


@every_chart
def test_a_hostile_name_brings_neither_markup_nor_a_turn_of_direction(chart):
    case = Case({HOSTILE: 9, "teacher": 3, "": 2})
    chart.plot(case).get_figure(root=True).canvas.draw()
    page = chart.show(case)._repr_html_()
    tags = _Tags()
    tags.feed(page)
    assert set(tags.found) <= {
        "figure", "img", "figcaption", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "bdi"
    }  # fmt: skip
    assert not re.search("[\x1b\u202a-\u202e\u2066-\u2069]", page)
    assert clean_text(HOSTILE) == clean_text(clean_text(HOSTILE))


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)


@every_chart
def test_marks_stay_apart_without_colour(chart):
    """Every entry of a key differs from the others in form, filling, edge or stripes once colour is taken away."""
    legend = chart.plot(CASES["12 categories"]).get_legend()
    looks = []
    for handle in legend.legend_handles:
        if hasattr(handle, "get_hatch"):
            grey = round(luminance(handle.get_facecolor()), 2)
            looks.append(("bar", grey, handle.get_hatch(), str(handle.get_linestyle())))
        else:
            face = round(luminance(handle.get_markerfacecolor()), 2)
            looks.append(("mark", handle.get_marker(), handle.get_fillstyle(), handle.get_linestyle(), face))
    assert len(set(looks)) == len(looks)
