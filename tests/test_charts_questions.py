"""What each chart says, by its artists: goal, combinations, flows, parts, attention, platforms, sample, profile.

Every table is small enough to check by eye; the expected numbers are those of the table.
"""

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex

from auditkit.charts.attention import attention_table, describe_attention, plot_attention
from auditkit.charts.colours import category_colours
from auditkit.charts.flows import describe_flows, flows_table, plot_flows
from auditkit.charts.goal import describe_goal, goal_table, plot_goal
from auditkit.charts.intersections import describe_intersections, intersections_table, plot_intersections
from auditkit.charts.parts import describe_parts, parts_table, plot_parts
from auditkit.charts.platforms import describe_platforms, platforms_table, plot_platforms
from auditkit.charts.profile import describe_profile, plot_profile, profile_table
from auditkit.charts.sample import describe_sample, plot_sample, sample_table
from auditkit.charts.waves import plot_waves
from auditkit.tables import CHANGE_PARTS
from tests.chart_samples import CASES, Case, attention_of, composition_by_of, composition_of, progress_of, waves_of

NBSP = "\N{NO-BREAK SPACE}"
ROLES = Case({"author": 6, "teacher": 30, "publisher": 0}, recorded=40, applicable=60, reviewed=50)


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    pyplot.close("all")


def plain(text):
    return " ".join(text.replace(NBSP, " ").split())


def words(ax):
    return plain(" ".join(text.get_text() for text in [*ax.texts, *ax.get_yticklabels(), ax.xaxis.label]))


def caption(ax):
    return plain(next(text.get_text() for text in ax.texts if text.get_gid() == "caption"))


def lines(ax):
    return {line.get_label(): line for line in ax.get_lines() if not line.get_label().startswith("_")}


def spans(ax, label):
    """(start, end) of every bar of that label, rounded."""
    box = next(box for box in ax.containers if box.get_label() == label)
    return [(round(bar.get_x(), 9), round(bar.get_x() + bar.get_width(), 9)) for bar in box]


def colour_of(ax, label, place=0):
    box = next(box for box in ax.containers if box.get_label() == label)
    return to_hex(box[place].get_facecolor()).upper()


class TestGoal:
    """6, 30 and 0 of 60 are recorded, 20 are unknown: 10 to 43 %, 50 to 83 %, 0 to 33 %."""

    @pytest.fixture
    def progress(self):
        return progress_of(ROLES).assign(
            target=[0.2, 0.4, 0.5],
            by=pd.to_datetime([None, "2027-06-30", None]),
            met=["possibly", "surely", "surely not"],
        )

    def test_bars_and_triangles_stand_at_the_bounds_and_the_targets(self, progress):
        ax = plot_goal(progress)
        assert spans(ax, "recorded") == [(0, 0.1), (0, 0.5), (0, 0)]
        assert spans(ax, "range") == [(0.1, round(26 / 60, 9)), (0.5, round(50 / 60, 9)), (0, round(20 / 60, 9))]
        assert [list(lines(ax)[f"target {met} met"].get_xdata()) for met in ("possibly", "surely", "surely not")] == [
            [0.2],
            [0.4],
            [0.5],
        ]

    def test_what_can_be_said_is_told_by_the_filling_and_by_words(self, progress):
        ax = plot_goal(progress)
        fills = {met: lines(ax)[f"target {met} met"].get_fillstyle() for met in ("surely", "possibly", "surely not")}
        assert fills == {"surely": "full", "possibly": "left", "surely not": "none"}
        assert "15 % (10 to 43 %) · possibly met" in words(ax)
        assert "teacher · your target 40 % by 30 Jun 2027" in words(ax)

    def test_sentence_and_table_say_the_same(self, progress):
        assert "author: 15 % of those with a record, range 10 to 43 %; your target 20 % is possibly met." in plain(
            describe_goal(progress, "role")
        )
        row = [plain(cell) for cell in goal_table(progress).loc["teacher"]]
        assert row == ["30", "75 %", "50 to 83 %", "40 % by 30 Jun 2027", "surely"]

    def test_the_caption_gives_coverage_where_the_table_has_it_and_else_what_is_recorded(self, progress):
        assert caption(plot_goal(progress)).startswith("Annotation coverage 83 %: 50 of 60 voices reviewed")
        fewer = progress.drop(columns=["reviewed", "coverage", "set_aside"])
        assert caption(plot_goal(fewer, composition=composition_of(ROLES))) == caption(plot_goal(progress))
        assert caption(plot_goal(fewer)) == "A category is recorded for 40 of 60 voices; 20 are unknown."

    def test_below_half_known_the_share_of_the_known_is_not_shown(self, progress):
        ax = plot_goal(progress.assign(recorded=20, unknown=40))
        assert "share of those known" not in lines(ax)
        assert "only the range is shown" in caption(ax)


class TestIntersections:
    @pytest.fixture
    def combined(self):
        """40 of 60 voices are recorded in both dimensions."""
        shared = {"known": 40, "applicable": 60}
        rows = [
            {"combination": (("role", "teacher"), ("place", "rural")), "exactly": 12, "at_least": 15, "small": False},
            {"combination": (("role", "author"), ("place", "rural")), "exactly": 2, "at_least": 3, "small": True},
            {"combination": (("role", "author"), ("place", "town")), "exactly": 6, "at_least": 6, "small": False},
        ]
        rows = [row | shared | {"lowest": row["at_least"] / 60, "highest": row["at_least"] / 60 + 0.25} for row in rows]
        return pd.DataFrame(rows)

    def test_bars_run_to_at_least_and_diamonds_stand_at_exactly(self, combined):
        ax = plot_intersections(combined)
        assert spans(ax, "recorded") == [(0, 0.25), (0, 0.05), (0, 0.1)]
        assert spans(ax, "range") == [(0.25, 0.5), (0.05, 0.3), (0.1, 0.35)]
        assert list(lines(ax)["exactly these"].get_xdata()) == pytest.approx([12 / 60, 2 / 60, 6 / 60])

    def test_a_row_of_few_voices_is_striped_and_named(self, combined):
        box = next(box for box in plot_intersections(combined).containers if box.get_label() == "recorded")
        assert [bool(bar.get_hatch()) for bar in box] == [False, True, False]
        assert "single people" in describe_intersections(combined)
        assert intersections_table(combined)["few voices"].tolist() == ["", "yes", ""]

    def test_the_matrix_fills_the_dots_of_a_row_and_no_others(self, combined):
        """Columns by dimension: teacher, author, rural, town."""
        ax = plot_intersections(combined)
        names = [text.get_text() for text in ax.texts if text.get_rotation() == 90]
        assert names == ["teacher", "author", "rural", "town"]
        held = [line for line in ax.get_lines() if line.get_label() == "_held" and line.get_marker() == "o"]
        columns = sorted({round(x, 6) for line in ax.get_lines() if line.get_marker() == "o" for x in line.get_xdata()})
        filled = [[columns.index(round(x, 6)) for x in line.get_xdata()] for line in held]
        assert filled == [[0, 2], [1, 2], [1, 3]]

    def test_where_there_is_no_room_for_a_matrix_the_row_says_it(self, combined):
        names = [plain(label.get_text()) for label in plot_intersections(combined, ax=pyplot.axes()).get_yticklabels()]
        assert names == ["teacher + rural", "author + rural", "author + town"]

    def test_what_is_left_out_is_counted_and_stays_in_the_table(self, combined):
        ax = plot_intersections(combined, most=1)
        assert len(spans(ax, "recorded")) == 1
        assert "2 more combinations, of 8 voices in all, are in the table." in caption(ax)
        assert "single people" not in caption(ax), "no striped row is drawn"
        assert len(intersections_table(combined)) == 3
        with pytest.raises(ValueError, match="at least one row"):
            plot_intersections(combined, most=0)

    def test_known_and_unknown_are_in_the_caption_and_the_numbers_in_the_sentence(self, combined):
        assert (
            "Recorded in all of these dimensions: 40 of 60 voices (67 %). Unknown in one or more: 20 voices."
            in plain(caption(plot_intersections(combined)))
        )
        assert "teacher + rural: exactly 12, at least 15 voices, range 25 to 50 %" in plain(
            describe_intersections(combined)
        )


class TestFlows:
    @pytest.fixture
    def flows(self):
        """author: 5 before (4 kept, 1 unfollowed), 9 after (4 kept, 3 followed, 2 annotated since)."""
        rows = [
            ("author", "kept", 4, 4),
            ("author", "followed", 3, 0),
            ("author", "unfollowed", 0, 1),
            ("author", "newly_annotated", 2, 0),
            ("teacher", "kept", 6, 6),
        ]
        return pd.DataFrame(rows, columns=["category", "part", "gained", "lost"])

    def test_gains_go_right_and_losses_left_each_where_the_one_before_ended(self, flows):
        ax = plot_flows(flows)
        assert spans(ax, "author: followed, gained") == [(0, 3)]
        assert spans(ax, "author: newly_annotated, gained") == [(3, 5)]
        assert spans(ax, "author: unfollowed, lost") == [(0, -1)]

    def test_annotating_does_not_look_like_following(self, flows):
        boxes = {box.get_label(): box[0] for box in plot_flows(flows).containers}
        assert boxes["author: followed, gained"].get_hatch() is None
        assert boxes["author: newly_annotated, gained"].get_hatch()

    def test_sentence_table_and_row_hold_before_kept_and_after(self, flows):
        assert "5 → 9 · 4 kept" in words(plot_flows(flows))
        sentence = describe_flows(flows, dimension="role")
        assert "author 5 → 9 (+3 voices followed since, −1 voices no longer followed, +2 annotated since)" in sentence
        assert "Nothing moved in: teacher." in sentence
        table = flows_table(flows, ["teacher"])
        assert table.index.tolist() == ["teacher", "author"]
        assert table.loc["author"].tolist() == ["5", "4", "+3", "−1", "+2", "9"]

    def test_the_axis_counts_losses_without_a_sign(self, flows):
        ax = plot_flows(flows)
        ax.figure.canvas.draw()
        assert not [label for label in ax.get_xticklabels() if "−" in label.get_text() or "-" in label.get_text()]

    def test_coverage_at_both_dates_is_in_the_caption_when_it_is_given(self, flows):
        both = (composition_of(ROLES), composition_of(CASES["5 categories"]))
        said = caption(plot_flows(flows, compositions=both))
        assert "Annotation coverage at the earlier date 83 %: 50 of 60 voices reviewed." in said
        assert "Annotation coverage at the later date 89 %: 80 of 90 voices reviewed." in said
        with pytest.raises(ValueError, match="two tables"):
            plot_flows(flows, compositions=both[:1])

    def test_a_part_nobody_knows_is_refused(self, flows):
        with pytest.raises(ValueError, match="parts of a change"):
            plot_flows(flows.assign(part="moved"))


class TestParts:
    @pytest.fixture
    def compared(self):
        """The worked fixture of MEASURES 2: .30 to 47/108, in four parts."""
        parts = dict.fromkeys(CHANGE_PARTS, 0.0) | {
            "followed": 0.091213,
            "unfollowed": 0.035345,
            "newly_annotated": 0.018243,
            "corrected": -0.009615,
        }
        row = {"before": 0.3, "after": 0.435186, "change": 0.135186, **parts}
        still = {"before": 0.7, "after": 0.7, "change": 0.0, **dict.fromkeys(CHANGE_PARTS, 0.0)}
        nothing = dict.fromkeys(["before", "after", "change", *CHANGE_PARTS], float("nan"))
        return pd.DataFrame([row, still, nothing], index=["w", "m", "not there at first"])

    def test_each_step_starts_where_the_one_before_ended_and_the_last_ends_at_the_share_after(self, compared):
        ax = plot_parts(compared)
        steps = ["voices followed since", "voices no longer followed", "annotated since", "annotation corrected"]
        found = [spans(ax, f"w: {step}")[0] for step in steps]
        assert found[0] == pytest.approx((0.3, 0.391213))
        assert found[1] == pytest.approx((0.391213, 0.426558))
        assert found[2] == pytest.approx((0.426558, 0.444801))
        assert found[3] == pytest.approx((0.444801, 0.435186))
        assert spans(ax, "w: before") == [(0, 0.3)]
        assert spans(ax, "w: after") == [(0, 0.435186)]

    def test_annotating_does_not_look_like_following(self, compared):
        boxes = {box.get_label(): box[0] for box in plot_parts(compared).containers}
        assert boxes["w: voices followed since"].get_hatch() is None
        assert boxes["w: annotated since"].get_hatch()
        assert boxes["w: annotation corrected"].get_hatch()

    def test_a_step_after_a_loss_starts_lower(self):
        row = dict.fromkeys(CHANGE_PARTS, 0.0) | {"before": 0.35, "after": 0.3, "change": -0.05}
        ax = plot_parts(pd.DataFrame([row | {"unfollowed": -0.1, "newly_annotated": 0.05}], index=["w"]))
        assert spans(ax, "w: voices no longer followed")[0] == pytest.approx((0.35, 0.25))
        assert spans(ax, "w: annotated since")[0] == pytest.approx((0.25, 0.3))

    def test_sentence_and_table_give_the_parts_in_points(self, compared):
        assert (
            "w 30 %, then 44 %: +9.1 voices followed since, +3.5 voices no longer followed, +1.8 annotated since, "
            "−1.0 annotation corrected points; m 70 %, then 70 %: nothing moved it."
        ) in plain(describe_parts(compared))
        assert plain(" ".join(parts_table(compared).loc["w"])) == "30 % +9.1 +3.5 +1.8 −1.0 44 % +13.5"

    def test_a_category_without_a_share_on_one_date_is_in_the_table_alone(self, compared):
        ax = plot_parts(compared)
        assert not [box for box in ax.containers if box.get_label().startswith("not there")]
        assert parts_table(compared).loc["not there at first", "change"] == "cannot be told"
        assert "2 of 3 categories drawn" in caption(ax)

    def test_a_date_of_which_little_was_known_is_named(self, compared):
        little = composition_of(Case({"w": 3}, recorded=4, applicable=60, reviewed=5))
        said = caption(plot_parts(compared, compositions=(little, composition_of(ROLES))))
        assert "Less than half of the voices were known at the earlier date" in said
        assert "at the later date: a share" not in said

    def test_a_strange_category_is_refused(self, compared):
        with pytest.raises(ValueError, match="it has: w, m"):
            plot_parts(compared, categories=["x"])


class TestAttention:
    @pytest.fixture
    def weighed(self):
        """200 of 300 units of attention go to recorded voices: authors get 20, teachers 150."""
        table = attention_of(ROLES).assign(weight=[20.0, 150.0, 0.0], weight_recorded=200.0, weight_applicable=300.0)
        return table.assign(
            weighted_share_of_known=[0.1, 0.75, 0],
            weighted_lowest=[20 / 300, 0.5, 0],
            weighted_highest=[0.4, 250 / 300, 100 / 300],
            weighted_coverage=0.8,
        )

    def test_dots_and_diamonds_stand_at_both_shares_and_are_joined(self, weighed):
        ax = plot_attention(weighed)
        dots = lines(ax)["following: each voice counts once"]
        diamonds = lines(ax)["attention: voices count by its weight"]
        assert list(dots.get_xdata()) == pytest.approx([0.15, 0.75, 0])
        assert list(diamonds.get_xdata()) == pytest.approx([0.1, 0.75, 0])
        assert dots.get_marker() != diamonds.get_marker()
        joined = [list(line.get_xdata()) for line in ax.get_lines() if line.get_label() == "_joined"]
        assert joined == [pytest.approx([0.15, 0.1]), pytest.approx([0.75, 0.75]), pytest.approx([0, 0])]

    def test_both_have_their_range(self, weighed):
        ax = plot_attention(weighed)
        following = spans(ax, "range, following: each voice counts once")
        attention = spans(ax, "range, attention: voices count by its weight")
        assert following[0] == pytest.approx((0.1, 26 / 60))
        assert attention[0] == pytest.approx((20 / 300, 0.4))

    def test_sentence_and_table_hold_both(self, weighed):
        said = plain(describe_attention(weighed, ["teacher"], "role"))
        assert "author: 15 % (10 to 43 %) of following, 10 % (7 to 40 %) of attention" in said
        assert "Attention: 80 % of it goes to reviewed voices." in said
        assert [plain(cell) for cell in attention_table(weighed).loc["author"]] == [
            "",
            "15 % (10 to 43 %)",
            "10 % (7 to 40 %)",
        ]

    def test_where_half_of_the_attention_is_unknown_there_is_no_diamond(self, weighed):
        ax = plot_attention(weighed.assign(weight_recorded=100.0))
        assert "attention: voices count by its weight" not in lines(ax)
        assert "following: each voice counts once" in lines(ax)
        assert "Less than 50 % is known of attention: range only." in caption(ax)

    def test_no_attention_at_all_is_said(self, weighed):
        assert "no attention was counted" in describe_attention(weighed.assign(weight_applicable=0.0))


class TestPlatforms:
    @pytest.fixture
    def by_platform(self):
        feeds = Case({"author": 3, "teacher": 1, "publisher": 0}, recorded=4, applicable=10, reviewed=4)
        blocks = [composition_of(case).reset_index() for case in (ROLES, feeds)]
        named = zip(("mastodon", "feed"), blocks, strict=True)
        return pd.concat([block.assign(group=group) for group, block in named], ignore_index=True)

    def test_each_category_has_a_bar_per_platform_on_one_scale(self, by_platform):
        ax = plot_platforms(by_platform)
        assert spans(ax, "recorded") == [(0, 0.1), (0, 0.3), (0, 0.5), (0, 0.1), (0, 0), (0, 0)]
        assert spans(ax, "unknown") == [(0, round(20 / 60, 9)), (0, 0.6)]

    def test_a_platform_of_which_little_is_known_has_no_dot(self, by_platform):
        """40 of 60 are known on the one, 4 of 10 on the other."""
        assert list(lines(plot_platforms(by_platform))["share of those known"].get_xdata()) == pytest.approx(
            [0.15, 0.75, 0]
        )

    def test_every_platform_has_its_own_coverage(self, by_platform):
        said = caption(plot_platforms(by_platform))
        assert "Annotation coverage, mastodon: 83 %, 50 of 60 voices reviewed." in said
        assert "Annotation coverage, feed: 40 %, 4 of 10 voices reviewed." in said
        assert "A voice in several of them counts in each." in said

    def test_sentence_and_table_hold_every_platform(self, by_platform):
        assert "author: mastodon 15 % (10 to 43 %), feed 30 to 90 %" in plain(describe_platforms(by_platform))
        table = platforms_table(by_platform, ["teacher"])
        assert table.index.tolist() == ["teacher", "author", "publisher", "unknown", "voices reviewed"]
        assert [plain(cell) for cell in table["feed"]] == [
            "10 to 70 %",
            "30 to 90 %",
            "0 to 60 %",
            "6 of 10",
            "4 of 10",
        ]

    def test_six_categories_are_drawn_in_the_order_of_the_codebook_the_looked_for_first(self):
        table = composition_by_of(CASES["12 categories"])
        names = table["category"].unique()
        ax = plot_platforms(table, looking_for=[names[1]])
        bold = [text.get_text() for text in ax.texts if text.get_weight() == "bold"]
        assert [name.removeprefix("★ ").partition(" · ")[0] for name in bold[:-1]] == [names[1], *names[7:12]]
        assert "6 of 12 categories drawn" in caption(ax)

    def test_lists_are_named_as_lists(self, by_platform):
        assert plot_platforms(by_platform, by="list").get_title(loc="left") == "Voices by category, list by list"


class TestSample:
    @pytest.fixture
    def estimate(self):
        """6 and 20 of 36 recorded, 40 drawn of 400."""
        shared = {"recorded": 36, "reviewed": 38, "sampled": 40, "population": 400, "complete": False}
        rows = [
            {"count": 6, "estimate": 6 / 36, "low": 0.06, "high": 0.41, "lowest": 0.015, "highest": 0.925},
            {"count": 20, "estimate": 20 / 36, "low": 0.35, "high": 0.75, "lowest": 0.05, "highest": 0.96},
        ]
        return pd.DataFrame([row | shared for row in rows], index=pd.Index(["author", "teacher"], name="category"))

    def test_dot_interval_and_bar_stand_at_estimate_interval_and_bounds(self, estimate):
        ax = plot_sample(estimate)
        assert list(lines(ax)["estimate"].get_xdata()) == pytest.approx([6 / 36, 20 / 36])
        intervals = [list(line.get_xdata()) for line in ax.get_lines() if line.get_label() == "interval"]
        assert intervals == [[0.06, 0.41], [0.35, 0.75]]
        assert spans(ax, "range") == [(0.015, 0.925), (0.05, 0.96)]

    def test_the_draw_is_said_in_plain_words(self, estimate):
        said = caption(plot_sample(estimate))
        assert said.startswith("40 voices drawn at random, out of 400 that count.")
        assert "Annotation coverage of the sample 95 %: 38 of 40 voices reviewed." in said
        assert "Unknown or not yet reached: 4 of 40 voices drawn." in said

    def test_without_a_best_guess_the_interval_stands_alone(self, estimate):
        """`sample_composition` gives none while voices of the sample were passed over."""
        passed = estimate.assign(estimate=float("nan"))
        ax = plot_sample(passed)
        assert "estimate" not in lines(ax)
        assert "6 voices · 6 to 41 %" in words(ax)
        assert "No dot" in caption(ax)
        assert "author: interval 6 to 41 %" in plain(describe_sample(passed))

    def test_sentence_and_table_keep_interval_and_bounds_apart(self, estimate):
        assert "author: estimate 17 %, interval 6 to 41 %, possible without the draw 2 to 93 %" in plain(
            describe_sample(estimate)
        )
        assert [plain(cell) for cell in sample_table(estimate).loc["author"]] == ["6", "17 %", "6 to 41 %", "2 to 93 %"]

    def test_when_all_is_annotated_there_is_no_interval(self, estimate):
        """`sample_composition` then gives the bounds as limits."""
        ends = {"low": estimate["lowest"], "high": estimate["highest"]}
        whole = estimate.assign(complete=True, population=40, **ends)
        ax = plot_sample(whole)
        assert "interval" not in {line.get_label() for line in ax.get_lines()}
        assert "no estimate" in caption(ax)
        assert "interval" not in describe_sample(whole)


class TestProfile:
    @pytest.fixture
    def profile(self):
        """MEASURES 1, [30, 12, 5, 3] of four categories with 5 unknown: 2.852 at order 1, 2.709 to 3.214."""
        rows = [(0, 4.0, 4.0, 4.0), (1, 2.852, 2.709, 3.214), (2, 2.320, 2.1, 2.7)]
        return pd.DataFrame(rows, columns=["order", "hill", "lowest", "highest"])

    def test_marks_stand_at_the_numbers_and_the_band_between_the_bounds(self, profile):
        ax = plot_profile(profile)
        assert list(lines(ax)["effective number"].get_ydata()) == [4.0, 2.852, 2.32]
        band = {tuple(point) for point in ax.collections[0].get_paths()[0].vertices}
        assert {(1, 2.709), (1, 3.214), (2, 2.1), (2, 2.7)} <= band

    def test_sentence_and_table_hold_number_and_range(self, profile):
        assert "order 0: 4.0; order 1: 2.9 (2.7 to 3.2); order 2: 2.3 (2.1 to 2.7)." in describe_profile(profile)
        assert profile_table(profile).loc["1"].tolist() == ["2.9", "2.7 to 3.2"]

    def test_it_is_never_shown_as_if_it_were_enough(self, profile):
        """ETHICS 7: no single figure without its composition beside it."""
        said = caption(plot_profile(profile, composition=composition_of(ROLES)))
        assert said.startswith("Annotation coverage 83 %")
        assert "read it beside the composition" in said


class TestEveryChartKeepsTheColours:
    """One category, one colour: whatever else is drawn, and however the goal orders the rows."""

    codebook = ("vendor", "author", "teacher", "publisher")

    @pytest.mark.parametrize(
        ("plot", "made", "label"),
        [
            (plot_goal, progress_of, "recorded"),
            (plot_platforms, composition_by_of, "recorded"),
            (plot_waves, waves_of, "range of teacher"),
        ],
    )
    def test_of_the_codebook(self, plot, made, label):
        some = made(Case({"teacher": 30}, recorded=40, applicable=60, reviewed=50))
        found = colour_of(plot(some, colours=self.codebook), label)
        assert found == category_colours(self.codebook)["teacher"]

    def test_in_flows_and_parts(self):
        moved = pd.DataFrame([("teacher", "followed", 3, 0)], columns=["category", "part", "gained", "lost"])
        wanted = category_colours(self.codebook)["teacher"]
        assert colour_of(plot_flows(moved, colours=self.codebook), "teacher: followed, gained") == wanted
        row = dict.fromkeys(CHANGE_PARTS, 0.0) | {"before": 0.1, "after": 0.2, "change": 0.1, "followed": 0.1}
        compared = pd.DataFrame([row], index=["teacher"])
        assert colour_of(plot_parts(compared, colours=self.codebook), "teacher: voices followed since") == wanted
