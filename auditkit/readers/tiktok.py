"""TikTok: the accounts you follow, from Settings and privacy > Account > Download your data.

JSON (``user_data_tiktok.json``, before 2024 ``user_data.json``) or text (``Following.txt``, not seen): handles and
dates; TikTok says that times are UTC, the JSON does not. The list has moved with nearly every version: Activity >
Following List (to 2024), Your Activity > Following (2025), Profile And Settings > Following (2026), the top, a file of
its own. So it is looked for by what it holds, below any key. An empty list may be ``null``. What was watched stands
there as links to videos, without authors: it cannot be counted by account.
"""

import io
import itertools
import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.dates import read_dates
from auditkit.readers.gathered import ENTRY_LIMIT, Gathered, Row
from auditkit.readers.meta_lists import handle_as, in_one_folder
from auditkit.readers.nested_lists import NestedLists
from auditkit.readers.text import begins, counted, decoded, folded
from auditkit.readers.tiktok_search import holds
from auditkit.readers.tiktok_wrong import explain, says_another_list
from auditkit.tables import FollowList

LINK = "https://www.tiktok.com/@{id}"
_FILES = re.compile(
    r"(?:^|/)(?:user_data(?:_tiktok)?|following(?: ?list)?)(?:[ _]?\(?\d+\)?)?\.(?:json|txt)$", re.IGNORECASE
)
# With accounts the list tells itself; an empty one only below a key of its own.
_LIST = re.compile(
    r'"[Ff]ollowing(?: [Ll]ist)?"\s*:\s*'
    r'(?:\[\s*\{[^{}\[\]]{0,300}"[Uu]ser[Nn]ame"\s*:|\{\s*"[Ff]ollowing"\s*:\s*(?:null|\[\s*\]|\[\s*\{[^{}\[\]]{0,300}"[Uu]ser[Nn]ame"\s*:))'
)
_LINE = re.compile(r"\s*(date|username)\s*:\s*(\S.*?)\s*", re.IGNORECASE)
_TEXT_BEGINS = re.compile(
    r"[\s\ufeff]*(?:date|username)[ \t]*:[^\n]{1,200}\n\s*(?:date|username)[ \t]*:", re.IGNORECASE
)
_NO_HANDLE = "without a handle"


def _is_list(export: Export, member: Member) -> bool:
    beginning = begins(export.head(member))
    if _TEXT_BEGINS.match(beginning):
        # Followers are written in the same way: only the name of the file tells.
        return not says_another_list(member.base)
    return beginning.lstrip("\ufeff \t\r\n").startswith("{") and holds(export, member, _LIST)


def _lists(export: Export) -> list[Member]:
    return [member for member in export.candidates(_FILES) if _is_list(export, member)]


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _wanted(path: tuple[str, ...]) -> bool:
    above = " ".join(path).casefold()
    return path[-1].casefold() in ("following", "following list") and not says_another_list(above)


def _read(export: Export) -> FollowList:
    gathered = Gathered("tiktok")
    for member in in_one_folder(_lists(export), gathered):
        if begins(export.head(member)).lstrip("\ufeff \t\r\n").startswith("{"):
            _read_json(export, member, gathered)
        else:
            _read_text(export, member, gathered)
    gathered.check_some(
        export.name, "an account you follow", "Ask TikTok for the data again, as JSON, and choose the zip as it is."
    )
    gathered.notes.append("TikTok hands out handles and dates only. A handle can pass to somebody else after a rename.")
    return gathered.follow_list("tiktok", export, f"{counted(len(gathered.rows), 'account')}.", link_template=LINK)


def _read_json(export: Export, member: Member, gathered: Gathered) -> None:
    with export.open(member) as stream:
        lists = NestedLists(stream, _wanted)
        for path, item in lists:
            # A value that is no list: null, or a number of accounts among the settings.
            if not lists.found[path]:
                continue
            cells = {key.casefold(): value for key, value in item.items()} if isinstance(item, dict) else {}
            _add(gathered, cells.get("username"), cells.get("date"))
    places = sum(number > 0 for number in lists.found.values())
    if places > 1:
        gathered.notes.append(f"The list stands in {places} places of the file; each account counts once.")
    gathered.ended(member.name, sum(lists.found.values()), cut=lists.cut, found=bool(lists.found))


def _read_text(export: Export, member: Member, gathered: Gathered) -> None:
    with export.open(member) as stream:
        lines = io.StringIO(decoded(stream.read()), newline=None)
    gathered.found = True
    cells: dict[str, str] = {}
    for line in itertools.chain(lines, ("",)):
        found = _LINE.fullmatch(line)
        key = found[1].casefold() if found else ""
        if cells and (key in cells or not line.strip()):
            _add(gathered, cells.get("username"), cells.get("date"))
            cells = {}
        if found:
            cells[key] = found[2]
        if len(gathered.rows) > ENTRY_LIMIT:
            raise BrokenExportError(
                f"{member.name}: the list holds more than {ENTRY_LIMIT:,} entries, more than TikTok hands out. "
                "Choose the file as TikTok wrote it."
            )


def _add(gathered: Gathered, name: object, date: object) -> None:
    handle = handle_as(name)
    if not handle:
        gathered.skip(_NO_HANDLE)
        return
    row = Row(account=f"tiktok:{folded(handle)}", handle=handle)
    if date is not None:
        (row.since,), (row.precision,), _ = read_dates([date.strip() if isinstance(date, str) else ""])
    gathered.add(row, undated=date is not None and row.since is None)


READER = Reader(
    name="tiktok",
    platform="tiktok",
    label="TikTok",
    file="`TikTok_Data_….zip` as downloaded, or `user_data_tiktok.json`, `user_data.json` or `Following.txt` from it",
    how_to_get="Settings and privacy > Account > Download your data > All data, file format JSON; "
    "fetch it within 4 days",
    waiting_time="a few days",
    gives="handles, links, dates",
    lacks="names, bios; whose videos you watched or liked (the history holds links to videos, no authors)",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
)
