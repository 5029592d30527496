"""Counts of where attention went, kept in the audit file."""

import pytest

import auditkit as ak
from auditkit.audit_file.attention import NOT_FOLLOWED
from auditkit.tables import Activity, activity_table
from tests.audit_samples import BO, NUMBER, STRANGER, ZELDA, follow_list, mastodon


def counted(counts, **others):
    return Activity(activity_table(counts), "mastodon", "mastodon", **others)


@pytest.fixture
def audit(tmp_path):
    with ak.new_audit(tmp_path / "my.audit") as audit:
        audit.add_snapshot(mastodon(), "2026-01-31")
        yield audit


def rows(audit):
    """Every count, the month as text."""
    tables = [
        found.table.assign(month=found.table["month"].dt.strftime("%Y-%m").fillna("")) for found in audit.activity()
    ]
    return {tuple(row) for table in tables for row in table.itertuples(index=False)}


def skipped(audit):
    with audit._store.reading() as connection:
        return [row[0] for row in connection.execute("SELECT skipped FROM activity_file")]


def test_counts_of_followed_accounts_stay_and_others_are_only_summed(audit):
    assert audit.add_activity(counted({(BO, "liked", "2026-01"): 2, (STRANGER, "liked", "2026-01"): 5})) == 1
    assert rows(audit) == {(BO, "liked", "2026-01", 2)}
    assert NOT_FOLLOWED in skipped(audit)[0]
    assert "5" in skipped(audit)[0]
    assert b"dee@example" not in audit.path.read_bytes()


def test_exports_that_overlap_count_nothing_twice(audit):
    """January was cut off in the older export; the newer one holds it whole, and no December any more."""
    audit.add_activity(counted({(BO, "liked", "2026-01"): 2, (BO, "liked", "2025-12"): 4}))
    audit.add_activity(counted({(BO, "liked", "2026-01"): 7, (BO, "replied", "2026-01"): 1}))
    assert rows(audit) == {(BO, "liked", "2026-01", 7), (BO, "liked", "2025-12", 4), (BO, "replied", "2026-01", 1)}


def test_the_same_export_again_changes_nothing(audit):
    for _ in range(2):
        audit.add_activity(counted({(BO, "liked", None): 2}, digest="ab"))
    assert rows(audit) == {(BO, "liked", "", 2)}


def test_undo_takes_the_counts_back(audit):
    audit.add_activity(counted({(BO, "liked", "2026-01"): 2}))
    assert audit.undo() == "activity"
    assert audit.activity() == []
    assert audit.redo() == "activity"
    assert len(rows(audit)) == 1


def test_a_handle_leads_to_the_account_it_was_given_to_by_hand(audit):
    audit.add_snapshot(follow_list("twitter", (NUMBER, None, None, None)), "2026-01-31")
    said = counted({("twitter:zeldaquux_too", "amplified", "2026-01"): 4})
    assert audit.add_activity(said) == 0
    audit.name_account(NUMBER, handle="zeldaquux_too")
    assert audit.add_activity(said) == 1
    assert rows(audit) == {(NUMBER, "amplified", "2026-01", 4)}


def test_two_names_of_one_account_in_an_export_are_added_up(audit):
    said = counted({(BO, "liked", "2026-01"): 2, ("mastodon:7", "liked", "2026-01"): 3}, aliases={"mastodon:7": BO})
    audit.add_activity(said)
    assert rows(audit) == {(BO, "liked", "2026-01", 5)}


def test_who_was_forgotten_is_counted_nowhere(audit):
    audit.add_activity(counted({(BO, "liked", "2026-01"): 2, (ZELDA, "liked", "2026-01"): 3}))
    audit.forget(ZELDA)
    assert {row[0] for row in rows(audit)} == {BO}
    audit.add_activity(counted({(ZELDA, "liked", "2026-02"): 3}))
    assert {row[0] for row in rows(audit)} == {BO}


def test_an_audit_without_counts_gives_no_activity(audit):
    assert audit.activity() == []


def test_an_export_without_a_followed_account_is_there_without_counts(audit):
    """That nothing was amplified on a platform is another thing than not having looked."""
    audit.add_activity(counted({(STRANGER, "liked", "2026-01"): 2}))
    (found,) = audit.activity()
    assert (found.platform, len(found)) == ("mastodon", 0)


def test_platforms_are_kept_apart(audit):
    audit.add_activity(counted({(BO, "liked", "2026-01"): 2}))
    audit.add_activity(Activity(activity_table({}), "twitter", "twitter"))
    assert [found.platform for found in audit.activity()] == ["mastodon", "twitter"]
