"""What cells hold: several categories in one, with the basis and evidence of each, and days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Cells:
    """What a sheet says about one account in one dimension, as text."""

    categories: tuple[str, ...] = ()
    condition: str = ""
    basis: str = ""
    evidence: str = ""
    note: str = ""
    noted_on: str = ""
    in_long_form: bool = False


def split_categories(cell: str) -> tuple[tuple[str, ...], str]:
    """Return the categories of a cell of the wide form, or the condition standing there in brackets.

    >>> split_categories("school librarian; author"), split_categories("[declined]")
    ((('school librarian', 'author'), ''), ((), 'declined'))
    """
    if cell.startswith("[") and cell.endswith("]"):
        return (), cell[1:-1].strip()
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip())), ""


def join_parts(parts: Sequence[str]) -> str:
    """Return one cell for the basis or evidence of every category: said once where they agree, else a part for each.

    A ``"; "`` within a part is written with a no-break space, so that `split_parts` does not take it for an end.

    >>> join_parts(["a talk", ""]), split_parts("a talk; ", 2)
    ('a talk; ', ['a talk', ''])
    """
    if not parts:
        return ""
    if len(parts) > 1:
        parts = [part.replace("; ", ";\N{NO-BREAK SPACE}") for part in parts]
    said_once = len(set(parts)) == 1 and not parts[0].endswith(";")
    return parts[0] if said_once or len(parts) == 1 else "; ".join(parts)


def split_parts(cell: str, number: int) -> list[str]:
    """Return one basis or link per category: as many as there are categories, or the same for all."""
    parts = cell.split("; ")
    if cell.endswith(";") and len(parts) == number - 1:
        # Reading took the outer space off the cell, and with it the last part, which is empty.
        parts = [*parts[:-1], parts[-1][:-1], ""]
    parts = parts if len(parts) == number else [cell] * number
    return [part.replace(";\N{NO-BREAK SPACE}", "; ").strip() for part in parts]


def read_day(words: str) -> date | None:
    """Return the day that a cell names, or None: 03/04/2026 is March to one spreadsheet and April to another.

    >>> read_day("2026-11-22") == read_day("22.11.2026"), read_day("03/04/2026")
    (True, None)
    """
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", words)
    try:
        return date(*(int(part) for part in german.groups()[::-1])) if german else date.fromisoformat(words[:10])
    except ValueError:
        return None
