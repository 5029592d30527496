"""The learning goal: what a person wants to become able to do, and whose voices that needs.

The goal comes before the first number. Targets are optional and the person's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from textwrap import fill

from auditkit.errors import AnnotationError
from auditkit.settings import read_toml

PRINTED = 88  # letters in a printed line; a notebook breaks longer ones in the middle of a word


@dataclass(frozen=True)
class LookingFor:
    """A category the goal needs, with the person's own words for why."""

    dimension: str
    category: str
    words: str = ""


@dataclass(frozen=True)
class Target:
    """A share of the voices that count, set by the person for themselves, from 0 to 1."""

    dimension: str
    category: str
    share: float
    by: date | None = None


@dataclass(frozen=True)
class Goal:
    """A learning goal.

    Attributes
    ----------
    sentence : str
        The goal in the person's own words.
    looking_for : tuple of LookingFor
        The categories this goal needs to hear from.
    targets : tuple of Target
        The person's own, may be empty.
    set_aside : dict of str to str
        Accounts the person did not choose (family, employer, required), with the reason. They are counted, and
        left out of every share.
    review_every : str
        The rhythm of reviews in words, such as "3 months".
    follow_lists_help : bool
        False for a goal that no follow list can serve; such a goal gets a plan and a journal.
    """

    sentence: str
    looking_for: tuple[LookingFor, ...] = ()
    targets: tuple[Target, ...] = ()
    set_aside: Mapping[str, str] = field(default_factory=dict)
    review_every: str = ""
    follow_lists_help: bool = True

    def __str__(self) -> str:
        """Return the goal as lines to be printed or read out; accounts set aside are counted and not named.

        Examples
        --------
        >>> print(Goal("Teach with local authors", (LookingFor("role", "author or illustrator"),)))
        Teach with local authors
        <BLANKLINE>
        Looks for:
          - role: author or illustrator
        """
        parts = [fill(self.sentence, PRINTED)]
        if not self.follow_lists_help:
            parts.append("No follow list can serve this goal. It needs a plan and a journal.")
        if self.looking_for:
            parts.append("\n".join(["Looks for:", *(_looking_for_line(item) for item in self.looking_for)]))
        if self.targets:
            parts.append("\n".join(["Own targets:", *(_target_line(target) for target in self.targets)]))
        if self.set_aside:
            parts.append(f"Set aside, because not chosen: {len(self.set_aside)}")
        if self.review_every:
            parts.append(f"Review every {self.review_every}")
        return "\n\n".join(parts)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions the goal speaks of, in the order it names them."""
        named = [item.dimension for item in (*self.looking_for, *self.targets)]
        return tuple(dict.fromkeys(named))

    def looked_for(self, dimension: str) -> tuple[str, ...]:
        """Return the categories of `dimension` that the goal needs, in the person's order.

        Examples
        --------
        >>> goal = Goal("Teach with local authors", (LookingFor("role", "author or illustrator"),))
        >>> goal.looked_for("role"), goal.looked_for("place")
        (('author or illustrator',), ())
        """
        return tuple(dict.fromkeys(item.category for item in self.looking_for if item.dimension == dimension))

    def target_shares(self, dimension: str) -> dict[str, float]:
        """Return the person's own targets in `dimension`: category to share, from 0 to 1.

        Examples
        --------
        >>> goal = Goal("Teach with local authors", targets=(Target("role", "author or illustrator", 0.15),))
        >>> goal.target_shares("role"), goal.target_shares("place")
        ({'author or illustrator': 0.15}, {})
        """
        return {target.category: target.share for target in self.targets if target.dimension == dimension}


def read_goal(path: str | Path) -> Goal:
    """Return the learning goal written in a TOML file.

    Parameters
    ----------
    path : str or path
        A file with at least a line such as ``sentence = "I want to be able to …"``.

    Raises
    ------
    AnnotationError
        If the file is missing or something in it cannot be used; the message says what to change.
    """
    path = Path(path)
    if not path.is_file():
        raise AnnotationError(f"{path.name}: there is no goal file of this name. sample_data/goals holds examples.")
    return goal_from_table(read_toml(path), path.name)


def goal_from_table(table: Mapping, file_name: str) -> Goal:
    """Return the goal described by a parsed TOML file, checked."""
    sentence = table.get("sentence")
    if not isinstance(sentence, str) or not sentence.strip():
        raise AnnotationError(
            f'{file_name}: the goal itself is missing. Add a line such as sentence = "I want to be able to …".'
        )
    set_aside = table.get("set_aside", {})
    if not isinstance(set_aside, dict):
        raise AnnotationError(f'{file_name}: [set_aside] needs lines such as "twitter:123" = "my employer".')
    helps = table.get("follow_lists_help", True)
    if not isinstance(helps, bool):
        raise AnnotationError(f"{file_name}: follow_lists_help must be true or false, without quotes.")
    return Goal(
        sentence=" ".join(sentence.split()),
        looking_for=tuple(_looking_for(entry, file_name) for entry in _entries(table, "looking_for", file_name)),
        targets=tuple(_target(entry, file_name) for entry in _entries(table, "target", file_name)),
        set_aside={str(account).strip(): str(reason) for account, reason in set_aside.items()},
        review_every=str(table.get("review_every", "")).strip(),
        follow_lists_help=helps,
    )


def _looking_for_line(item: LookingFor) -> str:
    words = f" ({item.words})" if item.words else ""
    return fill(f"- {item.dimension}: {item.category}{words}", PRINTED, initial_indent="  ", subsequent_indent="    ")


def _target_line(target: Target) -> str:
    by = f" by {target.by.day} {target.by:%B %Y}" if target.by else ""
    return f"  - {target.dimension}: {target.category}, {100 * target.share:.0f} % of the voices that count{by}"


def _entries(table: Mapping, key: str, file_name: str) -> list:
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise AnnotationError(f"{file_name}: write [[{key}]] with two brackets on each side, once for each.")
    return entries


def _words(entry: object, key: str, section: str, file_name: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise AnnotationError(f'{file_name}: each [[{section}]] needs a line {key} = "…".')
    return " ".join(value.split())


def _looking_for(entry: object, file_name: str) -> LookingFor:
    dimension = _words(entry, "dimension", "looking_for", file_name)
    category = _words(entry, "category", "looking_for", file_name)
    return LookingFor(dimension, category, str(entry.get("words", "")).strip())


def _target(entry: object, file_name: str) -> Target:
    dimension = _words(entry, "dimension", "target", file_name)
    category = _words(entry, "category", "target", file_name)
    share = entry.get("share")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise AnnotationError(f"{file_name}: the share of a [[target]] is a number from 0 to 1; 0.2 means 20 %.")
    by = entry.get("by")
    if isinstance(by, datetime):
        by = by.date()
    if isinstance(by, str):
        try:
            by = date.fromisoformat(by)
        except ValueError:
            by = False
    if by is not None and not isinstance(by, date):
        raise AnnotationError(f"{file_name}: write the date of a [[target]] as by = 2027-06-30.")
    return Target(dimension, category, float(share), by)
