"""Which audit file: the sample data or the person's own, remembered in the file itself."""

import os
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from auditkit.audit_file import AuditFile, new_audit, open_audit
from auditkit.audit_file.place import default_audit_folder, place_warnings
from auditkit.codebook import read_codebook
from auditkit.errors import AuditFileError, AuditKitError
from auditkit.personas import sample_audit

SAMPLE, OWN = "sample data", "my own"
ENDING = ".audit"
PUBLIC_FOLDER = "my_audit"  # beside the notebooks, where JupyterLab can download from; git-ignored
_OUTSIDE_NAMES = set('/\\:*?"<>|')


def is_public() -> bool:
    """Whether this is a shared public computer (Binder)."""
    return os.environ.get("AUDITKIT_PUBLIC") == "1"


def is_sample(audit: AuditFile) -> bool:
    """Whether an audit file is a copy of the sample data, which is gone when this is closed."""
    return audit.path.parent.name.startswith("auditkit-sample-")


class Choice:
    """Which audit file is open, and what else could be.

    Parameters
    ----------
    persona : str
        Whose sample data.
    folder : path, optional
        Where the person's own files lie. Default: their documents; on a public computer, a folder that JupyterLab
        can download from.

    Attributes
    ----------
    audit : AuditFile
        The one that is open: the person's own if that is what was chosen last, else the sample data.
    trouble : str
        A sentence about a file that could not be opened, or empty.
    """

    def __init__(self, persona: str = "school-librarian", folder: str | Path | None = None):
        self.persona = persona
        self.folder = Path(folder) if folder else Path.cwd() / PUBLIC_FOLDER if is_public() else default_audit_folder()
        self.trouble = ""
        self.audit = self._remembered() or sample_audit(persona)

    @property
    def is_own(self) -> bool:
        """Whether the person's own file is open."""
        return not is_sample(self.audit)

    def files(self) -> list[Path]:
        """Return the audit files in the folder, the one changed last first."""
        found = [(path.stat().st_mtime, path) for path in self.folder.glob(f"*{ENDING}") if path.is_file()]
        return [path for _, path in sorted(found, reverse=True)]

    def warnings(self) -> list[str]:
        """Return what speaks against keeping an audit file in the folder."""
        # On a public computer the banner says what there is to say.
        return [] if is_public() else place_warnings(self.folder)

    def open_own(self, path: str | Path) -> AuditFile:
        """Open one of the person's own files, and remember it."""
        self._take(open_audit(path))
        return self.audit

    def make_own(self, name: str, codebook: str) -> AuditFile:
        """Make a file of that name with a shipped codebook, open it, and remember it."""
        name = name.strip().removesuffix(ENDING).strip()
        if not name or name.startswith(".") or _OUTSIDE_NAMES & set(name):
            raise AuditFileError('Give the file a short name of letters, such as "my audit".')
        self.folder.mkdir(parents=True, exist_ok=True)
        self._take(new_audit(self.folder / f"{name}{ENDING}", codebook=read_codebook(codebook)))
        return self.audit

    def use_sample(self) -> AuditFile:
        """Go back to the sample data; the person's own file stays where it is."""
        if self.is_own:
            _remember(self.audit, SAMPLE)
            self.audit = sample_audit(self.persona)
        return self.audit

    def _take(self, audit: AuditFile) -> None:
        _remember(audit, OWN)
        # The one before stays open: other cells may still work with it until the person runs them again.
        self.audit = audit

    def _remembered(self) -> AuditFile | None:
        """Open the file that was chosen last, if the last choice was not the sample data."""
        newest, found = "", None
        for path in self.files():
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
            if newest and changed < newest:
                break  # a choice is written into the file, so no older file can hold a newer one
            try:
                audit = open_audit(path)
            except AuditKitError as problem:
                self.trouble = self.trouble or str(problem)
                continue
            use, at = _last_choice(audit)
            if at > newest:
                if found:
                    found.close()
                newest, found = at, audit if use == OWN else None
            if found is not audit:
                audit.close()
        return found


def _last_choice(audit: AuditFile) -> tuple[str, str]:
    """What was chosen when this file was open last, and at which moment."""
    said = [entry.body for entry in audit.entries("bookmark") if "use" in entry.body]
    choices = [(str(body["use"]), str(body.get("at", ""))) for body in said]
    return max(choices, key=itemgetter(1), default=("", ""))


def _remember(audit: AuditFile, use: str) -> None:
    """Write the choice into the file: one bookmark, changed from time to time."""
    body = {"use": use, "at": datetime.now(UTC).isoformat(timespec="microseconds")}
    before = [entry for entry in audit.entries("bookmark") if "use" in entry.body]
    if before:
        audit.change_entry(before[-1].thread, body)
    else:
        audit.add_entry("bookmark", None, body)
