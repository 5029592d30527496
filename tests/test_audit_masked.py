"""The masked copy: the same structure and numbers, and nobody in it."""

import json
import sqlite3
from contextlib import closing

import pytest

from auditkit.audit_file import masked, open_audit, opening
from auditkit.audit_file.checking import check_audit
from auditkit.errors import AuditFileError
from auditkit.measures.composition import composition
from tests.audit_samples import BO, ZELDA, sample_audit

WORDS = (
    "zelda", "quux", "9223372036854775999", "bo@example", "cy@example", "example.social", "wobble", "aunt", "librarian from",
    "reads", "jo.csv", "because of jo", "hear more", "a walk", "told a story", "https://zelda",
)  # fmt: skip


@pytest.fixture
def audit(tmp_path):
    with sample_audit(tmp_path / "my.audit") as audit:
        yield audit


@pytest.fixture
def copy(audit, tmp_path):
    (tmp_path / "help").mkdir()
    with open_audit(audit.masked_copy(tmp_path / "help" / "masked.audit")) as copy:
        yield copy


def test_no_byte_of_it_holds_a_name_or_a_word_of_the_person(copy):
    held = copy.path.read_bytes().lower()
    assert [word for word in WORDS if word.encode() in held or word.encode("utf-16-le") in held] == []
    assert list(copy.path.parent.iterdir()) == [copy.path]


def test_digests_are_replaced_too(audit, copy):
    with audit._store.reading() as ours, copy._store.reading() as theirs:
        for query in ("SELECT digest FROM snapshot", "SELECT value FROM about WHERE key = 'mark_key'"):
            assert not set(ours.execute(query)) & set(theirs.execute(query))


@pytest.mark.parametrize("dimension", ["role", "identity", "field", "relation"])
def test_the_numbers_are_the_same(audit, copy, dimension):
    ours, theirs = composition(audit.voices(), dimension), composition(copy.voices(), dimension)
    assert theirs.equals(ours)


def test_words_of_ones_own_in_an_open_dimension_are_counted_alike(audit, copy):
    assert (
        composition(copy.voices(), "place")["count"].sum() == composition(audit.voices(), "place")["count"].sum() == 1
    )


def test_a_voice_of_two_accounts_stays_one_and_platforms_are_kept(audit, copy):
    assert sorted(map(sorted, copy.voices()["platforms"])) == sorted(map(sorted, audit.voices()["platforms"]))
    assert copy.voices()["label"].str.fullmatch(r"voice \d+").all()


def test_undo_and_redo_work_in_it_as_in_the_file(audit, copy):
    """The last but one action was undone in the sample; the history is there step by step."""
    while kind := audit.undo():
        assert copy.undo() == kind
        assert len(copy.voices()) == len(audit.voices())
        assert len(copy.annotations()) == len(audit.annotations())
    assert copy.undo() is None


def test_set_aside_by_goal_stays_counted(audit, copy):
    assert copy.voices()["set_aside"].sum() == audit.voices()["set_aside"].sum() == 1


def test_the_original_is_not_touched(audit, tmp_path):
    before = audit.path.read_bytes()
    audit.masked_copy(tmp_path / "masked.audit")
    assert audit.path.read_bytes() == before


def test_it_is_readable_by_its_owner_only_and_whole(copy):
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert check_audit(copy.path).problems == 0


def test_a_file_that_is_there_is_not_overwritten(audit, tmp_path):
    (tmp_path / "there").write_text("mine", "utf-8")
    with pytest.raises(AuditFileError, match="already a file"):
        audit.masked_copy(tmp_path / "there")
    assert (tmp_path / "there").read_text("utf-8") == "mine"


def test_a_copy_that_cannot_be_finished_leaves_nothing(audit, tmp_path, monkeypatch):
    def stop(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(masked.Masks, "goal", stop)
    with pytest.raises(AuditFileError):
        audit.masked_copy(tmp_path / "masked.audit")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my.audit"]


def test_a_folder_that_is_not_there_is_a_sentence(audit, tmp_path):
    with pytest.raises(AuditFileError, match="folder"):
        audit.masked_copy(tmp_path / "nowhere" / "masked.audit")


def test_every_column_of_the_schema_has_a_rule():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(opening.schema_text())
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = {table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables}
    assert {table: set(rules) for table, rules in masked.RULES.items()} == columns


def test_what_an_older_codebook_listed_is_still_a_category(audit, copy):
    with copy._store.reading() as connection:
        bodies = [json.loads(text) for (text,) in connection.execute("SELECT body FROM codebook")]
    assert [dimension["name"] for dimension in bodies[-1]["dimensions"]] == list(audit.codebook.dimension_names)


def test_the_do_not_record_list_says_nothing_in_the_copy(audit, tmp_path):
    audit.forget(ZELDA)
    with open_audit(audit.masked_copy(tmp_path / "masked.audit")) as copy:
        copy.mark(ZELDA, "role", "nothing found")
        copy.forget(BO)
