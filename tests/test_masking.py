"""Hiding names before anything is shown."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.masking import FREE_TEXT, hide_names
from auditkit.measures.composition import composition

MARKER = "zqxmarker"


def voices_of(number=4):
    table = pd.DataFrame(
        {
            "voice": [f"mastodon:{MARKER}{n}@example.org" for n in range(number)],
            "label": [f"{MARKER} {n}" for n in range(number)],
            "kind": "person",
            "accounts": [(f"mastodon:{MARKER}{n}@example.org",) * (n + 1) for n in range(number)],
            "platforms": [("mastodon",)] * number,
            "set_aside": [n == 0 for n in range(number)],
            **{column: f"{MARKER} {column}" for column in FREE_TEXT},
            "role": [("teacher",) if n % 2 else ("author",) for n in range(number)],
            "role condition": "recorded",
        }
    )
    table.attrs = {"notes": ("2 accounts",), "codebook": None}
    return table


def test_no_name_handle_link_or_free_text_is_left():
    masked = hide_names(voices_of())
    assert MARKER not in masked.to_csv()
    assert MARKER not in repr(masked.to_dict())


def test_what_is_counted_stays():
    table = voices_of()
    pd.testing.assert_frame_equal(composition(hide_names(table), "role"), composition(table, "role"))
    assert hide_names(table).attrs == table.attrs


def test_voices_are_numbered_in_the_order_they_now_stand_in():
    masked = hide_names(voices_of())
    assert masked["voice"].tolist() == ["voice 1", "voice 2", "voice 3", "voice 4"]
    assert masked["label"].tolist() == masked["voice"].tolist()
    assert masked["accounts"].tolist() == [(name,) for name in masked["voice"]]
    assert masked.index.tolist() == [0, 1, 2, 3]


def test_rows_stay_whole():
    table = voices_of(20)
    together = list(zip(table["role"], table["set_aside"], strict=True))
    masked = hide_names(table, seed=1)
    assert sorted(zip(masked["role"], masked["set_aside"], strict=True)) == sorted(together)


def test_the_numbering_says_nothing_about_the_order_of_names():
    """Thirty voices stand in the same order by chance once in 10^32 times."""
    table = voices_of(30).assign(place=range(30))
    assert hide_names(table)["place"].tolist() != list(range(30))
    assert hide_names(table)["place"].tolist() != hide_names(table)["place"].tolist()


def test_a_seed_makes_it_repeatable():
    pd.testing.assert_frame_equal(hide_names(voices_of(), seed=7), hide_names(voices_of(), seed=7))
    assert (
        hide_names(voices_of(30), seed=7)["set_aside"].tolist()
        != hide_names(voices_of(30), seed=8)["set_aside"].tolist()
    )


def test_does_not_change_its_input():
    table = voices_of()
    hide_names(table, seed=0)
    pd.testing.assert_frame_equal(table, voices_of())


def test_an_empty_table_stays_empty():
    assert hide_names(voices_of(0)).empty


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 12), st.integers())
def test_every_voice_gets_a_number_of_its_own(number, seed):
    masked = hide_names(voices_of(number), seed=seed)
    assert sorted(masked["voice"]) == sorted(f"voice {n}" for n in range(1, number + 1))


class TestListsAndOwnWords:
    VOICES = pd.DataFrame(
        {
            "voice": ["a", "b", "c"],
            "groups": [("Quillon's friends", "Rimmel"), (), ("Rimmel",)],
            "place": [("Quuxtown",), ("here", "Quuxtown"), ("Elsewhere-on-Quux",)],
            "place condition": "recorded",
        }
    )

    def hidden(self):
        voices = self.VOICES.copy()
        place = Dimension("place", categories=(Category("here"),), open=True)
        voices.attrs["codebook"] = Codebook("x", (place,))
        return hide_names(voices, seed=3)

    def test_names_of_lists_become_numbers_the_same_for_the_same(self):
        groups = sorted(self.hidden()["groups"], key=len)
        assert groups[0] == ()
        assert set(groups[1]) < set(groups[2]) == {"list 1", "list 2"}

    def test_words_beyond_the_codebook_become_numbers_and_its_own_stay(self):
        held = [set(words) for words in self.hidden()["place"]]
        assert {"here"} < next(words for words in held if len(words) == 2)
        assert set.union(*held) == {"here", "own words 1", "own words 2"}
        assert sorted(len(words) for words in held) == [1, 1, 2]
        assert sum("here" not in words for words in held) == 2

    def test_the_table_given_is_not_changed(self):
        before = self.VOICES.copy()
        self.hidden()
        assert self.VOICES.equals(before)
