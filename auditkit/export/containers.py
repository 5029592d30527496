"""Where members come from: a folder, a single file, a zip, a tar, or text typed in.

Each container lists its members in one pass and opens one at a time. Names are NFC with forward slashes.
What computers add by themselves (``__MACOSX/``, ``.DS_Store``) is not seen; links inside archives are not followed.
"""

import io
import os
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditkit.errors import BrokenExportError
from auditkit.export.tar_headers import TAR_DAMAGE, open_tar

# A list of names this long does not fit into memory; media folders reach some 100,000 names, about 15 MB.
DIRECTORY_LIMIT = 256 * 2**20
TAR_LIMIT = 64 * 2**30
# Real exports of lists shrink about 21:1. No list shrinks 200:1; a small file may.
SWELL_LIMIT, SWELL_FLOOR = 200, 16 * 2**20
# Headers of empty members shrink 100:1; files of an export have contents that do not.
MEMBER_FLOOR, LEAST_PACKED = 20_000, 256

LISTED = {
    "", ".js", ".json", ".csv", ".tsv", ".tab", ".txt", ".opml", ".xml", ".html", ".htm", ".zip",
    ".mbox", ".mbx", ".eml", ".ics", ".car", ".getrepo", ".db", ".ndjson", ".jsonl", ".rels",
}  # fmt: skip
# Maildir names letters by time and machine, with no ending that would tell.
_MAILDIR = re.compile(r"(?:^|/)(?:cur|new)/\d[^/]*$")
_IGNORED = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One file inside an export. `size` and `packed` are bytes as declared, unpacked and packed."""

    path: str
    size: int
    packed: int
    open: Callable[[], io.BufferedIOBase]
    trouble: str = ""
    # Which of several archives it lies in; parts of one export share their folders.
    archive: str = ""

    @property
    def name(self) -> str:
        """What messages and lists call it."""
        return self.archive + self.path

    @property
    def base(self) -> str:
        """The name without folders."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder inside its archive, with a closing slash, or an empty string."""
        return self.path[: len(self.path) - len(self.base)]


def is_listed(name: str) -> bool:
    """Whether a reader could want a member of this name; photos and films are only counted."""
    return os.path.splitext(name)[1].lower() in LISTED or bool(_MAILDIR.search(name))


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).lstrip("/")


class SingleFile:
    """One file on disk, whatever it is called."""

    def __init__(self, path: Path):
        self.path, self.seen = path, 1

    def members(self) -> Iterator[Member]:
        size = self.path.stat().st_size
        yield Member(_tidy(self.path.name), size, size, lambda: self.path.open("rb"))

    def close(self) -> None:
        """Nothing stays open."""


class Typed:
    """Text that was typed or pasted instead of a file."""

    def __init__(self, text: str):
        self.data, self.seen = text.encode("utf-8", "replace"), 1

    def members(self) -> Iterator[Member]:
        yield Member("typed text", len(self.data), len(self.data), lambda: io.BytesIO(self.data))

    def close(self) -> None:
        """Nothing stays open."""


class Folder:
    """A folder as unpacked by the person or their browser. Links are not followed."""

    def __init__(self, path: Path):
        self.path, self.seen = path, 0

    def members(self) -> Iterator[Member]:
        for root, folders, files in os.walk(self.path):
            folders.sort()
            inside = Path(root).relative_to(self.path).as_posix()
            for file in sorted(files):
                name = _tidy(file if inside == "." else f"{inside}/{file}")
                path = Path(root, file)
                if _IGNORED.search(name) or path.is_symlink():
                    continue
                self.seen += 1
                if is_listed(name) and path.is_file():
                    size = path.stat().st_size
                    yield Member(name, size, size, lambda path=path: path.open("rb"))

    def close(self) -> None:
        """Nothing stays open."""


class Zip:
    """A zip archive, on disk or inside another one."""

    def __init__(self, file: io.BufferedIOBase, name: str):
        self.name, self.seen, self._file = name, 0, file
        try:
            _check_directory(file, name)
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as problem:
            file.close()
            raise BrokenExportError(_cut(name)) from problem
        except BrokenExportError:
            file.close()
            raise

    def members(self) -> Iterator[Member]:
        for info in self._zip.infolist():
            name = _tidy(_zip_name(info))
            linked = stat.S_ISLNK(info.external_attr >> 16)
            if info.is_dir() or linked or _IGNORED.search(name):
                continue
            self.seen += 1
            if is_listed(name):
                yield Member(
                    name,
                    info.file_size,
                    info.compress_size,
                    lambda info=info: self._zip.open(info),
                    _zip_trouble(info, self.name),
                )

    def close(self) -> None:
        self._zip.close()
        self._file.close()


class Tar:
    """A tar archive, packed or not. Opened anew for each member, because a packed one only runs forward."""

    def __init__(self, path: Path):
        self.path, self.seen = path, 0

    def members(self) -> Iterator[Member]:
        packed = self.path.stat().st_size
        limit = min(TAR_LIMIT, packed * SWELL_LIMIT + SWELL_FLOOR)
        unpacked = 0
        with self._opened() as tar:
            # The size is checked before the next header is looked for, which unpacks everything up to there.
            for number, info in enumerate(tar):
                unpacked += info.size
                if unpacked > limit or number > MEMBER_FLOOR + packed // LEAST_PACKED:
                    raise BrokenExportError(
                        f"{self.path.name}: unpacked, this archive would be many times larger than any export. "
                        "Download it again."
                    )
                name = _tidy(info.name.removeprefix("./"))
                if not info.isreg() or info.issparse() or _IGNORED.search(name):
                    continue
                self.seen += 1
                if is_listed(name):
                    yield Member(name, info.size, packed, lambda info=info: _TarMember(self.path, info))

    def _opened(self) -> tarfile.TarFile:
        try:
            return open_tar(self.path)
        except TAR_DAMAGE as problem:
            raise BrokenExportError(
                f"{self.path.name}: this packed file is damaged, cut off, or not an archive. Download it again, "
                "or unpack it on your computer and choose what comes out."
            ) from problem

    def close(self) -> None:
        """Nothing stays open."""


class _TarMember(io.BufferedReader):
    """A member of a tar that closes the archive with itself."""

    def __init__(self, path: Path, info: tarfile.TarInfo):
        self._tar = open_tar(path)
        super().__init__(self._tar.extractfile(info))

    def close(self) -> None:
        super().close()
        self._tar.close()


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return the name; some programs write UTF-8 without saying so, which reads as line-drawing characters."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _zip_trouble(info: zipfile.ZipInfo, archive: str) -> str:
    """Return a sentence when a member cannot be opened, so that nobody has to try."""
    if info.flag_bits & 0x1:
        return (
            f"{archive}: this archive is locked with a password. "
            "Unpack it with the program that locked it and choose the folder."
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return (
            f"{archive}: this archive was packed in a way that cannot be read here (Deflate64 or similar). "
            "Unpack it on your computer and choose the folder."
        )
    if info.file_size > SWELL_FLOOR and info.file_size > SWELL_LIMIT * max(info.compress_size, 1):
        return (
            f"{archive}: {info.filename.rpartition('/')[2]} would swell to more than {SWELL_LIMIT} times its size, "
            "which no list of accounts does. Download the archive again from the platform."
        )
    return ""


def _cut(name: str) -> str:
    return (
        f"{name}: this zip archive is damaged or was cut off while downloading. Download it again; "
        "if your computer can unpack it, unpack it and choose the folder."
    )


def _check_directory(file: io.BufferedIOBase, name: str) -> None:
    """Refuse parts of split archives, and directories too long for memory, before zipfile loads them."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    file.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return
    disk, length = struct.unpack_from("<H", tail, end + 4)[0], struct.unpack_from("<L", tail, end + 12)[0]
    large = tail.rfind(b"PK\x06\x06", 0, end)
    if large >= 0 and length == 0xFFFFFFFF and end >= large + 56:
        disk, length = struct.unpack_from("<L", tail, large + 16)[0], struct.unpack_from("<Q", tail, large + 40)[0]
    if disk not in (0, 0xFFFF):
        raise BrokenExportError(
            f"{name}: this is one part of an archive that was split into several files. "
            "Unpack all parts together on your computer and choose the folder."
        )
    if length > DIRECTORY_LIMIT:
        raise BrokenExportError(
            f"{name}: this archive says it holds millions of files, more than any export does. "
            "Unpack it and choose only the file with the accounts."
        )
