"""Which letters are issues of a newsletter, and what is kept of them: who sends it, the first and last day, how many.

A newsletter names its list (``List-Id``) or says how to leave it (``List-Unsubscribe``); letters between people do
neither. A list that can be written to is a group the person is a member of: its replies are letters between people.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from auditkit.readers.newsletters_folders import set_aside
from auditkit.readers.newsletters_headers import (
    date_of,
    header_text,
    headers_of,
    list_of,
    names_nobody,
    sender_of,
)
from auditkit.readers.newsletters_words import decoded_words
from auditkit.readers.text import counted, folded

NOT_A_NEWSLETTER = "not from a newsletter"
LEFT_ASIDE = "in spam, bin, sent or drafts"
REPLY, NOTIFICATION = "replies on mailing lists", "notifications of programs"
NO_SENDER = "without a list or sender that can be read"
_NOTIFIERS = (".github.com",)
_SUBSTACK = re.compile(r"[\w\-]+\.substack\.com")
_MARKS = (b"list-id", b"list-unsubscribe")
_DELETED_IN_THUNDERBIRD = 0x0008
_REMEMBERED = 20_000


@dataclass(slots=True)
class Newsletter:
    """What is kept of one newsletter or mailing list."""

    handle: str
    name: str
    relation: str = "subscribes"
    url: str | None = None
    first: datetime | None = None
    last: datetime | None = None
    letters: int = 0
    senders: set = field(default_factory=set)

    @property
    def description(self) -> str:
        """How many letters came, and from when to when, in words."""
        number = counted(self.letters, "letter")
        if self.first is None:
            return f"{number}, without a date that can be read"
        first, last = self.first.date().isoformat(), self.last.date().isoformat()
        return f"{number}, {first}" if first == last else f"{number}, {first} to {last}"


class Letters:
    """The newsletters among the letters that were taken in, by their key, and why the others were left out."""

    def __init__(self):
        self.found: dict[str, Newsletter] = {}
        self.skipped: Counter = Counter()
        self.count = self.undated = 0
        self._known: dict[tuple, tuple] = {}

    def take(self, block: bytes) -> None:
        """Take in the headers of one letter."""
        self.count += 1
        small = block.lower()
        if not any(mark in small for mark in _MARKS):
            self.skipped[NOT_A_NEWSLETTER] += 1
            return
        headers = headers_of(block)
        reason = _reason(headers)
        if not reason:
            group = b"mailto:" in headers.get(b"list-post", b"").lower()
            reply = group and (b"in-reply-to" in headers or b"references" in headers)
            reason = REPLY if reply else self._keep(headers, group)
        if reason:
            self.skipped[reason] += 1

    def _keep(self, headers: dict, group: bool) -> str:
        """Count the letter for its newsletter, or return why not."""
        named = (headers.get(b"list-id", b""), headers.get(b"from", headers.get(b"sender", b"")), group)
        if named not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[named] = _newsletter(*named)
        key, handle, name, address = self._known[named]
        if not key or handle.endswith(_NOTIFIERS):
            return NOTIFICATION if key else NO_SENDER
        newsletter = self.found.get(key)
        if newsletter is None:
            url = f"https://{handle}" if _SUBSTACK.fullmatch(handle) else None
            newsletter = self.found[key] = Newsletter(handle, name, "member" if group else "subscribes", url)
        date = date_of(headers.get(b"date", b""))
        newsletter.letters += 1
        self.undated += date is None
        if date and (newsletter.first is None or date < newsletter.first):
            newsletter.first = date
        if date and (newsletter.last is None or date >= newsletter.last):
            # Senders change how they call themselves; the latest is how the person knows it.
            newsletter.last, newsletter.name = date, name
        if not group and len(newsletter.senders) < 8:
            newsletter.senders.add(address)
        return ""

    def shared_senders(self) -> int:
        """Return how many newsletters come from a sender who also sends another one: perhaps one that moved."""
        by_sender: dict[str, set] = {}
        for key, newsletter in self.found.items():
            for address in newsletter.senders:
                by_sender.setdefault(address, set()).add(key)
        return len({key for keys in by_sender.values() if len(keys) > 1 for key in keys})


def _reason(headers: dict) -> str:
    """Return why a letter is left out, by what its mail program noted on it."""
    if b"list-id" not in headers and b"list-unsubscribe" not in headers:
        return NOT_A_NEWSLETTER
    labels = headers.get(b"x-gmail-labels")
    if labels and any(set_aside(label) for label in decoded_words(header_text(labels)).split(",")):
        return LEFT_ASIDE
    try:
        status = int(headers.get(b"x-mozilla-status", b"0")[:20], 16)
    except ValueError:
        status = 0
    return LEFT_ASIDE if status & _DELETED_IN_THUNDERBIRD else ""


def _newsletter(list_header: bytes, from_header: bytes, group: bool) -> tuple[str, str, str, str]:
    """Return key, handle and name of a newsletter, and its sender's address; the key is empty when nobody is named."""
    host, title = list_of(list_header)
    sender, domain, address = sender_of(from_header)
    label = host.partition(".")[0]
    known = host if host and not names_nobody(label) else ""
    if group:
        # People write to it under their own names: the list has its own.
        return f"newsletter:{host}" if host else "", known or host, title or label, ""
    handle = known or domain or host
    name = title or sender or handle
    if host:
        return f"newsletter:{host}", handle, name, address
    if not domain:
        return "", "", "", ""
    spelled = re.sub(r"[^\w]+", "-", folded(sender)).strip("-") if sender else ""
    return f"newsletter:{domain}/{spelled}".rstrip("/"), handle, name, address
