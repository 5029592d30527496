"""What an X archive says about itself: its list of contents, and whose it is."""

import re

from auditkit.export import Export, Member
from auditkit.readers.records import whole_json

_MANIFEST, _ACCOUNT = re.compile(r"(?:^|/)manifest\.js$"), re.compile(r"(?:^|/)account\.js$")
_SMALL = 16 * 2**20


def _beside(export: Export, pattern: re.Pattern, folder: str) -> list[Member]:
    return [member for member in export.named(pattern) if member.folder == folder]


def manifest_of(export: Export, folder: str) -> dict:
    """Return the archive's own list of contents, empty when there is none."""
    for member in _beside(export, _MANIFEST, folder):
        with export.open(member, limit=_SMALL) as stream:
            content = whole_json(stream)
        if isinstance(content, dict):
            return content
    return {}


def owner_number(export: Export, folder: str, manifest: dict) -> str:
    """Return the owner's number. ``account.js`` also holds an e-mail address: opened only if nothing else tells."""
    user = manifest.get("userInfo")
    if isinstance(user, dict) and isinstance(user.get("accountId"), str):
        return user["accountId"]
    for member in _beside(export, _ACCOUNT, folder):
        with export.open(member, limit=_SMALL) as stream:
            content = whole_json(stream)
        if isinstance(content, list) and content and isinstance(content[0], dict):
            account = content[0].get("account", content[0])
            if isinstance(account, dict) and isinstance(account.get("accountId"), str):
                return account["accountId"]
    return ""
