"""Entries of Instagram's lists as they stood from 2018 to 2020, and as other programs write them; neither confirmed."""

from auditkit.readers.dates import read_dates
from auditkit.readers.gathered import Gathered
from auditkit.readers.meta_lists import NO_ACCOUNT, handle_as, hashtag, profile
from auditkit.readers.meta_text import meta_text


def add_old(gathered: Gathered, path: tuple[str, ...], item: object) -> None:
    """Add an entry of ``connections.json``: the last key is who or what, the value its date, without a zone."""
    name = handle_as(path[-1])
    if not name:
        gathered.skip(NO_ACCOUNT)
        return
    row = profile("instagram", name) if path[0] == "following" else hashtag(name)
    (row.since,), (row.precision,), undated = read_dates([str(item)])
    gathered.add(row, undated=bool(undated))


def add_scraped(gathered: Gathered, item: object) -> None:
    """Add an entry of a list that another program took from the pages: `username` and `full_name`, no date."""
    handle = handle_as(item.get("username")) if isinstance(item, dict) else ""
    if not handle:
        gathered.skip(NO_ACCOUNT)
        return
    row = profile("instagram", handle)
    row.name, _ = meta_text(item.get("full_name"))
    gathered.add(row)
