"""Findings: each sentence where it belongs, and in neither of two cases that look alike."""

import re

import pandas as pd
import pytest

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.goal import Goal, LookingFor, Target
from auditkit.measures.sampling import draw_sample
from auditkit.report.facts import gathered
from auditkit.report.findings import FINDINGS, findings
from auditkit.review import review
from auditkit.tables import ANNOTATION_COLUMNS, Activity, FollowList, activity_table, follow_table

CODEBOOK = Codebook("invented", (Dimension("role", categories=(Category("teacher"), Category("author"))),))
LOOKING = (LookingFor("role", "author", ""),)


def follow(numbers, platform="mastodon"):
    accounts = [f"{platform}:v{number}" for number in numbers]
    return FollowList(follow_table({"account": accounts}, platform=platform), platform, platform)


def day(date, followed, said, platform="mastodon"):
    """One date: who is followed, by number, and what is recorded: "t", "a", "-" (nothing found) or "x" (set aside)."""
    lists = followed if followed and isinstance(next(iter(followed)), FollowList) else [follow(followed, platform)]
    rows = []
    for number, word in said.items():
        account = number if isinstance(number, str) else f"{platform}:v{number}"
        dimension = "set aside" if word == "x" else "role"
        category = {"t": "teacher", "a": "author", "x": "my employer"}.get(word)
        rows.append((account, dimension, category, "recorded" if category else "nothing found", "told me"))
    table = pd.DataFrame(rows, columns=["account", "dimension", "category", "condition", "basis"], dtype="str")
    return date, lists, table.reindex(columns=list(ANNOTATION_COLUMNS))


def said(*days, target=None, looking=LOOKING, activity=(), sample=None, focus=True):
    """The names of the findings of a review of some days, each with its sentences."""
    targets = (Target("role", "author", target, None),) if target is not None else ()
    goal = Goal("I want to learn with authors", looking_for=looking, targets=targets) if focus else None
    found = review(list(days), goal=goal, codebook=CODEBOOK)
    drawn = draw_sample(found.voices(), sample, seed=1) if sample else None
    sentences: dict[str, list[str]] = {}
    for name, sentence in findings(gathered(found, activity, drawn)):
        sentences.setdefault(name, []).append(sentence)
    return sentences


def one(followed, words, **others):
    return said(day("2026-01-31", followed, words), **others)


def two(first, last, **others):
    return said(day("2026-01-31", *first), day("2026-06-30", *last), **others)


def numbered(words, beginning=0):
    """{0: "t", 1: "t", …} from "tt…"; a dot says nothing."""
    return {beginning + place: word for place, word in enumerate(words) if word != "."}


def plain(words, **others):
    return one(range(len(words)), numbered(words), **others)


def counts(**numbers):
    told = {(f"mastodon:v{number[1:]}", "amplified", "2026-01"): count for number, count in numbers.items()}
    return (Activity(activity_table(told), "mastodon", "mastodon"),)


def both_platforms(here, there):
    """The same date on two platforms, words of each."""
    words = {f"mastodon:v{n}": w for n, w in numbered(here).items()} | {
        f"twitter:v{n}": w for n, w in numbered(there).items()
    }
    lists = [follow(range(len(here))), follow(range(len(there)), "twitter")] if there else [follow(range(len(here)))]
    return said(day("2026-01-31", lists, words))


def then_and_now(then, now):
    """The same voices on two dates."""
    return two((range(len(then)), numbered(then)), (range(len(now)), numbered(now)))


def platforms_of(first, last):
    return said(
        day("2026-01-31", [follow([1], name) for name in first], {}),
        *([day("2026-06-30", [follow([1], name) for name in last], {})] if last else []),
    )


LOOKING_ELSEWHERE = {"looking": (LookingFor("role", "teacher", ""),)}
# name of the finding -> the case in which it appears, then the two of its row in which it must not, in that order.
CASES = {
    "coverage": (lambda: plain("ta.."), lambda: one([], {}), lambda: plain("xx")),
    "nothing recorded": (lambda: plain("..-"), lambda: plain("t.."), lambda: plain("x")),
    "few known": (lambda: plain("t.."), lambda: plain("t."), lambda: plain("...")),
    "reviewed without an answer": (lambda: plain("t-"), lambda: plain("t."), lambda: plain("ta")),
    "small list": (lambda: plain("." * 19), lambda: plain("." * 20), lambda: plain("x")),
    "looked for and recorded": (lambda: plain("a."), lambda: plain("t."), lambda: plain("a.", **LOOKING_ELSEWHERE)),
    "looked for and not seen yet": (lambda: plain("t."), lambda: plain("ta."), lambda: plain("tt")),
    "looked for and not here": (lambda: plain("tt"), lambda: plain("tt."), lambda: plain("ta")),
    "target reached": (
        lambda: plain("aat.", target=0.5), lambda: plain("aa..", target=0.75), lambda: plain("aaaa"),
    ),
    "target open": (lambda: plain("a.", target=0.75), lambda: plain("a.", target=0.5), lambda: plain("x", target=0.5)),
    "target not reached": (
        lambda: plain("atttt", target=0.5), lambda: plain("at..", target=0.75), lambda: plain("at..", target=0.6),
    ),
    "voices came or went": (
        lambda: two(([1, 2], {}), ([2, 3], {})), lambda: plain(".."), lambda: two(([1, 2], {}), ([1, 2], {1: "t"})),
    ),
    "same voices": (
        lambda: two(([1, 2], {}), ([1, 2], {1: "t"})), lambda: two(([1, 2], {}), ([1, 2, 3], {})), lambda: plain(".."),
    ),
    "platforms differ": (
        lambda: platforms_of(["mastodon"], ["mastodon", "twitter"]),
        lambda: platforms_of(["mastodon", "twitter"], ["twitter", "mastodon"]),
        lambda: platforms_of(["mastodon", "twitter"], None),
    ),
    "higher": (
        lambda: then_and_now("tttt.", "aaat."), lambda: then_and_now("ttt..", "at..."), lambda: plain("aaaa"),
    ),
    "lower": (
        lambda: then_and_now("aaat.", "tttt."), lambda: then_and_now("at...", "ttt.."), lambda: then_and_now("aa", "xx"),
    ),
    "change cannot be told": (
        lambda: then_and_now("t...", "ta.."), lambda: then_and_now("tttt.", "aaat."),
        lambda: said(day("2026-01-31", range(4), numbered("t...")), day("2026-06-30", range(4), numbered("ta..")),
                     **LOOKING_ELSEWHERE | {"looking": ()}),
    ),
    "moved by annotating": (
        lambda: then_and_now("tt.", "tta"),
        lambda: two((range(2), numbered("tt")), (range(3), numbered("tta"))),
        lambda: then_and_now("t..", "tta"),
    ),
    "moved by following": (
        lambda: two((range(2), numbered("tt")), (range(3), numbered("tta"))),
        lambda: then_and_now("tt.", "tta"),
        lambda: two((range(2), numbered("ta")), (range(4), numbered("tata"))),
    ),
    "platforms apart": (
        lambda: both_platforms("aaa.", "ttt."), lambda: both_platforms("aa..", "tt.."), lambda: both_platforms("aaa.", ""),
    ),
    "less attention": (
        lambda: plain("aattt", activity=counts(v2=5, v3=5)), lambda: plain("aa...", activity=counts(v2=5)),
        lambda: plain("aattt"),
    ),
    "more attention": (
        lambda: plain("aattt", activity=counts(v0=5)), lambda: plain("aa...", activity=counts(v0=5, v2=1)),
        lambda: plain("aattt", activity=counts(v0=5), looking=()),
    ),
    "estimated": (
        lambda: estimate_of(40, reviewed=20), lambda: estimate_of(40, reviewed=40), lambda: plain("a" + "." * 39),
    ),
    "set aside": (lambda: plain("tx"), lambda: plain("ta"), lambda: one([], {})),
}  # fmt: skip


def estimate_of(voices, reviewed):
    """A list of so many, of which the first of a random sample were reviewed; every other one is an author."""
    keys = [f"mastodon:v{number}" for number in range(voices)]
    table = pd.DataFrame({"voice": keys, "set_aside": False})
    order = draw_sample(table, voices, seed=1).voices[:reviewed]
    words = {key: "at"[place % 2] for place, key in enumerate(order)}
    found = review([day("2026-01-31", range(voices), words)], goal=Goal("x", looking_for=LOOKING), codebook=CODEBOOK)
    blank = review([day("2026-01-31", range(voices), {})], goal=Goal("x", looking_for=LOOKING), codebook=CODEBOOK)
    drawn = draw_sample(blank.voices(), voices, seed=1)
    return {name: [sentence] for name, sentence in findings(gathered(found, (), drawn))}


@pytest.mark.parametrize("row", FINDINGS, ids=lambda row: row.name)
class TestEachRow:
    def test_it_appears_where_it_should(self, row):
        assert row.name in CASES[row.name][0]()

    @pytest.mark.parametrize("place", [0, 1])
    def test_it_does_not_appear_in_a_case_that_looks_alike(self, row, place):
        assert row.name not in CASES[row.name][place + 1]()

    def test_it_says_in_words_when_and_when_never(self, row):
        assert row.when
        assert len(set(row.never)) == 2

    def test_its_sentence_is_whole_and_modest(self, row):
        """No praise, blame, score or claim on behaviour (ETHICS 7 and 15); no value left out."""
        for sentence in CASES[row.name][0]()[row.name]:
            assert sentence.endswith((".", ")."))
            assert not re.search(r"nan|none known|\{|\}", sentence)
            assert not re.search(
                r"\b(good|bad|great|poor|should|must|only|score|better|worse|fail)\b", sentence, re.IGNORECASE
            )


def test_every_row_has_its_three_cases_and_no_case_lacks_its_row():
    assert list(CASES) == [row.name for row in FINDINGS]


class TestNumbersInSentences:
    def test_coverage_and_what_is_looked_for(self):
        """Of ten, six reviewed: four with a record, one of them an author; one more is set aside."""
        told = plain("attt--....x")
        assert told["coverage"] == ["On role, annotation coverage is 60\xa0%: 6 of 10 voices reviewed."]
        assert told["looked for and recorded"] == [
            "“author”, which your goal looks for: 1 voice, 10 to 70\xa0% of all."
        ]
        assert told["reviewed without an answer"][0].startswith("Reviewed without an answer: 2 voices on role.")
        assert told["set aside"] == ["Set aside: 1 of 11 voices, counted here and in no share."]

    def test_a_target(self):
        assert plain("atttt", target=0.5)["target not reached"] == [
            "Your own target for “author”, 50\xa0%, is not reached, whatever the unknown voices are: "
            "the share is 20\xa0% at most."
        ]

    def test_who_came_and_went(self):
        (sentence,) = two(([1, 2, 4], {}), ([2, 3], {}))["voices came or went"]
        assert (
            sentence
            == "Between 31\xa0Jan\xa02026 and 30\xa0Jun\xa02026, 1 voice came and 2 voices went; 1 voice stayed."
        )

    def test_a_change_is_told_for_every_category_whose_ranges_lie_apart(self):
        told = then_and_now("tttt.", "aaat.")
        assert [re.search("“(.*)”", sentence)[1] for sentence in told["higher"] + told["lower"]] == [
            "author",
            "teacher",
        ]

    def test_what_holds_for_several_categories_is_said_once(self):
        looking = (*LOOKING, LookingFor("role", "teacher", ""))
        days = (day("2026-01-31", range(4), numbered("ta..")), day("2026-06-30", range(4), numbered("ta..")))
        (sentence,) = said(*days, looking=looking)["change cannot be told"]
        assert "no change can be told for “teacher” and “author”: the ranges overlap" in sentence

    def test_attention_beside_following(self):
        """Two of five followed are authors; all that was amplified came from teachers."""
        (sentence,) = plain("aattt", activity=counts(v2=5, v3=5))["less attention"]
        assert "0\xa0% of what you did, 40\xa0% of the voices followed" in sentence


def test_a_category_with_braces_or_marks_is_text_and_nothing_else():
    name = "{0} <b>\x1b[31m author"
    book = Codebook("x", (Dimension("role", categories=(Category(name),)),))
    table = day("2026-01-31", [1], {})[1]
    found = review(
        [("2026-01-31", table, None)], goal=Goal("x", looking_for=(LookingFor("role", name, ""),)), codebook=book
    )
    (sentence,) = [text for kind, text in findings(gathered(found)) if kind == "looked for and not seen yet"]
    assert "“{0} <b> author”" in sentence


def test_without_a_goal_nothing_is_said_of_looking_for():
    assert not {
        name for name in one(range(3), numbered("at."), focus=False) if "looked for" in name or "target" in name
    }
