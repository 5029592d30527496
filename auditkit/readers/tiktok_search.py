"""Whether a pattern occurs in a large text file, looked for piece by piece and not too far in."""

import codecs
import re

from auditkit.errors import BrokenExportError
from auditkit.export import Export, Member
from auditkit.export.opened import BoundedStream
from auditkit.readers.text import encoding_of

_CHUNK, _OVERLAP, _FARTHEST = 2**20, 1_000, 2**26


def holds(export: Export, member: Member, pattern: re.Pattern) -> bool:
    """Whether `pattern`, at most 1,000 characters long, occurs in the first 64 MB of `member`. Never raises."""
    decoder, text, seen = None, "", 0
    try:
        with BoundedStream(export, member, member.size + _CHUNK) as stream:
            while seen < _FARTHEST:
                data = stream.read(_CHUNK)
                if decoder is None:
                    decoder = codecs.getincrementaldecoder(encoding_of(data))("replace")
                text = text[-_OVERLAP:] + decoder.decode(data, not data)
                if pattern.search(text):
                    return True
                if not data:
                    return False
                seen += len(data)
    except BrokenExportError:
        return False
    return False
