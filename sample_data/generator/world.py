"""An invented world: voices that are followed and left, and what a person writes down about them over time.

A scenario says how many voices of each kind come and go before each review date; this module keeps the books.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sample_data.generator.dice import Dice

PEOPLE_ONLY = ("identity",)
BASIS_WEIGHTS = {
    "identity": {"self-described": 76, "published": 12, "told me": 12},
    "role": {"self-described": 50, "published": 16, "told me": 9, "my reading": 25},
    "field": {"self-described": 28, "published": 10, "told me": 4, "my reading": 58},
    "place": {"self-described": 58, "published": 20, "told me": 22},
    "relation": {"told me": 30, "my reading": 70},
}


@dataclass(frozen=True)
class Statement:
    """What the person wrote in one cell: a condition, categories where there are any, and how they know."""

    condition: str
    categories: tuple[str, ...] = ()
    basis: str = ""
    evidence: str = ""
    note: str = ""
    noted_on: date | None = None


@dataclass
class Voice:
    """One invented account with what could be found out about it, and what was written down so far."""

    number: int
    platform: str
    key: str
    name: str
    handle: str
    page: str
    kind: str
    arrived: int
    truth: dict[str, tuple[str, tuple[str, ...]]]
    turn: float
    left: int | None = None
    history: dict[str, list[tuple[int, Statement | None]]] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)

    def present(self, when: int) -> bool:
        """Whether the account is followed at review number `when`."""
        return self.arrived <= when and (self.left is None or when < self.left)

    def statement(self, dimension: str, when: int) -> Statement | None:
        """What the sheet says at review number `when`, or None for "not reviewed"."""
        said = [statement for at, statement in self.history.get(dimension, []) if at <= when]
        return said[-1] if said else None

    def reviewed(self, when: int) -> bool:
        """Whether the sheet says anything at all about this voice."""
        return any(self.statement(dimension, when) for dimension in self.history)


@dataclass(frozen=True)
class Group:
    """Voices that arrive together. Every quota but `fields` adds up to the number of voices."""

    platform: str
    kind: str
    roles: Mapping[str, int]
    identities: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)


class World:
    """The voices of one persona, the dates of the reviews, and the operations a scenario is made of."""

    def __init__(self, dice: Dice, dates: Sequence[date], began: date, looked_for: Mapping[str, Sequence[str]]):
        self.dice, self.dates, self.began, self.looked_for = dice, tuple(dates), began, looked_for
        self.voices: list[Voice] = []

    def window(self, when: int) -> tuple[date, date]:
        """The time between the review before and review number `when`."""
        return (self.dates[when - 1] if when else self.began), self.dates[when]

    def followed(self, when: int, platform: str | None = None) -> list[Voice]:
        """The voices followed at review number `when`."""
        return [v for v in self.voices if v.present(when) and platform in (None, v.platform)]

    def arrive(self, when: int, group: Group, make: Callable[[int, Group], Voice]) -> None:
        """Let a group of voices be followed before review number `when`."""
        roles = self.dice.quota(group.roles)
        identities = self.dice.quota(group.identities)
        for place, role in enumerate(roles):
            voice = make(len(self.voices), group)
            voice.arrived = when
            voice.truth = {
                "role": _truth(role),
                "field": _truth(self.dice.weighted(group.fields)),
                "place": _truth(self.dice.weighted(group.places)),
                "identity": _truth(identities[place]) if identities else ("does not apply", ()),
            }
            voice.truth["relation"] = _truth(self._relation(voice))
            voice.turn = self._turn(voice, when)
            self.voices.append(voice)

    def _relation(self, voice: Voice) -> str:
        near = 0.5 if "my district or region" in voice.truth["place"][1] else 0.12
        if self.dice.happens(near):
            return self.dice.pick(("colleague in person", "met at an event", "same association"))
        return self.dice.weighted({"online only, no contact": 7, "talked online": 3, "same association": 2})

    def _turn(self, voice: Voice, when: int) -> float:
        """When this voice's turn comes: by chance, but newcomers the goal looks for are looked at first."""
        turn = self.dice.share() - float(voice.extra.get("looked at early", 0.0))
        wanted = any(set(voice.truth[d][1]) & set(names) for d, names in self.looked_for.items())
        return turn - 0.45 if wanted and when > 0 else turn

    def leave(self, when: int, count: int, where: Callable[[Voice], bool]) -> None:
        """Unfollow `count` voices before review number `when`, among those that `where` holds for."""
        free = [v for v in self.followed(when - 1) if v.left is None and "stays" not in v.extra and where(v)]
        for voice in self.dice.mixed(free)[:count]:
            voice.left = when

    def review(self, when: int, coverage: Mapping[str, float]) -> None:
        """Write down enough statements that each dimension reaches about its coverage at review `when`."""
        followed = [v for v in self.followed(when) if "set aside" not in v.extra]
        for dimension, wanted in coverage.items():
            applicable = [v for v in followed if v.truth[dimension][0] != "does not apply"]
            done = sum(v.statement(dimension, when) is not None for v in applicable)
            waiting = [v for v in applicable if dimension not in v.history]
            waiting = sorted(waiting, key=lambda v: v.turn + 0.15 * self.dice.share())
            for voice in waiting[: max(0, round(wanted * len(applicable)) - done)]:
                self.write(when, voice, dimension, *voice.truth[dimension])
        for voice in followed:
            says_nothing = [d for d, (condition, _) in voice.truth.items() if condition == "does not apply"]
            for dimension in says_nothing:
                if voice.reviewed(when) and dimension not in voice.history and self.dice.happens(0.6):
                    self.write(when, voice, dimension, "does not apply", ())

    def write(
        self, when: int, voice: Voice, dimension: str, condition: str, categories: Sequence[str], note=""
    ) -> None:
        """Add one statement, with a basis and evidence where the condition needs them."""
        noted_on = self.dice.day(*self.window(when))
        basis = evidence = ""
        if condition == "recorded":
            basis = self.dice.weighted(BASIS_WEIGHTS[dimension])
            evidence = self._evidence(voice, dimension, basis)
        statement = Statement(condition, tuple(categories), basis, evidence, note, noted_on)
        voice.history.setdefault(dimension, []).append((when, statement))

    def withdraw(self, when: int, dimension: str, count: int, where: Callable[[Voice], bool]) -> None:
        """Take back `count` statements: the cells are empty again."""
        for voice in self._stated(when, dimension, where)[:count]:
            voice.history[dimension].append((when, None))

    def correct(
        self, when: int, dimension: str, count: int, where: Callable[[Voice], bool], change: Callable, note: str
    ) -> None:
        """Write `count` statements anew; `change` turns the old statement into condition and categories."""
        for voice in self._stated(when, dimension, where)[:count]:
            condition, categories = change(voice.statement(dimension, when))
            self.write(when, voice, dimension, condition, categories, note)
            voice.extra["stays"] = True

    def _stated(self, when: int, dimension: str, where: Callable[[Voice], bool]) -> list[Voice]:
        stated = [v for v in self.followed(when) if v.arrived < when and v.statement(dimension, when - 1) and where(v)]
        return self.dice.mixed(stated)

    def _evidence(self, voice: Voice, dimension: str, basis: str) -> str:
        if basis == "self-described":
            return f"https://{voice.page}/{self.dice.pick(('about', 'hello', 'talks', 'interview'))}"
        if basis == "published":
            return f"https://directory.example/{self.dice.pick(('members', 'speakers', 'partners'))}/{voice.number}"
        if basis == "told me":
            return self.dice.pick(("", "at the regional meeting", "in the chat after a webinar", "by letter"))
        return self.dice.pick(("", "", f"https://{voice.page}/posts/{self.dice.number(1, 40)}"))


def _truth(words: str) -> tuple[str, tuple[str, ...]]:
    """Turn a quota's key into condition and categories: "a + b" is two categories, "[declined]" is a condition."""
    if words.startswith("["):
        return words.strip("[]"), ()
    return "recorded", tuple(words.split(" + "))
