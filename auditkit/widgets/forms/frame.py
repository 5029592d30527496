"""What every form has: a place where it speaks, the same step in Python, and a sentence where no widget runs."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path

import anywidget
import traitlets
from ipywidgets import Button, HBox, Layout, VBox, Widget

from auditkit.charts.wording import clean_text
from auditkit.errors import AuditKitError
from auditkit.widgets.annotator import NOT_RUNNING

HERE = Path(__file__).parent
STYLE = (HERE / "forms.css").read_text("utf-8")
RUN_ALL = "Now choose Run > Run All Cells again."
SENSITIVE = (
    "An audit file is sensitive: beside people's names it holds what you noted about them. Keep it to yourself, do not "
    "mail it, and do not leave it on a computer that others use."
)


class Lines(anywidget.AnyWidget):
    """Lines of text on the page.

    They are messages and no traits, so a saved notebook does not hold them; and they are text, whatever stands in
    them.

    Attributes
    ----------
    kind : {"status", "text", "head", "banner", "code"}
        How they look; "status" is also read out when it changes.
    lines : tuple of str
        What stands there now.
    """

    _esm = (HERE / "lines.js").read_text("utf-8")
    _css = STYLE
    kind = traitlets.Unicode("text").tag(sync=True)

    def __init__(self, *lines: str, kind: str = "text"):
        super().__init__(kind=kind)
        self.lines: tuple[str, ...] = ()
        self.trouble = False
        self.on_msg(self._answer)
        self.show(*lines)

    def show(self, *lines: str, trouble: bool = False) -> None:
        """Show other lines in place of those there are; `trouble` says that something was not done."""
        self.lines = tuple(filter(None, map(clean_text, lines)))
        self.trouble = trouble
        self._answer()

    def _answer(self, *question: object) -> None:
        self.send({"lines": list(self.lines), "trouble": self.trouble})


class Form(VBox):
    """A form: fields, what it says, and its line of Python. Every field has a label."""

    def __init__(self, *children: Widget):
        self.said = Lines(kind="status")
        self.code = Lines(kind="code")
        super().__init__(children=(*children, self.said, self.code))
        self.add_class("auditkit-form")

    def say(self, *sentences: str) -> None:
        """Say something to the person, in place of what was said before."""
        self.said.show(*sentences)

    def careful(self, act: Callable[[], object]) -> Callable[..., None]:
        """Return `act` as what happens on a click or a change: what goes wrong becomes a sentence in the form."""

        @wraps(act)
        def do(*event: object) -> None:
            try:
                act()
            except (AuditKitError, ValueError) as problem:
                self.said.show(str(problem), trouble=True)
            except OSError as problem:
                self.said.show(file_trouble(problem), trouble=True)

        return do

    def on_click(self, words: str, act: Callable[[], object], **traits: object) -> Button:
        """Return a button that does something, carefully."""
        button = Button(description=words, **traits)
        button.on_click(self.careful(act))
        return button

    def _repr_mimebundle_(self, **kwargs: object) -> object:
        """Show the form, and where no widget runs, a sentence that says what to do."""
        data = super()._repr_mimebundle_(**kwargs)
        return data if data is None else {**data, "text/plain": NOT_RUNNING}


def field(kind: type[Widget], words: str, **traits: object) -> Widget:
    """Return a field with its label beside it."""
    style = {"description_width": "13em"}
    return kind(description=words, style=style, layout=Layout(width="100%", max_width="48em"), **traits)


def tick(kind: type[Widget], words: str, **traits: object) -> Widget:
    """Return a box to tick, with its words behind it."""
    return kind(description=words, indent=False, layout=Layout(width="100%", max_width="60em"), **traits)


def row(*children: Widget) -> HBox:
    """Return fields in a row, which wraps where the page is narrow."""
    return HBox(children=children, layout=Layout(flex_flow="row wrap", max_width="60em", grid_gap="4px"))


def show_when(widget: Widget, shown: bool) -> None:
    """Show a widget, or take it off the page."""
    widget.layout.display = None if shown else "none"


def on_change(act: Callable[[], object], widgets: Iterable[Widget]) -> None:
    """Do something whenever the value of one of the widgets changes."""
    for widget in widgets:
        widget.observe(lambda change: act(), names="value")


def keep_choice(dropdown: Widget, options: Iterable) -> None:
    """Give a drop-down other options; what was chosen stays chosen where it is still there."""
    options = list(options)
    values = [option[1] if isinstance(option, tuple) else option for option in options]
    before = dropdown.value
    if list(dropdown.options) != options:
        dropdown.options = options
    if before in values:
        dropdown.value = before
    elif options and dropdown.index is None:
        dropdown.index = 0  # ipywidgets chooses nothing by itself where there was nothing to choose before


def call_text(name: str, *given: str, **named: str) -> str:
    """Return a call as Python writes it; the arguments are Python already, empty named ones are left out.

    >>> call_text("ak.composition", "voices", '"role"', codebook="")
    'ak.composition(voices, "role")'
    """
    arguments = [*given, *(f"{key}={value}" for key, value in named.items() if value)]
    return f"{name}({', '.join(arguments)})"


def body_without_empty(body: Mapping[str, str]) -> dict[str, str]:
    """Return a line of plan or journal without the parts that were left empty, each in one line."""
    return {key: " ".join(value.split()) for key, value in body.items() if value and value.strip()}


def file_trouble(problem: OSError) -> str:
    """Return what went wrong with a file in a sentence; without the path, which may be pasted into a chat."""
    name = Path(str(problem.filename)).name if problem.filename else "The file"
    return f"{name}: {problem.strerror or 'it cannot be used'}. Choose another file or folder, and try again."
