"""Saving a file whole or not at all: what was there before stays until the new one is complete."""

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` to `path` in one step and return the path; ``OSError`` leaves nothing half written."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        if beside.parent.is_dir():
            beside.unlink(missing_ok=True)
        raise
    return path
