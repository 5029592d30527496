"""Encoded words (RFC 2047): how headers of letters carry anything but ASCII. Decoded once, whatever comes out."""

import base64
import binascii
import quopri
import re

_WORD = re.compile(r"=\?([\w.\-]{1,40})(?:\*[\w\-]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[\w.\-*]{1,80}\?[bBqQ]\?)")
_CHARSETS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|iso-?8859-?\d{1,2}|windows-\d{3,4}|cp\d{3,4}|latin-?\d|koi8-[ru]|iso-2022-(?:jp|kr)|"
    r"shift_jis|euc-(?:jp|kr)|gb(?:2312|k|18030)|big5|macintosh",
    re.IGNORECASE,
)


def decoded_words(text: str) -> str:
    """Return text with its encoded words decoded, once: what comes out is not looked at again.

    Examples
    --------
    >>> decoded_words("=?utf-8?Q?Invented=20Weekly?="), decoded_words("=?utf-8?b?Qg==?= =?utf-8?b?w7xjaGVy?=")
    ('Invented Weekly', 'Bücher')
    """
    if "=?" not in text:
        return text
    parts, end, waiting, charset = [], 0, b"", ""
    text = _BETWEEN_WORDS.sub(r"\1", text)
    for word in _WORD.finditer(text):
        # A letter may be split between two words: their bytes are put together first.
        if waiting and (word.start() > end or word[1].lower() != charset):
            parts.append(_as_text(waiting, charset))
            waiting = b""
        parts.append(text[end : word.start()])
        waiting, charset, end = waiting + _bytes_of(word), word[1].lower(), word.end()
    return "".join([*parts, _as_text(waiting, charset), text[end:]])


def _bytes_of(word: re.Match) -> bytes:
    data = word[3].encode("utf-8", "replace")
    if word[2] in "qQ":
        return quopri.decodestring(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return data


def _as_text(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset if _CHARSETS.fullmatch(charset) else "utf-8")
    except (UnicodeError, LookupError):
        return data.decode("cp1252", "replace")
