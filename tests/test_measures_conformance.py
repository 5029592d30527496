"""What holds for every measure of a table of voices. A new measure is one line in MEASURES.

Each entry takes a table of voices and returns a table of numbers whose rows do not depend on the order of voices. Its
name begins with the measure's; columns are held to what their names promise (see SHARES, WHOLE and NUMBERS).
"""

import datetime
import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditkit
from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.agreement import agreement
from auditkit.measures.attention import attention, attention_by_rating
from auditkit.measures.breakdown import composition_by, each_account
from auditkit.measures.change import change_then_and_now, compare, composition_over_time
from auditkit.measures.composition import composition
from auditkit.measures.concentration import concentration
from auditkit.measures.diversity import dominance, evenness, hill_number
from auditkit.measures.estimates import sample_composition
from auditkit.measures.flows import flows
from auditkit.measures.hill_change import hill_change
from auditkit.measures.intersections import intersections
from auditkit.measures.profile import hill_profile
from auditkit.measures.sampling import draw_sample
from auditkit.measures.targets import Reference, representation_ratio, target_progress
from auditkit.measures.turnover import turnover, turnover_by_platform
from auditkit.measures.whatif import what_if
from auditkit.tables import CONDITIONS, TARGET_MET, Activity, activity_table

pytestmark = pytest.mark.conformance

NAMES = ("teacher", "author", "pilot")
ROLE = Dimension("role", categories=tuple(map(Category, NAMES)))
CODEBOOK = Codebook("small", (ROLE, Dimension("place", categories=(Category("here"), Category("away")))))
UNANSWERED = [word for word in CONDITIONS if word not in ("recorded", "does not apply")]
WEIGHTED = ("weighted_coverage", "weighted_share_of_known", "weighted_lowest", "weighted_highest")
# Columns by what they hold: shares from 0 to 1, whole numbers of voices, and effective numbers of categories.
SHARES = {"coverage", "share_of_known", "lowest", "highest", "before", "after", "estimate", "low", "high", *WEIGHTED}
SHARES |= {"jaccard", "turnover", "nestedness", "agreement", "jaccard_distance", "top_share", "gini", "target"}
SHARES |= {f"{name}_{when}" for name in ("share_of_known", "lowest", "highest") for when in ("before", "after")}
WHOLE = {"count", "recorded", "applicable", "reviewed", "unknown", "set_aside", "exactly", "at_least", "known"}
WHOLE |= {"gained", "lost", "kept", "followed voices", "unfollowed voices", "sampled", "population", "in_common"}
WHOLE |= {"both_reviewed", "both_recorded", "count_before", "count_after", "recorded_before", "recorded_after"}
NUMBERS = {
    "hill",
    "hill_lowest",
    "hill_highest",
    "order 0",
    "order 1",
    "order 2",
    "effective before",
    "effective after",
}
quick = settings(deadline=None, max_examples=6)


def voices_of(rows):
    """One voice per row: a tuple of categories, or a condition; the last of a row of two says that it is set aside.

    Every second row is on two platforms, in a list of the person's and rated; who has a role has a place.
    """
    numbers = range(len(rows))
    here = [("here",) if isinstance(what, tuple) and "author" not in what else ("away",) for what, _ in rows]
    known = [isinstance(what, tuple) for what, _ in rows]
    table = pd.DataFrame(
        {
            "voice": pd.Series([f"v{number}" for number in numbers], dtype="str"),
            "accounts": pd.Series([(f"mastodon:v{number}",) for number in numbers], dtype="object"),
            "platforms": pd.Series([("mastodon", "feed") if sure else ("mastodon",) for sure in known], dtype="object"),
            "groups": pd.Series([("colleagues",) if sure else () for sure in known], dtype="object"),
            "attention": pd.Series(["daily" if sure else None for sure in known], dtype="str"),
            "set_aside": pd.Series([aside for _, aside in rows], dtype="bool"),
            "role": pd.Series([what if isinstance(what, tuple) else () for what, _ in rows], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what, _ in rows], dtype="str"
            ),
            "place": pd.Series(
                [where if sure else () for where, sure in zip(here, known, strict=True)], dtype="object"
            ),
            "place condition": pd.Series(["recorded" if sure else "nothing found" for sure in known], dtype="str"),
        }
    )
    table.attrs["codebook"] = CODEBOOK
    return table


class OneDate:
    """As much of a review as a measure over time needs."""

    codebook = CODEBOOK
    dates = (pd.Timestamp("2026-11-22"),)

    def __init__(self, voices):
        self.table = voices

    def voices(self, date, known):
        return self.table


def hill_table(voices):
    counts = composition(voices, "role", codebook=CODEBOOK)["count"]
    return pd.DataFrame({f"order {order}": [hill_number(counts, order)] for order in (0, 1, 2)})


def one_row(series):
    return series.to_frame().T.infer_objects()


def acts(voices):
    """The person amplified each voice with a category twice."""
    keys = [key for key, held in zip(voices["accounts"], voices["role"], strict=True) if held]
    return Activity(activity_table({(*key, "amplified", "2026-01"): 2 for key in keys}), "mastodon", "r")


def everybody_drawn(voices):
    return draw_sample(voices, max(1, len(voices)), seed=1, drawn_on=datetime.date(2026, 11, 22))


def by_words(table):
    """The combinations as words, because an index of tuples cannot be sorted."""
    words = [" & ".join(word for _, word in combination) for combination in table["combination"]]
    index = pd.Index(words, name="combination", dtype="str")
    return table.drop(columns="combination").set_axis(index).sort_index()


def numbers_of_platforms(table):
    return table.rename(columns={"followed": "followed voices", "unfollowed": "unfollowed voices"}).sort_index()


def turnover_from_half(voices):
    row = turnover(voices[voices["role"].map(len) > 0], voices)
    return numbers_of_platforms(one_row(row))


def effective(row):
    return one_row(row.rename({"before": "effective before", "after": "effective after"}))


def ratios(voices):
    reference = Reference("An invented census", 2021, "adults", {"teacher": 0.5, "author": 0.25})
    table = representation_ratio(composition(voices, "role", codebook=CODEBOOK), reference)
    return table.drop(columns="reference").rename(columns={"lowest": "ratio_lowest", "highest": "ratio_highest"})


TARGETS = {"author": 0.5, "teacher": 0.3}
CENSUS = {"codebook": CODEBOOK}
MEASURES = {
    "composition": lambda voices: composition(voices, "role", **CENSUS),
    "composition, of accounts": lambda voices: composition(each_account(voices), "role", **CENSUS),
    "composition_over_time": lambda voices: (
        composition_over_time(OneDate(voices), "role").drop(columns="date").set_index("category").sort_index()
    ),
    "composition_by, platform": lambda voices: (
        composition_by(voices, "role", **CENSUS).set_index(["group", "category"]).sort_index()
    ),
    "composition_by, list": lambda voices: (
        composition_by(voices, "role", "list", **CENSUS).set_index(["group", "category"]).sort_index()
    ),
    "compare, known": lambda voices: compare(voices, voices, "role", **CENSUS),
    "compare, lowest": lambda voices: compare(voices, voices, "role", share="lowest", **CENSUS),
    "compare, highest": lambda voices: compare(voices, voices, "role", share="highest", **CENSUS),
    "compare, with nobody": lambda voices: compare(voices.iloc[:0], voices, "role", share="highest", **CENSUS),
    "change_then_and_now": lambda voices: (
        change_then_and_now(OneDate(voices), "role").set_index(["known", "category"]).sort_index()
    ),
    "flows": lambda voices: flows(voices[voices["place"] == ("here",)], voices, "role", **CENSUS),
    "turnover": turnover_from_half,
    "turnover_by_platform": lambda voices: numbers_of_platforms(turnover_by_platform(voices, voices)),
    "hill_number": hill_table,
    "evenness": lambda voices: pd.DataFrame(
        {"share_of_known": [evenness(composition(voices, "role", codebook=CODEBOOK)["count"])]}
    ),
    "dominance": lambda voices: pd.DataFrame(
        {"share_of_known": [dominance(composition(voices, "role", codebook=CODEBOOK)["count"])]}
    ),
    "hill_change": lambda voices: effective(hill_change(voices, voices, "role")),
    "hill_profile": lambda voices: hill_profile(voices, "role", orders=(0, 1, 2), **CENSUS).rename(
        columns={"lowest": "hill_lowest", "highest": "hill_highest"}
    ),
    "intersections": lambda voices: by_words(intersections(voices, ["role", "place"], **CENSUS)),
    "target_progress": lambda voices: target_progress(composition(voices, "role", **CENSUS), TARGETS),
    "representation_ratio": ratios,
    "attention": lambda voices: attention(voices, acts(voices), "role", **CENSUS),
    "attention_by_rating": lambda voices: attention_by_rating(voices, "role", **CENSUS),
    # Without the share of the top tenth, which is rounded up to a whole voice.
    "concentration": lambda voices: one_row(concentration(voices["role"].map(len).astype(float)).drop("top_share")),
    "sample_composition": lambda voices: sample_composition(voices, everybody_drawn(voices), "role", **CENSUS),
    "what_if": lambda voices: what_if(voices, "role", more={"pilot": len(voices)}, **CENSUS),
    "agreement": lambda voices: agreement(voices, voices),
}
# Public, and not about a table of voices: they take numbers, texts or a review, or return another table of voices.
# Each is held by the tests of its own module.
OTHER_KINDS = {
    "Reference",
    "Sample",
    "activity_elsewhere",
    "codebook_breaks",
    "on_platforms",
    "cohen_kappa",
    "count_interval",
    "draw_sample",
    "each_account",
    "hill_bounds",
    "jaccard_distance",
    "krippendorff_alpha",
    "needed",
    "needed_sample_size",
    "percent_agreement",
    "planning_interval",
    "platforms_in_common",
    "rarefied_hill_number",
    "sample_coverage",
    "stratified_count_interval",
    "suggested_size",
    "voice_weights",
}
# What theory says nothing about when every voice comes twice.
NOT_DOUBLED = {
    "sample_composition": "other voices stand first in the working order, so another beginning was worked through",
}
every_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
doubled = {name: measure for name, measure in MEASURES.items() if name not in NOT_DOUBLED}

HELD = st.sets(st.sampled_from(NAMES), min_size=1).map(lambda held: tuple(sorted(held)))
ROWS = st.lists(
    st.tuples(st.one_of(HELD, st.sampled_from([*UNANSWERED, "does not apply"])), st.booleans()), max_size=10
)


def columns_of(numbers, kinds):
    return [name for name in numbers.columns if name in kinds]


def test_every_public_measure_is_in_the_registry():
    public = {
        name for name in auditkit.__all__ if (getattr(auditkit, name).__module__ or "").startswith("auditkit.measures")
    }
    assert public <= {name.partition(",")[0] for name in MEASURES} | OTHER_KINDS


@every_measure
def test_every_number_is_of_a_kind_that_is_checked_here(measure):
    """So that a column of a new measure cannot slip through: all but parts of a change, weights and words."""
    numbers = measure(voices_of([(("author",), False), ("declined", False)]))
    loose = {"change", "followed", "unfollowed", "newly_annotated", "corrected", "withdrawn", "regrouped"}
    loose |= {"removed", "re_annotated", "added", "weight", "weight_recorded", "weight_applicable", "order", "small"}
    loose |= {"by", "met", "category", "part", "complete", "ratio", "ratio_lowest", "ratio_highest", "few_expected"}
    loose |= {"reference_share", "expected", "kappa", "alpha", "effective", "voices", "with_weight"}
    loose |= {name for name in numbers.columns if name.endswith(("_before", "_after", "already_followed"))}
    assert set(numbers.columns) - SHARES - WHOLE - NUMBERS <= loose


@every_measure
def test_an_empty_table_gives_no_share_and_no_error(measure):
    numbers = measure(voices_of([]))
    shares = columns_of(numbers, SHARES - {"target"} | NUMBERS)
    assert numbers[shares].filter(regex="^(?!.*_after)").isna().all(axis=None)
    assert (numbers[columns_of(numbers, WHOLE - {"count_after", "recorded_after"})] == 0).all(axis=None)


@every_measure
def test_all_unknown_gives_no_share_of_the_known_and_no_error(measure):
    numbers = measure(voices_of([(what, False) for what in UNANSWERED]))
    if {"share_of_known", "lowest", "highest"} <= set(numbers.columns):
        assert numbers["share_of_known"].isna().all()
        assert (numbers["lowest"] == 0).all()
        assert (numbers["highest"] == 1).all()
    for name in columns_of(numbers, ("count", "recorded", "gained", "lost", "exactly", "both_recorded")):
        assert (numbers[name] == 0).all()
    for name in columns_of(numbers, ("hill", "order 0", "effective before", "effective after", "ratio")):
        assert numbers[name].isna().all()


@every_measure
def test_one_voice_gives_nothing_or_all(measure):
    numbers = measure(voices_of([(("author",), False)]))
    wanted = SHARES - {"target"} - {name for name in SHARES if name.endswith("_after")}
    for name in columns_of(numbers, wanted):
        assert set(numbers[name].dropna()) <= {0.0, 1.0}, name
    for name in columns_of(numbers, NUMBERS):
        assert numbers[name].tolist() == [1] * len(numbers), name


@every_measure
@quick
@given(rows=ROWS, random=st.randoms(use_true_random=False))
def test_the_order_of_voices_changes_nothing(measure, rows, random):
    table = voices_of(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(measure(table), measure(table.iloc[order]))


@every_measure
@quick
@given(rows=ROWS)
def test_the_labels_of_the_rows_do_not_matter(measure, rows):
    """A table that was filtered keeps the labels of its rows, and one that was put together repeats them."""
    table = voices_of(rows)
    labelled = table.set_axis([7] * len(table))
    pd.testing.assert_frame_equal(measure(table), measure(labelled))


@pytest.mark.parametrize("measure", doubled.values(), ids=doubled)
@quick
@given(rows=ROWS)
def test_twice_the_voices_leave_every_share_as_it_is_and_double_every_number(measure, rows):
    """Shares and effective numbers are about the make-up of a list, whole numbers about its length."""
    once, twice = measure(voices_of(rows)), measure(voices_of(rows * 2))
    make_up = columns_of(once, SHARES | NUMBERS)
    # Bounds of a Hill number are in whole voices: with more of them there is more room between two levels.
    make_up = [name for name in make_up if name not in ("hill_lowest", "hill_highest")]
    pd.testing.assert_frame_equal(once[make_up], twice[make_up])
    for name in columns_of(once, WHOLE):
        assert (2 * once[name]).tolist() == twice[name].tolist(), name


@every_measure
@quick
@given(rows=ROWS)
def test_every_share_lies_between_nothing_and_all_and_every_bound_around_it(measure, rows):
    numbers = measure(voices_of(rows))
    shares = numbers[columns_of(numbers, SHARES)].stack().dropna().astype(float)
    assert shares.between(0, 1).all()
    around = [("lowest", "share_of_known", "highest"), ("hill_lowest", "hill", "hill_highest")]
    around += [("ratio_lowest", "ratio", "ratio_highest"), ("low", "estimate", "high")]
    around += [("weighted_lowest", "weighted_share_of_known", "weighted_highest")]
    for names in around:
        if set(names) <= set(numbers.columns):
            known = numbers[list(names)].dropna().astype(float)
            assert (known[names[0]] <= known[names[1]] + 1e-12).all()
            assert (known[names[1]] <= known[names[2]] + 1e-12).all()
    for name in columns_of(numbers, NUMBERS):
        assert numbers[name].dropna().between(1, len(NAMES)).all()


@every_measure
@pytest.mark.parametrize("rows", [[], [(("author",), False)], [("declined", True)]], ids=["nobody", "one", "aside"])
def test_whole_numbers_are_integers_and_no_column_is_of_two_minds(measure, rows):
    numbers = measure(voices_of(rows))
    for name in columns_of(numbers, WHOLE):
        assert numbers[name].dtype == "int64", name
    for name in columns_of(numbers, SHARES | NUMBERS):
        assert numbers[name].dtype == "float64" or numbers[name].isin([0, 1]).all(), name


@every_measure
@quick
@given(rows=ROWS)
def test_the_table_of_voices_is_left_as_it_was(measure, rows):
    table = voices_of(rows)
    measure(table)
    pd.testing.assert_frame_equal(table, voices_of(rows))
    assert table.attrs == {"codebook": CODEBOOK}


@every_measure
def test_what_the_numbers_need_stands_in_columns_and_not_in_attrs(measure):
    """DESIGN: numbers that a caption needs are columns; attrs get lost on the way."""
    rows = [(("author",), False), (("teacher", "author"), False), ("declined", False), (("pilot",), True)]
    table = voices_of(rows)
    numbers = measure(table)
    assert numbers.attrs.keys() <= {"codebook"}
    table.attrs = {}
    bare = measure(table)
    wanted = [name for name in numbers.index if name in bare.index]
    assert wanted, "without a codebook in attrs at least what somebody holds is there"
    pd.testing.assert_frame_equal(bare.loc[wanted], numbers.loc[wanted])


@every_measure
@quick
@given(rows=ROWS, extra=st.sampled_from([("author",), *UNANSWERED]))
def test_a_voice_set_aside_moves_no_share(measure, rows, extra):
    once, more = measure(voices_of(rows)), measure(voices_of([*rows, (extra, True)]))
    if measure is MEASURES["concentration"] or measure is MEASURES["what_if"]:
        return  # given weights and a number of voices to add, which the extra row changes here
    shared = once.index.intersection(more.index)
    shares = columns_of(once, SHARES | NUMBERS)
    pd.testing.assert_frame_equal(once.loc[shared, shares], more.loc[shared, shares])


def hills(voices):
    """Below half of the voices recorded the profile withholds the number: here all are."""
    return hill_profile(voices, "role", orders=(0, 0.5, 1, 2)).set_index("order")


def met(voices):
    """How far each target is met, as bounds: surely is 1 and 1, possibly 0 and 1, surely not 0 and 0."""
    words = MEASURES["target_progress"](voices)["met"]
    sure, not_out = words == TARGET_MET[0], words != TARGET_MET[2]
    return pd.DataFrame({"lowest": sure.astype(int), "highest": not_out.astype(int)})


def reached(voices):
    share = composition(voices, "role")["share_of_known"].reindex(list(TARGETS))
    return (share >= pd.Series(TARGETS)).astype(float).where(share.notna())


def fixed_acts(voices):
    """So many acts for each voice as the place of its row says, whatever it holds."""
    keys = [key for (key,) in voices["accounts"]]
    return Activity(activity_table({(key, "liked", None): n % 3 for n, key in enumerate(keys)}), "mastodon", "r")


def rated(voices):
    """The same voices rated by place, daily, sometimes and never in turn, whatever they hold."""
    words = ["daily", "sometimes", "never"]
    return voices.assign(attention=pd.Series([words[n % 3] for n in range(len(voices))], dtype="str"))


def both_answers(voices):
    """The place of a voice goes with its role in this suite: hold it fixed, so that only the role is unknown."""
    return voices.assign(place=[("here",)] * len(voices), **{"place condition": "recorded"})


PAIRS = [[("role", name), ("place", "here")] for name in NAMES]


def pairs_of(voices):
    table = intersections(both_answers(voices), ["role", "place"], combinations=PAIRS)
    return table.set_index(pd.Index(NAMES))


def plain(columns, measure):
    return lambda voices: measure(voices)[list(columns)].set_axis(["lowest", "highest"], axis=1)


BOUNDED = ["lowest", "highest"]
# What of the table bounds what of the complete one.
BOUNDS = {
    "composition": (
        plain(BOUNDED, lambda voices: composition(voices, "role")),
        lambda voices: composition(voices, "role")["share_of_known"],
    ),
    "compare": (
        lambda voices: pd.DataFrame(
            {share: compare(voices.iloc[:1], voices, "role", share=share)["after"] for share in BOUNDED}
        ),
        lambda voices: compare(voices, voices, "role")["after"],
    ),
    "composition_by": (
        plain(
            BOUNDED, lambda voices: composition_by(voices, "role").query("group == 'mastodon'").set_index("category")
        ),
        lambda voices: composition(voices, "role")["share_of_known"],
    ),
    "hill_profile": (plain(BOUNDED, hills), lambda voices: hills(voices)["hill"]),
    "intersections": (
        plain(BOUNDED, pairs_of),
        lambda voices: pairs_of(voices)["at_least"] / pairs_of(voices)["applicable"],
    ),
    "target_progress": (met, reached),
    "representation_ratio": (
        plain(["ratio_lowest", "ratio_highest"], ratios),
        lambda voices: ratios(voices)["ratio"],
    ),
    "attention": (
        plain(["weighted_lowest", "weighted_highest"], lambda voices: attention(voices, fixed_acts(voices), "role")),
        lambda voices: attention(voices, fixed_acts(voices), "role")["weighted_share_of_known"],
    ),
    "attention_by_rating": (
        plain(["weighted_lowest", "weighted_highest"], lambda voices: attention_by_rating(rated(voices), "role")),
        lambda voices: attention_by_rating(rated(voices), "role")["weighted_share_of_known"],
    ),
    "sample_composition": (
        plain(["low", "high"], lambda voices: sample_composition(voices, everybody_drawn(voices), "role")),
        lambda voices: composition(voices, "role")["share_of_known"],
    ),
    "what_if": (
        plain(["lowest_after", "highest_after"], lambda voices: what_if(voices, "role", more={"pilot": 2})),
        lambda voices: what_if(voices, "role", more={"pilot": 2})["share_of_known_after"],
    ),
}
ANSWERS = [held for size in (1, 2, 3) for held in itertools.combinations(NAMES, size)]


@pytest.mark.parametrize(("bounds", "truth"), BOUNDS.values(), ids=BOUNDS)
@settings(deadline=None, max_examples=5)
@given(
    known=st.lists(st.one_of(HELD, st.just("does not apply")), max_size=2),
    unknown=st.lists(st.sampled_from(UNANSWERED), min_size=1, max_size=2),
)
def test_bounds_contain_every_way_the_unknown_voices_could_turn_out(bounds, truth, known, unknown):
    """Tried one by one: each unknown voice with every set of categories it could hold."""
    rows = [(what, False) for what in [*unknown, *known]]
    limits = bounds(voices_of(rows))
    for turned_out in itertools.product(ANSWERS, repeat=len(unknown)):
        found = truth(voices_of([*((answer, False) for answer in turned_out), *rows[len(unknown) :]]))
        found = found.reindex(limits.index)
        inside = (limits["lowest"] <= found + 1e-12) & (found <= limits["highest"] + 1e-12)
        assert (found.isna() | inside).all()


def test_every_measure_that_gives_bounds_has_them_checked():
    """So that bounds of a new measure cannot go untried."""
    several = voices_of([(("author",), False), ("declined", False)])
    bounded = {"lowest", "hill_lowest", "ratio_lowest", "weighted_lowest", "low", "lowest_after"}
    found = {name.partition(",")[0] for name, measure in MEASURES.items() if bounded & set(measure(several).columns)}
    assert found - {"composition_over_time"} <= set(BOUNDS), "a series is a composition at each date"
