"""Who stands in the annotator: the voices of an audit file with what their accounts are called, and where they stand.

The page knows a voice by the number its account has in the audit file. Keys never go there; names, links and free text
only while names are shown.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from auditkit.audit_file import AuditFile
from auditkit.audit_file.record import Said, account_numbers, last_action, latest_about, other_keys
from auditkit.codebook import Codebook, Dimension
from auditkit.masking import hide_names
from auditkit.review import with_goal
from auditkit.tables import CONDITIONS, DOES_NOT_APPLY, NOT_REVIEWED, RECORDED, FollowList
from auditkit.voices import voices
from auditkit.widgets.dimensions import dimensions_of

State = tuple[str, tuple[str, ...]]  # condition, categories
BLANK: State = (NOT_REVIEWED, ())
OWN_WORDS = "own words"


class Cells(NamedTuple):
    """What an export says about an account, as text; empty where it says nothing."""

    platform: str
    handle: str
    name: str
    bio: str
    group: str
    since: str
    link: str


class Roster:
    """The voices followed now and their state in every dimension, read from an audit file and kept up to date."""

    def __init__(self, audit: AuditFile):
        self.audit = audit
        self.load()

    def load(self) -> None:
        """Read everything anew."""
        store = self.audit._store
        with store.reading():
            goal, codebook = self.audit.goal, self.audit.codebook
            # What AuditFile.voices() is made of; taken apart here, because the page also shows bios, links and days.
            snapshot = self.audit._snapshot(None, None, codebook)
            self.seen = last_action(store)
            self._number = account_numbers(store)
            others = other_keys(store)
        self.codebook: Codebook = with_goal(goal, codebook) if goal else codebook
        aside = goal.set_aside if goal else ()
        table = voices(
            snapshot.follow_lists, snapshot.annotations, codebook=self.codebook, set_aside=aside, joined=snapshot.joined
        )
        self.dimensions: dict[str, Dimension] = dimensions_of(self.codebook)
        self.table = table
        self.ids = [self._number[voice] for voice in table["voice"].tolist()]
        self._voice = dict(zip(self.ids, table["voice"].tolist(), strict=True))
        self._place = {number: place for place, number in enumerate(self.ids)}
        self.cells = _account_cells(snapshot.follow_lists)
        self._accounts: list[tuple[str, ...]] = table["accounts"].tolist()
        self._members = _members(self._accounts, snapshot.joined, others)
        self._place_of = {key: place for place, keys in enumerate(self._accounts) for key in keys}
        self._place_of |= {key: place for place, keys in self._members.items() for key in keys}
        self.aside: list[bool] = table["set_aside"].tolist()
        self.states: dict[str, list[State]] = {name: self._states(name) for name in self.dimensions}
        self.kinds = table["kind"].to_numpy(dtype=object, na_value="").tolist()

    def _states(self, name: str) -> list[State]:
        if name in self.codebook:
            return list(zip(self.table[f"{name} condition"].tolist(), self.table[name].tolist(), strict=True))
        words = self.table[name].to_numpy(dtype=object, na_value="").tolist()
        return [(RECORDED, (word,)) if word else (NOT_REVIEWED, ()) for word in words]

    def __contains__(self, number: object) -> bool:
        return number in self._place

    def voice(self, number: int) -> str:
        """Return the key of a voice."""
        return self._voice[number]

    def place(self, number: int) -> int:
        """Return in which row of the table a voice stands."""
        return self._place[number]

    def number(self, account: str) -> int:
        """Return the number of an account."""
        return self._number[account]

    def account(self, number: int, account: int) -> str:
        """Return the key of that account of a voice."""
        return next(key for key in self.accounts(number) if self._number[key] == account)

    def accounts(self, number: int) -> tuple[str, ...]:
        """Return the accounts of a voice that are followed now."""
        return self._accounts[self._place[number]]

    def members(self, numbers: Iterable[int]) -> list[str]:
        """Return every key under which something may have been recorded about some voices."""
        places = (self._place[number] for number in numbers)
        return [key for place in places for key in self._members.get(place, self._accounts[place])]

    def numbers_of(self, accounts: Iterable[str]) -> list[int]:
        """Return the voices that some accounts belong to; accounts nobody follows now are left out."""
        met = dict.fromkeys(self._place_of[key] for key in accounts if key in self._place_of)
        return [self.ids[place] for place in met]

    def statements(self, numbers: Iterable[int]) -> dict[tuple[int, str], list[Said]]:
        """Return (voice, dimension) -> what stands on the disk about it, a statement for each account, by day."""
        spoken: dict[tuple[int, str], list[Said]] = {}
        found = latest_about(self.audit._store, self.members(numbers)).values()
        for said in sorted(found, key=lambda said: (said.day, said.action)):
            spoken.setdefault((self.ids[self._place_of[said.account]], said.dimension), []).append(said)
        return spoken

    def refresh(self, numbers: Iterable[int]) -> None:
        """Read the state of some voices anew."""
        numbers = list(numbers)
        spoken = self.statements(numbers)
        for number in numbers:
            place = self._place[number]
            kind = next((said.rows[0][0] for said in spoken.get((number, "kind"), ())[-1:] if said.rows), "")
            self.kinds[place] = kind
            for name, dimension in self.dimensions.items():
                self.states[name][place] = state_of(spoken.get((number, name), ()), dimension, kind)

    def coded(self, name: str, place: int, *, masked: bool) -> list:
        """Return the state of a row in a dimension as the page keeps it: the place of the condition, the categories."""
        condition, words = self.states[name][place]
        return [CONDITIONS.index(condition), *(self.worded(name, words) if masked else words)]

    def worded(self, name: str, words: Iterable[str]) -> list[str]:
        """Return categories for when names are hidden: a person's own words can say who they are."""
        listed = self.dimensions[name].category_names if name in self.dimensions else ()
        return list(dict.fromkeys(word if word in listed else OWN_WORDS for word in words))

    def name(self, account: str, handle: str, name: str) -> None:
        """Take over how the person named an account; what is empty stays."""
        cells = self.cells[account]
        self.cells[account] = cells._replace(handle=handle or cells.handle, name=name or cells.name)

    def called(self, account: str) -> tuple[str, str]:
        """Return the handle and the name of an account, empty where not known."""
        return self.cells[account].handle, self.cells[account].name

    def label(self, number: int) -> str:
        """Return what a voice is called: the first name or handle of its accounts, else the key."""
        for key in self.accounts(number):
            cells = self.cells[key]
            if cells.name or cells.handle:
                return cells.name or f"@{cells.handle.removeprefix('@')}"
        return self.accounts(number)[0]

    def unnamed(self, number: int) -> bool:
        """Whether no account of a voice has a name or a handle."""
        return not any(self.cells[key].name or self.cells[key].handle for key in self.accounts(number))

    def masks(self, seed: int) -> list[str]:
        """Return "voice 1", "voice 2", … for the rows, the same for the same seed."""
        rows = pd.DataFrame({"voice": self.table["voice"], "label": self.table["label"], "row": range(len(self.table))})
        hidden = hide_names(rows, seed=seed)
        by_row = dict(zip(hidden["row"].tolist(), hidden["label"].tolist(), strict=True))
        return [by_row[row] for row in range(len(rows))]


def state_of(spoken: Iterable[Said], dimension: Dimension, kind: str) -> State:
    """Return the state of a voice in a dimension from the statements about its accounts, as `auditkit.voices` does."""
    held: dict[str, None] = {}
    condition = NOT_REVIEWED
    for said in spoken:
        if said.condition == RECORDED:
            held |= dict.fromkeys(row[0] for row in said.rows)
        elif said.condition != NOT_REVIEWED:
            condition = said.condition
    if held:
        order = {name: place for place, name in enumerate(dimension.category_names)}
        return RECORDED, tuple(sorted(held, key=lambda word: order.get(word, len(order))))
    if condition == NOT_REVIEWED and dimension.people_only and kind not in ("", "person"):
        return DOES_NOT_APPLY, ()
    return condition, ()


def roster_bytes(roster: Roster, masks: list[str] | None) -> bytes:
    """Return names and states of everybody as JSON; `masks` stand in place of the names where given."""
    places = range(len(roster.ids))
    labels = masks or [roster.label(number) for number in roster.ids]
    handles = ["" if masks else _handle(roster, number) for number in roster.ids]
    found = roster.table["platforms"].tolist()
    platforms = sorted({name for names in set(found) for name in names})
    number_of = {name: place for place, name in enumerate(platforms)}
    states = {
        name: [
            [place, *roster.coded(name, place, masked=masks is not None)] for place in places if states[place] != BLANK
        ]
        for name, states in roster.states.items()
    }
    return _json(
        {
            "ids": roster.ids,
            "labels": labels,
            "handles": handles,
            "platforms": platforms,
            "on": [[number_of[name] for name in names] for names in found],
            "aside": [place for place in places if roster.aside[place]],
            "unnamed": [] if masks else [place for place in places if roster.unnamed(roster.ids[place])],
            "states": states,
        }
    )


def details_bytes(roster: Roster) -> bytes:
    """Return what else an export says, as JSON: a row per account of each voice. Not for when names are hidden."""
    rows = []
    for place, number in enumerate(roster.ids):
        for key in roster.accounts(number):
            cells = roster.cells[key]
            said = (
                cells.handle,
                cells.name,
                cells.bio,
                cells.since,
                cells.group,
                safe_link(cells.link),
                cells.platform,
            )
            rows.append((place, roster.number(key), *said))
    return _json({"accounts": rows})


def safe_link(link: str) -> str:
    """Return a link that a person may open: http and https only, else "".

    >>> safe_link("https://library.example/@ada"), safe_link("javascript:alert(1)")
    ('https://library.example/@ada', '')
    """
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    return link.strip() if parts.scheme in ("http", "https") and parts.hostname else ""


def _account_cells(follow_lists: Iterable[FollowList]) -> dict[str, Cells]:
    """Account -> what its export says about it, as text; what an earlier list says counts."""
    found: dict[str, Cells] = {}
    for follows in follow_lists:
        table = follows.table
        columns = {name: table[name] for name in ("platform", "handle", "name", "bio", "group")}
        columns |= {"since": table["since"].dt.strftime("%Y-%m-%d"), "link": follows.links()}
        texts = [columns[name].to_numpy(dtype=object, na_value="").tolist() for name in Cells._fields]
        found = dict(zip(table["account"].tolist(), map(Cells, *texts), strict=True)) | found
    return found


def _members(
    accounts: Sequence[tuple[str, ...]], joined: Mapping[str, str], others: Mapping[str, list[str]]
) -> dict[int, list[str]]:
    """Row -> every key something may have been recorded under, where that is more than the accounts followed now."""
    if not joined and not others:
        return {}
    together: dict[str, list[str]] = {}
    for account, voice in joined.items():
        together.setdefault(voice, [voice]).append(account)
    members = {}
    for place, followed in enumerate(accounts):
        keys = [*followed, *together.get(joined.get(followed[0], followed[0]), ())]
        keys += [other for key in keys for other in others.get(key, ())]
        if len(keys) > len(followed):
            members[place] = list(dict.fromkeys(keys))
    return members


def _handle(roster: Roster, number: int) -> str:
    return next((roster.cells[key].handle for key in roster.accounts(number) if roster.cells[key].handle), "")


def _json(said: Mapping) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
