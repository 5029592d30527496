"""How many voices are left, and how long that takes at the pace of the person in front of them."""

import statistics

ENOUGH, LOOKED_AT = 5, 20  # single marks before a pace is named; how many of the last ones count
BREAK = 180.0  # seconds: who needs longer for one voice was away, or reading something else


class Pace:
    """The seconds a person takes for a voice: the middle of their last twenty, breaks left out."""

    def __init__(self):
        self._last: float | None = None
        self._seconds: list[float] = []

    def reviewed(self, voices: int, moment: float) -> None:
        """Note that some voices were reviewed at a moment, in seconds of a steady clock; many at once tell nothing."""
        if voices == 1 and self._last is not None and moment - self._last <= BREAK:
            self._seconds = [*self._seconds[-LOOKED_AT + 1 :], moment - self._last]
        self._last = moment

    @property
    def seconds(self) -> float | None:
        """Seconds for a voice; None until enough were reviewed."""
        return statistics.median(self._seconds) if len(self._seconds) >= ENOUGH else None


def progress_sentence(left: int, of: int, seconds: float | None) -> str:
    """Return how far a person is, and how long the rest takes at `seconds` for a voice.

    Examples
    --------
    >>> progress_sentence(41, 180, 17.6)
    '41 of 180 left, about 12 minutes at this pace.'
    >>> progress_sentence(41, 180, None)
    '41 of 180 left.'
    >>> progress_sentence(0, 40, 20)
    'All 40 are reviewed.'
    """
    if not of:
        return "Nobody is in this list."
    if not left:
        return "The one voice here is reviewed." if of == 1 else f"All {of:,} are reviewed."
    return f"{left:,} of {of:,} left{'' if seconds is None else f', {_how_long(left * seconds)} at this pace'}."


def _how_long(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 90:
        return "about a minute" if minutes == 1 else f"about {minutes} minutes"
    halves = round(seconds / 1800)
    return f"about {halves // 2}{' and a half' if halves % 2 else ''} hours"
