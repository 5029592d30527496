"""Who is followed, in an audit file: follow lists as of a day, names, and which accounts are one voice."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from auditkit.audit_file import attention, forgetting, grouping, history, naming, samples, snapshots
from auditkit.audit_file.open_file import Day, OpenFile
from auditkit.errors import AuditFileError
from auditkit.measures.sampling import Sample
from auditkit.tables import Activity, FollowList


class Following(OpenFile):
    """What a person brings in about the accounts they follow."""

    def add_snapshot(self, follows: FollowList, taken_on: Day, *, complete: bool = True) -> int:
        """Add a follow list as of a day and return its number.

        Parameters
        ----------
        follows : FollowList
            As `read_follow_list` returns it. Several platforms on one day are several calls.
        taken_on : date
            The day the export was made.
        complete : bool, default True
            False if the export is known to hold only a part of the list.

        Raises
        ------
        AuditFileError
            If a snapshot of this very file is there already; it says of which day.
        """
        day = history.day_text(taken_on)
        with self._store.action("snapshot") as (connection, action):
            earlier = snapshots.same_file(connection, follows.digest)
            if earlier:
                raise AuditFileError(
                    f"{follows.file_name}: this very file is in your audit already, as of {earlier[1]}. "
                    "Nothing was added."
                )
            follows = forgetting.without_forgotten(self._store, connection, follows)
            return snapshots.insert_snapshot(connection, action, follows, day, complete=complete)

    def name_account(self, account: str, *, handle: str = "", name: str = "") -> None:
        """Name an account that an export holds only as a number. The number stays the key.

        What is left empty stays as it was named before.
        """
        naming.name_accounts(self._store, {account: (handle, name)}, known_only=False)

    def name_accounts(self, names: Mapping[str, tuple[str, str]] | str | Path) -> int:
        """Name several accounts as one action and return how many got a new name.

        Parameters
        ----------
        names : mapping, str or path
            ``{account: (handle, name)}``, or a list that `read_names` can read. Accounts that are not in this audit
            are left out.
        """
        names = names if isinstance(names, Mapping) else naming.read_names(names)
        return naming.name_accounts(self._store, names, known_only=True)

    def join(self, accounts: Iterable[str]) -> None:
        """Say that several accounts are one voice, named after the first; only ever on the person's word."""
        grouping.join(self._store, accounts)

    def split(self, account: str) -> None:
        """Make an account a voice of its own again; when the voice is named after it, all its accounts are again."""
        grouping.split(self._store, account)

    def possible_renames(self) -> pd.DataFrame:
        """Return the possible renames nobody has answered: ``old, new, old_name, new_name, since``.

        Between the last two follow lists of a platform one account vanished and one appeared, followed since the very
        same moment. It is an offer: nothing is merged until `accept_rename`.
        """
        return grouping.possible_renames(self._store)

    def accept_rename(self, old: str, new: str) -> None:
        """Say that `new` is `old` under another name: one voice from here on, which keeps its key and annotations."""
        grouping.accept_rename(self._store, old, new)

    def keep_apart(self, first: str, second: str) -> None:
        """Say that two accounts are not one voice, so that no rename or joining of the two is offered again."""
        grouping.keep_apart(self._store, first, second)

    def add_activity(self, activity: Activity) -> int:
        """Keep how often the person turned to the accounts of this audit, and return how many counts were kept.

        Parameters
        ----------
        activity : Activity
            As `read_activity` returns it. Counts of accounts that are not in this audit are left out and counted in
            ``skipped``; read the export again after naming accounts. Of each account, kind and month the largest count
            stands, so exports may overlap.
        """
        return attention.add_activity(self._store, activity)

    def activity(self) -> list[Activity]:
        """Return the counts kept by `add_activity`, one object per platform; an empty list where there are none."""
        return attention.activity(self._store)

    def keep_sample(self, sample: Sample) -> int:
        """Freeze a random sample that `draw_sample` drew from the voices of this audit, and return its number.

        Undo takes it back like any other action; it is never changed.
        """
        return samples.keep_sample(self._store, sample)

    def samples(self) -> dict[int, Sample]:
        """Return the samples that were kept, number -> sample, oldest first.

        Voices that were joined since then stand under their present key; the place of one that was forgotten is empty.
        """
        return samples.samples(self._store)
