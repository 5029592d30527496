"""Recording in an audit file: annotations one by one, many at once, and by a sheet that goes out and comes back."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from auditkit.audit_file import marking, sheets
from auditkit.audit_file.open_file import Day, OpenFile
from auditkit.audit_file.sheets import SheetPreview


class Stating(OpenFile):
    """What a person records about accounts."""

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
