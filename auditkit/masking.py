"""Hiding who is who before anything is drawn or shown: names, handles, links and free text.

For projectors and screenshots. Masked is not anonymised: a rare combination of categories can still point to somebody.
"""

import random
import secrets
from collections.abc import Iterable

import pandas as pd

FREE_TEXT = ("name", "handle", "url", "bio", "note", "evidence", "group")


def hide_names(voices: pd.DataFrame, *, seed: int | None = None) -> pd.DataFrame:
    """Return the table of voices with keys, labels and accounts replaced by "voice 1", "voice 2", …

    Parameters
    ----------
    voices : DataFrame
        The wide view. It is not changed.
    seed : int, optional
        Makes the numbering repeatable. By default it is drawn anew each time, so that the order of the numbers
        says nothing about the order of the names.

    Returns
    -------
    DataFrame
        The same rows, in the order of their new numbers. Names of lists become "list 1", "list 2", …, and words of an
        open dimension that its codebook does not list "own words 1", …: the same for the same. Composition gives the
        same numbers; comparing two tables needs the same numbering in both, so compare first and hide afterwards.

    Examples
    --------
    >>> voices = pd.DataFrame({"voice": ["mastodon:bo@example.org"], "label": ["Bo"], "accounts": [("x",)]})
    >>> hide_names(voices).values.tolist()
    [['voice 1', 'voice 1', ('voice 1',)]]
    """
    # Not for cryptography: the seed only has to be one that nobody in the room can know.
    shuffled = random.Random(secrets.randbits(64) if seed is None else seed)  # noqa: S311
    order = list(range(len(voices)))
    shuffled.shuffle(order)
    masked = voices.iloc[order].reset_index(drop=True)
    numbers = [f"voice {number}" for number in range(1, len(masked) + 1)]
    masked["voice"] = pd.Series(numbers, index=masked.index, dtype="str")
    masked["label"] = masked["voice"]
    if "accounts" in masked.columns:
        masked["accounts"] = pd.Series([(number,) for number in numbers], index=masked.index, dtype="object")
    for column in FREE_TEXT:
        if column in masked.columns:
            masked[column] = pd.Series("hidden", index=masked.index, dtype="str")
    if "groups" in masked.columns:
        masked["groups"] = _numbered(masked["groups"], "list", ())
    for dimension in voices.attrs.get("codebook") or ():
        if dimension.open and dimension.name in masked.columns:
            masked[dimension.name] = _numbered(masked[dimension.name], "own words", dimension.category_names)
    masked.attrs = dict(voices.attrs)
    return masked


def _numbered(cells: pd.Series, what: str, kept: Iterable[str]) -> pd.Series:
    """Cells of tuples with every word but those kept replaced by a number, the same by the same."""
    instead = {word: word for word in kept}
    for word in dict.fromkeys(word for held in cells for word in held):
        instead.setdefault(word, f"{what} {len(instead) - len(set(kept)) + 1}")
    return pd.Series([tuple(instead[word] for word in held) for held in cells], index=cells.index, dtype="object")
