"""Where attention goes: counts by account, kind and month, worked by hand; nothing else leaves a reader."""

import json
import zipfile

import pytest

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.readers import READERS, read_activity, read_follow_list
from auditkit.readers.youtube_history import month_in
from auditkit.tables import ACTIVITY_COLUMNS, ACTIVITY_KINDS, Activity
from sample_data.export_samples import bluesky, opml, spotify, twitter, youtube

ADA, BO, CY = twitter.ADA, twitter.BO, twitter.CY
HANDLE = "ada_example_of_the_invented_library"


def written(folder, name, content):
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(name, content if isinstance(content, str | bytes) else json.dumps(content))
    return path


def counts(activity: Activity) -> dict:
    """The table as account, kind and month -> count."""
    months = activity.table["month"].dt.strftime("%Y-%m").fillna("")
    keys = zip(activity.table["account"], activity.table["kind"], months, strict=True)
    return dict(zip(keys, activity.table["count"], strict=True))


def posts(*items) -> str:
    return "window.YTD.tweets.part0 = " + json.dumps([{"tweet": item} for item in items])


def mention(number, handle=HANDLE) -> dict:
    return {"name": "PRIVATE DECOY", "screen_name": handle, "id_str": number, "id": number}


def post(text="PRIVATE DECOY", *mentions, on="Wed Oct 05 11:22:33 +0000 2022", tags=(), **more) -> dict:
    found = {"user_mentions": list(mentions), "hashtags": [{"text": tag} for tag in tags]}
    return {"full_text": text, "entities": found, "created_at": on, "retweeted": False} | more


# --- X -----------------------------------------------------------------------------------------------------------


def test_retweets_replies_and_mentions_on_x_are_counted_by_account_and_month(tmp_path):
    data = posts(
        post(f"RT @{HANDLE}: PRIVATE DECOY", mention(ADA), mention(BO, "bo")),
        post(f"RT @{HANDLE}: PRIVATE DECOY", mention(ADA), on="Mon Oct 31 23:59:59 +0000 2022"),
        post(f"RT @{HANDLE}: PRIVATE DECOY", mention(ADA), on="Tue Nov 01 00:00:00 +0000 2022"),
        post("PRIVATE DECOY", mention(BO, "bo"), mention(CY, "cy"), mention(CY, "cy"), in_reply_to_user_id_str=BO),
    )
    assert counts(read_activity(written(tmp_path, "tweets.js", data))) == {
        (f"twitter:{ADA}", "amplified", "2022-10"): 2,
        (f"twitter:{ADA}", "amplified", "2022-11"): 1,
        (f"twitter:{BO}", "replied", "2022-10"): 1,
        (f"twitter:{CY}", "mentioned", "2022-10"): 1,
    }


def test_10_retweet_cut_in_the_middle_of_a_mention_counts_for_the_first_account_only(tmp_path):
    data = posts(post(f"RT @{HANDLE}: a sentence with @bo…", mention(ADA)))
    assert list(counts(read_activity(written(tmp_path, "tweets.js", data)))) == [
        (f"twitter:{ADA}", "amplified", "2022-10")
    ]


def test_11_posts_without_entities_or_date_or_from_before_x_existed(tmp_path):
    data = posts(
        {},
        post(on="Wed Oct 05 11:22:33 +0000 1997"),
        post("a", mention(ADA), on="Wed Oct 05 11:22:33 +0000 1997"),
        post("a", mention(ADA), on=None),
    )
    assert counts(read_activity(written(tmp_path, "tweets.js", data))) == {(f"twitter:{ADA}", "mentioned", ""): 2}


@pytest.mark.parametrize("mentions", [[], [mention(BO, "somebody_else_who_was_named")]])
def test_12_letters_rt_typed_by_hand_count_for_nobody_and_are_counted_as_such(mentions, tmp_path):
    data = posts(post(f"RT @{HANDLE} PRIVATE DECOY", *mentions))
    activity = read_activity(written(tmp_path, "tweets.js", data))
    assert len(activity) == 0
    assert activity.skipped == {"typed as a retweet, without naming an account": 1}


def test_account_that_was_deleted_is_counted_by_its_handle_and_a_known_handle_leads_to_its_number(tmp_path):
    """X writes -1 for the number of some; another post may still know it."""
    data = posts(post("a", mention("-1")), post("a", mention(ADA)))
    activity = read_activity(written(tmp_path, "tweets.js", data))
    assert set(activity.table["account"]) == {f"twitter:{HANDLE}", f"twitter:{ADA}"}
    assert activity.aliases == {}
    only_known = read_activity(written(tmp_path, "tweets.js", posts(post("a", mention(ADA)))))
    assert only_known.aliases == {f"twitter:{HANDLE}": f"twitter:{ADA}"}


def test_owner_does_not_count_and_hashtags_count_from_the_third_use(tmp_path):
    manifest = "window.__THAR_CONFIG = " + json.dumps({"userInfo": {"accountId": ADA}})
    data = posts(
        post("a", mention(ADA), tags=["InventedConf", "inventedconf"], in_reply_to_user_id_str=ADA),
        post("a", tags=["INVENTEDCONF", "once"]),
        post("a", tags=["inventedconf", "once"]),
    )
    path = zipped(tmp_path / "x.zip", [("data/manifest.js", manifest), ("data/tweets.js", data)])
    activity = read_activity(path)
    assert counts(activity) == {("twitter:#inventedconf", "mentioned", "2022-10"): 3}
    assert activity.members_read == ("data/manifest.js", "data/tweets.js")


def test_archive_that_never_held_a_follow_list_still_says_where_attention_went(tmp_path):
    """Case 7: the "tweet archive" of 2012 to 2019 writes text, dates and numbers in another way."""
    item = {
        "text": f"RT @{HANDLE}: a",
        "created_at": "2014-10-01 01:11:20 +0000",
        "entities": {"user_mentions": [mention(int(ADA))]},
    }
    del item["entities"]["user_mentions"][0]["id_str"]
    members = [
        ("data/js/user_details.js", "var user_details =  {}"),
        ("data/js/tweets/2014_10.js", "Grailbird.data.tweets_2014_10 = \n [ " + json.dumps(item) + "]"),
    ]
    path = zipped(tmp_path / "x.zip", members)
    assert counts(read_activity(path)) == {(f"twitter:{ADA}", "amplified", "2014-10"): 1}
    with pytest.raises(UnknownExportError, match="never held who you follow"):
        read_follow_list(path)


# --- Mastodon ------------------------------------------------------------------------------------------------------

ME = "https://home.example/users/me"


def outbox(*items) -> dict:
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": len(items),
        "orderedItems": list(items),
    }


def create(**more) -> dict:
    return {
        "type": "Create",
        "actor": ME,
        "published": "2026-02-03T04:05:06Z",
        "object": {"type": "Note", "content": "PRIVATE DECOY"} | more,
    }


def announce(address) -> dict:
    return {"type": "Announce", "actor": ME, "published": "2026-01-31T23:00:00Z", "object": address}


def test_boosts_replies_and_mentions_on_mastodon(tmp_path):
    mentions = [
        {"type": "Mention", "href": "https://other.example/users/Bo", "name": "@Bo@other.example"},
        {"type": "Mention", "href": "https://home.example/users/cy", "name": "@cy"},
        {"type": "Mention", "href": ME, "name": "@me"},
        {"type": "Hashtag", "name": "#InventedConf"},
    ]
    data = outbox(
        announce("https://other.example/users/ada/statuses/1"),
        announce("https://other.example/@Ada/2"),
        announce("https://notes.example/notes/abc"),
        announce({"attributedTo": ME}),
        create(inReplyTo="https://other.example/users/bo/statuses/3", tag=mentions),
        create(inReplyTo="https://home.example/users/me/statuses/9", tag=None),
        create(inReplyTo=None),
        {"type": "Like", "actor": ME},
        "text",
    )
    activity = read_activity(written(tmp_path, "outbox.json", data))
    assert counts(activity) == {
        ("mastodon:ada@other.example", "amplified", "2026-01"): 2,
        ("mastodon:bo@other.example", "replied", "2026-02"): 1,
        ("mastodon:cy@home.example", "mentioned", "2026-02"): 1,
    }
    assert activity.skipped == {
        "boosts whose address names no account": 1,
        "entries that are neither a post nor a boost": 2,
    }


def test_archive_of_mastodon_is_read_for_activity_although_it_holds_no_follow_list(tmp_path):
    members = [
        ("actor.json", "{}"),
        ("outbox.json", outbox(announce("https://other.example/@ada/2"))),
        ("likes.json", "{}"),
    ]
    path = zipped(tmp_path / "archive.zip", members)
    assert read_activity(path).members_read == ("outbox.json",)
    with pytest.raises(UnknownExportError):
        read_follow_list(path)


# --- Bluesky -------------------------------------------------------------------------------------------------------


def test_reposts_likes_replies_and_mentions_on_bluesky(tmp_path):
    """Days of the sample, counted from 2024-01-01: reposts on the 41st to 43rd (10 to 12 February), a like on the
    42nd, posts on the 51st and 52nd (20 and 21 February) and the 91st (31 March, since 2024 has a 29 February)."""
    ada, bo, cy, dee = (f"bluesky:{did}" for did in (bluesky.ADA, bluesky.BO, bluesky.CY, bluesky.DEE))
    assert counts(read_activity(written(tmp_path, "repo.car", bluesky.CAR))) == {
        (ada, "amplified", "2024-02"): 2,
        (bo, "amplified", "2024-02"): 1,
        (dee, "liked", "2024-02"): 1,
        (cy, "replied", "2024-02"): 1,
        (bo, "mentioned", "2024-02"): 2,
        (bo, "mentioned", "2024-03"): 1,
        ("bluesky:#inventedconf", "mentioned", "2024-02"): 2,
        ("bluesky:#inventedconf", "mentioned", "2024-03"): 1,
    }


def test_records_of_bluesky_that_point_nowhere_are_counted_by_reason(tmp_path):
    made = bluesky.Builder()
    for number, subject in enumerate(
        [None, 5, {"uri": 5}, {"uri": "at://nobody/x"}, {"uri": f"at://{bluesky.OWNER}/x/y"}]
    ):
        made.add(bluesky.LIKE, f"a{number}", subject=subject)
    made.add(
        bluesky.POST, "b", reply=5, facets=[5, {"features": 5}, {"features": [5, {"$type": 5, "did": 5, "tag": 5}]}]
    )
    activity = read_activity(written(tmp_path, "repo.car", made.car()))
    assert len(activity) == 0
    assert activity.skipped == {"without an account": 4, "your own account": 1}


# --- YouTube -------------------------------------------------------------------------------------------------------


def test_watch_history_counts_channels_and_leaves_out_advertisements_posts_and_removed_videos(tmp_path):
    activity = read_activity(written(tmp_path, "Wiedergabeverlauf.json", youtube.HISTORY))
    assert counts(activity) == {
        (f"youtube:{youtube.ADA}", "watched", "2026-02"): 2,
        (f"youtube:{youtube.BO}", "listened", "2026-01"): 1,
    }
    assert activity.skipped == {
        "without a channel (deleted or private videos)": 1,
        "advertisements": 1,
        "visits that are no video": 1,
    }


def test_search_history_beside_it_is_never_opened(tmp_path):
    folder = "Takeout/YouTube und YouTube Music/Verlauf"
    searched = [
        {"header": "YouTube", "title": "PRIVATE DECOY", "titleUrl": "https://www.youtube.com/results?search_query=x"}
    ] * 3
    path = zipped(
        tmp_path / "x.zip",
        [(f"{folder}/Suchverlauf.json", searched), (f"{folder}/Wiedergabeverlauf.json", youtube.HISTORY)],
    )
    assert read_activity(path).members_read == (f"{folder}/Wiedergabeverlauf.json",)


def entry(date: str, words=("Watched", ""), channel=youtube.ADA, product="YouTube", details="") -> str:
    link = f'<a href="https://www.youtube.com/channel/{channel}">PRIVATE DECOY</a><br>' if channel else ""
    return (
        '<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid">'
        f'<div class="header-cell mdl-cell mdl-cell--12-col"><p class="mdl-typography--title">{product}<br></p></div>'
        '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">'
        f'{words[0]}\xa0<a href="https://www.youtube.com/watch?v=EXAMPLE">PRIVATE DECOY</a>{words[1]}<br>{link}{date}<br></div>'
        '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 mdl-typography--text-right"></div>'
        f'<div class="content-cell mdl-cell mdl-cell--12-col mdl-typography--caption"><b>Products:</b><br>&emsp;YouTube<br>{details}<b>Why is this here?</b></div></div></div>'
    )


def page(*entries: str, style: int = 200_000) -> str:
    return f"<html><head><title>x</title><style>{' ' * style}</style></head><body>{''.join(entries)}</body></html>"


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("Nov 2, 2020, 11:09:02\u202fPM CET", ("Watched", "")),
        ("2 Nov 2020, 23:09:02 GMT", ("Watched", "")),
        ("02.11.2020, 23:09:02 MEZ", ("", " angesehen")),
        ("2 nov. 2020, 23:09:02 CET", ("Vous avez regardé", "")),
        ("2 nov 2020, 23:09:02 CET", ("Has visto", "")),
        ("2 nov. 2020 23:09:02 CET", ("", " bekeken")),
        ("2 de nov. de 2020 23:09:02 BRT", ("Assistiu a", "")),
        ("2 nov 2020, 23:09:02 CET", ("Hai guardato", "")),
        ("2020/11/02 23:09:02 JST", ("", " を視聴しました")),
        ("2020. 11. 2. 오후 11:09:02 KST", ("", " 을(를) 시청했습니다")),
        ("2020년 11월 2일 오후 11:09:02 KST", ("", "")),
        ("2020年11月2日 23:09:02 CST", ("观看了", "")),
        ("2 lis 2020, 23:09:02 CET", ("Obejrzano", "")),
        ("2 Kas 2020 23:09:02 TRT", ("", " izlendi")),
        ("2 нояб. 2020 г., 23:09:02 MSK", ("Вы посмотрели видео", "")),
        ("2. marraskuuta 2020 klo 23.09.02 EET", ("Katsoit videon", "")),
    ],
)
def test_page_of_the_watch_history_is_read_in_any_language(date, words, tmp_path):
    path = written(tmp_path, "Verlauf.html", page(entry(date, words)))
    assert counts(read_activity(path)) == {(f"youtube:{youtube.ADA}", "watched", "2020-11"): 1}


def test_page_leaves_out_advertisements_and_videos_without_a_channel(tmp_path):
    details = "<b>Details:</b><br>&emsp;From Google Ads<br>"
    data = page(
        entry("Nov 2, 2020", details=details),
        entry("Nov 2, 2020", channel=""),
        entry("Nov 2, 2020", product="YouTube Music"),
    )
    activity = read_activity(written(tmp_path, "watch-history.html", data))
    assert counts(activity) == {(f"youtube:{youtube.ADA}", "listened", "2020-11"): 1}
    assert activity.skipped == {"advertisements": 1, "without a channel (deleted or private videos)": 1}


def test_day_and_month_that_could_be_either_are_settled_by_another_date_or_left_open(tmp_path):
    settled = page(entry("03/04/2024, 10:00"), entry("25/04/2024, 10:00"))
    assert counts(read_activity(written(tmp_path, "a.html", settled))) == {
        (f"youtube:{youtube.ADA}", "watched", "2024-04"): 2
    }
    other = page(entry("03/04/2024, 10:00"), entry("04/25/2024, 10:00"))
    assert set(counts(read_activity(written(tmp_path, "a.html", other)))) == {
        (f"youtube:{youtube.ADA}", "watched", "2024-03"),
        (f"youtube:{youtube.ADA}", "watched", "2024-04"),
    }
    left = read_activity(written(tmp_path, "a.html", page(entry("03/04/2024, 10:00"))))
    assert counts(left) == {(f"youtube:{youtube.ADA}", "watched", ""): 1}
    assert any("day/month or month/day" in note for note in left.notes)


def test_every_month_of_the_pages_has_its_names():
    """English, German and French abbreviations as the CLDR gives them."""
    names = [
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Jan Feb März Apr Mai Juni Juli Aug Sept Okt Nov Dez",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    ]
    for language in names:
        assert [month_in(f"1 {name} 2024") for name in language.split()] == [
            f"2024-{month:02}" for month in range(1, 13)
        ]


def test_many_entries_lie_across_the_borders_of_what_is_read_at_once(tmp_path):
    """The page is read by the megabyte; no entry may be lost or counted twice where two pieces meet."""
    data = page(*(entry(f"Nov {1 + number % 28}, 2020") for number in range(3000)), style=10)
    assert len(data) > 2 * 2**20
    activity = read_activity(written(tmp_path, "watch-history.html", data))
    assert counts(activity) == {(f"youtube:{youtube.ADA}", "watched", "2020-11"): 3000}


def test_history_that_is_cut_off_is_counted_up_to_the_cut_and_says_so(tmp_path):
    path = written(tmp_path, "watch-history.json", youtube.HISTORY[: youtube.HISTORY.index("2026-01-04")])
    activity = read_activity(path)
    assert activity.table["count"].sum() == 3
    assert any("stops after 3 entries" in note for note in activity.notes)


# --- listening -------------------------------------------------------------------------------------------------


def test_listening_is_counted_from_half_a_minute_on_and_by_number_where_the_library_knows_it(tmp_path):
    activity = read_activity(zipped(tmp_path / "my_spotify_data.zip", spotify.SAMPLES["my_spotify_data.zip"]))
    assert counts(activity) == {
        (f"spotify:show:{spotify.SHOW}", "listened", "2026-01"): 2,
        ("spotify:show:never_followed", "listened", "2026-02"): 1,
        (f"spotify:artist:{spotify.ARTIST}", "listened", "2026-01"): 1,
    }
    assert activity.skipped == {"played for less than 30 seconds": 1}
    assert set(activity.aliases.values()) <= set(activity.table["account"])
    assert not [name for name in activity.members_read if "Userdata" in name or "Payments" in name]


def test_extended_history_has_names_and_its_keys_are_the_aliases_of_the_follow_list(tmp_path):
    activity = read_activity(written(tmp_path, "Streaming_History_Audio_2020_0.json", spotify.EXTENDED))
    assert counts(activity) == {
        ("spotify:show:invented_show", "listened", "2020-04"): 1,
        ("spotify:artist:invented_artist", "listened", "2020-05"): 1,
    }
    library = read_follow_list(written(tmp_path, "YourLibrary.json", spotify.LIBRARY))
    assert set(activity.table["account"]) <= set(library.aliases)


def test_episodes_that_overcast_marks_as_played_are_listened_to(tmp_path):
    activity = read_activity(written(tmp_path, "overcast.opml", opml.OVERCAST))
    assert counts(activity) == {("feed:https://feeds.example/1", "listened", ""): 1}
    assert activity.reader == "opml"


# --- what holds for all --------------------------------------------------------------------------------------------

ALL = {
    "tweets.js": posts(post(f"RT @{HANDLE}: PRIVATE DECOY", mention(ADA), tags=["PRIVATEDECOY"])),
    "outbox.json": outbox(create(inReplyTo="https://other.example/@ada/1", summary="PRIVATE DECOY")),
    "repo.car": bluesky.CAR,
    "watch-history.json": youtube.HISTORY,
    "watch-history.html": page(entry("Nov 2, 2020")),
    "StreamingHistory_podcast_0.json": spotify.PODCASTS,
    "overcast.opml": opml.OVERCAST,
}


@pytest.mark.parametrize("name", ALL)
def test_only_counts_leave_the_reader(name, tmp_path):
    activity = read_activity(written(tmp_path, name, ALL[name]))
    assert tuple(activity.table.columns) == ACTIVITY_COLUMNS
    assert len(activity) > 0
    assert set(activity.table["kind"]) <= set(ACTIVITY_KINDS)
    assert str(activity.table["month"].dtype) == "datetime64[us]"
    assert not activity.table.duplicated(["account", "kind", "month"]).any()
    said = "\n".join([*activity.notes, *activity.skipped, *activity.aliases, *activity.table["account"]])
    assert "DECOY" not in said.upper()
    assert activity.file_name == name
    assert len(activity.digest) == 64
    assert not set(activity.aliases) & set(activity.table["account"])


@pytest.mark.parametrize("name", ALL)
def test_one_history_is_claimed_by_one_reader(name, tmp_path):
    """The other readers must say that it is not theirs, and not stumble."""
    from auditkit.export import Export

    claimed = []
    for reader in READERS:
        if reader.read_activity:
            with Export(written(tmp_path, name, ALL[name])) as export:
                try:
                    reader.read_activity(export)
                    claimed.append(reader.name)
                except UnknownExportError as error:
                    assert "DECOY" not in str(error)  # noqa: PT017 - what matters is who stays silent
    assert len(claimed) == 1


def test_export_that_cannot_say_it_is_answered_with_a_sentence(tmp_path):
    path = written(tmp_path, "following_accounts.csv", "Account address,Show boosts\nada@example.org,true\n")
    with pytest.raises(UnknownExportError, match="your own posts are not in it"):
        read_activity(path)
    table = written(tmp_path, "mine.csv", "handle,name\nada@example.org,Ada\n")
    with pytest.raises(UnknownExportError, match="a list of accounts does not say how often"):
        read_activity(table)
    with pytest.raises(UnknownExportError, match="photo"):
        read_activity(written(tmp_path, "x.zip", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(300)))


def test_tiktoks_history_names_no_author_and_that_is_said(tmp_path):
    following = {"Following": [{"Date": "2023-06-01 08:00:00", "UserName": "ada.example"}]}
    data = {"Your Activity": {"Following": following, "Video Browsing History": {"VideoList": []}}}
    with pytest.raises(UnknownExportError, match="never who made them"):
        read_activity(written(tmp_path, "user_data_tiktok.json", data))


def test_two_histories_in_one_folder_are_a_question(tmp_path):
    written(tmp_path, "StreamingHistory_podcast_0.json", spotify.PODCASTS)
    written(tmp_path, "watch-history.json", youtube.HISTORY)
    with pytest.raises(AuditKitError, match="Choose one of them at a time"):
        read_activity(tmp_path)


def test_history_inside_a_zip_inside_a_zip_is_found(tmp_path):
    inner = zipped(tmp_path / "inner.zip", [("data/tweets.js", ALL["tweets.js"])]).read_bytes()
    path = zipped(tmp_path / "outer.zip", [("twitter.zip", inner), ("readme.txt", "x")])
    assert len(read_activity(path)) == 1


def test_damaged_repository_is_damage_and_not_another_reader(tmp_path):
    with pytest.raises(BrokenExportError, match="CAR file"):
        read_activity(written(tmp_path, "repo.car", bluesky.CAR[:-5]))
