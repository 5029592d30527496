"""The form at the top of every notebook: sample data or my own."""

from ipywidgets import Checkbox, Dropdown, RadioButtons, Text, VBox

from auditkit.audit_file import AuditFile
from auditkit.codebook import read_codebook, shipped_codebooks
from auditkit.widgets.forms.choosing import ENDING, OWN, PUBLIC_FOLDER, SAMPLE, Choice, is_public
from auditkit.widgets.forms.frame import RUN_ALL, SENSITIVE, Form, Lines, field, keep_choice, on_change, show_when, tick

NEW = "make a new one here"
PUBLIC = (
    "This is a shared public computer. Use the sample data. Your follow lists and your notes about people should stay "
    "on a computer of your own.",
    "This session ends after about 10 idle minutes, and everything in it is deleted.",
)
PUBLIC_OWN = "I know that this is a public computer, and want to use my own data all the same."
DOWNLOAD = (
    "Before you leave, download your audit file: in the list of files on the left open the folder notebooks, then "
    f"{PUBLIC_FOLDER}; click the file with the right mouse button and choose Download. To go on another day, make the "
    f"folder {PUBLIC_FOLDER} there again, drag the file into it, and run this notebook."
)


class ChoosingForm(Form):
    """One choice: the sample data, or an audit file of one's own. `audit` is the file that is open."""

    def __init__(self, choice: Choice):
        self.choice = choice
        self.banner = Lines(*(PUBLIC if is_public() else ()), kind="banner")
        self.use = field(RadioButtons, "Work with", options=[SAMPLE, OWN], value=OWN if choice.is_own else SAMPLE)
        self.about = Lines(*self._about())
        self.agreed = tick(Checkbox, PUBLIC_OWN)
        self.file = field(Dropdown, "Audit file")
        self.name = field(Text, "Name of the new file", value="my audit")
        codebooks = [(read_codebook(name).title or name, name) for name in shipped_codebooks()]
        self.codebook = field(Dropdown, "List of categories", options=codebooks, value="school-librarians")
        self.go = self.on_click("Open it", self._open)
        self.own = VBox([self.about, self.agreed, self.file, self.name, self.codebook, self.go])
        super().__init__(self.banner, self.use, self.own)
        show_when(self.agreed, is_public())
        self._list_files()
        self.use.observe(self.careful(self._switch), names="value")
        on_change(self._arrange, (self.file, self.agreed))
        self._arrange()
        self._tell()

    @property
    def audit(self) -> AuditFile:
        """The audit file that is open now."""
        return self.choice.audit

    def _about(self) -> list[str]:
        place = f"The kit looks for audit files in this folder: {self.choice.folder}"
        return [place, SENSITIVE, *self.choice.warnings(), *([DOWNLOAD] if is_public() else [])]

    def _list_files(self) -> None:
        paths = self.choice.files()
        keep_choice(self.file, [*((path.name, path) for path in paths), (NEW, "")])

    def _arrange(self) -> None:
        """Show what belongs to the choice made so far."""
        is_new = not self.file.value
        show_when(self.own, self.use.value == OWN)
        show_when(self.name, is_new)
        show_when(self.codebook, is_new)
        self.go.description = "Make it" if is_new else "Open it"
        self.go.disabled = is_public() and not self.agreed.value

    def _switch(self) -> None:
        was_own = self.choice.is_own
        if self.use.value == SAMPLE and was_own:
            self.choice.use_sample()
            self._tell(RUN_ALL)
        elif self.use.value == OWN and not was_own:
            self.say("Choose an audit file of yours, or make a new one. Until then the sample data stays open.")
        self._arrange()

    def _open(self) -> None:
        if is_public() and not self.agreed.value:
            raise ValueError("Tick the box above first.")
        if not self.file.value:
            self.choice.make_own(self.name.value, self.codebook.value)
        else:
            self.choice.open_own(self.file.value)
        self._list_files()
        self.file.value = next((path for path in self.choice.files() if path == self.audit.path), "")
        self._tell(RUN_ALL)

    def _tell(self, *more: str) -> None:
        """Say what is open now, and how Python opens it."""
        if self.choice.is_own:
            days = len(self.audit.days)
            held = f"It holds {days} {'date' if days == 1 else 'dates'}." if days else "It holds no follow list yet."
            what = f"Your audit file {self.audit.path.name.removesuffix(ENDING)} is open. {held}"
            self.code.show(f"audit = ak.open_audit({str(self.audit.path)!r})")
        else:
            what = "The sample data is open: a person, and lists, that were invented. What you try here is not kept."
            self.code.show(f"audit = ak.sample_audit({self.choice.persona!r})")
        self.say(self.choice.trouble, what, *more)


def choose_audit(persona: str = "school-librarian", folder: object = None) -> ChoosingForm:
    """Return the form that asks: sample data, or my own? Its property ``audit`` is the audit file to work with.

    The choice is remembered in the audit file, so that the same file is open when the notebook runs again.

    Parameters
    ----------
    persona : str
        Whose sample data, one of `persona_names`.
    folder : path, optional
        Where the person's own audit files lie. Default: `default_audit_folder`.

    Raises
    ------
    AuditKitError
        If there is no such persona, or no sample data.

    Examples
    --------
    >>> import tempfile
    >>> form = choose_audit("youth-librarian", folder=tempfile.mkdtemp())
    >>> len(form.audit.days)
    5
    """
    return ChoosingForm(Choice(persona, folder))
