"""Voices: the people, organisations and shows behind the accounts of one or more follow lists.

Joins accounts and annotations into the wide view: one row per voice, and per dimension a tuple of categories and a
condition. Nobody is merged on a likeness; accounts share a voice only where the user joined them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np
import pandas as pd

from auditkit.codebook import RESERVED_DIMENSIONS, Category, Codebook, Dimension
from auditkit.tables import (
    ANNOTATION_COLUMNS,
    DOES_NOT_APPLY,
    NOT_REVIEWED,
    RECORDED,
    FollowList,
    check_columns,
)

NOTHING: tuple[list, list, list] = ([], [], [])  # said in a dimension


def voices(
    follows: FollowList | Iterable[FollowList],
    annotations: pd.DataFrame | None = None,
    *,
    codebook: Codebook | None = None,
    set_aside: Iterable[str] = (),
    joined: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return one row per voice: who is followed, and what is recorded about them.

    Parameters
    ----------
    follows : FollowList or iterable of FollowList
        One list per platform; the same account in two of them counts once.
    annotations : DataFrame, optional
        As `read_annotations` returns it. An account may be written as its key, or as ``platform:handle``.
    codebook : Codebook, optional
        Default: the codebook the annotations were read with; without one, the categories found in them.
    set_aside : iterable of str
        Accounts the person did not choose. A voice is set aside when all its accounts are.
    joined : mapping of account to voice, optional
        Accounts the user joined into one voice. Default: every account is a voice of its own.

    Returns
    -------
    DataFrame
        The columns of ``VOICE_COLUMNS``, then for each dimension ``d`` the columns ``d`` (a tuple of categories, empty
        unless recorded) and ``d condition``. ``groups`` is a tuple of the lists and folders the accounts stand in,
        ``attention`` the person's own rating (daily, sometimes, never), missing where they gave none. Accounts
        deleted by the platform are left out. ``attrs["codebook"]`` is the codebook, ``attrs["notes"]`` holds
        sentences for the person.

    Raises
    ------
    ValueError
        If `annotations` lacks a column of an annotation table.

    Examples
    --------
    >>> from auditkit.tables import FollowList, follow_table
    >>> table = follow_table({"account": ["mastodon:bo@example.org"], "name": ["Bo"]}, platform="mastodon")
    >>> voices(FollowList(table, "mastodon", "mastodon"))[["voice", "label"]].values.tolist()
    [['mastodon:bo@example.org', 'Bo']]
    """
    lists = [follows] if isinstance(follows, FollowList) else list(follows)
    if annotations is None:
        annotations = pd.DataFrame({name: pd.Series(dtype="str") for name in ANNOTATION_COLUMNS})
    check_columns(annotations, ANNOTATION_COLUMNS[:4], "an annotation table")
    codebook = codebook or annotations.attrs.get("codebook") or codebook_of(annotations)
    accounts, notes = _accounts(lists)
    together = dict(joined or {})
    # Each name is looked up once, however often it is spoken of; `rows` says by which name each row does.
    rows, spoken_of = pd.factorize(annotations["account"])
    names = spoken_of.to_numpy(dtype="object").tolist()  # going through a text column costs pandas ten times as much
    set_aside = list(set_aside)
    account_of = _account_by_name(lists, accounts, {*names, *set_aside})
    found = _look_up(names, account_of)
    found = _through_voices(names, found, together, accounts["account"].tolist())
    notes += _unmatched_note(found.count(None))

    aside = {account_of.get(name, account_of.get(name.casefold())) for name in set_aside}
    aside |= _aside_by_statement(annotations, [*found, None], rows)
    keys = accounts["account"].tolist()
    accounts["set_aside"] = [key in aside for key in keys]
    accounts["voice"] = pd.Series([together.get(key, key) for key in keys], index=accounts.index, dtype="str")

    wide = _one_row_per_voice(accounts)
    place_of_voice = {voice: place for place, voice in enumerate(wide["voice"].tolist())}
    # A row without an account has the number -1, which is the last.
    places = [-1 if key is None else place_of_voice[together.get(key, key)] for key in [*found, None]]
    said = _by_dimension(annotations, np.array(places)[rows])
    kinds = _last_words(said.get("kind", NOTHING), len(wide))
    ratings = _last_words(said.get("attention", NOTHING), len(wide))
    wide.insert(2, "kind", pd.Series(kinds, index=wide.index, dtype="str"))
    wide.insert(6, "attention", pd.Series(ratings, index=wide.index, dtype="str"))
    for dimension in codebook:
        _add_dimension(wide, dimension, *_dimension(kinds, said.get(dimension.name, NOTHING), dimension))
    wide.attrs = {"codebook": codebook, "notes": tuple(notes)}
    return wide


def _through_voices(
    names: list[str], found: list[str | None], together: Mapping[str, str], followed: list[str]
) -> list[str | None]:
    """What was recorded about one account of a voice holds as long as another one is followed."""
    if not together:
        return found
    voices_followed = {together.get(key, key) for key in followed}
    return [
        name if key is None and together.get(name, name) in voices_followed else key
        for name, key in zip(names, found, strict=True)
    ]


def codebook_of(annotations: pd.DataFrame) -> Codebook:
    """Return the codebook that a table of annotations implies: its dimensions, and every category found, as open.

    An empty table gives a codebook without dimensions.
    """
    dimensions = []
    for name, rows in annotations.groupby("dimension", sort=False):
        if name not in RESERVED_DIMENSIONS:
            found = sorted(set(rows.loc[rows["condition"] == RECORDED, "category"].dropna()))
            dimensions.append(Dimension(name, categories=tuple(Category(word) for word in found), open=True))
    return Codebook("as found in the annotations", tuple(dimensions))


def _accounts(lists: list[FollowList]) -> tuple[pd.DataFrame, list[str]]:
    """One row per account over all lists, without those a platform has deleted."""
    columns = ["account", "platform", "handle", "name", "group", "flags"]
    tables = [follow_list.table[columns] for follow_list in lists]
    accounts = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns, dtype="str")
    accounts = _with_groups(accounts).drop_duplicates("account", ignore_index=True)
    deleted = pd.Series(["deleted" in flags for flags in accounts["flags"]], index=accounts.index, dtype="bool")
    gone = "1 account was" if deleted.sum() == 1 else f"{deleted.sum():,} accounts were"
    notes = [f"{gone} deleted by the platform and left out."] if deleted.any() else []
    return accounts[~deleted].reset_index(drop=True), notes


def _with_groups(accounts: pd.DataFrame) -> pd.DataFrame:
    """Add the column ``groups``: an account that stands in two follow lists has the groups of both."""
    # Few groups hold many accounts: each wording is taken apart once.
    numbers, wordings = pd.factorize(accounts["group"])
    parts = [*(tuple(dict.fromkeys(filter(None, words.split("; ")))) for words in wordings), ()]
    groups = [parts[number] for number in numbers.tolist()]
    if any(parts) and not accounts["account"].is_unique:
        held: dict[str, tuple[str, ...]] = {}
        keys = accounts["account"].tolist()
        for key, more in zip(keys, groups, strict=True):
            held[key] = tuple(dict.fromkeys((*held.get(key, ()), *more)))
        groups = [held[key] for key in keys]
    return accounts.assign(groups=pd.Series(groups, index=accounts.index, dtype="object"))


def _account_by_name(lists: list[FollowList], accounts: pd.DataFrame, wanted: set[str]) -> dict[str, str]:
    """Every way an account may be written in a sheet: an unclear handle means nobody.

    Where all that are wanted are keys already, as in an audit file, other ways are not worked out.
    """
    by_key = {key: key for key in accounts["account"].tolist()}
    if wanted <= by_key.keys():
        return by_key
    keys, platforms, handles = (accounts[name].tolist() for name in ("account", "platform", "handle"))
    handles = [
        f"{platform}:{handle.removeprefix('@')}".casefold() if isinstance(handle, str) else None
        for platform, handle in zip(platforms, handles, strict=True)
    ]
    how_many = Counter(handles)
    by_name = {name: key for name, key in zip(handles, keys, strict=True) if name and how_many[name] == 1}
    followed = set(keys)
    for follow_list in lists:
        by_name |= {alias.casefold(): key for alias, key in follow_list.aliases.items() if key in followed}
    by_name.update((key.casefold(), key) for key in keys)
    return by_name | by_key


def _look_up(names: list, account_of: Mapping[str, str]) -> list[str | None]:
    """The account each name means, or None."""
    return [
        account_of.get(name) or (account_of.get(name.casefold()) if isinstance(name, str) else None) for name in names
    ]


def _aside_by_statement(annotations: pd.DataFrame, found: list[str | None], rows: np.ndarray) -> set[str]:
    """Accounts that the annotations themselves set aside."""
    is_aside = (annotations["dimension"] == "set aside") & (annotations["condition"] == RECORDED)
    return {found[row] for row in rows[is_aside.to_numpy()].tolist()} - {None}


def _by_dimension(annotations: pd.DataFrame, places: np.ndarray) -> dict[str, tuple[list, list, list]]:
    """What is said in each dimension: places of the voices, categories and conditions, in the order of the table.

    As plain lists: going through columns of text one by one costs pandas ten times as much.
    """
    numbers, dimensions = pd.factorize(annotations["dimension"])
    columns = [places, *(annotations[name].to_numpy(dtype="object") for name in ("category", "condition"))]
    said = {}
    for number, dimension in enumerate(dimensions):
        chosen = (numbers == number) & (places >= 0)
        said[dimension] = tuple(column[chosen].tolist() for column in columns)
    return said


def _unmatched_note(unmatched: int) -> list[str]:
    if not unmatched:
        return []
    accounts = "1 annotated account is" if unmatched == 1 else f"{unmatched:,} annotated accounts are"
    return [f"{accounts} not in this follow list. What you recorded stays in your sheet and counts nowhere here."]


def _one_row_per_voice(accounts: pd.DataFrame) -> pd.DataFrame:
    columns = (accounts[name].tolist() for name in ("name", "handle", "account"))
    labels = [_label(*cells) for cells in zip(*columns, strict=True)]
    accounts = accounts.assign(label=pd.Series(labels, index=accounts.index, dtype="str"))
    if accounts["voice"].is_unique:  # the usual case, and a hundred times faster than grouping
        return pd.DataFrame(
            {
                "voice": accounts["voice"],
                "label": accounts["label"],
                "accounts": [(account,) for account in accounts["account"].tolist()],
                "platforms": [(platform,) for platform in accounts["platform"].tolist()],
                "groups": accounts["groups"],
                "set_aside": accounts["set_aside"],
            }
        )
    members: dict[str, list[int]] = {}
    for place, voice in enumerate(accounts["voice"].tolist()):
        members.setdefault(voice, []).append(place)
    keys, platforms, groups, aside = (
        accounts[name].tolist() for name in ("account", "platform", "groups", "set_aside")
    )
    of_voices = members.values()
    first = [places[0] for places in of_voices]
    return pd.DataFrame(
        {
            "voice": accounts["voice"].iloc[first].array,
            "label": accounts["label"].iloc[first].array,
            "accounts": [tuple(keys[place] for place in places) for places in of_voices],
            "platforms": [tuple(dict.fromkeys(platforms[place] for place in places)) for places in of_voices],
            "groups": [tuple(dict.fromkeys(chain.from_iterable(groups[p] for p in places))) for places in of_voices],
            "set_aside": [all(aside[place] for place in places) for places in of_voices],
        }
    )


def _label(name: object, handle: object, account: str) -> str:
    if isinstance(name, str):
        return name
    return f"@{handle.removeprefix('@')}" if isinstance(handle, str) else account


def _last_words(said: tuple[list, list, list], voices: int) -> list[str | None]:
    """The last word recorded about each voice in a dimension that takes one."""
    words = {place: word for place, word, _ in zip(*said, strict=True) if isinstance(word, str)}
    return [words.get(place) for place in range(voices)]


def _add_dimension(wide: pd.DataFrame, dimension: Dimension, categories: list[tuple], conditions: list[str]) -> None:
    # An object column, because a cell is a tuple of categories.
    wide[dimension.name] = pd.Series(categories, index=wide.index, dtype="object")
    wide[f"{dimension.name} condition"] = pd.Series(conditions, index=wide.index, dtype="str")


def _dimension(
    kinds: list[str | None], said: tuple[list, list, list], dimension: Dimension
) -> tuple[list[tuple], list[str]]:
    """The category tuples and the conditions of one dimension, one per voice."""
    categories: list[tuple] = [()] * len(kinds)
    conditions = [NOT_REVIEWED] * len(kinds)
    hold_several = set()
    for place, category, condition in zip(*said, strict=True):
        held = categories[place]
        if condition == RECORDED and isinstance(category, str):
            if held and category not in held:
                hold_several.add(place)
            categories[place] = held if category in held else (*held, category)
            conditions[place] = RECORDED
        elif not held:
            # A voice of two accounts may hold two statements: what is recorded outweighs what is not, else the last.
            conditions[place] = condition
    order = {name: number for number, name in enumerate(dimension.category_names)}
    for place in hold_several:
        categories[place] = tuple(sorted(categories[place], key=lambda word: order.get(word, len(order))))
    if dimension.people_only:
        for place, kind in enumerate(kinds):
            if kind is not None and kind != "person" and conditions[place] == NOT_REVIEWED:
                conditions[place] = DOES_NOT_APPLY
    return categories, conditions
