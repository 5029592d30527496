"""The form for looking: one question at a time, with what is unknown."""

from ipywidgets import HTML, Dropdown, RadioButtons

from auditkit.audit_file import AuditFile
from auditkit.errors import AuditKitError
from auditkit.widgets.forms.frame import Form, Lines, field, keep_choice, row
from auditkit.widgets.forms.reviewing import ALL, IN, OUT, Asked, Reviewing, review_line

INTRO = "Choose what to look at. No name is shown here."


class ReviewForm(Form):
    """Who is here for the goal, by dimension, platform and list, the unknown in or out."""

    def __init__(self, audit: AuditFile):
        self.reviewing = Reviewing(audit)
        self.dimension = field(Dropdown, "Question")
        self.platform = field(Dropdown, "Platform", options=[ALL])
        self.group = field(Dropdown, "Your list or folder", options=[ALL])
        self.unknowns = field(RadioButtons, "Unknown voices", options=[IN, OUT])
        self.picture = HTML()
        again = self.on_click("Count again", self._refresh)
        super().__init__(
            Lines(INTRO), self.dimension, self.platform, self.group, self.unknowns, row(again), self.picture
        )
        # What is said, coverage first, stands above the picture.
        *fields, picture, said, code = self.children
        self.children = (*fields, said, picture, code)
        self._quiet = False
        for widget in (self.dimension, self.platform, self.group, self.unknowns):
            widget.observe(self.careful(self._draw), names="value")
        self.careful(self._refresh)()

    def asked(self) -> Asked:
        """Return what the fields ask for."""
        return Asked(self.dimension.value, self.platform.value, self.group.value, self.unknowns.value)

    def _refresh(self) -> None:
        """Take over what has changed in the file since, and draw."""
        choices, self._quiet = self.reviewing.choices(), True
        try:
            for name, options in choices.items():
                keep_choice(getattr(self, name), options)
        finally:
            self._quiet = False
        self._draw()

    def _draw(self) -> None:
        if self._quiet or not self.dimension.value:
            return
        try:
            said, self.picture.value = self.reviewing.answer(self.asked())
        except AuditKitError:
            self.picture.value = ""
            raise
        self.say(*said)
        self.code.show(review_line(self.asked()))


def review_form(audit: AuditFile) -> ReviewForm:
    """Return the form that shows who is here. In Python: ``ak.show_composition(ak.composition(audit.voices(), …))``.

    Parameters
    ----------
    audit : AuditFile
        Open. Without a follow list the form says what to do first.
    """
    return ReviewForm(audit)
