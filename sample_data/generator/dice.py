"""Chance with a seed: the same throws on every Python and every machine.

Only ``random.Random.random()`` is promised to give the same numbers in every version, so everything is made from it.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta


class Dice:
    """Repeatable choices."""

    def __init__(self, seed: str):
        self._chance = random.Random(seed)  # noqa: S311 (invented data, nothing to protect)

    def share(self) -> float:
        """Return a number from 0 up to 1."""
        return self._chance.random()

    def happens(self, chance: float) -> bool:
        """Return True in that share of the throws."""
        return self.share() < chance

    def number(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.share() * (high - low + 1))

    def pick(self, items: Sequence):
        """Return one of the items."""
        return items[int(self.share() * len(items))]

    def weighted(self, weights: Mapping[str, float]) -> str:
        """Return one of the keys, each as often as its weight says."""
        left = self.share() * sum(weights.values())
        for name, weight in weights.items():
            left -= weight
            if left < 0:
                return name
        return next(reversed(weights))

    def mixed(self, items: Sequence) -> list:
        """Return the items in another order."""
        return [item for _, item in sorted(((self.share(), item) for item in items), key=lambda pair: pair[0])]

    def quota(self, counts: Mapping[str, int]) -> list[str]:
        """Return each key as often as its count says, mixed."""
        return self.mixed([name for name, count in counts.items() for _ in range(count)])

    def day(self, after: date, until: date) -> date:
        """Return a day later than `after` and no later than `until`."""
        return after + timedelta(days=self.number(1, (until - after).days))
