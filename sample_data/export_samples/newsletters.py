"""Mailboxes: invented letters as Google Takeout, Thunderbird, Apple Mail and others keep them, per locale of labels."""

# ruff: noqa: E501 - the lines are as long as those of the files.

OWNER = "owner@example.org"
UNSUBSCRIBE = "<https://{0}/action/disable_email?token=INVENTED-TOKEN>\n\t, <mailto:leave-INVENTED@{0}>"


def letter(sender: str, date: str, more: str = "", *, body: str = "Dear reader") -> str:
    """Return one letter: sender and date, further headers, a text that nobody reads."""
    return (
        f"Delivered-To: {OWNER}\nMessage-ID: <INVENTED.{len(more)}@mail.example>\nFrom: {sender}\nTo: Owner Invented <{OWNER}>\n"
        f"Subject: nobody reads this subject\nDate: {date}\n{more}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    )


def issue(sender: str, date: str, host: str, more: str = "", *, title: str = "", body: str = "Dear reader") -> str:
    """Return one issue of a newsletter that names its list and says how to leave it."""
    headers = f"List-Id: {title}<{host}>\nList-Unsubscribe: {UNSUBSCRIBE.format(host)}\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
    return letter(sender, date, headers + more, body=body)


def takeout(*letters: tuple[str, str]) -> str:
    """Return an mbox as Google writes it: the zone before the year, labels in the first headers."""
    separator = "From 154566898343517543{0}@xxx Fri Sep 16 22:26:51 +0000 2016\nX-GM-THRID: 154566898343517543{0}\nX-Gmail-Labels: {1}\n"
    return "\n".join(separator.format(number, labels) + text for number, (labels, text) in enumerate(letters))


def mbox(*letters: str, sender: str = "-") -> str:
    """Return an mbox as Thunderbird writes it."""
    return "\n".join(f"From {sender} Fri Sep 16 22:26:51 2016\n{text}" for text in letters)


NOTES = "fieldnotes.publication.example"
FIRST = issue("Ada Example from Field Notes <fieldnotes@publication.example>", "Fri, 16 Sep 2016 22:26:51 +0000", NOTES)
SECOND = issue(
    "Bo Example from Field Notes <fieldnotes@publication.example>", "Sun, 22 Mar 2020 22:37:57 +0100", NOTES, title="Field Notes ",
    body="From here on this line of 2016\nNote: begins no letter.\n\nFrom here on neither, in 2016\nnor this.\n\n>From the library, 2016",
)  # fmt: skip
PERSONAL = letter(
    "Bo Example <bo@library.example>",
    "Mon, 23 Mar 2020 08:00:00 +0000",
    body="Shall we meet? Owner's number is no one's.",
)
WEEKLY = letter(
    "=?utf-8?Q?Invented=20Weekly?= <info@weekly.example>", "Sun, 29 Mar 2020 09:00:00 -0500",
    "List-ID: 399fc0000000000000000000mc list <399fc0000000000000000000.100000.list-id.service.example>\n"
    "List-Unsubscribe: <https://weekly.service.example/unsubscribe?u=INVENTED-TOKEN>\nX-MC-User: 399fc0000000000000000000\n",
)  # fmt: skip
SMALL = letter(
    "Reading Aloud <letters@small.example>", "Tue, 31 Mar 2020 09:00:00 +0000",
    "Precedence: bulk\nList-Unsubscribe: <https://small.example/leave?token=INVENTED-TOKEN>\n",
)  # fmt: skip


def in_language(inbox: str, spam: str, bin_: str, sent: str) -> str:
    """Return a Takeout mailbox with the labels of one language."""
    return takeout((inbox, FIRST), (inbox, SECOND), (spam, WEEKLY), (bin_, SMALL), (sent, PERSONAL))


SENDERS = mbox(
    WEEKLY,
    # Salesforce: one id of a machine for all its customers; Xing: a hash that several senders share.
    letter("Museum Letters <news@museum.example>", "Wed, 1 Apr 2020 09:00:00 +0000", "List-ID: <96540.xt.local>\nList-Unsubscribe: <mailto:leave-INVENTED@museum.example>\n"),
    letter("Garden School <news@garden.example>", "Thu, 2 Apr 2020 09:00:00 +0000", "List-ID: <96540.xt.local>\nList-Unsubscribe: <mailto:leave-INVENTED@garden.example>\n"),
    letter("Shore Library <news@shore.example>", "Fri, 3 Apr 2020 09:00:00 +0000", "List-Id: <51231231231231231231231231232>\nList-Unsubscribe: <mailto:leave@shore.example>\n"),
    SMALL,
    # A project's notifications, and lists that people write to.
    letter("Cy Example <notifications@hub.example>", "Sat, 4 Apr 2020 09:00:00 +0000", "List-ID: owner/repo <repo.owner.hub.example>\nList-Unsubscribe: <mailto:unsub+INVENTED@hub.example>\n"),
    letter("Dee Example <dee@school.example>", "Sun, 5 Apr 2020 09:00:00 +0000", 'List-Id: "School librarians, all" <school-libs.lists.example>\nList-Post: <mailto:school-libs@lists.example>\nList-Unsubscribe: <mailto:leave@lists.example>\n'),
    letter("Eve Example <eve@school.example>", "Mon, 6 Apr 2020 09:00:00 +0000", 'List-Id: "School librarians, all" <school-libs.lists.example>\nList-Post: <mailto:school-libs@lists.example>\nIn-Reply-To: <INVENTED@school.example>\n'),
    # One that moved to another service: two ids, one sender.
    issue("Story Hour <hour@story.example>", "Tue, 7 Apr 2020 09:00:00 +0000", "story.old-service.example"),
    issue("Story Hour <hour@story.example>", "Tue, 7 Apr 2021 09:00:00 +0000", "story.new-service.example"),
    sender="bounce@mail.example",
)  # fmt: skip
ENCODED = mbox(
    letter("=?utf-8?B?QsO8Y2hlcg==?= =?UTF-8?q?_f=C3=BCr_alle?= <post@verlag.example>", "Fri, 16 Sep 2016 22:26:51 GMT", "List-Id: =?utf-8?b?QsO8Y2hlciBmw7xyIGFsbGU=?= <buecher.verlag.example>\n"),
    letter('"=?ISO-8859-1?Q?Caf=E9_=26_B=FCcher?=" <post@cafe.example>', "16 Sep 16 22:26 EDT", "List-Id: 134722648 <=?ISO-8859-1?Q?=D6MTC?=>\nList-Unsubscribe: <mailto:leave@cafe.example>\n"),
    letter("=?iso-2022-jp?B?GyRCO0M9cRsoQg==?= <news@tosho.example>", "Fri, 16 Sep 2016 22:26:51 +0900 (JST)", "List-ID: tosho.example\n"),
    letter("=?utf-8?Q?=3D=3Futf-8=3FQ=3FTwice=3F=3D?= <news@twice.example>", "Fri, 16 Sep 2016 22:26:51 +0000", "list-id: Once decoded\n\t<twice.example>\n"),
    letter("=?x-unknown?Q?Plain_words?= <news@plain.example>", "soon", "List-Unsubscribe: <mailto:leave@plain.example>\n"),
    letter("Listless <nobody@dkim.example>", "Fri, 16 Sep 2016 22:26:51 +0000", "DKIM-Signature: v=1; h=From:Date:\n\tList-Id:List-Unsubscribe: <dkim.example>\n"),
    letter("bo@short.example", "Fri, 16 Sep 2016 22:26:51 +0000", "List-Id: <first.example>\nList-Id: <second.example>\n"),
)  # fmt: skip

SAMPLES = {
    "All mail Including Spam and Trash.mbox": takeout(
        ("Inbox,Opened,Category updates", FIRST), ("Inbox,Unread", SECOND), ("Sent", PERSONAL), ("Spam,Unread", WEEKLY),
        ("Trash", SMALL), ("=?UTF-8?Q?Inbox,Category_=22Promotions=22?=", SMALL), ("Drafts", SMALL),
    ),
    "Alle Nachrichten einschließlich Spam- und Papierkorb-Nachrichten.mbox": in_language(
        '=?UTF-8?Q?Posteingang,Ge=C3=B6ffnet,Kategorie_=22Soziale_Netzwerke=22?=', "Spam,Ungelesen", "Papierkorb", "Gesendet"
    ),
    "labels-french.mbox": in_language("=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception?=", "Spam", "Corbeille", "=?UTF-8?Q?Messages_envoy=C3=A9s?="),
    "labels-spanish.mbox": in_language("Recibidos", "Spam", "Papelera", "Enviados"),
    "labels-italian.mbox": in_language("Posta in arrivo", "Spam", "Cestino", "Posta inviata"),
    "labels-portuguese.mbox": in_language("Caixa de entrada", "Spam", "Lixeira", "Enviados"),
    "labels-dutch.mbox": in_language("Inbox", "Spam", "Prullenbak", "Verzonden"),
    "labels-polish.mbox": in_language("Odebrane", "Spam", "Kosz", "=?UTF-8?Q?Wys=C5=82ane?="),
    "labels-japanese.mbox": in_language("=?UTF-8?B?5Y+X5L+h44OI44Os44Kk?=", "=?UTF-8?B?6L+35oOR44Oh44O844Or?=", "=?UTF-8?B?44K044Of566x?=", "=?UTF-8?B?6YCB5L+h5riI44G/?="),
    "Newsletters": mbox(
        "X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n" + FIRST, "X-Mozilla-Status: 0009\n" + WEEKLY, "X-Mozilla-Status: 0000\n" + PERSONAL
    ),
    "senders.mbox": SENDERS,
    "encodings.mbox": ENCODED,
    "windows-lines-and-mark.mbox": ("\ufeff" + mbox(FIRST, SECOND).rstrip()).replace("\n", "\r\n").encode(),
    "one-letter.eml": FIRST,
    "letters-together/first.eml": FIRST,
    "letters-together/second.eml": SECOND,
    "letters-together/third.eml": PERSONAL,
    "takeout-20260101T000000Z-001.zip": [
        ("Takeout/archive_browser.html", "<!DOCTYPE html><html></html>"),
        ("Takeout/Mail/Newsletters.mbox", takeout(("Newsletters", FIRST), ("Newsletters", WEEKLY))),
    ],
    "apple-mail.zip": [
        ("Newsletters.mbox/mbox", mbox(FIRST, SMALL, sender="owner@example.org")),
        ("Newsletters.mbox/table_of_contents", b"\x00\x01\x02"),
        ("Sent Messages.mbox/mbox", mbox(PERSONAL, WEEKLY)),
    ],
    "thunderbird-profile.zip": [
        ("Mail/Local Folders/Newsletters", mbox(FIRST, WEEKLY)),
        ("Mail/Local Folders/Newsletters.msf", b"// <!-- <mdb:mork:z v='1.4'/> -->"),
        ("Mail/Local Folders/Papierkorb", mbox(SMALL)),
    ],
    "maildir.zip": [
        ("Maildir/cur/1700000000.M1P1.mail.example:2,S", FIRST),
        ("Maildir/cur/1700000001.M1P1.mail.example:2,ST", SMALL),
        ("Maildir/new/1700000002.M1P1.mail.example", WEEKLY),
        ("Maildir/.Sent/cur/1700000003.M1P1.mail.example:2,S", PERSONAL),
        ("Maildir/dovecot-uidlist", "3 V1700000000 N4"),
    ],
    "wrong/personal.eml": PERSONAL,
    "wrong/only-people.mbox": mbox(PERSONAL, PERSONAL),
    "wrong/no-letters-at-all.mbox": "From here on there are letters, 2016\n\nfor nobody\n",
    "wrong/publisher.zip": [
        ("posts.csv", "post_id,post_date,is_published,email_sent_at,title\n1,2024-01-01,true,2024-01-01,Invented\n"),
        ("email_list.fieldnotes.csv", f"email,active_subscription,expiry\n{OWNER},true,\n"),
    ],
    "wrong/subscribed_members.csv": f"Email Address,First Name,MEMBER_RATING,OPTIN_TIME\n{OWNER},Owner,2,2024-01-01\n",
    "wrong/letter.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "wrong/outlook.pst": b"!BDN" + bytes(600),
    "wrong/printed.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "wrong/letter.html": "<!DOCTYPE html>\n<html><head><title>Field Notes</title></head><body>Dear reader</body></html>\n",
}  # fmt: skip
