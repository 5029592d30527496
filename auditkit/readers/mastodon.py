"""Mastodon: the accounts you follow, from Preferences > Import and export > Data export > Follows.

The download is ``following_accounts.csv``: address and settings, no names, links or dates. No header before 3.0; two
columns in 3.x; four since 4.0. GoToSocial and Akkoma write the same. ``lists.csv`` beside it gives the groups. The
"archive" on the same page holds the owner's posts and never who they follow.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.fediverse import address, is_address
from auditkit.readers.mastodon_activity import read_activity
from auditkit.readers.rows import first_rows, rows_of
from auditkit.readers.text import begins, clean, counted
from auditkit.tables import FollowList, follow_table

_FOLLOWS = re.compile(r"(?:^|/)following_accounts[^/]*\.csv$", re.IGNORECASE)
_LISTS = re.compile(r"(?:^|/)lists[^/]*\.csv$", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:^|/)(blocked_accounts|muted_accounts|blocked_domains|domain_blocks|bookmarks)[^/]*\.csv$", re.I
)
_ARCHIVE = re.compile(r"(?:^|/)(?:actor|outbox)\.json$")
_HEADING, _SETTINGS = "account address", {"show boosts", "notify on new posts", "languages"}
_WHERE = "Choose `following_accounts.csv`: in Mastodon, Preferences > Import and export > Data export > Follows > CSV."
NO_SERVER = "without a server"


def _cells(export: Export, member: Member) -> list[str]:
    """Return the first row, lower case, or nothing when it is no table."""
    head = export.head(member)
    rows = first_rows(head, member.name, whole=len(head) == member.size)
    return [cell.casefold() for cell in rows[0]] if rows else []


def _is_list(export: Export, member: Member) -> bool:
    cells = _cells(export, member)
    if not cells or _OTHER.search(member.name) or _LISTS.search(member.name):
        return False
    if cells[0] == _HEADING:
        return set(cells[1:]) - {""} <= _SETTINGS
    # Without a header the file's name tells it from other lists of addresses.
    return bool(_FOLLOWS.search(member.name)) and is_address(cells[0])


def _identify(export: Export) -> bool:
    return any(_is_list(export, member) for member in export.candidates(_FOLLOWS))


def _read(export: Export) -> FollowList:
    members = [member for member in export.candidates(_FOLLOWS) if _is_list(export, member)]
    found, skipped, local = {}, {}, 0
    for member in members:
        with export.open(member) as stream:
            rows = rows_of(stream.read(), member.name)
        for row in rows[1:] if rows and rows[0] and rows[0][0].casefold() == _HEADING else rows:
            key, handle = address(row[0])
            if key is None:
                skipped["without an account address"] = skipped.get("without an account address", 0) + 1
            elif key in found:
                skipped["listed more than once"] = skipped.get("listed more than once", 0) + 1
            else:
                found[key] = handle
                local += "@" not in handle
    if not found and skipped:
        raise BrokenExportError(f"{members[0].name}: no row holds an account address such as user@server. {_WHERE}")
    notes = [f"{counted(len(found), 'account')}; Mastodon hands out addresses only, no names or dates."]
    if local:
        notes.append(
            f"{counted(local, 'address', 'addresses')} without a server: accounts on your own server. "
            "Add @ and the server's name in the file to tell them from others."
        )
    groups = _groups(export, found, notes)
    columns = {
        "account": list(found),
        "handle": list(found.values()),
        "flags": [() if "@" in handle else ("unresolved",) for handle in found.values()],
    }
    if groups:
        columns["group"] = ["; ".join(groups[key]) if key in groups else None for key in found]
    table = follow_table(columns, platform="mastodon")
    return FollowList(table, "mastodon", "mastodon", export.members_read, skipped, tuple(notes))


def _groups(export: Export, found: dict, notes: list[str]) -> dict[str, list[str]]:
    """Return the titles of the lists each account is in, from ``lists.csv`` if it was given."""
    groups = {}
    titles = set()
    for member in export.named(_LISTS):
        with export.open(member) as stream:
            rows = rows_of(stream.read(), member.name)
        for row in rows:
            title = clean(row[0]) if len(row) > 1 else None
            key = address(row[1])[0] if title else None
            if key in found and title not in groups.get(key, ()):
                groups.setdefault(key, []).append(title)
                titles.add(title)
    if groups:
        notes.append(f"{counted(len(groups), 'account')} in {counted(len(titles), 'list')} of yours.")
    return groups


def _explain(export: Export) -> str | None:
    if not export.chosen_directly and export.named(_ARCHIVE):
        return f"{export.name}: this archive holds your own posts; it never holds who you follow. {_WHERE}"
    for member in export.candidates(_OTHER):
        cells = _cells(export, member)
        wrong = _OTHER.search(member.name) and cells
        if wrong or (cells[:1] == [_HEADING] and "hide notifications" in cells):
            return (
                f"{member.name}: this is another list from Mastodon (blocked, muted or saved), "
                f"not who you follow. {_WHERE}"
            )
    for member in export.candidates(_LISTS):
        cells = _cells(export, member)
        if _LISTS.search(member.name) and len(cells) == 2 and is_address(cells[1]):
            return (
                f"{member.name}: this file says which of your lists an account is in, not who you follow. "
                f"{_WHERE} Both together give the accounts with their lists."
            )
    for member in export.candidates(_ARCHIVE):
        beginning = begins(export.head(member))
        if '"https://www.w3.org/ns/activitystreams' in beginning:
            return f"{member.name}: this file holds your own posts or profile, never who you follow. {_WHERE}"
    return None


READER = Reader(
    name="mastodon",
    platform="mastodon",
    label="Mastodon and kin",
    file="`following_accounts.csv`, with `lists.csv` if you keep lists",
    how_to_get="Preferences > Import and export > Data export > Follows > CSV",
    waiting_time="none",
    gives="addresses (user@server); your lists, if you add `lists.csv`",
    lacks="names, links, bios, dates",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=_explain,
    read_activity=read_activity,
)
