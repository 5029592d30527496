"""The invented people hold what the pages about them promise: sizes, names, conditions, and what happens in two years."""

import itertools
import tomllib
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import auditkit as ak
from auditkit.tables import BASES, CONDITIONS, NOT_REVIEWED

SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"
PERSONAS = ("school-librarian", "youth-librarian")
DECOY = "PRIVATE DECOY"


def _members(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


@cache
def _persona(name: str):
    return ak.read_persona(name)


@cache
def _follows(name: str) -> dict[date, list]:
    return {day: [ak.read_follow_list(path) for path in exports] for day, exports, _ in _persona(name).dates}


@cache
def _notes(name: str) -> dict[date, pd.DataFrame]:
    persona = _persona(name)
    return {day: ak.read_annotations(sheet, persona.codebook) for day, _, sheet in persona.dates}


@cache
def _review(name: str):
    snapshots = [(day, follows, _notes(name)[day]) for day, follows in _follows(name).items()]
    return ak.review(snapshots, goal=_persona(name).goal, codebook=_persona(name).codebook)


def _series(name: str, dimension: str, column: str) -> pd.DataFrame:
    """One row per date, one column per category."""
    table = ak.composition_over_time(_review(name), dimension)
    return table.pivot(index="date", columns="category", values=column)


@pytest.mark.parametrize("name", PERSONAS)
def test_persona_has_at_least_four_dates_over_about_two_years(name):
    days = sorted(_follows(name))
    assert len(days) >= 4
    assert 700 <= (days[-1] - days[0]).days <= 760


@pytest.mark.parametrize("name", PERSONAS)
def test_persona_follows_150_to_400_accounts_at_each_date(name):
    for follows in _follows(name).values():
        assert 150 <= sum(len(follow_list) for follow_list in follows) <= 400


@pytest.mark.parametrize("name", PERSONAS)
def test_no_row_of_a_persona_is_skipped_or_without_a_platform(name):
    for follows in _follows(name).values():
        for follow_list in follows:
            assert sum(follow_list.skipped.values()) == 0
            assert not (follow_list.table["platform"] == "list").any()


def test_forty_to_sixty_percent_of_the_x_accounts_have_a_name_at_each_date():
    for follows in _follows("school-librarian").values():
        x = next(follow_list for follow_list in follows if follow_list.platform == "twitter")
        assert 0.4 <= x.table["handle"].notna().mean() <= 0.6


def test_some_people_changed_their_handle_and_are_known_by_both():
    last = list(_follows("school-librarian").values())[-1]
    x = next(follow_list for follow_list in last if follow_list.platform == "twitter")
    assert len(x.aliases) == 6


def test_manifest_announces_what_the_archive_holds():
    for day, exports, _ in _persona("school-librarian").dates:
        x = next(follow_list for follow_list in _follows("school-librarian")[day] if follow_list.platform == "twitter")
        with zipfile.ZipFile(exports[0]) as archive:
            manifest = archive.read("data/manifest.js").decode()
        assert f'"count" : "{len(x)}"' in manifest
        assert exports[0].name.startswith(f"twitter-{day}-")


def test_private_files_of_an_archive_are_there_and_are_never_read():
    for day, exports, _ in _persona("school-librarian").dates:
        hidden = [name for name, data in _members(exports[0]) if DECOY.encode() in data]
        assert len(hidden) == 3
        for follow_list in _follows("school-librarian")[day]:
            assert DECOY not in follow_list.table.to_csv() + repr(follow_list)
            assert "@harborlantern" not in follow_list.table.to_csv() + repr(follow_list)
            assert not set(hidden) & set(follow_list.members_read)


@pytest.mark.parametrize("name", PERSONAS)
def test_sheets_hold_all_conditions_and_all_bases(name):
    last = list(_notes(name).values())[-1]
    voices = _review(name).voices()
    found = set(last["condition"]) | set(voices["identity condition"]) | set(voices["role condition"])
    assert found == set(CONDITIONS)
    assert set(last["basis"].dropna()) == set(BASES)


@pytest.mark.parametrize("name", PERSONAS)
def test_coverage_of_role_grows_from_a_quarter_to_three_quarters(name):
    coverage = _series(name, "role", "coverage").iloc[:, 0]
    assert coverage.is_monotonic_increasing
    assert coverage.iloc[0] == pytest.approx(0.25, abs=0.05)
    assert coverage.iloc[-1] == pytest.approx(0.75, abs=0.05)


@pytest.mark.parametrize("name", PERSONAS)
def test_some_statements_were_corrected_and_some_withdrawn(name):
    changes = {"corrected": 0, "withdrawn": 0}
    sheets = list(_notes(name).values())
    for before, after in itertools.pairwise(sheets):
        then, now = (
            sheet.groupby(["account", "dimension"])[["condition", "category"]].agg(tuple) for sheet in (before, after)
        )
        changes["withdrawn"] += len(then.index.difference(now.index))
        both = then.index.intersection(now.index)
        changes["corrected"] += int((then.loc[both] != now.loc[both]).any(axis=1).sum())
    assert changes["corrected"] >= 10
    assert changes["withdrawn"] >= 3


@pytest.mark.parametrize("name", PERSONAS)
def test_voices_are_set_aside_in_the_goal_and_in_the_sheet(name):
    goal, last = _persona(name).goal, list(_notes(name).values())[-1]
    in_sheet = set(last.loc[last["dimension"] == "set aside", "account"])
    for follows in _follows(name).values():
        followed = {account for follow_list in follows for account in follow_list.table["account"]}
        assert set(goal.set_aside) | in_sheet <= followed
    assert len(goal.set_aside) >= 3
    assert len(in_sheet) == 2
    assert _review(name).voices()["set_aside"].sum() == len(goal.set_aside) + 2


@pytest.mark.parametrize("name", PERSONAS)
def test_some_annotated_accounts_are_no_longer_followed(name):
    last = list(_notes(name).values())[-1]
    followed = {
        account for follow_list in list(_follows(name).values())[-1] for account in follow_list.table["account"]
    }
    assert len(set(last["account"]) - followed) > 10


def test_some_x_accounts_without_a_name_are_annotated_all_the_same():
    day = list(_follows("school-librarian"))[-1]
    x = _follows("school-librarian")[day][0].table
    nameless = set(x.loc[x["name"].isna(), "account"])
    assert len(nameless & set(_notes("school-librarian")[day]["account"])) > 30


@pytest.mark.parametrize("name", PERSONAS)
def test_some_voices_hold_several_categories_and_some_their_own_words(name):
    voices, codebook = _review(name).voices(), _persona(name).codebook
    assert voices["identity"].map(len).max() > 1
    assert voices["role"].map(len).max() > 1
    assert set(voices["identity"].explode().dropna()) - set(codebook["identity"].category_names)


@pytest.mark.parametrize("name", PERSONAS)
def test_organisations_are_answered_with_does_not_apply_or_by_their_kind(name):
    voices, notes = _review(name).voices(), list(_notes(name).values())[-1]
    organisations = voices[voices["kind"] == "organisation"]
    assert (organisations["identity condition"] == "does not apply").all()
    said = set(notes.loc[(notes["dimension"] == "identity") & (notes["condition"] == "does not apply"), "account"])
    assert 0 < len(said & set(organisations["voice"])) < len(organisations)


@pytest.mark.parametrize(
    ("name", "dimension", "category"),
    [("school-librarian", "role", "student or young person"), ("youth-librarian", "identity", "Pacific Islander")],
)
def test_one_category_the_goal_looks_for_stays_at_an_honest_zero(name, dimension, category):
    assert category in _persona(name).goal.looked_for(dimension)
    assert (_series(name, dimension, "count")[category] == 0).all()
    assert (_series(name, dimension, "highest")[category] > 0.2).all()


@pytest.mark.parametrize(
    ("name", "dimension", "category"),
    [("school-librarian", "identity", "Black"), ("youth-librarian", "field", "technology and making")],
)
def test_one_category_the_goal_looks_for_falls_because_accounts_are_gone(name, dimension, category):
    review = _review(name)
    then, now = review.dates[2:4]
    moved = ak.compare(review.voices(then), review.voices(now), dimension).loc[category]
    assert moved["change"] < -0.05
    assert moved["unfollowed"] == pytest.approx(moved["change"], abs=0.02)


@pytest.mark.parametrize(
    ("name", "dimension", "category"),
    [
        ("school-librarian", "identity", "Indigenous or Native"),
        ("school-librarian", "role", "community organiser"),
        ("youth-librarian", "identity", "multilingual or immigrant"),
        ("youth-librarian", "role", "student or young person"),
    ],
)
def test_some_categories_the_goal_looks_for_rise(name, dimension, category):
    shares = _series(name, dimension, "share_of_known")[category]
    assert shares.iloc[-1] > shares.iloc[0] + 0.05
    assert _series(name, dimension, "lowest")[category].is_monotonic_increasing


@pytest.mark.parametrize(
    ("name", "category", "counts"),
    [
        ("school-librarian", "disability and access", [0, 0, 0, 7, 11]),
        ("youth-librarian", "student wellbeing", [0, 0, 0, 6, 10]),
    ],
)
def test_one_category_changes_only_because_old_notes_were_read_again(name, category, counts):
    review = _review(name)
    assert _series(name, "field", "count")[category].tolist() == counts
    holders = {
        day: set(voices.loc[voices["field"].map(lambda held: category in held), "voice"])
        for day in review.dates
        for voices in [review.voices(day)]
    }
    for then, now in itertools.pairwise(review.dates):
        new = review.voices(then).set_index("voice").reindex(sorted(holders[now] - holders[then]))
        assert (new["field condition"] == "recorded").all()
        assert holders[then] <= holders[now]


def test_mastodon_export_is_of_version_3_first_and_of_version_4_later():
    headers = [exports[0].read_text("utf-8").splitlines()[0] for _, exports, _ in _persona("youth-librarian").dates]
    assert headers[0] == "Account address,Show boosts"
    assert set(headers[1:]) == {"Account address,Show boosts,Notify on new posts,Languages"}


@pytest.mark.parametrize("name", PERSONAS)
def test_journal_has_dates_within_the_two_years_and_says_what_is_private(name):
    journal, days = _persona(name).journal(), sorted(_follows(name))
    assert journal.columns.tolist() == ["date", "environment", "what", "private"]
    assert journal["date"].is_monotonic_increasing
    assert journal["date"].between(pd.Timestamp(days[0]), pd.Timestamp(days[-1])).all()
    assert set(journal["private"]) == {"yes", "no"}


def test_names_of_the_invented_people_are_two_words_from_the_lists():
    """So that a name tells nothing about anybody; a place, an animal or a thing may follow."""
    first = set((SAMPLE_DATA / "generator" / "first_words.txt").read_text("utf-8").split())
    second = set((SAMPLE_DATA / "generator" / "second_words.txt").read_text("utf-8").split())
    for name in PERSONAS:
        for follows in _follows(name).values():
            for follow_list in follows:
                for shown in follow_list.table["name"].dropna():
                    words = shown.split()
                    assert words[0] in first
                    assert words[1] in second


def test_one_persona_has_targets_of_her_own_and_the_other_none():
    assert _persona("school-librarian").goal.targets
    assert _persona("youth-librarian").goal.targets == ()


def test_persona_files_name_no_more_than_the_data_dictionary_says():
    for name in PERSONAS:
        table = tomllib.loads((SAMPLE_DATA / "personas" / name / "persona.toml").read_text("utf-8"))
        assert sorted(table) == ["about", "codebook", "date", "name", "title"]
        assert table["name"] == name
        assert 2 <= table["about"].count(". ") + 1 <= 4


def test_not_reviewed_is_never_written_down():
    for name in PERSONAS:
        for sheet in _notes(name).values():
            assert NOT_REVIEWED not in set(sheet["condition"])


@pytest.mark.parametrize("known", ["then", "now"])
def test_the_audit_file_of_a_persona_gives_the_numbers_of_the_plain_files(known):
    """Nothing downstream is rewritten when a person moves from plain files to an audit file."""
    person = ak.read_persona("youth-librarian")
    with ak.sample_audit("youth-librarian") as audit:
        kept = audit.review()
    for dimension in person.codebook.dimension_names:
        plain = ak.composition_over_time(person.review(), dimension, known=known)
        pd.testing.assert_frame_equal(ak.composition_over_time(kept, dimension, known=known), plain)
