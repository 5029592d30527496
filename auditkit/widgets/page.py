"""What one page is looking at, and who of them is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditkit.tables import NOT_REVIEWED
from auditkit.widgets.queues import Offer
from auditkit.widgets.roster import Roster


@dataclass
class Page:
    """One page, in one window of one browser: its settings, its list, and its messages that wait for an earlier one."""

    dimension: str
    queue: str
    minutes: float
    months: float
    numbers: list[int] = field(default_factory=list)
    offers: dict[int, list[Offer]] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)  # in a queue that asks about more than the state
    left: set[int] = field(default_factory=set)
    next: int = 1
    waiting: dict[int, Mapping] = field(default_factory=dict)

    def show(self, numbers: Iterable[int], roster: Roster) -> None:
        """Take over a list of voices, those nobody follows any more left out, and count who is left."""
        self.numbers = [number for number in numbers if number in roster]
        self._inside = frozenset(self.numbers)
        self.left = {number for number in self.numbers if self._is_left(number, roster)}

    def recount(self, numbers: Iterable[int], roster: Roster) -> None:
        """Count again whether some voices are left: counting 20,000 anew at every key would be felt."""
        for number in self._inside.intersection(numbers):
            (self.left.add if self._is_left(number, roster) else self.left.discard)(number)

    def _is_left(self, number: int, roster: Roster) -> bool:
        if self.queue in ("re-check", "joins"):
            return number not in self.answered
        if self.queue == "no name":
            return roster.unnamed(number)
        return roster.states[self.dimension][roster.place(number)][0] == NOT_REVIEWED

    def __post_init__(self):
        self._inside: frozenset[int] = frozenset()
