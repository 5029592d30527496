"""JSON of a moderate size as programs save it: one document, several one after another, or one per line.

A file that was cut off is read up to the cut, as far as the list in question goes.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.readers.records import DECODER
from auditkit.readers.text import decoded

_BETWEEN = re.compile(r"[\s,;\x1e\ufeff]*")
# Documents in one file: pages of a list, profiles of a program.
_MOST = 100_000
# A list of half a million accounts is far above what any of these platforms allows.
_MOST_ITEMS = 500_000


class Documents:
    """The JSON documents of a file; `cut` says whether the file stops early.

    Examples
    --------
    >>> Documents(b'{"a": [1]}\\n{"a": [2, 3', "x.json", "a").found
    [{'a': ['1']}, {'a': ['2']}]
    """

    def __init__(self, data: bytes, name: str, *keys: str):
        self.found, self.cut, self._name = [], False, name
        text = decoded(data)
        place = _BETWEEN.match(text).end()
        while place < len(text) and len(self.found) < _MOST:
            try:
                document, place = DECODER.raw_decode(text, place)
            except (ValueError, RecursionError):
                self.cut = True
                self.found.append({key: _items_before_the_cut(text[place:], key) for key in keys})
                break
            self.found.append(document)
            place = _BETWEEN.match(text, place).end()
        if self.cut and not any(self.found[-1].values()) and len(self.found) == 1:
            raise BrokenExportError(
                f"{name}: the list cannot be read; the file is damaged or cut off. Download or export it again."
            )

    def items(self, document: object, key: str) -> list:
        """Return the list under `key` of a document; a list longer than any list of accounts is refused."""
        items = document.get(key) if isinstance(document, dict) else document if not key else None
        items = items if isinstance(items, list) else []
        if len(items) > _MOST_ITEMS:
            raise BrokenExportError(
                f"{self._name}: this file holds more entries than any list of accounts. "
                "Choose the file as the platform or program saved it."
            )
        return items

    def stopped(self, name: str) -> list[str]:
        """Return a sentence if the file stops early."""
        again = "Download or export it again to have them all."
        return [f"{name} stops before its end; what stands before was read. {again}"] if self.cut else []


def _items_before_the_cut(text: str, key: str) -> list:
    """Return the complete items of the list under `key`."""
    start = re.search(rf'"{re.escape(key)}"\s*:\s*\[', text)
    items, place = [], start.end() if start else len(text)
    while place < len(text):
        place = _BETWEEN.match(text, place).end()
        try:
            item, place = DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        # A number or word at the very end may have gone on.
        if place < len(text) or isinstance(item, dict | list):
            items.append(item)
    return items
