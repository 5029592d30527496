"""Findings: what a review says in plain sentences. A sentence is one row of ``FINDINGS``, and never more than is known.

Each row says when it appears and names two cases that look alike in which it must not; a test has them all. The words
praise nobody and blame nobody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from auditkit.charts.wording import shows_point
from auditkit.report.conditions import (
    ANNOTATING,
    FOLLOWING,
    attention_apart,
    changed,
    each_dimension,
    each_looked_for,
    estimated,
    made_by,
    moved_list,
    platforms_apart,
    platforms_differ,
    same_list,
    set_aside,
    target_is,
    together,
)
from auditkit.report.facts import Facts

SMALL_LIST = 20


@dataclass(frozen=True)
class Finding:
    """A sentence a review can say.

    Attributes
    ----------
    name : str
        Its name.
    when : str
        When it appears.
    never : tuple of str
        Two cases that look alike, in which it must not appear.
    template : str
        The sentence, with the names of values in braces.
    values : callable
        ``values(facts)`` yields the values of each sentence; of none where it does not appear.
    """

    name: str
    when: str
    never: tuple[str, str]
    template: str
    values: Callable[[Facts], Iterable[Mapping[str, object]]]


def findings(facts: Facts) -> list[tuple[str, str]]:
    """Return the sentences of a review as (name of the finding, sentence), in the order of ``FINDINGS``."""
    return [(row.name, row.template.format(**values)) for row in FINDINGS for values in row.values(facts)]


FINDINGS: tuple[Finding, ...] = (
    Finding(
        "coverage",
        "a voice counts in a dimension in focus",
        ("no voice counts", "every voice is set aside"),
        "On {dimension}, annotation coverage is {coverage}: {reviewed} reviewed.",
        each_dimension(lambda row: True),
    ),
    Finding(
        "nothing recorded",
        "voices count, and no category is recorded",
        ("one voice has a record", "no voice counts"),
        "On {dimension}, nothing is recorded yet. A short sitting with a random sample gives a first picture.",
        each_dimension(lambda row: row["recorded"] == 0),
    ),
    Finding(
        "few known",
        "something is recorded, for less than half of the voices that count",
        ("half of the voices have a record", "nothing is recorded"),
        "Something is recorded for less than half of the voices on {listed}: read the ranges there.",
        together(each_dimension(lambda row: row["recorded"] > 0 and not shows_point(row)), "{dimension}"),
    ),
    Finding(
        "reviewed without an answer",
        "voices were reviewed with nothing found, or declined",
        ("voices are not reviewed", "every reviewed voice has a record"),
        "Reviewed without an answer: {listed}. That is a result too. It counts as unknown, and never as none of these.",
        together(each_dimension(lambda row: row["reviewed"] > row["recorded"]), "{unanswered} on {dimension}"),
    ),
    Finding(
        "small list",
        f"fewer than {SMALL_LIST} voices count",
        (f"{SMALL_LIST} voices count", "no voice counts"),
        "On {dimension}, {applicable} in all: each of them is {points}, so shares move in large steps.",
        each_dimension(lambda row: row["applicable"] < SMALL_LIST),
    ),
    Finding(
        "looked for and recorded",
        "a category the goal looks for is held by somebody",
        ("nobody is recorded as it", "the goal does not look for the category"),
        "“{category}”, which your goal looks for: {count}, {range} of all.",
        each_looked_for(lambda row: row["count"] > 0),
    ),
    Finding(
        "looked for and not seen yet",
        "nobody is recorded as a category the goal looks for, and some voices are unknown",
        ("one voice is recorded as it", "no voice is unknown"),
        "“{category}”, which your goal looks for: nobody is recorded as that so far. Unknown: {unknown}, "
        "and some of them may be.",
        each_looked_for(lambda row: row["count"] == 0 and row["unknown"] > 0),
    ),
    Finding(
        "looked for and not here",
        "nobody is recorded as a category the goal looks for, and no voice is unknown",
        ("one voice is unknown", "one voice is recorded as it"),
        "“{category}”, which your goal looks for: nobody in this list. Every voice that counts has a record.",
        each_looked_for(lambda row: row["count"] == 0 and row["unknown"] == 0),
    ),
    Finding(
        "target reached",
        "the lowest possible share reaches the person's own target",
        ("only the share of the known reaches it", "the person set no target"),
        "Your own target for “{category}”, {target}, is reached, whatever the unknown voices are.",
        target_is("surely"),
    ),
    Finding(
        "target open",
        "the target lies between the lowest and the highest possible share",
        ("the lowest possible share reaches it", "no voice counts"),
        "Whether your own target for “{category}”, {target}, is reached cannot be told yet: the share is {range}.",
        target_is("possibly"),
    ),
    Finding(
        "target not reached",
        "not even the highest possible share reaches the target",
        ("the highest possible share is just the target", "only the share of the known is below it"),
        "Your own target for “{category}”, {target}, is not reached, whatever the unknown voices are: "
        "the share is {highest} at most.",
        target_is("surely not"),
    ),
    Finding(
        "voices came or went",
        "the follow lists of the first and the last date differ",
        ("there is one date only", "the same voices are followed on both dates"),
        "Between {first} and {last}, {came} came and {went} went; {stayed} stayed.",
        moved_list,
    ),
    Finding(
        "same voices",
        "the same voices are followed on the first and the last date",
        ("one voice came", "there is one date only"),
        "The same voices are followed on {first} and {last}. What differs between the two is what you recorded.",
        same_list,
    ),
    Finding(
        "platforms differ",
        "a platform is there on one of the two dates only",
        ("the same platforms are there on both dates", "there is one date only"),
        "The list from {platform} is there on {there} and not on {missing}: part of any change is that list itself.",
        platforms_differ,
    ),
    Finding(
        "higher",
        "the lowest possible share on the last date is above the highest on the first",
        ("the ranges overlap", "there is one date only"),
        "The share of “{category}” is higher on {last} than on {first}, whatever the unknown voices are.",
        changed("higher", looked_for=False),
    ),
    Finding(
        "lower",
        "the highest possible share on the last date is below the lowest on the first",
        ("the ranges overlap", "no voice counts on one of the dates"),
        "The share of “{category}” is lower on {last} than on {first}, whatever the unknown voices are.",
        changed("lower", looked_for=False),
    ),
    Finding(
        "change cannot be told",
        "the ranges of a category the goal looks for overlap",
        ("the ranges lie apart", "the goal does not look for the category"),
        "Between {first} and {last} no change can be told for {listed}: the ranges overlap.",
        together(changed("overlap", looked_for=True), "“{category}”"),
    ),
    Finding(
        "moved by annotating",
        "the share of the known of a category looked for moved, and most of that by annotating",
        ("all of it came from voices followed since", "less than half is known on one of the dates"),
        "Among the voices with a record, “{category}” went from {span}. Most of that comes from what you recorded, "
        "not from whom you follow.",
        made_by(ANNOTATING),
    ),
    Finding(
        "moved by following",
        "the share of the known of a category looked for moved, and most of that by following and unfollowing",
        ("all of it came from annotating", "the share did not move"),
        "Among the voices with a record, “{category}” went from {span}. Most of that comes from whom you follow.",
        made_by(FOLLOWING),
    ),
    Finding(
        "platforms apart",
        "the bounds of a category looked for lie apart on two platforms",
        ("the bounds overlap", "there is one platform only"),
        "“{category}” is more frequent among your voices on {most} than on {least}, whatever the unknown voices are.",
        platforms_apart,
    ),
    Finding(
        "less attention",
        "the weighted bounds of a category looked for lie below those of following",
        ("the bounds overlap", "no activity was read"),
        "You turn to “{category}” less than you follow: {heard} of what you did, {followed} of the voices followed.",
        attention_apart(larger=False),
    ),
    Finding(
        "more attention",
        "the weighted bounds of a category looked for lie above those of following",
        ("the bounds overlap", "the goal does not look for the category"),
        "You turn to “{category}” more than you follow: {heard} of what you did, {followed} of the voices followed.",
        attention_apart(larger=True),
    ),
    Finding(
        "estimated",
        "a random sample narrows the range of a category looked for",
        ("every voice is reviewed", "no sample was drawn"),
        "A random sample of {drawn} says of the whole list: {range} are “{category}” (95 % interval).",
        estimated,
    ),
    Finding(
        "set aside",
        "a voice is set aside",
        ("no voice is set aside", "there is no voice"),
        "Set aside: {aside}, counted here and in no share.",
        set_aside,
    ),
)
