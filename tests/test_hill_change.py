"""What moved the Hill number of a list: by hand, against a slow Shapley value, and what must hold for any two lists."""

import math
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.measures.composition import composition
from auditkit.measures.diversity import hill_number
from auditkit.measures.hill_change import HILL_CHANGE_PARTS, hill_change
from tests.voice_tables import UNKNOWN, M, W, follow_lists, voices_of

unhurried = settings(deadline=None, max_examples=60)
ORDERS = st.sampled_from([0, 0.5, 1, 2, math.inf])


def moved(before, after, order=0):
    return hill_change(voices_of(before), voices_of(after), "role", order)


def test_the_entries_are_both_dates_the_change_and_its_three_parts():
    row = moved({"a": W}, {"a": W, "b": M})
    assert row.index.tolist() == ["before", "after", "change", "removed", "re_annotated", "added"]
    assert row.tolist() == [1, 2, 1, 0, 0, 1]
    assert row.dtype == "float64"


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ({"a": M, "b": W}, {"a": M}, "removed"),
        ({"a": M}, {"a": M, "b": W}, "added"),
        ({"a": M, "b": UNKNOWN}, {"a": M, "b": W}, "re_annotated"),
        ({"a": M, "b": W}, {"a": M, "b": UNKNOWN}, "re_annotated"),
        ({"a": M, "b": W}, {"a": M, "b": M}, "re_annotated"),
        ({"a": M, "b": W}, {"a": M, "b": [W, True, ("b",)]}, "re_annotated"),
        ({"a": M, "b": W}, {"a": M, "b": "does not apply"}, "re_annotated"),
        ({"a": M, "b": W}, {"ab": [M, False, ("a", "b")]}, "re_annotated"),
        ({"a": M, "b": W}, {"a": [M, False, ("a", "b")]}, "re_annotated"),
        ({"ab": [M, False, ("a", "b")]}, {"a": M, "b": W}, "re_annotated"),
    ],
)
@pytest.mark.parametrize("order", [0, 1, 2])
def test_one_event_alone_is_the_whole_of_the_change(before, after, part, order):
    row = moved(before, after, order)
    assert abs(row["change"]) == pytest.approx(1)
    expected = dict.fromkeys(HILL_CHANGE_PARTS, 0) | {part: row["change"]}
    assert row[list(HILL_CHANGE_PARTS)].to_dict() == pytest.approx(expected)


def test_three_events_at_once_by_hand():
    """t, a before; the teacher becomes a pilot, the author goes, another author comes. In categories, of order 0:

    nothing 2, removed 1, re-annotated 2, added 2, removed and re-annotated 1, removed and added 2, the others 2.
    removed = (1 - 2) / 3 + (1 - 2) / 6 + 0 + 0 = -1/2; added = 0 + (2 - 1) / 6 + 0 + (2 - 1) / 3 = 1/2.
    """
    row = moved({"x": ("teacher",), "y": ("author",)}, {"x": ("pilot",), "z": ("author",)})
    assert row.tolist() == pytest.approx([2, 2, 0, -1 / 2, 0, 1 / 2], abs=1e-15)


def test_the_worked_waterfall_of_the_shares():
    """70 m, 30 w, 50 unknown; drop 10 m, add 15 w, learn that 3 unknown are w, correct one w to m.

    The counts of each step, by hand: (70, 30), removed (-10, 0), re-annotated (+1, +2), added (0, +15).
    """
    before = {f"m{n}": M for n in range(70)} | {f"w{n}": W for n in range(30)} | {f"u{n}": UNKNOWN for n in range(50)}
    after = {voice: what for voice, what in before.items() if voice not in {f"m{n}" for n in range(10)}}
    after |= {f"new{n}": W for n in range(15)} | {f"u{n}": W for n in range(3)} | {"w0": M}
    row = moved(before, after, 2)

    def simpson(*steps):
        m, w = (sum(step[n] for step in steps) for n in (0, 1))
        return (m + w) ** 2 / (m**2 + w**2)

    start, gone, noted, came = (70, 30), (-10, 0), (1, 2), (0, 15)
    assert row["before"] == pytest.approx(10000 / 5800)
    assert row["after"] == pytest.approx(108**2 / (61**2 + 47**2))
    added = (
        (simpson(start, came) - simpson(start)) / 3
        + (simpson(start, gone, came) - simpson(start, gone)) / 6
        + (simpson(start, noted, came) - simpson(start, noted)) / 6
        + (simpson(start, gone, noted, came) - simpson(start, gone, noted)) / 3
    )
    assert row["added"] == pytest.approx(added, abs=1e-14)


def test_another_list_altogether_passes_through_an_empty_one():
    """One voice each: first removed, then added is 1, 0, 1; the other way round is 1, 2, 1."""
    assert moved({"a": M}, {"b": W}).tolist() == pytest.approx([1, 1, 0, -1, 0, 1])


def test_voices_of_several_categories_are_mentions():
    """Five {A}, three {B}, two {A, B} are mentions of (7, 5): 1.972286 at order 1."""
    before = {f"a{n}": ("A",) for n in range(5)} | {f"b{n}": ("B",) for n in range(3)}
    after = before | {"c0": ("A", "B"), "c1": ("A", "B")}
    row = moved(before, after, 1)
    assert row["after"] == pytest.approx(1.972286, abs=1e-6)
    assert row["added"] == pytest.approx(row["change"])


def test_order_one_is_what_is_meant_unless_said():
    before, after = {"a": M, "b": M, "c": W}, {"a": M, "c": W}
    assert hill_change(voices_of(before), voices_of(after), "role")["before"] == moved(before, after, 1)["before"]


@pytest.mark.parametrize(("before", "after"), [({}, {"a": M}), ({"a": UNKNOWN}, {"a": M}), ({"a": M}, {})])
def test_a_date_without_a_recorded_voice_has_no_number_and_no_change(before, after):
    row = moved(before, after)
    assert row[["change", *HILL_CHANGE_PARTS]].isna().all()
    assert sorted(row[["before", "after"]].isna()) == [False, True]


def test_a_negative_order_and_an_unknown_dimension_are_refused():
    table = voices_of({"a": M})
    with pytest.raises(ValueError, match="order must be 0 or more"):
        hill_change(table, table, "role", -1)
    with pytest.raises(ValueError, match="no dimension 'rolle'"):
        hill_change(table, table, "rolle")


@unhurried
@given(follow_lists(), follow_lists(), ORDERS)
def test_the_parts_add_up_and_the_ends_are_those_of_the_composition(before, after, order):
    row = hill_change(before, after, "role", order)
    for table, name in ((before, "before"), (after, "after")):
        assert row[name] == pytest.approx(hill_number(composition(table, "role")["count"], order), nan_ok=True)
    if not row.isna().any():
        assert row["change"] == row["after"] - row["before"]
        assert sum(row[part] for part in HILL_CHANGE_PARTS) == pytest.approx(row["change"], abs=1e-14)


@unhurried
@given(follow_lists(), follow_lists(), ORDERS)
def test_looking_back_is_looking_ahead_with_the_sign_turned(before, after, order):
    ahead, back = hill_change(before, after, "role", order), hill_change(after, before, "role", order)
    turned = {"removed": "added", "re_annotated": "re_annotated", "added": "removed", "change": "change"}
    for one, other in turned.items():
        assert ahead[one] == pytest.approx(-back[other], abs=1e-14, nan_ok=True)


@unhurried
@given(follow_lists(), ORDERS)
def test_the_same_list_twice_moves_nothing(table, order):
    assert (hill_change(table, table, "role", order).iloc[2:].fillna(0) == 0).all()


@unhurried
@given(follow_lists(), follow_lists(), ORDERS)
def test_the_slow_value_over_all_subsets_of_whole_tables_gives_the_same(before, after, order):
    """Shapley's sum over subsets, each of them a table of voices put together row by row."""
    homes = [{a: v for v, held in zip(t["voice"], t["accounts"], strict=True) for a in held} for t in (before, after)]
    movers = {a for a in homes[0].keys() & homes[1].keys() if homes[0][a] != homes[1][a]}
    regrouped = {home[a] for home in homes for a in movers}
    then, now = set(before["voice"]), set(after["voice"])
    same = then & now | regrouped
    # The rows of each part, as they were and as they are.
    rows = {
        "removed": (before[before["voice"].isin(then - same)], after.iloc[:0]),
        "re_annotated": (before[before["voice"].isin(same)], after[after["voice"].isin(same)]),
        "added": (before.iloc[:0], after[after["voice"].isin(now - same)]),
    }

    def value(done):
        together = pd.concat([rows[part][part in done] for part in rows], ignore_index=True)
        number = hill_number(composition(together, "role")["count"], order)
        return 0 if math.isnan(number) else number

    row = hill_change(before, after, "role", order)
    if row.isna().any():
        return
    for part in rows:
        others = [name for name in rows if name != part]
        expected = sum(
            (value({*some, part}) - value(set(some))) / (6 if size == 1 else 3)
            for size in range(3)
            for some in combinations(others, size)
        )
        assert row[part] == pytest.approx(expected, abs=1e-12)
