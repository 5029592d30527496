"""How much of a list was exchanged: vegan's values, by hand, and what must hold for any two lists."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.measures.turnover import TURNOVER_COLUMNS, TURNOVER_COUNTS, turnover, turnover_by_platform
from tests.voice_tables import UNKNOWN, follow_lists, voices_of

unhurried = settings(deadline=None, max_examples=60)
SHARES = ["jaccard", "turnover", "nestedness"]


def names(text, platforms=None):
    return voices_of(dict.fromkeys(text, UNKNOWN), platforms=platforms)


@pytest.mark.parametrize(
    ("before", "after", "counts", "shares"),
    [
        ("abcde", "abcdefghij", (5, 5, 0), (0.5, 0, 0.5)),
        ("abcdefghij", "abcde", (5, 0, 5), (0.5, 0, 0.5)),
        ("abc", "cde", (1, 2, 2), (0.8, 0.8, 0)),
        ("abc", "abdef", (2, 3, 1), (4 / 6, 2 / 4, 4 / 6 - 2 / 4)),
        ("abc", "abc", (3, 0, 0), (0, 0, 0)),
        ("ab", "cd", (0, 2, 2), (1, 1, 0)),
        ("ab", "cde", (0, 3, 2), (1, 1, 0)),
        ("", "ab", (0, 2, 0), (1, 0, 1)),
        ("ab", "", (0, 0, 2), (1, 0, 1)),
    ],
)
def test_lists_by_hand(before, after, counts, shares):
    """The first is the dune meadow, sites 1 and 2: 5 and 10 species, 5 of them shared; vegan 2.6-4 gives .5, 0, .5."""
    row = turnover(names(before), names(after))
    assert row[["kept", "followed", "unfollowed"]].tolist() == list(counts)
    assert row[SHARES].tolist() == pytest.approx(list(shares))


def test_the_entries_are_in_order_and_whole_numbers_stay_whole():
    row = turnover(names("ab"), names("bc"))
    assert row.index.tolist() == list(TURNOVER_COLUMNS)
    assert all(type(row[name]) is int for name in TURNOVER_COUNTS)


def test_between_two_empty_lists_there_is_no_share():
    row = turnover(names(""), names(""))
    assert row[["kept", "followed", "unfollowed", "set_aside"]].tolist() == [0, 0, 0, 0]
    assert all(math.isnan(row[name]) for name in SHARES)


@pytest.mark.parametrize("side", [0, 1])
def test_a_voice_set_aside_on_either_date_is_counted_apart(side):
    tables = [names("ab"), names("ac")]
    tables[side].loc[0, "set_aside"] = True
    row = turnover(*tables)
    assert row[["kept", "followed", "unfollowed", "set_aside"]].tolist() == [0, 1, 1, 1]


def test_set_aside_only_where_it_is_gone_is_neither_unfollowed_nor_followed():
    aside = voices_of({"a": UNKNOWN, "b": [UNKNOWN, True, ("b",)]})
    assert turnover(aside, names("a")).tolist() == [1, 0, 0, 1, 0, 0, 0]
    assert turnover(names("a"), aside).tolist() == [1, 0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    "joined",
    [
        {"ab": [UNKNOWN, False, ("a", "b")], "c": UNKNOWN},
        {"a": [UNKNOWN, False, ("a", "b")], "c": UNKNOWN},
        {"b": [UNKNOWN, False, ("a", "b")], "c": UNKNOWN},
    ],
)
def test_joining_or_splitting_is_not_following_differently(joined):
    joined = voices_of(joined)
    assert turnover(names("abc"), joined).tolist() == [2, 0, 0, 0, 0, 0, 0]
    assert turnover(joined, names("abc")).tolist() == [2, 0, 0, 0, 0, 0, 0]


def test_voices_joined_in_a_chain_are_one():
    """a and b are one voice before, b and c after, c and d before: all four are one."""
    before = voices_of({"ab": [UNKNOWN, False, ("a", "b")], "cd": [UNKNOWN, False, ("c", "d")]})
    after = voices_of({"a": UNKNOWN, "bc": [UNKNOWN, False, ("b", "c")], "d": UNKNOWN, "e": UNKNOWN})
    assert turnover(before, after)[["kept", "followed", "unfollowed"]].tolist() == [1, 1, 0]


def test_a_voice_of_which_one_account_stays_is_kept():
    before = voices_of({"a": [UNKNOWN, False, ("a", "b")]})
    assert turnover(before, names("a"))["kept"] == 1
    assert turnover(before, names("b"))["kept"] == 1, "under another key, but the account was followed all along"


def test_of_two_joined_voices_one_set_aside_still_counts():
    before = voices_of({"a": UNKNOWN, "b": [UNKNOWN, True, ("b",)]})
    after = voices_of({"a": [UNKNOWN, False, ("a", "b")]})
    assert turnover(before, after)[["kept", "set_aside"]].tolist() == [1, 0]


def test_each_platform_on_its_own():
    """a is on both, b left Mastodon for the feeds, c is new on the feeds."""
    before = names("abd", {"a": ("mastodon", "feed"), "b": ("mastodon",), "d": ("twitter",)})
    after = names("abc", {"a": ("mastodon", "feed"), "b": ("feed",), "c": ("feed",)})
    table = turnover_by_platform(before, after)
    assert table.index.tolist() == ["mastodon", "feed", "twitter"]
    assert table.index.name == "platform"
    assert table.columns.tolist() == list(TURNOVER_COLUMNS)
    assert table[["kept", "followed", "unfollowed"]].values.tolist() == [[1, 0, 1], [1, 2, 0], [0, 0, 1]]
    assert table["jaccard"].tolist() == [1 / 2, 2 / 3, 1]
    assert table.dtypes.astype(str).tolist() == ["int64"] * 4 + ["float64"] * 3


def test_a_platform_counts_only_its_own_set_aside():
    before = voices_of(
        {"a": [UNKNOWN, True, ("a",)], "b": UNKNOWN}, platforms={"a": ("mastodon",), "b": ("mastodon", "feed")}
    )
    assert turnover_by_platform(before, before)["set_aside"].to_dict() == {"mastodon": 1, "feed": 0}


def test_without_voices_there_is_no_platform():
    table = turnover_by_platform(names(""), names(""))
    assert table.empty
    assert table.index.dtype == "str"
    assert table.dtypes.astype(str).tolist() == ["int64"] * 4 + ["float64"] * 3


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(("measure", "column"), [(turnover, "accounts"), (turnover_by_platform, "platforms")])
def test_a_table_that_lacks_a_column_is_refused(side, measure, column):
    tables = [names("a"), names("a")]
    tables[side] = tables[side].drop(columns=column)
    with pytest.raises(ValueError, match=f"a table of voices needs the columns {column}"):
        measure(*tables)


@pytest.mark.parametrize("side", [0, 1])
def test_a_table_that_holds_a_voice_twice_is_refused(side):
    tables = [names("a"), names("a")]
    tables[side] = pd.concat([tables[side]] * 2)
    with pytest.raises(ValueError, match="each voice once"):
        turnover(*tables)


@unhurried
@given(st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")))
def test_the_definitions_of_the_paper_hold(one, other):
    """Baselga 2012: the nested part is |b - c| / (a + b + c) * a / (a + 2 min(b, c))."""
    row = turnover(names(sorted(one)), names(sorted(other)))
    a, b, c = len(one & other), len(one - other), len(other - one)
    assert row[["kept", "followed", "unfollowed"]].tolist() == [a, c, b]
    if a:
        nested = abs(b - c) / (a + b + c) * a / (a + 2 * min(b, c))
        assert row["nestedness"] == pytest.approx(nested, abs=1e-15)
    if a + b + c:
        assert row["jaccard"] == pytest.approx(1 - a / (a + b + c))
        assert 0 <= row["turnover"] <= row["jaccard"] <= 1


@unhurried
@given(follow_lists(), follow_lists())
def test_looking_back_swaps_coming_and_going(before, after):
    turned = {"followed": "unfollowed", "unfollowed": "followed"}
    ahead, back = turnover(before, after), turnover(after, before).rename(turned)
    assert ahead.to_dict() == pytest.approx(back.to_dict(), nan_ok=True)


@unhurried
@given(follow_lists())
def test_the_same_list_twice_is_kept_whole(table):
    row = turnover(table, table)
    assert row[["kept", "followed", "unfollowed"]].tolist() == [int((~table["set_aside"]).sum()), 0, 0]


@unhurried
@given(follow_lists(), follow_lists())
def test_on_one_platform_the_platform_is_the_whole(before, after):
    table = turnover_by_platform(before, after)
    if len(before) or len(after):
        assert table.loc["mastodon"].tolist() == pytest.approx(turnover(before, after).tolist(), nan_ok=True)


def test_what_is_annotated_does_not_matter():
    assert turnover(voices_of({"a": ("w",)}), names("a"))["kept"] == 1
