"""An audit file that is open: its path, its goal and its codebook. Everything a person does with it builds on this."""

from datetime import date
from pathlib import Path

import pandas as pd

from auditkit.audit_file import codebook_edits, past, wording
from auditkit.audit_file.store import Store
from auditkit.codebook import Codebook
from auditkit.goal import Goal

Day = str | date | None


class OpenFile:
    """An open audit file; close it or use ``with``."""

    def __init__(self, path: Path, store: Store):
        self.path = path
        self._store = store

    def __exit__(self, *problem) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<AuditFile {self.path.name}>"

    def close(self) -> None:
        """Close the file. Everything is saved already."""
        self._store.close()

    @property
    def goal(self) -> Goal | None:
        """The learning goal as it stands now."""
        with self._store.reading() as connection:
            action, body = past.latest_version(connection, "goal")
            goal = wording.goal_from_body(body) if body else None
            return codebook_edits.goal_in_words(connection, goal, action) if goal else None

    @property
    def codebook(self) -> Codebook:
        """The codebook as it stands now; without dimensions until one is set."""
        with self._store.reading() as connection:
            body = past.latest_body(connection, "codebook")
        return wording.codebook_from_body(body) if body else Codebook("none", ())


def moment(day: str) -> pd.Timestamp:
    """Return a day of the file as a moment."""
    return pd.Timestamp(day).as_unit("us")
