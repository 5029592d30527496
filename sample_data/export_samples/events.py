"""Calendars: invented webinars and events as video services, event pages and calendar programs write them."""

# ruff: noqa: E501 - the lines are as long as those of the files.


def calendar(*events: str, program: str = "-//Invented//Calendar 1.0//EN", more: str = "") -> str:
    """Return a calendar file around the entries, with the line ends of the standard."""
    return f"BEGIN:VCALENDAR\nPRODID:{program}\nVERSION:2.0\n{more}{''.join(events)}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    )


def event(uid: str, title: str, begins: str, more: str = "") -> str:
    """Return one entry."""
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20260101T000000Z\n{begins}\nSUMMARY:{title}\n{more}END:VEVENT\n"


ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Asia/Tashkent\nX-LIC-LOCATION:Asia/Tashkent\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\n"
    "TZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
)
ZOOM = calendar(
    ZONE,
    event(
        "20260929T091500Z-81234567890@fe80:0:0:0:0:0:0:1", "Invented webinar with Ada Example", "DTSTART;TZID=Asia/Tashkent:20261001T150000",
        "DTEND;TZID=Asia/Tashkent:20261001T160000\nTZID:Asia/Tashkent\n"
        "DESCRIPTION:Join\\, please\\nhttps://meet.example/j/81234567890?pwd=INVENTED\\nMeeting ID: 812 3456 7890\\nPasscode: INVENTED1\\nOne tap mobile +1 555 010 0199\\,\\,81234567890#\n"
        "LOCATION:https://meet.example/j/81234567890?pwd=INVENTED\n"
        "BEGIN:VALARM\nTRIGGER:-PT10M\nACTION:DISPLAY\nDESCRIPTION:Reminder nobody needs\nEND:VALARM\n",
    ),
    program="-//meet.example//iCalendar Event//EN", more="CALSCALE:GREGORIAN\nMETHOD:PUBLISH\nCLASS:PUBLIC\n",
)  # fmt: skip
TALK = event(
    "series-1@library.example", "Reading circle: Ada Example", "DTSTART;TZID=Europe/Berlin:20250310T190000",
    'RRULE:FREQ=WEEKLY\nORGANIZER;CN="Invented Library, Example":mailto:events@library.example\nURL:https://library.example/circle\n'
    "ATTENDEE;CN=Owner Invented;PARTSTAT=ACCEPTED:mailto:owner@example.org\nATTENDEE;CN=Bo Example;PARTSTAT=DECLINED:mailto:bo@school.example\n",
)  # fmt: skip
TALK_MOVED = event(
    "series-1@library.example",
    "Reading circle moved",
    "DTSTART;TZID=Europe/Berlin:20250318T190000",
    "RECURRENCE-ID;TZID=Europe/Berlin:20250317T190000\n",
)
TALK_CANCELLED = event(
    "series-1@library.example",
    "Reading circle",
    "DTSTART;TZID=Europe/Berlin:20250324T190000",
    "RECURRENCE-ID;TZID=Europe/Berlin:20250324T190000\nSTATUS:CANCELLED\n",
)
CANCELLED = event("2@library.example", "Cancelled webinar", "DTSTART:20250401T170000Z", "STATUS:CANCELLED\n")
DECLINED = event(
    "3@library.example", "Declined webinar", "DTSTART:20250402T170000Z",
    "ATTENDEE;CN=Owner Invented;PARTSTAT=DECLINED:mailto:owner@example.org\nATTENDEE;CN=Bo Example;PARTSTAT=ACCEPTED:mailto:bo@school.example\n",
)  # fmt: skip
DAY = event(
    "4@library.example",
    "Conference of Invented Libraries",
    "DTSTART;VALUE=DATE:20250512",
    "DTEND;VALUE=DATE:20250514\nLOCATION:Example Hall\n",
)
GOOGLE = calendar(
    TALK, TALK_MOVED, TALK_CANCELLED, CANCELLED, DECLINED, DAY,
    *(event(f"private-{number}@calendar.example", f"Private appointment {number}", f"DTSTART:202506{number + 10}T080000Z") for number in range(9)),
    event("5@library.example", "Hidden workshop", "DTSTART:20250701T080000Z", "CLASS:PRIVATE\n"),
    program="-//Calendar Inc//Calendar 70.9054//EN", more="CALSCALE:GREGORIAN\nMETHOD:PUBLISH\nX-WR-CALNAME:owner@example.org\nX-WR-TIMEZONE:Europe/Berlin\n",
)  # fmt: skip
OUTLOOK = calendar(
    "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n",
    event(
        "040000008200E00074C5B7101A82E008", "Fortbildung: Bücher für alle\\, \n  zweiter Teil", "DTSTART;TZID=W. Europe Standard Time:20250120T100000",
        'ORGANIZER;CN="Verlag Beispiel":mailto:post@verlag.example\nATTENDEE;ROLE=REQ-PARTICIPANT;CN="Owner Invented":mailto:owner@example.org\n'
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\nX-ALT-DESC;FMTTYPE=text/html:<html>nobody reads this</html>\n"
        "DESCRIPTION;LANGUAGE=de-DE:Kennwort: INVENTED9\\nFragen an post@verlag.example\nSEQUENCE:1\n",
    ),
    event("zone-of-nobody", "Atelier en ligne", "DTSTART;TZID=Heure d\u2019été d\u2019ailleurs:20250121T100000"),
    event("floating", "Charla sin zona", "DTSTART:20250122T233000"),
    program="Microsoft Exchange Server 2010", more="METHOD:REQUEST\nX-WR-CALNAME:Fortbildung\n",
)  # fmt: skip


def folded_by_octets(text: str) -> bytes:
    """Return the file with lines folded after 75 bytes, also within a character, as the standard allows."""
    lines = []
    for line in text.encode().split(b"\r\n"):
        while len(line) > 75:
            lines.append(line[:75])
            line = b" " + line[75:]
        lines.append(line)
    return b"\r\n".join(lines)


PAGE = calendar(
    event(
        "evt-INVENTED@events.example",
        "Panel: who tells the stories?",
        "DTSTART:20260214T180000Z",
        "DTEND:20260214T193000Z\nLOCATION:Online\nDESCRIPTION:With Bo Example and Cy Example.\nURL:https://events.example/e/12345?aff=mail&token=INVENTED\n",
    )
)

SAMPLES = {
    "webinar.ics": ZOOM,
    "event-page.ics": PAGE,
    "google-calendar.ics": GOOGLE,
    "invented.ical.zip": [("Fortbildung_INVENTED.ics", OUTLOOK), ("Empty.ics", calendar())],
    "outlook.ics": OUTLOOK,
    "folded-within-characters.ics": folded_by_octets(
        calendar(event("6@library.example", "Vortrag: " + "Büchereien für alle überall " * 4, "DTSTART:20250301T170000Z", "DESCRIPTION:" + "Größe " * 30 + "\n"))
    ),
    "two-calendars-in-one.ics": calendar(DAY, more="X-WR-CALNAME:Conferences\n") + calendar(TALK, more="X-WR-CALNAME:Circles\n"),
    "mark-and-blank-first.ics": ("\ufeff\r\n" + PAGE).encode(),
    "old-line-ends.ics": PAGE.replace("\r\n", "\r").encode(),
    "without-ends.ics": PAGE.replace("END:VEVENT\r\nEND:VCALENDAR\r\n", "") + DAY.replace("END:VEVENT\n", ""),
    "utf-16.ics": PAGE.encode("utf-16"),
    "oddities.ics": calendar(
        event("7@library.example", "Webinar: with: colons; and \\; escapes\\, \\\\ too", "DTSTART ; TZID = Europe/Berlin :20250302T170000", "RRULE:FREQ=SOMETIMES;COUNT=many\n"),
        event("8@library.example", "Chat without a date", "DTSTART:soon"),
        event("9@library.example", "", "DTSTART:20250303T170000Z"),
        "BEGIN:VTODO\nUID:todo\nSUMMARY:Nobody's task\nEND:VTODO\n",
        event("10@library.example", "Invitation", "DTSTART:20250304T170000Z", "SEQUENCE:0\n"),
        event("10@library.example", "Invitation, corrected", "DTSTART:20250305T170000Z", "SEQUENCE:2\n"),
        event("10@library.example", "Invitation, older", "DTSTART:20250306T170000Z", "SEQUENCE:1\n"),
        "BEGIN:VEVENT\nSUMMARY:Without an id\nDTSTART:20250307T170000Z\nEND:VEVENT\n",
    ),
    "all-cancelled.ics": calendar(CANCELLED),
    "wrong/tasks-only.ics": calendar("BEGIN:VTODO\nUID:todo\nSUMMARY:Nobody's task\nEND:VTODO\n"),
    "wrong/empty.ics": "",
    "wrong/outlook.csv": "Subject,Start Date,Start Time,Required Attendees\nInvented webinar,3/4/2025,10:00,Owner\n",
    "wrong/kalender.csv": "Betreff;Beginnt am;Beginnt um\nInvented webinar;4.3.2025;10:00\n",
}  # fmt: skip
