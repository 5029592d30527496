"""What the headers of a letter say about who sent it to whom: the list, the sender, the day, the folder.

Written down by programs of thirty years: names in encoded words (RFC 2047), also where none may stand; bytes that are
no ASCII; ids without brackets. Nothing here raises; what cannot be read is missing. Links to unsubscribe hold a token
that acts for its owner: only that there is one is looked at.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

from auditkit.readers.newsletters_words import decoded_words
from auditkit.readers.text import clean, folded

# One pass over the headers for these alone; a folded line belongs to the one above it, whatever it looks like.
_WANTED = re.compile(
    rb"\n(from|sender|list-id|list-unsubscribe|list-post|date|in-reply-to|references|x-gmail-labels|x-mozilla-status)"
    rb"[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)",
    re.IGNORECASE,
)
# Of these only that they are there: they hold tokens and the ids of other letters.
_PRESENCE_ONLY = {b"list-unsubscribe", b"in-reply-to", b"references"}
_LONGEST = 2**16
_LONGEST_VALUE = 1_000
# Looked for only where a word begins: from every letter on, a long word would cost its square.
_ADDRESS = re.compile(r"(?<![^\s<>@,;:\"()])[^\s<>@,;:\"()]{1,200}@((?:[\w\-]{1,63}\.)+[\w\-]{2,63})")
# Names with an address or a link in them: the rest is the name.
_NOT_KEPT = re.compile(r"(?:https?|mailto):\S*|" + _ADDRESS.pattern, re.IGNORECASE)
_LIST_HOST = re.compile(r"(?:[\w\-]{1,63}\.)+[\w\-]{2,63}")
# Ids of senders' machines and hashes; several senders may share them, and they name nobody.
_NOBODYS_HOST = re.compile(r"(?:^|\.)(?:local|localhost|localdomain|internal|lan)$")
_NOBODYS_NAME = re.compile(r"(?:[0-9a-f]{8,}\s*mc list|[\d\W_]*|[0-9a-f\-]{12,})", re.IGNORECASE)


def headers_of(block: bytes) -> dict[bytes, bytes]:
    """Return the headers that are needed, by lower-case name; the first of two counts, as nearest to the reader.

    Examples
    --------
    >>> headers_of(b"From: Ada\\nDKIM-Signature: h=Date:\\n\\tList-Id: x\\n")
    {b'from': b' Ada'}
    """
    found = {}
    for name, value in _WANTED.findall(b"\n" + block):
        name = name.lower()
        found.setdefault(name, b"" if name in _PRESENCE_ONLY else value[:_LONGEST])
    return found


def header_text(value: bytes) -> str:
    """Return a header as text, encoded words still in it."""
    value = value.replace(b"\x00", b"")
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("cp1252", "replace")
    return re.sub(r"\r?\n(?=[ \t])", "", text).strip()


def sender_of(value: bytes) -> tuple[str | None, str, str]:
    """Return name, domain and address of a sender. The name never holds an address; the domain is in lower case.

    Examples
    --------
    >>> sender_of(b' "Ada, from Invented Weekly" <info@weekly.example>')
    ('Ada, from Invented Weekly', 'weekly.example', 'info@weekly.example')
    >>> sender_of(b"info@weekly.example (Invented Weekly)"), sender_of(b"nobody")
    (('Invented Weekly', 'weekly.example', 'info@weekly.example'), (None, '', ''))
    """
    text = header_text(value[:_LONGEST_VALUE])
    addresses = list(_ADDRESS.finditer(text))
    # The address stands in the last pair of brackets; a name may be spelled like another one.
    bracketed = [found for found in addresses if text[found.start() - 1 : found.start()] == "<"]
    found = (bracketed or addresses or [None])[-1]
    if found is None:
        return None, "", ""
    around = text[: found.start()].rstrip("< ") or text[found.end() :].strip(">() ")
    name = decoded_words(re.sub(r'\\(["\\])', r"\1", around).strip("\"' "))
    name = clean(_NOT_KEPT.sub(" ", name).strip("\"'<>() "))
    return name, folded(found[1]), folded(found[0])


def list_of(value: bytes) -> tuple[str, str | None]:
    """Return a list's id and its title; the id is empty where it names nobody, the title missing.

    Examples
    --------
    >>> list_of(b' "Notes, weekly" <Notes.publication.example>'), list_of(b" <96540.xt.local>")
    (('notes.publication.example', 'Notes, weekly'), ('', None))
    """
    text = header_text(value[:_LONGEST_VALUE])
    before, opened, behind = text.rpartition("<")
    host = folded(decoded_words(behind.partition(">")[0] if opened else text).strip()).replace("@", ".")
    title = clean(_NOT_KEPT.sub(" ", decoded_words(before.strip().strip('"'))).strip("\"' ")) if opened else None
    usable = len(host) <= 255 and _LIST_HOST.fullmatch(host) and not _NOBODYS_HOST.search(host)
    return host if usable else "", title if title and not names_nobody(title) else None


def names_nobody(title: str) -> bool:
    """Whether a title is a number or a hash, as programs put it there."""
    return bool(_NOBODYS_NAME.fullmatch(title))


def date_of(value: bytes) -> datetime | None:
    """Return the moment a letter was sent, in UTC; None when it cannot be read or believed.

    Examples
    --------
    >>> date_of(b" Fri, 16 Sep 2016 22:26:51 +0200").isoformat(), date_of(b" soon")
    ('2016-09-16T20:26:51+00:00', None)
    """
    try:
        parts = parsedate_tz(value[:200].decode("ascii", "replace"))
        moment = datetime(*parts[:6], tzinfo=UTC) - timedelta(seconds=parts[9] or 0)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
    return moment if 1980 <= moment.year <= 2100 else None
