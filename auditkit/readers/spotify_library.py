"""What a Spotify archive says is followed: artists and shows with numbers, people by name.

The key of an artist or show is its number (``spotify:show:…``). Listening is told by name only: the key made of a name
(``spotify:show:invented_show``) is an alias of the number where just one in the library carries it.
"""

import re

from auditkit.readers.documents import Documents
from auditkit.readers.text import clean, folded

FOLLOWS = re.compile(r"\s*\{\s*\"userIs(?:Following|FollowedBy|Blocking)\"\s*:")
LIBRARY = re.compile(
    r"\s*\{\s*\"(?:tracks|albums|shows|episodes|artists|bannedTracks|bannedArtists)\"\s*:\s*(?:null|\[)"
    r"(?=.{0,4000}?(?:\"spotify:|\"(?:banned\w{4,10}|albums|episodes|shows)\"))",
    re.DOTALL,
)
_KINDS = {"artists": "artist", "shows": "show"}
_NUMBER = re.compile(r"spotify:(artist|show):([A-Za-z0-9]{1,64})")
_PEOPLE = "userIsFollowing"


def name_key(kind: str, name: str) -> str:
    """Return the key of somebody known by name only.

    Examples
    --------
    >>> name_key("show", "Invented  Show")
    'spotify:show:invented_show'
    """
    return f"spotify:{kind}:{'_'.join(folded(name).split())}"


class Library:
    """Artists, shows and people by key, as the files are added; `skipped` counts what is left out."""

    def __init__(self):
        self.found, self.skipped, self.notes = {}, {}, []

    def add(self, data: bytes, file_name: str) -> None:
        """Take in one file."""
        documents = Documents(data, file_name, *_KINDS, _PEOPLE)
        self.notes += documents.stopped(file_name)
        for document in documents.found:
            if not isinstance(document, dict):
                continue
            for field, kind in _KINDS.items():
                for item in documents.items(document, field):
                    self._add_item(item, kind)
            for item in documents.items(document, _PEOPLE):
                name = clean(item)
                self._keep(name_key("user", name) if name else "", "user", name, None, None)

    def _add_item(self, item: object, kind: str) -> None:
        item = item if isinstance(item, dict) else {}
        name, publisher = clean(item.get("name")), clean(item.get("publisher"))
        found = _NUMBER.fullmatch(item["uri"]) if isinstance(item.get("uri"), str) else None
        if found and found[1] == kind:
            link = f"https://open.spotify.com/{kind}/{found[2]}"
            self._keep(f"spotify:{kind}:{found[2]}", kind, name, link, publisher)
        else:
            self._keep(name_key(kind, name) if name else "", kind, name, None, publisher)

    def _keep(self, key: str, kind: str, name: str | None, url: str | None, publisher: str | None) -> None:
        reason = "" if key else "without a name"
        if key in self.found:
            reason = "listed more than once"
        if reason:
            self.skipped[reason] = self.skipped.get(reason, 0) + 1
        else:
            bio = f"Publisher: {publisher}" if publisher else None
            self.found[key] = {"kind": kind, "name": name, "url": url, "publisher": bio}

    def aliases(self) -> dict[str, str]:
        """Return the keys made of names that mean one artist or show of the library, and only one."""
        meant = {}
        for key, row in self.found.items():
            if row["name"]:
                meant.setdefault(name_key(row["kind"], row["name"]), []).append(key)
        return {name: keys[0] for name, keys in meant.items() if len(keys) == 1 and name not in self.found}
