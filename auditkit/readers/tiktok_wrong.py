"""What to choose instead, when a file is from TikTok but does not hold who you follow."""

import re

from auditkit.export import Export
from auditkit.readers.text import begins

_CHOOSE = "Choose `user_data_tiktok.json` (or `Following.txt`) from the same download, or the whole zip."
_ASK = "Ask TikTok for it: Settings and privacy > Account > Download your data > All data, file format JSON."
_OTHER_LIST = re.compile(r"follower|fans ?list|block|feed", re.IGNORECASE)
_SECTION = re.compile(
    r"[\s\ufeff]*\{\s*\"(?:Activity|Your Activity|Profile And Settings|Likes and Favorites|App Settings|Tiktok Live"
    r"|TikTok Live|TikTok Shop(?:ping)?|Ads and data|Follower|FansList|Follower List)\"\s*:\s*[\[{n]"
)
_FOLLOWERS = re.compile(r"[\s\ufeff]*\{\s*\"(?:Follower|FansList|Follower List)\"\s*:")
_TEXT = re.compile(
    r"[\s\ufeff]*date[ \t]*:[^\n]{1,200}\n\s*(?:username[ \t]*:|link[ \t]*:[ \t]*https?://www\.tiktok)", re.IGNORECASE
)
_NAMES = re.compile(r"(?:^|/)(?:user_data(?:_tiktok)?\.json|TikTok/)|(?:^|/)Activity/(?:Follower|Like List)\.txt$")


def says_another_list(words: str) -> bool:
    """Whether a file name or the keys above a list speak of followers, blocked accounts or a feed."""
    return bool(_OTHER_LIST.search(words))


def explain(export: Export) -> str | None:
    """Return a sentence for a wrong file from TikTok, or None when the export is not from TikTok."""
    if not export.chosen_directly:
        if not export.named(_NAMES):
            return None
        return f"{export.name}: this comes from TikTok, but the list of who you follow is not in it. {_ASK}"
    for member in export.members:
        beginning = begins(export.head(member))
        text = _TEXT.match(beginning)
        if _FOLLOWERS.match(beginning) or (text and "follower" in member.base.lower()):
            return f"{member.name}: this is a list of your *followers* on TikTok, not of who you follow. {_CHOOSE}"
        if text:
            return f"{member.name}: this is another file of your TikTok data, not the list of who you follow. {_CHOOSE}"
        if _SECTION.match(beginning):
            return f"{member.name}: this comes from TikTok, but the list of who you follow is not in it. {_ASK}"
    return None
