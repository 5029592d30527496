"""Addresses of the fediverse: ``user@server``, with or without a leading @."""

import re

from auditkit.readers.text import folded

_ADDRESS = re.compile(r"@?([\w.\-]{1,200})(?:@([\w.\-]{1,250}(?::\d{1,5})?))?")
_PUNYCODE = "xn--"


def address(cell: str) -> tuple[str | None, str]:
    """Return the key and the handle of an address; the key is None when the cell holds none.

    Examples
    --------
    >>> address("@Ada@Example.social")
    ('mastodon:ada@example.social', 'Ada@Example.social')
    >>> address("bo")
    ('mastodon:bo', 'bo')
    >>> address("not an address")
    (None, '')
    """
    found = _ADDRESS.fullmatch(cell.strip().lstrip("'"))
    if not found:
        return None, ""
    user, server = found.groups()
    if not server:
        return f"mastodon:{folded(user)}", user
    if ("." not in server and ":" not in server) or server.startswith(".") or ".." in server:
        return None, ""
    return f"mastodon:{folded(user)}@{_readable(folded(server).rstrip('.'))}", f"{user}@{server}"


def is_address(cell: str) -> bool:
    """Whether the cell is an address with its server."""
    key, handle = address(cell)
    return key is not None and "@" in handle


def _readable(server: str) -> str:
    """Return a server's name in its own script: exports write both forms of one name."""
    if _PUNYCODE not in server:
        return server
    try:
        return folded(server.encode("ascii").decode("idna"))
    except UnicodeError:
        return server
