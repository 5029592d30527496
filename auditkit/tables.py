"""The shapes that flow through the kit: columns, dtypes and the checks that hold them.

Strings are pandas ``str``, times are UTC, many-valued cells are tuples. Every check returns its input or raises
``ValueError``, so that it can stand in the middle of an expression.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

FOLLOW_LIST_COLUMNS = (
    "account",
    "platform",
    "handle",
    "name",
    "url",
    "bio",
    "relation",
    "since",
    "since_precision",
    "group",
    "flags",
)
RELATIONS = ("follows", "subscribes", "connected", "member", "attended")
SINCE_PRECISIONS = ("exact", "day", "unknown")
FLAGS = ("deleted", "unresolved", "repaired", "duplicate")

ANNOTATION_COLUMNS = (
    "account",
    "dimension",
    "category",
    "condition",
    "basis",
    "evidence",
    "note",
    "noted_on",
)
RECORDED, NOTHING_FOUND, DECLINED = "recorded", "nothing found", "declined"
DOES_NOT_APPLY, NOT_REVIEWED = "does not apply", "not reviewed"
CONDITIONS = (RECORDED, NOTHING_FOUND, DECLINED, DOES_NOT_APPLY, NOT_REVIEWED)
BASES = ("self-described", "published", "told me", "my reading")
KINDS = ("person", "organisation", "publication or show", "automated")

VOICE_COLUMNS = ("voice", "label", "kind", "accounts", "platforms", "groups", "attention", "set_aside")
COMPOSITION_COLUMNS = (
    "count",
    "recorded",
    "applicable",
    "reviewed",
    "unknown",
    "set_aside",
    "coverage",
    "share_of_known",
    "lowest",
    "highest",
)
# Below this share of known voices a chart draws the range alone: a point would claim more than is known.
ENOUGH_KNOWN = 0.5
# The same with a column more: one block per platform or list.
COMPOSITION_BY_COLUMNS = ("group", "category", *COMPOSITION_COLUMNS)
INTERSECTION_COLUMNS = ("combination", "exactly", "at_least", "known", "applicable", "lowest", "highest", "small")
TARGET_COLUMNS = (
    "target",
    "by",
    "count",
    "recorded",
    "applicable",
    "unknown",
    "share_of_known",
    "lowest",
    "highest",
    "met",
)
TARGET_MET = ("surely", "possibly", "surely not")
REPRESENTATION_COLUMNS = (
    "reference",
    "reference_share",
    "expected",
    "few_expected",
    "count",
    "recorded",
    "applicable",
    "unknown",
    "share_of_known",
    "ratio",
    "lowest",
    "highest",
)
# Two times the same numbers, of the voices as they are and as they would be.
WHAT_IF_COLUMNS = (
    *(f"{name}_{when}" for when in ("before", "after") for name in COMPOSITION_COLUMNS),
    "change",
    "added",
    "already_followed",
    "removed",
)
ATTENTION_COLUMNS = (
    *COMPOSITION_COLUMNS,
    "weight",
    "weight_recorded",
    "weight_applicable",
    "weighted_coverage",
    "weighted_share_of_known",
    "weighted_lowest",
    "weighted_highest",
)
ESTIMATE_COLUMNS = (
    "count",
    "recorded",
    "reviewed",
    "sampled",
    "population",
    "estimate",
    "low",
    "high",
    "lowest",
    "highest",
    "complete",
)
FLOW_COLUMNS = ("category", "part", "gained", "lost")
PROFILE_COLUMNS = ("order", "hill", "lowest", "highest")
ACTIVITY_COLUMNS = ("account", "kind", "month", "count")
ACTIVITY_KINDS = ("amplified", "replied", "mentioned", "liked", "watched", "listened")
RATINGS = ("daily", "sometimes", "never")
CHANGE_PARTS = ("followed", "unfollowed", "newly_annotated", "corrected", "withdrawn", "regrouped")
CHANGE_COLUMNS = ("before", "after", "change", *CHANGE_PARTS)


@dataclass(frozen=True, repr=False)
class FollowList:
    """The accounts one person follows on one platform, as read from one export.

    Attributes
    ----------
    table : DataFrame
        One row per account with the columns of ``FOLLOW_LIST_COLUMNS``; ``account`` is unique.
    platform : str
        Lower-case name of the platform, the part of ``account`` before the first colon; ``"several"`` when a
        hand-kept table names more than one.
    reader : str
        Which reader read it.
    members_read : tuple of str
        Files inside the export that were opened, in order. Nothing else was read.
    skipped : dict
        Rows left out, counted by reason.
    notes : tuple of str
        Sentences for the person who loads the file, the most important first.
    aliases : dict
        Other keys by which an account is known (an older handle), to the ``account`` they mean.
    link_template : str
        How a link is made where ``url`` is missing, with ``{id}`` for the part of ``account`` after the colon.
        Links that follow from the id are not stored: 670,000 of them cost 70 MB.
    file_name, digest : str
        The file or folder it came from, without its path, and a SHA-256 by which the same file is known again.
        Empty for typed text.
    """

    table: pd.DataFrame
    platform: str
    reader: str
    members_read: tuple[str, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    link_template: str = ""
    file_name: str = ""
    digest: str = ""

    def __repr__(self) -> str:
        # Without accounts: what a notebook shows is saved in it, and notebooks get passed on.
        return f"<FollowList from {self.platform}: {len(self):,} accounts>"

    def __len__(self) -> int:
        """Return the number of accounts."""
        return len(self.table)

    @property
    def oldest(self) -> pd.Timestamp | None:
        """The earliest `since`, or None when the export holds no dates."""
        return None if self.table["since"].isna().all() else self.table["since"].min()

    @property
    def newest(self) -> pd.Timestamp | None:
        """The latest `since`, or None when the export holds no dates."""
        return None if self.table["since"].isna().all() else self.table["since"].max()

    def links(self) -> pd.Series:
        """Return one link per account, made from the id where none is stored; missing where neither is known."""
        links = self.table["url"]
        if not self.link_template:
            return links
        derived = [self.link_template.format(id=key.partition(":")[2]) for key in self.table["account"]]
        return links.where(links.notna(), pd.Series(derived, index=links.index, dtype="str"))


@dataclass(frozen=True, repr=False)
class Activity:
    """How often a person turned to each account, by kind and month: counts and nothing of what was said.

    Attributes
    ----------
    table : DataFrame
        The columns of ``ACTIVITY_COLUMNS``: ``account`` (keys as in a follow list), ``kind`` (of ``ACTIVITY_KINDS``),
        ``month`` (first day of it; missing where the export gives no date) and ``count``. One row per combination.
    platform, reader, members_read, skipped, notes, file_name, digest
        As in `FollowList`.
    aliases : dict
        Other keys by which an account is known, to the ``account`` they mean.
    """

    table: pd.DataFrame
    platform: str
    reader: str
    members_read: tuple[str, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    file_name: str = ""
    digest: str = ""

    def __repr__(self) -> str:
        return f"<Activity on {self.platform}: {len(self):,} counts>"

    def __len__(self) -> int:
        """Return the number of counts."""
        return len(self.table)


def activity_table(counts: Mapping[tuple, int]) -> pd.DataFrame:
    """Return an activity table from counts by (account, kind, month), the month as "2026-01", a date or None.

    Examples
    --------
    >>> table = activity_table({("twitter:1002", "amplified", "2026-01"): 3})
    >>> table[["account", "kind", "count"]].to_dict("records")
    [{'account': 'twitter:1002', 'kind': 'amplified', 'count': 3}]
    """
    keys = sorted(counts, key=lambda key: (key[0], key[1], str(key[2])))
    table = pd.DataFrame(
        {
            "account": pd.Series([key[0] for key in keys], dtype="str"),
            "kind": pd.Series([key[1] for key in keys], dtype="str"),
            "month": pd.to_datetime(pd.Series([key[2] for key in keys], dtype="object")).astype("datetime64[us]"),
            "count": pd.Series([counts[key] for key in keys], dtype="int64"),
        }
    )
    if set(table["kind"]) - set(ACTIVITY_KINDS):
        raise ValueError(f"a kind of activity is one of {', '.join(ACTIVITY_KINDS)}")
    table["month"] = table["month"].dt.to_period("M").dt.start_time.astype("datetime64[us]")
    return table


def follow_table(columns: Mapping[str, Iterable], *, platform: str, relation: str = "follows") -> pd.DataFrame:
    """Return a follow list table from the columns an export has; the rest is filled with "missing".

    Parameters
    ----------
    columns : mapping of str to iterable
        At least ``account``. ``since`` may hold anything ``pandas.to_datetime(utc=True)`` accepts.
    platform, relation : str
        Used where `columns` has no column of that name.

    Examples
    --------
    >>> table = follow_table({"account": ["mastodon:bo@example.org"]}, platform="mastodon")
    >>> table.loc[0, ["platform", "relation", "since_precision"]].tolist()
    ['mastodon', 'follows', 'unknown']
    """
    accounts = pd.Series(columns["account"], dtype="str")
    table = pd.DataFrame({"account": accounts})
    defaults = {"platform": platform, "relation": relation}
    for name in FOLLOW_LIST_COLUMNS[1:]:
        if name == "since":
            given = columns.get("since")
            if given is None:
                table[name] = pd.Series(pd.NaT, index=table.index, dtype="datetime64[us, UTC]")
            else:
                table[name] = pd.to_datetime(pd.Series(given), utc=True).astype("datetime64[us, UTC]")
        elif name == "since_precision":
            given = columns.get(name)
            known = table["since"].notna()
            given = known.map({True: "exact", False: "unknown"}) if given is None else given
            table[name] = pd.Series(given, dtype="str")
        elif name == "flags":
            # Tuples need object dtype: a flag cell holds several words.
            empty = [()] * len(table)
            table[name] = pd.Series(columns.get(name, empty), dtype="object")
        else:
            table[name] = pd.Series(columns.get(name, defaults.get(name)), index=table.index, dtype="str")
    return check_follow_table(table)


def check_follow_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` if it has the shape of a follow list, else raise ``ValueError`` naming what is wrong."""
    missing = [name for name in FOLLOW_LIST_COLUMNS if name not in table.columns]
    if missing:
        raise ValueError(f"a follow list needs the columns {missing}")
    if table["account"].isna().any() or not table["account"].is_unique:
        raise ValueError("every account of a follow list needs a key of its own")
    for name, allowed in (("relation", RELATIONS), ("since_precision", SINCE_PRECISIONS)):
        strange = set(table[name].unique()) - set(allowed)
        if strange:
            raise ValueError(f"{name} must be one of {allowed}")
    if {flag for flags in set(table["flags"]) for flag in flags} - set(FLAGS):
        raise ValueError(f"flags must be among {FLAGS}")
    return table


def check_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> pd.DataFrame:
    """Return `table` if it has `columns`, else raise ``ValueError`` saying which are missing from `what`."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise ValueError(f"{what} needs the columns {', '.join(missing)}; pass the table as it was returned")
    return table
