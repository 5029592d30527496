"""The diversity profile and its bounds: every completion of small lists tried one by one."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.diversity import hill_number
from auditkit.measures.profile import ORDERS, hill_bounds, hill_profile
from auditkit.tables import PROFILE_COLUMNS

NAMES = ("teacher", "author", "pilot")
unhurried = settings(deadline=None, max_examples=60)
SOME_ORDERS = st.sampled_from([0, 0.3, 0.5, 1 - 1e-8, 1, 1 + 1e-6, 1.5, 2, 3, 10, 500, math.inf])
COUNTS = st.lists(st.one_of(st.integers(0, 3), st.integers(0, 40)), min_size=1, max_size=4)


def codebook(*, several=True, is_open=False):
    return Codebook("small", (Dimension("role", "", tuple(map(Category, NAMES)), is_open, several),))


def voices_of(*rows):
    return pd.DataFrame(
        {
            "voice": [f"v{number}" for number in range(len(rows))],
            "set_aside": False,
            "role": pd.Series([row if isinstance(row, tuple) else () for row in rows], dtype="object"),
            "role condition": pd.Series([row if isinstance(row, str) else "recorded" for row in rows], dtype="str"),
        }
    )


@pytest.mark.parametrize(("unknown", "lowest", "highest"), [(5, 2.709, 3.212), (25, 2.293, 3.789), (50, 1.990, 3.974)])
def test_worked_bounds_for_one_category_each(unknown, lowest, highest):
    """Known 30, 12, 5, 3 (project notes). Five unknown can bring 5 and 3 to 7 and 6; 6.5 and 6.5 would give 3.214."""
    low, high = hill_bounds([30, 12, 5, 3], unknown, several=False)
    assert low == pytest.approx(lowest, abs=5e-4)
    assert high == pytest.approx(highest, abs=5e-4)


@unhurried
@given(COUNTS, st.integers(0, 4), SOME_ORDERS)
def test_bounds_for_one_category_each_are_the_ends_of_all_completions(counts, unknown, order):
    ways = [added for added in itertools.product(range(unknown + 1), repeat=len(counts)) if sum(added) == unknown]
    numbers = [hill_number(np.add(counts, added), order) for added in ways]
    assert hill_bounds(counts, unknown, order, several=False) == pytest.approx(
        (min(numbers), max(numbers)), rel=1e-9, nan_ok=True
    )


@settings(deadline=None, max_examples=150)
@given(COUNTS, st.integers(0, 4), SOME_ORDERS)
@example([8, 8, 8], 1, 1 - 1e-8)
@example([2, 2, 2], 2, 1.5)
@example([0, 0, 0], 2, 0)
@example([5, 5, 1], 2, 2)
def test_bounds_for_several_categories_are_the_ends_of_all_completions(counts, unknown, order):
    """Any numbers up to U that add up to U or more can be dealt out to U voices, one of each category to a voice."""
    ways = [added for added in itertools.product(range(unknown + 1), repeat=len(counts)) if sum(added) >= unknown]
    numbers = [hill_number(np.add(counts, added), order) for added in ways]
    assert hill_bounds(counts, unknown, order) == pytest.approx((min(numbers), max(numbers)), rel=1e-9, nan_ok=True)


def test_two_unknown_voices_dealt_out_one_by_one_give_the_bounds_of_the_profile():
    rows = [("teacher",), ("teacher", "author"), ("teacher",), ("pilot", "author")]
    sets = [held for size in (1, 2, 3) for held in itertools.combinations(NAMES, size)]
    profile = hill_profile(voices_of(*rows, "declined", "not reviewed"), "role", codebook=codebook()).set_index("order")
    for order in (0, 1, 2):
        numbers = [
            hill_profile(voices_of(*rows, *pair), "role", orders=[order], codebook=codebook())["hill"].iloc[0]
            for pair in itertools.product(sets, repeat=2)
        ]
        assert profile.loc[order, "lowest"] == pytest.approx(min(numbers), rel=1e-12)
        assert profile.loc[order, "highest"] == pytest.approx(max(numbers), rel=1e-12)


def test_filling_two_categories_may_be_less_varied_than_filling_one():
    """By hand at order 2: 142**2 / (484 + 400 + 100) = 20.5, but 144**2 / (484 + 484 + 100) = 19.4, then 19.8."""
    assert hill_bounds([20, 20] + [1] * 100, 2, 2)[0] == pytest.approx(144**2 / 1068)


def test_a_first_holder_counts_among_the_categories_of_the_codebook():
    """Two teachers, one unknown: at best a third category apart from none, so two."""
    profile = hill_profile(voices_of(("teacher",), ("teacher",), "declined"), "role", orders=[0], codebook=codebook())
    assert profile[["hill", "lowest", "highest"]].values.tolist() == [[1, 1, 3]]
    single = codebook(several=False)
    profile = hill_profile(voices_of(("teacher",), ("teacher",), "declined"), "role", orders=[0], codebook=single)
    assert profile[["hill", "lowest", "highest"]].values.tolist() == [[1, 1, 2]]


def test_unknown_voices_may_each_bring_a_word_of_their_own_to_an_open_dimension():
    table = voices_of(("teacher",), ("teacher",), "declined", "not reviewed")
    one_each = hill_profile(table, "role", orders=[0, 2], codebook=codebook(several=False, is_open=True))
    assert one_each["highest"].tolist() == [3, pytest.approx(16 / 6)]
    assert hill_profile(table, "role", orders=[0], codebook=codebook(is_open=True))["highest"].tolist() == [math.inf]


def test_without_a_codebook_nothing_is_known_of_the_categories():
    assert hill_profile(voices_of(("teacher",), "declined"), "role", orders=[1])["highest"].tolist() == [math.inf]
    assert hill_profile(voices_of("declined"), "role", orders=[1])[["lowest", "highest"]].values.tolist() == [
        [1, math.inf]
    ]


@pytest.mark.parametrize(("known", "shown"), [(2, True), (1, False)])
def test_the_point_is_left_out_where_less_than_half_is_known(known, shown):
    table = voices_of(*[("teacher",)] * known, *["not reviewed"] * 2)
    profile = hill_profile(table, "role", orders=[1], codebook=codebook())
    assert profile["hill"].notna().tolist() == [shown]
    assert profile[["lowest", "highest"]].notna().all(axis=None)


def test_everything_known_leaves_no_width():
    profile = hill_profile(voices_of(("teacher",), ("teacher", "author")), "role", codebook=codebook())
    assert list(profile.columns) == list(PROFILE_COLUMNS)
    assert profile["order"].tolist() == list(ORDERS)
    assert (profile["hill"] == profile["lowest"]).all()
    assert (profile["hill"] == profile["highest"]).all()
    assert profile.loc[profile["order"] == 1, "hill"].iloc[0] == pytest.approx(hill_number([2, 1]))


@pytest.mark.parametrize("rows", [[], ["does not apply"]])
def test_nobody_applicable_gives_no_number_at_all(rows):
    profile = hill_profile(voices_of(*rows), "role", codebook=codebook())
    assert len(profile) == len(ORDERS)
    assert profile[["hill", "lowest", "highest"]].isna().all(axis=None)


def test_all_unknown_leaves_anything_from_one_category_to_all():
    profile = hill_profile(voices_of("declined", "not reviewed"), "role", orders=[0, 1, 5], codebook=codebook())
    assert profile["hill"].isna().all()
    assert profile["lowest"].tolist() == [1, 1, 1]
    assert profile["highest"].tolist() == [3, 3, 3]


def test_one_voice_is_one_category():
    profile = hill_profile(voices_of(("author",)), "role", codebook=codebook())
    assert (profile[["hill", "lowest", "highest"]] == 1).all(axis=None)


def test_voices_set_aside_and_the_order_of_rows_change_nothing():
    table = voices_of(("teacher",), ("author",), ("author", "pilot"), "declined")
    aside = pd.concat([table, voices_of(("pilot",)).assign(set_aside=True)], ignore_index=True)
    once = hill_profile(table, "role", codebook=codebook())
    pd.testing.assert_frame_equal(once, hill_profile(aside.iloc[::-1], "role", codebook=codebook()))


def test_the_codebook_the_voices_carry_is_used():
    table = voices_of(("teacher",), "declined")
    table.attrs["codebook"] = codebook()
    assert hill_profile(table, "role", orders=[0])["highest"].tolist() == [3]


@unhurried
@given(COUNTS, st.integers(0, 5000), st.booleans(), SOME_ORDERS)
def test_bounds_lie_between_one_and_the_number_of_categories(counts, unknown, several, order):
    low, high = hill_bounds(counts, unknown, order, several=several)
    if any(counts) or unknown:
        assert 1 <= low <= high <= len(counts)
    else:
        assert math.isnan(low)
        assert math.isnan(high)


def test_bounds_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="unknown must be a whole number"):
        hill_bounds([1], -1)
    with pytest.raises(ValueError, match="unknown must be a whole number"):
        hill_bounds([1], 1.5)
    with pytest.raises(ValueError, match="need a category to hold"):
        hill_bounds([], 1)
    with pytest.raises(ValueError, match="non-negative"):
        hill_bounds([-1], 1)
    with pytest.raises(ValueError, match="order must be 0 or more"):
        hill_bounds([1], 1, -1)


def test_an_unknown_dimension_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="no dimension 'place'"):
        hill_profile(voices_of(("author",)), "place")
