"""Attention by activity and by rating, and what of it is on few voices or on accounts not followed."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.activity import activity_elsewhere, voice_weights
from auditkit.measures.attention import RATING_WEIGHTS, attention, attention_by_rating
from auditkit.measures.composition import composition
from auditkit.measures.concentration import concentration
from auditkit.tables import ATTENTION_COLUMNS, COMPOSITION_COLUMNS, CONDITIONS, Activity, activity_table

ROLES = Codebook("roles", (Dimension("role", categories=(Category("teacher"), Category("author"))),))
WEIGHTED = [name for name in ATTENTION_COLUMNS if name not in COMPOSITION_COLUMNS]
WEIGHTED_SHARES = WEIGHTED[3:]
BOUNDS = ["weighted_lowest", "weighted_highest"]
unhurried = settings(deadline=None, max_examples=80)


def voices_of(*rows, ratings=None):
    """One voice per row, "x:0" and so on: a tuple of categories or a condition, or a pair of that and True."""
    told = [row if isinstance(row, tuple) and row and isinstance(row[-1], bool) else (row, False) for row in rows]
    table = pd.DataFrame(
        {
            "voice": pd.Series([f"v{number}" for number in range(len(told))], dtype="str"),
            "accounts": pd.Series([(f"x:{number}",) for number in range(len(told))], dtype="object"),
            "platforms": pd.Series([("x",) for _ in told], dtype="object"),
            "attention": pd.Series(ratings or [None] * len(told), dtype="str"),
            "set_aside": pd.Series([aside for _, aside in told], dtype="bool"),
            "role": pd.Series([what if isinstance(what, tuple) else () for what, _ in told], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what, _ in told], dtype="str"
            ),
        }
    )
    table.attrs["codebook"] = ROLES
    return table


def acts(counts, *, platform="x", **others):
    """Activity from {account: number} or {(account, kind, month): number}."""
    counts = {key if isinstance(key, tuple) else (key, "amplified", None): n for key, n in counts.items()}
    return Activity(activity_table(counts), platform, platform, **others)


# Two teachers, one of them also an author, an unknown voice, one set aside, one the dimension does not apply to.
SIX = voices_of(
    ("teacher",), ("teacher", "author"), "nothing found", "not reviewed", (("author",), True), "does not apply"
)
SIX_ACTS = acts({"x:0": 6, "x:1": 2, "x:2": 1, "x:3": 7, "x:4": 100, "x:5": 50, "x:9": 20})


class TestByActivity:
    def test_every_column_by_hand(self):
        """Recorded weigh 6 + 2, reviewed one more, applicable 7 more than that: 16."""
        table = attention(SIX, SIX_ACTS, "role")
        assert list(table.columns) == list(ATTENTION_COLUMNS)
        assert table.loc["teacher", WEIGHTED].to_dict() == {
            "weight": 8,
            "weight_recorded": 8,
            "weight_applicable": 16,
            "weighted_coverage": 9 / 16,
            "weighted_share_of_known": 1.0,
            "weighted_lowest": 0.5,
            "weighted_highest": 1.0,
        }
        assert table.loc["author", ["weight", *WEIGHTED_SHARES]].tolist() == [2, 9 / 16, 0.25, 2 / 16, 10 / 16]

    def test_the_unweighted_columns_are_those_of_composition(self):
        table = attention(SIX, SIX_ACTS, "role")
        pd.testing.assert_frame_equal(table[list(COMPOSITION_COLUMNS)], composition(SIX, "role"))

    def test_weighing_everybody_the_same_gives_the_composition_again(self):
        table = attention(SIX, acts(dict.fromkeys([f"x:{n}" for n in range(6)], 3)), "role")
        for name in ("coverage", "share_of_known", "lowest", "highest"):
            assert table[f"weighted_{name}"].tolist() == table[name].tolist()

    def test_all_accounts_of_a_voice_weigh_together(self):
        table = SIX.iloc[:2].assign(accounts=[("x:0", "x:3"), ("x:1",)])
        assert attention(table, SIX_ACTS, "role")["weight"].tolist() == [15, 2]

    def test_kinds_and_months_choose_what_counts(self):
        activity = acts(
            {
                ("x:0", "amplified", "2026-01"): 1,
                ("x:0", "amplified", "2026-02"): 2,
                ("x:0", "liked", "2026-02"): 4,
                ("x:0", "replied", None): 8,
            }
        )

        def weight(**options):
            return attention(voices_of(("teacher",)), activity, "role", **options).loc["teacher", "weight"]

        assert weight() == 15
        assert weight(kinds=["amplified", "replied"]) == 11
        assert weight(kinds="liked") == 4
        assert weight(kinds=[]) == 0
        assert weight(since="2026-02") == 6
        assert weight(until="2026-01-15") == 1
        assert weight(since="2026-01", until="2026-02") == 7
        assert weight(since=pd.Timestamp("2026-02-28"), kinds=["amplified"]) == 2

    def test_several_activities_add_up(self):
        table = attention(SIX, [SIX_ACTS, acts({"x:0": 1, "x:3": 3})], "role")
        assert table.loc["teacher", ["weight", "weight_applicable"]].tolist() == [9, 20]

    def test_voices_on_platforms_the_activity_is_not_of_are_left_out_of_both_sides(self):
        """Nothing done on X for somebody followed on Mastodon alone says nothing about attention."""
        table = SIX.copy()
        table["platforms"] = [("x", "mastodon"), ("mastodon",), *[("x",)] * 4]
        found = attention(table, SIX_ACTS, "role")
        assert found["recorded"].tolist() == [1, 1]
        assert found["weight_applicable"].tolist() == [14, 14]
        everywhere = attention(table, [SIX_ACTS, acts({}, platform="mastodon")], "role")
        assert everywhere["recorded"].tolist() == [2, 2]
        hand_kept = acts({"x:0": 1, "y:1": 1}, platform="several")
        assert attention(table, hand_kept, "role")["recorded"].tolist() == [1, 1]

    def test_own_words_of_voices_left_out_keep_their_row(self):
        table = voices_of(("teacher",), ("baker",))
        table["platforms"] = [("x",), ("mastodon",)]
        found = attention(table, acts({"x:0": 1}), "role")
        assert found["count"].to_dict() == {"teacher": 1, "author": 0, "baker": 0}
        assert found.loc["baker", "weighted_share_of_known"] == 0

    def test_another_codebook_may_be_given(self):
        other = Codebook("other", (Dimension("role", categories=(Category("pilot"),)),))
        assert attention(SIX, SIX_ACTS, "role", codebook=other).index.tolist() == ["pilot", "author", "teacher"]
        assert attention_by_rating(SIX, "role", codebook=other).index.tolist() == ["pilot", "author", "teacher"]

    @pytest.mark.parametrize(
        ("table", "activity"),
        [
            (SIX, acts({})),
            (SIX, acts({"x:9": 4})),
            (SIX, acts({"x:4": 4, "x:5": 4})),
            (SIX, []),
            (SIX.iloc[:0], SIX_ACTS),
            (SIX.iloc[[4, 5]], SIX_ACTS),
        ],
        ids=["no acts", "for others", "for those who do not count", "no activity", "nobody", "nobody counts"],
    )
    def test_without_weight_there_are_no_weighted_shares(self, table, activity):
        found = attention(table, activity, "role")
        assert found[WEIGHTED_SHARES].isna().all(axis=None)
        assert (found[["weight", "weight_recorded", "weight_applicable"]] == 0).all(axis=None)
        assert (found[WEIGHTED].dtypes == "float64").all()

    def test_all_unknown_gives_the_widest_bounds(self):
        found = attention(voices_of("declined", "not reviewed"), acts({"x:0": 1, "x:1": 3}), "role")
        assert found["weighted_share_of_known"].isna().all()
        assert found[["weighted_coverage", *BOUNDS]].iloc[0].tolist() == [0.25, 0, 1]

    def test_what_it_cannot_do_gets_a_sentence(self):
        with pytest.raises(ValueError, match="a kind of activity is one of amplified,"):
            attention(SIX, SIX_ACTS, "role", kinds=["cooked"])
        with pytest.raises(ValueError, match='months, such as "2026-01"'):
            attention(SIX, SIX_ACTS, "role", since="soon")
        with pytest.raises(ValueError, match="a table of voices needs the columns accounts"):
            attention(SIX.drop(columns="accounts"), SIX_ACTS, "role")
        with pytest.raises(ValueError, match="no dimension 'place'"):
            attention(SIX, SIX_ACTS, "place")
        with pytest.raises(ValueError, match="a table of activity needs the columns month"):
            attention(SIX, Activity(SIX_ACTS.table.drop(columns="month"), "x", "x"), "role")


class TestJoining:
    def weights(self, aliases, *accounts, counts):
        table = voices_of(*[("teacher",)] * len(accounts)).assign(accounts=[(name,) for name in accounts])
        return voice_weights(table, acts(counts, aliases=aliases)).tolist()

    def test_another_name_leads_to_the_account_it_means(self):
        assert self.weights({"x:ada": "x:0"}, "x:0", counts={"x:ada": 3, "x:0": 1}) == [4]

    def test_an_account_followed_under_its_other_name_is_found_too(self):
        assert self.weights({"x:ada": "x:0"}, "x:ada", counts={"x:0": 3}) == [3]
        assert self.weights({"x:ada": "x:0", "x:old": "x:0"}, "x:old", counts={"x:ada": 3}) == [3]

    def test_its_own_key_wins_over_any_other_name(self):
        assert self.weights({"x:ada": "x:0"}, "x:ada", "x:0", counts={"x:ada": 3}) == [3, 0]
        assert self.weights({"x:ada": "x:0"}, "x:ada", "x:0", counts={"x:0": 3}) == [0, 3]

    def test_names_that_lead_to_two_voices_lead_nowhere(self):
        """A handle that somebody gave up and somebody else took."""
        assert self.weights({"x:ada": "x:9", "x:bo": "x:9"}, "x:ada", "x:bo", counts={"x:9": 3}) == [0, 0]

    def test_weights_are_of_the_voices_that_count(self):
        table = SIX.assign(platforms=[("x",), ("mastodon",), *[("x",)] * 4])
        weights = voice_weights(table, SIX_ACTS)
        assert weights.to_dict() == {"v0": 6, "v2": 1, "v3": 7, "v5": 50}
        assert weights.index.name == "voice"
        assert voice_weights(SIX, SIX_ACTS, kinds=["liked"]).sum() == 0
        assert voice_weights(SIX.iloc[:0], SIX_ACTS).empty

    def test_acts_for_accounts_not_followed_are_counted_apart(self):
        """Voices set aside are followed: 166 acts for them and the others, 20 for an account of nobody."""
        activity = [SIX_ACTS, acts({"x:9": 1, "x:8": 3})]
        found = activity_elsewhere(SIX, activity)
        assert found.to_dict() == {
            "acts": 190,
            "followed": 166,
            "not_followed": 24,
            "accounts_not_followed": 2,
            "share": 24 / 190,
        }

    def test_without_acts_there_is_no_share_of_them(self):
        found = activity_elsewhere(SIX, SIX_ACTS, since="2026-01")
        assert found["acts"] == 0
        assert math.isnan(found["share"])


class TestByRating:
    def test_by_hand(self):
        """Daily weighs 7, sometimes 1, never 0; everybody is rated."""
        table = SIX.assign(attention=["sometimes", "daily", "never", "sometimes", "daily", "daily"])
        row = attention_by_rating(table, "role").loc["author"]
        assert row[WEIGHTED].tolist() == [7, 8, 9, 8 / 9, 7 / 8, 7 / 9, 8 / 9]
        pd.testing.assert_frame_equal(
            attention_by_rating(table, "role")[list(COMPOSITION_COLUMNS)], composition(table, "role")
        )

    def test_a_voice_without_a_rating_may_weigh_nothing_or_the_most(self):
        """One teacher daily (7), one author sometimes (1), one author unrated: 0 to 7 more on the author's side."""
        table = voices_of(("teacher",), ("author",), ("author",), ratings=["daily", "sometimes", None])
        found = attention_by_rating(table, "role")
        assert found.loc["author", WEIGHTED].tolist() == [1, 8, 8, 1, 1 / 8, 1 / 8, 8 / 15]
        assert found.loc["teacher", BOUNDS].tolist() == [7 / 15, 7 / 8]

    def test_nobody_rated_leaves_bounds_and_no_point(self):
        found = attention_by_rating(voices_of(("teacher",), ("author",), ("author",)), "role")
        assert found["weighted_share_of_known"].isna().all()
        assert found[BOUNDS].to_numpy().tolist() == [[0, 1], [0, 1]]

    def test_only_never_leaves_no_weighted_share(self):
        found = attention_by_rating(voices_of(("teacher",), "declined", ratings=["never", "never"]), "role")
        assert found[WEIGHTED_SHARES].isna().all(axis=None)

    def test_where_only_holders_can_weigh_anything_the_share_is_all_or_nothing(self):
        table = voices_of(("teacher",), ("author",), ratings=[None, "never"])
        assert attention_by_rating(table, "role")[BOUNDS].to_numpy().tolist() == [[1, 1], [0, 0]]

    def test_other_weights_may_be_given(self):
        table = voices_of(("teacher",), ("author",), ratings=["daily", "sometimes"])
        weights = {"daily": 3, "sometimes": 1, "never": 0}
        assert attention_by_rating(table, "role", weights=weights)["weighted_share_of_known"].tolist() == [0.75, 0.25]
        assert list(RATING_WEIGHTS.values()) == [7, 1, 0]

    def test_ratings_that_all_weigh_the_same_give_the_composition_whoever_is_rated(self):
        table = SIX.assign(attention=["daily", None, "never", None, None, None])
        found = attention_by_rating(table, "role", weights=dict.fromkeys(RATING_WEIGHTS, 2))
        for name in ("coverage", "share_of_known", "lowest", "highest"):
            assert found[f"weighted_{name}"].tolist() == found[name].tolist()

    def test_nobody_gives_no_share(self):
        assert attention_by_rating(SIX.iloc[:0], "role")[WEIGHTED_SHARES].isna().all(axis=None)

    @pytest.mark.parametrize(
        "weights",
        [
            {"daily": 1, "sometimes": 1},
            {"daily": -1, "sometimes": 1, "never": 0},
            {"daily": math.nan, "sometimes": 1, "never": 0},
            {"daily": math.inf, "sometimes": 1, "never": 0},
            {**RATING_WEIGHTS, "weekly": 2},
        ],
    )
    def test_weights_need_a_number_for_each_rating(self, weights):
        with pytest.raises(ValueError, match="0 or more, for each of daily, sometimes, never"):
            attention_by_rating(SIX, "role", weights=weights)

    def test_a_table_without_ratings_is_refused(self):
        with pytest.raises(ValueError, match="a table of voices needs the columns attention"):
            attention_by_rating(SIX.drop(columns="attention"), "role")


HELD = st.sets(st.sampled_from(["teacher", "author"]), min_size=1).map(lambda held: tuple(sorted(held)))
ANY = st.one_of(HELD, st.sampled_from([word for word in CONDITIONS if word != "recorded"]))
RATING = st.sampled_from([*RATING_WEIGHTS, None])
MEASURES = {
    "activity": lambda table, numbers: attention(table, acts({f"x:{n}": w for n, w in enumerate(numbers)}), "role"),
    "rating": lambda table, numbers: attention_by_rating(
        table.assign(
            attention=pd.Series([[*RATING_WEIGHTS, None][n % 4] for n in numbers], index=table.index, dtype="str")
        ),
        "role",
        weights={"daily": 0.7, "sometimes": 0.1, "never": 0},
    ),
}
both_measures = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
NUMBERED = st.lists(st.tuples(st.tuples(ANY, st.booleans()), st.integers(0, 40)), max_size=10)


@both_measures
@unhurried
@given(NUMBERED, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_twice_the_voices_leave_shares_as_they_are(measure, rows, random):
    told, numbers = [row for row, _ in rows], [number for _, number in rows]
    table = voices_of(*told)
    once = measure(table, numbers)
    twice = measure(voices_of(*told, *told), numbers * 2)
    shares = [*WEIGHTED_SHARES, "share_of_known"]
    pd.testing.assert_frame_equal(once[shares], twice[shares])
    random.shuffle(rows)
    shuffled = measure(voices_of(*[row for row, _ in rows]), [number for _, number in rows])
    pd.testing.assert_frame_equal(once, shuffled, check_exact=True)
    assert once[WEIGHTED_SHARES].stack().dropna().between(0, 1).all()


@unhurried
@given(NUMBERED)
def test_a_slow_sum_voice_by_voice_agrees(rows):
    found = MEASURES["activity"](voices_of(*[row for row, _ in rows]), [number for _, number in rows])
    counted = [(what, number) for (what, aside), number in rows if not aside and what != "does not apply"]
    for category, row in found.iterrows():
        holders = sum(number for what, number in counted if isinstance(what, tuple) and category in what)
        recorded = sum(number for what, number in counted if isinstance(what, tuple))
        unreviewed = sum(number for what, number in counted if what == "not reviewed")
        whole = sum(number for _, number in counted)
        expected = [
            (holders, recorded, "weighted_share_of_known"),
            (holders, whole, "weighted_lowest"),
            (holders + whole - recorded, whole, "weighted_highest"),
            (whole - unreviewed, whole, "weighted_coverage"),
        ]
        for part, of, name in expected:
            assert (row[name] == part / of) if of else math.isnan(row[name])


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(ANY, RATING), min_size=1, max_size=4))
@example([(("teacher",), None), (("author",), "never")])
@example([("declined", None), (("author",), None)])
def test_bounds_are_what_the_best_and_worst_completion_give(rows):
    """Every rating that could be missing and every category, tried one by one; weights between make no wider range."""
    found = attention_by_rating(voices_of(*[what for what, _ in rows], ratings=[rating for _, rating in rows]), "role")
    told = [
        [what] if isinstance(what, tuple) or what == "does not apply" else [("author",), ("teacher",)]
        for what, _ in rows
    ]
    rated = [[rating] if rating else ["daily", "sometimes", "never"] for _, rating in rows]
    shares = []
    for answers, ratings in itertools.product(itertools.product(*told), itertools.product(*rated)):
        pairs = [(what, RATING_WEIGHTS[rating]) for what, rating in zip(answers, ratings, strict=True)]
        whole = sum(weight for what, weight in pairs if what != "does not apply")
        if whole:
            shares.append(sum(weight for what, weight in pairs if "author" in what) / whole)
    lowest, highest = found.loc["author", BOUNDS]
    if shares:
        assert (lowest, highest) == (min(shares), max(shares))
    else:
        assert math.isnan(lowest)
        assert math.isnan(highest)


class TestConcentration:
    def test_textbook_values_of_gini(self):
        """1 to 5 give 4/15 and one of four alone 3/4, as scikit-bio's `gini_index` with trapezoids has it."""
        assert concentration([1, 2, 3, 4, 5])["gini"] == pytest.approx(4 / 15)
        assert concentration([0, 0, 0, 10])["gini"] == 0.75

    def test_effective_is_the_inverse_simpson_over_voices(self):
        """Dune site 1, vegan: order 2 of 1, 4, 7, 4, 2 is 3.767441860."""
        found = concentration([1, 4, 7, 4, 2, 0])
        assert found["effective"] == pytest.approx(3.767441860)
        assert found[["voices", "with_weight"]].tolist() == [6, 5]

    def test_equal_weights_are_as_many_as_there_are_and_not_unequal(self):
        found = concentration(pd.Series([3.5] * 7))
        assert found["effective"] == pytest.approx(7)
        assert found["gini"] == pytest.approx(0)

    def test_one_voice_is_one(self):
        assert concentration([4]).tolist() == [1, 0, 1, 1, 1]

    def test_a_tenth_of_the_voices_is_rounded_up_to_a_whole_one(self):
        assert concentration([1] * 5 + [5])["top_share"] == 0.5
        assert concentration([1] * 9 + [9] * 2)["top_share"] == pytest.approx(18 / 27)
        assert concentration([1] * 63 + [9] * 7)["top_share"] == 0.5  # 7 of 70, though 70 * 0.1 is a little more
        assert concentration([1, 1, 2], top=1)["top_share"] == 1
        assert concentration([1, 1, 2], top=0.5)["top_share"] == 0.75
        assert concentration([1, 1, 2], top=1e-12)["top_share"] == 0.5

    @pytest.mark.parametrize("weights", [[], [0, 0]])
    def test_without_weight_there_is_nothing_to_concentrate(self, weights):
        found = concentration(weights)
        assert found[["effective", "gini", "top_share"]].isna().all()
        assert found[["voices", "with_weight"]].tolist() == [len(weights), 0]

    @pytest.mark.parametrize("weights", [[-1], [1, math.nan], [math.inf]])
    def test_weights_that_are_none_are_refused(self, weights):
        with pytest.raises(ValueError, match="numbers of 0 or more, none missing"):
            concentration(weights)

    @pytest.mark.parametrize("top", [0, -0.1, 1.1, math.nan])
    def test_a_part_of_the_voices_is_above_nothing_and_at_most_all(self, top):
        with pytest.raises(ValueError, match="above 0 up to 1"):
            concentration([1], top=top)

    def test_the_weights_given_stay_as_they_are(self):
        weights = np.array([3.0, 1.0])
        concentration(weights)
        assert weights.tolist() == [3, 1]


@unhurried
@given(st.lists(st.floats(0, 1e300), min_size=1, max_size=12).filter(any), st.randoms(use_true_random=False))
@example([1e300, 1e300], None)
def test_concentration_keeps_to_its_range_whatever_the_unit_and_order(weights, random):
    found = concentration(weights)
    n = len(weights)
    assert 1 - 1e-9 <= found["effective"] <= found["with_weight"] + 1e-9
    assert -1e-9 <= found["gini"] <= (n - 1) / n + 1e-9
    assert found["top_share"] <= 1
    other = list(weights)
    if random:
        random.shuffle(other)
    pd.testing.assert_series_equal(found, concentration(other))
    doubled = concentration(weights * 2)
    assert doubled["effective"] == pytest.approx(2 * found["effective"])
    assert doubled["gini"] == pytest.approx(found["gini"], abs=1e-9)


@unhurried
@given(st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any))
def test_gini_is_half_the_mean_difference_over_the_mean(weights):
    """The other definition of the textbooks: every pair compared."""
    differences = [abs(one - other) for one in weights for other in weights]
    expected = sum(differences) / len(differences) / (2 * sum(weights) / len(weights))
    assert concentration(weights)["gini"] == pytest.approx(expected, abs=1e-12)
