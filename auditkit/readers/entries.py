"""One row of a hand-made table as an account: its key, and why not if it has none."""

import re
from dataclasses import dataclass
from datetime import datetime

from auditkit.readers.fediverse import address, is_address
from auditkit.readers.feeds import feed_key, web_address
from auditkit.readers.platforms import account_key, from_link, is_key, platform_key
from auditkit.readers.text import clean

_LINK_FORMULA = re.compile(r"=HYPERLINK\(\s*\"([^\"]{1,2000})\"", re.IGNORECASE)
_LOOKS_LIKE_LINK = re.compile(r"(?:https?|feed)://\S+|(?:www\.|(?:twitter|x|instagram|bsky)\.\w+/)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"@?([\w.\-]{1,300})")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{16,}")
# Addresses there are letter boxes, not accounts; what a person mails to has no place here.
_LETTER_BOXES = re.compile(
    r"@(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|aol|gmx|web|proton|protonmail|t-online)\.[\w.]+$", re.I
)


@dataclass
class Entry:
    """An account as one row gives it; `reason` says why a row cannot be used."""

    account: str = ""
    platform: str = ""
    handle: str | None = None
    name: str | None = None
    url: str | None = None
    bio: str | None = None
    group: str | None = None
    flags: tuple[str, ...] = ()
    since: datetime | None = None
    since_precision: str = "unknown"
    reason: str = ""
    rounded: bool = False


def rounded_numbers(found: list[dict[str, str]]) -> bool:
    """Whether most long numbers end in zeros: the column went through a spreadsheet, which keeps 15 digits."""
    numbers = [cells.get("id") or cells.get("handle") or "" for cells in found]
    long = [number for number in numbers if _LONG_NUMBER.fullmatch(number.lstrip("'"))]
    return sum(number[15:].strip("0") == "" for number in long) * 2 > len(long) > 0


def entry_of(cells: dict[str, str], said: str | None, rounded: bool) -> Entry:
    """Return the row as an account. Its platform comes from its own column, its link, its handle, or `said`."""
    handle, link, number = (_unguarded(cells.get(field, "")) for field in ("handle", "url", "id"))
    if not link and _LOOKS_LIKE_LINK.fullmatch(handle):
        handle, link = "", handle
    entry = Entry(
        name=clean(cells.get("name")), bio=clean(cells.get("bio"), lines=True), group=clean(cells.get("group"))
    )
    link = link if "://" in link or not link else "https://" + link
    entry.url = web_address(link) or None
    if is_key(handle):
        entry.account, entry.platform = handle, handle.partition(":")[0]
        entry.handle = handle.partition(":")[2] if entry.platform == "mastodon" else None
        return entry
    number = number or (handle if handle.isdigit() else "")
    if _ROUNDED.fullmatch(number or handle) or (rounded and _LONG_NUMBER.fullmatch(number)):
        entry.rounded = True
        number, handle = "", "" if not cells.get("id") else handle
    linked = from_link(link) if entry.url else ("", "", "")
    entry.platform = _platform(platform_key(cells.get("platform", "")) or linked[0], handle, said)
    _identify(entry, handle, linked, number)
    return entry


def _platform(known: str, handle: str, said: str | None) -> str:
    if known:
        return known
    if is_address(handle):
        return "mastodon"
    if handle.casefold().endswith(".bsky.social"):
        return "bluesky"
    return platform_key(said or "") or "list"


def _identify(entry: Entry, handle: str, linked: tuple[str, str, str], number: str) -> None:
    """Give `entry` its key: the platform's number, else the handle, else the link; else the reason why not."""
    platform = entry.platform
    number = number or linked[2]
    plain = _HANDLE.fullmatch(handle)
    if _LETTER_BOXES.search(handle):
        entry.reason = "an e-mail address, not an account"
        return
    if platform == "mastodon" and (address(handle)[0] or linked[1]):
        # A link knows the server that a bare handle leaves out.
        spelled = linked[1] if linked[1] and not is_address(handle) else handle
        entry.account, entry.handle = address(spelled)
        entry.flags = () if is_address(spelled) else ("unresolved",)
    elif platform == "feed" and entry.url:
        entry.account = feed_key(entry.url)
    elif platform == "twitter" and number.isdigit() and number.isascii():
        entry.account, entry.handle = f"twitter:{number}", plain[1] if plain and plain[1] != number else None
        entry.flags = () if entry.handle or entry.name else ("unresolved",)
    elif plain or linked[1]:
        entry.handle = plain[1] if plain else linked[1]
        entry.account = account_key(platform, entry.handle)
    elif entry.url:
        entry.account = f"{platform}:{entry.url}"
    elif number:
        entry.account, entry.flags = account_key(platform, number), ("unresolved",)
    else:
        entry.reason = "account number rounded by a spreadsheet" if entry.rounded else "without a handle or link"


def _unguarded(cell: str) -> str:
    """Return the cell without what spreadsheets put around it: a leading apostrophe, a link formula."""
    formula = _LINK_FORMULA.match(cell)
    return formula[1] if formula else (clean(cell.lstrip("'")) or "")
