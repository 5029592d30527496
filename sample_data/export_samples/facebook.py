"""Facebook: invented lists of names, with signs beyond ASCII byte by byte as Facebook writes them."""

import json

from sample_data.export_samples.meta_pages import page_of_names


def by_bytes(name: str) -> str:
    """Return a name as Facebook writes it into JSON: each byte of its UTF-8 a sign of its own."""
    return name.encode("utf-8").decode("latin-1")


def person(name: object, time: object) -> dict:
    """Return an item of people."""
    return {"name": name, "timestamp": time}


def page(name: str, time: object, title: str | None = None) -> dict:
    """Return an item of pages or groups."""
    return {"timestamp": time, "data": [{"name": name}], "title": name if title is None else title}


def listed(key: str, *items: object) -> str:
    """Return a whole file."""
    return json.dumps({key: list(items)}, indent=2)


V2 = listed(
    "following_v2",
    person(by_bytes("Café d’Exemple"), 1628255908),
    # Right as it stands, because another program saved the file.
    person("Rød Eksempel", 1528255908),
    person(by_bytes("Bo 🌱 Example"), 1428255908),
    # A name that is really written so comes with twice as many signs, and is put right once.
    person(by_bytes("Ã©tage Example"), 1328255908),
    person("Cy Example", "1228255908"),
    person(None, 1228255908),
    person("Dee Example", -1),
    "not an item",
)
V3 = listed(
    "following_v3",
    person("Ada Example", 1710000000),
    person("Two of a Name", 1600000000),
    person("Two of a Name", 1500000000),
    person("ada  example", 1710000000),
    person("Invented Page", 1400000000),
)
PAGES = listed("pages_followed_v2", page("Invented Page", 1710000001), page(by_bytes("Bücherei Example"), 1610000001))
GROUPS = listed(
    "groups_joined_v2",
    page("Invented Reading Group", 1595532436, "Owner became a member of Invented Reading Group."),
    page("", 1595532436, "Owner became a member of a group."),
)
EVENTS = json.dumps(
    {
        "event_responses_v2": {
            "events_joined": [
                {"name": "Invented Webinar", "start_timestamp": 1600000000, "end_timestamp": 1600003600},
                {"name": "Invented Webinar", "start_timestamp": 1700000000, "end_timestamp": 1700003600},
            ],
            "events_declined": [{"name": "nobody went there", "start_timestamp": 1600000000}],
        }
    },
    indent=2,
)
FOLLOWERS = listed("followers_v3", person("nobody", 1710000000))
PRIVATE = "this file must never be opened: it would not be readable"

SAMPLES = {
    "archive-2024.zip": [
        ("connections/followers/who_you've_followed.json", V3),
        ("connections/followers/people_who_followed_you.json", FOLLOWERS),
        ("connections/friends/your_friends.json", listed("friends_v2", person("nobody", 1))),
        ("your_facebook_activity/pages/pages_and_profiles_you_follow.json", PAGES),
        ("your_facebook_activity/pages/pages_you've_liked.json", listed("page_likes_v2", person("nobody", 1))),
        ("your_facebook_activity/groups/your_group_membership_activity.json", GROUPS),
        ("your_facebook_activity/events/your_event_responses.json", EVENTS),
        ("your_facebook_activity/messages/inbox/nobody_1/message_1.json", PRIVATE),
        ("your_facebook_activity/polls/no-data.txt", ""),
    ],
    "archive-through-a-drive.zip": [("connections/followers/who_you_ve_followed.json", V3)],
    "archive-with-another-apostrophe.zip": [("connections/followers/who_you’ve_followed.json", V3)],
    "archive-2021.zip": [
        ("friends_and_followers/who_you_follow.json", V2),
        ("friends_and_followers/followers.json", listed("followers_v2", person("nobody", 1))),
    ],
    "who_you_follow-2021.json": V2,
    "who_you_ve_followed-2024.json": V3,
    "pages_and_profiles_you_follow.json": PAGES,
    "following-early.json": json.dumps({"following": [{"name": "Ada Example", "timestamp": 1428255908}]}),
    "who_you've_followed.html": page_of_names(
        [
            ("Ada &amp; Bo Example", "Jun 04, 2025 6:46:10 pm"),
            ("Café d’Exemple", "Nov 14, 2014 10:21:53 am"),
        ],
        title="Who you've followed",
    ),
    "who_you_ve_followed-german.html": page_of_names(
        [("Ada Example", "04.06.2025 18:46"), ("Bo Example", "4. Okt. 2019 18:46:10")], title="Wem du gefolgt bist"
    ),
    "who_you_ve_followed-empty.json": listed("following_v3"),
    "wrong/people_who_followed_you.json": FOLLOWERS,
    "wrong/your_friends.json": listed("friends_v2", person("nobody", 1)),
    "wrong/pages_you've_liked.json": listed("page_likes_v2", person("nobody", 1)),
    "wrong/comments.json": listed("comments_v2", person("nobody", 1)),
    "wrong/people_who_followed_you.html": page_of_names([("nobody", "Jun 04, 2025 6:46:10 pm")], title="Followers"),
    "wrong/archive-without-the-list.zip": [
        ("your_facebook_activity/groups/your_group_membership_activity.json", GROUPS),
        ("connections/followers/people_who_followed_you.json", FOLLOWERS),
    ],
    "wrong/none-is-an-account.json": listed("following_v3", "one", ["two"], {"three": 3}),
}
