"""The form for what-if: candidates from a file, or a few voices more of a category."""

from ipywidgets import HTML, BoundedIntText, Dropdown, RadioButtons, SelectMultiple, Text, VBox

from auditkit.audit_file import AuditFile
from auditkit.widgets.forms.files import Folder, typed_paths
from auditkit.widgets.forms.frame import Form, Lines, field, keep_choice, row, show_when
from auditkit.widgets.forms.goal import percent_text, read_percent
from auditkit.widgets.forms.imagining import (
    FROM_FILE,
    MORE,
    AskedWhatIf,
    Imagining,
    needed_line,
    paths_of,
    what_if_line,
)

INTRO = (
    "What would the picture be if you followed some more? Nothing is changed by looking. A list of candidates is any "
    "list the kit can read: a table (CSV), a podcast list (OPML), a starter list, one address a line."
)
SHARE = "How many would it take to reach a share? With a target of your own, it stands here already."


class WhatIfForm(Form):
    """The composition as it would be. It never says whom to leave."""

    def __init__(self, audit: AuditFile, folder: Folder):
        self.imagining, self.folder = Imagining(audit), folder
        self.dimension = field(Dropdown, "Question")
        self.kind = field(RadioButtons, "What if I followed", options=[MORE, FROM_FILE])
        self.category = field(Dropdown, "Category")
        self.number = field(BoundedIntText, "How many", value=5, min=0, max=100_000)
        self.files = field(SelectMultiple, "Files", rows=4)
        self.path = field(Text, "Or a path")
        self.share = field(Text, "Share in percent", placeholder="for example 20")
        self.by_file = VBox([self.files, row(self.on_click("Refresh", self._refresh)), self.path])
        self.picture = HTML()
        show = self.on_click("Show me", self._show, button_style="primary")
        count = self.on_click("How many would it take?", self._count)
        super().__init__(
            Lines(INTRO), self.dimension, self.kind, self.category, self.number, self.by_file, row(show),
            Lines(SHARE), self.share, row(count), self.picture,
        )  # fmt: skip
        *fields, picture, said, code = self.children
        self.children = (*fields, said, picture, code)
        self.dimension.observe(self.careful(self._offer), names="value")
        self.category.observe(self.careful(self._own_target), names="value")
        self.kind.observe(self.careful(self._arrange), names="value")
        self._arrange()
        self._refresh()
        self.careful(self._start)()

    def _start(self) -> None:
        keep_choice(self.dimension, self.imagining.choices())
        self._offer()

    def _refresh(self) -> None:
        self.files.options = self.folder.choices()

    def _arrange(self) -> None:
        show_when(self.by_file, self.kind.value == FROM_FILE)
        show_when(self.number, self.kind.value == MORE)

    def _offer(self) -> None:
        if self.dimension.value:
            keep_choice(self.category, self.imagining.categories(self.dimension.value))
            self._own_target()

    def _own_target(self) -> None:
        if self.category.value:
            share = self.imagining.own_target(self.dimension.value, self.category.value)
            self.share.value = "" if share is None else percent_text(share)

    def asked(self) -> AskedWhatIf:
        """Return what the fields ask for."""
        from_file = self.kind.value == FROM_FILE
        return AskedWhatIf(
            self.dimension.value,
            paths_of(self.files.value, typed_paths(self.path.value)) if from_file else (),
            self.category.value or "",
            0 if from_file else self.number.value,
            read_percent(self.share.value) if self.share.value.strip() else None,
        )

    def _show(self) -> None:
        asked = self.asked()
        said, self.picture.value = self.imagining.answer(asked)
        self.say(*said, *self.imagining.needed(asked))
        self.code.show(what_if_line(asked))

    def _count(self) -> None:
        asked = self.asked()
        if asked.share is None:
            raise ValueError("Write a share first, in percent. It is your own; there is no right one.")
        said = self.imagining.needed(asked)
        self.say(*(said or ["Choose a category of the codebook first."]))
        self.code.show(needed_line(asked))


def what_if_form(audit: AuditFile, folder: object = None) -> WhatIfForm:
    """Return the form that shows how it would be with more voices. In Python: ``ak.what_if(audit.voices(), …)``.

    Parameters
    ----------
    audit : AuditFile
        Open. It is not changed.
    folder : path, optional
        Where lists of candidates lie. Default: ``my_data`` beside the notebook.
    """
    return WhatIfForm(audit, Folder(folder))
