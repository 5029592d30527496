"""Who is followed, in an audit file: follow lists as of a day, names, and which accounts are one voice."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from auditkit.audit_file import forgetting, grouping, history, naming, snapshots
from auditkit.audit_file.open_file import Day, OpenFile
from auditkit.errors import AuditFileError
from auditkit.tables import FollowList


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
