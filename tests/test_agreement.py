"""Agreement: the examples of the textbooks, and what must hold for any two annotators."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.measures.agreement import (
    AGREEMENT_COLUMNS,
    agreement,
    cohen_kappa,
    jaccard_distance,
    krippendorff_alpha,
    percent_agreement,
)

unhurried = settings(deadline=None, max_examples=60)
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
SETS = st.sets(st.sampled_from("abc"), min_size=1).map(frozenset)
ANSWERS = st.lists(st.tuples(*[st.one_of(st.none(), SETS)] * 2), max_size=12)


def from_table(table):
    """Two lists of answers that give this table of agreement, one annotator down and one across."""
    cells = [
        (row, column) for row, line in enumerate(table) for column, number in enumerate(line) for _ in range(number)
    ]
    return [row for row, _ in cells], [column for _, column in cells]


def test_four_observers_with_gaps_give_krippendorffs_alpha():
    """Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability, section C: nominal data, .743."""
    assert krippendorff_alpha(FOUR_OBSERVERS) == pytest.approx(0.743, abs=5e-4)


def test_two_observers_of_ten_articles_give_krippendorffs_alpha():
    """The same text, section A: binary data, no missing values, .095."""
    assert krippendorff_alpha(["0100000010", "1110010000"]) == pytest.approx(0.095, abs=5e-4)


def test_two_observers_of_twelve_units_give_krippendorffs_alpha():
    """The same text, section B: nominal data, .692."""
    assert krippendorff_alpha(["aabbdcccedda", "babbbccceddd"]) == pytest.approx(0.692, abs=5e-4)


def test_two_hundred_diagnoses_give_cohens_kappa():
    """Cohen, J. (1968). Psychological Bulletin 70(4), table 1: .492; the table as R's psych::cohen.kappa quotes it."""
    first, second = from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert cohen_kappa(first, second) == pytest.approx(0.492, abs=5e-4)
    assert percent_agreement(first, second) == 0.70


def test_kappa_of_two_by_two_by_hand():
    """20 + 15 of 50 equal, .7; by chance .5 * .6 + .5 * .4 = .5; so .4."""
    assert cohen_kappa(*from_table([[20, 5], [10, 15]])) == pytest.approx(0.4)


def test_alpha_of_sets_is_what_nltk_gives():
    """nltk 3.9, AnnotationTask with jaccard_distance."""
    first = [frozenset(answer) for answer in ("a", "b", "ab", "bc", "c", "a")]
    second = [frozenset(answer) for answer in ("a", "ab", "ab", "c", "abc", "b")]
    assert krippendorff_alpha([first, second], jaccard_distance) == pytest.approx(0.30980392156862735, abs=1e-12)


def slow_alpha(sides, distance):
    """By the definition: mean distance within units, against that between all answers that can be paired."""
    units = [[answer for answer in unit if answer is not None] for unit in zip(*sides, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    pool = [answer for unit in units for answer in unit]
    apart = sum(distance(a, b) for a, b in itertools.permutations(pool, 2))
    if not apart:
        return math.nan
    within = sum(sum(distance(a, b) for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    return 1 - (within / len(pool)) / (apart / (len(pool) * (len(pool) - 1)))


@unhurried
@given(
    st.integers(0, 9).flatmap(
        lambda n: st.lists(st.lists(st.one_of(st.none(), SETS), min_size=n, max_size=n), max_size=4)
    )
)
def test_alpha_agrees_with_its_definition_for_any_number_of_annotators(sides):
    nominal = slow_alpha(sides, lambda a, b: float(a != b))
    assert krippendorff_alpha(sides) == pytest.approx(nominal, abs=1e-12, nan_ok=True)
    by_sets = slow_alpha(sides, jaccard_distance)
    assert krippendorff_alpha(sides, jaccard_distance) == pytest.approx(by_sets, abs=1e-12, nan_ok=True)


@unhurried
@given(ANSWERS, st.randoms(use_true_random=False))
def test_neither_the_order_of_units_nor_of_annotators_matters(pairs, mix):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    mixed = list(pairs)
    mix.shuffle(mixed)
    for measure in (percent_agreement, cohen_kappa, lambda *sides: krippendorff_alpha(sides, jaccard_distance)):
        plain = measure(first, second)
        assert measure(second, first) == pytest.approx(plain, nan_ok=True)
        assert measure([a for a, _ in mixed], [b for _, b in mixed]) == pytest.approx(plain, nan_ok=True)


@unhurried
@given(ANSWERS)
def test_no_measure_exceeds_full_agreement(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    for value in (percent_agreement(first, second), cohen_kappa(first, second), krippendorff_alpha([first, second])):
        assert math.isnan(value) or -1 <= value <= 1


def test_full_agreement_is_one_and_the_opposite_is_minus_one():
    assert cohen_kappa("abab", "abab") == krippendorff_alpha(["abab", "abab"]) == 1
    assert cohen_kappa("abab", "baba") == -1
    assert percent_agreement("abab", "baba") == 0


def test_one_answer_throughout_tells_nothing():
    assert math.isnan(cohen_kappa("aaa", "aaa"))
    assert math.isnan(krippendorff_alpha(["aaa", "aaa"]))
    assert percent_agreement("aaa", "aaa") == 1


def test_one_unit_can_only_disagree():
    assert math.isnan(cohen_kappa("a", "a"))
    assert cohen_kappa("a", "b") == 0
    assert krippendorff_alpha(["a", "b"]) == 0


@pytest.mark.parametrize("sides", [([], []), ([None, "a"], ["a", None]), ([None], [None])])
def test_nothing_in_common_gives_no_number(sides):
    assert math.isnan(percent_agreement(*sides))
    assert math.isnan(cohen_kappa(*sides))
    assert math.isnan(krippendorff_alpha(sides))


def test_no_annotator_gives_no_number():
    assert math.isnan(krippendorff_alpha([]))
    assert math.isnan(krippendorff_alpha(["ab"]))


def test_a_distance_of_nothing_between_all_answers_gives_no_number():
    assert math.isnan(krippendorff_alpha(["ab", "ba"], lambda one, other: 0.0))


@pytest.mark.parametrize("measure", [percent_agreement, cohen_kappa, lambda *sides: krippendorff_alpha(sides)])
def test_lists_of_different_lengths_are_refused(measure):
    with pytest.raises(ValueError, match="one answer for each unit; use None where one is missing"):
        measure("ab", "a")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("ab", "a", 1 / 2),
        ("ab", "bc", 2 / 3),
        ("ab", "ba", 0),
        ("a", "b", 1),
        ("", "", 0),
        ("", "a", 1),
        ("abcd", "ab", 1 / 2),
    ],
)
def test_jaccard_distance_by_hand(first, second, expected):
    assert jaccard_distance(set(first), set(second)) == pytest.approx(expected)


def voices_of(answers, dimension="role", aside=()):
    """A tuple is recorded, a word is a condition."""
    return pd.DataFrame(
        {
            "voice": list(answers),
            "set_aside": [voice in aside for voice in answers],
            dimension: pd.Series(
                [what if isinstance(what, tuple) else () for what in answers.values()], dtype="object"
            ),
            f"{dimension} condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what in answers.values()], dtype="str"
            ),
        }
    )


def test_every_column_of_a_small_pair_by_hand():
    """Shared a to f; f not reviewed by one; of five pairs a, d agree; both recorded a, b, c: distances 0, 1/2, 1."""
    first = voices_of(
        {"a": ("x",), "b": ("x", "y"), "c": ("x",), "d": "declined", "e": "declined", "f": ("x",), "g": ("x",)}
    )
    second = voices_of(
        {"a": ("x",), "b": ("y",), "c": ("y",), "d": "declined", "e": ("x",), "f": "not reviewed", "h": ("x",)}
    )
    told = agreement(first, second)
    assert list(told.columns) == list(AGREEMENT_COLUMNS)
    assert told.index.tolist() == ["role"]
    assert told.index.name == "dimension"
    row = told.loc["role"]
    assert row[["in_common", "both_reviewed", "both_recorded"]].tolist() == [6, 5, 3]
    assert row["agreement"] == 2 / 5
    assert row["jaccard_distance"] == pytest.approx(0.5)
    # Answers x, xy, x, -, - against x, y, y, -, x: by chance (2 * 2 + 2 * 1) / 25.
    assert row["kappa"] == pytest.approx((2 / 5 - 6 / 25) / (1 - 6 / 25))
    # Four x, one xy, two y, three -. Within: 1/2 (b), 1 (c), 1 (e), both ways: 5. Between all, both ways: 2 * (4 * 1/2
    # + 4 * 2 * 1 + 4 * 3 * 1 + 2 * 1/2 + 3 * 1 + 2 * 3 * 1) = 64, over 9.
    assert row["alpha"] == pytest.approx(1 - 5 / (64 / 9))
    assert (told.dtypes.iloc[:3] == "int64").all()


def test_the_order_of_categories_within_a_voice_does_not_matter():
    told = agreement(voices_of({"a": ("x", "y"), "b": ("y",)}), voices_of({"a": ("y", "x"), "b": ("y",)}))
    assert told.loc["role", ["agreement", "kappa", "alpha", "jaccard_distance"]].tolist() == [1, 1, 1, 0]


def test_a_category_called_like_a_condition_is_not_taken_for_it():
    told = agreement(voices_of({"a": ("declined",)}), voices_of({"a": "declined"}))
    assert told.loc["role", "agreement"] == 0
    assert told.loc["role", "both_recorded"] == 0


def test_nothing_found_and_declined_are_different_answers():
    told = agreement(
        voices_of({"a": "nothing found", "b": "does not apply"}), voices_of({"a": "declined", "b": "does not apply"})
    )
    assert told.loc["role", ["both_reviewed", "agreement"]].tolist() == [2, 0.5]


def test_voices_set_aside_by_either_are_left_out():
    answers = {"a": ("x",), "b": ("y",), "c": ("y",)}
    told = agreement(voices_of(answers, aside="a"), voices_of(answers, aside="b"))
    assert told.loc["role", "in_common"] == 1


def test_rows_in_another_order_give_the_same():
    first = voices_of({"a": ("x",), "b": ("y",), "c": ("x", "y"), "d": "declined"})
    second = voices_of({"a": ("y",), "b": ("y",), "c": ("x",), "d": "declined"})
    pd.testing.assert_frame_equal(agreement(first, second), agreement(first.iloc[::-1], second.iloc[[2, 0, 3, 1]]))


def test_dimensions_come_as_the_first_annotator_has_them_or_as_asked():
    first = voices_of({"a": ("x",)}, "role").merge(voices_of({"a": ("x",)}, "place"))
    second = (
        voices_of({"a": ("x",)}, "place").merge(voices_of({"a": ("x",)}, "role")).merge(voices_of({"a": ("x",)}, "age"))
    )
    assert agreement(first, second).index.tolist() == ["role", "place"]
    assert agreement(first, second, "place").index.tolist() == ["place"]
    assert agreement(first, second, ["place", "role"]).index.tolist() == ["place", "role"]


def test_no_voice_or_no_dimension_in_common_gives_no_number_and_no_error():
    none = agreement(voices_of({}), voices_of({"a": ("x",)}))
    assert none.loc["role", list(AGREEMENT_COLUMNS[:3])].tolist() == [0, 0, 0]
    assert none[list(AGREEMENT_COLUMNS[3:])].isna().all(axis=None)
    nothing = agreement(voices_of({"a": ("x",)}, "role"), voices_of({"a": ("x",)}, "place"))
    assert nothing.empty
    assert list(nothing.columns) == list(AGREEMENT_COLUMNS)


def test_nobody_reviewed_gives_no_number():
    told = agreement(voices_of({"a": "not reviewed"}), voices_of({"a": ("x",)}))
    assert told.loc["role", list(AGREEMENT_COLUMNS[:3])].tolist() == [1, 0, 0]
    assert told[list(AGREEMENT_COLUMNS[3:])].isna().all(axis=None)


def test_one_voice_agreed_on_has_no_kappa():
    told = agreement(voices_of({"a": ("x",)}), voices_of({"a": ("x",)})).loc["role"]
    assert (told["agreement"], told["jaccard_distance"]) == (1, 0)
    assert math.isnan(told["kappa"])
    assert math.isnan(told["alpha"])


def test_a_dimension_one_lacks_is_answered_with_those_it_has():
    with pytest.raises(ValueError, match="no dimension 'place'; they have: role"):
        agreement(voices_of({"a": ("x",)}, "place"), voices_of({"a": ("x",)}), "place")


@unhurried
@given(st.lists(st.tuples(SETS, SETS), min_size=1, max_size=10))
def test_one_category_each_makes_alpha_the_nominal_one(pairs):
    firsts, seconds = ([min(pair[side]) for pair in pairs] for side in (0, 1))
    tables = [
        voices_of({f"v{place}": (answer,) for place, answer in enumerate(answers)}) for answers in (firsts, seconds)
    ]
    told = agreement(*tables).loc["role"]
    assert told["alpha"] == pytest.approx(krippendorff_alpha([firsts, seconds]), nan_ok=True)
    assert told["jaccard_distance"] == pytest.approx(1 - told["agreement"])
