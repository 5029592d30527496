"""The look of every chart: a light and a dark style sheet, either replaceable by one of your own.

A style sheet sets ink and ground; the greys between are mixed from the two, so that a sheet of a few lines is enough.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from auditkit.errors import AuditKitError

THEMES = ("light", "dark")

# Tried in this order where the bundled font lacks a letter; only those installed are named.
_FALLBACK_FONTS = (
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Yu Gothic",
    "Microsoft YaHei",
    "Hiragino Sans",
    "PingFang SC",
    "Malgun Gothic",
    "Noto Sans Devanagari",
    "Nirmala UI",
    "Arial Unicode MS",
)
# How much ink is in each grey. Words in `quiet` keep a contrast of 4.5 to 1 in both of the kit's themes.
_QUIET, _UNKNOWN = 0.725, 0.28
_own_styles: dict[str, Path] = {}


@dataclass(frozen=True)
class Look:
    """The colours that are no category's, as hexadecimal text: of words, edges, grid, ground and the unknown."""

    ink: str
    ground: str
    quiet: str
    rule: str
    faint: str
    unknown: str


def look() -> Look:
    """Return the colours of the style in use. To be called while `drawing`."""
    from matplotlib import rcParams

    ink, ground = rcParams["text.color"], rcParams["axes.facecolor"]
    return Look(
        ink=_mixed(ink, ground, 1),
        ground=_mixed(ink, ground, 0),
        quiet=_mixed(ink, ground, _QUIET),
        rule=_mixed(rcParams["axes.edgecolor"], ground, 1),
        faint=_mixed(rcParams["grid.color"], ground, 1),
        unknown=_mixed(ink, ground, _UNKNOWN),
    )


def use_chart_style(path: str | Path | None, *, theme: str | None = None) -> None:
    """Draw all charts from now on with a style sheet of your own, on top of the kit's.

    Parameters
    ----------
    path : str, Path or None
        A matplotlib style sheet (``.mplstyle``); the lines it lacks stay as the kit has them. None goes back to the
        kit's style. ``text.color`` and ``axes.facecolor`` are ink and ground; the greys are mixed from them.
    theme : {"light", "dark"}, optional
        Which of the two it replaces; default: both.

    Raises
    ------
    AuditKitError
        If there is no such file, or matplotlib cannot read it.
    ValueError
        If there is no such theme.

    Examples
    --------
    >>> use_chart_style(None)
    """
    themes = THEMES if theme is None else (_checked_theme(theme),)
    if path is not None:
        path = _checked_style(Path(path).expanduser())
    for name in themes:
        _own_styles.pop(name, None)
        if path is not None:
            _own_styles[name] = path


@contextmanager
def drawing(theme: str = "light") -> Iterator[None]:
    """Draw in the style of a theme, whatever the notebook has set."""
    import matplotlib.style

    here = Path(__file__)
    sheets = ["default", here.with_name("auditkit.mplstyle")]
    if _checked_theme(theme) == "dark":
        sheets.append(here.with_name("auditkit_dark.mplstyle"))
    sheets.append({"font.family": _fonts()})
    sheets += [_own_styles[theme]] if theme in _own_styles else []
    with matplotlib.style.context(sheets), warnings.catch_warnings():
        # A letter no installed font has is drawn as a box; the table beside the chart still has it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def _checked_theme(theme: str) -> str:
    if theme not in THEMES:
        raise ValueError(f"a theme is one of {', '.join(THEMES)}")
    return theme


def _checked_style(path: Path) -> Path:
    import matplotlib

    if not path.is_file():
        raise AuditKitError(f"{path.name}: there is no style sheet of this name. Give the path of an .mplstyle file.")
    # Matplotlib only logs a line it cannot use, and draws without it.
    log, heard = logging.getLogger("matplotlib"), _Heard()
    spread, log.propagate = log.propagate, False
    log.addHandler(heard)
    try:
        matplotlib.rc_params_from_file(path, use_default_template=False)
    except (OSError, ValueError, KeyError) as error:
        heard.cause = error
    finally:
        log.removeHandler(heard)
        log.propagate = spread
    if heard.cause:
        raise AuditKitError(
            f"{path.name} is no style sheet that matplotlib can read. Each line needs a setting, such as "
            "text.color: 1a1a1a."
        ) from (heard.cause if isinstance(heard.cause, Exception) else None)
    return path


class _Heard(logging.Handler):
    """Remembers that something was wrong, and not what: it may quote the file."""

    cause: Exception | bool = False

    def emit(self, record: logging.LogRecord) -> None:
        self.cause = self.cause or record.levelno >= logging.WARNING


def _mixed(ink, ground, part: float) -> str:
    from matplotlib.colors import to_hex, to_rgb

    return to_hex([part * one + (1 - part) * other for one, other in zip(to_rgb(ink), to_rgb(ground), strict=True)])


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    from matplotlib import font_manager

    installed = set(font_manager.fontManager.get_font_names())
    return ["DejaVu Sans", *(name for name in _FALLBACK_FONTS if name in installed)]
