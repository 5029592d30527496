"""The whole document as an open bundle: a zip of CSV files and a datapackage.json that says what stands in them.

Nobody is locked in: every table of the file, history included, in a form that any program reads, and back again without
a loss. The bundle is as sensitive as the audit file itself.
"""

import csv
import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from auditkit.audit_file.contents import NONSENSE, count_problems
from auditkit.audit_file.masked import RULES
from auditkit.audit_file.opening import VERSION, create, schema_text, sentence
from auditkit.audit_file.store import Store
from auditkit.errors import AuditFileError

DESCRIPTION = "datapackage.json"
PROFILE = "https://specs.frictionlessdata.io/schemas/data-package.json"
MOST_BYTES, MOST_CELL = 2**30, 2**26  # of one table, unpacked; of one cell
_TYPES = {"INTEGER": "integer", "TEXT": "string"}
# An empty cell is a missing one; a text that is there but empty, or begins with this sign, gets one in front.
_SIGN = "\\"


def write_bundle(store: Store, path: Path) -> Path:
    """Write the bundle, whole or not at all, readable by its owner only."""
    path = path.absolute()
    if path.exists():
        raise AuditFileError(f"{path.name}: there is already a file of this name. Choose another for the bundle.")
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.touch(0o600)
        with store.reading() as connection, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
            resources = [_write_table(bundle, connection, table) for table in RULES]
            bundle.writestr(DESCRIPTION, json.dumps(_description(resources), indent=1, ensure_ascii=False))
        beside.rename(path)
    except OSError as error:
        raise AuditFileError(f"{path.name}: the bundle could not be written ({error.strerror}).") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return path


def read_bundle(path: Path, new: Path) -> None:
    """Make an audit file of a bundle, whole or not at all."""
    unfinished = new.absolute().with_name(f"{new.name}.part")
    if new.exists():
        raise AuditFileError(f"{new.name}: there is already a file of this name. Choose another for the audit file.")
    try:
        with _opened(path) as bundle, closing(create(unfinished)) as connection:
            _fill(connection, bundle, path.name)
        unfinished.rename(new)
    except OSError as error:
        raise AuditFileError(f"{path.name}: could not be read ({error.strerror or 'it ends too early'}).") from None
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.InterfaceError):
            raise _damaged(path.name) from None
        raise AuditFileError(sentence(error, new)) from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _write_table(bundle: zipfile.ZipFile, connection: sqlite3.Connection, table: str) -> dict:
    """Write one table and return what the description says of it."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    with (
        bundle.open(f"{table}.csv", "w", force_zip64=True) as file,
        io.TextIOWrapper(file, "utf-8", newline="") as text,
    ):
        lines = csv.writer(text)
        lines.writerow([column[1] for column in columns])
        for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own table names
            lines.writerow([_cell(value) for value in row])
    about = _comments().get(table, {})
    fields = [
        {
            "name": name,
            "type": _TYPES[kind],
            **({"description": about[name]} if name in about else {}),
            "constraints": {"required": bool(needed or key)},
        }
        for _, name, kind, needed, _, key in columns
    ]
    keys = [name for _, name in sorted((column[5], column[1]) for column in columns if column[5])]
    links = [
        {"fields": [row[3]], "reference": {"resource": row[2], "fields": [row[4] or "id"]}}
        for row in connection.execute(f"PRAGMA foreign_key_list({table})")
    ]
    schema = {"fields": fields, "primaryKey": keys, "missingValues": [""], "foreignKeys": links}
    return {
        "name": table,
        "path": f"{table}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "description": about.get("", ""),
        "schema": schema,
    }


def _description(resources: list[dict]) -> dict:
    return {
        "$schema": PROFILE,
        "profile": "tabular-data-package",
        "name": "auditkit-audit",
        "title": "An audit of whose voices somebody learns from",
        "description": (
            "Every table of an audit file. It holds what was noted about people beside their names: keep it as you "
            "would the file itself. An empty cell is a missing value; a backslash in front of a cell marks an empty "
            "text, or a text that itself begins with one."
        ),
        "auditkit_version": VERSION,
        "resources": resources,
    }


def _comments() -> dict[str, dict[str, str]]:
    """Table -> column -> what schema.sql says of it; the table itself under an empty name."""
    found: dict[str, dict[str, str]] = {}
    table = ""
    for line in schema_text().splitlines():
        command, _, comment = line.partition("--")
        words = command.split()
        if words[:2] == ["CREATE", "TABLE"]:
            table = words[2]
        name = "" if words[:1] == ["CREATE"] else words[0].rstrip(",") if words else None
        if table and comment.strip() and name is not None and name.casefold() == name:
            found.setdefault(table, {})[name] = comment.strip()
    return found


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        bundle = zipfile.ZipFile(path)
        names = {info.filename: info.file_size for info in bundle.infolist()}
    except FileNotFoundError:
        raise AuditFileError(f"{path.name}: there is no such file. Check the name and the folder.") from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise AuditFileError(f"{path.name}: is not a bundle. Choose the zip that write_bundle made.") from None
    if DESCRIPTION not in names or max(names.values()) > MOST_BYTES:
        bundle.close()
        raise AuditFileError(f"{path.name}: is not a bundle. Choose the zip that write_bundle made.")
    return bundle


def _fill(connection: sqlite3.Connection, bundle: zipfile.ZipFile, name: str) -> None:
    csv.field_size_limit(max(csv.field_size_limit(), MOST_CELL))  # a codebook stands in one cell
    try:
        if int(json.loads(bundle.read(DESCRIPTION))["auditkit_version"]) > VERSION:
            raise AuditFileError(f"{name}: was written by a newer auditkit. Install the newest one and read it there.")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        for table in RULES:
            if f"{table}.csv" in bundle.namelist():  # an older version has fewer tables
                _read_table(connection, bundle, table)
        connection.execute("COMMIT")
    except (zipfile.BadZipFile, zlib.error, csv.Error, EOFError, RuntimeError, StopIteration, *NONSENSE):
        raise _damaged(name) from None
    if count_problems(connection):
        raise _damaged(name)


def _read_table(connection: sqlite3.Connection, bundle: zipfile.ZipFile, table: str) -> None:
    columns = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    with bundle.open(f"{table}.csv") as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
        lines = csv.reader(text, strict=True)
        heading = next(lines)
        if set(heading) - set(columns):
            raise ValueError("a column that no audit file has")
        marks = ", ".join("?" * len(heading))
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(heading)}) VALUES ({marks})",  # noqa: S608 - our own names, checked above
            _rows(lines, [columns[column] for column in heading]),
        )


def _rows(lines: Iterator[list[str]], types: list[str]) -> Iterator[list]:
    for cells in lines:
        if len(cells) != len(types):
            raise ValueError("a row of another length")
        yield [_value(cell, kind) for cell, kind in zip(cells, types, strict=True)]


def _cell(value: object) -> object:
    if isinstance(value, str) and (not value or value.startswith(_SIGN)):
        return _SIGN + value
    return value


def _value(cell: str, kind: str) -> object:
    if not cell:
        return None
    return int(cell) if kind == "INTEGER" else cell.removeprefix(_SIGN)


def _damaged(name: str) -> AuditFileError:
    return AuditFileError(
        f"{name}: is damaged, or was changed so that it is no whole audit any more. Nothing was made. "
        "Use the bundle as it was written."
    )
