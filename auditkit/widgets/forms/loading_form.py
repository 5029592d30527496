"""The form for loading exports: choose, look at what was recognised, save or not."""

from pathlib import Path

from ipywidgets import Checkbox, DatePicker, SelectMultiple, Textarea, VBox

from auditkit.audit_file import AuditFile
from auditkit.widgets.forms.choosing import is_public, is_sample
from auditkit.widgets.forms.files import Folder, Upload, typed_paths
from auditkit.widgets.forms.frame import SENSITIVE, Form, Lines, field, row, show_when, tick
from auditkit.widgets.forms.loading import Loading, seems_partial
from auditkit.widgets.forms.people import People, PeopleFinder

ASIDE = (
    "You may follow people you did not choose: family, your employer, accounts you are required to follow. Set them "
    "aside here. They are counted, and left out of every share. At most 20 names are shown; an empty search shows who "
    "is set aside."
)
SAMPLE = "The sample data is open. What you load now goes into a copy of it, and is not kept."
PUBLIC = "This is a shared public computer. Do not load lists of your own unless you chose so at the top."
ATTENTION = "Also count where my attention went: how often I answered, shared or watched, and nothing of what was said"


class LoadingForm(Form):
    """Exports into the audit file, and a few people set aside."""

    def __init__(self, audit: AuditFile, folder: Folder):
        self.loading, self.folder = Loading(audit), folder
        place = (
            f"In the list of files on the left, open the folder {folder.path.name} and drag your export into it, as "
            "you downloaded it. Then choose it here; hold Ctrl (on a Mac: Command) to choose several."
        )
        lies = "" if is_sample(audit) else f"What you save goes into your audit file, {audit.path}. {SENSITIVE}"
        self.files = field(SelectMultiple, "Files, newest first", rows=5)
        self.path = field(Textarea, "Or a path", placeholder="one file or folder a line", rows=1)
        self.upload = Upload(folder, self._uploaded, lambda sentence: self.said.show(sentence, trouble=True))
        self.together = tick(Checkbox, "These files are parts of one export")
        self.look = self.on_click("Look at it", self._look, button_style="primary")
        self.day = field(DatePicker, "Day of the export")
        self.partial = tick(Checkbox, "This holds only a part of my list (I chose a range of dates)")
        self.attention = tick(Checkbox, ATTENTION)
        self.save = self.on_click("Save it in my audit file", self._save, button_style="primary")
        self.drop = self.on_click("Do not save", self._drop)
        self.found = VBox([self.day, self.partial, self.attention, row(self.save, self.drop)])
        self.people = PeopleFinder(People(audit), self._people_changed)
        self.aside = VBox([Lines("Set people aside", kind="head"), Lines(ASIDE), self.people])
        super().__init__(
            Lines(*([PUBLIC] if is_public() else []), *([SAMPLE] if is_sample(audit) else []), kind="banner"),
            Lines(place, lies),
            self.files,
            row(self.on_click("Refresh", self._refresh)),
            self.path,
            self.upload,
            self.together,
            self.look,
            self.found,
            self.aside,
        )
        # What is said stands above setting aside, beside the buttons it is about.
        order = [*self.children]
        self.children = (*order[:-3], *order[-2:], order[-3])
        self._refresh(said=False)
        show_when(self.found, False)
        show_when(self.aside, bool(audit.days))

    def chosen(self) -> list[Path]:
        """Return the paths that are chosen or typed."""
        return [*self.files.value, *typed_paths(self.path.value)]

    def _refresh(self, *, said: bool = True) -> None:
        before, choices = set(self.files.value), self.folder.choices()
        self.files.options = choices
        self.files.value = tuple(path for _, path in choices if path in before)
        if said and not choices:
            self.say(f"The folder {self.folder.path.name} is empty. Drag your export into it, then choose Refresh.")

    def _uploaded(self, path: Path) -> None:
        self._refresh(said=False)
        self.files.value = (*self.files.value, path)
        self.say(f"{path.name} is in {self.folder.path.name} now. Choose Look at it.")

    def _look(self) -> None:
        self.say("Reading. A large archive takes a while.")
        paths = self.chosen()
        show_when(self.found, False)
        said = self.loading.look(paths, together=self.together.value)
        if not self.loading.found:
            self.said.show(*said, trouble=True)
            return
        self.day.value = self.loading.day()
        self.partial.value = seems_partial(self.loading.found)
        show_when(self.found, True)
        self.say(*said, "Nothing is saved yet. Is this your list? Check the day, then save it, or do not.")
        self.code.show(*self._lines())

    def _lines(self) -> list[str]:
        lists = [", ".join(repr(str(path)) for path in one.paths) for one in self.loading.found]
        return [f'audit.add_snapshot(ak.read_follow_list({paths}), "{self.day.value}")' for paths in lists]

    def _save(self) -> None:
        code = self._lines()
        said = self.loading.save(self.day.value, complete=not self.partial.value, activity=self.attention.value)
        self.code.show(*code)
        self._close()
        self.say(*said)
        show_when(self.aside, bool(self.loading.audit.days))

    def _drop(self) -> None:
        self.loading.found = []
        self.code.show()
        self._close()
        self.say("Nothing was saved.")

    def _close(self) -> None:
        show_when(self.found, False)
        self.files.value, self.path.value = (), ""

    def _people_changed(self) -> None:
        # The line names nobody: it is shown while the person works, and what is shown may be seen.
        self.code.show('audit.set_aside("mastodon:somebody@example.social", "my employer")')


def load_form(audit: AuditFile, folder: object = None) -> LoadingForm:
    """Return the form that loads exports into an audit file. In Python: ``audit.add_snapshot(ak.read_follow_list(…))``.

    Parameters
    ----------
    audit : AuditFile
        Open.
    folder : path, optional
        Where exports lie. Default: ``my_data`` beside the notebook; it is made where it is missing.
    """
    return LoadingForm(audit, Folder(folder))
