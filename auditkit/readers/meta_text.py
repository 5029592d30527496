"""Text and times as Instagram, Threads and Facebook write them into JSON.

Each byte of a name in UTF-8 stands there as a character of its own ("Ã©" for "é"). It is put right per text, once, and
only where all of it is written so: text that is right as it stands is not valid UTF-8 when taken for bytes, and stays.
"""

import re
from datetime import UTC, datetime

from auditkit.readers.text import clean

_NUMBER = re.compile(r"(\d{9,17})(?:\.\d{1,9})?", re.ASCII)
# Facebook began in 2004: an earlier time is a mistake.
_EARLIEST, _LATEST = datetime(2004, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp()


def repaired(text: str) -> str:
    """Return `text` with its bytes put together again, or as it is where they do not fit.

    Examples
    --------
    >>> repaired("Caf\\u00c3\\u00a9"), repaired("Café"), repaired("\\u00c3\\u0083\\u00c2\\u00a9")
    ('Café', 'Café', 'Ã©')
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def meta_text(value: object) -> tuple[str | None, bool]:
    """Return a value of the file fit to be shown, and whether it was put right; None when it is no text."""
    if not isinstance(value, str):
        return None, False
    right = repaired(value)
    return clean(right), right != value


def moment(value: object) -> datetime | None:
    """Return the time for seconds since 1970, as number or text; thousandths are understood. None if unbelievable.

    Examples
    --------
    >>> moment("1676354318") == moment(1676354318000)
    True
    >>> moment("0"), moment("-1"), moment("4294967295"), moment(None)
    (None, None, None, None)
    """
    found = _NUMBER.fullmatch(str(value)) if isinstance(value, str | int | float) else None
    if not found:
        return None
    seconds = int(found[1])
    while seconds > 10**11:
        seconds //= 1000
    return datetime.fromtimestamp(seconds, UTC) if _EARLIEST <= seconds < _LATEST else None
