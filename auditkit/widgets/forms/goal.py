"""The goal as a person fills it in: from words in fields to a learning goal, and every problem as a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from auditkit.annotations import check_goal
from auditkit.codebook import Codebook
from auditkit.errors import AnnotationError
from auditkit.goal import Goal, LookingFor, Target
from auditkit.widgets.forms.frame import call_text

OWN_WORDS = "(in my own words)"
STEMS = (
    "I want to become able to",
    "I want to learn to",
    "I want to understand",
    "I want to notice when",
    OWN_WORDS,
)
RHYTHMS = ("1 month", "3 months", "6 months", "1 year")
# Sentences as a person might write them; they belong to nobody.
EXAMPLES = (
    "I want to become able to recommend three books for every student who reads in two languages, "
    "and to hear first from readers who do so themselves.",
    "I want to learn to plan a lesson about our river together with the people who have lived beside it the longest.",
    "I want to understand which of our rules keep disabled students out of the reading room, from those it keeps out.",
    "I want to notice when everybody I ask for advice has a job like mine.",
)


@dataclass(frozen=True)
class TargetWords:
    """A target as it was typed: a share in percent, and perhaps a day."""

    dimension: str
    category: str
    percent: str
    by: date | None = None


def split_stem(sentence: str) -> tuple[str, str]:
    """Return the stem a sentence begins with, and the rest.

    >>> split_stem("I want to learn to listen")
    ('I want to learn to', 'listen')
    """
    for stem in STEMS[:-1]:
        if sentence.startswith(f"{stem} "):
            return stem, sentence[len(stem) + 1 :]
    return OWN_WORDS, sentence


def join_stem(stem: str, rest: str) -> str:
    """Return the sentence of a stem and the person's words; empty when they wrote none."""
    rest = " ".join(rest.split())
    if not rest:
        return ""
    return rest if stem == OWN_WORDS or rest.startswith(stem) else f"{stem} {rest}"


def written_goal(
    sentence: str,
    looking_for: Iterable[LookingFor],
    targets: Iterable[TargetWords],
    *,
    review_every: str = "",
    follow_lists_help: bool = True,
    before: Goal | None = None,
) -> Goal:
    """Return the goal that the fields say; lines without a category are left out.

    Accounts that the goal `before` sets aside stay set aside.

    Raises
    ------
    AnnotationError
        If there is no sentence, or a target is no share.
    """
    if not sentence:
        raise AnnotationError("Write your goal first: one sentence about what you want to become able to do.")
    wanted = [
        LookingFor(item.dimension, " ".join(item.category.split()), " ".join(item.words.split()))
        for item in looking_for
        if item.category.strip()
    ]
    return Goal(
        sentence=sentence,
        looking_for=tuple(wanted),
        targets=tuple(map(_target, filter(lambda item: item.category.strip() or item.percent.strip(), targets))),
        set_aside=before.set_aside if before else {},
        review_every=review_every.strip(),
        follow_lists_help=follow_lists_help,
    )


def goal_problems(goal: Goal, codebook: Codebook) -> list[str]:
    """Return a sentence for everything in a goal that the codebook has no place for."""
    parts = [Goal(goal.sentence, looking_for=(item,)) for item in goal.looking_for]
    parts += [Goal(goal.sentence, targets=(target,)) for target in goal.targets]
    found = []
    for part in parts:
        try:
            check_goal(part, codebook)
        except AnnotationError as problem:
            found.append(str(problem))
    return list(dict.fromkeys(found))


def goal_advice(goal: Goal, focus: Sequence[str]) -> list[str]:
    """Return what may help with a goal that can be saved; nothing of it is asked for."""
    said = []
    if not goal.follow_lists_help:
        said.append("No follow list serves this goal. Your plan and your journal do.")
    elif not goal.looking_for:
        said.append("Your goal looks for nobody yet, so the review will show every question in the codebook.")
    empty = [name for name in focus if name not in goal.dimensions]
    if goal.looking_for and empty:
        said.append(f"Nothing is looked for in: {', '.join(empty)}. The review shows what your goal names.")
    if len(goal.dimensions) > 2:
        said.append("One or two questions are enough to begin with; the others can wait.")
    return said


def goal_line(goal: Goal) -> str:
    """Return the line of Python that sets this goal; accounts set aside are taken over and not named."""
    wanted = [
        call_text("ak.LookingFor", *map(repr, filter(None, (item.dimension, item.category, item.words))))
        for item in goal.looking_for
    ]
    targets = [
        call_text("ak.Target", repr(item.dimension), repr(item.category), repr(item.share), by=_date_text(item.by))
        for item in goal.targets
    ]
    made = call_text(
        "ak.Goal",
        repr(goal.sentence),
        looking_for=_tuple_text(wanted),
        targets=_tuple_text(targets),
        review_every=repr(goal.review_every) if goal.review_every else "",
        follow_lists_help="" if goal.follow_lists_help else "False",
        set_aside="audit.goal.set_aside" if goal.set_aside else "",
    )
    dated = "from datetime import date; " if any(item.by for item in goal.targets) else ""
    return f"{dated}audit.set_goal({made})"


def percent_text(share: float) -> str:
    """Return a share as it stands in the field.

    >>> percent_text(0.2), percent_text(0.125)
    ('20', '12.5')
    """
    return f"{100 * share:.10g}"


def read_percent(text: str) -> float:
    """Return the share that a person typed in percent, from 0 to 1.

    >>> read_percent("12,5 %")
    0.125
    """
    try:
        share = float(text.strip().removesuffix("%").strip().replace(",", ".")) / 100
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise AnnotationError("A target is a number from 0 to 100, in percent of the voices that count.")
    return round(share, 6)


def _target(typed: TargetWords) -> Target:
    category = " ".join(typed.category.split())
    if not category or not typed.percent.strip():
        raise AnnotationError("A target needs a category and a number. Fill in both, or empty the line.")
    return Target(typed.dimension, category, read_percent(typed.percent), typed.by)


def _tuple_text(parts: Sequence[str]) -> str:
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})" if parts else ""


def _date_text(day: date | None) -> str:
    return f"date({day.year}, {day.month}, {day.day})" if day else ""
