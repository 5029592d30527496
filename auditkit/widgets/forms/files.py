"""The person's exports: what lies in `my_data`, what is typed as a path, what the browser sends."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import anywidget
import traitlets

from auditkit.errors import AuditKitError
from auditkit.saving import write_whole
from auditkit.widgets.forms.frame import HERE, STYLE

FOLDER = "my_data"  # beside the notebooks; git-ignored
LIMIT = 9_000_000  # bytes; JupyterLab's connection drops a message above 10 MB without a word
TOO_LARGE = (
    "{name} has {size:,.1f} MB, and the browser can hand over 9 MB at most. Drag the file into the folder {folder} in "
    "the list of files on the left, and choose Refresh here; or write its path."
)
CUT = "{name} did not arrive whole. Try again, or drag the file into the folder {folder} and choose Refresh."


class Folder:
    """A folder for exports, made where it is missing.

    Parameters
    ----------
    path : path, optional
        Default: ``my_data`` beside the notebook.
    """

    def __init__(self, path: str | Path | None = None):
        self.path = Path(path) if path else Path.cwd() / FOLDER
        self.path.mkdir(parents=True, exist_ok=True)

    def choices(self) -> list[tuple[str, Path]]:
        """Return the files and folders in it as (what a person reads, path), newest first."""
        found = [(path.stat().st_mtime, path) for path in self.path.iterdir() if not path.name.startswith(".")]
        return [(_described(path, moment), path) for moment, path in sorted(found, reverse=True)]

    def take(self, name: str, size: int, data: bytes | None) -> Path:
        """Keep a file that came from the browser, beside those there are, and return its path.

        Raises
        ------
        AuditKitError
            If it is too large, or did not arrive whole.
        """
        name = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
        name = name.lstrip(".").strip()[-120:] or "export"
        if size > LIMIT or (data is not None and len(data) > LIMIT):
            raise AuditKitError(TOO_LARGE.format(name=name, size=size / 1e6, folder=self.path.name))
        if data is None or len(data) != size:
            raise AuditKitError(CUT.format(name=name, folder=self.path.name))
        path, number = self.path / name, 1
        while path.exists() and path.read_bytes() != data:
            number += 1
            path = self.path / f"{Path(name).stem} ({number}){Path(name).suffix}"
        return write_whole(path, data)


class Upload(anywidget.AnyWidget):
    """A button for files of the browser. ipywidgets has one, which says nothing when a file is too large."""

    _esm = (HERE / "upload.js").read_text("utf-8")
    _css = STYLE
    limit = traitlets.Int(LIMIT).tag(sync=True)
    words = traitlets.Unicode("Or upload files under 9 MB: ").tag(sync=True)

    def __init__(self, folder: Folder, done: Callable[[Path], object], trouble: Callable[[str], object]):
        super().__init__()
        self._folder, self._done, self._trouble = folder, done, trouble
        self.on_msg(self._arrived)

    def _arrived(self, widget: object, message: Mapping, buffers: Sequence) -> None:
        data = bytes(buffers[0]) if message.get("sent") and buffers else None
        try:
            path = self._folder.take(str(message["name"]), int(message["size"]), data)
        except AuditKitError as problem:
            self._trouble(str(problem))
        except OSError as problem:
            self._trouble(f"The file could not be kept ({problem.strerror}). Write its path instead.")
        else:
            self._done(path)


def typed_paths(text: str) -> list[Path]:
    """Return the paths in a field: one a line, with or without the quotes that Windows and macOS put around them.

    >>> typed_paths('"my export.zip"')
    [PosixPath('my export.zip')]
    """
    return [Path(line.strip().strip("\"'")).expanduser() for line in text.splitlines() if line.strip()]


def _described(path: Path, moment: float) -> str:
    day = f"{datetime.fromtimestamp(moment):%Y-%m-%d}"
    return f"{path.name} (folder, {day})" if path.is_dir() else f"{path.name} ({_size(path.stat().st_size)}, {day})"


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 1e5 else f"{max(1, round(number / 1e3)):,} kB"
