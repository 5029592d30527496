"""Write the invented exports in ``sample_data/exports``: one per variant of each format, always the same.

Run it from the folder of the kit: ``python -m sample_data.make_exports``. With ``--out FOLDER`` it writes elsewhere.
What the readers must return lies in ``sample_data/expected``, is checked by hand and not written here.
"""

import argparse
import gzip
import io
import json
import tarfile
import warnings
import zipfile
from pathlib import Path

from sample_data.export_samples import (
    bluesky,
    events,
    facebook,
    instagram,
    linkedin,
    mastodon,
    newsletters,
    opml,
    spotify,
    spreadsheet,
    table,
    threads,
    tiktok,
    twitter,
    youtube,
)

HERE = Path(__file__).resolve().parent
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def packed(members: list[tuple[str, object]]) -> bytes:
    """Return a zip of name and content; a name may stand in it twice. Lists are zips inside the zip."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, _bytes(content))
    return buffer.getvalue()


def tarred(members: list[tuple[str, object]]) -> bytes:
    """Return a tar.gz of name and content."""
    buffer = io.BytesIO()
    with gzip.GzipFile("", "wb", fileobj=buffer, mtime=0) as file, tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(_bytes(content))
            archive.addfile(info, io.BytesIO(_bytes(content)))
    return buffer.getvalue()


def _bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, list):
        return packed(content)
    return content.encode() if isinstance(content, str) else json.dumps(content).encode()


def make_all(out: Path) -> None:
    """Write every sample below `out`."""
    for module in (
        twitter,
        instagram,
        threads,
        facebook,
        tiktok,
        linkedin,
        mastodon,
        opml,
        table,
        newsletters,
        events,
        bluesky,
        youtube,
        spotify,
        spreadsheet,
    ):
        platform = module.__name__.rpartition(".")[2]
        for name, content in module.SAMPLES.items():
            path = out / platform / name
            path.parent.mkdir(parents=True, exist_ok=True)
            tar = name.endswith((".tar.gz", ".tgz"))
            path.write_bytes(tarred(content) if tar else _bytes(content))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=HERE / "exports", help="folder to write to")
    make_all(options.parse_args().out)
