"""The annotator's logic without kernel or browser: what a page says, and what is on the disk then."""

import json
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.audit_file import new_audit, open_audit
from auditkit.codebook import read_codebook
from auditkit.errors import AnnotationError, AuditFileError
from auditkit.tables import BASES, CONDITIONS
from auditkit.widgets.pace import Pace, progress_sentence
from auditkit.widgets.queues import QUEUES
from auditkit.widgets.roster import safe_link
from auditkit.widgets.sitting import Sitting
from tests.audit_samples import BO, CY, NUMBER, ZELDA, follow_list, sample_audit


class Talk:
    """A page that talks with a sitting and counts its own messages."""

    def __init__(self, sitting, client="here"):
        self.sitting, self.client, self.seq = sitting, client, 0

    def ask(self, what, **more):
        return self.sitting.handle({"client": self.client, "ask": what, **more})

    def do(self, what, **more):
        self.seq += 1
        (reply,) = self.sitting.handle({"client": self.client, "do": what, "seq": self.seq, **more})
        return reply.content

    def number(self, account):
        (number,) = self.sitting.roster.numbers_of([account])
        return number

    def mark(self, account, condition, dimension="role"):
        return self.do("mark", ids=[self.number(account)], dimension=dimension, condition=condition)

    def record(self, account, category, dimension="role", basis="my reading", **more):
        return self.do("record", ids=[self.number(account)], dimension=dimension, add=[category], basis=basis, **more)


@pytest.fixture
def audit(tmp_path):
    with sample_audit(tmp_path / "my.audit") as audit:
        yield audit


@pytest.fixture
def many(tmp_path):
    """Thirty voices, nobody reviewed."""
    rows = [(f"mastodon:v{n}@example.social", None, f"V{n}", None) for n in range(30)]
    with new_audit(tmp_path / "many.audit", codebook=read_codebook("school-librarians")) as audit:
        audit.add_snapshot(follow_list("mastodon", *rows, digest="many"), "2026-09-01")
        yield audit


@pytest.fixture
def page(audit):
    talk = Talk(Sitting(audit, dimension="role", queue="everybody"))
    talk.ask("hello")
    return talk


def said(audit, account, dimension="role"):
    table = audit.annotations()
    rows = table[(table["account"] == account) & (table["dimension"] == dimension)]
    return [
        tuple(row) for row in rows[["category", "condition", "basis", "evidence"]].fillna("").itertuples(index=False)
    ]


class TestMarking:
    def test_a_second_category_keeps_the_basis_and_evidence_of_the_first(self, page, audit):
        page.record(CY, "author or illustrator", basis="published", evidence="a list; page 2")
        page.record(CY, "school librarian", basis="told me")
        assert said(audit, CY) == [
            ("school librarian", "recorded", "told me", ""),
            ("author or illustrator", "recorded", "published", "a list; page 2"),
        ]

    def test_taking_the_last_category_away_leaves_the_voice_not_reviewed(self, page, audit):
        page.do("record", ids=[page.number(BO)], dimension="role", remove=["public or youth librarian"])
        assert said(audit, BO) == []

    def test_a_dimension_that_takes_one_category_holds_the_last(self, page, audit):
        for category in ("met at an event", "talked online"):
            page.record(BO, category, "relation")
        assert [row[0] for row in said(audit, BO, "relation")] == ["talked online"]

    def test_a_mark_on_a_voice_of_two_accounts_holds_for_the_voice(self, page, audit):
        page.do("record", ids=[page.number(NUMBER)], dimension="role", remove=["school librarian"])
        page.record(NUMBER, "school leader")
        voices = audit.voices().set_index("voice")
        assert voices.loc[ZELDA, "role"] == ("school leader",)

    def test_taking_back_takes_back_what_was_said_about_any_account_of_the_voice(self, page, audit):
        audit.annotate(NUMBER, "role", "school leader", basis="told me")
        page.mark(ZELDA, "not reviewed")
        assert said(audit, ZELDA) + said(audit, NUMBER) == []
        assert audit.voices().set_index("voice").loc[ZELDA, "role condition"] == "not reviewed"

    def test_a_note_stands_beside_a_mark_and_stays_when_the_mark_changes(self, page, audit):
        assert page.do("note", ids=[page.number(CY)], dimension="role", note="met in May")["kind"] == "saved"
        page.record(CY, "school leader")
        table = audit.annotations().set_index("account")
        assert table.loc[CY, ["category", "note"]].tolist() == ["school leader", "met in May"]

    def test_a_note_without_a_mark_is_refused_with_the_reason(self, page):
        answer = page.do("note", ids=[page.number(CY)], dimension="field", note="met in May")
        assert answer["kind"] == "refused"
        assert "Mark this voice first" in answer["sentence"]

    def test_many_voices_that_hold_different_things_change_in_one_step(self, page, audit):
        before = {account: said(audit, account) for account in (ZELDA, BO, CY)}
        ids = [page.number(account) for account in before]
        page.do("record", ids=ids, dimension="role", add=["another role"], basis="my reading")
        assert [row[0] for row in said(audit, BO)] == ["public or youth librarian", "another role"]
        assert [row[0] for row in said(audit, CY)] == ["another role"]
        page.do("record", ids=ids, dimension="role", remove=["another role"])
        page.do("undo")
        page.do("undo")
        assert {account: said(audit, account) for account in before} == before

    def test_evidence_alone_changes_and_the_basis_stays(self, page, audit):
        page.do("explain", ids=[page.number(BO)], dimension="role", evidence=" a talk ")
        assert said(audit, BO) == [("public or youth librarian", "recorded", "my reading", "a talk")]

    def test_still_true_is_a_statement_of_today(self, page, audit):
        audit.annotate(CY, "field", "another field", basis="told me", noted_on="2020-01-01")
        page.do("confirm", ids=[page.number(CY)], dimension="field")
        table = audit.annotations()
        (row,) = table[(table["account"] == CY) & (table["dimension"] == "field")].itertuples()
        assert row.category == "another field"
        assert row.noted_on.date() >= date.today() - timedelta(days=1)

    def test_a_mark_that_says_nothing_new_is_not_written_again(self, page, audit):
        page.mark(CY, "nothing found")
        before = audit.history()
        assert page.mark(CY, "nothing found")["kind"] == "saved"
        assert len(audit.history()) == len(before)

    def test_what_kind_a_voice_is_decides_where_a_question_about_people_applies(self, page):
        answer = page.record(BO, "organisation", "kind")
        (row,) = answer["rows"]
        assert row[1]["identity"] == [CONDITIONS.index("does not apply")]
        assert row[1]["kind"] == [CONDITIONS.index("recorded"), "organisation"]


class TestTheEvidenceRule:
    def test_a_reading_of_who_somebody_is_is_refused_with_the_reason_and_nothing_is_written(self, page, audit):
        answer = page.record(BO, "white", "identity", basis="my reading")
        assert answer["kind"] == "refused"
        assert "would be a guess" in answer["sentence"]
        assert said(audit, BO, "identity") == []

    def test_the_page_is_told_the_rule_and_does_not_know_it_itself(self, page):
        told = page.ask("hello")[0].content["dimensions"]
        identity = next(item for item in told if item["name"] == "identity")["rules"]
        role = next(item for item in told if item["name"] == "role")["rules"]
        assert {basis: [bool(answer) for answer in identity[basis]] for basis in BASES} == {
            "self-described": [True, False],
            "published": [True, False],
            "told me": [False, False],
            "my reading": [True, True],
        }
        assert all(answers == ["", ""] for answers in role.values())

    def test_every_category_has_a_key_of_its_own_that_is_no_other_key(self, page):
        for dimension in page.ask("hello")[0].content["dimensions"]:
            keys = [category["key"] for category in dimension["categories"]]
            assert len(set(keys)) == len(keys)
            assert not set(keys) & set("fdarwbeickszyho,./?np")


class TestUndo:
    def test_it_takes_back_only_what_can_be_done_here(self, page, audit):
        audit.add_snapshot(follow_list("mastodon", (BO, "bo@example.social", "Bo", None), digest="three"), "2026-06-01")
        answer = page.do("undo")
        assert answer["kind"] == "refused"
        assert "audit.undo()" in answer["sentence"]
        assert len(audit.days) == 2

    def test_nothing_to_bring_back_is_said(self, page):
        assert page.do("redo")["sentence"] == "There is nothing to bring back."


class TestNaming:
    def test_a_pasted_link_gives_the_handle(self, page, audit):
        account = page.sitting.roster.number(NUMBER)
        link = "https://x.com/zelda_quuxley_of_quuxtown"
        answer = page.do("name", ids=[page.number(NUMBER)], account=account, handle=link)
        assert answer["named"][0][2:] == [account, "zelda_quuxley_of_quuxtown", "Z. Quuxley"]
        named = audit.review().follow_lists()[1].table
        assert named.loc[0, "handle"] == "zelda_quuxley_of_quuxtown"

    @pytest.mark.parametrize("handle", ["https://example.social/@bo", "two words", ""])
    def test_what_is_no_handle_of_that_platform_is_refused(self, page, handle):
        account = page.sitting.roster.number(NUMBER)
        assert page.do("name", ids=[page.number(NUMBER)], account=account, handle=handle)["kind"] == "refused"

    def test_many_at_once_from_a_pasted_list(self, page, audit):
        number = NUMBER.partition(":")[2]
        answer = page.do(
            "names", text=f"{number}; @zelda_of_quuxtown_herself; Zelda\n9223372036854775998; nobody_followed_here"
        )
        assert answer["sentence"].startswith("2 lines read: 1 account has a new name.")

    def test_a_line_that_cannot_be_read_is_named_and_nothing_is_taken_over(self, page):
        answer = page.do("names", text="1.23E+18\tzelda")
        assert answer["kind"] == "refused"
        assert "line 1" in answer["sentence"]


class TestOrderAndAcknowledgement:
    def test_messages_out_of_order_are_done_in_order(self, page, audit):
        ids = [page.number(CY)]
        messages = [
            {"client": "here", "do": "mark", "seq": seq, "ids": ids, "dimension": "role", "condition": condition}
            for seq, condition in ((1, "declined"), (2, "nothing found"), (3, "does not apply"))
        ]
        assert page.sitting.handle(messages[2])[0].content["kind"] == "missing"
        assert page.sitting.handle(messages[1])[0].content == {"kind": "missing", "client": "here", "from": 1}
        answers = [reply.content["seq"] for reply in page.sitting.handle(messages[0])]
        assert answers == [1, 2, 3]
        assert said(audit, CY)[0][1] == "does not apply"

    def test_a_change_that_comes_twice_is_done_once(self, page, audit):
        message = {"client": "here", "do": "undo", "seq": 1}
        page.sitting.handle(message)
        before = len(audit.history())
        (again,) = page.sitting.handle(message)
        assert again.content["kind"] == "saved"
        assert len(audit.history()) == before

    def test_messages_on_many_threads_are_all_answered_and_the_last_one_stands(self, page, audit):
        ids, answers = [page.number(CY)], []
        conditions = ["declined", "nothing found"] * 20

        def send(seq, condition):
            message = {
                "client": "here",
                "do": "mark",
                "seq": seq,
                "ids": ids,
                "dimension": "role",
                "condition": condition,
            }
            answers.extend(page.sitting.handle(message))

        threads = [threading.Thread(target=send, args=said) for said in enumerate(conditions, start=1)]
        for thread in reversed(threads):
            thread.start()
        for thread in threads:
            thread.join()
        saved = sorted(reply.content["seq"] for reply in answers if reply.content["kind"] == "saved")
        assert saved == list(range(1, 41))
        assert said(audit, CY)[0][1] == "nothing found"

    def test_two_pages_count_for_themselves(self, page):
        other = Talk(page.sitting, "there")
        other.ask("hello")
        assert page.mark(BO, "declined")["seq"] == 1
        assert other.mark(BO, "nothing found")["seq"] == 1

    def test_what_cannot_be_written_is_answered_as_not_saved_with_the_sentence(self, page, audit, monkeypatch):
        def refuse(*_, **__):
            raise AuditFileError("my.audit: the disk is full. Make room, then try again.")

        monkeypatch.setattr(audit, "mark", refuse)
        answer = page.mark(BO, "declined")
        assert answer["kind"] == "failed"
        assert answer["sentence"] == "my.audit: the disk is full. Make room, then try again."
        assert answer["rows"][0][1]["role"][0] == CONDITIONS.index("recorded")

    def test_somebody_who_is_no_longer_followed_is_said_and_not_marked(self, page):
        answer = page.do("mark", ids=[987654], dimension="role", condition="declined")
        assert answer["kind"] == "refused"
        assert "no longer in your follow lists" in answer["sentence"]


class TestOthersWriteToo:
    def test_what_another_program_marked_is_seen_at_the_next_look(self, page, audit):
        with open_audit(audit.path) as other:
            other.mark(BO, "role", "declined")
        (still,) = page.ask("still")
        assert [(row[0], row[1]["role"]) for row in still.content["rows"]] == [
            (page.number(BO), [CONDITIONS.index("declined")])
        ]
        assert page.ask("still")[0].content["rows"] == []

    def test_a_mark_meanwhile_does_not_swallow_it(self, page, audit):
        with open_audit(audit.path) as other:
            other.mark(BO, "role", "declined")
        rows = page.mark(CY, "declined")["rows"]
        assert {row[0] for row in rows} == {page.number(BO), page.number(CY)}

    def test_a_category_another_program_added_is_kept(self, page, audit):
        with open_audit(audit.path) as other:
            other.annotate(CY, "role", "school leader", basis="told me")
        page.record(CY, "school librarian")
        assert [row[0] for row in said(audit, CY)] == ["school librarian", "school leader"]

    def test_what_is_entered_later_about_an_earlier_day_does_not_replace_today(self, page, audit):
        audit.mark(CY, "role", "declined", noted_on="2020-01-01")
        (row,) = page.ask("still")[0].content["rows"]
        assert row[1]["role"] == [CONDITIONS.index("nothing found")]

    def test_a_name_taken_back_has_everything_read_again(self, page, audit):
        audit.name_account(CY, name="Cyril")
        assert page.ask("still")[0].content["named"] == [
            [page.number(CY), "Cyril", page.number(CY), "cy@example.social", "Cyril"]
        ]
        audit.undo()
        assert page.ask("still")[0].content["anew"]

    def test_a_new_follow_list_has_everything_read_again(self, page, audit):
        with open_audit(audit.path) as other:
            other.add_snapshot(follow_list("mastodon", (BO, "bo@example.social", "Bo", None), digest="9"), "2026-06-01")
        (still,) = page.ask("still")
        assert still.content["anew"]
        assert json.loads(page.ask("hello")[0].data)["labels"] == ["Bo", "Z. Quuxley"]


class TestHiddenNames:
    WORDS = ("zelda", "quux", "wobble", "bo@", "example.social", "reads", "told a story")

    def everything(self, page):
        replies = [*page.ask("hello"), *page.ask("details")]
        for number in page.sitting.roster.ids:
            for dimension in page.sitting.roster.dimensions:
                replies += page.ask("voice", id=number, dimension=dimension)
        for queue in QUEUES:
            replies += page.ask("queue", queue=queue)
        replies += page.ask("still")
        return "".join(str(reply.content) + (reply.data or b"").decode() for reply in replies).casefold()

    def test_no_name_handle_link_or_free_text_leaves_python(self, page, audit):
        audit.split(NUMBER)  # else nothing holds the word Quuxtown but a category in the person's own words
        audit.mark(NUMBER, "place", "not reviewed")
        shown = self.everything(page)
        assert all(word in shown for word in self.WORDS)
        page.ask("hide", on=True)
        hidden = self.everything(page)
        assert [word for word in self.WORDS if word in hidden] == []
        assert "voice 1" in hidden

    def test_naming_needs_the_names_shown(self, page):
        page.ask("hide", on=True)
        assert "Show the names first" in page.do("names", text="1002; @ada")["sentence"]

    def test_a_name_given_elsewhere_meanwhile_stays_there(self, page, audit):
        page.ask("hide", on=True)
        audit.name_account(CY, name="Cyril")
        assert "Cyril" not in str(page.ask("still"))

    def test_numbers_in_place_of_names_stay_for_the_sitting(self, page):
        page.ask("hide", on=True)
        first = json.loads(page.ask("hello")[0].data)["labels"]
        assert json.loads(page.ask("hello")[0].data)["labels"] == first
        assert sorted(first) == ["voice 1", "voice 2", "voice 3"]


class TestQueues:
    def numbers(self, page, queue, **more):
        return page.ask("queue", queue=queue, dimension="role", **more)[0].content["ids"]

    def test_not_reviewed_leaves_out_who_was_looked_at_and_who_is_set_aside(self, page, audit):
        assert self.numbers(page, "not reviewed") == []
        page.mark(BO, "not reviewed")
        page.mark(CY, "not reviewed")  # the goal sets Cy aside
        assert self.numbers(page, "not reviewed") == [page.number(BO)]

    def test_a_sample_is_the_same_after_run_all_and_goes_on_when_there_is_more_time(self, many):
        page = Talk(Sitting(many, dimension="role", minutes=5))
        first = page.ask("hello")[1].content["ids"]
        again = Talk(Sitting(many, dimension="role", minutes=5))
        assert again.ask("hello")[1].content["ids"] == first
        assert len(set(first)) == 10
        more = again.ask("queue", minutes=10)[0].content["ids"]
        assert more[:10] == first
        assert len(set(more)) == 20
        assert again.ask("queue", minutes=5)[0].content["ids"] == first
        assert [kept.size for kept in many.samples().values()] == [10, 20]
        assert page.do("undo")["sentence"] == "There is nothing to undo."

    def test_a_newer_follow_list_gets_a_new_sample(self, many):
        page = Talk(Sitting(many, dimension="role", minutes=5))
        page.ask("hello")
        listed = follow_list("mastodon", ("mastodon:new@example.social", None, "New", None), digest="new")
        many.add_snapshot(listed, date.today() + timedelta(days=2))
        page.ask("still")
        assert page.ask("queue")[0].content["ids"] == [page.number("mastodon:new@example.social")]

    def test_re_check_begins_with_who_was_looked_at_longest_ago(self, page, audit):
        for account, day in ((BO, "2020-05-01"), (ZELDA, "2019-05-01")):
            audit.annotate(account, "field", "another field", basis="my reading", noted_on=day)
        assert self.numbers(page, "re-check", months=1) == []  # of role: everything is of today
        ids = page.ask("queue", queue="re-check", dimension="field", months=12)[0].content["ids"]
        assert ids == [page.number(ZELDA), page.number(BO)]
        page.do("confirm", ids=ids[:1], dimension="field")
        assert page.ask("still")[0].content["progress"]["left"] == 1

    def test_without_a_name_are_those_of_whom_the_export_holds_a_number(self, page, audit):
        assert self.numbers(page, "no name") == []
        audit.split(NUMBER)
        listed = follow_list("twitter", ("twitter:9223372036854775998", None, None, None), digest="four")
        audit.add_snapshot(listed, "2026-03-01")
        page.ask("still")
        assert self.numbers(page, "no name") == [page.number("twitter:9223372036854775998")]

    def test_the_same_name_elsewhere_is_offered_and_joined_only_on_a_word(self, page, audit):
        there = follow_list("youtube", ("youtube:UCEXAMPLEzelda", None, "Zelda  QUUXLEY", None), digest="five")
        audit.add_snapshot(there, "2026-03-01")
        page.ask("still")
        (number,) = self.numbers(page, "joins")
        (told,) = page.ask("voice", id=number, dimension="role")
        assert told.content["offers"] == [["Zelda Quuxley", "mastodon", "the same name on mastodon"]]
        assert len(audit.voices()) == 4
        assert page.do("join", ids=[number], offer=0)["kind"] == "saved"
        assert len(audit.voices()) == 3
        assert self.numbers(page, "joins") == []

    def test_an_offer_that_was_answered_with_no_does_not_come_again(self, page, audit):
        there = follow_list("youtube", ("youtube:UCEXAMPLEzelda", None, "Zelda Quuxley", None), digest="five")
        audit.add_snapshot(there, "2026-03-01")
        page.ask("still")
        page.do("apart", ids=self.numbers(page, "joins"), offer=0)
        assert self.numbers(page, "joins") == []
        assert len(audit.voices()) == 4


class TestPace:
    def test_it_is_the_middle_of_single_marks_and_breaks_do_not_count(self):
        pace = Pace()
        moment = 0.0
        for seconds in (10, 20, 1000, 30, 12, 40):
            moment += seconds
            pace.reviewed(1, moment)
        assert pace.seconds is None  # the first has nothing before it, and one was a break
        pace.reviewed(300, moment + 1)
        pace.reviewed(1, moment + 31)
        assert pace.seconds == 30  # of 12, 20, 30, 30 and 40

    @pytest.mark.parametrize(
        ("left", "seconds", "words"),
        [
            (41, 17.6, "about 12 minutes"),
            (1, 20, "less than a minute"),
            (3, 20, "about a minute"),
            (700, 13, "about 2 and a half hours"),
        ],
    )
    def test_the_time_is_said_in_words(self, left, seconds, words):
        assert progress_sentence(left, 1000, seconds) == f"{left} of 1,000 left, {words} at this pace."

    def test_a_sitting_says_the_pace_after_five_voices(self, many):
        ticks = iter(range(0, 3000, 24))
        page = Talk(Sitting(many, dimension="role", queue="not reviewed", clock=lambda: next(ticks)))
        ids = page.ask("hello")[1].content["ids"]
        told = [page.do("mark", ids=[number], dimension="role", condition="declined") for number in ids[:6]]
        assert told[4]["progress"]["sentence"] == "25 of 30 left."
        assert told[5]["progress"]["sentence"] == "24 of 30 left, about 10 minutes at this pace."


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_state_on_the_page_is_that_of_the_voices_table(tmp_path_factory, data):
    """After any changes, what the page was told equals what `AuditFile.voices` says."""
    codebook = read_codebook("school-librarians")
    with sample_audit(Path(tmp_path_factory.mktemp("audit")) / "my.audit") as audit:
        page = Talk(Sitting(audit, queue="everybody"))
        page.ask("hello")
        shown = {}
        for _ in range(data.draw(st.integers(1, 6))):
            dimension = data.draw(st.sampled_from(("role", "relation", "place", "kind", "identity")))
            ids = data.draw(st.lists(st.sampled_from(page.sitting.roster.ids), min_size=1, unique=True))
            words = page.sitting.roster.dimensions[dimension].category_names
            if data.draw(st.booleans()):
                change = {"add": [data.draw(st.sampled_from(words))], "basis": "told me", "evidence": "a; b"}
                answer = page.do("record", ids=ids, dimension=dimension, **change)
            else:
                condition = data.draw(st.sampled_from(CONDITIONS[1:]))
                answer = page.do("mark", ids=ids, dimension=dimension, condition=condition)
            shown |= dict(answer["rows"])
        voices = audit.voices().set_index("voice")
        for number, states in shown.items():
            row = voices.loc[page.sitting.roster.voice(number)]
            for item in codebook:
                condition, *held = states[item.name]
                assert (CONDITIONS[condition], tuple(held)) == (row[f"{item.name} condition"], row[item.name])


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "JavaScript:alert(1)",
        "https://",
        "http://[",
        "//library.example",
        "ftp://library.example",
        "",
    ],
)
def test_only_links_of_the_web_are_links(link):
    assert safe_link(link) == ""


def test_an_unknown_dimension_or_queue_names_the_choices(audit):
    with pytest.raises(ValueError, match="role"):
        Sitting(audit, dimension="rôle")
    with pytest.raises(ValueError, match="not reviewed"):
        Sitting(audit, queue="all")


def test_a_refusal_is_an_annotation_error_in_python_too(audit):
    with pytest.raises(AnnotationError, match="would be a guess"):
        audit.annotate(BO, "identity", ["white"], basis="my reading")
