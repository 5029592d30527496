"""The open bundle: everything out as CSV, and back without a loss."""

import csv
import io
import json
import zipfile

import pytest

import auditkit as ak
from auditkit.audit_file import bundle as bundles
from auditkit.audit_file.checking import check_audit
from auditkit.audit_file.masked import RULES
from auditkit.errors import AuditFileError
from tests.audit_samples import BO, ZELDA, sample_audit

EMPTY_HERE = {"do_not_record", "codebook_edit", "alias"}


@pytest.fixture
def audit(tmp_path):
    with sample_audit(tmp_path / "my.audit") as audit:
        audit.mark(BO, "field", "declined", note='=1+1, "quoted"\r\nand \\ a second line')
        audit.write_sheet(tmp_path / "sheet.csv")
        yield audit


@pytest.fixture
def zipped(audit, tmp_path):
    return audit.write_bundle(tmp_path / "bundle.zip")


def every_row(audit):
    with audit._store.reading() as connection:
        return {table: set(connection.execute(f"SELECT * FROM {table}")) for table in RULES}


def changed(zipped, member, text):
    """The same bundle with one member replaced, or left out when `text` is None."""
    other = zipped.with_name("changed.zip")
    with zipfile.ZipFile(zipped) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        if text is not None:
            new.writestr(member, text)
    return other


class TestThereAndBack:
    def test_every_row_of_every_table_comes_back(self, audit, zipped, tmp_path):
        with ak.read_bundle(zipped, tmp_path / "back.audit") as back:
            ours, theirs = every_row(audit), every_row(back)
        assert theirs == ours
        assert {table for table in RULES if not ours[table]} <= EMPTY_HERE

    def test_the_history_can_be_undone_in_it_step_by_step(self, audit, zipped, tmp_path):
        with ak.read_bundle(zipped, tmp_path / "back.audit") as back:
            while kind := audit.undo():
                assert back.undo() == kind
                assert back.voices().equals(audit.voices())
            assert back.undo() is None

    def test_who_was_forgotten_stays_on_the_list(self, audit, tmp_path):
        audit.forget(ZELDA)
        back = ak.read_bundle(audit.write_bundle(tmp_path / "after.zip"), tmp_path / "back.audit")
        with back, pytest.raises(AuditFileError, match="not to be recorded"):
            back.mark(ZELDA, "role", "nothing found")

    def test_the_file_made_of_it_is_whole_and_private(self, zipped, tmp_path):
        ak.read_bundle(zipped, tmp_path / "back.audit").close()
        assert check_audit(tmp_path / "back.audit").problems == 0
        assert (tmp_path / "back.audit").stat().st_mode & 0o777 == 0o600
        assert zipped.stat().st_mode & 0o777 == 0o600

    def test_the_original_is_not_touched(self, audit, tmp_path):
        before = audit.path.read_bytes()
        audit.write_bundle(tmp_path / "again.zip")
        assert audit.path.read_bytes() == before


class TestForOtherPrograms:
    @pytest.fixture
    def parts(self, zipped):
        with zipfile.ZipFile(zipped) as opened:
            return {part["name"]: part for part in json.loads(opened.read("datapackage.json"))["resources"]}

    def test_the_description_names_every_file_and_column_in_order(self, zipped, parts):
        with zipfile.ZipFile(zipped) as opened:
            assert set(opened.namelist()) == {"datapackage.json", *(part["path"] for part in parts.values())}
            for part in parts.values():
                heading = next(csv.reader(io.StringIO(opened.read(part["path"]).decode("utf-8"))))
                assert heading == [field["name"] for field in part["schema"]["fields"]]

    def test_keys_and_links_between_tables_are_said(self, parts):
        assert parts["follow"]["schema"]["primaryKey"] == ["snapshot", "account"]
        links = {link["fields"][0]: link["reference"] for link in parts["follow"]["schema"]["foreignKeys"]}
        assert {name: link["resource"] for name, link in links.items()} == {
            "snapshot": "snapshot",
            "account": "account",
        }
        assert {link["fields"][0] for link in links.values()} == {"id"}

    def test_columns_are_explained_in_words(self, parts):
        fields = {field["name"]: field.get("description", "") for field in parts["statement"]["schema"]["fields"]}
        assert "day it counts from" in fields["noted_on"]
        assert "follow list of one platform" in parts["snapshot"]["description"]

    def test_a_missing_cell_and_an_empty_text_are_told_apart(self, zipped):
        """The link template is never missing and may be empty; a note may be missing."""
        with zipfile.ZipFile(zipped) as opened:
            rows = list(csv.DictReader(io.StringIO(opened.read("snapshot.csv").decode("utf-8"), newline="")))
        assert {row["link_template"] for row in rows} == {"\\"}


class TestWhatIsNoBundle:
    @pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 100])
    def test_other_files_are_refused_with_a_sentence(self, tmp_path, content):
        (tmp_path / "other.zip").write_bytes(content)
        with pytest.raises(AuditFileError, match=r"other\.zip: is not a bundle"):
            ak.read_bundle(tmp_path / "other.zip", tmp_path / "new.audit")
        assert [item.name for item in tmp_path.iterdir()] == ["other.zip"]

    def test_a_bundle_that_is_not_there_is_a_sentence(self, tmp_path):
        with pytest.raises(AuditFileError, match=r"none\.zip: there is no such file"):
            ak.read_bundle(tmp_path / "none.zip", tmp_path / "new.audit")

    def test_another_zip_is_refused(self, tmp_path, zipped):
        with pytest.raises(AuditFileError, match="is not a bundle"):
            ak.read_bundle(changed(zipped, "datapackage.json", None), tmp_path / "new.audit")

    @pytest.mark.parametrize(
        ("member", "text"),
        [
            ("account.csv", "id,key,platform\n1,mastodon:a@example.org\n"),
            ("account.csv", "id,key,platform\n1,mastodon:a@example.org,mastodon,more\n"),
            ("account.csv", "id,key,harm\n1,mastodon:a@example.org,x\n"),
            ("account.csv", "id,key,platform\nx,mastodon:a@example.org,mastodon\n"),
            ("account.csv", "id,key,platform\n"),
            ("account.csv", ""),
            ("statement.csv", b"\xff\xfe\x00"),
            ("goal.csv", "id,action,body\n1,1,{}\n"),
            ("about.csv", "key,value\n"),
            ("datapackage.json", "[]"),
            ("datapackage.json", '{"auditkit_version": "two"}'),
        ],
    )
    def test_a_changed_one_is_refused_and_nothing_is_made(self, zipped, tmp_path, member, text):
        other = changed(zipped, member, text)
        with pytest.raises(AuditFileError, match=r"changed\.zip: is damaged, or was changed") as problem:
            ak.read_bundle(other, tmp_path / "new.audit")
        assert "example.org" not in str(problem.value)
        assert not (tmp_path / "new.audit").exists()
        assert not [item for item in tmp_path.iterdir() if item.suffix == ".part"]

    def test_one_of_a_newer_kit_says_so(self, zipped, tmp_path):
        with pytest.raises(AuditFileError, match="newer auditkit"):
            ak.read_bundle(changed(zipped, "datapackage.json", '{"auditkit_version": 99}'), tmp_path / "new.audit")

    def test_a_table_larger_than_any_audit_is_refused_before_it_is_unpacked(self, zipped, tmp_path, monkeypatch):
        monkeypatch.setattr(bundles, "MOST_BYTES", 20)
        with pytest.raises(AuditFileError, match="is not a bundle"):
            ak.read_bundle(zipped, tmp_path / "new.audit")

    def test_nothing_that_is_there_is_overwritten(self, audit, zipped):
        with pytest.raises(AuditFileError, match="already a file"):
            ak.read_bundle(zipped, audit.path)
        with pytest.raises(AuditFileError, match="already a file"):
            audit.write_bundle(zipped)

    def test_a_folder_that_is_not_there_is_a_sentence(self, audit, zipped, tmp_path):
        with pytest.raises(AuditFileError, match=r"nowhere\.zip"):
            audit.write_bundle(tmp_path / "no" / "nowhere.zip")
        with pytest.raises(AuditFileError):
            ak.read_bundle(zipped, tmp_path / "no" / "new.audit")


def test_a_bundle_of_an_older_version_lacks_tables_and_is_read_all_the_same(zipped, tmp_path):
    older = changed(zipped, "activity.csv", None).rename(zipped.with_name("older.zip"))
    with ak.read_bundle(changed(older, "kept_apart.csv", None), tmp_path / "back.audit") as back:
        assert [len(found) for found in back.activity()] == [0]
        assert len(back.voices()) == 3
