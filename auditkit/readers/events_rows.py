"""One entry of a calendar as a row of the follow list: the event, who organises it, when it begins."""

import re
from datetime import UTC, date, datetime

from auditkit.readers.events_lines import Entry
from auditkit.readers.events_text import first_link, masked_link, masked_text
from auditkit.readers.gathered import Row
from auditkit.readers.text import clean, decoded

NO_TITLE = "without a title"
_ESCAPED = re.compile(r"\\([nN,;\\])")
# A property's value begins behind the first colon outside quotation marks.
_VALUE = re.compile(r"[^\":]*(?:\"[^\"]*\"[^\":]*)*:(.*)", re.DOTALL)


def row_of(entry: Entry) -> Row | str:
    """Return an entry as a row of the list, or why it cannot be one."""
    name = masked_text(_text(entry, b"SUMMARY"))
    if not name:
        return NO_TITLE
    called = _organiser(entry)
    location, description = _text(entry, b"LOCATION"), _text(entry, b"DESCRIPTION")
    link = masked_link(_text(entry, b"URL")) or first_link(
        _text(entry, b"CONFERENCE"), location, _text(entry, b"X-GOOGLE-CONFERENCE"), description
    )
    since, precision = _moment(entry)
    return Row(
        handle=None if "@" in called else masked_text(called),
        name=name,
        url=link or None,
        bio=masked_text(description, lines=True),
        relation="attended",
        group=clean(entry.calendar.name),
        since=since,
        precision=precision,
    )


def _text(entry: Entry, name: bytes) -> str:
    """Return the text of a property with the standard's escapes undone: texts make up nearly all of a calendar."""
    line = entry.lines.get(name)
    found = _VALUE.match(decoded(line)) if line else None
    return _ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], found[1]).strip() if found else ""


def _parts(entry: Entry, name: bytes) -> tuple[dict, str]:
    """Return parameters and value of a property; both empty where it cannot be read."""
    from icalendar.parser import Contentline  # only here: it loads time zones

    try:
        _, parameters, value = Contentline(decoded(entry.lines[name]).replace("\n", " ")).parts()
    except (KeyError, ValueError, IndexError, TypeError):
        return {}, ""
    return parameters, str(value)


def _organiser(entry: Entry) -> str:
    """Return what the organiser is called: their address has no place here."""
    called = _parts(entry, b"ORGANIZER")[0].get("CN", "") if b"ORGANIZER" in entry.lines else ""
    return called if isinstance(called, str) else ""


def _moment(entry: Entry) -> tuple[datetime | None, str]:
    """Return when an event begins; without a zone that is known only the day is sure."""
    from icalendar.prop import vDDDTypes

    parameters, value = _parts(entry, b"DTSTART")
    try:
        zone = parameters.get("TZID")
        begin = vDDDTypes.from_ical(value.strip(), zone.strip() if isinstance(zone, str) else None)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        begin = None
    if not isinstance(begin, date) or not 1970 <= begin.year <= 2100:
        return None, "unknown"
    if isinstance(begin, datetime) and begin.tzinfo is not None:
        return begin.astimezone(UTC), "exact"
    return datetime(begin.year, begin.month, begin.day, tzinfo=UTC), "day"
