"""What to choose instead, when a file is from Facebook but does not hold who you follow."""

import re

from auditkit.export import Export
from auditkit.readers.text import begins

_CHOOSE = "Choose `who_you've_followed.json` from the folder `connections/followers`, or the whole zip."
_ASK = (
    "In Facebook: Accounts Center > Your information and permissions > Export your information; tick Followers and "
    "Pages, choose the date range All time and the format JSON."
)
_KEY = re.compile(
    r"[\s\ufeff]*\{\s*\"(followers|friends|page_likes|pages_unfollowed|events_invited|your_event_invitations"
    r"|comments|reactions|groups_admined|group_posts|rejected_requests|received_requests|sent_requests)_v\d+\"\s*:"
)
_KINDS = {
    "followers": "this is a list of your *followers*, not of who you follow.",
    "friends": "this is a list of your friends, not of who you follow.",
    "page_likes": "this is a list of pages you *like*, not of who you follow.",
    "pages_unfollowed": "this is a list of pages you *no longer* follow.",
}
_OTHER = "this is another file of your Facebook export, not the list of who you follow."
_FOLDER = re.compile(
    r"(?:^|/)your_facebook_activity/|(?:^|/)connections/(?:followers|friends)/"
    r"|(?:^|/)(?:friends_and_followers|following_and_followers)/",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:people_who_followed_you|followers|your_friends|pages_you.{1,3}ve_(?:liked|unfollowed))[^/]*\.html?$",
    re.IGNORECASE,
)
_META_PAGE = re.compile(r"<base href=\"(?:\.\./)*\"|<title>[^<]{0,100}</title>", re.IGNORECASE)


def explain(export: Export) -> str | None:
    """Return a sentence for a wrong file from Facebook, or None when the export is not from Facebook."""
    if not export.chosen_directly:
        if not export.named(_FOLDER):
            return None
        return (
            f"{export.name}: this is an export from Facebook, but the list of who you follow is not in it, or does not "
            f"begin as Facebook writes it. {_ASK}"
        )
    for member in export.members:
        beginning = begins(export.head(member))
        found = _KEY.match(beginning)
        if found:
            return f"{member.name}: {_KINDS.get(found[1], _OTHER)} {_CHOOSE}"
        if _PAGE.match(member.base) and beginning.lstrip().lower().startswith("<html") and _META_PAGE.search(beginning):
            return f"{member.name}: {_OTHER} {_CHOOSE}"
    return None
