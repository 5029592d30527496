"""Bluesky: the accounts you follow, from Settings > Account > Export My Data > Download CAR file.

The download is ``repo.car``; some tools save it without an ending, as ``com.atproto.sync.getRepo``. It holds account
numbers (DIDs) and dates, no handles or names; lists of the owner give groups. Files of 2023 also hold what was
unfollowed since: only what the head commit leads to counts. JSON as the network's getFollows gives it, in one or
several pages, has handles, names and bios but no date (seen in descriptions only). Both together complete each other.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.bluesky_activity import read_activity
from auditkit.readers.bluesky_pages import follows_in_pages, is_pages
from auditkit.readers.repository import DID, Repository, car_files, date_in, moment_of
from auditkit.readers.text import begins, clean, counted
from auditkit.tables import FollowList, follow_table

LINK = "https://bsky.app/profile/{id}"
_PAGES = re.compile(r"follows?[^/]*\.(?:nd)?jsonl?$", re.IGNORECASE)
_FOLLOW, _LIST, _LISTED = "app.bsky.graph.follow", "app.bsky.graph.list", "app.bsky.graph.listitem"
# Lists for muting and blocking are no groups of people one learns from.
_CURATED = "app.bsky.graph.defs#curatelist"
_ERROR = re.compile(r"\s*\{\s*\"error\"\s*:\s*\"\w+\"(?:\s*,\s*\"message\"\s*:|\s*\})")
_FOLLOWERS = re.compile(r"\"followers\"\s*:\s*\[")
_WHERE = "In Bluesky: Settings > Account > Export My Data > Download CAR file."


def _pages(export: Export) -> list[Member]:
    return [member for member in export.candidates(_PAGES) if is_pages(begins(export.head(member)))]


def _identify(export: Export) -> bool:
    return bool(car_files(export) or _pages(export))


def _read(export: Export) -> FollowList:
    found, skipped, notes = {}, {}, []
    owners = set()
    for member in car_files(export):
        with export.open(member) as stream:
            repository = Repository(stream.read(), member.name)
        owners.add(repository.owner)
        _collect(repository, found, skipped)
    dated = len(found)
    pages, last = _pages(export), False
    for member in pages:
        with export.open(member) as stream:
            said, ends = follows_in_pages(stream.read(), member.name, found, skipped, owners)
        notes += said
        last = last or ends
    if pages and not last:
        notes.append(
            "Every page says that more follow: the last one is missing. Fetch the rest and choose all together."
        )
    if dated and len(found) > dated:
        more = counted(len(found) - dated, "account")
        notes.append(f"{more} only in the pages with names: followed after the CAR file was made, or of another owner.")
    for owner in owners & found.keys():
        del found[owner]
        skipped["your own account"] = skipped.get("your own account", 0) + 1
    if not found and skipped:
        raise BrokenExportError(f"{export.name}: no entry holds an account that is followed. {_WHERE}")
    return _finished(export, found, skipped, notes, bool(dated))


def _collect(repository: Repository, found: dict, skipped: dict) -> None:
    """Add what a repository follows to `found` by DID, with date and groups; count what is left out."""
    lists, listed = {}, {}
    for collection, key, record in repository.records(_FOLLOW, _LIST, _LISTED):
        subject = record.get("subject")
        if collection == _LIST:
            if record.get("purpose") == _CURATED:
                lists[f"at://{repository.owner}/{_LIST}/{key}"] = clean(record.get("name"))
        elif not isinstance(subject, str) or not DID.fullmatch(subject):
            skipped["without an account"] = skipped.get("without an account", 0) + 1
        elif collection == _LISTED:
            listed.setdefault(subject, []).append(record.get("list"))
        elif subject in found:
            skipped["listed more than once"] = skipped.get("listed more than once", 0) + 1
        else:
            found[subject] = {"since": moment_of(key) or date_in(record.get("createdAt"))}
    for subject in listed.keys() & found.keys():
        names = [lists.get(where) for where in listed[subject] if isinstance(where, str)]
        found[subject]["group"] = "; ".join(dict.fromkeys(filter(None, names))) or None


def _finished(export: Export, found: dict, skipped: dict, notes: list[str], numbers: bool) -> FollowList:
    rows = list(found.values())
    named = sum(bool(row.get("handle") or row.get("name")) for row in rows)
    first = f"{counted(len(rows), 'account')}, names for {named:,}."
    if numbers and named < len(rows):
        notes.append(
            "The CAR file names accounts by number (DID) only; the links lead to the profiles. "
            "The pages of getFollows, as JSON, add handles, names and bios: choose both together."
        )
    columns = {"account": [f"bluesky:{did}" for did in found]}
    for field in ("handle", "name", "bio", "group"):
        columns[field] = [row.get(field) for row in rows]
    columns["flags"] = [() if row.get("handle") or row.get("name") else ("unresolved",) for row in rows]
    if any(row.get("since") for row in rows):
        columns["since"] = [row.get("since") for row in rows]
    return FollowList(
        table=follow_table(columns, platform="bluesky"),
        platform="bluesky",
        reader="bluesky",
        members_read=export.members_read,
        skipped=skipped,
        notes=(first, *notes),
        link_template=LINK,
    )


def _explain(export: Export) -> str | None:
    for member in export.candidates(_PAGES):
        beginning = begins(export.head(member))
        if _ERROR.match(beginning):
            return (
                f"{member.name}: this is an error message of a server, saved in place of your data. "
                f"Download your data from Bluesky again. {_WHERE}"
            )
        if _FOLLOWERS.search(beginning) and '"did:' in beginning and not is_pages(beginning):
            return f"{member.name}: these are your *followers* on Bluesky, not who you follow. {_WHERE}"
    return None


READER = Reader(
    name="bluesky",
    platform="bluesky",
    label="Bluesky",
    file="`repo.car`, or the pages of getFollows as JSON (all of them); best both together",
    how_to_get="Settings > Account > Export My Data > Download CAR file",
    waiting_time="none",
    gives="account numbers (DIDs), dates, links, your lists; handles, names and bios from getFollows",
    lacks="handles and names in the CAR file, dates in getFollows",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=_explain,
    read_activity=read_activity,
)
