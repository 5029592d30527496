"""YouTube: the channels you subscribe to, from Google Takeout or from the programs that play YouTube.

Takeout hands out ``subscriptions.csv`` since mid-2021: number, link and title, no dates or descriptions. Folder, file
and headings are in the language of the account, so the list is known by its rows. Until mid-2021 it was
``subscriptions.json``, with dates and descriptions; before that, OPML from the subscription manager. NewPipe,
Invidious and FreeTube write lists of their own (NewPipe's likes of Piped and LibreTube were not seen).
"""

import re
from datetime import datetime

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.text import counted, folded
from auditkit.readers.youtube_activity import read_activity
from auditkit.readers.youtube_lists import channels, kind_of
from auditkit.readers.youtube_programs import Channel
from auditkit.readers.youtube_wrong import WHERE, explain
from auditkit.tables import FollowList, follow_table

LINK = "https://www.youtube.com/channel/{id}"
# In an archive: everything below a folder of YouTube's, and lists by the names they are known to carry.
_FILES = re.compile(
    r"(?:^|/)(?:YouTube[^/]*/(?:.*/)?[^/]*\.(?:csv|json)|(?:subscription|abos|abonne|suscripci|inscri|abonelik|"
    r"登録チャンネル|구독정보|订阅内容|訂閱|الاشتراكات|newpipe|invidious|freetube|profiles)[^/]*\.(?:csv|json|opml|xml|db|txt))$",
    re.IGNORECASE,
)


def _lists(export: Export) -> list[Member]:
    return [member for member in export.candidates(_FILES) if kind_of(export, member)]


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _read(export: Export) -> FollowList:
    found, skipped, notes = {}, {}, []
    members = _lists(export)
    for member in members:
        rows, said = channels(export, member)
        notes += said
        for channel in rows:
            _add(channel, found, skipped)
    if not found and skipped:
        raise BrokenExportError(f"{members[0].name}: no row holds a channel. {WHERE}")
    return _finished(export, found, skipped, notes)


def _add(channel: Channel, found: dict, skipped: dict) -> None:
    """Add a channel to `found` by its key; count it in `skipped` when it is there already or none."""
    key = channel.number or (f"@{folded(channel.handle)}" if channel.handle else "")
    reason = channel.reason
    if not reason and not key:
        reason = "without the number of a channel"
    known = found.get(key)
    if known and not reason:
        if channel.group and channel.group not in known["groups"]:
            known["groups"].append(channel.group)
        else:
            reason = "listed more than once"
    if reason:
        skipped[reason] = skipped.get(reason, 0) + 1
    elif not known:
        found[key] = {"channel": channel, "groups": [channel.group] if channel.group else []}


def _since(value: str | None) -> datetime | None:
    try:
        since = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return since if since.tzinfo and 2005 <= since.year < 2100 else None


def _finished(export: Export, found: dict, skipped: dict, notes: list[str]) -> FollowList:
    rows = [entry["channel"] for entry in found.values()]
    named = sum(bool(row.name or row.handle) for row in rows)
    first = f"{counted(len(rows), 'channel')}, names for {named:,}; a channel may be a person, a team or a show."
    if named < len(rows):
        notes.append("Where the list holds numbers only, the links lead to the channels.")
    dates = [_since(row.since) for row in rows]
    columns = {
        "account": [f"youtube:{row.number or folded(row.handle)}" for row in rows],
        "handle": [row.handle for row in rows],
        "name": [row.name for row in rows],
        "url": [f"https://www.youtube.com/{row.path}" if row.path else None for row in rows],
        "bio": [row.bio for row in rows],
        "group": ["; ".join(entry["groups"]) or None for entry in found.values()],
        "flags": [() if row.name or row.handle else ("unresolved",) for row in rows],
    }
    if any(dates):
        columns["since"] = dates
    return FollowList(
        table=follow_table(columns, platform="youtube", relation="subscribes"),
        platform="youtube",
        reader="youtube",
        members_read=export.members_read,
        skipped=skipped,
        notes=(first, *notes),
        link_template=LINK,
    )


READER = Reader(
    name="youtube",
    platform="youtube",
    label="YouTube",
    file="`takeout-….zip` (all parts), or `subscriptions.csv` from it; lists of NewPipe, Invidious, FreeTube",
    how_to_get="takeout.google.com > Deselect all > YouTube and YouTube Music > only subscriptions > Create export",
    waiting_time="minutes to a day",
    gives="channel numbers, titles, links; dates and descriptions until mid-2021",
    lacks="dates and descriptions today, the people behind a channel",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
    read_activity=read_activity,
)
