"""Annotation sheets: out and back, after whatever a spreadsheet did, and the sentence for what cannot be used."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.annotations import read_annotations, write_annotations
from auditkit.annotations.cells import join_parts, split_categories, split_parts
from auditkit.annotations.reading import ABOUT_THE_ACCOUNT
from auditkit.codebook import Category, Codebook, Dimension, is_taken
from auditkit.errors import AnnotationError
from auditkit.tables import ANNOTATION_COLUMNS, BASES, KINDS, RATINGS, FollowList, follow_table

CODEBOOK = Codebook(
    "small",
    (
        Dimension("role", categories=(Category("school librarian"), Category("author"), Category("Lehrkräfte"))),
        Dimension("relation", categories=(Category("met"), Category("never met")), several=False),
        Dimension("place", categories=(Category("rural"),), open=True),
        Dimension("identity", categories=(Category("Deaf"),), open=True, evidence_required=True, people_only=True),
    ),
)
LONG = ",".join(ANNOTATION_COLUMNS)
ADA, BO = "mastodon:ada@example.org", "mastodon:bo@example.org"
MARKER = "zqxmarker"


@pytest.fixture
def sheet(tmp_path):
    """Write text or bytes to a file and return its path."""

    def write(data, name="sheet.csv"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


def told(table):
    """The statements as a set of tuples, empty cells as "", dates as text."""
    rows = table.assign(noted_on=table["noted_on"].dt.strftime("%Y-%m-%d")).fillna("")
    return {tuple(row) for row in rows[list(ANNOTATION_COLUMNS)].astype("str").values.tolist()}


def short(table):
    return [
        tuple("" if pd.isna(cell) else cell for cell in row)
        for row in table[["account", "dimension", "category", "condition"]].values.tolist()
    ]


def refusal(path, codebook=CODEBOOK):
    with pytest.raises(AnnotationError) as caught:
        read_annotations(path, codebook)
    said = str(caught.value)
    assert said.startswith(f"{path.name}: ")
    return said


class TestLongForm:
    def test_every_column_is_read(self, sheet):
        path = sheet(
            f"{LONG}\n{ADA},identity,Deaf,recorded,self-described,https://example.org/ada,in her bio,2026-03-01\n"
        )
        assert told(read_annotations(path, CODEBOOK)) == {
            (
                ADA,
                "identity",
                "Deaf",
                "recorded",
                "self-described",
                "https://example.org/ada",
                "in her bio",
                "2026-03-01",
            )
        }

    def test_the_five_conditions(self, sheet):
        path = sheet(
            "account,dimension,category,condition,basis\n"
            "a:1,role,author,,my reading\n"
            "a:2,role,,nothing found,\n"
            "a:3,role,,DECLINED,\n"
            "a:4,role,,[does not  apply],\n"
            "a:5,role,,not reviewed,\n"
            "a:6,role,,,\n"
        )
        assert short(read_annotations(path, CODEBOOK)) == [
            ("a:1", "role", "author", "recorded"),
            ("a:2", "role", "", "nothing found"),
            ("a:3", "role", "", "declined"),
            ("a:4", "role", "", "does not apply"),
        ]

    def test_several_categories_take_a_line_each_and_the_same_line_twice_counts_once(self, sheet):
        path = sheet(
            "account,dimension,category,basis\na:1,role,author,my reading\na:1,role,school librarian,told me\na:1,role,Author,my reading\n"
        )
        assert [row[2] for row in short(read_annotations(path, CODEBOOK))] == ["author", "school librarian"]

    def test_categories_and_dimensions_come_out_as_the_codebook_spells_them(self, sheet):
        path = sheet("Account,Dimension,Category,Basis\na:1,ROLE, lehrKRÄFTE ,MY READING\na:1,Place,RURAL,told me\n")
        assert short(read_annotations(path, CODEBOOK)) == [
            ("a:1", "role", "Lehrkräfte", "recorded"),
            ("a:1", "place", "rural", "recorded"),
        ]

    def test_own_words_of_an_open_dimension_are_kept_as_written(self, sheet):
        path = sheet("account,dimension,category,basis\na:1,place,High  Valley,told me\n")
        assert short(read_annotations(path, CODEBOOK))[0][2] == "High Valley"

    def test_several_own_words_in_one_line_are_sent_back(self, sheet):
        """In the wide form ";" separates categories: kept here, one category would come back as two."""
        path = sheet("account,dimension,category,basis\na:1,place,valley; hills,told me\n")
        assert "line 2: 'place' holds several categories. Give each a line of its own." in refusal(path)


class TestWideForm:
    def test_categories_bases_and_evidence_of_each(self, sheet):
        path = sheet(
            "account,role,role basis,role evidence\n"
            "a:1,author; school librarian,published; told me,https://example.org/list; \n"
            "a:2,author; school librarian,my reading,a talk\n"
        )
        assert told(read_annotations(path, CODEBOOK)) == {
            ("a:1", "role", "author", "recorded", "published", "https://example.org/list", "", ""),
            ("a:1", "role", "school librarian", "recorded", "told me", "", "", ""),
            ("a:2", "role", "author", "recorded", "my reading", "a talk", "", ""),
            ("a:2", "role", "school librarian", "recorded", "my reading", "a talk", "", ""),
        }

    def test_conditions_stand_in_brackets_and_empty_means_not_reviewed(self, sheet):
        path = sheet(
            "account,role,role basis\na:1,[nothing found],\na:2,[ Declined ],\na:3,,\na:4,[not reviewed],\na:5,[does not apply],\n"
        )
        assert [row[::3] for row in short(read_annotations(path, CODEBOOK))] == [
            ("a:1", "nothing found"),
            ("a:2", "declined"),
            ("a:5", "does not apply"),
        ]

    def test_kind_and_set_aside_need_no_basis(self, sheet):
        path = sheet('account,kind,set aside\na:1,Organisation,my employer; required\na:2,,"[my boss]"\n')
        assert short(read_annotations(path, CODEBOOK)) == [
            ("a:1", "kind", "organisation", "recorded"),
            ("a:1", "set aside", "my employer; required", "recorded"),
            ("a:2", "set aside", "[my boss]", "recorded"),
        ]

    def test_attention_is_one_of_three_words_and_needs_no_basis(self, sheet):
        path = sheet(
            "account,Attention,role,role basis\na:1,Daily,author,told me\na:2,never,,\na:3,[nothing found],,\n"
        )
        for codebook in (CODEBOOK, None):
            assert short(read_annotations(path, codebook)) == [
                ("a:1", "attention", "daily", "recorded"),
                ("a:1", "role", "author", "recorded"),
                ("a:2", "attention", "never", "recorded"),
                ("a:3", "attention", "", "nothing found"),
            ]
        said = refusal(sheet("account,attention\na:1,daily; never\n"))
        assert "'attention' takes one category for each account; this line holds several" in said

    def test_no_dimension_may_be_called_like_a_column_of_the_voices(self):
        assert all(is_taken(name) for name in ("attention", "Groups", "set aside"))

    def test_a_date_column_belongs_to_every_statement_of_the_row(self, sheet):
        path = sheet("account,kind,role,role basis,noted on\na:1,person,author,told me,2026-03-01\n")
        assert read_annotations(path, CODEBOOK)["noted_on"].tolist() == [pd.Timestamp("2026-03-01")] * 2

    def test_without_a_codebook_dimensions_are_the_columns_with_a_basis_beside(self, sheet):
        path = sheet("account,name,My_Role,my role basis,shoe size\na:1,Ada,author,told me,38\n")
        table = read_annotations(path)
        assert short(table) == [("a:1", "My_Role", "author", "recorded")]
        assert table.attrs["notes"] == (
            "sheet.csv: 1 column was left alone: without a basis column beside, so no dimension.",
        )
        assert "codebook" not in table.attrs

    def test_columns_that_are_no_dimension_are_left_alone_and_counted(self, sheet):
        path = sheet("account,handle,name,url,shoe size,mood,role,role basis\na:1,@ada,Ada,,38,fine,author,told me\n")
        table = read_annotations(path, CODEBOOK)
        assert short(table) == [("a:1", "role", "author", "recorded")]
        assert table.attrs == {
            "notes": ("sheet.csv: 2 columns were left alone: not part of the codebook.",),
            "codebook": CODEBOOK,
        }

    def test_columns_about_the_account_are_left_alone_without_a_word_and_no_dimension_may_be_called_so(self, sheet):
        """Otherwise a dimension of that name would never be read."""
        cells = dict.fromkeys(ABOUT_THE_ACCOUNT, "") | {"account": "a:1", "role": "author", "role basis": "told me"}
        table = read_annotations(sheet(f"{','.join(cells)}\n{','.join(cells.values())}\n"), CODEBOOK)
        assert short(table) == [("a:1", "role", "author", "recorded")]
        assert table.attrs["notes"] == ()
        assert all(is_taken(name) for name in ABOUT_THE_ACCOUNT)

    def test_a_row_without_an_account_matters_only_when_something_stands_in_it(self, sheet):
        assert read_annotations(sheet("account,role,role basis\n,,x\na:1,author,told me\n"), CODEBOOK).shape[0] == 1
        assert "line 3: the account is missing" in refusal(sheet("account,role,role basis\na:1,,\n,author,told me\n"))


class TestSpreadsheetDamage:
    TEXT = "account,role,role basis,place,place basis\na:1,Lehrkräfte,told me,Köln,told me\n"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_any_usual_encoding_and_separator(self, sheet, encoding, separator):
        table = read_annotations(sheet(self.TEXT.replace(",", separator).encode(encoding)), CODEBOOK)
        assert [row[2] for row in short(table)] == ["Lehrkräfte", "Köln"]

    def test_a_line_naming_the_separator_capitals_blank_lines_and_another_order(self, sheet):
        path = sheet("sep=;\r\nROLE BASIS;Account;Role;\r\n\r\n;;;\r\ntold me;a:1;author;\r\n")
        assert short(read_annotations(path, CODEBOOK)) == [("a:1", "role", "author", "recorded")]

    def test_header_words_with_underscores(self, sheet):
        path = sheet(
            "account,role,role_basis,role_evidence,set_aside,noted_on\na:1,author,told me,a talk,family,2026-03-01\n"
        )
        table = read_annotations(path, CODEBOOK)
        assert table["noted_on"].notna().all()
        assert set(table["dimension"]) == {"role", "set aside"}

    def test_an_apostrophe_that_writing_put_before_a_formula_is_taken_off(self, sheet):
        path = sheet("account,place,place basis,place evidence\na:1,'+hills,told me,'=cmd\n")
        assert read_annotations(path, CODEBOOK).loc[0, ["category", "evidence"]].tolist() == ["+hills", "=cmd"]

    def test_dates_clear_to_everyone_are_read_and_others_left_empty_and_counted(self, sheet):
        days = ["2026-03-04", "2026-03-04T10:00:00Z", "4.3.2026", "03/04/2026", "yesterday", "31.2.2026", ""]
        path = sheet(
            "account,role,role basis,noted on\n"
            + "".join(f"a:{n},author,told me,{day}\n" for n, day in enumerate(days))
        )
        table = read_annotations(path, CODEBOOK)
        assert table["noted_on"].tolist()[:3] == [pd.Timestamp("2026-03-04")] * 3
        assert table["noted_on"].isna().tolist() == [False] * 3 + [True] * 4
        assert "were left empty: 3." in table.attrs["notes"][0]

    @pytest.mark.parametrize("account", ["1.39073E+18", "twitter:1,39073E+18", "twitter:1.39073e+18"])
    def test_a_rounded_id_is_refused_with_what_to_do(self, sheet, account):
        said = refusal(sheet(f"account;role;role basis\n{account};author;told me\n"))
        assert "line 2: a spreadsheet has rounded this account's number" in said
        assert "39073" not in said

    @pytest.mark.parametrize(
        "columns",
        ["account,role,role basis,Role", "account,role,role_basis,role basis", "account,account,role,role basis"],
    )
    def test_a_column_that_stands_twice_is_refused_because_only_one_would_be_read(self, sheet, columns):
        said = refusal(sheet(f"{columns}\na:1,author,told me,author\n"))
        assert "have the same name. Delete or rename one of them." in said
        assert "line 1: column" in said

    def test_a_column_of_no_interest_may_stand_twice(self, sheet):
        assert (
            len(read_annotations(sheet("account,name,name,,,role,role basis\na:1,x,y,,,author,told me\n"), CODEBOOK))
            == 1
        )

    def test_cells_that_slipped_past_the_last_column_are_refused(self, sheet):
        """A comma in an unquoted link would otherwise move the rest of the line one column on."""
        said = refusal(
            sheet("account,dimension,category,basis,evidence,note\na:1,role,author,told me,one, two, three\n")
        )
        assert "line 2: there are more cells than columns" in said

    def test_empty_cells_past_the_last_column_and_missing_ones_do_no_harm(self, sheet):
        path = sheet("account,role,role basis,role evidence\na:1,author,told me,,,,\na:2,author,told me\n")
        assert len(read_annotations(path, CODEBOOK)) == 2

    def test_a_quotation_mark_never_closed_is_refused_with_the_line(self, sheet):
        path = sheet('account,role,role basis,role evidence\na:1,author,told me,"open\na:2,author,told me,\n')
        assert "cannot be read as a table from line 2 on" in refusal(path)


class TestWorkbooks:
    @staticmethod
    def book(path, *sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, rows in enumerate(sheets):
            page = book.create_sheet(f"page {number}")
            for row in rows:
                page.append(row)
        book.save(path)
        return path

    def test_wide_with_dates_numbers_and_blank_lines(self, tmp_path):
        path = self.book(
            tmp_path / "sheet.xlsx",
            [
                ["Account", "Role", "Role basis", "Place", "Place basis", "Place evidence", "Noted on"],
                [],
                ["a:1", "author", "told me", 1984, "told me", 3.0, datetime(2026, 3, 1, 12, 0)],
                ["a:2", "[declined]", None, 2.5, "told me", True, date(2026, 3, 2)],
            ],
        )
        table = read_annotations(path, CODEBOOK)
        assert short(table) == [
            ("a:1", "role", "author", "recorded"),
            ("a:1", "place", "1984", "recorded"),
            ("a:2", "role", "", "declined"),
            ("a:2", "place", "2.5", "recorded"),
        ]
        assert table["evidence"].tolist()[1] == "3"
        assert table["noted_on"].dt.day.tolist() == [1, 1, 2, 2]

    def test_long_on_the_second_page(self, tmp_path):
        path = self.book(
            tmp_path / "sheet.xlsx",
            [["read me first"], ["how to use this"]],
            [list(ANNOTATION_COLUMNS), ["a:1", "role", "author", None, "told me", None, None, date(2026, 3, 1)]],
        )
        assert told(read_annotations(path, CODEBOOK)) == {
            ("a:1", "role", "author", "recorded", "told me", "", "", "2026-03-01")
        }

    def test_line_numbers_are_those_of_the_sheet(self, tmp_path):
        rows = [["account", "role", "role basis"], [], ["a:1", "authr", "told me"]]
        assert "line 3: " in refusal(self.book(tmp_path / "sheet.xlsx", rows))

    @pytest.mark.parametrize("number", [1.39073e18, 1390730000000000000])
    def test_an_account_that_is_a_long_number_has_been_rounded(self, tmp_path, number):
        path = self.book(tmp_path / "sheet.xlsx", [["account", "role", "role basis"], [number, "author", "told me"]])
        assert "line 2: a spreadsheet has rounded" in refusal(path)

    def test_a_workbook_called_csv_is_read_as_what_it_is(self, tmp_path):
        path = self.book(tmp_path / "sheet.csv", [["account", "role", "role basis"], ["a:1", "author", "told me"]])
        assert len(read_annotations(path, CODEBOOK)) == 1

    def test_a_sheet_that_says_it_is_smaller_than_it_is_is_read_to_the_end(self, tmp_path):
        path = self.book(tmp_path / "whole.xlsx", [["account", "role", "role basis"], ["a:1", "author", "told me"]])
        altered = tmp_path / "sheet.xlsx"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(altered, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1"'))
        assert len(read_annotations(altered, CODEBOOK)) == 1

    def test_an_empty_workbook_is_empty(self, tmp_path):
        assert "the file is empty" in refusal(self.book(tmp_path / "sheet.xlsx", []))

    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
    @pytest.mark.parametrize("contents", [b"", b"<worksheet><row", b"\xff\xfe\x00"])
    def test_a_damaged_workbook_gets_a_sentence(self, tmp_path, part, contents):
        path = self.book(tmp_path / "whole.xlsx", [["account", "role"], ["a:1", "author"]])
        altered = tmp_path / "sheet.xlsx"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(altered, "w") as new:
            for name in old.namelist():
                new.writestr(name, contents if name == part else old.read(name))
        assert "damaged workbook, or a zip file of another kind" in refusal(altered)

    def test_a_workbook_cut_short_and_a_zip_of_something_else_get_a_sentence(self, tmp_path, sheet):
        path = self.book(tmp_path / "whole.xlsx", [["account", "role"], ["a:1", "author"]])
        assert "damaged workbook" in refusal(sheet(path.read_bytes()[:-400], "cut.xlsx"))
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("data/following.js", "[]")
        assert "a zip file of another kind" in refusal(sheet(archive.getvalue(), "archive.zip"))


class TestOtherFiles:
    @pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n , \n", b"\xff\xfe"])
    def test_an_empty_file(self, sheet, data):
        assert "the file is empty. An annotation sheet has a header line with 'account'" in refusal(sheet(data))

    @pytest.mark.parametrize("header", [LONG, "account;role;role basis", "account"])
    @pytest.mark.parametrize("codebook", [CODEBOOK, None])
    def test_a_header_alone_is_a_sheet_without_statements(self, sheet, header, codebook):
        table = read_annotations(sheet(header + "\n"), codebook)
        assert table.columns.tolist() == list(ANNOTATION_COLUMNS)
        assert table.empty
        assert table["noted_on"].dtype.kind == "M"
        assert table["category"].dtype == "str"

    @pytest.mark.parametrize(
        "data", [b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)), b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"]
    )
    def test_a_photo(self, sheet, data):
        assert "is not a table. Choose the CSV or XLSX sheet" in refusal(sheet(data, "photo.csv"))

    def test_an_old_workbook_or_one_with_a_password(self, sheet):
        said = refusal(sheet(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "sheet.xls"))
        assert "old .xls workbook, or one locked with a password" in said

    def test_a_file_that_is_not_there_and_a_folder(self, tmp_path):
        assert "there is no such file" in refusal(tmp_path / "nowhere.csv")
        assert "there is no such file" in refusal(tmp_path)

    def test_a_file_too_large_for_a_sheet(self, sheet, monkeypatch):
        monkeypatch.setattr("auditkit.annotations.reading.LARGEST_SHEET", 10)
        assert "larger than 100 MB" in refusal(sheet("account,role,role basis\n"))

    def test_a_workbook_that_unpacks_to_too_much(self, tmp_path, monkeypatch):
        monkeypatch.setattr("auditkit.annotations.workbook.LARGEST_CONTENTS", 10)
        path = TestWorkbooks.book(tmp_path / "sheet.xlsx", [["account"]])
        assert "unpacks to more than 1 GB" in refusal(path)

    def test_a_follow_list_instead_of_a_sheet(self, sheet):
        assert "needs a column called account. If this is a follow list" in refusal(sheet("user,boosts\nx,true\n"))

    def test_a_header_almost_right_gets_a_hint(self, sheet):
        assert "called account. A column there is spelt almost like it. If this is a follow list" in refusal(
            sheet("acount,role\nx,author\n")
        )


PROBLEMS = {
    "unknown condition": ("a:1,role,,declind,,", "Did you mean [declined]?"),
    "condition of no kind": ("a:1,role,,qqqq,,", "The conditions are: recorded, nothing found,"),
    "recorded without a category": ("a:1,role,,recorded,told me,", "says recorded but holds no category"),
    "category and condition": ("a:1,role,author,declined,told me,", "holds a category and says 'declined'. Keep one"),
    "unknown category": ("a:1,role,authr,,told me,", "The nearest is 'author'. Correct the spelling, or add"),
    "category like none": ("a:1,role,qqqq,,told me,", "It lists: school librarian, author, Lehrkräfte."),
    "unknown kind": ("a:1,kind,organization,,,", "The nearest is 'organisation'"),
    "unknown rating": (
        "a:1,attention,dayly,,,",
        "is none of: daily, sometimes, never. The nearest is 'daily'. Write one",
    ),
    "rating like none": ("a:1,attention,qqqq,,,", "is none of: daily, sometimes, never. Write one of them."),
    "condition as a category": ("a:1,place,declined,,told me,", "write it in brackets, like [nothing found]"),
    "spaced condition as a category": (
        "a:1,place,Nothing  Found,,told me,",
        "write it in brackets, like [nothing found]",
    ),
    "broken bracket": ("a:1,place,[declined,,told me,", "write it in brackets, like [nothing found]"),
    "unknown dimension": ("a:1,rolle,author,,told me,", "The nearest is 'role'. Correct the sheet, or add"),
    "dimension like none": ("a:1,qqqq,author,,told me,", "It has: role, relation, place, identity."),
    "no basis": ("a:1,role,author,,,", "does not say how you know. Its basis is one of: self-described, published,"),
    "unknown basis": ("a:1,role,author,,publishd,", "Did you mean 'published'?"),
    "basis like none": ("a:1,role,author,,qqqq,", "It is one of: self-described, published, told me, my reading."),
    "identity guessed": ("a:1,identity,Deaf,,my reading,x", "'my reading' would be a guess. Record their own words"),
    "identity without evidence": ("a:1,identity,Deaf,,self-described,", "is self-described but the evidence is empty"),
    "identity published nowhere": ("a:1,identity,Deaf,,published,", "is published but the evidence is empty"),
    "no account": (",role,author,,told me,", "the account is missing. Fill it in, or delete the line."),
}


class TestLinesThatNeedALook:
    HEADER = "account,dimension,category,condition,basis,evidence\n"

    @pytest.mark.parametrize(("row", "sentence"), PROBLEMS.values(), ids=PROBLEMS)
    def test_the_line_the_nearest_and_the_way_out_are_named(self, sheet, row, sentence):
        said = refusal(sheet(f"{self.HEADER}a:9,role,author,,told me,\n{row}\n"))
        assert "\nline 3: " in said
        assert sentence in said

    def test_an_unknown_dimension_in_a_wide_header_is_named_by_its_nearest(self, sheet):
        said = refusal(sheet("account,rolle,rolle basis\na:1,author,told me\n"))
        assert (
            "line 1: the sheet names a dimension that the codebook 'small' does not have. The nearest is 'role'" in said
        )

    def test_a_dimension_of_one_category_takes_no_two(self, sheet):
        said = refusal(sheet("account,relation,relation basis\na:1,met; never met,told me\n"))
        assert "line 2: 'relation' takes one category for each account" in said

    @pytest.mark.parametrize("basis", ["self-described", "published"])
    def test_identity_takes_what_is_said_with_evidence(self, sheet, basis):
        path = sheet(f"{self.HEADER}a:1,identity,Deaf,,{basis},https://example.org\na:2,identity,own words,,told me,\n")
        assert len(read_annotations(path, CODEBOOK)) == 2

    def test_other_dimensions_take_every_basis_without_evidence(self, sheet):
        path = sheet(self.HEADER + "".join(f"a:{n},role,author,,{basis.upper()},\n" for n, basis in enumerate(BASES)))
        assert read_annotations(path, CODEBOOK)["basis"].tolist() == list(BASES)

    def test_self_described_may_be_written_without_the_hyphen(self, sheet):
        path = sheet(f"{self.HEADER}a:1,role,author,,Self described,\n")
        assert read_annotations(path, CODEBOOK)["basis"].tolist() == ["self-described"]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("relation,met,,told me", "relation,never met,,told me"),
            ("kind,person,,", "kind,automated,,"),
            ("set aside,family,,", "set aside,my employer,,"),
            ("role,author,,told me", "role,,declined,"),
            ("role,,declined,", "role,author,,told me"),
            ("role,,declined,", "role,,nothing found,"),
        ],
    )
    def test_two_statements_that_contradict_each_other_are_sent_back(self, sheet, first, second):
        said = refusal(sheet(f"account,dimension,category,condition,basis\na:1,{first}\na:1,{second}\n"))
        assert "line 3: this account has another statement about" in said
        assert "on line 2. Keep one." in said

    def test_two_wide_rows_of_one_account_may_agree_or_fill_each_other(self, sheet):
        head = "account,role,role basis,place,place basis\na:1,author,told me,,\n"
        assert len(read_annotations(sheet(head + "a:1,Author,told me,rural,told me\n"), CODEBOOK)) == 2
        assert "line 3: this account has another statement about 'role' on line 2" in refusal(
            sheet(head + "a:1,school librarian,told me,,\n")
        )

    def test_five_problems_are_shown_and_the_rest_counted(self, sheet):
        said = refusal(sheet(self.HEADER + "".join(f"a:{n},role,qqqq,,told me,\n" for n in range(12))))
        assert said.count("\nline ") == 5
        assert said.endswith("… and 7 more like these.")
        five = refusal(sheet(self.HEADER + "".join(f"a:{n},role,qqqq,,told me,\n" for n in range(5))))
        assert "more like these" not in five

    def test_problems_of_several_kinds_stand_together_in_the_order_of_the_lines(self, sheet):
        said = refusal(sheet(self.HEADER + ",role,author,,told me,\na:1,rolle,author,,told me,\na:1,role,author,,,\n"))
        assert [line.split(":")[0] for line in said.splitlines()[1:]] == ["line 2", "line 3", "line 4"]

    def test_without_a_codebook_a_dimension_still_needs_a_name_of_its_own(self, sheet):
        for name in ("", "platform", "role basis"):
            assert "line 2: there is no dimension, or one of a name that sheets use" in refusal(
                sheet(f"{self.HEADER}a:1,{name},x,,told me,\n"), None
            )

    def test_without_a_codebook_a_dimension_keeps_its_first_spelling(self, sheet):
        path = sheet(f"{self.HEADER}a:1,My Role,x,,told me,\na:2,my_role,x,,told me,\n")
        assert read_annotations(path)["dimension"].tolist() == ["My Role", "My Role"]

    def test_without_a_codebook_a_sentence_names_the_column_of_a_wide_sheet(self, sheet):
        assert "line 2: column C does not say how you know" in refusal(
            sheet("account,name,role,role basis\na:1,Ada,author,\n"), None
        )


def said_about(path, codebook):
    """Everything a person is told about a sheet, whether it can be read or not."""
    try:
        return " ".join(read_annotations(path, codebook).attrs["notes"])
    except AnnotationError as error:
        return str(error)


class TestNothingOfASheetIsRepeated:
    """ETHICS 12: people paste errors into chats."""

    @pytest.mark.parametrize("codebook", [CODEBOOK, None], ids=["codebook", "none"])
    @pytest.mark.parametrize(("row", "_"), PROBLEMS.values(), ids=PROBLEMS)
    def test_in_the_long_form(self, sheet, row, _, codebook):
        account, dimension, category, condition, basis, evidence = row.split(",")
        known = {"role", "place", "kind", "identity"} if codebook else {"kind"}
        cells = [
            account and f"{account}{MARKER}",
            dimension if dimension in known else f"{dimension}{MARKER}",
            category and f"{category}{MARKER}" if category not in ("author", "Deaf") or not codebook else category,
            condition if condition in ("declined", "recorded") else condition and f"{condition}{MARKER}",
            basis if basis in BASES else basis and f"{basis}{MARKER}",
            evidence and f"{evidence}{MARKER}",
        ]
        table = [
            TestLinesThatNeedALook.HEADER.strip().split(","),
            cells,
            [f"a:2{MARKER}", f"{dimension}{MARKER}", MARKER, MARKER, MARKER, MARKER],
        ]
        text = io.StringIO()
        csv.writer(text).writerows(table)
        assert MARKER not in refusal(sheet(text.getvalue()), codebook)

    @pytest.mark.parametrize("codebook", [CODEBOOK, None], ids=["codebook", "none"])
    @pytest.mark.parametrize(
        "text",
        [
            "{m},{m}\n{m},{m}\n",
            "acc{m}ount\n{m}\n",
            "account,{m},{m} basis,role,role basis\n{m},{m},{m},{m},{m}\n",
            "account,{m},{m} basis\n{m},{m},\n",
            "account,{m},{m} basis\n{m},[{m}],\n",
            "account,{m},{m} basis\n{m},[recorded],\n",
            "account,{m},{m} basis\n{m},{m},told me\n{m},[declined],\n",
            "account,role{m},role{m} basis\n{m},{m},{m}\n",
            "account,role,role basis\n{m},{m},{m}\n",
            "account,role,role basis\n{m},[{m}],{m}\n",
            "account,role,role basis\n{m}1E+18,{m},{m}\n",
            "account,kind\n{m},{m}\n",
            "account,role,role basis,{m}\n{m},{m},{m},{m},{m}\n",
            'account,role,role basis\n{m},"{m},{m}\n',
            "account,{m},{m} basis,{m}\n{m},{m},{m}\n",
            "account,dimension,category\n{m},{m},{m}\n{m},,{m}\n",
            "account,dimension,category,condition\n{m},{m},{m},{m}\n",
            "account,dimension,category,condition\n{m},{m},{m},declined\n",
            "account,dimension,category,condition\n{m},{m},,recorded\n",
            "account,dimension,category,condition,basis\n{m},{m},[{m},,told me\n",
            "account,dimension,category,condition,basis\n{m},{m},{m};{m},,told me\n",
        ],
    )
    @pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
    def test_in_any_form(self, sheet, text, codebook, name):
        text = text.format(m=MARKER)
        path = sheet(text, name)
        if name == "sheet.xlsx":
            TestWorkbooks.book(path, [line.split(",") for line in text.splitlines()])
        assert MARKER not in said_about(path, codebook)

    def test_nor_in_what_pandas_or_python_show_below_the_sentence(self, sheet):
        """A chained error would print its own message above ours."""
        path = sheet(f'account,role,role basis\na:1,"{MARKER},told me\n')
        with pytest.raises(AnnotationError) as caught:
            read_annotations(path, CODEBOOK)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


PARTS = st.text("ab; '[=", max_size=6).map(str.strip)


@settings(deadline=None, max_examples=300)
@given(st.lists(PARTS, min_size=1, max_size=4))
@example(["a;", "a;"])
@example(["x; y", ""])
@example(["", ";", ""])
@example(["a; b", "a; b"])
def test_what_belongs_to_several_categories_shares_a_cell_and_parts_again(parts):
    """Reading takes the outer space off the cell in between."""
    cell = join_parts(parts)
    assert split_parts(cell.strip(), len(parts)) == parts
    if len(set(parts)) == 1 and ";" not in parts[0]:
        assert cell == parts[0]


def test_one_basis_or_link_for_several_categories_belongs_to_each():
    assert split_parts("told me", 3) == ["told me"] * 3
    assert split_parts("a talk; a book", 1) == ["a talk; a book"]
    assert split_parts("a; b; c", 2) == ["a; b; c"] * 2
    assert split_parts(" a ; b", 2) == ["a", "b"]


@pytest.mark.parametrize(
    ("cell", "categories", "condition"),
    [
        ("", (), ""),
        ("a", ("a",), ""),
        (" a ;b; ; a", ("a", "b"), ""),
        ("[ declined ]", (), "declined"),
        ("[declined", ("[declined",), ""),
        ("declined]", ("declined]",), ""),
    ],
)
def test_a_cell_holds_categories_or_one_condition_in_brackets(cell, categories, condition):
    assert split_categories(cell) == (categories, condition)


SIGNS = st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"], exclude_characters="\ufeff")
TEXT = (
    st.text(st.one_of(SIGNS, st.sampled_from("=+-@';, \"\n[]é")), min_size=1, max_size=12).map(str.strip).filter(bool)
)
OWN_WORDS = (
    st.text(st.one_of(SIGNS, st.sampled_from("=+-@', \"é")), min_size=1, max_size=10)
    .map(lambda words: " ".join(words.replace(";", "").split()))
    .filter(lambda words: words and not words.startswith("[") and words.casefold() not in ("declined", "rural", "deaf"))
)
EVIDENCE = st.one_of(st.just(""), TEXT)
CONDITIONS = st.sampled_from(["nothing found", "declined", "does not apply"])


@st.composite
def statements(draw):
    """A table such as read_annotations returns: every condition, several categories, each with its own basis."""
    rows = []
    for account in draw(st.lists(TEXT.map(lambda name: f"twitter:x{name}"), max_size=4, unique_by=str.casefold)):
        noted = draw(st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1))))
        for dimension in draw(st.sets(st.sampled_from(CODEBOOK.dimensions), max_size=4)):
            if draw(st.booleans()):
                rows.append(
                    (
                        account,
                        dimension.name,
                        None,
                        draw(CONDITIONS),
                        draw(st.sampled_from(["", *BASES])),
                        draw(EVIDENCE),
                        draw(EVIDENCE),
                        noted,
                    )
                )
                continue
            words = st.sampled_from(dimension.category_names)
            words = st.one_of(words, OWN_WORDS) if dimension.open else words
            several = 3 if dimension.several else 1
            for category in draw(st.lists(words, min_size=1, max_size=several, unique_by=str.casefold)):
                basis = draw(st.sampled_from(BASES[: 3 if dimension.evidence_required else 4]))
                needed = dimension.evidence_required and basis != "told me"
                evidence = draw(TEXT if needed else EVIDENCE)
                rows.append((account, dimension.name, category, "recorded", basis, evidence, draw(EVIDENCE), noted))
        if draw(st.booleans()):
            rows.append((account, "kind", draw(st.sampled_from(KINDS)), "recorded", "", "", "", noted))
        if draw(st.booleans()):
            rows.append((account, "attention", draw(st.sampled_from(RATINGS)), "recorded", "", "", "", noted))
        if draw(st.booleans()):
            rows.append((account, "set aside", draw(TEXT), "recorded", "", "", "", noted))
    table = pd.DataFrame(rows, columns=list(ANNOTATION_COLUMNS))
    table["noted_on"] = pd.to_datetime(table["noted_on"]).astype("datetime64[us]")
    table.attrs["codebook"] = CODEBOOK
    return table


@settings(deadline=None, max_examples=120)
@given(statements(), st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_long_form_comes_back_whole(tmp_path_factory, table, separator, encoding):
    path = write_annotations(table, tmp_path_factory.mktemp("long") / "sheet.csv", form="long")
    saved_again(path, separator, encoding)
    assert told(read_annotations(path, CODEBOOK)) == told(table)


@settings(deadline=None, max_examples=120)
@given(statements(), st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_wide_form_comes_back_without_notes_and_dates(tmp_path_factory, table, separator, encoding):
    path = write_annotations(table, tmp_path_factory.mktemp("wide") / "sheet.csv")
    saved_again(path, separator, encoding)
    table = table.assign(note="", noted_on=pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]"))
    assert told(read_annotations(path, CODEBOOK)) == told(table)


def saved_again(path, separator, encoding):
    """What another spreadsheet program makes of a sheet."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


class TestWriting:
    NOTES = pd.DataFrame(
        [
            (ADA, "role", "author", "recorded", "told me", "a talk; a book", "", None),
            (ADA, "role", "school librarian", "recorded", "told me", "a talk; a book", "", None),
            (BO, "role", None, "nothing found", "", "", "", None),
            (ADA, "kind", "person", "recorded", "", "", "", None),
        ],
        columns=list(ANNOTATION_COLUMNS),
    )

    def test_a_wide_sheet_has_a_row_for_everyone_followed_and_everyone_annotated(self, tmp_path):
        table = follow_table(
            {
                "account": ["mastodon:new@example.org", ADA],
                "handle": ["@new@example.org", "ada"],
                "name": ["=New", "Ada"],
            },
            platform="mastodon",
        )
        follows = FollowList(table, "mastodon", "mastodon")
        path = write_annotations(self.NOTES, tmp_path / "sheet.csv", follows=follows, codebook=CODEBOOK)
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
        assert rows[0][:7] == ["account", "handle", "name", "kind", "role", "role basis", "role evidence"]
        assert [row[:5] for row in rows[1:]] == [
            ["mastodon:new@example.org", "'@new@example.org", "'=New", "", ""],
            [ADA, "ada", "Ada", "person", "author; school librarian"],
            [BO, "", "", "", "[nothing found]"],
        ]
        assert rows[0][7] == "relation"

    def test_ratings_get_a_column_once_there_is_one_and_a_list_to_choose_from(self, tmp_path):
        notes = self.NOTES.copy()
        notes.loc[len(notes)] = [BO, "attention", "sometimes", "recorded", "", "", "", None]
        path = write_annotations(notes, tmp_path / "sheet.xlsx", codebook=CODEBOOK)
        book = openpyxl.load_workbook(path)
        assert [cell.value for cell in book.worksheets[0][1]][3:6] == ["kind", "attention", "role"]
        assert [cell.value for cell in book["lists"]["B"]][:4] == ["attention", *RATINGS]

    def test_excel_is_told_that_it_is_utf_8_and_lines_end_as_it_likes(self, tmp_path):
        data = write_annotations(self.NOTES, tmp_path / "sheet.csv", form="long").read_bytes()
        assert data.startswith(b"\xef\xbb\xbfaccount,dimension,")
        assert data.count(b"\r\n") == 5

    def test_without_a_codebook_the_dimensions_found_are_the_columns(self, tmp_path):
        path = write_annotations(self.NOTES, tmp_path / "sheet.csv")
        assert path.read_text("utf-8-sig").splitlines()[0] == "account,handle,name,kind,role,role basis,role evidence"

    def test_a_codebook_loses_no_dimension_it_does_not_know(self, tmp_path):
        path = write_annotations(
            self.NOTES, tmp_path / "sheet.csv", codebook=Codebook("x", (Dimension("place", open=True),))
        )
        header = path.read_text("utf-8-sig").splitlines()[0].split(",")
        assert header[4::3] == ["place", "role"]

    def test_no_statements_give_a_header_that_reads_back(self, tmp_path):
        path = write_annotations(self.NOTES.iloc[:0], tmp_path / "sheet.csv", codebook=CODEBOOK)
        assert read_annotations(path, CODEBOOK).empty

    def test_an_unknown_form_and_a_table_of_another_shape_are_refused(self, tmp_path):
        with pytest.raises(ValueError, match="wide, long"):
            write_annotations(self.NOTES, tmp_path / "sheet.csv", form="tall")
        with pytest.raises(ValueError, match="needs the columns basis"):
            write_annotations(self.NOTES.drop(columns="basis"), tmp_path / "sheet.csv")

    def test_a_place_that_cannot_be_written_gets_a_sentence_and_nothing_half_written(self, tmp_path):
        with pytest.raises(AnnotationError, match=r"sheet\.csv: cannot be written there"):
            write_annotations(self.NOTES, tmp_path / "nowhere" / "sheet.csv")
        (tmp_path / "sheet.csv").mkdir()
        with pytest.raises(AnnotationError, match="cannot be written there"):
            write_annotations(self.NOTES, tmp_path / "sheet.csv")
        assert [path.name for path in tmp_path.iterdir()] == ["sheet.csv"]
