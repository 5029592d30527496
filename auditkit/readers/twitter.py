"""X, formerly Twitter: the accounts you follow, from the archive of your data.

The list is ``data/following.js``: account numbers, no handles, names or dates. Handles come from the people the
owner mentioned in their own posts, as far as they did. 2018 to early 2020 the file lay at the root, without
links. A list longer than about 100 MB is expected in parts (``following-part1.js``; not seen so far). Archives
made from 2012 to 2019 by "Your tweet archive" never held who you follow.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.records import Records
from auditkit.readers.text import begins, counted
from auditkit.readers.twitter_activity import read_activity
from auditkit.readers.twitter_names import names_in_posts
from auditkit.readers.twitter_owner import manifest_of, owner_number
from auditkit.readers.twitter_wrong import explain
from auditkit.tables import FollowList, follow_table

LINK = "https://twitter.com/intent/user?user_id={id}"
_FOLLOWING = re.compile(r"(?:^|/)following(?:-part\d+)?\.js(?:on)?$", re.IGNORECASE)
_BEGINS = re.compile(
    r"\s*(?:(?:window\.)?YTD\.following\.part\d+\s*=|\[\s*\{\s*\"following\"\s*:\s*\{\s*\"(?:accountId|userLink)\")"
)
# Without the prefix and the wrapper only the file's name tells; an empty list says nothing at all.
_BEGINS_BARE = re.compile(r"\s*\[\s*(?:\]|\{\s*\"accountId\")")


def _lists(export: Export) -> list[Member]:
    found = []
    for member in export.candidates(_FOLLOWING):
        beginning = begins(export.head(member))
        bare = _BEGINS_BARE.match(beginning) and member.base.lower().startswith("following")
        if _BEGINS.match(beginning) or (bare and member.base.lower().endswith(".js")):
            found.append(member)
    return found


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _chosen(members: list[Member]) -> tuple[list[Member], list[str]]:
    """Return the parts of one list, in order, and what to say about the lists left out."""
    notes = []
    home = min((member.folder for member in members), key=lambda folder: folder.count("/"))
    parts = {member.base.lower(): member for member in members if member.folder == home}
    inside = sum(member.folder == home for member in members)
    if inside < len(members):
        notes.append(f"Lists of this name lie in several folders; the one in {home or 'the first folder'} was read.")
    if len(parts) < inside:
        notes.append("A list of the same name is in the export more than once; the last one was read.")
    number = re.compile(r"part(\d+)")
    order = {name: int(found[1]) if (found := number.search(name)) else 0 for name in parts}
    return [parts[name] for name in sorted(parts, key=order.get)], notes


def _announced(manifest: dict) -> int | None:
    """Return how many accounts the manifest announces; it writes counts as text."""
    try:
        files = manifest["dataTypes"]["following"]["files"]
        return sum(int(file["count"]) for file in files)
    except (KeyError, TypeError, ValueError):
        return None


def _read(export: Export) -> FollowList:
    members, notes = _chosen(_lists(export))
    folder = members[0].folder
    manifest = manifest_of(export, folder)
    owner = "twitter:" + owner_number(export, folder, manifest)
    keys, strange, count = {}, 0, 0
    for member in members:
        with export.open(member) as stream:
            records = Records(stream)
            strange += _collect(records, keys)
        count += records.count
        if records.cut:
            notes.append(_stopped(member, records))
    skipped = {"your own account": int(owner in keys)}
    keys.pop(owner, None)
    skipped["listed more than once"] = count - strange - len(keys) - skipped["your own account"]
    skipped["without a usable account number"] = strange
    if strange and strange == count:
        raise BrokenExportError(
            f"{members[0].name}: none of its {counted(count, 'entry', 'entries')} looks like an account you follow. "
            "Download the archive again and choose it as it is, without opening the file in another program."
        )
    announced = _announced(manifest)
    if announced is not None and announced != count:
        notes.append(f"The archive announces {counted(announced, 'account')} (manifest.js); the list holds {count:,}.")
    return _finished(export, folder, keys, skipped, notes)


def _collect(records: Records, keys: dict) -> int:
    """Add the key of each account to `keys`, in the file's order; return how many items hold none."""
    strange = 0
    for item in records:
        try:
            number = item.get("following", item)["accountId"]
            if number.isdigit() and number.isascii():
                keys["twitter:" + number] = None
                continue
        except (AttributeError, KeyError, TypeError):
            pass
        strange += 1
    return strange


def _stopped(member: Member, records: Records) -> str:
    if not records.count:
        raise BrokenExportError(
            f"{member.name}: the list cannot be read; the file is damaged or cut off. Download the archive again."
        )
    return (
        f"{member.name} stops after {counted(records.count, 'entry', 'entries')}; the file looks cut off. "
        "Download the archive again to have them all."
    )


def _finished(export: Export, folder: str, keys: dict, skipped: dict, notes: list[str]) -> FollowList:
    names, aliases, posts = names_in_posts(export, folder, keys) if keys else ({}, {}, 0)
    accounts = list(keys)
    # In a list of 670,000 the look-up table alone is 40 MB; it is not needed beside the finished one.
    keys.clear()
    first = f"{counted(len(accounts), 'account')}, names for {len(names):,}."
    if len(names) < len(accounts):
        source = (
            "names come from people mentioned in your own posts"
            if posts
            else "no posts of yours were given, which could name some of them; choose the whole archive"
        )
        notes.append(f"X hands out account numbers only; {source}. The links lead to the profiles.")
    columns = {"account": accounts}
    if names:
        columns["handle"] = [names.get(key, (None, None))[0] for key in accounts]
        columns["name"] = [names.get(key, (None, None))[1] for key in accounts]
    named, unnamed = (), ("unresolved",)
    columns["flags"] = [named if key in names else unnamed for key in accounts]
    return FollowList(
        table=follow_table(columns, platform="twitter"),
        platform="twitter",
        reader="twitter",
        members_read=export.members_read,
        skipped={reason: number for reason, number in skipped.items() if number},
        notes=(first, *notes),
        aliases=aliases,
        link_template=LINK,
    )


READER = Reader(
    name="twitter",
    platform="twitter",
    label="X (Twitter)",
    file="`twitter-….zip` as downloaded, or `data/following.js` from it",
    how_to_get="More > Settings and Support > Settings and privacy > Your account > Download an archive of your data",
    waiting_time="24 hours or more",
    gives="account numbers and links; handles and names of those you mentioned in your posts",
    lacks="most handles and names, bios, dates",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
    read_activity=read_activity,
)
