"""A pooled cohort: shares over waves, and what a reader may not be able to work out."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.cohort import read_cohort, wave_shares
from auditkit.errors import AuditKitError

HEADER = "participant,period,dimension,value,share,share_lo,share_hi"
MARKER = "zqxmarker"


def cohort_of(values, *, of=40, period="2026Q1", unknown=0.0, nothing_known=0):
    """A wave in which `values` maps each value to how many of the participants hold it, with equal shares for all.

    The first `nothing_known` participants come on top and have nothing recorded.
    """
    rows = []
    for person in range(of):
        held = [value for value, holders in values.items() if person < holders]
        for value in values:
            share = 1 / len(held) if value in held else 0.0
            rows.append(
                (f"p{person}", period, "role", value, share, share * (1 - unknown), share * (1 - unknown) + unknown)
            )
    for person in range(nothing_known):
        rows += [(f"n{person}", period, "role", value, None, 0.0, 1.0) for value in values]
    columns = HEADER.split(",")
    return pd.DataFrame(rows, columns=columns).astype({"share": "float64"})


def hidden(table):
    return set(table.loc[table["suppressed"], "value"])


def test_shares_are_means_over_participants_by_hand():
    """12 hold all three values, 3 hold two, 10 hold one, 15 none of them: a teacher has 12/3 + 3/2 + 10 of 40.

    A fifth of each list is unknown, and ten more participants have nothing recorded at all.
    """
    cohort = cohort_of({"teacher": 25, "author": 15, "pilot": 12}, of=40, unknown=0.2, nothing_known=10)
    table = wave_shares(cohort, "role")
    assert table.columns.tolist() == ["period", "value", "participants", "share", "lowest", "highest", "suppressed"]
    teacher = table.set_index("value").loc["teacher"]
    assert teacher["participants"] == 50
    assert teacher["share"] == round(15.5 / 40, 2) == 0.39
    assert teacher["lowest"] == round(15.5 * 0.8 / 50, 2) == 0.25
    assert teacher["highest"] == round((15.5 * 0.8 + 0.2 * 40 + 10) / 50, 2) == 0.61


@pytest.mark.parametrize(("people", "shown"), [(41, 40), (42, 40), (43, 45), (44, 45), (45, 45)])
def test_participants_are_rounded_to_five(people, shown):
    assert wave_shares(cohort_of({"a": 20, "b": 15}, of=people), "role")["participants"].tolist() == [shown] * 2


@pytest.mark.parametrize(("holders", "is_hidden"), [(9, True), (10, False), (11, False)])
def test_a_cell_needs_ten_who_hold_it(holders, is_hidden):
    table = wave_shares(cohort_of({"rare": holders, "b": 20, "c": 25, "d": 30}, of=60), "role")
    assert ("rare" in hidden(table)) == is_hidden


@pytest.mark.parametrize(("holders", "is_hidden"), [(51, True), (50, False), (49, False)])
def test_a_cell_needs_ten_who_do_not_hold_it(holders, is_hidden):
    table = wave_shares(cohort_of({"common": holders, "b": 20, "c": 25, "d": 30}, of=60), "role")
    assert ("common" in hidden(table)) == is_hidden


def test_those_with_nothing_known_are_on_no_side():
    table = wave_shares(cohort_of({"common": 31, "b": 15, "c": 20}, of=40, nothing_known=20), "role")
    assert "common" in hidden(table)


def test_a_larger_threshold_hides_more():
    cohort = cohort_of({"a": 14, "b": 15, "c": 25, "d": 30}, of=60)
    assert hidden(wave_shares(cohort, "role")) == set()
    assert hidden(wave_shares(cohort, "role", smallest=15)) == {"a", "b"}


@pytest.mark.parametrize("smallest", [9, 1, 0, -1])
def test_a_threshold_under_ten_is_refused(smallest):
    with pytest.raises(ValueError, match="smallest must be 10 or more"):
        wave_shares(cohort_of({"a": 20}), "role", smallest=smallest)


def test_the_numbers_of_a_suppressed_cell_are_gone_and_those_of_others_stay():
    table = wave_shares(cohort_of({"rare": 3, "b": 12, "c": 25, "d": 30}, of=60), "role").set_index("value")
    assert table.loc["rare", ["share", "lowest", "highest"]].isna().all()
    assert table.loc[~table["suppressed"], ["share", "lowest", "highest"]].notna().all(axis=None)
    assert table["participants"].tolist() == [60] * 4


def test_a_lone_suppressed_cell_takes_the_smallest_other_with_it():
    assert hidden(wave_shares(cohort_of({"rare": 3, "b": 12, "c": 25, "d": 30}, of=60), "role")) == {"rare", "b"}


def test_two_rare_cells_take_a_third_with_them_because_their_sum_is_rare_too():
    """One less what is published is the share of the two together, of three people."""
    assert hidden(wave_shares(cohort_of({"one": 2, "two": 3, "b": 12, "c": 25, "d": 30}, of=60), "role")) == {
        "one",
        "two",
        "b",
    }


def test_two_rare_cells_held_by_ten_between_them_need_no_third():
    cohort = cohort_of({"one": 6, "b": 12, "c": 25, "d": 30}, of=60)
    others = cohort[cohort["value"].eq("one")].assign(value="two")
    swap = {f"p{n}": f"p{59 - n}" for n in range(60)}
    others["participant"] = others["participant"].map(swap)
    assert hidden(wave_shares(pd.concat([cohort, others]), "role")) == {"one", "two"}


def test_a_cell_nobody_holds_protects_no_other():
    table = wave_shares(cohort_of({"rare": 3, "none": 0, "b": 12, "c": 25}, of=60), "role")
    assert hidden(table) == {"rare", "none", "b"}


def test_each_wave_is_looked_at_alone():
    first = cohort_of({"rare": 3, "b": 12, "c": 25, "d": 30}, of=60)
    second = cohort_of({"rare": 20, "b": 12, "c": 25, "d": 30}, of=60, period="2026Q2")
    table = wave_shares(pd.concat([second, first]), "role")
    assert table["period"].tolist() == ["2026Q1"] * 4 + ["2026Q2"] * 4
    assert hidden(table[table["period"] == "2026Q1"]) == {"rare", "b"}
    assert hidden(table[table["period"] == "2026Q2"]) == set()


def test_a_value_that_a_participant_does_not_list_is_one_they_do_not_hold():
    """Own words are listed by those who use them only; of 60, 15 hold it with a share of a fifth: .05 of all."""
    cohort = cohort_of({"b": 20, "c": 25, "d": 30}, of=60, unknown=0.5)
    own = pd.DataFrame(
        [(f"p{n}", "2026Q1", "role", "own word", 0.2, 0.1, 0.6) for n in range(15)], columns=HEADER.split(",")
    )
    table = wave_shares(pd.concat([cohort, own]), "role").set_index("value")
    assert not table.loc["own word", "suppressed"]
    assert table.loc["own word", ["share", "lowest", "highest"]].tolist() == pytest.approx(
        [0.05, 0.02, 0.53], abs=0.011
    )


def test_listing_only_what_one_holds_gives_the_same_table():
    """Everyone holds "all", so nobody disappears; some then list a single value."""
    whole = cohort_of({"all": 60, "b": 40, "c": 25, "d": 12}, of=60, unknown=0.4)
    pd.testing.assert_frame_equal(wave_shares(whole[whole["share"] > 0], "role"), wave_shares(whole, "role"))


def test_an_unlisted_value_of_someone_with_nothing_known_stays_unknown():
    cohort = cohort_of({"b": 20, "c": 25}, of=60, nothing_known=20)
    cohort = cohort[~(cohort["participant"].str.startswith("n") & cohort["value"].eq("c"))]
    whole = cohort_of({"b": 20, "c": 25}, of=60, nothing_known=20)
    pd.testing.assert_frame_equal(wave_shares(cohort, "role"), wave_shares(whole, "role"))


def test_an_unknown_dimension_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="no dimension 'place'; it has: role"):
        wave_shares(cohort_of({"a": 20}), "place")


def test_a_table_of_another_shape_names_what_it_lacks():
    with pytest.raises(ValueError, match="a cohort table needs the columns share_hi"):
        wave_shares(cohort_of({"a": 20}).drop(columns="share_hi"), "role")


def test_does_not_change_its_input():
    cohort = cohort_of({"rare": 3, "b": 12, "c": 25}, of=60)
    copy = cohort.copy(deep=True)
    wave_shares(cohort, "role")
    pd.testing.assert_frame_equal(cohort, copy)


@st.composite
def single_label_cohorts(draw):
    """Everyone's shares add up to 1 and everything is known: the case that is easiest to attack."""
    people, values = draw(st.integers(15, 40)), draw(st.integers(2, 6))
    habits = [draw(st.sampled_from([0.0, 0.05, 0.2, 0.5, 0.9])) for _ in range(values)]
    random = draw(st.randoms(use_true_random=False))
    rows = []
    for person in range(people):
        weights = [random.random() if random.random() < habit else 0 for habit in habits]
        weights = weights if any(weights) else [1, *weights[1:]]
        for value, weight in enumerate(weights):
            share = weight / sum(weights)
            rows.append((f"p{person}", "2026Q1", "role", f"v{value}", share, share, share))
    return pd.DataFrame(rows, columns=HEADER.split(","))


@settings(deadline=None, max_examples=50)
@given(single_label_cohorts())
def test_a_reader_who_subtracts_learns_of_no_group_under_ten(cohort):
    """One less everything published is the share of all that is suppressed: that sum must not be a small cell."""
    table = wave_shares(cohort, "role")
    gone = hidden(table)
    if not gone or len(gone) == len(table):
        return
    assert len(gone) >= 2
    holders = cohort.loc[cohort["value"].isin(gone) & cohort["share"].gt(0), "participant"].nunique()
    assert holders >= 10


class TestReading:
    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "cohort.csv"

    def refusal(self, path, text):
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        with pytest.raises(AuditKitError) as caught:
            read_cohort(path)
        assert str(caught.value).startswith("cohort.csv: ")
        assert MARKER not in str(caught.value)
        return str(caught.value)

    def test_a_pooled_file_is_read_with_its_codes_as_text(self, path):
        path.write_text(f"study,{HEADER}\ns,007,2026Q1,role,author,0.5,0.1,0.9\ns,8,2026Q1,role,author,,0.0,1.0\n")
        cohort = read_cohort(path)
        assert cohort["participant"].tolist() == ["007", "8"]
        path.write_text(f"{HEADER}\n1,2026,2,1990,0.5,0.1,0.9\n")
        assert read_cohort(path).loc[0, HEADER.split(",")[:4]].tolist() == ["1", "2026", "2", "1990"]
        assert cohort["share"].isna().tolist() == [False, True]

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            (f"{MARKER},q,role,a,50 %,0,1", "shares are numbers from 0 to 1, with a point"),
            (f"{MARKER},q,role,a,1.2,0,1", "shares are from 0 to 1, and both bounds are always given"),
            (f"{MARKER},q,role,a,-0.1,0,1", "shares are from 0 to 1"),
            (f"{MARKER},q,role,a,0.1,,1", "both bounds are always given"),
            (f"{MARKER},q,role,a,0.1,0.4,0.2", "a lower bound is above its upper bound"),
            (
                f"{MARKER},q,role,a,0.1,0,1\n{MARKER},q,role,a,0.2,0,1",
                "two rows for the same period, dimension and value",
            ),
            (f"{MARKER},,role,a,0.1,0,1", "are given in every row"),
        ],
    )
    def test_what_cannot_be_right_is_refused(self, path, row, sentence):
        assert sentence in self.refusal(path, f"{HEADER}\n{row}\n")

    @pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n\xff\xff"])
    def test_what_is_no_table_is_refused(self, path, data):
        self.refusal(path, data)

    def test_a_missing_column_is_named(self, path):
        assert "needs the columns share_hi" in self.refusal(
            path, f"{HEADER.removesuffix(',share_hi')}\n{MARKER},q,role,a,1,1\n"
        )

    def test_a_missing_file_and_a_folder_get_a_sentence(self, tmp_path):
        with pytest.raises(AuditKitError, match=r"^nowhere\.csv: there is no such file"):
            read_cohort(tmp_path / "nowhere.csv")
        with pytest.raises(AuditKitError, match="cannot be read as a table"):
            read_cohort(tmp_path)
