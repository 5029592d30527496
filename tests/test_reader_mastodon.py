"""Mastodon: addresses, headings and lists."""

import pytest

from auditkit.errors import BrokenExportError
from auditkit.readers import read_follow_list
from auditkit.readers.fediverse import address


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("ada@example.social.example", "mastodon:ada@example.social.example"),
        ("@ada@example.org", "mastodon:ada@example.org"),
        ("ADA@Example.ORG", "mastodon:ada@example.org"),
        ("'@ada@example.org", "mastodon:ada@example.org"),
        ("ada@example.org:3000", "mastodon:ada@example.org:3000"),
        ("ada.b-c_d@example.org", "mastodon:ada.b-c_d@example.org"),
        ("nare@բարեւ.example", "mastodon:nare@բարեւ.example"),
        ("nare@xn--y9abk1il.example", "mastodon:nare@բարեւ.example"),
        ("nare@xn--\u00fc.example", "mastodon:nare@xn--\u00fc.example"),
        ("bo", "mastodon:bo"),
        ("bo@nowhere", None),
        ("bo@.example", None),
        ("two words", None),
        ("a@b@c.example", None),
        ("", None),
    ],
)
def test_address_becomes_its_key(cell, key):
    assert address(cell)[0] == key


def test_lists_become_groups(tmp_path):
    (tmp_path / "following_accounts.csv").write_text(
        "Account address,Show boosts\nada@example.org,true\nbo@example.org,true\n"
    )
    (tmp_path / "lists.csv").write_text(
        "Libraries,bo@example.org\nStory time,BO@example.org\nStory time,cy@example.org\n"
    )
    follows = read_follow_list(tmp_path / "following_accounts.csv", tmp_path / "lists.csv")
    assert follows.table["group"].isna().tolist() == [True, False]
    assert follows.table["group"][1] == "Libraries; Story time"
    assert "1 account in 2 lists of yours." in follows.notes
    assert follows.members_read == ("following_accounts.csv", "lists.csv")


def test_list_without_a_heading_and_with_a_new_name_is_still_read_as_addresses(tmp_path):
    """By the generic table: without heading and name nothing says Mastodon but the addresses."""
    (tmp_path / "mine.csv").write_text("ada@example.org\nbo@example.org\n")
    follows = read_follow_list(tmp_path / "mine.csv")
    assert (follows.reader, follows.platform, len(follows)) == ("table", "mastodon", 2)


def test_hand_made_table_with_the_same_first_heading_is_not_mastodons_own(tmp_path):
    (tmp_path / "mine.csv").write_text("Account address,Name\nada@example.org,Ada\n")
    follows = read_follow_list(tmp_path / "mine.csv")
    assert (follows.reader, follows.table["name"].tolist()) == ("table", ["Ada"])


def test_file_in_which_no_row_is_an_address_is_an_error_and_not_an_empty_table(tmp_path):
    (tmp_path / "following_accounts.csv").write_text("Account address,Show boosts\nnot an address,true\n")
    with pytest.raises(BrokenExportError, match="no row holds an account address"):
        read_follow_list(tmp_path / "following_accounts.csv")


def test_handles_that_look_alike_stay_apart(tmp_path):
    """Nasty case 62: Latin and Cyrillic a, with and without accent; only case joins."""
    names = ["ada", "\u0430da", "adá", "ADA"]
    rows = "".join(f"{name}@example.org,true\n" for name in names)
    (tmp_path / "following_accounts.csv").write_text("Account address,Show boosts\n" + rows, "utf-8")
    follows = read_follow_list(tmp_path / "following_accounts.csv")
    assert len(follows) == 3
    assert follows.skipped == {"listed more than once": 1}
