"""The tables in LinkedIn's archive that name whom you are connected to or follow, told by their headings."""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member
from auditkit.readers.gathered import ENTRY_LIMIT
from auditkit.readers.rows import rows_of
from auditkit.readers.text import begins

CONNECTIONS, MEMBERS, COMPANIES, HASHTAGS, EVENTS = "connections", "members", "companies", "hashtags", "events"
KINDS = (CONNECTIONS, MEMBERS, COMPANIES, HASHTAGS, EVENTS)
# Headings that must stand there, to what the kit calls each column; columns not named here are never kept.
_COLUMNS = {
    CONNECTIONS: {
        "first name": "first", "last name": "last", "url": "url", "company": "company", "position": "position",
        "connected on": "date",
    },
    MEMBERS: {"date": "date", "status": "status", "fullname": "name"},
    COMPANIES: {"organization": "name", "followed on": "date"},
    HASHTAGS: {"hashtag": "name", "hashtags": "name", "followed on": "date", "created time": "date", "date": "date"},
    EVENTS: {"event name": "name", "event time": "date", "status": "status", "external url": "url"},
}  # fmt: skip
_TOLD_BY = {
    CONNECTIONS: {"first name", "last name", "email address"},
    MEMBERS: {"date", "status", "fullname"},
    COMPANIES: {"organization", "followed on"},
    EVENTS: {"event name", "event time"},
}
_HASHTAG_FILE = re.compile(r"hashtag_follows", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;\t]")
# Headings stand below the notes, which fill a few lines.
_HEADINGS_WITHIN = 10
FILES = re.compile(
    r"(?:^|/)(?:connections|member_follows[^/]*|company follows|hashtag_follows[^/]*|events)\.csv$", re.IGNORECASE
)
_OTHER = (
    ({"from", "to", "sent at", "direction"}, "this holds invitations with their messages"),
    ({"conversation id", "from", "to"}, "this holds your messages"),
    ({"first name", "last name", "maiden name"}, "this is your own profile"),
    ({"date", "sharelink"}, "this holds your own posts"),
    ({"date", "type", "link"}, "this holds your reactions"),
    ({"date", "link", "message"}, "this holds your comments"),
)
_FOLDER = re.compile(r"(?:^|/)(?:Ad_Targeting|Rich_Media|Registration|PhoneNumbers|Invitations)\.csv$")
_CHOOSE = "Choose `Connections.csv`, `Member_Follows_….csv` or `Company Follows.csv`, or the whole zip."


def _headings(rows: list[list[str]], name: str) -> tuple[str, int]:
    """Return which table it is and in which row its headings stand, or an empty string."""
    for number, row in enumerate(rows[:_HEADINGS_WITHIN]):
        words = {cell.casefold() for cell in row}
        found = next((kind for kind, told in _TOLD_BY.items() if told <= words), "")
        if not found and _HASHTAG_FILE.search(name) and words & {"hashtag", "hashtags"}:
            found = HASHTAGS
        if found:
            return found, number
    return "", 0


def _first_rows(export: Export, member: Member) -> list[list[str]]:
    """Return the first lines, cut at every sign that may separate: headings hold no quotation marks."""
    lines = begins(export.head(member)).lstrip("\ufeff").splitlines()[: 2 * _HEADINGS_WITHIN]
    rows = ([cell.strip().strip('"') for cell in _SEPARATORS.split(line)] for line in lines)
    return [row for row in rows if any(row)]


def kind_of(export: Export, member: Member) -> str:
    """Return which of LinkedIn's tables a member is, or an empty string."""
    return _headings(_first_rows(export, member), member.base)[0]


def cells_of(export: Export, member: Member, kind: str) -> list[dict[str, str]]:
    """Return the rows of a table, each with the columns that are wanted and no other."""
    with export.open(member) as stream:
        data = stream.read()
    # Counted before the rows are made: some million of them do not fit into memory.
    long = max(data.count(b"\n"), data.count(b"\r")) > ENTRY_LIMIT
    rows = [] if long else rows_of(data, member.name)
    found, start = _headings(rows, member.base)
    if found != kind:
        raise BrokenExportError(
            f"{member.name}: its beginning is LinkedIn's, the rest is no table of people. Download the archive again."
        )
    places: dict[str, int] = {}
    for place, heading in enumerate(rows[start]):
        field = _COLUMNS[kind].get(heading.casefold())
        if field:
            places.setdefault(field, place)
    return [{field: row[place] for field, place in places.items() if place < len(row)} for row in rows[start + 1 :]]


def explain(export: Export) -> str | None:
    """Return a sentence for a wrong file from LinkedIn, or None when the export is not from LinkedIn."""
    if not export.chosen_directly:
        if not export.named(_FOLDER) or not any("linkedin" in path.name.lower() for path in export.paths):
            return None
        return (
            f"{export.name}: this is an archive from LinkedIn, but neither connections nor people you follow are "
            "in it. The fast archive lacks lists; ask LinkedIn for the larger one (Settings & Privacy > Data privacy > "
            "Get a copy of your data)."
        )
    for member in export.members:
        for row in _first_rows(export, member)[:_HEADINGS_WITHIN]:
            words = {cell.casefold() for cell in row}
            what = next((what for told, what in _OTHER if told <= words), "")
            if what:
                return f"{member.name}: {what}, not who you follow on LinkedIn. {_CHOOSE}"
    return None
