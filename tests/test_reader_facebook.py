"""Facebook: names without anything else, broken letters, pages in many languages. Numbers as in FORMATS, section 28."""

import json
import zipfile
from pathlib import Path

import pytest

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.readers import read_follow_list

EXPORTS = Path(__file__).resolve().parent.parent / "sample_data" / "exports" / "facebook"
PAGE = "<html><head><title>Who you've followed</title></head><body><h1>List</h1>{}</body></html>"


@pytest.fixture
def read(tmp_path):
    """Read items as one file; `key` is the key at its beginning."""

    def read(*items, key="following_v3"):
        (tmp_path / "list.json").write_text(json.dumps({key: list(items)}))
        return read_follow_list(tmp_path / "list.json")

    return read


def person(name, time=1710000000) -> dict:
    return {"name": name, "timestamp": time}


def by_bytes(name: str) -> str:
    return name.encode().decode("latin-1")


def test_19_broken_and_right_names_in_one_file_both_come_out_right(read):
    follows = read(
        person(by_bytes("Rød Eksempel")), person("Rørvig Example"), person(by_bytes("Bo 🌱")), person("日本")
    )
    assert follows.table["name"].tolist() == ["Rød Eksempel", "Rørvig Example", "Bo 🌱", "日本"]
    assert follows.table["flags"].tolist() == [("repaired",), (), ("repaired",), ()]
    assert "Broken letters, a fault of the export, were put right in 2 names." in follows.notes


def test_19_name_that_is_really_written_so_is_put_right_once_only(read):
    assert read(person(by_bytes("Ã©tage"))).table["name"].tolist() == ["Ã©tage"]


def test_19_page_is_never_put_right_because_it_is_not_broken(tmp_path):
    path = tmp_path / "who_you've_followed.html"
    path.write_text(PAGE.format("<h2>Ã©tage</h2><div>Jun 04, 2025 6:46:10 pm</div>"), "utf-8")
    follows = read_follow_list(path)
    assert (follows.table["name"].tolist(), follows.table["flags"].tolist()) == (["Ã©tage"], [()])


@pytest.mark.parametrize("sign", ["'", "_", "’", "", " "])
@pytest.mark.parametrize("folder", ["connections/followers/", "friends_and_followers/", ""])
def test_20_apostrophe_in_the_name_may_be_any(tmp_path, sign, folder):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(
            f"{folder}who_you{sign}ve_followed.json", json.dumps({"following_v3": [person("Ada Example")]})
        )
        archive.writestr(
            "connections/followers/people_who_followed_you.json", json.dumps({"followers_v3": [person("No")]})
        )
    assert read_follow_list(tmp_path / "x.zip").table["name"].tolist() == ["Ada Example"]


def test_two_of_one_name_stay_two_and_each_carries_its_date(read):
    """If one had the bare key, it would pass to the other when the first is unfollowed."""
    both = read(person("Two Alike", 1600000000), person("Two Alike", 1500000000))
    assert both.table["account"].tolist() == [
        "facebook:name/two-alike@2020-09-13T12:26:40",
        "facebook:name/two-alike@2017-07-14T02:40:00",
    ]
    assert read(person("Two Alike", 1500000000)).table["account"].tolist() == ["facebook:name/two-alike"]


def test_same_name_at_the_same_time_is_one(read):
    assert read(person("Ada"), person("ada")).skipped == {"listed more than once": 1}


def test_page_and_person_of_one_name_are_one_account_as_long_as_each_list_has_one():
    follows = read_follow_list(EXPORTS / "archive-2024.zip")
    assert follows.table["name"].tolist().count("Invented Page") == 1


def test_groups_are_joined_and_events_attended_if_one_said_yes():
    table = read_follow_list(EXPORTS / "archive-2024.zip").table.set_index("account")
    assert table.loc["facebook:group/invented-reading-group", "relation"] == "member"
    assert set(table.loc[table["relation"] == "attended", "name"]) == {"Invented Webinar"}
    assert not table["name"].str.contains("nobody").any()


def test_sentence_about_a_group_is_not_its_name(read):
    follows = read(
        {"timestamp": 1, "data": [], "title": "Owner became a member."},
        {"data": [{"name": "G"}]},
        key="groups_joined_v2",
    )
    assert follows.table["name"].tolist() == ["G"]
    assert follows.skipped == {"without a name": 1}


def test_name_of_a_page_may_stand_in_its_title(read):
    assert read({"timestamp": 1710000000, "title": "P"}, key="pages_followed_v2").table["name"].tolist() == ["P"]


@pytest.mark.parametrize(
    "item", [None, 5, [], {}, {"name": None}, {"name": ["a"]}, {"data": [5]}, {"data": {}}, {"name": " \n"}]
)
def test_60_item_of_another_shape_is_counted(read, item):
    follows = read(item, person("Ada"))
    assert (len(follows), follows.skipped) == (1, {"without a name": 1})


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("Jun 04, 2025 6:46:10 pm", "2025-06-04"),
        ("04.06.2025 18:46", "2025-06-04"),
        ("4 juin 2025 à 18:46", "2025-06-04"),
        ("2025年6月4日 18:46", "2025-06-04"),
        ("06/04/2025, 18:46", None),
        ("4 iunie 2025, 18:46", None),
    ],
)
def test_24_name_before_a_date_is_kept_even_if_the_date_cannot_be_read(tmp_path, date, day):
    path = tmp_path / "who_you've_followed.html"
    path.write_text(PAGE.format(f"<h2>Ada</h2><p>{date}</p><h2>Bo</h2><p>Jun 04, 2025 6:46:10 pm</p>"), "utf-8")
    follows = read_follow_list(path)
    assert follows.table["name"].tolist() == ["Ada", "Bo"]
    first = follows.table["since"][0]
    assert (None if first is None or first != first else f"{first:%Y-%m-%d}") == day
    assert any("1 date could not be read" in note for note in follows.notes) is (day is None)


def test_page_in_which_no_date_is_found_is_an_error_and_not_an_empty_list(tmp_path):
    path = tmp_path / "who_you've_followed.html"
    path.write_text(PAGE.format("<h2>Ada</h2><p>๔ มิ.ย. ๒๕๖๘</p>"), "utf-8")
    with pytest.raises(BrokenExportError, match="something else stands where the list should be"):
        read_follow_list(path)


def test_groups_alone_in_an_archive_are_no_follow_list():
    with pytest.raises(UnknownExportError, match="the list of who you follow is not in it"):
        read_follow_list(EXPORTS / "wrong" / "archive-without-the-list.zip")


def test_58_list_that_is_cut_off_gives_what_stands_before_the_cut(tmp_path):
    text = json.dumps({"following_v3": [person("Ada"), person("Bo")]})
    (tmp_path / "x.json").write_text(text[: text.index("Bo")])
    follows = read_follow_list(tmp_path / "x.json")
    assert follows.table["name"].tolist() == ["Ada"]
    assert any("stops after 1 entry" in note for note in follows.notes)
