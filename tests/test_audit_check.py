"""Checking and salvaging an audit file, on the command line too; and the places where one should not lie."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from auditkit import cli
from auditkit.audit_file import open_audit, place
from auditkit.audit_file.checking import check_audit
from auditkit.audit_file.opening import VERSION, schema_wanted
from auditkit.audit_file.place import default_audit_folder, place_warnings
from auditkit.audit_file.remains import TABLES
from auditkit.audit_file.salvage import salvage_audit
from auditkit.errors import AuditFileError
from tests.audit_samples import BO, ZELDA, sample_audit

PAGE = 4096


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "my.audit"
    with sample_audit(path) as audit:
        # Enough of it that tables have several pages.
        for turn in range(60):
            audit.mark([ZELDA, BO], "field", "nothing found", note=f"{turn} {'x' * 300}")
    return path


def everything(path):
    with open_audit(path) as audit:
        return audit.voices(), audit.annotations(), audit.entries(), audit.goal


def broken(path, *pages, junk=b"\xff" * PAGE):
    copy = path.with_name("broken.audit")
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE : page * PAGE + PAGE] = junk
    copy.write_bytes(data)
    return copy


class TestCheck:
    def test_it_counts_what_is_there(self, path):
        found = check_audit(path)
        assert (found.version, found.problems) == (VERSION, 0)
        wanted = {
            "snapshots": 2,
            "accounts": 4,
            "voices": 3,
            "annotation events": 125,
            "actions": 74,
            "undone actions": 1,
        }
        assert wanted.items() <= dict(found.counts).items()

    def test_it_changes_nothing_and_holds_nothing_of_the_file(self, path):
        before = path.read_bytes()
        text = str(check_audit(path))
        assert path.read_bytes() == before
        assert not [word for word in ("zelda", "quux", "Jo", "librarian") if word in text]

    @pytest.mark.parametrize(
        "command",
        [
            "UPDATE statement SET noted_on = '2026-02-31'",
            "UPDATE statement SET condition = 'unclear'",
            "UPDATE goal SET body = '{}'",
            "UPDATE snapshot SET notes = '{}'",
            "UPDATE detail SET flags = 'odd'",
            "UPDATE about SET value = 'no hex' WHERE key = 'mark_key'",
            "DELETE FROM account WHERE id = 1",
        ],
    )
    def test_what_makes_no_sense_is_counted(self, path, command):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(command)
            connection.commit()
        assert check_audit(path).problems > 0

    def test_the_command_prints_it_and_ends_with_0(self, path, capsys):
        assert cli.main(["check", str(path)]) == 0
        assert f"my.audit: whole. Version {VERSION}" in capsys.readouterr().out

    def test_the_command_ends_with_2_for_a_damaged_file_and_says_what_to_do(self, path, capsys):
        assert cli.main(["check", str(broken(path, path.stat().st_size // PAGE - 1))]) == 2
        said = capsys.readouterr()
        assert "damaged" in (said.out + said.err).casefold()
        assert "--salvage-to" in said.out + said.err

    def test_a_file_that_somebody_else_has_open_can_be_checked(self, path):
        with open_audit(path):
            assert check_audit(path).problems == 0

    def test_help_shows_an_example(self, capsys):
        with pytest.raises(SystemExit):
            cli.main(["check", "--help"])
        assert "auditkit check my.audit" in capsys.readouterr().out


class TestSalvage:
    def test_of_a_whole_file_everything_comes_over(self, path, tmp_path):
        result = salvage_audit(path, tmp_path / "new.audit")
        ours, theirs = everything(path), everything(tmp_path / "new.audit")
        assert ours[0].equals(theirs[0])
        assert ours[1].equals(theirs[1])
        assert ours[2:] == theirs[2:]
        assert (result.dropped, result.made_up) == (0, 0)

    @pytest.mark.parametrize("vacuumed", [False, True], ids=["as made", "after forgetting"])
    def test_a_first_page_that_is_lost_is_known_beforehand(self, path, tmp_path, vacuumed):
        if vacuumed:
            with open_audit(path) as audit:
                audit.forget(BO)
        salvage_audit(broken(path, 0), tmp_path / "new.audit")
        assert everything(tmp_path / "new.audit")[1].equals(everything(path)[1])

    def test_whichever_page_is_lost_the_rest_comes_over(self, path, tmp_path):
        whole = check_audit(path).counts
        for page in range(1, path.stat().st_size // PAGE):
            copy, new = broken(path, page), tmp_path / f"new{page}.audit"
            before = copy.read_bytes()
            salvage_audit(copy, new)
            assert copy.read_bytes() == before
            found = check_audit(new)
            assert found.problems == 0
            assert len(everything(new)[0]) <= 4
            lost = {what: whole[what] - count for what, count in found.counts.items()}
            assert sum(count > 0 for count in lost.values()) <= 3, lost

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
    def test_a_file_cut_short_gives_what_its_beginning_holds(self, path, tmp_path, share):
        copy = path.with_name("cut.audit")
        copy.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        salvage_audit(copy, tmp_path / "new.audit")
        assert check_audit(tmp_path / "new.audit").problems == 0

    def test_every_table_of_the_schema_is_salvaged(self):
        assert sorted(TABLES) == sorted(name for kind, name, *_ in schema_wanted() if kind == "table")

    def test_a_file_with_nothing_in_it_makes_no_new_one(self, tmp_path):
        (tmp_path / "noise.audit").write_bytes(bytes(range(256)) * 200)
        with pytest.raises(AuditFileError, match="nothing in it can be read"):
            salvage_audit(tmp_path / "noise.audit", tmp_path / "new.audit")
        assert [item.name for item in tmp_path.iterdir()] == ["noise.audit"]

    def test_a_trigger_or_view_in_it_is_never_run(self, path, tmp_path):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE VIEW harm AS SELECT key FROM account")
            connection.commit()
        before = everything_in_bytes(path)
        salvage_audit(path, tmp_path / "new.audit")
        assert check_audit(tmp_path / "new.audit").problems == 0
        assert everything_in_bytes(path) == before

    def test_what_is_there_is_not_overwritten_and_what_is_not_is_a_sentence(self, path, tmp_path):
        with pytest.raises(AuditFileError, match="already a file"):
            salvage_audit(path, path)
        with pytest.raises(AuditFileError, match="could not be read"):
            salvage_audit(tmp_path / "none.audit", tmp_path / "new.audit")

    def test_the_command_says_what_came_over(self, path, tmp_path, capsys):
        assert cli.main(["check", str(broken(path, 0)), "--salvage-to", str(tmp_path / "new.audit")]) == 0
        assert "annotation events: 125" in capsys.readouterr().out
        assert (tmp_path / "new.audit").stat().st_mode & 0o777 == 0o600


def everything_in_bytes(path):
    return {item.name: item.read_bytes() for item in path.parent.iterdir() if item.name == path.name}


class TestPlace:
    @pytest.fixture(autouse=True)
    def home(self, tmp_path, monkeypatch):
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        return tmp_path

    def test_the_persons_documents_are_the_default(self, home):
        assert default_audit_folder() == home
        (home / "Documents").mkdir()
        assert default_audit_folder() == home / "Documents"

    def test_a_linux_desktop_may_name_them_otherwise(self, home, monkeypatch):
        monkeypatch.setattr(place.sys, "platform", "linux")
        (home / "Dokumente").mkdir()
        (home / ".config").mkdir()
        (home / ".config" / "user-dirs.dirs").write_text('# x\nXDG_DOCUMENTS_DIR="$HOME/Dokumente"\n', "utf-8")
        assert default_audit_folder() == home / "Dokumente"

    def test_the_kits_own_folder_is_never_the_default(self, home, monkeypatch):
        monkeypatch.setattr(place, "KIT", home)
        assert not default_audit_folder().is_relative_to(home)

    @pytest.mark.parametrize(
        ("folder", "service"),
        [
            ("OneDrive - School", "OneDrive"),
            ("Dropbox (Personal)/notes", "Dropbox"),
            ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
            ("Library/CloudStorage/GoogleDrive-me", "Google Drive"),
            ("Nextcloud/x", "Nextcloud"),
        ],
    )
    def test_a_synchronised_folder_gets_a_sentence(self, home, folder, service):
        (found,) = place_warnings(home / folder / "my.audit")
        assert service in found

    @pytest.mark.skipif(place.sys.platform == "win32", reason="a path of two slashes is made otherwise on Windows")
    def test_a_network_folder_gets_a_sentence(self, home, monkeypatch):
        monkeypatch.setattr(place, "_file_system_of", lambda folder: "cifs")
        monkeypatch.setattr(place.sys, "platform", "linux")
        (found,) = place_warnings(home / "my.audit")
        assert "network" in found

    def test_a_folder_under_version_control_and_the_kits_folder_get_a_sentence(self, home):
        (home / "work" / ".git").mkdir(parents=True)
        (home / "work" / "deep").mkdir()
        (found,) = place_warnings(home / "work" / "deep" / "my.audit")
        assert "version control" in found
        (found,) = place_warnings(place.KIT / "my.audit")
        assert "kit's own folder" in found

    def test_a_good_place_gets_none(self, home):
        assert place_warnings(home / "my.audit") == []

    def test_the_type_of_a_file_system_is_found_where_the_system_tells(self, home):
        assert isinstance(place._file_system_of(home), str)
        shutil.rmtree(home / "none", ignore_errors=True)
