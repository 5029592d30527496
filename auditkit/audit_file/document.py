"""The audit file as a document: what a person does to it, and what it tells.

Every change is one action in one transaction, on the disk before the call returns.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from auditkit.annotations import check_goal
from auditkit.audit_file import (
    cleaning,
    codebook_edits,
    entries,
    forgetting,
    grouping,
    history,
    marking,
    naming,
    past,
    sheets,
    snapshots,
    wording,
)
from auditkit.audit_file.entries import Entry
from auditkit.audit_file.masked import write_masked_copy
from auditkit.audit_file.opening import create, open_checked
from auditkit.audit_file.sheets import SheetPreview
from auditkit.audit_file.store import Store, first_facts
from auditkit.codebook import Category, Codebook
from auditkit.errors import AuditFileError
from auditkit.goal import Goal
from auditkit.review import Review, Snapshot, with_goal
from auditkit.tables import FollowList
from auditkit.voices import voices

Day = str | date | None
RENAMES_WAIT = (
    "Some accounts may only have changed their name ({offers}): one vanished and one appeared, followed since the same "
    "moment. Until you look at possible_renames(), they count as unfollowed and followed."
)


def new_audit(path: str | Path, *, goal: Goal | None = None, codebook: Codebook | None = None) -> "AuditFile":
    """Make an audit file and return it open.

    Parameters
    ----------
    path : str or path
        A new file, best in your own documents. It is sensitive: it will hold what you noted about people, beside
        their names. Only you may read it (on Windows: as your folder says).
    goal, codebook : optional
        To begin with; both can be set and changed later. A goal is checked against the codebook.

    Raises
    ------
    AuditFileError
        If something of that name is there, or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with new_audit(Path(tempfile.mkdtemp(), "my.audit")) as audit:
    ...     audit.days
    []
    """
    path = Path(path)
    connection = create(path)
    first_facts(connection)
    audit = AuditFile(path, Store(path, connection))
    try:
        if goal:
            check_goal(goal, codebook or audit.codebook)
        with audit._store.action(history.BEGIN) as (connection, action):
            if codebook:
                codebook_edits.insert_codebook(connection, action, codebook)
            if goal:
                row = (action, wording.goal_to_text(goal))
                connection.execute("INSERT INTO goal (action, body) VALUES (?, ?)", row)
    except BaseException:
        audit.close()
        path.unlink()
        raise
    return audit


def open_audit(path: str | Path) -> "AuditFile":
    """Open an audit file and return it.

    Parameters
    ----------
    path : str or path
        A file that `new_audit` made, on this or another machine.

    Raises
    ------
    AuditFileError
        If it is no audit file, is damaged, or was written by a newer version; the file is left as it is.
    """
    path = Path(path)
    store = Store(path, open_checked(path))
    cleaning.finish_cleaning(store)
    return AuditFile(path, store)


class AuditFile:
    """One person's audit in one file. Made by `new_audit`, opened by `open_audit`; close it or use ``with``.

    Every method that changes something returns when the change is on the disk, and raises ``AuditFileError`` with a
    sentence when it is not. All of them can be undone, except `forget`.
    """

    def __init__(self, path: Path, store: Store):
        self.path = path
        self._store = store

    def __enter__(self) -> "AuditFile":
        return self

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

    @property
    def days(self) -> list[pd.Timestamp]:
        """The days of the snapshots, oldest first."""
        with self._store.reading() as connection:
            return [_moment(day) for day in past.snapshot_days(connection)]

    def annotations(self, *, known_as_of: Day = None) -> pd.DataFrame:
        """Return the annotation table as known on a day, by default now, in today's words of the codebook."""
        with self._store.reading():
            codebook = self.codebook
            with self._store.reading() as connection:
                return past.annotations(connection, history.day_text(known_as_of), codebook)

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
            snapshot = self._snapshot(history.day_text(as_of), history.day_text(known_as_of), codebook)
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

    def _snapshot(self, as_of: str | None, known: str | None, codebook: Codebook) -> Snapshot:
        with self._store.reading() as connection:
            return Snapshot(
                date=_moment(as_of or history.now()[:10]),
                follow_lists=tuple(past.follow_lists(connection, as_of, known)),
                annotations=past.annotations(connection, known, codebook),
                joined=past.joined(connection, known),
            )

    def set_goal(self, goal: Goal) -> None:
        """Keep a new version of the goal, checked against the codebook; the earlier ones stay in the history."""
        check_goal(goal, self.codebook)
        with self._store.action("goal") as (connection, action):
            connection.execute("INSERT INTO goal (action, body) VALUES (?, ?)", (action, wording.goal_to_text(goal)))

    def set_codebook(self, codebook: Codebook) -> None:
        """Keep a new version of the codebook; the earlier ones stay in the history.

        Raises ``AnnotationError`` if something recorded would have no place in it; `edit_codebook` renames, merges
        and retires categories that are in use.
        """
        codebook_edits.set_codebook(self._store, codebook)

    def edit_codebook(
        self,
        dimension: str,
        *,
        add: str | Category | Iterable[str | Category] = (),
        rename: Mapping[str, str] | None = None,
        merge: Mapping[str, str] | None = None,
        retire: str | Iterable[str] = (),
        bring_back: str | Iterable[str] = (),
    ) -> Codebook:
        """Change the categories of a dimension in use, as one action, and return the codebook as it is then.

        History keeps the old words and shows the new ones, on every day; the goal follows. In an open dimension the
        person's own words can be renamed, merged and retired too.

        Parameters
        ----------
        dimension : str
            A dimension of the codebook.
        add : str, Category or several
            New categories, offered after those there are.
        rename : mapping of old to new
            The same category in another word.
        merge : mapping of old to other
            Who held the old one holds the other from then on; the old one is gone.
        retire : str or iterable of str
            No longer offered; who holds it keeps it, and it is shown where somebody does.
        bring_back : str or iterable of str
            Offered again.

        Raises
        ------
        AnnotationError
            With a sentence, and nothing was changed.
        """
        return codebook_edits.edit_codebook(
            self._store,
            self.codebook,
            dimension,
            add=add,
            rename=rename or {},
            merge=merge or {},
            retire=retire,
            bring_back=bring_back,
        )

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

    def annotate(
        self,
        account: str | Iterable[str],
        dimension: str,
        categories: str | Iterable[str],
        *,
        basis: str,
        evidence: str = "",
        note: str = "",
        noted_on: Day = None,
    ) -> None:
        """Record categories of one or more accounts in a dimension, in place of what was recorded before.

        Parameters
        ----------
        account : str or iterable of str
            Keys such as ``"mastodon:ada@example.social"``. Several are one action: one undo takes them all back.
        dimension : str
            A dimension of the codebook.
        categories : str or iterable of str
            Of a closed dimension as the codebook lists them, of an open one in the person's own words.
        basis : {"self-described", "published", "told me", "my reading"}
            How you know. Identity takes only the first three, and the first two need `evidence`.
        evidence, note : str, optional
            A link or where it was read; anything else.
        noted_on : date, optional
            The day from which it counts. Default: today.

        Raises
        ------
        AnnotationError
            If the codebook or the evidence rule refuses it; nothing is recorded.
        """
        held = (categories,) if isinstance(categories, str) else tuple(categories)
        said = (held, "recorded", basis, evidence, note)
        marking.state(self._store, self.codebook, "annotate", account, dimension, said, noted_on)

    def mark(
        self, account: str | Iterable[str], dimension: str, condition: str, *, note: str = "", noted_on: Day = None
    ) -> None:
        """Set a condition that holds no category: nothing found, declined, does not apply, or not reviewed.

        `account`, `dimension`, `note` and `noted_on` are as in `annotate`. ``"not reviewed"`` takes back what was
        recorded; it stays in the history.
        """
        said = ((), condition, "", "", note)
        marking.state(self._store, self.codebook, "mark", account, dimension, said, noted_on)

    def add_annotations(self, table: pd.DataFrame, noted_on: Day = None, *, whole: bool = False) -> int:
        """Bring in an annotation table as one action, and return how many statements said something new.

        Parameters
        ----------
        table : DataFrame
            As `read_annotations` returns it.
        noted_on : date, optional
            The day the sheet is of: everything in it counts from that day. Default: the ``noted_on`` of each row,
            else today. Sheets of several days go in oldest first, because what says nothing new is not kept again.
        whole : bool, default False
            True if the sheet held all there was on that day: what it does not speak of is taken back as of then. By
            default it stays as it is.

        Raises
        ------
        AnnotationError
            If the codebook or the evidence rule refuses a statement; nothing is recorded.
        """
        return marking.add_annotations(self._store, self.codebook, table, noted_on, whole=whole)

    def write_sheet(self, path: str | Path, *, form: str = "wide", accounts: str | Iterable[str] | None = None) -> Path:
        """Write the annotations as they stand into a sheet for a spreadsheet and return its path.

        Its column ``sheet`` holds a number by which `read_sheet` knows, when it comes back, what it said.

        Parameters
        ----------
        path : str or path
            A name that ends in ``.xlsx`` gives a workbook with drop-down lists and instructions; any other a CSV.
        form : {"wide", "long"}
            A row per account, made for spreadsheets; or a row per statement, with notes and days.
        accounts : str or iterable of str, optional
            Only these. Default: everybody followed now, and everybody annotated.
        """
        accounts = [accounts] if isinstance(accounts, str) else accounts
        return sheets.write_sheet(self._store, self.codebook, path, form, accounts)

    def read_sheet(self, path: str | Path) -> SheetPreview:
        """Return what a sheet that comes back would change; nothing changes before its ``apply``.

        Parameters
        ----------
        path : str or path
            A sheet from `write_sheet`, edited and saved as CSV or XLSX: sorted, filtered, with rows or columns taken
            out or added. A missing row or column changes nothing, an emptied cell takes back. A sheet made by hand
            works too; it has nothing to be compared with but today.

        Raises
        ------
        AnnotationError
            If the file cannot be read as a sheet.
        """
        return sheets.read_sheet(self._store, self.codebook, path)

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

    def set_aside(self, account: str | Iterable[str], reason: str, *, noted_on: Day = None) -> None:
        """Set accounts aside that the person did not choose; they are counted, and left out of every share.

        `account` and `noted_on` are as in `annotate`; `reason` is in the person's own words.
        """
        said = ((" ".join(reason.split()) or "set aside",), "recorded", "", "", "")
        marking.state(self._store, self.codebook, "set aside", account, "set aside", said, noted_on)

    def count_again(self, account: str | Iterable[str], *, noted_on: Day = None) -> None:
        """Take accounts back that were set aside; `account` and `noted_on` are as in `annotate`."""
        said = ((), "not reviewed", "", "", "")
        marking.state(self._store, self.codebook, "count again", account, "set aside", said, noted_on)

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

    def add_entry(self, kind: str, day: Day, body: Mapping, *, shareable: bool = False) -> int:
        """Add a line to the plan or the journal, or a bookmark of a review, and return its number.

        Parameters
        ----------
        kind : {"plan", "journal", "bookmark"}
            What it is.
        day : date or None
            The day it is about; None means today.
        body : mapping
            What it says, such as ``{"environment": "podcasts", "what": "two new shows"}``.
        shareable : bool, default False
            Whether a report may show it.
        """
        return entries.add_entry(self._store, kind, day, body, shareable=shareable)

    def change_entry(
        self, thread: int, body: Mapping | None = None, *, day: Day = None, shareable: bool | None = None
    ) -> None:
        """Change the line of that number; what is not given stays, and the earlier wording stays in the history."""
        entries.change_entry(self._store, thread, body, day=day, shareable=shareable)

    def remove_entry(self, thread: int) -> None:
        """Take the line of that number away; undo brings it back."""
        entries.remove_entry(self._store, thread)

    def entries(self, kind: str | None = None) -> list[Entry]:
        """Return the lines of the plan and journal and the bookmarks that stand, by day, of one `kind` or of all."""
        return entries.entries(self._store, kind)

    def forget(self, account: str, *, preview: bool = False) -> forgetting.Forgotten:
        """Remove a person or organisation for good: all accounts of the voice, with annotations and history.

        There is no undo. Later exports and sheets skip them (do-not-record list). Copies that the kit made itself are
        deleted.

        Parameters
        ----------
        account : str
            A key, or ``platform:handle``; all accounts joined with it are removed too.
        preview : bool, default False
            True changes nothing and says what would be removed.

        Returns
        -------
        Forgotten
            What was removed, which texts of yours still speak of them (see `erase_words`), and which copies are out
            of reach. Print it for the sentences.
        """
        return forgetting.forget(self._store, account, preview=preview)

    def erase_words(self, words: str | Iterable[str], *, instead: str = "[removed]") -> int:
        """Put `instead` in place of words in every text of this file, history included; return how many texts changed.

        For names in your own notes, journal and goal after `forget`. Whole words in any case; there is no undo.
        """
        return forgetting.erase_words(self._store, words, instead)

    def masked_copy(self, path: str | Path) -> Path:
        """Write a copy for help and demos and return its path: "voice 1", "voice 2", … in place of names.

        Keys, handles, links, bios, notes, evidence, plan and journal, your own words and file names are replaced, the
        same by the same. Dates, numbers and the categories of your codebook stay, so every chart looks alike: read the
        codebook before you pass the copy on. Masked is not anonymised: a rare combination can still point to somebody.
        """
        return write_masked_copy(self._store, Path(path))

    def undo(self) -> str | None:
        """Take back the last action that stands, whenever it was, and return its kind; None if there is none."""
        return self._turn("undo", history.next_to_undo)

    def redo(self) -> str | None:
        """Bring back what was undone last, if nothing was done since; return its kind, None if there is nothing."""
        return self._turn("redo", history.next_to_redo)

    def _turn(self, kind: str, find) -> str | None:
        with self._store.writing() as connection:
            found = find(connection)
            if found:
                self._store.add_action(connection, kind, target=found[0])
        return found[1] if found else None


def _moment(day: str) -> pd.Timestamp:
    return pd.Timestamp(day).as_unit("us")
