"""Opening what a person has: archives, folders, files; read-only, bounded, every damage a sentence."""

import io
import os
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.export import Export, containers, opened

ANY = re.compile("")


def zipped(path: Path, members: dict) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def names(export: Export) -> list[str]:
    return [member.name for member in export.members]


def content(export: Export, name: str) -> bytes:
    (member,) = [member for member in export.members if member.name == name]
    with export.open(member) as stream:
        return stream.read()


def test_zip_folder_tar_and_file_show_the_same_members(tmp_path):
    (tmp_path / "folder" / "data").mkdir(parents=True)
    (tmp_path / "folder" / "data" / "a.js").write_bytes(b"one")
    (tmp_path / "folder" / "b.csv").write_bytes(b"two")
    zipped(tmp_path / "export.zip", {"data/a.js": b"one", "b.csv": b"two"})
    for suffix, mode in ((".tar", "w"), (".tar.gz", "w:gz"), (".tgz", "w:gz")):
        with tarfile.open(tmp_path / f"export{suffix}", mode) as tar:
            tar.add(tmp_path / "folder", arcname=".")
    for source in ("folder", "export.zip", "export.tar", "export.tar.gz", "export.tgz"):
        with Export(tmp_path / source) as export:
            assert sorted(names(export)) == ["b.csv", "data/a.js"], source
            assert content(export, "data/a.js") == b"one"
            assert export.seen == 2
    with Export(tmp_path / "folder" / "b.csv") as export:
        assert names(export) == ["b.csv"]
        assert content(export, "b.csv") == b"two"


def test_archive_is_told_by_its_content_and_not_by_its_name(tmp_path):
    zipped(tmp_path / "export.download", {"a.js": b"one"})
    (tmp_path / "list.zip").write_bytes(b"not a zip")
    with Export(tmp_path / "export.download") as export:
        assert names(export) == ["a.js"]
    with Export(tmp_path / "list.zip") as export:
        assert names(export) == ["list.zip"]


def test_several_sources_may_be_given_one_by_one_or_as_a_list(tmp_path):
    one, two = zipped(tmp_path / "1.zip", {"a.js": b"1"}), zipped(tmp_path / "2.zip", {"a.js": b"2"})
    for export in (Export(one, two), Export([one, two]), Export(str(one), str(two))):
        with export:
            assert names(export) == ["1.zip/a.js", "2.zip/a.js"]
            assert content(export, "2.zip/a.js") == b"2"


def test_files_given_together_keep_their_plain_names(tmp_path):
    for name in ("a.js", "b.js"):
        (tmp_path / name).write_bytes(b"x")
    with Export(tmp_path / "a.js", tmp_path / "b.js") as export:
        assert names(export) == ["a.js", "b.js"]


def test_only_members_that_were_opened_count_as_read_and_peeks_are_kept_apart(tmp_path):
    zipped(tmp_path / "x.zip", {"a.js": b"1", "b.js": b"2", "c.js": b"3"})
    with Export(tmp_path / "x.zip") as export:
        export.head(export.members[1])
        content(export, "a.js")
        content(export, "a.js")
        assert export.members_read == ("a.js",)
        assert export.members_peeked == ("b.js",)


def test_what_computers_add_by_themselves_is_not_seen(tmp_path):
    zipped(
        tmp_path / "x.zip",
        {"__MACOSX/._a.js": b"", "data/._a.js": b"", ".DS_Store": b"", "data/Thumbs.db": b"", "data/a.js": b"1"},
    )
    with Export(tmp_path / "x.zip") as export:
        assert names(export) == ["data/a.js"]
        assert export.seen == 1


def test_media_are_counted_but_not_kept(tmp_path):
    zipped(tmp_path / "x.zip", {"a.js": b"1", **{f"media/{number}.jpg": b"" for number in range(50)}})
    with Export(tmp_path / "x.zip") as export:
        assert names(export) == ["a.js"]
        assert export.seen == 51


def test_archive_of_20_000_photos_keeps_one_member(tmp_path):
    path = tmp_path / "media.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/following.js", b"[]")
        for number in range(20_000):
            archive.writestr(zipfile.ZipInfo(f"data/tweets_media/{number}.jpg"), b"")
    with Export(path) as export:
        assert len(export.members) == 1
        assert export.seen == 20_001


def test_names_from_macs_and_old_zip_programs_are_readable(tmp_path):
    path = tmp_path / "x.zip"
    unmarked = "größe.csv".encode()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Bu\u0308cher.csv", b"1")  # as macOS writes it: u and two dots
        archive.writestr("_" * len(unmarked), b"2")
    # UTF-8 without the mark that says so, which programs read as line-drawing signs.
    path.write_bytes(path.read_bytes().replace(b"_" * len(unmarked), unmarked))
    with Export(path) as export:
        assert names(export) == ["Bücher.csv", "größe.csv"]
        assert content(export, "größe.csv") == b"2"


def test_backslashes_and_absolute_names_become_plain_names(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in ("/etc/a.js", "..\\..\\b.js", "../../c.js"):
            archive.writestr(name, b"1")
    with Export(tmp_path / "x.zip") as export:
        assert names(export) == ["etc/a.js", "../../b.js", "../../c.js"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.zip"]


def test_links_inside_archives_and_folders_are_not_followed(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("handle\nsecret\n")
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(info, str(secret))
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        link = tarfile.TarInfo("link.csv")
        link.type, link.linkname = tarfile.SYMTYPE, str(secret)
        tar.addfile(link)
    (tmp_path / "folder").mkdir()
    for source in ("x.zip", "x.tar", "folder"):
        with Export(tmp_path / source) as export:
            assert names(export) == []
    try:
        os.symlink(secret, tmp_path / "folder" / "link.csv")
    except OSError:
        pytest.skip("links cannot be made here")
    with Export(tmp_path / "folder") as export:
        assert names(export) == []


def test_zips_inside_are_opened_one_deep_and_not_deeper(tmp_path):
    inner, middle = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.js", b"1")
    with zipfile.ZipFile(middle, "w") as archive:
        archive.writestr("a.js", b"1")
        archive.writestr("inner.zip", inner.getvalue())
    zipped(tmp_path / "outer.zip", {"middle.zip": middle.getvalue()})
    with Export(tmp_path / "outer.zip") as export, export.nested() as nested:
        assert names(nested) == ["middle.zip/a.js", "middle.zip/inner.zip"]
        assert content(nested, "middle.zip/a.js") == b"1"


def test_stream_stops_at_the_limit_of_a_member(tmp_path):
    zipped(tmp_path / "x.zip", {"a.js": os.urandom(5000)})
    with Export(tmp_path / "x.zip") as export:
        with pytest.raises(BrokenExportError, match=r"a\.js: this file is larger"):
            export.open(export.members[0], limit=4999)
        with export.open(export.members[0], limit=5000) as stream:
            assert len(stream.read()) == 5000


def test_file_that_grows_while_it_is_read_stops_at_the_limit(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 100)
    with Export(path) as export, export.open(export.members[0], limit=200) as stream:
        path.write_bytes(b"x" * 5000)
        with pytest.raises(BrokenExportError, match="larger than any list"):
            stream.read()


def test_all_members_together_stop_at_the_total_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(opened, "TOTAL_LIMIT", 8000)
    zipped(tmp_path / "x.zip", {"a.js": os.urandom(5000), "b.js": os.urandom(5000)})
    with Export(tmp_path / "x.zip") as export:
        content(export, "a.js")
        with pytest.raises(BrokenExportError, match="larger than any list"):
            content(export, "b.js")


def test_ratio_of_real_lists_is_not_refused_and_that_of_a_bomb_is(tmp_path):
    """21:1 was measured on a real list (FORMATS 26); 50 MB of zeros shrink about 1000:1."""
    row = b'  {\n    "following" : {\n      "accountId" : "%d",\n      "userLink" : "%d"\n    }\n  },\n'
    real = b"".join(row % (2**63 + number * 7919, 2**63 + number * 7919) for number in range(200_000))
    zipped(tmp_path / "x.zip", {"real.js": real, "bomb.js": b"0" * 50_000_000})
    with Export(tmp_path / "x.zip") as export:
        real_one, bomb = export.members
        assert real_one.size > 16 * 2**20
        assert content(export, "real.js") == real
        with pytest.raises(BrokenExportError, match="swell"):
            export.open(bomb)


def test_tar_that_swells_is_refused_before_it_is_unpacked(tmp_path):
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("zeros.bin")
        info.size = 60_000_000
        tar.addfile(info, io.BytesIO(bytes(60_000_000)))
    with pytest.raises(BrokenExportError, match="many times larger"):
        Export(tmp_path / "x.tar.gz")


def test_directory_that_announces_millions_of_files_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "DIRECTORY_LIMIT", 100)
    zipped(tmp_path / "x.zip", {f"{number}.js": b"" for number in range(10)})
    with pytest.raises(BrokenExportError, match="millions of files"):
        Export(tmp_path / "x.zip")


def flags(path: Path, *, encrypted: bool = False, method: int | None = None) -> Path:
    """Rewrite the flags of every entry, in both places where a zip keeps them."""
    data = bytearray(path.read_bytes())
    for mark, flag_at, method_at in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        at = data.find(mark)
        while at >= 0:
            if encrypted:
                data[at + flag_at] |= 1
            if method is not None:
                data[at + method_at] = method
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: flags(zipped(path, {"a.js": b"1"}), encrypted=True), "locked with a password"),
        (lambda path: flags(zipped(path, {"a.js": b"1"}), method=9), "Deflate64"),
    ],
    ids=["encrypted", "deflate64"],
)
def test_member_that_cannot_be_opened_says_why_and_identifying_does_not_raise(make, sentence, tmp_path):
    with Export(make(tmp_path / "x.zip")) as export:
        assert export.head(export.members[0]) == b""
        assert sentence in export.troubles[0]
        with pytest.raises(BrokenExportError, match=sentence):
            export.open(export.members[0])


def test_cut_zip_says_damaged_or_cut_off(tmp_path):
    path = zipped(tmp_path / "x.zip", {"a.js": os.urandom(3000)})
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BrokenExportError, match=r"x\.zip: this zip archive is damaged or was cut off"):
        Export(path)


def test_one_part_of_a_split_archive_says_so(tmp_path):
    path = zipped(tmp_path / "x.zip", {"a.js": b"1"})
    data = bytearray(path.read_bytes())
    data[data.rfind(b"PK\x05\x06") + 4] = 3  # this disk is number 3
    path.write_bytes(data)
    with pytest.raises(BrokenExportError, match="split into several files"):
        Export(path)
    (tmp_path / "x.z01").write_bytes(b"PK\x07\x08PK\x03\x04")
    with pytest.raises(BrokenExportError, match="split into several files"):
        Export(tmp_path / "x.z01")


def test_member_whose_bytes_were_changed_says_damaged(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.js", b"abcdefgh" * 100)
    path.write_bytes(path.read_bytes().replace(b"abcdefgh", b"abcdefgX", 1))
    with Export(path) as export, pytest.raises(BrokenExportError, match="damaged or cut off"):
        content(export, "a.js")


def test_cut_tar_and_a_packed_file_that_is_no_archive_say_so(tmp_path):
    import gzip

    (tmp_path / "x.gz").write_bytes(gzip.compress(b"just one file"))
    with tarfile.open(tmp_path / "y.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("a.js")
        info.size = 50_000
        tar.addfile(info, io.BytesIO(os.urandom(50_000)))
    data = (tmp_path / "y.tar.gz").read_bytes()
    (tmp_path / "y.tar.gz").write_bytes(data[: len(data) // 2])
    for name in ("x.gz", "y.tar.gz"):
        with pytest.raises(BrokenExportError, match=name), Export(tmp_path / name) as export:
            content(export, "a.js")


def test_missing_file_names_what_lies_there_under_a_similar_name(tmp_path):
    (tmp_path / "twitter-2026.zip").write_bytes(b"")
    with pytest.raises(
        UnknownExportError, match=r"twitter-2025\.zip: there is no such file.*twitter-2026\.zip"
    ) as found:
        Export(tmp_path / "twitter-2025.zip")
    assert str(tmp_path) not in str(found.value)
    with pytest.raises(UnknownExportError, match="nor the folder"):
        Export(tmp_path / "nowhere" / "x.zip")


def test_file_that_may_not_be_read_is_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "x.zip"
    path.write_bytes(b"")

    def locked(*_, **__):
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(AuditKitError, match="cannot be opened"):
        Export(path)


def test_export_needs_a_path():
    with pytest.raises(ValueError, match="at least one path"):
        Export()


def test_typed_text_is_one_member_and_was_chosen_directly():
    with Export.typed("@ada_example_of_nobody") as export:
        assert names(export) == ["typed text"]
        assert export.candidates(re.compile("nothing")) == list(export.members)
        assert export.nested() is None


def test_candidates_of_an_archive_are_chosen_by_name_alone(tmp_path):
    zipped(tmp_path / "x.zip", {"data/following.js": b"", "data/account.js": b""})
    with Export(tmp_path / "x.zip") as export:
        assert [member.base for member in export.candidates(re.compile(r"following\.js$"))] == ["following.js"]
        assert export.members_peeked == ()


def test_closed_export_leaves_no_file_open(tmp_path):
    path = zipped(tmp_path / "x.zip", {"a.js": b"1"})
    with Export(path) as export:
        content(export, "a.js")
    path.rename(tmp_path / "y.zip")
    assert export._containers[0]._file.closed
