"""Annotation sheets out of the audit file and back, after whatever a spreadsheet did to them."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

import auditkit as ak
from auditkit.annotations.workbook import NUMBER_OF_SHEET
from auditkit.audit_file import history
from auditkit.tables import BASES, CONDITIONS, FollowList, follow_table

ADA, BO, CY = "mastodon:ada@example.org", "mastodon:bo@example.org", "mastodon:cy@example.org"
CODEBOOK = ak.Codebook(
    "test",
    (
        ak.Dimension("role", "What do they do?", tuple(map(ak.Category, ("teacher", "librarian", "author")))),
        ak.Dimension("field", categories=(ak.Category("maps"),), open=True, several=False),
    ),
)


@pytest.fixture
def clock(monkeypatch):
    """The day, set by hand."""
    moment = {"day": "2026-11-22"}
    monkeypatch.setattr(history, "now", lambda: f"{moment['day']}T09:00:00.000000Z")
    return lambda day: moment.update(day=day)


@pytest.fixture
def audit(tmp_path, clock):
    rows = {
        "account": [ADA, BO, CY],
        "handle": ["ada@example.org", "bo@example.org", "=cy"],
        "name": ["Ada", None, "@Cy"],
    }
    with ak.new_audit(tmp_path / "my.audit", codebook=CODEBOOK) as audit:
        audit.add_snapshot(FollowList(follow_table(rows, platform="mastodon"), "mastodon", "mastodon"), "2026-11-20")
        audit.annotate(ADA, "role", ["teacher", "author"], basis="self-described", evidence="https://ada.example")
        audit.mark(BO, "role", "nothing found", note="looked twice")
        audit.annotate(BO, "field", "=SUM(A1)", basis="my reading", note="their word")
        yield audit


def rows_of(path):
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


def write_rows(path, rows, separator=",", encoding="utf-8-sig"):
    """Write the rows as a spreadsheet does that knows nothing of us."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                cell = book.active.cell(number, place, text or None)
                cell.data_type = "s" if text else "n"  # text stays text, also where it looks like a formula
        book.save(path)
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(rows)
        path.write_bytes(text.getvalue().encode(encoding))


def edit(path, account, column, text, dimension=None):
    rows = rows_of(path)
    header = rows[0]
    for row in rows[1:]:
        if row[header.index("account")] == account and dimension in (
            None,
            row[header.index("dimension")] if dimension else None,
        ):
            row[header.index(column)] = text
    write_rows(path, rows)


def recorded(audit, account, dimension):
    table = audit.annotations()
    rows = table[(table["account"] == account) & (table["dimension"] == dimension)]
    return list(rows["category"].dropna()) or list(rows["condition"])


FILES = [(form, ending) for form in ("wide", "long") for ending in (".csv", ".xlsx")]


@pytest.mark.parametrize(("form", "ending"), FILES)
class TestUntouched:
    def test_a_sheet_that_nobody_edited_changes_nothing(self, audit, tmp_path, form, ending):
        preview = audit.read_sheet(audit.write_sheet(tmp_path / f"sheet{ending}", form=form))
        assert (len(preview.changes), len(preview.conflicts), preview.unchanged) == (0, 0, 3)
        assert preview.problems == ()
        assert preview.apply() == 0

    def test_it_comes_back_after_a_plain_spreadsheet_saved_it_in_another_order(self, audit, tmp_path, form, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}", form=form)
        rows = rows_of(path)
        write_rows(path, [rows[0], *sorted(rows[1:], reverse=True)])
        preview = audit.read_sheet(path)
        assert (len(preview.changes), len(preview.conflicts), preview.problems) == (0, 0, ())

    def test_reading_and_writing_leave_nothing_to_undo(self, audit, tmp_path, form, ending):
        audit.read_sheet(audit.write_sheet(tmp_path / f"sheet{ending}", form=form)).apply()
        assert audit.undo() == "annotate"

    def test_read_annotations_understands_it_too(self, audit, tmp_path, form, ending):
        table = ak.read_annotations(audit.write_sheet(tmp_path / f"sheet{ending}", form=form), CODEBOOK)
        assert set(table[table["account"] == ADA]["category"]) == {"teacher", "author"}


class TestTheWorkbook:
    @pytest.fixture
    def book(self, audit, tmp_path):
        return openpyxl.load_workbook(audit.write_sheet(tmp_path / "sheet.xlsx"))

    def column(self, sheet, name):
        return next(cell.column_letter for cell in sheet[1] if cell.value == name)

    def test_lists_come_from_the_codebook_with_conditions_in_brackets_and_bases(self, book):
        sheet = book.worksheets[0]
        lists = {}
        for rule in sheet.data_validations.dataValidation:
            area = rule.formula1.partition("!")[2].replace("$", "")
            lists[str(rule.sqref).partition("2:")[0]] = [row[0].value for row in book["lists"][area]]
        assert lists[self.column(sheet, "role")] == [
            *("teacher", "librarian", "author"),
            *("[nothing found]", "[declined]", "[does not apply]"),
        ]
        assert lists[self.column(sheet, "role basis")] == list(BASES)

    def test_several_categories_and_own_words_may_be_typed(self, book):
        assert not any(rule.showErrorMessage for rule in book.worksheets[0].data_validations.dataValidation)

    def test_the_key_columns_are_locked_and_the_others_are_not(self, book):
        sheet = book.worksheets[0]
        assert sheet.protection.sheet
        locked = {sheet.cell(1, cell.column).value for cell in sheet[2] if cell.protection.locked}
        assert locked == {"account", "handle", "name", "sheet"}

    def test_filtering_and_sorting_are_allowed_and_there_is_no_password(self, book):
        protection = book.worksheets[0].protection
        assert not protection.autoFilter
        assert not protection.sort
        assert protection.password is None

    def test_the_header_stays_in_view_and_the_number_is_hidden(self, book):
        sheet = book.worksheets[0]
        assert sheet.freeze_panes == "D2"
        assert sheet.column_dimensions[self.column(sheet, "sheet")].hidden
        assert book["lists"].sheet_state == "hidden"

    def test_instructions_are_there_in_plain_words(self, book):
        cells = [str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row]
        assert "What do they do? Several go with ; between them. Empty: not reviewed yet." in cells
        assert "Empty the cell. A row or a column that you delete changes nothing." in cells

    def test_no_cell_is_a_formula(self, book):
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
        assert any(cell.value == "=SUM(A1)" for row in book.worksheets[0].iter_rows() for cell in row)

    def test_a_plain_sheet_is_written_as_a_workbook_too(self, audit, tmp_path):
        path = ak.write_annotations(audit.annotations(), tmp_path / "plain.XLSX")
        again = ak.read_annotations(path, CODEBOOK)
        assert again["account"].tolist() == [ADA, ADA, BO, BO]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
class TestEdits:
    def test_a_new_category_is_a_change_with_what_was_is_and_is_said(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        edit(path, CY, "role", "Librarian")
        edit(path, CY, "role basis", "told me")
        preview = audit.read_sheet(path)
        row = preview.changes.iloc[0]
        assert row[["account", "dimension", "was_then", "is_now", "says_now"]].tolist() == [
            *(CY, "role", "not reviewed", "not reviewed", "librarian (told me)"),
        ]
        assert recorded(audit, CY, "role") == []
        assert preview.apply() == 1
        assert recorded(audit, CY, "role") == ["librarian"]

    def test_an_emptied_cell_takes_back_and_says_so_before(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        edit(path, ADA, "role", "")
        preview = audit.read_sheet(path)
        assert preview.changes["remark"].tolist() == ["taken back"]
        preview.apply()
        assert recorded(audit, ADA, "role") == []

    def test_a_condition_replaces_a_category(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        edit(path, ADA, "role", "[Declined]")
        audit.read_sheet(path).apply()
        assert recorded(audit, ADA, "role") == ["declined"]

    def test_one_undo_takes_the_whole_sheet_back_and_redo_brings_it_again(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        edit(path, ADA, "role", "")
        edit(path, BO, "role", "[declined]")
        audit.read_sheet(path).apply()
        assert audit.undo() == "sheet"
        assert (recorded(audit, ADA, "role"), recorded(audit, BO, "role")) == (["teacher", "author"], ["nothing found"])
        audit.redo()
        assert (recorded(audit, ADA, "role"), recorded(audit, BO, "role")) == ([], ["declined"])

    def test_missing_rows_and_columns_change_nothing(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        rows = rows_of(path)
        kept = [place for place, name in enumerate(rows[0]) if name in ("account", "role", "sheet")]
        write_rows(path, [[row[place] for place in kept] for row in rows if row[0] != BO])
        preview = audit.read_sheet(path)
        assert (len(preview.changes), preview.problems) == (0, ())

    def test_basis_and_evidence_stay_when_their_columns_are_gone(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        rows = rows_of(path)
        kept = [place for place, name in enumerate(rows[0]) if name in ("account", "role", "sheet")]
        write_rows(path, [[row[place] for place in kept] for row in rows])
        edit(path, ADA, "role", "author")
        audit.read_sheet(path).apply()
        row = audit.annotations().query("account == @ADA").iloc[0]
        assert row[["category", "basis", "evidence"]].tolist() == ["author", "self-described", "https://ada.example"]

    def test_own_columns_and_rows_do_no_harm(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        rows = rows_of(path)
        rows = [["thoughts", *row] for row in rows]
        rows.append(["", "mastodon:new@example.org", *[""] * (len(rows[0]) - 2)])
        rows[-1][rows[0].index("role")], rows[-1][rows[0].index("role basis")] = "teacher", "told me"
        write_rows(path, rows)
        preview = audit.read_sheet(path)
        assert preview.changes["remark"].tolist() == ["nothing to compare with"]
        preview.apply()
        assert recorded(audit, "mastodon:new@example.org", "role") == ["teacher"]

    def test_the_note_of_a_statement_survives_the_wide_form(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        edit(path, BO, "field", "rivers")
        audit.read_sheet(path).apply()
        row = audit.annotations().query("account == @BO and dimension == 'field'").iloc[0]
        assert row[["category", "note"]].tolist() == ["rivers", "their word"]

    def test_setting_aside_and_kind_go_out_and_come_back(self, audit, tmp_path, ending):
        audit.set_aside(ADA, "my sister; family")
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        edit(path, BO, "set aside", "my employer")
        edit(path, BO, "kind", "organisation")
        preview = audit.read_sheet(path)
        assert len(preview.changes) == 2
        preview.apply()
        seen = audit.voices().set_index("voice")
        assert seen["set_aside"].tolist() == [True, True, False]
        assert seen.loc[BO, "kind"] == "organisation"

    def test_where_nothing_was_found_is_kept_as_a_note(self, audit, tmp_path, ending):
        path = audit.write_sheet(tmp_path / f"sheet{ending}")
        edit(path, CY, "role", "[nothing found]")
        edit(path, CY, "role evidence", "https://cy.example/about")
        audit.read_sheet(path).apply()
        assert audit.annotations().query("account == @CY")["note"].tolist() == ["https://cy.example/about"]


class TestThreeWays:
    def test_what_changed_in_the_audit_meanwhile_is_not_undone_by_an_old_cell(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        audit.annotate(ADA, "role", "librarian", basis="told me")
        assert len(audit.read_sheet(path).changes) == 0

    def test_a_conflict_shows_both_values_and_is_never_decided_silently(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        audit.annotate(ADA, "role", "librarian", basis="told me")
        edit(path, ADA, "role", "author")
        preview = audit.read_sheet(path)
        row = preview.conflicts.iloc[0]
        assert row["was_then"].startswith("teacher (self-described")
        assert row["is_now"] == "librarian (told me)"
        assert row["says_now"] == "author (self-described, https://ada.example)"
        with pytest.raises(ValueError, match="conflicts without an answer"):
            preview.apply()
        assert recorded(audit, ADA, "role") == ["librarian"]

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("keep mine", ["librarian"]),
            ("take sheet", ["author"]),
            ({(ADA, "role"): "take sheet"}, ["author"]),
            ({(ADA, "role"): "keep mine"}, ["librarian"]),
        ],
    )
    def test_a_conflict_goes_as_the_person_says(self, audit, tmp_path, answer, expected):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        audit.annotate(ADA, "role", "librarian", basis="told me")
        edit(path, ADA, "role", "author")
        audit.read_sheet(path).apply(answer)
        assert recorded(audit, ADA, "role") == expected

    def test_a_mapping_that_forgets_a_conflict_is_refused(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        audit.annotate(ADA, "role", "librarian", basis="told me")
        edit(path, ADA, "role", "author")
        with pytest.raises(ValueError, match="without an answer"):
            audit.read_sheet(path).apply({(BO, "role"): "take sheet"})

    def test_the_same_change_on_both_sides_is_no_conflict(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, BO, "role", "[declined]")
        audit.mark(BO, "role", "declined", note="looked twice")
        preview = audit.read_sheet(path)
        assert (len(preview.changes), len(preview.conflicts)) == (0, 0)

    def test_what_was_undone_since_is_compared_as_it_stands(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        assert audit.undo() == "annotate"
        edit(path, BO, "field", "rivers")
        preview = audit.read_sheet(path)
        assert preview.conflicts[["was_then", "is_now"]].iloc[0].tolist() == [
            "=SUM(A1) (my reading) note: their word",
            "not reviewed",
        ]

    def test_bringing_the_same_sheet_twice_changes_nothing_more(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, ADA, "role", "author")
        assert audit.read_sheet(path).apply() == 1
        again = audit.read_sheet(path)
        assert (len(again.changes), len(again.conflicts)) == (0, 0)

    def test_a_preview_that_has_grown_old_is_refused(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, ADA, "role", "author")
        preview = audit.read_sheet(path)
        audit.mark(CY, "role", "declined")
        with pytest.raises(ak.AuditFileError, match="changed since the sheet was read"):
            preview.apply()
        assert recorded(audit, ADA, "role") == ["teacher", "author"]

    def test_a_change_counts_from_the_day_it_came_back(self, audit, tmp_path, clock):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, ADA, "role", "author")
        clock("2026-12-24")
        audit.read_sheet(path).apply()
        before = audit.voices(known_as_of="2026-12-23").set_index("voice")
        assert before.loc[ADA, "role"] == ("teacher", "author")
        assert audit.voices().set_index("voice").loc[ADA, "role"] == ("author",)

    def test_lines_of_two_sheets_are_each_held_against_their_own(self, audit, tmp_path):
        first = audit.write_sheet(tmp_path / "first.csv")
        audit.annotate(BO, "role", "teacher", basis="told me")
        second = rows_of(audit.write_sheet(tmp_path / "second.csv"))
        rows = rows_of(first)
        write_rows(first, [*[row for row in rows if row[0] != BO], *[row for row in second if row[0] == BO]])
        edit(first, BO, "role", "author")
        preview = audit.read_sheet(first)
        assert preview.changes["was_then"].tolist() == ["teacher (told me)"]

    def test_words_renamed_since_are_understood_on_the_way_back(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        audit.edit_codebook("role", rename={"author": "writer"})
        assert len(audit.read_sheet(path).changes) == 0
        edit(path, CY, "role", "author")
        edit(path, CY, "role basis", "told me")
        preview = audit.read_sheet(path)
        assert preview.changes["says_now"].tolist() == ["writer (told me)"]


class TestTheLongForm:
    def path(self, audit, tmp_path):
        return audit.write_sheet(tmp_path / "sheet.csv", form="long")

    def test_a_missing_row_of_several_takes_nothing_back(self, audit, tmp_path):
        path = self.path(audit, tmp_path)
        rows = rows_of(path)
        write_rows(path, [row for row in rows if "author" not in row])
        assert len(audit.read_sheet(path).changes) == 0

    def test_an_emptied_row_of_several_takes_back_that_one(self, audit, tmp_path):
        path = self.path(audit, tmp_path)
        rows = rows_of(path)
        for row in rows:
            if "author" in row:
                row[row.index("author")] = ""
        write_rows(path, rows)
        audit.read_sheet(path).apply()
        assert recorded(audit, ADA, "role") == ["teacher"]

    def test_a_row_below_adds_a_category(self, audit, tmp_path):
        path = self.path(audit, tmp_path)
        rows = rows_of(path)
        new = dict.fromkeys(rows[0], "") | {
            "account": ADA,
            "dimension": "Role",
            "category": "librarian",
            "basis": "told me",
        }
        write_rows(path, [*rows, list(new.values())])
        audit.read_sheet(path).apply()
        assert set(recorded(audit, ADA, "role")) == {"teacher", "author", "librarian"}

    def test_a_note_is_a_change_and_a_date_alone_is_none(self, audit, tmp_path):
        path = self.path(audit, tmp_path)
        edit(path, BO, "noted_on", "11/22/26", dimension="role")
        assert len(audit.read_sheet(path).changes) == 0
        edit(path, BO, "note", "looked three times", dimension="role")
        audit.read_sheet(path).apply()
        assert audit.annotations().query("dimension == 'role' and account == @BO")["note"].tolist() == [
            "looked three times"
        ]

    def test_a_new_day_beside_a_change_is_the_day_it_counts_from(self, audit, tmp_path):
        path = self.path(audit, tmp_path)
        edit(path, BO, "condition", "declined", dimension="role")
        edit(path, BO, "noted_on", "24.12.2026", dimension="role")
        audit.read_sheet(path).apply()
        assert audit.annotations().query("condition == 'declined'")["noted_on"].tolist() == [pd.Timestamp("2026-12-24")]

    def test_the_workbook_offers_dimensions_conditions_and_bases(self, audit, tmp_path):
        book = openpyxl.load_workbook(audit.write_sheet(tmp_path / "sheet.xlsx", form="long"))
        columns = {
            cell.value: [row.value for row in column[1:]] for column in book["lists"].columns for cell in column[:1]
        }
        assert list(filter(None, columns["condition"])) == list(CONDITIONS)
        assert list(filter(None, columns["dimension"])) == ["kind", "set aside", "attention", "role", "field"]


class TestWhatIsWrong:
    def test_a_problem_is_a_sentence_with_the_line_and_the_rest_can_be_applied(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, ADA, "role", "astronaut")
        edit(path, BO, "role", "[declined]")
        preview = audit.read_sheet(path)
        assert len(preview.problems) == 1
        assert preview.problems[0].startswith("line 2: what stands in 'role' is not in the codebook.")
        assert "astronaut" not in preview.problems[0]
        preview.apply()
        assert (recorded(audit, ADA, "role"), recorded(audit, BO, "role")) == (["teacher", "author"], ["declined"])

    def test_a_category_without_a_basis_is_a_problem(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, CY, "role", "teacher")
        assert "does not say how you know" in audit.read_sheet(path).problems[0]

    def test_an_old_statement_is_not_held_against_the_sheet(self, audit, tmp_path):
        """It was accepted then; only what was touched is checked."""
        path = audit.write_sheet(tmp_path / "sheet.csv")
        audit.edit_codebook("role", retire="author")
        assert audit.read_sheet(path).problems == ()

    def test_two_different_rows_about_one_account_are_a_problem(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        rows = rows_of(path)
        copy = list(rows[1])
        copy[rows[0].index("role")] = "librarian"
        write_rows(path, [*rows, copy])
        preview = audit.read_sheet(path)
        assert preview.problems == (
            "line 2, 5: other lines are about the same account and say something else. Keep one.",
        )
        assert len(preview.changes) == 0

    def test_lines_that_cannot_be_used_are_left_out_with_the_reason(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        rows = rows_of(path)
        rows[1][0], rows[2][0], rows[3][0] = "twitter:9.22337E+18", "bo", ""
        rows.append([CY, *[""] * (len(rows[0]) - 1), "slipped"])
        write_rows(path, rows)
        assert audit.read_sheet(path).left_out.sort_values("line").values.tolist() == [
            [2, "a spreadsheet has rounded this account's number"],
            [3, "the account is not written as platform:name"],
            [4, "the account is missing"],
            [5, "there are more cells than columns, so some have slipped"],
        ]

    def test_a_column_that_is_there_twice_is_not_read(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        rows = rows_of(path)
        write_rows(path, [[*row, "role" if number == 0 else "author"] for number, row in enumerate(rows)])
        preview = audit.read_sheet(path)
        assert len(preview.changes) == 0
        assert "same name" in preview.problems[0]

    @pytest.mark.parametrize("text", ["", "handle,role\nx,y\n"])
    def test_a_file_that_is_no_sheet_is_refused(self, audit, tmp_path, text):
        path = tmp_path / "other.csv"
        path.write_text(text)
        with pytest.raises(ak.AnnotationError):
            audit.read_sheet(path)

    def test_an_unknown_form_is_refused(self, audit, tmp_path):
        with pytest.raises(ValueError, match="wide, long"):
            audit.write_sheet(tmp_path / "sheet.csv", form="tall")

    def test_a_folder_that_is_not_there_is_said(self, audit, tmp_path):
        with pytest.raises(ak.AnnotationError, match="cannot be written"):
            audit.write_sheet(tmp_path / "nowhere" / "sheet.csv")


class TestWithoutANumber:
    def test_a_sheet_made_by_hand_is_held_against_the_present_and_says_so(self, audit, tmp_path):
        path = tmp_path / "mine.csv"
        write_rows(
            path, [["account", "role", "role basis"], [ADA, "author", "told me"], [BO, "", ""], [CY, "[declined]", ""]]
        )
        preview = audit.read_sheet(path)
        assert preview.went_out is None
        assert preview.changes["account"].tolist() == [ADA, CY]
        assert set(preview.changes["remark"]) == {"nothing to compare with"}
        assert "nothing to compare" in preview.notes[0]
        preview.apply()
        assert recorded(audit, BO, "role") == ["nothing found"]

    def test_a_deleted_number_column_makes_a_csv_a_sheet_made_by_hand(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        write_rows(path, [row[:-1] for row in rows_of(path)])
        preview = audit.read_sheet(path)
        assert (preview.went_out, len(preview.changes)) == (None, 0)

    def test_a_workbook_also_has_its_number_among_the_instructions(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.xlsx")
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet.delete_cols(sheet.max_column)
        sheet["E2"] = None
        book.save(path)
        assert NUMBER_OF_SHEET.capitalize() in [cell.value for cell in book.worksheets[1]["A"]]
        assert audit.read_sheet(path).went_out == pd.Timestamp("2026-11-22")

    def test_a_sheet_of_another_audit_is_held_against_the_present(self, audit, tmp_path):
        with ak.new_audit(tmp_path / "other.audit", codebook=CODEBOOK) as other:
            assert other.read_sheet(audit.write_sheet(tmp_path / "sheet.csv")).went_out is None


class TestWhoIsMeant:
    def test_only_the_accounts_asked_for_go_out(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv", accounts=[BO, "mastodon:ADA@example.org"])
        assert [row[0] for row in rows_of(path)[1:]] == [BO, ADA]

    def test_a_forgotten_person_does_not_come_back_with_a_sheet(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, ADA, "role", "author")
        audit.forget(ADA)
        preview = audit.read_sheet(path)
        assert preview.left_out["why"].tolist() == ["on your do-not-record list"]
        assert len(preview.changes) == 0

    def test_german_and_tabbed_csv_come_back(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        rows = rows_of(path)
        for separator, encoding in ((";", "cp1252"), ("\t", "utf-16")):
            write_rows(path, rows, separator, encoding)
            preview = audit.read_sheet(path)
            assert (len(preview.changes), preview.unchanged, preview.problems) == (0, 3, ())

    def test_the_preview_says_itself_in_sentences(self, audit, tmp_path):
        path = audit.write_sheet(tmp_path / "sheet.csv")
        edit(path, ADA, "role", "author")
        assert str(audit.read_sheet(path)).splitlines()[0] == (
            "sheet.csv, which went out on 2026-11-22: 1 change, 0 conflicts, 2 unchanged, 0 lines left out. "
            "Nothing has changed yet."
        )
