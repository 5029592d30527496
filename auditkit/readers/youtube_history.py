"""The watch history as a page: entries one after another, straight out of the stream, in any language.

Of an entry only links, date and product are looked at; the words around them differ by language. A date such as
03/04/2024 has a month only if another date of the page shows which number is the day.
"""

import codecs
import html
import re
from collections import Counter
from collections.abc import Iterator

from auditkit.readers.tally import Tally
from auditkit.readers.text import counted, encoding_of

_CHUNK = 2**20
# An entry has some 1,500 characters; what is longer is damage.
_LONGEST = 2**16
_START = '<div class="outer-cell'
_CELL = re.compile(r"<div class=\"content-cell[^\"]{0,200}mdl-typography--body-1\">")
_TITLE = re.compile(r"<p class=\"mdl-typography--title\">([^<]{0,200})")
_LINK = re.compile(r"<a href=\"(https?://[^\"]{1,2000})\"")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[年년./\-]\s*(\d{1,2})\s*[月월./\-]")
_DAY_FIRST = re.compile(r"(?<!\d)\d{1,2}\.\s?(\d{1,2})\.\s?(\d{4})")
_UNDECIDED = re.compile(r"(?<!\d)(\d{1,2})[/\-](\d{1,2})[/\-](\d{4})")
_YEAR, _WORD = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"), re.compile(r"[^\W\d_]{3,}")
# How the months begin in the languages of the pages, shortest form that is one month only.
_BEGINNINGS = (
    "jan gen ene ian янв січ oca tammi sty led",
    "feb fev fév febr лют фев şub helmi lut úno",
    "mar mär mrt maa maalis márc мар бер bře",
    "apr abr avr avril ápr апр кві nis huhti kwi dub",
    "may mai mei mag máj maj май мая тра touko kvě",
    "jun juin giu iun jún июн чер haz kesä cze čvn červn",
    "jul juil lug iul júl июл лип tem heinä lip čvc červenec",
    "aug ago aou aoû agu авг сер ağu elo sie srp",
    "sep set сен вер eyl syys wrz zář szept",
    "oct okt ott out окт жов eki loka paź říj",
    "nov noi ноя лис kas marras lis",
    "dec dez dic déc des дек гру ara joulu gru pro",
)
_MONTH_OF = {start: month for month, starts in enumerate(_BEGINNINGS, 1) for start in starts.split()}
_LONGEST_START = max(map(len, _MONTH_OF))


class Pages:
    """The entries of a watch history in `stream`: product, links, month (or two numbers to decide on), advertisement.

    Months that only another entry can decide come as ``(first, second, year)``; `undated` settles them at the end.
    """

    def __init__(self, stream):
        self._stream = stream
        self._decode = None

    def __iter__(self) -> Iterator[tuple[str, list[str], object, bool]]:
        text = ""
        while more := self._more():
            text += more
            *whole, text = text.split(_START)
            yield from (entry for part in whole if (entry := _entry(part)))
            # An entry that does not end is cut, so that memory stays flat.
            text = _START + text[:_LONGEST] if whole else text[-_LONGEST:]
        yield from (entry for entry in (_entry(text),) if entry)

    def _more(self) -> str:
        while data := self._stream.read(_CHUNK):
            if self._decode is None:
                self._decode = codecs.getincrementaldecoder(encoding_of(data))("replace").decode
            text = self._decode(data)
            if text:
                return text
        return ""

    def undated(self, tally: Tally) -> list[str]:
        """Give the undecided dates of `tally` their month if the page shows which number it is; else say so."""
        open_dates = {key: number for key, number in tally.counts.items() if isinstance(key[2], tuple)}
        day_first = any(date[0] > 12 for _, _, date in open_dates)
        month_first = any(date[1] > 12 for _, _, date in open_dates)
        decided = day_first != month_first
        lost = Counter()
        for (account, kind, date), number in open_dates.items():
            del tally.counts[account, kind, date]
            month = date[1] if day_first else date[0]
            written = f"{date[2]}-{month:02}" if decided and 1 <= month <= 12 else None
            tally.counts[account, kind, written] += number
            lost["lost"] += number * (written is None)
        if not lost["lost"]:
            return []
        return [f"{counted(lost['lost'], 'date')} could be day/month or month/day; counted without a month."]


def _entry(part: str) -> tuple[str, list[str], object, bool] | None:
    """Return one entry, or None for what is none (the beginning of the page)."""
    cell = _CELL.search(part)
    end = part.find("</div>", cell.end()) if cell else -1
    if end < 0:
        return None
    inside = part[cell.end() : end]
    title = _TITLE.search(part)
    links = [html.unescape(link) for link in _LINK.findall(inside)]
    # Products and "why is this here" stand below every entry; a third heading says where an advertisement came from.
    after = part[end:]
    written = re.sub(r"<[^>]{0,2000}>", " ", inside.rpartition("</a>")[2])
    return (
        html.unescape(title[1]).strip() if title else "",
        links,
        month_in(html.unescape(written)),
        after.count("<b>") > 2,
    )


def month_in(written: str) -> object:
    """Return the month of a date in any of the known languages, two numbers and a year to decide on, or None.

    Examples
    --------
    >>> month_in("Nov 2, 2020, 11:09:02 PM CET"), month_in("02.11.2020, 23:09:02 MEZ"), month_in("2020/11/02 23:09 JST")
    ('2020-11', '2020-11', '2020-11')
    >>> month_in("03/04/2024, 10:00:00 GMT"), month_in("yesterday")
    ((3, 4, 2024), None)
    """
    if found := _YEAR_FIRST.search(written):
        year, month = int(found[1]), int(found[2])
    elif found := _DAY_FIRST.search(written):
        year, month = int(found[2]), int(found[1])
    elif found := _UNDECIDED.search(written):
        return int(found[1]), int(found[2]), int(found[3])
    else:
        found = _YEAR.search(written)
        year = int(found[0]) if found else 0
        month = next(filter(None, map(_month_named, _WORD.findall(written.casefold()))), 0)
    return f"{year}-{month:02}" if 2005 <= year <= 2100 and 1 <= month <= 12 else None


def _month_named(word: str) -> int:
    starts = (word[:length] for length in range(_LONGEST_START, 2, -1))
    return next((_MONTH_OF[start] for start in starts if start in _MONTH_OF), 0)
