"""What a person listened to on Spotify: artists and podcast shows, by month; counts only.

The yearly history (``StreamingHistory_music_0.json``, ``StreamingHistory_podcast_0.json``, before 2024
``StreamingHistory0.json``) comes with the account data. The extended one (``Streaming_History_Audio_….json``, before
2023 ``endsong_0.json``) also holds places, devices and network addresses: these are not looked at. Spotify itself
counts a stream from 30 seconds on; so does this.
"""

import re
from functools import lru_cache

from auditkit.errors import UnknownExportError
from auditkit.export import LARGE_FILE_LIMIT, Export, Member
from auditkit.readers.records import Records
from auditkit.readers.spotify_library import LIBRARY, Library, name_key
from auditkit.readers.tally import Tally, month_of
from auditkit.readers.text import begins, clean, counted
from auditkit.tables import Activity

_FILES = re.compile(r"(?:^|/)(?:Streaming_?History|endsong)[^/]*\.json$", re.IGNORECASE)
_LIBRARY = re.compile(r"(?:^|/)YourLibrary[^/]*\.json$", re.IGNORECASE)
_BEGINS = re.compile(r"\s*\[\s*\{\s*\"(?:endTime|ts)\"\s*:[^}]{0,3000}\"(?:msPlayed|ms_played)\"\s*:")
_EMPTY = re.compile(r"\s*\[\s*\]")
_LEAST = 30_000  # milliseconds
# Show before artist: the extended history has both fields, one of them empty.
_NAMES = (
    ("show", "podcastName"),
    ("show", "episode_show_name"),
    ("artist", "artistName"),
    ("artist", "master_metadata_album_artist_name"),
)


def _histories(export: Export) -> list[Member]:
    found = []
    for member in export.candidates(_FILES):
        beginning = begins(export.head(member))
        if _BEGINS.match(beginning) or (_EMPTY.match(beginning) and _FILES.search(member.name)):
            found.append(member)
    return found


def read_activity(export: Export) -> Activity:
    """Return how often the person listened to each artist and show, by month.

    Raises ``UnknownExportError`` if no listening history is in the export.
    """
    members = _histories(export)
    if not members:
        raise UnknownExportError(
            f"{export.name}: your listening history is not in it. Choose the whole archive: Account > Privacy settings "
            "> Download your data; it holds files whose names begin with StreamingHistory."
        )
    library = Library()
    for member in export.named(_LIBRARY):
        if LIBRARY.match(begins(export.head(member))):
            with export.open(member) as stream:
                library.add(stream.read(), member.name)
    numbers = library.aliases()
    key_of = lru_cache(100_000)(lambda kind, name: numbers.get(name_key(kind, name), name_key(kind, name)))
    tally, notes = Tally(), []
    for member in members:
        with export.open(member, limit=LARGE_FILE_LIMIT) as stream:
            records = Records(stream)
            for item in records:
                _count(item, key_of, tally)
        if records.cut:
            entries = counted(records.count, "entry", "entries")
            notes.append(f"{member.name} stops after {entries}; the file looks cut off. Download it again.")
    notes.append(
        "Spotify's history names artists and shows, not their numbers; the library gives the number where it can."
    )
    return tally.finished(export, "spotify", notes, aliases=numbers)


def _heard(item: dict) -> tuple[str, str | None]:
    for kind, field in _NAMES:
        if item.get(field):
            return kind, clean(item[field])
    return "", None


def _count(item: object, key_of, tally: Tally) -> None:
    kind, name = _heard(item) if item and isinstance(item, dict) else ("", None)
    played = item.get("msPlayed", item.get("ms_played")) if name else None
    if not name:
        tally.skip("without an artist or show")
    elif not isinstance(played, str) or not played.isdecimal() or len(played) > 12 or int(played) < _LEAST:
        tally.skip("played for less than 30 seconds")
    else:
        tally.add(key_of(kind, name), "listened", month_of(item.get("endTime", item.get("ts")), 2006))
