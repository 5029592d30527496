"""What to choose instead, when a file is from Instagram but does not hold who you follow."""

import re

from auditkit.export import Export, Member
from auditkit.readers.meta_lists import handle_in
from auditkit.readers.meta_pages import linked_entries, page_start
from auditkit.readers.text import begins

_CHOOSE = "Choose `following.json` from the folder `connections/followers_and_following`, or the whole zip."
_ASK = (
    "In Instagram: Accounts Center > Your information and permissions > Export your information; tick Followers and "
    "following, choose the date range All time and the format JSON."
)
_KEY = re.compile(r"[\s\ufeff]*\{\s*\"(?:relationships_(\w{1,60})|likes_(?:media|comment)_likes|saved_\w{1,40})\"\s*:")
# The list of followers has no key of its own.
_BARE_LIST = re.compile(r"[\s\ufeff]*\[\s*(?:\{[^{}]*)?\"(?:title|media_list_data|string_list_data)\"\s*:")
_KINDS = (
    (r"followers?$", "this is a list of your *followers*, not of who you follow."),
    (r"block", "this is a list of accounts you *blocked*, not of who you follow."),
    (r"restrict", "this is a list of accounts you *restricted*, not of who you follow."),
    (r"unfollow", "this is a list of accounts you *no longer* follow."),
    (r"close_friends|favorited", "this is a list of close friends or favourites, not of all you follow."),
    (r"request", "this is a list of requests, not of who you follow."),
    (r"removed|hide|dismissed", "this is a list of accounts you hid or removed, not of who you follow."),
)
_OTHER = "this is another file of your Instagram export, not the list of who you follow."
_FOLDER = re.compile(
    r"(?:^|/)followers_and_following/|(?:^|/)your_instagram_activity/|(?:^|/)followers_\d+\.(?:json|html)$"
)
_THREADS = re.compile(r"(?:^|/)threads/")
_FOLLOWING = re.compile(r"(?:^|/)following(?:_\d+)?\.(?:json|html)$", re.IGNORECASE)


def explain(export: Export) -> str | None:
    """Return a sentence for a wrong file from Instagram, or None when the export is not from Instagram."""
    if not export.chosen_directly:
        members = [member for member in export.named(_FOLDER) if not _THREADS.search(member.path)]
        return _about_archive(export) if members else None
    return next(filter(None, (_about_file(export, member) for member in export.members)), None)


def _about_file(export: Export, member: Member) -> str | None:
    beginning = begins(export.head(member))
    found = _KEY.match(beginning)
    if found:
        return f"{member.name}: {_kind(found[1] or '')} {_CHOOSE}"
    if _BARE_LIST.match(beginning) and "string_list_data" in beginning:
        return f"{member.name}: {_kind('followers')} {_CHOOSE}"
    links = linked_entries(page_start(export, member))
    if any(handle_in(link, "instagram") for link, _ in links):
        said = _kind(member.base.lower().rpartition(".")[0].rstrip("_0123456789"))
        return f"{member.name}: {said} {_CHOOSE}"
    return None


def _kind(name: str) -> str:
    return next((sentence for word, sentence in _KINDS if re.search(word, name)), _OTHER)


def _about_archive(export: Export) -> str:
    members = export.named(_FOLLOWING)
    if members:
        return (
            f"{export.name}: this is an export from Instagram, but {members[0].base} in it does not begin as Instagram "
            f"writes it, or names nobody. Download the export again and choose it as it is."
        )
    return (
        f"{export.name}: this is an export from Instagram, but the list of who you follow is not in it. It was "
        f"left out when the export was asked for, or lies in another part. {_ASK}"
    )
