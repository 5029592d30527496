"""Tables as spreadsheets save them: separators, encodings, line numbers, formula-like cells."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit import delimited
from auditkit.delimited import FORMULA_SIGNS, SEPARATORS, decode, guard, restore, split_rows
from auditkit.errors import AnnotationError

unhurried = settings(deadline=None, max_examples=60)


def rows_of(data):
    data = data.encode() if isinstance(data, str) else data
    return split_rows(data, "sheet.csv", AnnotationError)


def cells_of(data):
    return [list(cells) for _, cells in rows_of(data).rows]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_found(separator):
    table = rows_of(f"account{separator}role\nx{separator}a, b; c\n".replace("a, b; c", "teacher"))
    assert table.separator == separator
    assert [cells for _, cells in table.rows] == [("account", "role"), ("x", "teacher")]


def test_commas_and_semicolons_inside_cells_do_not_mislead():
    assert cells_of('a;b;c\n"x, y, z, w";"1,5";"p, q"\n')[1] == ["x, y, z, w", "1,5", "p, q"]
    assert cells_of("a,b\nteacher; author; pilot,x\nteacher; author,y\n")[1] == ["teacher; author; pilot", "x"]


def test_a_short_first_row_of_data_does_not_mislead():
    assert cells_of("a;b;c\nx\ny;1;2\n") == [["a", "b", "c"], ["x"], ["y", "1", "2"]]


def test_blank_lines_on_top_do_not_mislead():
    assert cells_of("\n \na;b\nx;y\n") == [["a", "b"], ["x", "y"]]


def test_a_single_column_is_a_table_too():
    assert cells_of("account\nx\n") == [["account"], ["x"]]
    assert rows_of("").rows == ()


@pytest.mark.parametrize(
    ("first", "separator"), [("sep=;", ";"), ("SEP=,", ","), ("sep=\t", "\t"), ("sep=", "\t"), ("sep=|", "|")]
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_first_line_may_name_the_separator(first, separator, end):
    table = rows_of(end.join([first, f"a{separator}b", "", f"x{separator}y"]))
    assert table.separator == separator
    assert table.rows == ((2, ("a", "b")), (4, ("x", "y")))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_numbers_are_those_of_an_editor_past_blank_lines_and_long_cells(end):
    text = end.join(["a,b", "", " , ", '"x', 'y",1', "z,2"])
    assert rows_of(text).rows == ((1, ("a", "b")), (4, (f"x{end}y", "1")), (6, ("z", "2")))


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")]
)
def test_usual_encodings_are_read(encoding, named):
    table = rows_of("name,town\nZoë,Köln – Süd\n".encode(encoding))
    assert table.encoding == named
    assert table.rows[1][1] == ("Zoë", "Köln – Süd")


def test_utf_16_in_the_other_byte_order_is_read_too():
    assert decode(b"\xfe\xff" + "Zoë".encode("utf-16-be")) == ("Zoë", "utf-16")


def test_utf_16_that_was_cut_off_is_read_as_far_as_it_goes():
    assert decode("Zoë".encode("utf-16")[:-1])[0] == "Zo\ufffd"


def test_bytes_that_no_encoding_knows_become_a_sign_and_not_an_error():
    assert decode(b"a\x81b\xff")[0] == "a\ufffdbÿ"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\nx,1\ny,"open\nz,3\n', 3),
        ('a,b\nx,1\ny,"open\nz,"3"\n', 3),
        ('a,b\nx,"never closed', 2),
        ('sep=,\na,b\nx,1\ny,"open\nz,3\n', 4),
    ],
)
def test_a_quotation_mark_that_stands_alone_is_reported_and_swallows_nothing(text, line):
    """Read leniently, all that follows would end up in one cell and be lost without a word."""
    with pytest.raises(AnnotationError) as caught:
        rows_of(text)
    assert str(caught.value).startswith(f"sheet.csv: cannot be read as a table from line {line} on")
    assert "open" not in str(caught.value).replace("Open it", "")


def test_quotation_marks_within_a_cell_are_only_signs():
    assert cells_of('a,b\nthe 6" ruler,"say ""yes"""\n')[1] == ['the 6" ruler', 'say "yes"']


def test_a_cell_longer_than_a_book_is_an_error_and_no_crash():
    with pytest.raises(AnnotationError, match="from line 2 on"):
        rows_of("a,b\n" + "x" * 1_000_001 + ",1\n")


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=12)


@unhurried
@given(
    st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=6),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_writes_comes_back_without_outer_space(rows, separator, encoding):
    rows = [["one", "two", "three"], *rows]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    expected = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert cells_of(text.getvalue().encode(encoding)) == expected


@unhurried
@given(TEXT)
def test_a_guarded_cell_comes_back_and_is_no_formula(cell):
    assert restore(guard(cell)) == cell
    assert not guard(cell).startswith(FORMULA_SIGNS)


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-", "@ada", "\tx", "'quoted'", "''"])
def test_cells_that_look_like_formulas_get_an_apostrophe(cell):
    assert guard(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["ada", "", "a=b", "’tis", "'tis"])
def test_reading_takes_off_no_apostrophe_that_was_not_put_there(cell):
    assert restore(cell) == cell


def test_a_table_beyond_all_bounds_is_refused_while_it_is_read(monkeypatch):
    """Five million short rows in 10 MB took 89 s and 1.4 GB."""
    monkeypatch.setattr(delimited, "ROW_LIMIT", 3)
    assert len(rows_of("a\nb\n\n\nc\n").rows) == 3
    with pytest.raises(AnnotationError, match=r"^sheet\.csv: has more than 3 rows.*smaller files"):
        rows_of("a\nb\nc\nd\n")
