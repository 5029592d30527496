"""Naming accounts that an export holds only as a number: one by one, from a pasted list or from a table.

Naming is an event; the number stays the key.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from auditkit.audit_file import past
from auditkit.audit_file.accounts import resolved
from auditkit.audit_file.store import Store
from auditkit.delimited import restore, split_rows
from auditkit.errors import AnnotationError
from auditkit.readers.entries import rounded_numbers
from auditkit.readers.headings import heading_row
from auditkit.readers.platforms import account_key, from_link, is_key
from auditkit.readers.text import clean

Names = dict[str, tuple[str, str]]

SHOWN_PROBLEMS = 5
_NUMBER = re.compile(r"\d{1,20}", re.ASCII)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+|\d+[.,]\d+", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_HANDLE = re.compile(r"@?[\w.\-]{1,100}")


def read_names(source: str | Path) -> Names:
    """Return the names of a list: account -> (handle, name).

    Parameters
    ----------
    source : str or path
        A CSV or text file, or the pasted text itself. Each line is ``id, handle, name``, with any separator; a line
        of headings may say another order. An id is a number of X, a key such as ``twitter:1002``, or a link to the
        account. Handle or name may be missing, but not both.

    Raises
    ------
    AnnotationError
        Naming the lines whose id is missing or damaged, for example rounded by a spreadsheet. Nothing is read in part.

    Examples
    --------
    >>> read_names("1002; @ada_example; Ada Example")
    {'twitter:1002': ('ada_example', 'Ada Example')}
    """
    file_name, data = _source(source)
    table = split_rows(data, file_name, AnnotationError)
    rows = [(line, [restore(cell) for cell in cells]) for line, cells in table.rows]
    number, columns = heading_row([cells for _, cells in rows])
    found = [(line, _by_heading(cells, columns)) for line, cells in rows[number + 1 :]] if number >= 0 else []
    found = found or [(line, _by_place(cells)) for line, cells in rows]
    rounded = rounded_numbers([cells for _, cells in found])
    names: Names = {}
    problems = []
    for line, cells in found:
        account, problem = _account(cells, rounded)
        named = _handle(cells.get("handle", "")), clean(cells.get("name")) or ""
        if problem:
            problems.append(f"line {line}: {problem}")
        elif any(named) and names.setdefault(account, named) != named:
            problems.append(f"line {line}: an earlier line names the same account otherwise. Keep one.")
    if problems:
        more = f"\n… and {len(problems) - SHOWN_PROBLEMS} more like these." if len(problems) > SHOWN_PROBLEMS else ""
        raise AnnotationError(
            f"{file_name}: nothing was read, because these lines need a look first.\n"
            + "\n".join(problems[:SHOWN_PROBLEMS])
            + more
        )
    return names


def name_accounts(store: Store, names: Mapping[str, tuple[str, str]], *, known_only: bool) -> int:
    """Name several accounts as one action and return how many; what is left empty stays as it was named before."""
    said = {key: (handle.strip().removeprefix("@"), name.strip()) for key, (handle, name) in names.items()}
    said = {key: words for key, words in said.items() if any(words)}
    with store.writing() as connection:
        meant = resolved(connection, said)
        if known_only:
            # A long list may name people who are not followed; they have no place in this audit.
            kept = {key for (key,) in connection.execute("SELECT key FROM account")}
            hidden = store.forgotten(connection, [*meant, *meant.values()])
            meant = {key: other for key, other in meant.items() if other in kept and not {key, other} & hidden}
        before = past.namings(connection, None)
        rows = {}
        for key, account in meant.items():
            old = before.get(account, (None, None))
            new = tuple(word or known for word, known in zip(said[key], old, strict=True))
            if new != old:
                rows[account] = new
        if rows:
            action = store.add_action(connection, "name")
            ids = store.account_ids(connection, rows)
            connection.executemany(
                "INSERT INTO naming (action, account, handle, name) VALUES (?, ?, ?, ?)",
                [(action, ids[account], *words) for account, words in rows.items()],
            )
    return len(rows)


def _source(source: str | Path) -> tuple[str, bytes]:
    text = str(source)
    if isinstance(source, Path) or (len(text) < 1000 and "\n" not in text and re.search(r"\.\w{2,4}$", text)):
        path = Path(source)
        if path.is_file():
            return path.name, path.read_bytes()
        if isinstance(source, Path) or path.suffix.casefold() in (".csv", ".tsv", ".txt"):
            raise AnnotationError(f"{path.name}: there is no such file. Check the name and the folder.")
    return "the list", text.encode("utf-8")


def _by_heading(cells: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    said = {field: cells[place] for field, place in columns.items() if place < len(cells)}
    said["id"] = said.get("id") or said.get("url", "")
    if not said["id"] and (is_key(said.get("handle", "")) or _NUMBER.fullmatch(said.get("handle", ""))):
        said["id"] = said.pop("handle")  # a column called account
    return said


def _by_place(cells: list[str]) -> dict[str, str]:
    """The parts of a line without headings: id, handle, name; two parts are an id and a handle, or a name."""
    if len([cell for cell in cells if cell]) == 1:
        cells = cells[0].split(maxsplit=2)
        if len(cells) == 3 and not cells[1].startswith("@"):
            cells = [cells[0], "", f"{cells[1]} {cells[2]}"]
    number, handle, name = (*cells[:3], "", "", "")[:3]
    if not name and not (_HANDLE.fullmatch(handle) or _LINK.fullmatch(handle)):
        handle, name = "", handle
    return {"id": number, "handle": handle, "name": name}


def _account(cells: Mapping[str, str], rounded: bool) -> tuple[str, str]:
    """The key of the account a line is about, or what is wrong with the line."""
    number = cells.get("id", "").lstrip("'")  # a spreadsheet's sign for text
    if not number:
        return "", "the account's number is missing. Add it, or delete the line."
    if _ROUNDED.fullmatch(number) or (rounded and len(number) > 15):
        return "", (
            "a spreadsheet has rounded this account's number. Take it from the original list, with that column "
            "set to 'Text'."
        )
    if _NUMBER.fullmatch(number):
        return f"twitter:{number}", ""
    if is_key(number):
        return number, ""
    if _LINK.fullmatch(number):
        platform, handle, linked = from_link(number)
        if linked:
            return f"{platform}:{linked}", ""
        if handle and platform:
            return account_key(platform, handle), ""
    return "", "this is no number, key or link of an account. A line is: id, handle, name."


def _handle(cell: str) -> str:
    cell = cell.strip()
    if _LINK.fullmatch(cell):
        return from_link(cell)[1]
    return (clean(cell) or "").removeprefix("@")
