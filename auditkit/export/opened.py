"""One way to open what a person has from a platform."""

import difflib
import hashlib
import lzma
import math
import os
import re
import tarfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.export.containers import SWELL_LIMIT, Folder, Member, SingleFile, Tar, Typed, Zip

LIST_FILE_LIMIT = 512 * 2**20
LARGE_FILE_LIMIT = 3 * 2**29
TOTAL_LIMIT = 8 * 2**30
# A packed archive of a few kilobytes may hold one list of this size.
TOTAL_FLOOR = 64 * 2**20
NESTED_LIMIT = 16
_CHUNK = 2**20
# Everything the standard library raises on damaged archives, in one place.
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class Export:
    """What a person has from a platform: a file, a folder, an archive, or several that belong together.

    Read-only: nothing is unpacked to disk, no link is followed. Members that no reader could want (photos,
    films) are counted, not kept, so that an archive of 100,000 files costs little.

    Parameters
    ----------
    *sources : path or iterable of paths
        Zip, tar, folder or single file; several when they belong together.
    platform : str, optional
        What the person says the accounts belong to, for lists that do not say it themselves.

    Examples
    --------
    >>> with Export.typed("@ada_example_not_a_real_handle") as export:
    ...     [member.name for member in export.members]
    ['typed text']
    """

    def __init__(self, *sources, platform: str | None = None):
        paths = []
        for source in sources:
            paths += [source] if isinstance(source, str | os.PathLike) else list(source)
        if not paths:
            raise ValueError("Export needs at least one path")
        self._set_up([Path(path) for path in paths], platform)
        try:
            for path in self.paths:
                self._add(_container(path), f"{path.name}/" if len(paths) > 1 else "")
        except BaseException:
            self.close()
            raise

    def _set_up(self, paths: list[Path], platform: str | None) -> None:
        self.paths, self.platform = tuple(paths), platform
        self.members: tuple[Member, ...] = ()
        self.chosen_directly = True
        self.troubles: list[str] = []
        self._containers, self._heads = [], {}
        self._opened, self._peeked, self._bytes_read = {}, {}, 0

    @classmethod
    def typed(cls, text: str, *, platform: str | None = None) -> "Export":
        """Return an export that holds nothing but `text`, as typed or pasted."""
        export = cls.__new__(cls)
        export._set_up([], platform)
        export._add(Typed(text))
        return export

    def _add(self, container, prefix: str = "") -> None:
        """Keep a container and list its members; loose files need no prefix to be told apart."""
        self._containers.append(container)
        loose = isinstance(container, SingleFile | Typed)
        self.chosen_directly &= loose
        try:
            found = tuple(container.members())
        except _DAMAGE as problem:
            raise BrokenExportError(
                f"{self.name}: the archive is damaged or was cut off while downloading. Download it again."
            ) from problem
        if prefix and not loose:
            found = tuple(replace(member, archive=prefix) for member in found)
        self.members += found

    @property
    def name(self) -> str:
        """What a message calls the export: its file name, never its folder."""
        if not self.paths:
            return "the typed text"
        more = len(self.paths) - 1
        first = self.paths[0].name or self.paths[0].resolve().name
        return first + (f" and {more} more" if more else "")

    @property
    def seen(self) -> int:
        """How many files lie in the export, media included."""
        return sum(container.seen for container in self._containers)

    @property
    def most_bytes(self) -> float:
        """How much all that is read may come to: parts of a packed archive can lie on top of each other."""
        if not all(path.is_file() for path in self.paths) or self.chosen_directly:
            return math.inf
        return SWELL_LIMIT * sum(path.stat().st_size for path in self.paths) + TOTAL_FLOOR

    @property
    def members_read(self) -> tuple[str, ...]:
        """Names of the members that were opened to be read, in order."""
        return tuple(dict.fromkeys(member.name for member in self._opened))

    @property
    def members_peeked(self) -> tuple[str, ...]:
        """Names of the members whose first lines were looked at to tell what they are."""
        return tuple(dict.fromkeys(member.name for member in self._peeked))

    def candidates(self, pattern: re.Pattern) -> list[Member]:
        """Return members whose name matches, or all there are when the person chose files themselves."""
        if self.chosen_directly or len(self.members) == 1:
            return list(self.members)
        return [member for member in self.members if pattern.search(member.name)]

    def named(self, pattern: re.Pattern) -> list[Member]:
        """Return members whose name matches, whoever chose them."""
        return [member for member in self.members if pattern.search(member.name)]

    def open(self, member: Member, *, limit: int = LIST_FILE_LIMIT) -> "BoundedStream":
        """Return the bytes of `member` as a stream that stops with a sentence at `limit`."""
        self._opened[member] = True
        return BoundedStream(self, member, limit)

    def head(self, member: Member, size: int = 4096) -> bytes:
        """Return the first bytes of `member`, or nothing if it cannot be opened; why is kept in `troubles`."""
        if member not in self._heads:
            self._peeked[member] = True
            try:
                with BoundedStream(self, member, LARGE_FILE_LIMIT) as stream:
                    self._heads[member] = stream.read(size)
            except BrokenExportError as problem:
                self._heads[member] = b""
                # The sentence only: the exception would hold this export, open files and all.
                self.troubles.append(str(problem))
        return self._heads[member]

    def nested(self) -> "Export | None":
        """Return an export of the zips inside this one, one deep, or None when there are none."""
        inner = [member for member in self.members if member.name.lower().endswith(".zip")]
        if not inner or self.chosen_directly or len(inner) > NESTED_LIMIT:
            return None
        export = Export.__new__(Export)
        export._set_up(list(self.paths), self.platform)
        for member in inner:
            try:
                if member.trouble or (member.size > LARGE_FILE_LIMIT and member.size != member.packed):
                    raise BrokenExportError(member.trouble or f"{member.name}: too large to read inside another zip.")
                export._add(Zip(member.open(), member.base), f"{member.name}/")
            except (BrokenExportError, *_DAMAGE) as problem:
                broken = isinstance(problem, BrokenExportError)
                export.troubles.append(str(problem) if broken else f"{member.name}: this inner zip is damaged.")
        return export

    def digest(self) -> str:
        """Return a SHA-256 by which the same export is known again: of its files, of what was read from folders.

        Empty for typed text.
        """
        if not self.paths:
            return ""
        digest = hashlib.sha256()
        try:
            for path in self.paths:
                if path.is_file():
                    with path.open("rb") as file:
                        digest.update(hashlib.file_digest(file, "sha256").digest())
            for member in self._opened if any(path.is_dir() for path in self.paths) else ():
                with member.open() as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        except _DAMAGE as problem:
            raise BrokenExportError(f"{self.name}: the file could not be read to its end. Try again.") from problem
        return digest.hexdigest()

    def close(self) -> None:
        """Close archives that were opened."""
        for container in self._containers:
            container.close()

    def __enter__(self) -> "Export":
        return self

    def __exit__(self, *problem) -> None:
        self.close()


class BoundedStream:
    """The bytes of one member, read forward, with every kind of damage answered by a sentence."""

    def __init__(self, export: Export, member: Member, limit: int):
        self._export, self._member, self._left = export, member, limit
        # A mailbox may be larger by itself than all lists together.
        self._total = min(TOTAL_LIMIT if limit <= LARGE_FILE_LIMIT else limit, export.most_bytes)
        self.name = member.name
        if member.trouble:
            raise BrokenExportError(member.trouble)
        if member.size > limit:
            raise BrokenExportError(self._too_large())
        try:
            self._file = member.open()
        except _DAMAGE as problem:
            raise BrokenExportError(self._damaged()) from problem

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or all there are."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_CHUNK), b""))
        try:
            data = self._file.read(size)
        except _DAMAGE as problem:
            raise BrokenExportError(self._damaged()) from problem
        self._left -= len(data)
        self._export._bytes_read += len(data)
        if self._left < 0 or self._export._bytes_read > self._total:
            raise BrokenExportError(self._too_large())
        return data

    def _too_large(self) -> str:
        return (
            f"{self.name}: this file is larger than any list of accounts should be, so reading stopped. "
            "Choose the file with the accounts alone, or download the export again."
        )

    def _damaged(self) -> str:
        return f"{self.name}: the file cannot be read to its end; it is damaged or cut off. Download the export again."

    def close(self) -> None:
        """Close the file behind the stream."""
        self._file.close()

    def __enter__(self) -> "BoundedStream":
        return self

    def __exit__(self, *problem) -> None:
        self.close()


def _container(path: Path) -> Folder | SingleFile | Tar | Zip:
    """Return the container for what lies at `path`, told by its first bytes."""
    try:
        if path.is_dir():
            return Folder(path)
        with path.open("rb") as file:
            head = file.read(512)
    except FileNotFoundError as problem:
        raise UnknownExportError(_missing(path)) from problem
    except (OSError, ValueError) as problem:
        raise AuditKitError(f"{path.name}: the file cannot be opened; close it elsewhere and try again.") from problem
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return Zip(path.open("rb"), path.name)
    if head[:4] == b"PK\x07\x08":
        raise BrokenExportError(
            f"{path.name}: this is one part of an archive that was split into several files. "
            "Unpack all parts together on your computer and choose the folder."
        )
    if head[:2] == b"\x1f\x8b" or head[:3] == b"BZh" or head[:6] == b"\xfd7zXZ\x00" or head[257:262] == b"ustar":
        return Tar(path)
    return SingleFile(path)


def _missing(path: Path) -> str:
    folder = path.parent
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except OSError:
        return f"{path.name}: there is no such file, nor the folder it should lie in. Check the path."
    near = difflib.get_close_matches(path.name, names, n=3, cutoff=0.6)
    hint = f" Similar names there: {', '.join(near)}." if near else " Check the name and the folder."
    return f"{path.name}: there is no such file in that folder.{hint}"
