"""The report as a file: the sections of a review poured into one HTML page that stands alone, or into Markdown."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import jinja2

from auditkit.charts.figure import save_file
from auditkit.charts.wording import clean_text, date_text, percent
from auditkit.measures.sampling import Sample
from auditkit.report.parts import Figure, markdown_text
from auditkit.report.sections import report_sections
from auditkit.review import Review
from auditkit.tables import Activity

_HERE = Path(__file__).parent
_MARKDOWN = (".md", ".markdown")


def write_report(
    review: Review, path: str | Path, *, activity: Iterable[Activity] = (), sample: Sample | None = None
) -> Path:
    """Write the report of a review as one HTML file, or as Markdown, and return its path.

    The report holds totals and never a name or handle of an account. Of the HTML page charts are a part; it loads
    nothing and runs nothing, on this computer or elsewhere. To get a PDF open it in a browser and print it. Beside a
    Markdown file its charts lie in a folder, and every picture has its sentence and its table in the text.

    Parameters
    ----------
    review : Review
        As `review` returns it. Without a goal the report asks for one first.
    path : str or Path
        Where it goes, such as ``"review.html"`` or ``"review.md"``. A file that is there is replaced once the new one
        is complete.
    activity : iterable of Activity, optional
        Where attention went, as `AuditFile.activity` or `read_activity` return it.
    sample : Sample, optional
        A random sample that was annotated, as `AuditFile.samples` holds them.

    Raises
    ------
    AuditKitError
        If the file cannot be written there.
    """
    path = Path(path).expanduser()
    sections = report_sections(review, tuple(activity), sample)
    if path.suffix.casefold() in _MARKDOWN:
        return _write_markdown(sections, path)
    return save_file(path, report_html(sections).encode("utf-8"))


def report_html(sections: dict) -> str:
    """Return the page as text."""
    style = (_HERE / "report.css").read_text("utf-8")
    return _template("report.html.j2").render(style=style, **sections)


def _write_markdown(sections: dict, path: Path) -> Path:
    folder = path.with_name(f"{path.stem}-charts")
    charts: dict[str, bytes] = {}

    def chart(figure: Figure) -> str:
        name = f"{folder.name}/chart-{len(charts) + 1}.png"
        charts[name] = figure.wide.png
        return f"![{markdown_text(figure.wide.alt)}](<{name}>)\n\n{figure.table.markdown}\n"

    text = _template("report.md.j2").render(chart=chart, **sections)
    save_file(path, text.encode("utf-8"))
    folder.mkdir(exist_ok=True)
    for name, picture in charts.items():
        save_file(path.with_name(folder.name) / Path(name).name, picture)
    return path


@lru_cache(maxsize=2)
def _template(name: str) -> jinja2.Template:
    # Everything that comes from a person's files is escaped (in Markdown by its filter), and a name misspelt in the
    # template is an error.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=name.endswith(".html.j2"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": clean_text, "percent": percent, "day": date_text, "md": markdown_text}
    return environment.get_template(name)
