"""The annotator: marking hundreds of voices by keyboard in a notebook, each mark in the audit file at once."""

from collections.abc import Mapping
from pathlib import Path

import anywidget

from auditkit.audit_file import AuditFile
from auditkit.widgets.sitting import Sitting

HERE = Path(__file__).parent
NOT_RUNNING = "Widget not running? Run > Run All Cells"


class Annotator(anywidget.AnyWidget):
    """The annotator as a widget; all it does is in `sitting`. Made by `annotator`.

    Nothing about anybody is a trait: traits are saved in the notebook. Names and marks go to the page as messages.
    """

    # As text: anywidget watches files by path for changes, which a notebook of a person has no use for.
    _esm = (HERE / "annotator.js").read_text("utf-8")
    _css = (HERE / "annotator.css").read_text("utf-8")

    def __init__(self, sitting: Sitting):
        super().__init__()
        self._sitting = sitting
        self.on_msg(self._answer)

    def _answer(self, widget: object, message: Mapping, buffers: object) -> None:
        for content, data in self._sitting.handle(message):
            self.send(content, [data] if data is not None else None)

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict]:
        """Show the widget, and where there is none, a sentence that says what to do."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": NOT_RUNNING}, metadata


def annotator(
    audit: AuditFile,
    *,
    dimension: str | None = None,
    queue: str = "sample",
    minutes: float = 20,
    months: float = 12,
    hide_names: bool = False,
) -> Annotator:
    """Return the annotator for an audit file, to be shown as the last line of a cell.

    Everything it does is a line of Python, too: ``audit.annotate``, ``audit.mark``, ``audit.name_account``,
    ``audit.undo`` and so on.

    Parameters
    ----------
    audit : AuditFile
        Open. Every mark is in it, on the disk, before the annotator calls it saved.
    dimension : str, optional
        To begin with. Default: the first one the goal looks for, else the first of the codebook.
    queue : {"sample", "not reviewed", "re-check", "no name", "joins", "everybody"}
        Whom to look at: a random sample for the time there is, those not reviewed yet, those looked at long ago, those
        of whom the export holds only a number, those who may be one voice, or everybody.
    minutes : float, default 20
        For how long a sample should last: 40 voices at first, as many as the person's own pace allows later.
    months : float, default 12
        After how long somebody is looked at again.
    hide_names : bool, default False
        True shows "voice 1", "voice 2", … and no free text, for a projector. Names then never leave Python.

    Raises
    ------
    ValueError
        If there is no such dimension or queue.

    Examples
    --------
    >>> import auditkit as ak
    >>> with ak.sample_audit("school-librarian") as audit:
    ...     type(annotator(audit, dimension="role")).__name__
    'Annotator'
    """
    sitting = Sitting(audit, dimension=dimension, queue=queue, minutes=minutes, months=months, hidden=hide_names)
    return Annotator(sitting)
