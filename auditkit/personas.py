"""The invented people of the sample data: exports at several dates, annotation sheets, a goal and a journal.

They stand in for a person's own files in the first minutes and in workshops. They lie in ``sample_data`` beside the
package, in a checkout; an installed wheel does not carry them.
"""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import fill

import pandas as pd

from auditkit.annotations import read_annotations
from auditkit.audit_file import AuditFile, new_audit
from auditkit.codebook import Codebook, read_codebook
from auditkit.errors import AuditKitError
from auditkit.goal import PRINTED, Goal, read_goal
from auditkit.readers import read_follow_list
from auditkit.review import Review, review
from auditkit.settings import read_toml

SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"
NO_SAMPLE_DATA = (
    "The sample data is not here: it lies in the folder sample_data of the downloaded kit. "
    "Download the kit and start it with start.py."
)


@dataclass(frozen=True)
class Persona:
    """An invented person and where their files lie.

    Attributes
    ----------
    name, title, about : str
        The folder's name, one line, and a few sentences that can be read out to a room.
    folder : Path
        Holds the goal, the journal and one folder per date.
    goal : Goal
        Their learning goal.
    codebook : Codebook
        What they record.
    dates : tuple
        ``(date, export files, annotation sheet or None)``, oldest first.
    """

    name: str
    title: str
    about: str
    folder: Path
    goal: Goal
    codebook: Codebook
    dates: tuple[tuple[date, tuple[Path, ...], Path | None], ...]

    def __str__(self) -> str:
        """Return the title and the sentences about the person, to be printed or read out."""
        return f"{self.title}\n\n{fill(self.about, PRINTED)}"

    def review(self) -> Review:
        """Read every file of the persona and return the review of all dates."""
        snapshots = [
            (
                day,
                [read_follow_list(path) for path in exports],
                read_annotations(sheet, self.codebook) if sheet else None,
            )
            for day, exports, sheet in self.dates
        ]
        return review(snapshots, goal=self.goal, codebook=self.codebook)

    def new_audit(self, path: str | Path) -> AuditFile:
        """Make an audit file at `path` with everything the persona has, each sheet as of its day, and return it open.

        Its review gives the same numbers as `review`.
        """
        audit = new_audit(path, goal=self.goal, codebook=self.codebook)
        for day, exports, sheet in self.dates:
            for export in exports:
                audit.add_snapshot(read_follow_list(export), day)
            if sheet:
                audit.add_annotations(read_annotations(sheet, self.codebook), noted_on=day, whole=True)
        return audit

    def journal(self) -> pd.DataFrame:
        """Return the journal: ``date, environment, what, private``; no rows when there is none."""
        path = self.folder / "journal.csv"
        if not path.is_file():
            return pd.DataFrame(columns=["date", "environment", "what", "private"])
        return pd.read_csv(path, dtype="str", parse_dates=["date"])


def persona_names() -> tuple[str, ...]:
    """Return the names of the sample people, in alphabetical order; empty outside a checkout."""
    return tuple(sorted(path.parent.name for path in SAMPLE_DATA.glob("personas/*/persona.toml")))


def sample_audit(name: str = "school-librarian") -> AuditFile:
    """Return the audit file of one of the invented people, made anew in a temporary folder.

    Parameters
    ----------
    name : str
        One of `persona_names`.

    Raises
    ------
    AuditKitError
        If there is no such person, or no sample data beside the package.

    Examples
    --------
    >>> with sample_audit("youth-librarian") as audit:
    ...     len(audit.days)
    5
    """
    folder = Path(tempfile.mkdtemp(prefix="auditkit-sample-"))
    return read_persona(name).new_audit(folder / f"{name}.audit")


def sample_cohort_path() -> Path:
    """Return where the invented cohort lies, for `read_cohort`.

    Raises
    ------
    AuditKitError
        If there is no sample data beside the package.

    Examples
    --------
    >>> sample_cohort_path().name
    'cohort.csv'
    """
    path = SAMPLE_DATA / "cohort" / "cohort.csv"
    if not path.is_file():
        raise AuditKitError(NO_SAMPLE_DATA)
    return path


def read_persona(name: str = "school-librarian") -> Persona:
    """Return one of the invented people of the sample data.

    Raises
    ------
    AuditKitError
        If there is no such person, or no sample data beside the package; the message names the choices.

    Examples
    --------
    >>> read_persona("school-librarian").goal.sentence != ""
    True
    """
    if not persona_names():
        raise AuditKitError(NO_SAMPLE_DATA)
    if name not in persona_names():
        raise AuditKitError(f"There is no sample person called {name!r}. There are: {', '.join(persona_names())}.")
    folder = SAMPLE_DATA / "personas" / name
    table = read_toml(folder / "persona.toml")
    dates = tuple(
        (
            entry["on"],
            tuple(folder / entry["on"].isoformat() / file for file in entry["follows"]),
            folder / entry["on"].isoformat() / entry["annotations"] if "annotations" in entry else None,
        )
        for entry in sorted(table["date"], key=lambda entry: entry["on"])
    )
    return Persona(
        name=name,
        title=table["title"],
        about=table["about"].strip(),
        folder=folder,
        goal=read_goal(folder / "goal.toml"),
        codebook=read_codebook(table["codebook"]),
        dates=dates,
    )
