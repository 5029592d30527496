"""What moved a share: the worked fixture, each part on its own, and exactness on any pair of lists."""

import math
from fractions import Fraction
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.change import change_then_and_now, compare, composition_over_time
from auditkit.measures.composition import composition
from auditkit.measures.turnover import turnover
from auditkit.review import review
from auditkit.tables import CHANGE_COLUMNS, CHANGE_PARTS, COMPOSITION_COLUMNS, FollowList, follow_table
from tests.voice_tables import ROLES, UNKNOWN, M, W, follow_lists, voices_of

SHARES = {"known": "share_of_known", "lowest": "lowest", "highest": "highest"}
unhurried = settings(deadline=None, max_examples=60)


def parts_of(before, after, category="w", **options):
    row = compare(voices_of(before), voices_of(after), "role", **options).loc[category]
    return {part: row[part] for part in CHANGE_PARTS if row[part] != 0}


def test_the_worked_waterfall():
    """70 m, 30 w, 50 unknown; drop 10 m, add 15 w, learn that 3 unknown are w, correct one w to m."""
    before = {f"m{n}": M for n in range(70)} | {f"w{n}": W for n in range(30)} | {f"u{n}": UNKNOWN for n in range(50)}
    after = {voice: what for voice, what in before.items() if voice not in {f"m{n}" for n in range(10)}}
    after |= {f"new{n}": W for n in range(15)} | {f"u{n}": W for n in range(3)} | {"w0": M}
    moved = compare(voices_of(before), voices_of(after), "role").loc["w"]
    assert moved["before"] == 0.30
    assert moved["after"] == 47 / 108
    assert moved["change"] == pytest.approx(0.135185, abs=5e-7)
    expected = {"followed": 0.091213, "unfollowed": 0.035345, "newly_annotated": 0.018243, "corrected": -0.009615}
    for part in CHANGE_PARTS:
        assert moved[part] == pytest.approx(expected.get(part, 0), abs=5e-7), part


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ({"a": M, "b": W}, {"a": M, "b": W, "c": W}, "followed"),
        ({"a": M, "b": W, "c": W}, {"a": M, "b": W}, "unfollowed"),
        ({"a": M, "b": UNKNOWN}, {"a": M, "b": W}, "newly_annotated"),
        ({"a": M, "b": "declined"}, {"a": M, "b": W}, "newly_annotated"),
        ({"a": M, "b": W}, {"a": M, "b": "nothing found"}, "withdrawn"),
        ({"a": M, "b": W}, {"a": M, "b": UNKNOWN}, "withdrawn"),
        ({"a": M, "b": W}, {"a": M, "b": M}, "corrected"),
        ({"a": M, "b": W}, {"a": M, "b": ("m", "w")}, None),
        ({"a": M, "b": W}, {"a": M, "b": "does not apply"}, "regrouped"),
        ({"a": M, "b": "does not apply"}, {"a": M, "b": W}, "regrouped"),
        ({"a": M, "b": W}, {"a": M, "b": [W, True, ("b",)]}, "regrouped"),
        ({"a": M, "b": [W, True, ("b",)]}, {"a": M, "b": W}, "regrouped"),
        ({"a": M, "b": W, "c": W}, {"a": M, "b": [W, False, ("b", "c")]}, "regrouped"),
        ({"a": M, "b": [W, False, ("b", "c")]}, {"a": M, "b": W, "c": W}, "regrouped"),
        ({"a": M, "b": W}, {"a": M, "b": [W, False, ("b", "new")]}, None),
        ({"a": M, "b": [W, False, ("b", "old")]}, {"a": M, "b": W}, None),
        ({"a": M, "b": UNKNOWN}, {"a": M, "b": "declined"}, None),
        ({"a": M, "b": [W, True, ("b",)]}, {"a": M}, None),
    ],
)
def test_each_event_falls_under_its_own_part(before, after, part):
    assert set(parts_of(before, after)) == ({part} if part else set())


def test_a_voice_joined_into_another_under_a_new_key_is_regrouped_and_not_followed():
    before = {"a": M, "b": W, "c": M}
    after = {"ab": [("m", "w"), False, ("a", "b")], "c": M}
    assert set(parts_of(before, after)) == {"regrouped"}


@pytest.mark.parametrize("share", ["lowest", "highest"])
def test_a_voice_that_leaves_unknown_moves_the_bounds(share):
    """Of a=m, b=w, c=unknown the w's are 1/3 to 2/3; without c they are 1/2."""
    before, after = {"a": M, "b": W, "c": UNKNOWN}, {"a": M, "b": W}
    moved = compare(voices_of(before), voices_of(after), "role", share=share).loc["w"]
    assert moved["before"] == {"lowest": 1 / 3, "highest": 2 / 3}[share]
    assert moved["after"] == 0.5
    assert moved["unfollowed"] == pytest.approx(moved["change"])


def test_learning_that_an_unknown_is_w_lifts_the_lowest_and_leaves_the_highest():
    before, after = {"a": M, "b": UNKNOWN}, {"a": M, "b": W}
    assert parts_of(before, after, share="lowest") == {"newly_annotated": 0.5}
    assert parts_of(before, after, share="highest") == {}


def test_nothing_recorded_at_one_date_gives_the_other_share_and_no_change():
    moved = compare(voices_of({"a": UNKNOWN}), voices_of({"a": W}), "role").loc["w"]
    assert math.isnan(moved["before"])
    assert moved["after"] == 1
    assert moved[["change", *CHANGE_PARTS]].isna().all()
    back = compare(voices_of({"a": W}), voices_of({"a": UNKNOWN}), "role").loc["w"]
    assert back["before"] == 1
    assert back[["after", "change", *CHANGE_PARTS]].isna().all()


def test_two_empty_lists_give_a_row_of_nothing_for_each_category():
    moved = compare(voices_of({}), voices_of({}), "role")
    assert moved.index.tolist() == ["w", "m"]
    assert moved.isna().all(axis=None)


def test_words_of_either_date_get_a_row_after_those_of_the_codebook():
    moved = compare(voices_of({"a": ("old word",)}), voices_of({"a": ("new word",)}), "role")
    assert moved.index.tolist() == ["w", "m", "new word", "old word"]
    assert moved.loc["old word", ["before", "after", "corrected"]].tolist() == [1, 0, -1]
    assert list(moved.columns) == list(CHANGE_COLUMNS)
    assert moved.index.name == "category"


def test_the_codebook_may_come_from_the_earlier_table_or_be_given():
    bare = voices_of({"a": W}, codebook=None)
    assert compare(voices_of({"a": W}), bare, "role").index.tolist() == ["w", "m"]
    assert compare(voices_of({"a": W}), voices_of({"a": M}, codebook=None), "role").index.tolist() == ["w", "m"]
    other = Codebook("other", (Dimension("role", categories=(Category("x"),)),))
    assert compare(voices_of({"a": W}, codebook=other), voices_of({"a": W}), "role").index.tolist() == ["w", "m"]
    assert compare(voices_of({"a": W}), voices_of({"a": W}, codebook=other), "role").index.tolist() == ["x", "w"]
    assert compare(bare, voices_of({"a": W}), "role", codebook=other).index.tolist() == ["x", "w"]


def test_an_unknown_share_is_refused_with_the_choices():
    with pytest.raises(ValueError, match="known, lowest, highest"):
        compare(voices_of({}), voices_of({}), "role", share="best")


@pytest.mark.parametrize("side", [0, 1])
def test_a_table_without_accounts_is_refused_whichever_it_is(side):
    tables = [voices_of({"a": W}), voices_of({"a": W})]
    tables[side] = tables[side].drop(columns="accounts")
    with pytest.raises(ValueError, match="a table of voices needs the columns accounts"):
        compare(*tables, "role")


def test_does_not_change_its_inputs():
    before, after = voices_of({"a": W, "b": UNKNOWN}), voices_of({"a": M})
    copies = before.copy(deep=True), after.copy(deep=True)
    compare(before, after, "role")
    pd.testing.assert_frame_equal(before, copies[0])
    pd.testing.assert_frame_equal(after, copies[1])


@unhurried
@given(follow_lists(), follow_lists(), st.sampled_from(list(SHARES)))
def test_parts_add_up_to_the_change_and_shares_are_those_of_composition(before, after, share):
    moved = compare(before, after, "role", share=share)
    for table, column in ((before, "before"), (after, "after")):
        own = composition(table, "role")[SHARES[share]]
        for category, row in moved.iterrows():
            if category in own.index:
                assert row[column] == own[category] or (math.isnan(row[column]) and math.isnan(own[category]))
    for _, row in moved.iterrows():
        if math.isnan(row["change"]):
            assert math.isnan(row["before"]) or math.isnan(row["after"])
            continue
        assert row["change"] == pytest.approx(row["after"] - row["before"], abs=1e-15)
        assert sum(row[part] for part in CHANGE_PARTS) == pytest.approx(row["change"], abs=1e-14)


@unhurried
@given(follow_lists(), follow_lists(), st.sampled_from(list(SHARES)))
def test_looking_back_is_looking_ahead_with_the_sign_turned(before, after, share):
    ahead = compare(before, after, "role", share=share)
    back = compare(after, before, "role", share=share).loc[ahead.index]
    pairs = {
        "followed": "unfollowed",
        "newly_annotated": "withdrawn",
        "corrected": "corrected",
        "regrouped": "regrouped",
    }
    for one, other in (
        *pairs.items(),
        ("unfollowed", "followed"),
        ("withdrawn", "newly_annotated"),
        ("change", "change"),
    ):
        assert ahead[one].tolist() == pytest.approx((-back[other]).tolist(), abs=1e-15, nan_ok=True)
    assert ahead["before"].tolist() == pytest.approx(back["after"].tolist(), nan_ok=True)


@unhurried
@given(follow_lists(), st.sampled_from(list(SHARES)))
def test_the_same_list_twice_moves_nothing(table, share):
    moved = compare(table, table, "role", share=share)
    assert (moved[["change", *CHANGE_PARTS]].fillna(0) == 0).all(axis=None)


@unhurried
@given(follow_lists(), follow_lists())
def test_a_slow_sum_over_voices_gives_the_same_parts(before, after):
    """The identity of MEASURES 7, one voice at a time."""

    def marks(table, voice):
        row = table[table["voice"] == voice]
        known = len(row) and not row["set_aside"].iloc[0] and row["role condition"].iloc[0] == "recorded"
        return (int(known and "w" in row["role"].iloc[0]), int(known)) if known else (0, 0)

    names = set(before["voice"]) | set(after["voice"])
    old, new = ({voice: marks(table, voice) for voice in names} for table in (before, after))
    totals = [[sum(marks[n] for marks in side.values()) for n in (0, 1)] for side in (old, new)]
    if not (totals[0][1] and totals[1][1]):
        return
    mean_share = (Fraction(*totals[0]) + Fraction(*totals[1])) / 2
    mean_known = Fraction(totals[0][1] + totals[1][1], 2)
    homes = [{a: v for v, held in zip(t["voice"], t["accounts"], strict=True) for a in held} for t in (before, after)]
    movers = {a for a in homes[0].keys() & homes[1].keys() if homes[0][a] != homes[1][a]}
    regrouped = {home[a] for home in homes for a in movers}
    expected = dict.fromkeys(("followed", "unfollowed"), Fraction(0))
    for voice in names - regrouped:
        (x0, k0), (x1, k1) = old[voice], new[voice]
        part = ((x1 - x0) - mean_share * (k1 - k0)) / mean_known
        if voice not in set(before["voice"]):
            expected["followed"] += part
        elif voice not in set(after["voice"]):
            expected["unfollowed"] += part
    moved = compare(before, after, "role").loc["w"]
    for name, value in expected.items():
        assert moved[name] == pytest.approx(float(value), abs=1e-15)


def review_of(dated):
    tables = {pd.Timestamp(date): voices_of(rows) for date, rows in dated.items()}
    asked = []

    def voices(date, known):
        asked.append(known)
        return tables[date]

    return SimpleNamespace(dates=list(tables), codebook=ROLES, voices=voices, asked=asked)


def test_over_time_every_date_has_the_same_categories_in_the_same_order():
    over = composition_over_time(
        review_of({"2026-01-31": {"a": ("old word",)}, "2026-11-22": {"a": W, "b": M}}), "role"
    )
    assert over["category"].tolist() == ["w", "m", "old word"] * 2
    assert over["date"].tolist() == [pd.Timestamp("2026-01-31")] * 3 + [pd.Timestamp("2026-11-22")] * 3
    assert over["share_of_known"].tolist() == [0, 0, 1, 0.5, 0.5, 0]
    assert over["applicable"].tolist() == [1, 1, 1, 2, 2, 2]
    assert over.index.tolist() == [0, 1, 2, 3, 4, 5]


def test_over_time_equals_composition_at_each_date():
    rows = {"a": W, "b": [M, True, ("b",)], "c": "declined"}
    over = composition_over_time(review_of({"2026-01-31": rows}), "role")
    alone = composition(voices_of(rows), "role").reset_index().assign(date=pd.Timestamp("2026-01-31"))
    pd.testing.assert_frame_equal(over, alone[over.columns])
    assert over.columns[:2].tolist() == ["date", "category"]


@pytest.mark.parametrize("known", ["then", "now"])
def test_over_time_passes_on_which_annotations_are_meant(known):
    review = review_of({"2026-01-31": {"a": W}})
    composition_over_time(review, "role", known=known)
    assert review.asked == [known]


def test_over_time_each_date_is_as_annotated_then_unless_said():
    review = review_of({"2026-01-31": {"a": W}})
    composition_over_time(review, "role")
    assert review.asked == ["then"]


def test_over_no_dates_there_are_no_rows():
    over = composition_over_time(review_of({}), "role")
    assert over.empty
    assert over.columns.tolist() == ["date", "category", *COMPOSITION_COLUMNS]
    assert composition_over_time(review_of({}), "role", platforms="common").empty


def annotated(**said):
    """Notes of mastodon accounts a, b, …: a role each, or "" for nothing found."""
    rows = [
        (f"mastodon:{name}", "role", word or None, "recorded" if word else "nothing found")
        for name, word in said.items()
    ]
    table = pd.DataFrame(rows, columns=["account", "dimension", "category", "condition"]).astype("str")
    return table.assign(basis="my reading", evidence="", note="", noted_on=pd.NaT)


def listed(platform, *names):
    return FollowList(
        follow_table({"account": [f"{platform}:{name}" for name in names]}, platform=platform), platform, "r"
    )


def two_dates(then=("a", "b", "c"), now=("a", "b", "d"), later=()):
    """a is known as m then and as w now, b is known only now; c was unfollowed and d followed."""
    lists = [listed("mastodon", *now), *([listed("feed", *later)] if later else [])]
    known_now = annotated(a="w", b="w", c="m", d="m")
    return review(
        [("2026-01-31", listed("mastodon", *then), annotated(a="m", c="m")), ("2026-11-22", lists, known_now)],
        codebook=ROLES,
    )


def test_then_and_now_stand_side_by_side_with_the_same_categories():
    """Then: of a=m, c=m to a=w, b=w, d=m. Now: of a=w, b=w, c=m to a=w, b=w, d=m, which is no change at all."""
    moved = change_then_and_now(two_dates(), "role")
    assert moved.columns.tolist() == ["known", "category", *CHANGE_COLUMNS]
    assert moved["known"].tolist() == ["then", "then", "now", "now"]
    assert moved["category"].tolist() == ["w", "m", "w", "m"]
    assert moved["before"].tolist() == [0, 1, 2 / 3, 1 / 3]
    assert moved["after"].tolist() == [2 / 3, 1 / 3, 2 / 3, 1 / 3]
    assert moved.loc[0, "corrected"] > 0
    assert moved.loc[0, "newly_annotated"] > 0
    assert moved["change"].tolist()[2:] == [0, 0]
    assert moved.index.tolist() == [0, 1, 2, 3]
    assert moved["known"].dtype == moved["category"].dtype == "str"


def test_now_nothing_comes_from_annotating():
    moved = change_then_and_now(two_dates(), "role", share="lowest").query("known == 'now'")
    assert (moved[["newly_annotated", "corrected", "withdrawn", "regrouped"]] == 0).all(axis=None)
    assert moved["unfollowed"].abs().sum() > 0


def test_then_and_now_are_those_of_compare_for_any_two_dates_and_shares():
    trip = review(
        [
            ("2026-01-31", listed("mastodon", "a"), annotated(a="m")),
            ("2026-05-31", listed("mastodon", "a", "b"), annotated(a="m", b="")),
            ("2026-11-22", listed("mastodon", "b"), annotated(a="w", b="w")),
        ],
        codebook=ROLES,
    )
    for first, last in ((None, None), ("2026-01-31", "2026-05-31"), ("2026-05-31", None)):
        for share in SHARES:
            moved = change_then_and_now(trip, "role", first, last, share=share).set_index("known")
            for known in ("then", "now"):
                ends = [trip.voices(first or "2026-01-31", known=known), trip.voices(last, known=known)]
                expected = compare(*ends, "role", share=share)
                assert moved.loc[known, "category"].tolist() == expected.index.tolist()
                pd.testing.assert_frame_equal(
                    moved.loc[known, list(CHANGE_COLUMNS)].reset_index(drop=True), expected.reset_index(drop=True)
                )


def test_a_word_that_is_only_known_then_has_a_row_of_nothing_now():
    told = review(
        [
            ("2026-01-31", listed("mastodon", "a"), annotated(a="old word")),
            ("2026-11-22", listed("mastodon", "a"), annotated(a="w")),
        ],
        codebook=ROLES,
    )
    moved = change_then_and_now(told, "role").set_index(["known", "category"])
    assert moved.loc[("then", "old word"), ["before", "after"]].tolist() == [1, 0]
    assert moved.loc[("now", "old word"), ["before", "after", "change"]].tolist() == [0, 0, 0]


def test_then_and_now_refuse_a_date_a_share_and_a_platform_that_are_not_there():
    with pytest.raises(ValueError, match="no such date"):
        change_then_and_now(two_dates(), "role", "2025-01-01")
    with pytest.raises(ValueError, match="known, lowest, highest"):
        change_then_and_now(two_dates(), "role", share="best")
    with pytest.raises(ValueError, match="all, common or some of: mastodon, feed; not twitter, youtube"):
        change_then_and_now(two_dates(later=("x",)), "role", platforms=["feed", "twitter", "youtube"])


def test_own_words_stand_in_the_same_order_then_and_now():
    """x was b then and is a now; each word has its row in both blocks, those of the earlier block first."""
    told = review(
        [
            ("2026-01-31", listed("mastodon", "x"), annotated(x="b")),
            ("2026-11-22", listed("mastodon", "y"), annotated(x="a", y="c")),
        ],
        codebook=ROLES,
    )
    moved = change_then_and_now(told, "role")
    assert moved["category"].tolist() == ["w", "m", "c", "b", "a"] * 2
    assert moved["before"].tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0, 1]


def test_the_first_and_the_last_date_are_meant_unless_said():
    known = review_of({"2026-01-31": {"a": W}, "2026-05-31": {"a": M}, "2026-11-22": {"a": W, "b": M}})
    moved = change_then_and_now(known, "role")
    assert moved["before"].tolist() == [1, 0, 1, 0]
    assert moved["after"].tolist() == [0.5, 0.5, 0.5, 0.5]


def test_without_any_category_the_table_keeps_its_columns():
    none = Codebook("none", (Dimension("role", open=True),))
    moved = compare(voices_of({"a": UNKNOWN}, codebook=none), voices_of({}, codebook=none), "role")
    assert moved.empty
    assert moved.columns.tolist() == list(CHANGE_COLUMNS)
    assert moved.index.dtype == "str"


def test_a_mark_that_was_read_back_as_an_object_still_sets_aside():
    """From a sheet or a pickle the column may come as objects, whose ~ is another number."""
    before, after = voices_of({"a": W, "b": [M, True, ("b",)]}), voices_of({"a": W})
    before["set_aside"] = before["set_aside"].astype("object")
    assert compare(before, after, "role").loc["w", "before"] == 1
    assert turnover(before, after)["kept"] == 1


def test_a_platform_that_comes_in_later_counts_unless_like_is_compared_with_like():
    grown = two_dates(later=("x", "y"))
    rows = {
        known: composition_over_time(grown, "role", platforms=known).query("category == 'w'")["applicable"].tolist()
        for known in ("all", "common", "mastodon", "feed")
    }
    assert rows == {"all": [3, 5], "common": [3, 3], "mastodon": [3, 3], "feed": [0, 2]}
    assert composition_over_time(grown, "role", platforms=("mastodon", "feed"))["applicable"].tolist() == [3, 3, 5, 5]


def test_like_with_like_between_two_dates_leaves_a_later_platform_out():
    """In the bounds the two unknown voices of the feed would count."""
    grown = two_dates(later=("x", "y"))
    everybody, like = (
        change_then_and_now(grown, "role", share="highest", platforms=chosen).query("known == 'now'")
        for chosen in ("all", "common")
    )
    assert everybody["after"].tolist() == [4 / 5, 3 / 5]
    assert like["after"].tolist() == [2 / 3, 1 / 3]


def test_like_with_like_over_time_means_every_date_and_between_two_dates_those_two():
    lists = [
        [listed("mastodon", "a"), listed("feed", "x")],
        listed("mastodon", "a"),
        [listed("mastodon", "a"), listed("feed", "x")],
    ]
    days = ["2026-01-31", "2026-05-31", "2026-11-22"]
    trip = review(list(zip(days, lists, [annotated(a="m")] * 3, strict=True)), codebook=ROLES)
    assert composition_over_time(trip, "role", platforms="common")["applicable"].tolist() == [1] * 6
    moved = change_then_and_now(trip, "role", share="highest", platforms="common")
    assert moved.loc[0, ["before", "after"]].tolist() == [0.5, 0.5]


def test_a_table_that_holds_a_voice_twice_is_refused():
    table = voices_of({"a": W})
    with pytest.raises(ValueError, match="holds each voice once"):
        compare(table, pd.concat([table, table]), "role")
