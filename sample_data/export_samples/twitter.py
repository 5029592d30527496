"""X: invented archives. Numbers lie above 2^63 and handles are longer than 15 signs, so that they are nobody's."""

import json

FIRST = 9_223_372_036_854_775_901
OWNER = str(FIRST + 98)
ADA, BO, CY, DEE, EVE, FAY = (str(FIRST + step) for step in range(6))
STRANGER = str(FIRST + 50)


def listing(numbers: list, *, key: str = "following", links: bool = True) -> str:
    """Return the items as X writes them since 2020."""
    items = []
    for number in numbers:
        link = f',\n      "userLink" : "https://twitter.com/intent/user?user_id={number}"' if links else ""
        items.append(f'  {{\n    "{key}" : {{\n      "accountId" : {json.dumps(number)}{link}\n    }}\n  }}')
    return "[\n" + ",\n".join(items) + "\n]"


def named(numbers: list, part: int = 0, *, key: str = "following") -> str:
    """Return a whole file as X writes it since 2020."""
    return f"window.YTD.{key}.part{part} = " + listing(numbers, key=key)


def manifest(*counts: int, kind: str = "following") -> str:
    """Return the archive's list of contents; counts are text there."""
    files = [
        {
            "fileName": f"data/{kind}{f'-part{part}' if part else ''}.js",
            "globalName": f"YTD.{kind}.part{part}",
            "count": str(count),
        }
        for part, count in enumerate(counts)
    ]
    content = {
        "userInfo": {
            "accountId": OWNER,
            "userName": "owner_of_this_invented_archive",
            "displayName": "Owner Example",
        },
        "archiveInfo": {
            "sizeBytes": "2470701",
            "generationDate": "2022-10-11T03:33:17.295Z",
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "dataTypes": {kind: {"files": files}},
    }
    return "window.__THAR_CONFIG = " + json.dumps(content, indent=2)


def mention(number: str, handle: str, name: str) -> dict:
    """Return one entry of ``user_mentions``."""
    return {"name": name, "screen_name": handle, "indices": ["3", "15"], "id_str": number, "id": number}


def post(text: str, written: str | None, *mentions: dict, wrapped: bool = True) -> dict:
    """Return one post; `written` is the date as X writes it."""
    content = {"full_text": text, "entities": {"hashtags": [], "user_mentions": list(mentions)}, "retweeted": False}
    if written:
        content["created_at"] = written
    return {"tweet": content} if wrapped else content


def posts(*items: dict, part: int = 0, key: str = "tweets") -> str:
    """Return a file of posts."""
    return f"window.YTD.{key}.part{part} = " + json.dumps(items, indent=2)


ACCOUNT = "window.YTD.account.part0 = " + json.dumps(
    [
        {
            "account": {
                "email": "owner@example.org",
                "username": "owner_of_this_invented_archive",
                "accountId": OWNER,
                "createdAt": "2006-11-15T13:18:50.000Z",
                "accountDisplayName": "Owner Example",
            }
        }
    ],
    indent=2,
)
POSTS = posts(
    post(
        "RT @ada_example_of_the_library: An invented sentence &amp; nothing else, cut off at the 140th character @bo…",
        "Wed Oct 05 11:22:33 +0000 2022",
        mention(ADA, "ada_example_of_the_library", "Ada Example"),
    ),
    # Ada's handle before she took a new one; posts do not come in the order of dates.
    post(
        "@ada_example_before_that thank you",
        "Sun Jan 03 08:00:00 +0000 2016",
        mention(ADA, "ada_example_before_that", "Ada E."),
    ),
    # The exporter once wrote years before X existed; this handle must not win.
    post(
        "@bo_example_from_long_ago hello",
        "Sat Feb 01 00:00:00 +0000 1997",
        mention(BO, "bo_example_from_long_ago", "Bo"),
    ),
    post(
        "@bo_example_the_storyteller hello again",
        "Thu Mar 04 09:10:11 +0000 2021",
        mention(BO, "bo_example_the_storyteller", "Bo \u001b[31mExample\n"),
        mention("-1", "gone_example_of_nobody", "Gone"),
        mention(STRANGER, "stranger_example_not_followed", "Not followed"),
    ),
    {"tweet": {"full_text": "a post without entities", "created_at": "Thu Mar 04 09:10:11 +0000 2021"}},
    post("RT @quoted_by_hand_example: no mention stands behind this", None),
)
FIVE = named([ADA, BO, CY, DEE, EVE])
VIEWER = "<!DOCTYPE html><html><head><title>Your archive</title></head><body></body></html>"
PRIVATE = "this file must never be opened: it would not be readable"
OLD_LIST = (
    "window.YTD.following.part0 = [ {\n"
    f'  "following" : {{\n    "accountId" : "{ADA}"\n  }}\n}}, {{\n'
    f'  "following" : {{\n    "accountId" : "{BO}"\n  }}\n}}, {{\n'
    f'  "following" : {{\n    "accountId" : "{OWNER}"\n  }}\n}} ]'
)
OLD_POST = "Grailbird.data.tweets_2014_09 = \n [ " + json.dumps(
    {
        "text": "RT @ada_example_of_the_library: an invented sentence",
        "id": FIRST + 500,
        "id_str": str(FIRST + 500),
        "created_at": "2014-10-01 01:11:20 +0000",
    }
)

SAMPLES = {
    "archive-2022.zip": [
        ("Your archive.html", VIEWER),
        ("data/README.txt", "About this archive"),
        ("data/manifest.js", manifest(5)),
        ("data/account.js", ACCOUNT),
        ("data/following.js", FIVE),
        ("data/follower.js", named([STRANGER], key="follower")),
        ("data/direct-messages.js", PRIVATE),
        ("data/tweets.js", POSTS),
        ("data/tweets_media/1.jpg", b"\xff\xd8\xff\xe0 not a photo"),
        ("__MACOSX/data/._following.js", b"\x00\x05\x16\x07"),
    ],
    "archive-2019-at-root.zip": [
        ("account.js", ACCOUNT),
        ("following.js", OLD_LIST),
        (
            "tweet.js",
            posts(
                post(
                    "hello",
                    "Mon Jul 01 10:00:00 +0000 2019",
                    mention(BO, "bo_example_the_storyteller", "Bo Example"),
                    wrapped=False,
                ),
                key="tweet",
            ),
        ),
        ("tweet_media/tweet_media.zip", [("1.jpg", b"\xff\xd8\xff\xe0 not a photo")]),
    ],
    "archive-with-parts.zip": [
        ("data/manifest.js", manifest(2, 2)),
        ("data/following.js", named([ADA, BO])),
        ("data/following-part1.js", named([CY, DEE], 1)),
        (
            "data/tweets.js",
            posts(post("hi", "Fri Jan 01 00:00:00 +0000 2021", mention(ADA, "ada_example_of_the_library", "Ada"))),
        ),
        (
            "data/tweets-part1.js",
            posts(post("hi", "Fri Jan 01 00:00:00 +0000 2021", mention(DEE, "dee_example_reads_aloud", "Dee")), part=1),
        ),
    ],
    "archive-with-a-gap.zip": [
        ("data/manifest.js", manifest(9)),
        (
            "data/following.js",
            "window.YTD.following.part0 = "
            + listing(
                [ADA, BO, ADA, int(CY), "-1", "</script><script>alert(1)</script>", OWNER, CY + "E+0"], links=False
            ),
        ),
    ],
    "list-in-two-folders.zip": [
        ("backup/data/following.js", named([FAY])),
        ("data/following.js", named([EVE])),
        ("data/following.js", named([ADA, BO])),
    ],
    "zip-in-a-zip.zip": [("twitter-example.zip", [("data/following.js", FIVE)]), ("note.jpg", b"\xff\xd8\xff")],
    "archive.tar.gz": [("./data/manifest.js", manifest(5)), ("./data/following.js", FIVE)],
    "unpacked/data/following.js": FIVE,
    "unpacked/data/manifest.js": manifest(5),
    "unpacked/data/tweets_media/1.jpg": b"\xff\xd8\xff\xe0 not a photo",
    "two-zips-together/part-1.zip": [("data/manifest.js", manifest(5)), ("data/following.js", FIVE)],
    "two-zips-together/part-2.zip": [("data/tweets.js", POSTS)],
    "following.js": named([ADA, BO]).replace("twitter.com/intent/user?user_id=", "x.com/i/user/"),
    "following-semicolon.js": named([ADA, BO]) + ";\n",
    "following-empty.js": "window.YTD.following.part0 = [ ]",
    "following-prefix-removed.js": listing([ADA, BO]),
    "following-prefix-without-blanks.js": "window.YTD.following.part0="
    + json.dumps([{"following": {"accountId": number}} for number in (ADA, BO)], separators=(",", ":")),
    "following-cut-off.js": FIVE[: FIVE.index(DEE)],
    "following-utf-16.js": named([ADA, BO]).encode("utf-16"),
    "wrong/follower.js": named([ADA, BO], key="follower"),
    "wrong/block.js": "window.YTD.block.part0 = " + listing([ADA], key="blocking"),
    "wrong/mute.js": "window.YTD.mute.part0 = " + listing([ADA], key="muting"),
    "wrong/tweets.js": POSTS,
    "wrong/manifest.js": manifest(5),
    "wrong/Your archive.html": VIEWER,
    "wrong/tweet-archive-2014.zip": [
        ("tweets.csv", '"tweet_id","in_reply_to_status_id","in_reply_to_user_id","timestamp"\n'),
        ("data/js/user_details.js", 'var user_details =  {\n  "screen_name" : "owner_of_this_invented_archive"\n}'),
        ("data/js/tweets/2014_09.js", OLD_POST + " ]"),
    ],
    "wrong/2014_09.js": OLD_POST + " ]",
    "wrong/archive-without-the-list.zip": [
        ("data/manifest.js", manifest(1, kind="follower")),
        ("data/follower.js", named([STRANGER], key="follower")),
        ("data/tweets.js", POSTS),
    ],
    "wrong/none-is-an-account.js": "window.YTD.following.part0 = " + json.dumps(["one", ["two"], {"three": 3}]),
    "wrong/object-instead-of-list.js": 'window.YTD.following.part0 = {"following": {}}',
}
