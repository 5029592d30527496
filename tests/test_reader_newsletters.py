"""Newsletters from mailboxes: which letters count, what is kept of them, and that nothing else is."""

import io
import json
import re
import tracemalloc
import zipfile

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.export import Export
from auditkit.readers import explain_export, follow_list_as_dict, read_follow_list
from auditkit.readers.mailbox import HEADER_LIMIT, header_blocks
from auditkit.readers.newsletters_headers import date_of, list_of, sender_of
from auditkit.readers.newsletters_words import decoded_words

SEPARATOR = "From - Fri Sep 16 22:26:51 2016\n"
DATE = "Date: Fri, 16 Sep 2016 22:26:51 +0000\n"
LEAVE = "List-Unsubscribe: <https://letters.example/leave?token=INVENTED>\n"


def issue(
    host: str = "notes.letters.example", more: str = "", sender: str = "Field Notes <notes@letters.example>"
) -> str:
    return f"From: {sender}\nTo: owner@example.org\n{DATE}List-Id: <{host}>\n{LEAVE}{more}\nText\n"


def mailbox(*letters: str) -> str:
    return "\n".join(SEPARATOR + letter for letter in letters)


def read(folder, content, name="mail.mbox"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_follow_list(path)


def accounts(follows) -> list[str]:
    return follows.table["account"].tolist()


def blocks(data: bytes) -> list[bytes]:
    return list(header_blocks(io.BytesIO(data)))


# --- what is kept ------------------------------------------------------------------------------------------------


def test_first_day_last_day_and_number_of_letters_are_kept(tmp_path):
    later = issue().replace("16 Sep 2016", "18 Mar 2024")
    earlier = issue().replace("16 Sep 2016", "02 Jan 2015")
    row = read(tmp_path, mailbox(issue(), later, earlier)).table.iloc[0]
    assert row["bio"] == "3 letters, 2015-01-02 to 2024-03-18"
    assert row["since"] == pd.Timestamp("2015-01-02T22:26:51Z")
    assert row["since_precision"] == "exact"
    assert row["relation"] == "subscribes"


def test_nothing_of_the_reader_and_no_token_is_kept(tmp_path):
    """ETHICS 10: recipients, message ids, links to unsubscribe, subjects, text and addresses stay where they are."""
    more = (
        "Message-ID: <SECRETID@mail.example>\nSubject: SECRETSUBJECT\nDelivered-To: SECRETOWNER@example.org\n"
        "List-Unsubscribe-Post: SECRETPOST\nReferences: <SECRETREF@mail.example>\nReturn-Path: <SECRETPATH@mail.example>\n"
    )
    letter = issue(more=more).replace("INVENTED", "SECRETTOKEN").replace("Text", "SECRETTEXT")
    path = tmp_path / "mail.mbox"
    follows = read(tmp_path, mailbox(letter))
    said = json.dumps(follow_list_as_dict(follows)) + "\n".join(explain_export(path))
    assert len(follows) == 1
    assert "SECRET" not in said
    assert "@" not in said


def test_address_in_place_of_a_name_is_not_kept(tmp_path):
    follows = read(tmp_path, mailbox(issue(sender='"notes@letters.example" <notes@letters.example>')))
    assert follows.table["name"].tolist() == ["notes.letters.example"]


def test_link_inside_a_name_is_not_kept(tmp_path):
    """Found by the random mailboxes: a list may call itself by a link with a token."""
    letter = issue(sender="Notes https://letters.example/?token=SECRET <notes@letters.example>")
    titled = letter.replace("List-Id: <", "List-Id: Shore https://letters.example/?token=SECRET <b.")
    follows = read(tmp_path, mailbox(letter, titled))
    assert follows.table["name"].tolist() == ["Notes", "Shore"]


def test_latest_name_of_a_sender_counts(tmp_path):
    newer = issue(sender="Shore Notes <notes@letters.example>").replace("2016", "2020")
    older = issue(sender="Old Notes <notes@letters.example>").replace("2016", "2011")
    follows = read(tmp_path, mailbox(issue(), newer, older))
    assert follows.table["name"].tolist() == ["Shore Notes"]


def test_substack_gives_its_page_and_others_give_none(tmp_path):
    """Invented host: no publication there can hold an underscore."""
    follows = read(tmp_path, mailbox(issue("field_notes_invented.substack.com"), issue("other.letters.example")))
    assert follows.table["url"].tolist()[0] == "https://field_notes_invented.substack.com"
    assert pd.isna(follows.table["url"].tolist()[1])


# --- which letters count -----------------------------------------------------------------------------------------


def test_54_letters_between_people_are_no_newsletter(tmp_path):
    personal = f"From: Bo Example <bo@school.example>\nTo: owner@example.org\n{DATE}\nHello\n"
    follows = read(tmp_path, mailbox(issue(), personal, personal))
    assert len(follows) == 1
    assert follows.skipped == {"not from a newsletter": 2}


def test_54_list_that_people_write_to_is_a_group_and_its_replies_do_not_count(tmp_path):
    group = issue("libs.lists.example", "List-Post: <mailto:libs@lists.example>\n", "Bo Example <bo@school.example>")
    reply = group.replace("List-Post", "In-Reply-To: <x@school.example>\nList-Post")
    follows = read(tmp_path, mailbox(group, reply, reply))
    assert follows.table[["name", "relation", "bio"]].to_numpy().tolist() == [
        ["libs", "member", "1 letter, 2016-09-16"]
    ]
    assert follows.skipped == {"replies on mailing lists": 2}


@pytest.mark.parametrize(
    "label", ["Spam", "Papierkorb", "Gesendet", "=?UTF-8?Q?Entw=C3=BCrfe?=", '"Corbeille"', "Inbox,Trash"]
)
def test_54_labels_of_spam_bin_sent_and_drafts_are_known_in_several_languages(tmp_path, label):
    follows = read(tmp_path, mailbox(issue(), issue("b.letters.example", f"X-Gmail-Labels: {label}\n")))
    assert follows.skipped == {"in spam, bin, sent or drafts": 1}


def test_label_that_only_contains_such_a_word_is_an_ordinary_label(tmp_path):
    assert len(read(tmp_path, mailbox(issue(more="X-Gmail-Labels: Presents,Unsent ideas,Drafting\n")))) == 1


def test_notifications_of_projects_are_no_newsletter(tmp_path):
    follows = read(tmp_path, mailbox(issue(), issue("repo.owner_invented.github.com")))
    assert follows.skipped == {"notifications of programs": 1}


def test_53_id_of_a_machine_is_not_taken_for_a_newsletter(tmp_path):
    follows = read(
        tmp_path,
        mailbox(
            issue("96540.xt.local", sender="Museum <news@museum.example>"),
            issue("96540.xt.local", sender="Garden <news@garden.example>"),
        ),
    )
    assert accounts(follows) == ["newsletter:museum.example/museum", "newsletter:garden.example/garden"]


def test_53_several_senders_of_one_list_are_one_newsletter(tmp_path):
    follows = read(tmp_path, mailbox(issue(), issue(sender="Guest <guest@letters.example>")))
    assert accounts(follows) == ["newsletter:notes.letters.example"]


def test_53_newsletter_that_moved_stays_two_and_the_person_is_told(tmp_path):
    follows = read(tmp_path, mailbox(issue("notes.old.example"), issue("notes.new.example")))
    assert len(follows) == 2
    assert any(note.startswith("2 newsletters of senders who also send another one") for note in follows.notes)


def test_mailbox_without_any_newsletter_says_what_to_choose(tmp_path):
    with pytest.raises(UnknownExportError, match="no newsletter that you receive was found in 1 letter"):
        read(tmp_path, mailbox(f"From: Bo <bo@school.example>\n{DATE}\nHello\n"))


# --- where a letter begins ---------------------------------------------------------------------------------------


def test_51_line_of_a_text_begins_no_letter(tmp_path):
    text = "\n\nFrom here on, said 2016, all is text\n\n>From - Fri Sep 16 22:26:51 2016\n\nFrom - Fri Sep 16 22:26:51 2016\nno header\n"
    assert len(blocks(mailbox(issue() + text, issue()).encode())) == 2


def test_51_letter_without_a_blank_line_keeps_to_itself():
    """Only headers, and the next letter at once: two letters, none with the other's headers."""
    data = f"{SEPARATOR}From: a\nDate: b\n{SEPARATOR}From: c\nList-Id: <d.example>\n\ntext".encode()
    assert [block.split(b"\n")[0] for block in blocks(data)] == [b"From: a", b"From: c"]
    assert b"List-Id" not in blocks(data)[0]


def test_51_header_of_five_megabytes_is_cut_and_the_next_letter_is_found(tmp_path):
    huge = f"From: x\nX-Long: {'y' * 5_000_000}\n{DATE}\ntext\n"
    found = blocks(mailbox(huge, issue()).encode())
    assert [len(block) > 1000 for block in found] == [True, False]
    assert len(found[0]) == HEADER_LIMIT
    assert len(read(tmp_path, mailbox(huge, issue()))) == 1


def test_51_bytes_that_are_no_text_do_no_harm(tmp_path):
    letter = issue(sender="N").encode().replace(b"From: N", b"From: \x00B\xfccher\xff <a@letters.example>")
    follows = read(tmp_path, SEPARATOR.encode() + letter)
    assert follows.table["name"].tolist() == ["Bücherÿ"]


@given(st.integers(0, 40), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff", "\n"]))
@settings(max_examples=60, deadline=None)
@example(0, "\r\n", "\ufeff")
def test_letters_are_found_wherever_the_pieces_of_reading_end(shift, ends, before):
    """The file is read in pieces; here the pieces are so small that every separator is cut somewhere."""

    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 5_000 + shift))

    letters = [f"From: a{number}\nDate: x\n\n{'text ' * (number * 37 % 1900)}\n" for number in range(25)]
    data = (before + "\n".join(SEPARATOR + letter for letter in letters)).replace("\n", ends).encode()
    firsts = [block.splitlines()[0].decode() for block in header_blocks(Slow(data))]
    assert firsts == [f"From: a{number}" for number in range(25)]


def test_memory_does_not_grow_with_the_mailbox(tmp_path):
    """DESIGN: an mbox of 302 MB with flat memory; here 8 and 32 MB, most of it in letters of 2 MB."""

    peaks = []
    for size in (8_000_000, 32_000_000):
        path = tmp_path / f"{size}.mbox"
        with path.open("wb") as file:
            while file.tell() < size:
                file.write((mailbox(issue()) + "\n").encode() * 20 + b"long line " * 200_000 + b"\n\n")
        with Export(path) as export, export.open(export.members[0]) as stream:
            tracemalloc.start()
            assert sum(1 for _ in header_blocks(stream)) > 20
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] < 8_000_000


# --- headers -----------------------------------------------------------------------------------------------------


def test_52_list_id_inside_a_folded_signature_is_not_one(tmp_path):
    signed = f"From: a@b.example\nDKIM-Signature: h=From:\n\tList-Id: <x.example>\n{DATE}\n"
    with pytest.raises(UnknownExportError):
        read(tmp_path, mailbox(signed))


def test_52_first_of_two_list_ids_and_one_without_brackets_count(tmp_path):
    two = issue("first.example", "List-Id: <second.example>\n")
    bare = issue().replace("List-Id: <notes.letters.example>", "list-ID: Bare.Example")
    assert accounts(read(tmp_path, mailbox(two, bare))) == ["newsletter:first.example", "newsletter:bare.example"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?Q?Invented=20Weekly?=", "Invented Weekly"),
        ("=?UTF-8?B?QsO8Y2hlcg==?=", "Bücher"),
        ("=?UTF-8?B?QsO8Y2hlcg?=", "Bücher"),  # without its padding
        ("=?utf-8?b?QsM=?= =?utf-8?b?vGNoZXI=?=", "Bücher"),  # a letter cut in two
        ("=?iso-8859-1*de?q?B=FCcher?= und mehr", "Bücher und mehr"),  # RFC 2231 names the language
        ("=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=", "=?utf-8?Q?x?="),  # decoded once
        ("=?punycode?q?abc?= =?zlib?b?eJw=?=", "abcxœ"),  # no encodings of letters
        ("=?utf-8?q?open", "=?utf-8?q?open"),
    ],
)
def test_encoded_words_are_decoded_once_as_rfc_2047_says(written, meant):
    assert decoded_words(written) == meant


@pytest.mark.parametrize(
    ("written", "name", "domain"),
    [
        (b'"Ada, of the Notes" <a@notes.example>', "Ada, of the Notes", "notes.example"),
        (b'"a@other.example" <b@notes.example>', None, "notes.example"),
        (b"a@notes.example (Notes)", "Notes", "notes.example"),
        (b"<a@notes.example>", None, "notes.example"),
        (b'"Say \\"hello\\"" <a@notes.example>', 'Say "hello', "notes.example"),
        (b"Undisclosed", None, ""),
        (b"((((((((" * 100 + b"a@notes.example", "", "notes.example"),
    ],
    ids=range(7),
)
def test_sender_is_read_however_it_is_written(written, name, domain):
    found = sender_of(written)
    assert found[1] == domain
    assert (found[0] or "").startswith(name or "")
    assert "@" not in (found[0] or "")


def test_52_encoded_word_inside_the_brackets_names_nobody():
    assert list_of(b"134722648 <=?ISO-8859-1?Q?=D6AMTC?=>") == ("", None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"Fri, 16 Sep 2016 22:26:51 -0700", "2016-09-17T05:26:51+00:00"),
        (b"16 Sep 16 22:26 EDT", "2016-09-17T02:26:00+00:00"),
        (b"Fri Sep 16 22:26:51 2016", "2016-09-16T22:26:51+00:00"),
        (b"Thu, 1 Jan 1970 00:00:00 +0000", None),
        (b"32 Sep 2016 25:00:00", None),
        (b"\xff\x00", None),
        (b"1 Jan 99999 00:00:00", None),
    ],
)
def test_dates_are_read_in_utc_and_unbelievable_ones_are_missing(written, meant):
    found = date_of(written)
    assert (found and found.isoformat()) == meant


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
@example(b"=?utf-8?b?=?=")
@example(b"<" * 300)
@example(b"a@b.example <@>")
def test_no_header_makes_a_reader_of_headers_raise(value):
    name = sender_of(value)[0]
    assert "@" not in (name or "") or not re.search(r"\w@\w+\.\w", name)
    list_of(value)
    date_of(value)


# --- folders, archives, wrong files ------------------------------------------------------------------------------


def test_folders_of_spam_and_sent_mail_are_not_even_opened(tmp_path):
    for folder in ("cur", ".Trash/cur", ".Sent/new", ".Papierkorb/cur"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cur" / "1700000000.M1").write_text(issue())
    for folder in (".Trash/cur", ".Sent/new", ".Papierkorb/cur"):
        (tmp_path / folder / "1700000001.M1").write_text(issue("other.example"))
    follows = read_follow_list(tmp_path)
    assert follows.members_read == ("cur/1700000000.M1",)
    assert "3 files of spam, deleted, sent or unfinished mail not opened." in follows.notes


def test_broken_letter_in_a_folder_is_counted_and_the_others_are_read(tmp_path):
    (tmp_path / "a.eml").write_text(issue())
    (tmp_path / "b.eml").write_bytes(b"\x00\x01")
    (tmp_path / "c.eml").write_bytes(b"")
    assert read_follow_list(tmp_path).skipped == {"files that hold no letter": 2}


def test_mailbox_of_more_than_a_list_may_have_is_read(tmp_path, monkeypatch):
    """Takeout hands out 10 GB; here the limits for lists are lowered instead."""
    from auditkit.export import opened

    monkeypatch.setattr(opened, "TOTAL_LIMIT", 10_000)
    assert len(read(tmp_path, mailbox(*[issue()] * 100))) == 1


def test_locked_and_cut_archives_of_mail_are_answered(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Takeout/Mail/Newsletters.mbox", mailbox(issue()) * 50)
    with pytest.raises(BrokenExportError):
        read(tmp_path, buffer.getvalue()[:-100], "x.zip")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pst", b"!BDN" + bytes(100), "only Outlook can read"),
        ("a.msg", b"\xd0\xcf\x11\xe0" + bytes(600), "Save it as `.eml`"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("email_list.csv", b"email,active_subscription\nx@example.org,true\n", "*publisher*"),
        ("members.csv", b"id,email,subscribed_to_emails\n1,x@example.org,true\n", "*publisher*"),
    ],
)
def test_56_what_is_no_mailbox_is_answered_with_the_way_to_one(tmp_path, name, data, words):
    with pytest.raises(UnknownExportError) as found:
        read(tmp_path, data, name)
    assert words in str(found.value)
    assert "x@" not in str(found.value)
