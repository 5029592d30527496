"""A review in words, for the terminal: the goal, how much is known, who is here, what changed."""

from collections.abc import Iterator
from textwrap import wrap

import pandas as pd

from auditkit.measures.change import compare
from auditkit.measures.composition import composition
from auditkit.review import Review
from auditkit.tables import CHANGE_PARTS, ENOUGH_KNOWN

WIDTH = 88
PLATFORM_WORDS = {"twitter": "X", "feed": "podcasts and feeds", "youtube": "YouTube", "list": "your own list"}
PART_WORDS = {
    "followed": "from accounts followed since",
    "unfollowed": "from accounts no longer followed",
    "newly_annotated": "from voices annotated since",
    "corrected": "from corrected annotations",
    "withdrawn": "from annotations taken back",
    "regrouped": "from joining, splitting or setting aside",
}


def summary_lines(review: Review) -> Iterator[str]:
    """Yield a review as lines of plain text, goal first, coverage before any share."""
    yield from _goal_lines(review)
    last, table = review.dates[-1], review.voices()
    platforms = _and(PLATFORM_WORDS.get(name, name.capitalize()) for name in review.snapshot().platforms)
    aside = int(table["set_aside"].sum())
    yield ""
    yield f"WHO YOU FOLLOW on {last:%d %B %Y}"
    yield f"  {len(table):,} voices on {platforms}; {aside:,} set aside, counted in no share."
    for dimension in review.focus:
        yield ""
        yield from _composition_lines(review, table, dimension)
    if len(review.dates) > 1:
        yield ""
        yield from _change_lines(review)
    if review.notes:
        yield ""
        yield "GOOD TO KNOW"
        for note in review.notes:
            yield from _paragraph(note, "  - ", "    ")


def _goal_lines(review: Review) -> Iterator[str]:
    yield "YOUR GOAL"
    if review.goal is None:
        yield from _paragraph("No goal yet. Write one first: it decides whose voices matter here.", "  ", "  ")
        return
    yield from _paragraph(review.goal.sentence, "  ", "  ")
    if not review.goal.follow_lists_help:
        yield from _paragraph(
            "No follow list can serve this goal. It needs a plan and a journal; the numbers below are beside it.",
            "  ",
            "  ",
        )
    named = [item.category for item in review.goal.looking_for]
    if named:
        yield from _paragraph(f"Looking for: {_and(named)}.", "  ", "  ")


def _composition_lines(review: Review, table: pd.DataFrame, dimension: str) -> Iterator[str]:
    who = composition(table, dimension)
    yield f"{dimension.upper()}"
    if who.empty:
        yield "  Nothing recorded yet, and the codebook lists no categories."
        return
    numbers = who.iloc[0]
    yield from _coverage_lines(numbers)
    looked_for = [name for name in review.looking_for(dimension) if name in who.index]
    others = [name for name in who.index if name not in looked_for]
    longest = max(len(name) for name in who.index) + 2
    yield f"  {'':<{longest}}  voices   of the known   could be"
    for name in [*looked_for, *others]:
        row, mark = who.loc[name], "* " if name in looked_for else "  "
        enough = row["recorded"] >= ENOUGH_KNOWN * row["applicable"]
        known = _percent(row["share_of_known"]) if enough else "few known"
        span = f"{_percent(row['lowest'])} to {_percent(row['highest'])}"
        yield f"  {mark + name:<{longest}}  {row['count']:>6,.0f}   {known:>12}   {span}"
    if looked_for:
        yield "  * your goal looks for these"
    if who["count"].sum() > numbers["recorded"]:
        yield "  A voice may hold several categories, so shares can add up to more than 100 %."


def _coverage_lines(numbers: pd.Series) -> Iterator[str]:
    looked = numbers["reviewed"] - numbers["recorded"]
    yield (
        f"  Annotation coverage {_percent(numbers['coverage'])}: {numbers['reviewed']:,.0f} of "
        f"{numbers['applicable']:,.0f} voices reviewed. Of {numbers['recorded']:,.0f} something is known;"
    )
    yield (
        f"  {numbers['unknown']:,.0f} are unknown: {numbers['unknown'] - looked:,.0f} not reviewed yet, "
        f"{looked:,.0f} reviewed without an answer."
    )


def _change_lines(review: Review) -> Iterator[str]:
    first, last = review.dates[0], review.dates[-1]
    yield f"WHAT CHANGED between {first:%d %B %Y} and {last:%d %B %Y} (share of the known)"
    before, after = review.voices(first), review.voices(last)
    for dimension in review.focus:
        moved = compare(before, after, dimension)
        ranges = [compare(before, after, dimension, share=bound) for bound in ("lowest", "highest")]
        looked_for = [name for name in review.looking_for(dimension) if name in moved.index]
        for name in looked_for or moved["change"].abs().nlargest(3).index:
            yield from _moved_lines(name, moved.loc[name], *(bound.loc[name] for bound in ranges))


def _moved_lines(name: str, row: pd.Series, lowest: pd.Series, highest: pd.Series) -> Iterator[str]:
    if pd.isna(row["change"]):
        yield f"  {name}: nothing recorded on one of the dates, so no change can be given."
        return
    points = 100 * row["change"]
    yield f"  {name}: {_percent(row['before'])} then, {_percent(row['after'])} now ({points:+.1f} points)"
    for part in CHANGE_PARTS:
        if abs(row[part]) >= 0.0005:
            yield f"      {100 * row[part]:+6.1f}  {PART_WORDS[part]}"
    spans = [f"{_percent(lowest[when])} to {_percent(highest[when])}" for when in ("before", "after")]
    overlap = lowest["after"] <= highest["before"] and lowest["before"] <= highest["after"]
    told = "the unknowns alone could make or hide this change" if overlap else "a change whatever the unknowns are"
    yield f"      could be {spans[0]} then, {spans[1]} now: {told}"


def _paragraph(text: str, first: str, rest: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest)


def _percent(share: float) -> str:
    return "-" if pd.isna(share) else f"{100 * share:.0f} %"


def _and(words) -> str:
    words = [str(word) for word in words]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "none"
