"""Workbook (XLSX) of any origin: the same as any table, from the first visible worksheet that lists accounts.

A workbook is a zip of XML and is read as one, with the limits of every zip, by the standard library: openpyxl would
unpack without a limit and, in the mode that spares memory, does not tell where a link leads. What a spreadsheet does to
lists is seen to: dates as day numbers (counted from 1900 or 1904), account numbers rounded to 15 digits, names whose
link says more than their text. Formulas count with the value that was saved.
"""

import re
from dataclasses import replace

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.headings import heading_row, mapped
from auditkit.readers.spreadsheet_cells import Sheet, read_sheet, shared_texts
from auditkit.readers.spreadsheet_parts import Workbook, parts_of, targets_of
from auditkit.readers.table import accounts_in, holds_accounts
from auditkit.readers.text import begins, counted
from auditkit.tables import FollowList

_WORKBOOK, _TEXTS = re.compile(r"^xl/workbook\.xml$"), re.compile(r"^xl/sharedStrings\.xml$", re.IGNORECASE)
_SHEETS = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_ROW = re.compile(r"<(?:\w+:)?row\b")
_MOST_SHEETS = 10
# Day numbers count from 1904 in workbooks that began on an old Macintosh.
_DAYS_FROM_1904 = 1462
_DAY = re.compile(r"\d{5}(?:\.\d+)?")


def _identify(export: Export) -> bool:
    if export.chosen_directly or not export.named(_WORKBOOK):
        return False
    return any(_ROW.search(begins(export.head(member))) for member in export.named(_SHEETS))


def _read(export: Export) -> FollowList:
    workbook = parts_of(export)
    texts = []
    for member in export.named(_TEXTS):
        texts = shared_texts(export, member)
    usable, others = None, 0
    for member in workbook.visible[:_MOST_SHEETS]:
        rows = _rows(export, member, texts, workbook)
        if usable is None and holds_accounts(rows[:20], export.platform):
            usable = rows
        else:
            others += bool(rows)
    if usable is None:
        raise BrokenExportError(
            f"{export.name}: this is a workbook, but no visible worksheet lists accounts. Name the column with the "
            "handles `handle`, or the one with the links `url`, and save it again."
        )
    follows = accounts_in([usable], export, "spreadsheet")
    left = [counted(others, "other worksheet")] if others else []
    left += [counted(workbook.hidden, "hidden worksheet")] if workbook.hidden else []
    notes = [f"Read from one worksheet; not used: {' and '.join(left)}."] if left else []
    return replace(follows, notes=(*follows.notes, *notes))


def _rows(export: Export, member: Member, texts: list[str], workbook: Workbook) -> list[list[str]]:
    """Return the rows of a worksheet with their links in a column for links."""
    sheet = read_sheet(export, member, texts)
    rows = [cells for _, cells in sheet.rows]
    number, columns = heading_row(rows)
    if number < 0 and sheet.links and rows and "name" in mapped(rows[0]):
        # Names that lead somewhere need no column of links.
        number, columns = 0, mapped(rows[0])
    if number < 0:
        return rows
    if workbook.from_1904 and "since" in columns:
        _count_from_1900(rows[number + 1 :], columns["since"])
    _place_links(sheet, targets_of(export, member) if sheet.links else {}, rows, number, columns)
    return rows


def _count_from_1900(rows: list[list[str]], column: int) -> None:
    for cells in rows:
        if column < len(cells) and _DAY.fullmatch(cells[column]):
            cells[column] = str(int(float(cells[column])) + _DAYS_FROM_1904)


def _place_links(sheet: Sheet, targets: dict, rows: list[list[str]], number: int, columns: dict) -> None:
    """Write where cells lead into the column of links, or into a new one if there is none."""
    row_of = dict(sheet.rows)
    links = {place: targets.get(link, link) for place, link in sheet.links.items()}
    links = {place: link for place, link in links.items() if link.startswith(("http://", "https://"))}
    if not links:
        return
    column = columns.get("url")
    if column is None:
        column = max(map(len, rows))
        rows[number] += [""] * (column - len(rows[number])) + ["url"]
    for (line, _), link in sorted(links.items()):
        cells = row_of.get(line)
        if cells is None or cells is rows[number]:
            continue
        cells += [""] * (column + 1 - len(cells))
        if not cells[column].startswith("http"):
            cells[column] = link


READER = Reader(
    name="spreadsheet",
    platform="list",
    label="Any workbook (XLSX)",
    file="an `.xlsx` file with a column of handles or links",
    how_to_get="keep it by hand in Excel, LibreOffice or Google Sheets (Download > Microsoft Excel)",
    waiting_time="none",
    gives="whatever the columns hold: handle, name, link, bio, date, platform, group",
    lacks="whatever has no column; hidden worksheets and all but the first list are not read",
    confirmed=True,
    identify=_identify,
    read=_read,
)
