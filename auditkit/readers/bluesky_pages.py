"""Pages of who an account follows, as the network's getFollows hands them out and tools save them.

One page (``subject``, ``follows``, ``cursor``), a list of pages, one page per line, or pages one after another.
``createdAt`` is when the account was made and ``indexedAt`` when it was last indexed: neither is when it was followed.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.readers.documents import Documents
from auditkit.readers.repository import DID
from auditkit.readers.text import clean

_BEGINS = re.compile(r"[\s\ufeff\[]{0,50}\{")
_FOLLOWS = re.compile(r"\"follows\"\s*:\s*\[\s*(\])?")
_HANDLE = re.compile(r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")
# What the network writes when a handle no longer leads to its account.
_NO_HANDLE = "handle.invalid"


def is_pages(beginning: str) -> bool:
    """Whether a file begins like a page of getFollows."""
    found = _FOLLOWS.search(beginning) if _BEGINS.match(beginning) else None
    # An empty page has no account to tell it by.
    return bool(found) and ('"did:' in beginning or bool(found[1]))


def follows_in_pages(data: bytes, name: str, found: dict, skipped: dict, owners: set) -> tuple[list, bool]:
    """Add the accounts of all pages to `found` by DID, and the owner to `owners`.

    Returns notes, and whether the last page of the list is among these.
    """
    documents = Documents(data, name, "follows")
    pages = [page for document in documents.found for page in (document if isinstance(document, list) else [document])]
    usable = [page for page in pages if isinstance(page, dict) and isinstance(page.get("follows"), list)]
    if not usable:
        raise BrokenExportError(f"{name}: expected pages with a list of follows. Save the pages as they were sent.")
    seen = set()
    for page in usable:
        subject = page.get("subject")
        if isinstance(subject, dict) and isinstance(subject.get("did"), str):
            owners.add(subject["did"])
        for profile in documents.items(page, "follows"):
            _add(profile, found, skipped, seen)
    return documents.stopped(name), documents.cut or any(not page.get("cursor") for page in usable)


def _add(profile: object, found: dict, skipped: dict, seen: set) -> None:
    did = profile.get("did") if isinstance(profile, dict) else None
    reason = ""
    if not isinstance(did, str) or not DID.fullmatch(did):
        reason = "without an account"
    elif did in seen:
        reason = "listed more than once"
    if reason:
        skipped[reason] = skipped.get(reason, 0) + 1
        return
    seen.add(did)
    handle = profile.get("handle")
    usable = isinstance(handle, str) and handle != _NO_HANDLE and _HANDLE.fullmatch(handle)
    row = found.setdefault(did, {})
    row["handle"] = handle if usable else row.get("handle")
    row["name"] = clean(profile.get("displayName")) or row.get("name")
    row["bio"] = clean(profile.get("description"), lines=True) or row.get("bio")
