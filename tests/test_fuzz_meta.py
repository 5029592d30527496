"""Fuzz of the readers for Instagram, Threads and Facebook, for TikTok, and for LinkedIn: structure, not bytes.

Two questions per family. *Wild*: anything built from the platform's own keys gives a result or one of our errors,
quickly, and no message holds contents. *Known*: entries that are right among entries that are not come out exactly.
A bounded run sits in the suite; ``python tests/test_fuzz_meta.py --seconds 600`` goes on for as long as one asks,
with new examples each time, and ends with hostile files of 10 MB.
"""

import argparse
import csv
import html
import io
import json
import re
import resource
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditkit.errors import AuditKitError
from auditkit.readers import explain_export, follow_list_as_dict, read_follow_list

MARK = "zqxjkvmarker"
SECONDS = 10
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Run by hand, each call has new examples; in the suite they are few and always the same.
BY_HAND = __name__ == "__main__"
BOUNDED = settings(
    max_examples=200 if BY_HAND else 60,
    derandomize=not BY_HAND,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def answer(name: str, data: bytes):
    """Return the follow list, or our error; fail on any other, on contents in what is said, and on slowness."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        # Time of this process: what else the machine does is not the reader's doing.
        begun = time.process_time()
        try:
            try:
                found = read_follow_list(path)
            finally:
                assert time.process_time() - begun < SECONDS
            said = [*found.notes, *found.skipped, *explain_export(path)]
            json.dumps(follow_list_as_dict(found), ensure_ascii=False).encode("utf-8")
            assert not [cell for cell in found.table["name"].dropna() if CONTROL.search(cell)]
        except AuditKitError as error:
            found, said = error, [str(error)]
    assert MARK not in "\n".join(said).lower()
    return found


# --- what files are made of ---------------------------------------------------------------------------------------

ODD = [
    "\u00c3\u00a9", "\ud800", "\x00", "\x1b[31m", "=SUM(A1)", "</script>", "\u202e", "a" * 3000, "@", "__deleted__x",
]  # fmt: skip
texts = st.one_of(st.text(max_size=20), st.just(MARK), st.sampled_from(ODD))
links = st.one_of(
    texts,
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["https://www.instagram.com/", "https://www.threads.net/@", "https://www.linkedin.com/in/", "http://[", "//", "HTTPS://WWW.INSTAGRAM.COM:99999/", "instagram.com/"]),
        st.sampled_from(["", "_u/", "p/", "explore/tags/", "/", "%00", "%"]),
        texts,
        st.sampled_from(["", "/", "?igsh=1", "#x"]),
    ),
)  # fmt: skip
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), texts, links, st.integers(0, 2**33), st.just(10**400)
)
KEYS = [
    "title", "string_list_data", "href", "value", "timestamp", "media_list_data", "name", "data", "username", "full_name",
    "UserName", "Date", "Following", "Following List", "Follower", "label", "label_values", "dict", "start_timestamp",
    "relationships_following", "following_v3", "following", "events_joined", "event_responses_v2", "groups_joined_v2",
    "text_post_app_text_post_app_following", "relationships_following_hashtags", "pages_followed_v2", "likes_media_likes",
]  # fmt: skip
keys = st.one_of(st.sampled_from(KEYS), st.sampled_from(KEYS), texts)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)
MEMBERS = [
    "connections/followers_and_following/following.json", "connections/followers_and_following/following.html", "following_hashtags.json",
    "your_instagram_activity/threads/following.json", "connections/followers/who_you've_followed.json", "who_you_ve_followed.html",
    "your_facebook_activity/pages/pages_and_profiles_you_follow.json", "connections.json", "user_data_tiktok.json",
    "TikTok/Following.json", "Activity/Following.txt", "Connections.csv", "Member_Follows_1.csv", "Company Follows.csv", "Events.csv",
]  # fmt: skip


@st.composite
def damaged(draw, text: str, suffix: str) -> tuple[str, bytes]:
    """Return a file name and bytes: the text as it is, cut, with signs put in, in another encoding, in a zip."""
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        place = draw(st.integers(0, len(text)))
        text = (
            text[:place]
            + draw(st.sampled_from(['"', "{", "}", "[", "]", ",", "\\", "\x00", "<", ">", "\n", ":"]))
            + text[place:]
        )
    if draw(st.booleans()):
        text = text[: draw(st.integers(0, len(text)))]
    data = text.encode(
        draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])), "replace"
    )
    name = draw(st.sampled_from(["x" + suffix, *[member.rpartition("/")[2] for member in MEMBERS]]))
    if draw(st.sampled_from([False, False, True])):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(draw(st.sampled_from(MEMBERS)), data)
            archive.writestr("no-data.txt", "")
        return "x.zip", buffer.getvalue()
    return name, data


def dumped(value) -> str:
    return json.dumps(value)


# --- Instagram, Threads, Facebook ---------------------------------------------------------------------------------

META_KEYS = [
    key for key in KEYS if key.startswith(("relationships", "following", "text_post", "pages", "groups", "event"))
]
meta_json = st.one_of(
    st.builds(lambda key, items: dumped({key: items}), st.sampled_from(META_KEYS), st.lists(values, max_size=5)),
    st.builds(lambda key, value: dumped({key: value}), st.sampled_from(META_KEYS), values),
    st.builds(lambda items: dumped(items), st.lists(values, max_size=4)),
    st.builds(
        lambda pairs: dumped({"following": pairs}),
        st.dictionaries(texts, st.one_of(texts, st.just("2019-01-02T03:04:05"))),
    ),
)
DATES = [
    "Dec 12, 2024 4:11 pm",
    "nov 04, 2025 3:29 am",
    "4 nov. 2025 03:29",
    "2025年11月4日",
    "03/04/2025, 18:46",
    "99 xxx 9999 99:99",
]
pieces = st.one_of(
    st.builds('<a target="_blank" href="{}">{}</a>'.format, links, texts),
    st.builds("<div>{}</div>".format, st.one_of(texts, st.sampled_from(DATES))),
    st.builds("<h2>{}</h2>".format, texts),
    st.sampled_from(
        ["<main>", "</main>", "<a href='", '<a href="', "</a", "<", ">", "<!--", "]]>", "&#x110000;", "&#0;", "&amp"]
    ),
)
meta_pages = st.builds(
    "<html><head><title>{}</title></head><body>{}</body></html>".format,
    st.sampled_from(["Following", "Who you've followed", "x"]),
    st.lists(pieces, max_size=8).map("".join),
)
meta_files = st.one_of(
    meta_json.flatmap(lambda text: damaged(text, ".json")), meta_pages.flatmap(lambda text: damaged(text, ".html"))
)

handles = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.]{0,12}\.example", fullmatch=True)
times = st.one_of(st.integers(1_100_000_000, 1_900_000_000), st.just(0))


def _link(platform: str, handle: str, form: str) -> str:
    site = "https://www.instagram.com/" if platform == "instagram" else "https://www.threads.net/"
    return site + {"plain": handle, "_u": f"_u/{handle}", "query": f"{handle}/?igsh=x", "sign": f"@{handle}"}[form]


@st.composite
def meta_entry(draw, platform: str):
    """Return an item and the handle and time it must give, None for one that names nobody."""
    handle, moment = draw(handles), draw(times)
    link = _link(
        platform, handle, draw(st.sampled_from(["plain", "_u" if platform == "instagram" else "sign", "query"]))
    )
    data = draw(
        st.sampled_from(
            [
                {"href": link, "value": handle, "timestamp": moment},
                {"href": link, "timestamp": str(moment)},
                {"href": link, "value": "somebody.else.example", "timestamp": moment * 1000},
                {"value": handle, "timestamp": moment},
                {"timestamp": moment},
                {"href": "https://elsewhere.example/x", "value": handle, "timestamp": moment},
                None,
            ]
        )
    )
    if data is None:
        return draw(st.sampled_from([None, 5, "x", [], {}, {"title": "two words"}, {"string_list_data": []}])), None
    known = (handle, moment) if "elsewhere" not in data.get("href", "") else None
    return {"title": handle, "string_list_data": [data]}, known


@st.composite
def meta_list(draw):
    platform = draw(st.sampled_from(["instagram", "threads"]))
    entries = draw(st.lists(meta_entry(platform), min_size=1, max_size=8))
    key = "relationships_following" if platform == "instagram" else "text_post_app_text_post_app_following"
    beside = draw(st.dictionaries(texts.filter(lambda text: text != key), values, max_size=2))
    return platform, entries, dumped({key: [item for item, _ in entries]} | beside)


@BOUNDED
@given(meta_files)
@example(("following.json", b'{"relationships_following": [{"title": "\\ud800", "string_list_data": [{}]}]}'))
@example(("following.html", b'<html><body><a href="https://www.instagram.com/ada.example">x</a>&#x110000;'))
def test_wild_files_of_meta_are_answered(file):
    answer(*file)


@BOUNDED
@given(meta_list())
def test_known_entries_of_instagram_and_threads_come_out_exactly(case):
    platform, entries, text = case
    follows = answer("x.json", text.encode())
    wanted = {}
    for _, known in entries:
        if known:
            wanted.setdefault(f"{platform}:{known[0].casefold()}", known[1])
    if not wanted:
        assert isinstance(follows, AuditKitError)
        return
    assert dict(zip(follows.table["account"], _seconds(follows), strict=True)) == wanted
    assert len(follows) + sum(follows.skipped.values()) == len(entries)


def _seconds(follows) -> list[int]:
    return [0 if since != since else int(since.timestamp()) for since in follows.table["since"]]


names = st.from_regex(r"[A-Za-zÀ-ž日本🌱]{1,8}( [A-Za-zÀ-ž]{1,8})?", fullmatch=True)
dates = st.integers(1_100_000_000, 1_900_000_000)
# Name, time, and whether it is written byte by byte; the last ones look broken when they are right.
people = st.one_of(
    st.tuples(names, dates, st.booleans()),
    st.tuples(st.sampled_from(["Ã©tage", "Â£ Example"]), dates, st.just(True)),
)


@BOUNDED
@given(st.lists(people, min_size=1, max_size=6))
def test_known_names_of_facebook_come_out_right_however_they_were_written(written):
    items = [
        {"name": name.encode().decode("latin-1") if by_bytes else name, "timestamp": moment}
        for name, moment, by_bytes in written
    ]
    follows = answer("x.json", dumped({"following_v3": items}).encode())
    wanted = {(name.casefold(), moment) for name, moment, _ in written}
    found = {(name.casefold(), moment) for name, moment in zip(follows.table["name"], _seconds(follows), strict=True)}
    assert found == wanted
    assert follows.table["account"].is_unique


@BOUNDED
@given(
    st.lists(st.tuples(handles, st.sampled_from(["plain", "_u"]), st.sampled_from(DATES)), min_size=1, max_size=6),
    st.booleans(),
)
def test_known_links_of_a_page_come_out_exactly(entries, new):
    boxes = []
    for handle, form, date in entries:
        link = html.escape(_link("instagram", handle, form))
        heading, text = (f"<h2>{handle}</h2>", link) if new else ("", handle)
        boxes.append(f'<div>{heading}<div><a href="{link}">{text}</a></div><div>{date}</div></div>')
    page = f"<html><head><title>Following</title></head><body>{''.join(boxes)}<p>Made on</p><p>1</p></body></html>"
    follows = answer("following.html", page.encode())
    wanted = {}
    for handle, _, date in entries:
        wanted.setdefault(f"instagram:{handle.casefold()}", date in DATES[:4])
    assert dict(zip(follows.table["account"], follows.table["since"].notna(), strict=True)) == wanted


# --- TikTok -------------------------------------------------------------------------------------------------------

tiktok_json = st.one_of(
    st.builds(
        lambda a, b, c, value: dumped({a: {b: {c: value}}}),
        st.sampled_from(["Activity", "Profile And Settings", "x"]),
        keys,
        st.sampled_from(["Following", "Following List"]),
        st.one_of(values, st.lists(st.fixed_dictionaries({"Date": scalars, "UserName": scalars}), max_size=4)),
    ),
    st.builds(lambda key, value: dumped({key: value}), st.sampled_from(["Following", "Activity"]), values),
)
tiktok_text = st.lists(
    st.one_of(
        st.builds("{}:{}".format, st.sampled_from(["Date", "Username", "username ", " DATE", "Link"]), texts), texts
    ),
    max_size=8,
).map("\n".join)
tiktok_files = st.one_of(
    tiktok_json.flatmap(lambda text: damaged(text, ".json")), tiktok_text.flatmap(lambda text: damaged(text, ".txt"))
)
plain_keys = st.sampled_from(
    ["Activity", "Your Activity", "Profile And Settings", "New Section", "Following List", "Following", "A.B"]
)
nested = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.just("k"), inner)), max_leaves=20
)
decoy_keys = st.sampled_from(["Follower", "FansList", "Block List", "Following feed"])


@st.composite
def tiktok_data(draw):
    entry = st.one_of(
        handles.map(lambda name: ({"Date": "2023-06-01 08:00:00", "UserName": name}, name)),
        handles.map(lambda name: ({"username": name, "date": None}, name)),
        st.sampled_from([None, 5, [], {}, {"UserName": None}, {"UserName": "two words"}]).map(
            lambda item: (item, None)
        ),
    )
    places = [draw(st.lists(entry, min_size=1, max_size=5)) for _ in range(draw(st.integers(1, 2)))]
    nobody = [{"UserName": "nobody.example"}]
    content: dict = {"Beside": draw(nested), draw(decoy_keys): {"Following": nobody}}
    for number, entries in enumerate(places):
        inner = {"Following": [item for item, _ in entries], draw(decoy_keys): nobody}
        above = [f"Section {number}", *draw(st.lists(plain_keys, max_size=2))]
        for key in reversed(above):
            inner = {key: inner}
        content |= inner
    return content, [known for entries in places for _, known in entries]


@BOUNDED
@given(tiktok_files)
@example(("x.json", b'{"Following":{"Following":[{"UserName":1}]}}'))
def test_wild_files_of_tiktok_are_answered(file):
    answer(*file)


@BOUNDED
@given(tiktok_data())
def test_known_entries_of_tiktok_come_out_exactly(case):
    content, names_in_order = case
    follows = answer("user_data.json", dumped(content).encode())
    wanted = dict.fromkeys(f"tiktok:{name.casefold()}" for name in names_in_order if name)
    if not wanted:
        return
    assert list(follows.table["account"]) == list(wanted)
    assert len(follows) + sum(follows.skipped.values()) == len(names_in_order)


@BOUNDED
@given(st.lists(st.tuples(handles, st.booleans(), st.sampled_from(["\n", "\r\n"])), min_size=1, max_size=6))
def test_known_entries_of_tiktoks_text_come_out_exactly(entries):
    text = "".join(
        f"Date: 2023-06-01 08:00:00 UTC{end}Username: {name}{end}{end if blank else ''}" for name, blank, end in entries
    )
    follows = answer("Following.txt", text.encode())
    assert list(follows.table["account"]) == list(dict.fromkeys(f"tiktok:{name.casefold()}" for name, _, _ in entries))


# --- LinkedIn -----------------------------------------------------------------------------------------------------

HEADINGS = [
    ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"],
    ["First Name", "Last Name", "Email Address", "Company", "Position", "Connected On"],
    ["Date", "Status", "FullName"],
    ["Organization", "Followed On"],
    ["Event Name", "Event Time", "Status", "External Url"],
    ["Hashtag", "Followed On"],
]
NOTES = 'Notes:\n"One quoted paragraph,\nsee https://help.example.invalid"\n\n'
cells = st.one_of(
    texts,
    links,
    st.sampled_from(
        ["", "24 Aug 2023", "Wed Jun 24 12:43:42 UTC 2026", "LinkedIn Member", '"', "Active", "31 Feb 2020"]
    ),
)


@st.composite
def linkedin_file(draw):
    headings = draw(st.sampled_from(HEADINGS))
    rows = draw(st.lists(st.lists(cells, max_size=9), max_size=5))
    buffer = io.StringIO()
    if draw(st.booleans()):
        csv.writer(buffer).writerows([headings, *([cell.replace("\x00", "") for cell in row] for row in rows)])
        text = buffer.getvalue()
    else:
        text = "\n".join(",".join(row) for row in [headings, *rows])
    return draw(damaged(draw(st.sampled_from(["", NOTES, "\n"])) + text, ".csv"))


@st.composite
def connection(draw):
    """Return a row and the key it must give; None for a row that names nobody."""
    name = draw(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True))
    kind = draw(st.sampled_from(["linked", "named", "gone", "empty"]))
    link = draw(st.from_regex(r"[a-z0-9-]{3,12}\.example", fullmatch=True)) if kind == "linked" else ""
    if kind in ("gone", "empty"):
        return ["LinkedIn", "Member", "", "", "", "", "1 Jan 2020"] if kind == "gone" else [""] * 6 + [
            "1 Jan 2020"
        ], None
    url = f"https://www.linkedin.com/in/{link}" if link else ""
    key = f"linkedin:{link}" if link else f"linkedin:name/{name.lower()}-example"
    return [name, "Example", url, f"{MARK}@{MARK}.example", "Org, Inc", "Speaker", "24 Aug 2023"], key


@BOUNDED
@given(linkedin_file())
@example(("Connections.csv", b'First Name,Last Name,Email Address\n"'))
def test_wild_files_of_linkedin_are_answered(file):
    answer(*file)


@BOUNDED
@given(st.lists(connection(), min_size=1, max_size=8), st.sampled_from(["", NOTES]), st.sampled_from(["\n", "\r\n"]))
def test_known_connections_of_linkedin_come_out_exactly_and_their_addresses_never(rows, notes, end):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=end).writerows([HEADINGS[0], *(row for row, _ in rows)])
    follows = answer("Connections.csv", (notes.replace("\n", end) + buffer.getvalue()).encode())
    wanted = list(dict.fromkeys(key for _, key in rows if key))
    if not wanted:
        assert isinstance(follows, AuditKitError)
        return
    assert list(follows.table["account"]) == wanted
    assert len(follows) + sum(follows.skipped.values()) == len(rows)
    assert MARK not in follows.table.to_string()


# --- hostile files --------------------------------------------------------------------------------------------------

IG, FB, TT = b'{"relationships_following":', b'{"following_v3":', b'{"x":{"Following":{"Following":null}},'
LI = ",".join(HEADINGS[0]).encode() + b"\n"
OPEN = b"<html><title>Following</title><body><a href='https://www.instagram.com/ada.example'>x</a>"
NAMED = b"<html><title>Who you've followed</title><body>"
HOSTILE = {
    "brackets.json": lambda size: IG + b"[" * size,
    "objects.json": lambda size: IG + b'[{"a":' * (size // 6),
    "many empty.json": lambda size: IG + b"[" + b"{}," * (size // 3),
    "one huge entry.json": lambda size: IG + b"[[" + b"[]," * (size // 3),
    "one huge text.json": lambda size: IG + b'[{"title":"' + b"a" * size + b'"}]}',
    "escapes.json": lambda size: IG + b'[{"title":"' + b"\\u00c3" * (size // 6),
    "same key.json": lambda size: IG + b"[]," + b'"a":1,' * (size // 6),
    "short names.json": lambda size: FB + b"[" + b",".join(b'{"name":"%d"}' % n for n in range(size // 17)) + b"]}",
    "alike names.json": lambda size: FB + b"[" + b",".join(b'{"name":"a","timestamp":%d}' % (1500000000 + n) for n in range(min(size // 34, 199_000))) + b"]}",
    "beside.json": lambda size: TT + b'"y":[' + b"[[[1]]]," * (size // 8) + b"]}",
    "nested beside.json": lambda size: TT + b'"y":[' + (b"[" * 900 + b"]" * 900 + b",") * (size // 1801) + b"]}",
    "quotation marks.json": lambda size: TT + b'"' * size,
    "backslashes.json": lambda size: TT + b'"' + b"\\" * size,
    "almost the list.json": lambda size: b"{" + b'"Following":{"Following":' * (size // 25),
    "almost entries.json": lambda size: b"{" + b'"Following":[{' * (size // 14),
    "lines.txt": lambda size: b"Date: 1\nUsername: a\n" + b"Date: 1\n" * (size // 8),
    "empty lines.txt": lambda size: b"Date: 1\nUsername: a\n" + b"\n" * size,
    "links.html": lambda size: OPEN + b"<a href='https://www.instagram.com/ada.example'>" * (size // 50),
    "open links.html": lambda size: OPEN + b"<a href='" * (size // 9),
    "open tags.html": lambda size: OPEN + b"<a " * (size // 3),
    "words.html": lambda size: NAMED + b"<p>a<p>1" * (size // 8) + b"<p>Dec 12, 2024 4:11 pm",
    "one word.html": lambda size: NAMED + b"1" * size,
    "blanks.html": lambda size: NAMED + b" " * size,
    "rows.csv": lambda size: LI + b"a,b\n" * (size // 4),
    "commas.csv": lambda size: LI + b"," * size,
    "one cell.csv": lambda size: LI + b"a" * size,
    "one line.csv": lambda size: b"Notes:," * (size // 7),
    "marks.csv": lambda size: LI + b'"' * size,
}  # fmt: skip
NAMES = {"links.html": "following.html", "open links.html": "following.html", "open tags.html": "following.html"}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_of_a_quarter_of_a_megabyte_is_answered_in_three_seconds(name):
    """A cost that grows with the square would show here already; 10 MB are tried by hand."""
    begun = time.process_time()
    answer(NAMES.get(name, name), HOSTILE[name](2**18))
    # It is read twice: for the result and for the explanation.
    assert time.process_time() - begun < 6


# --- for as long as one asks ---------------------------------------------------------------------------------------

FAMILIES = {
    "meta": [
        test_wild_files_of_meta_are_answered,
        test_known_entries_of_instagram_and_threads_come_out_exactly,
        test_known_names_of_facebook_come_out_right_however_they_were_written,
        test_known_links_of_a_page_come_out_exactly,
    ],
    "tiktok": [
        test_wild_files_of_tiktok_are_answered,
        test_known_entries_of_tiktok_come_out_exactly,
        test_known_entries_of_tiktoks_text_come_out_exactly,
    ],
    "linkedin": [
        test_wild_files_of_linkedin_are_answered,
        test_known_connections_of_linkedin_come_out_exactly_and_their_addresses_never,
    ],
}


def run(family: str, seconds: float) -> int:
    """Run the tests of a family with ever new examples until the time is over; return how many rounds."""
    rounds, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        for test in FAMILIES[family]:
            test()
        rounds += 1
    return rounds


def run_hostile() -> None:
    """Answer every hostile file at 10 MB and print how long it took; memory is that of the whole program."""
    for name, made in HOSTILE.items():
        begun = time.process_time()
        found = answer(NAMES.get(name, name), made(10 * 2**20))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{name:22} {time.process_time() - begun:5.1f} s, at most {peak} MB so far: {type(found).__name__}",
            flush=True,
        )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60, help="for each family")
    options.add_argument("--family", choices=[*FAMILIES, "hostile"], action="append")
    chosen = options.parse_args()
    for each in chosen.family or [*FAMILIES, "hostile"]:
        if each == "hostile":
            run_hostile()
        else:
            print(f"{each}: {run(each, chosen.seconds)} rounds without a failure", flush=True)
