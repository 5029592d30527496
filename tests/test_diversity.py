"""Hill numbers, evenness and dominance: published values, what must hold for any counts, and where formulas break."""

import importlib.util
import math
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from auditkit.measures.diversity import dominance, evenness, hill_number

COUNTS = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any)
ORDERS = st.one_of(
    st.sampled_from([0.0, 1.0, 2.0, 500.0, math.inf]),
    st.floats(0.999, 1.001),
    st.floats(0, 5),
    st.floats(0, 1e6),
)
CLOSE = 1e-9
unhurried = settings(deadline=None)  # shared machines stutter; a first import takes seconds


def slow_hill_number(counts, order):
    """The definition, in 100 digits."""
    with localcontext() as context:
        context.prec = 100
        context.Emin, context.Emax = -(10**12), 10**12
        counts = [Decimal(count) for count in counts if count]
        shares = [count / sum(counts) for count in counts]
        if math.isinf(order):
            return float(1 / max(shares))
        if order == 1:
            return float((-sum(p * p.ln() for p in shares)).exp())
        q = Decimal(order)
        return float(sum((q * p.ln()).exp() for p in shares) ** (1 / (1 - q)))


@pytest.mark.parametrize(("order", "expected"), [(0, 5), (1, 4.222729592), (2, 3.767441860), (math.inf, 2.571428571)])
def test_dune_meadow_site_gives_what_vegan_prints(order, expected):
    """Site 1 of the dune data, from vegan 2.6-4, renyi(hill=TRUE)."""
    assert hill_number([1, 4, 7, 4, 2], order) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("order", "expected"), [(0, 26.000), (1, 12.060), (2, 7.840)])
def test_girdled_spiders_give_the_published_values(order, expected):
    """From the vignette of iNEXT."""
    spiders = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2] + [1] * 12
    assert hill_number(spiders, order) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("order", "expected"), [(0, 14), (1, 7.903231350), (2, 5.883281263)])
def test_ant_incidences_give_what_inext_prints(order, expected):
    """Incidence counts, as voices with several categories are; iNEXT 3.0.2."""
    ants = [80, 59, 34, 23, 19, 15, 13, 8, 8, 4, 3, 2, 2, 1]
    assert hill_number(ants, order) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("counts", "expected"), [((7, 5), 1.972286), ((6, 4), 1.960132), ((5, 3, 2), 2.800094), ((30, 12, 5, 3), 2.852)]
)
def test_worked_cases_of_mentions_fractions_and_combinations(counts, expected):
    """Ten accounts, 5 {A} 3 {B} 2 {A, B}, counted in three ways; and the example of bounds."""
    assert hill_number(counts) == pytest.approx(expected, abs=1e-3 if len(counts) == 4 else 1e-6)


@pytest.mark.skipif(importlib.util.find_spec("skbio") is None, reason="scikit-bio, an oracle, is not installed")
@unhurried
@given(COUNTS, st.one_of(st.sampled_from([0, 1, 2]), st.floats(0, 0.9), st.floats(1.1, 30)))
def test_scikit_bio_agrees(counts, order):
    from skbio.diversity.alpha import hill

    assert hill_number(counts, order) == pytest.approx(hill(counts, order=order), rel=1e-9)


@unhurried
@given(COUNTS, ORDERS)
@example([1, 1, 2], 1 + 1e-15)
@example([1, 1, 2], 1 - 1e-16)
@example([3, 5], 0.5)
@example([1, 1000], 0.51)
@example([1, 100, 100], 1.4)
@example([3, 5], 1.5)
def test_the_definition_in_a_hundred_digits_agrees(counts, order):
    assert hill_number(counts, order) == pytest.approx(slow_hill_number(counts, order), rel=CLOSE)


@unhurried
@given(COUNTS, ORDERS)
@example([1, 1, 1], 1.0000000001)
@example([10**15, 10**15 + 1, 10**15], 1.0)
@example([10**15, 10**15 + 1, 10**15], math.inf)
def test_lies_between_one_and_the_number_of_categories(counts, order):
    assert 1 <= hill_number(counts, order) <= sum(count > 0 for count in counts)


@unhurried
@given(COUNTS, ORDERS, ORDERS)
@example([1, 2], 0.49999999999, 0.5000000001)
@example([1, 2], 1.49999999999, 1.5000000001)
def test_falls_as_the_order_rises(counts, one, other):
    low, high = sorted((one, other))
    assert hill_number(counts, low) >= hill_number(counts, high) * (1 - CLOSE)


@unhurried
@given(COUNTS, ORDERS, st.floats(1e-200, 1e200))
def test_does_not_depend_on_the_size_of_the_list(counts, order, factor):
    scaled = [count * factor for count in counts]
    assert hill_number(scaled, order) == pytest.approx(hill_number(counts, order), rel=CLOSE)


@unhurried
@given(COUNTS, ORDERS, st.integers(1, 5))
def test_splitting_every_category_in_equal_parts_multiplies_it(counts, order, parts):
    """The replication principle, which entropies do not have."""
    assert hill_number(counts * parts, order) == pytest.approx(parts * hill_number(counts, order), rel=CLOSE)


@unhurried
@given(COUNTS, ORDERS, st.randoms(use_true_random=False))
def test_neither_zeros_nor_the_order_of_categories_matter(counts, order, random):
    mixed = [*counts, 0, 0]
    random.shuffle(mixed)
    assert hill_number(mixed, order) == pytest.approx(hill_number(counts, order), rel=CLOSE)


@unhurried
@given(st.lists(st.floats(5e-324, 1e308), min_size=1, max_size=6), ORDERS)
@example([1e308, 5e-324], 0.501)
@example([1e308, 1e308, 1e308], 1.0)
@example([5e-324, 5e-324, 1e-323], 500.0)
def test_huge_and_tiny_counts_give_a_finite_number_within_bounds(counts, order):
    """0.501 with the two ends of what a float holds overflowed to NaN once."""
    assert 1 <= hill_number(counts, order) <= len(counts)


@pytest.mark.parametrize("order", [0, 0.3, 1, 1.0000001, 2, 500, 1e308, math.inf])
def test_equal_counts_give_their_number_at_any_order(order):
    """The textbook expression gives infinity for five equal counts at order 500."""
    assert hill_number([7] * 5, order) == 5


@pytest.mark.parametrize("order", [500, 1e6, 1e308, math.inf])
def test_at_high_orders_only_the_largest_share_counts(order):
    """75 categories of 1 and one of 25: one over a quarter."""
    assert hill_number([25] + [1] * 75, order) == pytest.approx(4, rel=0.02 if order == 500 else 1e-4)


def test_order_zero_counts_categories_and_order_two_is_inverse_simpson():
    assert hill_number([9, 1, 0], 0) == 2
    assert hill_number([9, 1, 0], 2) == pytest.approx(1 / (0.81 + 0.01))


def test_one_category_is_one():
    assert hill_number([3, 0]) == 1


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_without_any_count_there_is_no_number(counts):
    assert math.isnan(hill_number(counts))


@pytest.mark.parametrize("counts", [[1, -1], [1, math.nan], [math.inf, 1]])
def test_negative_missing_or_infinite_counts_are_refused(counts):
    with pytest.raises(ValueError, match="non-negative"):
        hill_number(counts)


@pytest.mark.parametrize("order", [-0.1, -math.inf, math.nan])
def test_negative_or_missing_orders_are_refused(order):
    with pytest.raises(ValueError, match="order must be 0 or more"):
        hill_number([1, 2], order)


@unhurried
@given(COUNTS)
def test_is_continuous_across_order_one(counts):
    assume(sum(count > 0 for count in counts) > 1)
    at_one = hill_number(counts, 1)
    assert hill_number(counts, 1 - 1e-9) == pytest.approx(at_one, rel=1e-6)
    assert hill_number(counts, 1 + 1e-9) == pytest.approx(at_one, rel=1e-6)


@pytest.mark.skipif(importlib.util.find_spec("skbio") is None, reason="scikit-bio, an oracle, is not installed")
@unhurried
@given(COUNTS)
def test_scikit_bio_agrees_on_evenness_and_dominance(counts):
    from skbio.diversity.alpha import berger_parker_d, pielou_e

    assert dominance(counts) == pytest.approx(berger_parker_d(counts), rel=1e-12)
    if sum(count > 0 for count in counts) > 1:
        assert evenness(counts) == pytest.approx(pielou_e(counts), rel=1e-9)


def test_evenness_of_the_dune_meadow_site_is_the_ratio_of_the_logarithms_that_vegan_prints():
    """ln 4.222729592 / ln 5, from vegan 2.6-4, renyi(hill=TRUE)."""
    assert evenness([1, 4, 7, 4, 2]) == pytest.approx(math.log(4.222729592) / math.log(5), abs=1e-9)


def test_dominance_of_the_dune_meadow_site_is_seven_of_eighteen():
    assert dominance([1, 4, 7, 4, 2, 0]) == pytest.approx(7 / 18, rel=1e-15)
    assert dominance([1, 4, 7, 4, 2]) == pytest.approx(1 / 2.571428571, abs=1e-9)


def test_equal_counts_are_fully_even_and_dominated_by_none():
    assert evenness([3, 3, 3, 0]) == 1
    assert dominance([3, 3, 3, 0]) == pytest.approx(1 / 3)


def test_evenness_leaves_the_categories_nobody_holds_out():
    assert evenness([9, 1, 0, 0]) == evenness([9, 1])


def test_evenness_comes_near_nothing_when_one_category_has_nearly_all():
    assert evenness([1, 10**9]) < 1e-6


@pytest.mark.parametrize("counts", [[], [0, 0], [4], [0, 4]])
def test_fewer_than_two_categories_have_no_evenness(counts):
    assert math.isnan(evenness(counts))


def test_one_category_dominates_fully_and_none_does_not():
    assert dominance([0, 4]) == 1
    assert math.isnan(dominance([]))
    assert math.isnan(dominance([0]))


@pytest.mark.parametrize("measure", [evenness, dominance])
@pytest.mark.parametrize("counts", [[1, -1], [1, math.nan]])
def test_evenness_and_dominance_refuse_negative_or_missing_counts(measure, counts):
    with pytest.raises(ValueError, match="non-negative"):
        measure(counts)


@unhurried
@given(COUNTS)
def test_evenness_and_dominance_lie_within_their_ranges(counts):
    categories = sum(count > 0 for count in counts)
    assert 1 / categories - CLOSE <= dominance(counts) <= 1
    assert categories == 1 or 0 <= evenness(counts) <= 1
