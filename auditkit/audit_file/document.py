"""The audit file as a document: what a person does to it, and what it tells.

Every change is one action in one transaction, on the disk before the call returns.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from auditkit.annotations import check_goal
from auditkit.audit_file import bundle, cleaning, codebook_edits, history, wording
from auditkit.audit_file.asking import Asking
from auditkit.audit_file.keeping import Keeping
from auditkit.audit_file.opening import create, open_checked
from auditkit.audit_file.stating import Stating
from auditkit.audit_file.store import Store, first_facts
from auditkit.codebook import Category, Codebook
from auditkit.goal import Goal


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


def read_bundle(path: str | Path, new: str | Path) -> "AuditFile":
    """Make an audit file of a bundle that `AuditFile.write_bundle` wrote, and return it open.

    Parameters
    ----------
    path : str or path
        The zip. It is only read.
    new : str or path
        A file that is not there yet.

    Raises
    ------
    AuditFileError
        If it is no bundle, is damaged, or was changed so that it is no whole audit any more; nothing is made.
    """
    bundle.read_bundle(Path(path), Path(new))
    return open_audit(new)


class AuditFile(Asking, Stating, Keeping):
    """One person's audit in one file. Made by `new_audit`, opened by `open_audit`; close it or use ``with``.

    Every method that changes something returns when the change is on the disk, and raises ``AuditFileError`` with a
    sentence when it is not. All of them can be undone, except `forget`.
    """

    def __enter__(self) -> "AuditFile":
        return self

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
