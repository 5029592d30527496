"""The report: what it says and in which order, what it must never hold, and that it is written whole."""

import itertools
import os
import re
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.errors import AuditKitError
from auditkit.goal import Goal, LookingFor, Target
from auditkit.report import write_report
from auditkit.report.parts import markdown_text
from auditkit.review import review
from auditkit.tables import ANNOTATION_COLUMNS, FollowList, follow_table

VOID = {"meta", "img", "source", "br", "hr", "link", "input"}
HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) \u202eevil\u202c \x1b[31m {{ 7*7 }}'
)
CODEBOOK = Codebook(
    "invented",
    (
        Dimension(
            "role",
            "In which role does this voice speak?",
            (Category("teacher"), Category("author"), Category("vendor")),
        ),
        Dimension("place", "Where from?", (Category("here"),), open=True),
    ),
)
GOAL = Goal(
    "I want to teach with local authors",
    looking_for=(LookingFor("role", "author", "people who write where my pupils live"),),
    targets=(Target("role", "author", 0.2, date(2027, 6, 30)),),
    set_aside={"mastodon:v9@example.org": "my sister Quillon"},
    review_every="3 months",
)


class Page(HTMLParser):
    """The parts of a page that a test asks for."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.headings, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} closes something else"

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.words.append(data)
        if (
            self.headings
            and self.open
            and re.fullmatch(r"h[1-6]", next((t for t in reversed(self.open) if t != "bdi"), ""))
        ):
            self.headings[-1][1] += data

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def attributes(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def follows(*numbers):
    table = follow_table(
        {
            "account": [f"mastodon:v{number}@example.org" for number in numbers],
            "handle": [f"v{number}@example.org" for number in numbers],
            "name": [f"Invented Person Zyx{number}" for number in numbers],
        },
        platform="mastodon",
    )
    return FollowList(table, "mastodon", "mastodon", skipped={"without an account": 2}, notes=("A note on the file.",))


def notes(roles, codebook=CODEBOOK):
    """Annotations from {number: category or condition in brackets}."""
    rows = []
    for number, said in roles.items():
        condition = said.strip("[]") if said.startswith("[") else "recorded"
        rows.append(
            {
                "account": f"mastodon:v{number}@example.org",
                "dimension": "role",
                "category": said if condition == "recorded" else None,
                "condition": condition,
                "basis": "my reading",
            }
        )
    table = pd.DataFrame(rows, columns=list(ANNOTATION_COLUMNS), dtype="str")
    table.attrs["codebook"] = codebook
    return table


def two_dates(goal=GOAL, codebook=CODEBOOK):
    """Eight voices, one set aside; two leave, three come; most are recorded."""
    then = {1: "teacher", 2: "teacher", 3: "vendor", 4: "[nothing found]", 5: "vendor"}
    now = {**then, 3: "author", 6: "author", 7: "author", 8: "[declined]"}
    first = ("2025-11-30", follows(1, 2, 3, 4, 5, 9), notes(then, codebook))
    last = ("2026-11-22", follows(1, 3, 4, 6, 7, 8, 9, 10), notes(now, codebook))
    return review([first, last], goal=goal, codebook=codebook)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_report(two_dates(), tmp_path_factory.mktemp("report") / "review.html")


@pytest.fixture(scope="module")
def page(written):
    return Page(written.read_text("utf-8"))


def read(made, tmp_path):
    return Page(write_report(made, tmp_path / "review.html").read_text("utf-8"))


class TestWhatItSays:
    def test_sections_come_in_the_order_of_a_review(self, page):
        assert [text for level, text in page.headings if level == 2] == [
            "My goal",
            "How much is known",
            "What can be said",
            "Who is here on 22\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026",
            "What changed between 30\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2025 and 22\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026",
            "What is unknown, and what this report cannot say",
            "What was set aside",
            "How this was counted",
            "Notes on the files",
            "How to cite",
            "My next step",
        ]

    def test_the_goal_opens_in_the_person_s_own_words(self, page):
        goal = page.text.index("I want to teach with local authors")
        assert goal < page.text.index("people who write where my pupils live") < page.text.index("%")

    def test_coverage_comes_before_any_share_of_a_category(self, page):
        """On the last date 7 voices count, 6 are reviewed (all but the tenth), 3 unknown (4, 8, 10), 1 is set aside."""
        assert page.text.index("annotation coverage") < page.text.index("share of known")
        assert "role 86 % 7 6 3 1" in page.text

    def test_a_target_is_named_as_the_person_s_own(self, page):
        assert "Numbers I set for myself: author ( role ): 20 % of the voices that count, by 30 Jun 2027" in page.text

    def test_who_came_and_went_is_counted(self, page):
        assert "4 voices are followed since, 2 no longer, and 4 on both dates." in page.text

    def test_the_parts_of_a_change_stand_in_plain_words(self, page):
        """author: 0 of 4 then, 3 of 4 now."""
        assert "voices followed since" in page.text
        assert "annotation corrected" in page.text
        assert "author (looked for) 0 % 75 % +75.0" in page.text

    def test_all_five_conditions_are_shown_unmerged(self, page):
        assert "dimension recorded nothing found declined does not apply not reviewed" in page.text
        assert "role 4 1 1 0 1" in page.text

    def test_what_was_set_aside_is_counted_without_the_reason(self, page):
        assert "1 of 8 voices are set aside" in page.text

    def test_it_claims_modestly(self, page):
        """ETHICS 15."""
        assert "supports reflection; nothing shows that it changes behaviour" in page.text
        assert "They are not confidence intervals" in page.text

    def test_skipped_rows_and_notes_are_told(self, page):
        assert "Mastodon: 8 read; 2 of 10 rows skipped: 2 without an account." in page.text
        assert "A note on the file." in page.text

    def test_it_ends_with_the_next_step_and_room_to_write(self, page):
        assert page.text.endswith("How I will notice that it helped:")

    def test_words_neither_praise_nor_blame(self, page):
        """ETHICS 7."""
        assert not re.search(
            r"\b(well done|congratulations|unfortunately|too few|bad|fail|improve|should)", page.text, re.I
        )


@pytest.fixture(scope="module")
def markdown(tmp_path_factory):
    path = write_report(two_dates(), tmp_path_factory.mktemp("report") / "my review.md")
    return path, path.read_text("utf-8")


class TestMarkdown:
    def test_it_has_the_sections_of_the_page_in_the_same_order(self, markdown, page):
        headings = re.findall(r"^(#+) (.*)$", markdown[1], re.MULTILINE)
        assert [(len(signs), text) for signs, text in headings] == [tuple(heading) for heading in page.headings]

    def test_it_says_every_finding_of_the_page(self, markdown, page):
        said = re.search(r"## What can be said\n\n(.*?)\n\n", markdown[1], re.DOTALL)[1].splitlines()
        assert len(said) > 8
        for line in said:
            assert " ".join(line.removeprefix("- ").replace("\\", "").split()) in page.text

    def test_every_picture_lies_beside_it_with_a_sentence_and_a_table(self, markdown):
        path, text = markdown
        pictures = re.findall(r"!\[(.*)\]\(<(.*)>\)\n\n\*.*\*\n\n\| ", text)
        assert len(pictures) == text.count("![") > 1
        assert all(len(sentence) > 40 for sentence, _ in pictures)
        assert {path.with_name("my review-charts") / name.partition("/")[2] for _, name in pictures} == set(
            path.with_name("my review-charts").iterdir()
        )

    def test_every_row_of_a_table_has_as_many_cells_as_its_head(self, markdown):
        for block in re.findall(r"(?:^\|.*\n)+", markdown[1], re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1

    def test_no_account_name_handle_or_reason_is_in_it(self, markdown):
        assert not re.search(r"Zyx|v\d+@example|mastodon:v|Quillon", markdown[1])

    def test_hostile_words_are_words(self, tmp_path):
        words = HOSTILE + " ![x](http://x.example) `a` | b"
        codebook = Codebook("invented", (Dimension("role", words, (Category(words), Category("author")), open=True),))
        goal = Goal(words, (LookingFor("role", words, words),), review_every=words)
        text = write_report(two_dates(goal=goal, codebook=codebook), tmp_path / "review.md").read_text("utf-8")
        assert not re.search(r"(?<!\\)<(?!review-charts)", text)
        assert len(re.findall(r"(?<!\\)!\[", text)) == len(list((tmp_path / "review-charts").iterdir()))
        assert not re.search("[\x1b\u202a-\u202e\u2066-\u2069]", text)

    @pytest.mark.parametrize(
        ("words", "shown"), [("- a", r"\- a"), ("1. a", r"1\. a"), ("12) a", r"12\) a"), ("a-b (c)", "a-b (c)")]
    )
    def test_a_text_does_not_become_a_list(self, words, shown):
        assert markdown_text(words) == shown


class TestOtherReviews:
    def test_without_a_goal_it_asks_for_one_first(self, tmp_path):
        page = read(two_dates(goal=None), tmp_path)
        assert page.text.index("There is no goal yet.") < page.text.index("How much is known")
        assert [text for level, text in page.headings if level == 3] == [
            "role",
            "place",
            "Change in role",
            "Change in place",
        ]

    def test_a_goal_no_follow_list_can_serve_is_told_so(self, tmp_path):
        page = read(two_dates(goal=Goal("I want to learn to sign", follow_lists_help=False)), tmp_path)
        assert "No follow list can serve this goal." in page.text
        assert "plan and a journal" in page.text

    def test_a_single_date_claims_no_change(self, tmp_path):
        one = review([("2026-11-22", follows(1, 2), notes({1: "teacher"}))], codebook=CODEBOOK)
        page = read(one, tmp_path)
        assert "This is the first date." in page.text
        assert not [heading for _, heading in page.headings if heading.startswith("Change in")]

    def test_when_little_was_reviewed_at_first_the_list_is_compared_as_known_today(self, tmp_path):
        first = ("2025-11-30", follows(1, 2, 3, 4, 5), notes({1: "teacher"}))
        last = ("2026-11-22", follows(1, 2, 3, 6), notes({1: "teacher", 2: "author", 3: "vendor", 6: "author"}))
        page = read(review([first, last], goal=GOAL, codebook=CODEBOOK), tmp_path)
        assert "less than half was known, so the share of the known is not compared" in page.text
        assert "both dates with today's annotations" in page.text

    @pytest.mark.parametrize("annotated", [None, {}], ids=["no sheet", "empty sheet"])
    def test_nothing_annotated_is_a_report_too(self, tmp_path, annotated):
        made = review(
            [("2026-11-22", follows(1, 2), None if annotated is None else notes({}))], goal=GOAL, codebook=CODEBOOK
        )
        assert "Annotation coverage 0" in read(made, tmp_path).attributes("img")[0]["alt"]

    def test_no_account_at_all_is_a_report_too(self, tmp_path):
        page = read(review([("2026-11-22", follows(), None)], goal=GOAL, codebook=CODEBOOK), tmp_path)
        assert "nothing to show yet" in page.attributes("img")[0]["alt"]

    def test_no_codebook_and_no_annotations_is_a_report_too(self, tmp_path):
        page = read(review([("2026-11-22", follows(1), None)]), tmp_path)
        assert "Nothing is recorded yet" in page.text


class TestWhatItMustNotHold:
    def test_no_account_name_handle_or_reason_is_in_it(self, written):
        text = re.sub('base64,[^"]+', "", written.read_text("utf-8"))
        assert not re.search(r"Zyx|v\d+@example|mastodon:v|Quillon", text)

    def test_it_reaches_for_nothing_outside_itself(self, page, written):
        policy = next(meta["content"] for meta in page.attributes("meta") if "http-equiv" in meta)
        assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
        for tag, attributes in page.tags:
            for name in ("src", "srcset", "href", "action", "poster", "data"):
                assert attributes.get(name, "data:").startswith("data:"), tag
        assert not re.search(r"url\(|@import|https?:", written.read_text("utf-8"))

    def test_it_runs_nothing(self, page):
        assert not {tag for tag, _ in page.tags} & {"script", "iframe", "object", "embed", "form", "link", "base"}
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]

    def test_hostile_words_are_words(self, tmp_path):
        codebook = Codebook(
            "invented", (Dimension("role", HOSTILE, (Category(HOSTILE), Category("author")), open=True),)
        )
        goal = Goal(HOSTILE, (LookingFor("role", HOSTILE, HOSTILE),), review_every=HOSTILE)
        made = two_dates(goal=goal, codebook=codebook)
        path = write_report(made, tmp_path / "review.html")
        page = Page(path.read_text("utf-8"))
        self.test_it_runs_nothing(page)
        assert all(image["src"].startswith("data:image/png") for image in page.attributes("img"))
        assert not re.search("[\x1b\u202a-\u202e\u2066-\u2069]", path.read_text("utf-8"))
        assert "{{ 7*7 }}" in page.text


class TestForEveryReader:
    def test_it_says_its_language_and_its_headings_go_down_one_at_a_time(self, page):
        assert page.attributes("html")[0]["lang"] == "en"
        levels = [level for level, _ in page.headings]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))

    def test_every_picture_has_a_sentence_and_every_table_a_caption_and_scopes(self, page):
        assert all(len(image["alt"]) > 40 for image in page.attributes("img"))
        assert len(page.attributes("table")) == len(page.attributes("caption"))
        assert {cell.get("scope") for cell in page.attributes("th")} == {"row", "col"}

    def test_every_wide_table_can_be_scrolled_with_the_keyboard(self, page):
        regions = [attributes for attributes in page.attributes("div") if attributes.get("class") == "scroll"]
        assert len(regions) == len(page.attributes("table"))
        assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


class TestWriting:
    def test_it_returns_the_path_and_leaves_nothing_else(self, written):
        assert [path.name for path in written.parent.iterdir()] == ["review.html"]

    def test_the_same_review_gives_the_same_bytes(self, written, tmp_path):
        assert write_report(two_dates(), tmp_path / "again.html").read_bytes() == written.read_bytes()

    def test_a_folder_that_is_not_there_gets_a_sentence(self, tmp_path):
        with pytest.raises(AuditKitError, match="the folder reports does not exist"):
            write_report(two_dates(), tmp_path / "reports" / "review.html")

    def test_a_folder_in_its_place_gets_a_sentence(self, tmp_path):
        with pytest.raises(AuditKitError, match="is a folder"):
            write_report(two_dates(), tmp_path)

    def test_a_failure_while_writing_leaves_the_old_report(self, tmp_path, monkeypatch):
        path = tmp_path / "review.html"
        path.write_text("the report of last time", "utf-8")

        def full(descriptor):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(AuditKitError, match="No space left on device"):
            write_report(two_dates(), path)
        assert path.read_text("utf-8") == "the report of last time"
        assert [entry.name for entry in tmp_path.iterdir()] == ["review.html"]
