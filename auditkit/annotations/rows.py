"""The rows of a sheet: as wide as the header, and where its columns stand."""

from collections.abc import Sequence

from auditkit.annotations.statements import Statements
from auditkit.delimited import restore

Rows = list[tuple[int, Sequence[str]]]


def even_rows(rows: Rows, width: int, statements: Statements) -> Rows:
    """Return every row after the first, as wide as the header; one with more cells has some that slipped."""
    even = []
    for line, raw in rows[1:]:
        if any(raw[width:]):
            statements.problem(
                line,
                "there are more cells than columns, so some have slipped. Put a cell that holds the separator in "
                "quotation marks, or save the sheet from a spreadsheet again.",
            )
        cells = [restore(cell) for cell in raw[:width]]
        even.append((line, tuple(cells + [""] * (width - len(cells)))))
    return even


def column_places(header: list[str], needed: set[str], first_line: int, statements: Statements) -> dict[str, int]:
    """Return where each column stands; two of one name among the needed ones are a problem: only one would be read."""
    place: dict[str, int] = {}
    for number, name in enumerate(header):
        earlier = place.setdefault(name, number)
        if name and earlier != number and name in needed:
            statements.problem(
                first_line,
                f"{column_name(earlier)} and {column_name(number)} have the same name. Delete or rename one of them.",
            )
    return place


def column_name(number: int) -> str:
    """Return a column's name as a spreadsheet calls it.

    >>> column_name(0), column_name(27)
    ('column A', 'column AB')
    """
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"column {letters}"
