"""Spotify: the artists, shows and people you follow, from "Download your data" in the privacy settings.

``YourLibrary.json`` holds artists and podcast shows with Spotify's own numbers; ``Follow.json`` the people followed,
by name only. Banned artists stand beside them and are not followed. No dates. Older archives split the library
differently and were not seen. Listening (`read_activity`) has names only, matched to the library where it can be.
"""

import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member, Reader
from auditkit.readers.spotify_activity import read_activity
from auditkit.readers.spotify_library import FOLLOWS, LIBRARY, Library
from auditkit.readers.text import begins, counted
from auditkit.tables import FollowList, follow_table

_FILES = re.compile(r"(?:^|/)(?:Follow|YourLibrary)[^/]*\.json$", re.IGNORECASE)
_WRONG = re.compile(
    r"(?:^|/)(?:Spotify (?:Account Data|Extended)[^/]*/|(?:Streaming_?History|endsong|Playlist)).*\.json$", re.I
)
_HEARD = re.compile(r"\s*\[\s*\{\s*\"(?:endTime|ts)\"\s*:[^}]{0,600}\"(?:msPlayed|ms_played)\"\s*:")
_PLAYLISTS = re.compile(r"\s*\{\s*\"playlists\"\s*:\s*\[")
_WHERE = (
    "Choose `Follow.json` and `YourLibrary.json` from the same archive, or the whole archive: "
    "Account > Privacy settings > Download your data > Account data."
)


def _lists(export: Export) -> list[Member]:
    found = []
    for member in export.candidates(_FILES):
        beginning = begins(export.head(member))
        if FOLLOWS.match(beginning) or LIBRARY.match(beginning):
            found.append(member)
    return found


def _identify(export: Export) -> bool:
    return bool(_lists(export))


def _read(export: Export) -> FollowList:
    library = Library()
    for member in _lists(export):
        with export.open(member) as stream:
            library.add(stream.read(), member.name)
    if not library.found and library.skipped:
        raise BrokenExportError(f"{export.name}: no entry names an artist, a show or a person. {_WHERE}")
    rows = list(library.found.values())
    kinds = [sum(row["kind"] == kind for row in rows) for kind in ("artist", "show", "user")]
    first = (
        f"{counted(kinds[0], 'artist')}, {counted(kinds[1], 'podcast show')} and "
        f"{counted(kinds[2], 'person', 'people')}; Spotify gives no dates."
    )
    notes = [first, *library.notes]
    if kinds[2]:
        notes.append("People come by name only: two of one name cannot be told apart.")
    columns = {
        "account": list(library.found),
        "name": [row["name"] for row in rows],
        "url": [row["url"] for row in rows],
        "bio": [row["publisher"] for row in rows],
        "relation": ["subscribes" if row["kind"] == "show" else "follows" for row in rows],
        "flags": [() if row["name"] else ("unresolved",) for row in rows],
    }
    return FollowList(
        table=follow_table(columns, platform="spotify"),
        platform="spotify",
        reader="spotify",
        members_read=export.members_read,
        skipped=library.skipped,
        notes=tuple(notes),
        aliases=library.aliases(),
    )


def _explain(export: Export) -> str | None:
    for member in export.candidates(_WRONG):
        beginning = begins(export.head(member))
        if _HEARD.match(beginning):
            return f"{member.name}: this is what you listened to on Spotify, not whom you follow. {_WHERE}"
        if _PLAYLISTS.match(beginning) and ("spotify:" in beginning or '"lastModifiedDate"' in beginning):
            return f"{member.name}: these are your playlists on Spotify, not whom you follow. {_WHERE}"
    return None


READER = Reader(
    name="spotify",
    platform="spotify",
    label="Spotify",
    file="`my_spotify_data.zip` as downloaded, or `YourLibrary.json` and `Follow.json` from it",
    how_to_get="Account > Privacy settings > Download your data > Account data",
    waiting_time="about 5 days",
    gives="artists and podcast shows with links and publishers, names of people",
    lacks="dates, anything but names for people",
    confirmed=True,
    identify=_identify,
    read=_read,
    explain=_explain,
    read_activity=read_activity,
)
