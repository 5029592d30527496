"""Lists of channels as JSON: Google's until mid-2021, and those of NewPipe, Invidious and FreeTube.

A channel known by a name only (``/user/``, ``/c/``, ``/@``) comes without a number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditkit.readers.documents import Documents
from auditkit.readers.text import clean

CHANNEL = re.compile(r"UC[A-Za-z0-9_\-]{22}")
CHANNEL_LINK = re.compile(
    r"https?://(?:www\.|m\.|music\.)?youtube\.com/(?:channel/(UC[A-Za-z0-9_\-]{22})|((?:user/|c/|@)([^/?#\s]{1,100})))"
)


@dataclass(frozen=True)
class Channel:
    """One channel as a list names it; `reason` says why a row cannot be used."""

    number: str = ""
    handle: str | None = None
    path: str = ""
    name: str | None = None
    bio: str | None = None
    since: str | None = None
    group: str | None = None
    reason: str = ""


NO_NUMBER = Channel(reason="without the number of a channel")
_ELSEWHERE = Channel(reason="from another service than YouTube")


def of_document(document: object, documents: Documents) -> Iterator[Channel]:
    """Yield the channels of one document of a file."""
    if isinstance(document, list):
        yield from map(_resource, documents.items(document, ""))
        return
    # FreeTube writes one document per profile; the one named allChannels repeats the others.
    profile = None
    if isinstance(document, dict) and "_id" in document and document["_id"] != "allChannels":
        profile = clean(document.get("name"))
    for item in documents.items(document, "subscriptions"):
        yield _subscription(item, profile)


def _resource(item: object) -> Channel:
    """Return an item of the old JSON. ``snippet.channelId`` is the owner's own channel, not the one followed."""
    snippet = item.get("snippet") if isinstance(item, dict) else None
    resource = snippet.get("resourceId") if isinstance(snippet, dict) else None
    number = resource.get("channelId") if isinstance(resource, dict) else None
    if not isinstance(number, str) or not CHANNEL.fullmatch(number):
        return NO_NUMBER
    since = snippet.get("publishedAt")
    return Channel(
        number=number,
        name=clean(snippet.get("title")),
        bio=clean(snippet.get("description"), lines=True),
        since=since if isinstance(since, str) else None,
    )


def _subscription(item: object, profile: str | None) -> Channel:
    """Return an item of NewPipe (link and service), Invidious (the number alone) or FreeTube (number and name)."""
    if isinstance(item, str):
        item = {"id": item}
    if not isinstance(item, dict):
        return NO_NUMBER
    if item.get("service_id", "0") != "0":
        return _ELSEWHERE
    number, name = item.get("id"), clean(item.get("name"))
    if isinstance(number, str) and CHANNEL.fullmatch(number):
        return Channel(number=number, name=name, group=profile)
    link = CHANNEL_LINK.match(item["url"]) if isinstance(item.get("url"), str) else None
    if not link:
        return NO_NUMBER
    return Channel(number=link[1] or "", handle=clean(link[3]), path=link[2] or "", name=name, group=profile)
