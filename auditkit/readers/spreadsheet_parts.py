"""The parts of a workbook: which worksheets are visible, in which order, and where their links lead."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member

_LARGEST = 48 * 2**20
_CHUNK = 2**16
_SHEET_NUMBER = re.compile(r"(\d+)\.xml$")


@dataclass(frozen=True)
class Workbook:
    """The visible worksheets in the order of their tabs, how many are hidden, and from when days are counted."""

    visible: list[Member]
    hidden: int
    from_1904: bool


def parse(export: Export, member: Member, start: Callable, end: Callable | None = None, text: Callable | None = None):
    """Run through the XML of a member; tags come without their prefix. A DOCTYPE, which no workbook has, is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text

    def doctype(*_: object) -> None:
        raise _damaged(export)

    parser.StartDoctypeDeclHandler = doctype
    with export.open(member, limit=_LARGEST) as stream:
        try:
            while data := stream.read(_CHUNK):
                parser.Parse(data, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as problem:
            raise _damaged(export) from problem


def _damaged(export: Export) -> BrokenExportError:
    return BrokenExportError(
        f"{export.name}: this workbook is damaged. "
        "Open it in a spreadsheet program and save it again, or save it as CSV."
    )


def parts_of(export: Export) -> Workbook:
    """Return the worksheets of a workbook."""
    members = {member.path.lower(): member for member in export.members}
    listed, from_1904 = [], []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            link = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            listed.append((link, attributes.get("state", "visible")))
        elif tag == "workbookPr":
            from_1904.append(attributes.get("date1904", "0") in ("1", "true"))

    parse(export, members["xl/workbook.xml"], start)
    targets = _targets(export, members.get("xl/_rels/workbook.xml.rels"))
    visible, hidden = [], 0
    for link, state in listed:
        path = targets.get(link, "")
        member = members.get(path.lstrip("/").lower() if path.startswith("/") else f"xl/{path}".lower())
        hidden += state != "visible"
        if member and state == "visible" and member not in visible:
            visible.append(member)
    return Workbook(visible or _by_number(export) if not hidden else visible, hidden, any(from_1904))


def _by_number(export: Export) -> list[Member]:
    """Return the worksheets by their numbers, when the workbook does not say where they lie."""
    found = [member for member in export.members if re.match(r"xl/worksheets/[^/]+\.xml$", member.path, re.I)]
    return sorted(found, key=lambda member: int(n[1][:9]) if (n := _SHEET_NUMBER.search(member.path)) else 0)


def targets_of(export: Export, member: Member) -> dict[str, str]:
    """Return where the links of a worksheet lead."""
    path = f"{member.folder}_rels/{member.base}.rels".lower()
    return _targets(export, next((one for one in export.members if one.path.lower() == path), None))


def _targets(export: Export, member: Member | None) -> dict[str, str]:
    found = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    if member:
        parse(export, member, start)
    return found
