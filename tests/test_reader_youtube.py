"""YouTube: lists known by their rows, in any language; numbers, not the owner's; wrong files answered."""

import json
import zipfile

import pytest

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.readers import read_follow_list
from sample_data.export_samples.youtube import ADA, BO, EN, OWNER, PLAYLIST, SAMPLES, link, resource

FOLDER = "Takeout/YouTube and YouTube Music"


def written(folder, name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def zipped(folder, name, *members):
    with zipfile.ZipFile(folder / name, "w") as archive:
        for member, content in members:
            archive.writestr(member, content)
    return folder / name


@pytest.mark.parametrize(
    "name",
    [
        "Abos.csv",
        "suscripciones.csv",
        "abonnements.csv",
        "inscrições.csv",
        "登録チャンネル.csv",
        "구독정보.csv",
        "订阅内容.csv",
    ],
)
def test_29_table_in_any_language_gives_the_same_channels_whatever_the_file_is_called(name, tmp_path):
    found = read_follow_list(written(tmp_path, "renamed by me", SAMPLES[name])).table
    same = read_follow_list(written(tmp_path, "subscriptions.csv", EN)).table
    assert found.equals(same)


def test_29_a_language_nobody_has_seen_is_read_by_its_rows(tmp_path):
    rows = f"ID ng channel,URL ng channel,Pamagat\n{ADA},{link(ADA)},Ada\n"
    assert read_follow_list(written(tmp_path, "mga suskripsyon.csv", rows)).reader == "youtube"


@pytest.mark.parametrize(
    "folder",
    [
        "YouTube y YouTube Music/suscripciones",
        "YouTube ve YouTube Music/abonelikler",
        "YouTube と YouTube Music/登録チャンネル",
    ],
)
def test_34_folder_names_of_every_language_are_searched_also_with_bytes_of_old_code_pages(folder, tmp_path):
    path = zipped(tmp_path, "x.zip", (f"Takeout/{folder}/x.csv", EN), ("Takeout/archive_browser.html", ""))
    assert len(read_follow_list(path)) == 2


def test_30_titles_keep_commas_quotes_and_first_signs_and_lose_line_breaks(tmp_path):
    follows = read_follow_list(written(tmp_path, "subscriptions.csv", SAMPLES["subscriptions-oddities.csv"]))
    assert follows.table["name"].tolist()[0] == "=Ada, with a second line"
    assert follows.table["flags"].tolist() == [(), ("unresolved",), ()]
    assert follows.skipped == {"listed more than once": 1, "without the number of a channel": 1}


def test_31_the_owners_channel_in_every_item_of_the_old_json_is_not_taken_for_the_one_followed(tmp_path):
    items = [resource(ADA, "Ada", "2020-11-01T17:24:34.498Z"), resource(BO, "Bo", "yesterday")]
    follows = read_follow_list(written(tmp_path, "subscriptions.json", items))
    assert follows.table["account"].tolist() == [f"youtube:{ADA}", f"youtube:{BO}"]
    assert OWNER not in str(follows.table.to_dict())
    assert follows.table["since"].isna().tolist() == [False, True]
    assert str(follows.table["since"][0]) == "2020-11-01 17:24:34.498000+00:00"


def test_32_list_in_the_second_part_is_found_and_playlists_beside_it_are_not_channels(tmp_path):
    first = zipped(tmp_path, "a-001.zip", (f"{FOLDER}/playlists/x-videos.csv", PLAYLIST))
    second = zipped(tmp_path, "a-002.zip", (f"{FOLDER}/subscriptions/subscriptions.csv", EN))
    with pytest.raises(UnknownExportError, match="came in several parts"):
        read_follow_list(first)
    assert len(read_follow_list(first, second)) == 2


def test_32_only_the_list_is_opened_in_a_whole_archive(tmp_path):
    members = [(name, data) for name, data in SAMPLES["takeout-20260412T081523Z-001.zip"]]
    follows = read_follow_list(zipped(tmp_path, "takeout.zip", *members))
    assert follows.members_read == (f"{FOLDER}/subscriptions/subscriptions.csv",)


def test_33_channels_known_by_a_name_keep_it_and_other_services_are_counted(tmp_path):
    follows = read_follow_list(written(tmp_path, "x.json", SAMPLES["newpipe_subscriptions.json"]))
    assert follows.skipped == {"from another service than YouTube": 2}
    assert follows.table["handle"].notna().tolist() == [False, True, True]
    assert follows.links()[1].endswith("/user/" + follows.table["handle"][1])
    assert follows.table["account"][1] == f"youtube:{follows.table['handle'][1]}"


def test_33_full_backup_of_newpipe_is_answered_with_the_way_to_the_list(tmp_path):
    path = zipped(tmp_path, "NewPipeData.zip", ("newpipe.db", b"SQLite format 3\x00"), ("preferences.json", "{}"))
    with pytest.raises(UnknownExportError, match="NewPipe's full backup"):
        read_follow_list(path)


def test_profiles_of_freetube_are_groups_and_all_channels_is_none(tmp_path):
    follows = read_follow_list(written(tmp_path, "profiles.db", SAMPLES["freetube-profiles.db"]))
    assert follows.table["group"].fillna("").tolist() == ["Reading aloud", ""]
    assert follows.skipped == {}


def test_list_of_feeds_with_one_that_is_no_channel_stays_a_list_of_feeds(tmp_path):
    """A reader of feeds exports podcasts and channels together: none of them may be lost."""
    text = SAMPLES["subscription_manager.opml"]
    mixed = text.replace("</outline></body>", '<outline text="x" xmlUrl="https://f.example/1"/></outline></body>')
    assert mixed != text
    assert read_follow_list(written(tmp_path, "a.opml", text)).reader == "youtube"
    follows = read_follow_list(written(tmp_path, "b.opml", mixed))
    assert (follows.reader, len(follows)) == ("opml", 3)


def test_mixed_list_is_a_list_of_feeds_even_if_its_beginning_holds_channels_only(tmp_path):
    feed = f'<outline text="a" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id={ADA}"/>\n'
    text = f'<opml><body>{feed * 100}<outline text="x" xmlUrl="https://f.example/1"/></body></opml>'
    assert read_follow_list(written(tmp_path, "a.opml", text)).reader == "opml"


def test_58_list_that_is_cut_off_is_read_up_to_the_cut_and_says_so(tmp_path):
    follows = read_follow_list(written(tmp_path, "x.json", SAMPLES["newpipe-cut-off.json"]))
    assert len(follows) == 1
    assert any("stops before its end" in note for note in follows.notes)


def test_cut_before_the_first_channel_is_an_error_and_no_empty_list(tmp_path):
    with pytest.raises(BrokenExportError, match="damaged or cut off"):
        read_follow_list(written(tmp_path, "x.json", '{"app_version": "1", "subscriptions": [{"service_id": 0, "url'))


@pytest.mark.parametrize(
    "content",
    [
        {"subscriptions": [{"name": "a list of letters"}]},
        {"subscriptions": {"UC": 1}},
        {"other": [], "subscriptions": []},
        [{"snippet": 1}],
    ],
)
def test_other_json_with_the_same_word_is_not_youtubes(content, tmp_path):
    with pytest.raises(AuditKitError) as found:
        read_follow_list(written(tmp_path, "x.json", content))
    assert "channel" not in str(found.value)
