"""The forms for plan and journal: a next step, what became of the last, and what to remember."""

from ipywidgets import Checkbox, Combobox, DatePicker, Dropdown, Text, Textarea, VBox

from auditkit.audit_file import AuditFile
from auditkit.widgets.forms.frame import Form, Lines, field, keep_choice, row, show_when, tick
from auditkit.widgets.forms.planning import (
    PLACES,
    STATES,
    Diary,
    opening_words,
    places,
    plan_line,
)

SHARE = "A report may show this line (else it stays private)"
PLAN = "One small step is enough. It need not be on a screen, and it need not be to follow somebody."
JOURNAL = "A few words for yourself. They stay in your audit file, and are private unless you tick the box."
HELPED = {"plan": "Plan", "journal": "Journal"}


class DiaryForm(Form):
    """What plan and journal have in common: a new line, the list of what stands, and one line to change.

    What a person writes goes from the fields into the audit file; the fields are empty afterwards, and the list is
    text that a notebook does not keep.
    """

    def __init__(self, audit: AuditFile, kind: str, first: list, fields: dict, change: list):
        self.diary, self.fields = Diary(audit, kind), fields
        self.shareable = tick(Checkbox, SHARE)
        self.add = self.on_click("Write it down", self._add, button_style="primary")
        self.standing = Lines()
        self.line = field(Dropdown, "Line")
        self.share = self.on_click("A report may show it", lambda: self._share(True))
        self.hide = self.on_click("Keep it private", lambda: self._share(False))
        self.remove = self.on_click("Take it away", self._remove)
        heading = Lines(f"{HELPED[kind]}: what stands", kind="head")
        self.list = VBox([heading, self.standing, self.line, *change, row(self.share, self.hide, self.remove)])
        super().__init__(*first, *fields.values(), self.shareable, row(self.add), self.list)
        # What is said stands above the list.
        *others, standing, said, code = self.children
        self.children = (*others, said, code, standing)
        for widget in (*fields.values(), self.shareable):
            widget.observe(self.careful(self._show_code), names="value")
        self._refresh()

    def parts(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {name: str(widget.value or "") for name, widget in self.fields.items()}

    def _show_code(self) -> None:
        parts = self.parts()
        line = plan_line(parts, kind=self.diary.kind, shareable=self.shareable.value)
        self.code.show(*([line] if parts["what"].strip() else []))

    def _add(self) -> None:
        line = plan_line(self.parts(), kind=self.diary.kind, shareable=self.shareable.value)
        number = self.diary.add(shareable=self.shareable.value, **self.parts())
        for name, widget in self.fields.items():
            if name != "environment":
                widget.value = None if isinstance(widget, DatePicker) else ""
        self.shareable.value = False
        self.code.show(line)
        self._refresh()
        self.say(f"Line {number} is in your audit file.")

    def _chosen(self) -> int:
        if self.line.value is None:
            raise ValueError("There is no line yet. Write one down first.")
        return self.line.value

    def _share(self, shareable: bool) -> None:
        self.diary.share(self._chosen(), shareable)
        self.code.show(f"audit.change_entry({self._chosen()}, shareable={shareable})")
        self._refresh()
        self.say(f"Line {self._chosen()}: {'a report may show it' if shareable else 'private'}.")

    def _remove(self) -> None:
        number = self._chosen()
        self.diary.remove(number)
        self.code.show(f"audit.remove_entry({number})")
        self._refresh()
        self.say(f"Line {number} is taken away. audit.undo() brings it back.")

    def _refresh(self) -> None:
        self.standing.show(*self.diary.in_words())
        keep_choice(self.line, self.diary.choices())
        show_when(self.line, bool(self.line.options))
        for button in (self.share, self.hide, self.remove):
            button.disabled = not self.line.options


class PlanForm(DiaryForm):
    """The plan: a step, where, why, by when and how one will notice; and what became of the steps before."""

    def __init__(self, audit: AuditFile):
        self.opening = Lines(kind="banner")
        self.state = field(Dropdown, "What became of it", options=STATES[1:])
        self.done = field(Text, "In a few words")
        became = self.on_click("Keep what became of it", self._became)
        fields = {
            "environment": field(Dropdown, "Where", options=places()),
            "what": field(Textarea, "What I will do", rows=2),
            "why": field(Text, "Why, for my goal"),
            "by": field(DatePicker, "By when"),
            "notice": field(Text, "How I will notice"),
        }
        super().__init__(audit, "plan", [self.opening, Lines(PLAN)], fields, [self.state, self.done, row(became)])

    def _became(self) -> None:
        number = self._chosen()
        self.diary.became(number, self.state.value, self.done.value)
        self.done.value = ""
        self.code.show(f"audit.change_entry({number}, {{**entry.body, 'state': {self.state.value!r}}})")
        self._refresh()
        self.say(f"Line {number}: {self.state.value}. The next review will show it.")

    def _refresh(self) -> None:
        super()._refresh()
        self.opening.show(*opening_words(self.diary.waiting()))


class JournalForm(DiaryForm):
    """The journal: a few words, to a question or to none."""

    def __init__(self, audit: AuditFile, prompt: str | None):
        self.prompt = prompt or ""
        fields = {
            "what": field(Textarea, "My words", rows=4),
            "environment": field(Combobox, "About, if you want", options=tuple(PLACES), ensure_option=False),
        }
        super().__init__(audit, "journal", [Lines(self.prompt, kind="head"), Lines(JOURNAL)], fields, [])

    def parts(self) -> dict[str, str]:
        """Return what stands in the fields, with the question it answers."""
        return {"title": self.prompt, **super().parts()}


def plan_form(audit: AuditFile) -> PlanForm:
    """Return the form for the next steps. In Python: ``audit.add_entry("plan", None, {…})``.

    Parameters
    ----------
    audit : AuditFile
        Open. Lines are private unless the person says that a report may show them.
    """
    return PlanForm(audit)


def journal_form(audit: AuditFile, prompt: str | None = None) -> JournalForm:
    """Return the form for the journal. In Python: ``audit.add_entry("journal", None, {…})``.

    Parameters
    ----------
    audit : AuditFile
        Open.
    prompt : str, optional
        A question to answer; it is kept with the words.
    """
    return JournalForm(audit, prompt)
