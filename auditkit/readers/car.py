"""CAR files: blocks of plain data, each named by its own SHA-256, after a header that names the first.

Only the places of the blocks are noted; a block is checked against its name and decoded when it is asked for. What a
hostile file could do is bounded: plain data only (no tags but links, nothing of unknown length), 64 levels, 1 MB.
"""

import hashlib

from auditkit.errors import BrokenExportError

_LINK = 42
# What a link to such a block begins with: version 1, plain data (DAG-CBOR), SHA-256, 32 bytes.
_LINK_START = b"\x01\x71\x12\x20"
_LINK_LENGTH = 36
_DEEPEST = 64
# A record has a few hundred bytes, a post with pictures some thousand.
_LARGEST_HEADER, _LARGEST_BLOCK = 2**16, 2**20
# Whoever follows the links decodes each block once; a file that is made to be decoded more often is no repository.
_TWICE = 2
# Tags that a CBOR library gives a meaning (numbers of any size, patterns, references): a record has none of them.
_TAGS = (*range(_LINK), *range(_LINK + 1, 300), 1004, 43000, 55799)
_AGAIN = "Download it again: in Bluesky, Settings > Account > Export My Data > Download CAR file."


def _refused(*_: object) -> None:
    raise ValueError("a tag that no record has")


_REFUSED = dict.fromkeys(_TAGS, _refused)


class Blocks:
    """The blocks of a CAR file; `head` is the link that its header names first.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        What messages call it.

    Raises
    ------
    BrokenExportError
        If the file is cut off or no CAR file; on asking, if a block is missing, altered, or no plain data.
    """

    def __init__(self, data: bytes, name: str):
        self.name, self._data, self._places, self._decoded = name, data, {}, 0
        end = len(data)
        length, place = self._varint(0)
        if length > min(_LARGEST_HEADER, end - place):
            raise self.broken("it is cut off or no CAR file")
        roots = self._plain(data[place : place + length]).get("roots")
        self.head = block_link(roots[0]) if isinstance(roots, list) and roots else None
        if not self.head:
            raise self.broken("it names no head commit")
        place += length
        while place < end:
            length, place = self._varint(place)
            if length > end - place:
                raise self.broken("it is cut off")
            # Blocks of other kinds are passed over; no link that we follow leads to them.
            if length >= _LINK_LENGTH and data.startswith(_LINK_START, place):
                self._places[data[place : place + _LINK_LENGTH]] = (place + _LINK_LENGTH, place + length)
            place += length

    def __getitem__(self, link: bytes) -> dict:
        """Return the block that `link` names, checked and decoded."""
        where = self._places.get(link)
        if where is None:
            raise self.broken("a part of it is missing")
        block = self._data[where[0] : where[1]]
        if hashlib.sha256(block).digest() != link[len(_LINK_START) :]:
            raise self.broken("a part of it was altered or damaged")
        return self._plain(block)

    def _varint(self, place: int) -> tuple[int, int]:
        """Return a number of up to nine bytes, seven bits each, and the place after it."""
        number = shift = 0
        for byte in self._data[place : place + 9]:
            place += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number, place
            shift += 7
        raise self.broken("it is cut off or no CAR file")

    def _plain(self, block: bytes) -> dict:
        """Return a block as a mapping; anything else is damage."""
        import cbor2  # only for this one format

        self._decoded += len(block)
        if self._decoded > _TWICE * len(self._data):
            raise self.broken("it leads to the same parts over and over")
        if len(block) > _LARGEST_BLOCK:
            raise self.broken("a part of it is larger than any record")
        try:
            found = cbor2.loads(block, max_depth=_DEEPEST, allow_indefinite=False, semantic_decoders=_REFUSED)
        except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as problem:
            raise self.broken("a part of it is damaged") from problem
        if not isinstance(found, dict):
            raise self.broken("a part of it is not what it should be")
        return found

    def broken(self, why: str) -> BrokenExportError:
        """Return the error that says why the file cannot be used."""
        return BrokenExportError(f"{self.name}: this CAR file cannot be used, because {why}. {_AGAIN}")


def block_link(value: object) -> bytes | None:
    """Return the name of the block that a decoded link leads to; None for anything else."""
    content = getattr(value, "value", None) if getattr(value, "tag", None) == _LINK else None
    if isinstance(content, bytes) and len(content) == _LINK_LENGTH + 1 and content.startswith(b"\x00" + _LINK_START):
        return content[1:]
    return None
