"""Reading an annotation sheet, CSV or XLSX, wide or long, after whatever a spreadsheet did to it."""

from pathlib import Path

import pandas as pd

from auditkit.annotations.cells import Cells, split_categories
from auditkit.annotations.rows import Rows, column_name, column_places, even_rows
from auditkit.annotations.statements import Statements, check_account, no_account_column, unknown_dimension
from auditkit.annotations.workbook import workbook_rows
from auditkit.codebook import RESERVED_DIMENSIONS, Codebook, fold_name, nearest
from auditkit.delimited import restore, split_rows
from auditkit.errors import AnnotationError
from auditkit.tables import ANNOTATION_COLUMNS

# Columns of the wide form that say who an account is; they are for the person and are not read.
ABOUT_THE_ACCOUNT = ("account", "handle", "name", "platform", "url", "link", "bio", "note", "noted on", "sheet")
LARGEST_SHEET = 100_000_000  # bytes; 300,000 statements are about 40 MB


def read_annotations(path: str | Path, codebook: Codebook | None = None) -> pd.DataFrame:
    """Return the statements of an annotation sheet, one row per category recorded or condition set.

    Parameters
    ----------
    path : str or path
        A CSV (comma, semicolon or tab; UTF-8, UTF-16 or cp1252) or an XLSX file, in the long or the wide form.
    codebook : Codebook, optional
        Holds the sheet to its dimensions, closed categories and evidence rules. Without one, any are accepted.

    Returns
    -------
    DataFrame
        Columns ``account, dimension, category, condition, basis, evidence, note, noted_on``; an empty sheet gives no
        rows. "Not reviewed" is the absence of a row. ``attrs["codebook"]`` is the codebook (absent without one),
        ``attrs["notes"]`` holds sentences for the person.

    Raises
    ------
    AnnotationError
        If the file cannot be read as a sheet, or lines need a look first: each with its number and the way out.
        Nothing is read in part.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> sheet = pathlib.Path(tempfile.mkdtemp(), "annotations.csv")
    >>> _ = sheet.write_text("account;role;role basis\\nmastodon:bo@example.org;[nothing found];\\n")
    >>> read_annotations(sheet)[["account", "dimension", "condition"]].values.tolist()
    [['mastodon:bo@example.org', 'role', 'nothing found']]
    """
    path = Path(path)
    rows, _ = sheet_rows(path)
    statements = Statements(path.name, codebook)
    if not rows:
        raise AnnotationError(f"{path.name}: the file is empty. An annotation sheet has a header line with 'account'.")
    header = [fold_name(restore(cell)) for cell in rows[0][1]]
    if "account" not in header:
        raise no_account_column(path.name, header)
    rows = [rows[0], *even_rows(rows, len(header), statements)]
    notes = []
    if "dimension" in header:
        _read_long(rows, header, statements)
    else:
        notes += _read_wide(rows, header, statements)
    statements.raise_problems()
    if statements.unreadable_dates:
        notes.append(
            f"{path.name}: dates that could be read in two ways, or not at all, were left empty: "
            f"{statements.unreadable_dates:,}. Dates like 2026-11-22 are always clear."
        )
    table = pd.DataFrame(statements.rows, columns=list(ANNOTATION_COLUMNS))
    table["noted_on"] = pd.to_datetime(table["noted_on"]).astype("datetime64[us]")
    text = [name for name in ANNOTATION_COLUMNS if name != "noted_on"]
    table = table.astype(dict.fromkeys(text, "str"))
    table = table.drop_duplicates(["account", "dimension", "category", "condition"], ignore_index=True)
    table.attrs = {"notes": tuple(notes)} | ({"codebook": codebook} if codebook else {})
    return table


def sheet_rows(path: Path) -> tuple[Rows, str]:
    """Return the rows of a CSV or XLSX file with their line numbers, and the number that a workbook says it has.

    Raises ``AnnotationError`` if the file cannot be read as a sheet.
    """
    if not path.is_file():
        raise AnnotationError(f"{path.name}: there is no such file. Check the name and the folder.")
    if path.stat().st_size > LARGEST_SHEET:
        raise AnnotationError(f"{path.name}: is larger than 100 MB, too large for an annotation sheet.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AnnotationError(
            f"{path.name}: cannot be opened ({error.strerror}). Close it elsewhere, try again."
        ) from None
    if data.startswith(b"PK\x03\x04"):
        return workbook_rows(data, path.name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise AnnotationError(
            f"{path.name}: is an old .xls workbook, or one locked with a password. Save it as CSV (UTF-8) or as .xlsx "
            "without a password, and choose that."
        )
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise AnnotationError(
            f"{path.name}: is not a table. Choose the CSV or XLSX sheet you keep your annotations in."
        )
    return list(split_rows(data, path.name, AnnotationError).rows), ""


def _read_long(rows: Rows, header: list[str], statements: Statements) -> None:
    place = column_places(header, {fold_name(name) for name in ANNOTATION_COLUMNS}, rows[0][0], statements)
    for line, cells in rows[1:]:
        cell = {name: cells[number] for name, number in place.items()}
        account = cell["account"]
        if not account:
            statements.problem(line, "the account is missing. Fill it in, or delete the line.")
            continue
        if not check_account(account, line, statements):
            continue
        dimension = statements.dimension(cell.get("dimension", ""), line)
        if dimension is None:
            continue
        category = cell.get("category", "")
        statements.add(
            line,
            account,
            dimension,
            Cells(
                categories=(category,) if category else (),
                condition=cell.get("condition", "").strip("[]"),
                basis=cell.get("basis", ""),
                evidence=cell.get("evidence", ""),
                note=cell.get("note", ""),
                noted_on=cell.get("noted on", ""),
                in_long_form=True,
            ),
        )


def _read_wide(rows: Rows, header: list[str], statements: Statements) -> list[str]:
    names, ignored = dimension_columns(header, statements, rows[0])
    needed = {"account", "noted on"} | {name + end for name in names for end in ("", " basis", " evidence")}
    place = column_places(header, needed, rows[0][0], statements)
    statements.raise_problems()
    dimensions = [statements.dimension(names[name], rows[0][0]) for name in names]
    statements.raise_problems()
    statements.columns |= {d.name: column_name(place[name]) for name, d in zip(names, dimensions, strict=True)}
    for line, cells in rows[1:]:
        account = cells[place["account"]]
        filled = [name for name in names if cells[place[name]]]
        if not account:
            if filled:
                statements.problem(line, "the account is missing. Fill it in, or delete the line.")
            continue
        if not check_account(account, line, statements):
            continue
        for name, dimension in zip(names, dimensions, strict=True):

            def beside(what: str, name=name, cells=cells) -> str:
                number = place.get(name + what)
                return "" if number is None else cells[number]

            held, condition = split_categories(beside(""))
            if dimension.name == "set aside" and beside(""):
                held, condition = (beside(""),), ""  # a reason, in the person's own words
            noted_on = cells[place["noted on"]] if "noted on" in place else ""
            statements.add(
                line,
                account,
                dimension,
                Cells(held, condition, beside(" basis"), beside(" evidence"), "", noted_on),
            )
    if not ignored:
        return []
    columns = "1 column was" if ignored == 1 else f"{ignored} columns were"
    why = "not part of the codebook" if statements.codebook else "without a basis column beside, so no dimension"
    return [f"{statements.file_name}: {columns} left alone: {why}."]


def dimension_columns(
    header: list[str], statements: Statements, first: tuple[int, tuple[str, ...]]
) -> tuple[dict[str, str], int]:
    """Return the headers that are dimensions, with how the sheet spells them, and how many columns are neither."""
    line, raw = first
    codebook = statements.codebook
    known = {fold_name(name) for name in codebook.dimension_names} if codebook else set()
    names, ignored = {}, 0
    for name, written in zip(header, raw, strict=True):
        part_of = next((name.removesuffix(end) for end in (" basis", " evidence") if name.endswith(end)), None)
        if not name or name in ABOUT_THE_ACCOUNT or part_of in header:
            continue
        if name in known or name in RESERVED_DIMENSIONS:
            names[name] = name
        elif codebook is None and f"{name} basis" in header:
            names[name] = restore(written)
        elif codebook and (f"{name} basis" in header or nearest(name, codebook.dimension_names)):
            statements.problem(line, unknown_dimension(name, codebook))
        else:
            ignored += 1
    return names, ignored
