"""Breakdown: the composition platform by platform or list by list, and counted by account instead of by voice."""

from collections import Counter

import numpy as np
import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.composition import category_names, counted_rows, with_shares
from auditkit.tables import COMPOSITION_BY_COLUMNS, check_columns

GROUPINGS = {"platform": "platforms", "list": "groups"}
NO_LIST = "in no list"


def composition_by(
    voices: pd.DataFrame, dimension: str, by: str = "platform", *, codebook: Codebook | None = None
) -> pd.DataFrame:
    """Return the composition of each platform, or of each of the person's own lists and folders.

    Parameters
    ----------
    voices : DataFrame
        The wide view, with the column ``platforms`` or ``groups``.
    dimension : str
        A dimension of the codebook, such as ``"role"``.
    by : {"platform", "list"}
        What to break it down by.
    codebook : Codebook, optional
        Default: the one the voices carry.

    Returns
    -------
    DataFrame
        The columns of ``COMPOSITION_BY_COLUMNS``: ``group``, ``category`` and those of `composition`, one block under
        another in the order in which the groups first appear; within each the same categories in the same order. By
        list, voices that stand in none form a last block, ``"in no list"``. A voice on two platforms, or in two
        lists, counts once in each: the blocks overlap and do not add up to the whole. Without voices, no rows.

    Raises
    ------
    ValueError
        If `by` is neither, or the voices lack the dimension or the column.

    See Also
    --------
    each_account : for counting accounts.

    Notes
    -----
    Shares and bounds as in `composition`, each with the voices of its block as the whole. Blocks of few voices move
    a lot with one voice more: read the counts beside the shares.

    Examples
    --------
    >>> voices = pd.DataFrame({"set_aside": [False] * 2, "platforms": [("mastodon",), ("mastodon", "twitter")],
    ...                        "role": [("teacher",), ("author",)], "role condition": ["recorded"] * 2})
    >>> composition_by(voices, "role")[["group", "category", "count", "recorded"]].values.tolist()[1:3]
    [['mastodon', 'teacher', 1, 2], ['twitter', 'author', 1, 1]]
    """
    if by not in GROUPINGS:
        raise ValueError(f"by must be one of {', '.join(GROUPINGS)}")
    names = category_names(voices, dimension, codebook=codebook)
    check_columns(voices, (GROUPINGS[by],), "a table of voices")
    columns = [voices[name].tolist() for name in (GROUPINGS[by], "set_aside", f"{dimension} condition", dimension)]
    tallies: dict[str, Counter] = {}
    for (groups, *stand), number in Counter(zip(*columns, strict=True)).items():
        for group in dict.fromkeys(groups) or (NO_LIST,):
            tallies.setdefault(group, Counter())[tuple(stand)] += number
    if NO_LIST in tallies:
        tallies[NO_LIST] = tallies.pop(NO_LIST)
    blocks = [with_shares(pd.DataFrame(counted_rows(tally, names))) for tally in tallies.values()]
    table = pd.concat(blocks, ignore_index=True) if blocks else with_shares(pd.DataFrame(counted_rows({}, [])))
    table.insert(0, "category", pd.Series(names * len(blocks), index=table.index, dtype="str"))
    table.insert(0, "group", pd.Series(np.repeat(list(tallies), len(names)), index=table.index, dtype="str"))
    return table[list(COMPOSITION_BY_COLUMNS)]


def each_account(voices: pd.DataFrame) -> pd.DataFrame:
    """Return the table of voices with one row per account, for measures that are to count accounts.

    Count voices where the question is whom you hear: somebody on three platforms is one voice. Count accounts where
    it is what your lists hold: for comparing with a figure that counts accounts, or with the number a platform
    shows. The two differ only where you joined accounts into one voice.

    Parameters
    ----------
    voices : DataFrame
        The wide view. It is not changed.

    Returns
    -------
    DataFrame
        The same columns. ``voice`` is the account, ``accounts`` and ``platforms`` hold that account and its platform;
        all else is what is known of its voice, so an account counts in every list of its voice. One of several
        accounts that was set aside alone counts, because its voice does. Without voices, no rows.

    Raises
    ------
    ValueError
        If the table has no column ``accounts``.

    Examples
    --------
    >>> voices = pd.DataFrame({"voice": ["bo"], "accounts": [("mastodon:bo@example.org", "twitter:1002")],
    ...                        "platforms": [("mastodon", "twitter")]})
    >>> each_account(voices).values.tolist()[1]
    ['twitter:1002', ('twitter:1002',), ('twitter',)]
    """
    check_columns(voices, ("voice", "accounts"), "a table of voices")
    accounts = [account for held in voices["accounts"].tolist() for account in held]
    table = voices.iloc[np.repeat(np.arange(len(voices)), voices["accounts"].map(len).to_numpy(dtype="int64"))]
    table = table.reset_index(drop=True)
    table["voice"] = pd.Series(accounts, dtype="str")
    table["accounts"] = pd.Series([(account,) for account in accounts], dtype="object")
    if "platforms" in table.columns:
        held = zip(accounts, table["platforms"].tolist(), strict=True)
        # Where names are hidden an account has lost its platform, and keeps that of its voice.
        platforms = [(account.partition(":")[0],) if ":" in account else others for account, others in held]
        table["platforms"] = pd.Series(platforms, dtype="object")
    table.attrs = dict(voices.attrs)
    return table
