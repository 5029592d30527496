"""Dates as people and spreadsheets write them, read only where they have one meaning."""

import re
from datetime import UTC, datetime, timedelta

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?)?")
_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
# Days since the end of 1899, as spreadsheets count: 1954 to 2064.
_SERIAL = re.compile(r"[2-5]\d{4}(?:\.\d+)?")
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)


def read_dates(cells: list[str]) -> tuple[list[datetime | None], list[str], int]:
    """Return the dates of a column, how exact each is, and how many could not be read.

    ``03/04/2024`` is read only if another date of the column shows which number is the month.

    Examples
    --------
    >>> dates, precision, unread = read_dates(["2024-03-05", "31.12.2023", "45292", "soon", ""])
    >>> [date and date.date().isoformat() for date in dates], unread
    (['2024-03-05', '2023-12-31', '2024-01-01', None, None], 1)
    """
    parts = [found for found in map(_PARTS.fullmatch, cells) if found and found[2] != "."]
    day_first = any(int(found[1]) > 12 for found in parts)
    month_first = any(int(found[3]) > 12 for found in parts)
    order = "" if day_first == month_first else "day" if day_first else "month"
    dates, precision, unread = [], [], 0
    for cell in cells:
        try:
            date, exact = _read_date(cell, order)
        except (ValueError, OverflowError):
            date, exact = None, False
        dates.append(date)
        precision.append("unknown" if date is None else "exact" if exact else "day")
        unread += bool(cell) and date is None
    return dates, precision, unread


def _read_date(cell: str, order: str) -> tuple[datetime | None, bool]:
    iso = _ISO.fullmatch(cell)
    if iso:
        # A time without a zone may be off by a day's part: the day is what is known.
        zone = {"Z": "+00:00", "UTC": "+00:00", None: "+00:00"}.get(iso[3], iso[3])
        date = datetime.fromisoformat(f"{iso[1]}T{iso[2] or '00:00'}{zone}")
        return _believable(date), bool(iso[2] and iso[3])
    found = _PARTS.fullmatch(cell)
    if found and (found[2] == "." or order):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        day, month = (second, first) if order == "month" and found[2] != "." else (first, second)
        return _believable(datetime(year, month, day, tzinfo=UTC)), False
    if _SERIAL.fullmatch(cell):
        return _FIRST_DAY + timedelta(days=int(float(cell))), False
    return None, False


def _believable(date: datetime) -> datetime | None:
    return date if 1970 <= date.year <= 2100 else None
