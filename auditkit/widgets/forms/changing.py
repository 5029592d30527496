"""What changed between two dates: which table, and the picture of it."""

from dataclasses import dataclass

import pandas as pd

from auditkit.audit_file import AuditFile
from auditkit.charts.change import show_change
from auditkit.charts.parts import show_parts
from auditkit.charts.wording import date_text
from auditkit.errors import AuditFileError
from auditkit.measures.change import change_then_and_now, composition_over_time
from auditkit.review import Review

DATES, PARTS = "the shares at the two dates", "what made up the change"
THEN, NOW = "what was known at each date", "what is known now"
ONE_DATE = "There is one date so far, and a change needs two. Load a newer export in notebook 02, and come back."


@dataclass(frozen=True)
class AskedChange:
    """What a person wants to see of a change; `first` and `last` are two dates of the review."""

    dimension: str
    first: pd.Timestamp
    last: pd.Timestamp
    known: str = THEN
    view: str = DATES
    common: bool = False

    @property
    def known_word(self) -> str:
        """How Python says what is known."""
        return "now" if self.known == NOW else "then"


class Changing:
    """Changes in an audit file, read anew at each question."""

    def __init__(self, audit: AuditFile):
        self.audit = audit

    def choices(self) -> dict[str, list]:
        """Return dimensions and dates to choose from; ``AuditFileError`` when there are not two dates."""
        review = self.audit.review()
        if len(review.dates) < 2:
            raise AuditFileError(ONE_DATE)
        dates = [(f"{date:%Y-%m-%d}", date) for date in review.dates]
        names = dict.fromkeys([*review.focus, *review.codebook.dimension_names])
        return {"dimension": list(names), "first": dates, "last": dates}

    def answer(self, asked: AskedChange) -> tuple[list[str], str]:
        """Return sentences and the picture as HTML."""
        if asked.first == asked.last:
            raise AuditFileError("Choose two different dates.")
        review = self.audit.review()
        first, last = sorted((asked.first, asked.last))
        if asked.view == PARTS:
            return self._said(review, asked), _parts(review, asked, first, last)
        platforms = "common" if asked.common else "all"
        table = composition_over_time(review, asked.dimension, known=asked.known_word, platforms=platforms)
        table = table[table["date"].isin([first, last])]
        looks = {"looking_for": review.looking_for(asked.dimension), "colours": review.codebook[asked.dimension]}
        return self._said(review, asked), show_change(table, asked.dimension, **looks)._repr_html_()

    def _said(self, review: Review, asked: AskedChange) -> list[str]:
        first, last = sorted((asked.first, asked.last))
        if asked.known == NOW:
            said = [
                f"Both dates with what you know today. So what differs between {date_text(first)} and "
                f"{date_text(last)} is whom you followed, and not what you noted."
            ]
        else:
            said = [
                "Each date with what you had noted by then. Part of what differs may be that you looked at more voices."
            ]
        came, went = _platform_moves(review, first, last)
        if (came or went) and not asked.common:
            said.append(
                f"Your lists from {' and '.join([*came, *went])} are there on one of the dates only. Tick the box to "
                "compare like with like."
            )
        return said


def _parts(review: Review, asked: AskedChange, first: pd.Timestamp, last: pd.Timestamp) -> str:
    platforms = "common" if asked.common else "all"
    both = change_then_and_now(review, asked.dimension, first, last, platforms=platforms)
    table = both[both["known"] == asked.known_word].set_index("category").drop(columns="known")
    over_time = composition_over_time(review, asked.dimension, known=asked.known_word, platforms=platforms)
    ends = [over_time[over_time["date"] == date].set_index("category") for date in (first, last)]
    looks = {"looking_for": review.looking_for(asked.dimension), "colours": review.codebook[asked.dimension]}
    return show_parts(table, asked.dimension, compositions=ends, **looks)._repr_html_()


def _platform_moves(review: Review, first: pd.Timestamp, last: pd.Timestamp) -> tuple[list[str], list[str]]:
    before, after = ({one.platform for one in review.follow_lists(date)} for date in (first, last))
    return sorted(after - before), sorted(before - after)


def change_line(asked: AskedChange) -> str:
    """Return the line of Python that shows the same."""
    first, last = (f"{date:%Y-%m-%d}" for date in sorted((asked.first, asked.last)))
    name, known = repr(asked.dimension), f'known="{asked.known_word}"'
    platforms = ', platforms="common"' if asked.common else ""
    if asked.view == PARTS:
        ends = f'audit.review(), {name}, "{first}", "{last}"{platforms}'
        known_rows = f'.query("known == \'{asked.known_word}\'").set_index("category")'
        return f"ak.show_parts(ak.change_then_and_now({ends}){known_rows}, {name})"
    dates = f'.loc[lambda table: table["date"].isin(["{first}", "{last}"])]'
    return f"ak.show_change(ak.composition_over_time(audit.review(), {name}, {known}{platforms}){dates}, {name})"
