"""Nasty cases of FORMATS section 28, by their numbers: each is answered, none raises anything but our own errors.

A case is a function that makes what the person chose; beside it stands what the answer must say or hold. Cases 10 to
13 and 62 in part stand in the tests of their readers.
"""

import io
import json
import os
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.export import opened
from auditkit.readers import explain_export, follow_list_as_dict, read_follow_list

EXPORTS = Path(__file__).resolve().parent.parent / "sample_data" / "exports"
ADA, BO = "9223372036854775901", "9223372036854775902"
PREFIX = "window.YTD.following.part0 = "
OPML = '<?xml version="1.0"?><opml version="2.0"><body>{}</body></opml>'
FEED = '<outline text="A" xmlUrl="https://f.example/1"/>'


def following(*numbers, key="following") -> str:
    return json.dumps([{key: {"accountId": number}} for number in numbers])


def zipped(*members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def encrypted(*members) -> bytes:
    data = bytearray(zipped(*members))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


# number, what it is, file name, contents, accounts
READ = [
    (1, "no links, at root", "x.zip", zipped(("following.js", PREFIX + '[ {\n  "following" : {\n    "accountId" : "ID"\n  }\n} ]'.replace("ID", ADA))), 1),
    (2, "semicolon and new line", "following.js", PREFIX + following(ADA) + ";\n", 1),
    (3, "empty list", "following.js", PREFIX + "[ ]", 0),
    (4, "prefix removed", "following.js", following(ADA, BO), 2),
    (4, "prefix without blanks", "following.js", "window.YTD.following.part0=" + following(ADA), 1),
    (6, "two folders", "x.zip", zipped(("backup/data/following.js", PREFIX + following(BO)), ("data/following.js", PREFIX + following(ADA))), 1),
    (9, "numeric, minus one, repeated", "following.js", PREFIX + following(ADA, int(BO), "-1", ADA), 2),
    (14, "script as a number", "following.js", PREFIX + following(ADA, "</script><script>alert(1)</script>"), 1),
    (35, "no heading", "following_accounts.csv", "ada@example.org\n", 1),
    (35, "two columns in capitals", "x.csv", "ACCOUNT ADDRESS,SHOW BOOSTS\n@ada@example.org,true\nADA@example.org,true\nbo,true\n", 2),
    (46, "bare ampersand", "x.opml", OPML.format('<outline text="A & B" xmlUrl="https://f.example/1?a=1&b=2"/>'), 1),
    (46, "raw quotes", "x.opml", OPML.format('<outline text="a "b"" xmlUrl="https://f.example/1"/>'), 1),
    (46, "mark, blank line, UTF-16", "x.opml", ("\n\n" + OPML.format(FEED)).encode("utf-16"), 1),
    (46, "encoding lie", "x.opml", OPML.format(FEED.replace("A", "é")).replace("?>", ' encoding="UTF-8"?>').encode("cp1252"), 1),
    (47, "10,000 outlines deep", "x.opml", OPML.format('<outline text="f">' * 10_000 + FEED + "</outline>" * 10_000), 1),
    (48, "attribute in other capitals", "x.opml", OPML.format('<outline text="A" xmlURL="https://f.example/1"/>'), 1),
    (48, "same feed twice", "x.opml", OPML.format(FEED + FEED.replace("https", "http").replace("/1", "/1/")), 1),
    (49, "50,000 episodes", "x.opml", OPML.format(FEED[:-2] + ">" + '<outline type="podcast-episode" url="https://e.example/"/>' * 50_000 + "</outline>"), 1),
    (50, "script and file as pages", "x.opml", OPML.format('<outline text="A" xmlUrl="https://f.example/1" htmlUrl="javascript:alert(1)"/>'), 1),
    (57, "absolute, .. and reserved names", "x.zip", zipped(("/etc/x", b""), ("..\\..\\x.js", b""), ("CON", b""), ("data/following.js", PREFIX + following(ADA))), 1),
    (58, "cut in an item", "following.js", (PREFIX + following(ADA, BO))[:-12], 1),
    (59, "lone surrogate", "following.js", PREFIX + '[{"following": {"accountId": "ID", "x": "\\ud800"}}]'.replace("ID", ADA), 1),
    (59, "NaN and 5,000 digits", "following.js", PREFIX + '[{"following": {"accountId": "ID", "x": NaN, "y": 9}}]'.replace("ID", ADA).replace("9}", "9" * 5000 + "}"), 1),
    (59, "key twice", "following.js", PREFIX + '[{"following": {"accountId": "1", "accountId": "ID"}}]'.replace("ID", ADA), 1),
    (59, "mark", "following.js", ("\ufeff" + PREFIX + following(ADA)).encode(), 1),
    (59, "UTF-16", "following.js", (PREFIX + following(ADA)).encode("utf-16"), 1),
    (60, "other things among the items", "following.js", PREFIX + f'["text", [], 5, null, {following(ADA)[1:-1]}]', 1),
    (65, "apostrophe before a number", "x.csv", f"id,platform\n'{ADA},twitter\n", 1),
    (65, "date as a serial number", "x.csv", "handle,since\nada@example.org,45356\n", 1),
]  # fmt: skip

# number, what it is, file name, contents, words of the answer
REFUSED = [
    (7, "old archive", "x.zip", zipped(("data/js/user_details.js", "var user_details = {}")), "never held who you follow"),
    (8, "followers", "follower.js", "window.YTD.follower.part0 = " + following(ADA, key="follower"), "*followers*, not of who you follow"),
    (8, "followers without prefix", "following.js", following(ADA, key="follower"), "*followers*"),
    (47, "entity bomb", "x.opml", '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;" xmlUrl="https://f.example/1"/></body></opml>', "DOCTYPE"),
    (47, "external entity", "x.opml", '<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><outline text="&a;"/></opml>', "DOCTYPE"),
    (48, "no address anywhere", "x.opml", OPML.format('<outline text="A"/>'), "no address of a podcast or feed"),
    (49, "page instead of list", "x.html", "<html><head><title>AntennaPod Subscriptions</title></head></html>", "web page"),
    (49, "pointer only", "x.opml", OPML.format('<outline type="include" url="https://l.example/"/>'), "no address"),
    (50, "only scripts", "x.opml", OPML.format('<outline text="A" xmlUrl="javascript:alert(1)"/>'), "no address"),
    (56, "photo renamed", "holiday.zip", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "photo or picture, although its name ends in .zip"),
    (56, "picture of a phone", "x.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100), "photo or picture"),
    (56, "PDF", "x.pdf", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    (56, "viewer", "Your archive.html", "<!DOCTYPE html><html></html>", "only shows"),
    (56, "web page", "x.html", "<!DOCTYPE html><html></html>", "web page"),
    (56, "Word", "x.docx", zipped(("word/document.xml", "<w/>")), "Word document"),
    (56, "Excel", "x.xlsx", zipped(("xl/workbook.xml", "<w/>")), "save the table as CSV"),
    (56, "old Excel", "x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as CSV"),
    (56, "locked zip", "x.zip", encrypted(("data/following.js", PREFIX)), "locked with a password"),
    (56, "part of several", "x.z01", b"PK\x07\x08PK\x03\x04", "split into several files"),
    (56, "RAR", "x.rar", b"Rar!\x1a\x07\x00", "RAR archive"),
    (56, "7z", "x.7z", b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (56, "database", "x.db", b"SQLite format 3\x00" + bytes(100), "a database"),
    (57, "bomb", "x.zip", zipped(("data/following.js", b"0" * 50_000_000)), "swell"),
    (57, "bomb in a zip", "x.zip", zipped(("inner.zip", zipped(("data/following.js", b"0" * 50_000_000)))), "swell"),
    (58, "cut before the first item ends", "following.js", (PREFIX + following(ADA))[:-10], "damaged or cut off"),
    (59, "brackets without end", "following.js", PREFIX + "[" * 200_000, "damaged or cut off"),
    (60, "no bytes", "following.js", b"", "empty (0 bytes)"),
    (60, "no bytes as zip", "x.zip", b"", "empty (0 bytes)"),
    (60, "only blanks", "x.csv", b"\n \r\n", "nothing but blanks"),
    (60, "list of texts", "following.js", PREFIX + '["a", "b"]', "none of its 2 entries"),
    (60, "list of lists", "following.js", PREFIX + "[[1], [2]]", "none of its 2 entries"),
    (60, "object instead of list", "following.js", PREFIX + '{"following": {}}', "expected a list"),
    (60, "JSON of nobody", "x.json", '{"a": 1}', "this is JSON"),
    (65, "rounded number", "x.csv", "id,platform\n1.39073E+18,twitter\n", "rounded by a spreadsheet"),
    (23, "Instagram's followers", "following.json", '[{"title": "", "media_list_data": [], "string_list_data": []}]', "*followers*"),
    (56, "TikTok", "user_data.json", '{"Activity": {}}', "TikTok"),
    (32, "a playlist of YouTube", "x.csv", "Video ID,Date\nEXAMPLEv001,2026-01-02T10:20:30+00:00\n", "playlist from YouTube"),
    (38, "header of Bluesky's file cut off", "repo.car", b"\x3a\xa2eroots\x81\xd8*X", "Bluesky"),
    (56, "LinkedIn's messages", "Connections.csv", "CONVERSATION ID,CONVERSATION TITLE,FROM,TO\n", "LinkedIn"),
    (56, "Spotify", "x.json", '[{"endTime": "2026-01-02 10:20", "artistName": "x", "msPlayed": 1}]', "Spotify"),
    (56, "Instagram's archive", "x.zip", zipped(("connections/followers_and_following/following.json", "{}")), "Instagram"),
    (56, "YouTube's archive", "x.zip", zipped(("Takeout/archive_browser.html", "")), "YouTube"),
    (56, "e-mail", "x.eml", "Received: from a\nMIME-Version: 1.0\nSubject: x\n\nDear all", "e-mail"),
    (56, "mailbox", "x.mbox", "From 1@xxx Fri Sep 16 22:26:51 +0000 2016\nX-GM-THRID: 1\n", "e-mail"),
    (56, "calendar", "x.ics", "BEGIN:VCALENDAR\n", "calendar"),
    (56, "empty zip", "x.zip", zipped(), "archive is empty"),
    (56, "zip of photos", "x.zip", zipped(("1.jpg", b""), ("2.jpg", b"")), "only photos"),
    (56, "zip of something else", "x.zip", zipped(("a.txt", "Dear all, this is"), ("b.txt", "a letter")), "no list of followed accounts"),
    (56, "letter", "x.txt", "Dear all,\nthis is a letter.\n", "no list of accounts"),
    (56, "film", "x.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(100), "film or sound"),
]  # fmt: skip


def written(folder: Path, name: str, content) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def case_id(case) -> str:
    return f"{case[0]}-{case[1]}".replace(" ", "_")


@pytest.mark.parametrize("case", READ, ids=case_id)
def test_nasty_case_is_read(case, tmp_path):
    _, _, name, content, accounts = case
    path = written(tmp_path, name, content)
    begun = time.perf_counter()
    follows = read_follow_list(path)
    assert len(follows) == accounts
    json.dumps(follow_list_as_dict(follows), ensure_ascii=False).encode("utf-8")
    assert time.perf_counter() - begun < 5
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("case", REFUSED, ids=case_id)
def test_nasty_case_is_answered_with_a_sentence(case, tmp_path):
    _, _, name, content, words = case
    path = written(tmp_path, name, content)
    begun = time.perf_counter()
    with pytest.raises(AuditKitError) as found:
        read_follow_list(path)
    assert time.perf_counter() - begun < 5
    message = str(found.value)
    assert words in message
    assert str(tmp_path) not in message
    assert message[-1] in ".)"
    assert "\n" not in message
    assert sorted(tmp_path.iterdir()) == [path]


def test_5_parts_are_counted_together_and_a_gap_is_reported(tmp_path):
    def archive(count, *numbers):
        manifest = {"dataTypes": {"following": {"files": [{"count": str(count)}]}}}
        return zipped(
            ("data/manifest.js", "window.__THAR_CONFIG = " + json.dumps(manifest)),
            ("data/following.js", PREFIX + following(*numbers[:1])),
            ("data/following-part1.js", PREFIX.replace("part0", "part1") + following(*numbers[1:])),
        )

    whole = read_follow_list(written(tmp_path, "whole.zip", archive(2, ADA, BO)))
    assert len(whole) == 2
    assert not [note for note in whole.notes if "announces" in note]
    gap = read_follow_list(written(tmp_path, "gap.zip", archive(212, ADA, BO)))
    assert "The archive announces 212 accounts (manifest.js); the list holds 2." in gap.notes


def test_6_name_twice_in_one_zip_gives_the_last_as_every_program_does(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("data/following.js", PREFIX + following(ADA)), ("data/following.js", PREFIX + following(BO)))
    follows = read_follow_list(written(tmp_path, "x.zip", data))
    assert follows.table["account"].tolist() == [f"twitter:{BO}"]
    assert any("more than once" in note for note in follows.notes)


def test_9_numbers_above_2_to_the_53_keep_every_digit(tmp_path):
    follows = read_follow_list(written(tmp_path, "following.js", PREFIX + following(ADA, int(BO))))
    assert follows.table["account"].tolist() == [f"twitter:{ADA}", f"twitter:{BO}"]


def test_14_names_keep_their_brackets_because_they_are_text(tmp_path):
    """Escaping is for those who draw; what is read is kept."""
    post = {
        "entities": {"user_mentions": [{"id_str": ADA, "screen_name": "ada_example_of_nobody", "name": "</script><b>"}]}
    }
    data = zipped(
        ("data/following.js", PREFIX + following(ADA)),
        ("data/tweets.js", "window.YTD.tweets.part0 = " + json.dumps([{"tweet": post}])),
    )
    assert read_follow_list(written(tmp_path, "x.zip", data)).table["name"].tolist() == ["</script><b>"]


def test_35_domain_with_port_and_idn_are_accounts(tmp_path):
    rows = "Account address,Show boosts\nada@example.org:3000,true\n@nare@բարեւ.example,true\n"
    follows = read_follow_list(written(tmp_path, "x.csv", rows))
    assert follows.table["account"].tolist() == ["mastodon:ada@example.org:3000", "mastodon:nare@բարեւ.example"]


def test_57_lying_size_is_damage(tmp_path):
    data = bytearray(zipped(("data/following.js", PREFIX + following(*[ADA] * 50))))
    entry = data.find(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(BrokenExportError, match="damaged or cut off"):
        read_follow_list(written(tmp_path, "x.zip", bytes(data)))


def test_57_links_inside_a_zip_and_a_tar_are_not_followed(tmp_path):
    secret = written(tmp_path, "secret.js", PREFIX + following(ADA))
    link = zipfile.ZipInfo("data/following.js")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, str(secret))
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("data/following.js")
        info.type, info.linkname = tarfile.SYMTYPE, str(secret)
        tar.addfile(info)
    for name in ("x.zip", "x.tar.gz"):
        with pytest.raises(UnknownExportError, match="empty"):
            read_follow_list(tmp_path / name)


def test_58_how_far_a_cut_list_was_read_is_said(tmp_path):
    follows = read_follow_list(written(tmp_path, "following.js", (PREFIX + following(ADA, BO))[:-12]))
    assert follows.notes[1].startswith("following.js stops after 1 entry; the file looks cut off.")


def test_59_lone_surrogates_and_control_signs_never_reach_the_table(tmp_path):
    """Nasty case 62 too: ANSI codes and line breaks in a name."""
    name = "A\ud800\x1b[31m\nB" + "x" * 3000
    post = {"entities": {"user_mentions": [{"id_str": ADA, "screen_name": "ada_example_of_nobody", "name": name}]}}
    data = zipped(
        ("data/following.js", PREFIX + following(ADA)),
        ("data/tweets.js", "window.YTD.tweets.part0 = " + json.dumps([{"tweet": post}])),
    )
    found = read_follow_list(written(tmp_path, "x.zip", data)).table["name"][0]
    assert found.startswith("A\ufffd [31m B")
    assert len(found) <= 2000
    assert found.isprintable()


def test_60_folder_with_nothing_and_folder_with_something_else(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    written(tmp_path / "photos", "1.jpg", b"")
    with pytest.raises(UnknownExportError, match="folder is empty"):
        read_follow_list(tmp_path / "empty")
    with pytest.raises(UnknownExportError, match="only photos"):
        read_follow_list(tmp_path / "photos")


def test_61_list_that_shrinks_more_than_20_to_1_is_read(tmp_path):
    numbers = [str(2**63 + 7919 * step) for step in range(30_000)]
    item = '  {{\n    "following" : {{\n      "accountId" : "{0}",\n      "userLink" : "https://twitter.com/intent/user?user_id={0}"\n    }}\n  }}'
    text = PREFIX + "[\n" + ",\n".join(item.format(number) for number in numbers) + "\n]"
    data = zipped(("data/following.js", text.encode()))
    assert len(text) > 20 * len(data)
    assert len(read_follow_list(written(tmp_path, "x.zip", data))) == 30_000


def test_62_names_of_300_signs_are_kept_whole(tmp_path):
    follows = read_follow_list(written(tmp_path, "x.csv", f"handle,name\nada@example.org,{'N' * 300}\n"))
    assert follows.table["name"].tolist() == ["N" * 300]


def test_64_own_account_is_left_out_and_the_platforms_own_is_an_account_like_others(tmp_path):
    manifest = "window.__THAR_CONFIG = " + json.dumps({"userInfo": {"accountId": ADA}})
    data = zipped(("data/manifest.js", manifest), ("data/following.js", PREFIX + following(ADA, BO)))
    follows = read_follow_list(written(tmp_path, "x.zip", data))
    assert follows.table["account"].tolist() == [f"twitter:{BO}"]
    assert follows.skipped == {"your own account": 1}


def test_two_platforms_in_one_folder_are_a_question_and_not_a_guess(tmp_path):
    written(tmp_path, "following_accounts.csv", "Account address,Show boosts\nada@example.org,true\n")
    written(tmp_path, "podcasts.opml", OPML.format(FEED))
    with pytest.raises(AuditKitError, match="Choose one of them at a time"):
        read_follow_list(tmp_path)


def test_archive_larger_than_the_total_limit_stops(tmp_path, monkeypatch):
    monkeypatch.setattr(opened, "TOTAL_LIMIT", 10_000)
    data = zipped(("data/following.js", PREFIX + following(*(str(2**63 + step) for step in range(1000)))))
    with pytest.raises(BrokenExportError, match="larger than any list"):
        read_follow_list(written(tmp_path, "x.zip", data))


def test_error_of_a_broken_inner_zip_is_told(tmp_path):
    path = written(tmp_path, "x.zip", zipped(("inner.zip", b"PK\x03\x04 cut"), ("1.jpg", b"")))
    with pytest.raises(BrokenExportError, match=r"inner\.zip"):
        read_follow_list(path)


def test_explanation_counts_what_was_seen_and_not_opened(tmp_path):
    data = zipped(
        ("data/manifest.js", "window.__THAR_CONFIG = {}"),
        ("data/following.js", PREFIX + following(ADA, ADA)),
        ("data/direct-messages.js", "x"),
        *((f"data/tweets_media/{number}.jpg", b"") for number in range(5)),
    )
    lines = explain_export(written(tmp_path, "x.zip", data))
    assert lines[:4] == [
        "x.zip: recognised as X (Twitter) by the beginning of data/following.js (reader: twitter).",
        "Read: data/manifest.js, data/following.js.",
        "Seen but not opened: 6 files.",
        "1 of 2 rows skipped: 1 listed more than once.",
    ]
    assert lines[4] == "1 account, names for 0."


# --- arbitrary bytes ---------------------------------------------------------------------------------------------

SAMPLES = sorted(path for path in EXPORTS.rglob("*") if path.is_file() and path.stat().st_size < 20_000)
NAMES = st.sampled_from(
    ["x", "x.zip", "x.csv", "x.opml", "following.js", "following_accounts.csv", "lists.csv", "x.txt"]
)
BOUNDED = settings(
    max_examples=150, deadline=5000, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answer(folder: Path, name: str, data: bytes) -> None:
    """Read `data`; anything but a follow list or one of our own errors fails the test."""
    path = written(folder, name, data)
    try:
        follows = read_follow_list(path)
    except AuditKitError as error:
        assert str(error)  # noqa: PT017 - any outcome but these two fails
    else:
        json.dumps(follow_list_as_dict(follows), ensure_ascii=False).encode("utf-8")
    finally:
        os.remove(path)


@BOUNDED
@given(NAMES, st.binary(max_size=400))
@example("x.csv", b'sep="\nhandle\n@ada')
@example("x.csv", b"sep=\x00\nhandle\n")
@example("x.opml", b"<opml>\x00")
@example("x", b"\x1f\x8b\x08\x00")
@example("x", b"PK\x05\x06" + bytes(18))
@example("following.js", b"window.YTD.following.part0 = [{]")
def test_arbitrary_bytes_are_answered(tmp_path, name, data):
    answer(tmp_path, name, data)


@BOUNDED
@given(st.data())
def test_samples_with_bytes_changed_or_cut_are_answered(tmp_path, data):
    sample = data.draw(st.sampled_from(SAMPLES), label="sample")
    content = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    answer(tmp_path, sample.name, bytes(content[:cut] if data.draw(st.booleans()) else content))


@BOUNDED
@given(NAMES, st.text(max_size=300))
@example("x.csv", "handle,url\nada,https://[\n")
@example("x.csv", "url\nhttps://example.org:99999/@ada\n")
@example("x.csv", "handle\n\u0660\u0661\u0662\n")
@example("x.csv", "handle,since\nada,9999999999999999-01-01\n")
def test_arbitrary_text_is_answered(tmp_path, name, data):
    answer(tmp_path, name, data.encode("utf-8", "surrogatepass"))
