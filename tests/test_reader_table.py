"""Generic table: headings, platforms, numbers, dates, and lists that are typed."""

import pytest

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.readers import follow_list_as_dict, read_follow_list
from auditkit.readers.dates import read_dates
from auditkit.readers.headings import heading_row, mapped
from auditkit.readers.platforms import from_link, platform_key


def csv(tmp_path, text: str, name: str = "list.csv", encoding: str = "utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def keys(follows) -> list[str]:
    return follows.table["account"].tolist()


# --- typed and pasted ------------------------------------------------------------------------------------------


def test_typed_handles_take_the_platform_that_is_said():
    follows = read_follow_list("@ada_example\n@bo_example", platform="twitter")
    assert keys(follows) == ["twitter:ada_example", "twitter:bo_example"]
    assert (follows.platform, follows.reader, follows.members_read) == ("twitter", "table", ("typed text",))


@pytest.mark.parametrize("spoken", ["X", "twitter", "Twitter", "x.com", " X/Twitter "])
def test_platform_may_be_said_as_people_say_it(spoken):
    assert read_follow_list("@ada_example", platform=spoken).platform == "twitter"


def test_typed_list_may_stand_in_one_line():
    assert keys(read_follow_list("@ada@example.org, @bo@example.org")) == [
        "mastodon:ada@example.org",
        "mastodon:bo@example.org",
    ]


def test_typed_words_that_are_no_file_are_answered_as_a_missing_file():
    with pytest.raises(UnknownExportError, match="there is no such file"):
        read_follow_list("my list.csv")


def test_typed_text_without_handles_says_what_is_expected():
    with pytest.raises(UnknownExportError, match="one handle or link per line"):
        read_follow_list("Dear all,\nthis is a letter, not a list.\n")


def test_handle_that_nobody_knows_the_platform_of_says_so():
    follows = read_follow_list("@ada_example\n@bo_example")
    assert keys(follows) == ["list:ada_example", "list:bo_example"]
    assert follows.platform == "list"
    assert any("platform=" in note for note in follows.notes)


def test_platform_must_be_a_name():
    with pytest.raises(ValueError, match="platform must be a name"):
        read_follow_list("@ada_example", platform=" ")


# --- headings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Handle", "handle"), ("USER NAME", "handle"), ("screen_name", "handle"), ("twitter_handle", "handle"),
        ("Account address", "handle"), ("acct", "handle"), ("@", "handle"), ("Profile", "handle"),
        ("Benutzername", "handle"), ("Nom d’utilisateur", "handle"), ("usuario", "handle"),
        ("Display name", "name"), ("Full-Name", "name"), ("Channel title", "name"), ("Anzeigename", "name"),
        ("xmlUrl", "url"), ("Profile URL", "url"), ("website", "url"), ("Lien", "url"),
        ("Notes", "bio"), ("note", "bio"), ("About", "bio"), ("Descripción", "bio"),
        ("Followed at", "since"), ("Connected On", "since"), ("timestamp", "since"), ("Seit", "since"),
        ("Network", "platform"), ("Réseau", "platform"), ("source", "platform"),
    ],
)  # fmt: skip
def test_heading_is_understood(heading, field):
    assert mapped([heading]) == {field: 0}


def test_first_of_two_same_headings_wins_and_empty_ones_are_passed_over():
    assert mapped(["", "Name", "Name", "Handle", ""]) == {"name": 1, "handle": 3}


def test_row_without_a_known_heading_is_no_heading():
    assert heading_row([["ada@example.org"], ["bo@example.org"]]) == (-1, {})


def test_mapping_is_said_without_repeating_unknown_headings(tmp_path):
    follows = read_follow_list(csv(tmp_path, "Handle,Zqxsecret,Name\n@ada@example.org,x,Ada\n"))
    note = next(note for note in follows.notes if note.startswith("Columns understood"))
    assert note == "Columns understood: column 1 as handle, column 3 as name (of 3); 1 column not used."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_spreadsheets_file_gives_the_same(encoding, separator, end, tmp_path):
    lines = ["Name,Handle,Bio", 'Zoë Example,@zoe@example.org,"Köln, am Rhein"', "", "Bo,bo@example.org,"]
    text = end.join(line.replace(",", separator) if "Rhein" not in line else line for line in lines) + end
    if separator != ",":
        text = text.replace(
            'Zoë Example,@zoe@example.org,"Köln, am Rhein"',
            separator.join(("Zoë Example", "@zoe@example.org", '"Köln, am Rhein"')),
        )
    follows = read_follow_list(csv(tmp_path, text, encoding=encoding))
    assert keys(follows) == ["mastodon:zoe@example.org", "mastodon:bo@example.org"]
    assert follows.table["name"].tolist() == ["Zoë Example", "Bo"]
    assert follows.table["bio"][0] == "Köln, am Rhein"


def test_long_quoted_cell_at_the_cut_of_the_first_look_does_not_hide_the_headings(tmp_path):
    bio = "word\n" * 3000
    follows = read_follow_list(csv(tmp_path, f'handle,bio\nada@example.org,"{bio}"\n'))
    assert keys(follows) == ["mastodon:ada@example.org"]


def test_rows_shorter_or_longer_than_the_headings_are_read(tmp_path):
    follows = read_follow_list(csv(tmp_path, "handle,name,bio\nada@example.org\nbo@example.org,Bo,x,y,z\n"))
    assert len(follows) == 2


def test_table_without_handle_or_link_says_which_column_is_missing(tmp_path):
    with pytest.raises(UnknownExportError, match="no column holds a handle or a link"):
        read_follow_list(csv(tmp_path, "Title,Name,Date\nx,Ada,2024-01-01\n"))


# --- platforms and keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("@ada_example_of_nobody,,X", "twitter:ada_example_of_nobody"),
        ("@Ada@Example.org,,", "mastodon:ada@example.org"),
        ("ada,https://example.social.example/@ada,mastodon", "mastodon:ada@example.social.example"),
        (",https://example.social.example/@ada,", "mastodon:ada@example.social.example"),
        (",https://x.com/i/user/9223372036854775901,", "twitter:9223372036854775901"),
        (",https://www.tiktok.com/@ada.example,", "tiktok:ada.example"),
        (",https://library.example/blog,", "list:https://library.example/blog"),
        ("https://library.example/blog,,", "list:https://library.example/blog"),
        (",http://feeds.example/1/,podcast", "feed:https://feeds.example/1"),
        ("ada,,My Forum", "my-forum:ada"),
        ("ada.bsky.social,,", "bluesky:ada.bsky.social"),
        ("twitter:9223372036854775901,,", "twitter:9223372036854775901"),
        ("9223372036854775901,,twitter", "twitter:9223372036854775901"),
        ("'@ada@example.org,,", "mastodon:ada@example.org"),
        ("@SUM(A1),https://example.org/@ada,", "mastodon:ada@example.org"),
    ],
)
def test_row_gets_its_key_from_the_surest_thing_it_says(row, key, tmp_path):
    assert keys(read_follow_list(csv(tmp_path, f"handle,url,platform\n{row}\n"))) == [key]


def test_platform_of_the_row_outweighs_what_is_said_for_the_list(tmp_path):
    path = csv(tmp_path, "handle,platform\nada,instagram\nbo@example.org,\ncy,\n")
    follows = read_follow_list(path, platform="threads")
    assert keys(follows) == ["instagram:ada", "mastodon:bo@example.org", "threads:cy"]
    assert follows.platform == "several"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://twitter.com/ada_example_of_nobody/", ("twitter", "ada_example_of_nobody", "")),
        ("https://mobile.twitter.com/ada_example_of_nobody?s=20", ("twitter", "ada_example_of_nobody", "")),
        ("https://instagram.com/_u/ada.example", ("instagram", "ada.example", "")),
        ("https://instagram.com/p/xyz/1", ("instagram", "", "")),
        ("https://ada.substack.com/", ("substack", "ada", "")),
        ("https://example.org/users/ada", ("mastodon", "ada@example.org", "")),
        ("https://example.org/@", ("", "", "")),
        ("javascript:alert(1)", ("", "", "")),
        ("not a link", ("", "", "")),
    ],
)
def test_link_gives_platform_and_handle_away(link, found):
    assert from_link(link) == found


def test_letter_boxes_are_no_accounts(tmp_path):
    invented = "a-name-much-longer-than-any-letter-box-allows"
    follows = read_follow_list(csv(tmp_path, f"handle\nada@example.org\n{invented}@gmail.com\n"))
    assert len(follows) == 1
    assert follows.skipped == {"an e-mail address, not an account": 1}


def test_key_of_a_platform_is_a_plain_word():
    assert platform_key("Some: odd / name") == "some-odd-name"


# --- spreadsheet damage --------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["1.39073E+18", "1,39073E+18", "9.2e18", "1.39073E18"])
def test_number_rounded_to_an_exponent_is_skipped_and_said(cell, tmp_path):
    path = csv(tmp_path, f"id;platform;name\n{cell};twitter;Ada\n9223372036854775901;twitter;Bo\n")
    follows = read_follow_list(path)
    assert keys(follows) == ["twitter:9223372036854775901"]
    assert follows.skipped == {"account number rounded by a spreadsheet": 1}
    assert any("rounded by a spreadsheet" in note for note in follows.notes)


def test_numbers_that_all_end_in_zeros_after_15_digits_are_rounded(tmp_path):
    """Spreadsheets keep 15 significant digits."""
    path = csv(
        tmp_path, "id,platform,handle\n1390730000000000000,twitter,ada_example_of_nobody\n922337203685477000,twitter,\n"
    )
    follows = read_follow_list(path)
    assert keys(follows) == ["twitter:ada_example_of_nobody"]


def test_one_number_among_many_may_end_in_zeros(tmp_path):
    rows = "".join(f"92233720368547{number},twitter\n" for number in (75901, 75902, "76000"))
    assert len(read_follow_list(csv(tmp_path, "id,platform\n" + rows))) == 3


def test_formulas_are_text_and_a_link_formula_is_its_link(tmp_path):
    path = csv(
        tmp_path, 'name;url\nAda;"=HYPERLINK(""https://example.org/@ada"";""Ada"")"\n=1+1;https://example.org/@bo\n'
    )
    follows = read_follow_list(path)
    assert keys(follows) == ["mastodon:ada@example.org", "mastodon:bo@example.org"]
    assert follows.table["name"].tolist() == ["Ada", "=1+1"]


def test_table_in_which_no_row_can_be_used_is_an_error(tmp_path):
    with pytest.raises(BrokenExportError, match="none of its 2 rows"):
        read_follow_list(csv(tmp_path, "handle,name\n,Ada\n,Bo\n"))


def test_table_with_headings_only_is_empty_and_no_error(tmp_path):
    follows = read_follow_list(csv(tmp_path, "handle,name\n"), platform="mastodon")
    assert (len(follows), follows.platform) == (0, "mastodon")


# --- dates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "date", "precision"),
    [
        ("2024-03-05", "2024-03-05T00:00:00+00:00", "day"),
        ("2024-03-05T10:20:30Z", "2024-03-05T10:20:30+00:00", "exact"),
        ("2024-03-05 10:20:30 UTC", "2024-03-05T10:20:30+00:00", "exact"),
        ("2024-03-05T10:20:30+02:00", "2024-03-05T10:20:30+02:00", "exact"),
        ("2024-03-05 10:20", "2024-03-05T10:20:00+00:00", "day"),
        ("05.03.2024", "2024-03-05T00:00:00+00:00", "day"),
        ("45356", "2024-03-05T00:00:00+00:00", "day"),
        ("03/05/2024", None, "unknown"),
        ("2024-02-30", None, "unknown"),
        ("0001-01-01", None, "unknown"),
        ("yesterday", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_date_is_read_only_where_it_has_one_meaning(cell, date, precision):
    """45356 is 5 March 2024 in LibreOffice Calc."""
    (found,), (exact,), unread = read_dates([cell])
    assert (found and found.isoformat()) == date
    assert exact == precision
    assert unread == (date is None and cell != "")


@pytest.mark.parametrize(
    ("other", "date"), [("25/12/2023", "2024-05-03"), ("12/25/2023", "2024-03-05"), ("1/1/2023", None)]
)
def test_column_shows_whether_the_day_or_the_month_comes_first(other, date):
    found = read_dates(["03/05/2024", other])[0][0]
    assert (found and found.date().isoformat()) == date


def test_dates_and_their_precision_reach_the_table(tmp_path):
    follows = read_follow_list(csv(tmp_path, "handle,since\na@example.org,2024-03-05\nb@example.org,soon\n"))
    assert follows.table["since_precision"].tolist() == ["day", "unknown"]
    assert [account["since"] for account in follow_list_as_dict(follows)["accounts"]] == ["2024-03-05T00:00:00Z", None]
    assert any(note.startswith("1 date could not be read") for note in follows.notes)
