"""Mailboxes and calendars put together at random from what breaks readers: always an answer, never another exception.

The promise: for any file a result or an `AuditKitError`, within 10 seconds of the processor and 512 MB for 10 MB, never a
word of the file in a message. A part runs with the suite; ``python tests/test_fuzz_mail_and_calendar.py --seconds 600``
runs each family as long as one asks, always with new examples, and stops at the first that breaks the promise.
"""

import json
import os
import sys
import tempfile
import time
import tracemalloc
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from auditkit.errors import AuditKitError
from auditkit.readers import explain_export, follow_list_as_dict, read_follow_list
from auditkit.tables import check_follow_table

MARKER = "zqxjkv"
SEPARATORS = [
    "From - Fri Sep 16 22:26:51 2016\n",
    "From 1@xxx Fri Sep 16 22:26:51 +0000 2016\r\n",
    "From here on 2016\n",
    ">From x Fri 2016\n",
    "From \n",
]
HEADERS = [
    "From",
    "List-Id",
    "LIST-ID",
    "List-Unsubscribe",
    "List-Post",
    "Date",
    "Sender",
    "X-Gmail-Labels",
    "X-Mozilla-Status",
    "In-Reply-To",
    "X-Other",
]
VALUES = [
    f"{MARKER} <{MARKER}@letters.example>", f"<{MARKER}.letters.example>", f'"{MARKER}, \\" x" <a@b.example>', "<=?ISO-8859-1?Q?=D6?=>",
    f"=?utf-8?Q?{MARKER}=20?= <a@{MARKER}.example>", "=?utf-8?b?QsO8=?=", "=?punycode?q?a?=", "=?x-nothing?q?a?=", f"=?x-nothing?q?a?= <a@{MARKER}.example>", "=?utf-8?q?", "Fri, 16 Sep 2016 22:26:51 +0000", "Fri, 99 Sep 99999",
    "31 Dec 9999 23:59:59 -9999", "Spam", "=?UTF-8?Q?Papierkorb?=", "0009", "zz", "mailto:", f"<mailto:{MARKER}@x.example>", f"https://{MARKER}.example/?token={MARKER}",
    "((((", "<<<<>>>>", "@", "a@b", "a" * 300 + "@b.example", "<.....>", "<a..b>", "<" + "a." * 200 + "b>", "\x00", "\u202e\x1b[31m", "",
]  # fmt: skip
DATES = [
    "Fri, 16 Sep 2016 22:26:51 +0000",
    "31 Feb 2016 22:26:51 +0000",
    "16 Sep 2016 99:99:99",
    "1 Jan 0001 00:00:00 +9999",
    "31 Dec 9999 23:59:59 -9999",
    "\u0663 Sep 2016",
]
ENDS = ["\n", "\r\n", "\r", "\n\n", "\n\t", "\n ", ""]
PROPERTIES = [
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "DTSTART",
    "dtstart",
    "URL",
    "LOCATION",
    "ORGANIZER",
    "ATTENDEE",
    "STATUS",
    "CLASS",
    "SEQUENCE",
    "RRULE",
    "RECURRENCE-ID",
    "X-WR-CALNAME",
    "METHOD",
    "CATEGORIES",
    "CONFERENCE",
    "X-Y",
]
PARAMETERS = [
    "",
    ";VALUE=DATE",
    ";TZID=Europe/Berlin",
    ";TZID=W. Europe Standard Time",
    ";TZID=../../etc/passwd",
    f';CN="{MARKER}:;"',
    ";CN=",
    ";PARTSTAT=DECLINED",
    ';X="',
    ";;;",
    ";=",
    " ; TZID = UTC ",
]
CONTENTS = [
    "20260214T180000Z", "20260214", "00010101T000000Z", "99991231T235959", "20260230T256199Z", "PT1H", "20260101T000000Z/PT1H", f"mailto:{MARKER}@x.example",
    f"webinar {MARKER}", f"https://{MARKER}.example/?pwd={MARKER}", f"https://{MARKER}.example/?id=5&tk={MARKER}", "https://[", "#chat", "CANCELLED", "PRIVATE", "CANCEL", "REQUEST", "9" * 5000, "-1", "FREQ=SECONDLY",
    "\\n\\,\\;\\\\\\", "\\", ":::", '"', "\x00", "\u202e\x1b[31m", "Passcode: " + MARKER, "+1 " + "(" * 50, "<" * 100, "",
]  # fmt: skip
BEGINS = ["20260214T180000Z", "20260214", "20260214T180000", "00010101T000000Z", "99991231T235959Z", "20260230", "soon"]
PARTS = ["VCALENDAR", "VEVENT", "VALARM", "VTIMEZONE", "VTODO", "vevent", "X"]


def pieces(choices: list[str]) -> st.SearchStrategy[str]:
    """One of the choices, or sometimes any text."""
    return st.one_of(st.sampled_from(choices), st.sampled_from(choices), st.text(max_size=20))


headers = st.tuples(pieces(HEADERS), st.sampled_from([":", ": ", " :", ""]), pieces(VALUES), st.sampled_from(ENDS)).map(
    "".join
)
headings = st.tuples(st.sampled_from(HEADERS), pieces(VALUES)).map(lambda pair: f"{pair[0]}: {pair[1]}\n")
newsletters = st.tuples(pieces(VALUES), pieces(VALUES), pieces(DATES), st.lists(headings, max_size=4).map("".join)).map(
    lambda parts: "From - Fri Sep 16 22:26:51 2016\nList-Id: {}\nFrom: {}\nDate: {}\n{}\ntext\n\n".format(*parts)
)
wild_letters = st.tuples(
    pieces(SEPARATORS),
    st.lists(headers, max_size=8).map("".join),
    st.sampled_from(["", "\n", "\r\n", "\n\n"]),
    pieces(VALUES),
    st.sampled_from(ENDS),
).map("".join)
mailboxes = st.tuples(
    st.sampled_from(["", "", "\ufeff", "\n"]),
    st.lists(st.one_of(newsletters, newsletters, newsletters, wild_letters), max_size=5).map("".join),
).map("".join)
properties = st.tuples(
    pieces(PROPERTIES),
    pieces(PARAMETERS),
    st.sampled_from([":", "", "::"]),
    pieces(CONTENTS),
    st.sampled_from(["\r\n", "\r\n", *ENDS]),
).map("".join)
parts = st.tuples(st.sampled_from(["BEGIN:", "END:", "begin:"]), st.sampled_from(PARTS), st.sampled_from(ENDS)).map(
    "".join
)
texts = st.one_of(st.sampled_from(CONTENTS), st.sampled_from(CONTENTS), st.text(max_size=20)).map(
    lambda text: text.replace("\r", "").replace("\n", "\\n")
)
whole_events = st.tuples(
    st.one_of(st.just("Webinar"), texts),
    texts,
    texts,
    texts,
    st.sampled_from(PARAMETERS),
    st.sampled_from(BEGINS),
    st.lists(properties, max_size=3).map("".join),
    st.sampled_from(["END:VEVENT\r\n", "END:VEVENT\r\n", ""]),
).map(
    lambda parts: (
        "BEGIN:VEVENT\r\nSUMMARY:{}\r\nDESCRIPTION:{}\r\nURL:{}\r\nORGANIZER;CN=x:{}\r\nDTSTART{}:{}\r\n{}\r\n{}".format(
            *parts
        )
    )
)
calendars = st.tuples(
    st.sampled_from(["BEGIN:VCALENDAR\r\n", "\ufeff\nBEGIN:VCALENDAR\n", "begin:vcalendar\r"]), st.lists(st.one_of(properties, parts, whole_events, whole_events), max_size=14).map("".join)
).map("".join)  # fmt: skip
encodings = st.sampled_from(["utf-8", "utf-8", "cp1252", "utf-16"])
repeats = st.sampled_from([1, 1, 1, 1, 2, 50])
FAMILIES = {
    "mail": (mailboxes, ("mail.mbox", "mail", "mail.eml", "mail.txt")),
    "calendar": (calendars, ("calendar.ics", "calendar", "me@example.org.ics")),
}


def check_answer(folder: Path, name: str, data: bytes) -> str:
    """Read `data` as the person would, and hold the answer to the promise. Returns what was said."""
    path = folder / name
    path.write_bytes(data)
    begun = time.process_time()
    try:
        follows = read_follow_list(path)
        check_follow_table(follows.table)
        assert follows.oldest is None or (follows.oldest.year >= 1970 and follows.newest.year <= 2100)
        plain = json.dumps(follow_list_as_dict(follows), ensure_ascii=False)
        plain.encode("utf-8")
        assert not any(ord(sign) < 32 and sign != "\n" for row in follows.table["name"].dropna() for sign in row)
        said = "\n".join([*follows.notes, *follows.skipped, *explain_export(path)])
        assert f"token={MARKER}" not in plain
        assert f"pwd={MARKER}" not in plain
        assert f"tk={MARKER}" not in plain
        assert f"{MARKER}@" not in plain
    except AuditKitError as error:
        said = str(error)
        assert said.startswith(name)
    finally:
        os.remove(path)
    assert MARKER not in said
    assert time.process_time() - begun < 10
    return said


def bounded(examples: int):
    return settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@bounded(300)
@given(mailboxes, encodings, repeats, st.sampled_from(FAMILIES["mail"][1]))
@example(
    "From - Fri Sep 16 22:26:51 2016\nList-Id: <a.example>\nFrom: =?utf-8?q?\udc80?=\n\n".replace("\udc80", "\ufffd"),
    "utf-8",
    1,
    "mail",
)
def test_any_mailbox_is_answered(tmp_path, text, encoding, times, name):
    check_answer(tmp_path, name, (text * times).encode(encoding, "replace"))


@bounded(300)
@given(calendars, encodings, repeats, st.sampled_from(FAMILIES["calendar"][1]))
@example("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=:20260214T180000\n", "utf-8", 1, "calendar.ics")
@example("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=../../x:20260214T180000\n", "utf-8", 1, "calendar.ics")
def test_any_calendar_is_answered(tmp_path, text, encoding, times, name):
    check_answer(tmp_path, name, (text * times).encode(encoding, "replace"))


def ten_megabytes(unit: str, begin: str = "", end: str = "") -> bytes:
    return (begin + unit * (10_000_000 // len(unit.encode())) + end).encode()


LETTER = "From - Fri Sep 16 22:26:51 2016\nFrom: a@b.example\nList-Id: <x.example>\n"
EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Webinar\n"
LARGE = {
    "a header that never ends": ("mail.mbox", ten_megabytes("x", LETTER + "X: ")),
    "a header of a million lines": ("mail.mbox", ten_megabytes("List-Id: <y.example>\n", LETTER)),
    "lines that nearly begin a letter": ("mail.mbox", ten_megabytes("\nFrom " + "x 1:11 2016 " * 70 + "\n", LETTER + "\n")),
    "senders in brackets": ("mail.mbox", ten_megabytes(LETTER.replace("a@b", "(" * 900 + "a@b") + "\n\n")),
    "words encoded over and over": ("mail.mbox", ten_megabytes(LETTER.replace("a@b", "=?utf-8?q?a?= " * 60 + "a@b") + "\n\n")),
    "only blank lines": ("mail.mbox", ten_megabytes("\n", LETTER)),
    "only zeros": ("mail.mbox", ten_megabytes("\x00", LETTER)),
    "parts inside each other": ("x.ics", ten_megabytes("BEGIN:X\n", EVENT)),
    "a title that never ends": ("x.ics", ten_megabytes("a@", EVENT[:-1])),
    "a title of folds": ("x.ics", ten_megabytes("\n x", EVENT[:-1])),
    "entries without a word": ("x.ics", ten_megabytes("BEGIN:VEVENT\nEND:VEVENT\n", EVENT)),
    "texts that look like numbers": ("x.ics", ten_megabytes(f"BEGIN:VEVENT\nSUMMARY:#a\nDESCRIPTION:{'+1 (((((' * 900}\nEND:VEVENT\n", EVENT)),
    "texts that look like passwords": ("x.ics", ten_megabytes(f"BEGIN:VEVENT\nSUMMARY:#a\nDESCRIPTION:{'pin <<<a ' * 900}\nEND:VEVENT\n", EVENT)),
    "only carriage returns": ("x.ics", ten_megabytes("\r", EVENT)),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_ten_megabytes_are_answered_in_ten_seconds_and_little_memory(tmp_path, name):
    check_answer(tmp_path, *LARGE[name])


@pytest.mark.parametrize("name", ["words encoded over and over", "a title of folds"])
def test_ten_megabytes_take_little_memory(tmp_path, name):
    path = tmp_path / LARGE[name][0]
    path.write_bytes(LARGE[name][1])
    tracemalloc.start()
    try:
        read_follow_list(path)
    except AuditKitError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 128 * 2**20


def run_for(seconds: float) -> None:
    """Run every family for so many seconds, with new examples each time."""
    for family, (strategy, names) in FAMILIES.items():
        ends, count = time.monotonic() + seconds, 0
        with tempfile.TemporaryDirectory() as folder:
            while time.monotonic() < ends:

                @settings(
                    max_examples=500,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                    phases=[Phase.generate, Phase.shrink],
                )
                @given(strategy, encodings, repeats, st.sampled_from(names))
                def check(text, encoding, times, name):
                    check_answer(Path(folder), name, (text * times).encode(encoding, "replace"))

                check()
                count += 500
        print(f"{family}: {count:,} examples in {seconds:.0f} s, each answered")


if __name__ == "__main__":
    warnings.simplefilter("error")
    run_for(float(sys.argv[2]) if sys.argv[1:2] == ["--seconds"] else 60)
