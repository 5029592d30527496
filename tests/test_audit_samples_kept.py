"""Random samples kept in the audit file: what was drawn stays drawn."""

import pytest

import auditkit as ak
from auditkit.audit_file import open_audit
from auditkit.measures.estimates import sample_composition
from auditkit.measures.sampling import draw_sample
from auditkit.tables import FollowList, follow_table

KEYS = [f"mastodon:voice{number}@example.social" for number in range(12)]


@pytest.fixture
def audit(tmp_path):
    with ak.new_audit(tmp_path / "my.audit", codebook=ak.read_codebook("school-librarians")) as audit:
        groups = ["chats"] * 4 + [None] * 8
        table = follow_table({"account": KEYS, "group": groups}, platform="mastodon")
        audit.add_snapshot(FollowList(table, "mastodon", "mastodon"), "2026-01-31")
        yield audit


def test_it_comes_back_as_it_was_drawn_also_after_reopening(audit):
    audit.mark(KEYS[3], "role", "nothing found")
    sample = draw_sample(audit.voices(), 6, seed=7, strata="list")
    number = audit.keep_sample(sample)
    assert audit.samples() == {number: sample}
    assert sample.reviewed_before["role"] or KEYS[3] not in sample.voices
    with open_audit(audit.path) as again:
        assert again.samples() == {number: sample}


def test_it_stays_when_the_list_and_what_is_known_of_it_change(audit):
    sample = draw_sample(audit.voices(), 6, seed=7)
    audit.keep_sample(sample)
    audit.annotate(KEYS[:3], "role", "school librarian", basis="my reading")
    table = follow_table({"account": [*KEYS[6:], "mastodon:new@example.social"]}, platform="mastodon")
    audit.add_snapshot(FollowList(table, "mastodon", "mastodon"), "2026-02-28")
    assert list(audit.samples().values()) == [sample]


def test_a_picture_of_the_whole_comes_from_it(audit):
    """Three of the twelve drawn and annotated: every interval holds what the sample holds."""
    audit.keep_sample(draw_sample(audit.voices(), 3, seed=1))
    (sample,) = audit.samples().values()
    for key in sample.voices:
        audit.annotate(key, "role", "school librarian", basis="my reading")
    told = sample_composition(audit.voices(), sample, "role").loc["school librarian"]
    assert (told["count"], told["sampled"], told["estimate"], told["high"]) == (3, 3, 1.0, 1.0)
    assert told["low"] >= 3 / 12


def test_undo_takes_it_back(audit):
    audit.keep_sample(draw_sample(audit.voices(), 3, seed=1))
    assert audit.undo() == "sample"
    assert audit.samples() == {}
    assert audit.redo() == "sample"
    assert len(audit.samples()) == 1


def test_the_place_of_somebody_forgotten_stays_empty(audit):
    sample = draw_sample(audit.voices(), 5, seed=3)
    audit.keep_sample(sample)
    audit.forget(sample.voices[2])
    (kept,) = audit.samples().values()
    assert kept == sample.without([sample.voices[2]])
    assert sample.voices[2].encode() not in audit.path.read_bytes()


def test_voices_joined_later_stand_under_one_key_in_the_first_of_their_places(audit):
    sample = draw_sample(audit.voices(), 5, seed=3)
    audit.keep_sample(sample)
    audit.join([KEYS[0], sample.voices[1], sample.voices[3]])
    (kept,) = audit.samples().values()
    first = sample.voices.index(KEYS[0]) if KEYS[0] in sample.voices else 1
    assert kept.voices[min(first, 1)] == KEYS[0]
    assert kept.voices.count(KEYS[0]) == 1
    assert kept.voices[3] == ""


def test_the_names_of_lists_are_not_in_a_masked_copy(audit, tmp_path):
    sample = draw_sample(audit.voices(), 5, seed=3, strata="list")
    audit.keep_sample(sample)
    with open_audit(audit.masked_copy(tmp_path / "masked.audit")) as copy:
        (kept,) = copy.samples().values()
        assert [size for _, size in kept.strata] == [size for _, size in sample.strata]
        assert (kept.seed, kept.size, kept.frame_size) == (sample.seed, sample.size, sample.frame_size)
        assert kept.frame_digest != sample.frame_digest
        assert set(kept.voices) <= set(copy.voices()["voice"])
    assert b"chats" not in (tmp_path / "masked.audit").read_bytes()
