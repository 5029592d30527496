"""From follow lists and annotations to one row per voice."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.tables import ANNOTATION_COLUMNS, FollowList, follow_table
from auditkit.voices import codebook_of, voices

unhurried = settings(deadline=None, max_examples=60)
CODEBOOK = Codebook(
    "small",
    (
        Dimension("role", categories=(Category("teacher"), Category("author"))),
        Dimension("identity", open=True, evidence_required=True, people_only=True),
    ),
)


def follow_list(*accounts, platform="mastodon", **columns):
    aliases = columns.pop("aliases", {})
    table = follow_table({"account": [f"{platform}:{name}" for name in accounts], **columns}, platform=platform)
    return FollowList(table, platform, platform, aliases=aliases)


def statements(*rows, codebook=None):
    """Rows of (account, dimension, category or [condition])."""
    table = pd.DataFrame(
        [
            {
                "account": account,
                "dimension": dimension,
                "category": None if what.startswith("[") else what,
                "condition": what.strip("[]") if what.startswith("[") else "recorded",
            }
            for account, dimension, what in rows
        ],
        columns=list(ANNOTATION_COLUMNS),
    ).astype("str")
    table.attrs = {"codebook": codebook} if codebook else {}
    return table


ADA, BO, CY = "mastodon:ada@example.org", "mastodon:bo@example.org", "mastodon:cy@example.org"
THREE = follow_list("ada@example.org", "bo@example.org", "cy@example.org")


def row_of(table, voice):
    return table.set_index("voice").loc[voice]


def test_without_annotations_everybody_is_there_and_not_reviewed():
    table = voices(THREE, codebook=CODEBOOK)
    assert table["voice"].tolist() == [ADA, BO, CY]
    assert table["role condition"].tolist() == ["not reviewed"] * 3
    assert table["role"].tolist() == [()] * 3
    assert table["kind"].isna().all()
    assert not table["set_aside"].any()


def test_columns_come_in_the_promised_order():
    assert voices(THREE, codebook=CODEBOOK).columns.tolist() == [
        *("voice", "label", "kind", "accounts", "platforms", "groups", "attention", "set_aside"),
        *("role", "role condition", "identity", "identity condition"),
    ]


def test_the_five_conditions_stay_apart():
    notes = statements(
        (ADA, "role", "teacher"),
        (BO, "role", "[nothing found]"),
        (CY, "role", "[declined]"),
        ("mastodon:di@example.org", "role", "[does not apply]"),
    )
    four = follow_list(*(f"{name}@example.org" for name in ("ada", "bo", "cy", "di", "ed")))
    conditions = ["recorded", "nothing found", "declined", "does not apply", "not reviewed"]
    assert voices(four, notes)["role condition"].tolist() == conditions


def test_categories_stand_in_the_order_of_the_codebook_then_as_written():
    notes = statements(*((ADA, "role", word) for word in ("zither maker", "author", "baker", "teacher", "author")))
    assert row_of(voices(THREE, notes, codebook=CODEBOOK), ADA)["role"] == (
        "teacher",
        "author",
        "zither maker",
        "baker",
    )


def test_the_codebook_comes_from_the_call_else_the_annotations_else_what_they_hold():
    notes = statements((ADA, "role", "teacher"), codebook=CODEBOOK)
    assert voices(THREE, notes).attrs["codebook"] is CODEBOOK
    other = Codebook("other", (Dimension("role"),))
    assert voices(THREE, notes, codebook=other).attrs["codebook"] is other
    notes.attrs = {}
    assert voices(THREE, notes).attrs["codebook"] == codebook_of(notes)


def test_a_codebook_found_in_annotations_lists_recorded_words_by_name_and_is_open():
    notes = statements(
        (ADA, "role", "teacher"),
        (BO, "role", "author"),
        (ADA, "place", "[declined]"),
        (ADA, "kind", "person"),
        (BO, "set aside", "my boss"),
    )
    found = codebook_of(notes)
    assert [(d.name, d.category_names, d.open) for d in found] == [
        ("role", ("author", "teacher"), True),
        ("place", (), True),
    ]


def test_an_account_may_be_written_as_key_or_handle_in_any_case_with_or_without_at():
    follows = follow_list("1001", "1002", "1003", platform="twitter", handle=["Ada_Example", "@bo_example", None])
    notes = statements(
        ("twitter:ada_example", "role", "teacher"),
        ("Twitter:BO_example", "role", "author"),
        ("twitter:1003", "role", "[declined]"),
    )
    table = voices(follows, notes)
    assert table["role"].tolist() == [("teacher",), ("author",), ()]
    assert table["role condition"].tolist() == ["recorded", "recorded", "declined"]


def test_a_handle_that_two_accounts_have_means_neither():
    follows = follow_list("1001", "1002", platform="twitter", handle=["same", "Same"])
    table = voices(follows, statements(("twitter:same", "role", "teacher")))
    assert table["role condition"].tolist() == ["not reviewed"] * 2
    assert "1 annotated account is not in this follow list" in table.attrs["notes"][0]


def test_a_key_wins_over_a_handle_that_looks_like_it():
    follows = follow_list("1001", "1002", platform="twitter", handle=["1002", None])
    assert voices(follows, statements(("twitter:1002", "role", "teacher")))["role"].tolist() == [(), ("teacher",)]


def test_an_alias_leads_to_the_account_it_means():
    follows = follow_list("1001", platform="twitter", aliases={"twitter:Old_Handle": "twitter:1001"})
    assert voices(follows, statements(("twitter:old_handle", "role", "teacher")))["role"].tolist() == [("teacher",)]


def test_an_alias_of_an_account_no_longer_followed_leads_nowhere():
    follows = follow_list("1001", platform="twitter", aliases={"twitter:gone": "twitter:9"})
    table = voices(follows, statements(("twitter:gone", "role", "teacher")))
    assert "1 annotated account is not" in table.attrs["notes"][0]


def test_annotations_of_accounts_not_followed_are_counted_in_a_sentence_and_nowhere_else():
    notes = statements(
        (ADA, "role", "teacher"),
        ("mastodon:x@example.org", "role", "author"),
        ("mastodon:y@example.org", "role", "author"),
        ("mastodon:y@example.org", "kind", "person"),
    )
    table = voices(THREE, notes)
    assert len(table) == 3
    assert table.attrs["notes"] == (
        "2 annotated accounts are not in this follow list. What you recorded stays in your sheet and counts nowhere here.",
    )


def test_nothing_is_said_when_every_annotation_finds_its_account():
    assert voices(THREE, statements((ADA, "role", "teacher"))).attrs["notes"] == ()


def test_deleted_accounts_are_left_out_and_counted():
    follows = follow_list("ada@example.org", "bo@example.org", flags=[("deleted",), ("repaired",)])
    table = voices(follows)
    assert table["voice"].tolist() == [BO]
    assert table.attrs["notes"] == ("1 account was deleted by the platform and left out.",)


def test_the_same_account_in_two_lists_counts_once():
    table = voices([THREE, follow_list("bo@example.org", "ada@example.org")])
    assert table["voice"].tolist() == [ADA, BO, CY]
    assert table["accounts"].tolist() == [(ADA,), (BO,), (CY,)]


def test_lists_of_several_platforms_stand_one_after_the_other():
    table = voices([THREE, follow_list("1", platform="twitter")])
    assert table["platforms"].tolist() == [("mastodon",)] * 3 + [("twitter",)]


def test_no_list_gives_no_voices():
    table = voices([], codebook=CODEBOOK)
    assert table.empty
    assert "identity condition" in table.columns


def test_a_label_is_the_name_else_the_handle_else_the_account():
    follows = follow_list("1", "2", "3", platform="twitter", name=["Ada", None, None], handle=["a", "@b", None])
    assert voices(follows)["label"].tolist() == ["Ada", "@b", "twitter:3"]


def test_set_aside_by_name_key_or_sheet():
    follows = follow_list("1", "2", "3", "4", platform="twitter", handle=["ann", "ben", "cat", "dan"])
    table = voices(
        follows,
        statements(("twitter:3", "set aside", "my sister")),
        set_aside=["twitter:1", "Twitter:BEN", "twitter:99"],
    )
    assert table["set_aside"].tolist() == [True, True, True, False]


def test_a_condition_in_set_aside_sets_nobody_aside():
    assert not voices(THREE, statements((ADA, "set aside", "[nothing found]")))["set_aside"].any()


def test_kind_is_the_last_one_written():
    table = voices(
        THREE, statements((ADA, "kind", "person"), (ADA, "kind", "[nothing found]"), (BO, "kind", "organisation"))
    )
    assert table["kind"].tolist()[:2] == ["person", "organisation"]
    assert table["kind"].isna().tolist() == [False, False, True]


def test_the_rating_of_attention_is_the_persons_own_and_else_missing():
    table = voices(
        THREE,
        statements((ADA, "attention", "daily"), (ADA, "attention", "never"), (BO, "attention", "[nothing found]")),
        codebook=CODEBOOK,
    )
    assert table["attention"].tolist()[:1] == ["never"]  # the last one written
    assert table["attention"].isna().tolist() == [False, True, True]
    assert table["attention"].dtype == "str"
    assert voices(THREE)["attention"].dtype == "str"
    assert "attention" not in codebook_of(statements((ADA, "attention", "daily")))


def test_a_voice_has_the_groups_of_its_account_in_order_and_none_without():
    follows = follow_list("1", "2", "3", "4", group=["Reads; Near home", None, "Near home", "Reads; Reads; "])
    assert voices(follows)["groups"].tolist() == [("Reads", "Near home"), (), ("Near home",), ("Reads",)]
    assert voices(THREE)["groups"].tolist() == [()] * 3
    assert voices([])["groups"].tolist() == []


def test_an_account_in_two_follow_lists_has_the_groups_of_both():
    lists = [
        follow_list("1", "2", group=["Reads", None]),
        follow_list("2", "1", "3", group=["Near home", "Near home; Reads", None]),
    ]
    assert voices(lists)["groups"].tolist() == [("Reads", "Near home"), ("Near home",), ()]


def test_joined_accounts_bring_their_groups_together():
    follows = follow_list("1", "2", "3", group=["Reads", None, "Near home; Reads"])
    joined = dict.fromkeys(("mastodon:1", "mastodon:2", "mastodon:3"), "x")
    assert voices(follows, joined=joined)["groups"].tolist() == [("Reads", "Near home")]


@pytest.mark.parametrize("kind", ["organisation", "publication or show", "automated"])
def test_questions_about_people_do_not_apply_to_others_unless_answered(kind):
    notes = statements((ADA, "kind", kind), (BO, "kind", kind), (BO, "identity", "Deaf"), (CY, "kind", "person"))
    table = voices(THREE, notes, codebook=CODEBOOK)
    assert table["identity condition"].tolist() == ["does not apply", "recorded", "not reviewed"]
    assert table["role condition"].tolist() == ["not reviewed"] * 3


def test_joined_accounts_are_one_voice_with_all_that_is_recorded():
    notes = statements((ADA, "role", "author"), (BO, "role", "[nothing found]"), ("twitter:1", "role", "teacher"))
    lists = [THREE, follow_list("1", platform="twitter", name=["Ada on the other side"])]
    table = voices(lists, notes, codebook=CODEBOOK, joined={ADA: "ada", "twitter:1": "ada"})
    assert table["voice"].tolist() == ["ada", BO, CY]
    ada = row_of(table, "ada")
    assert ada["accounts"] == (ADA, "twitter:1")
    assert ada["platforms"] == ("mastodon", "twitter")
    assert ada["role"] == ("teacher", "author")
    assert ada["role condition"] == "recorded"


def test_joining_keeps_a_record_whatever_the_other_account_says():
    for order in ((("role", "author"), ("role", "[declined]")), (("role", "[declined]"), ("role", "author"))):
        notes = statements((ADA, *order[0]), (BO, *order[1]))
        assert row_of(voices(THREE, notes, joined={ADA: "x", BO: "x"}), "x")["role condition"] == "recorded"


def test_joining_two_accounts_without_a_record_keeps_the_last_statement():
    notes = statements((ADA, "role", "[declined]"), (BO, "role", "[nothing found]"))
    assert row_of(voices(THREE, notes, joined={ADA: "x", BO: "x"}), "x")["role condition"] == "nothing found"


def test_what_was_recorded_of_one_account_of_a_voice_holds_while_another_is_followed():
    """Unfollowing somebody on one platform is not forgetting who they are."""
    table = voices(THREE, statements(("twitter:9", "role", "author")), joined={ADA: "ada", "twitter:9": "ada"})
    assert row_of(table, "ada")["role"] == ("author",)
    assert row_of(table, "ada")["accounts"] == (ADA,)
    assert table.attrs["notes"] == ()
    left = voices(
        follow_list("bo@example.org"), statements(("twitter:9", "role", "author")), joined={"twitter:9": "ada"}
    )
    assert "1 annotated account is not in this follow list" in left.attrs["notes"][0]


def test_an_account_may_be_joined_to_the_voice_of_another():
    table = voices(THREE, joined={BO: ADA})
    assert table["voice"].tolist() == [ADA, CY]
    assert row_of(table, ADA)["accounts"] == (ADA, BO)


def test_a_joined_voice_is_set_aside_only_when_all_its_accounts_are():
    joined = {ADA: "x", BO: "x"}
    assert not row_of(voices(THREE, set_aside=[ADA], joined=joined), "x")["set_aside"]
    assert row_of(voices(THREE, set_aside=[ADA, BO], joined=joined), "x")["set_aside"]


def test_strings_are_strings():
    table = voices(THREE, statements((ADA, "role", "teacher")))
    for name in ("voice", "label", "kind", "role condition"):
        assert table[name].dtype == "str", name
    assert table["set_aside"].dtype == bool


def test_does_not_change_its_inputs():
    notes = statements((ADA, "role", "teacher"))
    copies = notes.copy(deep=True), THREE.table.copy(deep=True)
    voices(THREE, notes, set_aside=[ADA], joined={BO: ADA})
    pd.testing.assert_frame_equal(notes, copies[0])
    pd.testing.assert_frame_equal(THREE.table, copies[1])


def test_a_table_that_is_not_of_annotations_names_what_it_lacks():
    with pytest.raises(ValueError, match="an annotation table needs the columns condition"):
        voices(THREE, statements().drop(columns="condition"))


NAMES = [f"{name}@example.org" for name in "abcdef"]
WHATS = ["teacher", "author", "own word", "[nothing found]", "[declined]", "[does not apply]"]


@unhurried
@given(
    st.sets(st.sampled_from(NAMES)).map(sorted),
    st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.sampled_from(["role", "identity", "kind", "set aside"]), st.sampled_from(WHATS)
        ),
        max_size=20,
    ),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["x", "y"]), max_size=3),
    st.sets(st.sampled_from(NAMES), max_size=2),
)
def test_a_slow_walk_over_statements_agrees(followed, told, joined, aside):
    """One voice at a time, in plain Python."""
    told = [(name, d, "organisation" if d == "kind" and not what.startswith("[") else what) for name, d, what in told]
    key = "mastodon:{}".format
    table = voices(
        follow_list(*followed),
        statements(*((key(name), d, what) for name, d, what in told)),
        codebook=CODEBOOK,
        set_aside=[key(name) for name in aside],
        joined={key(name): voice for name, voice in joined.items()},
    ).set_index("voice")
    members = {}
    for name in followed:
        members.setdefault(joined.get(name, key(name)), []).append(name)
    assert table.index.tolist() == list(members)
    sheet_aside = {name for name, d, what in told if d == "set aside" and not what.startswith("[")}
    for voice, names in members.items():
        row = table.loc[voice]
        assert row["accounts"] == tuple(map(key, names))
        assert row["set_aside"] == all(name in aside | sheet_aside for name in names)
        spoken_of = {name for name in NAMES if joined.get(name, key(name)) == voice}  # followed or not
        kinds = [what for name, d, what in told if name in spoken_of and d == "kind" and not what.startswith("[")]
        assert (row["kind"] == kinds[-1]) if kinds else pd.isna(row["kind"])
        for dimension, listed in (("role", ["teacher", "author"]), ("identity", [])):
            said = [what for name, d, what in told if name in spoken_of and d == dimension]
            held = list(dict.fromkeys(what for what in said if not what.startswith("[")))
            in_order = [word for word in listed if word in held] + [word for word in held if word not in listed]
            condition = "recorded" if held else said[-1].strip("[]") if said else "not reviewed"
            if dimension == "identity" and kinds and condition == "not reviewed":
                condition = "does not apply"
            assert row[dimension] == tuple(in_order)
            assert row[f"{dimension} condition"] == condition
