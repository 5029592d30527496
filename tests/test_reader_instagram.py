"""Instagram: whose handle an entry holds, what else lies in the archive, and which posts were liked.

Numbers in the names are those of the nasty cases in FORMATS, section 28.
"""

import json
import zipfile
from pathlib import Path

import pytest

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.export import Export
from auditkit.readers import explain_export, instagram, read_follow_list
from auditkit.readers.meta_lists import handle_in
from auditkit.readers.meta_text import meta_text, moment, repaired
from auditkit.readers.written_dates import written_date

EXPORTS = Path(__file__).resolve().parent.parent / "sample_data" / "exports" / "instagram"
SITE = "https://www.instagram.com/"


def entry(link="", *, value=None, title="", time=1676354318) -> dict:
    data = {"href": link, "timestamp": time} | ({"value": value} if value is not None else {})
    return {"title": title, "string_list_data": [data]}


def listed(*entries) -> str:
    return json.dumps({"relationships_following": list(entries)})


@pytest.fixture
def read(tmp_path):
    """Read a list of entries as one file."""

    def read(*entries):
        path = tmp_path / "following.json"
        path.write_text(listed(*entries), "utf-8")
        return read_follow_list(path)

    return read


def zipped(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


# --- handles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "handle"),
    [
        ("https://www.instagram.com/ada.example", "ada.example"),
        ("https://www.instagram.com/_u/ada.example", "ada.example"),
        ("https://www.instagram.com/_u/ada.example/", "ada.example"),
        ("https://www.instagram.com/ada.example?igsh=INVENTED", "ada.example"),
        ("http://instagram.com/ADA.example/", "ADA.example"),
        ("HTTPS://WWW.INSTAGRAM.COM/ada.example", "ada.example"),
        ("instagram.com/ada.example", "ada.example"),
        ("https://www.instagram.com/p/INVENTED/", ""),
        ("https://www.instagram.com/p/", ""),
        ("https://www.instagram.com/_u/", ""),
        ("https://www.instagram.com/explore/tags/invented", ""),
        ("https://www.instagram.com/", ""),
        ("https://elsewhere.example/ada", ""),
        ("https://www.threads.net/@ada.example", ""),
        ("javascript:alert(1)", ""),
        ("https://www.instagram.com/ada%0aexample", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_16_handle_is_read_from_a_link_to_a_profile_and_from_no_other(link, handle):
    assert handle_in(link, "instagram") == handle


def test_15_link_alone_is_enough(read):
    assert read(entry(f"{SITE}_u/ada.example")).table["account"].tolist() == ["instagram:ada.example"]


def test_15_value_or_title_alone_is_enough(read):
    follows = read(entry(value="ada.example"), entry(title="bo.example"), entry(value="cy.example", title="Cy Example"))
    assert follows.table["handle"].tolist() == ["ada.example", "bo.example", "cy.example"]
    assert follows.table["name"].isna().tolist() == [True, True, False]


def test_link_decides_when_it_disagrees(read):
    follows = read(entry(f"{SITE}ada.example", value="bo.example"), entry(f"{SITE}_u/cy.example", title="dee.example"))
    assert follows.table["handle"].tolist() == ["ada.example", "cy.example"]
    assert follows.table["name"].isna().all()


def test_title_is_a_name_only_where_the_handle_stands_in_value(read):
    follows = read(
        entry(f"{SITE}ada.example", value="ada.example", title="Ada Example"),
        entry(f"{SITE}bo.example", value="bo.example", title="BO.example"),
        entry(f"{SITE}_u/cy.example", title="Cy Example"),
    )
    assert follows.table["name"].fillna("").tolist() == ["Ada Example", "", ""]


def test_17_deleted_accounts_are_marked_and_counted(read):
    follows = read(entry(f"{SITE}__deleted__abc.example"), entry(f"{SITE}ada.example"))
    assert follows.table["flags"].tolist() == [("deleted",), ()]
    assert [note for note in follows.notes if "Deleted" in note and note.endswith("1 account.")]


def test_18_entry_without_data_is_counted_and_the_others_are_read(read):
    follows = read({"title": "", "string_list_data": []}, entry(f"{SITE}ada.example"))
    assert len(follows) == 1
    assert follows.skipped == {"without a link to an account": 1}


@pytest.mark.parametrize(
    "broken",
    [None, 1, "x", [], [[]], {}, {"string_list_data": None}, {"string_list_data": {}}, {"string_list_data": [None]},
     {"string_list_data": [{"href": None}]}, {"string_list_data": [{"href": 5, "value": ["a"]}], "title": {"a": 1}},
     {"title": "two words"}, {"title": "a/b"}, {"title": "x" * 101}],
)  # fmt: skip
def test_60_entry_of_another_shape_is_counted_and_the_others_are_read(read, broken):
    follows = read(broken, entry(f"{SITE}ada.example"))
    assert (len(follows), sum(follows.skipped.values())) == (1, 1)


def test_same_account_in_other_capitals_counts_once(read):
    assert read(entry(f"{SITE}Ada.example"), entry(f"{SITE}_u/ada.EXAMPLE")).skipped == {"listed more than once": 1}


# --- letters and times --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("\u00c3\u00a9", "é"),
        ("\u00e2\u0080\u0099", "’"),
        ("\u00f0\u009f\u008c\u00b1", "🌱"),
        ("R\u00c3\u00b8d", "Rød"),
        ("Rød", "Rød"),
        ("café", "café"),
        ("日本", "日本"),
        ("plain", "plain"),
        ("\u00c3\u0083\u00c2\u00a9", "Ã©"),  # a name that is really written so, repaired once
        ("Rød \u00c3\u00a9", "Rød \u00c3\u00a9"),  # both ways in one name: nothing can be done
        ("\ud800", "\ud800"),
        ("", ""),
    ],
)
def test_19_broken_letters_are_put_right_once_and_only_where_all_of_a_text_is_broken(written, right):
    """FORMATS section 4: latin-1 to UTF-8 per text; text that is right is not valid UTF-8 and stays."""
    assert repaired(written) == right


def test_text_of_the_file_is_fit_to_be_shown():
    assert meta_text("A\x1b[31m\n\u00c3\u00a9") == ("A [31m é", True)
    assert meta_text(5) == meta_text(None) == (None, False)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1676354318", "2023-02-14"),
        (1676354318, "2023-02-14"),
        ("1676354318000", "2023-02-14"),
        ("1676354318000000", "2023-02-14"),
        ("1676354318.5", "2023-02-14"),
        ("1075593600", "2004-02-01"),
        ("0", None),
        ("-1", None),
        ("4294967295", None),
        ("9" * 17, None),
        ("9" * 5000, None),
        ("1e9", None),
        ("٣" * 10, None),
        ("", None),
        ("soon", None),
        (True, None),
        (float("nan"), None),
        ([1676354318], None),
    ],
)
def test_26_time_is_seconds_or_thousandths_and_believable_or_missing(value, day):
    found = moment(value)
    assert (found and found.date().isoformat()) == day


def test_26_unbelievable_times_are_counted_and_a_missing_one_is_not(read):
    follows = read(
        entry(f"{SITE}ada.example", time=0),
        {"title": "bo.example", "string_list_data": [{"href": f"{SITE}bo.example"}]},
        entry(f"{SITE}cy.example", time="1676354318"),
    )
    assert follows.table["since_precision"].tolist() == ["unknown", "unknown", "exact"]
    assert "1 date could not be read with certainty and left empty." in follows.notes


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Dec 12, 2024 4:11 pm", "2024-12-12T16:11"),
        ("Jan 3, 2019 12:05 am", "2019-01-03T00:05"),
        ("nov 04, 2025 3:29 am", "2025-11-04T03:29"),
        ("gen 31, 2021 12:00 pm", "2021-01-31T12:00"),
        ("4 nov. 2025 03:29", "2025-11-04T03:29"),
        ("4. März 2020, 03:29", "2020-03-04T03:29"),
        ("3 de agosto de 2021 15:00", "2021-08-03T15:00"),
        ("15 août 2020 à 21:30", "2020-08-15T21:30"),
        ("2025年11月4日", "2025-11-04T00:00"),
        ("04.06.2025 18:46", "2025-06-04T18:46"),
        ("Jun 04, 2025 6:46:10\u202fpm", "2025-06-04T18:46"),
        ("24 Aug 2023", "2023-08-24T00:00"),
        ("2026-07-20 10:25:25", "2026-07-20T10:25"),
        ("03/04/2025, 18:46", None),
        ("31 feb 2020", None),
        ("Mop 12, 2024", None),
        ("Dec 12, 2024 25:00", None),
        ("Dec 12, 9999 1:00 am", None),
        ("yesterday", None),
        ("", None),
        ("1" * 100_000, None),
    ],
)
def test_24_date_of_a_page_is_read_in_many_languages_as_a_day_without_a_zone(text, date):
    """The month is a word or its place is certain; otherwise the date is left empty. No zone is guessed."""
    found, precision = written_date(text)
    assert (found and found.isoformat()[:16]) == date
    assert precision == ("day" if date else "unknown")


# --- which lists --------------------------------------------------------------------------------------------------


def test_22_list_whose_dates_lie_within_a_year_may_be_a_part_and_says_so_first(read):
    day = 86_400
    short = read(entry(f"{SITE}a.example", time=1700000000), entry(f"{SITE}b.example", time=1700000000 + 365 * day))
    assert short.notes[1].startswith("All dates lie within one year (2023-11 to 2024-11), so this may be only a part")
    long = read(entry(f"{SITE}a.example", time=1700000000), entry(f"{SITE}b.example", time=1700000000 + 400 * day))
    assert (
        long.notes[1] == "Dates run from 2023-11 to 2024-12. If you followed people earlier, ask again with All time."
    )


def test_21_list_of_threads_is_never_taken_for_instagrams(tmp_path):
    (tmp_path / "following.json").write_text('{"text_post_app_text_post_app_following": []}')
    assert read_follow_list(tmp_path / "following.json").platform == "threads"


def test_23_followers_under_the_name_of_the_list_are_refused(tmp_path):
    (tmp_path / "following.json").write_text(json.dumps([entry(f"{SITE}ada.example", value="ada.example")]))
    with pytest.raises(UnknownExportError, match=r"\*followers\*, not of who you follow"):
        read_follow_list(tmp_path / "following.json")


def test_25_only_the_lists_of_what_one_follows_are_opened_in_an_archive():
    path = EXPORTS / "archive-2025.zip"
    follows = read_follow_list(path)
    folder = "connections/followers_and_following/"
    assert set(follows.members_read) == {f"{folder}following{part}.json" for part in ("", "_1", "_hashtags")}
    told = "\n".join(explain_export(path))
    assert not [word for word in ("close_friends", "message_1", "personal_information", "liked_posts") if word in told]


def test_hashtags_are_groups_one_has_joined():
    follows = read_follow_list(EXPORTS / "archive-2025.zip")
    tags = follows.table[follows.table["relation"] == "member"]
    assert tags["account"].tolist() == ["instagram:#inventedtag", "instagram:#inventedchat", "instagram:#inventedübung"]
    assert follows.notes[0] == "6 accounts and 3 hashtags."


def test_archive_with_hashtags_alone_lacks_the_list(tmp_path):
    data = json.dumps({"relationships_following_hashtags": []})
    path = zipped(tmp_path / "x.zip", **{"connections/followers_and_following/following_hashtags.json": data})
    with pytest.raises(UnknownExportError, match="the list of who you follow is not in it"):
        read_follow_list(path)


def test_json_is_read_rather_than_the_page_beside_it(tmp_path):
    folder = "connections/followers_and_following/"
    path = zipped(
        tmp_path / "x.zip",
        **{
            f"{folder}following.json": listed(entry(f"{SITE}ada.example", value="ada.example")),
            f"{folder}following.html": (EXPORTS / "following-italian.html").read_text("utf-8"),
        },
    )
    assert read_follow_list(path).table["handle"].tolist() == ["ada.example"]


def test_one_of_two_exports_in_a_folder_is_read_and_the_other_named(tmp_path):
    for name in ("a-january", "b-june"):
        folder = tmp_path / name / "connections" / "followers_and_following"
        folder.mkdir(parents=True)
        (folder / "following.json").write_text(listed(entry(f"{SITE}{name[0]}.example")))
    follows = read_follow_list(tmp_path)
    assert follows.table["handle"].tolist() == ["a.example"]
    assert [note for note in follows.notes if "several folders; those in a-january/" in note]


def test_page_with_13_kb_of_style_before_the_list_is_recognised():
    page = EXPORTS / "following-italian.html"
    assert page.read_text("utf-8").index("<main") > 13_000
    follows = read_follow_list(page)
    assert follows.table["handle"].tolist() == ["ada.example", "bo.example", "__deleted__abcdefghij.example"]
    assert follows.table["since_precision"].tolist() == ["day"] * 3


def test_page_that_does_not_say_which_list_it_is_is_not_guessed(tmp_path):
    text = (EXPORTS / "following-italian.html").read_text("utf-8").replace("Following", "Seguiti")
    (tmp_path / "saved.html").write_text(text, "utf-8")
    with pytest.raises(UnknownExportError, match="not the list of who you follow"):
        read_follow_list(tmp_path / "saved.html")


def test_58_list_that_is_cut_off_gives_what_stands_before_the_cut(tmp_path):
    text = listed(entry(f"{SITE}ada.example"), entry(f"{SITE}bo.example"))
    (tmp_path / "following.json").write_text(text[: text.index("bo.example")])
    follows = read_follow_list(tmp_path / "following.json")
    assert follows.table["handle"].tolist() == ["ada.example"]
    assert any("stops after 1 entry; the file looks cut off" in note for note in follows.notes)


@pytest.mark.parametrize("rest", ["", "[", '[{"title"', "{", "null", "5"])
def test_58_list_cut_before_its_first_entry_is_damage(tmp_path, rest):
    (tmp_path / "following.json").write_text('{"relationships_following": ' + rest)
    with pytest.raises(BrokenExportError, match="damaged or cut off"):
        read_follow_list(tmp_path / "following.json")


@pytest.mark.parametrize("value", ["{}", '"x"', "null", "5"])
def test_60_something_else_in_place_of_the_list_is_not_an_empty_list(tmp_path, value):
    (tmp_path / "following.json").write_text(f'{{"relationships_following": {value}}}')
    with pytest.raises(BrokenExportError):
        read_follow_list(tmp_path / "following.json")


def test_list_of_more_entries_than_any_platform_hands_out_is_refused(tmp_path):
    (tmp_path / "following.json").write_text('{"relationships_following": [' + "{}," * 200_001 + "{}]}")
    with pytest.raises(BrokenExportError, match="more than 200,000 entries"):
        read_follow_list(tmp_path / "following.json")


# --- liked posts --------------------------------------------------------------------------------------------------


def likes_of(path: Path):
    with Export(path) as export:
        return instagram.READER.read_activity(export)


def test_likes_are_counted_by_author_and_month():
    activity = likes_of(EXPORTS / "archive-2025.zip")
    found = activity.table.assign(month=activity.table["month"].dt.strftime("%Y-%m")).values.tolist()
    assert found == [
        ["instagram:ada.example", "liked", "2023-02", 2],
        ["instagram:nobody.example", "liked", "2024-04", 1],
    ]
    assert activity.members_read == ("your_instagram_activity/likes/liked_posts.json",)
    assert activity.notes == ("3 liked posts by 2 accounts.",)


def test_likes_since_2025_name_the_author_among_labelled_values(tmp_path):
    """The labels are in the owner's language; the link to the profile is not."""
    owner = {"title": "Proprietario", "dict": [{"dict": [{"label": "URL", "value": f"{SITE}ada.example/"}]}]}
    named = {"title": "Owner", "dict": [{"dict": [{"label": "Username", "value": "bo.example"}]}]}
    post = {"label": "URL", "value": f"{SITE}p/INVENTED/", "href": f"{SITE}p/INVENTED/"}
    items = [
        {"timestamp": 1762223340, "media": [], "label_values": [post, owner]},
        {"timestamp": 0, "media": [], "label_values": [post, named]},
        {"timestamp": 1762223340, "media": [], "label_values": [post]},
    ]
    (tmp_path / "liked_posts.json").write_text(json.dumps(items))
    activity = likes_of(tmp_path / "liked_posts.json")
    assert activity.table["account"].tolist() == ["instagram:ada.example", "instagram:bo.example"]
    assert activity.table["month"].isna().tolist() == [False, True]
    assert activity.skipped == {"without an author": 1}
    assert activity.notes[1] == "1 like without a believable date."


def test_export_without_likes_says_what_to_tick():
    with pytest.raises(UnknownExportError, match="tick Likes"):
        likes_of(EXPORTS / "archive-2022.zip")


def test_likes_of_which_none_names_an_author_are_an_error(tmp_path):
    (tmp_path / "liked_posts.json").write_text('{"likes_media_likes": [{}, 5]}')
    with pytest.raises(BrokenExportError, match="none of its 2 entries"):
        likes_of(tmp_path / "liked_posts.json")
