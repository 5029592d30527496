"""Threads: invented lists. Handles end in .example."""

import json

from sample_data.export_samples.instagram import SINCE_2025
from sample_data.export_samples.meta_pages import page_2025

KEY = "text_post_app_text_post_app_following"


def entry(link: str, time: object, *, title: str = "", **value: str) -> dict:
    """Return an item; `value` stands in some versions only."""
    return {"title": title, "string_list_data": [{"href": f"https://www.threads.{link}", **value, "timestamp": time}]}


def listed(*items: object, key: str = KEY) -> str:
    """Return a whole file."""
    return json.dumps({key: list(items)}, indent=2)


FOLLOWING = listed(
    entry("net/@ada.example", 1731000000, value="ada.example"),
    entry("net/bo.example", 1690000500, title="bo.example"),
    entry("com/@Cy.Example", 1730000500, value="Cy.Example", title="Cy Example"),
    # The same account in other capitals.
    entry("net/cy.example", 1730000500, title="cy.example"),
    entry("net/@__deleted__abcdefghij.example", 1730000500, title="__deleted__abcdefghij.example"),
    entry("net/@dee.example/post/INVENTED", 1730000500),
)
SAMPLES = {
    "following.json": FOLLOWING,
    "threads-only.zip": [
        ("your_instagram_activity/threads/following.json", FOLLOWING),
        ("your_instagram_activity/threads/followers.json", listed(key=f"{KEY[:-3]}ers")),
        ("your_instagram_activity/threads/no-data.txt", ""),
    ],
    "following.html": page_2025(
        [
            ("https://www.threads.net/@ada.example", "ada.example", "nov 04, 2025 3:29 am"),
            ("https://www.threads.com/@bo.example", "bo.example", "jul 05, 2023 9:00 pm"),
        ]
    ),
    "following-empty.json": listed(),
    "wrong/followers.json": listed(entry("net/@nobody.example", 1), key="text_post_app_text_post_app_followers"),
    "wrong/follow_requests_sent.json": listed(
        entry("net/@nobody.example", 1), key="text_post_app_text_post_app_follow_requests_sent"
    ),
    "wrong/blocked_users.html": page_2025(
        [("https://www.threads.net/@nobody.example", "nobody.example", "nov 04, 2025 3:29 am")], title="Blocked"
    ),
    "wrong/without-the-list.zip": [
        (
            "your_instagram_activity/threads/blocked_users.json",
            listed(entry("net/@nobody.example", 1), key="text_post_app_text_post_app_blocked_users"),
        )
    ],
    "wrong/both-lists-chosen-together/following.json": FOLLOWING,
    "wrong/both-lists-chosen-together/following of Instagram.json": SINCE_2025,
    "wrong/none-is-an-account.json": listed("one", ["two"], {"three": 3}),
}
