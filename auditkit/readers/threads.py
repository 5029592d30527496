"""Threads: the accounts you follow there, from the export of Instagram.

The list is ``your_instagram_activity/threads/following.json`` (or ``.html``): handles and dates. Its file has the name
of Instagram's own list; the key at its beginning tells them apart. Links go to threads.net or threads.com, with or
without @; the handle stands in ``value`` or only in ``title``, in changing capitals.
"""

import re

from auditkit.export import Export, Member, Reader
from auditkit.readers.gathered import Gathered
from auditkit.readers.meta_lists import add_linked, add_profile, handle_in, in_one_folder
from auditkit.readers.meta_pages import linked_entries, page_start, page_text
from auditkit.readers.nested_lists import NestedLists
from auditkit.readers.text import begins, counted
from auditkit.tables import FollowList

LINK = "https://www.threads.net/@{id}"
_KEY = "text_post_app_text_post_app_following"
_FILES = re.compile(r"(?:^|/)following(?:_\d+)?\.(?:json|html)$", re.IGNORECASE)
_PAGE_NAME = re.compile(r"following(?:[ _]?\(?\d+\)?)?\.html?$", re.IGNORECASE)
_BEGINS = re.compile(rf"[\s\ufeff]*\{{\s*\"{_KEY}\"\s*:")
_OTHER = re.compile(r"[\s\ufeff]*\{\s*\"text_post_app_(\w{1,80})\"\s*:")
_FOLDER = re.compile(r"(?:^|/)threads/[^/]+\.(?:json|html)$")
_INSTAGRAM = re.compile(r"(?:^|/)followers_and_following/following(?:_\d+)?\.(?:json|html)$", re.IGNORECASE)
_CHOOSE = "Choose `threads/following.json` from the export of Instagram, or the whole zip."


def _is_list(export: Export, member: Member) -> bool:
    if _BEGINS.match(begins(export.head(member))):
        return True
    return bool(_PAGE_NAME.match(member.base)) and _is_page(export, member)


def _is_page(export: Export, member: Member) -> bool:
    return any(handle_in(link, "threads") for link, _ in linked_entries(page_start(export, member)))


def _lists(export: Export) -> list[Member]:
    # The export of Instagram holds both: it is Instagram's, whose reader says where the list of Threads lies.
    if not export.chosen_directly and export.named(_INSTAGRAM):
        return []
    return [member for member in export.candidates(_FILES) if _is_list(export, member)]


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _read(export: Export) -> FollowList:
    gathered = Gathered("threads")
    for member in in_one_folder(_lists(export), gathered):
        if _BEGINS.match(begins(export.head(member))):
            with export.open(member) as stream:
                lists = NestedLists(stream, lambda path: path == (_KEY,))
                for _, item in lists:
                    add_profile(gathered, item)
            gathered.ended(member.name, sum(lists.found.values()), cut=lists.cut, found=bool(lists.found))
        else:
            text, cut = page_text(export, member)
            for link, behind in linked_entries(text):
                add_linked(gathered, link, behind)
            gathered.ended(member.name, len(gathered.rows), cut=cut)
    gathered.check_some(export.name, "an account you follow", _CHOOSE)
    gathered.notes[:0] = gathered.range_notes()
    return gathered.follow_list("threads", export, f"{counted(len(gathered.rows), 'account')}.", link_template=LINK)


def _explain(export: Export) -> str | None:
    if not export.chosen_directly:
        if export.named(_FOLDER) and not export.named(_INSTAGRAM):
            return (
                f"{export.name}: this comes from Threads, but the list of who you follow there is not in it. {_CHOOSE}"
            )
        return None
    for member in export.members:
        found = _OTHER.match(begins(export.head(member)))
        if found or _is_page(export, member):
            followers = (found[1] if found else member.base.lower()).startswith(
                ("text_post_app_followers", "followers")
            )
            what = (
                "your *followers* on Threads" if followers else "requests, blocked accounts or other things of Threads"
            )
            return f"{member.name}: this is a list of {what}, not of who you follow. {_CHOOSE}"
    return None


READER = Reader(
    name="threads",
    platform="threads",
    label="Threads",
    file="`threads/following.json` (or `.html`) from the zip of Instagram; the zip itself if it holds Threads only",
    how_to_get="Accounts Center > Your information and permissions > Export your information > the Instagram profile; "
    "tick Threads; date range All time, format JSON",
    waiting_time="minutes to days",
    gives="handles, links, dates",
    lacks="most names, bios; in HTML exact dates",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=_explain,
)
