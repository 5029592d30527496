"""The composition by platform and by list, and counted by account."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.masking import hide_names
from auditkit.measures.breakdown import composition_by, each_account
from auditkit.measures.composition import composition
from auditkit.tables import COMPOSITION_BY_COLUMNS, COMPOSITION_COLUMNS, CONDITIONS, FollowList, follow_table
from auditkit.voices import voices

ROLES = Codebook("roles", (Dimension("role", categories=(Category("teacher"), Category("author"))),))
unhurried = settings(deadline=None, max_examples=60)


def voices_of(*rows):
    """One voice per row: what it holds (a tuple) or a condition, its platforms, its groups, and whether set aside."""
    table = pd.DataFrame(
        {
            "voice": [f"v{number}" for number in range(len(rows))],
            "accounts": [
                tuple(f"{name}:{number}" for name in platforms) for number, (_, platforms, _, _) in enumerate(rows)
            ],
            "platforms": [platforms for _, platforms, _, _ in rows],
            "groups": [groups for _, _, groups, _ in rows],
            "set_aside": pd.Series([aside for *_, aside in rows], dtype="bool"),
            "role": pd.Series([what if isinstance(what, tuple) else () for what, *_ in rows], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what, *_ in rows], dtype="str"
            ),
        }
    )
    table.attrs["codebook"] = ROLES
    return table


HERE, THERE, BOTH = ("mastodon",), ("twitter",), ("mastodon", "twitter")
FIVE = voices_of(
    (("teacher",), HERE, ("Reads",), False),
    (("author",), BOTH, (), False),
    ("not reviewed", THERE, ("Near home", "Reads"), False),
    (("author",), THERE, ("Near home",), True),
    ("does not apply", HERE, (), False),
)


def block(table, group):
    return table[table["group"] == group].set_index("category").drop(columns="group")


class TestByPlatformOrList:
    def test_a_voice_on_two_platforms_counts_once_in_each(self):
        """Mastodon: voices 1, 2 and 5. Twitter: 2, 3 and 4, of which one is set aside."""
        by = composition_by(FIVE, "role")
        assert list(by.columns) == list(COMPOSITION_BY_COLUMNS)
        assert by["group"].tolist() == ["mastodon"] * 2 + ["twitter"] * 2
        assert by["category"].tolist() == ["teacher", "author"] * 2
        assert by["count"].tolist() == [1, 1, 0, 1]
        assert by["recorded"].tolist() == [2, 2, 1, 1]
        assert by["applicable"].tolist() == [2, 2, 2, 2]
        assert by["set_aside"].tolist() == [0, 0, 1, 1]
        assert by["highest"].tolist() == [0.5, 0.5, 0.5, 1.0]
        assert by.index.tolist() == [0, 1, 2, 3]

    def test_lists_come_as_they_first_appear_and_voices_in_none_come_last(self):
        by = composition_by(FIVE, "role", by="list")
        assert by["group"].unique().tolist() == ["Reads", "Near home", "in no list"]
        assert block(by, "Near home")["applicable"].tolist() == [1, 1]
        assert block(by, "in no list")["count"].tolist() == [0, 1]

    def test_who_comes_first_in_no_list_is_still_last(self):
        by = composition_by(FIVE.iloc[[1, 0]], "role", by="list")
        assert by["group"].tolist() == ["Reads", "Reads", "in no list", "in no list"]

    def test_without_lists_there_is_one_block(self):
        by = composition_by(FIVE.iloc[[1, 4]], "role", by="list")
        assert by["group"].unique().tolist() == ["in no list"]

    def test_a_list_of_voices_set_aside_only_has_no_shares(self):
        by = composition_by(FIVE.iloc[[3]], "role", by="list")
        assert by[["coverage", "share_of_known", "lowest", "highest"]].isna().all(axis=None)
        assert by["set_aside"].tolist() == [1, 1]

    @pytest.mark.parametrize("by", ["platform", "list"])
    def test_nobody_gives_no_rows_of_the_same_kind(self, by):
        nobody, somebody = composition_by(FIVE.iloc[:0], "role", by=by), composition_by(FIVE, "role", by=by)
        assert nobody.empty
        pd.testing.assert_series_equal(nobody.dtypes, somebody.dtypes)

    def test_own_words_of_one_platform_stand_in_every_block(self):
        table = voices_of((("baker",), HERE, (), False), (("teacher",), THERE, (), False))
        by = composition_by(table, "role")
        assert by["category"].tolist() == ["teacher", "author", "baker"] * 2
        assert by["count"].tolist() == [0, 0, 1, 1, 0, 0]

    def test_a_group_named_twice_by_a_voice_counts_it_once(self):
        by = composition_by(voices_of((("teacher",), HERE, ("Reads", "Reads"), False)), "role", by="list")
        assert by["recorded"].tolist() == [1, 1]

    def test_another_codebook_may_be_given(self):
        other = Codebook("other", (Dimension("role", categories=(Category("pilot"),)),))
        assert composition_by(FIVE.iloc[:1], "role", codebook=other)["category"].tolist() == ["pilot", "teacher"]

    def test_what_it_cannot_do_gets_a_sentence(self):
        with pytest.raises(ValueError, match="by must be one of platform, list"):
            composition_by(FIVE, "role", by="month")
        with pytest.raises(ValueError, match="a table of voices needs the columns groups"):
            composition_by(FIVE.drop(columns="groups"), "role", by="list")
        with pytest.raises(ValueError, match="no dimension 'place'"):
            composition_by(FIVE, "place")


ROWS = st.lists(
    st.tuples(
        st.one_of(
            st.sets(st.sampled_from(["teacher", "author"]), min_size=1).map(lambda held: tuple(sorted(held))),
            st.sampled_from([word for word in CONDITIONS if word != "recorded"]),
        ),
        st.sampled_from([HERE, THERE, BOTH]),
        st.sampled_from([(), ("Reads",), ("Near home",), ("Near home", "Reads")]),
        st.booleans(),
    ),
    max_size=12,
)


@unhurried
@given(ROWS, st.sampled_from([("platform", "platforms"), ("list", "groups")]))
def test_each_block_is_the_composition_of_the_voices_in_it(rows, grouping):
    by, column = grouping
    table = voices_of(*rows)
    broken_down = composition_by(table, "role", by=by)
    groups = list(dict.fromkeys(name for names in table[column] for name in names))
    groups += ["in no list"] if () in table[column].tolist() else []
    assert broken_down["group"].unique().tolist() == groups
    for group in groups:
        inside = [group in names or (not names and group == "in no list") for names in table[column]]
        pd.testing.assert_frame_equal(block(broken_down, group), composition(table[inside], "role"))


@unhurried
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_voices_only_moves_blocks(rows, random):
    table = voices_of(*rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    key = ["group", "category"]
    one, other = (composition_by(side, "role", by="list").sort_values(key) for side in (table, table.iloc[order]))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


class TestEachAccount:
    def test_a_voice_of_two_accounts_is_two_rows_with_all_that_is_known_of_it(self):
        table = each_account(FIVE)
        assert table["voice"].tolist() == [
            *("mastodon:0", "mastodon:1", "twitter:1"),
            "twitter:2",
            "twitter:3",
            "mastodon:4",
        ]
        assert table["accounts"].tolist() == [(name,) for name in table["voice"]]
        assert table["platforms"].tolist() == [HERE, HERE, THERE, THERE, THERE, HERE]
        assert table["role"].tolist()[1:3] == [("author",)] * 2
        assert table["groups"].tolist()[3] == ("Near home", "Reads")
        assert list(table.columns) == list(FIVE.columns)
        assert table.index.tolist() == list(range(6))

    def test_composition_then_counts_accounts(self):
        """Two of three accounts are the author's; of the voices it is one in two."""
        assert composition(each_account(FIVE), "role").loc["author", ["count", "recorded"]].tolist() == [2, 3]
        assert composition(FIVE, "role").loc["author", ["count", "recorded"]].tolist() == [1, 2]

    def test_platforms_of_accounts_add_up_to_all_accounts(self):
        by = composition_by(each_account(FIVE), "role")
        whole = composition(each_account(FIVE), "role")
        assert by.groupby("category", sort=False)["count"].sum().tolist() == whole["count"].tolist()

    def test_where_nothing_is_joined_voices_and_accounts_are_the_same(self):
        follows = FollowList(
            follow_table({"account": ["mastodon:a", "mastodon:b"]}, platform="mastodon"), "mastodon", "x"
        )
        table = voices(follows, codebook=ROLES)
        pd.testing.assert_frame_equal(each_account(table), table)

    def test_nobody_stays_nobody_and_the_table_given_is_not_changed(self):
        assert each_account(FIVE.iloc[:0]).empty
        before = FIVE.copy(deep=True)
        each_account(FIVE)
        pd.testing.assert_frame_equal(FIVE, before)
        assert each_account(FIVE).attrs["codebook"] is ROLES

    def test_with_names_hidden_accounts_keep_the_platforms_of_their_voice(self):
        hidden = hide_names(FIVE, seed=1)
        assert sorted(each_account(hidden)["platforms"]) == sorted(FIVE["platforms"])

    def test_platforms_are_not_made_up_and_accounts_are_needed(self):
        assert "platforms" not in each_account(FIVE.drop(columns="platforms"))
        with pytest.raises(ValueError, match="a table of voices needs the columns accounts"):
            each_account(FIVE.drop(columns="accounts"))


def test_shares_of_a_block_are_where_they_are_in_a_composition():
    assert COMPOSITION_BY_COLUMNS[2:] == COMPOSITION_COLUMNS


def test_the_platform_of_an_account_is_what_stands_before_its_first_colon():
    table = voices_of((("teacher",), HERE, (), False))
    table["accounts"] = [("feed:http://show.example:8080", "mastodon:bo@example.org")]
    assert each_account(table)["platforms"].tolist() == [("feed",), ("mastodon",)]


def test_keys_of_accounts_stay_text_and_cells_tuples_without_a_row():
    table = each_account(FIVE.iloc[:0])
    assert (table["voice"].dtype, table["accounts"].dtype, table["platforms"].dtype) == ("str", "object", "object")
