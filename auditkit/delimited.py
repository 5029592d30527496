"""Tables that people save from spreadsheets: any separator, any usual encoding, rows with their line numbers.

German and French spreadsheets write semicolons and cp1252; "Unicode text" is UTF-16 with tabs; some put ``sep=;``
first. Cells come out as they stand, without outer space.
"""

import csv
import io
import re
from dataclasses import dataclass

from auditkit.errors import AuditKitError

SEPARATORS = (",", ";", "\t", "|")
FIELD_LIMIT = 1_000_000
ROW_LIMIT = 500_000  # half of what a spreadsheet holds; more would take minutes and gigabytes
# Signs that make a spreadsheet take a cell for a formula; handles begin with "@".
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class DelimitedTable:
    """The rows of a table as ``(line number, cells)``, blank lines left out, and how they were written."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str
    encoding: str


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: UTF-8, UTF-16 with a byte order mark, else cp1252.

    >>> decode("Grüße".encode("cp1252"))
    ('Grüße', 'cp1252')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def split_rows(data: bytes, file_name: str, error: type[AuditKitError]) -> DelimitedTable:
    """Return the rows of a delimited text file, or raise `error` with a sentence.

    The separator is the one that splits the first lines into the most columns, evenly.
    """
    text, encoding = decode(data)
    text = text.replace("\x00", "")
    separator, line = None, 1
    said = re.match(r"sep=([^\r\n ]?)[ \t]*(?:\r\n|\r|\n|$)", text, re.IGNORECASE)
    if said:
        separator, text, line = said[1] or "\t", text[said.end() :], 2
    separator = separator or _separator(text)
    csv.field_size_limit(FIELD_LIMIT)
    # Strict, because a lenient reader puts the rest of the file into one cell when a quotation mark is never closed.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, first = [], line
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(rows) >= ROW_LIMIT:
                    raise error(
                        f"{file_name}: has more than {ROW_LIMIT:,} rows, more than this kit reads of a table. "
                        "Split it into smaller files, and leave out what is no list of accounts."
                    )
                rows.append((line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + first
    except csv.Error:
        raise error(
            f"{file_name}: cannot be read as a table from line {line} on; probably a quotation mark stands alone. "
            "Open it in a spreadsheet, look there, and save it as CSV again."
        ) from None
    return DelimitedTable(tuple(rows), separator, encoding)


def _separator(text: str) -> str:
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def columns(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator)]
        return (min(counts, default=1), counts[0] if counts else 1)

    csv.field_size_limit(FIELD_LIMIT)
    try:
        best = max(SEPARATORS, key=columns)
        return best if columns(best)[1] > 1 else ","
    except csv.Error:
        return ","


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes first where one might.

    >>> guard("@ada_example"), restore("'@ada_example")
    ("'@ada_example", '@ada_example')
    """
    return "'" + cell if cell.startswith((*FORMULA_SIGNS, "'")) else cell


def restore(cell: str) -> str:
    """Return the cell as it was before `guard`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA_SIGNS, "'")) else cell
