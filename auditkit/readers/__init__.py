"""Readers of export formats: one file per platform, and one line here.

`read_follow_list` asks every reader whether an export is its own, by content. Two claims are answered with a question
to the person; none with what the file looks like. The table of all readers in docs/exports.md is made from `READERS`.
"""

import os
import re
from dataclasses import replace
from pathlib import Path

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.export import Export, Reader
from auditkit.readers import (
    bluesky,
    events,
    facebook,
    instagram,
    linkedin,
    mastodon,
    newsletters,
    opml,
    spotify,
    spreadsheet,
    table,
    threads,
    tiktok,
    twitter,
    youtube,
)
from auditkit.readers.description import explanation, export_table, follow_list_as_dict
from auditkit.readers.platforms import platform_key
from auditkit.readers.strangers import looks_like, other_platform
from auditkit.tables import Activity, FollowList

__all__ = [
    "READERS",
    "claims",
    "explain_export",
    "export_table",
    "follow_list_as_dict",
    "read_activity",
    "read_follow_list",
]

READERS: tuple[Reader, ...] = (
    twitter.READER,
    instagram.READER,
    threads.READER,
    facebook.READER,
    tiktok.READER,
    linkedin.READER,
    mastodon.READER,
    bluesky.READER,
    youtube.READER,
    spotify.READER,
    opml.READER,
    newsletters.READER,
    events.READER,
    spreadsheet.READER,
    table.READER,
)

_EMPTY = "This is a follow list, and it is empty. If you do follow somebody, ask the platform for a new export."
# Why some exports do not say where attention goes.
_SILENT = {"tiktok": "TikTok's history names films by number, never who made them."}
_TYPED = re.compile(r"@\S+|https?://\S+|\S+@\S+\.\S+")


def read_follow_list(source, *more_sources, platform: str | None = None) -> FollowList:
    """Return the accounts a person follows, from an export as they have it.

    Parameters
    ----------
    source : path or str
        Zip as downloaded, folder, tar, or single file; text with one handle or link per line works too.
    *more_sources : path
        Further parts of the same export.
    platform : str, optional
        Where the accounts are, for lists that do not say it: ``"twitter"``, ``"mastodon"``, ....

    Returns
    -------
    FollowList
        With the members read, rows skipped by reason, and notes for the person.

    Raises
    ------
    UnknownExportError
        If no reader knows the file; the message says what it looks like and what to choose instead.
    BrokenExportError
        If the file is damaged, cut off, locked or too large.

    Examples
    --------
    >>> follows = read_follow_list("@ada@example.social\\n@bo@example.org")
    >>> follows.platform, len(follows)
    ('mastodon', 2)
    """
    with _opened(source, more_sources, platform) as export:
        reader, found, inner = _reader_for(export)
        try:
            follows = reader.read(found)
            notes = follows.notes if len(follows) else (*follows.notes, _EMPTY)
            return replace(follows, notes=notes, file_name=export.name if export.paths else "", digest=found.digest())
        finally:
            if inner:
                inner.close()


def read_activity(source, *more_sources, platform: str | None = None) -> Activity:
    """Return how often a person turned to each account, by kind and month, where their export says it.

    Only counts leave the reader: what was said, watched or heard stays in the file.

    Parameters
    ----------
    source : path or str
        The whole archive as downloaded, or the file with posts or history from it.
    *more_sources : path
        Further parts of the same export.
    platform : str, optional
        As in `read_follow_list`.

    Returns
    -------
    Activity
        Counts by account (keys as in a follow list), kind and month. Hashtags that were used again and again count as
        mentioned, with keys such as ``twitter:#inventedconf``.

    Raises
    ------
    UnknownExportError
        If the export does not say it; the message says which file does.
    BrokenExportError
        If the file is damaged, cut off, locked or too large.

    Examples
    --------
    >>> read_activity("@ada@example.social\\n@bo@example.org")
    Traceback (most recent call last):
    auditkit.errors.UnknownExportError: the typed text: a list of accounts does not say how often you turn to them.
    """
    with _opened(source, more_sources, platform) as export:
        activity = _activity_in(export)
        inner = export.nested() if activity is None else None
        if inner:
            with inner:
                activity = _activity_in(inner)
        return _without_activity(export) if activity is None else activity


def _activity_in(export: Export) -> Activity | None:
    """Return the activity that one reader finds in an export; None when no reader does."""
    found = []
    for reader in READERS:
        try:
            if reader.read_activity:
                found.append((reader, reader.read_activity(export)))
        except UnknownExportError:
            continue
    if not found:
        return None
    _only([reader for reader, _ in found], export)
    activity = found[0][1]
    return replace(activity, file_name=export.name if export.paths else "", digest=export.digest())


def _without_activity(export: Export) -> Activity:
    """Raise a sentence that says why the export does not say where attention goes, and what does."""
    reader, found, inner = _reader_for(export)
    try:
        if reader.read_activity:
            reader.read_activity(found)
        label = "a list of accounts" if reader.platform == "list" else f"the export of {reader.label}"
        why = _SILENT.get(reader.name, "")
        raise UnknownExportError(f"{export.name}: {label} does not say how often you turn to them. {why}".strip())
    finally:
        if inner:
            inner.close()


def explain_export(source, *more_sources, platform: str | None = None) -> list[str]:
    """Return sentences about what was recognised and why, what was read, what was not, and what was skipped.

    Raises as `read_follow_list` does.
    """
    with _opened(source, more_sources, platform) as export:
        reader, found, inner = _reader_for(export)
        try:
            return explanation(reader, found, reader.read(found))
        finally:
            if inner:
                inner.close()


def claims(export: Export) -> list[Reader]:
    """Return the readers that recognise the export; a fallback is asked only when no other does."""
    return [reader for reader in READERS if not reader.fallback and reader.identify(export)] or _fallbacks(export)


def _fallbacks(export: Export) -> list[Reader]:
    # A wrong file of a known platform may well be a table: its sentence is worth more than its rows.
    if _wrong_choice(export) or other_platform(export):
        return []
    return [reader for reader in READERS if reader.fallback and reader.identify(export)]


def _wrong_choice(export: Export) -> str | None:
    sentences = (reader.explain(export) for reader in READERS if not reader.fallback)
    return next((sentence for sentence in sentences if sentence), None)


def _opened(source, more_sources, platform: str | None) -> Export:
    said = None
    if platform is not None:
        said = platform_key(platform)
        if not said:
            raise ValueError('platform must be a name such as "twitter" or "mastodon"')
    if isinstance(source, str) and not more_sources and _is_typed(source):
        return Export.typed(source, platform=said)
    return Export(source, *more_sources, platform=said)


def _is_typed(source: str) -> bool:
    """Whether text is a list rather than a path: several lines, or one handle or link that is no file."""
    if "\n" in source or "\r" in source or "\x00" in source:
        return True
    words = [word for word in re.split(r"[\s,;]+", source.strip()) if word]
    return bool(words) and all(map(_TYPED.fullmatch, words)) and not os.path.exists(Path(source))


def _reader_for(export: Export) -> tuple[Reader, Export, Export | None]:
    """Return the one reader that claims the export, or the zip inside it, with what has to be closed."""
    found = claims(export)
    if found:
        return _only(found, export), export, None
    inner = export.nested()
    if inner:
        try:
            found = claims(inner)
            if found:
                return _only(found, inner), inner, inner
            export.troubles += inner.troubles
        except BaseException:
            inner.close()
            raise
        inner.close()
    sentence = _wrong_choice(export) or other_platform(export)
    if not sentence and export.troubles:
        raise BrokenExportError(export.troubles[0])
    fallback = (reader.explain(export) for reader in READERS if reader.fallback)
    raise UnknownExportError(sentence or next(filter(None, fallback), None) or looks_like(export))


def _only(found: list[Reader], export: Export) -> Reader:
    if len(found) == 1:
        return found[0]
    labels = " and ".join(reader.label for reader in found)
    raise AuditKitError(f"{export.name}: this holds exports from {labels}. Choose one of them at a time.")
