"""TikTok: one list in many places, in JSON and text. Numbers are those of the nasty cases in FORMATS, section 28."""

import json
from pathlib import Path

import pytest

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.readers import READERS, read_follow_list

EXPORTS = Path(__file__).resolve().parent.parent / "sample_data" / "exports" / "tiktok"
ADA = {"Date": "2023-06-01 08:00:00", "UserName": "ada.example"}


@pytest.fixture
def read(tmp_path):
    def read(content, name="user_data.json"):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / name).write_text(text, "utf-8")
        return read_follow_list(tmp_path / name)

    return read


@pytest.mark.parametrize(
    "path",
    [
        ("Activity", "Following List", "Following"),
        ("Your Activity", "Following", "Following"),
        ("Your Activity", "Following List", "Following"),
        ("Profile And Settings", "Following", "Following"),
        ("Following", "Following"),
        ("Following",),
        ("New in 2027", "Following", "Following"),
        ("New in 2027", "People", "Following"),
        ("New in 2027", "Deeper", "Still", "Following List", "Following"),
        ("Activity", "Following List"),
        ("activity", "following list", "following"),
    ],
    ids="/".join,
)
def test_27_list_is_found_below_any_key(read, path):
    content = [ADA]
    for key in reversed(path):
        content = {key: content}
    assert read(content).table["account"].tolist() == ["tiktok:ada.example"]


@pytest.mark.parametrize("name", ["user_data.json", "renamed.json"])
def test_list_is_found_behind_megabytes_of_other_things(read, name):
    videos = [{"Date": "2025-01-01 00:00:00", "Link": "https://videos.example/1", "Text": 'a "[{" b'}] * 40_000
    content = {"Activity": {"Video Browsing History": {"VideoList": videos}, "Following List": {"Following": [ADA]}}}
    assert len(read(content, name)) == 1


@pytest.mark.parametrize("key", ["Follower List", "FansList", "Block List", "Following feed", "Followers"])
def test_other_lists_of_the_same_form_are_not_taken(read, key):
    other = {"Date": "2023-06-01 08:00:00", "UserName": "nobody.example"}
    content = {"Activity": {key: {"Following": [other]}, "Following List": {"Following": [ADA]}}}
    assert read(content).table["handle"].tolist() == ["ada.example"]


def test_27_null_and_empty_lists_are_nobody_followed_and_no_error(read):
    for nothing in (None, []):
        follows = read({"Activity": {"Following List": {"Following": nothing}}})
        assert len(follows) == 0
        assert follows.notes[0] == "0 accounts."


@pytest.mark.parametrize(
    "item", [None, 5, "x", [], {}, {"UserName": None}, {"UserName": ""}, {"UserName": ["a"]}, {"UserName": "two words"}]
)
def test_27_entry_without_a_handle_is_counted(read, item):
    follows = read({"Activity": {"Following List": {"Following": [ADA, item]}}})
    assert (len(follows), follows.skipped) == (1, {"without a handle": 1})


@pytest.mark.parametrize(
    "keys", [("Date", "UserName"), ("date", "username"), ("Date", "Username"), ("DATE", "userName")]
)
def test_27_keys_of_an_entry_may_have_any_capitals(read, keys):
    follows = read({"Activity": {"Following List": {"Following": [dict(zip(keys, ADA.values(), strict=True))]}}})
    assert follows.table["handle"].tolist() == ["ada.example"]
    assert f"{follows.table['since'][0]:%Y-%m-%d %H:%M}" == "2023-06-01 08:00"


def test_28_list_in_an_old_and_a_new_place_counts_once():
    follows = read_follow_list(EXPORTS / "user_data-both-places.json")
    assert len(follows) == 4
    assert "The list stands in 2 places of the file; each account counts once." in follows.notes


def test_number_of_accounts_among_the_settings_is_no_list(read):
    content = {"Profile": {"Following": 75, "Name": "x"}, "Activity": {"Following List": {"Following": [ADA]}}}
    assert (len(read(content)), read(content).skipped) == (1, {})


def test_time_without_a_zone_is_known_to_the_day_and_with_one_exactly(read):
    """TikTok says UTC in its text form only."""
    assert read({"Following": [ADA]}).table["since_precision"].tolist() == ["day"]
    text = "Date: 2023-06-01 08:00:00 UTC\nUsername: ada.example\n\n"
    assert read(text, "Following.txt").table["since_precision"].tolist() == ["exact"]


@pytest.mark.parametrize(
    "text",
    [
        "Date: 2023-06-01 08:00:00 UTC\nUsername: ada.example\n\nDate: 2023-06-01 08:00:00 UTC\nUsername: bo.example\n",
        "date:2023-06-01 08:00:00\r\nUSERNAME : ada.example\r\n\r\ndate:\r\nusername: bo.example",
        "\ufeffUsername: ada.example\nDate: 2023-06-01 08:00:00\nUsername: bo.example\nDate: 2023-06-01 08:00:00\n",
        "Date: 1\nUsername: ada.example\n\n\n\nother words\nDate: 2\nUsername: bo.example\n",
    ],
    ids=["as described", "other blanks and capitals", "other order, no blank line", "other words between"],
)
def test_text_form_is_read_whatever_its_blanks(read, text):
    assert read(text, "Following.txt").table["handle"].tolist() == ["ada.example", "bo.example"]


@pytest.mark.parametrize("name", ["Follower.txt", "Follower List.txt", "Block List.txt"])
def test_text_of_another_list_is_refused_by_its_name(read, name):
    with pytest.raises(UnknownExportError, match=r"not of who you follow|not the list of who you follow"):
        read("Date: 2023-06-01 08:00:00 UTC\nUsername: ada.example\n", name)


def test_58_list_that_is_cut_off_gives_what_stands_before_the_cut(read):
    text = json.dumps({"Activity": {"Following List": {"Following": [ADA, {**ADA, "UserName": "bo.example"}]}}})
    follows = read(text[: text.index("bo.example")])
    assert follows.table["handle"].tolist() == ["ada.example"]
    assert any("stops after 1 entry; the file looks cut off" in note for note in follows.notes)


def test_59_same_key_twice_gives_both_lists(read):
    text = '{"Following": {"Following": [%s]}, "Following": {"Following": [%s]}}'
    follows = read(text % (json.dumps(ADA), json.dumps({**ADA, "UserName": "bo.example"})))
    assert len(follows) == 2


@pytest.mark.parametrize("number", ["9" * 5000, "NaN", "1e999", "-0"])
def test_59_numbers_no_program_likes_do_not_matter(read, number):
    text = json.dumps({"Following": {"Following": [{**ADA, "Date": "DATE"}]}, "x": "MANY"})
    text = text.replace('"DATE"', number[:100]).replace('"MANY"', number)
    assert len(read(text)) == 1


def test_59_file_in_utf_16_is_read(tmp_path):
    (tmp_path / "x.json").write_bytes(json.dumps({"Following": {"Following": [ADA]}}).encode("utf-16"))
    assert len(read_follow_list(tmp_path / "x.json")) == 1


def test_more_entries_than_tiktok_hands_out_are_refused(read):
    with pytest.raises(BrokenExportError, match="more than 200,000 entries"):
        read("".join(f"Date: 1\nUsername: a{number}\n\n" for number in range(200_002)), "Following.txt")


def test_reader_says_that_the_history_names_no_author():
    reader = next(reader for reader in READERS if reader.name == "tiktok")
    assert reader.read_activity is None
    assert "no authors" in reader.lacks
