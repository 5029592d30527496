"""Light, dark and a style of one's own."""

import pytest
from matplotlib import pyplot, rcParams
from matplotlib.colors import to_hex, to_rgb

from auditkit.charts.colours import HUES
from auditkit.charts.composition import plot_composition, show_composition
from auditkit.charts.theme import drawing, look, use_chart_style
from auditkit.errors import AuditKitError
from tests.chart_samples import CASES, composition_of

WHO = composition_of(CASES["5 categories"])


@pytest.fixture(autouse=True)
def nothing_is_left():
    yield
    use_chart_style(None)
    pyplot.close("all")


def contrast(one, other):
    """WCAG 2.2: contrast ratio, from 1 to 21."""

    def luminance(colour):
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_and_white_is_21():
    """WCAG 2.2 names it as the highest there is; #767676 on white as the lightest grey with 4.5."""
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_edges_are_seen_on_their_ground(theme):
    """WCAG AA: 4.5 to 1 for words, 3 to 1 for what is no word."""
    with drawing(theme):
        seen = look()
    assert contrast(seen.ink, seen.ground) >= 7
    assert contrast(seen.quiet, seen.ground) >= 4.5
    assert contrast(seen.rule, seen.ground) >= 3
    assert contrast(seen.ink, seen.unknown) >= 3, "the stripes of the unknown"


@pytest.mark.parametrize("hue", HUES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_bar_is_seen_by_its_edge_or_by_its_filling(theme, hue):
    with drawing(theme):
        seen = look()
    assert contrast(seen.ink, seen.ground) >= 3
    assert max(contrast(hue, seen.ground), contrast(hue, seen.ink)) >= 3


def test_a_dark_chart_stands_on_dark_ground_in_figure_axes_and_page():
    chart = show_composition(WHO, theme="dark")
    ax = plot_composition(WHO, theme="dark")
    assert contrast(chart.ground, "black") < 2
    assert to_hex(ax.get_facecolor()) == to_hex(ax.figure.get_facecolor()) == chart.ground
    assert f"background:{chart.ground}" in chart._repr_html_()
    assert "background:#ffffff" in show_composition(WHO)._repr_html_()


def test_a_chart_leaves_the_settings_of_the_notebook_alone():
    before = dict(rcParams)
    plot_composition(WHO, theme="dark")
    assert dict(rcParams) == before


def test_ticks_keep_the_ink_also_on_axes_made_in_another_style():
    """Matplotlib makes ticks when it draws, long after the style was left."""
    _, ax = pyplot.subplots(figsize=(8, 6))
    plot_composition(WHO, theme="dark", ax=ax)
    ax.figure.canvas.draw()
    assert {to_hex(label.get_color()) for label in ax.get_xticklabels()} == {"#f0f0f0"}


class TestAStyleOfOnesOwn:
    @pytest.fixture
    def sheet(self, tmp_path):
        path = tmp_path / "mine.mplstyle"
        path.write_text("text.color: 222244\naxes.facecolor: fffbe6\nfont.size: 14\n", "utf-8")
        return path

    def test_its_lines_win_and_the_others_stay(self, sheet):
        use_chart_style(sheet)
        ax = plot_composition(WHO)
        assert to_hex(ax.get_facecolor()) == "#fffbe6"
        assert ax.title.get_fontweight() == "bold"
        with drawing():
            assert look().ink == "#222244"

    def test_larger_letters_get_the_room_they_need(self, sheet):
        small = plot_composition(WHO).figure.get_figheight()
        use_chart_style(sheet)
        assert plot_composition(WHO).figure.get_figheight() > small * 1.05

    def test_it_can_stand_for_one_theme_alone(self, sheet):
        use_chart_style(sheet, theme="light")
        assert to_hex(plot_composition(WHO, theme="dark").get_facecolor()) != "#fffbe6"

    def test_none_brings_the_kits_own_back(self, sheet):
        use_chart_style(sheet)
        use_chart_style(None)
        assert to_hex(plot_composition(WHO).get_facecolor()) == "#ffffff"

    def test_a_sheet_that_is_not_there_gets_a_sentence(self, tmp_path):
        with pytest.raises(AuditKitError, match=r"nowhere\.mplstyle: there is no style sheet"):
            use_chart_style(tmp_path / "nowhere.mplstyle")

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"text.color: no such colour\n", b"hello\n"])
    def test_a_file_that_is_no_sheet_is_refused_and_changes_nothing(self, tmp_path, content, caplog):
        path = tmp_path / "broken.mplstyle"
        path.write_bytes(content)
        with pytest.raises(AuditKitError, match=r"broken\.mplstyle is no style sheet"):
            use_chart_style(path)
        assert to_hex(plot_composition(WHO).get_facecolor()) == "#ffffff"

    def test_a_strange_theme_is_refused(self, sheet):
        with pytest.raises(ValueError, match="light, dark"):
            use_chart_style(sheet, theme="sepia")
