"""A follow list, an export and the readers, described for people and for scripts."""

import pandas as pd

from auditkit.export import Export, Reader
from auditkit.readers.text import counted
from auditkit.tables import FollowList

_ACCOUNT_FIELDS = ("account", "handle", "name", "url", "bio", "relation")


def follow_list_as_dict(follow_list: FollowList) -> dict:
    """Return a follow list as plain values for JSON; what is missing is None, times end in Z.

    Examples
    --------
    >>> from auditkit.tables import follow_table
    >>> table = follow_table({"account": ["mastodon:bo@example.org"]}, platform="mastodon")
    >>> follow_list_as_dict(FollowList(table, "mastodon", "mastodon"))["accounts"][0]["since"] is None
    True
    """
    rows = follow_list.table.assign(url=follow_list.links())
    columns = {field: [_plain(value) for value in rows[field]] for field in _ACCOUNT_FIELDS}
    columns["since"] = [None if pd.isna(since) else since.strftime("%Y-%m-%dT%H:%M:%SZ") for since in rows["since"]]
    columns["flags"] = [list(flags) for flags in rows["flags"]]
    return {
        "platform": follow_list.platform,
        "reader": follow_list.reader,
        "members_read": list(follow_list.members_read),
        "skipped": {reason: int(number) for reason, number in follow_list.skipped.items()},
        "notes": list(follow_list.notes),
        "accounts": [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)],
    }


def _plain(value: object) -> str | None:
    return None if pd.isna(value) else str(value)


def explanation(reader: Reader, export: Export, follow_list: FollowList) -> list[str]:
    """Return what was recognised and why, what was opened and what was not, and which rows were left out."""
    read = follow_list.members_read
    peeked = [name for name in export.members_peeked if name not in read]
    unopened = export.seen - len(set(read) | set(peeked))
    told_by = next((name for name in export.members_peeked if name in read), export.name)
    sentences = [
        f"{export.name}: recognised as {reader.label} by the beginning of {told_by} (reader: {reader.name}).",
        f"Read: {', '.join(read)}.",
    ]
    if peeked:
        sentences.append(f"Only the first lines looked at, to tell what it is: {', '.join(peeked)}.")
    sentences.append(f"Seen but not opened: {counted(unopened, 'file')}.")
    skipped = sum(follow_list.skipped.values())
    total = len(follow_list) + skipped
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in follow_list.skipped.items())
    sentences.append(
        f"{skipped:,} of {counted(total, 'row')} skipped: {reasons}." if skipped else f"No row of {total:,} skipped."
    )
    return sentences + list(follow_list.notes)


def export_table(readers: tuple[Reader, ...]) -> str:
    """Return the table of docs/exports.md, one row per reader."""
    head = ("Platform", "File to choose", "How to get it", "Waiting time", "What it gives", "What it lacks", "Seen")
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for reader in readers:
        seen = "confirmed" if reader.confirmed else "not confirmed"
        cells = (
            reader.label, reader.file, reader.how_to_get, reader.waiting_time, reader.gives, reader.lacks, seen
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
