"""The conformance suite of the readers: it runs over every reader and every sample, so a new format adds no code here.

What each sample must give lies in ``sample_data/expected`` and was checked by hand. After a change that is meant,
``python tests/test_readers.py --write-expected`` writes it anew; read the difference line by line before keeping it.
"""

import json
import re
import subprocess
import sys
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from auditkit.errors import AuditKitError
from auditkit.export import Export
from auditkit.readers import READERS, claims, explain_export, export_table, follow_list_as_dict, read_follow_list
from auditkit.readers.platforms import is_key
from auditkit.tables import check_follow_table

ROOT = Path(__file__).resolve().parent.parent
EXPORTS, EXPECTED = ROOT / "sample_data" / "exports", ROOT / "sample_data" / "expected"
FOLDERS = ("unpacked",)

pytestmark = pytest.mark.conformance


def samples_of(folder: Path) -> list[Path]:
    """The samples in a folder: files, unpacked folders, and folders of files that are given together."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_file() or path.name in FOLDERS or path.name.endswith("-together"):
            found.append(path)
    return found


PLATFORMS = sorted(path.name for path in EXPORTS.iterdir())
SAMPLES = [sample for platform in PLATFORMS for sample in samples_of(EXPORTS / platform)]
WRONG = [wrong for platform in PLATFORMS for wrong in samples_of(EXPORTS / platform / "wrong")]
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: str(path.relative_to(EXPORTS)))
each_wrong_choice = pytest.mark.parametrize("sample", WRONG, ids=lambda path: str(path.relative_to(EXPORTS)))
each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)


def sources(sample: Path) -> list[Path]:
    return sorted(sample.iterdir()) if sample.name.endswith("-together") else [sample]


def expected_of(sample: Path) -> Path:
    relative = sample.relative_to(EXPORTS)
    return EXPECTED / relative.parent / f"{relative.name}.json"


def result_of(sample: Path) -> dict:
    try:
        return follow_list_as_dict(read_follow_list(*sources(sample)))
    except AuditKitError as error:
        return {"error": type(error).__name__, "message": str(error)}


# --- every sample ----------------------------------------------------------------------------------------------


@each_sample
def test_sample_gives_exactly_what_was_checked_by_hand(sample):
    assert result_of(sample) == json.loads(expected_of(sample).read_text("utf-8"))


@each_wrong_choice
def test_wrong_choice_is_answered_with_the_sentence_that_was_checked_by_hand(sample):
    found = result_of(sample)
    assert "error" in found
    assert found == json.loads(expected_of(sample).read_text("utf-8"))


def test_nothing_is_expected_that_has_no_sample():
    expected = set(EXPECTED.rglob("*.json"))
    assert expected == {expected_of(sample) for sample in SAMPLES + WRONG}


@each_sample
def test_only_its_own_reader_claims_a_sample(sample):
    with Export(sources(sample)) as export:
        claimed = [reader.name for reader in claims(export)]
        if not claimed:  # a zip inside a zip
            with export.nested() as inner:
                claimed = [reader.name for reader in claims(inner)]
    assert claimed == [json.loads(expected_of(sample).read_text("utf-8"))["reader"]]
    assert claimed == [sample.relative_to(EXPORTS).parts[0]]


@each_sample
def test_table_of_a_sample_has_the_shape_of_a_follow_list(sample):
    follows = read_follow_list(*sources(sample))
    assert check_follow_table(follows.table) is follows.table
    assert all(key.partition(":")[0] and key.partition(":")[2] for key in follows.table["account"])
    assert set(follows.aliases.values()) <= set(follows.table["account"])
    assert not set(follows.aliases) & set(follows.table["account"])
    assert follows.notes
    assert all(isinstance(number, int) and number > 0 for number in follows.skipped.values())
    assert all(value is None or pd.notna(value) for value in follows.skipped)


@each_sample
def test_reading_twice_gives_the_same(sample):
    assert result_of(sample) == result_of(sample)


@each_sample
def test_reading_leaves_no_trace_on_disk(sample, tmp_path):
    before = sorted((path, path.stat().st_mtime_ns) for path in EXPORTS.rglob("*"))
    read_follow_list(*sources(sample))
    assert sorted((path, path.stat().st_mtime_ns) for path in EXPORTS.rglob("*")) == before


@each_sample
def test_members_read_are_named_and_the_explanation_says_so(sample):
    follows = read_follow_list(*sources(sample))
    lines = explain_export(*sources(sample))
    assert len(set(follows.members_read)) == len(follows.members_read) > 0
    assert all(member in "\n".join(lines) for member in follows.members_read)
    assert not any(re.search(r"direct-messages|follower\.js|/\._|README", member) for member in follows.members_read)


# --- no contents in messages -----------------------------------------------------------------------------------

MARKER = "zqxjkvmarker"


def planted(data: bytes, words: list[str]) -> bytes:
    """Return a sample in which everything that names somebody is, or holds, the marker."""
    if zipfile.is_zipfile(BytesIO(data)):
        buffer = BytesIO()
        with (
            zipfile.ZipFile(BytesIO(data)) as old,
            zipfile.ZipFile(buffer, "w") as new,
            warnings.catch_warnings(action="ignore"),  # one sample holds a name twice on purpose
        ):
            for info in old.infolist():
                new.writestr(info.filename, planted(old.read(info), words))
        return buffer.getvalue()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = data.decode(encoding, "replace")
    for word in words:
        text = text.replace(word, MARKER + word)
    return text.encode(encoding, "replace")


def names_in(sample: Path) -> list[str]:
    """Words of the sample that name somebody: handles, names, words of bios and links, the owner, her address."""
    expected = json.loads(expected_of(sample).read_text("utf-8"))
    words = {
        "owner_of_this",
        "Owner",
        "owner@",
        "Invented",
        "blocked",
        "muted",
        "nobody",
        "Episode",
        "alert",
        "Ada",
        "Bo",
    }
    for account in expected.get("accounts", ()):
        values = (account[field] or "" for field in ("handle", "name", "bio"))
        words |= {word for value in values for word in re.findall(r"\w{3,}", value)}
    return sorted(words, key=len, reverse=True)


def all_that_is_said(paths: list[Path]) -> str:
    try:
        follows = read_follow_list(*paths)
    except AuditKitError as error:
        return str(error)
    return "\n".join([*follows.notes, *follows.skipped, *explain_export(*paths)])


@pytest.mark.parametrize("sample", SAMPLES + WRONG, ids=lambda path: str(path.relative_to(EXPORTS)))
@pytest.mark.parametrize("share", [1.0, 0.6])
def test_no_message_holds_contents_of_the_file(sample, share, tmp_path):
    """ETHICS 12. Numbers are planted too: every digit run of an X id becomes one that can be found again."""
    if sample.is_dir() and not sample.name.endswith("-together"):
        sample = sample / "data" / "following.js"
        words = ["accountId"]
    else:
        words = names_in(sample)
    paths = []
    for source in sources(sample):
        data = source.read_bytes()
        if not source.name.endswith((".tar.gz", ".tgz")):
            data = planted(data, words)
        paths.append(tmp_path / source.name)
        paths[-1].write_bytes(data[: int(len(data) * share)])
    said = all_that_is_said(paths)
    assert MARKER not in said
    assert "92233720368547" not in said
    assert "@" not in said.replace("@name, name@server", "").replace("user@server", "").replace("Add @ and", "")


# --- every reader ----------------------------------------------------------------------------------------------


@each_reader
def test_reader_says_what_it_reads_and_where_to_get_it(reader):
    for field in ("name", "platform", "label", "file", "how_to_get", "waiting_time", "gives", "lacks"):
        assert getattr(reader, field), f"{reader.name} does not say its {field}"
    assert isinstance(reader.confirmed, bool)
    assert re.fullmatch(r"[a-z]+", reader.name)


@each_reader
def test_reader_has_samples_and_a_wrong_choice(reader):
    assert samples_of(EXPORTS / reader.name)
    assert samples_of(EXPORTS / reader.name / "wrong")


@each_reader
@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff" * 5000, b"[" * 5000, b"<" * 5000, b'"' * 5000], ids=repr)
def test_identify_never_raises(reader, data, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(data)
    with Export(path) as export:
        assert reader.identify(export) is False
        assert reader.explain(export) is None


def test_only_the_table_is_asked_last():
    assert [reader.name for reader in READERS if reader.fallback] == ["table"]


def test_names_of_readers_are_unique():
    assert len({reader.name for reader in READERS}) == len(READERS)


def test_page_about_exports_holds_the_table_of_the_registry():
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    assert export_table(READERS) in page, "paste the output of: python tests/test_readers.py --table"


def test_samples_are_those_of_the_generator(tmp_path):
    """Contents of archives are compared unpacked: zlib packs differently from one version to the next."""
    subprocess.run(
        [sys.executable, "-m", "sample_data.make_exports", "--out", str(tmp_path)], cwd=ROOT, check=True, timeout=60
    )
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert made == sorted(path.relative_to(EXPORTS) for path in EXPORTS.rglob("*") if path.is_file())
    for path in made:
        if path.suffix not in (".zip", ".gz", ".xlsx"):
            assert (tmp_path / path).read_bytes() == (EXPORTS / path).read_bytes(), path


def write_expected() -> None:
    """Write what the readers return now; for a person to read and compare, never for a test run."""
    for path in EXPECTED.rglob("*.json"):
        path.unlink()
    for sample in SAMPLES + WRONG:
        path = expected_of(sample)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(result_of(sample), indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write-expected"]:
        write_expected()
    elif sys.argv[1:] == ["--table"]:
        print(export_table(READERS))
    else:
        print("python tests/test_readers.py --write-expected | --table")


@pytest.mark.parametrize("platform", sorted({reader.platform for reader in READERS}))
def test_a_table_of_keys_may_hold_the_accounts_of_every_reader(platform):
    assert is_key(f"{platform}:invented")
