"""What following or unfollowing somebody would do, and how many voices more a share would take."""

import inspect
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures import whatif
from auditkit.measures.composition import composition
from auditkit.measures.whatif import needed, what_if
from auditkit.tables import COMPOSITION_COLUMNS, CONDITIONS, WHAT_IF_COLUMNS, FollowList, follow_table
from auditkit.voices import voices

CLOSED = Codebook("roles", (Dimension("role", categories=(Category("teacher"), Category("author"))),))
OPEN = Codebook("roles", (Dimension("role", categories=(Category("teacher"), Category("author")), open=True),))
unhurried = settings(deadline=None, max_examples=60)


def voices_of(*rows, first=0, codebook=OPEN):
    """One voice per row, "x:0" and so on: a tuple of categories or a condition, or a pair of that and True."""
    told = [row if isinstance(row, tuple) and row and isinstance(row[-1], bool) else (row, False) for row in rows]
    table = pd.DataFrame(
        {
            "voice": pd.Series([f"v{first + number}" for number in range(len(told))], dtype="str"),
            "accounts": pd.Series([(f"x:{first + number}",) for number in range(len(told))], dtype="object"),
            "set_aside": pd.Series([aside for _, aside in told], dtype="bool"),
            "role": pd.Series([what if isinstance(what, tuple) else () for what, _ in told], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what, _ in told], dtype="str"
            ),
        }
    )
    table.attrs["codebook"] = codebook
    return table


def candidates(*names, platform="x", aliases=None, **columns):
    table = follow_table({"account": [f"{platform}:{name}" for name in names], **columns}, platform=platform)
    return FollowList(table, platform, "table", aliases=aliases or {})


FOUR = voices_of(("teacher",), ("teacher", "author"), "not reviewed", (("teacher",), True))
AFTER = [f"{name}_after" for name in COMPOSITION_COLUMNS]
BEFORE = [f"{name}_before" for name in COMPOSITION_COLUMNS]


def after(table):
    return table[AFTER].rename(columns=lambda name: name.removesuffix("_after"))


class TestWhatIf:
    def test_nothing_changed_changes_nothing(self):
        table = what_if(FOUR, "role")
        assert list(table.columns) == list(WHAT_IF_COLUMNS)
        assert table["change"].tolist() == [0, 0]
        pd.testing.assert_frame_equal(after(table), composition(FOUR, "role"))
        assert table[["added", "already_followed", "removed"]].to_numpy().tolist() == [[0, 0, 0]] * 2

    def test_so_many_more_of_a_category_by_hand(self):
        """Known: authors 1 of 2, then 3 of 4; of all that count 1 of 3, then 3 of 5, one of them unknown."""
        row = what_if(FOUR, "role", more={"author": 2}).loc["author"]
        assert row[["count_before", "recorded_before", "applicable_before"]].tolist() == [1, 2, 3]
        assert row[["count_after", "recorded_after", "applicable_after", "unknown_after"]].tolist() == [3, 4, 5, 1]
        assert row[["share_of_known_after", "lowest_after", "highest_after"]].tolist() == [0.75, 0.6, 0.8]
        assert row[["change", "added", "set_aside_after"]].tolist() == [0.25, 2, 1]

    def test_strangers_from_a_list_make_the_bounds_wider_and_leave_the_known_alone(self):
        row = what_if(FOUR, "role", add=candidates("7", "8", "9")).loc["author"]
        assert row[["change", "added", "already_followed"]].tolist() == [0, 3, 0]
        assert row[["lowest_after", "highest_after"]].tolist() == [1 / 6, 5 / 6]
        assert row["coverage_after"] == 2 / 6

    def test_who_is_followed_already_or_named_twice_is_not_counted_again(self):
        lists = [candidates("0", "7", "8"), candidates("8", "0", "3")]
        assert what_if(FOUR, "role", add=lists).iloc[0][["added", "already_followed"]].tolist() == [2, 2]

    def test_a_candidate_is_known_by_other_names_too(self):
        listed = candidates("ada", "bo", aliases={"x:2": "x:ada", "x:9": "x:bo"})
        assert what_if(FOUR, "role", add=listed).iloc[0][["added", "already_followed"]].tolist() == [1, 1]

    def test_accounts_that_a_platform_deleted_are_no_candidates(self):
        listed = candidates("7", "8", "0", flags=[("deleted",), ("repaired",), ("deleted",)])
        assert what_if(FOUR, "role", add=listed).iloc[0][["added", "already_followed"]].tolist() == [1, 0]

    def test_annotated_candidates_bring_what_is_recorded_about_them(self):
        more = voices_of(("author",), ("baker",), "declined", (("author",), True), first=10)
        table = what_if(FOUR, "role", add=more)
        assert table.index.tolist() == ["teacher", "author", "baker"]
        assert table["count_before"].tolist() == [2, 1, 0]
        assert table["count_after"].tolist() == [2, 2, 1]
        assert table["added"].tolist() == [4, 4, 4]
        assert table["set_aside_after"].tolist() == [2, 2, 2]

    def test_an_annotated_candidate_who_is_followed_by_voice_or_by_one_account_stays_one(self):
        more = voices_of(("author",), ("author",), first=0)
        more["accounts"] = [("y:1",), ("y:2", "x:2")]
        more["voice"] = ["v0", "other"]
        assert what_if(FOUR, "role", add=more).iloc[0][["added", "already_followed"]].tolist() == [0, 2]

    def test_annotated_candidates_may_come_under_any_row_numbers(self):
        more = voices_of(("author",), "declined", first=2).iloc[[1, 0]]
        more.index = [5, 5]
        assert what_if(FOUR.iloc[:3], "role", add=more).iloc[0][["added", "already_followed"]].tolist() == [1, 1]

    def test_unfollowing_is_what_the_person_names(self):
        row = what_if(FOUR, "role", remove=["v0", "v3"]).loc["author"]
        assert row[["share_of_known_after", "lowest_after", "highest_after"]].tolist() == [1, 0.5, 1]
        assert row[["removed", "set_aside_before", "set_aside_after"]].tolist() == [2, 1, 0]
        assert what_if(FOUR, "role", remove="v0").iloc[0]["removed"] == 1

    def test_all_of_it_together(self):
        table = what_if(
            FOUR, "role", add=candidates("2", "7"), more={"author": 1, "teacher": 0}, remove=["v0"], codebook=CLOSED
        )
        assert table.loc["author", ["added", "already_followed", "removed"]].tolist() == [2, 1, 1]
        assert table.loc["author", ["count_after", "recorded_after", "applicable_after"]].tolist() == [2, 2, 4]

    def test_following_nobody_at_all_leaves_no_share(self):
        table = what_if(FOUR, "role", remove=FOUR["voice"])
        assert after(table)[["coverage", "share_of_known", "lowest", "highest"]].isna().all(axis=None)
        assert table["change"].isna().all()
        from_nothing = what_if(FOUR.iloc[:0], "role", more={"author": 1})
        assert from_nothing["share_of_known_after"].tolist() == [0, 1]
        assert from_nothing["change"].isna().all()

    def test_own_words_may_be_imagined_in_an_open_dimension_only(self):
        assert what_if(FOUR, "role", more={"baker": 2}).loc["baker", "count_after"] == 2
        with pytest.raises(ValueError, match="a category that 'role' does not have; it has: teacher, author"):
            what_if(FOUR, "role", more={"baker": 2}, codebook=CLOSED)
        with pytest.raises(ValueError, match="a category that 'role' does not have"):
            what_if(voices_of(("teacher",), codebook=CLOSED), "role", more={"baker": 2})
        without = FOUR.copy()
        without.attrs = {}
        assert what_if(without, "role", more={"baker": 1}).loc["baker", "count_after"] == 1

    @pytest.mark.parametrize("number", [-1, 1.5, "2", None])
    def test_more_is_a_whole_number(self, number):
        with pytest.raises(ValueError, match="a whole number of voices, 0 or more"):
            what_if(FOUR, "role", more={"author": number})

    def test_whole_numbers_may_be_those_of_numpy_and_stay_whole(self):
        table = what_if(FOUR, "role", more={"author": np.int64(2)}, add=candidates("8"))
        assert (table[["count_after", "unknown_after", "added", "already_followed", "removed"]].dtypes == "int64").all()

    def test_voices_to_leave_out_must_be_there_and_are_not_repeated(self):
        with pytest.raises(ValueError, match="1 of the 2 voices to leave out are not") as caught:
            what_if(FOUR, "role", remove=["v0", "x:secret"])
        assert "secret" not in str(caught.value)

    def test_a_table_of_something_else_is_refused(self):
        with pytest.raises(ValueError, match="a table of voices needs the columns voice, accounts"):
            what_if(FOUR.drop(columns=["voice", "accounts"]), "role")

    def test_a_table_of_candidates_needs_the_dimension(self):
        with pytest.raises(ValueError, match="no dimension 'role'"):
            what_if(FOUR, "role", add=FOUR.drop(columns="role"))
        with pytest.raises(ValueError, match="a table of candidates needs the columns accounts"):
            what_if(FOUR, "role", add=FOUR.drop(columns="accounts"))

    def test_the_tables_given_stay_as_they_are(self):
        more = voices_of(("author",), first=3)
        copies = FOUR.copy(deep=True), more.copy(deep=True)
        what_if(FOUR, "role", add=more, more={"author": 1}, remove=["v0"])
        pd.testing.assert_frame_equal(FOUR, copies[0])
        pd.testing.assert_frame_equal(more, copies[1])

    def test_candidates_do_what_following_them_does(self):
        """The same list, once imagined and once really followed."""
        mine, theirs = candidates("0", "1"), candidates("1", "2", "3")
        imagined = what_if(voices(mine, codebook=OPEN), "role", add=theirs)
        pd.testing.assert_frame_equal(after(imagined), composition(voices([mine, theirs], codebook=OPEN), "role"))

    def test_nothing_here_names_whom_to_unfollow(self):
        """ETHICS 7 and the issue: never names who to drop. What is returned is about categories and numbers alone."""
        public = {
            name
            for name, found in vars(whatif).items()
            if inspect.isfunction(found) and found.__module__ == whatif.__name__
        }
        assert {name for name in public if not name.startswith("_")} == {"what_if", "needed"}
        cells = {cell for row in what_if(FOUR, "role", add=candidates("7"), remove=["v0"]).to_numpy() for cell in row}
        assert all(isinstance(cell, float) for cell in cells)


HELD = st.sets(st.sampled_from(["teacher", "author"]), min_size=1).map(lambda held: tuple(sorted(held)))
ANY = st.one_of(HELD, st.sampled_from([word for word in CONDITIONS if word != "recorded"]))
ROWS = st.lists(st.tuples(ANY, st.booleans()), max_size=8)


@unhurried
@given(ROWS, ROWS, st.sets(st.integers(0, 7)), st.integers(0, 3), st.randoms(use_true_random=False))
def test_after_is_the_composition_of_the_list_written_out(rows, new, leaving, number, random):
    table, more = voices_of(*rows), voices_of(*new, first=len(rows))
    leaving = [f"v{place}" for place in leaving if place < len(rows)]
    written_out = [row for place, row in enumerate(rows) if f"v{place}" not in leaving]
    written_out += [*new, *[(("author",), False)] * number]
    random.shuffle(written_out)
    found = what_if(table, "role", add=more, more={"author": number}, remove=leaving)
    pd.testing.assert_frame_equal(after(found), composition(voices_of(*written_out), "role"))
    before = found[BEFORE].rename(columns=lambda name: name.removesuffix("_before"))
    pd.testing.assert_frame_equal(before, composition(table, "role"))


@settings(deadline=None, max_examples=30)
@given(st.lists(ANY, min_size=1, max_size=3), st.integers(0, 2))
def test_bounds_after_are_what_the_best_and_worst_completion_give(rows, strangers):
    """Every way the unknown voices and the strangers could turn out, tried one by one."""
    listed = candidates(*(str(90 + number) for number in range(strangers)))
    bounds = what_if(voices_of(*rows), "role", add=listed).loc["author"]
    everybody = [*rows, *["not reviewed"] * strangers]
    choices = [
        [what] if isinstance(what, tuple) or what == "does not apply" else [("author",), ("teacher",)]
        for what in everybody
    ]
    shares = [
        composition(voices_of(*complete), "role").loc["author", "share_of_known"]
        for complete in itertools.product(*choices)
    ]
    assert np.array_equal([bounds["lowest_after"], bounds["highest_after"]], [min(shares), max(shares)], equal_nan=True)


# Three of eight known are authors, two are unknown: 3 to 5 of 10.
TEN = composition(voices_of(*[("author",)] * 3, *[("teacher",)] * 5, "declined", "not reviewed"), "role")


class TestNeeded:
    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            (0.5, [0, 2, 4]),  # 5/10; (3 + 2)/(8 + 2); (3 + 4)/(10 + 4)
            (0.3, [0, 0, 0]),
            (0.6, [3, 5, 8]),  # 8/13 (7/12 is too little); 8/13; 11/18 (10/17 is too little)
            (0.9, [40, 42, 60]),  # 45/50; 45/50; 63/70
            (0, [0, 0, 0]),
        ],
    )
    def test_by_hand(self, share, expected):
        assert needed(TEN, "author", share).to_dict() == dict(
            zip(["at_least", "of_known", "surely"], expected, strict=True)
        )

    def test_a_tenth_is_a_tenth(self):
        """0.1 as a float is a little more than a tenth: one of ten would not be enough, and one more would be asked."""
        one_of_ten = composition(voices_of(("author",), *[("teacher",)] * 9), "role")
        assert needed(one_of_ten, "author", 0.1).tolist() == [0, 0, 0]
        assert needed(one_of_ten, "author", np.float64(0.1)).tolist() == [0, 0, 0]

    def test_all_is_out_of_reach_once_somebody_is_known_not_to_hold_it(self):
        assert needed(TEN, "author", 1).isna().all()
        half_known = composition(voices_of(("author",), "declined"), "role")
        found = needed(half_known, "author", 1)
        assert found[["at_least", "of_known"]].tolist() == [0, 0]
        assert found.isna().tolist() == [False, False, True]
        assert found.dtype == "Int64"

    def test_where_nobody_counts_one_voice_is_enough(self):
        nobody = composition(voices_of("does not apply"), "role")
        assert needed(nobody, "author", 0.4).tolist() == [1, 1, 1]
        assert needed(nobody, "author", 1).tolist() == [1, 1, 1]
        assert needed(nobody, "author", 0).tolist() == [0, 0, 0]
        all_unknown = composition(voices_of("declined"), "role")
        assert needed(all_unknown, "author", 0.5).tolist() == [0, 1, 1]

    def test_what_it_cannot_do_gets_a_sentence(self):
        with pytest.raises(ValueError, match=r"^the share to reach is a share from 0 to 1; 0\.2 means 20 %"):
            needed(TEN, "author", 20)
        with pytest.raises(ValueError, match="no category 'pilot'"):
            needed(TEN, "pilot", 0.2)
        with pytest.raises(ValueError, match="a composition needs the columns count"):
            needed(TEN.drop(columns="count"), "author", 0.2)


@unhurried
@given(st.lists(ANY, max_size=8), st.sampled_from([0.1, 0.2, 0.25, 1 / 3, 0.3, 0.5, 0.7, 0.9]))
@example([("author",), ("teacher",), ("teacher",)], 1 / 3)
def test_so_many_reach_the_share_and_one_fewer_does_not(rows, share):
    """Tried out: nobody is added until the share is there."""
    table = voices_of(*rows)
    found = needed(composition(table, "role"), "author", share)
    for kind, column in (("at_least", "highest"), ("of_known", "share_of_known"), ("surely", "lowest")):
        tried = 0
        while not what_if(table, "role", more={"author": tried}).loc["author", f"{column}_after"] >= share:
            tried += 1
        assert found[kind] == tried
