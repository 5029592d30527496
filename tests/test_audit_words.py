"""Names, the words of the codebook, and the lines of plan and journal, in an audit file that is in use."""

import pytest

import auditkit as ak
from auditkit.audit_file import history
from auditkit.tables import FollowList, follow_table

ADA = "mastodon:ada@example.org"
ONE, TWO, TEN = "twitter:9223372037000000001", "twitter:9223372037000000002", "twitter:9223372037000000010"
CODEBOOK = ak.Codebook(
    "test",
    (
        ak.Dimension("role", categories=tuple(map(ak.Category, ("teacher", "librarian", "author")))),
        ak.Dimension("field", categories=(ak.Category("maps"),), open=True),
    ),
)


@pytest.fixture
def clock(monkeypatch):
    """The day, set by hand."""
    moment = {"day": "2026-11-22"}
    monkeypatch.setattr(history, "now", lambda: f"{moment['day']}T09:00:00.000000Z")
    return lambda day: moment.update(day=day)


@pytest.fixture
def audit(tmp_path, clock):
    with ak.new_audit(tmp_path / "my.audit", codebook=CODEBOOK) as audit:
        follows = follow_table({"account": [ONE, TWO], "flags": [("unresolved",)] * 2}, platform="twitter")
        audit.add_snapshot(FollowList(follows, "twitter", "twitter"), "2026-11-20")
        follows = follow_table({"account": [ADA], "handle": ["ada@example.org"]}, platform="mastodon")
        audit.add_snapshot(FollowList(follows, "mastodon", "mastodon"), "2026-11-20")
        yield audit


def labels(audit, **days):
    seen = audit.voices(**days)
    return dict(zip(seen["voice"], seen["label"], strict=True))


class TestReadNames:
    @pytest.mark.parametrize(
        "text",
        [
            "9223372037000000001,ada_example_invented,Ada Example",
            "9223372037000000001; @ada_example_invented; Ada Example",
            "9223372037000000001\t@ada_example_invented\tAda Example\n",
            "9223372037000000001 @ada_example_invented Ada Example",
            "id,handle,name\n9223372037000000001,ada_example_invented,Ada Example",
            "Name;User ID;Handle\r\nAda Example;9223372037000000001;@ada_example_invented",
            "https://x.com/i/user/9223372037000000001, https://x.com/ada_example_invented, Ada Example",
            "https://twitter.com/intent/user?user_id=9223372037000000001,ada_example_invented,Ada Example",
            "twitter:9223372037000000001|ada_example_invented|Ada Example",
            "sep=;\n'9223372037000000001;'@ada_example_invented;Ada Example",
        ],
    )
    def test_a_list_is_understood_in_many_spellings(self, text):
        assert ak.read_names(text) == {ONE: ("ada_example_invented", "Ada Example")}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1002, Ada Example", ("", "Ada Example")),
            ("1002, ada_example_invented", ("ada_example_invented", "")),
            ("1002,,Ada", ("", "Ada")),
            ("1002 Ada Example", ("", "Ada Example")),
        ],
    )
    def test_handle_or_name_may_be_missing(self, text, expected):
        assert ak.read_names(text) == {"twitter:1002": expected}

    def test_a_file_is_read(self, tmp_path):
        path = tmp_path / "names.csv"
        path.write_bytes("account;name\r\nmastodon:bo@example.org;Bö\r\n".encode("cp1252"))
        assert ak.read_names(path) == {"mastodon:bo@example.org": ("", "Bö")}
        assert ak.read_names(str(path)) == ak.read_names(path)

    def test_a_file_that_is_not_there_is_said(self, tmp_path):
        with pytest.raises(ak.AnnotationError, match=r"names\.csv: there is no such file"):
            ak.read_names(tmp_path / "names.csv")

    def test_a_line_without_any_name_is_nothing(self):
        assert ak.read_names("1002\n1003,,\n1004,x") == {"twitter:1004": ("x", "")}

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("9.22337E+18,ada,Ada", "rounded"),
            ('"9,22337E+18",ada,Ada', "rounded"),
            (",ada,Ada", "missing"),
            ("ada_example_invented,ada,Ada", "no number, key or link"),
            ("https://x.com/,ada,Ada", "no number, key or link"),
        ],
    )
    def test_a_damaged_id_is_refused_with_its_line_and_without_its_content(self, line, said):
        with pytest.raises(ak.AnnotationError, match=said) as caught:
            ak.read_names(f"1002,bo,Bo\n{line}\n")
        assert "line 2: " in str(caught.value)
        assert "ada" not in str(caught.value).casefold()

    def test_long_numbers_that_all_end_in_zeros_were_rounded(self):
        with pytest.raises(ak.AnnotationError, match="line 1: a spreadsheet has rounded"):
            ak.read_names("9223372037000000000,a,A\n9223372038000000000,b,B\n")

    def test_two_names_for_one_account_are_refused(self):
        with pytest.raises(ak.AnnotationError, match="line 2: an earlier line"):
            ak.read_names("1002,a,A\n1002,b,B")


class TestNaming:
    def test_the_number_stays_the_key_and_the_name_is_shown(self, audit):
        audit.name_account(ONE, handle="@ada_example_invented", name="Ada Example")
        assert labels(audit)[ONE] == "Ada Example"
        assert audit.review().follow_lists()[0].table["handle"].iloc[0] == "ada_example_invented"

    def test_a_named_account_is_no_longer_unresolved(self, audit):
        audit.name_account(ONE, name="Ada Example")
        assert audit.review().follow_lists()[0].table["flags"].tolist() == [(), ("unresolved",)]

    def test_what_is_left_empty_stays(self, audit):
        audit.name_account(ONE, handle="ada_example_invented")
        audit.name_account(ONE, name="Ada Example")
        row = audit.review().follow_lists()[0].table.iloc[0]
        assert row[["handle", "name"]].tolist() == ["ada_example_invented", "Ada Example"]

    def test_a_list_is_one_action_and_names_only_who_is_in_the_audit(self, audit):
        assert audit.name_accounts(f"{ONE},a_invented,A\n{TWO},b_invented,B\n{TEN},c_invented,C") == 2
        assert audit.undo() == "name"
        assert labels(audit)[ONE] == ONE

    def test_the_same_names_again_are_no_action(self, audit):
        audit.name_accounts({ONE: ("a_invented", "A")})
        assert audit.name_accounts({ONE: ("a_invented", "")}) == 0

    def test_a_name_counts_from_the_day_it_was_given(self, audit, clock):
        clock("2026-12-01")
        audit.name_account(ONE, name="Ada Example")
        assert labels(audit, known_as_of="2026-11-30")[ONE] == ONE


class TestHandlesLeadToAccounts:
    def recorded(self, audit):
        return set(audit.annotations()["account"])

    def test_a_handle_given_by_hand_leads_to_its_number(self, audit):
        audit.name_account(ONE, handle="ada_example_invented")
        audit.mark("twitter:Ada_Example_Invented", "role", "declined")
        assert self.recorded(audit) == {ONE}

    def test_a_handle_of_an_export_and_an_alias_lead_to_their_number(self, audit):
        table = follow_table({"account": [TEN], "handle": ["ten_invented"]}, platform="twitter")
        audit.add_snapshot(
            FollowList(table, "twitter", "twitter", aliases={"twitter:was_ten_invented": TEN}), "2026-11-21"
        )
        audit.mark("twitter:ten_invented", "role", "declined")
        audit.mark("twitter:was_ten_invented", "field", "declined")
        assert self.recorded(audit) == {TEN}

    def test_a_handle_that_two_carry_is_a_key_of_its_own(self, audit):
        audit.name_accounts({ONE: ("same_invented", ""), TWO: ("same_invented", "")})
        audit.mark("twitter:same_invented", "role", "declined")
        assert self.recorded(audit) == {"twitter:same_invented"}

    def test_what_was_said_before_the_number_was_known_is_found_and_replaced(self, audit):
        audit.annotate("twitter:ten_invented", "role", "author", basis="told me")
        table = follow_table({"account": [TEN], "handle": ["ten_invented"]}, platform="twitter")
        audit.add_snapshot(FollowList(table, "twitter", "twitter"), "2026-11-21")
        assert audit.voices().set_index("voice").loc[TEN, "role"] == ("author",)
        audit.annotate(TEN, "role", "teacher", basis="told me")
        assert audit.voices().set_index("voice").loc[TEN, "role"] == ("teacher",)

    def test_joining_setting_aside_and_splitting_understand_handles(self, audit):
        audit.name_account(ONE, handle="one_invented")
        audit.join([ADA, "twitter:one_invented"])
        assert audit.voices().set_index("voice").loc[ADA, "accounts"] == (ONE, ADA)
        audit.split("twitter:one_invented")
        audit.set_aside("twitter:one_invented", "mine")
        assert audit.voices().set_index("voice")["set_aside"].to_dict() == {ONE: True, TWO: False, ADA: False}


class TestEditingTheCodebook:
    def roles(self, audit, **days):
        seen = audit.voices(**days)
        return dict(zip(seen["voice"], seen["role"], strict=True))

    def test_an_added_category_is_offered(self, audit):
        audit.edit_codebook("role", add=[ak.Category("editor", "chooses texts"), "poet"])
        assert audit.codebook["role"].offered == ("teacher", "librarian", "author", "editor", "poet")
        audit.annotate(ADA, "role", "poet", basis="told me")

    def test_a_rename_shows_the_new_word_on_every_day_and_history_keeps_the_old(self, audit, clock):
        audit.annotate(ADA, "role", "author", basis="told me")
        clock("2026-12-01")
        audit.edit_codebook("role", rename={"author": "writer"})
        assert self.roles(audit)[ADA] == ("writer",)
        assert self.roles(audit, known_as_of="2026-11-25")[ADA] == ("writer",)
        with audit._store.reading() as connection:
            assert connection.execute("SELECT category FROM recorded").fetchall() == [("author",)]

    def test_a_merge_puts_two_together(self, audit):
        audit.annotate(ADA, "role", ["teacher", "author"], basis="told me")
        audit.annotate(ONE, "role", "author", basis="told me")
        audit.edit_codebook("role", merge={"author": "teacher"})
        assert self.roles(audit) == {ADA: ("teacher",), ONE: ("teacher",), TWO: ()}
        assert audit.codebook["role"].category_names == ("teacher", "librarian")

    def test_a_chain_of_edits_ends_at_the_last_word(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.edit_codebook("role", rename={"author": "writer"})
        audit.edit_codebook("role", rename={"writer": "poet"})
        audit.edit_codebook("role", merge={"poet": "teacher"})
        assert self.roles(audit)[ADA] == ("teacher",)

    def test_a_word_that_is_used_again_means_itself(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.edit_codebook("role", rename={"author": "writer"})
        audit.edit_codebook("role", add="author")
        audit.annotate(ONE, "role", "author", basis="told me")
        assert self.roles(audit) == {ADA: ("writer",), ONE: ("author",), TWO: ()}

    def test_a_retired_category_is_not_offered_but_kept_and_shown_where_held(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.edit_codebook("role", retire=["author", "librarian"])
        assert audit.codebook["role"].offered == ("teacher",)
        counts = ak.composition(audit.voices(), "role")["count"]
        assert counts.to_dict() == {"teacher": 0, "author": 1}
        audit.edit_codebook("role", bring_back="librarian")
        assert audit.codebook["role"].offered == ("teacher", "librarian")

    def test_a_codebook_file_can_say_retired_too(self, tmp_path):
        path = tmp_path / "mine.toml"
        path.write_text(
            '[[dimension]]\nname = "role"\n[[dimension.category]]\nname = "teacher"\n'
            '[[dimension.category]]\nname = "monk"\nretired = true\n'
        )
        assert ak.read_codebook(path)["role"].offered == ("teacher",)
        path.write_text(path.read_text().replace("true", '"yes"'))
        with pytest.raises(ak.AnnotationError, match="retired must be true or false"):
            ak.read_codebook(path)

    def test_own_words_of_an_open_dimension_can_be_renamed_merged_and_retired(self, audit):
        audit.annotate(ADA, "field", ["rivres", "mapps", "hills"], basis="told me")
        audit.edit_codebook("field", rename={"rivres": "rivers"}, merge={"mapps": "maps"}, retire="hills")
        assert set(audit.voices().set_index("voice").loc[ADA, "field"]) == {"maps", "rivers", "hills"}
        assert audit.codebook["field"].category_names == ("maps", "hills")
        assert audit.codebook["field"].offered == ("maps",)

    def test_an_edit_is_one_action_that_undo_takes_back(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        audit.edit_codebook("role", rename={"author": "writer"}, add="poet")
        assert audit.undo() == "codebook"
        assert audit.codebook == CODEBOOK
        assert self.roles(audit)[ADA] == ("author",)
        audit.redo()
        assert self.roles(audit)[ADA] == ("writer",)

    def test_the_goal_follows(self, audit):
        audit.set_goal(ak.Goal("x", (ak.LookingFor("role", "author"),), (ak.Target("role", "author", 0.3),)))
        audit.edit_codebook("role", rename={"author": "writer"})
        assert audit.goal.looking_for[0].category == "writer"
        assert audit.goal.targets[0].category == "writer"
        ak.check_goal(audit.goal, audit.codebook)

    @pytest.mark.parametrize(
        ("edit", "said"),
        [
            ({"rename": {"author": "teacher"}}, "use merge"),
            ({"rename": {"auhtor": "writer"}}, "Did you mean 'author'"),
            ({"rename": {"author": "a; b"}}, 'without ";"'),
            ({"merge": {"author": "author"}}, "into itself"),
            ({"merge": {"author": "poet"}}, "does not list"),
            ({"add": "Teacher"}, "has 'Teacher' already"),
            ({"add": "[declined]"}, "not in brackets"),
            ({"add": "nothing found"}, "some words"),
            ({"retire": "poet"}, "does not list"),
            ({"retire": ["teacher", "librarian", "author"]}, "would offer nothing"),
            ({"bring_back": "poet"}, "does not list"),
        ],
    )
    def test_what_cannot_be_is_refused_with_a_sentence(self, audit, edit, said):
        with pytest.raises(ak.AnnotationError, match=said) as caught:
            audit.edit_codebook("role", **edit)
        assert str(caught.value).endswith("Nothing was changed.")
        assert audit.codebook == CODEBOOK

    def test_an_unknown_dimension_is_named(self, audit):
        with pytest.raises(ak.AnnotationError, match="it has: role, field"):
            audit.edit_codebook("rolle", add="x")

    def test_an_edit_that_changes_nothing_is_no_action(self, audit):
        audit.edit_codebook("role", bring_back="author")
        assert audit.undo() == "snapshot"

    def test_a_new_codebook_may_not_orphan_what_is_recorded(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        fewer = ak.Codebook("test", (ak.Dimension("role", categories=(ak.Category("teacher"),)),))
        with pytest.raises(ak.AnnotationError, match=r"lacks 'author' in 'role'.*edit_codebook"):
            audit.set_codebook(fewer)
        with pytest.raises(ak.AnnotationError, match="has no dimension 'role'"):
            audit.set_codebook(ak.Codebook("test", (ak.Dimension("field", open=True),)))
        assert audit.codebook == CODEBOOK

    def test_a_new_codebook_may_drop_what_nobody_holds(self, audit):
        audit.annotate(ADA, "role", "author", basis="told me")
        fewer = ak.Codebook("test", (ak.Dimension("role", categories=(ak.Category("author"),)),))
        audit.set_codebook(fewer)
        assert audit.codebook == fewer

    def test_what_was_recorded_on_a_past_day_counts_as_in_use(self, audit, clock):
        audit.annotate(ADA, "role", "author", basis="told me")
        clock("2026-12-01")
        audit.mark(ADA, "role", "not reviewed")
        with pytest.raises(ak.AnnotationError, match="lacks 'author'"):
            audit.set_codebook(ak.Codebook("test", (ak.Dimension("role", categories=(ak.Category("teacher"),)),)))


class TestEntries:
    def test_a_line_is_kept_private_unless_said_otherwise(self, audit):
        first = audit.add_entry("journal", "2026-11-01", {"environment": "podcasts", "what": "Took two new shows"})
        second = audit.add_entry("journal", "2026-10-01", {"what": "x"}, shareable=True)
        assert [(line.thread, line.shareable) for line in audit.entries("journal")] == [(second, True), (first, False)]
        assert audit.entries("journal")[1].body == {"environment": "podcasts", "what": "Took two new shows"}

    def test_kinds_are_kept_apart(self, audit):
        audit.add_entry("plan", None, {"what": "ask the homework group"})
        audit.add_entry("bookmark", "2026-11-22", {})
        assert [line.kind for line in audit.entries()] == ["plan", "bookmark"]
        assert [line.day for line in audit.entries("plan")] == ["2026-11-22"]

    def test_a_change_replaces_the_line_and_can_be_undone(self, audit):
        thread = audit.add_entry("plan", "2026-11-01", {"what": "one"})
        audit.change_entry(thread, {"what": "two"}, shareable=True)
        audit.change_entry(thread, day="2026-12-01")
        line = audit.entries()[0]
        assert (line.body, line.day, line.shareable) == ({"what": "two"}, "2026-12-01", True)
        assert audit.undo() == "change plan"
        audit.undo()
        assert audit.entries()[0].body == {"what": "one"}

    def test_a_removed_line_is_gone_until_undo(self, audit):
        thread = audit.add_entry("plan", None, {"what": "one"})
        audit.remove_entry(thread)
        assert audit.entries() == []
        with pytest.raises(ak.AuditFileError, match="no line of this number"):
            audit.change_entry(thread, {"what": "two"})
        audit.undo()
        assert len(audit.entries()) == 1

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("diary", None, {}), "plan, journal, bookmark"),
            (("plan", "1.11.2026", {}), "2026-11-22"),
            (("plan", None, {"what": object()}), "only texts"),
        ],
    )
    def test_what_cannot_be_kept_is_refused(self, audit, arguments, said):
        with pytest.raises(ValueError, match=said):
            audit.add_entry(*arguments)
        assert audit.entries() == []
