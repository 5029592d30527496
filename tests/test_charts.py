"""Charts are tested by what they hold: artists, words and tables, never pixels."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex
from PIL import Image

from auditkit.charts.change import change_table, describe_change, plot_change, show_change
from auditkit.charts.colours import HUES, category_colours, category_looks, category_markers
from auditkit.charts.composition import composition_table, describe_composition, plot_composition, show_composition
from auditkit.charts.figure import save_chart, show_chart
from auditkit.codebook import Category, Dimension
from auditkit.errors import AuditKitError

NBSP = "\N{NO-BREAK SPACE}"
ROLES = {"librarian": 41, "teacher": 20, "researcher": 6, "publisher": 0, "author": 12}
HOSTILE = "<script>alert(1)</script> javascript:x \u202etxet\u202c $\\frac{1}$ \x1b[31mred\x1b[0m"


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    pyplot.close("all")


def composition(counts, *, recorded, applicable, reviewed, set_aside=9):
    """A composition by hand, by the arithmetic that docs/charts.md explains."""
    rows = []
    for count in counts.values():
        row = {"count": count, "recorded": recorded, "applicable": applicable, "reviewed": reviewed}
        row |= {"unknown": applicable - recorded, "set_aside": set_aside}
        row["coverage"] = reviewed / applicable if applicable else float("nan")
        row["share_of_known"] = count / recorded if recorded else float("nan")
        row["lowest"] = count / applicable if applicable else float("nan")
        row["highest"] = (count + applicable - recorded) / applicable if applicable else float("nan")
        rows.append(row)
    return pd.DataFrame(rows, index=pd.Index(list(counts), name="category", dtype="str"))


def over_time(**blocks):
    parts = [
        block.reset_index().assign(date=pd.Timestamp(day.strip("d").replace("_", "-"))) for day, block in blocks.items()
    ]
    return pd.concat(parts, ignore_index=True)


WHO = composition(ROLES, recorded=74, applicable=140, reviewed=118)
LITTLE = composition(ROLES, recorded=60, applicable=190, reviewed=94)
EMPTY = composition({"teacher": 0}, recorded=0, applicable=0, reviewed=0)
MOVED = over_time(
    d2024_11_30=composition({"author": 2, "teacher": 41, "vendor": 6}, recorded=62, applicable=66, reviewed=66),
    d2025_05_31=composition({"author": 9, "teacher": 41, "vendor": 6}, recorded=70, applicable=80, reviewed=75),
    d2026_11_22=composition({"author": 30, "teacher": 41, "vendor": 6}, recorded=85, applicable=90, reviewed=88),
)


def names(ax):
    return [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]


def words(ax):
    return " ".join(
        " ".join(text.get_text() for text in [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels()]).split()
    )


def lanes(ax):
    return {line.get_label(): line for line in ax.get_lines() if not line.get_label().startswith("_")}


def bars_of(ax, label):
    return next(box for box in ax.containers if box.get_label() == label)


def widths(ax, label):
    return [round(patch.get_width(), 9) for patch in bars_of(ax, label)]


class TestColours:
    def test_a_category_keeps_its_colour_whatever_is_drawn(self):
        """The order of the codebook decides, retired categories included."""
        role = Dimension("role", categories=(Category("vendor", retired=True), *map(Category, ROLES)))
        whole = category_colours(role)
        assert whole["vendor"] == HUES[0]
        assert whole["librarian"] == HUES[1]
        assert category_colours([*role.category_names, "a later one"]).items() >= whole.items()

    def test_a_word_beyond_the_codebook_keeps_its_colour_and_takes_none_away(self):
        few, many = category_colours(["teacher"], ["ghost writer"]), category_colours(ROLES, ["ghost writer", "poet"])
        assert few["ghost writer"] == many["ghost writer"]
        assert many.items() >= category_colours(ROLES).items()

    @pytest.mark.parametrize("by", ["dimension", "list", "mapping", "attrs"])
    def test_a_chart_of_some_rows_has_the_colours_of_the_whole_codebook(self, by):
        role = Dimension("role", categories=tuple(map(Category, ROLES)))
        some = WHO.loc[["author", "teacher"]]
        given = {"dimension": role, "list": list(ROLES), "mapping": category_colours(role), "attrs": None}[by]
        some.attrs["categories"] = tuple(ROLES) if by == "attrs" else ()
        if by != "attrs":
            del some.attrs["categories"]
        recorded = bars_of(plot_composition(some, colours=given), "recorded")
        found = [to_hex(patch.get_facecolor()).upper() for patch in recorded]
        assert found == [category_colours(role)[name] for name in ("author", "teacher")]

    def test_markers_follow_the_codebook_too(self):
        one = category_looks(["teacher"], category_colours(ROLES), WHO)["teacher"][1]
        assert one == category_markers(ROLES)["teacher"]

    def test_seven_categories_have_seven_colours_and_markers(self):
        seven = [f"category {number}" for number in range(7)]
        assert len(set(category_colours(seven).values())) == 7
        assert len(set(category_markers(seven).values())) == 7

    def test_forty_categories_differ_in_colour_or_marker(self):
        forty = [f"category {number}" for number in range(40)]
        colours, markers = category_colours(forty), category_markers(forty)
        assert len({(colours[name], markers[name]) for name in forty}) == 40

    def test_both_charts_give_a_category_the_same_colour(self):
        three = composition({"author": 1, "teacher": 2, "vendor": 3}, recorded=9, applicable=9, reviewed=9)
        bars = plot_composition(three, looking_for=["vendor"])
        recorded = next(box for box in bars.containers if box.get_label() == "recorded")
        of_bar = dict(zip(["vendor", "author", "teacher"], (patch.get_facecolor() for patch in recorded), strict=False))
        in_lane = lanes(plot_change(MOVED))["author"].get_markerfacecolor()
        assert pyplot.matplotlib.colors.to_rgba(in_lane) == of_bar["author"]

    def test_the_hues_are_those_of_okabe_and_ito(self):
        """Okabe & Ito (2008), as matplotlib 3.11 lists them, without the black that is our ink."""
        if "okabe_ito" not in pyplot.matplotlib.color_sequences:
            pytest.skip("this matplotlib does not know them by name")
        known = {pyplot.matplotlib.colors.to_hex(hue).upper() for hue in pyplot.matplotlib.color_sequences["okabe_ito"]}
        assert set(HUES) == known - {"#000000"}


class TestComposition:
    def test_what_the_goal_looks_for_comes_first_in_its_order_and_is_marked_in_words(self):
        ax = plot_composition(WHO, looking_for=["author", "publisher"])
        assert [name.partition(" · ")[0] for name in names(ax)[:2]] == ["★ author", "★ publisher"]
        assert all("looked for" in name.replace(NBSP, " ") for name in names(ax)[:2])
        assert names(ax)[2:] == ["librarian", "teacher", "researcher", "Unknown"]

    def test_zeros_are_rows_too_even_for_words_the_table_does_not_hold(self):
        ax = plot_composition(WHO, looking_for=["a word of mine"])
        assert len(names(ax)) == len(ROLES) + 2
        assert composition_table(WHO, ["a word of mine"]).loc["a word of mine", "range"] == f"0 to 47{NBSP}%"

    def test_bars_reach_the_lowest_and_the_highest_share(self):
        ax = plot_composition(WHO)
        assert widths(ax, "recorded") == [round(count / 140, 9) for count in ROLES.values()]
        assert widths(ax, "range") == [round(66 / 140, 9)] * 5

    def test_the_unknown_has_a_hatched_bar_of_its_own(self):
        ax = plot_composition(WHO)
        assert widths(ax, "unknown") == [round(66 / 140, 9)]
        assert next(box for box in ax.containers if box.get_label() == "unknown")[0].get_hatch()

    def test_the_dot_is_the_share_of_the_known(self):
        dots = lanes(plot_composition(WHO))["share of those known"]
        assert list(dots.get_xdata()) == pytest.approx([count / 74 for count in ROLES.values()])

    def test_below_half_known_the_dot_is_hidden_and_the_caption_says_why(self):
        """60 of 190 is 32 %, though half are reviewed."""
        ax = plot_composition(LITTLE)
        assert "share of those known" not in lanes(ax)
        assert "only the range is shown" in words(ax)
        assert set(composition_table(LITTLE)["share of known"]) == {"not shown", ""}
        assert "of those with a record" not in describe_composition(LITTLE)

    def test_at_half_known_the_dot_is_shown(self):
        half = composition({"teacher": 3}, recorded=10, applicable=20, reviewed=12)
        assert "share of those known" in lanes(plot_composition(half))

    def test_the_caption_begins_with_coverage(self):
        caption = next(text for text in plot_composition(WHO).texts if text.get_gid() == "caption").get_text()
        assert caption.startswith(f"Annotation coverage 84{NBSP}%: 118 of 140 voices reviewed; 9 set aside.")

    def test_the_caption_says_when_shares_add_up_to_more_than_all(self):
        assert "more than 100 %" in words(plot_composition(WHO))
        single = composition({"teacher": 3, "author": 2}, recorded=5, applicable=9, reviewed=8)
        assert "more than 100 %" not in words(plot_composition(single))

    def test_a_target_is_drawn_and_named_as_the_person_s_own(self):
        ax = plot_composition(WHO, target={"author": 0.2})
        assert list(lanes(ax)["your target"].get_xdata()) == [0.2]
        assert "author · your target 20 %" in names(ax)
        assert composition_table(WHO, target={"author": 0.2}).loc["author", "your target"] == f"20{NBSP}%"

    def test_a_target_that_is_no_share_is_refused(self):
        with pytest.raises(ValueError, match="from 0 to 1"):
            plot_composition(WHO, target={"author": 20})

    @pytest.mark.parametrize("column", ["coverage", "unknown", "highest"])
    def test_a_table_without_its_columns_is_refused_and_leaves_no_figure(self, column):
        with pytest.raises(ValueError, match=column):
            plot_composition(WHO.drop(columns=column))
        assert pyplot.get_fignums() == []

    @pytest.mark.parametrize("nothing", [EMPTY, EMPTY.iloc[:0]], ids=["no voices", "no rows"])
    def test_nothing_to_count_gives_a_sentence(self, nothing):
        assert "nothing to show yet" in words(plot_composition(nothing))
        assert "nothing to show yet" in describe_composition(nothing)

    def test_twelve_categories_stand_beside_their_bars_on_less_than_a_page(self):
        many = composition(
            {f"category {number}": number for number in range(12)}, recorded=70, applicable=90, reviewed=80
        )
        ax = plot_composition(many)
        assert ax.figure.get_figheight() < 10
        assert all(label.get_ha() == "right" for label in ax.get_yticklabels())
        assert all(label.get_ha() == "left" for label in plot_composition(WHO).get_yticklabels())

    def test_axes_of_one_s_own_are_used_and_keep_their_size(self):
        figure, ax = pyplot.subplots(figsize=(7, 5))
        assert plot_composition(WHO, ax=ax) is ax
        assert tuple(figure.get_size_inches()) == (7, 5)

    def test_the_table_that_was_passed_is_not_changed(self):
        before = WHO.copy()
        plot_composition(WHO, looking_for=["author"])
        pd.testing.assert_frame_equal(WHO, before)


class TestChange:
    def test_dots_stand_at_the_real_dates_and_hold_the_real_shares(self):
        line = lanes(plot_change(MOVED))["author"]
        assert [f"{day:%Y-%m-%d}" for day in pd.to_datetime(line.get_xdata(orig=True))] == [
            "2024-11-30",
            "2025-05-31",
            "2026-11-22",
        ]
        assert list(line.get_ydata()) == pytest.approx([2 / 62, 9 / 70, 30 / 85])

    def test_every_lane_has_its_range_at_each_date(self):
        ax = plot_change(MOVED)
        box = next(box for box in ax.containers if box.get_label() == "range of author")
        assert [patch.get_y() for patch in box] == pytest.approx([2 / 66, 9 / 80, 30 / 90])
        assert [patch.get_y() + patch.get_height() for patch in box] == pytest.approx([6 / 66, 19 / 80, 35 / 90])

    def test_a_change_beyond_the_ranges_is_told_and_its_dots_are_filled(self):
        """author: at most 6 of 66 at first, at least 30 of 90 at last."""
        line = lanes(plot_change(MOVED))["author"]
        assert to_hex(line.get_markerfacecolor()) != "#ffffff"
        assert "Higher on the last date, whatever the unknown voices are: author." in describe_change(MOVED)
        assert change_table(MOVED).loc["author", "first to last date"] == "higher"

    def test_overlapping_ranges_are_hollow_and_told_in_words(self):
        """vendor: 6 to 10 of 66 at first, 6 to 11 of 90 at last."""
        assert lanes(plot_change(MOVED))["vendor"].get_markerfacecolor() == "#ffffff"
        assert "No change can be told, as the ranges overlap: vendor." in describe_change(MOVED)
        assert change_table(MOVED).loc["vendor", "first to last date"] == "cannot be told"

    def test_a_date_with_less_than_half_known_has_a_range_and_no_dot(self):
        little = composition({"author": 2, "teacher": 4, "vendor": 1}, recorded=9, applicable=66, reviewed=20)
        table = pd.concat([over_time(d2024_01_31=little), MOVED])
        shares = lanes(plot_change(table))["author"].get_ydata()
        assert pd.isna(shares[0])
        assert not pd.isna(shares[1:]).any()

    def test_at_most_six_categories_are_drawn_the_looked_for_first(self):
        counts = {f"category {number:02}": number for number in range(12)}
        table = over_time(d2026_01_31=composition(counts, recorded=70, applicable=80, reviewed=75))
        drawn = list(lanes(plot_change(table, looking_for=["category 01"])))
        assert drawn == ["category 01", *(f"category {number:02}" for number in (11, 10, 9, 8, 7))]
        assert len(change_table(table)) == 13

    def test_categories_can_be_chosen_and_a_strange_one_is_refused(self):
        assert list(lanes(plot_change(MOVED, categories=["vendor"]))) == ["vendor"]
        with pytest.raises(ValueError, match="it has: author, teacher, vendor"):
            plot_change(MOVED, categories=["nobody"])

    def test_denominators_stand_under_every_date(self):
        ax = plot_change(MOVED)
        heights = {box.get_label(): [patch.get_height() for patch in box] for box in ax.containers}
        assert heights["reviewed"] == [66, 75, 88]
        assert heights["not reviewed"] == [0, 5, 2]
        assert "66 of 66 → 88 of 90" in words(ax)

    def test_one_date_claims_no_change(self):
        one = MOVED[MOVED["date"] == "2024-11-30"]
        assert "One date so far" in describe_change(one)
        assert "one date so far" in words(plot_change(one))

    def test_the_order_of_the_dates_in_the_table_does_not_matter(self):
        latest_first = MOVED.sort_values("date", ascending=False, kind="stable")
        assert describe_change(latest_first) == describe_change(MOVED)

    def test_no_voices_at_all_gives_a_sentence(self):
        assert "nothing to show yet" in words(plot_change(over_time(d2026_01_31=EMPTY)))

    def test_a_table_without_dates_is_refused(self):
        with pytest.raises(ValueError, match="date"):
            plot_change(WHO.reset_index())

    def test_a_change_of_codebook_breaks_the_line_and_is_said_in_words(self):
        used = {"2024-11-30": "1", "2025-05-31": "1", "2026-11-22": "2"}
        table = MOVED.assign(codebook=[used[f"{day:%Y-%m-%d}"] for day in MOVED["date"]])
        ax = plot_change(table, categories=["author"])
        joined = [list(line.get_ydata()) for line in ax.get_lines() if line.get_label() == "_line"]
        assert joined == [pytest.approx([2 / 62, 9 / 70]), pytest.approx([30 / 85])]
        marks = [line for line in ax.get_lines() if line.get_label() == "_break"]
        assert {f"{pd.Timestamp(mark.get_xdata(orig=True)[0]):%Y-%m}" for mark in marks} == {"2026-02"}
        assert len(marks) == 2, "one in the lane, one at the denominators"
        said = "The codebook changed between 31 May 2025 and 22 Nov 2026"
        assert said in words(ax).replace(NBSP, " ")
        assert said in describe_change(table).replace(NBSP, " ")
        assert change_table(table).loc["codebook"].tolist() == ["1", "1", "2", ""]

    def test_the_same_codebook_throughout_is_not_mentioned(self):
        ax = plot_change(MOVED.assign(codebook="1"))
        assert "codebook" not in words(ax)
        assert not [line for line in ax.get_lines() if line.get_label() == "_break"]


class TestNamesFromElsewhere:
    @pytest.mark.parametrize("name", ["أمينة مكتبة مدرسية", "ספרנית", "图书馆员", "$x$ $", HOSTILE, "", "\ud800"])
    def test_any_name_can_be_drawn_described_and_tabled(self, name):
        who = composition({name: 3, "teacher": 2}, recorded=5, applicable=9, reviewed=8)
        chart = show_composition(who, looking_for=[name])
        change = show_change(over_time(d2025_01_31=who, d2026_01_31=who), looking_for=[name])
        assert chart.png[:4] == change.png[:4] == b"\x89PNG"
        chart._repr_html_().encode("utf-8")
        change._repr_html_().encode("utf-8")

    def test_a_name_can_bring_neither_markup_nor_a_turn_of_direction(self):
        who = composition({HOSTILE: 3}, recorded=5, applicable=9, reviewed=8)
        page = show_composition(who, looking_for=[HOSTILE])._repr_html_()
        tags = tags_of(page)
        assert "script" not in {tag for tag, _ in tags}
        assert not re.search("[\x1b\u202a-\u202e\u2066-\u2069]", page)
        assert not [
            value for _, attributes in tags for key, value in attributes if key == "href" or key.startswith("on")
        ]


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))


def tags_of(page):
    parser = _Tags()
    parser.feed(page)
    return parser.found


class TestShowing:
    def test_a_chart_is_a_figure_with_alt_text_caption_and_a_folded_table(self):
        chart = show_composition(WHO, "role", looking_for=["author"])
        tags = tags_of(chart._repr_html_())
        image = next(dict(attributes) for tag, attributes in tags if tag == "img")
        assert image["alt"] == chart.alt == describe_composition(WHO, ["author"], "role")
        assert image["src"].startswith("data:image/png;base64,")
        assert [tag for tag, _ in tags].index("details") > [tag for tag, _ in tags].index("figcaption")
        scopes = [dict(attributes).get("scope") for tag, attributes in tags if tag == "th"]
        assert set(scopes) == {"col", "row"}
        assert "caption" in {tag for tag, _ in tags}

    def test_coverage_stands_first_in_the_caption_of_the_table(self):
        assert "<caption><bdi>Voices by role. Annotation coverage 84" in show_composition(WHO, "role")._repr_html_()

    def test_where_there_is_no_html_the_chart_reads_as_its_sentence(self):
        assert repr(show_composition(WHO)).startswith(
            "Bar chart. Voices by category, 5 categories. Annotation coverage"
        )

    def test_showing_closes_the_figure(self):
        show_chart(plot_composition(WHO), "A sentence.", composition_table(WHO))
        assert pyplot.get_fignums() == []

    def test_a_chart_without_a_sentence_is_refused(self):
        with pytest.raises(ValueError, match="describe_composition"):
            show_chart(plot_composition(WHO), " ", composition_table(WHO))

    def test_the_sentence_holds_type_what_is_compared_range_finding_and_unknowns(self):
        """Worked by hand from 12 of 74 known, 12 of 140 and 78 of 140."""
        text = describe_composition(WHO, ["author"], "role").replace(NBSP, " ")
        assert text == (
            "Bar chart. Voices by role, 5 categories. Annotation coverage 84 %: 118 of 140 voices reviewed; 9 set aside. "
            "Looked for: author: 12 voices, 16 % of those with a record, range 9 to 56 %. "
            "Most often recorded among the others: librarian: 41 voices, 55 % of those with a record, range 29 to 76 %. "
            "Unknown: 66 of 140 voices (22 not reviewed, 44 reviewed without a category)."
        )

    def test_the_table_holds_what_the_chart_shows_and_the_unknown_last(self):
        table = composition_table(WHO, ["author"])
        assert table.index.tolist() == ["author", "librarian", "teacher", "researcher", "publisher", "unknown"]
        assert table.loc["author"].tolist() == ["yes", "12", f"16{NBSP}%", f"9 to 56{NBSP}%"]
        assert table.loc["unknown", "voices"] == "66 of 140"

    def test_the_table_of_a_change_holds_every_date(self):
        table = change_table(MOVED, ["author"])
        assert [name.replace(NBSP, " ") for name in table.columns[:-1]] == ["30 Nov 2024", "31 May 2025", "22 Nov 2026"]
        assert table.loc["author (looked for)"].iloc[0] == f"3{NBSP}% (3 to 9{NBSP}%)"
        assert table.loc["voices reviewed"].iloc[0] == "66 of 66"


class TestSaving:
    @pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
    def test_a_saved_chart_names_its_title_and_no_person_place_or_day(self, tmp_path, kind):
        path = save_chart(plot_composition(WHO, title="Who is here"), tmp_path / f"chart.{kind}")
        content = path.read_bytes()
        assert b"Who is here" in content or "Who is here".encode("utf-16-be") in content
        assert str(tmp_path).encode() not in content
        assert not re.search(rb"CreationDate|dc:date|Software|Matplotlib v", content)

    def test_the_same_numbers_give_the_same_file(self, tmp_path):
        saved = [save_chart(plot_composition(WHO), tmp_path / name).read_bytes() for name in ("one.svg", "two.svg")]
        assert saved[0] == saved[1]

    def test_the_picture_can_be_opened(self, tmp_path):
        content = save_chart(plot_composition(WHO), tmp_path / "chart.png").read_bytes()
        with Image.open(BytesIO(content)) as picture:
            assert picture.width == 1440

    def test_another_ending_is_refused(self, tmp_path):
        with pytest.raises(ValueError, match=r"\.png, \.svg, \.pdf"):
            save_chart(plot_composition(WHO), tmp_path / "chart.bmp")

    def test_a_folder_that_is_not_there_gets_a_sentence(self, tmp_path):
        with pytest.raises(AuditKitError, match=r"does not exist\. Make it first"):
            save_chart(plot_composition(WHO), tmp_path / "nowhere" / "chart.png")


def test_describing_needs_no_drawing():
    code = (
        "import sys; from auditkit.charts.composition import composition_table; "
        "from auditkit.charts.change import describe_change; print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
