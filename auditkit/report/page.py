"""The page: the sections of a review poured into one HTML file that stands alone."""

from functools import lru_cache
from pathlib import Path

import jinja2

from auditkit.charts.figure import save_file
from auditkit.charts.wording import clean_text, date_text, percent
from auditkit.report.sections import report_sections
from auditkit.review import Review

_HERE = Path(__file__).parent


def write_report(review: Review, path: str | Path) -> Path:
    """Write the report of a review as one HTML file and return its path.

    The page holds totals and never a name or handle of an account. Charts are part of the file; it loads nothing
    and runs nothing, on this computer or elsewhere.

    Parameters
    ----------
    review : Review
        As `review` returns it. Without a goal the report asks for one first.
    path : str or Path
        Where it goes, such as ``"review.html"``. A file that is there is replaced once the new one is complete.

    Raises
    ------
    AuditKitError
        If the file cannot be written there.
    """
    return save_file(path, report_html(review).encode("utf-8"))


def report_html(review: Review) -> str:
    """Return the report as text."""
    style = (_HERE / "report.css").read_text("utf-8")
    return _template().render(style=style, **report_sections(review))


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    # Everything that comes from a person's files is escaped, and a name misspelt in the template is an error.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": clean_text, "percent": percent, "day": date_text}
    return environment.get_template("report.html.j2")
