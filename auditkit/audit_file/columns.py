"""Hundreds of thousands of rows from SQLite as columns, a few hundred at a time.

All at once takes nearly twice as long: the rows outgrow the processor's cache, and Python's garbage collector looks
through all of them again and again.
"""

import sqlite3
from collections.abc import Sequence

import numpy as np

AT_ONCE = 500


def read_columns(cursor: sqlite3.Cursor, types: Sequence[str]) -> list[np.ndarray]:
    """Return one array per column of a query; `types` says of which type each is."""
    parts: list[list[np.ndarray]] = [[np.array((), dtype=kind)] for kind in types]
    while rows := cursor.fetchmany(AT_ONCE):
        for part, cells, kind in zip(parts, zip(*rows, strict=True), types, strict=True):
            part.append(np.array(cells, dtype=kind))
    return [np.concatenate(part) for part in parts]
