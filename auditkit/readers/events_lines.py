"""The entries of a calendar file (iCalendar, RFC 5545), cut out line by line before anybody interprets them.

Only the properties that are needed leave this module. Of the people invited nothing does: their lines are looked at
for one thing, whether the owner of the calendar declined. Reminders and attachments inside an entry are passed over,
and so are time zones and tasks beside it. Files without an end, several calendars in one and old line ends are read.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditkit.readers.text import decoded, encoding_of

_CHUNK, _LONGEST = 2**20, 2**16
_PROPERTY = re.compile(rb"[ \t]*([A-Za-z0-9\-]{1,60})[ \t]*([;:])")
_PART = re.compile(rb"[ \t]*(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9\-]{1,60})", re.IGNORECASE)
_WANTED = {
    b"UID", b"SUMMARY", b"DESCRIPTION", b"DTSTART", b"URL", b"LOCATION", b"CONFERENCE", b"X-GOOGLE-CONFERENCE",
    b"ORGANIZER", b"STATUS", b"CLASS", b"CATEGORIES", b"RRULE", b"RDATE", b"RECURRENCE-ID", b"SEQUENCE",
}  # fmt: skip
_BLANK_LINES = re.compile(rb"\n{2,}")
_DECLINED = re.compile(rb";\s*PARTSTAT\s*=\s*\"?DECLINED\b", re.IGNORECASE)


@dataclass(slots=True)
class Calendar:
    """What a calendar says about itself: its name, whose it is (an address, never kept), what it was sent for."""

    owner: bytes = b""
    name: str = ""
    method: bytes = b""


@dataclass(slots=True)
class Entry:
    """One entry: its lines by property, the first of each; whether its owner declined; whether its end was there."""

    calendar: Calendar
    lines: dict[bytes, bytes] = field(default_factory=dict)
    attendees: int = 0
    declined: int = 0
    own_answer: str = ""
    whole: bool = False

    def value(self, name: bytes) -> bytes:
        """Return what stands behind the colon of a property without parameters, in capitals."""
        return self.lines.get(name, b"").rpartition(b":")[2].strip().upper()

    @property
    def was_declined(self) -> bool:
        """Whether the owner declined; where it is not known who that is, whether everybody did."""
        if self.own_answer:
            return self.own_answer == "declined"
        return 0 < self.attendees == self.declined


def entries_of(stream, owner: str) -> Iterator[Entry]:
    """Yield the entries (VEVENT) of a calendar file, in its order; `owner` is an address that its name may give."""
    calendar, entry, inside, beside = Calendar(owner.encode()), None, 0, 0
    for line in _lines(stream):
        part = _PART.match(line)
        if part is None:
            if entry is not None and not inside:
                _take(entry, line)
            elif entry is None and not beside:
                _name(calendar, line)
            continue
        begins, what = part[1].upper() == b"BEGIN", part[2].upper()
        if what in (b"VEVENT", b"VCALENDAR"):
            if entry is not None:
                entry.whole = what == b"VEVENT" and not begins
                yield entry
            entry, inside, beside = None, 0, 0
            if begins and what == b"VEVENT":
                entry = Entry(calendar)
            elif begins:
                calendar = Calendar(owner.encode())
        elif entry is not None:
            inside = max(0, inside + (1 if begins else -1))
        else:
            beside = max(0, beside + (1 if begins else -1))
    if entry is not None:
        yield entry


def _take(entry: Entry, line: bytes) -> None:
    found = _PROPERTY.match(line)
    name = found[1].upper() if found else b""
    if name in _WANTED:
        entry.lines.setdefault(name, line.strip())
    elif name == b"ATTENDEE":
        answer = "declined" if _DECLINED.search(line) else "other"
        entry.attendees += 1
        entry.declined += answer == "declined"
        if entry.calendar.owner and line.strip().lower().endswith(b":" + entry.calendar.owner):
            entry.own_answer = answer


def _name(calendar: Calendar, line: bytes) -> None:
    found = _PROPERTY.match(line)
    if not found:
        return
    value = line[found.end() :].strip() if found[2] == b":" else line.rpartition(b":")[2].strip()
    if found[1].upper() == b"METHOD":
        calendar.method = value.upper()
    elif found[1].upper() in (b"X-WR-CALNAME", b"NAME"):
        # Google names a person's own calendar by their address.
        if b"@" in value:
            calendar.owner = b"mailto:" + value.lower()
        else:
            calendar.name = decoded(value)


def _lines(stream) -> Iterator[bytes]:
    """Yield lines with their folds undone: by bytes, because a fold may cut a character in two."""
    data = stream.read(_CHUNK)
    encoding = encoding_of(data)
    if encoding.startswith(("utf-16", "utf-32")):
        stream = io.BytesIO(decoded(data + stream.read()).encode("utf-8", "replace"))
        data = stream.read(_CHUNK)
    rest, data = b"", data.removeprefix(b"\xef\xbb\xbf")
    while data:
        if data.endswith(b"\r"):
            data += stream.read(1)
        data = rest + data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        data = _BLANK_LINES.sub(b"\n", data.replace(b"\n ", b"").replace(b"\n\t", b""))
        # The last line may go on in the next piece.
        end = data.rfind(b"\n", 0, len(data) - 1)
        for line in data[:end].split(b"\n") if end >= 0 else ():
            yield line[:_LONGEST]
        rest = data[end + 1 :]
        if len(rest) > _LONGEST:
            rest = rest[:_LONGEST] + (b"\n" if rest.endswith(b"\n") else b"")
        data = stream.read(_CHUNK)
    yield from rest.split(b"\n")
