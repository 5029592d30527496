"""Workbooks: as real programs write them, with what they do to lists; hostile ones bounded."""

import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest

from auditkit.errors import AuditKitError, BrokenExportError, UnknownExportError
from auditkit.readers import read_follow_list
from sample_data.export_samples.spreadsheet import HEAD, PEOPLE, Raw, workbook


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return path


def test_workbook_that_openpyxl_wrote_is_read_with_dates_links_and_hidden_worksheets(tmp_path):
    """Another program wrote the file: dates in cells, a link behind a name, a hidden worksheet first."""
    book = openpyxl.Workbook()
    book.active.append(["handle"])
    book.active.append(["hidden@example.org"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("people")
    sheet.append(["Name", "Handle", "Followed since"])
    sheet.append(["Ada", "ada@example.org", date(2024, 3, 5)])
    sheet.append(["Bo", None, date(2023, 12, 31)])
    sheet["A3"].hyperlink = "https://example.social.example/@bo"
    book.active = 1
    book.save(tmp_path / "x.xlsx")
    follows = read_follow_list(tmp_path / "x.xlsx")
    assert follows.table["account"].tolist() == ["mastodon:ada@example.org", "mastodon:bo@example.social.example"]
    assert [f"{since:%Y-%m-%d}" for since in follows.table["since"]] == ["2024-03-05", "2023-12-31"]
    assert "1 hidden worksheet" in follows.notes[-1]


def test_65_numbers_of_accounts_that_the_spreadsheet_rounded_are_said_and_not_used(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "platform"])
    book.active.append([9223372036854775901, "twitter"])
    book.active.append(["9223372036854775902", "twitter"])
    book.save(tmp_path / "x.xlsx")
    raw = packed(tmp_path / "y.xlsx", workbook([["id", "platform"], [9.22337203685478e18, "x"]]))
    with pytest.raises(BrokenExportError, match="rounded by a spreadsheet"):
        read_follow_list(raw)


def test_cell_that_looks_like_a_formula_is_text_and_a_formula_counts_with_its_value(tmp_path):
    value = Raw('<c r="REF" t="str"><f>CONCATENATE("ada","@example.org")</f><v>ada@example.org</v></c>')
    path = packed(tmp_path / "x.xlsx", workbook([["handle", "name"], [value, "=SUM(A1)"]]))
    follows = read_follow_list(path)
    assert follows.table[["handle", "name"]].values.tolist() == [["ada@example.org", "=SUM(A1)"]]


def test_link_that_is_no_web_address_is_not_taken(tmp_path):
    parts = workbook([["name", "handle"], ["Ada", "ada@example.org"]], links={"A2": "javascript:alert(1)"})
    assert read_follow_list(packed(tmp_path / "x.xlsx", parts)).table["url"].isna().all()


def test_workbook_without_its_list_of_worksheets_is_read_by_their_numbers(tmp_path):
    parts = [(name, data) for name, data in workbook(PEOPLE) if not name.endswith(".rels")]
    assert len(read_follow_list(packed(tmp_path / "x.xlsx", parts))) == 2


def test_table_saved_as_text_but_named_as_a_workbook_is_still_read(tmp_path):
    (tmp_path / "x.xlsx").write_text("handle,name\nada@example.org,Ada\n")
    assert read_follow_list(tmp_path / "x.xlsx").reader == "table"


def sheet_of(body: str) -> list:
    return [(name, body if name.endswith("sheet1.xml") else data) for name, data in workbook([HEAD])]


@pytest.mark.parametrize(
    "body",
    [
        "<worksheet><sheetData><row>" + '<c r="GR1"><v>1</v></c>' * 400_000 + "</row></sheetData></worksheet>",
        "<worksheet><sheetData>" + '<row><c r="GR1"><v>1</v></c></row>' * 300_000 + "</sheetData></worksheet>",
        "<worksheet><sheetData><row>" + "<c>" * 200_000,
        '<worksheet><sheetData><row r="99999999999999999999"><c r="ZZZ1" t="s"><v>99999999999999999999</v></c></row></sheetData></worksheet>',
        '<worksheet xmlns:x="x"><sheetData><x:row><x:c r="A1" t="s"><x:v>-1</x:v></x:c></x:row></sheetData></worksheet>',
        '<?xml version="1.0" encoding="UTF-7"?><worksheet><row/></worksheet>',
        '<worksheet><row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 2_000_000 + "</t></is></c></row></worksheet>",
    ],
    ids=["one wide row", "wide rows", "deep", "numbers too large", "no such text", "encoding", "long text"],
)
def test_hostile_worksheet_is_answered_at_once(body, tmp_path):
    begun = time.perf_counter()
    with pytest.raises(AuditKitError):
        read_follow_list(packed(tmp_path / "x.xlsx", sheet_of(body)))
    assert time.perf_counter() - begun < 8


def test_part_that_swells_past_any_list_is_refused(tmp_path):
    buffer = io.BytesIO(b" " * 60_000_000)
    parts = [*workbook(PEOPLE)[:-1], ("xl/worksheets/sheet1.xml", b"<worksheet><row/>" + buffer.getvalue())]
    with pytest.raises(BrokenExportError, match=r"larger than any list|swell"):
        read_follow_list(packed(tmp_path / "x.xlsx", parts))


def test_56_workbook_without_a_worksheet_is_told_to_be_saved_as_csv(tmp_path):
    with pytest.raises(UnknownExportError, match="save the table as CSV"):
        read_follow_list(packed(tmp_path / "x.xlsx", [("xl/workbook.xml", "<workbook/>")]))
