"""The items of a JSON list of any size, one after another, straight out of the stream.

Takes bare JSON and the JavaScript that X writes (``window.YTD.following.part0 = [``). Memory stays at a few MB:
whole batches of complete items are decoded at once, which is as fast as decoding the file in one go.
"""

import codecs
import json
import re
from collections.abc import Iterator

from auditkit.errors import BrokenExportError
from auditkit.readers.text import encoding_of

_CHUNK = 2**20
# An item that does not end within this many characters is damage, not an item.
ITEM_LIMIT = 4 * 2**20
_BEFORE_LIST = re.compile(r"\s*(?:(?:var\s+)?[\w.$]{1,200}\s*=\s*)?\[")
_BETWEEN = re.compile(r"[\s,]*")
# Numbers stay text: ids do not fit a float, and Python refuses whole numbers of 5,000 digits.
DECODER = json.JSONDecoder(parse_int=str, parse_float=str, strict=False)


class Records:
    """The items of the list in `stream`; afterwards `count` says how many, `cut` whether the file stops early."""

    def __init__(self, stream):
        self._stream, self.name = stream, stream.name
        self.count, self.cut = 0, False
        self._gap = ""
        self._decode = None

    def __iter__(self) -> Iterator:
        text = self._beginning()
        while True:
            items, used = self._complete_items(text)
            text = text[used:]
            self.count += len(items)
            yield from items
            if text.startswith("]"):
                return
            if items:
                continue
            more = self._more()
            if not more or len(text) > ITEM_LIMIT:
                self.cut = True
                return
            text += more

    def _more(self) -> str:
        """Return the next characters, or nothing at the end; half a character waits for its other half."""
        while True:
            data = self._stream.read(_CHUNK)
            if self._decode is None:
                self._decode = codecs.getincrementaldecoder(encoding_of(data))("replace").decode
            text = self._decode(data, not data)
            if text or not data:
                return text

    def _beginning(self) -> str:
        text = self._more()
        match = _BEFORE_LIST.match(text)
        if not match:
            raise BrokenExportError(
                f"{self.name}: expected a list of entries, found something else. "
                "Choose the file as the platform wrote it, from a fresh download."
            )
        return text[match.end() :]

    def _complete_items(self, text: str) -> tuple[list, int]:
        """Return the items that are complete in `text` and where the rest begins.

        The quick way decodes everything up to the last place that looks like the gap between two items. If the
        guess was wrong (the same characters inside an item) decoding fails, and items are taken one by one.
        """
        start = _BETWEEN.match(text).end()
        last = text.rfind(self._gap) if self._gap else -1
        if last > start:
            try:
                return DECODER.decode(f"[{text[start : last + 1]}]"), last + 1
            except (ValueError, RecursionError):
                pass
        return self._one_by_one(text, start)

    def _one_by_one(self, text: str, start: int) -> tuple[list, int]:
        items, ends = [], 0
        while start < len(text) and text[start] != "]":
            try:
                item, end = DECODER.raw_decode(text, start)
            except (ValueError, RecursionError):
                break
            # A number or word at the very end may go on in the next chunk.
            if end == len(text) and not isinstance(item, dict | list):
                break
            items.append(item)
            if ends and not self._gap and text[ends - 1] == "}" and text[start] == "{":
                self._gap = text[ends - 1 : start + 1]
            ends = end
            start = _BETWEEN.match(text, end).end()
        return items, start


def whole_json(stream) -> object:
    """Return everything in a small stream as JSON, without a JavaScript beginning; None when it is not JSON."""
    data = stream.read()
    text = data.decode(encoding_of(data), "replace")
    beginning = re.match(r"\s*(?:(?:var\s+)?[\w.$]{1,200}\s*=\s*)?(?=[\[{])", text)
    try:
        return DECODER.raw_decode(text, beginning.end())[0] if beginning else None
    except (ValueError, RecursionError):
        return None
