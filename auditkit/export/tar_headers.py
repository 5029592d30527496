"""Tar archives, opened so that a header cannot take more than a header needs.

A tar may hold headers of any length: names, attributes, maps of holes. The standard library reads each into memory
whole and searches some with patterns that take the square of their length, so that a file of 6 MB filled 1.5 GB (seen
with Python 3.11). Real headers are below 10 kB.
"""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zlib
from pathlib import Path

# Everything that opening a damaged archive raises.
TAR_DAMAGE = (tarfile.TarError, OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
_LONGEST_HEADER = 2**18
_DIGITS_WITHOUT_END = re.compile(rb"\d{300}")
_OPENERS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))


def open_tar(path: Path) -> tarfile.TarFile:
    """Return a tar archive, packed or not, that closes its file with itself; raises one of `TAR_DAMAGE`."""
    with path.open("rb") as file:
        head = file.read(6)
    opener = next((opener for magic, opener in _OPENERS if head.startswith(magic)), open)
    file = _Careful(opener(path, "rb"))
    try:
        return _Tar(fileobj=file, mode="r")
    except BaseException:
        file.close()
        raise


class _Careful:
    """The unpacked bytes of an archive. While a header is read, `left` says how much more it may take."""

    def __init__(self, file: io.BufferedIOBase):
        self._file, self.left = file, None
        self.name, self.seek, self.tell, self.close = None, file.seek, file.tell, file.close

    def read(self, size: int = -1) -> bytes:
        if self.left is None:
            return self._file.read(size)
        if not 0 <= size <= self.left:
            raise tarfile.ReadError("a header longer than any")
        self.left -= size
        data = self._file.read(size)
        if _DIGITS_WITHOUT_END.search(data):
            raise tarfile.ReadError("a header of digits")
        return data


class _Header(tarfile.TarInfo):
    """A header that is read within bounds, and those inside it within the same."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        file, outermost = tar.fileobj, tar.fileobj.left is None
        if outermost:
            file.left = _LONGEST_HEADER
        try:
            return super()._proc_member(tar)
        finally:
            if outermost:
                file.left = None


class _Tar(tarfile.TarFile):
    tarinfo = _Header

    def close(self) -> None:
        super().close()
        self.fileobj.close()
