"""Threads: its list beside Instagram's, and the forms of its links. Numbers are those of FORMATS, section 28."""

import json
import zipfile

import pytest

from auditkit.errors import AuditKitError
from auditkit.readers import read_follow_list
from auditkit.readers.meta_lists import handle_in

KEY = "text_post_app_text_post_app_following"
OWN, INSTAGRAMS = "your_instagram_activity/threads/following.json", "connections/followers_and_following/following.json"


def listed(*links: str, key: str = KEY) -> str:
    entries = [{"title": "", "string_list_data": [{"href": link, "timestamp": 1731000000}]} for link in links]
    return json.dumps({key: entries})


def archive(path, members: dict[str, str]):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("link", "handle"),
    [
        ("https://www.threads.net/@ada.example", "ada.example"),
        ("https://www.threads.com/@ada.example?igshid=1", "ada.example"),
        ("https://threads.net/ada.example/", "ada.example"),
        ("https://www.threads.net/@Ada.Example", "Ada.Example"),
        ("https://www.threads.net/@ada.example/post/INVENTED", ""),
        ("https://www.instagram.com/ada.example", ""),
    ],
)
def test_handle_is_read_from_both_domains_with_and_without_the_sign(link, handle):
    assert handle_in(link, "threads") == handle


def test_capitals_and_domains_do_not_make_two_accounts(tmp_path):
    links = ("https://www.threads.net/@River.example", "https://www.threads.com/river.example")
    (tmp_path / "following.json").write_text(listed(*links))
    follows = read_follow_list(tmp_path / "following.json")
    assert follows.table["account"].tolist() == ["threads:river.example"]
    assert follows.skipped == {"listed more than once": 1}


def test_21_export_with_both_lists_is_instagrams_and_says_where_the_other_lies(tmp_path):
    instagrams = listed("https://www.instagram.com/bo.example", key="relationships_following")
    path = archive(tmp_path / "x.zip", {INSTAGRAMS: instagrams, OWN: listed("https://www.threads.net/@ada.example")})
    follows = read_follow_list(path)
    assert (follows.platform, follows.table["handle"].tolist()) == ("instagram", ["bo.example"])
    assert [note for note in follows.notes if "Threads: choose `threads/following`" in note]
    assert follows.members_read == (INSTAGRAMS,)


def test_21_export_with_the_list_of_threads_alone_is_threads(tmp_path):
    path = archive(tmp_path / "x.zip", {OWN: listed("https://www.threads.net/@ada.example"), "a/no-data.txt": ""})
    assert read_follow_list(path).platform == "threads"


def test_21_two_lists_chosen_together_are_a_question(tmp_path):
    for name, key in (("a.json", KEY), ("b.json", "relationships_following")):
        (tmp_path / name).write_text(listed(key=key))
    with pytest.raises(AuditKitError, match=r"Instagram and Threads\. Choose one of them at a time"):
        read_follow_list(tmp_path / "a.json", tmp_path / "b.json")


def test_page_of_threads_is_not_instagrams_in_one_folder(tmp_path):
    row = '<html><body><a href="{}">x</a></div><div>nov 04, 2025 3:29 am</div></body></html>'
    threads, instagrams = (
        row.format("https://www.threads.net/@ada.example"),
        row.format("https://www.instagram.com/bo.example"),
    )
    path = archive(
        tmp_path / "x.zip", {OWN.replace("json", "html"): threads, INSTAGRAMS.replace("json", "html"): instagrams}
    )
    assert read_follow_list(path).table["account"].tolist() == ["instagram:bo.example"]
    (tmp_path / "following.html").write_text(threads)
    assert read_follow_list(tmp_path / "following.html").table["account"].tolist() == ["threads:ada.example"]
