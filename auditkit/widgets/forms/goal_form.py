"""The form for the learning goal: before the first number, in the person's own words."""

from ipywidgets import Checkbox, Combobox, DatePicker, Dropdown, HBox, Layout, Text, Textarea, VBox

from auditkit.audit_file import AuditFile
from auditkit.codebook import Codebook, read_codebook
from auditkit.errors import AnnotationError
from auditkit.goal import Goal, LookingFor, Target
from auditkit.widgets.forms.frame import Form, Lines, field, keep_choice, on_change, show_when, tick
from auditkit.widgets.forms.goal import (
    EXAMPLES,
    RHYTHMS,
    STEMS,
    TargetWords,
    goal_advice,
    goal_line,
    goal_problems,
    join_stem,
    percent_text,
    split_stem,
    written_goal,
)

LINES, TARGETS, SPARE = 5, 3, 2  # lines to fill in, and empty ones beside a goal that has many
FIRST_CODEBOOK = "school-librarians"
NO_CODEBOOK = (
    "This audit file has no list of categories yet. With your goal it gets the one for school librarians; you can "
    "change it later."
)
INTRO = "A goal is about what you become able to do, with the people you teach. Examples, if you want to read some:"
WHOM = (
    "Whose voices does this need? Choose a category, or write your own words where the question is open, and say why."
)
TARGET = "A number of your own, if you want one; most people do without. It is no norm, and nobody else sees it."


class GoalLine(HBox):
    """One category the goal looks for, or one target: two fields that belong together, and two of its own."""

    def __init__(self, number: int, codebook: Codebook, *, target: bool):
        self.codebook = codebook
        what = "Target" if target else "Voices"
        self.dimension = _narrow(Dropdown, f"{what} {number}", "13em", "5em")
        self.category = _narrow(Combobox, "category", "22em", "5em", ensure_option=False)
        self.words = _narrow(Text, "percent" if target else "why", "9em" if target else "26em", "4em")
        self.by = _narrow(DatePicker, "by", "13em", "2em")
        others = [self.words, self.by] if target else [self.words]
        super().__init__([self.dimension, self.category, *others], layout=Layout(flex_flow="row wrap"))
        self.dimension.observe(lambda change: self._offer(), names="value")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.category.value.strip() or self.words.value.strip())

    def offer(self, dimensions: list[str]) -> None:
        """Let the person choose among these questions."""
        keep_choice(self.dimension, dimensions)
        self._offer()

    def _offer(self) -> None:
        name = self.dimension.value
        self.category.options = self.codebook[name].offered if name in self.codebook else ()

    def fill(self, item: LookingFor | Target) -> None:
        """Show what the goal says now."""
        self.dimension.value, self.category.value = item.dimension, item.category
        if isinstance(item, Target):
            self.words.value, self.by.value = percent_text(item.share), item.by
        else:
            self.words.value = item.words


class GoalForm(Form):
    """The learning goal of an audit file: shown, changed, checked, saved."""

    def __init__(self, audit: AuditFile):
        self.file = audit
        # A file made in Python may have no questions yet; a goal needs some to name.
        self.codebook = audit.codebook if audit.codebook.dimensions else read_codebook(FIRST_CODEBOOK)
        goal = audit.goal or Goal("")
        stem, rest = split_stem(goal.sentence) if goal.sentence else (STEMS[0], "")
        self.example = field(Dropdown, "An example", options=[("choose", ""), *enumerated(EXAMPLES)])
        self.shown = Lines()
        self.stem = field(Dropdown, "It begins with", options=STEMS, value=stem)
        self.rest = field(Textarea, "and goes on", value=rest, rows=4)
        self.focus = [
            tick(Checkbox, f"{item.name}: {item.question or item.name}", value=item.name in goal.dimensions)
            for item in self.codebook
        ]
        self.lines = self._pool(goal.looking_for, LINES, target=False)
        self.targets = self._pool(goal.targets, TARGETS, target=True)
        self.rhythm = field(Combobox, "Review every", options=RHYTHMS, value=goal.review_every)
        self.helps = tick(Checkbox, "A follow list can help with this goal", value=goal.follow_lists_help)
        self.save = self.on_click("Save my goal", self._save, button_style="primary")
        self.whom = VBox(
            [
                Lines("Which questions are in focus? One or two are enough.", kind="head"),
                *self.focus,
                Lines(WHOM, kind="head"),
                *self.lines,
                Lines(TARGET, kind="head"),
                *self.targets,
            ]
        )
        none = "" if audit.codebook.dimensions else NO_CODEBOOK
        first = [Lines(none, INTRO), self.example, self.shown, self.stem, self.rest, self.helps]
        super().__init__(*first, self.whom, self.rhythm, self.save)
        self._listen()
        self._offer()
        for line, item in self._filled(goal):
            line.fill(item)
        self._update()

    def _pool(self, items: tuple, least: int, *, target: bool) -> list[GoalLine]:
        number = max(least, len(items) + SPARE) if items else least
        return [GoalLine(place, self.codebook, target=target) for place in range(1, number + 1)]

    def _filled(self, goal: Goal) -> list[tuple[GoalLine, LookingFor | Target]]:
        """Return which line shows what of a goal; the lines behind stay empty."""
        pools = ((self.lines, goal.looking_for), (self.targets, goal.targets))
        return [pair for lines, items in pools for pair in zip(lines, items, strict=False)]

    def _listen(self) -> None:
        self.example.observe(lambda change: self.shown.show(self.example.value), names="value")
        on_change(self._offer, self.focus)
        fields = [part for line in (*self.lines, *self.targets) for part in (*line.children, line.by)]
        on_change(self._update, [self.stem, self.rest, self.rhythm, self.helps, *fields])

    def focused(self) -> list[str]:
        """Return the questions in focus, or all of them while none is ticked."""
        names = self.codebook.dimension_names
        ticked = [name for name, box in zip(names, self.focus, strict=True) if box.value]
        return ticked or list(names)

    def _offer(self) -> None:
        chosen = self.focused()
        for line in (*self.lines, *self.targets):
            # What is written stays, also in a question that is not in focus any more.
            kept = [] if line.is_empty or line.dimension.value in chosen else [line.dimension.value]
            line.offer([*chosen, *kept])

    def goal(self) -> Goal:
        """Return the goal as the form says it now; ``AnnotationError`` says what is missing."""
        return written_goal(
            join_stem(self.stem.value, self.rest.value),
            [LookingFor(line.dimension.value, line.category.value, line.words.value) for line in self.lines],
            [
                TargetWords(line.dimension.value, line.category.value, line.words.value, line.by.value)
                for line in self.targets
            ],
            review_every=self.rhythm.value,
            follow_lists_help=self.helps.value,
            before=self.file.goal,
        )

    def _update(self) -> None:
        show_when(self.whom, self.helps.value)
        try:
            self.code.show(goal_line(self.goal()))
        except AnnotationError:
            self.code.show()

    def _save(self) -> None:
        goal = self.goal()
        problems = goal_problems(goal, self.codebook)
        if problems:
            self.said.show(*problems, trouble=True)
            return
        if not self.file.codebook.dimensions:
            self.file.set_codebook(self.codebook)
        self.file.set_goal(goal)
        ticked = [name for name, box in zip(self.codebook.dimension_names, self.focus, strict=True) if box.value]
        self.say(
            "Saved in your audit file. You can change it whenever you want; earlier words are kept.",
            *goal_advice(goal, ticked),
        )


def enumerated(sentences: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return sentences as the choices of a drop-down, numbered."""
    return [(f"example {place}", sentence) for place, sentence in enumerate(sentences, start=1)]


def goal_form(audit: AuditFile) -> GoalForm:
    """Return the form for the learning goal of an audit file. In Python: ``audit.set_goal``.

    Parameters
    ----------
    audit : AuditFile
        Open. A file without a codebook gets the one for school librarians when the goal is saved.
    """
    return GoalForm(audit)


def _narrow(kind, words: str, width: str, label: str, **traits):
    return kind(description=words, style={"description_width": label}, layout=Layout(width=width), **traits)
