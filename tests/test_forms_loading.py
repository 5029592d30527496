"""The loading form: what was recognised is said before anything is saved, and files too large are refused in words."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from auditkit.audit_file import new_audit
from auditkit.codebook import read_codebook
from auditkit.errors import AuditKitError
from auditkit.tables import FollowList, follow_table
from auditkit.widgets.forms import load_form
from auditkit.widgets.forms.files import LIMIT, Folder, typed_paths
from auditkit.widgets.forms.loading import day_of_file, recognised
from auditkit.widgets.forms.people import People, PeopleFinder

MASTODON = "Account address,Show boosts,Notify on new posts,Languages\nzeldaquux@example.social,true,false,\n"
OTHER = "Account address,Show boosts,Notify on new posts,Languages\nbo@example.social,true,false,\n"
SAMPLES = Path(__file__).parent.parent / "sample_data" / "exports"


@pytest.fixture
def audit(tmp_path):
    with new_audit(tmp_path / "my.audit", codebook=read_codebook("school-librarians")) as audit:
        yield audit


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "my_data"


def put(folder, name, text=MASTODON):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def choose(form, *paths):
    form.files.value = paths
    form.look.click()


def is_shown(widget):
    return widget.layout.display != "none"


def send(form, name, data, size=None):
    form.upload._handle_custom_msg({"name": name, "size": len(data) if size is None else size, "sent": True}, [data])


def test_the_folder_is_made_and_lists_the_newest_first(audit, folder):
    form = load_form(audit, folder)
    assert folder.is_dir()
    for name, moment in (("old.csv", 1_000_000_000), ("new.csv", 1_700_000_000)):
        os.utime(put(folder, name), (moment, moment))
    put(folder, ".hidden")
    form._refresh()
    assert [path.name for _, path in form.files.options] == ["new.csv", "old.csv"]
    assert form.files.options[1][0] == "old.csv (1 kB, 2001-09-09)"


def test_nothing_is_saved_before_the_person_says_so(audit, folder):
    path = put(folder, "following_accounts.csv")
    form = load_form(audit, folder)
    choose(form, path)
    assert form.said.lines[0] == "following_accounts.csv: recognised as Mastodon and kin. 1 account."
    assert "Nothing is saved yet" in form.said.lines[-1]
    assert audit.days == []
    form.save.click()
    assert form.said.lines == (f"following_accounts.csv: saved, 1 account as of {date.today()}.",)
    assert [str(day.date()) for day in audit.days] == [str(date.today())]


def test_what_is_not_wanted_is_not_saved(audit, folder):
    form = load_form(audit, put(folder, "following_accounts.csv").parent)
    choose(form, folder / "following_accounts.csv")
    form.drop.click()
    assert form.said.lines == ("Nothing was saved.",)
    assert not is_shown(form.found)
    form.save.click()
    assert form.said.trouble
    assert audit.days == []


def test_the_line_of_python_saves_the_same(audit, folder):
    import auditkit as ak

    form = load_form(audit, put(folder, "following_accounts.csv").parent)
    choose(form, folder / "following_accounts.csv")
    form.day.value = date(2026, 1, 31)
    form.save.click()
    audit.undo()
    exec(form.code.lines[0], {"ak": ak, "audit": audit})
    assert [str(day.date()) for day in audit.days] == ["2026-01-31"]


def test_the_day_comes_from_the_name_else_from_the_file(tmp_path):
    assert day_of_file(tmp_path / "twitter-2026-01-31-0123.zip") == date(2026, 1, 31)
    assert day_of_file(tmp_path / "archive_20260131.zip") == date(2026, 1, 31)
    path = put(tmp_path, "following-2026-13-45.csv")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert day_of_file(path) == date(2001, 9, 9)
    tomorrow = date.today() + timedelta(days=400)
    assert day_of_file(tmp_path / f"x-{tomorrow}.csv") == date.today()


def test_a_day_to_come_is_refused(audit, folder):
    form = load_form(audit, put(folder, "following_accounts.csv").parent)
    choose(form, folder / "following_accounts.csv")
    form.day.value = date.today() + timedelta(days=2)
    form.save.click()
    assert "in the future" in form.said.lines[0]
    assert audit.days == []


def test_several_files_are_several_lists_and_one_that_cannot_be_read_keeps_none_back(audit, folder):
    good, bad = put(folder, "following_accounts.csv"), put(folder, "holiday.jpg", "no list")
    opml = '<opml version="2.0"><body><outline text="A show" xmlUrl="https://show.example/feed"/></body></opml>'
    feeds = put(folder, "podcasts.opml", opml)
    form = load_form(audit, folder)
    choose(form, good, bad, feeds)
    said = " ".join(form.said.lines)
    assert "recognised as Mastodon" in said
    assert "holiday.jpg" in said
    form.save.click()
    assert len(form.said.lines) == 2
    assert sorted(one.platform for one in audit.review().follow_lists()) == ["feed", "mastodon"]


def test_two_lists_of_one_platform_are_pointed_out(audit, folder):
    form = load_form(audit, folder)
    choose_from = [put(folder, "a.csv"), put(folder, "b.csv", OTHER)]
    form._refresh()
    choose(form, *choose_from)
    assert any("Several of these lists are from mastodon" in line for line in form.said.lines)


def test_only_a_file_nobody_can_read_gives_its_sentence_and_no_traceback(audit, folder):
    form = load_form(audit, put(folder, "holiday.jpg", "no list").parent)
    choose(form, folder / "holiday.jpg")
    assert form.said.trouble
    assert form.said.lines[0].startswith("holiday.jpg")
    assert not is_shown(form.found)


def test_a_path_that_is_not_there_and_no_path_at_all_give_sentences(audit, folder):
    form = load_form(audit, folder)
    form.look.click()
    assert form.said.lines == ("Choose a file first.",)
    form.path.value = '"/nowhere/at all.zip"'
    form.look.click()
    assert form.said.trouble
    assert "at all.zip" in form.said.lines[0]


def test_the_same_file_twice_is_said(audit, folder):
    form = load_form(audit, put(folder, "following_accounts.csv").parent)
    for _ in range(2):
        choose(form, folder / "following_accounts.csv")
        form.save.click()
    assert "in your audit already" in form.said.lines[0]


def test_of_x_it_says_how_many_have_a_name():
    columns = {"account": ["twitter:1", "twitter:2", "twitter:3"], "handle": ["zelda", None, None]}
    table = follow_table(columns, platform="twitter")
    skipped = {"your own account": 1, "listed more than once": 0}
    said = recognised(FollowList(table, "twitter", "twitter", skipped=skipped, file_name="a.zip"))
    assert said[0] == "a.zip: recognised as X (Twitter). 3 accounts."
    assert said[1].startswith("1 of them have a name here; 2 are numbers only.")
    assert said[2] == "1 of 4 rows skipped: 1 your own account."


def test_a_list_that_may_be_a_part_is_said_and_presets_the_tick(audit, folder):
    form = load_form(audit, folder)
    form.path.value = str(SAMPLES / "instagram" / "following-of-one-year.json")
    form.look.click()
    assert any("may be only a part of your list" in line for line in form.said.lines)
    assert form.partial.value
    form.save.click()
    form.path.value = str(SAMPLES / "mastodon" / "following_accounts-since-4.csv")
    form.look.click()
    assert not form.partial.value


def test_attention_is_counted_only_with_the_tick(audit, folder):
    archive = next(path for path in sorted(SAMPLES.glob("twitter/*.zip")))
    form = load_form(audit, folder)
    form.path.value = str(archive)
    form.look.click()
    assert not form.attention.value
    form.attention.value = True
    form.save.click()
    assert any("where your attention went" in line for line in form.said.lines)
    assert len(audit.activity()) == 1


def test_where_an_export_does_not_say_it_the_list_is_saved_all_the_same(audit, folder):
    form = load_form(audit, put(folder, "following_accounts.csv").parent)
    choose(form, folder / "following_accounts.csv")
    form.attention.value = True
    form.save.click()
    assert len(audit.days) == 1
    assert "saved, 1 account" in form.said.lines[0]
    assert "your own posts are not in it" in form.said.lines[1]


class TestUpload:
    def test_a_file_from_the_browser_lies_in_the_folder_and_is_chosen(self, audit, folder):
        form = load_form(audit, folder)
        send(form, "following_accounts.csv", MASTODON.encode())
        assert (folder / "following_accounts.csv").read_text("utf-8") == MASTODON
        assert form.chosen() == [folder / "following_accounts.csv"]
        form.look.click()
        assert "recognised as Mastodon" in form.said.lines[0]

    def test_the_page_refuses_a_file_that_is_too_large_and_the_form_says_what_to_do(self, audit, folder):
        form = load_form(audit, folder)
        form.upload._handle_custom_msg({"name": "archive.zip", "size": 52_000_000, "sent": False}, [])
        assert form.said.trouble
        assert "52.0 MB" in form.said.lines[0]
        assert "Drag the file into the folder my_data" in form.said.lines[0]
        assert list(folder.iterdir()) == []

    def test_what_arrives_is_measured_again(self, audit, folder):
        form = load_form(audit, folder)
        send(form, "archive.zip", b"0" * (LIMIT + 1), size=10)
        assert form.said.trouble
        send(form, "archive.zip", b"01234", size=10)
        assert "did not arrive whole" in form.said.lines[0]
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize("name", ["../../x.csv", "..\\x.csv", "/etc/x.csv", "\x00x.csv", "...x.csv", "x\n.csv"])
    def test_a_name_never_leads_out_of_the_folder(self, tmp_path, name):
        path = Folder(tmp_path / "in").take(name, 1, b"x")
        assert path.parent == tmp_path / "in"
        assert path.name == "x.csv"

    def test_another_file_of_the_same_name_is_kept_beside_it(self, tmp_path):
        folder = Folder(tmp_path)
        paths = [folder.take("a.csv", 1, data) for data in (b"x", b"y", b"x")]
        assert [path.name for path in paths] == ["a.csv", "a (2).csv", "a.csv"]
        assert (tmp_path / "a.csv").read_bytes() == b"x"


def test_paths_are_taken_with_quotes_and_one_a_line():
    assert typed_paths('"/a b.zip"\n\n /c.csv ') == [Path("/a b.zip"), Path("/c.csv")]


class TestSettingAside:
    @pytest.fixture
    def people(self, audit):
        names = {"account": [f"mastodon:voice{n}@example.social" for n in range(30)]}
        names["name"] = [f"Voice {n}" for n in range(29)] + ["<img src=x onerror=alert(1)> Zelda"]
        audit.add_snapshot(FollowList(follow_table(names, platform="mastodon"), "mastodon", "mastodon"), "2026-01-31")
        return People(audit)

    def test_at_most_twenty_names_are_shown(self, people):
        rows, sentence = people.find("voice")
        assert len(rows) == 20
        assert sentence == "30 found. The first 20 are shown; write more of the name."

    def test_all_the_words_have_to_be_there(self, people):
        assert [name for _, name, _ in people.find("29 ZELDA")[0]] == ["<img src=x onerror=alert(1)> Zelda"]

    def test_who_is_set_aside_is_counted_and_comes_back(self, people, audit):
        number = people.find("zelda")[0][0][0]
        assert "1 voice set aside" in people.set_aside([number], "my employer")
        assert audit.voices()["set_aside"].sum() == 1
        assert audit.history("mastodon:voice29@example.social")["categories"].tolist() == [("my employer",)]
        assert people.find("") == ([(number, "<img src=x onerror=alert(1)> Zelda", True)], "1 set aside.")
        people.count_again([number])
        assert audit.voices()["set_aside"].sum() == 0

    def test_nobody_is_set_aside_without_a_reason_or_a_tick(self, people):
        with pytest.raises(AuditKitError, match="Say why"):
            people.set_aside([people.find("zelda")[0][0][0]], " ")
        with pytest.raises(AuditKitError, match="Tick somebody"):
            people.set_aside([], "family")

    def test_the_page_gets_names_as_messages_and_troubles_as_sentences(self, people, monkeypatch):
        finder, sent = PeopleFinder(people), []
        monkeypatch.setattr(finder, "send", lambda content, buffers=None: sent.append(content), raising=False)
        finder._handle_custom_msg({"ask": "find", "words": "zelda"}, [])
        finder._handle_custom_msg({"do": "aside", "ids": [], "reason": "family"}, [])
        finder._handle_custom_msg({"do": "aside", "ids": [29], "reason": "family"}, [])
        assert [len(message.get("rows", ())) for message in sent] == [1, 0, 1]
        assert sent[1]["sentence"] == "Tick somebody first."
        assert sent[2]["rows"][0][2] is True
        assert "Zelda" not in str(finder.get_state())

    def test_it_is_offered_once_a_list_is_there(self, people, audit, folder, tmp_path):
        assert is_shown(load_form(audit, folder).aside)
        with new_audit(tmp_path / "empty.audit") as empty:
            assert not is_shown(load_form(empty, folder).aside)
