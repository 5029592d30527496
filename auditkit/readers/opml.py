"""OPML: the podcasts and feeds you subscribe to, as nearly every podcast app and feed reader exports them.

A feed is an outline with an ``xmlUrl`` (in any capitals), whatever its ``type`` says; outlines around it are folders.
Only Overcast gives dates; its extended form also lists episodes, which are skipped. Many programs write broken XML
(a bare ``&``, raw quotes): it is repaired, and the person is told. The feed names a show, not a person.
"""

import re
from datetime import datetime

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.feeds import feed_key, private, web_address
from auditkit.readers.opml_activity import read_played
from auditkit.readers.outlines import Outlines, read_outlines
from auditkit.readers.text import begins, clean, counted, decoded
from auditkit.readers.youtube_outlines import is_channel_list
from auditkit.tables import Activity, FollowList, follow_table

_FILES = re.compile(r"\.(?:opml|xml)$", re.IGNORECASE)
_BEGINS = re.compile(r"<(?:\w+:)?opml\b|<outline\b[^<]*\bxmlurl\s*=", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.\-]{1,40})")
_EPISODES = {"podcast-episode", "podcast-playlist"}
_POINTERS = {"include", "link"}
# Wrappers that the apps put around everything; they are nobody's folders.
_WRAPPERS = {"feeds", "playlists"}
_DEEPEST = 10
_AGAIN = "Export the list again as OPML from your podcast app or feed reader."


def _lists(export: Export) -> list[Member]:
    members = export.candidates(_FILES)
    found = [member for member in members if _BEGINS.search(_head(export, member))]
    # YouTube's old subscription manager wrote channels as feeds; the reader of YouTube knows them as channels.
    return [member for member in found if not is_channel_list(export, member)]


def _head(export: Export, member: Member) -> str:
    beginning = begins(export.head(member))
    # Pages of apps carry the same words further down.
    return "" if re.match(r"\s*<(?:!doctype html|html)", beginning, re.IGNORECASE) else beginning


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _read(export: Export) -> FollowList:
    feeds, skipped, notes, seen = {}, {}, [], 0
    for member in _lists(export):
        with export.open(member) as stream:
            data = stream.read()
        declared = _DECLARED.match(data[:400])
        text = decoded(data, declared[1].decode("ascii") if declared else "")
        outlines = read_outlines(text, member.name)
        before = len(feeds)
        _collect(outlines, feeds, skipped)
        seen += outlines.count
        if outlines.repaired:
            read = counted(len(feeds) - before, "subscription")
            notes.append(
                f"{member.name} is not valid XML ({outlines.repaired}). It was repaired in reading: {read} from "
                f"{counted(outlines.count, 'outline')}. Check that none is missing."
            )
    if not feeds and seen:
        raise BrokenExportError(
            f"{export.name}: the file has {counted(seen, 'outline')} but no address of a podcast or feed. {_AGAIN}"
        )
    return _finished(export, feeds, skipped, notes)


def _collect(outlines: Outlines, feeds: dict, skipped: dict) -> None:
    """Add the feeds among the outlines to `feeds` by key, folders joined; count what is left out."""
    for attributes, folders, leaf in outlines:
        kind = attributes.get("type", "").strip().lower()
        address = attributes.get("xmlurl", "").strip()
        reason = None
        if kind in _EPISODES:
            reason = "episodes and playlists"
        elif kind in _POINTERS and not address:
            reason = "links to other lists, which are never opened"
        elif not address:
            reason = "without a feed address" if leaf and (kind or "htmlurl" in attributes) else ""
        elif attributes.get("subscribed", "").strip() == "0":
            reason = "no longer subscribed"
        elif not (link := web_address(address)):
            reason = "without a web address"
        if reason is None:
            key = feed_key(link)
            if key in feeds:
                reason = "listed more than once"
            else:
                feeds[key] = _feed(attributes, link, private(address))
            known = feeds[key]["group"]
            known += [group for group in _groups(attributes, folders) if group not in known]
        if reason:
            skipped[reason] = skipped.get(reason, 0) + 1


def _feed(attributes: dict, link: str, secret: bool) -> dict:
    page = web_address(attributes.get("htmlurl", ""))
    host = re.sub(r"^https?://", "", link).partition("/")[0]
    name = clean(attributes.get("text")) or clean(attributes.get("title")) or page or host
    since = clean(attributes.get("overcastaddeddate"))
    return {"name": name, "url": page or link, "since": since, "group": [], "private": secret}


def _groups(attributes: dict, folders: list[str]) -> list[str]:
    path = [name for name in (clean(folder) for folder in folders[:_DEEPEST]) if name]
    if path and path[0].casefold() in _WRAPPERS:
        path = path[1:]
    labels = (clean(label.strip().strip("/")) for label in attributes.get("category", "").split(","))
    return [group for group in ("/".join(path), *labels) if group]


def _finished(export: Export, feeds: dict, skipped: dict, notes: list[str]) -> FollowList:
    first = f"{counted(len(feeds), 'subscription')} to podcasts and feeds; a feed names a show, not a person."
    hidden = sum(feed["private"] for feed in feeds.values())
    if hidden:
        notes.append(
            f"{counted(hidden, 'private feed address', 'private feed addresses')}: the secret part was left out."
        )
    rows = list(feeds.values())
    columns = {
        "account": list(feeds),
        "name": [feed["name"] for feed in rows],
        "url": [feed["url"] for feed in rows],
        "group": ["; ".join(feed["group"]) or None for feed in rows],
    }
    dates = [feed["since"] if _is_date(feed["since"]) else None for feed in rows]
    if any(dates):
        columns["since"] = dates
    table = follow_table(columns, platform="feed", relation="subscribes")
    return FollowList(table, "feed", "opml", export.members_read, skipped, (first, *notes))


def _is_date(value: str | None) -> bool:
    """Whether the value is a moment as Overcast writes it, with its zone."""
    try:
        date = datetime.fromisoformat(value or "")
    except ValueError:
        return False
    return date.tzinfo is not None and date.year >= 1970


def _explain(export: Export) -> str | None:
    for member in export.candidates(_FILES):
        beginning = begins(export.head(member)).lstrip().lower()
        page = beginning.startswith(("<!doctype html", "<html"))
        if page and ("antennapod subscriptions" in beginning or 'type="application/rss+xml"' in beginning):
            return f"{member.name}: this is a web page of your subscriptions, not the list itself. {_AGAIN}"
        if re.search(r"<(?:rss|feed|rdf:rdf)\b", beginning) and not page:
            return f"{member.name}: this is a single feed, not the list of your subscriptions. {_AGAIN}"
    return None


def _read_activity(export: Export) -> Activity:
    return read_played(export, _lists(export))


READER = Reader(
    name="opml",
    platform="feed",
    label="Podcasts and feeds (OPML)",
    file="the `.opml` (or `.xml`) file your app exports",
    how_to_get="in the podcast app or feed reader: Settings > Export or Import/Export > OPML (words differ by app)",
    waiting_time="none",
    gives="names of shows and feeds, links, folders; dates from Overcast only",
    lacks="the people behind a show, dates from other apps",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=_explain,
    read_activity=_read_activity,
)
