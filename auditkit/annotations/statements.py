"""From the cells of a sheet to checked statements, with the line to look at when one cannot be used.

Messages name the file, the line, the column and what the codebook has; they never repeat a cell, because sheets are
about people and messages get pasted into chats.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from auditkit.annotations.cells import Cells, read_day, split_parts
from auditkit.codebook import RESERVED_DIMENSIONS, RESERVED_WORDS, Codebook, Dimension, fold_name, is_taken, nearest
from auditkit.errors import AnnotationError
from auditkit.tables import BASES, CONDITIONS, NOT_REVIEWED, RECORDED

NEEDS_EVIDENCE = ("self-described", "published")
SHOWN_PROBLEMS = 5
# An id that a spreadsheet has rounded, as in 9.22337E+18: the digits are lost.
ROUNDED_ID = re.compile(r"\d[.,]?\d*E\+\d+", re.IGNORECASE)


@dataclass
class Statements:
    """Statements gathered from a sheet, and what was wrong on the way."""

    file_name: str
    codebook: Codebook | None
    rows: list[dict] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unreadable_dates: int = 0
    seen: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    spelling: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)

    def problem(self, line: int, sentence: str) -> None:
        """Remember what is wrong on a line."""
        self.problems.append(f"line {line}: {sentence}")

    def raise_problems(self) -> None:
        """Raise ``AnnotationError`` with the first problems and the number of the rest, if there is any."""
        if not self.problems:
            return
        shown = self.problems[:SHOWN_PROBLEMS]
        more = len(self.problems) - len(shown)
        rest = f"\n… and {more} more like these." if more else ""
        raise AnnotationError(
            f"{self.file_name}: nothing was read, because these lines need a look first.\n" + "\n".join(shown) + rest
        )

    def dimension(self, name: str, line: int) -> Dimension | None:
        """Return the dimension called `name`, or note the problem and return None."""
        folded = fold_name(name)
        if folded in RESERVED_DIMENSIONS:
            return Dimension(folded, open=folded == "set aside", several=False)
        if self.codebook is not None:
            found = next((item for item in self.codebook if fold_name(item.name) == folded), None)
            if found is None:
                self.problem(line, unknown_dimension(name, self.codebook))
            return found
        if not folded or is_taken(name):
            self.problem(
                line, "there is no dimension, or one of a name that sheets use themselves. Call it, say, role or field."
            )
            return None
        return Dimension(self.spelling.setdefault(folded, " ".join(name.split())), open=True)

    def called(self, dimension: Dimension) -> str:
        """Return how a sentence speaks of a dimension: its name comes from the codebook, never from the sheet."""
        if self.codebook is not None or dimension.name in RESERVED_DIMENSIONS:
            return repr(dimension.name)
        return self.columns.get(dimension.name, "the dimension here")

    def add(self, line: int, account: str, dimension: Dimension, cells: Cells) -> None:
        """Check one account's statement in one dimension and keep it, or note what is wrong with it."""
        condition = self._condition(line, dimension, cells)
        if condition is None or condition == NOT_REVIEWED:
            return
        if not self._first_of_its_kind(line, account, dimension, cells, condition):
            return
        noted_on = self._date(cells.noted_on)
        if condition != RECORDED:
            self._keep(
                account,
                dimension,
                None,
                condition,
                cells.basis or None,
                cells.evidence or None,
                cells,
                noted_on,
            )
            return
        categories = [self._category(line, dimension, words) for words in cells.categories]
        bases = split_parts(cells.basis, len(categories))
        evidence = split_parts(cells.evidence, len(categories))
        for category, basis, link in zip(categories, bases, evidence, strict=True):
            checked = self._basis(line, dimension, basis, link)
            if category is not None and checked is not None:
                self._keep(account, dimension, category, RECORDED, checked or None, link or None, cells, noted_on)

    def _keep(self, account, dimension, category, condition, basis, evidence, cells, noted_on) -> None:
        self.rows.append(
            {
                "account": account,
                "dimension": dimension.name,
                "category": category,
                "condition": condition,
                "basis": basis,
                "evidence": evidence,
                "note": cells.note or None,
                "noted_on": noted_on,
            }
        )

    def _condition(self, line: int, dimension: Dimension, cells: Cells) -> str | None:
        if not cells.condition:
            condition = RECORDED if cells.categories else NOT_REVIEWED
        else:
            condition = next(
                (word for word in CONDITIONS if word == " ".join(cells.condition.casefold().split())), None
            )
        if condition is None:
            close = nearest(cells.condition, CONDITIONS[1:])
            hint = f"Did you mean [{close}]?" if close else f"The conditions are: {', '.join(CONDITIONS)}."
            self.problem(line, f"the condition of {self.called(dimension)} is none of the five. {hint}")
        elif condition == RECORDED and not cells.categories:
            self.problem(
                line,
                f"{self.called(dimension)} says recorded but holds no category. Add it, or clear the condition.",
            )
            return None
        elif condition != RECORDED and cells.categories:
            self.problem(
                line, f"{self.called(dimension)} holds a category and says {condition!r}. Keep one of the two."
            )
            return None
        elif len(cells.categories) > 1 and not dimension.several:
            self.problem(
                line, f"{self.called(dimension)} takes one category for each account; this line holds several."
            )
            return None
        return condition

    def _first_of_its_kind(self, line, account, dimension, cells, condition) -> bool:
        key = (account, dimension.name)
        told = "; ".join(cells.categories).casefold() if condition == RECORDED else f"[{condition}]"
        earlier_line, earlier = self.seen.setdefault(key, (line, told))
        if earlier_line == line:
            return True
        if told == earlier:
            return False
        both_recorded = condition == RECORDED and not earlier.startswith("[")
        if both_recorded and dimension.several and cells.in_long_form:
            return True
        self.problem(
            line,
            f"this account has another statement about {self.called(dimension)} on line {earlier_line}. Keep one.",
        )
        return False

    def _category(self, line: int, dimension: Dimension, words: str) -> str | None:
        if dimension.name in RESERVED_WORDS:
            return self._choice(line, dimension, words, RESERVED_WORDS[dimension.name])
        found = dimension.find(words)
        if found or dimension.name == "set aside":
            return found or words
        if " ".join(words.casefold().split()) in CONDITIONS or words.startswith("["):
            self.problem(
                line,
                f"{self.called(dimension)} holds a condition where a category goes. In a sheet with a row for each "
                "account write it in brackets, like [nothing found]; in one with a row for each statement it has a "
                "column of its own.",
            )
            return None
        if not dimension.open:
            return self._choice(line, dimension, words, dimension.category_names)
        if ";" in words:
            self.problem(line, f"{self.called(dimension)} holds several categories. Give each a line of its own.")
            return None
        return " ".join(words.split())

    def _choice(self, line: int, dimension: Dimension, words: str, choices: Sequence[str]) -> str | None:
        exact = next((choice for choice in choices if choice.casefold() == " ".join(words.casefold().split())), None)
        if exact:
            return exact
        close = nearest(words, choices)
        if dimension.name in RESERVED_WORDS:
            hint = f" The nearest is {close!r}." if close else ""
            problem = (
                f"what stands in {self.called(dimension)} is none of: {', '.join(choices)}.{hint} Write one of them."
            )
        else:
            hint = f"The nearest is {close!r}." if close else f"It lists: {', '.join(choices)}."
            problem = (
                f"what stands in {self.called(dimension)} is not in the codebook. {hint} "
                "Correct the spelling, or add the category to the codebook."
            )
        self.problem(line, problem)
        return None

    def _basis(self, line: int, dimension: Dimension, basis: str, evidence: str) -> str | None:
        """Return the basis as BASES spells it, "" where none is needed, None where it is refused."""
        if dimension.name in RESERVED_DIMENSIONS:
            return basis.casefold()
        wanted = basis.casefold().replace("self described", "self-described")
        if not basis:
            self.problem(
                line,
                f"{self.called(dimension)} does not say how you know. Its basis is one of: {', '.join(BASES)}.",
            )
        elif wanted not in BASES:
            close = nearest(basis, BASES)
            hint = f"Did you mean {close!r}?" if close else f"It is one of: {', '.join(BASES)}."
            self.problem(line, f"the basis of {self.called(dimension)} is not one we know. {hint}")
        elif dimension.evidence_required and wanted == "my reading":
            self.problem(
                line,
                f"{self.called(dimension)} is about who somebody is, and 'my reading' would be a guess. "
                "Record their own words (self-described), what a directory or statement says (published), or what "
                "they told you; else write [nothing found].",
            )
        elif dimension.evidence_required and wanted in NEEDS_EVIDENCE and not evidence:
            self.problem(
                line,
                f"{self.called(dimension)} is {wanted} but the evidence is empty. Add a link or say where you read it.",
            )
        else:
            return wanted
        return None

    def _date(self, words: str) -> date | None:
        found = read_day(words)
        self.unreadable_dates += bool(words) and found is None
        return found


def checked_statement(
    codebook: Codebook, dimension: str, categories: Sequence[str], condition: str, basis: str, evidence: str
) -> tuple[str, list[tuple[str, str, str | None]]]:
    """Return the condition and the ``(category, basis, evidence)`` rows of one statement, as the codebook spells them.

    Raises ``AnnotationError`` with a sentence when the codebook or the evidence rule refuses it.
    """
    problem, condition, rows = statement_or_problem(codebook, dimension, categories, condition, basis, evidence)
    if problem:
        raise AnnotationError(f"Nothing was recorded: {problem}")
    return condition, rows


def statement_or_problem(
    codebook: Codebook, dimension: str, categories: Sequence[str], condition: str, basis: str, evidence: str
) -> tuple[str, str, list[tuple[str, str, str | None]]]:
    """Return a sentence, or "", and what `checked_statement` returns when there is none."""
    statements = Statements("annotation", codebook)
    found = statements.dimension(dimension, 0)
    if found is not None and " ".join(condition.casefold().split()) == NOT_REVIEWED and not categories:
        return "", NOT_REVIEWED, []
    if found is not None:
        statements.add(0, "account", found, Cells(tuple(categories), condition, basis, evidence))
    if statements.problems:
        return statements.problems[0].removeprefix("line 0: "), "", []
    kept = [row for row in statements.rows if row["condition"] == RECORDED]
    said = [(row["category"], row["basis"] or "", row["evidence"]) for row in kept]
    return "", statements.rows[0]["condition"], said


def unknown_dimension(name: str, codebook: Codebook) -> str:
    """Return the sentence for a dimension that the codebook does not have."""
    close = nearest(name, codebook.dimension_names)
    hint = f"The nearest is {close!r}." if close else f"It has: {', '.join(codebook.dimension_names)}."
    return (
        f"the sheet names a dimension that the codebook {codebook.name!r} does not have. {hint} "
        "Correct the sheet, or add the dimension to the codebook."
    )


def check_account(account: str, line: int, statements: Statements) -> bool:
    """Return True if a cell can be the key of an account; note the problem otherwise."""
    if ROUNDED_ID.search(account):
        statements.problem(
            line,
            "a spreadsheet has rounded this account's number. Write the sheet out again, "
            "and set the account column to 'Text' before you save.",
        )
        return False
    return True


def no_account_column(file_name: str, header: Sequence[str]) -> AnnotationError:
    """Return the error for a sheet whose first line has no ``account``."""
    close = nearest("account", [name for name in header if name])
    hint = "A column there is spelt almost like it. " if close else ""
    return AnnotationError(
        f"{file_name}: the first line of an annotation sheet needs a column called account. {hint}"
        "If this is a follow list, load it as one; if it is a sheet, put its header line back on top."
    )
