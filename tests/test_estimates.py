"""What a sample says of the whole list: worked by hand, and by every sample there could have been."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.composition import composition
from auditkit.measures.estimates import sample_composition
from auditkit.measures.intervals import count_interval, stratified_count_interval
from auditkit.measures.sampling import draw_sample
from auditkit.tables import ESTIMATE_COLUMNS

ROLES = Codebook("roles", (Dimension("role", categories=(Category("author"), Category("teacher"))),))
AUTHOR, TEACHER, BOTH = ("author",), ("teacher",), ("author", "teacher")
quick = settings(deadline=None, max_examples=30)


def voices_of(number, **columns):
    table = pd.DataFrame({"voice": [f"v{place:03}" for place in range(number)], "set_aside": False})
    table["role"] = pd.Series([()] * number, dtype="object")
    table["role condition"] = pd.Series(["not reviewed"] * number, dtype="str")
    table.attrs["codebook"] = ROLES
    return table.assign(**columns)


def answered(table, keys, answers):
    """The table with these voices annotated: a tuple is recorded, a word is a condition."""
    table = table.copy()
    rows = {key: row for row, key in table["voice"].items()}
    for key, answer in zip(keys, answers, strict=False):
        table.at[rows[key], "role"] = answer if isinstance(answer, tuple) else ()
        table.at[rows[key], "role condition"] = "recorded" if isinstance(answer, tuple) else answer
    return table


def estimate_of(answers, *, population=50, size=10):
    table = voices_of(population)
    sample = draw_sample(table, size, seed=1)
    return sample_composition(answered(table, sample.voices, answers), sample, "role")


def test_three_of_ten_from_fifty_give_the_published_limits_as_shares():
    """samplingbook's documentation: 5 to 31 of 50."""
    table = estimate_of([AUTHOR] * 3 + [TEACHER] * 7)
    assert list(table.columns) == list(ESTIMATE_COLUMNS)
    assert table.index.name == "category"
    assert table.loc["author"].to_dict() == {
        "count": 3,
        "recorded": 10,
        "reviewed": 10,
        "sampled": 10,
        "population": 50,
        "estimate": 0.3,
        "low": 0.1,
        "high": 0.62,
        "lowest": 3 / 50,
        "highest": 43 / 50,
        "complete": False,
    }
    assert (table[["count", "recorded", "reviewed", "sampled", "population"]].dtypes == "int64").all()


def test_voices_with_several_categories_count_in_each():
    table = estimate_of([BOTH] * 3 + [TEACHER] * 7)
    assert table["count"].tolist() == [3, 10]
    assert table["estimate"].tolist() == [0.3, 1.0]


def test_sampled_voices_without_a_category_widen_both_ends():
    """Two of the ten unknown: from the lower end for 3 of 10 to the upper end for 5 of 10."""
    table = estimate_of([AUTHOR] * 3 + [TEACHER] * 5 + ["declined", "nothing found"])
    author = table.loc["author"]
    assert author["estimate"] == 3 / 8
    assert (author["reviewed"], author["recorded"]) == (10, 8)
    assert author["low"] * 50 == count_interval(3, 10, 50)[0]
    assert author["high"] * 50 == pytest.approx(count_interval(5, 10, 50)[1])


def test_a_sample_worked_off_in_part_is_a_smaller_sample():
    author = estimate_of([AUTHOR] * 3 + [TEACHER] * 3).loc["author"]
    assert author["estimate"] == 0.5
    assert (author["sampled"], author["reviewed"]) == (10, 6)
    assert (author["low"] * 50, author["high"] * 50) == pytest.approx(count_interval(3, 6, 50))


def test_voices_passed_over_count_as_unknown_and_take_the_estimate_away():
    """The third was skipped and the fifth reviewed: 2 of 5, with one unknown, and no estimate."""
    author = estimate_of([AUTHOR, TEACHER, "not reviewed", TEACHER, AUTHOR]).loc["author"]
    assert math.isnan(author["estimate"])
    assert (author["count"], author["recorded"], author["reviewed"]) == (2, 4, 4)
    assert author["low"] * 50 == count_interval(2, 5, 50)[0]
    assert author["high"] * 50 == pytest.approx(count_interval(3, 5, 50)[1])


def test_giving_an_answer_for_the_voice_passed_over_brings_the_estimate_back():
    assert estimate_of([AUTHOR, TEACHER, "declined", TEACHER, AUTHOR]).loc["author", "estimate"] == 0.5


def test_what_was_reviewed_before_the_draw_is_no_sign_of_picking():
    table = voices_of(50)
    order = draw_sample(table, 10, seed=1).voices
    table = answered(table, order[7:], [AUTHOR, AUTHOR, AUTHOR])
    sample = draw_sample(table, 10, seed=1)
    assert sample.voices == order
    author = sample_composition(answered(table, order[:2], [AUTHOR, TEACHER]), sample, "role").loc["author"]
    assert (author["count"], author["recorded"], author["estimate"]) == (1, 2, 0.5)
    finished = sample_composition(answered(table, order[:7], [TEACHER] * 7), sample, "role").loc["author"]
    assert (finished["count"], finished["recorded"], finished["estimate"]) == (3, 10, 0.3)


def test_reviews_of_before_count_as_soon_as_the_work_reaches_them():
    table = voices_of(50)
    order = draw_sample(table, 4, seed=1).voices
    table = answered(table, order[1:3], [AUTHOR, AUTHOR])
    sample = draw_sample(table, 4, seed=1)
    assert sample_composition(table, sample, "role")["recorded"].tolist() == [0, 0]
    done = sample_composition(answered(table, order[:1], [TEACHER]), sample, "role")
    assert done["recorded"].tolist() == [3, 3]


def test_the_work_goes_on_over_one_review_of_before_but_not_past_a_gap():
    table = voices_of(50)
    order = draw_sample(table, 6, seed=1).voices
    table = answered(table, [order[1], order[3]], [AUTHOR, AUTHOR])
    sample = draw_sample(table, 6, seed=1)
    author = sample_composition(answered(table, order[:1], [TEACHER]), sample, "role").loc["author"]
    assert (author["recorded"], author["reviewed"], author["estimate"]) == (2, 2, 0.5)


def test_a_single_category_is_enough_for_the_end_of_the_estimate():
    table = voices_of(2)
    table.attrs["codebook"] = Codebook("one", (Dimension("role", categories=(Category("author"),)),))
    sample = draw_sample(table, 1, seed=1)
    told = sample_composition(answered(table, table["voice"], [AUTHOR, "declined"]), sample, "role")
    assert told["complete"].tolist() == [True]


def test_annotations_outside_the_sample_do_not_move_the_interval_but_the_bounds():
    table = voices_of(50)
    sample = draw_sample(table, 10, seed=1)
    others = [key for key in table["voice"] if key not in sample.voices]
    inside = answered(table, sample.voices, [AUTHOR] * 3 + [TEACHER] * 7)
    once = sample_composition(inside, sample, "role")
    more = sample_composition(answered(inside, others, [AUTHOR] * 20), sample, "role")
    own = ["count", "recorded", "reviewed", "sampled", "population", "estimate", "low", "high"]
    pd.testing.assert_frame_equal(once[own], more[own])
    assert more["lowest"].tolist() == [23 / 50, 7 / 50]


def test_everything_reviewed_ends_the_estimate():
    table = voices_of(6)
    sample = draw_sample(table, 2, seed=1)
    done = answered(table, table["voice"], [AUTHOR, TEACHER, BOTH, "declined", "nothing found", "does not apply"])
    told = sample_composition(done, sample, "role")
    plain = composition(done, "role")
    assert told["complete"].tolist() == [True, True]
    assert (told["low"] == told["lowest"]).all()
    assert (told["high"] == told["highest"]).all()
    for name, other in (("count",) * 2, ("estimate", "share_of_known"), ("population", "applicable"), ("lowest",) * 2):
        assert told[name].tolist() == plain[other].tolist()
    assert told["sampled"].tolist() == [2, 2]


def test_a_sample_of_everybody_in_part_unknown_leaves_the_bounds_alone():
    """All six drawn and reviewed but for one: no doubt is left but about that one."""
    table = voices_of(7, set_aside=[False] * 6 + [True])
    sample = draw_sample(table, 6, seed=1)
    told = sample_composition(answered(table, sample.voices, [AUTHOR] * 2 + [TEACHER] * 3), sample, "role")
    assert told.loc["author", "complete"] == False  # noqa: E712 - numpy's own
    low, high = count_interval(2, 5, 6)
    assert (told.loc["author", "low"] * 6, told.loc["author", "high"] * 6) == pytest.approx((low, high))


def test_voices_that_do_not_belong_make_the_population_smaller_and_move_each_limit_by_a_voice():
    answers = [AUTHOR] * 3 + [TEACHER] * 5 + ["does not apply"] * 2
    author = estimate_of(answers).loc["author"]
    assert (author["population"], author["reviewed"], author["estimate"]) == (48, 8, 3 / 8)
    low, high = count_interval(3, 8, 48)
    assert (author["low"] * 48, author["high"] * 48) == pytest.approx((low - 1, high + 1))


def test_one_voice_that_does_not_belong_is_enough_to_move_the_limits():
    author = estimate_of([AUTHOR] * 3 + [TEACHER] * 6 + ["does not apply"]).loc["author"]
    low, high = count_interval(3, 9, 49)
    assert (author["low"] * 49, author["high"] * 49) == pytest.approx((low - 1, high + 1))


def test_limits_are_not_moved_past_what_was_seen():
    """None of eight: nobody can be fewer. All of eight: 48 is everybody."""
    none = estimate_of([TEACHER] * 8 + ["does not apply"] * 2)
    assert none.loc["author", "low"] == 0
    assert none.loc["teacher", "high"] == 1


def test_a_voice_set_aside_later_leaves_the_population():
    table = voices_of(50)
    sample = draw_sample(table, 10, seed=1)
    done = answered(table, sample.voices, [AUTHOR] * 3 + [TEACHER] * 7)
    done.loc[done["voice"] == sample.voices[0], "set_aside"] = True
    told = sample_composition(done, sample, "role").loc["author"]
    assert (told["population"], told["count"], told["recorded"]) == (49, 2, 9)


def test_a_voice_that_is_gone_counts_as_unknown():
    """Who unfollows after looking would otherwise describe the list that was left."""
    table = voices_of(50)
    sample = draw_sample(table, 10, seed=1)
    done = answered(table, sample.voices, [AUTHOR] * 3 + [TEACHER] * 7)
    gone = done[done["voice"] != sample.voices[0]]
    told = sample_composition(gone, sample, "role").loc["author"]
    assert (told["population"], told["count"], told["recorded"], told["reviewed"]) == (50, 2, 9, 9)
    assert told["low"] * 50 == count_interval(2, 10, 50)[0]
    assert told["high"] * 50 == pytest.approx(count_interval(3, 10, 50)[1])


def test_a_forgotten_voice_counts_as_unknown_too():
    table = voices_of(50)
    sample = draw_sample(table, 10, seed=1)
    done = answered(table, sample.voices, [AUTHOR] * 3 + [TEACHER] * 7)
    told = sample_composition(done[done["voice"] != sample.voices[0]], sample.without([sample.voices[0]]), "role")
    assert told.loc["author", ["count", "recorded", "population"]].tolist() == [2, 9, 50]


def test_a_voice_joined_into_another_answers_through_it():
    accounts = pd.Series([(f"v{place:03}",) for place in range(50)], dtype="object")
    table = voices_of(50, accounts=accounts)
    sample = draw_sample(table, 10, seed=1)
    joined, other = sample.voices[0], next(key for key in table["voice"] if key not in sample.voices)
    done = answered(table, [*sample.voices, other], [AUTHOR] * 3 + [TEACHER] * 7 + [AUTHOR])
    done.at[done.index[done["voice"] == other][0], "accounts"] = (other, joined)
    told = sample_composition(done[done["voice"] != joined], sample, "role")
    assert told.loc["author", ["count", "recorded"]].tolist() == [3, 10]


def by_platform(*sizes):
    platforms = [(name,) for name, size in zip("abc", sizes, strict=False) for _ in range(size)]
    return voices_of(sum(sizes), platforms=pd.Series(platforms, dtype="object"))


def test_a_stratified_estimate_weighs_each_stratum_by_its_voices():
    """One of the 98 on a and one of the two on b: 98 * 0 and 2 * 1 of a hundred, by hand."""
    table = by_platform(98, 2)
    sample = draw_sample(table, 2, seed=1, strata="platform")
    first_on_b = [AUTHOR if stratum == "b" else TEACHER for stratum in sample.stratum_of]
    told = sample_composition(answered(table, sample.voices, first_on_b), sample, "role")
    assert told["estimate"].tolist() == pytest.approx([0.02, 0.98])


def test_a_stratified_interval_is_that_of_its_strata():
    table = by_platform(30, 20, 10)
    sample = draw_sample(table, 12, seed=1, strata="platform")
    answers = [AUTHOR if place % 2 else TEACHER for place in range(11)] + ["declined"]
    told = sample_composition(answered(table, sample.voices, answers), sample, "role").loc["author"]
    found, possible = [0, 0, 0], [0, 0, 0]
    for stratum, answer in zip(sample.stratum_of, answers, strict=True):
        found["abc".index(stratum)] += answer == AUTHOR
        possible["abc".index(stratum)] += answer != TEACHER
    assert told["low"] * 60 == stratified_count_interval(found, [6, 4, 2], [30, 20, 10])[0]
    assert told["high"] * 60 == pytest.approx(stratified_count_interval(possible, [6, 4, 2], [30, 20, 10])[1])


def test_a_stratum_nobody_was_looked_at_in_may_hold_anything():
    table = by_platform(30, 20, 10)
    sample = draw_sample(table, 12, seed=1, strata="platform")
    told = sample_composition(answered(table, sample.voices, [AUTHOR]), sample, "role").loc["author"]
    others = 60 - dict(sample.strata)[sample.stratum_of[0]]
    assert told["low"] * 60 >= 1
    assert told["high"] == 1
    none = sample_composition(answered(table, sample.voices, [TEACHER]), sample, "role").loc["author"]
    assert none["high"] * 60 >= others


def test_nothing_reviewed_says_nothing():
    told = estimate_of([])
    assert told["estimate"].isna().all()
    assert told[["low", "high", "lowest", "highest"]].values.tolist() == [[0, 1, 0, 1]] * 2
    assert told[["count", "recorded", "reviewed"]].eq(0).all(axis=None)


def test_all_reviewed_and_none_found_says_nothing_either():
    told = estimate_of(["nothing found"] * 10)
    assert told["estimate"].isna().all()
    assert told[["low", "high"]].values.tolist() == [[0, 1]] * 2
    assert told["reviewed"].tolist() == [10, 10]


@pytest.mark.parametrize("strata", ["none", "platform"])
def test_an_empty_list_gives_no_share(strata):
    table = by_platform(0)
    told = sample_composition(table, draw_sample(table, 5, seed=1, strata=strata), "role")
    assert told[["estimate", "low", "high", "lowest", "highest"]].isna().all(axis=None)
    assert told["complete"].tolist() == [False, False]


def test_nobody_the_dimension_applies_to_gives_no_share():
    table = voices_of(3)
    sample = draw_sample(table, 3, seed=1)
    told = sample_composition(answered(table, sample.voices, ["does not apply"] * 3), sample, "role")
    assert told["population"].tolist() == [0, 0]
    assert told[["estimate", "low", "high", "lowest", "highest"]].isna().all(axis=None)


def test_one_voice_is_everybody():
    table = voices_of(1)
    told = sample_composition(answered(table, ["v000"], [AUTHOR]), draw_sample(table, 1, seed=1), "role")
    assert told["complete"].all()
    assert told[["estimate", "low", "high"]].values.tolist() == [[1, 1, 1], [0, 0, 0]]


def test_a_dimension_without_categories_gives_a_table_without_rows():
    table = voices_of(5)
    table.attrs.clear()
    told = sample_composition(table, draw_sample(table, 2, seed=1), "role")
    assert told.empty
    assert list(told.columns) == list(ESTIMATE_COLUMNS)


def test_a_sample_for_another_dimension_is_refused():
    table = voices_of(5, place="", **{"place condition": "not reviewed"})
    sample = draw_sample(table, 2, seed=1, dimension="role")
    with pytest.raises(ValueError, match="drawn for 'role'; draw another for 'place'"):
        sample_composition(table, sample, "place")
    with pytest.raises(ValueError, match="no dimension 'age'"):
        sample_composition(table, sample, "age")


def test_less_confidence_is_narrower():
    table = voices_of(50)
    sample = draw_sample(table, 10, seed=1)
    done = answered(table, sample.voices, [AUTHOR] * 3 + [TEACHER] * 7)
    wide, narrow = (sample_composition(done, sample, "role", confidence=level) for level in (0.95, 0.5))
    assert (narrow["low"] > wide["low"]).all()
    assert (narrow["high"] < wide["high"]).all()


ANSWER = st.sampled_from([AUTHOR, TEACHER, BOTH, "declined", "nothing found", "does not apply", "not reviewed"])


@quick
@given(st.lists(ANSWER, max_size=12), st.randoms(use_true_random=False), st.sampled_from(["none", "platform"]))
def test_the_order_of_rows_changes_nothing_and_the_table_stays_as_it_was(answers, mix, strata):
    table = by_platform(12, 6, 2)
    sample = draw_sample(table, 12, seed=1, strata=strata)
    done = answered(table, sample.voices, answers)
    kept = done.copy(deep=True)
    rows = list(range(20))
    mix.shuffle(rows)
    told = sample_composition(done, sample, "role")
    pd.testing.assert_frame_equal(told, sample_composition(done.iloc[rows], sample, "role"))
    pd.testing.assert_frame_equal(done, kept)


@quick
@given(st.lists(ANSWER, min_size=1, max_size=8), st.sampled_from(["none", "platform"]))
def test_the_interval_holds_that_of_every_way_the_unknown_could_turn_out(answers, strata):
    """Including the voices passed over, who may turn out not to belong. A limit is a share of the population then."""
    table = by_platform(11, 6)
    sample = draw_sample(table, 8, seed=1, strata=strata)
    told = sample_composition(answered(table, sample.voices, answers), sample, "role")
    reviewed = [place for place, answer in enumerate(answers) if answer not in ("not reviewed", "does not apply")]
    end = max(reviewed, default=-1) + 1
    unknown = [place for place in range(end) if answers[place] in ("declined", "nothing found", "not reviewed")][:4]
    for turned_out in itertools.product([AUTHOR, TEACHER], repeat=len(unknown)):
        complete = list(answers)
        for place, answer in zip(unknown, turned_out, strict=True):
            complete[place] = answer
        other = sample_composition(answered(table, sample.voices, complete), sample, "role")
        assert (told["low"] <= other["low"] + 1e-12).all()
        assert (other["high"] <= told["high"] + 1e-12).all()
        assert (other["estimate"].isna() | other["estimate"].between(other["low"], other["high"])).all()


@pytest.mark.parametrize("size", [4, 7, 10])
def test_every_population_of_twelve_is_covered_however_many_belong(size):
    """Every number of voices that belong, every number of authors among them, every sample: at least 95 %."""
    table = voices_of(12)
    sample = draw_sample(table, size, seed=1)
    limits = {}
    for out, authors in itertools.product(range(size + 1), repeat=2):
        if out + authors <= size:
            answers = ["does not apply"] * out + [AUTHOR] * authors + [TEACHER] * (size - out - authors)
            done = sample_composition(answered(table, sample.voices, answers), sample, "role").loc["author"]
            limits[out, authors] = done["low"], done["high"]
    for belong in range(1, 13):
        for authors in range(belong + 1):
            covered = 0
            for (out, found), (low, high) in limits.items():
                ways = math.comb(12 - belong, out) * math.comb(authors, found)
                ways *= math.comb(belong - authors, size - out - found)
                # A sample of outsiders alone from a list that has no others says nothing, and claims nothing.
                covered += ways if math.isnan(low) or low - 1e-12 <= authors / belong <= high + 1e-12 else 0
            assert covered >= 0.95 * math.comb(12, size)
