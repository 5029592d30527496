"""Mastodon: whom you boost, answer and mention, from the archive of your posts; counts only.

``outbox.json`` in the archive is one list of everything posted. A boost is the address of a post, which names its
author on most servers (``/users/name/`` or ``/@name/``). Mentions and tags stand beside the text, which is not read.
"""

import re
from urllib.parse import urlsplit

from auditkit.errors import UnknownExportError
from auditkit.export import LARGE_FILE_LIMIT, Export, Member
from auditkit.readers.fediverse import address, is_address
from auditkit.readers.records import Records
from auditkit.readers.tally import Tally, month_of
from auditkit.readers.text import begins, clean, counted, folded
from auditkit.tables import Activity

_FILES = re.compile(r"(?:^|/)outbox[^/]*\.json$", re.IGNORECASE)
_BEGINS = re.compile(r"\s*\{")
_LIST = re.compile(rb"\"orderedItems\"\s*:\s*")
_BEFORE_LIST = 2**20
_AUTHOR = re.compile(r"/(?:users/|@|u/|profile/)([\w.\-]{1,200})(?:/|$)")


def _outboxes(export: Export) -> list[Member]:
    found = []
    for member in export.candidates(_FILES):
        beginning = begins(export.head(member))
        if _BEGINS.match(beginning) and '"OrderedCollection' in beginning and '"orderedItems"' in beginning:
            found.append(member)
    return found


def read_activity(export: Export) -> Activity:
    """Return how often the person boosted, answered and mentioned each account.

    Raises ``UnknownExportError`` if the export holds no posts of the owner.
    """
    members = _outboxes(export)
    if not members:
        raise UnknownExportError(
            f"{export.name}: your own posts are not in it; only they say whom you boost and answer. "
            "Choose the archive: Preferences > Import and export > Request your archive."
        )
    tally, notes = Tally(), []
    for member in members:
        with export.open(member, limit=LARGE_FILE_LIMIT) as stream:
            records = Records(_ListAlone(stream))
            for item in records:
                _count(item, tally)
        if records.cut:
            entries = counted(records.count, "entry", "entries")
            notes.append(f"{member.name} stops after {entries}; the file looks cut off. Ask for the archive again.")
    if tally.skipped["boosts whose address names no account"]:
        notes.append("Some servers give posts an address without a name; whom you boosted there is not known.")
    return tally.finished(export, "mastodon", notes)


class _ListAlone:
    """A stream that begins at the list inside the outbox."""

    def __init__(self, stream):
        self._stream, self.name, self._begun = stream, stream.name, False

    def read(self, size: int) -> bytes:
        """Return the next bytes; the first time from the list on."""
        if self._begun:
            return self._stream.read(size)
        self._begun, data = True, b""
        while len(data) < _BEFORE_LIST and (more := self._stream.read(size)):
            data += more
            if found := _LIST.search(data):
                return data[found.end() :] or self._stream.read(size)
        return data


def _count(item: object, tally: Tally) -> None:
    """Count one activity: a boost, or a post with whom it answers and mentions."""
    kind = item.get("type") if isinstance(item, dict) else None
    if kind not in ("Announce", "Create"):
        tally.skip("entries that are neither a post nor a boost")
        return
    owner, month, post = _account(item.get("actor")), month_of(item.get("published"), 2008), item.get("object")
    if kind == "Announce":
        author = _account(post.get("attributedTo") if isinstance(post, dict) else post)
        if not author:
            tally.skip("boosts whose address names no account")
        elif author != owner:
            tally.add(author, "amplified", month)
        return
    if not isinstance(post, dict):
        return
    answered = _account(post.get("inReplyTo"))
    if answered and answered != owner:
        tally.add(answered, "replied", month)
    named = [tag for tag in post["tag"] if isinstance(tag, dict)] if isinstance(post.get("tag"), list) else []
    mentioned = {_mentioned(tag) for tag in named if tag.get("type") == "Mention"}
    for account in mentioned - {None, owner, answered}:
        tally.add(account, "mentioned", month)
    tags = {clean(tag.get("name")) for tag in named if tag.get("type") == "Hashtag"} - {None}
    for tag in {folded(tag).lstrip("#") for tag in tags} - {""}:
        tally.tag(f"mastodon:#{tag}", month)


def _mentioned(tag: dict) -> str | None:
    """Return whom a mention names; people of the owner's own server come without it, but with a link."""
    name = tag.get("name")
    if isinstance(name, str) and is_address(name):
        return address(name)[0]
    return _account(tag.get("href"))


def _account(link: object) -> str | None:
    """Return the account that the address of a profile or post names."""
    try:
        parts = urlsplit(link) if isinstance(link, str) else None
        server = parts.netloc.rpartition("@")[2] if parts and parts.scheme in ("http", "https") else ""
    except ValueError:
        return None
    found = _AUTHOR.match(parts.path) if server else None
    key = address(f"{found[1]}@{server}")[0] if found else None
    return key if key and "@" in key else None
