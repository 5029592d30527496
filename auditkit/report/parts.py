"""The parts of a report that look different on a web page and in Markdown: a table, and a chart in two widths."""

import re
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from auditkit.charts.figure import Chart, html_table
from auditkit.charts.wording import clean_text

# Signs that mean something anywhere in Markdown, and those that make a list of a line that begins with them.
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$&]|^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")


@dataclass(frozen=True)
class Table:
    """Cells in words, with a caption.

    Attributes
    ----------
    frame : DataFrame
        The index is the first column.
    caption : str
    """

    frame: pd.DataFrame
    caption: str

    @property
    def html(self) -> Markup:
        """The table as HTML; every cell is text and never markup."""
        return Markup(html_table(self.frame, self.caption))  # noqa: S704  html_table escapes every cell

    @property
    def markdown(self) -> str:
        """The table as Markdown, under its caption."""
        head = [self.frame.index.name or "category", *self.frame.columns]
        rows = [head, ["---"] * len(head), *([name, *cells] for name, *cells in self.frame.itertuples())]
        lines = [
            "| " + " | ".join(cell if row is rows[1] else markdown_text(cell) for cell in row) + " |" for row in rows
        ]
        return "\n".join([f"*{markdown_text(self.caption)}*", "", *lines])


@dataclass(frozen=True)
class Figure:
    """A chart in two widths, for a desk and for a telephone."""

    wide: Chart
    narrow: Chart

    @property
    def table(self) -> Table:
        """The table behind it."""
        caption = " ".join(filter(None, (f"{self.wide.title}.", self.wide.caption)))
        return Table(self.wide.table, caption)


def markdown_text(value: object) -> str:
    """Return text as Markdown shows it: on one line, and no sign of it means anything.

    Examples
    --------
    >>> markdown_text("a|b *c*")
    'a\\\\|b \\\\*c\\\\*'
    """
    return _MARKS.sub(r"\\\1", clean_text(value))
