"""Invented names: two words from a garden, a shore or a cupboard, so that a name tells nothing about anybody.

Handles belong to nobody: X handles are longer than X allows, ids lie above 2^63, every host is reserved.
"""

from pathlib import Path

from sample_data.generator.dice import Dice

HERE = Path(__file__).resolve().parent
FIRST = (HERE / "first_words.txt").read_text("utf-8").split()
SECOND = (HERE / "second_words.txt").read_text("utf-8").split()
X_ENDINGS = ("reads_on", "library", "in_the_stacks", "pages", "bookshelf", "returns", "story_time", "notebook")
MASTODON_HOSTS = (
    "stacks.example",
    "shelf.example",
    "youthwork.example",
    "reading.example",
    "teachers.example",
    "teahouse.example",
    "bücherei.example",
)
MAKER_HOST = "makerloft.example"
LOWEST_X_ID = 2**63 + 1_000_000_000
X_HANDLE_LIMIT = 15


class Names:
    """Hands out pairs of words, each once."""

    def __init__(self, dice: Dice):
        self._dice = dice
        self._left = dice.mixed([(first, second) for first in FIRST for second in SECOND])

    def pair(self) -> tuple[str, str]:
        """Return two words that were not handed out before."""
        return self._left.pop()

    def x_handle(self, pair: tuple[str, str]) -> str:
        """Return a handle that X would refuse, because it is longer than 15 characters."""
        handle = f"{pair[0]}_{pair[1]}_{self._dice.pick(X_ENDINGS)}".lower()
        while len(handle) <= X_HANDLE_LIMIT + 1:
            handle += "_again"
        return handle

    def x_id(self, number: int) -> str:
        """Return an id above 2^63; X has never reached it."""
        return str(LOWEST_X_ID + number * 1_000_003 + self._dice.number(0, 999_999))


def page_of(pair: tuple[str, str]) -> str:
    """Return the host of an invented page, on a domain nobody can own."""
    return f"{pair[0]}{pair[1]}.example".lower()
