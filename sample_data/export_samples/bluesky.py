"""Bluesky: invented repositories and pages. Account numbers hold 0, 1, 8 or 9, which no real one can; handles end in .example.

The repositories are made as the network describes them: a header, then blocks named by their SHA-256; a signed commit
(the signature here is nobody's), a search tree whose depth follows from the keys, and records.
"""

# ruff: noqa: E501 - the lines are as long as those of the files.

import hashlib
import json

OWNER, ADA, BO, CY, DEE = (f"did:plc:0189example{name:0<13}" for name in ("owner", "ada", "bo", "cy", "dee"))
FOLLOW, LIST, LISTED = "app.bsky.graph.follow", "app.bsky.graph.list", "app.bsky.graph.listitem"
POST, REPOST, LIKE = "app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.feed.like"
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
# Microseconds of 2024-01-01 and how many a day has.
NEW_YEAR, DAY = 1_704_067_200_000_000, 86_400_000_000


class Link(bytes):
    """The name of a block, as a record links to it."""


def encoded(value: object) -> bytes:
    """Return plain data as DAG-CBOR: shortest forms, keys by length and then by bytes."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, Link):
        return b"\xd8\x2a" + encoded(b"\x00" + value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(encoded, value))
    keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
    return _head(5, len(value)) + b"".join(encoded(key) + encoded(value[key]) for key in keys)


def _head(major: int, number: int) -> bytes:
    for short, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 1 << 8 * size:
            return bytes([major << 5 | short]) + number.to_bytes(size, "big")
    raise ValueError("too large")


def varint(number: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def key_at(microseconds: int) -> str:
    """Return the record key that a clock gives."""
    number = microseconds << 10
    return "".join(_DIGITS[number >> 5 * place & 31] for place in range(12, -1, -1))


class Builder:
    """A repository in the making; blocks stay when records are removed, as they did in 2023."""

    def __init__(self, owner: str = OWNER):
        self.owner, self.records, self.blocks = owner, {}, {}

    def put(self, value: object) -> Link:
        """Keep a block and return its name."""
        data = encoded(value)
        link = Link(b"\x01\x71\x12\x20" + hashlib.sha256(data).digest())
        self.blocks[link] = data
        return link

    def add(self, collection: str, key: str, **record) -> None:
        """Add a record."""
        self.records[f"{collection}/{key}"] = self.put({"$type": collection} | record)

    def commit(self) -> Link:
        """Return the head: a commit that leads to the tree of all records there are now."""
        keys = sorted(self.records, key=str.encode)
        depth = max(map(_depth, keys), default=0)
        return self.put(
            {
                "did": self.owner,
                "version": 3,
                "rev": key_at(NEW_YEAR),
                "prev": None,
                "data": self._tree(keys, depth),
                "sig": bytes(64),
            }
        )

    def _tree(self, keys: list[str], depth: int) -> Link:
        """Return the node of `keys` at a depth: keys as deep stand in it, shallower ones below, between them."""
        left, entries, waiting, before = None, [], [], b""
        for key in [*keys, None]:
            if key is not None and _depth(key) < depth:
                waiting.append(key)
                continue
            below = self._tree(waiting, depth - 1) if waiting else None
            waiting = []
            if entries:
                entries[-1]["t"] = below
            else:
                left = below
            if key is not None:
                whole = key.encode()
                shared = next(
                    (at for at, (a, b) in enumerate(zip(before, whole, strict=False)) if a != b),
                    min(len(before), len(whole)),
                )
                entries.append({"p": shared, "k": whole[shared:], "v": self.records[key], "t": None})
                before = whole
        return self.put({"l": left, "e": entries})

    def car(self, head: Link | None = None, *, roots: int = 1) -> bytes:
        """Return the CAR file."""
        head = head or self.commit()
        header = encoded({"roots": [head] * roots, "version": 1})
        blocks = (varint(len(link) + len(data)) + link + data for link, data in self.blocks.items())
        return varint(len(header)) + header + b"".join(blocks)


def _depth(key: str) -> int:
    """Return how deep a key stands: half the zero bits its SHA-256 begins with."""
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    return (256 - digest.bit_length()) // 2


def repository() -> Builder:
    """Return an invented repository with lists, posts and other apps' records in it."""
    made = Builder()
    for day, did in enumerate((ADA, BO, CY, ADA, OWNER)):
        made.add(FOLLOW, key_at(NEW_YEAR + day * DAY), subject=did, createdAt="2024-01-01T00:00:00.000Z")
    made.add(
        LIST,
        "readers",
        name="Reading aloud",
        purpose="app.bsky.graph.defs#curatelist",
        createdAt="2024-02-01T00:00:00Z",
    )
    made.add(LIST, "muted", name="Muted by me", purpose="app.bsky.graph.defs#modlist", createdAt="2024-02-01T00:00:00Z")
    made.add(LISTED, "one", list=f"at://{OWNER}/{LIST}/readers", subject=BO)
    made.add(LISTED, "two", list=f"at://{OWNER}/{LIST}/muted", subject=CY)
    made.add("sh.invented.graph.follow", key_at(NEW_YEAR), subject=DEE)
    for number, did in enumerate((ADA, ADA, BO)):
        made.add(
            REPOST, key_at(NEW_YEAR + (number + 40) * DAY), subject={"uri": f"at://{did}/{POST}/invented", "cid": "x"}
        )
    made.add(LIKE, key_at(NEW_YEAR + 41 * DAY), subject={"uri": f"at://{DEE}/{POST}/invented", "cid": "x"})
    parent = {"uri": f"at://{CY}/{POST}/invented", "cid": "x"}
    facets = [
        {
            "index": {"byteStart": 0, "byteEnd": 4},
            "features": [
                {"$type": "app.bsky.richtext.facet#mention", "did": BO},
                {"$type": "app.bsky.richtext.facet#tag", "tag": "InventedConf"},
            ],
        }
    ]
    made.add(
        POST, key_at(NEW_YEAR + 50 * DAY), text="PRIVATE DECOY", reply={"root": parent, "parent": parent}, facets=facets
    )
    made.add(POST, key_at(NEW_YEAR + 51 * DAY), text="PRIVATE DECOY", facets=facets)
    made.add(POST, key_at(NEW_YEAR + 90 * DAY), text="PRIVATE DECOY", facets=facets)
    return made


def with_history() -> bytes:
    """Return a file in which 9 of 17 follows were taken back: their blocks and the older trees are still there."""
    made = Builder()
    for number in range(17):
        made.add(
            FOLLOW,
            key_at(NEW_YEAR + number * DAY),
            subject=f"did:plc:0189example{number:0>13}",
            createdAt="2023-04-26T00:08:50-07:00",
        )
        made.commit()
    for key in list(made.records)[::2]:
        del made.records[key]
        made.commit()
    return made.car()


def odd_dates() -> bytes:
    """Return follows whose keys were not made from a clock, with the dates that programs wrote."""
    made = Builder()
    written = {
        "a": "2023-04-26T00:08:50-07:00",
        "b": "2023-04-26T00:08:50",
        "c": "0001-01-01T00:00:00Z",
        "d": None,
        "e": "9999-12-31T23:59:59-07:00",
    }
    for key, date in written.items():
        made.add(FOLLOW, key, subject=f"did:web:{key}.example", createdAt=date)
    made.add(FOLLOW, "f", subject="not an account", createdAt="2024-01-01T00:00:00Z")
    return made.car()


def page(*profiles: dict, cursor: str | None = None) -> dict:
    """Return a page of getFollows."""
    found = {"subject": {"did": OWNER, "handle": "owner.example"}, "follows": list(profiles)}
    return found | {"cursor": cursor} if cursor else found


PROFILES = [
    {
        "did": ADA,
        "handle": "ada.example",
        "displayName": "Ada Example",
        "description": "Reads aloud\nby the shore",
        "createdAt": "2023-04-26T07:08:50.000Z",
        "indexedAt": "2024-01-20T05:04:00.000Z",
    },
    {"did": BO, "handle": "handle.invalid"},
    {"did": CY, "handle": "cy.example", "displayName": "", "description": "\u200fquiet\u200b"},
    {"did": OWNER, "handle": "owner.example"},
    {"did": ADA, "handle": "ada.example"},
]
CAR = repository().car()
PAGES = [page(*PROFILES[:2], cursor="EXAMPLE"), page(*PROFILES[2:])]

SAMPLES = {
    "repo.car": CAR,
    "com.atproto.sync.getRepo": CAR,
    "with-history-2023.car": with_history(),
    "odd-dates.car": odd_dates(),
    "empty.car": Builder().car(),
    "two-roots.car": repository().car(roots=2),
    "repo.zip": [("repo.car", CAR), ("photo.jpg", b"\xff\xd8\xff")],
    "getFollows.json": json.dumps(page(*PROFILES), indent=1),
    "getFollows-pages.json": json.dumps(PAGES),
    "getFollows-pages.ndjson": "\n".join(map(json.dumps, PAGES)) + "\n",
    "getFollows-empty.json": json.dumps({"follows": []}),
    "getFollows-cut-off.json": json.dumps(page(*PROFILES))[:-20],
    "with-names-together/repo.car": CAR,
    "with-names-together/getFollows-1.json": json.dumps(PAGES[0]),
    "with-names-together/getFollows-2.json": json.dumps(PAGES[1]),
    "wrong/error.car": '{"error":"InvalidRequest","message":"Could not find repo"}',
    "wrong/getFollowers.json": json.dumps({"subject": {"did": OWNER, "handle": "owner.example"}, "followers": PROFILES[:1]}),
    "wrong/cut-off.car": CAR[: len(CAR) // 2],
    "wrong/altered.car": CAR.replace(BO.encode(), CY.encode()),
    "wrong/no-roots.car": repository().car(roots=0),
    "wrong/another-repository.car": (lambda made: made.car(made.put({"kind": "no commit"})))(Builder()),
}  # fmt: skip
