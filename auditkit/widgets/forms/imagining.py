"""What if: the composition with candidates or with a few voices more, and how many a target would take."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from auditkit.audit_file import AuditFile
from auditkit.charts.composition import show_composition
from auditkit.charts.wording import clean_text, percent, share_in_words, voices_counted
from auditkit.errors import AuditKitError
from auditkit.measures.composition import composition
from auditkit.measures.whatif import needed, what_if
from auditkit.readers import read_follow_list
from auditkit.tables import COMPOSITION_COLUMNS

FROM_FILE, MORE = "a list of candidates", "some more voices of one category"
STRANGERS = (
    "Nothing is recorded about candidates from a file, so they count as unknown and the ranges become wider. Annotate "
    "those you consider; then the picture says more."
)


@dataclass(frozen=True)
class AskedWhatIf:
    """What a person wants to imagine: candidates from files, or `number` voices more of a category."""

    dimension: str
    paths: tuple[Path, ...] = ()
    category: str = ""
    number: int = 0
    share: float | None = None


class Imagining:
    """What if, over the newest voices of an audit file. Whom to unfollow is nothing it speaks of."""

    def __init__(self, audit: AuditFile):
        self.audit = audit

    def choices(self) -> list[str]:
        """Return the dimensions, those of the goal first; ``AuditFileError`` when there is no list yet."""
        review = self.audit.review()
        return list(dict.fromkeys([*review.focus, *review.codebook.dimension_names]))

    def categories(self, dimension: str) -> list[str]:
        """Return the categories of a dimension, what the goal looks for first."""
        review = self.audit.review()
        return list(dict.fromkeys([*review.looking_for(dimension), *review.codebook[dimension].offered]))

    def own_target(self, dimension: str, category: str) -> float | None:
        """Return the target the person set for themselves, if they did."""
        goal = self.audit.goal
        return goal.target_shares(dimension).get(category) if goal else None

    def answer(self, asked: AskedWhatIf) -> tuple[list[str], str]:
        """Return sentences and the picture of how it would be, as HTML."""
        review = self.audit.review()
        voices = review.voices()
        lists = [read_follow_list(path) for path in asked.paths]
        more = {asked.category: asked.number} if asked.number else {}
        if not lists and not more:
            raise AuditKitError("Choose a file with candidates, or a number of voices.")
        table = what_if(voices, asked.dimension, add=lists or None, more=more)
        after = table[[f"{name}_after" for name in COMPOSITION_COLUMNS]].set_axis(list(COMPOSITION_COLUMNS), axis=1)
        looking_for = review.looking_for(asked.dimension)
        shown = list(dict.fromkeys([*([asked.category] if more else []), *looking_for]))[:4]
        picture = show_composition(
            after.astype(_kinds(after)),
            asked.dimension,
            looking_for=looking_for,
            title=f"If you followed them, too: voices by {clean_text(asked.dimension)}",
            colours=review.codebook[asked.dimension],
        )
        head = table.iloc[0]
        said = [_added(int(head["added"]), int(head["already_followed"]))]
        said += [STRANGERS] if lists else []
        said += [_before_and_after(table, name) for name in shown if name in table.index]
        return said, picture._repr_html_()

    def needed(self, asked: AskedWhatIf) -> list[str]:
        """Return how many voices more it would take for the category to reach a share, in sentences."""
        if asked.share is None or not asked.category:
            return []
        who = composition(self.audit.voices(), asked.dimension)
        if asked.category not in who.index:
            return []
        return needed_sentences(needed(who, asked.category, asked.share), asked.category, asked.share)


def needed_sentences(numbers: pd.Series, category: str, share: float) -> list[str]:
    """Return the three numbers of `needed` in words."""
    name, wanted = clean_text(category), percent(share)
    if numbers.isna().all():
        return [f"No number of voices would make {name} reach {wanted}: somebody else is known already."]
    said = [
        f"For {name} to reach {wanted} of the voices you know something about, it takes {_more(numbers['of_known'])}."
    ]
    if numbers["at_least"] != numbers["surely"]:
        said.append(
            f"It depends on the unknown voices: {_more(numbers['at_least'])} if all of them held it, "
            f"{_more(numbers['surely'])} if none did. Annotating some of them makes this clearer."
        )
    return said


def what_if_line(asked: AskedWhatIf) -> str:
    """Return the line of Python that computes the same."""
    lists = [f"ak.read_follow_list({str(path)!r})" for path in asked.paths]
    add = f", add=[{', '.join(lists)}]" if lists else ""
    more = f", more={{{asked.category!r}: {asked.number}}}" if asked.number else ""
    return f"ak.what_if(audit.voices(), {asked.dimension!r}{add}{more})"


def needed_line(asked: AskedWhatIf) -> str:
    """Return the line of Python that says how many are needed."""
    who = f"ak.composition(audit.voices(), {asked.dimension!r})"
    return f"ak.needed({who}, {asked.category!r}, {asked.share})"


def _kinds(after: pd.DataFrame) -> dict[str, str]:
    whole = ("count", "recorded", "applicable", "reviewed", "unknown", "set_aside")
    return {name: "int64" if name in whole else "float64" for name in after.columns}


def _added(added: int, already: int) -> str:
    followed = f" {voices_counted(already)} of the list you follow already." if already else ""
    return f"{voices_counted(added)} added in this picture; nothing is changed in your audit file.{followed}"


def _before_and_after(table: pd.DataFrame, name: str) -> str:
    row = table.loc[name]
    ends = [row[[f"{column}_{when}" for column in COMPOSITION_COLUMNS]] for when in ("before", "after")]
    before, after = (end.set_axis(list(COMPOSITION_COLUMNS)) for end in ends)
    return (
        f"{clean_text(name)}: now {voices_counted(int(before['count']))}, {share_in_words(before)}; then "
        f"{voices_counted(int(after['count']))}, {share_in_words(after)}."
    )


def _more(number: object) -> str:
    if pd.isna(number):
        return "no number would do"
    return "none more" if number == 0 else f"{int(number):,} more"


def paths_of(chosen: Sequence[Path], typed: Sequence[Path]) -> tuple[Path, ...]:
    """Return each path once, chosen ones first."""
    return tuple(dict.fromkeys([*chosen, *typed]))
