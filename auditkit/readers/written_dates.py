"""Dates with the month in words, as platforms write them into pages and tables, in the languages most met.

A time without a zone is the person's own time: the day is what is known, and no zone is guessed.
"""

import re
from datetime import UTC, datetime

from auditkit.readers.dates import read_dates

# English, German, French, Spanish, Italian, Portuguese, Dutch; the three first letters and what else is in use.
_MONTHS = (
    "jan january januar jän jänner janv janvier ene enero gen gennaio janeiro januari",
    "feb february februar févr fév février febrero febbraio fev fevereiro februari",
    "mar march mär mrz märz mars marzo março mrt maart",
    "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio maio mei",
    "jun june juni juin junio giu giugno junho",
    "jul july juli juil juillet julio lug luglio julho",
    "aug august août aoû ago agosto augustus",
    "sep sept september septembre septiembre set settembre setembro",
    "oct october okt oktober octobre octubre ott ottobre out outubro",
    "nov november novembre noviembre novembro",
    "dec december dez dezember déc décembre dic diciembre dicembre dezembro",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_TIME = r"(?:,? (?:um |à |at |alle )?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?: ?([ap])\.? ?m\.?)?)?"
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<month>[^\W\d]{3,10})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.?(?: de)? (?P<month>[^\W\d]{3,10})\.?(?: de)? (?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})",  # with dots the day comes first, everywhere
        r"(?P<year>\d{4})年 ?(?P<number>\d{1,2})月 ?(?P<day>\d{1,2})日",
    )
)
_STAMP = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d) (?:UTC|GMT) (\d{4})")


def written_date(text: str) -> tuple[datetime | None, str]:
    """Return the date that `text` is, and how exact it is: "exact", "day" or, when there is none, "unknown".

    Examples
    --------
    >>> date, precision = written_date("nov 04, 2025 3:29 am")
    >>> date.isoformat(), precision
    ('2025-11-04T03:29:00+00:00', 'day')
    >>> written_date("Wed Jun 24 12:43:42 UTC 2026")[1], written_date("yesterday")
    ('exact', (None, 'unknown'))
    """
    text = " ".join(text.split())[:100]
    try:
        stamp = _STAMP.fullmatch(text)
        if stamp:
            hour, minute, second = (int(stamp[place]) for place in (3, 4, 5))
            month = _MONTH[stamp[1].lower()]
            return datetime(int(stamp[6]), month, int(stamp[2]), hour, minute, second, tzinfo=UTC), "exact"
        for form in _FORMS:
            found = form.fullmatch(text)
            if found:
                return _date(found.groupdict(), found.groups()[-4:]), "day"
    except (KeyError, ValueError):
        return None, "unknown"
    dates, precision, _ = read_dates([text])
    return dates[0], precision[0]


def _date(named: dict[str, str], time: tuple[str | None, ...]) -> datetime:
    month = int(named["number"]) if "number" in named else _MONTH[named["month"].casefold()]
    hour, minute, second, half = time
    clock = int(hour or 0)
    if half:
        clock = clock % 12 + 12 * (half.lower() == "p")
    date = datetime(int(named["year"]), month, int(named["day"]), clock, int(minute or 0), int(second or 0), tzinfo=UTC)
    if not 1970 <= date.year <= 2100:
        raise ValueError("a year nobody followed anybody in")
    return date
