"""Counts of activity while an export is read: account, kind and month, and nothing of what was said."""

import re
from collections import Counter
from collections.abc import Iterable
from sys import intern

from auditkit.export import Export
from auditkit.readers.text import counted
from auditkit.tables import ACTIVITY_KINDS, Activity, activity_table

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-\d\d")
KEPT = "Only counts were kept, by account, kind and month: nothing of what was said, watched or heard."
# A tag used less often may be a joke or somebody's name; from here on it is a place where a person takes part.
RECURRING = 3
_DOING = dict(
    zip(ACTIVITY_KINDS, ("passed on", "answered", "mentioned", "liked", "watched", "listened to"), strict=True)
)


class Tally:
    """Counts by account, kind and month; what is left out is counted by reason.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add("twitter:1002", "replied", "2026-01")
    >>> tally.counts[("twitter:1002", "replied", "2026-01")]
    1
    """

    def __init__(self):
        self.counts, self.skipped = Counter(), Counter()
        self._tags = Counter()

    def add(self, account: str, kind: str, month: str | None) -> None:
        """Count one turn to `account`."""
        # The same few names in every key: shared, they take a third of the memory.
        self.counts[intern(account), kind, intern(month) if isinstance(month, str) else month] += 1

    def tag(self, account: str, month: str | None) -> None:
        """Count one use of a hashtag; only those used again and again are kept in the end."""
        self._tags[account, "mentioned", month] += 1

    def skip(self, reason: str) -> None:
        """Count what names no account."""
        self.skipped[reason] += 1

    def finished(
        self, export: Export, platform: str, notes: Iterable[str] = (), aliases: dict | None = None, reader: str = ""
    ) -> Activity:
        """Return the counts as an `Activity`; the reader is named like its platform unless `reader` says otherwise."""
        used = Counter()
        for (account, _, _), number in self._tags.items():
            used[account] += number
        kept = {key: number for key, number in self._tags.items() if used[key[0]] >= RECURRING}
        counts = self.counts + Counter(kept)
        notes = [self._summary(), *notes]
        if used:
            several = sum(number >= RECURRING for number in used.values())
            notes.append(f"{counted(several, 'hashtag')} used {RECURRING} times or more counted as mentioned.")
        accounts = {key[0] for key in counts}
        return Activity(
            table=activity_table(counts),
            platform=platform,
            reader=reader or platform,
            members_read=export.members_read,
            skipped=dict(self.skipped),
            notes=(*notes, KEPT),
            aliases={other: key for other, key in (aliases or {}).items() if key in accounts and other not in accounts},
        )

    def _summary(self) -> str:
        accounts = len({account for account, _, _ in self.counts})
        kinds = Counter()
        for (_, kind, _), number in self.counts.items():
            kinds[kind] += number
        each = ", ".join(f"{_DOING[kind]} {kinds[kind]:,}" for kind in ACTIVITY_KINDS if kinds[kind])
        undated = sum(number for (_, _, month), number in self.counts.items() if month is None)
        without = f"; {undated:,} without a date" if undated else ""
        return f"{counted(kinds.total(), 'time')} you turned to {counted(accounts, 'account')}" + (
            f": {each}{without}." if each else "."
        )


def month_of(moment: object, earliest: int = 1990) -> str | None:
    """Return the month of an ISO date, or None where there is none to believe.

    Examples
    --------
    >>> month_of("2024-03-05T10:20:30.123Z"), month_of("1600-01-01"), month_of(None)
    ('2024-03', None, None)
    """
    found = _MONTH.match(moment) if isinstance(moment, str) else None
    return f"{found[1]}-{found[2]}" if found and earliest <= int(found[1]) <= 2100 else None
