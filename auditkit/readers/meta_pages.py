"""The pages that Instagram, Threads and Facebook write when the export is asked for as HTML.

Class names change with every build and titles are localised, so only links, dates and their order are used. 13 kB of
style stand before the list. Dates are in the owner's local time, without a zone, with the month in their language.
"""

import html
import re
from collections.abc import Iterator
from datetime import datetime

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member
from auditkit.export.opened import BoundedStream
from auditkit.readers.text import begins, decoded
from auditkit.readers.written_dates import written_date

_LOOKED_AT = 2**16
_PAGE = re.compile(r"[\s\ufeff]*<(?:!doctype html|html)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title>([^<]{0,200})</title>", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]*?\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')[^<>]*>", re.IGNORECASE)
_LINK_END, _HEADING = re.compile(r"</a\s*>", re.IGNORECASE), re.compile(r"<h\d[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BODY = re.compile(r"<main\b|\brole=\"main\"", re.IGNORECASE)
# An entry takes about ten tags, and the platforms stop at 7,500 accounts.
_MOST_TAGS = 500_000
# A year and a time of day in a few words: a date, whether or not it can be read.
_LIKE_A_DATE = re.compile(r"(?=.*\b(?:19|20)\d\d)(?=.*\d[:.h]\d\d).{8,60}", re.DOTALL)
# A date stands within this many characters behind its link.
_BEHIND = 2_000


def page_start(export: Export, member: Member) -> str:
    """Return the beginning of a web page, long enough to reach the list behind the style; nothing if it is none."""
    if not _PAGE.match(begins(export.head(member))):
        return ""
    try:
        with BoundedStream(export, member, member.size + _LOOKED_AT) as stream:
            return begins(stream.read(_LOOKED_AT))
    except BrokenExportError:
        return ""


def page_title(start: str) -> str:
    """Return the title of a page; English in most, but not all, languages."""
    found = _TITLE.search(start)
    return html.unescape(found[1]).strip() if found else ""


def page_text(export: Export, member: Member) -> tuple[str, bool]:
    """Return a whole page, and whether its end is missing. One too long for a list is refused."""
    with export.open(member) as stream:
        text = decoded(stream.read())
    if text.count("<") > _MOST_TAGS:
        raise BrokenExportError(
            f"{member.name}: this page holds more than any list of accounts. Choose the page as the platform wrote it, "
            "or ask for the export as JSON."
        )
    return text, "</html" not in text[-200:].lower()


def linked_entries(text: str) -> Iterator[tuple[str, str]]:
    """Return each link of a page with the text that follows it, where the date stands.

    Examples
    --------
    >>> list(linked_entries('<a href="https://a.example/ada">ada</a></div><div>Dec 12, 2024 4:11 pm</div>'))
    [('https://a.example/ada', 'Dec 12, 2024 4:11 pm')]
    """
    links = list(_LINK.finditer(text))
    for place, link in enumerate(links):
        end = links[place + 1].start() if place + 1 < len(links) else len(text)
        behind = text[link.end() : min(end, link.end() + _BEHIND)]
        closed = _LINK_END.search(behind)
        behind = behind[closed.end() :] if closed else ""
        # Since November 2025 the heading of the next entry comes before its link.
        heading = _HEADING.search(behind)
        pieces = _pieces(behind[: heading.start()] if heading else behind)
        yield html.unescape(link[1] or link[2] or ""), pieces[0] if pieces else ""


def named_entries(text: str) -> Iterator[tuple[str, datetime | None, str]]:
    """Return the text before each date of a page, where Facebook writes the name; the date, or None; how exact it is.

    Examples
    --------
    >>> [name for name, *_ in named_entries("<h1>List</h1><h2>Ada &amp; Bo</h2><div>Jun 04, 2025 6:46:10 pm</div>")]
    ['Ada & Bo']
    """
    start = _BODY.search(text)
    before = ""
    for piece in _pieces(text[start.start() :] if start else text):
        date, precision = written_date(piece) if any(sign.isdigit() for sign in piece[:60]) else (None, "unknown")
        if date is None and not _LIKE_A_DATE.fullmatch(piece):
            before = piece
        elif before:
            yield before, date, precision
            before = ""


def _pieces(text: str) -> list[str]:
    pieces = (html.unescape(piece).strip() for piece in _TAG.split(text))
    return [piece for piece in pieces if piece]
