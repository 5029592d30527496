"""OPML: invented subscriptions in the dialects of podcast apps and feed readers, valid and broken."""

# ruff: noqa: E501 - the lines are as long as those of the files.

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def wrapped(body: str, *, title: str = "", version: str = "1.0", head: str = HEAD) -> str:
    """Return a whole file around the outlines in `body`."""
    named = f"  <head>\n    <title>{title}</title>\n  </head>\n" if title else ""
    return f'{head}<opml version="{version}">\n{named}  <body>\n{body}\n  </body>\n</opml>\n'


def feed(name: str, number: int, more: str = "") -> str:
    """Return one outline with the attributes most programs write."""
    return f'    <outline type="rss" text="{name}" title="{name}" xmlUrl="https://feeds.example/{number}"{more}/>'


FEEDLY = wrapped(
    '        <outline text="Tech" title="Tech">\n'
    '            <outline type="rss" text="Invented Blog" title="Invented Blog" xmlUrl="https://blog.example/feed" '
    'htmlUrl="https://blog.example"/>\n'
    "        </outline>\n"
    '        <outline text="Libraries" title="Libraries">\n'
    '            <outline type="rss" text="Invented Blog" title="Invented Blog" xmlUrl="http://blog.example/feed/" '
    'htmlUrl="https://blog.example"/>\n'
    '            <outline text="Children">\n' + feed("Invented Tales", 2) + "\n            </outline>\n"
    "        </outline>",
    title="Owner subscriptions in feedly Cloud",
    head='<?xml version="1.0" encoding="UTF-8"?>\n\n',
)
OVERCAST = wrapped(
    '<outline text="playlists"><outline type="podcast-playlist" title="Queue" smart="1" includePodcastIds="10"/></outline>\n'
    '<outline text="feeds">\n'
    '<outline type="rss" overcastId="10" text="Invented Show" title="Invented Show" xmlUrl="https://feeds.example/1" '
    'htmlUrl="https://show.example" subscribed="1" overcastAddedDate="2025-01-01T00:00:00-05:00">\n'
    '<outline type="podcast-episode" overcastId="1" title="Episode with guest" url="https://show.example/1" '
    'enclosureUrl="https://media.example/1.mp3" played="1"/>\n'
    "</outline>\n"
    '<outline type="rss" overcastId="11" text="Once Heard" xmlUrl="https://feeds.example/2" subscribed="0"/>\n'
    "</outline>",
    title="Overcast Podcast Subscriptions",
)
PLAIN = wrapped(
    feed("Invented Show", 1) + "\n" + feed("Invented Tales", 2), title="gPodder subscriptions", version="2.0"
)

SAMPLES = {
    "podcasts_opml.xml": wrapped(
        '    <outline text="feeds">\n      <outline type="rss" text="Invented Show" xmlUrl="https://feeds.example/1" />\n'
        "    </outline>",
        title="Pocket Casts Feeds",
        head="<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n",
    ),
    "antennapod-feeds.opml": wrapped(
        feed("Invented Show", 1, ' htmlUrl="https://show.example"'), title="AntennaPod Subscriptions", version="2.0"
    ).replace("</title>", "</title>\n    <dateCreated>19 Oct 25 17:27:06 +0200</dateCreated>"),
    "overcast-extended.opml": OVERCAST,
    "gpodder.opml": PLAIN,
    "feedly.opml": FEEDLY,
    "netnewswire.opml": wrapped(
        '    <outline text="Invented Blog" title="Invented Blog" description="" type="rss" version="RSS" '
        'htmlUrl="https://blog.example/" xmlUrl="https://blog.example/feed"/>',
        title="Subscriptions",
        version="1.1",
    ),
    "google-reader-subscriptions.xml": wrapped(feed("Invented Blog", 3), title="owner subscriptions in an old reader"),
    "no-text-attribute.opml": wrapped(
        '    <outline title="Invented Blog" type="rss" xmlUrl="https://blog.example/feed"/>\n'
        '    <outline text="" type="atom" xmlUrl="https://feeds.example/4" htmlUrl="https://page.example/"/>\n'
        '    <outline xmlUrl="https://feeds.example/5"/>'
    ),
    "capitals-and-no-type.opml": wrapped(
        '    <outline text="Invented Journal" xmlURL="https://journal.example/data/rss"/>\n'
        '    <outline text="Second Journal" XMLURL="https://second.example/data/rss"/>'
    ),
    "folder-with-type-rss.opml": wrapped(
        '    <outline text="Folder" type="rss">\n' + feed("Invented Show", 1) + "\n    </outline>\n"
        '    <outline text="No address" type="rss"/>\n    <outline text="Empty address" type="rss" xmlUrl=""/>'
    ),
    "categories-and-pointers.opml": wrapped(
        feed("Invented Show", 1, ' category="/Libraries/Children,Stories"') + "\n"
        '    <outline text="Elsewhere" type="include" url="https://lists.example/other.opml"/>\n'
        '    <outline text="Script" type="rss" xmlUrl="javascript:alert(1)"/>\n'
        '    <outline text="Page is a script" type="rss" xmlUrl="https://feeds.example/6" htmlUrl="javascript:alert(1)"/>\n'
        '    <outline text="Page is a file" type="rss" xmlUrl="https://feeds.example/7" htmlUrl="file:///etc/passwd"/>\n'
        '    <outline text="Paid" type="rss" xmlUrl="https://paid.example/rss?show=9&amp;auth=INVENTED"/>\n'
        '    <outline text="Old link" type="rss" xmlUrl="feed://feeds.example/8"/>'
    ),
    "bare-ampersand.opml": wrapped(
        '    <outline title="News" text="News &amp; Views">\n'
        '      <outline text="A &gt; B" type="rss" htmlUrl="https://news.example/?emc=rss&partner=rss" '
        'xmlUrl="https://news.example/rss.xml?a=1&b=2"/>\n    </outline>'
    ),
    "html-entities.opml": wrapped('    <outline text="&AElig;sop &copy; & Sons" xmlUrl="https://feeds.example/9"/>'),
    "raw-quotes.opml": wrapped(
        '    <outline text="Folder">\n'
        '      <outline text="foo "baz"" title="foo "baz"" type="rss" xmlUrl="https://feeds.example/10"/>\n'
        "    </outline>\n" + feed("After", 11)
    ),
    "cut-off.opml": PLAIN[: PLAIN.index("Invented Tales") + 5],
    "two-documents.opml": PLAIN + wrapped(feed("Third", 12)),
    "stray-commas.opml": wrapped(feed("Invented Show", 1) + ",\n" + feed("Invented Tales", 2) + ","),
    "blank-line-first.opml": "\n  " + PLAIN,
    "utf-16.opml": PLAIN.replace("UTF-8", "UTF-16").encode("utf-16"),
    "declares-utf-8-is-cp1252.opml": wrapped(feed("Café für Bücher", 13)).encode("cp1252"),
    "wrong/doctype.opml": PLAIN.replace("<opml", '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">]>\n<opml', 1),
    "wrong/no-feed-address.opml": wrapped('    <outline text="Only a folder"><outline text="and a note"/></outline>'),
    "wrong/antennapod.html": (
        "<!DOCTYPE html>\n<html><head><title>AntennaPod Subscriptions</title></head>"
        '<body><a href="https://feeds.example/1">Invented Show</a></body></html>'
    ),
    "wrong/single-feed.xml": HEAD + '<rss version="2.0"><channel><title>Invented Show</title></channel></rss>',
}
