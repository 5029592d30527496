"""X: what the numbers, the posts and the manifest of an archive give."""

import json
import zipfile

import pytest

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.export import Export
from auditkit.readers import read_follow_list
from auditkit.readers import twitter as reader
from auditkit.readers.records import DECODER, Records, whole_json

ADA, BO, OWNER = "9223372036854775901", "9223372036854775902", "9223372036854775999"


def listing(*numbers, key="following") -> str:
    return f"window.YTD.{key}.part0 = " + json.dumps([{key: {"accountId": number}} for number in numbers])


def posts(*items) -> str:
    return "window.YTD.tweets.part0 = " + json.dumps([{"tweet": item} for item in items])


def post(written, *mentions) -> dict:
    people = [{"id_str": number, "screen_name": handle, "name": name} for number, handle, name in mentions]
    return {"created_at": written, "entities": {"user_mentions": people}}


def archive(folder, **members):
    path = folder / "twitter.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(f"data/{name}.js", content)
    return path


def table_of(follows) -> list[tuple]:
    table = follows.table.astype("object").where(follows.table.notna(), None)
    return list(zip(table["account"], table["handle"], table["name"], table["flags"], strict=True))


def test_first_note_says_how_many_accounts_have_names(tmp_path):
    path = archive(tmp_path, following=listing(ADA, BO), tweets=posts(post("", (ADA, "ada_example_of_nobody", "Ada"))))
    follows = read_follow_list(path)
    assert follows.notes[0] == "2 accounts, names for 1."
    assert table_of(follows) == [
        (f"twitter:{ADA}", "ada_example_of_nobody", "Ada", ()),
        (f"twitter:{BO}", None, None, ("unresolved",)),
    ]


def test_link_follows_from_the_number_and_is_not_stored(tmp_path):
    follows = read_follow_list(archive(tmp_path, following=listing(ADA)))
    assert follows.table["url"].isna().all()
    assert follows.links().tolist() == [f"https://twitter.com/intent/user?user_id={ADA}"]


def test_newest_handle_wins_whatever_the_order_of_posts_and_older_ones_are_aliases(tmp_path):
    """Nasty case 13."""
    new = post("Wed Oct 05 11:22:33 +0000 2022", (ADA, "Ada_New_Invented_Handle", "Ada Now"))
    old = post("Sun Jan 03 08:00:00 +0000 2016", (ADA, "ada_old_invented_handle", "Ada Then"))
    for order in ((new, old), (old, new)):
        follows = read_follow_list(archive(tmp_path, following=listing(ADA), tweets=posts(*order)))
        assert table_of(follows)[0][1:3] == ("Ada_New_Invented_Handle", "Ada Now")
        assert follows.aliases == {"twitter:ada_old_invented_handle": f"twitter:{ADA}"}


def test_handle_that_somebody_else_carries_now_is_no_alias(tmp_path):
    follows = read_follow_list(
        archive(
            tmp_path,
            following=listing(ADA, BO),
            tweets=posts(
                post("Sun Jan 03 08:00:00 +0000 2016", (ADA, "handed_on_invented_handle", "Ada")),
                post("Wed Oct 05 11:22:33 +0000 2022", (ADA, "ada_new_invented_handle", "Ada")),
                post("Thu Oct 06 11:22:33 +0000 2022", (BO, "handed_on_invented_handle", "Bo")),
            ),
        )
    )
    assert follows.aliases == {}
    assert [row[1] for row in table_of(follows)] == ["ada_new_invented_handle", "handed_on_invented_handle"]


@pytest.mark.parametrize(
    "written", [None, 12, "", "yesterday", "Sat Feb 01 00:00:00 +0000 1997", "Sam Okt 05 11:22:33 +0000 2022"]
)
def test_post_without_a_believable_date_names_only_who_has_no_other_name(written, tmp_path):
    """Nasty case 11: tweets of 1997, without `created_at`; month names are English in every country."""
    odd = post(written, (ADA, "odd_example_of_nobody", "Odd"), (BO, "bo_example_of_nobody", "Bo"))
    good = post("Mon May 02 00:00:00 +0000 2011", (ADA, "ada_example_of_nobody", "Ada"))
    follows = read_follow_list(archive(tmp_path, following=listing(ADA, BO), tweets=posts(good, odd)))
    assert [row[1] for row in table_of(follows)] == ["ada_example_of_nobody", "bo_example_of_nobody"]


def test_posts_of_odd_shapes_are_passed_over(tmp_path):
    odd = [
        {},
        {"entities": None},
        {"entities": {}},
        {"entities": {"user_mentions": None}},
        {"entities": {"user_mentions": ["text", None, {}, {"id": "-1", "screen_name": "gone_example_of_nobody"}]}},
        {"entities": {"user_mentions": [{"id_str": ADA, "screen_name": None}, {"id_str": ADA, "screen_name": "<b>"}]}},
    ]
    tweets = "window.YTD.tweets.part0 = " + json.dumps([*({"tweet": item} for item in odd), *odd, 1, "x", None, []])
    follows = read_follow_list(archive(tmp_path, following=listing(ADA), tweets=tweets))
    assert follows.notes[0] == "1 account, names for 0."


def test_numeric_mention_of_an_old_archive_names_its_account(tmp_path):
    mention = {"id": int(ADA), "screen_name": "ada_example_of_nobody", "name": "Ada"}
    tweets = "window.YTD.tweet.part0 = " + json.dumps([{"entities": {"user_mentions": [mention]}}])
    follows = read_follow_list(archive(tmp_path, following=listing(ADA), tweet=tweets))
    assert table_of(follows)[0][1] == "ada_example_of_nobody"


def test_own_account_is_left_out_and_account_file_opened_only_when_nothing_else_tells(tmp_path):
    account = "window.YTD.account.part0 = " + json.dumps(
        [{"account": {"email": "zqx@example.org", "accountId": OWNER, "username": "owner_example_of_nobody"}}]
    )
    manifest = "window.__THAR_CONFIG = " + json.dumps({"userInfo": {"accountId": OWNER}})
    without = read_follow_list(archive(tmp_path, following=listing(ADA, OWNER), account=account))
    assert without.skipped == {"your own account": 1}
    assert without.members_read == ("data/account.js", "data/following.js")
    with_manifest = read_follow_list(
        archive(tmp_path, following=listing(ADA, OWNER), account=account, manifest=manifest)
    )
    assert with_manifest.skipped == {"your own account": 1}
    assert with_manifest.members_read == ("data/manifest.js", "data/following.js")
    assert "zqx" not in repr(without) + repr(with_manifest)


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "window.__THAR_CONFIG = ",
        "[1]",
        "{",
        '{"dataTypes": []}',
        '{"dataTypes": {"following": {"files": [{"count": "x"}]}}}',
        '{"userInfo": 5}',
    ],
)
def test_odd_manifest_changes_nothing(manifest, tmp_path):
    follows = read_follow_list(archive(tmp_path, following=listing(ADA), manifest=manifest))
    assert len(follows) == 1
    assert not [note for note in follows.notes if "announces" in note]


def test_every_repeated_number_is_counted_once_and_the_order_of_the_file_kept(tmp_path):
    follows = read_follow_list(archive(tmp_path, following=listing(BO, ADA, BO, BO, ADA)))
    assert follows.table["account"].tolist() == [f"twitter:{BO}", f"twitter:{ADA}"]
    assert follows.skipped == {"listed more than once": 3}


def test_file_of_posts_that_is_cut_off_still_names_what_it_holds(tmp_path):
    tweets = posts(post("", (ADA, "ada_example_of_nobody", "Ada")), post("", (BO, "bo_example_of_nobody", "Bo")))
    follows = read_follow_list(archive(tmp_path, following=listing(ADA, BO), tweets=tweets[:-30]))
    assert follows.notes[0] == "2 accounts, names for 1."


def test_item_that_is_not_wrapped_is_read_when_the_file_says_following(tmp_path):
    path = tmp_path / "following.js"
    path.write_text(json.dumps([{"accountId": ADA}]))
    assert read_follow_list(path).table["account"].tolist() == [f"twitter:{ADA}"]


def test_bare_list_of_followers_is_never_taken_for_following(tmp_path):
    path = tmp_path / "following.js"
    path.write_text(json.dumps([{"follower": {"accountId": ADA}}]))
    with pytest.raises(UnknownExportError, match="followers"):
        read_follow_list(path)


def test_file_named_anything_is_told_by_its_content(tmp_path):
    path = tmp_path / "download (3).txt"
    path.write_text(listing(ADA))
    assert read_follow_list(path).reader == "twitter"


# --- the stream of items -------------------------------------------------------------------------------------


class Stream:
    """A member that hands out a few bytes at a time."""

    name = "following.js"

    def __init__(self, data: bytes, step: int):
        self.data, self.step = data, step

    def read(self, size: int = -1) -> bytes:
        size = len(self.data) if size < 0 else min(size, self.step)
        data, self.data = self.data[:size], self.data[size:]
        return data


ITEMS = [
    [],
    [{"a": "1"}],
    [{"a": ["},{", "]", "ü€😀"]}, {"a": {"b": [{"c": "x"}, {"c": "y"}]}}, {"a": '"\\}'}],
    ["text", ["list"], {"k": {}}, "last"],
    [{"id": str(number), "inner": [{"n": "1"}, {"n": "2"}]} for number in range(60)],
]


@pytest.mark.parametrize("step", [1, 2, 7, 64, 10**6])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("items", ITEMS, ids=range(len(ITEMS)))
def test_stream_gives_what_json_gives_wherever_the_chunks_end(items, indent, step):
    """The standard library's `json.loads` is the other program here."""
    text = json.dumps(items, indent=indent, ensure_ascii=False)
    for before, after in (("", ""), ("window.YTD.following.part0 = ", ";\n")):
        head = before + text[:1]
        stream = Stream((before + text + after).encode(), step)
        if step < len(head):
            stream.read = chunks_after(stream, len(head) + 8)
        records = Records(stream)
        assert list(records) == json.loads(text)
        assert (records.count, records.cut) == (len(items), False)


def chunks_after(stream: Stream, first: int):
    """The beginning comes in one piece, as it does from a file; what follows in small ones."""
    small = stream.read
    state = {"first": True}

    def read(size: int = -1) -> bytes:
        if state.pop("first", False):
            data, stream.data = stream.data[:first], stream.data[first:]
            return data
        return small(size)

    return read


@pytest.mark.parametrize("cut", range(1, 90, 7))
def test_stream_that_stops_gives_the_complete_items_before(cut):
    items = [{"following": {"accountId": str(number)}} for number in range(100, 110)]
    text = json.dumps(items)[:-cut]
    records = Records(Stream(text.encode(), 10**6))
    found = list(records)
    assert found == items[: len(found)]
    assert records.cut
    assert len(found) == text.count("}}")


def test_garbage_in_the_middle_stops_the_stream_there():
    records = Records(Stream(b'[{"a": "1"}, {"a": "2"}, {garbage}, {"a": "3"}]', 10**6))
    assert list(records) == [{"a": "1"}, {"a": "2"}]
    assert records.cut


def test_numbers_of_any_length_stay_text():
    text = '[{"following": {"accountId": ' + "9" * 5000 + "}}]"
    assert next(iter(Records(Stream(text.encode(), 10**6))))["following"]["accountId"] == "9" * 5000
    assert DECODER.decode("1.39073E+18") == "1.39073E+18"


def test_thousands_of_brackets_stop_the_stream_without_an_error():
    records = Records(Stream(b'[{"a": 1}, ' + b"[" * 200_000, 10**6))
    assert len(list(records)) == 1
    assert records.cut


def test_what_is_no_list_is_a_sentence():
    with pytest.raises(BrokenExportError, match="expected a list"):
        list(Records(Stream(b'window.YTD.following.part0 = {"a": 1}', 10**6)))


def test_small_file_that_is_no_json_gives_nothing():
    for data in (b"", b"text", b"{", b"window.x = {", b"[" * 200_000):
        assert whole_json(Stream(data, 10**6)) is None


def test_only_the_list_itself_is_peeked_at_in_an_archive(tmp_path):
    path = archive(tmp_path, following=listing(ADA), account="x", follower="x")
    with Export(path) as export:
        assert reader.READER.identify(export)
        assert export.members_peeked == ("data/following.js",)
