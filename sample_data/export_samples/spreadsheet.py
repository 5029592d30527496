"""Workbooks: invented lists of accounts as spreadsheet programs save them, part by part."""

from html import escape

from sample_data.export_samples.twitter import ADA

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Raw(str):
    """A cell as it stands in the file, ``t`` and all; ``REF`` stands for its place."""


def cell(place: str, value: object, texts: list[str]) -> str:
    """Return one cell; texts go into the list that cells refer to."""
    if isinstance(value, Raw):
        return value.replace("REF", place)
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if value not in texts:
        texts.append(value)
    return f'<c r="{place}" t="s"><v>{texts.index(value)}</v></c>'


def sheet(rows: list[list], texts: list[str], links: dict[str, str]) -> tuple[str, str]:
    """Return a worksheet, and the file that says where its links lead."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = [cell(f"{chr(65 + column)}{number}", value, texts) for column, value in enumerate(row) if value != ""]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    marks = "".join(f'<hyperlink ref="{place}" r:id="rId{at}"/>' for at, place in enumerate(links, 1))
    marks = f"<hyperlinks>{marks}</hyperlinks>" if marks else ""
    data = f'<worksheet xmlns="{_SPACE}" xmlns:r="{_LINKS}"><sheetData>{"".join(lines)}</sheetData>{marks}</worksheet>'
    return _XML + data, relations({f"rId{at}": link for at, link in enumerate(links.values(), 1)})


def relations(targets: dict[str, str]) -> str:
    """Return a file that says which number leads where."""
    found = "".join(f'<Relationship Id="{number}" Target="{escape(link)}"/>' for number, link in targets.items())
    return f'{_XML}<Relationships xmlns="{_PACKAGE}">{found}</Relationships>'


def workbook(*sheets: list[list], states=(), links: dict | None = None, from_1904: bool = False, order=()) -> list:
    """Return the parts of a workbook; `links` belong to the first sheet, `order` is that of the tabs."""
    texts, parts, tabs = [], [], []
    order = order or range(1, len(sheets) + 1)
    for number, rows in enumerate(sheets, 1):
        data, targets = sheet(rows, texts, (links or {}) if number == 1 else {})
        parts.append((f"xl/worksheets/sheet{number}.xml", data))
        if links and number == 1:
            parts.append((f"xl/worksheets/_rels/sheet{number}.xml.rels", targets))
    for number in order:
        state = f' state="{states[number - 1]}"' if states else ""
        tabs.append(f'<sheet name="Invented {number}" sheetId="{number}"{state} r:id="rId{number}"/>')
    days = '<workbookPr date1904="1"/>' if from_1904 else ""
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return [
        ("[Content_Types].xml", _XML + "<Types/>"),
        (
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_SPACE}" xmlns:r="{_LINKS}">{days}<sheets>{"".join(tabs)}</sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations({f"rId{at}": f"worksheets/sheet{at}.xml" for at in range(1, len(sheets) + 1)}),
        ),
        ("xl/sharedStrings.xml", f'{_XML}<sst xmlns="{_SPACE}">{items}</sst>'),
        *parts,
    ]


HEAD = ["Name", "Handle", "Platform", "Followed since", "Notes"]
PEOPLE = [
    HEAD,
    ["Ada Example", "ada@example.org", "", 45356, "Reads aloud"],
    ["Bo Example", "bo_example_the_storyteller", "X", "2024-03-06", ""],
]
NOTES = [["Things to do"], ["Call the library"]]
RICH = Raw(
    '<c r="REF" t="inlineStr"><is><r><t>Ada</t></r><r><t xml:space="preserve"> Example</t></r>'
    "<rPh><t>PRONOUNCED</t></rPh></is></c>"
)
FORMULA = Raw(
    '<c r="REF" t="str"><f>HYPERLINK("https://example.social.example/@cy","Cy Example")</f><v>Cy Example</v></c>'
)

SAMPLES = {
    "people.xlsx": workbook(PEOPLE),
    "second-tab-and-a-hidden-one.xlsx": workbook(
        NOTES,
        [["handle"], ["hidden@example.org"]],
        PEOPLE,
        states=("visible", "hidden", "visible"),
    ),
    "tabs-in-another-order.xlsx": workbook(PEOPLE, [["handle"], ["later@example.org"]], order=(2, 1)),
    "links.xlsx": workbook(
        [["name"], ["Ada Example"], [FORMULA], ["No Link"]], links={"A2": "https://example.social.example/@ada"}
    ),
    "rich-text-and-numbers.xlsx": workbook(
        [
            ["Name", "Account ID", "Platform"],
            [RICH, ADA, "X"],
            ["Rounded", 9.22337203685478e18, "X"],
            ["Blank", Raw('<c r="REF" t="e"><v>#REF!</v></c>'), "X"],
        ]
    ),
    "counted-from-1904.xlsx": workbook([["handle", "since"], ["ada@example.org", 43894]], from_1904=True),
    "wrong/names-only.xlsx": workbook([["Name", "Town"], ["Ada", "Invented"]]),
    "wrong/damaged.xlsx": [
        (name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data) for name, data in workbook(PEOPLE)
    ],
    "wrong/doctype.xlsx": [
        (name, data.replace("<worksheet", '<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet', 1))
        for name, data in workbook(PEOPLE)
    ],
}
