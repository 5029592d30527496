"""E-mail newsletters: the senders of the newsletters you receive, from your own mailbox. Only headers are read.

Google Takeout gives one ``.mbox`` per label (names localised; letters in spam, bin and sent are labelled and left out),
Thunderbird an mbox without an ending, Apple Mail a folder ``X.mbox`` with a file ``mbox``, other programs ``.eml``
files or a Maildir. There is no list of subscriptions in them: a newsletter is what names its list (``List-Id``) or says
how to leave it (``List-Unsubscribe``, which holds a live token and is never kept). Text, subjects, recipients, message
ids and senders' addresses are not kept either. Substack and others hand readers no list of what they subscribe to.
"""

import re
from pathlib import PurePosixPath

from auditkit.errors import UnknownExportError
from auditkit.export import Export, Member, Reader
from auditkit.export.opened import BoundedStream
from auditkit.readers.gathered import Gathered, Row
from auditkit.readers.mailbox import MAILBOX_LIMIT, begins_letter, begins_mailbox, header_blocks
from auditkit.readers.newsletters_folders import set_aside
from auditkit.readers.newsletters_letters import Letters
from auditkit.readers.newsletters_wrong import WHERE, explain
from auditkit.readers.text import counted
from auditkit.tables import FollowList

_FILES = re.compile(r"\.(?:mbox|mbx|eml)$|(?:^|/)(?:cur|new)/[^/]+$|(?:^|/)[^/.]+$", re.IGNORECASE)
# These names are enough to open a file; of others the beginning is looked at first.
_LETTERS = re.compile(r"\.eml$|(?:^|/)(?:cur|new)/[^/]+$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:mbox|mbx|sbd)$", re.IGNORECASE)
_IN_BIN = re.compile(r":2,[A-Z]*[TD][A-Z]*$")
_PEEKED_AT_MOST = 500
_SHOW_PROGRESS = 200 * 2**20
NO_LETTER = "files that hold no letter"


def _is_mail(export: Export, member: Member) -> bool:
    head = export.head(member)
    return begins_mailbox(head) or begins_letter(head)


def _identify(export: Export) -> bool:
    members = export.candidates(_FILES)
    # A folder of a hundred thousand letters shows what it is within the first few.
    return any(_is_mail(export, member) for member in members[:_PEEKED_AT_MOST])


def _mailboxes(export: Export) -> tuple[list[Member], int]:
    """Return what to read, and how many files of spam, deleted, sent or unfinished mail are left closed."""
    members = export.candidates(_FILES)
    if export.chosen_directly:
        return [member for member in members if _is_mail(export, member)], 0
    wanted = [member for member in members if not _left_closed(member)]
    read = [member for member in wanted if _LETTERS.search(member.path) or _is_mail(export, member)]
    return read, len(members) - len(wanted)


def _left_closed(member: Member) -> bool:
    folders = (_ENDING.sub("", part).rpartition(".")[2] for part in PurePosixPath(member.path).parts)
    return bool(_IN_BIN.search(member.path)) or any(map(set_aside, folders))


def _read(export: Export) -> FollowList:
    letters, empty = Letters(), 0
    members, closed = _mailboxes(export)
    for member in members:
        before = letters.count
        with export.open(member, limit=MAILBOX_LIMIT) as stream:
            _read_mailbox(stream, member, letters)
        empty += letters.count == before
    if not letters.found:
        raise UnknownExportError(_nothing(export, letters))
    gathered = Gathered("newsletter")
    for key, found in letters.found.items():
        gathered.add(
            Row(key, found.handle, found.name, found.url, found.description, found.relation, None, found.first, "exact")
        )
    gathered.skipped = dict(letters.skipped.most_common())
    if empty:
        gathered.skipped[NO_LETTER] = empty
    gathered.notes = _notes(letters, closed)
    groups = gathered.count("member")
    what = counted(len(letters.found) - groups, "newsletter")
    what += f" and {counted(groups, 'mailing list')}" if groups else ""
    first = f"{what} in {counted(letters.count, 'letter')}. Only headers were read, no text, subject or recipient kept."
    return gathered.follow_list("newsletters", export, first)


def _read_mailbox(stream: BoundedStream, member: Member, letters: Letters) -> None:
    if member.size < _SHOW_PROGRESS:
        for block in header_blocks(stream):
            letters.take(block)
        return
    from tqdm import tqdm  # only here: it starts a thread

    with tqdm(total=member.size, unit="B", unit_scale=True, desc="Reading the mailbox", delay=2) as bar:
        for block in header_blocks(stream, bar.update):
            letters.take(block)


def _notes(letters: Letters, closed: int) -> list[str]:
    notes = [
        "Advertising and some services also say how to leave them; set aside what you do not learn from. "
        "How many letters came, and when, stands in place of a bio."
    ]
    shared = letters.shared_senders()
    if shared:
        notes.append(
            f"{counted(shared, 'newsletter')} of senders who also send another one: perhaps one that moved to another "
            "service. They are kept apart; join them if they are one."
        )
    if closed:
        notes.append(f"{counted(closed, 'file')} of spam, deleted, sent or unfinished mail not opened.")
    if letters.undated:
        notes.append(f"{counted(letters.undated, 'letter')} without a date that can be read; they count all the same.")
    return notes


def _nothing(export: Export, letters: Letters) -> str:
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in letters.skipped.most_common())
    return (
        f"{export.name}: this is e-mail, but no newsletter that you receive was found in "
        f"{counted(letters.count, 'letter')}{f' ({reasons})' if reasons else ''}. {WHERE}"
    )


READER = Reader(
    name="newsletters",
    platform="newsletter",
    label="E-mail newsletters",
    file="a mailbox: `.mbox` (Google Takeout, Thunderbird, Apple Mail), `.eml` files or a Maildir; folder or zip too",
    how_to_get=(
        "Gmail: takeout.google.com > Deselect all > Mail, with only the label of your newsletters; Apple Mail: "
        "Mailbox > Export Mailbox; Thunderbird and others: save letters as `.eml`, or choose the mailbox's file"
    ),
    waiting_time="Google: minutes to days; others: none",
    gives="newsletters and mailing lists with their names, the first and last day and the number of letters",
    lacks="the people behind a newsletter, most links; what was unsubscribed stays in it",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=explain,
)
