"""Composition: counts, shares and bounds, worked by hand."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.composition import composition
from auditkit.tables import COMPOSITION_COLUMNS, CONDITIONS

ROLES = Codebook("roles", (Dimension("role", categories=(Category("teacher"), Category("author"))),))
unhurried = settings(deadline=None)


def voices_of(*rows, codebook=None):
    """One voice per row: a tuple of categories (recorded) or a condition, or a pair of that and True if set aside."""
    told = [row if isinstance(row, tuple) and row and isinstance(row[-1], bool) else (row, False) for row in rows]
    table = pd.DataFrame(
        {
            "voice": [f"v{number}" for number in range(len(told))],
            "set_aside": [aside for _, aside in told],
            "role": pd.Series([what if isinstance(what, tuple) else () for what, _ in told], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what, _ in told], dtype="str"
            ),
        }
    )
    table.attrs["codebook"] = codebook
    return table


def test_ten_accounts_with_several_categories_give_shares_above_one_together():
    """Five {A}, three {B}, two {A, B}: prevalence .7 and .5."""
    who = composition(voices_of(*[("A",)] * 5, *[("B",)] * 3, *[("A", "B")] * 2), "role")
    assert who["share_of_known"].tolist() == [0.7, 0.5]
    assert who["count"].tolist() == [7, 5]


def test_every_column_of_a_small_list_by_hand():
    """Two recorded, one each of the others, one set aside although recorded."""
    table = voices_of(
        ("teacher",),
        ("teacher", "author"),
        "nothing found",
        "declined",
        "does not apply",
        "not reviewed",
        (("author",), True),
    )
    who = composition(table, "role", codebook=ROLES)
    assert list(who.columns) == list(COMPOSITION_COLUMNS)
    teacher = who.loc["teacher"].to_dict()
    assert teacher == {
        "count": 2,
        "recorded": 2,
        "applicable": 5,
        "reviewed": 4,
        "unknown": 3,
        "set_aside": 1,
        "coverage": 0.8,
        "share_of_known": 1.0,
        "lowest": 0.4,
        "highest": 1.0,
    }
    assert who.loc["author", ["count", "share_of_known", "lowest", "highest"]].tolist() == [1, 0.5, 0.2, 0.8]


def test_whole_numbers_stay_whole():
    who = composition(voices_of(("teacher",), "declined", codebook=ROLES), "role")
    assert (who[["count", "recorded", "applicable", "reviewed", "unknown", "set_aside"]].dtypes == "int64").all()


def test_categories_come_in_the_order_of_the_codebook_then_own_words_by_name():
    who = composition(voices_of(("zookeeper",), ("author",), ("baker",), codebook=ROLES), "role")
    assert who.index.tolist() == ["teacher", "author", "baker", "zookeeper"]
    assert who.index.name == "category"
    assert who.loc["teacher", "count"] == 0


def test_a_retired_category_is_shown_only_while_somebody_holds_it():
    codebook = Codebook("x", (Dimension("role", categories=(Category("old", retired=True), Category("author"))),))
    assert composition(voices_of(("author",), codebook=codebook), "role").index.tolist() == ["author"]
    assert composition(voices_of(("old",), codebook=codebook), "role").index.tolist() == ["old", "author"]


def test_a_codebook_given_wins_over_the_one_the_voices_carry():
    other = Codebook("other", (Dimension("role", categories=(Category("author"), Category("pilot"))),))
    assert composition(voices_of(("author",), codebook=ROLES), "role", codebook=other).index.tolist() == [
        "author",
        "pilot",
    ]


def test_nothing_recorded_gives_no_share_of_the_known_but_the_widest_bounds():
    who = composition(voices_of("not reviewed", "declined", codebook=ROLES), "role")
    assert who["share_of_known"].isna().all()
    assert who["lowest"].tolist() == [0, 0]
    assert who["highest"].tolist() == [1, 1]
    assert who["coverage"].tolist() == [0.5, 0.5]


def test_nobody_applicable_gives_no_share_at_all():
    who = composition(voices_of("does not apply", (("author",), True), codebook=ROLES), "role")
    assert who[["coverage", "share_of_known", "lowest", "highest"]].isna().all(axis=None)
    assert who["set_aside"].tolist() == [1, 1]


def test_a_list_without_categories_gives_a_table_without_rows():
    assert composition(voices_of("not reviewed"), "role").empty


def test_what_was_recorded_does_not_count_while_the_condition_says_otherwise():
    table = voices_of(("author",), ("author",), codebook=ROLES)
    table.loc[0, "role condition"] = "declined"
    who = composition(table, "role")
    assert who.loc["author", ["count", "recorded", "unknown"]].tolist() == [1, 1, 1]


def test_does_not_change_its_input():
    table = voices_of(("author",), ("teacher", "author"), codebook=ROLES)
    before = table.copy(deep=True)
    composition(table, "role")
    pd.testing.assert_frame_equal(table, before)


def test_an_unknown_dimension_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match=r"no dimension 'place'; they have: role$"):
        composition(voices_of(("author",)), "place")


def test_a_column_without_a_condition_beside_is_no_dimension():
    with pytest.raises(ValueError, match=r"no dimension 'place'; they have: role$"):
        composition(voices_of(("author",)).assign(place="here"), "place")


def test_a_table_without_dimensions_says_none():
    with pytest.raises(ValueError, match=r"they have: none"):
        composition(pd.DataFrame({"set_aside": [False]}), "role")


def test_a_table_that_is_not_of_voices_names_the_column_it_lacks():
    with pytest.raises(ValueError, match="a table of voices needs the columns set_aside"):
        composition(voices_of(("author",)).drop(columns="set_aside"), "role")


ROW = st.one_of(
    st.sets(st.sampled_from(["teacher", "author", "own word"]), min_size=1).map(lambda held: tuple(sorted(held))),
    st.sampled_from([word for word in CONDITIONS if word != "recorded"]),
)


@unhurried
@given(st.lists(st.tuples(ROW, st.booleans()), max_size=20))
def test_a_slow_count_by_hand_agrees(rows):
    who = composition(voices_of(*rows, codebook=ROLES), "role")
    counted = [what for what, aside in rows if not aside]
    applicable = [what for what in counted if what != "does not apply"]
    recorded = [what for what in applicable if isinstance(what, tuple)]
    unknown = [what for what in applicable if not isinstance(what, tuple)]
    for category, row in who.iterrows():
        count = sum(category in held for held in recorded)
        assert row["count"] == count
        assert row["unknown"] == len(unknown)
        assert row["reviewed"] == len(applicable) - unknown.count("not reviewed")
        assert row["set_aside"] == len(rows) - len(counted)
        if recorded:
            assert row["share_of_known"] == count / len(recorded)
        else:
            assert math.isnan(row["share_of_known"])
        if applicable:
            assert row["lowest"] == count / len(applicable)
            assert row["highest"] == (count + len(unknown)) / len(applicable)


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=5).filter(lambda rows: any(row != "does not apply" for row in rows)))
def test_bounds_are_what_the_best_and_worst_completion_give(rows):
    """Every way the unknown voices could turn out, tried one by one."""
    bounds = composition(voices_of(*rows, codebook=ROLES), "role").loc["author"]
    is_unknown = [not isinstance(row, tuple) and row != "does not apply" for row in rows]
    shares = []
    for answers in itertools.product([("author",), ("teacher",)], repeat=sum(is_unknown)):
        answers = iter(answers)
        complete = [next(answers) if unknown else row for row, unknown in zip(rows, is_unknown, strict=True)]
        shares.append(composition(voices_of(*complete, codebook=ROLES), "role").loc["author", "share_of_known"])
    assert min(shares) == bounds["lowest"]
    assert max(shares) == bounds["highest"]
