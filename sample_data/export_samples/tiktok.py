"""TikTok: invented data in the places where the list has stood. Handles end in .example."""

# ruff: noqa: E501 - the lines are as long as those of the files.

import json


def entry(name: object, date: object = "2023-06-01 08:00:00", *, lower: bool = False) -> dict:
    """Return an item; newer lists write the keys in small letters."""
    return {"date": date, "username": name} if lower else {"Date": date, "UserName": name}


def data(**sections: object) -> str:
    """Return a whole file; names of sections have _ for a blank."""
    return json.dumps({name.replace("_", " "): section for name, section in sections.items()}, indent=2)


LIST = [
    entry("ada_reads.example"),
    entry("Bo.example", "2021-02-03 04:05:06"),
    entry(None),
    entry("ADA_reads.example", "2023-06-02 08:00:00"),
    entry("cy.example", "soon"),
    entry("not a handle"),
    "not an item",
]
NEW_LIST = [entry("ada_reads.example", lower=True), entry("dee.example", "2026-02-01 08:00:00", lower=True)]
FANS = {"FansList": [entry("nobody.example"), entry(None)]}
HISTORY = {"VideoList": [{"Date": "2025-01-01 00:00:00", "Link": "https://www.tiktokv.example/share/video/1/"}] * 60}
A = data(Activity={"Video Browsing History": HISTORY, "Follower List": FANS, "Following List": {"Following": LIST}})
TEXT = "Date: 2023-06-01 08:00:00 UTC\nUsername: ada_reads.example\n\nDate: 2021-02-03 04:05:06 UTC\nUsername: Bo.example\n\n"
FOLLOWERS = "Date: 2023-06-01 08:00:00 UTC\nUsername: nobody.example\n\n"
PRIVATE = "this file must never be opened: it would not be readable"

SAMPLES = {
    "user_data-2023.json": A,
    "user_data-march-2025.json": data(Your_Activity={"Following": {"Following": NEW_LIST}, "Follower": FANS}),
    "user_data-your-activity-following-list.json": data(Your_Activity={"Following List": {"Following": NEW_LIST}}),
    "user_data_tiktok-2026.json": data(
        Likes_and_Favorites={"Like List": None},
        Profile_And_Settings={
            "Follower": FANS,
            "Following": {"Following": NEW_LIST},
            "Settings": {"Following feed": [1]},
        },
    ),
    "user_data-at-the-top.json": data(Following={"Following": NEW_LIST}),
    "user_data-unknown-place.json": data(A_New_Section={"Another": {"Following": {"Following": NEW_LIST}}}),
    "user_data-unknown-parent.json": data(
        A_New_Section={"Accounts": {"Following": NEW_LIST, "Follower": NEW_LIST[:1]}}
    ),
    "user_data-both-places.json": data(
        Activity={"Following List": {"Following": LIST}},
        Profile_And_Settings={"Following": {"Following": [*NEW_LIST, *LIST]}},
    ),
    "user_data-null.json": data(Activity={"Following List": {"Following": None}, "Follower List": {"FansList": None}}),
    "user_data-empty.json": data(Profile_And_Settings={"Following": {"Following": []}}),
    "user_data-cut-off.json": A[: A.index("ADA_reads")],
    "TikTok_Data_1770000000.zip": [
        ("user_data_tiktok.json", data(Profile_And_Settings={"Following": {"Following": NEW_LIST}}))
    ],
    "one-file-per-list.zip": [
        ("TikTok/Following.json", json.dumps({"Following": NEW_LIST})),
        ("TikTok/Follower.json", json.dumps({"Follower": NEW_LIST})),
        ("TikTok/Direct Messages.json", PRIVATE),
    ],
    "text.zip": [
        ("TikTok/Activity/Following.txt", TEXT),
        ("TikTok/Activity/Follower.txt", FOLLOWERS),
        ("TikTok/Direct Messages/Direct Messages.txt", PRIVATE),
    ],
    "Following.txt": "\ufeff"
    + TEXT.replace("Username:", "username :").replace("\n", "\r\n")
    + "DATE: soon\r\nUSERNAME: cy.example",
    "wrong/Follower.txt": FOLLOWERS,
    "wrong/Follower.json": json.dumps({"Follower": NEW_LIST}),
    "wrong/Browsing History.txt": "Date: 2025-01-01 00:00:00 UTC\nLink: https://www.tiktokv.example/share/video/1/\n\n",
    "wrong/user_data_tiktok.json": data(Activity={"Video Browsing History": HISTORY}),
    "wrong/without-the-list.zip": [
        ("user_data_tiktok.json", data(Activity={"Video Browsing History": HISTORY})),
        ("TikTok/Activity/Follower.txt", FOLLOWERS),
    ],
    "wrong/none-is-an-account.json": data(Activity={"Following List": {"Following": [entry(None), entry("")]}}),
}
