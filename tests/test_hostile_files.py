"""Files made to do harm: archives, tables and names. Nasty cases 56 to 65 of FORMATS that are about files in general.

What must hold for each: an answer in our own words within ten seconds of the processor and 512 MB, nothing written,
nothing followed. `test_every_nasty_case_stands_in_a_test` holds the section's list complete over all test files.
"""

import ast
import gzip
import io
import json
import re
import struct
import tarfile
import time
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.export import opened
from auditkit.readers import explain_export, follow_list_as_dict, read_follow_list

TESTS = Path(__file__).resolve().parent
LIST = "Account address,Show boosts\nada@example.org,true\n"
NAME = "following_accounts.csv"
LETTER = "From: Notes <a@notes.example>\nDate: Fri, 16 Sep 2016 22:26:51 +0000\nList-Id: <notes.example>\n\n"
MOST_SECONDS, MOST_BYTES = 10, 256 * 2**20


def zipped(*members) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(*members) -> bytes:
    """A tar of (name, data, type, link) with what is not given left out."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data, *more in members:
            info = tarfile.TarInfo(name)
            info.size = 0 if more else len(data)
            info.type, info.linkname = [*more, ""][:2] if more else (tarfile.REGTYPE, "")
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def overlapping(count: int, size: int) -> bytes:
    """A zip whose directory names one packed member `count` times: a few kilobytes that would give `count` files."""
    data = zipped(("Mail/cur/1", LETTER + "x" * size))
    directory = data.find(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    entry = data[directory:end]
    whole = data[:directory] + entry * count
    return whole + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, directory, 0)


def header_alone(kind: bytes, size: int, filling: bytes = b"\x00") -> bytes:
    """A packed tar that begins with a header of `size` bytes."""
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, size
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=1) as file:
        file.write(info.tobuf(tarfile.GNU_FORMAT))
        for _ in range(size // 2**20 + 1):
            file.write((filling * 2**20)[: min(size, 2**20)])
    return buffer.getvalue()


def empty_headers(count: int) -> bytes:
    return gzip.compress(tarfile.TarInfo("x").tobuf(tarfile.GNU_FORMAT) * count + bytes(1024), 1)


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def answered(path: Path):
    """What reading gives, a list or an error of ours, within the time; nothing is left on the disk."""
    before = sorted(path.parent.rglob("*"))
    begun = time.process_time()
    try:
        result = read_follow_list(path)
    except AuditKitError as error:
        result = error
    assert time.process_time() - begun < MOST_SECONDS
    assert sorted(path.parent.rglob("*")) == before
    return result


REFUSED = [
    (57, "zip in a zip in a zip", "x.zip", lambda: zipped(("a.zip", zipped(("b.zip", zipped((NAME, LIST)))))), UnknownExportError),
    (57, "directory of ten million entries, as it says", "x.zip", lambda: zipped((NAME, LIST))[:-22] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 800_000_000, 0, 0), BrokenExportError),
    (57, "directory that begins behind the end", "x.zip", lambda: zipped((NAME, LIST))[:-22] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 60, 2**31, 0), BrokenExportError),
    (57, "size of four gigabytes, as it says", "x.zip", lambda: zipped((NAME, LIST)).replace(struct.pack("<L", len(LIST)), struct.pack("<L", 2**32 - 2)), BrokenExportError),
    (57, "packed size of nothing, as it says", "x.zip", lambda: re.sub(rb"(PK\x01\x02.{16}).{4}", lambda found: found[1] + bytes(4), zipped((NAME, LIST)), flags=re.DOTALL), BrokenExportError),
    (57, "tar of one byte of each name", "x.tar", lambda: tarred(("a.jpg", b"x"), ("b.jpg", b"x")), UnknownExportError),
    (57, "tar that links to a file outside", "x.tar", lambda: tarred((NAME, b"", tarfile.SYMTYPE, "/etc/passwd")), UnknownExportError),
    (57, "tar that links to a member outside", "x.tar", lambda: tarred((NAME, b"", tarfile.LNKTYPE, "../../etc/passwd")), UnknownExportError),
    (57, "tar with a device and a pipe", "x.tar", lambda: tarred((NAME, b"", tarfile.CHRTYPE), ("y.csv", b"", tarfile.FIFOTYPE)), UnknownExportError),
    (57, "tar whose name is 400 MB long", "x.tar.gz", lambda: header_alone(tarfile.GNUTYPE_LONGNAME, 400 * 2**20), BrokenExportError),
    (57, "tar whose attributes are 400 MB long", "x.tar.gz", lambda: header_alone(tarfile.XHDTYPE, 400 * 2**20), BrokenExportError),
    (57, "tar whose attributes are digits", "x.tar.gz", lambda: header_alone(tarfile.XHDTYPE, 200_000, b"1"), BrokenExportError),
    (57, "tar of a million headers", "x.tar.gz", lambda: empty_headers(1_000_000), BrokenExportError),
    (57, "tar that says it holds a terabyte", "x.tar", lambda: tarred((NAME, LIST.encode()))[:124] + b"17777777777777"[:11] + b" " + tarred((NAME, LIST.encode()))[136:], BrokenExportError),
    (57, "packed tar cut in its middle", "x.tgz", lambda: gzip.compress(tarred((NAME, LIST.encode())))[:60], BrokenExportError),
    (57, "gzip of gzip", "x.gz", lambda: gzip.compress(gzip.compress(LIST.encode())), BrokenExportError),
    (36, "Pixelfed's list without its end", "pixelfed-following.json", lambda: '["https://pixelfed.example/ada","https://pixelfed.example/users/bo"', UnknownExportError),
    (59, "JSON of brackets inside each other", "x.json", lambda: "[" * 5_000_000, UnknownExportError),
    (59, "JSON of objects inside each other", "following.json", lambda: '{"relationships_following":' * 300_000, AuditKitError),
    (59, "JSON of one endless number", "following.js", lambda: "window.YTD.following.part0 = " + "9" * 5_000_000, BrokenExportError),
    (47, "XML of a billion laughs", "x.opml", lambda: '<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><opml><outline text="&b;"/></opml>', BrokenExportError),
    (47, "XML of attributes without end", "x.opml", lambda: "<opml><outline " + 'a="b" ' * 800_000, AuditKitError),
    (62, "table of quotation marks", "x.csv", lambda: 'handle\n"' + '""' * 2_000_000, AuditKitError),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0]}-{case[1]}".replace(" ", "_"))
def test_hostile_file_is_answered_with_a_sentence(case, tmp_path):
    _, _, name, content, error = case
    found = answered(written(tmp_path, name, content()))
    assert isinstance(found, error)
    assert str(found).startswith((name, NAME))
    assert str(found)[-1] in ".)"


# --- archives that are read all the same -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../../../outside.csv",
        "/absolute.csv",
        "C:\\windows\\x.csv",
        "..\\..\\x.csv",
        "CON",
        "a\x00b.csv",
        "NUL.csv",
        "\x1b[31m.csv",
        "\u202egpj.csv",
    ],
)
def test_57_names_that_lead_elsewhere_are_only_names(tmp_path, name):
    inside = tmp_path / "inside"
    inside.mkdir()
    for suffix, data in (
        (".zip", zipped((name, "x"), (NAME, LIST))),
        (".tar", tarred((name, b"x"), (NAME, LIST.encode()))),
    ):
        assert len(answered(written(inside, f"x{suffix}", data))) == 1
    assert sorted(tmp_path.iterdir()) == [inside]


def test_57_members_on_top_of_each_other_are_read_no_further_than_an_archive_can_hold(tmp_path, monkeypatch):
    """60,000 names for one member of 250 kB: 15 GB out of 3 MB. Reading stops at 200 times the archive."""
    data = overlapping(60_000, 250_000)
    assert len(data) < 4_000_000
    monkeypatch.setattr(opened, "TOTAL_FLOOR", 0)
    read = []
    true_read = opened.BoundedStream.read
    monkeypatch.setattr(
        opened.BoundedStream, "read", lambda self, size=-1: read.append(len(true_read(self, size))) or b""
    )
    answered(written(tmp_path, "x.zip", data))
    assert sum(read) < 220 * len(data)


def test_57_zip_of_tens_of_thousands_of_names_is_read_in_time_and_little_memory(tmp_path):
    path = written(tmp_path, "x.zip", zipped((NAME, LIST), *((f"m/{number}.js", b"") for number in range(30_000))))
    tracemalloc.start()
    found = answered(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 1
    assert peak < MOST_BYTES


def test_57_one_archive_may_hold_a_member_larger_than_itself(tmp_path):
    """A mailbox shrinks; twenty times is nothing to be afraid of."""
    mailbox = ("From - Fri Sep 16 22:26:51 2016\n" + LETTER + "The same line again and again.\n" * 20 + "\n") * 2_000
    data = zipped(("Takeout/Mail/Notes.mbox", mailbox))
    assert len(mailbox) > 20 * len(data)
    assert answered(written(tmp_path, "x.zip", data)).table["bio"].tolist() == ["2,000 letters, 2016-09-16"]


# --- names -------------------------------------------------------------------------------------------------------

HOSTILE_NAMES = {
    "formula": '=HYPERLINK("https://x.example","Ada")',
    "command": "=cmd|' /C calc'!A0",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "terminal": "\x1b]0;title\x07\x1b[2J\x1b[31mAda",
    "reversed": "Ada \u202egpj.exe\u2066",
    "lines": "Ada\r\nBcc: nobody\u2028\u2029",
    "zeros": "A\x00d\x00a",
    "accents": "Z" + "\u0301" * 500,
    "long": "N" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE_NAMES)
@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("x.csv", lambda name: "handle,name\nada@example.org,\"" + name.replace('"', '""') + '"\n'),
        ("x.mbox", lambda name: f"From - Fri Sep 16 22:26:51 2016\nFrom: {json.dumps(name, ensure_ascii=False)[:90_000]} <a@notes.example>\nList-Id: <notes.example>\n\n"),
        ("x.ics", lambda name: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:" + re.sub(r"[\r\n]+", "\\\\n", name) + "\nEND:VEVENT\n"),
    ],
    ids=["table", "mail", "calendar"],
)  # fmt: skip
def test_62_names_are_carried_as_text_and_steer_no_terminal(tmp_path, kind, file, content):
    path = written(tmp_path, file, content(HOSTILE_NAMES[kind]))
    follows = answered(path)
    if file == "x.csv" and kind in ("terminal", "zeros"):
        # No spreadsheet program writes such signs: it is told as no table.
        assert isinstance(follows, UnknownExportError)
        return
    assert len(follows) == 1
    name = follows.table["name"][0]
    assert len(name) <= 2_000
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", name)
    json.dumps(follow_list_as_dict(follows)).encode("ascii")
    assert "\x1b" not in "\n".join(explain_export(path))


def test_63_same_name_on_three_platforms_is_three_voices(tmp_path):
    import auditkit as ak

    rows = "name,handle,platform\nAda Example,ada1,instagram\nAda Example,ada2,tiktok\nAda Example,ada3,youtube\n"
    follows = read_follow_list(written(tmp_path, "x.csv", rows))
    notes = ak.read_annotations(
        written(tmp_path, "notes.csv", "account,dimension,category\n"), codebook=ak.read_codebook("school-librarians")
    )
    assert len(ak.voices(follows, notes)) == 3


# --- the list is complete ----------------------------------------------------------------------------------------

# Number and the test that holds it under another name.
ELSEWHERE = {
    13: ("test_reader_twitter.py", "test_newest_handle_wins"),
}


def numbers_in(path: Path) -> set[int]:
    """Numbers of nasty cases in a test file: in names of tests, and as the first of a row in a table."""
    found, text = set(), path.read_text("utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and (named := re.match(r"test_(\d+)_", node.name)):
            found.add(int(named[1]))
        if "READ = [" not in text and "REFUSED = [" not in text:
            continue
        if isinstance(node, ast.Tuple) and len(node.elts) >= 4 and isinstance(node.elts[0], ast.Constant):
            first, second = node.elts[:2]
            if isinstance(first.value, int) and isinstance(second, ast.Constant) and isinstance(second.value, str):
                found.add(first.value)
    return found


def test_every_nasty_case_stands_in_a_test():
    """Section 28 of the notes on formats numbers them from 1 to 65."""
    paths = [
        path
        for path in TESTS.glob("test_*.py")
        if "reader" in path.name or path.name in ("test_broken_files.py", "test_hostile_files.py", "test_activity.py")
    ]
    found = {number for path in paths for number in numbers_in(path)}
    for number, (name, word) in ELSEWHERE.items():
        assert word in (TESTS / name).read_text("utf-8")
        found.add(number)
    assert set(range(1, 66)) - found == set()
