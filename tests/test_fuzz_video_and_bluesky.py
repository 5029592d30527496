"""Readers of YouTube, Bluesky, Spotify, workbooks and histories under files nobody wrote by hand.

The promise: a result or one of our own errors within 10 s, never another exception, never contents in a message. The
structure of each format is kept and everything in it may be wrong. The suite runs a bounded number of examples; as long
as one asks: ``python tests/test_fuzz_video_and_bluesky.py --seconds 600 [FAMILY ...]``.
"""

import argparse
import hashlib
import io
import json
import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditkit.errors import AuditKitError
from auditkit.readers import explain_export, follow_list_as_dict, read_activity, read_follow_list
from sample_data.export_samples import bluesky, spotify, youtube
from sample_data.export_samples.spreadsheet import Raw, workbook

MARKER = "zqxjkvmarker"
SECONDS, MISSING = 10, object()
# Trees of blocks need more examples until something lies in the right place.
EXAMPLES = {"bluesky": 300, "spotify": 250, "youtube": 250, "workbooks": 200}
ADA, BO = youtube.ADA, youtube.BO

words = st.sampled_from(
    [MARKER, f"{MARKER}@example.org", "", " ", "\ud800", "\x00\x1b[31m", "=SUM(A1)", "😀" * 5, "9" * 30, "NaN", "null"]
)
dates = st.sampled_from(
    [
        "2026-01-02T03:04:05.678Z",
        "2026-01-02 03:04",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "2026-13-45",
        "2026-01-02T03:04:05+99:99",
        MARKER,
        "",
    ]
)
numbers = st.sampled_from([0, 1, -1, 2**53, 10**30, 1e308, float("nan"), float("inf"), True])
leaves = st.one_of(st.none(), words, dates, numbers, st.text(max_size=6))
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)


def maybe(strategy):
    """What belongs there, and now and then anything else."""
    return st.one_of(strategy, strategy, strategy, strategy, anything)


def record(**fields):
    """A mapping of which every value may be wrong and every key missing."""
    found = {name: st.one_of(maybe(value), st.just(MISSING)) for name, value in fields.items()}
    return st.fixed_dictionaries(found).map(lambda one: {name: one[name] for name in one if one[name] is not MISSING})


def text_of(value: object) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def mangled(strategy):
    """The bytes as they are, cut off, or with some of them changed."""

    @st.composite
    def changed(draw):
        name, data = draw(strategy)
        way = draw(st.sampled_from(["whole", "whole", "whole", "cut", "bytes"]))
        if way == "cut":
            data = data[: draw(st.integers(0, len(data)))]
        elif way == "bytes" and data:
            kept = bytearray(data)
            for place, byte in draw(
                st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=4)
            ):
                kept[place] = byte
            data = bytes(kept)
        return name, data

    return changed()


def named(name: str, strategy):
    return strategy.map(lambda value: (name, value if isinstance(value, bytes) else text_of(value)))


# --- YouTube -------------------------------------------------------------------------------------------------------

numbers_of_channels = st.sampled_from([ADA, BO, "UCEXAMPLE", "UC" + "\u0660" * 22, MARKER])
links = st.one_of(
    numbers_of_channels.map(lambda number: f"https://www.youtube.com/channel/{number}"),
    st.sampled_from(
        [f"https://www.youtube.com/@{MARKER}", "https://www.youtube.com/c/", "https://[", "javascript:alert(1)"]
    ),
)
cells = st.one_of(numbers_of_channels, links, words)
rows = st.lists(st.lists(cells, max_size=4).map(",".join), max_size=6)
tables = st.tuples(rows, st.sampled_from(["\n", "\r\n", "\r", '\n"', "\x00\n"])).map(
    lambda found: (found[1].join([youtube.EN.splitlines()[0], youtube.EN.splitlines()[1], *found[0]])).encode(
        "utf-8", "replace"
    )
)
resources = st.lists(
    maybe(
        record(
            snippet=record(
                resourceId=record(channelId=numbers_of_channels),
                channelId=words,
                title=words,
                description=words,
                publishedAt=dates,
            )
        )
    ),
    min_size=1,
    max_size=4,
).map(lambda items: [youtube.resource(ADA, "a", "b"), *items])
subscriptions = st.one_of(
    st.lists(maybe(record(service_id=numbers, url=links, name=words, id=numbers_of_channels)), max_size=4).map(
        lambda items: {"app_version": "1", "subscriptions": [{"service_id": 0}, *items]}
    ),
    st.lists(maybe(numbers_of_channels), max_size=4).map(lambda items: {"subscriptions": [ADA, *items]}),
    st.tuples(maybe(words), anything).map(
        lambda found: {"_id": found[0], "subscriptions": [{"id": ADA}], "name": found[1]}
    ),
    anything.map(lambda found: {"watch_history": found, "subscriptions": []}),
)
outlines = st.lists(
    st.tuples(
        words,
        st.one_of(links, numbers_of_channels.map(lambda n: f"https://www.youtube.com/feeds/videos.xml?channel_id={n}")),
    ),
    max_size=4,
).map(
    lambda found: (
        "<opml>" + "".join(f'<outline text="{text}" xmlUrl="{link}"/>' for text, link in found) + "</opml>"
    ).encode("utf-8", "replace")
)
YOUTUBE = st.one_of(
    named("subscriptions.csv", tables),
    named("subscriptions.json", st.one_of(resources, subscriptions)),
    named(
        "profiles.db",
        st.lists(subscriptions, min_size=1, max_size=3).map(lambda found: b"\n".join(map(text_of, found))),
    ),
    named("x.opml", outlines),
)

# --- Bluesky -------------------------------------------------------------------------------------------------------

dids = st.sampled_from(
    [bluesky.ADA, bluesky.BO, bluesky.OWNER, "did:web:a.example", MARKER, "did:plc:", "did:a:\u0660"]
)
uris = dids.map(lambda did: f"at://{did}/app.bsky.feed.post/x")
plain = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63),
        words.filter(lambda word: "\ud800" not in word),
        st.binary(max_size=4),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["a", MARKER]), inner, max_size=2)
    ),
    max_leaves=4,
)


def field(strategy):
    return st.one_of(strategy, strategy, strategy, plain)


subjects = st.one_of(dids, st.fixed_dictionaries({"uri": field(uris)}))
facets = st.lists(
    field(
        st.fixed_dictionaries(
            {
                "features": field(
                    st.lists(
                        field(
                            st.fixed_dictionaries(
                                {
                                    "$type": st.sampled_from(
                                        ["app.bsky.richtext.facet#mention", "app.bsky.richtext.facet#tag"]
                                    ),
                                    "did": field(dids),
                                    "tag": field(st.just(MARKER)),
                                }
                            )
                        ),
                        max_size=2,
                    )
                )
            }
        )
    ),
    max_size=2,
)
records = st.fixed_dictionaries(
    {}, optional={"subject": field(subjects), "createdAt": field(dates), "purpose": field(st.just("app.bsky.graph.defs#curatelist")), "name": field(st.just(MARKER)), "list": field(st.just(f"at://{bluesky.OWNER}/app.bsky.graph.list/a")), "reply": field(st.fixed_dictionaries({"parent": field(st.fixed_dictionaries({"uri": field(uris)}))})), "facets": field(facets)},
)  # fmt: skip
collections = st.sampled_from(
    [bluesky.FOLLOW, bluesky.LIST, bluesky.LISTED, *[bluesky.POST] * 3, bluesky.REPOST, bluesky.LIKE, "a"]
)
record_keys = st.sampled_from(["a", "b", "é", bluesky.key_at(bluesky.NEW_YEAR), "zzzzzzzzzzzzz", "2222222222222"])


@st.composite
def cars(draw):
    """A repository whose blocks carry their right names, but of which anything may be wrong."""
    made = bluesky.Builder()
    for collection, key, found in draw(st.lists(st.tuples(collections, record_keys, field(records)), max_size=6)):
        made.records[f"{collection}/{key}"] = made.put(found)
    head = made.commit()
    way = draw(st.sampled_from(["as it is", "as it is", "as it is", "node", "node", "commit", "block", "raw"]))
    if way == "node":
        entry = {
            "p": draw(field(st.integers(-1, 30))),
            "k": draw(field(st.sampled_from([b"app.bsky.graph.follow/a", b"b", b""]))),
            "v": draw(field(st.just(made.put({"subject": bluesky.ADA})))),
            "t": draw(field(st.none())),
        }
        node = {"l": draw(field(st.none())), "e": draw(field(st.just([entry] * draw(st.integers(0, 3)))))}
        head = made.put({"did": bluesky.OWNER, "version": 3, "data": made.put(node), "sig": b""})
    elif way == "commit":
        head = made.put(
            draw(
                field(
                    st.fixed_dictionaries({"did": field(dids), "data": field(st.just(made.put({"l": None, "e": []})))})
                )
            )
        )
    elif way in ("block", "raw"):
        data = draw(st.binary(max_size=40))
        link = bluesky.Link(b"\x01\x71\x12\x20" + hashlib.sha256(data).digest())
        made.blocks[link] = data
        head = made.put({"did": bluesky.OWNER, "version": 3, "data": link, "sig": b""}) if way == "block" else link
    return made.car(head, roots=draw(st.sampled_from([1, 1, 1, 0, 2])))


profiles = record(
    did=dids, handle=st.sampled_from(["ada.example", "handle.invalid", MARKER]), displayName=words, description=words
)
pages = st.fixed_dictionaries(
    {"follows": maybe(st.lists(maybe(profiles), max_size=4))},
    optional={"subject": maybe(record(did=dids)), "cursor": maybe(words)},
)
BLUESKY = st.one_of(
    named("repo.car", cars()),
    named("repo.car", cars()),
    named("follows.json", st.one_of(pages, st.lists(pages, min_size=1, max_size=3))),
    named("follows.ndjson", st.lists(pages, min_size=1, max_size=3).map(lambda found: b"\n".join(map(text_of, found)))),
)

# --- Spotify, workbooks, histories -----------------------------------------------------------------------------------

items = st.lists(
    maybe(
        record(
            name=words,
            publisher=words,
            uri=st.sampled_from(
                [f"spotify:show:{spotify.SHOW}", "spotify:artist:a", f"spotify:show:{MARKER}!", "spotify:"]
            ),
        )
    ),
    min_size=1,
    max_size=4,
)
LIBRARIES = st.fixed_dictionaries(
    {"tracks": st.just([]), "albums": anything, "shows": maybe(items), "artists": maybe(items)}
)
SPOTIFY = st.one_of(
    named("YourLibrary.json", LIBRARIES),
    named("YourLibrary.json", LIBRARIES),
    named("Follow.json", st.fixed_dictionaries({"userIsFollowing": maybe(st.lists(maybe(words), max_size=5))})),
    named("StreamingHistory0.json", st.lists(maybe(record(endTime=dates, ts=dates, msPlayed=numbers, ms_played=words, podcastName=words, artistName=words, episode_show_name=words)), max_size=5).map(lambda found: [{"endTime": "", "msPlayed": 1}, *found])),
)  # fmt: skip


@st.composite
def workbooks(draw):
    """A workbook of which cells, parts and their XML may be wrong."""
    raw = st.builds(
        lambda kind, value, place: Raw(f'<c r="{place}" t="{kind}"><f>HYPERLINK("{value}")</f><v>{value}</v><is><t>{value}</t></is></c>'),
        st.sampled_from(["s", "str", "inlineStr", "n", "e", "b", "d", "x"]), st.sampled_from([MARKER, "https://a.example/@b", "1e308", "-1", "9999999"]), st.sampled_from(["REF", "A0", "XFD1048576", "", "ZZZ9999999"]),
    )  # fmt: skip
    cell = st.one_of(
        st.sampled_from([MARKER, "handle", "url", "since", "name", "@a@example.org", "45356"]),
        st.integers(0, 10**18),
        st.floats(),
        raw,
    )
    rows = draw(st.lists(st.lists(cell, max_size=4), max_size=5))
    parts = workbook(
        [["handle", "name", "since"], ["ada@example.org", MARKER, 43894], ["bo@example.org"]],
        rows,
        links=draw(
            st.sampled_from(
                [{}, {"A2": "https://a.example/@b"}, {"A1": "javascript:x"}, {"A9": "https://a.example/@b"}]
            )
        ),
        states=draw(st.sampled_from([(), ("hidden", "visible"), ("x", "y")])),
        from_1904=draw(st.booleans()),
    )
    missing, changed = (draw(st.sampled_from([None] * 4 + list(range(len(parts))))) for _ in range(2))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, (name, data) in enumerate(parts):
            content = data.encode()
            if number == changed:
                _, content = draw(mangled(st.just((name, content))))
            if number != missing:
                archive.writestr(name, content)
    return buffer.getvalue()


WORKBOOKS = named("x.xlsx", workbooks())
watched = st.lists(
    maybe(
        record(
            header=words,
            titleUrl=st.sampled_from(["https://www.youtube.com/watch?v=a", MARKER]),
            subtitles=maybe(st.lists(maybe(record(url=links, name=words)), max_size=2)),
            time=dates,
            details=anything,
        )
    ),
    max_size=4,
).map(lambda found: [youtube.watched(ADA, "2026-01-01T00:00:00Z"), *found])
entries = st.lists(
    st.tuples(
        links, st.sampled_from(["Nov 2, 2020", "03/04/2024", "99/99/2024", "2020/99/01", "٢ نوفمبر ٢٠٢٠", MARKER])
    ),
    max_size=4,
).map(
    lambda found: (
        "<html><style></style>"
        + "".join(
            f'<div class="outer-cell"><div class="content-cell mdl-typography--body-1"><a href="https://www.youtube.com/watch?v=a">{MARKER}</a><br><a href="{link}">x</a><br>{date}</div></div>'
            for link, date in found
        )
    ).encode()
)
mentions = st.lists(maybe(record(id_str=st.sampled_from(["1", "-1", "\u0660", MARKER]), screen_name=words)), max_size=2)
posts = st.lists(
    maybe(
        record(
            full_text=st.sampled_from([f"RT @{MARKER}: x", "RT @"]),
            created_at=st.sampled_from(["Wed Oct 05 11:22:33 +0000 2022", MARKER]),
            in_reply_to_screen_name=words,
            in_reply_to_user_id_str=words,
            entities=maybe(
                record(user_mentions=maybe(mentions), hashtags=maybe(st.lists(maybe(record(text=words)), max_size=2)))
            ),
        )
    ),
    max_size=4,
).map(lambda found: b"window.YTD.tweets.part0 = " + text_of(found))
addresses = st.sampled_from(
    ["https://a.example/users/ada", "https://a.example/@bo/1", "https://[", "https://a:99999/@b", MARKER]
)
activities = st.lists(
    maybe(
        record(
            type=st.sampled_from(["Announce", "Create"]),
            actor=addresses,
            published=dates,
            object=st.one_of(
                addresses,
                maybe(
                    record(
                        attributedTo=addresses,
                        inReplyTo=addresses,
                        tag=maybe(
                            st.lists(
                                maybe(
                                    record(
                                        type=st.sampled_from(["Mention", "Hashtag"]),
                                        name=st.sampled_from([f"@{MARKER}@a.example", "#x", "#"]),
                                        href=addresses,
                                    )
                                ),
                                max_size=3,
                            )
                        ),
                    )
                ),
            ),
        )
    ),
    max_size=4,
).map(lambda found: {"type": "OrderedCollection", "orderedItems": found})
HISTORIES = st.one_of(
    named("watch-history.json", watched),
    named("watch-history.html", entries),
    named("tweets.js", posts),
    named("outbox.json", activities),
)

FAMILIES = {
    "youtube": mangled(YOUTUBE),
    "bluesky": mangled(BLUESKY),
    "spotify": mangled(SPOTIFY),
    "workbooks": WORKBOOKS,  # their parts are mangled, not the zip around them
    "histories": mangled(HISTORIES),
}


def check(folder: Path, name: str, data: bytes) -> None:
    """Read a file in every way; anything but a result or one of our own errors fails, and so does a loose tongue."""
    path = folder / name
    path.write_bytes(data)
    begun = time.perf_counter()
    said = []
    for read in (read_follow_list, explain_export, read_activity):
        try:
            found = read(path)
        except AuditKitError as error:
            said.append(str(error))
            continue
        if read is explain_export:
            said += found
        else:
            said += [*found.notes, *found.skipped]
            if read is read_follow_list:
                json.dumps(follow_list_as_dict(found), ensure_ascii=False).encode("utf-8")
            else:
                assert (found.table["count"] > 0).all()
    assert time.perf_counter() - begun < SECONDS
    assert all(said)
    assert MARKER not in "\n".join(said)


@pytest.mark.parametrize("family", FAMILIES)
def test_file_of_any_structure_is_read_or_answered_without_its_contents(family, tmp_path):
    @settings(
        max_examples=EXAMPLES.get(family, 120), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(FAMILIES[family])
    def run(case):
        check(tmp_path, *case)

    run()


TEN_MB = 10 * 2**20
LARGEST = {
    "invidious.json": b'{"subscriptions": ["UC", ' + b"{}," * (TEN_MB // 3) + b'{}], "watch_history": []}',
    "profiles.json": b'{"app_version": "1", "subscriptions": [{"service_id": 0},' + b'{"a":' * (TEN_MB // 5),
    "subscriptions.csv": youtube.EN.encode() + b"a\n" * (TEN_MB // 2),
    "Follow.json": b'{"userIsFollowing": [' + b'"1",' * (TEN_MB // 4) + b'""]}',
    "follows.ndjson": b'{"follows": []}\n' + b"{}\n" * (TEN_MB // 3),
    "watch-history.html": b'<html><style></style><div class="outer-cell"><a href="https://www.youtube.com/watch?v=x">'
    + b'<div class="content-cell mdl-typography--body-1">' * (TEN_MB // 50),
    "outbox.json": b'{"type": "OrderedCollection", "orderedItems": ["' + b"a" * TEN_MB,
    "tweets.js": b"window.YTD.tweets.part0 = [" + b"[" * TEN_MB,
}


@pytest.mark.parametrize("name", LARGEST)
def test_ten_megabytes_of_one_thing_are_answered_in_time(name, tmp_path):
    """Each took 15 s or a gigabyte, or might have, before its reader was bounded."""
    check(tmp_path, name, LARGEST[name])


def fuzz(family: str, seconds: float) -> int:
    """Try new examples of a family for so many seconds, print the count, and return it."""
    tried, ends = 0, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < ends:

            @seed(random.getrandbits(64))
            @settings(
                max_examples=300,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            )
            @given(FAMILIES[family])
            def run(case):
                nonlocal tried
                tried += 1
                check(Path(folder), *case)

            run()
    print(f"{family}: {tried:,} files in {seconds:.0f} s, each read or answered.")
    return tried


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("family", nargs="*", help=f"one or several of {', '.join(FAMILIES)} (default: all)")
    options.add_argument("--seconds", type=float, default=60, help="how long to try each family")
    chosen = options.parse_args()
    for one in chosen.family or FAMILIES:
        fuzz(one, chosen.seconds)
