"""A review question by question: which voices are counted, and the picture or table of them."""

from dataclasses import dataclass

import pandas as pd

from auditkit.audit_file import AuditFile
from auditkit.charts.composition import show_composition
from auditkit.charts.figure import html_table
from auditkit.charts.platforms import show_platforms
from auditkit.charts.wording import (
    clean_text,
    coverage_sentence,
    percent,
    rows_in_order,
    unknown_sentence,
    voices_counted,
)
from auditkit.measures.breakdown import composition_by
from auditkit.measures.comparability import on_platforms
from auditkit.measures.composition import composition
from auditkit.review import Review

ALL, SIDE_BY_SIDE = "all", "side by side"
IN, OUT = "shown, as a range", "left out"


@dataclass(frozen=True)
class Asked:
    """What a person wants to see.

    Attributes
    ----------
    dimension : str
    platform, group : str
        One of them, "all" or "side by side"; `group` is a list or folder of the person's own.
    unknowns : {"shown, as a range", "left out"}
    """

    dimension: str
    platform: str = ALL
    group: str = ALL
    unknowns: str = IN


class Reviewing:
    """The newest review of an audit file; read anew at each question, so that the last mark counts."""

    def __init__(self, audit: AuditFile):
        self.audit = audit

    def choices(self) -> dict[str, list[str]]:
        """Return what can be asked for: dimensions, those of the goal first, platforms, and the person's own lists."""
        review = self.audit.review()
        voices = review.voices()
        groups = sorted({name for held in voices["groups"].tolist() for name in held})
        platforms = list(dict.fromkeys(name for held in voices["platforms"].tolist() for name in held))
        names = [*review.focus, *review.codebook.dimension_names]
        sides = [SIDE_BY_SIDE] if len(platforms) > 1 else []
        return {
            "dimension": list(dict.fromkeys(names)),
            "platform": [ALL, *sides, *platforms],
            "group": [ALL, *([SIDE_BY_SIDE] if groups else []), *groups],
        }

    def answer(self, asked: Asked) -> tuple[list[str], str]:
        """Return sentences, coverage first, and the picture or table as HTML. Names are never in it."""
        review = self.audit.review()
        voices = counted_voices(review, asked)
        who = composition(voices, asked.dimension)
        if not len(who):
            return ["Nothing is recorded here yet. Annotate a few voices first."], ""
        head = who.iloc[0]
        said = [coverage_sentence(head), unknown_sentence(head)]
        if SIDE_BY_SIDE in (asked.platform, asked.group):
            by = "platform" if asked.platform == SIDE_BY_SIDE else "list"
            said.append("A voice in two counts in both, so the parts do not add up. Unknown voices are shown.")
            return said, self._side_by_side(review, voices, asked.dimension, by)
        if asked.unknowns == OUT:
            return [*said, left_out_sentence(head)], known_table(who, review.looking_for(asked.dimension))
        return said, self._picture(review, who, asked)

    def _side_by_side(self, review: Review, voices: pd.DataFrame, dimension: str, by: str) -> str:
        table = composition_by(voices, dimension, by)
        looks = {"looking_for": review.looking_for(dimension), "colours": review.codebook[dimension]}
        return show_platforms(table, dimension, by=by, **looks)._repr_html_()

    def _picture(self, review: Review, who: pd.DataFrame, asked: Asked) -> str:
        goal = review.goal
        where = [name for name in (asked.platform, asked.group) if name != ALL]
        title = f"Voices by {clean_text(asked.dimension)}{', ' if where else ''}{', '.join(map(clean_text, where))}"
        return show_composition(
            who,
            asked.dimension,
            looking_for=review.looking_for(asked.dimension),
            target=goal.target_shares(asked.dimension) if goal else None,
            title=title if where else None,
            colours=review.codebook[asked.dimension],
        )._repr_html_()


def counted_voices(review: Review, asked: Asked) -> pd.DataFrame:
    """Return the voices of the platform and the list that were asked for."""
    voices = review.voices()
    if asked.platform not in (ALL, SIDE_BY_SIDE):
        voices = on_platforms(voices, [asked.platform])
    if asked.group not in (ALL, SIDE_BY_SIDE):
        attrs = voices.attrs
        voices = voices[[asked.group in held for held in voices["groups"].tolist()]]
        voices.attrs = attrs
    return voices


def known_table(who: pd.DataFrame, looking_for: list[str]) -> str:
    """Return counts and shares of the known voices alone, as a table whose caption says what is left out."""
    rows = rows_in_order(who, looking_for)
    names = [f"{clean_text(name)}{' (looked for)' if row['looked_for'] else ''}" for name, row in rows.iterrows()]
    table = pd.DataFrame(
        {
            "voices": [f"{int(count):,}" for count in rows["count"]],
            "share of the known": [percent(share) for share in rows["share_of_known"]],
        },
        index=pd.Index(names, name="category", dtype="str"),
        dtype="str",
    )
    head = rows.iloc[0]
    return html_table(table, f"{coverage_sentence(head)} {left_out_sentence(head)}")


def left_out_sentence(head: pd.Series) -> str:
    """Return what a table of the known leaves out, and what it cannot say."""
    known = voices_counted(int(head["recorded"]), of=int(head["applicable"]))
    return (
        f"Only the known: {known}. The shares say nothing about the {int(head['unknown']):,} others, who may be quite "
        "different."
    )


def review_line(asked: Asked) -> str:
    """Return the line of Python that shows the same."""
    name, voices = repr(asked.dimension), "audit.voices()"
    if asked.platform not in (ALL, SIDE_BY_SIDE):
        voices = f"ak.on_platforms({voices}, [{asked.platform!r}])"
    if asked.group not in (ALL, SIDE_BY_SIDE):
        voices += f'.loc[lambda table: [{asked.group!r} in held for held in table["groups"]]]'
    if SIDE_BY_SIDE in (asked.platform, asked.group):
        by = "platform" if asked.platform == SIDE_BY_SIDE else "list"
        return f'ak.show_platforms(ak.composition_by({voices}, {name}, "{by}"), {name}, by="{by}")'
    who = f"ak.composition({voices}, {name})"
    if asked.unknowns == OUT:
        return f'{who}[["count", "recorded", "unknown", "share_of_known"]]'
    return f"ak.show_composition({who}, {name}, looking_for=audit.review().looking_for({name}))"
