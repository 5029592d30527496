"""Facebook: the people and pages you follow, from Accounts Center > Export your information.

``who_you've_followed.json`` (device) or ``who_you_ve_followed.json`` (through a drive), until 2022
``who_you_follow.json``, earlier ``following.json``: a display name and a date, no link, id or handle. Pages stand in
``pages_and_profiles_you_follow.json``, groups in ``your_group_membership_activity.json``, events in
``your_event_responses.json`` (the last two from descriptions). Names are written byte by byte in JSON, not in HTML.
Two people of one name cannot be told apart but by their date; a page and a person of one name are taken for one.
"""

from auditkit.export import Export, Member, Reader
from auditkit.readers.facebook_lists import EVENTS, FILES, GROUPS, KEYS, PAGES, PEOPLE, kind_of
from auditkit.readers.facebook_wrong import explain
from auditkit.readers.gathered import Gathered, Row, name_keys
from auditkit.readers.meta_lists import in_one_folder
from auditkit.readers.meta_pages import named_entries, page_start, page_text
from auditkit.readers.meta_text import meta_text, moment
from auditkit.readers.nested_lists import NestedLists
from auditkit.readers.text import clean, counted
from auditkit.tables import FollowList

# Relation and the word in the key, by list; people and pages share theirs, because both lists may name one account.
_AS = {
    PEOPLE: ("follows", "name"),
    PAGES: ("follows", "name"),
    GROUPS: ("member", "group"),
    EVENTS: ("attended", "event"),
}


def _lists(export: Export) -> dict[Member, str]:
    kinds = {member: kind_of(export, member) for member in export.candidates(FILES)}
    found = {member: kind for member, kind in kinds.items() if kind}
    # Groups and events alone are no follow list, unless the person chose them.
    return found if export.chosen_directly or {PEOPLE, PAGES} & set(found.values()) else {}


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _read(export: Export) -> FollowList:
    kinds, gathered = _lists(export), Gathered("facebook")
    for kind in _AS:
        members = [member for member in kinds if kinds[member] == kind]
        rows: list[Row] = []
        for member in in_one_folder(members, gathered) if members else ():
            _read_member(export, member, kind, rows, gathered)
        for key, row in zip(name_keys("facebook", _AS[kind][1], rows), rows, strict=True):
            row.account, row.relation = key, _AS[kind][0]
            gathered.add(row)
    gathered.check_some(
        export.name, "an account you follow", "Choose `who_you've_followed` as Facebook wrote it, as JSON."
    )
    return _finished(export, gathered)


def _read_member(export: Export, member: Member, kind: str, rows: list[Row], gathered: Gathered) -> None:
    if page_start(export, member):
        text, cut = page_text(export, member)
        for name, date, precision in named_entries(text):
            if clean(name):
                gathered.undated += date is None
                rows.append(Row(name=clean(name), since=date, precision=precision))
        # A page without a single date is no empty list, but one that is not understood.
        gathered.ended(member.name, len(rows), cut=cut, found=bool(rows))
        return
    pattern = KEYS[kind]
    with export.open(member) as stream:
        lists = NestedLists(stream, lambda path: bool(pattern.fullmatch("/".join(path))))
        for _, item in lists:
            name, mended = _name(item, kind)
            if not name:
                gathered.skip("without a name")
                continue
            time = item.get("timestamp", item.get("start_timestamp"))
            since = moment(time)
            gathered.undated += time is not None and since is None
            flags = ("repaired",) if mended else ()
            rows.append(Row(name=name, since=since, precision="exact" if since else "unknown", flags=flags))
    gathered.ended(member.name, sum(lists.found.values()), cut=lists.cut, found=bool(lists.found))


def _name(item: object, kind: str) -> tuple[str | None, bool]:
    """Return the name and whether it was put right; the title of a group is a sentence, that of a page its name."""
    if not isinstance(item, dict):
        return None, False
    data = item.get("data")
    inner = data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else {}
    title = item.get("title") if kind == PAGES else None
    return meta_text(item.get("name") or inner.get("name") or title)


def _finished(export: Export, gathered: Gathered) -> FollowList:
    what = [counted(gathered.count("follows"), "person or page", "people and pages")]
    for relation, word in (("member", "group"), ("attended", "event")):
        number = gathered.count(relation)
        what += [counted(number, word)] if number else []
    mended = sum("repaired" in row.flags for row in gathered.rows.values())
    alike = sum("@" in key and row.relation == "follows" for key, row in gathered.rows.items())
    gathered.notes[:0] = gathered.range_notes()
    gathered.notes.append("Facebook hands out display names only: no links, handles or numbers.")
    if alike:
        gathered.notes.append(f"{counted(alike, 'account')} share a name with another; only their dates differ.")
    if mended:
        gathered.notes.append(f"Broken letters, a fault of the export, were put right in {counted(mended, 'name')}.")
    return gathered.follow_list("facebook", export, f"{', '.join(what)}.")


READER = Reader(
    name="facebook",
    platform="facebook",
    label="Facebook",
    file="`facebook-….zip` as downloaded, or `who_you've_followed.json` (or `.html`) and "
    "`pages_and_profiles_you_follow.json` from it",
    how_to_get="Accounts Center > Your information and permissions > Export your information > Export to device; tick "
    "Followers, Pages, Groups and Events; date range All time, format JSON",
    waiting_time="minutes to days",
    gives="display names and dates; groups you joined and events you said yes to",
    lacks="links, handles, bios; two people of one name look alike",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
)
