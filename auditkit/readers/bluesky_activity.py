"""Bluesky: whom you pass on, answer, mention and like, from the same CAR file; counts only.

Reposts and likes name the post, whose address begins with its author's number. Replies name the post they answer;
mentions stand beside the text, never in it. The text itself is not looked at.
"""

import re

from auditkit.errors import UnknownExportError
from auditkit.export import Export
from auditkit.readers.repository import DID, Repository, car_files, moment_of
from auditkit.readers.tally import Tally, month_of
from auditkit.readers.text import clean, folded
from auditkit.tables import Activity

_POST, _REPOST, _LIKE = "app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.feed.like"
_AUTHOR = re.compile(rf"at://({DID.pattern})/", re.ASCII)
_MENTION, _TAG = "app.bsky.richtext.facet#mention", "app.bsky.richtext.facet#tag"


def read_activity(export: Export) -> Activity:
    """Return how often the person turned to each account on Bluesky.

    Raises ``UnknownExportError`` if the export has no CAR file: pages of getFollows do not say it.
    """
    tally = Tally()
    members = car_files(export)
    if not members:
        raise UnknownExportError(
            f"{export.name}: only the CAR file from Bluesky says whom you repost, answer and like. "
            "Settings > Account > Export My Data > Download CAR file."
        )
    for member in members:
        with export.open(member) as stream:
            repository = Repository(stream.read(), member.name)
        for collection, key, record in repository.records(_LIKE, _POST, _REPOST):
            moment = moment_of(key)
            month = f"{moment:%Y-%m}" if moment else month_of(record.get("createdAt"), 2022)
            if collection == _POST:
                _count_post(record, repository.owner, month, tally)
            else:
                kind = "amplified" if collection == _REPOST else "liked"
                _count(_author(record.get("subject")), repository.owner, kind, month, tally)
    return tally.finished(export, "bluesky")


def _count(did: str | None, owner: str, kind: str, month: str | None, tally: Tally) -> None:
    if did is None:
        tally.skip("without an account")
    elif did == owner:
        tally.skip("your own account")
    else:
        tally.add(f"bluesky:{did}", kind, month)


def _count_post(record: dict, owner: str, month: str | None, tally: Tally) -> None:
    """Count whom a post answers, and whom and which tags it mentions, each once."""
    reply = record.get("reply")
    answered = _author(reply.get("parent")) if isinstance(reply, dict) else None
    if isinstance(reply, dict):
        _count(answered, owner, "replied", month, tally)
    mentioned, tags = set(), set()
    for feature in _features(record.get("facets")):
        kind, did = feature.get("$type"), feature.get("did")
        if kind == _MENTION and isinstance(did, str) and DID.fullmatch(did):
            mentioned.add(did)
        elif kind == _TAG and clean(feature.get("tag")):
            tags.add(folded(clean(feature["tag"])))
    for did in mentioned - {answered, owner}:
        tally.add(f"bluesky:{did}", "mentioned", month)
    for tag in tags:
        tally.tag(f"bluesky:#{tag}", month)


def _features(facets: object) -> list[dict]:
    found = []
    for facet in facets if isinstance(facets, list) else ():
        features = facet.get("features") if isinstance(facet, dict) else None
        found += [one for one in features if isinstance(one, dict)] if isinstance(features, list) else []
    return found


def _author(subject: object) -> str | None:
    """Return the account whose post a record points to."""
    address = subject.get("uri") if isinstance(subject, dict) else None
    found = _AUTHOR.match(address) if isinstance(address, str) else None
    return found[1] if found else None
