"""One colour and one marker per category, the same in every chart.

The seven hues are those of Okabe and Ito (2008), chosen to be told apart by colour-blind readers. They are written
out because matplotlib knows them by name only since 3.11. Every mark also has a dark outline: two of the hues are
too light to stand on white alone.
"""

from collections.abc import Iterable
from zlib import crc32

HUES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
INK = "#1a1a1a"
QUIET = "#595959"
RULE = "#8a8a8a"
UNKNOWN = "#bdbdbd"
HATCH = "///"


def category_colours(categories: Iterable[str]) -> dict[str, str]:
    """Return a colour for each category. The order of the rows does not matter.

    A category keeps its own hue wherever it occurs; where two would share one, the later in the alphabet takes the
    next free hue. From the eighth category on hues are used again: names and markers tell those apart.

    Examples
    --------
    >>> category_colours(["teacher", "author"]) == category_colours(["author", "teacher"])
    True
    """
    return {name: HUES[place % len(HUES)] for name, place in _places(categories).items()}


def category_markers(categories: Iterable[str]) -> dict[str, str]:
    """Return a marker for each category, by the same rule as its colour."""
    return {name: MARKERS[(place + place // len(HUES)) % len(MARKERS)] for name, place in _places(categories).items()}


def _places(categories: Iterable[str]) -> dict[str, int]:
    """Give every category a place of its own, rounds of seven, starting where its name points."""
    places: dict[str, int] = {}
    names = sorted({str(name) for name in categories})
    for round_ in range(0, len(names), len(HUES)):
        taken: set[int] = set()
        for name in names[round_ : round_ + len(HUES)]:
            # crc32 and not hash(): Python's own hash of a text differs from run to run.
            place = crc32(name.encode("utf-8", "replace")) % len(HUES)
            while place in taken:
                place = (place + 1) % len(HUES)
            taken.add(place)
            places[name] = place + round_
    return places
