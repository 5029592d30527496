"""The house stands only while imports go downward: a row may use the rows above it, never its own row or one below."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "auditkit"

ROWS = (
    ("errors", "tables"),
    ("settings", "saving"),
    ("export", "codebook", "goal", "masking", "delimited"),
    ("readers", "annotations", "voices", "measures", "charts"),
    ("review", "cohort"),
    ("audit_file",),
    ("report", "personas", "summary", "workshop"),
    ("cli", "widgets"),
    ("__init__", "__main__"),
)
ROW_OF = {room: number for number, rooms in enumerate(ROWS) for room in rooms}
ONLY_IN = {
    "matplotlib": {"charts"},
    "ipywidgets": {"widgets"},
    "anywidget": {"widgets"},
    "sqlite3": {"audit_file"},
    "ibis": {"cohort"},
    "opendp": {"cohort"},
    "jinja2": {"report"},
    "openpyxl": {"annotations"},
    "cbor2": {"readers"},
}
FORBIDDEN = {"requests", "urllib.request", "http.client", "httpx", "aiohttp", "ftplib", "smtplib", "socket"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[tuple[str, bool]]:
    """Every module imported anywhere in a file, and whether the import is relative."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, False) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "", node.level > 0))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
class TestEachModule:
    def test_stands_in_a_known_row(self, path):
        assert room_of(path) in ROW_OF

    def test_imports_only_from_rows_above(self, path):
        own = room_of(path)
        for name, _ in imports_of(path):
            parts = name.split(".")
            if parts[0] != "auditkit" or len(parts) == 1 or parts[1] == own:
                continue
            assert ROW_OF[parts[1]] < ROW_OF[own], f"{own} must not import {parts[1]}"

    def test_imports_nothing_relatively(self, path):
        assert not [name for name, relative in imports_of(path) if relative]

    def test_keeps_heavy_packages_in_their_rooms(self, path):
        for name, _ in imports_of(path):
            rooms = ONLY_IN.get(name.split(".")[0])
            assert rooms is None or room_of(path) in rooms, f"{name} belongs in {rooms}"

    def test_cannot_reach_a_network(self, path):
        """ETHICS 9: no network call in the library, ever."""
        for name, _ in imports_of(path):
            assert name not in FORBIDDEN
            assert name.split(".")[0] not in FORBIDDEN


def test_every_room_of_the_table_has_something_in_it():
    rooms = {room_of(path) for path in MODULES}
    assert {room for row in ROWS for room in row} - {"__main__", "workshop"} <= rooms


def test_no_dependency_infers_who_somebody_is():
    """ETHICS 1: no name tables, no models."""
    text = (PACKAGE.parent / "pyproject.toml").read_text("utf-8").casefold()
    for word in ("gender", "ethnic", "nameparser", "genderize", "namsor", "torch", "tensorflow", "sklearn", "deepface"):
        assert word not in text
