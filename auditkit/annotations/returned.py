"""A sheet that comes back: what every cell says now, the emptied ones too, each with the number it went out under.

Nothing is checked against the codebook yet: what was not touched must not become a problem.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditkit.annotations.cells import split_categories, split_parts
from auditkit.annotations.reading import dimension_columns, sheet_rows
from auditkit.annotations.rows import Rows, column_places, even_rows
from auditkit.annotations.statements import Statements, check_account, no_account_column
from auditkit.codebook import RESERVED_DIMENSIONS, Codebook, fold_name
from auditkit.delimited import restore
from auditkit.errors import AnnotationError
from auditkit.tables import ANNOTATION_COLUMNS, NOT_REVIEWED, RECORDED


@dataclass(frozen=True)
class Line:
    """What a line says about one account in one dimension. None stands for a column that is not there.

    Attributes
    ----------
    number : int
        The line in the sheet.
    account, dimension : str
        Whom and what it is about.
    held : tuple of (category, basis, evidence)
        As typed. Empty together with `condition`: the cell is empty.
    condition : str
        As typed, without brackets; empty where categories stand.
    note, noted_on : str or None
        Only the long form has a note.
    sheet : str
        The number of the sheet as it went out; empty for a line that did not go out.
    place : int or None
        In the long form: which row of the statement this was.
    beside : str
        What stands as evidence beside a condition.
    """

    number: int
    account: str
    dimension: str
    held: tuple[tuple[str, str | None, str | None], ...]
    condition: str = ""
    note: str | None = None
    noted_on: str | None = None
    sheet: str = ""
    place: int | None = None
    beside: str = ""


@dataclass
class ReturnedSheet:
    """The lines of a sheet that came back; ``left_out`` holds (line number, why), `problems` concern its columns."""

    file_name: str
    long: bool
    lines: list[Line] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_returned(path: str | Path, codebook: Codebook) -> ReturnedSheet:
    """Return what a sheet says, without holding it to the codebook yet.

    Raises ``AnnotationError`` if the file cannot be read as a sheet.
    """
    path = Path(path)
    rows, number = sheet_rows(path)
    if not rows:
        raise AnnotationError(f"{path.name}: the file is empty. An annotation sheet has a header line with 'account'.")
    header = [fold_name(restore(cell)) for cell in rows[0][1]]
    if "account" not in header:
        raise no_account_column(path.name, header)
    statements = Statements(path.name, codebook)
    sheet = ReturnedSheet(path.name, "dimension" in header)
    places = column_places(header, {"account", "dimension", "category", "condition"}, rows[0][0], statements)
    statements.raise_problems()
    if "sheet" in header and not any(
        cells[header.index("sheet")] for _, cells in rows[1:] if len(cells) >= len(header)
    ):
        places.pop("sheet")  # a column of that name that holds nothing
    slipped = Statements(path.name, codebook)
    even = even_rows(rows, len(header), slipped)
    bad = {int(sentence.partition(":")[0].removeprefix("line ")) for sentence in slipped.problems}
    sheet.left_out += [(line, "there are more cells than columns, so some have slipped") for line in sorted(bad)]
    usable = [row for row in even if row[0] not in bad]
    read = _long_lines if sheet.long else _wide_lines
    for line in read(usable, header, places, statements, rows[0], sheet):
        tag, _, place = line.sheet.partition(".")
        sheet.lines.append(
            replace(
                line,
                sheet=tag if "sheet" in places else number,
                place=int(place) if place.isdigit() else None,
            )
        )
    return sheet


def _wide_lines(
    rows: Rows, header: list[str], places: dict[str, int], statements: Statements, first, sheet: ReturnedSheet
) -> Iterator[Line]:
    names, ignored = dimension_columns(header, statements, first)
    twice = [name for name in names if any(header.count(name + end) > 1 for end in ("", " basis", " evidence"))]
    for name in twice:
        names.pop(name)
    if twice:
        statements.problem(
            first[0], f"two columns have the same name ({len(twice)} in all), so neither was read. Rename one."
        )
    dimensions = {name: statements.dimension(name, first[0]).name for name in names}
    sheet.problems += statements.problems
    if ignored:
        sheet.notes.append(f"{ignored} of your own columns left alone." if ignored > 1 else "1 column left alone.")
    for line, cells in rows:
        account = _account(cells[places["account"]], line, statements, sheet)
        if not account:
            continue
        tag = cells[places["sheet"]] if "sheet" in places else ""
        for name, dimension in dimensions.items():
            basis, evidence = (
                cells[places[name + end]] if name + end in places else None for end in (" basis", " evidence")
            )
            text = cells[places[name]]
            if dimension == "set aside":
                words, condition = ((text,) if text else ()), ""  # a reason, in the person's own words
            else:
                words, condition = split_categories(text)
            held = zip(words, _parts(basis, len(words)), _parts(evidence, len(words)), strict=True)
            noted_on = cells[places["noted on"]] if "noted on" in places else None
            beside = (evidence or "") if condition else ""
            yield Line(line, account, dimension, tuple(held), condition, None, noted_on, tag, beside=beside)


def _parts(cell: str | None, number: int) -> list[str | None]:
    return [None] * number if cell is None else split_parts(cell, number) if number else []


def _long_lines(
    rows: Rows, header: list[str], places: dict[str, int], statements: Statements, first, sheet: ReturnedSheet
) -> Iterator[Line]:
    known = {fold_name(name) for name in ANNOTATION_COLUMNS} | {"handle", "name", "sheet"}
    ignored = sum(name not in known and name != "" for name in header)
    if ignored:
        sheet.notes.append(f"{ignored} of your own columns left alone." if ignored > 1 else "1 column left alone.")
    for line, cells in rows:
        said = {name: cells[place] for name, place in places.items()}
        account = _account(said["account"], line, statements, sheet)
        if not account:
            continue
        dimension = _dimension(said["dimension"], statements, line, sheet)
        if dimension is None:
            continue
        category, condition = said.get("category", ""), said.get("condition", "").strip("[]")
        if condition.casefold() == RECORDED or (condition.casefold() == NOT_REVIEWED and not category):
            condition = ""
        held = ((category, said.get("basis"), said.get("evidence")),) if category else ()
        beside = (said.get("evidence") or "") if condition else ""
        note, noted_on, tag = said.get("note"), said.get("noted on"), said.get("sheet", "")
        yield Line(line, account, dimension, held, condition, note, noted_on, tag, beside=beside)


def _account(account: str, line: int, statements: Statements, sheet: ReturnedSheet) -> str:
    """The account of a line, or "" and the reason why the line is left out."""
    if not account:
        sheet.left_out.append((line, "the account is missing"))
    elif not check_account(account, line, statements):
        sheet.left_out.append((line, "a spreadsheet has rounded this account's number"))
    elif not account.partition(":")[2]:
        sheet.left_out.append((line, "the account is not written as platform:name"))
    else:
        return account
    return ""


def _dimension(name: str, statements: Statements, line: int, sheet: ReturnedSheet) -> str | None:
    folded = fold_name(name)
    if folded in RESERVED_DIMENSIONS:
        return folded
    found = next((item.name for item in statements.codebook if fold_name(item.name) == folded), None)
    if found is None:
        sheet.left_out.append((line, "the codebook has no such dimension"))
    return found
