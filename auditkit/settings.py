"""The small TOML files a person writes and edits by hand: codebooks, goals, personas."""

import tomllib
from pathlib import Path

from auditkit.errors import AnnotationError


def read_toml(path: Path) -> dict:
    """Return the contents of a TOML file, or raise ``AnnotationError`` with the line to look at."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise AnnotationError(f"{path.name}: cannot be opened ({error.strerror}). Check the place and name.") from None
    except UnicodeDecodeError:
        raise AnnotationError(f"{path.name}: is not plain UTF-8 text. Save it as 'UTF-8' in your editor.") from None
    return parse_toml(text, path.name)


def parse_toml(text: str, file_name: str) -> dict:
    """Return TOML text as a dict, or raise ``AnnotationError`` naming the line but not its contents."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The message of tomllib can quote the file; only its "at line 3, column 5" is safe to pass on.
        where = str(error).rpartition("(at ")[2].rstrip(")")
        where = where if where.startswith(("line ", "end ")) else "some line"
        raise AnnotationError(
            f'{file_name}: is not written as expected at {where}. Look for a missing quotation mark, "=" or "]" there.'
        ) from None
