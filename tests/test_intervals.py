"""Intervals: published limits, coverage by enumeration, and the definition in exact fractions."""

import functools
import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.measures.intervals import (
    count_interval,
    needed_sample_size,
    planning_interval,
    stratified_count_interval,
)

unhurried = settings(deadline=None, max_examples=60)


@functools.cache
def chances(population, sampled, holders):
    """How likely each number found is, in whole numbers of ways and so without rounding until the end."""
    ways = [
        math.comb(holders, found) * math.comb(population - holders, sampled - found) for found in range(sampled + 1)
    ]
    return np.array([number / math.comb(population, sampled) for number in ways])


@functools.cache
def every_interval(sampled, population):
    return count_interval(np.arange(sampled + 1), sampled, population)


def coverage(population, sampled):
    """For every count there could be: how likely the interval holds it."""
    low, high = every_interval(sampled, population)
    return [
        float(chances(population, sampled, count)[(low <= count) & (count <= high)].sum())
        for count in range(population + 1)
    ]


def exact_interval(found, sampled, population, tail=Fraction(1, 40)):
    """By the definition: every count for which neither tail is below 2.5 %, in fractions."""
    kept = []
    for holders in range(population + 1):
        ways = [math.comb(holders, k) * math.comb(population - holders, sampled - k) for k in range(sampled + 1)]
        whole = math.comb(population, sampled)
        if Fraction(sum(ways[found:]), whole) >= tail and Fraction(sum(ways[: found + 1]), whole) >= tail:
            kept.append(holders)
    return min(kept), max(kept)


def test_three_of_ten_from_fifty_give_the_published_limits():
    """samplingbook's documentation, Sprop with m=3, n=10, N=50: exact total 5 to 31."""
    assert count_interval(3, 10, 50) == (5, 31)


@pytest.mark.parametrize(("found", "low", "high"), [(0, 0, 5.8), (6, 3.9, 20.4), (18, 19.0, 43.0), (30, 37.0, 63.0)])
def test_sixty_of_two_thousand_give_the_printed_per_cents(found, low, high):
    """The project's table, made with another program."""
    assert [round(100 * limit / 2000, 1) for limit in count_interval(found, 60, 2000)] == [low, high]


@unhurried
@given(st.data())
def test_the_definition_in_fractions_agrees(data):
    population = data.draw(st.integers(1, 45))
    sampled = data.draw(st.integers(0, population))
    found = data.draw(st.integers(0, sampled))
    assert count_interval(found, sampled, population) == exact_interval(found, sampled, population)


def test_a_tail_of_exactly_one_fortieth_is_kept():
    """One of forty drawn: with one holder the chance of finding it is exactly 2.5 %, however floats round it."""
    assert count_interval(1, 1, 40) == (1, 40)
    assert count_interval(0, 1, 40) == (0, 39)


@pytest.mark.parametrize("sampled", range(1, 31))
def test_every_count_of_thirty_is_covered(sampled):
    assert min(coverage(30, sampled)) >= 0.95


@pytest.mark.parametrize("sampled", [1, 5, 20, 40, 99, 150, 199])
def test_every_count_of_two_hundred_is_covered(sampled):
    """The rest of the sizes: benchmarks/sampling_coverage.py."""
    assert min(coverage(200, sampled)) >= 0.95


@pytest.mark.parametrize("sampled", [10, 60])
def test_every_count_of_two_thousand_is_covered(sampled):
    """The rest of the sizes: benchmarks/sampling_coverage.py."""
    assert min(coverage(2000, sampled)) >= 0.95


def test_the_interval_is_no_wider_than_it_need_be():
    """One voice less at either end, and some count of two hundred is covered too rarely."""
    low, high = every_interval(40, 200)
    inner = [
        chances(200, 40, count)[(low + (low > 0) <= count) & (count <= high - (high < 200))].sum()
        for count in range(201)
    ]
    assert min(inner) < 0.95


@unhurried
@given(st.data())
def test_limits_stay_within_what_the_sample_has_shown(data):
    population = data.draw(st.integers(1, 3000))
    sampled = data.draw(st.integers(0, min(population, 80)))
    found = data.draw(st.integers(0, sampled))
    low, high = count_interval(found, sampled, population)
    assert found <= low <= high <= population - sampled + found


@unhurried
@given(st.data())
def test_more_found_never_lowers_a_limit(data):
    population = data.draw(st.integers(2, 500))
    sampled = data.draw(st.integers(1, min(population, 60)))
    low, high = every_interval(sampled, population)
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) >= 0).all()


def test_nobody_sampled_says_nothing_and_everybody_leaves_no_doubt():
    assert count_interval(0, 0, 12) == (0, 12)
    assert count_interval(0, 0, 0) == (0, 0)
    assert count_interval(5, 12, 12) == (5, 5)


def test_more_confidence_makes_it_wider():
    assert count_interval(18, 60, 2000, confidence=0.8)[0] > count_interval(18, 60, 2000)[0]
    assert count_interval(18, 60, 2000, confidence=0.99)[1] > count_interval(18, 60, 2000)[1]


def test_a_long_list_keeps_its_digits():
    """400 of 100,000 is nearly a binomial sample: 40 of 400 give 7.2 and 13.4 % (scipy 1.17, binomtest)."""
    low, high = count_interval(40, 400, 100_000)
    assert (round(low / 1000, 1), round(high / 1000, 1)) == (7.2, 13.4)


def test_several_numbers_at_once_are_each_by_itself():
    low, high = count_interval([3, 0, 10], 10, 50)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [
        count_interval(found, 10, 50) for found in (3, 0, 10)
    ]
    assert [limits.tolist() for limits in count_interval([], 10, 50)] == [[], []]


def test_a_large_sample_is_worked_off_in_parts():
    """More cells than are held at once."""
    low, high = count_interval(np.arange(1501), 1500, 1600)
    assert (low[750], high[750]) == count_interval(750, 1500, 1600)
    assert (low[1500], high[0]) == (count_interval(1500, 1500, 1600)[0], count_interval(0, 1500, 1600)[1])


@pytest.mark.parametrize(("found", "sampled", "population"), [(-1, 5, 9), (6, 5, 9), (1, 10, 9), (1.5, 5, 9)])
def test_numbers_that_do_not_fit_are_refused(found, sampled, population):
    with pytest.raises(ValueError, match="found must be whole numbers from 0 to sampled"):
        count_interval(found, sampled, population)


@pytest.mark.parametrize("confidence", [0, 1, 1.5, math.nan])
def test_a_confidence_outside_its_range_is_refused(confidence):
    for ask in (
        lambda: count_interval(1, 5, 9, confidence=confidence),
        lambda: stratified_count_interval([1], [5], [9], confidence=confidence),
        lambda: planning_interval(0.5, 5, 9, confidence=confidence),
        lambda: needed_sample_size(9, 0.1, confidence=confidence),
    ):
        with pytest.raises(ValueError, match="confidence must be between 0 and 1"):
            ask()


@pytest.mark.parametrize(
    ("sampled", "population"),
    [
        ((2, 3), (4, 6)),
        ((1, 4), (9, 9)),
        ((3, 3, 2), (6, 5, 4)),
        ((4, 1, 0), (8, 5, 3)),
        ((8, 3, 3), (8, 6, 6)),
        ((1, 1), (30, 30)),
    ],
)
def test_every_distribution_over_strata_is_covered(sampled, population):
    """Every way the holders could lie in the strata, in and out of proportion, with strata unseen and seen in full."""
    intervals = {}
    for found in itertools.product(*(range(number + 1) for number in sampled)):
        intervals[found] = stratified_count_interval(found, sampled, population)
    for holders in itertools.product(*(range(number + 1) for number in population)):
        covered = 0.0
        for found, (low, high) in intervals.items():
            if low <= sum(holders) <= high:
                parts = zip(population, sampled, holders, found, strict=True)
                covered += math.prod(chances(*numbers)[drawn] for *numbers, drawn in parts)
        assert covered >= 0.95 - 1e-12


def test_one_stratum_is_a_simple_sample():
    assert stratified_count_interval([3], [10], [50]) == count_interval(3, 10, 50)


def test_a_stratum_seen_in_full_adds_its_count_and_one_unseen_adds_all_or_none():
    low, high = count_interval(3, 10, 50)
    assert stratified_count_interval([3, 4, 0], [10, 7, 0], [50, 7, 20]) == (low + 4, high + 4 + 20)
    assert stratified_count_interval([4, 2], [7, 5], [7, 5]) == (6, 6)
    assert stratified_count_interval([], [], []) == (0, 0)


def test_strata_in_proportion_are_hardly_wider_than_a_simple_sample():
    low, high = stratified_count_interval([10, 6, 2], [30, 20, 10], [1000, 667, 333])
    simple = count_interval(18, 60, 2000)
    assert simple[0] - 25 <= low <= simple[0]
    assert simple[1] <= high <= simple[1] + 25


def test_strata_are_narrower_than_an_interval_for_each_added_up():
    numbers = list(zip([10, 6, 2], [30, 20, 10], [1000, 667, 333], strict=True))
    each = [count_interval(*part, confidence=1 - 0.05 / 3) for part in numbers]
    low, high = stratified_count_interval(*zip(*numbers, strict=True))
    assert high - low < 0.7 * sum(top - bottom for bottom, top in each)


def test_the_order_of_strata_changes_nothing():
    assert stratified_count_interval([2, 4, 1], [10, 20, 3], [100, 200, 90]) == stratified_count_interval(
        [1, 2, 4], [3, 10, 20], [90, 100, 200]
    )


@unhurried
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 40)), min_size=1, max_size=4))
def test_limits_over_strata_stay_within_what_the_samples_have_shown(strata):
    found, sampled, population = zip(*((a, a + b, a + b + c) for a, b, c in strata), strict=True)
    low, high = stratified_count_interval(found, sampled, population)
    assert sum(found) <= low <= high <= sum(population) - sum(sampled) + sum(found)
    # Who does not hold it is a count as well.
    others = [drawn - number for drawn, number in zip(sampled, found, strict=True)]
    turned = stratified_count_interval(others, sampled, population)
    assert turned == (sum(population) - high, sum(population) - low)


@pytest.mark.parametrize(
    ("found", "sampled", "population"), [([1], [2, 3], [4, 5]), ([3], [2], [4]), ([1], [5], [4]), ([-1], [2], [4])]
)
def test_strata_that_do_not_fit_are_refused(found, sampled, population):
    with pytest.raises(ValueError, match=r"strat"):
        stratified_count_interval(found, sampled, population)


def test_strata_with_parts_of_voices_are_refused():
    with pytest.raises(ValueError, match="whole numbers"):
        stratified_count_interval([1.5], [2], [4])


@pytest.mark.parametrize(
    ("found", "sampled", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_without_an_end_to_the_list_gives_the_published_limits(found, sampled, low, high):
    """Newcombe, R. G. (1998). Statistics in Medicine 17, table I; the same from statsmodels."""
    limits = planning_interval(found / sampled, sampled, math.inf)
    assert limits == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("found", "low", "high"), [(0, 0, 5.8), (6, 4.7, 20.0), (18, 20.0, 42.3), (30, 37.9, 62.1)])
def test_wilson_corrected_for_two_thousand_gives_the_printed_per_cents(found, low, high):
    """The project's table, made with another program."""
    limits = planning_interval(found / 60, 60, 2000)
    assert [round(100 * limit, 1) for limit in limits] == [low, high]


def test_planning_for_all_is_planning_for_none_turned_round():
    for sampled in (1, 7, 8):
        low, high = planning_interval(0, sampled, 9)
        assert planning_interval(1, sampled, 9) == pytest.approx((1 - high, 1 - low), abs=1e-12)
        assert low == 0
        assert planning_interval(1, sampled, 9)[1] <= 1


def test_planning_for_everybody_leaves_no_doubt():
    assert planning_interval(0.3, 20, 20) == (0.3, 0.3)


@pytest.mark.parametrize(("share", "sampled", "population"), [(-0.1, 5, 9), (1.1, 5, 9), (0.5, 0, 9), (0.5, 10, 9)])
def test_plans_that_do_not_fit_are_refused(share, sampled, population):
    with pytest.raises(ValueError, match="share must be from 0 to 1"):
        planning_interval(share, sampled, population)


@pytest.mark.parametrize(
    ("population", "sizes"), [(100, [31, 50, 80]), (500, [40, 81, 218]), (2000, [42, 92, 323]), (5000, [43, 95, 357])]
)
def test_needed_sizes_are_those_of_the_printed_table(population, sizes):
    """For 15, 10 and 5 points either way."""
    assert [needed_sample_size(population, within) for within in (0.15, 0.10, 0.05)] == sizes


def test_a_rare_category_needs_fewer_and_nobody_needs_none():
    """By hand: 2000 * 3.84146 * .09 / (1999 * .01 + .345731) = 34.002."""
    assert needed_sample_size(2000, 0.1, share=0.1) == 35
    assert needed_sample_size(0, 0.1) == 0
    assert needed_sample_size(2000, 0.1, share=0) == 1
    assert needed_sample_size(1, 0.1) == 1


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_the_needed_size_gives_about_the_width_asked_for(confidence):
    size = needed_sample_size(2000, 0.1, confidence=confidence)
    low, high = planning_interval(0.5, size, 2000, confidence=confidence)
    assert (high - low) / 2 == pytest.approx(0.1, abs=0.004)


@pytest.mark.parametrize(("population", "within", "share"), [(-1, 0.1, 0.5), (9, 0, 0.5), (9, 1, 0.5), (9, 0.1, 1.1)])
def test_needs_outside_their_range_are_refused(population, within, share):
    with pytest.raises(ValueError, match="population must not be negative"):
        needed_sample_size(population, within, share=share)
