"""Webinars and other events, from a calendar file (iCalendar, ``.ics``): an invitation, or a whole calendar exported.

Google hands out one file per calendar in a zip, Outlook and Apple one file; event pages and video services one event
each (PRODID says which; Zoom puts CLASS on the calendar and a stray TZID into the event). An event that comes back is
one event; what was cancelled or declined is left out. A file of more than ten entries is taken for a personal calendar:
there only entries with a link or a word such as "webinar" count, the others for private appointments. Who was invited
is not read; passwords, telephone numbers and addresses in texts and links are left out. A calendar names organisers,
often a company, and not those who speak; it says what was entered, not who was there.
"""

import hashlib
import re
from collections.abc import Iterator

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.events_lines import Entry, entries_of
from auditkit.readers.events_rows import row_of
from auditkit.readers.events_wrong import explain
from auditkit.readers.gathered import Gathered, Row
from auditkit.readers.text import begins, counted
from auditkit.tables import FollowList

_FILES = re.compile(r"\.(?:ics|ical|icalendar|ifb)$", re.IGNORECASE)
_BEGINS = re.compile(r"\s*BEGIN\s*:\s*VCALENDAR", re.IGNORECASE)
_OWNER = re.compile(r"([^\s/@]+@[^\s/@]+?)(?: ?\(\d+\))?\.ics$", re.IGNORECASE)
_CHOSEN_BY_HAND, MOST_EVENTS = 10, 20_000
_PUBLIC = re.compile(
    rb"https?://|webin|workshop|conferenc|symposi|seminar|keynote|lecture|meetup|summit|training|"
    rb"\btalk\b|panel|course|\bchat\b|book club|#\w|konferenz|tagung|vortrag|fortbildung|schulung|lesung|kongress|"
    rb"conf\xc3\xa9rence|atelier|formation|colloque|conferencia|taller|jornada|congreso|charla|curso",
    re.IGNORECASE,
)
_SHOWS_PUBLIC = (
    b"URL", b"CONFERENCE", b"X-GOOGLE-CONFERENCE", b"LOCATION", b"SUMMARY", b"DESCRIPTION", b"CATEGORIES"
)  # fmt: skip
CANCELLED, DECLINED, MARKED_PRIVATE = "cancelled", "declined", "marked as private"
PRIVATE = 'taken for private appointments (no link, no word such as "webinar")'


def _calendars(export: Export) -> list[Member]:
    return [member for member in export.candidates(_FILES) if _BEGINS.match(begins(export.head(member)))]


def _identify(export: Export) -> bool:
    return bool(_calendars(export))


def _read(export: Export) -> FollowList:
    series, cut, seen = {}, 0, 0
    for member in _calendars(export):
        owner = _OWNER.search(member.base)
        with export.open(member) as stream:
            for entry in entries_of(stream, f"mailto:{owner[1].casefold()}" if owner else ""):
                seen += 1
                cut += not entry.whole
                _join(series, entry)
                if len(series) > 10 * MOST_EVENTS:
                    raise BrokenExportError(_too_many(member.name))
    if not seen:
        raise UnknownExportError(
            f"{export.name}: this calendar holds no events. Choose the calendar in which your webinars and events "
            "stand; in Google Calendar: Settings > Import & export > Export."
        )
    gathered = Gathered("event")
    for key, row in _rows(series, gathered, export.name):
        row.account = key
        gathered.add(row)
    if cut:
        gathered.notes.append(f"{counted(cut, 'entry', 'entries')} without an end; the file looks cut off there.")
    first = (
        f"{counted(len(gathered.rows), 'event')} from {counted(seen, 'entry', 'entries')}; an event that comes back "
        "counts once. A calendar says what was entered, not whether you were there; who was invited was not read."
    )
    return gathered.follow_list("events", export, first)


def _join(series: dict[bytes, Entry], entry: Entry) -> None:
    """Keep one entry per series: the first of the series rather than a single day moved, the newest of its versions."""
    uid = entry.lines.get(b"UID", b"").partition(b":")[2].strip()
    uid = uid or entry.lines.get(b"SUMMARY", b"") + entry.lines.get(b"DTSTART", b"")
    known = series.get(uid)
    if known is None or _rank(entry) >= _rank(known):
        series[uid] = entry


def _rank(entry: Entry) -> tuple[bool, bool, int]:
    number = entry.value(b"SEQUENCE")
    single = b"RECURRENCE-ID" in entry.lines
    # One day of a series that is cancelled or declined says nothing about the others.
    return not single, not (single and _left_out(entry)), int(number) if number.isdigit() and len(number) < 10 else 0


def _left_out(entry: Entry) -> str:
    """Return why an entry is left out by what it says of itself, or an empty string."""
    if entry.value(b"STATUS") in (b"CANCELLED", b"CANCELED") or entry.calendar.method == b"CANCEL":
        return CANCELLED
    if entry.was_declined:
        return DECLINED
    return MARKED_PRIVATE if entry.value(b"CLASS") in (b"PRIVATE", b"CONFIDENTIAL") else ""


def _rows(series: dict[bytes, Entry], gathered: Gathered, name: str) -> Iterator[tuple[str, Row]]:
    personal, read = len(series) > _CHOSEN_BY_HAND, 0
    for uid, entry in series.items():
        reason = _left_out(entry)
        public = any(_PUBLIC.search(entry.lines.get(name, b"").partition(b":")[2]) for name in _SHOWS_PUBLIC)
        if not reason and personal and not public:
            reason = PRIVATE
        if not reason:
            read += 1
            if read > MOST_EVENTS:
                raise BrokenExportError(_too_many(name))
            row = row_of(entry)
            reason = row if isinstance(row, str) else ""
        if reason:
            gathered.skip(reason)
            continue
        gathered.undated += row.since is None
        # Ids hold addresses of people and machines; a hash of them is as steady.
        yield f"event:{hashlib.sha256(uid).hexdigest()[:20]}", row


def _too_many(name: str) -> str:
    return (
        f"{name}: this calendar holds more than {MOST_EVENTS:,} events, more than anybody attends. "
        "Export a single calendar or fewer years, and choose that."
    )


READER = Reader(
    name="events",
    platform="event",
    label="Webinars and events (calendar)",
    file="an `.ics` file: an invitation, or an exported calendar; `….ical.zip` from Google as downloaded",
    how_to_get=(
        "Google Calendar: Settings > Import & export > Export; Outlook: File > Save calendar; Apple Calendar: "
        "File > Export; event pages: Add to calendar"
    ),
    waiting_time="none",
    gives="titles, days, links and descriptions of events (without passwords), organisers, the calendar they stand in",
    lacks="who spoke, whether you were there; people invited are not read",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
)
