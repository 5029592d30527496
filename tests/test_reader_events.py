"""Events from calendars: which entries count, and what of them is never kept."""

import json

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.readers import events, explain_export, follow_list_as_dict, read_follow_list
from auditkit.readers.events_text import first_link, masked_link, masked_text


def entry(
    uid: str = "1", title: str = "Invented webinar", more: str = "", begins: str = "DTSTART:20260214T180000Z"
) -> str:
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\n{begins}\r\n{more}END:VEVENT\r\n"


def calendar(*entries: str, more: str = "") -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{more}{''.join(entries)}END:VCALENDAR\r\n"


def read(folder, content, name="calendar.ics"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_follow_list(path)


def names(follows) -> list[str]:
    return follows.table["name"].tolist()


# --- which entries count -----------------------------------------------------------------------------------------


def test_event_is_attended_and_its_organiser_stands_as_handle(tmp_path):
    row = read(
        tmp_path, calendar(entry(more='ORGANIZER;CN="Invented Library":mailto:a@library.example\r\n'))
    ).table.iloc[0]
    assert (row["relation"], row["handle"], row["name"]) == ("attended", "Invented Library", "Invented webinar")


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=SECONDLY;INTERVAL=1", "FREQ=NEVER;COUNT=-1"])
def test_55_series_counts_once_and_is_never_unrolled(tmp_path, rule):
    days = "".join(
        entry(begins=f"DTSTART:202602{day}T180000Z", more=f"RECURRENCE-ID:202602{day}T180000Z\r\n")
        for day in range(15, 28)
    )
    follows = read(tmp_path, calendar(days, entry(more=f"RRULE:{rule}\r\n")))
    assert len(follows) == 1
    assert follows.table["since"][0] == pd.Timestamp("2026-02-14T18:00:00Z")


def test_55_one_cancelled_day_does_not_cancel_the_series(tmp_path):
    single = entry(more="RECURRENCE-ID:20260221T180000Z\r\nSTATUS:CANCELLED\r\n")
    for order in ((single, entry()), (entry(), single)):
        assert len(read(tmp_path, calendar(*order))) == 1


@pytest.mark.parametrize(
    ("more", "outside", "reason"),
    [
        ("STATUS:CANCELLED\r\n", "", "cancelled"),
        ("", "METHOD:CANCEL\r\n", "cancelled"),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org\r\n", "", "declined"),
        ("ATTENDEE;PARTSTAT=DECLINED:MAILTO:Me@Example.org\r\nATTENDEE:mailto:x@example.org\r\n", "X-WR-CALNAME:me@example.org\r\n", "declined"),
        ("CLASS:PRIVATE\r\n", "", "marked as private"),
        ("CLASS:CONFIDENTIAL\r\n", "", "marked as private"),
    ],
)  # fmt: skip
def test_55_cancelled_declined_and_private_entries_are_left_out(tmp_path, more, outside, reason):
    follows = read(tmp_path, calendar(entry(more=more), entry("2", "Other webinar"), more=outside))
    kept = ["Other webinar"] if not outside.startswith("METHOD") else []
    assert names(follows) == kept
    assert follows.skipped == {reason: 2 - len(kept)}


def test_somebody_else_who_declined_changes_nothing(tmp_path):
    more = "ATTENDEE;PARTSTAT=DECLINED:mailto:x@example.org\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.org\r\n"
    assert len(read(tmp_path, calendar(entry(more=more)))) == 1
    assert len(read(tmp_path, calendar(entry(more=more), more="X-WR-CALNAME:me@example.org\r\n"))) == 1


def test_owner_is_also_known_by_the_name_google_gives_the_file(tmp_path):
    more = "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org\r\nATTENDEE:mailto:x@example.org\r\n"
    assert read(tmp_path, calendar(entry(more=more), entry("2")), "me@example.org.ics").skipped == {"declined": 1}


def test_whole_calendar_gives_only_what_has_a_link_or_a_word_for_it(tmp_path):
    private = [entry(f"p{number}", "Appointment") for number in range(10)]
    public = (
        entry("a", "Autumn", "DESCRIPTION:see https://library.example/autumn\r\n"),
        entry("b", "Fortbildung am Meer"),
    )
    follows = read(tmp_path, calendar(*private, *public))
    assert names(follows) == ["Autumn", "Fortbildung am Meer"]
    assert list(follows.skipped.values()) == [10]
    assert len(read(tmp_path, calendar(*private))) == 10, "a few entries were chosen by hand"


def test_newest_version_of_an_entry_counts_in_any_order(tmp_path):
    versions = [entry(title=f"Version {number}", more=f"SEQUENCE:{number}\r\n") for number in (1, 3, 2)]
    assert names(read(tmp_path, calendar(*versions))) == ["Version 3"]


# --- what is never kept ------------------------------------------------------------------------------------------


def test_55_people_invited_passwords_and_addresses_are_not_kept(tmp_path):
    more = (
        'ATTENDEE;CN="SECRET Person";ROLE=REQ-PARTICIPANT:mailto:SECRET1@example.org\r\n'
        "ORGANIZER;CN=Library;EMAIL=SECRET2@library.example:mailto:SECRET3@library.example\r\n"
        "URL:https://meet.example/j/1?pwd=SECRET4&tk=SECRET5#SECRET6\r\n"
        "LOCATION:https://meet.example/j/1?pwd=SECRET7\r\n"
        "DESCRIPTION:https://meet.example/j/1?pwd=SECRET8\\nPasscode: SECRET9\\nPIN: SECRET10\\nKenncode: SECRET11\\n"
        "Mot de passe : SECRET12 or mailto:SECRET13@library.example\r\n"
        "X-ALT-DESC:SECRET14\r\nCONTACT:SECRET15\r\nCOMMENT:SECRET16\r\n"
        "BEGIN:VALARM\r\nDESCRIPTION:SECRET17\r\nATTENDEE:mailto:SECRET18@example.org\r\nEND:VALARM\r\n"
    )
    follows = read(
        tmp_path, calendar(entry("SECRET19@example.org", more=more), more="X-WR-CALNAME:SECRET20@example.org\r\n")
    )
    said = (
        json.dumps(follow_list_as_dict(follows))
        + follows.table.to_csv()
        + "\n".join(explain_export(tmp_path / "calendar.ics"))
    )
    assert names(follows) == ["Invented webinar"]
    assert "SECRET" not in said.upper()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Passcode: 123456", "Passcode: ***"),
        ("Password is aB3!x", "Password is ***"),
        ("passcode 812345", "passcode ***"),
        ("Passcode:</b> <i>123456", "Passcode:</b> <i>***"),
        ("Mot de passe&nbsp;: tulipe", "Mot de passe&nbsp;: ***"),
        ("パスワード：himitsu", "パスワード：***"),
        ("no password needed", "no password needed"),
        ("dial +49 30 1234 5678,,81234567890#", "dial [number left out]"),
        ("ID 812 3456 7890", "ID [number left out]"),
        ("on 2026-10-01 15:00 - 16:00, 1,204 people", "on 2026-10-01 15:00 - 16:00, 1,204 people"),
        ("ask ada@library.example!", "ask [address left out]!"),
        ("<a href='https://m.example/j?pwd=x'>here</a>", "<a href='https://m.example/j'>here</a>"),
    ],
)
def test_text_is_kept_without_what_lets_somebody_in(written, kept):
    assert masked_text(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://user:word@m.example/j/1", "https://m.example/j/1"),
        ("https://m.example/j/1?id=7&access_token=x", "https://m.example/j/1?id=7"),
        ("https://m.example/e?x=aaaaaaaaaaaaaaaaaaaa", "https://m.example/e"),
        ("https://m.example/me@example.org/e", "https://m.example//e"),
        ("ftp://m.example", ""),
        ("https://[", ""),
    ],
)
def test_links_are_kept_without_what_lets_somebody_in(written, kept):
    assert masked_link(written) == kept


def test_first_link_that_is_one_counts():
    assert first_link("at https://[, then https://a.example/x.", None, "https://b.example") == "https://a.example/x"


@given(st.text(alphabet="Pasword: pin=@.+1234567890-<>/?&htps\n", max_size=120))
@settings(max_examples=200, deadline=None)
@example("https://" + "a@" * 40)
def test_masked_text_holds_no_address_and_masking_again_changes_nothing(text):
    found = masked_text(text)
    assert found is None or masked_text(found) is not None
    assert "aaa@bbb.example" not in (masked_text(text + " aaa@bbb.example ") or "")


# --- days, folds, files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "moment", "precision"),
    [
        ("DTSTART;VALUE=DATE:20260214", "2026-02-14T00:00:00Z", "day"),
        ("DTSTART:20260214T233000", "2026-02-14T00:00:00Z", "day"),
        ("DTSTART;TZID=W. Europe Standard Time:20260214T190000", "2026-02-14T18:00:00Z", "exact"),
        ("DTSTART;TZID=Europe/Berlin:20260714T190000", "2026-07-14T17:00:00Z", "exact"),
        ("DTSTART;TZID=Zone of nobody:20260214T190000", "2026-02-14T00:00:00Z", "day"),
        ("DTSTART;TZID=Zürich/Ä:20260214T190000", "2026-02-14T00:00:00Z", "day"),
        ("DTSTART:soon", None, "unknown"),
        ("DTSTART:00010101T000000Z", None, "unknown"),
        ("DTSTART:20260230", None, "unknown"),
        ("X-NOTHING:1", None, "unknown"),
    ],
)
def test_55_moment_is_exact_only_where_the_zone_is_known(tmp_path, begins, moment, precision):
    row = read(tmp_path, calendar(entry(begins=begins))).table.iloc[0]
    assert row["since_precision"] == precision
    assert pd.isna(row["since"]) if moment is None else row["since"] == pd.Timestamp(moment)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=60), st.integers(5, 75))
@settings(max_examples=60, deadline=None)
@example("ü" * 60, 5)
def test_55_title_folded_anywhere_is_whole_again(title, width):
    import io

    from auditkit.readers.events_lines import entries_of

    data = b"\r\n".join(
        b"\r\n ".join(line[start : start + width] for start in range(0, len(line), width))
        for line in calendar(entry(title=title)).encode().split(b"\r\n")
    )
    (found,) = entries_of(io.BytesIO(data), "")
    assert found.lines[b"SUMMARY"].decode() == "SUMMARY:" + title


def test_pieces_of_reading_may_end_in_a_fold_or_between_two_line_ends(monkeypatch, tmp_path):
    from auditkit.readers import events_lines

    data = calendar(*(entry(str(number), "Webinar with a long\r\n  title") for number in range(8)))
    for size in range(20, 90):
        monkeypatch.setattr(events_lines, "_CHUNK", size)
        assert names(read(tmp_path, data)) == ["Webinar with a long title"] * 8


def test_55_two_calendars_in_one_file_are_both_read_each_under_its_name(tmp_path):
    both = calendar(entry("1"), more="X-WR-CALNAME:A\r\n") + calendar(entry("2"), more="X-WR-CALNAME:B\r\n")
    assert read(tmp_path, both).table["group"].tolist() == ["A", "B"]


def test_same_event_in_two_files_counts_once_and_keeps_its_key(tmp_path):
    for name in ("a.ics", "b.ics"):
        (tmp_path / name).write_text(calendar(entry("x"), entry(name)))
    assert len(read_follow_list(tmp_path)) == 3
    keys = read_follow_list(tmp_path / "a.ics").table["account"]
    assert set(keys) < set(read_follow_list(tmp_path).table["account"])


def test_calendar_with_nothing_that_counts_is_an_empty_list_with_its_reasons(tmp_path):
    follows = read(tmp_path, calendar(entry(more="STATUS:CANCELLED\r\n")))
    assert len(follows) == 0
    assert follows.skipped == {"cancelled": 1}


@pytest.mark.parametrize(
    "content", ["BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR"]
)
def test_calendar_without_events_says_what_to_choose(tmp_path, content):
    with pytest.raises(UnknownExportError, match="this calendar holds no events"):
        read(tmp_path, content)


def test_more_events_than_anybody_attends_are_refused_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr(events, "MOST_EVENTS", 12)
    with pytest.raises(BrokenExportError, match="more than 12 events") as found:
        read(tmp_path, calendar(*(entry(str(number)) for number in range(13))))
    assert str(found.value).startswith("calendar.ics: ")


def test_outlook_table_is_answered_with_the_way_to_a_calendar(tmp_path):
    with pytest.raises(AuditKitError, match="calendar as a table of Outlook"):
        read(tmp_path, "Subject,Start Date,Start Time\nA,1/2/2026,10:00\n", "x.csv")
