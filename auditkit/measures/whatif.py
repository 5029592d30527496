"""What if: the composition after following or unfollowing somebody, and how many more voices a share would take.

Candidates come from the person: a list they found, or a number. Whom to unfollow is theirs alone to say; nothing here
names anybody.
"""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from numbers import Integral

import pandas as pd

from auditkit.codebook import Codebook
from auditkit.measures.composition import category_names, counts_and_shares
from auditkit.measures.targets import check_share
from auditkit.tables import (
    COMPOSITION_COLUMNS,
    NOT_REVIEWED,
    RECORDED,
    WHAT_IF_COLUMNS,
    FollowList,
    check_columns,
)

Candidates = pd.DataFrame | FollowList | Iterable[FollowList]


def what_if(
    voices: pd.DataFrame,
    dimension: str,
    *,
    add: Candidates | None = None,
    more: Mapping[str, int] | None = None,
    remove: Iterable[str] = (),
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Return the composition as it is and as it would be, after following candidates or leaving out some voices.

    Parameters
    ----------
    voices : DataFrame
        The wide view, one row per voice. It is not changed.
    dimension : str
        A dimension of the codebook, such as ``"role"``.
    add : FollowList, iterable of FollowList or DataFrame, optional
        Candidates: a list as a reader reads it, of whom nothing is recorded yet, or a table of voices, with what is
        recorded about them. Somebody who is followed already, or named twice, is not counted again.
    more : mapping of category to number, optional
        So many voices more, each recorded with this category alone.
    remove : iterable of str, optional
        Keys of voices, as in the column ``voice``, that the person thinks of unfollowing.
    codebook : Codebook, optional
        Default: the one the voices carry.

    Returns
    -------
    DataFrame
        The columns of ``WHAT_IF_COLUMNS``, one row per category of either table; the index is the category. Each
        column of `composition` twice, with ``_before`` and ``_after``; ``change``, the share of the known after less
        before, from -1 to 1, NaN where one of them is; and the same in every row: ``added``, how many voices were
        added, ``already_followed``, how many candidates were not, ``removed``.

    Raises
    ------
    ValueError
        If a voice to leave out is not there, `more` holds something else than whole numbers from 0 or a category that
        a closed dimension does not list, or a table lacks the dimension.

    Notes
    -----
    Arithmetic of `composition` on both tables. Candidates nobody has looked at widen the bounds: following a list of
    strangers first of all makes less known.

    Examples
    --------
    >>> voices = pd.DataFrame({"voice": ["a", "b"], "accounts": [("x:1",), ("x:2",)], "set_aside": False,
    ...                        "role": [("teacher",), ("author",)], "role condition": "recorded"})
    >>> after = what_if(voices, "role", more={"author": 2})
    >>> after.loc["author", ["share_of_known_before", "share_of_known_after", "added"]].tolist()
    [0.5, 0.75, 2.0]
    """
    check_columns(voices, ("voice", "accounts"), "a table of voices")
    codebook = codebook or voices.attrs.get("codebook")
    names = category_names(voices, dimension, codebook=codebook)
    columns = ["set_aside", dimension, f"{dimension} condition"]
    followed = {account for held in voices["accounts"].tolist() for account in held}
    new, already = _candidates(add, dimension, followed | set(voices["voice"]), codebook)
    imagined = _imagined(more or {}, dimension, names, codebook)
    leaving = {remove} if isinstance(remove, str) else set(remove)
    if strangers := leaving - set(voices["voice"]):
        raise ValueError(f"{len(strangers)} of the {len(leaving)} voices to leave out are not among the voices")
    staying = voices.loc[~voices["voice"].isin(leaving), columns]
    after = pd.concat([staying, new[columns], imagined[columns]], ignore_index=True)
    names += [name for name in category_names(after, dimension, codebook=codebook) if name not in names]
    sides = (voices, "before"), (after, "after")
    tables = [counts_and_shares(side, dimension, names).add_suffix(f"_{when}") for side, when in sides]
    table = pd.concat(tables, axis=1)
    return table.assign(
        change=table["share_of_known_after"] - table["share_of_known_before"],
        added=len(new) + len(imagined),
        already_followed=already,
        removed=len(voices) - len(staying),
    )[list(WHAT_IF_COLUMNS)]


def needed(composition: pd.DataFrame, category: str, share: float) -> pd.Series:
    """Return how many voices more, all of them holding a category, it would take for it to reach a share.

    Parameters
    ----------
    composition : DataFrame
        As `composition` returns it.
    category : str
        A row of it.
    share : float
        The share to reach, from 0 to 1.

    Returns
    -------
    Series of Int64
        Whole numbers of voices from 0; missing where no number would do, which is so for a share of 1 once somebody
        is known not to hold the category.

        - ``at_least``: if every unknown voice turned out to hold it, so that ``highest`` reaches the share;
        - ``of_known``: so that ``share_of_known`` does, the unknown voices staying unknown;
        - ``surely``: even if no unknown voice holds it, so that ``lowest`` does.

        Voices set aside, and those the dimension does not apply to, play no part. Where nobody counts yet, one voice
        is needed for a share above 0.

    Raises
    ------
    ValueError
        If `share` is not from 0 to 1, the composition has no such row, or a column is missing.

    Notes
    -----
    The smallest n with (x + n) / (k + n) >= s, that is n >= (s k - x) / (1 - s), in fractions: x of k are the holders
    of the recorded, or of the applicable with no or with all unknown voices among them.

    Examples
    --------
    >>> who = pd.DataFrame({"count": [3], "recorded": [8], "applicable": [10], "reviewed": [9], "unknown": [2],
    ...                     "set_aside": [0], "coverage": [0.9], "share_of_known": [0.375], "lowest": [0.3],
    ...                     "highest": [0.5]}, index=["author"])
    >>> needed(who, "author", 0.5).to_dict()
    {'at_least': 0, 'of_known': 2, 'surely': 4}
    """
    check_columns(composition, COMPOSITION_COLUMNS, "a composition")
    check_share(share, "the share to reach")
    if category not in composition.index:
        raise ValueError(f"the composition has no category {category!r}")
    count, recorded, applicable, unknown = (
        int(composition.loc[category, name]) for name in ("count", "recorded", "applicable", "unknown")
    )
    numbers = {
        "at_least": _needed(count + unknown, applicable, share),
        "of_known": _needed(count, recorded, share),
        "surely": _needed(count, applicable, share),
    }
    return pd.Series(numbers, dtype="Int64")


def _needed(holders: int, whole: int, share: float) -> int | None:
    wanted = Fraction(repr(float(share)))  # as written: 0.1 is a tenth, though the float is a little more
    if not whole:
        return int(wanted > 0)
    if wanted == 1:
        return 0 if holders == whole else None
    return max(math.ceil((wanted * whole - holders) / (1 - wanted)), 0)


def _candidates(
    add: Candidates | None, dimension: str, followed: set[str], codebook: Codebook | None
) -> tuple[pd.DataFrame, int]:
    """The candidates that are not followed yet, each once, and how many are."""
    if isinstance(add, pd.DataFrame):
        category_names(add, dimension, codebook=codebook)  # raises where it has no such dimension
        check_columns(add, ("voice", "accounts"), "a table of candidates")
        table = add
        known_as = [{voice, *held} for voice, held in zip(add["voice"].tolist(), add["accounts"].tolist(), strict=True)]
    else:
        known_as = _names_of_accounts([add] if isinstance(add, FollowList) else list(add or ()))
        table = _same_for_each(len(known_as), dimension, (), NOT_REVIEWED)
    seen: set[str] = set()
    already, new = 0, []
    for names in known_as:
        first, is_followed = names.isdisjoint(seen), not names.isdisjoint(followed)
        already += first and is_followed
        new.append(first and not is_followed)
        seen |= names
    return table[pd.Series(new, index=table.index, dtype="bool")], already


def _names_of_accounts(lists: list[FollowList]) -> list[set[str]]:
    """Every key by which each account of some lists is known, without those a platform has deleted."""
    known_as = []
    for follow_list in lists:
        others: dict[str, set[str]] = {}
        for alias, account in follow_list.aliases.items():
            others.setdefault(account, set()).add(alias)
        columns = (follow_list.table[name].tolist() for name in ("account", "flags"))
        for account, flags in zip(*columns, strict=True):
            if "deleted" not in flags:
                known_as.append({account} | others.get(account, set()))
    return known_as


def _imagined(more: Mapping[str, int], dimension: str, names: list[str], codebook: Codebook | None) -> pd.DataFrame:
    """So many voices of each category, recorded with nothing else."""
    if not all(isinstance(number, Integral) and number >= 0 for number in more.values()):
        raise ValueError("more needs a whole number of voices, 0 or more, for each category")
    if codebook and dimension in codebook and not codebook[dimension].open and set(more) - set(names):
        raise ValueError(f"more names a category that {dimension!r} does not have; it has: {', '.join(names)}")
    rows = [_same_for_each(number, dimension, (word,), RECORDED) for word, number in more.items()]
    return pd.concat(rows) if rows else _same_for_each(0, dimension, (), RECORDED)


def _same_for_each(number: int, dimension: str, held: tuple[str, ...], condition: str) -> pd.DataFrame:
    index = pd.RangeIndex(number)
    return pd.DataFrame(
        {
            "set_aside": pd.Series(False, index=index, dtype="bool"),
            dimension: pd.Series([held] * number, index=index, dtype="object"),
            f"{dimension} condition": pd.Series(condition, index=index, dtype="str"),
        }
    )
