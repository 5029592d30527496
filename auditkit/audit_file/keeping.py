"""Keeping an audit file: plan and journal, forgetting somebody, copies."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from auditkit.audit_file import entries, forgetting
from auditkit.audit_file.bundle import write_bundle
from auditkit.audit_file.entries import Entry
from auditkit.audit_file.masked import write_masked_copy
from auditkit.audit_file.open_file import Day, OpenFile


class Keeping(OpenFile):
    """What a person writes down for themselves, takes out for good, or passes on."""

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

    def write_bundle(self, path: str | Path) -> Path:
        """Write everything into a zip of CSV files with a ``datapackage.json`` and return its path.

        For other programs, and so that nobody is locked in; `read_bundle` makes an audit file of it again. It is as
        sensitive as the audit file itself.
        """
        return write_bundle(self._store, Path(path))
