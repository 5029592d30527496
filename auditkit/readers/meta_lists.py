"""The lists of accounts that Instagram and Threads write, item by item, and which of several such lists to read."""

import re
from urllib.parse import unquote

from auditkit.export import Member
from auditkit.readers.gathered import Gathered, Row
from auditkit.readers.meta_text import meta_text, moment
from auditkit.readers.platforms import from_link
from auditkit.readers.text import clean, folded
from auditkit.readers.written_dates import written_date

NO_ACCOUNT = "without a link to an account"
_HANDLE = re.compile(r"@?([\w.]{1,100})", re.ASCII)
_DELETED = re.compile(r"__deleted__", re.IGNORECASE)
# Pages of the platforms themselves, where a handle would stand.
_NO_HANDLES = re.compile(
    r"_u|p|reels?|tv|stories|explore|accounts|direct|about|legal|share|t|post|search", re.IGNORECASE
)
_TAG_LINK = re.compile(r"https?://(?:www\.)?instagram\.com/explore/tags/([^/?#]{1,200})", re.IGNORECASE)


def handle_in(link: str, platform: str) -> str:
    """Return the handle that a link to a profile of `platform` leads to, or nothing.

    Examples
    --------
    >>> handle_in("https://www.instagram.com/_u/ada.example/?igsh=1", "instagram")
    'ada.example'
    >>> handle_in("https://www.instagram.com/p/xyz/", "instagram"), handle_in("https://a.example/ada", "instagram")
    ('', '')
    """
    found, handle, _ = from_link(link if "://" in link else f"https://{link}")
    return handle_as(handle) if found == platform else ""


def handle_as(text: object) -> str:
    """Return `text` as a handle, without a leading @, or nothing when it cannot be one."""
    spelled = _HANDLE.fullmatch(text) if isinstance(text, str) else None
    return spelled[1] if spelled and not _NO_HANDLES.fullmatch(spelled[1]) else ""


def parts_of(item: object) -> tuple[str, str, str, object, bool]:
    """Return link, value, title and time of an item as Meta writes it, and whether a text was put right."""
    if not isinstance(item, dict):
        return "", "", "", None, False
    listed = item.get("string_list_data")
    data = next((entry for entry in listed if isinstance(entry, dict)), {}) if isinstance(listed, list) else {}
    link, _ = meta_text(data.get("href"))
    value, mended = meta_text(data.get("value"))
    title, also = meta_text(item.get("title"))
    return link or "", value or "", title or "", data.get("timestamp"), mended or also


def add_profile(gathered: Gathered, item: object) -> None:
    """Add an item as an account. Its link says who it is, else its value; the title is a handle or a name.

    Until October 2025 the handle stood in `value`; since then it stands in `title`.
    """
    link, value, title, time, mended = parts_of(item)
    platform = gathered.platform
    handle = handle_in(link, platform) if link else handle_as(value or title)
    if not handle:
        gathered.skip(NO_ACCOUNT)
        return
    row = profile(platform, handle)
    if value and title and folded(title) not in (row.account.partition(":")[2], folded(value)):
        row.name = title
    row.flags += ("repaired",) if mended and row.name else ()
    add_dated(gathered, row, time)


def profile(platform: str, handle: str) -> Row:
    """Return the row of a handle; the platform marks deleted accounts in the handle itself."""
    flags = ("deleted",) if _DELETED.match(handle) else ()
    return Row(account=f"{platform}:{folded(handle)}", handle=handle, flags=flags)


def add_dated(gathered: Gathered, row: Row, time: object) -> None:
    """Add `row` with the time as Meta's JSON gives it."""
    row.since = moment(time)
    row.precision = "exact" if row.since else "unknown"
    gathered.add(row, undated=time is not None and row.since is None)


def add_linked(gathered: Gathered, link: str, behind: str) -> None:
    """Add a link of a page as an account or a hashtag; other links of the page are nobody's."""
    handle = handle_in(link, gathered.platform)
    tag = tag_in(link)
    if not handle and not tag:
        return
    row = profile(gathered.platform, handle) if handle else hashtag(tag)
    row.since, row.precision = written_date(behind)
    gathered.add(row, undated=bool(behind) and row.since is None)


def tag_in(link: str) -> str:
    """Return the hashtag that a link of Instagram leads to, without its #, or nothing."""
    found = _TAG_LINK.match(link)
    return clean(unquote(found[1])) or "" if found else ""


def hashtag(tag: str) -> Row:
    """Return the row of a hashtag that is followed: a group one has joined."""
    tag = tag.removeprefix("#")
    url = f"https://www.instagram.com/explore/tags/{tag}/"
    return Row(account=f"instagram:#{folded(tag)}", name=f"#{tag}", url=url, relation="member")


def add_hashtag(gathered: Gathered, item: object) -> None:
    """Add an item as a hashtag that is followed."""
    link, value, title, time, mended = parts_of(item)
    tag = tag_in(link) or value or title
    tag = re.sub(r"\s", "", tag).removeprefix("#")
    if not tag:
        gathered.skip("without a hashtag")
        return
    row = hashtag(tag)
    row.flags = ("repaired",) if mended else ()
    add_dated(gathered, row, time)


def in_one_folder(members: list[Member], gathered: Gathered) -> list[Member]:
    """Return the lists of one export: those nearest the top, and JSON before pages; say when others were left out.

    Parts of one export share their folders, also across several zips.
    """
    home = min((member.folder for member in members), key=lambda folder: (folder.count("/"), folder))
    chosen = [member for member in members if member.folder == home]
    if len(chosen) < len(members):
        gathered.notes.append(
            f"Lists of this name lie in several folders; those in {home or 'the first folder'} were read. "
            "To read others, choose their folder."
        )
    pages = [member for member in chosen if member.base.lower().endswith((".html", ".htm"))]
    return [member for member in chosen if member not in pages] or pages
