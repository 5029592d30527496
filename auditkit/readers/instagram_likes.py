"""Instagram: whose posts you liked, from ``your_instagram_activity/likes/liked_posts.json``, counted by month.

Until 2025 an item names the author in `title` and gives a time; since then (only described) the author stands among
`label_values`, whose labels are localised, with a link to the profile. Nothing of the posts is kept.
"""

import re
from collections import Counter

from auditkit.errors import UnknownExportError
from auditkit.export import Export, Member
from auditkit.readers.gathered import Gathered
from auditkit.readers.meta_lists import handle_as, handle_in, parts_of
from auditkit.readers.meta_text import moment
from auditkit.readers.nested_lists import NestedLists
from auditkit.readers.text import begins, counted, folded
from auditkit.tables import Activity, activity_table

_FILES = re.compile(r"(?:^|/)liked_posts(?:_\d+)?\.json$", re.IGNORECASE)
_BEGINS = re.compile(r"[\s\ufeff]*(?:\{\s*\"likes_media_likes\"\s*:|\[(?=.{0,3000}\"label_values\"\s*:))", re.DOTALL)
_MOST_LIKES = 2_000_000
_DEEPEST = 10


def read_likes(export: Export) -> Activity:
    """Return how often the person liked posts of each account, by month.

    Raises
    ------
    UnknownExportError
        If the export holds no list of liked posts.
    BrokenExportError
        If none of its entries can be read.
    """
    members = [member for member in export.candidates(_FILES) if _BEGINS.match(begins(export.head(member)))]
    if not members:
        raise UnknownExportError(
            f"{export.name}: the posts you liked are not in it. Ask Instagram for the export again, tick Likes, "
            "choose the date range All time and the format JSON."
        )
    counts, gathered = Counter(), Gathered("instagram")
    for member in members:
        _count(export, member, counts, gathered)
    total = sum(counts.values())
    if not counts:
        gathered.check_some(export.name, "a liked post", "Choose `liked_posts.json` as Instagram wrote it.")
    undated = sum(number for (_, _, month), number in counts.items() if month is None)
    authors = len({account for account, _, _ in counts})
    notes = [f"{counted(total, 'liked post')} by {counted(authors, 'account')}."]
    if undated:
        notes.append(f"{counted(undated, 'like')} without a believable date.")
    return Activity(
        activity_table(counts), "instagram", "instagram", export.members_read, gathered.skipped,
        (*notes, *gathered.notes), file_name=export.name if export.paths else "", digest=export.digest(),
    )  # fmt: skip


def _count(export: Export, member: Member, counts: Counter, gathered: Gathered) -> None:
    with export.open(member) as stream:
        likes = NestedLists(stream, lambda path: path in ((), ("likes_media_likes",)), limit=_MOST_LIKES)
        for _, item in likes:
            link, value, title, time, _ = parts_of(item)
            if isinstance(item, dict) and not link:
                time = item.get("timestamp", time)
            handle = handle_as(title) or handle_as(value) or _author(item)
            if not handle:
                gathered.skip("without an author")
                continue
            liked = moment(time)
            counts[f"instagram:{folded(handle)}", "liked", f"{liked:%Y-%m}" if liked else None] += 1
    gathered.ended(member.name, sum(likes.found.values()), cut=likes.cut, found=bool(likes.found))


def _author(item: object, depth: int = 0) -> str:
    """Return the handle in the first link to a profile, however deep it lies among the labelled values."""
    if depth > _DEEPEST:
        return ""
    if isinstance(item, str):
        return handle_in(item, "instagram") if "instagram.com/" in item else ""
    if isinstance(item, dict) and item.get("label") == "Username":
        return handle_as(item.get("value"))
    inside = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return next(filter(None, (_author(value, depth + 1) for value in inside)), "")
