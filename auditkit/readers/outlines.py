"""The outlines of an OPML file, valid or not.

First the file is read as the XML it should be. If it is not, what programs most often get wrong is mended (a bare
``&``, HTML's own entities, control characters). If that is not enough, the outlines are looked for one by one.
A DOCTYPE is refused: no list needs one, and it can make a small file swell without end.
"""

import html
import re
from collections.abc import Iterator
from xml.parsers import expat

from auditkit.errors import BrokenExportError

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,1000}\?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,40};)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<(/?)outline\b([^<]*)", re.IGNORECASE)
# A value ends at the quote that is followed by the next attribute or the end: quotes inside are left standing.
_ATTRIBUTE = re.compile(
    r"([\w:.\-]{1,60})\s*=\s*(?:\"(.*?)\"|'(.*?)')(?=\s+[\w:.\-]{1,60}\s*=\s*[\"']|\s*/?>|\s*/?\s*$)", re.DOTALL
)
_LONGEST_TAG = 20_000


class Outlines:
    """Outlines in the order of the file; each as attributes (lower-case names), folders around it, and leaf or not."""

    def __init__(self):
        self.repaired = ""
        self.count = 0
        self._found, self._path = [], []

    def start(self, attributes: dict[str, str]) -> None:
        """Take in an outline that begins."""
        if self._path:
            self._path[-1][2] = False
        # Paths are cut: ten thousand folders inside each other would cost their square.
        folders = [entry[0].get("text") or entry[0].get("title") or "" for entry in self._path[:12]]
        entry = [attributes, folders, True]
        self._path.append(entry)
        self._found.append(entry)
        self.count += 1

    def end(self) -> None:
        """Take in the end of an outline; one end too many is passed over."""
        if self._path:
            self._path.pop()

    def __iter__(self) -> Iterator[tuple[dict, list, bool]]:
        return (tuple(entry) for entry in self._found)


def read_outlines(text: str, name: str) -> Outlines:
    """Return the outlines of an OPML text; `repaired` says in a few words what had to be mended.

    Examples
    --------
    >>> [a["text"] for a, _, _ in read_outlines('<opml><body><outline text="A & B"/></body></opml>', "x.opml")]
    ['A & B']
    """
    text = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
    try:
        return _strictly(text, name)
    except expat.ExpatError:
        pass
    mended = _ENTITY.sub(_escaped, _NOT_XML.sub(" ", text))
    try:
        outlines = _strictly(mended, name)
        outlines.repaired = "signs such as & are not written as XML wants"
    except expat.ExpatError:
        outlines = _one_by_one(text)
        outlines.repaired = "quotation marks or tags are broken, or the file is cut off"
    return outlines


def _strictly(text: str, name: str) -> Outlines:
    outlines = Outlines()
    parser = expat.ParserCreate("utf-8")

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2].lower() == "outline":
            outlines.start({key.lower(): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        if tag.rpartition(":")[2].lower() == "outline":
            outlines.end()

    def doctype(*_) -> None:
        raise BrokenExportError(
            f"{name}: the file has a DOCTYPE, which no list of subscriptions needs and which can hide a trap. "
            "Export the list again from your app; if it stays, delete the line that begins with <!DOCTYPE."
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(text.encode("utf-8", "replace"), True)
    return outlines


def _escaped(found: re.Match) -> str:
    """Return a bare & escaped, and HTML's own entities as the signs they mean."""
    word = found[0]
    meant = html.unescape(word) if found[1] else word
    return html.escape(meant) if meant != word else "&amp;" + word[1:]


def _one_by_one(text: str) -> Outlines:
    outlines = Outlines()
    for found in _TAG.finditer(text):
        if found[1]:
            outlines.end()
            continue
        inside = found[2][:_LONGEST_TAG]
        attributes = {}
        for name, double, single in _ATTRIBUTE.findall(inside):
            attributes.setdefault(name.lower(), html.unescape(double or single))
        outlines.start(attributes)
        if inside.rstrip().endswith("/>"):
            outlines.end()
    return outlines
