"""Text as people's files hold it: encodings, stray control characters, spellings of one address."""

import codecs
import re
import unicodedata

# What an XML file may say of itself; other names Python knows (punycode, unicode_escape) are no files' encodings.
_DECLARABLE = re.compile(
    r"iso-?8859-?\d{1,2}|windows-125\d|cp125\d|latin-?\d|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb(?:2312|k|18030)|big5",
    re.I,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A longer "name" is a mistake in the file; the limit keeps it from filling a screen.
LONGEST = 2_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS_IN_LINES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes give away; UTF-8 when they give none away.

    Examples
    --------
    >>> encoding_of(b"\\xff\\xfeN\\x00"), encoding_of(b"Name"), encoding_of(b"N\\x00a\\x00m\\x00e\\x00")
    ('utf-16', 'utf-8', 'utf-16-le')
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    sample = head[:512]
    if len(sample) >= 4 and sample.count(0) > len(sample) // 3:
        return "utf-16-be" if sample[0] == 0 else "utf-16-le"
    return "utf-8"


def decoded(data: bytes, declared: str = "") -> str:
    """Return bytes as text: by their mark, what they declare, UTF-8, and last the encoding of old Windows files."""
    for name in (encoding_of(data), declared if _DECLARABLE.fullmatch(declared) else "utf-8"):
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return data.decode("cp1252", "replace")


def begins(head: bytes) -> str:
    """Return the beginning of a file as text, without raising; a cut character at the end does not matter."""
    name = encoding_of(head)
    try:
        return codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeError:
        return head.decode("cp1252", "replace")


def clean(value: object, *, lines: bool = False) -> str | None:
    """Return `value` fit to be shown: no control characters, no half characters; None when nothing is left.

    Examples
    --------
    >>> clean("  Ada\\n\\x1b[31mExample "), clean(" "), clean(None)
    ('Ada [31mExample', None, None)
    """
    if not isinstance(value, str):
        return None
    text = (_CONTROLS_IN_LINES if lines else _CONTROLS).sub(" ", value)
    text = text if lines else " ".join(text.split())
    text = _SURROGATES.sub("\ufffd", text).strip()[:LONGEST]
    return text or None


def folded(handle: str) -> str:
    """Return the spelling of a handle that a key uses: two that differ only by case are one."""
    return unicodedata.normalize("NFC", handle.casefold())


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "account"), counted(1204, "account"), counted(2, "entry", "entries")
    ('1 account', '1,204 accounts', '2 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
