"""A finished chart for people: a picture with its sentence and its table, and saving it as a file.

JupyterLab shows no alternative text for plots by itself. HTML with an `<img alt>` and a folded table is the form
that reaches a screen reader, also in a notebook that has been saved and opened again.
"""

import base64
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path

import pandas as pd

from auditkit.charts.theme import drawing
from auditkit.charts.wording import clean_text
from auditkit.errors import AuditKitError
from auditkit.saving import write_whole

_CSS_DPI = 100
_SUFFIXES = (".png", ".svg", ".pdf")


@dataclass(frozen=True, repr=False)
class Chart:
    """A picture, the sentence that says the same, and the table that holds the same.

    A notebook shows it as HTML; everywhere else it reads as its sentence.

    Attributes
    ----------
    png : bytes
        The picture.
    size : tuple of int
        Width and height in CSS pixels; the picture itself has twice as many.
    title, caption, alt : str
        What is counted; what stands below the picture, coverage first; the sentence that says the same.
    table : DataFrame
        The numbers, the index being the first column.
    ground : str
        The colour the picture stands on.
    """

    png: bytes = field(repr=False)
    size: tuple[int, int]
    title: str
    caption: str
    alt: str
    table: pd.DataFrame
    ground: str = "#ffffff"

    @property
    def data_uri(self) -> str:
        """The picture as text that stands in a page."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode('ascii')}"

    @property
    def html_table(self) -> str:
        """The table as HTML, with coverage in its caption."""
        return html_table(self.table, " ".join(filter(None, (f"{self.title}.", self.caption))))

    def __repr__(self) -> str:
        """Return the sentence."""
        return self.alt

    def _repr_html_(self) -> str:
        width, height = self.size
        return (
            f'<figure style="margin:0"><img src="{self.data_uri}" alt="{escape(self.alt)}" width="{width}" '
            f'height="{height}" style="max-width:100%;height:auto;background:{self.ground}">'
            f"<figcaption>{escape(self.title)}</figcaption>"
            f"<details><summary>The same as a table</summary>{self.html_table}</details></figure>"
        )


def show_chart(ax, alt: str, table: pd.DataFrame) -> Chart:
    """Return a chart for the notebook: picture, sentence and table; closes the figure.

    Parameters
    ----------
    ax : Axes
        As a `plot_*` function returns it.
    alt : str
        The sentence that says the same, such as `describe_composition` returns.
    table : DataFrame
        The table that holds the same, such as `composition_table` returns.

    Raises
    ------
    ValueError
        If the sentence is empty: a chart without one is closed to some readers.
    """
    alt = clean_text(alt)
    if not alt:
        raise ValueError("a chart needs a sentence that says the same; see describe_composition and describe_change")
    figure = ax.get_figure(root=True)
    size = tuple(round(inches * _CSS_DPI) for inches in figure.get_size_inches())
    title = _title(ax)
    chart = Chart(_drawn(figure, "png", title), size, title, _caption(ax), alt, table, _ground(figure))
    _close(figure)
    return chart


def save_chart(ax, path: str | Path, *, title: str | None = None) -> Path:
    """Save a chart as PNG, SVG or PDF and return the path.

    Parameters
    ----------
    ax : Axes
        As a `plot_*` function returns it.
    path : str or Path
        Ends in .png, .svg or .pdf.
    title : str, optional
        Stands in the file's own description, which holds nothing else: no name, no place, no date. Default: the
        title of the chart.

    Raises
    ------
    ValueError
        If the name ends in none of .png, .svg and .pdf.
    AuditKitError
        If the file cannot be written there.
    """
    path = Path(path).expanduser()
    if path.suffix.lower() not in _SUFFIXES:
        raise ValueError(f"a chart is saved as one of {', '.join(_SUFFIXES)}; {path.name} ends in none of them")
    kind = path.suffix.lower()[1:]
    return save_file(path, _drawn(ax.get_figure(root=True), kind, clean_text(title or _title(ax))))


def save_file(path: str | Path, content: bytes) -> Path:
    """Write a file completely or not at all and return its path; ``AuditKitError`` says what to do instead."""
    path = Path(path).expanduser()
    if path.is_dir():
        raise AuditKitError(f"{path.name or path} is a folder. Add a file name to it.")
    if not path.parent.is_dir():
        raise AuditKitError(
            f"{path.name}: the folder {path.parent.name or path.parent} does not exist. Make it first, or choose "
            "another one."
        )
    try:
        return write_whole(path, content)
    except OSError as error:
        raise AuditKitError(
            f"{path.name} could not be written ({error.strerror or 'no reason given'}); nothing was changed. "
            "Close it if another program has it open, or choose a folder of your own."
        ) from error


def html_table(table: pd.DataFrame, caption: str) -> str:
    """Return a table as HTML with a caption and scopes; every cell is text and never markup."""
    names = [table.index.name or "category", *table.columns]
    head = "".join(f'<th scope="col">{_cell(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{_cell(name)}</th>{"".join(f"<td>{_cell(cell)}</td>" for cell in cells)}</tr>'
        for name, *cells in table.itertuples()
    )
    return f"<table><caption>{_cell(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: object) -> str:
    if isinstance(value, float):
        value = "" if value != value else f"{value:.3g}"
    # <bdi> keeps a right-to-left name from reordering what stands beside it.
    return f"<bdi>{escape(clean_text(value))}</bdi>"


def _drawn(figure, kind: str, title: str) -> bytes:
    # What matplotlib would add by itself is taken out: the moment, the program and its version.
    nameless: dict[str, dict] = {
        "svg": {"Title": title, "Date": None, "Creator": None},
        "pdf": {"Title": title, "CreationDate": None, "Creator": None, "Producer": None},
    }
    buffer = BytesIO()
    with drawing():
        if kind == "png":
            return _small_png(figure, title)
        figure.savefig(buffer, format=kind, metadata=nameless[kind])
    return buffer.getvalue()


def _small_png(figure, title: str) -> bytes:
    """Return the picture in 256 colours: a third of the bytes, in notebooks and reports alike."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    drawn, small, info = BytesIO(), BytesIO(), PngInfo()
    figure.savefig(drawn, format="png", pil_kwargs={"compress_level": 0})
    info.add_text("Title", title)
    with Image.open(drawn) as picture:
        plain = picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        plain.save(small, "PNG", pnginfo=info, dpi=picture.info.get("dpi"))
    return small.getvalue()


def _title(ax) -> str:
    titles = (ax.get_title(loc=side) for side in ("left", "center", "right"))
    return clean_text(next(filter(None, titles), ""))


def _caption(ax) -> str:
    return clean_text(" ".join(text.get_text() for text in ax.texts if text.get_gid() == "caption"))


def _ground(figure) -> str:
    from matplotlib.colors import to_hex

    return to_hex(figure.get_facecolor())


def _close(figure) -> None:
    import sys

    # Only a figure made with pyplot is kept there; without pyplot there is nothing to close.
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
