"""X: whom you pass on, answer and mention, and which hashtags you use again and again; counts only.

The archive marks a retweet only by a text that begins with "RT @": the account is the first one the post names beside
its text (``entities``), because the text is cut at 140 signs and anyone can type those letters. Likes name no author.
Of the text nothing but its first signs is looked at. The "tweet archive" of 2012 to 2019 is read as well.
"""

import re

from auditkit.errors import UnknownExportError
from auditkit.export import LARGE_FILE_LIMIT, Export, Member
from auditkit.readers.records import Records
from auditkit.readers.tally import Tally, month_of
from auditkit.readers.text import begins, counted, folded
from auditkit.readers.twitter_names import written_on
from auditkit.readers.twitter_owner import manifest_of, owner_number
from auditkit.tables import Activity

_FILES = re.compile(r"(?:^|/)(?:tweets?(?:-part\d+)?|data/js/tweets/\d{4}_\d\d)\.js$", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:(?:window\.)?YTD\.tweets?\.part\d+|Grailbird\.data\.tweets_\d{4}_\d\d)\s*=")
_BARE = re.compile(r"\s*\[\s*\{\s*\"tweet\"\s*:")
_PASSED_ON = re.compile(r"RT @(\w{1,60})")
_HANDLE, _TAG = re.compile(r"\w{1,60}"), re.compile(r"\w{1,140}")


def _posts(export: Export) -> list[Member]:
    members = export.candidates(_FILES)
    return [member for member in members if _is_posts(begins(export.head(member)))]


def _is_posts(beginning: str) -> bool:
    return bool(_BEGINS.match(beginning) or _BARE.match(beginning))


def read_activity(export: Export) -> Activity:
    """Return how often the person passed on, answered and mentioned each account on X.

    Raises ``UnknownExportError`` if the export holds no posts of the owner.
    """
    members = _posts(export)
    if not members:
        raise UnknownExportError(
            f"{export.name}: your own posts are not in it; only they say whom you pass on, answer and mention. "
            "Choose the whole archive as downloaded, or `data/tweets.js` from it."
        )
    folder = members[0].folder
    number = owner_number(export, folder, manifest_of(export, folder))
    owner = f"twitter:{number}" if number else ""
    tally, notes, numbers = Tally(), [], {}
    for member in members:
        with export.open(member, limit=LARGE_FILE_LIMIT) as stream:
            records = Records(stream)
            for item in records:
                post = item.get("tweet", item) if isinstance(item, dict) else None
                if isinstance(post, dict):
                    _count(post, owner, numbers, tally)
                else:
                    tally.skip("entries that are no post")
        if records.cut:
            entries = counted(records.count, "post")
            notes.append(f"{member.name} stops after {entries}; the file looks cut off. Download the archive again.")
    return tally.finished(export, "twitter", notes, aliases=numbers)


def _count(post: dict, owner: str, numbers: dict, tally: Tally) -> None:
    """Count whom one post passes on, or answers and mentions, each account once."""
    if not post.get("entities") and not post.get("in_reply_to_screen_name"):
        return
    month = month_of(written_on(post.get("created_at")), 2006) or month_of(post.get("created_at"), 2006)
    text = post.get("full_text", post.get("text"))
    passed_on = _PASSED_ON.match(text) if isinstance(text, str) else None
    if passed_on:
        first = next(iter(_list(post, "user_mentions")), None)
        named = first.get("screen_name") if isinstance(first, dict) else None
        author = _account(first, numbers)
        if not author or not isinstance(named, str) or folded(named) != folded(passed_on[1]):
            tally.skip("typed as a retweet, without naming an account")
        elif author != owner:
            tally.add(author, "amplified", month)
        return
    answered = _account(
        {"id_str": post.get("in_reply_to_user_id_str"), "screen_name": post.get("in_reply_to_screen_name")}, numbers
    )
    if answered and answered != owner:
        tally.add(answered, "replied", month)
    for key in {_account(mention, numbers) for mention in _list(post, "user_mentions")} - {None, owner, answered}:
        tally.add(key, "mentioned", month)
    for tag in {folded(tag) for one in _list(post, "hashtags") if (tag := _tag(one))}:
        tally.tag(f"twitter:#{tag}", month)


def _list(post: dict, name: str) -> list:
    entities = post.get("entities")
    found = entities.get(name) if isinstance(entities, dict) else None
    return found if isinstance(found, list) else []


def _account(mention: object, numbers: dict) -> str | None:
    """Return the key of an account named beside a text: its number, else its handle; deleted ones have number -1."""
    if not isinstance(mention, dict):
        return None
    number, handle = mention.get("id_str") or mention.get("id"), mention.get("screen_name")
    handle = folded(handle) if isinstance(handle, str) and _HANDLE.fullmatch(handle) else None
    if isinstance(number, str) and number.isdigit() and number.isascii():
        if handle:
            numbers[f"twitter:{handle}"] = f"twitter:{number}"
        return f"twitter:{number}"
    return f"twitter:{handle}" if handle else None


def _tag(hashtag: object) -> str | None:
    text = hashtag.get("text") if isinstance(hashtag, dict) else None
    return text if isinstance(text, str) and _TAG.fullmatch(text) else None
