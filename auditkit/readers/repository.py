"""The records of a Bluesky repository that exist now, found from its head commit.

The head leads to a search tree (MST) whose keys are ``collection/record key`` in order; its entries lead to the
records. Repositories of 2023 also carry blocks of the past: whoever reads every block brings back what was deleted.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from auditkit.export import Export, Member
from auditkit.readers.car import Blocks, block_link

# The number of an account.
DID = re.compile(r"did:[a-z0-9]{1,20}:[\w.:%\-]{1,500}", re.ASCII)
_FILES = re.compile(r"\.car$|(?:^|/)(?:com\.atproto\.sync\.getRepo|repo)$", re.IGNORECASE)
_BEGINS = re.compile(rb"[\x10-\xff].?\xa2(?:eroots|gversion)", re.DOTALL)
_DAMAGED = "its search tree is damaged"
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
# The network opened its doors in November 2022; a key from before was not made from a clock.
_EARLIEST = datetime(2022, 1, 1, tzinfo=UTC)


class Repository:
    """The records that a repository holds now; `owner` is the account it belongs to.

    Parameters
    ----------
    data : bytes
        The CAR file.
    name : str
        What messages call it.

    Raises
    ------
    BrokenExportError
        If the file is damaged or no repository; while reading too, when a block is missing or altered.
    """

    def __init__(self, data: bytes, name: str):
        self._blocks = Blocks(data, name)
        commit = self._blocks[self._blocks.head]
        self.owner, self._root = commit.get("did"), block_link(commit.get("data"))
        if not self._root or not isinstance(self.owner, str):
            raise self._blocks.broken("it does not begin with a Bluesky repository")

    def records(self, *collections: str) -> Iterator[tuple[str, str, dict]]:
        """Yield collection, record key and record of everything in `collections`, in the order of keys."""
        # "0" is the sign after "/": the keys of a collection lie between the two.
        ranges = [(f"{name}/".encode(), f"{name}0".encode()) for name in collections]
        for key, link in self._entries(ranges):
            collection, _, record_key = key.decode("utf-8", "replace").partition("/")
            yield collection, record_key, self._blocks[link]

    def _entries(self, ranges: list) -> Iterator[tuple[bytes, bytes]]:
        """Yield the keys in `ranges` with their links; parts of the tree that can hold none are not opened."""
        # The last put on is the next taken: a part of the tree with the bounds its keys lie in, or an entry.
        waiting, seen = [(self._root, (b"", None))], set()
        while waiting:
            link, where = waiting.pop()
            if isinstance(where, bytes):
                yield where, link
                continue
            if link in seen:
                raise self._blocks.broken("its search tree runs in a circle")
            seen.add(link)
            below, entries = self._node(link, *where)
            bounds = [where[0], *(key for key, _ in entries), where[1]]
            for place in range(len(entries), -1, -1):
                between = (bounds[place], bounds[place + 1])
                if below[place] and _meets(ranges, *between):
                    waiting.append((below[place], between))
                if place and any(start <= bounds[place] < end for start, end in ranges):
                    waiting.append((entries[place - 1][1], bounds[place]))

    def _node(self, link: bytes, low: bytes, high: bytes | None) -> tuple[list, list]:
        """Return the links to what lies before, between and after the entries, and key and link of each entry."""
        node = self._blocks[link]
        below, entries, key, before = [block_link(node.get("l"))], [], b"", low
        items = node.get("e")
        for item in items if isinstance(items, list) else (None,):
            try:
                shared, value, right = item["p"], block_link(item["v"]), block_link(item["t"])
                # A key repeats the beginning of the one before it.
                key = key[:shared] + item["k"] if 0 <= shared <= len(key) else b""
            except (KeyError, TypeError) as problem:
                raise self._blocks.broken(_DAMAGED) from problem
            if not value or (item["t"] is not None and not right) or not before < key or (high and key >= high):
                raise self._blocks.broken(_DAMAGED)
            entries.append((key, value))
            below.append(right)
            before = key
        return below, entries


def car_files(export: Export) -> list[Member]:
    """Return the CAR files in an export, told by their first bytes."""
    return [member for member in export.candidates(_FILES) if _BEGINS.match(export.head(member))]


def _meets(ranges: list, low: bytes, high: bytes | None) -> bool:
    """Whether a key above `low` and below `high` can lie in one of the ranges."""
    return any(low < end and (high is None or start < high) for start, end in ranges)


def moment_of(record_key: str) -> datetime | None:
    """Return when a record key was made, if it was made from a clock: 53 bits of microseconds, base 32.

    Examples
    --------
    >>> moment_of("3k5rgfiifs42u").isoformat(timespec="seconds"), moment_of("self")
    ('2023-08-25T08:25:38+00:00', None)
    """
    if len(record_key) != 13 or record_key[0] not in _DIGITS[:16] or not set(record_key) <= set(_DIGITS):
        return None
    number = 0
    for digit in record_key:
        number = number * 32 + _DIGITS.index(digit)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)
    return moment if moment >= _EARLIEST and moment.year < 2100 else None


def date_in(value: object) -> datetime | None:
    """Return the date that the person's program wrote, if it can be believed and has a zone."""
    try:
        moment = datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None
        zoned = bool(moment) and datetime.fromisoformat(value).tzinfo is not None
    except (ValueError, OverflowError):
        return None
    return moment if zoned and 2022 <= moment.year < 2100 else None
