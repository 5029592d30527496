"""OPML: which outlines are subscriptions, and what is mended."""

import pytest

from auditkit.errors import BrokenExportError, UnknownExportError
from auditkit.readers import read_follow_list
from auditkit.readers.feeds import feed_key, private, web_address
from auditkit.readers.outlines import read_outlines


def opml(tmp_path, body: str, name: str = "list.opml", encoding: str = "utf-8"):
    path = tmp_path / name
    path.write_bytes(f'<?xml version="1.0"?><opml version="2.0"><body>{body}</body></opml>'.encode(encoding))
    return path


def test_feed_in_two_folders_is_one_row_with_both_as_groups(tmp_path):
    body = (
        '<outline text="Tech"><outline text="Show" xmlUrl="https://feeds.example/1"/></outline>'
        '<outline text="Libraries"><outline text="Children">'
        '<outline text="Show" xmlUrl="http://feeds.example/1/"/></outline></outline>'
    )
    follows = read_follow_list(opml(tmp_path, body))
    assert follows.table["group"].tolist() == ["Tech; Libraries/Children"]
    assert follows.skipped == {"listed more than once": 1}


def test_wrapper_of_the_app_is_no_group_and_categories_are(tmp_path):
    body = (
        '<outline text="feeds"><outline text="A" xmlUrl="https://feeds.example/1"/>'
        '<outline text="B" xmlUrl="https://feeds.example/2" category="/Libraries/Tales,News"/></outline>'
    )
    groups = read_follow_list(opml(tmp_path, body)).table["group"]
    assert groups.isna().tolist() == [True, False]
    assert groups[1] == "Libraries/Tales; News"


def test_only_overcast_gives_a_date_and_its_zone_is_kept(tmp_path):
    body = (
        '<outline text="A" xmlUrl="https://feeds.example/1" overcastAddedDate="2025-01-01T00:00:00-05:00"/>'
        '<outline text="B" xmlUrl="https://feeds.example/2" overcastAddedDate="soon"/>'
        '<outline text="C" xmlUrl="https://feeds.example/3" overcastAddedDate="0001-01-01T00:00:00Z"/>'
    )
    table = read_follow_list(opml(tmp_path, body)).table
    assert str(table["since"][0]) == "2025-01-01 05:00:00+00:00"
    assert table["since"].isna().tolist() == [False, True, True]
    assert table["since_precision"].tolist() == ["exact", "unknown", "unknown"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://show.example/rss", "https://show.example/rss"),
        (" HTTPS://Show.Example/RSS ", "https://show.example/RSS"),
        ("feed://show.example/rss", "http://show.example/rss"),
        ("feed:https://show.example/rss", "https://show.example/rss"),
        ("itpc://show.example/rss", "http://show.example/rss"),
        ("https://user:word@show.example/rss", "https://show.example/rss"),
        ("https://show.example/rss?a=1&token=x&b=2", "https://show.example/rss?a=1&b=2"),
        ("https://show.example:8080/", "https://show.example:8080/"),
        ("https://[::1]/rss", "https://[::1]/rss"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("mailto:ada@example.org", ""),
        ("https://", ""),
        ("https://[broken/", ""),
        ("https://show.example:port/", ""),
        ('https://"><script>/', ""),
        ("/rss.xml", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_kept_and_secrets_never(address, kept):
    assert web_address(address) == kept


def test_private_addresses_are_counted(tmp_path):
    follows = read_follow_list(opml(tmp_path, '<outline text="A" xmlUrl="https://u:p@paid.example/rss?auth=zqx"/>'))
    assert follows.table["account"].tolist() == ["feed:https://paid.example/rss"]
    assert "1 private feed address: the secret part was left out." in follows.notes
    assert "zqx" not in repr(follows) + follows.table.to_csv()
    assert not private("https://open.example/rss?show=1")


@pytest.mark.parametrize(
    "same",
    ["http://feeds.example/1", "https://FEEDS.example/1/", "https://feeds.example:443/1", "feed://feeds.example/1#top"],
)
def test_spellings_of_one_feed_have_one_key(same):
    assert feed_key(same) == "feed:https://feeds.example/1"


def test_attribute_order_and_query_keep_feeds_apart():
    assert feed_key("https://feeds.example/?id=1") != feed_key("https://feeds.example/?id=2")


@pytest.mark.parametrize(
    ("broken", "names"),
    [
        ('<opml><body><outline text="A & B" xmlUrl="https://f.example/1"/></body></opml>', ["A & B"]),
        ('<opml><body><outline text="&eacute;t&eacute;" xmlUrl="https://f.example/1"/></body></opml>', ["été"]),
        ('<opml><body><outline text="&LT;b&GT;" xmlUrl="https://f.example/1"/></body></opml>', ["<b>"]),
        ('<opml><body><outline text="a\x0bb" xmlUrl="https://f.example/1"/></body></opml>', ["a b"]),
        ('<opml><body><outline text="a "b" c" xmlUrl="https://f.example/1"/></body></opml>', ['a "b" c']),
        ("<opml><body><outline text='A' xmlUrl='https://f.example/1'>", ["A"]),
        ('<OPML><BODY><OUTLINE TEXT="A" XMLURL="https://f.example/1"></BODY>', ["A"]),
        ('<opml><outline text="A" xmlUrl="https://f.example/1"/></opml><opml><outline text="B"/></opml>', ["A", "B"]),
        ('<opml><body></outline></outline><outline text="A" xmlUrl="https://f.example/1"/></body>', ["A"]),
    ],
)
def test_broken_xml_is_mended_and_the_mending_said(broken, names):
    outlines = read_outlines(broken, "list.opml")
    assert [attributes["text"] for attributes, _, _ in outlines] == names
    assert outlines.repaired


def test_valid_xml_is_not_called_repaired(tmp_path):
    follows = read_follow_list(opml(tmp_path, '<outline text="A &amp; B &#233;" xmlUrl="https://f.example/1"/>'))
    assert follows.table["name"].tolist() == ["A & B é"]
    assert not [note for note in follows.notes if "repaired" in note]


def test_note_on_repair_counts_what_was_read(tmp_path):
    body = '<outline text="F"><outline text="A & B" xmlUrl="https://f.example/1"/></outline>'
    notes = read_follow_list(opml(tmp_path, body)).notes
    assert "It was repaired in reading: 1 subscription from 2 outlines." in notes[1]


def test_empty_list_is_empty_and_no_error(tmp_path):
    follows = read_follow_list(opml(tmp_path, ""))
    assert len(follows) == 0
    assert follows.notes[0].startswith("0 subscriptions")


def test_several_lists_are_joined(tmp_path):
    one = opml(tmp_path, '<outline text="A" xmlUrl="https://f.example/1"/>', "one.opml")
    two = opml(
        tmp_path,
        '<outline text="A" xmlUrl="https://f.example/1"/><outline text="B" xmlUrl="https://f.example/2"/>',
        "two.opml",
    )
    follows = read_follow_list(one, two)
    assert follows.table["name"].tolist() == ["A", "B"]
    assert follows.members_read == ("one.opml", "two.opml")


def test_latin_2_is_read_when_declared(tmp_path):
    path = tmp_path / "list.opml"
    path.write_bytes(
        '<?xml version="1.0" encoding="ISO-8859-2"?><opml><body><outline text="Książka" xmlUrl="https://f.example/1"/></body></opml>'.encode(
            "iso-8859-2"
        )
    )
    assert read_follow_list(path).table["name"].tolist() == ["Książka"]


@pytest.mark.parametrize("declared", ["rot13", "zlib", "punycode", "unicode_escape", "no-such-thing"])
def test_encoding_that_is_none_is_ignored(declared, tmp_path):
    path = tmp_path / "list.opml"
    path.write_bytes(
        f'<?xml version="1.0" encoding="{declared}"?><opml><body><outline text="Caf\xe9" xmlUrl="https://f.example/1"/></body></opml>'.encode(
            "cp1252"
        )
    )
    assert read_follow_list(path).table["name"].tolist() == ["Café"]


def test_doctype_is_refused_in_every_encoding(tmp_path):
    text = '<?xml version="1.0"?><!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml><body><outline text="A" xmlUrl="https://f.example/1"/></body></opml>'
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / "list.opml"
        path.write_bytes(text.encode(encoding))
        with pytest.raises(BrokenExportError, match="DOCTYPE"):
            read_follow_list(path)


def test_page_and_feed_are_not_lists(tmp_path):
    for name, text in (
        ("a.xml", "<rss><channel/></rss>"),
        ("a.html", "<html><body>text</body></html>"),
        ("b.xml", "<note/>"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(UnknownExportError, match=name):
            read_follow_list(tmp_path / name)
