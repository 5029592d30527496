"""Spotify: invented libraries. Numbers are longer than Spotify's 22 signs, so that they are nobody's."""

# ruff: noqa: E501 - the lines are as long as those of the files.

import json

SHOW, OTHER_SHOW, ARTIST = (f"EXAMPLE{name:0<23}" for name in ("show", "tales", "artist"))
FOLDER = "Spotify Account Data"

FOLLOW = json.dumps(
    {
        "userIsFollowing": ["Ada Example", "Bo Example", "Ada Example"],
        "userIsFollowedBy": ["Cy Nobody"],
        "userIsBlocking": ["Dee Nobody"],
    },
    indent=2,
)
LIBRARY = json.dumps(
    {
        "tracks": [
            {
                "artist": "Invented Artist",
                "album": "Invented Album",
                "track": "Invented Song",
                "uri": "spotify:track:EXAMPLE0",
            }
        ],
        "albums": [],
        "shows": [
            {"name": "Invented Show", "publisher": "Invented Publisher", "uri": f"spotify:show:{SHOW}"},
            {"name": "Tales", "publisher": None, "uri": f"spotify:show:{OTHER_SHOW}"},
        ],
        "episodes": [],
        "bannedTracks": [],
        "artists": [
            {"name": "Invented Artist", "uri": f"spotify:artist:{ARTIST}"},
            {"name": "Number Missing"},
            {"uri": None},
        ],
        "bannedArtists": [{"name": "Banned Nobody", "uri": "spotify:artist:EXAMPLEbanned00000000000"}],
        "other": [],
    },
    indent=2,
)
PODCASTS = json.dumps(
    [
        {
            "endTime": "2026-01-02 10:20",
            "podcastName": "Invented Show",
            "episodeName": "PRIVATE DECOY",
            "msPlayed": 1_800_000,
        },
        {
            "endTime": "2026-01-09 10:20",
            "podcastName": "Invented Show",
            "episodeName": "PRIVATE DECOY",
            "msPlayed": 1_800_000,
        },
        {
            "endTime": "2026-02-09 10:20",
            "podcastName": "Never Followed",
            "episodeName": "PRIVATE DECOY",
            "msPlayed": 30_000,
        },
        {
            "endTime": "2026-02-09 10:20",
            "podcastName": "Invented Show",
            "episodeName": "PRIVATE DECOY",
            "msPlayed": 29_999,
        },
    ],
    indent=2,
)
MUSIC = json.dumps(
    [
        {
            "endTime": "2026-01-02 10:20",
            "artistName": "Invented Artist",
            "trackName": "PRIVATE DECOY",
            "msPlayed": 200_000,
        }
    ]
)
EXTENDED = json.dumps(
    [
        {
            "ts": "2020-04-11T00:27:53Z", "platform": "PRIVATE DECOY", "ms_played": 174674, "conn_country": "ZZ", "ip_addr": "203.0.113.7",
            "master_metadata_track_name": None, "master_metadata_album_artist_name": None, "master_metadata_album_album_name": None,
            "spotify_track_uri": None, "episode_name": "PRIVATE DECOY", "episode_show_name": "Invented Show", "spotify_episode_uri": "spotify:episode:EXAMPLE0",
        },
        {
            "ts": "2020-05-11T00:27:53Z", "platform": "PRIVATE DECOY", "ms_played": 174674, "conn_country": "ZZ", "ip_addr": "203.0.113.7",
            "master_metadata_track_name": "PRIVATE DECOY", "master_metadata_album_artist_name": "Invented Artist", "master_metadata_album_album_name": "PRIVATE DECOY",
            "spotify_track_uri": "spotify:track:EXAMPLE0", "episode_name": None, "episode_show_name": None, "spotify_episode_uri": None,
        },
    ]
)  # fmt: skip

SAMPLES = {
    "Follow.json": FOLLOW,
    "YourLibrary.json": LIBRARY,
    "YourLibrary-null.json": json.dumps(
        {
            "tracks": None,
            "albums": [],
            "shows": None,
            "episodes": [],
            "bannedTracks": None,
            "artists": None,
            "bannedArtists": None,
            "other": [],
        }
    ),
    "YourLibrary-cut-off.json": LIBRARY[: LIBRARY.index("Tales") + 10],
    "my_spotify_data.zip": [
        (f"{FOLDER}/Follow.json", FOLLOW),
        (f"{FOLDER}/YourLibrary.json", LIBRARY),
        (f"{FOLDER}/StreamingHistory_podcast_0.json", PODCASTS),
        (f"{FOLDER}/StreamingHistory_music_0.json", MUSIC),
        (f"{FOLDER}/Userdata.json", '{"username": "PRIVATE_DECOY_of_nobody", "email": "owner@example.org"}'),
        (f"{FOLDER}/Payments.json", '{"payment_method": "PRIVATE DECOY"}'),
        (f"{FOLDER}/ReadMeFirst.pdf", b"%PDF-1.7"),
    ],
    "wrong/StreamingHistory_podcast_0.json": PODCASTS,
    "wrong/Streaming_History_Audio_2020-2021_0.json": EXTENDED,
    "wrong/Playlist1.json": json.dumps(
        {"playlists": [{"name": "PRIVATE DECOY", "lastModifiedDate": "2026-01-02", "items": []}]}
    ),
    "wrong/none-has-a-name.json": json.dumps(
        {"userIsFollowing": [None, [], ""], "userIsFollowedBy": [], "userIsBlocking": []}
    ),
}
