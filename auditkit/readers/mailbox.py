"""The headers of letters, from mailboxes of any size: read forward once, without the text of a letter.

An mbox holds letters one after another, each behind a line ``From sender date``. Google Takeout writes the zone before
the year there (``+0000 2016``), Thunderbird a hyphen for the sender. Such a line begins a letter only after a blank
line, with a day or a time in it and a header behind it: people write "From here on" in their letters too. A single
letter (``.eml``, a file of a Maildir) begins with its headers.
"""

import re
from collections.abc import Callable, Iterator

from auditkit.export.opened import BoundedStream

# Mailboxes of 10 GB are common; what is kept of them is a line per newsletter.
MAILBOX_LIMIT = 64 * 2**30
# Beyond this no header says anything about a newsletter; seen are a few thousand bytes.
HEADER_LIMIT = 256 * 2**10
# Pieces that stay in the processor's own memory are searched in half the time of larger ones.
_CHUNK, _KEPT = 2**18, 2**12
_MARK = b"\xef\xbb\xbf"
# Three steps, because a single pattern would try the square of a line's length.
_SENDER = re.compile(rb"From \S+ ")
_DAY = re.compile(rb"\d:\d\d|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_YEAR = re.compile(rb"\d{4}")
_FROM = re.compile(rb"\nFrom ")
_LONGEST_LINE = 1_000
_NAME = re.compile(rb"[!-9;-~]{1,200}:")
_HEADER = re.compile(rb"(?:[!-9;-~]{1,200}:[^\n]*\n(?:[ \t][^\n]*\n)*){1,200}")
_OF_A_LETTER = re.compile(
    rb"^(?:from|to|date|subject|message-id|mime-version|received|return-path|delivered-to|reply-to|sender|list-id|"
    rb"list-unsubscribe|content-type|x-received|x-gm-thrid|x-gmail-labels|arc-seal|dkim-signature):",
    re.IGNORECASE | re.MULTILINE,
)


def begins_mailbox(head: bytes) -> bool:
    """Whether a file that begins so is an mbox.

    Examples
    --------
    >>> begins_mailbox(b"From 1@xxx Fri Sep 16 22:26:51 +0000 2016\\nFrom: Ada\\n"), begins_mailbox(b"From here on\\n")
    (True, False)
    """
    return _behind_separator(_trimmed(head), 0) > 0


def begins_letter(head: bytes) -> bool:
    """Whether a file that begins so is a single letter: its first lines are headers, two of them those of letters.

    Examples
    --------
    >>> begins_letter(b"Date: Fri, 16 Sep 2016\\nFrom: Ada\\n\\n"), begins_letter(b"name: x\\nlist: y\\n")
    (True, False)
    """
    found = _HEADER.match(_trimmed(head))
    return found is not None and len({word.lower() for word in _OF_A_LETTER.findall(found[0])}) > 1


def header_blocks(stream: BoundedStream, seen: Callable[[int], object] | None = None) -> Iterator[bytes]:
    """Yield the headers of each letter of an mbox or of a single letter, as they stand in the file.

    A header that never ends is cut at `HEADER_LIMIT`. Nothing of more than a few megabytes is held at a time. After
    each piece that was read, `seen` is told how many bytes it had.
    """

    def read() -> bytes:
        piece = stream.read(_CHUNK)
        if seen:
            seen(len(piece))
        return piece

    data = _trimmed(read())
    start = _behind_separator(data, 0)
    if start < 0:
        if begins_letter(data):
            yield data[: _end(data, 0)]
        return
    while True:
        end = _end(data, start)
        while end == len(data) < start + HEADER_LIMIT and (more := read()):
            data, start = data[start:] + more, 0
            end = _end(data, start)
        # Among headers such a line begins the next letter even without a blank one: no header reads so.
        inside = data.find(b"\nFrom ", start, end)
        behind = _behind_separator(data, inside + 1) if inside > 0 else -1
        yield data[start : inside + 1 if behind > 0 else end]
        start = behind if behind > 0 else _next(data, end - 1)
        while start < 0:
            more = read()
            if not more:
                return
            # A separator that was cut in two is whole in what is kept.
            data = data[max(end - 1, len(data) - _KEPT, 0) :] + more
            end, start = 0, _next(data, 0)


def _trimmed(data: bytes) -> bytes:
    return data.removeprefix(_MARK).lstrip(b"\r\n")


def _end(data: bytes, start: int) -> int:
    """Return where the headers from `start` on end, at the latest where they are cut."""
    limit = min(start + HEADER_LIMIT, len(data))
    # Files of Windows end lines with two signs; looking for the wrong blank line would run through the letter.
    line = data.find(b"\n", start, limit)
    first, second = (b"\n\r\n", b"\n\n") if line > 0 and data[line - 1] == 13 else (b"\n\n", b"\n\r\n")
    end = data.find(first, start, limit)
    other = data.find(second, start, end if end >= 0 else limit)
    nearest = other if other >= 0 else end
    return nearest + 1 if nearest >= 0 else limit


def _next(data: bytes, start: int) -> int:
    """Return where the headers of the next letter begin, or -1."""
    while True:
        # Half the time of data.find, which stumbles over the many signs of this word.
        found = _FROM.search(data, start)
        if not found:
            return -1
        place = found.start()
        blank = data[place - 1 : place] == b"\n" or data[place - 2 : place] == b"\n\r"
        behind = _behind_separator(data, place + 1) if blank else -1
        if behind > 0:
            return behind
        start = place + 1


def _behind_separator(data: bytes, start: int) -> int:
    """Return where the line behind a separator begins, or -1 when no letter begins at `start`."""
    end = data.find(b"\n", start, start + _LONGEST_LINE)
    sender = _SENDER.match(data, start, end) if end > 0 else None
    day = _DAY.search(data, sender.end(), end) if sender else None
    if not day or not _YEAR.search(data, sender.end(), end) or not _NAME.match(data, end + 1):
        return -1
    return end + 1
