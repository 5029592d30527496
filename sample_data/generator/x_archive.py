"""The X archive of an invented person, in the form X hands out since 2020: a zip with ``data/*.js``.

It holds what a real one holds beside the follow list, private things too, with a marker text in them: a test that
finds the marker in a follow list has found a reader that opens what it must not.
"""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sample_data.generator.dice import Dice
from sample_data.generator.words import LOWEST_X_ID
from sample_data.generator.world import Voice

PRIVATE_MARKER = "PRIVATE DECOY, NEVER TO BE READ"
OTHER_PEOPLE = ("passing_by_reading_room", "a_stranger_in_the_replies", "weekend_weather_and_tea")
SAYINGS = (
    "a short list of picture books for a rainy week",
    "how we moved the returns box &amp; what happened next",
    "three questions to ask before you weed a shelf",
    "our lunch-time readers chose the poster themselves",
    "notes from a morning of shelving together",
    "what a lending desk can learn from a kitchen",
    "a map of every story told in our town",
    "who gets to say what a good book is?",
    "library cards for every new family, in one afternoon",
    "reading aloud with two languages on one page",
)
HASHTAGS = ("InventedReads", "ShelfTalkTuesday", "MadeUpBookChat")


@dataclass(frozen=True)
class Owner:
    """The invented person whose archive it is."""

    account_id: str
    handle: str
    name: str
    email: str


def write_x_archive(
    path: Path, owner: Owner, taken_on: date, following: Sequence[Voice], tweets: Sequence[dict]
) -> None:
    """Write the zip for one date. `following` is newest first; `tweets` are those posted until then."""
    follows = [{"following": _link(voice.extra["id"])} for voice in following]
    followers = [{"follower": _link(str(LOWEST_X_ID + 17 * number))} for number in range(1, 13)]
    private = _private(owner, taken_on)
    data = {
        "account": [_account(owner)],
        "following": follows,
        "follower": followers,
        "tweets": list(tweets),
        **private,
    }
    members = {
        "Your archive.html": "<!doctype html>\n<title>Your archive</title>\n<p>Invented archive.</p>\n",
        "data/README.txt": "Invented archive. The real README describes every file of the archive.\n",
        "data/manifest.js": "window.__THAR_CONFIG = " + _json(_manifest(owner, taken_on, data)),
    }
    for name, entries in data.items():
        members[f"data/{name}.js"] = f"window.YTD.{_variable(name)}.part0 = " + _json(entries)
    stamp = (taken_on.year, taken_on.month, taken_on.day, 6, 30, 0)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, members[name])


def posts(dice: Dice, owner: Owner, mentions: Sequence[tuple[date, Voice]]) -> list[tuple[date, dict]]:
    """Return the owner's posts, each naming one voice by the handle it had on that day, in no order."""
    made = []
    for number, (day, voice) in enumerate(mentions):
        renamed_on = voice.extra.get("renamed on")
        old = renamed_on is not None and day < renamed_on
        handle = str(voice.extra["handle before"]) if old else voice.handle
        made.append((day, _post(dice, number, day, handle, voice.name, str(voice.extra["id"]))))
    for number, handle in enumerate(OTHER_PEOPLE, len(made)):
        # Somebody who is not followed, and somebody whose account is gone: X then writes the id -1.
        account = "-1" if number == len(made) else str(LOWEST_X_ID + 31 + number)
        made.append((mentions[0][0], _post(dice, number, mentions[0][0], handle, "Somebody Passing", account)))
    return dice.mixed(made)


def _post(dice: Dice, number: int, day: date, handle: str, name: str, account: str) -> dict:
    moment = datetime.combine(day, time(dice.number(6, 21), dice.number(0, 59), dice.number(0, 59)))
    saying, tag = dice.pick(SAYINGS), f"{dice.pick(HASHTAGS)}{day:%y}"
    start, text = {
        "shared": (3, f"RT @{handle}: {saying} #{tag}"),
        "thanked": (10, f"Thank you @{handle} for {saying} #{tag}"),
        "answered": (0, f"@{handle} this! {saying} #{tag}"),
    }[dice.weighted({"shared": 5, "thanked": 3, "answered": 2})]
    hash_at = text.index("#")
    # Numbers are handed out in the order of days, as X does; like all ids here they lie above 2^63.
    post_id = str(LOWEST_X_ID + (day - date(2020, 1, 1)).days * 86_400_000 + number)
    tweet = {
        "edit_info": _edit_info(post_id, moment, editable=not text.startswith("RT @")),
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {
            "hashtags": [{"text": tag, "indices": [str(hash_at), str(hash_at + len(tag) + 1)]}],
            "symbols": [],
            "user_mentions": [_mention(start, handle, name, account)],
            "urls": [],
        },
        "display_text_range": ["0", str(len(text))],
        "favorite_count": str(dice.number(0, 9)),
        "id_str": post_id,
        "truncated": False,
        "retweet_count": str(dice.number(0, 3)),
        "id": post_id,
        "created_at": f"{moment:%a %b %d %H:%M:%S} +0000 {moment:%Y}",
        "favorited": False,
        "full_text": text,
        "lang": "en",
    }
    return {"tweet": tweet}


def _edit_info(post_id: str, moment: datetime, *, editable: bool) -> dict:
    initial = {
        "editTweetIds": [post_id],
        "editableUntil": f"{moment + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000Z",
        "editsRemaining": "5",
        "isEditEligible": editable,
    }
    return {"initial": initial}


def _mention(start: int, handle: str, name: str, account: str) -> dict:
    return {
        "name": name,
        "screen_name": handle,
        "indices": [str(start), str(start + len(handle) + 1)],
        "id_str": account,
        "id": account,
    }


def _link(account_id: object) -> dict:
    return {"accountId": account_id, "userLink": f"https://twitter.com/intent/user?user_id={account_id}"}


def _account(owner: Owner) -> dict:
    account = {
        "email": owner.email,
        "createdVia": "web",
        "username": owner.handle,
        "accountId": owner.account_id,
        "createdAt": "2014-09-02T07:15:00.000Z",
        "accountDisplayName": owner.name,
    }
    return {"account": account}


def _private(owner: Owner, taken_on: date) -> dict[str, list]:
    message = {
        "recipientId": str(LOWEST_X_ID + 17),
        "reactions": [],
        "urls": [],
        "text": PRIVATE_MARKER,
        "mediaUrls": [],
        "senderId": owner.account_id,
        "id": str(LOWEST_X_ID + 19),
        "createdAt": f"{taken_on}T05:00:00.000Z",
    }
    conversation = {
        "conversationId": f"{owner.account_id}-{LOWEST_X_ID + 17}",
        "messages": [{"messageCreate": message}],
    }
    login = {"accountId": owner.account_id, "createdAt": f"{taken_on}T05:00:00.000Z", "loginIp": PRIVATE_MARKER}
    contact = {"id": "1", "emails": [PRIVATE_MARKER], "phoneNumbers": [PRIVATE_MARKER]}
    return {
        "direct-messages": [{"dmConversation": conversation}],
        "ip-audit": [{"ipAudit": login}],
        "contact": [{"contact": contact}],
    }


def _manifest(owner: Owner, taken_on: date, data: dict[str, list]) -> dict:
    def files(name: str) -> dict:
        file_name, variable = f"data/{name}.js", f"YTD.{_variable(name)}.part0"
        return {"files": [{"fileName": file_name, "globalName": variable, "count": str(len(data[name]))}]}

    types = {_camel(name): files(name) for name in sorted(data)}
    return {
        "userInfo": {"accountId": owner.account_id, "userName": owner.handle, "displayName": owner.name},
        "archiveInfo": {
            "sizeBytes": "250000",
            "generationDate": f"{taken_on}T06:30:00.000Z",
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "readmeInfo": {"fileName": "data/README.txt", "directory": "data/", "name": "README.txt"},
        "dataTypes": types,
    }


def _variable(name: str) -> str:
    return name.replace("-", "_")


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, separators=(",", " : "), ensure_ascii=False)
