"""What every reader of an export format says about itself."""

from collections.abc import Callable
from dataclasses import dataclass

from auditkit.export.opened import Export
from auditkit.tables import Activity, FollowList


def _nothing_to_explain(export: Export) -> str | None:
    return None


@dataclass(frozen=True)
class Reader:
    """One export format: how a person gets it, what it holds, and the functions that read it.

    Attributes
    ----------
    name, platform : str
        The reader's own name and the platform key in ``account``.
    label : str
        What people call the platform.
    file : str
        The file or files to choose.
    how_to_get, waiting_time : str
        The menu path, and how long the platform takes.
    gives, lacks : str
        What the export holds about an account, and what it does not.
    confirmed : bool
        Whether the form was seen in public files, not only described.
    identify : callable
        ``identify(export)``: is this mine? Cheap, never raises.
    read : callable
        ``read(export)``: the follow list.
    explain : callable
        ``explain(export)``: a sentence for the wrong file of the right platform, or None.
    read_activity : callable or None
        ``read_activity(export)``: how often the person turned to each account, where the export says it and the
        person asked for it. None for formats that cannot say.
    fallback : bool
        Asked only when no other reader claims the export.
    """

    name: str
    platform: str
    label: str
    file: str
    how_to_get: str
    waiting_time: str
    gives: str
    lacks: str
    confirmed: bool
    identify: Callable[[Export], bool]
    read: Callable[[Export], FollowList]
    explain: Callable[[Export], str | None] = _nothing_to_explain
    fallback: bool = False
    read_activity: Callable[[Export], Activity] | None = None
