"""Where an audit file should lie: in the person's own documents, on this computer, and nowhere that is synchronised."""

import os
import sys
import tempfile
from pathlib import Path

KIT = Path(__file__).resolve().parents[2]
# Parts of a path by which synchronised folders are known, in lower case; the name to show.
SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "box sync": "Box",
    "pcloud": "pCloud",
}
NETWORK_TYPES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "afpfs",
    "webdav",
    "davfs",
    "9p",
    "fuse.gvfsd-fuse",
}


def default_audit_folder() -> Path:
    """Return the folder of the person's own documents, where an audit file goes unless they choose another.

    Windows and macOS have a folder Documents; on Linux the desktop's settings may name it otherwise. Where there is
    none, the home folder; where that is the kit's own folder (Binder), the one for temporary files. Nothing is made.
    """
    home = Path.home()
    choices = (_named_by_desktop(home), home / "Documents", home)
    fit = (folder for folder in choices if folder and folder.is_dir() and not folder.resolve().is_relative_to(KIT))
    return next(fit, Path(tempfile.gettempdir()))


def place_warnings(path: str | Path) -> list[str]:
    """Return sentences about what speaks against a place for an audit file; an empty list when nothing does.

    Parameters
    ----------
    path : str or path
        The file or its folder; it need not be there yet.
    """
    path = Path(path).absolute()
    folder = path if path.is_dir() else path.parent
    warnings = []
    service = _synced_by(folder)
    if service:
        warnings.append(
            f"This folder seems to be synchronised by {service}: the file would be copied to its computers, and "
            "earlier versions stay there. Choose a folder that stays on this computer."
        )
    if _is_network(folder):
        warnings.append(
            "This folder seems to be on a network drive: others may be able to read it, and saving there is less safe. "
            "Choose a folder on this computer."
        )
    if folder.resolve().is_relative_to(KIT):
        warnings.append(
            "This is the kit's own folder, which is replaced by an update and may be passed on. Choose your documents."
        )
    elif any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        warnings.append("This folder is under version control (git): the file could be published by mistake.")
    return warnings


def _synced_by(folder: Path) -> str | None:
    for part in (part.casefold() for part in folder.parts):
        for beginning, service in SYNCED.items():
            if part.startswith(beginning):
                return service
    return None


def _is_network(folder: Path) -> bool:
    if str(folder).startswith(("\\\\", "//")):
        return True
    return sys.platform.startswith("linux") and _file_system_of(folder) in NETWORK_TYPES


def _file_system_of(folder: Path) -> str:
    """The type of the file system a folder is on, from the list of mounts; empty where that cannot be told."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        _, mounted, found, *_ = line.split(" ")
        mounted = mounted.replace("\\040", " ")
        if folder.is_relative_to(mounted) and len(mounted) >= len(best):
            best, kind = mounted, found
    return kind


def _named_by_desktop(home: Path) -> Path | None:
    """The documents folder that a Linux desktop was told to use."""
    if not sys.platform.startswith("linux"):
        return None
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config", "user-dirs.dirs")
    try:
        lines = settings.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        name, _, value = line.partition("=")
        if name.strip() == "XDG_DOCUMENTS_DIR":
            return Path(value.strip().strip('"').replace("$HOME", str(home)))
    return None
