"""What to choose instead, when a file is from X but does not hold who you follow."""

import re

from auditkit.export import Export
from auditkit.readers.text import begins

_CHOOSE = "Choose `data/following.js` from the same archive, or the whole archive as downloaded."
_KIND = re.compile(r"\s*(?:window\.)?(?:YTD\.(\w{1,60})\.part\d+|__THAR_CONFIG)\s*=")
_KIND_BARE = re.compile(r"\s*\[\s*\{\s*\"(follower|blocking|muting|tweet|like)\"\s*:\s*\{")
_OLD_ARCHIVE = re.compile(
    r"\s*(?:Grailbird\.data\.|var (?:user_details|payload_details|tweet_index)\s*=|\"?tweet_id\"?,\"?in_reply_to_)"
)
_OLD_NAMES = re.compile(r"(?:^|/)(?:data/js/)?(?:user_details|payload_details|tweet_index)\.js$")
_NEW_NAMES = re.compile(r"(?:^|/)(?:manifest|follower|following|tweets?|like|block|mute)\.js$")
_VIEWER = re.compile(r"(?:^|/)Your archive\.html$", re.IGNORECASE)
_OLD = (
    'this is a "tweet archive" as Twitter made it until 2019. That kind of archive never held who you follow. '
    "Ask X for a new one: Settings and privacy > Your account > Download an archive of your data."
)
_KINDS = {
    "follower": "this is a list of your *followers*, not of who you follow.",
    "block": "this is a list of accounts you *blocked*, not of who you follow.",
    "mute": "this is a list of accounts you *muted*, not of who you follow.",
    "tweet": "this file holds your own posts, not who you follow.",
    "like": "this file holds posts you liked, not who you follow.",
}
_SAME = {"blocking": "block", "muting": "mute", "tweets": "tweet"}


def explain(export: Export) -> str | None:
    """Return a sentence for a wrong file from X, or None when the export is not from X."""
    if export.chosen_directly:
        return _about_file(export)
    if export.named(_OLD_NAMES):
        return f"{export.name}: {_OLD}"
    for member in export.named(_NEW_NAMES):
        if _KIND.match(begins(export.head(member))):
            return _about_archive(export)
    if export.named(_VIEWER):
        return _about_archive(export)
    return None


def _about_file(export: Export) -> str | None:
    for member in export.members:
        beginning = begins(export.head(member))
        if _OLD_ARCHIVE.match(beginning):
            return f"{member.name}: {_OLD}"
        found = _KIND.match(beginning) or _KIND_BARE.match(beginning)
        if found:
            kind = _SAME.get(found[1], found[1])
            return f"{member.name}: {_KINDS.get(kind, 'this is another file of your X archive.')} {_CHOOSE}"
        if _VIEWER.search(member.name):
            return f"{member.name}: this page only shows your X archive in a browser. {_CHOOSE}"
    return None


def _about_archive(export: Export) -> str:
    lists = [member.base.lower() for member in export.members if member.base.lower().startswith("follow")]
    if any(name.startswith("following") for name in lists):
        return (
            f"{export.name}: this is an archive from X, but its `following.js` does not begin as X writes it. "
            "Download the archive again and choose it as it is."
        )
    also = " It does hold your *followers*, which is another list." if lists else ""
    return (
        f"{export.name}: this is an archive from X, but `data/following.js`, the list of who you follow, is not "
        f"in it.{also} Choose the whole archive as downloaded; if it came in several parts, choose all parts."
    )
