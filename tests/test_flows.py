"""Who came to a category and who left it: by hand, and held to the composition of both dates."""

import pandas as pd
import pytest
from hypothesis import given, settings

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.change import compare
from auditkit.measures.composition import composition
from auditkit.measures.flows import FLOW_PARTS, flows
from auditkit.tables import CHANGE_PARTS, FLOW_COLUMNS
from tests.voice_tables import UNKNOWN, M, W, follow_lists, voices_of

unhurried = settings(deadline=None, max_examples=60)


def moves(before, after):
    """The rows that are not all zero, as {(category, part): (gained, lost)}."""
    table = flows(voices_of(before), voices_of(after), "role")
    rows = table.set_index(["category", "part"]).itertuples()
    return {row.Index: (row.gained, row.lost) for row in rows if row.gained or row.lost}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"a": W}, {("w", "followed"): (1, 0)}),
        ({"a": W}, {}, {("w", "unfollowed"): (0, 1)}),
        ({"a": W}, {"a": W}, {("w", "kept"): (1, 1)}),
        ({"a": UNKNOWN}, {"a": W}, {("w", "newly_annotated"): (1, 0)}),
        ({"a": W}, {"a": "declined"}, {("w", "withdrawn"): (0, 1)}),
        ({"a": W}, {"a": M}, {("w", "corrected"): (0, 1), ("m", "corrected"): (1, 0)}),
        ({"a": W}, {"a": ("w", "m")}, {("w", "kept"): (1, 1), ("m", "corrected"): (1, 0)}),
        ({"a": W}, {"a": "does not apply"}, {("w", "regrouped"): (0, 1)}),
        ({"a": [W, True, ("a",)]}, {"a": W}, {("w", "regrouped"): (1, 0)}),
        ({"a": [W, True, ("a",)]}, {}, {}),
        ({"a": UNKNOWN}, {"a": "declined"}, {}),
        ({"a": W, "b": W}, {"ab": [W, False, ("a", "b")]}, {("w", "regrouped"): (1, 2)}),
        ({"a": W, "b": W}, {"a": [W, False, ("a", "b")]}, {("w", "kept"): (1, 1), ("w", "regrouped"): (0, 1)}),
    ],
)
def test_each_event_is_a_gain_or_a_loss_of_its_own_part(before, after, expected):
    assert moves(before, after) == expected


def test_there_is_a_row_for_each_category_and_part_in_order_with_whole_numbers():
    table = flows(voices_of({"a": M, "b": ("old word",)}), voices_of({"a": M, "c": ("new word",)}), "role")
    assert table.columns.tolist() == list(FLOW_COLUMNS)
    assert table["category"].tolist() == [name for name in ("w", "m", "new word", "old word") for _ in FLOW_PARTS]
    assert table["part"].tolist() == list(FLOW_PARTS) * 4
    assert set(FLOW_PARTS) == {"kept", *CHANGE_PARTS}
    assert table.dtypes.astype(str).to_dict() == {"category": "str", "part": "str", "gained": "int64", "lost": "int64"}
    assert table.index.tolist() == list(range(len(table)))


def test_numbers_larger_than_one_by_hand():
    """Of five w two are unfollowed and one becomes m; three m are new."""
    before = {f"w{n}": W for n in range(5)}
    after = {f"w{n}": W for n in range(2)} | {"w2": M} | {f"m{n}": M for n in range(3)}
    assert moves(before, after) == {
        ("w", "kept"): (2, 2),
        ("w", "unfollowed"): (0, 2),
        ("w", "corrected"): (0, 1),
        ("m", "corrected"): (1, 0),
        ("m", "followed"): (3, 0),
    }


def test_without_any_category_there_is_no_row():
    none = Codebook("none", (Dimension("role", open=True),))
    table = flows(voices_of({"a": UNKNOWN}, codebook=none), voices_of({}, codebook=none), "role")
    assert table.empty
    assert table.dtypes.astype(str).tolist() == ["str", "str", "int64", "int64"]
    assert table.columns.tolist() == list(FLOW_COLUMNS)


def test_a_codebook_may_be_given():
    other = Codebook("other", (Dimension("role", categories=(Category("x"),)),))
    table = flows(voices_of({"a": W}), voices_of({"a": W}), "role", codebook=other)
    assert table["category"].unique().tolist() == ["x", "w"]


def test_a_table_without_the_dimension_is_refused():
    with pytest.raises(ValueError, match="no dimension 'rolle'"):
        flows(voices_of({"a": W}), voices_of({"a": W}), "rolle")


@unhurried
@given(follow_lists(), follow_lists())
def test_the_columns_add_up_to_the_counts_of_either_date(before, after):
    sums = flows(before, after, "role").groupby("category")[["lost", "gained"]].sum()
    for table, column in ((before, "lost"), (after, "gained")):
        counts = composition(table, "role")["count"].reindex(sums.index, fill_value=0)
        pd.testing.assert_series_equal(sums[column], counts, check_names=False)


@unhurried
@given(follow_lists(), follow_lists())
def test_looking_back_what_was_gained_is_lost(before, after):
    turned = {"followed": "unfollowed", "unfollowed": "followed", "newly_annotated": "withdrawn"}
    turned |= {"withdrawn": "newly_annotated"}
    ahead = flows(before, after, "role").set_index(["category", "part"])
    back = flows(after, before, "role").replace({"part": turned}).set_index(["category", "part"])
    back = back.rename(columns={"gained": "lost", "lost": "gained"}).loc[ahead.index, ahead.columns]
    pd.testing.assert_frame_equal(ahead, back)


@unhurried
@given(follow_lists(), follow_lists())
def test_a_slow_look_at_each_voice_gives_the_same_numbers(before, after):
    """The part of each voice is that of compare, found by comparing it with a list of that voice alone."""

    def holds(table, voice, category):
        row = table[(table["voice"] == voice) & ~table["set_aside"] & (table["role condition"] == "recorded")]
        return len(row) == 1 and category in row["role"].iloc[0]

    table = flows(before, after, "role").set_index(["category", "part"])
    for category in ("w", "m"):
        voices = set(before["voice"]) | set(after["voice"])
        marks = [(holds(before, voice, category), holds(after, voice, category)) for voice in voices]
        assert (
            table.loc[(category, "kept"), "gained"]
            == table.loc[(category, "kept"), "lost"]
            == marks.count((True, True))
        )
        moved = table.loc[category].drop("kept")
        assert moved["gained"].sum() == marks.count((False, True))
        assert moved["lost"].sum() == marks.count((True, False))
        assert moved.loc[["followed", "newly_annotated"], "lost"].sum() == 0
        assert moved.loc[["unfollowed", "withdrawn"], "gained"].sum() == 0


@unhurried
@given(follow_lists(), follow_lists())
def test_what_flows_in_a_part_moves_the_lowest_share_by_it(before, after):
    """Where the voices that count are the same in number, a share moves by what was gained less what was lost."""
    row = composition(before, "role").iloc[0], composition(after, "role").iloc[0]
    if not row[0]["applicable"] or row[0]["applicable"] != row[1]["applicable"]:
        return
    moved = compare(before, after, "role", share="lowest")
    table = flows(before, after, "role")
    for category, block in table[table["part"] != "kept"].groupby("category"):
        net = block["gained"].sum() - block["lost"].sum()
        assert moved.loc[category, "change"] == pytest.approx(net / row[0]["applicable"], abs=1e-15)
