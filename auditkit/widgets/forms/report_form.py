"""The form for the report: where it goes, and what stands in it."""

from pathlib import Path

from ipywidgets import Checkbox, RadioButtons, Text

from auditkit.audit_file import AuditFile
from auditkit.errors import AuditKitError
from auditkit.report import write_report
from auditkit.widgets.forms.choosing import is_sample
from auditkit.widgets.forms.frame import Form, Lines, call_text, field, on_change, show_when, tick

PAGE, TEXT, BOTH = "a page for the browser (review.html)", "text for an editor (review.md)", "both"
ENDINGS = {PAGE: (".html",), TEXT: (".md",), BOTH: (".html", ".md")}
INTRO = (
    "The report holds your goal, totals, ranges and what is unknown. It holds no name and no handle. Your goal and "
    "your own words stand in it: read it before you pass it on."
)


class ReportForm(Form):
    """The report of the newest review, written where the person wants it."""

    def __init__(self, audit: AuditFile):
        self.file = audit
        self.folder = field(Text, "Folder", value=str(Path.cwd() if is_sample(audit) else audit.path.absolute().parent))
        self.kind = field(RadioButtons, "Write", options=list(ENDINGS))
        self.attention = tick(Checkbox, "With where my attention went", value=bool(audit.activity()))
        self.sample = tick(Checkbox, "With what my random sample says", value=bool(audit.samples()))
        self.write = self.on_click("Write the report", self._write, button_style="primary")
        super().__init__(Lines(INTRO), self.folder, self.kind, self.attention, self.sample, self.write)
        show_when(self.attention, self.attention.value)
        show_when(self.sample, self.sample.value)
        on_change(self._show_code, (self.folder, self.kind, self.attention, self.sample))
        self._show_code()

    def paths(self) -> list[Path]:
        """Return the files to write."""
        folder = Path(self.folder.value.strip().strip("\"'") or ".").expanduser()
        return [folder / f"review{ending}" for ending in ENDINGS[self.kind.value]]

    def _show_code(self) -> None:
        activity = "audit.activity()" if self.attention.value else ""
        sample = "list(audit.samples().values())[-1]" if self.sample.value else ""
        named = {"activity": activity, "sample": sample}
        self.code.show(
            *(call_text("ak.write_report", "audit.review()", repr(str(path)), **named) for path in self.paths())
        )

    def _write(self) -> None:
        self.say("Writing. This takes a few seconds.")
        samples = list(self.file.samples().values()) if self.sample.value else []
        activity = self.file.activity() if self.attention.value else []
        for path in self.paths():
            if not path.parent.is_dir():
                raise AuditKitError(f"There is no folder {path.parent.name or path.parent}. Choose one that is there.")
            write_report(self.file.review(), path, activity=activity, sample=samples[-1] if samples else None)
        written = " and ".join(str(path.absolute()) for path in self.paths())
        self.say(f"Written: {written}. Open it with a double click; to get a PDF, print it from the browser.")


def report_form(audit: AuditFile) -> ReportForm:
    """Return the form that writes the report. In Python: ``ak.write_report(audit.review(), "review.html")``.

    Parameters
    ----------
    audit : AuditFile
        Open. A report that is there already is replaced once the new one is complete.
    """
    return ReportForm(audit)
