"""LinkedIn: connections, people, companies and hashtags you follow, and events, from "Get a copy of your data".

``Connections.csv`` begins with three lines of notes; until about 2020 it had no column ``URL``. Its e-mail column is
dropped on read. ``Member_Follows_<number>.csv`` gives a full name and nothing else, ``Company Follows.csv`` a name,
``Hashtag_Follows_<number>.csv`` (only described) a hashtag, ``Events.csv`` what you signed up for. A person both
connected and followed stands in two files; a name alone does not join them. Messages and invitations are never opened.
"""

import re

from auditkit.export import Export, Member, Reader
from auditkit.readers.feeds import web_address
from auditkit.readers.gathered import Gathered, Row, name_keys
from auditkit.readers.linkedin_tables import (
    CONNECTIONS,
    EVENTS,
    FILES,
    HASHTAGS,
    KINDS,
    MEMBERS,
    cells_of,
    explain,
    kind_of,
)
from auditkit.readers.meta_lists import in_one_folder
from auditkit.readers.platforms import from_link
from auditkit.readers.text import clean, counted, folded
from auditkit.readers.written_dates import written_date
from auditkit.tables import FollowList

_LEFT = "people who left LinkedIn"
# A connection whose account is gone keeps its row, without a name or under this one.
_GONE = "linkedin member"
_NOT_COMING = re.compile(r"declin|cancel|not |withdr|reject|ignor|inactive|unfollow", re.IGNORECASE)
_WORDS = {CONNECTIONS: "connection", MEMBERS: "person followed", EVENTS: "event", HASHTAGS: "hashtag"}
_KEY_WORD = {CONNECTIONS: "name", MEMBERS: "name", EVENTS: "event"}


def _lists(export: Export) -> dict[Member, str]:
    kinds = {member: kind_of(export, member) for member in export.candidates(FILES)}
    return {member: kind for member, kind in kinds.items() if kind}


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _read(export: Export) -> FollowList:
    kinds, gathered = _lists(export), Gathered("linkedin")
    numbers = {}
    for kind in filter(set(kinds.values()).__contains__, KINDS):
        members = in_one_folder([member for member in kinds if kinds[member] == kind], gathered)
        rows = [row for member in members for row in _rows(export, member, kind, gathered)]
        named = [row for row in rows if not row.account]
        for key, row in zip(name_keys("linkedin", _KEY_WORD.get(kind, "company"), named), named, strict=True):
            row.account = key
        before = len(gathered.rows)
        for row in rows:
            gathered.add(row)
        gathered.found = True
        numbers[kind] = len(gathered.rows) - before
    gathered.check_some(
        export.name, "an account", "Choose `Connections.csv` or `Member_Follows_….csv` as LinkedIn wrote it."
    )
    return _finished(export, gathered, numbers)


def _rows(export: Export, member: Member, kind: str, gathered: Gathered) -> list[Row]:
    rows = []
    for cells in cells_of(export, member, kind):
        row, reason = _row(cells, kind)
        if row is None:
            gathered.skip(reason)
            continue
        date = cells.get("date", "")
        row.since, row.precision = written_date(date)
        gathered.undated += bool(date) and row.since is None
        rows.append(row)
    return rows


def _row(cells: dict[str, str], kind: str) -> tuple[Row | None, str]:
    """Return the cells as a row, without a key where there is a name only; or None and why."""
    name = clean(" ".join(filter(None, (cells.get("first"), cells.get("last"), cells.get("name")))))
    if kind == CONNECTIONS:
        return _connection(cells, name)
    if not name or not name.strip("# "):
        return None, "without a name"
    if _NOT_COMING.search(cells.get("status", "")):
        return None, "no longer followed" if kind == MEMBERS else "declined or cancelled"
    if kind == HASHTAGS:
        tag = re.sub(r"\s", "", name).removeprefix("#")
        return Row(f"linkedin:#{folded(tag)}", name=f"#{tag}", relation="member"), ""
    if kind == EVENTS:
        return Row(name=name, url=web_address(cells.get("url", "")) or None, relation="attended"), ""
    if name.casefold() == _GONE:
        return None, _LEFT
    return Row(name=name), ""


def _connection(cells: dict[str, str], name: str | None) -> tuple[Row | None, str]:
    link = web_address(cells.get("url", ""))
    platform, handle, _ = from_link(link)
    handle = clean(handle) if platform == "linkedin" else None
    if not handle and (not name or name.casefold() == _GONE):
        return None, _LEFT
    work = ", ".join(filter(None, (cells.get("position"), cells.get("company"))))
    row = Row(name=name, bio=clean(work), relation="connected")
    if handle:
        row.account, row.handle, row.url = f"linkedin:{folded(handle)}", handle, link.partition("?")[0]
    return row, ""


def _finished(export: Export, gathered: Gathered, numbers: dict[str, int]) -> FollowList:
    several = {MEMBERS: "people followed"}
    what = [
        counted(number, _WORDS.get(kind, "company"), several.get(kind, "companies" if kind not in _WORDS else ""))
        for kind, number in numbers.items()
    ]
    names = [{row.name for row in gathered.rows.values() if row.relation == of} for of in ("connected", "follows")]
    both = len(names[0] & names[1] - {None})
    if both:
        gathered.notes.append(
            f"Names that stand among your connections and among people you follow: {both:,}. They are kept apart, "
            "because a name alone does not say that it is the same person; join them into one voice where it is."
        )
    alike = sum("@" in key for key in gathered.rows)
    if alike:
        gathered.notes.append(f"{counted(alike, 'account')} share a name with another; only their dates differ.")
    if gathered.count("connected"):
        gathered.notes.append("A connection is mutual and need not be followed; e-mail addresses were not kept.")
    return gathered.follow_list("linkedin", export, f"{', '.join(what)}.")


READER = Reader(
    name="linkedin",
    platform="linkedin",
    label="LinkedIn",
    file="`Complete_LinkedInDataExport_….zip` as downloaded, or `Connections.csv`, `Member_Follows_….csv`, "
    "`Company Follows.csv`, `Events.csv` from it",
    how_to_get="Settings & Privacy > Data privacy > Get a copy of your data > the larger archive; "
    "the fast one lacks lists",
    waiting_time="up to 24 hours",
    gives="connections with link, name, position, date; names of people and companies you follow; events",
    lacks="links and handles of people and companies you follow (names only); bios",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
)
