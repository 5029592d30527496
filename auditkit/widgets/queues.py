"""Whom a person looks at next: not reviewed yet, a random sample for the time they have, looked at long ago, …"""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from auditkit.audit_file.grouping import kept_apart
from auditkit.measures.sampling import Sample, draw_sample, suggested_size
from auditkit.tables import DECLINED, NOT_REVIEWED, NOTHING_FOUND, RECORDED
from auditkit.widgets.roster import Roster

# In the order in which the page offers them.
QUEUES = {
    "sample": "a random sample",
    "not reviewed": "not reviewed yet",
    "re-check": "looked at long ago",
    "no name": "without a name",
    "joins": "perhaps one voice",
    "everybody": "everybody",
}
DAYS_A_MONTH = 30.44


class Offer(NamedTuple):
    """Two accounts that may be one voice, and what speaks for it. It is an offer, never more."""

    account: str
    other: str
    label: str
    reason: str
    renamed: bool


def not_reviewed(roster: Roster, dimension: str) -> list[int]:
    """Return the voices about which nothing is said in a dimension; those set aside are left out."""
    states = roster.states[dimension]
    return [number for number in _counted(roster) if states[roster.place(number)][0] == NOT_REVIEWED]


def everybody(roster: Roster, dimension: str) -> list[int]:
    """Return every voice, those set aside too."""
    return list(roster.ids)


def sample(roster: Roster, dimension: str, minutes: float, seconds: float | None) -> list[int]:
    """Return a random sample for the minutes there are, at `seconds` for a voice, in the order drawn.

    What was drawn stays drawn: the last sample kept for the dimension since the newest follow list is shown again, or
    its beginning, which is a sample too; where it is too small, it goes on. A new one is kept in the audit file, as
    ``audit.keep_sample(draw_sample(audit.voices(), 40, seed=1, dimension="role"))`` does.
    """
    audit = roster.audit
    pace = {} if seconds is None else {"per_minute": 60 / max(seconds, 1)}
    size = suggested_size(len(roster.ids), minutes=minutes, **pace)
    if not size:
        return []
    asked = dimension if dimension in roster.codebook else None
    kept = _kept_sample(roster, asked)
    if kept is None or (kept.by == "none" and kept.size < min(size, kept.frame_size)):
        # The same seed goes on where the other sample ended; with strata it would not.
        seed, asked = (secrets.randbits(32), asked) if kept is None else (kept.seed, kept.dimension)
        kept = draw_sample(audit.voices(), size, seed=seed, dimension=asked)
        audit.keep_sample(kept)
    return roster.numbers_of(key for key in kept.voices[:size] if key)


def _kept_sample(roster: Roster, dimension: str | None) -> Sample | None:
    days = roster.audit.days
    newest = days[-1].date() if days else date.min
    found = [
        kept for kept in roster.audit.samples().values() if kept.dimension == dimension and kept.drawn_on >= newest
    ]
    return found[-1] if found else None


def re_check(roster: Roster, dimension: str, months: float, today: date) -> list[int]:
    """Return the voices last looked at more than some months ago, the longest ago first."""
    table = roster.audit.annotations()
    table = table[(table["dimension"] == dimension) & table["condition"].isin((RECORDED, NOTHING_FOUND, DECLINED))]
    oldest = (today - timedelta(days=round(months * DAYS_A_MONTH))).isoformat()
    days = table["noted_on"].dt.strftime("%Y-%m-%d").tolist()
    last: dict[int, str] = {}
    for account, day in zip(table["account"].tolist(), days, strict=True):
        for number in roster.numbers_of([account]):
            last[number] = max(day, last.get(number, ""))
    return sorted((number for number, day in last.items() if day < oldest), key=last.__getitem__)


def no_name(roster: Roster, dimension: str) -> list[int]:
    """Return the voices of which the export holds only a number."""
    return [number for number in roster.ids if roster.unnamed(number)]


def offers(roster: Roster) -> dict[int, list[Offer]]:
    """Return voice -> accounts it may be joined with: a possible change of name, or the same name elsewhere."""
    with roster.audit._store.reading() as connection:
        apart = kept_apart(connection)
    found: dict[int, list[Offer]] = {}
    for row in roster.audit.possible_renames().itertuples(index=False):
        offer = Offer(row.new, row.old, row.old_name, "followed since the same moment; perhaps a new name", True)
        _add(found, roster, offer)
    for account, other in _same_names(roster):
        if frozenset((account, other)) not in apart:
            label = roster.cells[other].name or roster.cells[other].handle
            reason = f"the same name on {roster.cells[other].platform}"
            _add(found, roster, Offer(account, other, label, reason, False))
    return found


def _add(found: dict[int, list[Offer]], roster: Roster, offer: Offer) -> None:
    for number in roster.numbers_of([offer.account]):
        found.setdefault(number, []).append(offer)


def _same_names(roster: Roster) -> list[tuple[str, str]]:
    """Pairs of accounts on two platforms with the very same name of at least two words, not joined yet."""
    first: dict[str, str] = {}
    pairs = []
    for number in roster.ids:
        for account in roster.accounts(number):
            name = " ".join(roster.cells[account].name.casefold().split())
            if " " not in name:
                continue
            other = first.setdefault(name, account)
            elsewhere = roster.cells[other].platform != roster.cells[account].platform
            if elsewhere and roster.numbers_of([other]) != [number]:
                pairs.append((account, other))
    return pairs


def _counted(roster: Roster) -> list[int]:
    return [number for number, is_aside in zip(roster.ids, roster.aside, strict=True) if not is_aside]


WITHOUT_SETTINGS: dict[str, Callable[[Roster, str], list[int]]] = {
    "not reviewed": not_reviewed,
    "no name": no_name,
    "everybody": everybody,
}
