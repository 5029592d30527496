"""Which of Facebook's lists a file is: people, pages, groups or events; and the keys below which they stand."""

import re

from auditkit.export import Export, Member
from auditkit.readers.meta_pages import page_start, page_title
from auditkit.readers.text import begins

PEOPLE, PAGES, GROUPS, EVENTS = "people", "pages", "groups", "events"
_BEGINS = (
    (PEOPLE, re.compile(r"[\s\ufeff]*\{\s*\"following_v\d+\"\s*:")),
    (PEOPLE, re.compile(r"[\s\ufeff]*\{\s*\"following\"\s*:\s*\[\s*\{\s*\"(?:name|timestamp)\"\s*:")),
    (PAGES, re.compile(r"[\s\ufeff]*\{\s*\"pages_followed(?:_v\d+)?\"\s*:")),
    (GROUPS, re.compile(r"[\s\ufeff]*\{\s*\"groups_joined(?:_v\d+)?\"\s*:")),
    (EVENTS, re.compile(r"[\s\ufeff]*\{\s*\"event_responses(?:_v\d+)?\"\s*:")),
)
KEYS = {
    PEOPLE: re.compile(r"following(?:_v\d+)?"),
    PAGES: re.compile(r"pages_followed(?:_v\d+)?"),
    GROUPS: re.compile(r"groups_joined(?:_v\d+)?"),
    EVENTS: re.compile(r"event_responses(?:_v\d+)?/events_joined"),
}
# The apostrophe is one of three signs, or a blank, or missing, by the way the zip came.
_WHO = r"who_you(?:.{0,3}ve)?_follow(?:ed)?"
FILES = re.compile(
    rf"(?:^|/)(?:(?:{_WHO}|following)(?:_\d+)?\.(?:json|html)|pages_(?:and_profiles_)?you_follow\.json"
    r"|your_group_membership_activity\.json|your_event_responses\.json)$",
    re.IGNORECASE,
)
_PAGE_NAME = re.compile(rf"{_WHO}.{{0,12}}\.html?$", re.IGNORECASE)
_PAGE_TITLE = re.compile(r"Who you(?:.ve)? follow(?:ed)?", re.IGNORECASE)


def kind_of(export: Export, member: Member) -> str:
    """Return which of Facebook's lists a member is, by its beginning, or for a page by its name; or nothing."""
    beginning = begins(export.head(member))
    found = next((kind for kind, begin in _BEGINS if begin.match(beginning)), "")
    if found:
        return found
    start = page_start(export, member)
    return PEOPLE if start and (_PAGE_NAME.search(member.base) or _PAGE_TITLE.fullmatch(page_title(start))) else ""
