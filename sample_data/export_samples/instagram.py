"""Instagram: invented lists. Handles end in .example, hashtags and posts begin with "invented"."""

import json

from sample_data.export_samples.meta_pages import page_2024, page_2025

SITE = "https://www.instagram.com/"


def before(handle: str, time: object, *, title: str = "", link: str = SITE) -> dict:
    """Return an item as it was until October 2025: the handle stands in `value`."""
    data = {"href": f"{link}{handle}", "value": handle, "timestamp": time}
    return {"title": title, "media_list_data": [], "string_list_data": [data]}


def since(handle: str, time: object, *, link: str = "") -> dict:
    """Return an item as it is since October 2025: the handle stands in `title`, the link has `_u/`."""
    data = {"href": link or f"{SITE}_u/{handle}", "timestamp": time}
    return {"title": handle, "string_list_data": [data]}


def listed(*items: object, key: str = "relationships_following") -> str:
    """Return a whole file, with signs beyond ASCII as Meta escapes them."""
    return json.dumps({key: list(items)}, indent=2)


TO_2025 = listed(
    before("ada.example", 1676354318),
    # Each byte of "Bücher" as a sign of its own.
    before("bo_of_the_library.example", 1612345678, title="Bo B\u00c3\u00bccher"),
    before("cy.example", 1712345678, title="Cy Example"),
    before("ADA.example", 1676354319),
    {"title": "", "media_list_data": [], "string_list_data": []},
    {"title": "dee.example", "media_list_data": [], "string_list_data": []},
    before("p/INVENTED1", 1676354318),
    before("eve.example", 0),
    before("__deleted__abcdefghij.example", 1600000000),
    "not an item",
)
SINCE_2025 = listed(
    since("ada.example", 1762223340),
    since("Bo.example", "1640995200", link=f"{SITE}_u/Bo.example/?igsh=INVENTED"),
    since("cy.example", 1662223340123, link="http://www.instagram.com/cy.example/"),
    # The link decides when the two disagree.
    since("an.older.name.example", 1740856234, link=f"{SITE}_u/dee.example"),
    since("__deleted__abcdefghij.example", 1740856234),
    since("eve.example", 1740856234, link="https://elsewhere.example/eve"),
)
HASHTAGS = listed(
    before("inventedtag", 1676354318, link=f"{SITE}explore/tags/"),
    {
        "title": "InventedChat",
        "string_list_data": [{"href": f"{SITE}explore/tags/InventedChat/", "timestamp": 1762223340}],
    },
    {"title": "", "string_list_data": [{"href": "", "value": "invented\u00c3\u00bcbung", "timestamp": 1762223340}]},
    key="relationships_following_hashtags",
)
FOLLOWERS = json.dumps([before("nobody.example", 1676354318)], indent=2)
THREADS = listed(
    {
        "title": "fay.example",
        "string_list_data": [{"href": "https://www.threads.net/fay.example", "timestamp": 1730000500}],
    },
    key="text_post_app_text_post_app_following",
)
LIKED = listed(
    before("p/INVENTED1/", 1676354318, title="ada.example"),
    before("p/INVENTED2/", 1676354999, title="ada.example"),
    before("reel/INVENTED3/", 1712345678, title="nobody.example"),
    key="likes_media_likes",
)
PAGE_2024 = page_2024(
    [
        (f"{SITE}ada.example", "ada.example", "Dec 12, 2024 4:11 pm"),
        (f"{SITE}bo_of_the_library.example", "bo_of_the_library.example", "Jan 3, 2019 12:05 am"),
        (SITE, "Instagram", ""),
        (f"{SITE}cy.example", "cy.example", ""),
    ]
)
PAGE_ITALIAN = page_2025(
    [
        (f"{SITE}_u/ada.example", "ada.example", "nov 04, 2025 3:29 am"),
        (f"{SITE}_u/bo.example", "bo.example", "gen 31, 2021 12:00 pm"),
        (f"{SITE}_u/__deleted__abcdefghij.example", "__deleted__abcdefghij.example", "ago 15, 2020 9:30 pm"),
    ]
)
PAGE_OF_DATES = page_2025(
    [
        (f"{SITE}_u/ada.example", "ada.example", "4 nov. 2025 03:29"),
        (f"{SITE}_u/bo.example", "bo.example", "2025年11月4日 03:29"),
        (f"{SITE}_u/cy.example", "cy.example", "4. M\u00e4rz 2020, 03:29"),
        (f"{SITE}_u/dee.example", "dee.example", "3 de agosto de 2021 15:00"),
        (f"{SITE}_u/eve.example", "eve.example", "yesterday"),
    ],
    title="Gefolgt",
)
_DECOYS = (
    "close_friends", "pending_follow_requests", "recently_unfollowed_profiles", "blocked_profiles",
    "restricted_profiles", "hide_story_from", "follow_requests_you've_received", "profiles_you_ve_favorited",
)  # fmt: skip
DECOYS = [
    (
        f"connections/followers_and_following/{name}.json",
        listed(before("nobody.example", 1676354318), key=f"relationships_{name}"),
    )
    for name in _DECOYS
]
PRIVATE = "this file must never be opened: it would not be readable"

SAMPLES = {
    "archive-2025.zip": [
        ("connections/followers_and_following/following.json", SINCE_2025),
        ("connections/followers_and_following/following_1.json", listed(since("gil.example", 1640995200))),
        ("connections/followers_and_following/following_hashtags.json", HASHTAGS),
        ("connections/followers_and_following/followers_1.json", FOLLOWERS),
        *DECOYS,
        ("your_instagram_activity/threads/following.json", THREADS),
        ("your_instagram_activity/likes/liked_posts.json", LIKED),
        ("your_instagram_activity/messages/inbox/nobody_1/message_1.json", PRIVATE),
        ("personal_information/personal_information/personal_information.json", PRIVATE),
        ("ads_information/no-data.txt", ""),
        ("media/posts/202301/1.jpg", b"\xff\xd8\xff\xe0 not a photo"),
        ("__MACOSX/connections/followers_and_following/._following.json", b"\x00\x05\x16\x07"),
    ],
    "archive-2022.zip": [
        ("followers_and_following/following.json", TO_2025),
        ("followers_and_following/followers.json", listed(before("nobody.example", 1), key="relationships_followers")),
    ],
    "archive-of-pages.zip": [
        ("connections/followers_and_following/following.html", PAGE_ITALIAN),
        ("connections/followers_and_following/followers_1.html", PAGE_2024),
        ("start_here.html", "<html><head><title>Start here</title></head><body></body></html>"),
    ],
    "wrapped.zip": [
        ("instagram-owner-2025-11-20-INVENTED/connections/followers_and_following/following.json", SINCE_2025)
    ],
    "following-to-2025.json": TO_2025,
    "following-since-2025.json": SINCE_2025,
    "following (1).html": PAGE_2024,
    "following-italian.html": PAGE_ITALIAN,
    "following.html": PAGE_OF_DATES,
    "following-of-one-year.json": listed(since("ada.example", 1762223340), since("bo.example", 1740856234)),
    "following_hashtags.json": HASHTAGS,
    "following-empty.json": listed(),
    "following-cut-off.json": TO_2025[: TO_2025.index("cy.example") - 20],
    "following-utf-8-with-mark.json": "\ufeff"
    + listed(since("ada.example", 1640995200), since("bo.example", 1762223340)),
    "connections.json": json.dumps(
        {
            "blocked_users": {"nobody.example": "2019-01-02T03:04:05"},
            "followers": {"nobody.example": "2019-01-02T03:04:05+00:00"},
            "following": {
                "ada.example": "2019-01-02T03:04:05",
                "Bo.example": "2017-05-06T07:08:09+00:00",
                "no handle": "",
            },
            "following_hashtags": {"inventedtag": "2018-12-02T03:04:05"},
        }
    ),
    "from-another-program.json": json.dumps(
        [
            {"username": "ada.example", "full_name": "Ada Example", "is_verified": False},
            {"username": "bo.example", "full_name": ""},
        ]
    ),
    "wrong/followers_1.json": FOLLOWERS,
    "wrong/followers.json": listed(before("nobody.example", 1), key="relationships_followers"),
    "wrong/followers_1.html": page_2024(
        [(f"{SITE}nobody.example", "nobody.example", "Dec 12, 2024 4:11 pm")], title="Followers"
    ),
    "wrong/pending_follow_requests.json": listed(before("nobody.example", 1), key="relationships_follow_requests_sent"),
    "wrong/close_friends.json": listed(before("nobody.example", 1), key="relationships_close_friends"),
    "wrong/blocked_profiles.json": listed(before("nobody.example", 1), key="relationships_blocked_users"),
    "wrong/recently_unfollowed_profiles.json": listed(
        before("nobody.example", 1), key="relationships_unfollowed_users"
    ),
    "wrong/liked_posts.json": LIKED,
    "wrong/archive-without-the-list.zip": [
        ("your_instagram_activity/likes/liked_posts.json", LIKED),
        ("connections/followers_and_following/no-data.txt", ""),
    ],
    "wrong/archive-with-an-empty-list.zip": [("connections/followers_and_following/following.json", "{}")],
    "wrong/none-is-an-account.json": listed(["one"], "two", {"three": 3}, before("p/INVENTED1", 1)),
}
