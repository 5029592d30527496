"""LinkedIn: which table a file is, what of it is kept, and names alone. Numbers are those of FORMATS, section 28."""

import zipfile
from pathlib import Path

import pytest

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.readers import explain_export, follow_list_as_dict, read_follow_list

EXPORTS = Path(__file__).resolve().parent.parent / "sample_data" / "exports" / "linkedin"
NOTES = 'Notes:\n"When exporting, some addresses are missing,\nsee https://help.example.invalid"\n\n'
HEADINGS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ADA = "Ada,Example,https://www.linkedin.com/in/ada.example,ada@library.example,Org,Librarian,24 Aug 2023\n"


@pytest.fixture
def read(tmp_path):
    def read(text, name="Connections.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_follow_list(tmp_path / name)

    return read


@pytest.mark.parametrize(
    "data",
    [
        (NOTES + HEADINGS + ADA).encode(),
        (HEADINGS + ADA).encode(),
        (NOTES + HEADINGS + ADA).replace("\n", "\r\n").encode(),
        (NOTES + HEADINGS + ADA).encode("utf-8-sig"),
        (NOTES + HEADINGS + ADA).encode("utf-16"),
        (NOTES + HEADINGS.lower() + ADA).encode(),
        (NOTES + HEADINGS + ",,,,,,\n" + ADA).encode(),
        ("A remark\n\n" + HEADINGS + ADA).encode(),
    ],
    ids=["notes", "none", "crlf", "mark", "utf-16", "small letters", "empty row", "other remark"],
)
def test_42_connections_are_found_below_any_notes(read, data):
    follows = read(data)
    assert follows.table[["account", "name", "relation"]].values.tolist() == [
        ["linkedin:ada.example", "Ada Example", "connected"]
    ]


def test_mail_addresses_are_dropped_on_read():
    """ETHICS 10: never kept, never shown."""
    path = EXPORTS / "Complete_LinkedInDataExport_11-10-2026.zip"
    follows = read_follow_list(path)
    assert "library.example" not in str(follow_list_as_dict(follows)) + follows.table.to_string()
    assert not [line for line in explain_export(path) if "@" in line]


def test_messages_and_invitations_are_never_opened():
    read = read_follow_list(EXPORTS / "Complete_LinkedInDataExport_11-10-2026.zip").members_read
    assert set(read) == {
        "Connections.csv", "Member_Follows_100000001.csv", "Company Follows.csv", "Hashtag_Follows_100000001.csv", "Events.csv"
    }  # fmt: skip


@pytest.mark.parametrize("row", [",,,,,,", ",,,,,,03 Jan 2019", "LinkedIn,Member,,,,,03 Jan 2019"])
def test_42_rows_of_people_who_left_are_counted(read, row):
    follows = read(HEADINGS + ADA + row + "\n")
    assert len(follows) == 1
    assert set(follows.skipped) <= {"people who left LinkedIn"}


@pytest.mark.parametrize("row", ["Ada", "Ada,Example", "Ada,Example,https://www.linkedin.com/in/ada.example"])
def test_60_row_shorter_than_the_headings_is_read_as_far_as_it_goes(read, row):
    follows = read(HEADINGS + row + "\n")
    assert follows.table["name"].str.startswith("Ada").tolist() == [True]


def test_without_links_the_name_is_the_key(read):
    follows = read("First Name,Last Name,Email Address,Company,Position,Connected On\nAda,Example,,,,24 Aug 2018\n")
    assert follows.table["account"].tolist() == ["linkedin:name/ada-example"]


def test_43_lists_with_the_member_number_in_their_name_are_read_together():
    follows = read_follow_list(*sorted((EXPORTS / "two-suffixes-together").iterdir()))
    assert len(follows) == 4
    assert follows.skipped["listed more than once"] == 1


def test_43_list_with_headings_alone_is_empty_and_not_an_error(read):
    assert len(read("Date,Status,FullName\n", "Member_Follows_100000001.csv")) == 0


def test_44_two_of_one_name_stay_two_as_long_as_their_dates_differ(read):
    rows = "Wed Jun 24 12:43:42 UTC 2026,Active,{0}\nThu Jun 25 12:43:42 UTC 2026,Active,{0}\n"
    follows = read("Date,Status,FullName\n" + rows.format("Ada Example"), "Member_Follows_1.csv")
    assert len(follows) == 2
    assert "2 accounts share a name with another; only their dates differ." in follows.notes


@pytest.mark.parametrize("name", ["🌱 Ada", "Dr. Ada Example, PhD", "Ada (She/Her)", "A.", "Ada\u200b", "=SUM(A1)"])
def test_44_62_names_are_kept_as_they_are_written(read, name):
    follows = read(f'Date,Status,FullName\n2026-07-20 10:25:25,Active,"{name}"\n', "Member_Follows_1.csv")
    assert follows.table["name"].tolist() == [name]


def test_person_connected_and_followed_is_kept_apart_and_counted():
    follows = read_follow_list(EXPORTS / "Complete_LinkedInDataExport_11-10-2026.zip")
    of_ada = follows.table[follows.table["name"] == "Ada Example"]
    assert of_ada["account"].tolist() == ["linkedin:ada.example", "linkedin:name/ada-example"]
    assert any(
        note.startswith("Names that stand among your connections and among people you follow: 1.")
        for note in follows.notes
    )


def test_somebody_unfollowed_is_left_out(read):
    follows = read("Date,Status,FullName\n,Active,Ada\n,Inactive,Bo\n,Unfollowed,Cy\n", "Member_Follows_1.csv")
    assert follows.table["name"].tolist() == ["Ada"]
    assert follows.skipped == {"no longer followed": 2}


def test_event_that_was_declined_is_left_out_and_passwords_in_links_are_dropped():
    follows = read_follow_list(EXPORTS / "Events.csv")
    assert follows.table[["name", "relation", "url"]].values.tolist() == [
        ["Invented Webinar", "attended", "https://webinar.example/j/1"]
    ]
    assert follows.skipped == {"declined or cancelled": 1}


def test_hashtags_are_groups_one_has_joined():
    follows = read_follow_list(EXPORTS / "Hashtag_Follows_100000001.csv")
    assert follows.table[["account", "relation"]].values.tolist() == [
        ["linkedin:#inventedtag", "member"],
        ["linkedin:#inventedchat", "member"],
    ]


def test_table_kept_by_hand_with_like_headings_is_not_linkedins(read):
    follows = read("First Name,Last Name,URL\nAda,Example,https://library.example/@ada\n", "people.csv")
    assert follows.reader == "table"


def test_headings_far_below_the_notes_are_not_looked_for(read):
    with pytest.raises(UnknownExportError):
        read("a remark\n" * 11 + HEADINGS + ADA)


def test_58_open_quotation_mark_is_damage_with_the_line(read):
    with pytest.raises(BrokenExportError, match=r"Connections\.csv: cannot be read as a table from line"):
        read(NOTES + HEADINGS + ADA + '"Bo,Example\n')


def test_archive_of_another_platform_with_an_invitations_table_is_not_linkedins(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("Invitations.csv", "a,b\n")
        archive.writestr("other.txt", "x")
    with pytest.raises(UnknownExportError) as found:
        read_follow_list(tmp_path / "x.zip")
    assert "LinkedIn" not in str(found.value)
