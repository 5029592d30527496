"""Addresses of feeds and pages: which may be kept, and when two are the same."""

import re
from urllib.parse import urlsplit, urlunsplit

from auditkit.readers.text import clean, folded

_SCHEMES = {"http", "https", "feed", "itpc", "pcast", "podcast"}
_DOUBLE = re.compile(r"^(?:feed|itpc|pcast|podcast):(?://)?(?=https?:)", re.IGNORECASE)
# Private feeds carry a password in the address; it must not travel into sheets and reports.
_SECRET = re.compile(
    r"^(?:auth|token|access_?token|auth_?token|key|api_?key|pwd|pass|password|secret|sig|signature)=", re.IGNORECASE
)


def web_address(address: str) -> str:
    """Return a web address without its secrets, or an empty string: ``javascript:`` and ``file:`` are no addresses.

    Examples
    --------
    >>> web_address("feed://show.example/rss?token=1"), web_address("javascript:alert(1)")
    ('http://show.example/rss', '')
    """
    address = _DOUBLE.sub("", clean(address) or "")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in _SCHEMES or not host or not re.fullmatch(r"[\w.\-]+|[0-9a-f:.]+", host):
        return ""
    scheme = parts.scheme if parts.scheme in ("http", "https") else "http"
    host = f"[{host}]" if ":" in host else host
    query = "&".join(part for part in parts.query.split("&") if not _SECRET.match(part))
    return urlunsplit((scheme, host + port, parts.path, query, parts.fragment))


def private(address: str) -> bool:
    """Whether the address carries a password or token."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return "@" in parts.netloc or any(_SECRET.match(part) for part in parts.query.split("&"))


def feed_key(address: str) -> str:
    """Return the key of a feed: the same with http or https, with or without a closing slash.

    Examples
    --------
    >>> feed_key("http://Feeds.example/1/") == feed_key("https://feeds.example/1")
    True
    >>> feed_key("https://feeds.example/1")
    'feed:https://feeds.example/1'
    """
    parts = urlsplit(web_address(address))
    host = re.sub(r":(?:80|443)$", "", folded(parts.netloc))
    return "feed:" + urlunsplit(("https", host, parts.path.rstrip("/"), parts.query, ""))
