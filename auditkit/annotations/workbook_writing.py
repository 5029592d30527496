"""Writing an annotation sheet as a workbook (XLSX) that helps to fill it in: lists, a locked key, instructions."""

import io
import re
from collections.abc import Sequence

from auditkit.annotations.workbook import NUMBER_OF_SHEET
from auditkit.codebook import RESERVED_DIMENSIONS, RESERVED_WORDS, Codebook, Dimension
from auditkit.delimited import guard, restore
from auditkit.tables import BASES, CONDITIONS

LOCKED = ("account", "handle", "name", "sheet")
WIDTHS = {
    "account": 36,
    "handle": 24,
    "name": 26,
    "kind": 18,
    "attention": 14,
    "note": 40,
    "noted_on": 13,
    "condition": 16,
}
ROOM_BELOW = 500  # empty rows that get the lists too, for accounts added by hand
LONGEST_CELL = 32_767  # what a spreadsheet keeps
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
IN_BRACKETS = tuple(f"[{condition}]" for condition in CONDITIONS[1:4])


def workbook(rows: Sequence[Sequence[str]], codebook: Codebook | None, number: str = "") -> bytes:
    """Return a workbook of the rows of a sheet, the header first; `number` is what an audit file knows it by."""
    import openpyxl  # 0.2 s to import, and most sheets are CSV

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("annotations")
    choices = _choices(rows[0], codebook)
    _prepare(sheet, rows, choices, codebook)
    make = _cell_makers(sheet)
    sheet.append([make["header"](name) for name in rows[0]])
    kinds = ["key" if name in LOCKED else "open" for name in rows[0]]
    for row in rows[1:]:
        sheet.append([make[kind](cell) for kind, cell in zip(kinds, row, strict=True)])
    _instructions(book, codebook, number)
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    columns = list(choices.values())
    lists.append(list(choices))
    for place in range(max(map(len, columns), default=0)):
        lists.append([plain(column[place]) if place < len(column) else None for column in columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def plain(text: str) -> str:
    """Return text as a spreadsheet can keep it: no control characters, not longer than a cell may be."""
    return _NOT_IN_XML.sub(" ", text)[:LONGEST_CELL]


def _choices(header: Sequence[str], codebook: Codebook | None) -> dict[str, list[str]]:
    """The list of each column that has one, by the column's name."""
    choices: dict[str, list[str]] = {}
    for name in header:
        if name in RESERVED_WORDS:
            choices[name] = list(RESERVED_WORDS[name])
        elif name == "basis" or name.endswith(" basis"):
            choices[name] = list(BASES)
        elif codebook and name in codebook:
            choices[name] = [*codebook[name].offered, *IN_BRACKETS]
        elif codebook and name == "dimension":
            choices[name] = [*RESERVED_DIMENSIONS, *codebook.dimension_names]
        elif "dimension" in header and name == "condition":
            choices[name] = list(CONDITIONS)
        elif codebook and "dimension" in header and name == "category":
            choices[name] = list(dict.fromkeys(word for dimension in codebook for word in dimension.offered))
    return choices


def _prepare(sheet, rows: Sequence[Sequence[str]], choices: dict[str, list[str]], codebook: Codebook | None) -> None:
    """Everything about the worksheet that has to be said before its first row."""
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    header = rows[0]
    sheet.freeze_panes = f"{get_column_letter(1 + sum(name in LOCKED[:3] for name in header))}2"
    last = get_column_letter(len(header))
    sheet.auto_filter.ref = f"A1:{last}{max(len(rows), 2)}"
    for place, name in enumerate(header, 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = WIDTHS.get(name, 34 if name.endswith("evidence") else 16 if name.endswith("basis") else 28)
        column.protection = Protection(locked=False)  # rows may be added below
        column.number_format = "@"
        column.hidden = name == "sheet"
    places = {name: get_column_letter(place) for place, name in enumerate(choices, 1)}
    for place, name in enumerate(header, 1):
        if name not in choices:
            continue
        rule = DataValidation(
            type="list",
            formula1=f"lists!${places[name]}$2:${places[name]}${len(choices[name]) + 1}",
            allow_blank=True,
            showErrorMessage=False,  # several categories, or words of one's own, are typed
        )
        dimension = codebook[name] if codebook and name in codebook else None
        if dimension:
            rule.promptTitle, rule.prompt = plain(name)[:32], plain(_prompt(dimension))[:255]
            rule.showInputMessage = True
        letter = get_column_letter(place)
        rule.add(f"{letter}2:{letter}{len(rows) + ROOM_BELOW}")
        sheet.data_validations.append(rule)
    # No password: it keeps the hand from slipping, it does not keep anybody out. False means: allowed.
    sheet.protection.sheet = True
    for what in ("autoFilter", "sort", "formatCells", "formatColumns", "formatRows"):
        setattr(sheet.protection, what, False)
    for what in ("insertRows", "insertColumns", "deleteRows", "deleteColumns"):
        setattr(sheet.protection, what, False)


def _prompt(dimension: Dimension) -> str:
    several = "Several go with ; between them. " if dimension.several else ""
    own = "Your own words are welcome. " if dimension.open else ""
    return f"{dimension.question} {several}{own}Empty: not reviewed yet.".strip()


def _cell_makers(sheet) -> dict:
    """One function per kind of cell; every cell is text, whatever its first sign is."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill, Protection

    looks = {
        "header": {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="DDE6ED")},
        "key": {"fill": PatternFill("solid", fgColor="F2F2F2"), "protection": Protection(locked=True)},
        "open": {"alignment": Alignment(vertical="top"), "protection": Protection(locked=False)},
    }
    styles = {}
    for kind, look in looks.items():
        model = WriteOnlyCell(sheet)
        for name, value in look.items():
            setattr(model, name, value)
        model.number_format = "@"
        styles[kind] = model._style  # one shared style: setting it per cell takes ten times as long

    def maker(kind: str):
        style = styles[kind]

        def make(text: str):
            cell = WriteOnlyCell(sheet)
            # A guard would show in the cell; it is only needed where reading would take one off.
            text = plain(text if restore(text) == text else guard(text))
            if text:
                cell.value = text
                cell.data_type = "s"
            cell._style = style
            return cell

        return make

    return {kind: maker(kind) for kind in looks}


def _instructions(book, codebook: Codebook | None, number: str) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("how to use")
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 100
    sheet.protection.sheet = True

    def cell(text: str, bold: bool = False):
        made = WriteOnlyCell(sheet, plain(text) or None)
        made.data_type = "s" if text else "n"
        made.font, made.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
        return made

    for first, second in [*_HOW, *_about_codebook(codebook)]:
        sheet.append([cell(first, bold=True), cell(second)])
    if number:
        sheet.append([cell(NUMBER_OF_SHEET.capitalize(), bold=True), cell(number)])


_HOW = (
    ("How to use this sheet", "It holds what you noted about people. Keep it as safe as your audit; do not mail it."),
    ("Filling in", "Choose from the list in a cell, or type. Several categories go into one cell with ; between them."),
    ("In brackets", "[nothing found]: you looked and they do not say. [declined]: they prefer not to be recorded. "
     "[does not apply]: the question makes no sense here."),
    ("An empty cell", "Not reviewed yet. That is a fine answer, and it is counted as such."),
    ("Taking something back", "Empty the cell. A row or a column that you delete changes nothing."),
    ("The basis", "How you know: self-described (their own words), published (a directory they joined, a statement), "
     "told me, my reading (of their work). For who somebody is, my reading is not accepted, and the first two need "
     "evidence: a link, or where you read it."),
    ("The grey columns", "They say which account a row is about and are locked, without a password. Filtering works as "
     "it is. If your spreadsheet will not sort or delete rows, take the protection off first (Excel: Review > "
     "Unprotect Sheet; LibreOffice: Tools > Protect Sheet). Sort whole rows, never one column by itself."),
    ("Your own columns and rows", "They do no harm. A row for another account needs its account as platform:name, "
     "such as mastodon:ada@example.social."),
    ("Bringing it back", "Save it as .xlsx or as CSV. You are shown what would change before anything does."),
)  # fmt: skip


def _about_codebook(codebook: Codebook | None) -> list[tuple[str, str]]:
    lines = []
    for dimension in codebook or ():
        lines.append((f"Column {dimension.name}", _prompt(dimension)))
        lines += [(f"    {item.name}", item.definition) for item in dimension.categories if not item.retired]
    return lines
