"""Activity: what a person did, joined to the voices they follow. The weights of attention."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditkit.tables import ACTIVITY_COLUMNS, ACTIVITY_KINDS, Activity, check_columns


def voice_weights(
    voices: pd.DataFrame,
    activity: Activity | Iterable[Activity],
    *,
    kinds: Iterable[str] | None = None,
    since: object = None,
    until: object = None,
) -> pd.Series:
    """Return how often the person turned to each voice, over all its accounts, for `concentration`.

    Parameters
    ----------
    voices, activity, kinds, since, until
        As in `attention`.

    Returns
    -------
    Series
        Whole numbers of acts, from 0, as floats; the index is the voice. Voices set aside, and voices on no platform
        that `activity` is of, are left out. Without voices or activity, no entries.

    Raises
    ------
    ValueError
        As in `attention`.

    Examples
    --------
    >>> from auditkit.tables import activity_table
    >>> voices = pd.DataFrame({"voice": ["ada", "bo"], "accounts": [("x:1", "x:2"), ("x:3",)], "set_aside": False})
    >>> table = activity_table({("x:1", "amplified", "2026-01"): 3, ("x:2", "liked", None): 1})
    >>> voice_weights(voices, Activity(table, "x", "x")).to_dict()
    {'ada': 4.0, 'bo': 0.0}
    """
    joined = join_activity(voices, activity, kinds, since, until)
    counted = joined.covered & ~voices["set_aside"].to_numpy(dtype="bool")
    index = pd.Index(voices["voice"].to_numpy()[counted], name="voice", dtype="str")
    return pd.Series(joined.weights[counted], index=index, name="weight")


def activity_elsewhere(
    voices: pd.DataFrame,
    activity: Activity | Iterable[Activity],
    *,
    kinds: Iterable[str] | None = None,
    since: object = None,
    until: object = None,
) -> pd.Series:
    """Return how much of what the person did was for accounts that they do not follow.

    Parameters
    ----------
    voices, activity, kinds, since, until
        As in `attention`. Voices set aside are followed.

    Returns
    -------
    Series
        ``acts``; ``followed`` and ``not_followed``, which add up to it; ``accounts_not_followed``; and ``share``, of
        the acts for accounts not followed, from 0 to 1, NaN without acts. Accounts deleted since count as not
        followed, and so does an account whose name in the activity leads to nobody, or to two voices.

    Raises
    ------
    ValueError
        As in `attention`.

    Examples
    --------
    >>> from auditkit.tables import activity_table
    >>> voices = pd.DataFrame({"voice": ["ada"], "accounts": [("x:1",)], "set_aside": False})
    >>> table = activity_table({("x:1", "amplified", "2026-01"): 3, ("x:9", "liked", None): 1})
    >>> activity_elsewhere(voices, Activity(table, "x", "x"))["share"]
    np.float64(0.25)
    """
    joined = join_activity(voices, activity, kinds, since, until)
    followed, elsewhere = int(joined.weights.sum()), joined.elsewhere.total()
    acts = followed + elsewhere
    return pd.Series(
        {
            "acts": acts,
            "followed": followed,
            "not_followed": elsewhere,
            "accounts_not_followed": len(joined.elsewhere),
            "share": elsewhere / acts if acts else np.nan,
        }
    )


@dataclass(frozen=True)
class JoinedActivity:
    """What a person did, by voice.

    Attributes
    ----------
    weights : array of float
        Acts for each row of the table of voices.
    covered : array of bool
        Which voices the activity can say something about.
    elsewhere : Counter
        Acts for accounts of none of the voices, by account.
    """

    weights: np.ndarray
    covered: np.ndarray
    elsewhere: Counter


def join_activity(
    voices: pd.DataFrame,
    activity: Activity | Iterable[Activity],
    kinds: Iterable[str] | None,
    since: object,
    until: object,
) -> JoinedActivity:
    """Return activity by voice, with an account's other names led back to it; parameters as in `attention`."""
    check_columns(voices, ("accounts",), "a table of voices")
    given = [activity] if isinstance(activity, Activity) else list(activity)
    place_of = {account: place for place, held in enumerate(voices["accounts"].tolist()) for account in held}
    weights = np.zeros(len(voices))
    elsewhere: Counter[str] = Counter()
    for item in given:
        names_of = defaultdict(list)
        for alias, account in item.aliases.items():
            names_of[account].append(alias)
        for account, number in _acts(item.table, kinds, since, until).items():
            place = _place(account, place_of, item.aliases, names_of)
            if place is None:
                elsewhere[account] += number
            else:
                weights[place] += number
    return JoinedActivity(weights, _covered(voices, given), elsewhere)


def _acts(table: pd.DataFrame, kinds: Iterable[str] | None, since: object, until: object) -> dict[str, int]:
    """Acts by account, of some kinds and months."""
    check_columns(table, ACTIVITY_COLUMNS, "a table of activity")
    if kinds is not None:
        kinds = {kinds} if isinstance(kinds, str) else set(kinds)
        if kinds - set(ACTIVITY_KINDS):
            raise ValueError(f"a kind of activity is one of {', '.join(ACTIVITY_KINDS)}")
        table = table[table["kind"].isin(kinds)]
    # A missing month compares as False with any.
    if since is not None:
        table = table[table["month"] >= _month(since)]
    if until is not None:
        table = table[table["month"] <= _month(until)]
    return table.groupby("account", sort=False)["count"].sum().to_dict()


def _month(day: object) -> pd.Timestamp:
    try:
        return pd.Period(day, "M").start_time
    except (ValueError, TypeError):
        raise ValueError('since and until are months, such as "2026-01"') from None


def _place(
    account: str, place_of: Mapping[str, int], aliases: Mapping[str, str], names_of: Mapping[str, list[str]]
) -> int | None:
    """The row of the voice that an account belongs to: by its key, else by the only voice its other names lead to."""
    meant = aliases.get(account, account)
    for name in (account, meant):
        if name in place_of:
            return place_of[name]
    places = {place_of[name] for name in names_of.get(meant, ()) if name in place_of}
    return places.pop() if len(places) == 1 else None


def _covered(voices: pd.DataFrame, given: list[Activity]) -> np.ndarray:
    """Which voices are on a platform that some activity is of."""
    if "platforms" not in voices.columns:
        return np.ones(len(voices), dtype="bool")
    spoken_of = {item.platform for item in given}
    for item in given:
        if item.platform == "several":
            spoken_of |= {account.partition(":")[0] for account in item.table["account"]}
    held = voices["platforms"].tolist()
    covered = {platforms: not spoken_of.isdisjoint(platforms) for platforms in set(held)}
    return np.array([covered[platforms] for platforms in held], dtype="bool")
