"""The words and rows that a chart, its sentence and its table have in common. Knows nothing of drawing."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

import pandas as pd

from auditkit.tables import COMPOSITION_COLUMNS, ENOUGH_KNOWN, check_columns

NO_POINT = "Less than half of the voices are known, so only the range is shown."
SEVERAL = "A voice can hold several categories: shares can add up to more than 100 %."
SEVERAL_COUNTS = "Counts of voices with a record; one that holds several categories counts in each."
STAR = "★"
NBSP = "\N{NO-BREAK SPACE}"
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"

# What the bounds of the first and the last date allow to be said, and no more than that.
VERDICTS = {
    "one date": "one date so far; a change needs two",
    "no voices": "not comparable: on one of the dates no voice counts",
    "same": "the same on both dates",
    "overlap": "no change can be told, as the ranges overlap",
    "higher": "higher on the last date, whatever the unknown voices are",
    "lower": "lower on the last date, whatever the unknown voices are",
}
TOLD = {
    "one date": "one date so far",
    "no voices": "not comparable",
    "same": "the same",
    "overlap": "cannot be told",
    "higher": "higher",
    "lower": "lower",
}

# Terminal colours, control signs, lone surrogates, and the signs that turn the direction of the text after them.
_UNSAFE = re.compile("\x1b\\[[0-9;]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


def clean_text(text: object) -> str:
    """Return text in one line without control signs and without signs that reorder what stands beside them.

    Examples
    --------
    >>> clean_text("school" + chr(0x202E) + "librarian" + chr(10))
    'school librarian'
    """
    # Split at plain spaces only: the no-break space between a number and its % is meant.
    return " ".join(filter(None, _UNSAFE.sub(" ", str(text)).split(" ")))


def names_list(names: Iterable[str] | str | None) -> list[str]:
    """Return names once each, in order; a single name counts as a list of one."""
    names = (names,) if isinstance(names, str) else () if names is None else names
    return list(dict.fromkeys(str(name) for name in names))


def percent(share: float) -> str:
    """Return a share from 0 to 1 in whole percent; "none known" when there is no denominator.

    Examples
    --------
    >>> percent(0.625), percent(0.004), percent(0.999), percent(0)
    ('63\\xa0%', 'under 1\\xa0%', 'over 99\\xa0%', '0\\xa0%')
    """
    if math.isnan(share):
        return "none known"
    whole = math.floor(round(share * 100, 6) + 0.5)
    if whole == 0 and share > 0:
        return f"under 1{NBSP}%"
    if whole == 100 and share < 1:
        return f"over 99{NBSP}%"
    return f"{whole}{NBSP}%"


def share_range(lowest: float, highest: float) -> str:
    """Return the bounds in words, one figure where they meet.

    Examples
    --------
    >>> share_range(0.08, 0.55), share_range(0.5, 0.5)
    ('8 to 55\\xa0%', '50\\xa0%')
    """
    low, high = percent(lowest), percent(highest)
    return high if low == high else f"{low.removesuffix(f'{NBSP}%')} to {high}"


def share_and_range(row: pd.Series) -> str:
    """Return the share of the known with its bounds behind it; the bounds alone while too little is known."""
    bounds = share_range(row["lowest"], row["highest"])
    if not shows_point(row):
        return bounds
    share = percent(row["share_of_known"])
    return share if share == bounds else f"{share} ({bounds})"


def share_in_words(row: pd.Series) -> str:
    """Return the same for a sentence, such as "16 % of those with a record, range 9 to 56 %"."""
    bounds = share_range(row["lowest"], row["highest"])
    if not shows_point(row):
        return f"range {bounds} of all"
    share = percent(row["share_of_known"])
    return share if share == bounds else f"{share} of those with a record, range {bounds}"


def category_label(name: object, wanted: bool = False, *more: str) -> str:
    """Return a category as its row names it; what the goal looks for has a star and words.

    Parameters
    ----------
    name : object
    wanted : bool
    *more : str
        Words of ours that stand behind it, each after a point.
    """
    words = [*([f"looked{NBSP}for"] if wanted else []), *more]
    if not words:
        return clean_text(name)
    return " · ".join([f"{STAR} {among(name)}" if wanted else among(name), *words])


def among(name: object) -> str:
    """Return a name as it stands among words of ours: one from right to left does not turn them round.

    >>> among("teacher")
    'teacher'
    """
    name = clean_text(name)
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"{_LEFT_TO_RIGHT}{name}{_LEFT_TO_RIGHT}" if turns else name


def voices_by(dimension: str | None) -> str:
    """Return what most charts count.

    >>> voices_by("role"), voices_by(None)
    ('Voices by role', 'Voices by category')
    """
    return f"Voices by {clean_text(dimension) if dimension else 'category'}"


def sentence_case(text: str) -> str:
    """Return a text with a capital at its start and the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def points(change: float) -> str:
    """Return a change in percentage points with its sign; one decimal, because parts are to add up.

    >>> points(0.0123), points(-0.2), points(0.0001)
    ('+1.2', '−20.0', '0.0')
    """
    if change != change:
        return "cannot be told"
    rounded = round(100 * change, 1)
    return "0.0" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"


def voices_counted(number: int, of: int | None = None) -> str:
    """Return "1 voice", "12 voices" or "118 of 190 voices".

    Examples
    --------
    >>> voices_counted(1), voices_counted(0), voices_counted(1, of=190)
    ('1 voice', '0 voices', '1 of 190 voices')
    """
    total = number if of is None else of
    noun = "voice" if total == 1 else "voices"
    return f"{number:,} {noun}" if of is None else f"{number:,} of {of:,} {noun}"


def date_text(date: pd.Timestamp) -> str:
    """Return a date the way it is said, such as "31 Jan 2026", kept on one line."""
    return f"{date.day}{NBSP}{date:%b}{NBSP}{date.year}"


def coverage_sentence(row: pd.Series) -> str:
    """Return annotation coverage with its numbers, the first thing said about any chart."""
    reviewed = voices_counted(int(row["reviewed"]), of=int(row["applicable"]))
    return f"Annotation coverage {percent(row['coverage'])}: {reviewed} reviewed; {int(row['set_aside']):,} set aside."


def unknown_sentence(row: pd.Series) -> str:
    """Return how many voices are unknown, and which of the two ways."""
    unknown, applicable = int(row["unknown"]), int(row["applicable"])
    if not unknown:
        return "No voice is unknown."
    unreviewed = applicable - int(row["reviewed"])
    parts = [f"{unreviewed:,} not reviewed"] if unreviewed else []
    parts += [f"{unknown - unreviewed:,} reviewed without a category"] if unknown > unreviewed else []
    return f"Unknown: {voices_counted(unknown, of=applicable)} ({', '.join(parts)})."


def coverage_at(compositions: Sequence[pd.DataFrame]) -> list[str]:
    """Return annotation coverage at the earlier and the later date, if their compositions are given."""
    if not compositions:
        return []
    if len(compositions) != 2:
        raise ValueError("compositions are two tables: the one at the earlier date and the one at the later")
    lines = []
    for when, table in zip(("earlier", "later"), compositions, strict=True):
        head = check_columns(table, COMPOSITION_COLUMNS, f"the {when} composition")
        if len(head):
            row = head.iloc[0]
            reviewed = voices_counted(int(row["reviewed"]), of=int(row["applicable"]))
            lines.append(f"Annotation coverage at the {when} date {percent(row['coverage'])}: {reviewed} reviewed.")
    return lines


def known_sentence(row: pd.Series) -> list[str]:
    """Return coverage and the unknown where a table has the columns; else how many voices have a category."""
    if {"reviewed", "coverage", "set_aside"} <= set(row.index):
        return [coverage_sentence(row), unknown_sentence(row)]
    recorded = voices_counted(int(row["recorded"]), of=int(row["applicable"]))
    return [f"A category is recorded for {recorded}; {int(row['unknown']):,} are unknown."]


def rows_in_order(composition: pd.DataFrame, looking_for: Iterable[str], others: Iterable[str] = ()) -> pd.DataFrame:
    """Return the rows as they are shown: what the goal looks for first, zeros included, then the rest as given.

    A category that is looked for but does not occur counts zero. The rest keeps the codebook's order, which is the
    same at every review; sorting by size would make a ranking of it.
    """
    wanted = names_list(looking_for)
    table = composition.set_axis([str(name) for name in composition.index], axis=0)
    if len(table):
        missing = [name for name in names_list([*wanted, *others]) if name not in table.index]
        table = pd.concat([table, *(_zero_row(table, name) for name in missing)])
    first = [name for name in wanted if name in table.index]
    table = table.loc[[*first, *(name for name in table.index if name not in set(first))]]
    return table.assign(looked_for=[name in first for name in table.index])


def shows_point(row: pd.Series) -> bool:
    """Return whether the share of the known voices may be shown: something is recorded for half of them or more.

    Reviewed is not enough: where most were reviewed without an answer, the share of the known is a share of few.
    """
    return bool(row["applicable"] > 0 and row["recorded"] >= ENOUGH_KNOWN * row["applicable"])


def verdict(rows: pd.DataFrame) -> str:
    """Return which of ``VERDICTS`` holds for a category: its rows, one per date, in order."""
    if len(rows) < 2:
        return "one date"
    first, last = rows.iloc[0], rows.iloc[-1]
    if not (first["applicable"] and last["applicable"]):
        return "no voices"
    if first["lowest"] == first["highest"] == last["lowest"] == last["highest"]:
        return "same"
    if last["lowest"] > first["highest"]:
        return "higher"
    return "lower" if last["highest"] < first["lowest"] else "overlap"


def _zero_row(table: pd.DataFrame, name: str) -> pd.DataFrame:
    row = table.iloc[[0]].set_axis([name], axis=0)
    nothing = 0.0 if int(row["recorded"].iloc[0]) else math.nan
    applicable = int(row["applicable"].iloc[0])
    return row.assign(
        count=0,
        share_of_known=nothing,
        lowest=0.0 if applicable else math.nan,
        highest=row["unknown"] / applicable if applicable else math.nan,
    )
