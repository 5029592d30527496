"""The audit file as a document: what was done is there after closing, on every day as it was, and can be undone."""

import itertools
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import auditkit as ak
from auditkit.audit_file import history
from auditkit.tables import ANNOTATION_COLUMNS, FollowList, follow_table

ADA, BO, CY = "mastodon:ada@example.org", "mastodon:bo@example.org", "mastodon:cy@example.org"
ONE, TWO = "twitter:9223372037000000001", "twitter:9223372037000000002"
CODEBOOK = ak.Codebook(
    "test",
    (
        ak.Dimension("role", categories=(ak.Category("teacher"), ak.Category("author"))),
        ak.Dimension("field", open=True),
    ),
)


def follow_list(*accounts, platform="mastodon", digest="", **columns):
    table = follow_table({"account": list(accounts), **columns}, platform=platform)
    return FollowList(table, platform, platform, file_name="following.csv", digest=digest)


@pytest.fixture
def clock(monkeypatch):
    """The day, set by hand."""
    moment = {"day": "2026-11-22"}
    monkeypatch.setattr(history, "now", lambda: f"{moment['day']}T09:00:00.000000Z")
    return lambda day: moment.update(day=day)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "my.audit"


@pytest.fixture
def audit(path, clock):
    with ak.new_audit(path, codebook=CODEBOOK) as audit:
        audit.add_snapshot(follow_list(ADA, BO, CY, handle=["ada@example.org", "bo@example.org", None]), "2026-11-20")
        yield audit


def roles(audit, **days):
    seen = audit.voices(**days)
    return dict(zip(seen["voice"], seen["role"], strict=True))


def everything(audit):
    return audit.voices().to_dict("list"), audit.annotations().to_dict("list"), audit.days, audit.goal, audit.codebook


class TestADocument:
    def test_everything_is_there_after_closing_and_opening(self, audit, path):
        audit.set_goal(ak.Goal("Hear more authors", (ak.LookingFor("role", "author"),)))
        audit.annotate(ADA, "role", ["teacher", "author"], basis="told me", note="at the fair")
        audit.set_aside(BO, "my brother")
        audit.join([ADA, CY])
        before = everything(audit)
        audit.close()
        with ak.open_audit(path) as again:
            assert everything(again) == before

    def test_it_is_one_file_that_opens_elsewhere(self, audit, path, tmp_path):
        audit.annotate(ADA, "role", "author", basis="told me")
        assert [item.name for item in tmp_path.iterdir()] == ["my.audit"]
        copy = tmp_path / "elsewhere" / "copy.audit"
        copy.parent.mkdir()
        copy.write_bytes(path.read_bytes())
        with ak.open_audit(copy) as elsewhere:
            assert everything(elsewhere) == everything(audit)

    def test_only_the_owner_may_read_it(self, audit, path):
        assert path.stat().st_mode & 0o777 == 0o600

    def test_a_name_that_is_taken_is_refused(self, audit, path):
        with pytest.raises(ak.AuditFileError, match="already a file of this name"):
            ak.new_audit(path)

    def test_a_goal_that_the_codebook_does_not_know_leaves_no_file(self, path):
        with pytest.raises(ak.AnnotationError):
            ak.new_audit(path, goal=ak.Goal("x", (ak.LookingFor("rol", "author"),)), codebook=CODEBOOK)
        assert not path.exists()

    def test_a_closed_file_says_so(self, audit):
        audit.close()
        with pytest.raises(ak.AuditFileError, match="was closed"):
            audit.mark(ADA, "role", "declined")

    def test_nothing_in_its_name_tells_who_it_is_about(self, audit):
        assert repr(audit) == "<AuditFile my.audit>"


class TestAnnotating:
    def test_what_is_recorded_is_seen_at_once(self, audit):
        audit.annotate(ADA, "role", ["author", "teacher"], basis="told me")
        assert roles(audit)[ADA] == ("teacher", "author")

    def test_a_later_statement_replaces_the_one_before(self, audit):
        audit.annotate(ADA, "role", ["author", "teacher"], basis="told me")
        audit.annotate(ADA, "role", "author", basis="told me")
        assert roles(audit)[ADA] == ("author",)

    def test_not_reviewed_takes_back_and_the_history_stays(self, audit, clock):
        audit.annotate(ADA, "role", "author", basis="told me")
        clock("2026-12-01")
        audit.mark(ADA, "role", "not reviewed")
        assert roles(audit)[ADA] == ()
        assert roles(audit, known_as_of="2026-11-30")[ADA] == ("author",)

    @pytest.mark.parametrize("condition", ["nothing found", "declined", "does not apply"])
    def test_a_condition_is_not_a_category(self, audit, condition):
        audit.mark(ADA, "role", condition)
        seen = audit.voices().set_index("voice").loc[ADA]
        assert (seen["role"], seen["role condition"]) == ((), condition)

    def test_what_the_codebook_refuses_is_not_recorded(self, audit):
        with pytest.raises(ak.AnnotationError, match="Nothing was recorded"):
            audit.annotate(ADA, "role", "astronaut", basis="told me")
        assert len(audit.annotations()) == 0
        assert audit.undo() == "snapshot"

    def test_several_accounts_are_one_action(self, audit):
        audit.annotate([ADA, BO, CY], "role", "author", basis="told me")
        audit.undo()
        assert set(roles(audit).values()) == {()}

    def test_a_day_is_written_in_one_way_only(self, audit):
        with pytest.raises(ValueError, match="2026-11-22"):
            audit.mark(ADA, "role", "declined", noted_on="22.11.2026")

    def test_of_two_statements_of_one_day_the_later_counts(self, audit):
        """Also when the day is far from the first: day and number are compared as they are."""
        for category in ("teacher", "author", "teacher"):
            audit.annotate(ADA, "role", category, basis="told me", noted_on="2026-11-21")
        assert roles(audit)[ADA] == ("teacher",)

    def test_a_statement_about_an_earlier_day_does_not_replace_a_later_one(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me", noted_on="2026-11-21")
        audit.annotate(ADA, "role", "teacher", basis="told me", noted_on="2026-11-01")
        assert roles(audit)[ADA] == ("author",)
        assert roles(audit, known_as_of="2026-11-10")[ADA] == ("teacher",)

    def test_setting_aside_is_counted_and_taken_back(self, audit):
        audit.set_aside([ADA, BO], "my employer")
        assert audit.voices()["set_aside"].tolist() == [True, True, False]
        audit.count_again(ADA)
        assert audit.voices()["set_aside"].tolist() == [False, True, False]


class TestUndo:
    def test_a_new_file_has_nothing_to_undo_and_keeps_what_it_began_with(self, path):
        with ak.new_audit(path, codebook=CODEBOOK) as audit:
            assert audit.undo() is None
            assert audit.redo() is None
            assert audit.codebook == CODEBOOK

    def test_undo_goes_back_step_by_step_and_redo_forward(self, audit):
        for category in ("teacher", "author"):
            audit.annotate(ADA, "role", category, basis="told me")
        audit.undo()
        assert roles(audit)[ADA] == ("teacher",)
        audit.undo()
        assert roles(audit)[ADA] == ()
        audit.redo()
        audit.redo()
        assert roles(audit)[ADA] == ("author",)
        assert audit.redo() is None

    def test_undo_works_after_closing(self, audit, path):
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.close()
        with ak.open_audit(path) as again:
            assert again.undo() == "annotate"
            assert roles(again)[ADA] == ()

    def test_something_new_closes_the_way_forward(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.undo()
        audit.mark(BO, "role", "declined")
        assert audit.redo() is None

    def test_undo_today_does_not_change_what_was_known_yesterday(self, audit, clock):
        audit.annotate(ADA, "role", "author", basis="told me")
        clock("2026-11-23")
        audit.undo()
        assert roles(audit, known_as_of="2026-11-22")[ADA] == ("author",)
        assert roles(audit)[ADA] == ()

    @pytest.mark.parametrize(
        ("kind", "do"),
        [
            ("set aside", lambda audit: audit.set_aside(ADA, "mine")),
            ("join", lambda audit: audit.join([ADA, BO])),
            ("name", lambda audit: audit.name_account(CY, name="Cy")),
            ("mark", lambda audit: audit.mark(ADA, "role", "declined")),
            ("snapshot", lambda audit: audit.add_snapshot(follow_list(ADA), "2026-11-21")),
            ("codebook", lambda audit: audit.edit_codebook("role", add="editor")),
            ("goal", lambda audit: audit.set_goal(ak.Goal("x"))),
            ("plan", lambda audit: audit.add_entry("plan", None, {"what": "x"})),
        ],
    )
    def test_every_kind_of_action_is_undone_and_redone(self, audit, kind, do):
        before = everything(audit), audit.entries()
        do(audit)
        after = everything(audit), audit.entries()
        assert before != after
        assert audit.undo() == kind
        assert (everything(audit), audit.entries()) == before
        assert audit.redo() == kind
        assert (everything(audit), audit.entries()) == after


class TestFollowLists:
    def test_a_snapshot_comes_out_as_it_went_in(self, audit):
        columns = {
            "handle": ["ada", None],
            "name": ["Ada", "Bö"],
            "bio": ["Books; maps", None],
            "since": ["2020-01-01T10:00:00Z", None],
            "group": ["friends", None],
            "flags": [("repaired",), ()],
        }
        follows = follow_list(ADA, BO, **columns)
        audit.add_snapshot(follows, "2026-11-21")
        pd.testing.assert_frame_equal(audit.review().follow_lists()[0].table, follows.table)

    def test_the_same_file_is_recognised_and_the_day_said(self, audit):
        audit.add_snapshot(follow_list(ADA, digest="abc"), "2026-11-21")
        with pytest.raises(ak.AuditFileError, match="as of 2026-11-21"):
            audit.add_snapshot(follow_list(ADA, digest="abc"), "2026-11-22")
        audit.undo()
        audit.add_snapshot(follow_list(ADA, digest="abc"), "2026-11-22")

    def test_the_newest_list_of_each_platform_counts(self, audit):
        audit.add_snapshot(follow_list(ONE, platform="twitter"), "2026-11-18")
        audit.add_snapshot(follow_list(ADA), "2026-11-21")
        assert set(audit.voices()["voice"]) == {ONE, ADA}
        assert set(audit.voices(as_of="2026-11-20")["voice"]) == {ONE, ADA, BO, CY}
        assert set(audit.voices(as_of="2026-11-19")["voice"]) == {ONE}
        assert len(audit.voices(as_of="2026-11-17")) == 0

    def test_parts_of_one_day_are_taken_together(self, audit):
        audit.add_snapshot(follow_list(ADA, BO), "2026-11-21", complete=False)
        audit.add_snapshot(follow_list(BO, CY), "2026-11-21", complete=False)
        assert set(audit.voices()["voice"]) == {ADA, BO, CY}

    @pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
    def test_the_order_in_which_lists_come_in_does_not_matter(self, audit, order):
        """Only what is new in a list is kept: one that comes in late must not change what a later one said."""
        lists = [("2026-11-10", "A"), ("2026-11-11", "B"), ("2026-11-12", "A")]
        for place in order:
            day, name = lists[place]
            audit.add_snapshot(follow_list(ONE, platform="twitter", name=[name]), day)
        assert [audit.voices(as_of=day)["label"].iloc[-1] for day, _ in lists] == ["A", "B", "A"]

    def test_accounts_deleted_by_the_platform_are_left_out(self, audit):
        audit.add_snapshot(follow_list(ADA, BO, flags=[("deleted",), ()]), "2026-11-21")
        assert audit.voices()["voice"].tolist() == [BO]


class TestVoices:
    def test_joined_accounts_are_one_voice_with_all_that_is_recorded(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.annotate(BO, "role", "teacher", basis="told me")
        audit.join([ADA, BO])
        seen = audit.voices().set_index("voice")
        assert seen.loc[ADA, "accounts"] == (ADA, BO)
        assert seen.loc[ADA, "role"] == ("teacher", "author")

    def test_what_is_recorded_of_a_voice_holds_when_one_of_its_accounts_is_unfollowed(self, audit):
        audit.join([ADA, BO])
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.add_snapshot(follow_list(BO, CY), "2026-11-21")
        assert roles(audit)[ADA] == ("author",)

    def test_joining_one_of_a_voice_brings_the_others_along(self, audit):
        audit.join([ADA, BO])
        audit.join([CY, BO])
        assert audit.voices()["accounts"].tolist() == [(ADA, BO, CY)]

    def test_splitting_makes_a_voice_of_its_own_again(self, audit, clock):
        audit.join([ADA, BO])
        clock("2026-11-25")
        audit.split(BO)
        assert len(audit.voices()) == 3
        assert len(audit.voices(known_as_of="2026-11-24")) == 2

    def test_one_account_is_nothing_to_join(self, audit):
        with pytest.raises(ValueError, match="at least two"):
            audit.join([ADA, ADA])
        with pytest.raises(ValueError, match="at least two"):
            audit.join([ADA, "mastodon:ADA@example.org"])


class TestRenames:
    @pytest.fixture
    def renamed(self, audit):
        since = ["2020-01-01T10:00:00.123Z", "2021-02-02T10:00:00.123Z"]
        audit.add_snapshot(follow_list(ONE, "twitter:9", platform="twitter", since=since), "2026-11-20")
        audit.add_snapshot(
            follow_list(TWO, "twitter:9", platform="twitter", since=since, name=["Una", None]), "2026-11-21"
        )
        return audit

    def test_one_gone_and_one_new_since_the_same_moment_is_an_offer(self, renamed):
        offers = renamed.possible_renames()
        assert offers[["old", "new", "new_name"]].values.tolist() == [[ONE, TWO, "Una"]]
        assert {ONE, TWO} & set(renamed.voices()["voice"]) == {TWO}

    def test_the_review_says_how_many_wait_for_an_answer(self, renamed):
        assert any("possible_renames" in note for note in renamed.review().notes)
        renamed.accept_rename(ONE, TWO)
        assert not any("possible_renames" in note for note in renamed.review().notes)

    def test_an_accepted_rename_is_one_voice_that_keeps_key_and_annotations(self, renamed):
        renamed.annotate(ONE, "role", "author", basis="told me")
        renamed.accept_rename(ONE, TWO)
        assert roles(renamed)[ONE] == ("author",)
        moved = ak.compare(renamed.voices(as_of="2026-11-20"), renamed.voices(), "role")
        assert moved["followed"].tolist() == [0, 0]
        assert len(renamed.possible_renames()) == 0

    def test_an_accepted_rename_can_be_undone(self, renamed):
        renamed.accept_rename(ONE, TWO)
        assert renamed.undo() == "rename"
        assert len(renamed.possible_renames()) == 1

    def test_a_no_is_kept_until_it_is_undone(self, renamed):
        renamed.keep_apart(TWO, ONE)
        assert len(renamed.possible_renames()) == 0
        assert not any("possible_renames" in note for note in renamed.review().notes)
        assert renamed.undo() == "keep apart"
        assert len(renamed.possible_renames()) == 1

    def test_a_no_takes_two_accounts_that_are_not_one_voice(self, renamed):
        with pytest.raises(ValueError, match="two accounts"):
            renamed.keep_apart(ONE, ONE)
        renamed.accept_rename(ONE, TWO)
        with pytest.raises(ak.AuditFileError, match="one voice"):
            renamed.keep_apart(ONE, TWO)

    def test_who_said_no_may_still_join_them_later(self, renamed):
        renamed.keep_apart(ONE, TWO)
        renamed.accept_rename(ONE, TWO)
        assert len(renamed.voices()) == 5

    def test_a_platform_without_two_lists_offers_nothing(self, audit):
        audit.add_snapshot(follow_list(ONE, platform="twitter", since=["2020-01-01T10:00:00Z"]), "2026-11-21")
        assert len(audit.possible_renames()) == 0

    def test_two_that_could_be_the_same_are_not_offered(self, audit):
        same = ["2020-01-01T10:00:00Z"] * 2
        audit.add_snapshot(follow_list(ONE, platform="twitter", since=same[:1]), "2026-11-20")
        audit.add_snapshot(follow_list(TWO, "twitter:9", platform="twitter", since=same), "2026-11-21")
        assert len(audit.possible_renames()) == 0


class TestHistory:
    def states(self, audit, *which):
        told = audit.history(*which)
        return [tuple(row) for row in told[["account", "condition", "categories", "state"]].itertuples(index=False)]

    def test_every_statement_is_told_with_what_became_of_it(self, audit):
        audit.annotate(ADA, "role", "teacher", basis="told me")
        audit.mark(BO, "role", "nothing found")
        audit.annotate(ADA, "role", ["author", "teacher"], basis="my reading", evidence="a talk", note="again")
        audit.mark(ADA, "role", "declined")
        audit.undo()
        assert self.states(audit) == [
            (ADA, "recorded", ("teacher",), "earlier"),
            (BO, "nothing found", (), "stands"),
            (ADA, "recorded", ("author", "teacher"), "stands"),
            (ADA, "declined", (), "undone"),
        ]
        told = audit.history(ADA)
        assert len(told) == 3
        assert told.iloc[1][["dimension", "basis", "evidence", "note"]].tolist() == [
            "role",
            "my reading",
            "a talk",
            "again",
        ]

    def test_what_counts_from_a_later_day_stands_whenever_it_was_entered(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me", noted_on="2026-11-21")
        audit.annotate(ADA, "role", "teacher", basis="told me", noted_on="2026-11-20")
        assert [row[2:] for row in self.states(audit, ADA)] == [(("author",), "stands"), (("teacher",), "earlier")]
        assert roles(audit)[ADA] == ("author",)

    def test_old_words_are_told_in_those_of_today(self, audit):
        audit.annotate(ADA, "role", "teacher", basis="told me")
        audit.edit_codebook("role", rename={"teacher": "educator"})
        assert self.states(audit) == [(ADA, "recorded", ("educator",), "stands")]

    def test_an_account_is_found_by_its_handle_and_nobody_gives_no_rows(self, audit):
        audit.mark(BO, "role", "declined")
        assert len(audit.history("mastodon:BO@example.org")) == 1
        empty = audit.history(CY)
        assert len(empty) == 0
        assert list(empty.columns) == list(audit.history(BO).columns)


class TestSheetsOfADay:
    def notes(self, words):
        rows = [(account, "role", word, "recorded", "told me", None, None, pd.NaT) for account, word in words.items()]
        return pd.DataFrame(rows, columns=list(ANNOTATION_COLUMNS))

    def test_a_plain_sheet_is_one_action_that_counts_from_its_day(self, audit):
        assert audit.add_annotations(self.notes({ADA: "author", BO: "teacher"}), "2026-11-01") == 2
        assert roles(audit, known_as_of="2026-11-01")[ADA] == ("author",)
        assert roles(audit, known_as_of="2026-10-31")[ADA] == ()
        assert audit.undo() == "annotations"
        assert len(audit.annotations()) == 0

    def test_the_same_sheet_again_adds_nothing(self, audit):
        audit.add_annotations(self.notes({ADA: "author"}), "2026-11-01")
        assert audit.add_annotations(self.notes({ADA: "author"}), "2026-11-02") == 0
        assert audit.undo() == "annotations"

    def test_what_a_sheet_does_not_speak_of_stays_unless_it_was_the_whole(self, audit):
        audit.add_annotations(self.notes({ADA: "author", BO: "teacher"}), "2026-11-01")
        audit.add_annotations(self.notes({ADA: "author"}), "2026-11-05")
        assert roles(audit)[BO] == ("teacher",)
        assert audit.add_annotations(self.notes({ADA: "author"}), "2026-11-05", whole=True) == 1
        assert roles(audit)[BO] == ()
        assert roles(audit, known_as_of="2026-11-04")[BO] == ("teacher",)

    def test_the_days_of_its_rows_count_where_none_is_given(self, audit):
        table = self.notes({ADA: "author"}).assign(noted_on=pd.Timestamp("2026-10-10"))
        audit.add_annotations(table)
        assert audit.annotations()["noted_on"].tolist() == [pd.Timestamp("2026-10-10")]

    def test_what_the_codebook_refuses_stops_the_whole_sheet(self, audit):
        with pytest.raises(ak.AnnotationError):
            audit.add_annotations(self.notes({ADA: "author", BO: "astronaut"}))
        assert len(audit.annotations()) == 0


class TestTheSameReviewAsFromPlainFiles:
    @pytest.fixture(params=ak.persona_names())
    def both(self, request, tmp_path):
        """A persona brought into an audit file, each sheet with its day, and as plain files."""
        persona = ak.read_persona(request.param)
        with ak.new_audit(tmp_path / "persona.audit", goal=persona.goal, codebook=persona.codebook) as audit:
            for day, exports, sheet in persona.dates:
                for export in exports:
                    audit.add_snapshot(ak.read_follow_list(export), day)
                if sheet:
                    audit.add_annotations(ak.read_annotations(sheet, persona.codebook), day, whole=True)
            yield audit.review(), persona.review()

    def test_composition_over_time_is_equal_in_every_dimension_and_both_ways_of_knowing(self, both):
        from_audit, plain = both
        assert (from_audit.dates, from_audit.focus, from_audit.platforms) == (plain.dates, plain.focus, plain.platforms)
        for dimension in plain.codebook.dimension_names:
            for known in ("then", "now"):
                tables = [ak.composition_over_time(review, dimension, known=known) for review in both]
                pd.testing.assert_frame_equal(*tables)

    def test_composition_and_compare_are_equal_from_each_date_to_the_next_and_to_the_last(self, both):
        dates = both[1].dates
        for known, (before, after) in itertools.product(
            ("then", "now"), {*itertools.pairwise(dates), (dates[0], dates[-1])}
        ):
            pairs = [[review.voices(day, known=known) for day in (before, after)] for review in both]
            for dimension in both[1].codebook.dimension_names:
                pd.testing.assert_frame_equal(*[ak.composition(pair[1], dimension) for pair in pairs])
                pd.testing.assert_frame_equal(*[ak.compare(*pair, dimension) for pair in pairs])

    def test_every_voice_is_told_alike(self, both):
        for known, day in itertools.product(("then", "now"), both[1].dates):
            told = [review.voices(day, known=known).sort_values("voice", ignore_index=True) for review in both]
            pd.testing.assert_frame_equal(*told)


class TestTogether:
    def test_two_open_documents_see_each_others_changes(self, audit, path):
        with ak.open_audit(path) as other:
            other.annotate(ADA, "role", "author", basis="told me")
            assert roles(audit)[ADA] == ("author",)
            audit.mark(BO, "role", "declined")
            assert len(other.annotations()) == 2
            assert other.undo() == "mark"
            assert len(audit.annotations()) == 1

    def test_a_second_thread_annotates_while_the_first_holds_a_long_read(self, audit):
        reading, done = threading.Event(), threading.Event()

        def read_for_long():
            with audit._store.reading() as connection:
                before = connection.execute("SELECT count(*) FROM statement").fetchone()
                reading.set()
                waited = done.wait(0.5)
                return waited, before == connection.execute("SELECT count(*) FROM statement").fetchone()

        def annotate():
            reading.wait(5)
            audit.annotate(ADA, "role", "author", basis="told me")
            done.set()

        with ThreadPoolExecutor(2) as threads:
            reader, writer = threads.submit(read_for_long), threads.submit(annotate)
            writer.result(10)
            assert reader.result(10) == (False, True)
        assert roles(audit)[ADA] == ("author",)

    def test_many_threads_lose_nothing(self, audit):
        def work(number):
            audit.annotate(f"mastodon:n{number}@example.org", "role", "author", basis="told me")
            return len(audit.voices())

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(work, range(40)))
        assert len(audit.annotations()) == 40

    def test_a_second_writer_that_cannot_wait_longer_says_so(self, audit, path, monkeypatch):
        monkeypatch.setattr("auditkit.audit_file.opening.BUSY_SECONDS", 0.05)
        with ak.open_audit(path) as other:
            holding = sqlite3.connect(path, isolation_level=None)
            holding.execute("BEGIN IMMEDIATE")
            with pytest.raises(ak.AuditFileError, match="another window or program is saving"):
                other.mark(ADA, "role", "declined")
            holding.close()
            other.mark(ADA, "role", "declined")


class TestCodebookOfItsDay:
    def test_a_series_says_from_when_a_category_could_be_recorded(self, audit, clock):
        audit.annotate(ADA, "role", "teacher", basis="told me")
        clock("2026-12-01")
        audit.edit_codebook("role", add="vendor")
        audit.add_snapshot(follow_list(ADA, BO, digest="later"), "2026-12-01")
        review = audit.review()
        breaks = ak.codebook_breaks(review)
        assert breaks[["date", "dimension", "category", "what"]].values.tolist() == [
            [pd.Timestamp("2026-12-01"), "role", "vendor", "new"]
        ]
        series = ak.composition_over_time(review, "role")
        assert series.groupby("date")["codebook"].unique().map(list).tolist() == [[0], [1]]
        assert "codebook" not in ak.composition_over_time(review, "field")
        assert "codebook" not in ak.composition_over_time(review, "role", known="now")

    def test_a_category_under_another_name_is_no_break(self, audit, clock):
        clock("2026-12-01")
        audit.edit_codebook("role", rename={"teacher": "educator"})
        audit.add_snapshot(follow_list(ADA, BO, digest="later"), "2026-12-01")
        assert ak.codebook_breaks(audit.review()).empty
