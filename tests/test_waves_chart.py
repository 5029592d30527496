"""The chart of a cohort's waves, tested by its artists. The table is invented and small enough to check by eye."""

import pandas as pd
import pytest

from auditkit.charts.waves import SUPPRESSED, describe_waves, plot_waves, show_waves, waves_table

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def shares():
    """Two waves, two values; one cell suppressed."""
    return pd.DataFrame(
        {
            "period": ["2026Q1", "2026Q1", "2026Q2", "2026Q2"],
            "value": ["author", "student", "author", "student"],
            "participants": [50, 50, 55, 55],
            "share": [0.25, None, 0.30, 0.0],
            "lowest": [0.10, None, 0.20, 0.0],
            "highest": [0.70, None, 0.45, 0.40],
            "suppressed": [False, True, False, False],
        }
    )


def drawn(ax, label):
    return next(line for line in ax.get_lines() if line.get_label() == label)


def ranges(ax, label):
    return next(bars for bars in ax.containers if bars.get_label() == label)


def words(ax):
    return " ".join(" ".join(text.get_text() for text in ax.texts).split())


def test_marks_stand_at_the_shares_and_a_suppressed_cell_has_none(shares):
    ax = plot_waves(shares)
    assert drawn(ax, "author").get_ydata().tolist() == [0.25, 0.30]
    first, second = drawn(ax, "student").get_ydata()
    assert pd.isna(first)
    assert second == 0
    close(ax)


def test_bars_run_from_the_lowest_to_the_highest(shares):
    ax = plot_waves(shares)
    spans = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in ranges(ax, "range of author")]
    assert spans == [pytest.approx((0.10, 0.70)), pytest.approx((0.20, 0.45))]
    close(ax)


def test_no_line_joins_two_waves(shares):
    ax = plot_waves(shares)
    assert drawn(ax, "author").get_linestyle() == "None"
    close(ax)


def test_a_suppressed_cell_is_said_in_words_in_the_chart_the_sentence_and_the_table(shares):
    ax = plot_waves(shares)
    assert SUPPRESSED in words(ax)
    assert f"student {SUPPRESSED}, then" in describe_waves(shares)
    assert "Cells left out to protect people: 1." in describe_waves(shares)
    assert waves_table(shares).loc["student", "2026Q1"] == SUPPRESSED
    close(ax)


def test_a_wave_without_a_row_for_a_value_counts_as_left_out(shares):
    fewer = shares.drop(index=1)
    assert waves_table(fewer).loc["student", "2026Q1"] == SUPPRESSED


def test_a_rounded_zero_that_may_be_shown_is_said_to_be_little_and_not_none(shares):
    """A cell is shown only where ten or more hold the value, so its mean is above zero."""
    assert waves_table(shares).loc["student", "2026Q2"] == f"under 1{NBSP}% (0 to 40{NBSP}%)"


def test_the_sentence_names_waves_participants_shares_and_ranges(shares):
    sentence = describe_waves(shares, "role")
    assert "Mean share of voices by role, wave by wave, 2 waves from 2026Q1 to 2026Q2." in sentence
    assert "About 50 to 55 participants in each wave." in sentence
    assert f"author 25{NBSP}% (10 to 70{NBSP}%), then 30{NBSP}% (20 to 45{NBSP}%)" in sentence


def test_the_table_holds_every_value_and_the_participants_last(shares):
    table = waves_table(shares)
    assert table.index.tolist() == ["author", "student", "participants"]
    assert table.loc["participants"].tolist() == ["about 50", "about 55"]


def test_chosen_values_are_drawn_in_their_order_and_the_table_keeps_all(shares):
    chart = show_waves(shares, "role", categories=["student"])
    assert "author" not in chart.alt
    assert "author" in chart.table.index


def test_an_unknown_value_is_answered_with_those_there_are(shares):
    with pytest.raises(ValueError, match="no value teacher; it has: author, student"):
        plot_waves(shares, categories=["teacher"])


def test_a_table_without_rows_is_answered_with_a_sentence(shares):
    chart = show_waves(shares.iloc[:0], "role")
    assert "nothing to show yet" in chart.alt


def test_a_missing_column_is_named(shares):
    with pytest.raises(ValueError, match="suppressed"):
        show_waves(shares.drop(columns="suppressed"))


def close(ax):
    from matplotlib import pyplot

    pyplot.close(ax.figure)


def test_of_many_values_the_twelve_largest_are_drawn_and_the_table_keeps_all():
    """Twenty values with shares of 0.00 to 0.19, in a mixed order."""
    order = [7 * number % 20 for number in range(20)]
    table = pd.DataFrame(
        {
            "period": "2026Q1",
            "value": [f"value {number}" for number in order],
            "participants": 50,
            "share": [number / 100 for number in order],
            "lowest": 0.0,
            "highest": 0.5,
            "suppressed": False,
        }
    )
    ax = plot_waves(table)
    lanes = [line.get_label() for line in ax.get_lines() if line.get_label().startswith("value")]
    assert lanes == [f"value {number}" for number in order if number >= 8]
    assert "12 of 20 values drawn; the table holds them all." in words(ax)
    assert len(waves_table(table)) == 21
    close(ax)
