"""Reading a workbook (XLSX): its rows as text, whatever a spreadsheet made of them."""

import io
import struct
import warnings
import zipfile
import zlib
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from auditkit.codebook import fold_name
from auditkit.errors import AnnotationError

LARGEST_CONTENTS = 1_000_000_000  # bytes once unpacked; a workbook of 300,000 statements has about 200 MB
# What openpyxl and zipfile raise when a part is missing, cut off, locked or not what it should be.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError),
)
# A spreadsheet keeps 15 digits of a number; what looks like more is made up.
ROUNDED_FROM = 10**15


# Beside it, on the worksheet of instructions, stands the number of a sheet that went out from an audit file.
NUMBER_OF_SHEET = "number of this sheet"

Row = tuple[int, tuple[str, ...]]


def workbook_rows(data: bytes, file_name: str) -> tuple[list[Row], str]:
    """Return the rows of the first worksheet that has an ``account`` column, else of the first, blank ones left out.

    With them comes the number of the sheet that stands among the instructions, or "".

    Raises ``AnnotationError`` if the file is no workbook or a damaged one.
    """
    import openpyxl  # 0.2 s to import, and most sheets are CSV

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(member.file_size for member in package.infolist()) > LARGEST_CONTENTS:
                raise AnnotationError(f"{file_name}: unpacks to more than 1 GB, too large for an annotation sheet.")
        with warnings.catch_warnings():
            # About styles and drop-downs that openpyxl does not know; the cells are read all the same.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [_worksheet_rows(sheet) for sheet in book.worksheets]
            book.close()
    except _DAMAGED:
        raise AnnotationError(
            f"{file_name}: is a damaged workbook, or a zip file of another kind. Choose the annotation sheet; if it is "
            "this one, open it in a spreadsheet and save it again."
        ) from None
    with_accounts = (rows for rows in sheets if rows and "account" in map(fold_name, rows[0][1]))
    chosen = next(with_accounts, sheets[0] if sheets else [])
    others = [cells for rows in sheets if rows is not chosen for _, cells in rows]
    numbers = [cells[1] for cells in others if len(cells) > 1 and fold_name(cells[0]) == NUMBER_OF_SHEET]
    return chosen, numbers[0] if numbers else ""


def _worksheet_rows(sheet) -> list[Row]:
    # Some programs write a wrong size into the sheet, and openpyxl would read no further.
    sheet.reset_dimensions()
    rows = []
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = tuple(_cell_text(value) for value in values)
        if any(cells):
            rows.append((line, cells))
    return rows


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and abs(value) >= ROUNDED_FROM:
        return f"{value:E}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
