"""The person's own targets, judged on bounds, and the ratio to a reference they chose."""

import itertools
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.goal import Target
from auditkit.measures.composition import composition
from auditkit.measures.targets import Reference, representation_ratio, target_progress
from auditkit.tables import CONDITIONS, REPRESENTATION_COLUMNS, TARGET_COLUMNS

ROLES = Codebook("roles", (Dimension("role", categories=(Category("teacher"), Category("author"))),))
unhurried = settings(deadline=None, max_examples=60)


def who(*rows, codebook=ROLES):
    """The composition of voices that hold a tuple of categories or are in a condition."""
    table = pd.DataFrame(
        {
            "set_aside": pd.Series(False, index=range(len(rows)), dtype="bool"),
            "role": pd.Series([what if isinstance(what, tuple) else () for what in rows], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what in rows], dtype="str"
            ),
        }
    )
    return composition(table, "role", codebook=codebook)


# Three of eight known are authors, two are unknown: between 3 and 5 of 10.
TEN = who(*[("author",)] * 3, *[("teacher",)] * 5, "declined", "not reviewed")


class TestTargetProgress:
    @pytest.mark.parametrize(
        ("share", "met"),
        [
            (0, "surely"),
            (0.3, "surely"),
            (0.31, "possibly"),
            (0.375, "possibly"),
            (0.5, "possibly"),
            (0.51, "surely not"),
        ],
    )
    def test_met_is_judged_on_the_bounds_and_reaching_a_bound_is_enough(self, share, met):
        assert target_progress(TEN, {"author": share})["met"].tolist() == [met]

    def test_every_column_of_one_target(self):
        table = target_progress(TEN, [Target("role", "author", 0.4, date(2027, 6, 30))])
        assert list(table.columns) == list(TARGET_COLUMNS)
        assert table.index.tolist() == ["author"]
        assert table.index.name == "category"
        assert table.iloc[0].to_dict() == {
            "target": 0.4,
            "by": pd.Timestamp("2027-06-30"),
            "count": 3,
            "recorded": 8,
            "applicable": 10,
            "unknown": 2,
            "share_of_known": 0.375,
            "lowest": 0.3,
            "highest": 0.5,
            "met": "possibly",
        }
        assert (table[["count", "recorded", "applicable", "unknown"]].dtypes == "int64").all()

    def test_targets_come_in_the_order_given_and_may_repeat_a_category(self):
        targets = [
            Target("role", "author", 0.3, date(2027, 1, 1)),
            Target("role", "teacher", 0.9),
            Target("role", "author", 0.6),
        ]
        table = target_progress(TEN, targets)
        assert table.index.tolist() == ["author", "teacher", "author"]
        assert table["met"].tolist() == ["surely", "surely not", "surely not"]
        assert table["by"].isna().tolist() == [False, True, True]

    def test_a_category_nobody_holds_yet_has_a_count_of_zero_and_the_bounds_of_the_unknown(self):
        row = target_progress(TEN, {"pilot": 0.2}).loc["pilot"]
        assert row[["count", "recorded", "applicable", "unknown"]].tolist() == [0, 8, 10, 2]
        assert row[["share_of_known", "lowest", "highest"]].tolist() == [0.0, 0.0, 0.2]
        assert row["met"] == "possibly"

    def test_nobody_recorded_is_possibly(self):
        table = target_progress(who("declined", "not reviewed"), {"author": 0.5, "pilot": 0.5})
        assert table["met"].tolist() == ["possibly", "possibly"]
        assert table["share_of_known"].isna().all()
        assert table["highest"].tolist() == [1, 1]

    def test_where_nobody_counts_nothing_can_be_judged(self):
        table = target_progress(who("does not apply"), {"author": 0.5, "pilot": 0.5})
        assert table["met"].tolist() == ["possibly", "possibly"]
        assert table[["share_of_known", "lowest", "highest"]].isna().all(axis=None)

    def test_no_targets_and_a_composition_without_rows_give_no_rows_of_the_same_kind(self):
        some = target_progress(TEN, {"author": 0.5})
        for none in (target_progress(TEN, []), target_progress(who("declined", codebook=None), {"author": 0.5})):
            assert none.empty
            pd.testing.assert_series_equal(none.dtypes, some.dtypes)

    def test_one_dimension_is_picked_out_of_the_targets_of_a_goal(self):
        targets = [Target("role", "author", 0.3), Target("place", "here", 0.5)]
        assert target_progress(TEN, targets, dimension="role").index.tolist() == ["author"]
        with pytest.raises(ValueError, match="of several dimensions; pass dimension="):
            target_progress(TEN, targets)

    @pytest.mark.parametrize("share", [20, -0.1, float("nan"), "0.2", True, None])
    def test_a_target_that_is_no_share_is_refused(self, share):
        with pytest.raises(ValueError, match=r"a target is a share from 0 to 1; 0\.2 means 20 %"):
            target_progress(TEN, {"author": share})

    def test_a_share_may_be_a_number_of_numpy(self):
        assert target_progress(TEN, {"author": np.float32(0.5)})["target"].tolist() == [0.5]

    def test_a_table_of_something_else_is_refused(self):
        with pytest.raises(ValueError, match="a composition needs the columns recorded"):
            target_progress(TEN.drop(columns="recorded"), {"author": 0.5})


HELD = st.sets(st.sampled_from(["teacher", "author"]), min_size=1).map(lambda held: tuple(sorted(held)))
ANY = st.one_of(HELD, st.sampled_from([word for word in CONDITIONS if word != "recorded"]))


@unhurried
@given(st.lists(ANY, min_size=1, max_size=5), st.sampled_from([0, 0.2, 0.25, 1 / 3, 0.5, 0.6, 1]))
@example([("author",), ("teacher",), ("teacher",)], 1 / 3)
def test_surely_is_met_by_every_completion_surely_not_by_none_and_possibly_by_some(rows, share):
    """Every way the unknown voices could turn out, tried one by one."""
    met = target_progress(who(*rows), {"author": share}).loc["author", "met"]
    choices = [
        [what]
        if isinstance(what, tuple) or what == "does not apply"
        else [("author",), ("teacher",), ("author", "teacher")]
        for what in rows
    ]
    shares = [who(*complete).loc["author", "share_of_known"] for complete in itertools.product(*choices)]
    reached = {bool(found >= share) for found in shares if not np.isnan(found)}
    assert met == {(True,): "surely", (False,): "surely not"}.get(tuple(reached), "possibly")


def reference(shares, **others):
    return Reference("An invented census", 2021, "adults in an invented region", shares, **others)


class TestRepresentationRatio:
    def test_by_hand(self):
        """s = 3/8, bounds 3/10 and 5/10, r = 1/4: ratios 1.5, 1.2 and 2; expected 8/4 = 2 voices."""
        table = representation_ratio(TEN, reference({"author": 0.25}))
        assert list(table.columns) == list(REPRESENTATION_COLUMNS)
        assert table.loc["author"].to_dict() == {
            "reference": "An invented census (2021): adults in an invented region, alone or in combination",
            "reference_share": 0.25,
            "expected": 2.0,
            "few_expected": True,
            "count": 3,
            "recorded": 8,
            "applicable": 10,
            "unknown": 2,
            "share_of_known": 0.375,
            "ratio": 1.5,
            "lowest": 1.2,
            "highest": 2.0,
        }

    def test_few_means_fewer_than_five_expected(self):
        table = who(*[("author",)] * 10, *[("teacher",)] * 10)
        found = representation_ratio(table, reference({"teacher": 0.25, "author": 0.2499}))
        assert found.index.tolist() == ["teacher", "author"]
        assert found["few_expected"].tolist() == [False, True]

    def test_rows_come_in_the_order_of_the_composition_and_only_those_of_the_reference(self):
        assert representation_ratio(TEN, reference({"author": 0.2, "teacher": 0.5})).index.tolist() == [
            "teacher",
            "author",
        ]
        assert representation_ratio(TEN, reference({"author": 0.2})).index.tolist() == ["author"]
        assert representation_ratio(TEN, reference({})).empty

    def test_a_reference_share_of_nothing_gives_no_ratio(self):
        row = representation_ratio(TEN, reference({"author": 0})).loc["author"]
        assert row[["ratio", "lowest", "highest"]].isna().all()
        assert row["expected"] == 0
        assert row["few_expected"]

    def test_nothing_recorded_gives_bounds_and_no_ratio(self):
        row = representation_ratio(who("declined", "declined"), reference({"author": 0.5})).loc["author"]
        assert row[["expected", "lowest", "highest"]].tolist() == [0, 0, 2]
        assert np.isnan(row["ratio"])
        row = representation_ratio(who(), reference({"author": 0.5})).loc["author"]
        assert row[["ratio", "lowest", "highest"]].isna().all()

    def test_a_reference_that_counts_people_alone_is_refused_with_the_way_out(self):
        with pytest.raises(ValueError, match=r"counts only people of one category; .*same source"):
            representation_ratio(TEN, reference({"author": 0.25}, counting="alone"))

    def test_categories_that_the_composition_does_not_have_are_named(self):
        with pytest.raises(ValueError, match="has no 'Author', 'pilot'"):
            representation_ratio(TEN, reference({"Author": 0.25, "teacher": 0.2, "pilot": 0.1}))

    @pytest.mark.parametrize("share", [13, -1, None, float("nan"), True])
    def test_a_reference_that_is_not_of_shares_is_refused(self, share):
        with pytest.raises(ValueError, match=r"is a share from 0 to 1; 0\.2 means 20 %"):
            reference({"author": share})

    def test_a_rule_of_counting_of_ones_own_is_refused(self):
        with pytest.raises(ValueError, match="counting must be 'alone or in combination' or 'alone'"):
            reference({"author": 0.2}, counting="somehow")

    def test_a_table_of_something_else_is_refused(self):
        with pytest.raises(ValueError, match="a composition needs the columns lowest"):
            representation_ratio(TEN.drop(columns="lowest"), reference({"author": 0.2}))


@unhurried
@given(st.lists(ANY, max_size=12), st.floats(0.01, 1))
def test_the_ratio_lies_within_its_bounds_and_twice_the_voices_change_only_what_is_expected(rows, share):
    once = representation_ratio(who(*rows), reference({"author": share}))
    twice = representation_ratio(who(*rows, *rows), reference({"author": share}))
    shares = ["share_of_known", "ratio", "lowest", "highest"]
    pd.testing.assert_frame_equal(once[shares], twice[shares])
    row = once.loc["author"]
    assert twice.loc["author", "expected"] == 2 * row["expected"]
    assert np.isnan(row["ratio"]) or row["lowest"] <= row["ratio"] <= row["highest"]


class TestWordsAndEdges:
    """What a first run of a mutation tool let through."""

    @staticmethod
    def who(count):
        row = {
            "count": [count], "recorded": [4], "applicable": [10], "reviewed": [4], "unknown": [6], "set_aside": [0],
            "coverage": [0.4], "share_of_known": [count / 4], "lowest": [count / 10], "highest": [(count + 6) / 10],
        }  # fmt: skip
        return pd.DataFrame(row, index=["teacher"])

    @pytest.mark.parametrize("count", [0, 3])
    def test_a_category_without_a_row_is_held_by_nobody_in_a_table_of_one_row(self, count):
        row = target_progress(self.who(count), {"author": 0.2}).loc["author"]
        assert row[["count", "share_of_known", "lowest", "highest"]].tolist() == [0, 0, 0, 0.6]

    @pytest.mark.parametrize("share", [1.01, 2, -0.01])
    def test_a_number_beyond_a_share_is_refused_and_the_message_says_what_it_is_of(self, share):
        with pytest.raises(ValueError, match=r"^a target is a share from 0 to 1; 0\.2 means 20 %$"):
            target_progress(self.who(1), {"teacher": share})
        with pytest.raises(ValueError, match=r"^what a reference says of a category is a share from 0 to 1"):
            Reference("x", 2021, "adults", {"teacher": share})

    def test_several_dimensions_need_one_named(self):
        targets = (Target("role", "teacher", 0.2), Target("place", "here", 0.2))
        with pytest.raises(ValueError, match=r"^these targets are of several dimensions; pass dimension= .* is of$"):
            target_progress(self.who(1), targets)

    def test_what_a_reference_may_not_be_is_said_in_whole_sentences(self):
        alone = Reference("x", 2021, "adults", {"teacher": 0.2}, counting="alone")
        with pytest.raises(
            ValueError, match=r"^this reference counts only people of one category; a composition counts"
        ):
            representation_ratio(self.who(1), alone)
        strange = Reference("x", 2021, "adults", {"pilot": 0.2})
        with pytest.raises(ValueError, match=r"^the composition has no 'pilot'.* or leave out those it does not have$"):
            representation_ratio(self.who(1), strange)

    def test_words_are_words_also_without_a_row(self):
        empty = self.who(1).iloc[:0]
        assert target_progress(empty, {}).index.dtype == "str"
        assert representation_ratio(empty, Reference("x", 2021, "adults", {}))["reference"].dtype == "str"
