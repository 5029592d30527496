"""The items of lists that lie under some key of a JSON object, straight out of the stream.

What lies beside the lists that are wanted is passed over without being kept, so that a file of any size costs a few MB.
A file that is cut off gives the items before the cut.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator

from auditkit.errors import BrokenExportError
from auditkit.readers.gathered import ENTRY_LIMIT
from auditkit.readers.records import DECODER, ITEM_LIMIT
from auditkit.readers.text import encoding_of

_CHUNK = 2**20
_DEEPEST, _DEEPEST_PASSED = 12, 2_000
_TEXT = r'"(?:[^"\\]++|\\.)*+"'
_FIRST = re.compile(r"[\s\ufeff]*+([{\[])")
# What comes next in an object: a key with what its value begins with or is, or the end.
_STEP = re.compile(
    rf'[\s,]*+(?:({_TEXT})\s*+:\s*+(?:([\[{{])|({_TEXT})|([^\s{{}}\[\],:"]++)(?=[\s,}}]))|(\}}))', re.DOTALL
)
# Lists and objects with at most one level inside them are passed in one step, deeper ones bracket by bracket.
_FLAT = rf'[\[{{](?:[^"\[\]{{}}]++|{_TEXT})*+[\]}}]'
_SHALLOW = rf'[\[{{](?:[^"\[\]{{}}]++|{_TEXT}|{_FLAT})*+[\]}}]'
_PASSED = re.compile(rf'(?:[^"\[\]{{}}]++|{_TEXT}|{_SHALLOW})*+', re.DOTALL)
_BRACKETS = re.compile(r"[\[{]++|[\]}]++")
_BETWEEN = re.compile(r"[\s,]*+")


class NestedLists:
    """Items of the wanted lists in `stream`, each with the keys above its list.

    Parameters
    ----------
    stream
        Bytes of a JSON file, with a `name`.
    wanted : callable
        ``wanted(path)`` for a tuple of keys; of a wanted list come the items, any other wanted value comes as itself.
        The path of a list that is not inside an object is ``()``.
    limit : int
        More items are answered with ``BrokenExportError``.

    Attributes
    ----------
    found : dict
        Number of items by path, for each wanted list, also empty ones and ``null``.
    cut : bool
        Whether the file stops before its end or cannot be read further.

    Examples
    --------
    >>> import io
    >>> stream = io.BytesIO(b'{"a": {"list": [{"b": "1"}], "c": [2]}}')
    >>> stream.name = "x.json"
    >>> list(NestedLists(stream, lambda path: path[-1:] == ("list",)))
    [(('a', 'list'), {'b': '1'})]
    """

    def __init__(self, stream, wanted: Callable[[tuple[str, ...]], bool], *, limit: int = ENTRY_LIMIT):
        self._stream, self._wanted, self._limit, self.name = stream, wanted, limit, stream.name
        self._text, self._at, self._decode = "", 0, None
        self.found: dict[tuple[str, ...], int] = {}
        self.cut = False

    def __iter__(self) -> Iterator[tuple[tuple[str, ...], object]]:
        first = self._next(_FIRST)
        if not first:
            raise BrokenExportError(
                f"{self.name}: expected JSON, found something else. "
                "Choose the file as the platform wrote it, from a fresh download."
            )
        yield from self._object() if first[1] == "{" else self._list(())

    def _object(self) -> Iterator[tuple[tuple[str, ...], object]]:
        """Walk through an object and the objects in it."""
        above: list[str] = []
        while not self.cut:
            step = self._next(_STEP)
            if not step:
                self.cut = True
                return
            key, opened, text, word, closed = step.groups()
            if closed and not above:
                return
            if closed:
                above.pop()
                continue
            path = (*above, _decoded(key))
            if opened == "{" and len(above) < _DEEPEST:
                above.append(path[-1])
            elif opened == "[" and self._wanted(path):
                yield from self._list(path)
            elif opened:
                self._pass_over()
            elif self._wanted(path):
                self.found.setdefault(path, 0)
                yield path, _decoded(text) if text else (None if word == "null" else word)

    def _next(self, pattern: re.Pattern) -> re.Match | None:
        """Return the match at this place, reading on until there is one; None when there is none."""
        while True:
            match = pattern.match(self._text, self._at)
            if match:
                self._at = match.end()
                return match
            if not self._more():
                return None

    def _list(self, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
        self.found.setdefault(path, 0)
        while True:
            self._at = _BETWEEN.match(self._text, self._at).end()
            if self._text.startswith("]", self._at):
                self._at += 1
                return
            try:
                item, end = DECODER.raw_decode(self._text, self._at)
                # A number at the very end may go on in the next chunk.
                complete = end < len(self._text) or isinstance(item, dict | list)
            except (ValueError, RecursionError):
                complete = False
            if complete:
                self._at = end
                self.found[path] += 1
                if self.found[path] > self._limit:
                    raise BrokenExportError(self._too_many())
                yield path, item
            elif not self._more():
                self.cut = True
                return

    def _pass_over(self) -> None:
        """Go behind the end of the object or list that has just begun."""
        depth = 1
        while depth and not self.cut:
            start = _PASSED.match(self._text, self._at).end()
            brackets = _BRACKETS.match(self._text, start)
            self._at = start
            if not brackets:
                self.cut = not self._more()
            elif brackets[0][0] in "[{":
                depth += len(brackets[0])
                self._at = brackets.end()
                self.cut = depth > _DEEPEST_PASSED
            else:
                closed = min(depth, len(brackets[0]))
                depth -= closed
                self._at += closed

    def _more(self) -> bool:
        """Take in the next chunk; False at the end of the file, or when what is open is too long to be an entry."""
        if len(self._text) - self._at > ITEM_LIMIT:
            return False
        while True:
            data = self._stream.read(_CHUNK)
            if self._decode is None:
                self._decode = codecs.getincrementaldecoder(encoding_of(data))("replace").decode
            text = self._decode(data, not data)
            if text or not data:
                self._text, self._at = self._text[self._at :] + text, 0
                return bool(text)

    def _too_many(self) -> str:
        return (
            f"{self.name}: the list holds more than {self._limit:,} entries, more than a platform hands out to one "
            "person. Choose the file as the platform wrote it, from a fresh download."
        )


def _decoded(text: str) -> str:
    if "\\" not in text:
        return text[1:-1]
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text[1:-1]
