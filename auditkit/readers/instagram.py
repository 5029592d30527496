"""Instagram: the accounts and hashtags you follow, from Accounts Center > Export your information.

The list is ``following.json`` (or ``.html``) in ``connections/followers_and_following``, until 2023 in
``followers_and_following``: handles and dates, no ids or bios. Until October 2025 the handle stands in ``value``,
since then in ``title``, and links go to ``/_u/handle``. 2018 to 2020 all lists stood in one ``connections.json`` (not
seen, only described). Other programs write a bare list with ``username`` and ``full_name``. Beside it lie a dozen
lists of the same form (followers, blocked, requests): they are never opened. Hashtags are groups one has joined.
"""

import re

from auditkit.export import Export, Member, Reader
from auditkit.readers.gathered import Gathered
from auditkit.readers.instagram_likes import read_likes
from auditkit.readers.instagram_older import add_old, add_scraped
from auditkit.readers.instagram_wrong import explain
from auditkit.readers.meta_lists import add_hashtag, add_linked, add_profile, handle_in, in_one_folder
from auditkit.readers.meta_pages import linked_entries, page_start, page_text, page_title
from auditkit.readers.nested_lists import NestedLists
from auditkit.readers.text import begins, counted
from auditkit.tables import FollowList

LINK = "https://www.instagram.com/{id}/"
_ACCOUNTS, _HASHTAGS, _OLD, _SCRAPED = "accounts", "hashtags", "old", "scraped"
_FILES = re.compile(r"(?:^|/)(?:following(?:_hashtags)?(?:_\d+)?\.(?:json|html)|connections\.json)$", re.IGNORECASE)
_PAGE_NAME = re.compile(r"following(_hashtags)?(?:[ _]?\(?\d+\)?)?\.html?$", re.IGNORECASE)
_THREADS = re.compile(r"(?:^|/)threads/following\.(?:json|html)$", re.IGNORECASE)
_BEGINS = (
    (_ACCOUNTS, re.compile(r"[\s\ufeff]*\{\s*\"relationships_following\"\s*:")),
    (_HASHTAGS, re.compile(r"[\s\ufeff]*\{\s*\"relationships_following_hashtags\"\s*:")),
    (_OLD, re.compile(r"[\s\ufeff]*\{\s*\"\w{1,40}\"\s*:\s*\{\s*(?:\}|\"[^\"]{1,100}\"\s*:\s*\"\d{4}-\d\d-\d\dT)")),
    (_SCRAPED, re.compile(r"[\s\ufeff]*\[\s*\{(?=[^{}]*\"username\"\s*:)(?=[^{}]*\"full_name\"\s*:)")),
)
_WANTED = {
    _ACCOUNTS: lambda path: path == ("relationships_following",),
    _HASHTAGS: lambda path: path == ("relationships_following_hashtags",),
    _OLD: lambda path: len(path) == 2 and path[0] in ("following", "following_hashtags"),
    _SCRAPED: lambda path: path == (),
}


def _kind(export: Export, member: Member) -> str:
    """Return which of its lists a member is, by its beginning; pages say it only in their name and title."""
    beginning = begins(export.head(member))
    found = next((kind for kind, begin in _BEGINS if begin.match(beginning)), "")
    if found == _OLD and '"following' not in beginning and not member.base.lower().startswith("connections"):
        return ""
    if found or _THREADS.search(member.path):
        return found
    start = page_start(export, member)
    if not any(handle_in(link, "instagram") or "/explore/tags/" in link for link, _ in linked_entries(start)):
        return ""
    named = _PAGE_NAME.match(member.base)
    if not named and page_title(start) != "Following":
        return ""
    return _HASHTAGS if named and named[1] else _ACCOUNTS


def _lists(export: Export) -> dict[Member, str]:
    kinds = {member: _kind(export, member) for member in export.candidates(_FILES)}
    found = {member: kind for member, kind in kinds.items() if kind}
    # Hashtags alone are the whole list only when the person chose that file.
    return found if export.chosen_directly or set(found.values()) - {_HASHTAGS} else {}


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _read(export: Export) -> FollowList:
    kinds = _lists(export)
    gathered = Gathered("instagram")
    for member in in_one_folder(list(kinds), gathered):
        if member.base.lower().endswith((".html", ".htm")) or page_start(export, member):
            text, cut = page_text(export, member)
            for link, behind in linked_entries(text):
                add_linked(gathered, link, behind)
            gathered.ended(member.name, len(gathered.rows), cut=cut)
        else:
            with export.open(member) as stream:
                lists = NestedLists(stream, _WANTED[kinds[member]])
                for path, item in lists:
                    _add(gathered, kinds[member], path, item)
            gathered.ended(member.name, sum(lists.found.values()), cut=lists.cut, found=bool(lists.found))
    gathered.check_some(export.name, "an account you follow", "Choose `following.json` as Instagram wrote it.")
    _note(export, gathered, set(kinds.values()))
    accounts, tags = counted(gathered.count("follows"), "account"), gathered.count("member")
    first = f"{accounts} and {counted(tags, 'hashtag')}." if tags else f"{accounts}."
    return gathered.follow_list("instagram", export, first, link_template=LINK)


def _add(gathered: Gathered, kind: str, path: tuple[str, ...], item: object) -> None:
    if kind == _ACCOUNTS:
        add_profile(gathered, item)
    elif kind == _HASHTAGS:
        add_hashtag(gathered, item)
    elif kind == _OLD:
        add_old(gathered, path, item)
    else:
        add_scraped(gathered, item)


def _note(export: Export, gathered: Gathered, kinds: set[str]) -> None:
    gathered.notes[:0] = gathered.range_notes()
    deleted = sum("deleted" in row.flags for row in gathered.rows.values())
    if deleted:
        gathered.notes.append(
            f"Deleted by their owners or by Instagram, and left out of an audit: {counted(deleted, 'account')}."
        )
    if gathered.count("member"):
        gathered.notes.append("Hashtags count as groups you joined, not as accounts you follow.")
    if not kinds - {_HASHTAGS}:
        gathered.notes.append("This file holds hashtags only; choose the whole folder or zip to have the accounts too.")
    if _SCRAPED in kinds:
        gathered.notes.append(
            "Another program made this list, and it does not say whose it is. Check that it holds who you follow."
        )
    if export.named(_THREADS) and not export.chosen_directly:
        gathered.notes.append("It also holds whom you follow on Threads: choose `threads/following` from it for those.")


READER = Reader(
    name="instagram",
    platform="instagram",
    label="Instagram",
    file="`instagram-….zip` as downloaded, or `following.json` (or `.html`) from it",
    how_to_get="Accounts Center > Your information and permissions > Export your information > Export to device; tick "
    "Followers and following (and Likes, for where attention goes); date range All time, format JSON",
    waiting_time="minutes to days",
    gives="handles, links, dates; hashtags you follow; on request, whose posts you liked, counted by month",
    lacks="names, bios; in HTML exact dates",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
    read_activity=read_likes,
)
