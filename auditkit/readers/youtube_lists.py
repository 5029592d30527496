"""The lists of YouTube channels that programs write: rows of number, name, link and date.

Google's table has headings in the language of the account, so the rows decide: three cells, the number of a channel
(``UC`` and 22 signs) and a link that holds the same number.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member
from auditkit.readers.documents import Documents
from auditkit.readers.outlines import read_outlines
from auditkit.readers.rows import first_rows, rows_of
from auditkit.readers.text import begins, clean, decoded
from auditkit.readers.youtube_outlines import CHANNEL_FEED, is_channel_list
from auditkit.readers.youtube_programs import CHANNEL, NO_NUMBER, Channel, of_document

_NAMED = re.compile(r"\"(?:youtube#subscription|resourceId)\"")
_SUBSCRIPTIONS = re.compile(r"\"subscriptions\"\s*:\s*\[\s*(\]|\"UC|\{)")
# Which program wrote the list; or a link or a number of a channel in it.
_PROGRAMS = re.compile(r"\"(?:app_version|watch_history|_id|service_id)\"\s*:")
_A_CHANNEL = re.compile(r"youtube\.com/|\"UC[A-Za-z0-9_\-]{22}\"")
# A list without a usable row is known by its heading, in these languages; otherwise the heading does not matter.
_HEADINGS = re.compile(
    r"channel id|kanal-id|id del canal|id des cha[iî]nes|id do canal|チャンネル id|채널 id|频道 id|頻道 id",
    re.IGNORECASE,
)
_KEYS = ("subscriptions",)
_AGAIN = "Choose the file as YouTube or Google Takeout wrote it."
_MOST_ROWS = 100_000


def kind_of(export: Export, member: Member) -> str:
    """Return which kind of list of channels a member is, or an empty string."""
    head = export.head(member)
    beginning = begins(head).lstrip("\ufeff \t\r\n")
    if beginning.startswith(("{", "[")):
        if beginning.startswith("[") and _NAMED.search(beginning):
            return "resources"
        return "subscriptions" if beginning.startswith("{") and _is_subscriptions(beginning) else ""
    if beginning.startswith("<"):
        return "outlines" if is_channel_list(export, member) else ""
    rows = first_rows(head, member.name, whole=len(head) == member.size)
    return "table" if _is_table(rows) else ""


def _is_subscriptions(beginning: str) -> bool:
    found = _SUBSCRIPTIONS.search(beginning)
    return bool(found) and (found[1] == '"UC' or bool(_PROGRAMS.search(beginning) or _A_CHANNEL.search(beginning)))


def _is_table(rows: list[list[str]]) -> bool:
    if any(_row(cells).number for cells in rows[:5]):
        return True
    return bool(rows) and len(rows[0]) == 3 and bool(_HEADINGS.fullmatch(rows[0][0].lstrip("\ufeff")))


def channels(export: Export, member: Member) -> tuple[list[Channel], list[str]]:
    """Return the channels of one member, and notes about what is wrong with it."""
    kind = kind_of(export, member)
    with export.open(member) as stream:
        data = stream.read()
    if kind == "table":
        if data.count(b"\n") + data.count(b"\r") > 2 * _MOST_ROWS:
            raise BrokenExportError(f"{member.name}: this table has more rows than any list of channels. {_AGAIN}")
        rows = [_row(cells) for cells in rows_of(data, member.name)]
        # The heading is the first row, and no channel.
        return (rows[1:] if rows and not rows[0].number else rows), []
    if kind == "outlines":
        return [_outline(attributes) for attributes, _, leaf in read_outlines(decoded(data), member.name) if leaf], []
    documents = Documents(data, member.name, *_KEYS)
    found = [channel for document in documents.found for channel in of_document(document, documents)]
    return found, documents.stopped(member.name)


def _row(cells: list[str]) -> Channel:
    """Return a row of Google's table; its third cell may be empty."""
    number = cells[0] if cells else ""
    if len(cells) == 3 and CHANNEL.fullmatch(number) and number in cells[1]:
        return Channel(number=number, name=clean(cells[2]))
    return NO_NUMBER


def _outline(attributes: dict) -> Channel:
    found = CHANNEL_FEED.search(attributes.get("xmlurl", ""))
    name = clean(attributes.get("text")) or clean(attributes.get("title"))
    return Channel(number=found[1], name=name) if found else NO_NUMBER
