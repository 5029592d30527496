"""What a person has from a platform, opened in one way: file, folder, zip or tar, read-only and bounded.

Nothing is written to disk and no link is followed. A reader asks for members by name and gets bounded streams;
what was opened is remembered, so that the person can be told.
"""

from auditkit.export.containers import Member
from auditkit.export.opened import LARGE_FILE_LIMIT, LIST_FILE_LIMIT, Export
from auditkit.export.reader import Reader

__all__ = ["LARGE_FILE_LIMIT", "LIST_FILE_LIMIT", "Export", "Member", "Reader"]
