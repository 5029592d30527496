"""What can go wrong around an audit file: nothing acknowledged is lost, and every failure is a sentence."""

import gzip
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditkit.audit_file import history, migrations, new_audit, open_audit, opening
from auditkit.audit_file.checking import check_audit
from auditkit.errors import AuditFileError, AuditKitError
from benchmarks.audit_faults import next_version
from tests.audit_samples import BO, CY, ZELDA, mastodon, sample_audit

ROOT = Path(__file__).parent.parent
NEXT = opening.VERSION + 1


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "my.audit"
    sample_audit(path).close()
    return path


@pytest.fixture
def audit(path):
    with open_audit(path) as audit:
        yield audit


@pytest.fixture
def short_patience(monkeypatch):
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)


@contextmanager
def refused(path, words):
    """The file is refused with a sentence that repeats nothing of it, and not a byte of it changes."""
    before = path.read_bytes()
    with pytest.raises(AuditFileError, match=words) as problem:
        yield
    assert not re.search("zelda|quux|sqlite_|SELECT", str(problem.value), re.IGNORECASE)
    assert path.read_bytes() == before
    assert not path.with_name(f"{path.name}-journal").exists()


def noted(path):
    with open_audit(path) as audit:
        return set(audit.annotations()["note"].dropna())


@pytest.fixture(scope="module")
def output():
    """What benchmarks/audit_faults.py prints when it kills a few dozen times only."""
    if not hasattr(os, "fork"):
        pytest.skip("children are made with fork, which this system does not have")
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "audit_faults.py"), "42"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestKilled:
    """The bounded version of benchmarks/audit_faults.py, which kills hundreds of times."""

    def test_every_acknowledged_act_is_there_after_kills_at_any_point(self, output):
        kills, in_a_commit = map(int, re.search(r"together +(\d+) +(\d+)", output).groups())
        assert kills >= 30
        assert in_a_commit >= 3

    def test_two_programs_write_at_once_and_nothing_is_lost(self, output):
        assert int(re.search(r"([\d,]+) marks, none lost", output)[1].replace(",", "")) > 10

    def test_journal_file_and_folder_are_on_the_disk_before_the_acknowledgement(self, output):
        """The order that SQLite's synchronous=EXTRA promises; the folder again after the journal is gone."""
        if "no strace here" in output:
            pytest.skip("strace is not installed or not allowed here")
        steps = output.rpartition("strace sees it: ")[2].strip().split(", ")
        assert steps[-6:] == [
            "sync journal",
            "write file",
            "sync file",
            "delete journal",
            "sync folder",
            "acknowledgement",
        ]
        assert steps.index("sync folder") < steps.index("write file")


class TestDiskFull:
    def test_the_change_is_refused_and_all_before_it_is_there(self, audit, path):
        connection = audit._store._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(AuditFileError, match="disk is full"):
            audit.mark(BO, "field", "nothing found", note="x" * 200_000)
        connection.execute("PRAGMA max_page_count = 1000000")
        audit.mark(BO, "field", "nothing found", note="now there is room")
        audit.close()
        assert {"asked Wobble", "now there is room"} <= noted(path)
        assert check_audit(path).problems == 0

    def test_a_disk_that_is_really_full_loses_nothing_either(self, tmp_path):
        with small_disk(tmp_path / "disk", "1m") as disk:
            with sample_audit(disk / "my.audit") as audit:
                with pytest.raises(AuditFileError, match="disk"):
                    fill(audit)
                assert ZELDA in set(audit.voices()["voice"])
            with pytest.raises(AuditFileError):
                new_audit(disk / "another.audit")
            assert not (disk / "another.audit").exists()
            with open_audit(disk / "my.audit") as audit:
                assert "asked Wobble" in set(audit.annotations()["note"].dropna())
            assert check_audit(disk / "my.audit").problems == 0

    def test_a_disk_that_may_only_be_read_says_so_and_can_be_looked_at(self, tmp_path):
        with small_disk(tmp_path / "disk", "4m") as disk:
            sample_audit(disk / "my.audit").close()
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
            assert check_audit(disk / "my.audit").counts["accounts"] == 4
            with open_audit(disk / "my.audit") as audit:
                assert len(audit.voices()) == 3
                with pytest.raises(AuditFileError, match="may not be written to"):
                    audit.mark(BO, "field", "nothing found")


def fill(audit):
    for _ in range(100):
        audit.mark(BO, "field", "nothing found", note="x" * 50_000)


@contextmanager
def small_disk(folder, size):
    """A file system in memory that is soon full; only where mounting is allowed."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class TestPlacesThatGoAway:
    def test_a_file_that_may_not_be_written_to_is_left_alone(self, audit, path):
        audit._store._connection.execute("PRAGMA query_only = ON")
        with refused(path, "may not be written to"):
            audit.mark(BO, "field", "nothing found")

    def test_a_folder_that_vanished_is_noticed_before_anything_is_written(self, audit, path):
        shutil.rmtree(path.parent)
        with pytest.raises(AuditFileError, match="moved, deleted or replaced"):
            audit.mark(BO, "field", "nothing found")

    def test_a_file_that_was_replaced_is_not_written_to(self, audit, path, tmp_path):
        other = tmp_path / "other.audit"
        sample_audit(other).close()
        other.replace(path)
        with refused(path, "replaced by another program"):
            audit.mark(BO, "field", "nothing found")

    def test_another_working_folder_does_not_matter(self, path, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "elsewhere").mkdir()
        with open_audit("my.audit") as audit:
            monkeypatch.chdir(tmp_path / "elsewhere")
            audit.mark(BO, "field", "nothing found", note="from elsewhere")
        assert "from elsewhere" in noted(path)

    def test_a_closed_file_says_so(self, audit):
        audit.close()
        with pytest.raises(AuditFileError, match="was closed"):
            audit.voices()


class TestClock:
    def test_a_clock_set_back_changes_no_order(self, audit, monkeypatch):
        monkeypatch.setattr(history, "now", lambda: "2001-01-01T00:00:00.000000Z")
        audit.mark(BO, "role", "nothing found")
        assert audit.voices().set_index("voice").loc[BO, "role condition"] == "nothing found"
        audit.undo()
        assert audit.voices().set_index("voice").loc[BO, "role"] == ("public or youth librarian",)

    def test_of_thousands_of_statements_of_one_day_the_last_counts(self, audit):
        """Day and number once shared a number that did not fit into 64 bits: the first of the day could win."""
        for turn in range(3):
            audit.mark([BO, CY], "field", ("nothing found", "declined", "does not apply")[turn], noted_on="2026-02-02")
        assert set(audit.voices().set_index("voice").loc[[BO, CY], "field condition"]) == {"does not apply"}


class TestOthersAtWork:
    def test_a_second_writer_waits_and_is_served(self, audit, path):
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(0.3, lambda: other.execute("COMMIT"))
        release.start()
        audit.mark(BO, "field", "nothing found", note="waited")
        release.join()
        other.close()
        assert "waited" in set(audit.annotations()["note"].dropna())

    def test_a_lock_that_stays_is_a_sentence_for_writing_reading_and_opening(self, path, short_patience):
        with open_audit(path) as audit, closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            for act in (lambda: audit.mark(BO, "field", "declined"), audit.voices, lambda: open_audit(path)):
                with refused_while_locked():
                    act()
            other.execute("COMMIT")
            audit.mark(BO, "field", "declined", note="afterwards")
        assert "afterwards" in noted(path)

    def test_two_windows_see_each_others_changes(self, audit, path):
        with open_audit(path) as other:
            other.mark(BO, "field", "declined", note="from the other")
            assert "from the other" in set(audit.annotations()["note"].dropna())
            audit.undo()
            assert "from the other" not in set(other.annotations()["note"].dropna())

    def test_what_is_read_together_is_of_one_moment(self, path, short_patience):
        """A second window may not save between two questions of one answer; it waits, or says that it could not."""
        with open_audit(path) as audit, open_audit(path) as other:
            with audit._store.reading() as connection:
                before = connection.execute("SELECT count(*) FROM statement").fetchone()
                with refused_while_locked():
                    other.mark(BO, "field", "declined")
                assert connection.execute("SELECT count(*) FROM statement").fetchone() == before
            other.mark(BO, "field", "declined")

    def test_a_second_thread_annotates_while_the_first_reads_for_long(self, audit):
        began, done = threading.Event(), []

        def annotate():
            began.wait()
            audit.mark(BO, "field", "declined", note="from a thread")
            done.append(time.monotonic())

        thread = threading.Thread(target=annotate)
        thread.start()
        with audit._store.reading() as connection:
            began.set()
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 300000) SELECT sum(i) FROM n"
            )
            ended = time.monotonic()
        thread.join()
        assert done[0] >= ended
        assert "from a thread" in set(audit.annotations()["note"].dropna())


@contextmanager
def refused_while_locked():
    with pytest.raises(AuditFileError, match="another window or program"):
        yield


def damaged(path, place, junk):
    data = bytearray(path.read_bytes())
    data[place : place + len(junk)] = junk
    path.write_bytes(data[: max(len(data), 1)])
    return path


class TestDamage:
    @pytest.mark.parametrize(
        ("harm", "words"),
        [
            (lambda data: b"", "is empty"),
            (lambda data: data[:50], "not an audit file"),
            (lambda data: b"\0" * 16 + data[16:], "not an audit file"),
            (lambda data: data[:68] + b"\0\0\0\0" + data[72:], "another program"),
            (lambda data: data[:100] + b"\xff" * 3996 + data[4096:], "damaged"),
            (lambda data: data[:5000], "damaged"),
            (lambda data: data[: len(data) // 2], "damaged"),
            (lambda data: b"handle,name\nzeldaquux,Zelda\n" * 9, "not an audit file"),
            (lambda data: data[:60] + (99).to_bytes(4, "big") + data[64:], "newer auditkit"),
            (lambda data: data[:60] + (0).to_bytes(4, "big") + data[64:], "version 0, which never existed"),
        ],
    )
    def test_it_is_refused_with_a_sentence_and_left_as_it_is(self, path, harm, words):
        path.write_bytes(harm(path.read_bytes()))
        with refused(path, words):
            open_audit(path)
        with refused(path, words):
            check_audit(path)

    def test_no_file_is_a_sentence(self, tmp_path):
        with pytest.raises(AuditFileError, match="no such file"):
            open_audit(tmp_path / "none.audit")

    def test_damage_in_the_middle_is_a_sentence_when_it_is_met(self, path):
        for page in range(2, path.stat().st_size // 4096):
            copy = path.with_name("copy.audit")
            shutil.copy(path, copy)
            damaged(copy, page * 4096, b"\xff" * 4096)
            look_at_everything(copy)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(place=st.integers(0, 10**9), junk=st.binary(min_size=1, max_size=12))
    def test_bytes_changed_anywhere_give_an_answer_or_a_sentence(self, path, place, junk):
        copy = path.with_name("copy.audit")
        shutil.copy(path, copy)
        look_at_everything(damaged(copy, place % path.stat().st_size, junk))

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=9000))
    @example(opening.HEADER)
    @example(opening.HEADER + bytes(84))
    def test_random_bytes_are_refused(self, tmp_path, data):
        path = tmp_path / "random.audit"
        path.write_bytes(data)
        with refused(path, "random.audit"):
            open_audit(path)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(min_size=1, max_size=9000))
    def test_random_bytes_behind_a_true_header_are_refused(self, path, data):
        copy = path.with_name("copy.audit")
        copy.write_bytes(path.read_bytes()[:100] + data)
        with refused(copy, "copy.audit"):
            open_audit(copy)


def look_at_everything(path):
    """Open and read all of it; anything but an answer or a sentence fails the test."""
    said = ""
    try:
        with open_audit(path) as audit:
            audit.voices()
            audit.review()
            audit.entries()
            audit.mark(BO, "field", "declined")
            audit.undo()
    except AuditKitError as problem:
        said = str(problem)
    assert not re.search("zelda|quux", said, re.IGNORECASE)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


HOSTILE = {
    "a trigger": "CREATE TRIGGER harm AFTER INSERT ON action BEGIN DELETE FROM statement; END",
    "a view": "CREATE VIEW harm AS SELECT * FROM account",
    "a further table": "CREATE TABLE harm (x)",
    "a further index": "CREATE INDEX harm ON account (platform)",
    "a virtual table": "CREATE VIRTUAL TABLE harm USING fts5(x)",
    "a generated column": "ALTER TABLE account ADD COLUMN harm TEXT AS (upper(key))",
    "an index over an expression": "CREATE INDEX harm ON account (hex(key))",
    "a table lacking": "DROP TABLE recorded",
    "a table of other columns": "ALTER TABLE account RENAME COLUMN platform TO harm",
    "a column with a check": "ALTER TABLE account ADD COLUMN harm INTEGER CHECK (harm > 0)",
}


class TestHostileFiles:
    @pytest.mark.parametrize("command", HOSTILE.values(), ids=HOSTILE)
    def test_a_schema_that_is_not_ours_is_refused_before_any_query(self, path, command):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(command)
            connection.commit()
        with refused(path, "could be made to do harm"):
            open_audit(path)
        with refused(path, "could be made to do harm"):
            check_audit(path)

    def test_a_view_in_place_of_a_table_is_refused(self, path):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("DROP TABLE sheet")
            connection.execute("CREATE VIEW sheet AS SELECT key AS id, 1 AS action, '' AS form FROM account")
            connection.commit()
        with refused(path, "could be made to do harm"):
            open_audit(path)

    def test_wrong_types_under_a_schema_that_looks_like_ours_give_an_answer_or_a_sentence(self, path):
        """Made by editing the schema table itself: the text says STRICT, the rows are not."""
        with_wrong_types(path, "UPDATE statement SET note = x'00ff', noted_on = 5")
        look_at_everything(path)

    @pytest.mark.parametrize(
        "command",
        [
            "UPDATE account SET key = id",
            "UPDATE account SET key = CAST(key || 'ÿ' AS BLOB)",
            "UPDATE statement SET dimension = zeroblob(5000000)",
            "UPDATE statement SET account = 'x'",
            "UPDATE action SET at = 5",
            "UPDATE codebook SET body = 'no JSON'",
            "UPDATE goal SET body = '{}'",
            "UPDATE snapshot SET skipped = '[', notes = 3",
            "UPDATE detail SET since = 'yesterday'",
            "UPDATE detail SET relation = 'hates', flags = 5",
            "UPDATE membership SET voice = 900",
            "UPDATE entry SET body = 'x'",
        ],
    )
    def test_nonsense_in_the_tables_gives_an_answer_or_a_sentence(self, path, command):
        with_wrong_types(path, command)
        look_at_everything(path)


def with_wrong_types(path, command):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        strict = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%STRICT%'").fetchall()
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT, WITHOUT', 'WITHOUT'), ') STRICT', ')')"
        )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(command)
        connection.execute("PRAGMA writable_schema = ON")
        connection.executemany("UPDATE sqlite_schema SET sql = ?2 WHERE name = ?1", strict)


class TestOlderVersions:
    """Files as each older version of the kit wrote them; `version_1.audit.gz` was written by it on 2026-11-22."""

    @pytest.fixture(params=range(1, opening.VERSION))
    def older(self, request, tmp_path):
        path = tmp_path / "old.audit"
        packed = ROOT / "tests" / "audit_files" / f"version_{request.param}.audit.gz"
        path.write_bytes(gzip.decompress(packed.read_bytes()))
        assert opening.version_in_header(path) == request.param
        return path

    def test_everything_it_held_is_there(self, older):
        with open_audit(older) as audit:
            held = audit.annotations()
            assert held[["account", "dimension", "category", "condition"]].fillna("").values.tolist() == [
                ["mastodon:ada@example.social", "role", "librarian in a school", "recorded"],
                ["mastodon:ada@example.social", "place", "a place of her own", "recorded"],
                ["mastodon:bo@example.social", "role", "", "nothing found"],
            ]
            assert [str(day.date()) for day in audit.days] == ["2026-01-31", "2026-06-30"]
            assert audit.voices()["label"].tolist()[:3] == ["Ada", "Bo", "New"]
            assert len(audit.voices("2026-01-31")) == 4
            assert [entry.body["what"] for entry in audit.entries()] == ["read a thread by Ada", "three new shows"]
            assert audit.possible_renames()[["old", "new"]].values.tolist() == [
                ["mastodon:old@example.social", "mastodon:new@example.social"]
            ]
            assert audit.goal.sentence.startswith("I want to learn to choose")
        assert check_audit(older).problems == 0
        assert opening.version_in_header(older) == opening.VERSION

    def test_its_history_can_be_undone_to_the_beginning(self, older):
        with open_audit(older) as audit:
            kinds = []
            while kind := audit.undo():
                kinds.append(kind)
            assert kinds == [
                "change plan", "plan", "journal", "codebook", "snapshot", "join", "name", "set aside", "mark", "mark",
                "annotate", "annotate", "snapshot", "snapshot",
            ]  # fmt: skip
            assert len(audit.voices()) == 0

    def test_what_the_new_version_can_do_works_in_it(self, older):
        with open_audit(older) as audit:
            audit.keep_apart("mastodon:old@example.social", "mastodon:new@example.social")
            assert len(audit.possible_renames()) == 0
            assert audit.activity() == []

    def test_whose_name_was_forgotten_then_stays_hidden(self, older):
        with open_audit(older) as audit, pytest.raises(AuditFileError, match="not to be recorded"):
            audit.mark("mastodon:cy@example.social", "role", "nothing found")


class TestMigrations:
    """From every older version, and to a next one that is pretended."""

    def test_an_older_file_is_brought_forward_with_all_it_holds(self, path):
        with open_audit(path) as audit:
            before = audit.voices()
        with next_version(True), open_audit(path) as audit:
            assert audit.voices().equals(before)
            assert opening.version_in_header(path) == NEXT

    def test_a_copy_of_the_older_file_stays_that_only_its_owner_may_read(self, path):
        with next_version(True):
            open_audit(path).close()
        copy = path.with_name(f"my.before-version-{NEXT}.audit")
        assert copy.stat().st_mode & 0o777 == 0o600
        with open_audit(copy) as audit:
            assert len(audit.voices()) == 3

    def test_a_migration_that_fails_leaves_the_file_as_it_was(self, path, monkeypatch):
        with next_version(True):
            monkeypatch.setitem(
                migrations.MIGRATIONS, opening.VERSION - 1, "CREATE TABLE new (x); SELECT no_such_function()"
            )
            with refused(path, "my.audit"):
                open_audit(path)

    def test_a_migration_that_leads_elsewhere_is_taken_back(self, path, monkeypatch):
        with next_version(True):
            monkeypatch.setitem(migrations.MIGRATIONS, opening.VERSION - 1, "CREATE TABLE new (x)")
            with refused(path, "could be made to do harm"):
                open_audit(path)
        open_audit(path).close()

    def test_the_older_kit_refuses_the_newer_file(self, path):
        with next_version(True):
            open_audit(path).close()
        with refused(path, "newer auditkit"):
            open_audit(path)

    def test_no_copy_no_migration(self, path):
        path.with_name(f"my.before-version-{NEXT}.audit").mkdir()
        with next_version(True), refused(path, "no copy can be made"):
            open_audit(path)

    def test_a_half_written_version_number_is_taken_back_before_it_is_believed(self, path):
        """A kill inside the commit of a migration leaves the new number in the header and the journal beside it."""
        old = path.read_bytes()
        with next_version(True):
            with closing(opening.connect(path)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("UPDATE about SET value = 'x'")
                connection.execute(f"PRAGMA user_version = {NEXT}")
                connection.execute("PRAGMA cache_spill = ON")
                connection.execute("ROLLBACK")
            assert path.read_bytes() == old
            path.write_bytes(old[:60] + NEXT.to_bytes(4, "big") + old[64:])
            hot_journal(path, old)
            with open_audit(path) as audit:
                assert len(audit.voices()) == 3

    def test_every_older_version_has_its_schema_and_its_way_forward(self):
        for version in range(1, opening.VERSION):
            assert opening.schema_text(version)
            assert version in migrations.MIGRATIONS


def hot_journal(path, old):
    """Write the journal of a commit that was killed, with the first page as it was, as SQLite's file format says."""
    size, page = len(old) // 4096, old[:4096]
    header = bytes.fromhex("d9d505f920a163d7") + b"".join(
        number.to_bytes(4, "big") for number in (1, 0, size, 512, 4096)
    )
    check = sum(page[place] for place in range(4096 - 200, 0, -200)) & 0xFFFFFFFF
    record = (1).to_bytes(4, "big") + page + check.to_bytes(4, "big")
    path.with_name(f"{path.name}-journal").write_bytes(header.ljust(512, b"\0") + record)


class TestOneFile:
    """A copy taken away (from Binder, on a stick) and opened elsewhere is everything."""

    def test_a_copy_of_the_one_file_is_the_whole_audit(self, audit, path, tmp_path):
        audit.mark(BO, "field", "declined", note="just now")
        assert [item.name for item in tmp_path.iterdir()] == ["my.audit"]
        (tmp_path / "other computer").mkdir()
        copy = tmp_path / "other computer" / "downloaded (1).audit"
        copy.write_bytes(path.read_bytes())
        with open_audit(copy) as other:
            assert other.voices().equals(audit.voices())
            assert other.annotations().equals(audit.annotations())
            assert [other.undo() for _ in range(4)] == [audit.undo() for _ in range(4)]

    def test_the_file_is_readable_by_its_owner_only(self, path):
        assert path.stat().st_mode & 0o777 == 0o600

    def test_the_same_export_twice_is_noticed(self, audit):
        with pytest.raises(AuditFileError, match="this very file"):
            audit.add_snapshot(mastodon(), "2026-02-28")
