"""One colour and one marker per category, the same in every chart.

The seven hues are those of Okabe and Ito (2008), chosen to be told apart by colour-blind readers. They are written
out because matplotlib knows them by name only since 3.11. Every mark also has an outline in ink: two of the hues are
too light to stand on white alone, and two too dark to stand on black.
"""

from collections.abc import Iterable, Mapping
from zlib import crc32

from auditkit.codebook import Dimension

HUES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
HATCH = "///"
_PAIRS = len(HUES) * len(MARKERS)


def category_colours(categories: Dimension | Iterable[str], words: Iterable[str] = ()) -> dict[str, str]:
    """Return a colour for each category: the first of the codebook has the first hue, and so on.

    Parameters
    ----------
    categories : Dimension or iterable of str
        The codebook's dimension, or all its categories in order, retired ones included. The colours depend on this
        list and not on what is drawn. From the eighth on hues are used again: names and markers tell those apart.
    words : iterable of str
        Words beyond the codebook, of an open dimension. Each keeps a colour of its own wherever it occurs; it may be
        one that a category has.

    Examples
    --------
    >>> category_colours(["teacher", "author"])
    {'teacher': '#0072B2', 'author': '#E69F00'}
    >>> category_colours(["teacher"], ["author"])["author"] == category_colours([], ["author"])["author"]
    True
    """
    return {name: HUES[place % len(HUES)] for name, place in _places(categories, words).items()}


def category_markers(categories: Dimension | Iterable[str], words: Iterable[str] = ()) -> dict[str, str]:
    """Return a marker for each category, by the same rule as its colour; 49 pairs of both come before one returns."""
    return {
        name: MARKERS[(place + place // len(HUES)) % len(MARKERS)] for name, place in _places(categories, words).items()
    }


def category_looks(names: Iterable[str], colours, table) -> dict[str, tuple[str, str]]:
    """Return (colour, marker) for each of `names`.

    Parameters
    ----------
    names : iterable of str
        Every category that may be drawn.
    colours : mapping of category to colour, Dimension, iterable of str or None
        A mapping is taken as it is, its keys standing for the codebook's categories; a dimension or a list stands for
        itself; with None the table's own ``attrs["categories"]`` decide, else `names`.
    table : DataFrame
        The table as it was passed.
    """
    names = [str(name) for name in names]
    given = colours if isinstance(colours, Mapping) else {}
    categories = table.attrs.get("categories", names) if colours is None else colours
    hues, markers = category_colours(categories, names), category_markers(categories, names)
    return {name: (given.get(name, hues[name]), markers[name]) for name in names}


def _places(categories: Dimension | Iterable[str], words: Iterable[str]) -> dict[str, int]:
    names = categories.category_names if isinstance(categories, Dimension) else categories
    places = {name: place for place, name in enumerate(dict.fromkeys(str(name) for name in names))}
    for word in words:
        # crc32 and not hash(): Python's own hash of a text differs from run to run.
        places.setdefault(str(word), crc32(str(word).encode("utf-8", "replace")) % _PAIRS)
    return places
