"""YouTube: invented lists of channels. Channel numbers contain EXAMPLE, names known only by a name are too long to exist."""

# ruff: noqa: E501 - the lines are as long as those of the files.

import json

ADA, BO, CY, DEE = (f"UCEXAMPLE{name:_<15}" for name in ("ada", "bo", "cy", "dee"))
OWNER = f"UCEXAMPLE{'owner':_<15}"
HOST = "www.youtube.com"
LONG_NAME = "ada_of_the_invented_reading_room_with_many_shelves"
FOLDER = "Takeout/YouTube and YouTube Music"


def link(number: str, scheme: str = "http") -> str:
    """Return the link to a channel; Google's table has no https."""
    return f"{scheme}://{HOST}/channel/{number}"


def table(heading: str, *rows: tuple[str, str]) -> str:
    """Return Google's table: heading, rows of number and title, and an empty last line."""
    lines = [f"{number},{link(number)},{title}" for number, title in rows]
    return "\n".join([heading, *lines, ""]) + "\n"


ROWS = ((ADA, "Ada Tells Tales"), (BO, '"Bo, the ""Quiet"" Shelf"'))
EN = table("Channel Id,Channel Url,Channel Title", *ROWS)


def resource(number: str, title: str, published: str, description: str = "") -> dict:
    """Return an item of the old JSON; `channelId` of the snippet is the owner's own channel."""
    return {
        "kind": "youtube#subscription",
        "snippet": {
            "channelId": OWNER,
            "title": title,
            "description": description,
            "publishedAt": published,
            "resourceId": {"kind": "youtube#channel", "channelId": number},
        },
    }


def watched(
    number: str | None, time: str, *, header: str = "YouTube", title: str = "Watched An Invented Tale", **more
) -> dict:
    """Return an entry of the watch history."""
    entry = {
        "header": header,
        "title": title,
        "titleUrl": f"https://{HOST}/watch?v=EXAMPLEvideo01",
        "time": time,
        "products": ["YouTube"],
        "activityControls": ["YouTube watch history"],
    } | more
    if number:
        entry["subtitles"] = [{"name": "Ada Tells Tales", "url": link(number, "https")}]
    return entry


HISTORY = json.dumps(
    [
        watched(ADA, "2026-02-03T10:20:30.123Z"),
        watched(ADA, "2026-02-01T10:20:30Z"),
        watched(BO, "2026-01-05T10:20:30.5Z", header="YouTube Music"),
        watched(None, "2026-01-04T10:20:30Z", title="Watched a video that has been removed"),
        watched(CY, "2026-01-03T10:20:30Z", details=[{"name": "From Google Ads"}]),
        watched(DEE, "2026-01-02T10:20:30Z", titleUrl=f"https://{HOST}/post/EXAMPLEpost01"),
    ],
    indent=2,
).replace("watch?v=", "watch?v\\u003d")
PLAYLIST = "Video ID,Playlist Video Creation Timestamp\nEXAMPLEv001,2026-01-02T10:20:30+00:00\nEXAMPLEv002,2026-01-03T10:20:30+00:00\n"
OUTLINES = "".join(
    f'<outline text="{name}" title="{name}" type="rss" xmlUrl="https://{HOST}/feeds/videos.xml?channel_id={number}" />'
    for number, name in ((ADA, "Ada &amp; Friends"), (BO, "The Quiet Shelf"))
)

SAMPLES = {
    "subscriptions.csv": EN,
    "subscriptions (1).csv.txt": EN.replace("\n", "\r\n"),
    "Abos.csv": table("Kanal-ID,Kanal-URL,Kanaltitel", *ROWS),
    "suscripciones.csv": table("ID del canal,URL del canal,Título del canal", *ROWS),
    "abonnements.csv": table("ID des chaînes,URL des chaînes,Titres des chaînes", *ROWS),
    "inscrições.csv": table("ID do canal,URL do canal,Título do canal", *ROWS),
    "登録チャンネル.csv": table("チャンネル ID,チャンネルの URL,チャンネルのタイトル", *ROWS),
    "구독정보.csv": table("채널 ID,채널 URL,채널 제목", *ROWS),
    "订阅内容.csv": table("频道 ID,频道网址,频道标题", *ROWS),
    "unknown-language.csv": table("Kanalnummer,Kanalsti,Kanalnavn", *ROWS),
    "subscriptions-empty.csv": "Channel Id,Channel Url,Channel Title\n\n",
    "subscriptions-oddities.csv": table(
        "Channel ID,Channel URL,Channel title",
        (ADA, '"=Ada, with\na second line"'),
        (BO, ""),
        (ADA, "Ada again"),
        ("UCEXAMPLEtooshort", "Too Short"),
        (CY, "@Cy <b>bold</b>"),
    ),
    "takeout-20260412T081523Z-001.zip": [
        ("Takeout/archive_browser.html", "<!DOCTYPE html><html></html>"),
        (f"{FOLDER}/subscriptions/subscriptions.csv", EN),
        (f"{FOLDER}/playlists/Invented list-videos.csv", PLAYLIST),
        (f"{FOLDER}/history/watch-history.json", HISTORY),
        (f"{FOLDER}/channels/channel.csv", f"Channel ID,Channel Country,Channel Title (Original),Channel Visibility\n{OWNER},DE,Owner,Public\n"),
        (f"{FOLDER}/comments/comments.csv", "Comment ID,Channel ID,Comment Text\nEXAMPLEcomment,UCEXAMPLEowner,PRIVATE DECOY\n"),
    ],
    "two-parts-together/takeout-20260412T081523Z-001.zip": [("Takeout/archive_browser.html", "<!DOCTYPE html><html></html>")],
    "two-parts-together/takeout-20260412T081523Z-002.zip": [
        ("Takeout/YouTube und YouTube Music/Abos/Abos.csv", table("Kanal-ID,Kanal-URL,Kanaltitel", *ROWS))
    ],
    "takeout-es.tar.gz": [
        ("Takeout/YouTube y YouTube Music/suscripciones/suscripciones.csv", table("ID del canal,URL del canal,Título del canal", *ROWS))
    ],
    "subscriptions-until-2021.json": json.dumps(
        [
            resource(ADA, "Ada Tells Tales", "2020-11-01T17:24:34.498Z", "Tales read aloud.\nEvery week."),
            resource(BO, "The Quiet Shelf", "2019-03-05T10:00:00Z"),
            {"kind": "youtube#subscription"},
        ],
        indent=2,
    ),
    "subscription_manager.opml": f'<opml version="1.1"><body><outline text="YouTube Subscriptions" title="YouTube Subscriptions">{OUTLINES}</outline></body></opml>',
    "newpipe_subscriptions.json": json.dumps(
        {
            "app_version": "0.27.0",
            "app_version_int": 1000,
            "subscriptions": [
                {"service_id": 0, "url": link(ADA, "https"), "name": "Ada Tells Tales"},
                {"service_id": 0, "url": f"https://{HOST}/user/{LONG_NAME}", "name": "Old Name"},
                {"service_id": 0, "url": f"https://{HOST}/c/{LONG_NAME}_two", "name": "Newer Name"},
                {"service_id": 1, "url": "https://sound.example/invented", "name": "Sound"},
                {"service_id": 3, "url": "https://video.example/accounts/invented", "name": "Film"},
            ],
        }
    ),
    "newpipe-cut-off.json": '{"app_version": "0.27.0", "subscriptions": [{"service_id": 0, "url": "' + link(ADA, "https") + '", "name": "Ada Tells Tales"}, {"service_id": 0, "url": "https:',
    "invidious.json": json.dumps({"subscriptions": [ADA, BO], "watch_history": ["EXAMPLEv001"], "playlists": []}),
    "freetube-profiles.db": "\n".join(
        json.dumps({"_id": number, "name": name, "bgColor": "#000000", "subscriptions": channels})
        for number, name, channels in (
            ("allChannels", "All Channels", [{"id": ADA, "name": "Ada Tells Tales"}, {"id": BO, "name": "The Quiet Shelf"}]),
            ("invented2", "Reading aloud", [{"id": ADA, "name": "Ada Tells Tales"}]),
        )
    )
    + "\n",
    "wrong/watch-history.json": HISTORY,
    "wrong/playlist-videos.csv": PLAYLIST,
    "wrong/channel.csv": f"Channel ID,Channel Country,Channel Title (Original),Channel Visibility\n{OWNER},DE,Owner,Public\n",
    "wrong/takeout-without-the-list.zip": [
        ("Takeout/archive_browser.html", "<!DOCTYPE html><html></html>"),
        (f"{FOLDER}/playlists/Invented list-videos.csv", PLAYLIST),
    ],
    "wrong/NewPipeData.zip": [("newpipe.db", b"SQLite format 3\x00"), ("preferences.json", "{}")],
    "wrong/no-channel.csv": "Channel Id,Channel Url,Channel Title\nUCEXAMPLEtooshort,http://www.youtube.com/channel/UCEXAMPLEaaaaaaaaaaaaaaa,Short\n",
}  # fmt: skip
