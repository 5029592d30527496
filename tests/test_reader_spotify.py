"""Spotify: artists, shows and people; banned artists are not followed."""

import json

import pytest

from auditkit.errors import AuditKitError
from auditkit.readers import read_follow_list
from sample_data.export_samples.spotify import FOLLOW, LIBRARY, SHOW


def written(folder, name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_45_banned_artists_and_people_who_follow_or_are_blocked_are_not_followed(tmp_path):
    follows = read_follow_list(written(tmp_path, "a.json", FOLLOW), written(tmp_path, "b.json", LIBRARY))
    assert not follows.table["name"].str.contains("Nobody").any()
    assert follows.table["relation"].value_counts().to_dict() == {"follows": 4, "subscribes": 2}


def test_name_that_one_show_carries_is_an_alias_of_its_number_and_a_shared_name_is_not(tmp_path):
    shows = [
        {"name": name, "uri": f"spotify:show:EXAMPLE{number}"} for number, name in enumerate(["One", "two", "Two"])
    ]
    follows = read_follow_list(written(tmp_path, "x.json", {"tracks": [], "albums": [], "shows": shows}))
    assert follows.aliases == {"spotify:show:one": "spotify:show:EXAMPLE0"}


def test_publisher_of_a_show_is_kept_because_a_show_names_no_person(tmp_path):
    follows = read_follow_list(written(tmp_path, "x.json", LIBRARY))
    row = follows.table.set_index("account").loc[f"spotify:show:{SHOW}"]
    assert (row["bio"], row["url"]) == ("Publisher: Invented Publisher", f"https://open.spotify.com/show/{SHOW}")


def test_library_with_thousands_of_songs_before_its_shows_is_known_by_its_first_song(tmp_path):
    song = {"artist": "a", "album": "b", "track": "c", "uri": "spotify:track:EXAMPLE"}
    content = {"tracks": [song] * 5000, "albums": [], "shows": [{"name": "One", "uri": "spotify:show:EXAMPLE"}]}
    assert len(read_follow_list(written(tmp_path, "library.json", content))) == 1


@pytest.mark.parametrize("content", [{"tracks": [1]}, {"artists": ["a"]}, {"shows": []}, {"albums": {}}], ids=str)
def test_other_json_with_the_same_words_is_not_spotifys(content, tmp_path):
    with pytest.raises(AuditKitError, match="this is JSON"):
        read_follow_list(written(tmp_path, "x.json", content))
