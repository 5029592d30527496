"""Combinations of categories: exact and at least, with what is unknown carried along as bounds."""

import itertools

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.intersections import intersections
from auditkit.tables import CONDITIONS, INTERSECTION_COLUMNS

CODEBOOK = Codebook(
    "small",
    (
        Dimension("role", categories=(Category("teacher"), Category("author"))),
        Dimension("place", categories=(Category("here"), Category("there"))),
    ),
)
UNKNOWN = ("nothing found", "declined", "not reviewed")
unhurried = settings(deadline=None, max_examples=80)


def voices_of(*rows, dimensions=("role", "place"), codebook=CODEBOOK):
    """One voice per row: for each dimension a tuple of categories or a condition, then True if set aside."""
    rows = [row if isinstance(row[-1], bool) else (*row, False) for row in rows]
    columns = {"set_aside": pd.Series([row[-1] for row in rows], dtype="bool")}
    for place, name in enumerate(dimensions):
        told = [row[place] for row in rows]
        held = [what if isinstance(what, tuple) else () for what in told]
        conditions = ["recorded" if isinstance(what, tuple) else what for what in told]
        columns |= {name: pd.Series(held, dtype="object"), f"{name} condition": pd.Series(conditions, dtype="str")}
    table = pd.DataFrame(columns)
    table.attrs["codebook"] = codebook
    return table


def of(dimension, *words):
    return tuple((dimension, word) for word in words)


TEACHER, AUTHOR, BOTH = ("teacher",), ("author",), ("teacher", "author")
HERE, THERE = ("here",), ("there",)


def test_five_a_three_b_and_two_of_both_by_hand():
    """The worked case of ten accounts: prevalence .7 and .5, combinations 5, 3 and 2."""
    rows = [(("A",),)] * 5 + [(("B",),)] * 3 + [(("A", "B"),)] * 2
    table = intersections(voices_of(*rows, dimensions=("role",), codebook=None), "role")
    assert list(table.columns) == list(INTERSECTION_COLUMNS)
    assert table.to_dict("list") == {
        "combination": [of("role", "A"), of("role", "B"), of("role", "A", "B")],
        "exactly": [5, 3, 2],
        "at_least": [7, 5, 2],
        "known": [10] * 3,
        "applicable": [10] * 3,
        "lowest": [0.7, 0.5, 0.2],
        "highest": [0.7, 0.5, 0.2],
        "small": [False, False, True],
    }


def test_two_dimensions_by_hand():
    """Eight voices, seven applicable, four recorded in both; teacher and here together at least twice."""
    table = intersections(
        voices_of(
            (TEACHER, HERE),
            (BOTH, HERE),
            (AUTHOR, THERE),
            (AUTHOR, THERE),
            (TEACHER, "not reviewed"),  # may be here
            ("declined", THERE),  # is not here
            ("nothing found", "declined"),  # may be anything
            (TEACHER, HERE, True),  # set aside
            ("does not apply", HERE),
        ),
        ["place", "role"],  # the codebook's order holds, not this one
    )
    expected = [
        (of("role", "author") + of("place", "there"), 2, 2, 4 / 7),
        (of("role", "teacher") + of("place", "here"), 1, 2, 4 / 7),
        (of("role", "teacher", "author") + of("place", "here"), 1, 1, 2 / 7),
    ]
    assert table["combination"].tolist() == [row[0] for row in expected]
    assert table["exactly"].tolist() == [row[1] for row in expected]
    assert table["at_least"].tolist() == [row[2] for row in expected]
    assert table["lowest"].tolist() == [row[2] / 7 for row in expected]
    assert table["highest"].tolist() == [row[3] for row in expected]
    assert table["known"].unique().tolist() == [4]
    assert table["applicable"].unique().tolist() == [7]
    assert table["small"].tolist() == [True] * 3


def test_small_means_below_the_smallest_and_not_zero():
    table = voices_of((TEACHER, HERE), (TEACHER, HERE), (AUTHOR, HERE))
    asked = [of("role", "teacher"), of("role", "author"), of("place", "there")]
    flags = [intersections(table, "role", smallest=number)["small"].tolist() for number in (1, 2, 3)]
    assert flags == [[False, False], [False, True], [True, True]]
    assert intersections(table, ["role", "place"], combinations=asked)["small"].tolist() == [False] * 3


def test_combinations_asked_for_come_as_asked_also_where_nobody_holds_them():
    table = voices_of((BOTH, HERE), ("not reviewed", "not reviewed"), (AUTHOR, "not reviewed"), (AUTHOR, THERE))
    asked = [
        [("place", "there"), ("role", "teacher")],
        [("role", "author")],
        [("place", "here"), ("role", "teacher"), ("role", "author"), ("role", "author")],
    ]
    found = intersections(table, ["role", "place"], combinations=asked)
    assert found["combination"].tolist() == [
        of("role", "teacher") + of("place", "there"),
        of("role", "author"),
        of("role", "teacher", "author") + of("place", "here"),
    ]
    assert found["exactly"].tolist() == [0, 0, 1]
    assert found["at_least"].tolist() == [0, 3, 1]
    assert found["highest"].tolist() == [0.25, 1.0, 0.5]


def test_the_most_frequent_come_first_then_fewer_categories_then_the_order_of_the_codebook():
    table = voices_of((AUTHOR, THERE), (BOTH, HERE), (TEACHER, THERE), (TEACHER, HERE), (AUTHOR, THERE))
    found = intersections(table, ["role", "place"])
    assert found["combination"].tolist() == [
        of("role", "author") + of("place", "there"),
        of("role", "teacher") + of("place", "here"),
        of("role", "teacher") + of("place", "there"),
        of("role", "teacher", "author") + of("place", "here"),
    ]


def test_most_keeps_the_first_rows_as_they_are():
    table = voices_of((TEACHER, HERE), (AUTHOR, HERE), (AUTHOR, HERE))
    whole = intersections(table, ["role", "place"])
    pd.testing.assert_frame_equal(intersections(table, ["role", "place"], most=1), whole.iloc[:1])
    pd.testing.assert_frame_equal(intersections(table, ["role", "place"], most=9), whole)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("not reviewed", "declined")],
        [(TEACHER, "not reviewed")],
        [(TEACHER, HERE, True)],
        [("does not apply", HERE)],
    ],
    ids=["nobody", "all unknown", "half known", "set aside", "not applicable"],
)
def test_nobody_recorded_in_all_the_dimensions_gives_no_rows_of_the_same_kind(rows):
    found = intersections(voices_of(*rows), ["role", "place"])
    assert found.empty
    pd.testing.assert_series_equal(found.dtypes, intersections(voices_of((TEACHER, HERE)), ["role", "place"]).dtypes)


def test_asked_for_among_nobody_a_combination_has_no_share():
    found = intersections(voices_of((TEACHER, HERE, True)), ["role"], combinations=[of("role", "teacher")])
    assert found[["lowest", "highest"]].isna().all(axis=None)
    assert found[["exactly", "at_least", "known", "applicable"]].iloc[0].tolist() == [0, 0, 0, 0]


def test_one_voice_is_all_of_the_known():
    found = intersections(voices_of((BOTH, HERE)), ["role", "place"])
    assert found.iloc[0, 1:].tolist() == [1, 1, 1, 1, 1.0, 1.0, True]


@pytest.mark.parametrize(
    ("dimensions", "options", "sentence"),
    [
        ([], {}, "^name one or more dimensions, each once$"),
        (["role", "role"], {}, "^name one or more dimensions, each once$"),
        (["mood"], {}, "no dimension 'mood'"),
        (["role"], {"smallest": 0}, "^smallest and most are numbers of 1 or more$"),
        (["role"], {"most": 0}, "1 or more"),
        (["role"], {"combinations": [[]]}, "^a combination is one or more pairs"),
        (["role"], {"combinations": [of("place", "here")]}, "of the dimensions named"),
        (["role"], {"combinations": [of("role", "pilot")]}, "as the codebook spells"),
    ],
)
def test_what_it_cannot_do_gets_a_sentence(dimensions, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        intersections(voices_of((TEACHER, HERE)), dimensions, **options)


def held(words):
    subsets = st.sets(st.sampled_from(words), min_size=1).map(lambda found: tuple(w for w in words if w in found))
    return st.one_of(subsets, st.sampled_from([word for word in CONDITIONS if word != "recorded"]))


ROW = st.tuples(held(BOTH), held(("here", "there")), st.booleans())


@unhurried
@given(st.lists(ROW, max_size=14), st.sampled_from([("role",), ("place",), ("role", "place")]))
@example([(TEACHER, HERE, False), ("declined", HERE, False)], ("role", "place"))
def test_a_slow_count_voice_by_voice_agrees(rows, dimensions):
    found = intersections(voices_of(*rows), dimensions).set_index("combination")
    cells = [tuple(row[("role", "place").index(name)] for name in dimensions) for row in rows if not row[-1]]
    cells = [said for said in cells if "does not apply" not in said]
    known = [said for said in cells if all(isinstance(what, tuple) for what in said)]

    def whole(said):
        return tuple((name, word) for name, words in zip(dimensions, said, strict=True) for word in words)

    assert set(found.index) == {whole(said) for said in known}
    assert found["exactly"].sum() == len(known)
    for pairs, row in found.iterrows():
        wanted = {name: {word for other, word in pairs if other == name} for name in dimensions}
        answers = [
            [
                wanted[name] <= set(what) if isinstance(what, tuple) else None
                for name, what in zip(dimensions, said, strict=True)
            ]
            for said in cells
        ]
        assert row["exactly"] == sum(whole(said) == pairs for said in known)
        assert row["at_least"] == sum(all(answer) for answer in answers)
        assert row["lowest"] == row["at_least"] / len(cells)
        assert row["highest"] == sum(False not in answer for answer in answers) / len(cells)
        assert (row["known"], row["applicable"]) == (len(known), len(cells))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(held(BOTH), held(("here", "there"))), min_size=1, max_size=3))
def test_bounds_are_what_the_best_and_worst_completion_give(rows):
    """Every way the unknown could turn out, tried one by one, for every combination of one or more categories."""
    pairs = [("role", "teacher"), ("role", "author"), ("place", "here"), ("place", "there")]
    combinations = [subset for size in (1, 2, 3, 4) for subset in itertools.combinations(pairs, size)]
    bounds = intersections(voices_of(*rows), ["role", "place"], combinations=combinations)
    choices = {"role": [TEACHER, AUTHOR, BOTH], "place": [HERE, THERE, ("here", "there")]}
    unknown = [(n, d) for n, row in enumerate(rows) for d, what in enumerate(row) if what in UNKNOWN]
    shares = []
    for answers in itertools.product(*(choices[("role", "place")[d]] for _, d in unknown)):
        complete = [list(row) for row in rows]
        for (n, d), answer in zip(unknown, answers, strict=True):
            complete[n][d] = answer
        table = intersections(voices_of(*complete), ["role", "place"], combinations=combinations)
        assert (table["lowest"].isna() | (table["lowest"] == table["highest"])).all()
        shares.append(table["lowest"])
    outcomes = pd.concat(shares, axis=1)
    pd.testing.assert_series_equal(outcomes.min(axis=1), bounds["lowest"], check_names=False)
    pd.testing.assert_series_equal(outcomes.max(axis=1), bounds["highest"], check_names=False)


@unhurried
@given(st.lists(ROW, max_size=10), st.randoms(use_true_random=False))
def test_order_changes_nothing_and_twice_the_voices_leave_shares_as_they_are(rows, random):
    table = voices_of(*rows)
    before = table.copy(deep=True)
    order = list(range(len(rows)))
    random.shuffle(order)
    found = intersections(table, ["role", "place"])
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(found, intersections(table.iloc[order], ["role", "place"]))
    twice = intersections(voices_of(*rows, *rows), ["role", "place"])
    pd.testing.assert_frame_equal(
        found[["combination", "lowest", "highest"]], twice[["combination", "lowest", "highest"]]
    )
    assert twice["exactly"].tolist() == [2 * number for number in found["exactly"]]


def test_the_order_in_which_a_voice_holds_its_categories_does_not_part_it_from_others():
    table = intersections(voices_of((BOTH,), (("author", "teacher"),), dimensions=("role",)), "role")
    assert dict(zip(table["combination"], table["exactly"], strict=True))[of("role", "teacher", "author")] == 2


def test_a_codebook_given_decides_the_order_where_the_voices_bring_none():
    bare = voices_of((("author", "teacher"),), dimensions=("role",), codebook=None)
    both = [
        max(table["combination"], key=len)
        for table in (intersections(bare, "role", codebook=CODEBOOK), intersections(bare, "role"))
    ]
    assert both == [of("role", "teacher", "author"), of("role", "author", "teacher")]
