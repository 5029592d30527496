"""Drawing a sample: by chance, the same every time, in proportion, and kept as it was drawn."""

import datetime
import hashlib
import itertools
import json
import random
from collections import Counter

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.measures.sampling import Sample, draw_sample, suggested_size

DAY = datetime.date(2026, 11, 22)
unhurried = settings(deadline=None, max_examples=60)


def voices_of(number, **columns):
    table = pd.DataFrame({"voice": [f"v{place:03}" for place in range(number)], "set_aside": False})
    table["platforms"] = pd.Series([("mastodon",)] * number, dtype="object")
    table["role"] = pd.Series([()] * number, dtype="object")
    table["role condition"] = "not reviewed"
    return table.assign(**columns)


def on_platforms(*sizes, names="abcdefgh"):
    platforms = [(name,) for name, size in zip(names, sizes, strict=False) for _ in range(size)]
    return voices_of(len(platforms), platforms=pd.Series(platforms, dtype="object"))


def test_a_known_draw_stays_what_it_is():
    """Worked out apart: the five lowest of the first 20 numbers of random.Random(7), keys in sorted order."""
    sample = draw_sample(voices_of(20), 5, seed=7, drawn_on=DAY)
    chance = random.Random(7)
    numbers = {f"v{place:03}": chance.random() for place in range(20)}
    assert sample.voices == tuple(sorted(numbers, key=numbers.get)[:5])
    assert sample.voices == ("v008", "v006", "v010", "v003", "v011")
    assert (sample.seed, sample.size, sample.frame_size, sample.drawn_on) == (7, 5, 20, DAY)
    assert (sample.by, sample.dimension, sample.strata, set(sample.stratum_of)) == (
        "none",
        None,
        (("all", 20),),
        {"all"},
    )


def test_the_frame_is_known_again_by_its_digest():
    sample = draw_sample(voices_of(3), 1, seed=0)
    assert sample.frame_digest == hashlib.sha256(b"v000\nv001\nv002").hexdigest()


def test_the_day_of_drawing_is_today_unless_told():
    before = datetime.date.today()
    assert before <= draw_sample(voices_of(3), 1, seed=0).drawn_on <= datetime.date.today()


@unhurried
@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(number, size, seed, mix):
    table = on_platforms(number, 5, 2)
    rows = list(range(len(table)))
    mix.shuffle(rows)
    for strata in ("none", "platform"):
        once = draw_sample(table, size, seed=seed, strata=strata, drawn_on=DAY)
        assert once == draw_sample(table.iloc[rows], size, seed=seed, strata=strata, drawn_on=DAY)


def test_a_larger_sample_keeps_those_drawn_before():
    table = voices_of(30)
    small, large = (draw_sample(table, size, seed=3).voices for size in (10, 20))
    assert large[:10] == small


def test_another_seed_gives_another_sample():
    assert len({draw_sample(voices_of(50), 10, seed=seed).voices for seed in range(20)}) == 20


def test_every_voice_is_drawn_and_stands_first_equally_often():
    """1,000 seeds, 4 of 10: 400 times each, first 100 times each, give or take four standard errors."""
    table = voices_of(10)
    draws = [draw_sample(table, 4, seed=seed).voices for seed in range(1000)]
    drawn = Counter(itertools.chain.from_iterable(draws))
    first = Counter(draw[0] for draw in draws)
    assert all(abs(number - 400) < 4 * (1000 * 0.4 * 0.6) ** 0.5 for number in drawn.values())
    assert all(abs(number - 100) < 4 * (1000 * 0.1 * 0.9) ** 0.5 for number in first.values())
    assert len(drawn) == len(first) == 10


def test_pairs_are_drawn_equally_often():
    """1,000 seeds, 2 of 5: each of the ten pairs 100 times, give or take four standard errors."""
    table = voices_of(5)
    pairs = Counter(frozenset(draw_sample(table, 2, seed=seed).voices) for seed in range(1000))
    assert len(pairs) == 10
    assert all(abs(number - 100) < 4 * (1000 * 0.1 * 0.9) ** 0.5 for number in pairs.values())


def test_voices_set_aside_are_not_in_the_frame():
    table = voices_of(6, set_aside=[True, False] * 3)
    sample = draw_sample(table, 6, seed=1)
    assert sorted(sample.voices) == ["v001", "v003", "v005"]
    assert sample.frame_size == sample.size == 3


def test_voices_the_dimension_does_not_apply_to_are_not_in_its_frame():
    table = voices_of(6)
    table.loc[:3, "role condition"] = "does not apply"
    assert sorted(draw_sample(table, 6, seed=1, dimension="role").voices) == ["v004", "v005"]
    assert draw_sample(table, 6, seed=1).size == 6


def test_who_was_reviewed_before_is_written_down():
    table = voices_of(6)
    table["place"], table["place condition"] = table["role"], "not reviewed"
    table.loc[[1, 4], "role condition"] = ["declined", "recorded"]
    table.loc[2, "place condition"] = "nothing found"
    sample = draw_sample(table, 6, seed=1)
    assert {name: sorted(keys) for name, keys in sample.reviewed_before.items()} == {
        "role": ["v001", "v004"],
        "place": ["v002"],
    }
    assert set(draw_sample(table, 6, seed=1, dimension="role").reviewed_before) == {"role"}
    drawn = draw_sample(table, 2, seed=1)
    assert set(drawn.reviewed_before["role"]) == set(drawn.voices) & {"v001", "v004"}


@pytest.mark.parametrize(
    ("sizes", "size", "expected"),
    [
        ((50, 30, 20), 10, (5, 3, 2)),
        ((53, 24, 23), 10, (5, 3, 2)),  # 5.3, 2.4, 2.3: the largest remainder
        ((96, 2, 2), 10, (8, 1, 1)),  # 9.6, .2, .2: at least one each
        ((96, 2, 2), 3, (1, 1, 1)),
        ((60, 38, 2), 2, (1, 1, 0)),  # fewer than strata: 1.2, .76, .04
        ((1, 1, 1), 9, (1, 1, 1)),
        ((5, 5), 5, (3, 2)),  # a tie goes by name
        ((10, 10, 1, 1, 1), 5, (1, 1, 1, 1, 1)),
    ],
)
def test_strata_are_drawn_in_proportion(sizes, size, expected):
    """Worked by hand."""
    sample = draw_sample(on_platforms(*sizes), size, seed=5, strata="platform")
    drawn = Counter(sample.stratum_of)
    assert tuple(drawn[name] for name, _ in sample.strata) == expected
    assert tuple(number for _, number in sample.strata) == sizes


@unhurried
@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(1, 120))
@example([1, 1, 60], 60)
@example([1, 1, 1, 60], 4)
def test_every_stratum_gets_its_due(sizes, size):
    sample = draw_sample(on_platforms(*sizes), size, seed=5, strata="platform")
    drawn, whole = Counter(sample.stratum_of), sum(sizes)
    assert sample.size == min(size, whole) == len(set(sample.voices))
    for name, number in sample.strata:
        due = sample.size * number / whole
        assert drawn[name] <= number
        assert drawn[name] < due + 1
        # Where all strata are due one at least, none gives up a place to another.
        assert drawn[name] > due - 1 or any(sample.size * other < whole for other in sizes)
        assert drawn[name] >= 1 or sample.size < len(sizes)


def test_the_strata_take_turns_so_that_any_beginning_is_in_proportion():
    sample = draw_sample(on_platforms(60, 30, 10), 20, seed=5, strata="platform")
    for end in range(1, 21):
        drawn = Counter(sample.stratum_of[:end])
        for name, share in (("a", 0.6), ("b", 0.3), ("c", 0.1)):
            assert abs(drawn[name] - share * end) <= 1


def test_within_a_stratum_every_voice_comes_first_equally_often():
    """1,000 seeds, five voices: 200 times each, give or take four standard errors."""
    table = on_platforms(5, 5)
    first = Counter(
        next(key for key in draw_sample(table, 4, seed=seed, strata="platform").voices if key >= "v005")
        for seed in range(1000)
    )
    assert len(first) == 5
    assert all(abs(number - 200) < 4 * (1000 * 0.2 * 0.8) ** 0.5 for number in first.values())


def test_a_voice_on_two_platforms_is_in_one_stratum_only():
    platforms = pd.Series([("b", "a"), ("a",), ("a", "b"), ()], dtype="object")
    sample = draw_sample(voices_of(4, platforms=platforms), 4, seed=1, strata="platform")
    assert sample.strata == (("a", 1), ("a + b", 2), ("no platform", 1))


def test_strata_by_list_follow_the_persons_own_lists():
    table = voices_of(4, groups=pd.Series([("friends",), (), ("friends",), ("news",)], dtype="object"))
    sample = draw_sample(table, 4, seed=1, strata="list")
    assert sample.strata == (("friends", 2), ("news", 1), ("no list", 1))
    assert dict(zip(sample.voices, sample.stratum_of, strict=True))["v003"] == "news"


def test_lists_are_asked_for_where_the_table_has_none():
    with pytest.raises(ValueError, match="a sample by list needs the columns groups"):
        draw_sample(voices_of(4), 2, seed=1, strata="list")


def test_one_voice_is_its_own_sample_and_nobody_gives_an_empty_one():
    assert draw_sample(voices_of(1), 40, seed=1).voices == ("v000",)
    for strata in ("none", "platform"):
        empty = draw_sample(voices_of(0), 40, seed=1, strata=strata)
        assert (empty.size, empty.frame_size, empty.strata, empty.reviewed_before) == (0, 0, (), {"role": ()})
        assert Sample.from_dict(empty.as_dict()) == empty


@pytest.mark.parametrize(
    ("size", "seed"), [(0, 1), (-1, 1), (2.5, 1), (2, -1), (2, 1.5), (2, "1"), (2, True), (2, None)]
)
def test_sizes_and_seeds_outside_their_range_are_refused(size, seed):
    with pytest.raises(ValueError, match="size must be a whole number of 1 or more"):
        draw_sample(voices_of(4), size, seed=seed)


def test_unknown_strata_dimensions_and_doubled_voices_are_refused():
    with pytest.raises(ValueError, match="strata must be one of none, platform, list"):
        draw_sample(voices_of(4), 2, seed=1, strata="role")
    with pytest.raises(ValueError, match="no dimension 'place'; they have: role"):
        draw_sample(voices_of(4), 2, seed=1, dimension="place")
    with pytest.raises(ValueError, match="a voice stands in the table twice"):
        draw_sample(pd.concat([voices_of(4), voices_of(1)]), 2, seed=1)


def test_what_is_shown_names_nobody():
    assert repr(draw_sample(voices_of(2004), 40, seed=7)) == "<Sample of 40 of 2,004 voices, seed 7>"


def test_a_sample_comes_back_from_json_as_it_was():
    table = on_platforms(6, 4)
    table.loc[:5, "role condition"] = "declined"
    sample = draw_sample(table, 5, seed=2, strata="platform", dimension="role", drawn_on=DAY)
    assert Sample.from_dict(json.loads(json.dumps(sample.as_dict()))) == sample
    assert sample.as_dict()["drawn_on"] == "2026-11-22"


@pytest.mark.parametrize(
    "change",
    [
        {"voices": None},
        {"seed": "private"},
        {"drawn_on": "yesterday"},
        {"strata": [["all"]]},
        {"reviewed_before": []},
        {"by": "role"},
        {"stratum_of": ["all"]},
        {"stratum_of": ["other", "all", "all"]},
        {"strata": [["all", 2]]},
        {"strata": [["all", 6], ["all", 6]]},
    ],
)
def test_a_stored_sample_that_does_not_fit_is_refused_without_quoting_it(change):
    told = draw_sample(voices_of(6), 3, seed=2).as_dict() | change
    with pytest.raises(ValueError, match="draw a new one") as caught:
        Sample.from_dict(told)
    assert "v00" not in str(caught.value)
    assert "private" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_stored_sample_that_lacks_something_is_refused():
    told = draw_sample(voices_of(6), 3, seed=2).as_dict()
    for name in told:
        with pytest.raises(ValueError, match="draw a new one"):
            Sample.from_dict({other: value for other, value in told.items() if other != name})


def test_a_forgotten_voice_leaves_its_place_empty():
    table = voices_of(6)
    table["role condition"] = "declined"
    sample = draw_sample(table, 4, seed=2)
    gone = sample.voices[1]
    left = sample.without([gone, "somebody else"])
    assert left.voices == (sample.voices[0], "", *sample.voices[2:])
    assert gone not in json.dumps(left.as_dict())
    assert left.size == 4
    assert gone in sample.voices


@pytest.mark.parametrize(
    ("population", "options", "expected"),
    [
        (2000, {}, 40),
        (25, {}, 25),
        (0, {}, 0),
        (2000, {"minutes": 5}, 10),
        (2000, {"per_minute": 6}, 120),
        (9, {"minutes": 0.1}, 1),
    ],
)
def test_a_sitting_of_twenty_minutes_holds_about_forty_voices(population, options, expected):
    """ETHICS 17."""
    assert suggested_size(population, **options) == expected


@pytest.mark.parametrize(("population", "options"), [(-1, {}), (9, {"minutes": 0}), (9, {"per_minute": 0})])
def test_sittings_that_cannot_be_are_refused(population, options):
    with pytest.raises(ValueError, match="population must not be negative"):
        suggested_size(population, **options)
