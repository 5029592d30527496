"""What an audit file tells: who was followed, what was recorded, then and now."""

from datetime import timedelta

import pandas as pd

from auditkit.audit_file import history, past, trail
from auditkit.audit_file.following import Following
from auditkit.audit_file.open_file import Day, moment
from auditkit.codebook import Codebook
from auditkit.errors import AuditFileError
from auditkit.review import Review, Snapshot, with_goal
from auditkit.voices import voices

RENAMES_WAIT = (
    "Some accounts may only have changed their name ({offers}): one vanished and one appeared, followed since the same "
    "moment. Until you look at possible_renames(), they count as unfollowed and followed."
)


class Asking(Following):
    """Questions to an audit file; none of them changes it."""

    @property
    def days(self) -> list[pd.Timestamp]:
        """The days of the snapshots, oldest first."""
        with self._store.reading() as connection:
            return [moment(day) for day in past.snapshot_days(connection)]

    def annotations(self, *, known_as_of: Day = None) -> pd.DataFrame:
        """Return the annotation table as known on a day, by default now, in today's words of the codebook."""
        with self._store.reading():
            codebook = self.codebook
            with self._store.reading() as connection:
                return past.annotations(connection, history.day_text(known_as_of), codebook)

    def history(self, account: str | None = None) -> pd.DataFrame:
        """Return what was recorded when, about one account or all, in the order in which it was entered.

        Parameters
        ----------
        account : str, optional
            A key, or ``platform:handle``. Default: every account.

        Returns
        -------
        DataFrame
            ``account, dimension, noted_on`` (the day from which it counts), ``entered_at`` (UTC), ``condition,
            categories`` (a tuple, in today's words), ``basis, evidence, note, state``: "stands", "earlier" or
            "undone". No rows where nothing was recorded.
        """
        return trail.trail(self._store, account)

    def voices(self, as_of: Day = None, *, known_as_of: Day = None) -> pd.DataFrame:
        """Return the wide view of the voices followed on a day, as known on a day.

        Parameters
        ----------
        as_of : date, optional
            Per platform the newest snapshot up to this day counts. Default: now.
        known_as_of : date, optional
            With what was recorded, named, joined and set aside by the end of this day. Default: now.

        Returns
        -------
        DataFrame
            As `auditkit.voices` returns it; no rows before the first snapshot.
        """
        with self._store.reading():
            goal, codebook = self.goal, self.codebook
            snapshot = self._snapshot(history.day_text(as_of), history.day_text(known_as_of), codebook, whole=False)
            return voices(
                snapshot.follow_lists,
                snapshot.annotations,
                codebook=with_goal(goal, codebook) if goal else codebook,
                set_aside=goal.set_aside if goal else (),
                joined=snapshot.joined,
            )

    def review(self) -> Review:
        """Return the review of all snapshots, the same object that plain files give.

        "As known then" at a date means: by the day before the next snapshot, when that review was over.

        Raises ``AuditFileError`` when no snapshot has been added yet.
        """
        with self._store.reading():
            goal, codebook = self.goal, self.codebook
            days = [day.date() for day in self.days]
            if not days:
                raise AuditFileError(f"{self.path.name}: holds no follow list yet. Add one with add_snapshot.")
            ends = [*((day - timedelta(days=1)).isoformat() for day in days[1:]), None]
            parts = [self._snapshot(day.isoformat(), end, codebook) for day, end in zip(days, ends, strict=True)]
            offers = len(self.possible_renames())
        notes = (RENAMES_WAIT.format(offers=f"{offers:,} of them" if offers > 1 else "one"),) if offers else ()
        return Review(tuple(parts), with_goal(goal, codebook) if goal else codebook, goal, notes)

    def _snapshot(self, as_of: str | None, known: str | None, codebook: Codebook, *, whole: bool = True) -> Snapshot:
        with self._store.reading() as connection:
            return Snapshot(
                date=moment(as_of or history.now()[:10]),
                follow_lists=tuple(past.follow_lists(connection, as_of, known, whole=whole)),
                annotations=past.annotations(connection, known, codebook),
                joined=past.joined(connection, known),
                codebook=past.codebook_then(connection, known),
            )
