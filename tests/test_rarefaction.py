"""Rarefaction and sample coverage: what iNEXT prints, what all subsets of a small list give, and the edges."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.measures.diversity import hill_number
from auditkit.measures.rarefaction import rarefied_hill_number, sample_coverage

SPIDERS = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2] + [1] * 12
ANTS = [80, 59, 34, 23, 19, 15, 13, 8, 8, 4, 3, 2, 2, 1]
unhurried = settings(deadline=None, max_examples=40)
HELD = st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=1, max_size=6)


def counts_of(held):
    return [sum(category in voice for voice in held) for category in range(4)]


@pytest.mark.parametrize(("order", "expected"), [(0, 20.45942616), (1, 11.26654632), (2, 7.627561007)])
def test_a_hundred_of_the_girdled_spiders_give_what_inext_prints(order, expected):
    """iNEXT 3.0.2, TD.m.est at m = 100."""
    assert rarefied_hill_number(SPIDERS, 100, order) == pytest.approx(expected, abs=5e-9)


@pytest.mark.parametrize(("order", "expected"), [(0, 11.16729813), (1, 7.311165397), (2, 5.601095403)])
def test_fifty_samples_of_the_ants_give_what_inext_prints(order, expected):
    """Incidences, as voices with several categories are; h2000m of the ant data, T = 200, iNEXT 3.0.2."""
    assert rarefied_hill_number(ANTS, 50, order, voices=200) == pytest.approx(expected, abs=5e-9)


def test_coverage_of_spiders_and_ants_is_what_inext_prints():
    """Good's own estimate for the spiders would be .92857."""
    assert sample_coverage(SPIDERS) == pytest.approx(0.9288554388, abs=5e-11)
    assert sample_coverage(ANTS, voices=200) == pytest.approx(0.9963826732, abs=5e-11)


@unhurried
@given(HELD, st.data())
def test_the_richness_is_its_mean_over_all_subsets(held, data):
    to = data.draw(st.integers(1, len(held)))
    found = [len(set().union(*subset)) for subset in itertools.combinations(held, to)]
    richness = rarefied_hill_number(counts_of(held), to, 0, voices=len(held))
    assert richness == pytest.approx(sum(found) / len(found), rel=1e-9)


@unhurried
@given(HELD, st.sampled_from([0.5, 1 - 1e-9, 1, 1.5, 2, 5]), st.data())
def test_other_orders_are_those_of_the_mean_frequencies_over_all_subsets(held, order, data):
    to = data.draw(st.integers(1, len(held)))
    subsets = list(itertools.combinations(held, to))
    shares = [count for subset in subsets for count in counts_of(subset) if count]
    size = sum(shares) / len(subsets)
    terms = [((count / size) ** order, count / size) for count in shares]
    if abs(order - 1) < 1e-6:
        expected = math.exp(-sum(share * math.log(share) for _, share in terms) / len(subsets))
    else:
        expected = (sum(power for power, _ in terms) / len(subsets)) ** (1 / (1 - order))
    assert rarefied_hill_number(counts_of(held), to, order, voices=len(held)) == pytest.approx(expected, rel=1e-6)


@unhurried
@given(HELD, st.sampled_from([0, 0.5, 1, 2, 30]))
def test_all_the_voices_give_the_plain_hill_number(held, order):
    counts = counts_of(held)
    rarefied = rarefied_hill_number(counts, len(held), order, voices=len(held))
    assert rarefied == pytest.approx(hill_number(counts, order), rel=1e-9)


@unhurried
@given(HELD, st.sampled_from([0, 1, 2]))
def test_fewer_voices_never_look_more_varied(held, order):
    numbers = [rarefied_hill_number(counts_of(held), to, order, voices=len(held)) for to in range(1, len(held) + 1)]
    assert all(early <= late * (1 + 1e-9) for early, late in itertools.pairwise(numbers))


def test_neither_zeros_nor_the_order_of_categories_matter():
    assert rarefied_hill_number([3, 0, 5], 4) == rarefied_hill_number([5, 3], 4)
    assert sample_coverage([3, 0, 1]) == sample_coverage([1, 3])


def test_one_voice_of_many_is_one_category_where_each_holds_one():
    assert rarefied_hill_number([4, 3, 2], 1, 2) == pytest.approx(1)


def test_a_long_list_keeps_its_digits():
    """Expected categories in 40 of 100,000: n of one category and the rest of another, by the complement."""
    counts = [99_000, 1_000]
    none_of_the_rare = math.prod((99_000 - drawn) / (100_000 - drawn) for drawn in range(40))
    assert rarefied_hill_number(counts, 40, 0) == pytest.approx(2 - none_of_the_rare, rel=1e-9)


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_nobody_gives_no_number(counts):
    assert math.isnan(rarefied_hill_number(counts, 3))
    assert math.isnan(sample_coverage(counts))


def test_one_voice_has_no_coverage():
    assert math.isnan(sample_coverage([1]))
    assert math.isnan(sample_coverage([1, 1], voices=1))


def test_coverage_is_full_once_every_category_is_held_twice():
    assert sample_coverage([2, 5]) == 1


def test_coverage_without_a_category_held_twice_by_hand():
    """Q1 = 2, Q2 = 0, T = M = 10: Q0 = 9/10 * 2 * 1/2 = .9, so 1 - 2/10 * 9/(9 + 2)."""
    assert sample_coverage([5, 3, 1, 1]) == pytest.approx(1 - 0.2 * 9 / 11)


@pytest.mark.parametrize("counts", [[1, -1], [1, math.nan], [1.5]])
def test_counts_that_are_no_whole_numbers_are_refused(counts):
    with pytest.raises(ValueError, match="whole numbers of 0 or more"):
        rarefied_hill_number(counts, 1)
    with pytest.raises(ValueError, match="whole numbers of 0 or more"):
        sample_coverage(counts)


@pytest.mark.parametrize("to", [0, 6, 2.5])
def test_more_voices_than_there_are_or_none_are_refused(to):
    with pytest.raises(ValueError, match="from 1 to the number of voices, 5"):
        rarefied_hill_number([3, 2], to)


@pytest.mark.parametrize("voices", [2, 6, 3.5])
def test_numbers_of_voices_that_cannot_be_are_refused(voices):
    """Three hold the first category, and everybody recorded holds one at least."""
    with pytest.raises(ValueError, match="voices must be a whole number"):
        sample_coverage([3, 2], voices=voices)


@pytest.mark.parametrize("order", [-1, math.inf, math.nan])
def test_orders_outside_the_range_are_refused(order):
    with pytest.raises(ValueError, match="order must be a finite number"):
        rarefied_hill_number([3, 2], 2, order)
