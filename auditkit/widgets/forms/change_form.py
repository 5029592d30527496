"""The form for change: any two dates, as known then or now."""

from ipywidgets import HTML, Checkbox, Dropdown, RadioButtons

from auditkit.audit_file import AuditFile
from auditkit.errors import AuditKitError
from auditkit.widgets.forms.changing import DATES, NOW, PARTS, THEN, AskedChange, Changing, change_line
from auditkit.widgets.forms.frame import Form, Lines, field, keep_choice, tick

INTRO = "Choose two dates and a question. A change can be whom you follow, or what you noted: both are told apart here."


class ChangeForm(Form):
    """What changed between two dates of an audit file."""

    def __init__(self, audit: AuditFile):
        self.changing = Changing(audit)
        self.dimension = field(Dropdown, "Question")
        self.first = field(Dropdown, "From")
        self.last = field(Dropdown, "To")
        self.known = field(RadioButtons, "Counted with", options=[THEN, NOW])
        self.view = field(RadioButtons, "Show", options=[DATES, PARTS])
        self.common = tick(Checkbox, "Only platforms that are there on both dates")
        self.picture = HTML()
        super().__init__(
            Lines(INTRO), self.dimension, self.first, self.last, self.known, self.view, self.common, self.picture
        )
        *fields, picture, said, code = self.children
        self.children = (*fields, said, picture, code)
        self._quiet = True
        for widget in (self.dimension, self.first, self.last, self.known, self.view, self.common):
            widget.observe(self.careful(self._draw), names="value")
        self.careful(self._start)()

    def _start(self) -> None:
        for name, options in self.changing.choices().items():
            keep_choice(getattr(self, name), options)
        self.last.value = self.last.options[-1][1]
        self._quiet = False
        self._draw()

    def asked(self) -> AskedChange:
        """Return what the fields ask for."""
        return AskedChange(
            self.dimension.value,
            self.first.value,
            self.last.value,
            self.known.value,
            self.view.value,
            self.common.value,
        )

    def _draw(self) -> None:
        if self._quiet:
            return
        try:
            said, self.picture.value = self.changing.answer(self.asked())
        except (AuditKitError, ValueError):
            self.picture.value = ""
            self.code.show()
            raise
        self.say(*said)
        self.code.show(change_line(self.asked()))


def change_form(audit: AuditFile) -> ChangeForm:
    """Return the form that shows what changed. In Python: ``ak.show_change(ak.composition_over_time(…))``.

    Parameters
    ----------
    audit : AuditFile
        Open. With fewer than two dates the form says what to do first.
    """
    return ChangeForm(audit)
