"""The list of YouTube's old subscription manager: OPML in which every address is the feed of a channel.

A list with other feeds as well is a list of feeds, and left to the OPML reader.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member
from auditkit.readers.text import begins, decoded

CHANNEL_FEED = re.compile(
    r"^\s*https?://(?:www\.)?youtube\.com/feeds/videos\.xml\?(?:[^\"'#]*&(?:amp;)?)?channel_id=(UC[A-Za-z0-9_\-]{22})"
)
_OPML = re.compile(r"<opml\b|<outline\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\bxmlurl\s*=\s*[\"']([^\"']{0,2000})", re.IGNORECASE)
_LARGEST = 16 * 2**20


def is_channel_list(export: Export, member: Member) -> bool:
    """Whether every address in an OPML file is the feed of a channel."""
    beginning = begins(export.head(member))
    addresses = _ADDRESS.findall(beginning)
    # The last one may be cut in the middle.
    first = addresses[:-1] if len(addresses) > 1 else addresses
    if not _OPML.search(beginning) or not _all_channels(first):
        return False
    try:
        with export.open(member, limit=_LARGEST) as stream:
            return _all_channels(_ADDRESS.findall(decoded(stream.read())))
    except BrokenExportError:
        return False


def _all_channels(addresses: list[str]) -> bool:
    return bool(addresses) and all(map(CHANNEL_FEED.match, addresses))
