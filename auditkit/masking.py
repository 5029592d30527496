"""Hiding who is who before anything is drawn or shown: names, handles, links and free text.

For projectors and screenshots. Masked is not anonymised: a rare combination of categories can still point to somebody.
"""

import random
import secrets

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
        The same rows, in the order of their new numbers. Composition gives the same numbers; comparing two tables
        needs the same numbering in both, so compare first and hide afterwards.

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
    masked.attrs = dict(voices.attrs)
    return masked
