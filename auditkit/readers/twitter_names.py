"""Handles and names for X account numbers, from the people mentioned in the owner's own posts.

Posts lie in ``tweet.js`` until 2022, ``tweets.js`` since, and ``tweets-part1.js`` and so on beyond about 100 MB.
Only ``entities.user_mentions`` is used: what stands in the text may be quoted by hand or cut off. Only accounts that
are followed are kept.
"""

import re
from collections.abc import Container

from auditkit.export import LARGE_FILE_LIMIT, Export
from auditkit.readers.records import Records
from auditkit.readers.text import clean, folded

_POSTS = re.compile(r"(?:^|/)tweets?(?:-part\d+)?\.js$", re.IGNORECASE)
_HANDLE = re.compile(r"\w{1,60}")
# "Wed Oct 05 11:22:33 +0000 2022": English month names in every country, always UTC.
_WRITTEN = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d) \+0000 (\d{4})")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NEVER = ""


def names_in_posts(export: Export, folder: str, wanted: Container[str]) -> tuple[dict, dict, int]:
    """Return handle and name by account key, older handles as aliases, and how many files of posts were read.

    The newest post decides; a post without a believable date counts as the oldest.
    """
    newest, handles, files = {}, {}, 0
    for member in export.named(_POSTS):
        if member.folder != folder:
            continue
        files += 1
        with export.open(member, limit=LARGE_FILE_LIMIT) as stream:
            for item in Records(stream):
                _note_mentions(item, wanted, newest, handles)
    names = {key: (handle, name) for key, (_, handle, name) in newest.items()}
    return names, _aliases(names, handles), files


def _note_mentions(item: object, wanted: Container[str], newest: dict, handles: dict) -> None:
    post = item.get("tweet", item) if isinstance(item, dict) else None
    entities = post.get("entities") if isinstance(post, dict) else None
    mentions = entities.get("user_mentions") if isinstance(entities, dict) else None
    if not isinstance(mentions, list) or not mentions:
        return
    written = written_on(post.get("created_at"))
    for mention in mentions:
        if not isinstance(mention, dict):
            continue
        key = f"twitter:{mention.get('id_str', mention.get('id'))}"
        handle = mention.get("screen_name")
        if key not in wanted or not isinstance(handle, str) or not _HANDLE.fullmatch(handle):
            continue
        handles.setdefault(key, {})[folded(handle)] = max(written, handles.get(key, {}).get(folded(handle), _NEVER))
        if key not in newest or written >= newest[key][0]:
            newest[key] = (written, handle, clean(mention.get("name")))


def written_on(value: object) -> str:
    """Return the date as text that sorts, or the oldest there is: X once exported years before it existed."""
    found = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if not found or found[1] not in _MONTHS or int(found[4]) < 2006:
        return _NEVER
    return f"{found[4]}-{_MONTHS.index(found[1]) + 1:02}-{found[2]} {found[3]}"


def _aliases(names: dict, handles: dict) -> dict[str, str]:
    """Return older handles as keys; one that somebody else carries now, or carried later, stays theirs."""
    current = {folded(handle) for handle, _ in names.values()}
    last = {}
    for key, spelled in handles.items():
        for handle, written in spelled.items():
            if handle not in current and (handle not in last or written > last[handle][0]):
                last[handle] = (written, key)
    return {f"twitter:{handle}": key for handle, (_, key) in last.items()}
