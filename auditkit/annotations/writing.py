"""Writing an annotation sheet for a spreadsheet, so that it comes back as it went."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from auditkit.annotations.cells import join_parts
from auditkit.annotations.workbook_writing import workbook
from auditkit.codebook import RESERVED_DIMENSIONS, Codebook
from auditkit.delimited import guard
from auditkit.errors import AnnotationError
from auditkit.saving import write_whole
from auditkit.tables import ANNOTATION_COLUMNS, RECORDED, FollowList, check_columns

FORMS = ("wide", "long")


def write_annotations(
    annotations: pd.DataFrame,
    path: str | Path,
    *,
    follows: FollowList | Iterable[FollowList] = (),
    form: str = "wide",
    codebook: Codebook | None = None,
) -> Path:
    """Write an annotation sheet, CSV or XLSX as the name of the file says, and return its path.

    Parameters
    ----------
    annotations : DataFrame
        As `read_annotations` returns it; may have no rows.
    path : str or path
        Where to write. A file there is replaced in one step, or not at all. A name that ends in ``.xlsx`` gives a
        workbook with drop-down lists from the codebook and a worksheet of instructions; any other gives a CSV.
    follows : FollowList or iterable of FollowList, optional
        In the wide form every account followed gets a row, with handle and name, annotated or not.
    form : {"wide", "long"}
        The wide form is made for spreadsheets; only the long one holds notes and dates.
    codebook : Codebook, optional
        Default: the one the annotations carry. Gives the wide form its columns.

    Raises
    ------
    AnnotationError
        If the file cannot be written there.
    ValueError
        If `form` is neither, or `annotations` lacks a column.

    Notes
    -----
    A CSV is UTF-8 with a byte order mark, which Excel needs to show accents. Cells that a spreadsheet could take
    for a formula get an apostrophe in front, which reading takes off again. The columns account, handle and name of
    a workbook are locked, without a password.
    """
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}")
    check_columns(annotations, ANNOTATION_COLUMNS, "an annotation table")
    lists = [follows] if isinstance(follows, FollowList) else list(follows)
    codebook = codebook or annotations.attrs.get("codebook")
    rows = long_rows(annotations) if form == "long" else wide_rows(annotations, about_accounts(lists), codebook)
    return save_sheet(path, rows, codebook)


def save_sheet(path: str | Path, rows: Sequence[Sequence[str]], codebook: Codebook | None, number: str = "") -> Path:
    """Write the rows of a sheet, the header first, as CSV or XLSX and return the path.

    `number` is what an audit file knows the sheet by. Raises ``AnnotationError`` if the file cannot be written.
    """
    path = Path(path)
    if path.suffix.casefold() == ".xlsx":
        data = workbook(rows, codebook, number)
    else:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([[guard(cell) for cell in row] for row in rows])
        data = text.getvalue().encode("utf-8-sig")
    try:
        return write_whole(path, data)
    except OSError as error:
        raise AnnotationError(
            f"{path.name}: cannot be written there ({error.strerror}). If it is open in a spreadsheet, close it; "
            "else choose another folder."
        ) from None


def about_accounts(lists: Iterable[FollowList]) -> dict[str, tuple[str, str]]:
    """Return account -> (handle, name) over all lists, empty where not known."""
    return {
        account: (_text(handle), _text(name))
        for follow_list in lists
        for account, handle, name in follow_list.table[["account", "handle", "name"]].itertuples(index=False)
    }


def long_rows(annotations: pd.DataFrame) -> list[list[str]]:
    """Return the rows of the long form, the header first."""
    rows = [list(ANNOTATION_COLUMNS)]
    for row in annotations[list(ANNOTATION_COLUMNS)].itertuples(index=False):
        *cells, noted_on = row
        rows.append([*map(_text, cells), _text(noted_on)[:10]])
    return rows


def wide_rows(
    annotations: pd.DataFrame,
    about: dict[str, tuple[str, str]],
    codebook: Codebook | None,
    reserved: Sequence[str] | None = None,
) -> list[list[str]]:
    """Return the rows of the wide form, the header first: every account of `about`, then others annotated.

    `reserved` says which of the reserved dimensions get a column; by default "kind" always does, and the others where
    something was recorded in them.
    """
    held = rows_by_statement(annotations)
    found = list(dict.fromkeys(dimension for _, dimension in held))
    if reserved is None:
        reserved = [name for name in RESERVED_DIMENSIONS if name in found or name == "kind"]
    dimensions = list(codebook.dimension_names) if codebook else []
    dimensions += [name for name in found if name not in (*dimensions, *RESERVED_DIMENSIONS)]
    header = ["account", "handle", "name", *reserved]
    for name in dimensions:
        header += [name, f"{name} basis", f"{name} evidence"]
    rows = [header]
    for account in dict.fromkeys([*about, *annotations["account"]]):
        cells = [account, *about.get(account, ("", ""))]
        cells += [written(held.get((account, name), ()))[0] for name in reserved]
        for name in dimensions:
            cells += written(held.get((account, name), ()))
        rows.append(cells)
    return rows


def rows_by_statement(annotations: pd.DataFrame) -> dict[tuple[str, str], list[tuple]]:
    """Return (account, dimension) -> its rows, each ``(category, condition, basis, evidence, note, noted_on)``."""
    held: dict[tuple[str, str], list[tuple]] = {}
    columns = [annotations[name].to_numpy(dtype=object, na_value="") for name in ANNOTATION_COLUMNS[:7]]
    days = annotations["noted_on"].astype("str").str[:10].to_numpy(dtype=object, na_value="")
    for account, dimension, *rest in zip(*columns, days, strict=True):
        held.setdefault((account, dimension), []).append(tuple(rest))
    return held


def written(rows: Sequence[tuple]) -> list[str]:
    """Return the three cells of one account in one dimension: categories or condition, basis, evidence."""
    if not rows:
        return ["", "", ""]
    recorded = [row for row in rows if row[1] == RECORDED]
    if not recorded:
        _, condition, basis, evidence, *_ = rows[-1]
        return [f"[{condition}]", basis, evidence]
    basis, evidence = (join_parts([row[place] for row in recorded]) for place in (2, 3))
    return ["; ".join(row[0] for row in recorded), basis, evidence]


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
