"""Titles, descriptions and links of events without what lets somebody in or points at a private person.

Invitations carry passwords in links and in their text, numbers to dial in with, and addresses of people. What is taken
out leaves a mark, so that nobody takes the rest for the whole.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from auditkit.readers.feeds import web_address
from auditkit.readers.text import clean

_LINK = re.compile(r"https?://[^\s<>\"']{1,2000}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.+\-%])(?:mailto:)?[\w.+\-%]{1,100}@[\w\-]{1,100}(?:\.[\w\-]{1,100})+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w/])(?:\+\d[\d \-().]{6,30}\d|\d{3}[ \-]\d{3,4}[ \-]\d{3,4}|\d{9,20})(?![\w])(?:[,#;*]{1,3}\d{0,20}#?){0,6}"
)
_SECRET = re.compile(
    r"(?<!\w)(pass(?:word|code|wort|wd|phrase)|pwd|pin|host key|access code|security code|"
    r"kenn(?:wort|code)|zugangscode|mot de passe|code d.acc[eè]s|code secret|contrase[ñn]a|clave|c[oó]digo de acceso|"
    r"senha|wachtwoord|toegangscode|has[łl]o|parola|密码|密碼|パスワード|암호|비밀번호)"
    r"((?:<[^<>]{0,100}>|\s|&nbsp;){0,5}(?:[:=：]|(?:is|ist|lautet|est|es)(?=\s)|(?=\S{0,30}\d))(?:<[^<>]{0,100}>|\s|&nbsp;){0,5})"
    r"[^\s<>]{1,200}",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(r"pw|pass|tok|tk|key|code|auth|sig|secret|pin|otp|hash|mtid|invite|email|user", re.IGNORECASE)
_LONGEST_VALUE, _LOOKED_AT = 12, 6_000


def masked_link(address: str) -> str:
    """Return a web address without passwords, tokens and people; an empty string when it is none.

    Of the part behind the question mark only short values under harmless names stay, as an event's number.

    Examples
    --------
    >>> masked_link("https://meet.example/j/81?pwd=INVENTED&id=5#go"), masked_link("javascript:alert(1)")
    ('https://meet.example/j/81?id=5', '')
    """
    plain = web_address(address)
    if not plain:
        return ""
    parts = urlsplit(plain)
    pairs = [pair.partition("=") for pair in parts.query.split("&")]
    kept = [
        f"{name}={value}"
        for name, equals, value in pairs
        if equals and len(value) <= _LONGEST_VALUE and not _SECRET_NAME.search(name) and "@" not in value
    ]
    return _ADDRESS.sub("", urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), "")))


def masked_text(text: object, *, lines: bool = False) -> str | None:
    """Return text of an event fit to be kept; None when nothing is left.

    Examples
    --------
    >>> masked_text("Join with Ada: https://meet.example/j/81?pwd=INVENTED Passcode: 123456, or ada@example.org")
    'Join with Ada: https://meet.example/j/81 Passcode: *** or [address left out]'
    """
    if not isinstance(text, str):
        return None
    if len(text) > _LOOKED_AT:
        # Cut between words: half an address would not be known for one.
        text = text[:_LOOKED_AT].rpartition(" ")[0] or text[:_LOOKED_AT]
    text = _LINK.sub(lambda found: masked_link(found[0]) or "[link left out]", text)
    text = _SECRET.sub(r"\1\2***", text)
    text = _ADDRESS.sub("[address left out]", text)
    return clean(_NUMBER.sub("[number left out]", text), lines=lines)


def first_link(*texts: object) -> str | None:
    """Return the first web address in the texts, masked; None when there is none."""
    for text in texts:
        for found in _LINK.finditer(text[:_LOOKED_AT] if isinstance(text, str) else ""):
            link = masked_link(found[0].rstrip(".,;:)]"))
            if link:
                return link
    return None
