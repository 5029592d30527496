"""What holds for every measure of shares. A new measure is one line in MEASURES.

Each entry takes a table of voices and returns a table of numbers with one row per category.
"""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditkit
from auditkit.codebook import Category, Codebook, Dimension
from auditkit.measures.change import compare, composition_over_time
from auditkit.measures.composition import composition
from auditkit.measures.diversity import hill_number
from auditkit.tables import CONDITIONS

pytestmark = pytest.mark.conformance

NAMES = ("teacher", "author", "pilot")
CODEBOOK = Codebook("small", (Dimension("role", categories=tuple(map(Category, NAMES))),))
UNANSWERED = [word for word in CONDITIONS if word not in ("recorded", "does not apply")]
SHARE_COLUMNS = ("coverage", "share_of_known", "lowest", "highest", "hill", "before", "after")
quick = settings(deadline=None, max_examples=12)


def voices_of(rows):
    """One voice per row: a tuple of categories, or a condition; the last of a row of two says that it is set aside."""
    table = pd.DataFrame(
        {
            "voice": pd.Series([f"v{number}" for number in range(len(rows))], dtype="str"),
            "accounts": pd.Series([(f"v{number}",) for number in range(len(rows))], dtype="object"),
            "set_aside": pd.Series([aside for _, aside in rows], dtype="bool"),
            "role": pd.Series([what if isinstance(what, tuple) else () for what, _ in rows], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what, _ in rows], dtype="str"
            ),
        }
    )
    table.attrs["codebook"] = CODEBOOK
    return table


class OneDate:
    """As much of a review as a measure over time needs."""

    codebook = CODEBOOK
    dates = (pd.Timestamp("2026-11-22"),)

    def __init__(self, voices):
        self.table = voices

    def voices(self, date, known):
        return self.table


def hill_table(voices):
    counts = composition(voices, "role")["count"]
    return pd.DataFrame({f"order {order}": [hill_number(counts, order)] for order in (0, 1, 2)})


MEASURES = {
    "composition": lambda voices: composition(voices, "role"),
    "composition over time": lambda voices: (
        composition_over_time(OneDate(voices), "role").drop(columns="date").set_index("category")
    ),
    "compare, known": lambda voices: compare(voices, voices, "role"),
    "compare, lowest": lambda voices: compare(voices, voices, "role", share="lowest"),
    "compare, highest": lambda voices: compare(voices, voices, "role", share="highest"),
    "compare with nobody": lambda voices: compare(voices.iloc[:0], voices, "role", share="highest"),
    "hill number": hill_table,
}
BOUNDS = {
    "composition": lambda voices: composition(voices, "role")[["lowest", "highest"]],
    "compare": lambda voices: pd.DataFrame(
        {share: compare(voices.iloc[:1], voices, "role", share=share)["after"] for share in ("lowest", "highest")}
    ),
}
every_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)

HELD = st.sets(st.sampled_from(NAMES), min_size=1).map(lambda held: tuple(sorted(held)))
ROWS = st.lists(
    st.tuples(st.one_of(HELD, st.sampled_from([*UNANSWERED, "does not apply"])), st.booleans()), max_size=10
)


def test_every_public_measure_is_in_the_registry():
    public = {
        name for name in auditkit.__all__ if (getattr(auditkit, name).__module__ or "").startswith("auditkit.measures")
    }
    assert public == {"compare", "composition", "composition_over_time", "hill_number"}


@every_measure
def test_an_empty_table_gives_no_share_and_no_error(measure):
    numbers = measure(voices_of([]))
    shares = [name for name in numbers.columns if name in SHARE_COLUMNS]
    assert numbers[shares].isna().all(axis=None)


@every_measure
def test_all_unknown_gives_no_share_of_the_known_and_no_error(measure):
    numbers = measure(voices_of([(what, False) for what in UNANSWERED]))
    if "share_of_known" in numbers:
        assert numbers["share_of_known"].isna().all()
        assert (numbers["lowest"] == 0).all()
        assert (numbers["highest"] == 1).all()


@every_measure
def test_one_voice_gives_nothing_or_all(measure):
    numbers = measure(voices_of([(("author",), False)]))
    for name in numbers.columns.intersection(SHARE_COLUMNS):
        assert set(numbers[name].dropna()) <= {0.0, 1.0}
    for name in [name for name in numbers.columns if name.startswith("order")]:
        assert numbers[name].tolist() == [1]


@every_measure
@quick
@given(rows=ROWS, random=st.randoms(use_true_random=False))
def test_the_order_of_voices_changes_nothing(measure, rows, random):
    table = voices_of(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(measure(table), measure(table.iloc[order]))


@every_measure
@quick
@given(rows=ROWS)
def test_twice_the_voices_leave_every_share_as_it_is(measure, rows):
    once, twice = measure(voices_of(rows)), measure(voices_of(rows * 2))
    shares = [name for name in once.columns if name in SHARE_COLUMNS or name.startswith("order")]
    pd.testing.assert_frame_equal(once[shares], twice[shares])


@every_measure
@quick
@given(rows=ROWS)
def test_every_share_lies_between_nothing_and_all(measure, rows):
    numbers = measure(voices_of(rows))
    shares = numbers[[name for name in numbers.columns if name in SHARE_COLUMNS]].stack().dropna()
    assert shares.between(0, 1).all()


@every_measure
@quick
@given(rows=ROWS)
def test_the_table_of_voices_is_left_as_it_was(measure, rows):
    table = voices_of(rows)
    measure(table)
    pd.testing.assert_frame_equal(table, voices_of(rows))


@every_measure
@quick
@given(rows=ROWS, extra=st.sampled_from([("author",), *UNANSWERED]))
def test_a_voice_set_aside_moves_no_share(measure, rows, extra):
    once, more = measure(voices_of(rows)), measure(voices_of([*rows, (extra, True)]))
    shares = [name for name in once.columns if name in SHARE_COLUMNS or name.startswith("order")]
    pd.testing.assert_frame_equal(once[shares], more[shares])


@pytest.mark.parametrize("bounds", BOUNDS.values(), ids=BOUNDS)
@settings(deadline=None, max_examples=12)
@given(rows=st.lists(st.one_of(HELD, st.sampled_from([*UNANSWERED, "does not apply"])), min_size=1, max_size=4))
def test_bounds_contain_every_way_the_unknown_voices_could_turn_out(bounds, rows):
    """Tried one by one, each unknown voice with each category or with two of them."""
    table = voices_of([(what, False) for what in rows])
    limits = bounds(table)
    unknown = [place for place, what in enumerate(rows) if what in UNANSWERED]
    answers = [("teacher",), ("author",), ("teacher", "author")]
    for turned_out in itertools.product(answers, repeat=len(unknown)):
        complete = [(what, False) for what in rows]
        for place, answer in zip(unknown, turned_out, strict=True):
            complete[place] = (answer, False)
        share = composition(voices_of(complete), "role")["share_of_known"]
        assert (share.isna() | ((limits["lowest"] <= share) & (share <= limits["highest"]))).all()
