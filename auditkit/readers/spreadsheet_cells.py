"""The cells of a worksheet as text, and where they lead."""

import re
from dataclasses import dataclass, field

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member
from auditkit.readers.spreadsheet_parts import parse

# A list of accounts is nowhere near; beyond it, the answer would take too long.
_MOST_TEXTS, _MOST_ROWS, _MOST_CELLS, _WIDEST = 500_000, 100_000, 1_500_000, 200
_LONGEST = 32_767
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LINK_FORMULA = re.compile(r"\s*HYPERLINK\(\s*\"([^\"]{1,2000})\"", re.IGNORECASE)
_WHOLE = re.compile(r"(-?\d{1,15})\.0+")


@dataclass
class Sheet:
    """Rows with their line numbers, blank ones left out; `links` tells by line and column where a cell leads."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)


def shared_texts(export: Export, member: Member) -> list[str]:
    """Return the texts that cells refer to by number."""
    found, parts, inside = [], [], []

    def start(tag: str, _: dict[str, str]) -> None:
        inside.append(tag)
        if tag == "si":
            parts.clear()

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            found.append("".join(parts)[:_LONGEST])
            _check(export, len(found), _MOST_TEXTS)

    def text(data: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside[-3:]:
            parts.append(data)

    parse(export, member, start, end, text)
    return found


def _check(export: Export, number: int, most: int) -> None:
    if number > most:
        raise BrokenExportError(
            f"{export.name}: this workbook is larger than any list of accounts. "
            "Copy the list into a workbook of its own."
        )


def read_sheet(export: Export, member: Member, texts: list[str]) -> Sheet:
    """Return a worksheet; `texts` are those that cells refer to."""
    reading = _Reading(export, texts)
    parse(export, member, reading.start, reading.end, reading.text)
    return reading.sheet


class _Reading:
    def __init__(self, export: Export, texts: list[str]):
        self._export, self._texts, self.sheet = export, texts, Sheet()
        self._line, self._cells, self._count = 0, [], 0
        self._column, self._kind, self._parts, self._formula = 0, "", [], []
        self._tag, self._aside = "", False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._tag = tag
        # rPh: how to pronounce a Japanese text, which is not part of it.
        self._aside = self._aside or tag == "rPh"
        if tag == "row":
            number = attributes.get("r", "")
            self._line = int(number) if number.isdecimal() and len(number) < 9 else self._line + 1
            self._cells = []
        elif tag == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(found[1]) if found else len(self._cells)
            self._kind, self._parts, self._formula = attributes.get("t", "n"), [], []
        elif tag == "hyperlink":
            found = _REFERENCE.match(attributes.get("ref", ""))
            link = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            if found and link:
                self.sheet.links[int(found[2]), _column(found[1])] = link

    def text(self, data: str) -> None:
        if self._tag in ("v", "t") and not self._aside:
            self._parts.append(data)
        elif self._tag == "f":
            self._formula.append(data)

    def end(self, tag: str) -> None:
        self._tag, self._aside = "", self._aside and tag != "rPh"
        if tag == "c" and self._column < _WIDEST:
            self._count += 1 + max(0, self._column - len(self._cells))
            _check(self._export, self._count, _MOST_CELLS)
            value = self._value("".join(self._parts)[:_LONGEST].strip())
            link = _LINK_FORMULA.match("".join(self._formula)[:_LONGEST])
            if link:
                self.sheet.links[self._line, self._column] = link[1]
            if value:
                self._cells += [""] * (self._column + 1 - len(self._cells))
                self._cells[self._column] = value
        elif tag == "row" and any(self._cells):
            self.sheet.rows.append((self._line, self._cells))
            _check(self._export, len(self.sheet.rows), _MOST_ROWS)

    def _value(self, text: str) -> str:
        if self._kind == "s":
            number = int(text) if text.isdecimal() and len(text) < 9 else -1
            return self._texts[number].strip() if 0 <= number < len(self._texts) else ""
        if self._kind == "e":
            return ""
        whole = _WHOLE.fullmatch(text) if self._kind == "n" else None
        return whole[1] if whole else text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
