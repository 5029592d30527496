"""The rows of a CSV, TSV or plain list, whatever program wrote it; the whole file, or its beginning."""

import io

from auditkit.delimited import split_rows
from auditkit.errors import BrokenExportError
from auditkit.readers.text import begins


def rows_of(data: bytes, name: str) -> list[list[str]]:
    """Return the rows of a file as lists of cells, blank rows left out; `name` is for messages.

    Examples
    --------
    >>> rows_of(b"sep=;\\nName;Handle\\n\\nAda;@ada_example\\n", "list.csv")
    [['Name', 'Handle'], ['Ada', '@ada_example']]
    """
    try:
        table = split_rows(data, name, BrokenExportError)
    except (ValueError, TypeError) as problem:
        # A first line "sep=" can name a sign that cannot separate anything.
        raise BrokenExportError(
            f"{name}: cannot be read as a table. Open it in a spreadsheet program and save it as CSV again."
        ) from problem
    return [list(cells) for _, cells in table.rows]


def first_rows(head: bytes, name: str, *, whole: bool) -> list[list[str]]:
    """Return the rows at the beginning of a file, without raising; none when it is no table.

    Unless `head` is the `whole` file it ends anywhere, also inside quotation marks: then the first line must do.
    """
    lines = io.StringIO(begins(head), newline=None).readlines()
    complete = lines if whole or len(lines) < 2 else lines[:-1]
    for part in (complete, lines[:1]):
        try:
            return rows_of("".join(part).encode("utf-8", "replace"), name)
        except BrokenExportError:
            continue
    return []
