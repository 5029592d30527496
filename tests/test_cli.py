"""The commands, called as a shell would: what they print, where, and with which exit code."""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditkit.cli import main, parser
from auditkit.personas import persona_names

FOLLOWS = "Account address,Show boosts,Notify on new posts,Languages\nada@example.org,true,false,\nbo@example.org,true,false,\n"
SHEET = (
    "account,kind,role,role basis\nmastodon:ada@example.org,person,school librarian,told me\n"
    "mastodon:bo@example.org,,[nothing found],\n"
)
GOAL = 'sentence = "I want to hear from school librarians"\n[[looking_for]]\ndimension = "role"\ncategory = "school librarian"\n'
MARKER = "zqxmarker"
ROOT = Path(__file__).parent.parent
COMMANDS = next(action for action in parser()._actions if action.choices).choices


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A working folder with a follow list, a sheet and a goal in it."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("following_accounts.csv", FOLLOWS), ("sheet.csv", SHEET), ("goal.toml", GOAL)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(capsys, *arguments):
    """Return exit code, standard output and standard error."""
    with contextlib.suppress(SystemExit):
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err
    raise AssertionError("the command was stopped by its arguments")


def refusal(capsys, *arguments):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.endswith("\n")
    assert "Traceback" not in err
    return err


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_of_every_command_shows_an_example_that_its_parser_takes(self, command, capsys):
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0
        examples = [line.split()[1:] for line in capsys.readouterr().out.splitlines() if line.startswith("  auditkit ")]
        assert examples
        for example in examples:
            assert parser().parse_args(example).run

    def test_names_every_command_and_where_to_start(self, capsys):
        with pytest.raises(SystemExit):
            main(["--help"])
        out = capsys.readouterr().out
        assert all(command in out for command in COMMANDS)
        assert "Start with: auditkit demo" in out

    @pytest.mark.parametrize("arguments", [[], ["red"], ["read"], ["report"], ["demo", "--nothing"]])
    def test_a_wrong_command_line_ends_with_2_and_the_usage(self, arguments, capsys):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2
        assert "usage: auditkit" in capsys.readouterr().err

    def test_follows_is_needed_for_a_report(self, capsys):
        with pytest.raises(SystemExit):
            main(["report", "--annotations", "sheet.csv"])
        assert "--follows" in capsys.readouterr().err


class TestRead:
    def test_json_has_the_promised_shape(self, files, capsys):
        code, out, err = run(capsys, "read", "--json", "following_accounts.csv")
        assert (code, err) == (0, "")
        printed = json.loads(out)
        assert list(printed) == ["platform", "reader", "members_read", "skipped", "notes", "accounts"]
        assert printed["platform"] == "mastodon"
        assert printed["members_read"] == ["following_accounts.csv"]
        assert [account["account"] for account in printed["accounts"]] == [
            "mastodon:ada@example.org",
            "mastodon:bo@example.org",
        ]
        for account in printed["accounts"]:
            assert list(account) == ["account", "handle", "name", "url", "bio", "relation", "since", "flags"]
        first = printed["accounts"][0]
        assert (first["relation"], first["since"], first["name"], first["flags"]) == ("follows", None, None, [])

    def test_json_counts_skipped_rows_by_reason(self, files, capsys):
        (files / "following_accounts.csv").write_text(FOLLOWS + ",true,false,\n")
        printed = json.loads(run(capsys, "read", "--json", "following_accounts.csv")[1])
        assert all(isinstance(number, int) for number in printed["skipped"].values())
        assert len(printed["accounts"]) == 2

    def test_without_options_it_says_what_was_found_and_how_to_see_more(self, files, capsys):
        code, out, err = run(capsys, "read", "following_accounts.csv")
        assert (code, err) == (0, "")
        assert "2 accounts" in out
        assert out.endswith("To see why: add --explain. To get every account: add --json.\n")
        assert "ada@example.org" not in out

    def test_explain_names_the_reader_and_the_files_read(self, files, capsys):
        code, out, err = run(capsys, "read", "--explain", "following_accounts.csv")
        assert (code, err) == (0, "")
        assert "reader: mastodon" in out
        assert "Read: following_accounts.csv." in out
        assert "ada@example.org" not in out

    def test_a_plain_list_belongs_to_the_platform_said(self, files, capsys):
        (files / "list.txt").write_text("@ada_example\n@bo_example\n")
        printed = json.loads(run(capsys, "read", "--json", "--platform", "twitter", "list.txt")[1])
        assert printed["platform"] == "twitter"
        assert len(printed["accounts"]) == 2

    def test_a_platform_that_is_no_name_is_refused_with_a_sentence(self, files, capsys):
        with pytest.raises(SystemExit) as stopped:
            main(["read", "--platform", "?!", "following_accounts.csv"])
        assert stopped.value.code == 2
        assert "write the name of a platform, such as twitter or mastodon" in capsys.readouterr().err

    @pytest.mark.parametrize("options", [[], ["--json"], ["--explain"]])
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("nowhere.zip", None),
            ("empty.csv", b""),
            ("photo.zip", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100)),
            ("cut.zip", b"PK\x03\x04" + bytes(50)),
            ("letter.txt", f"Dear {MARKER}, how are you?\n\nYours".encode()),
        ],
    )
    def test_a_file_that_cannot_be_used_ends_with_2_and_a_sentence(self, files, capsys, name, data, options):
        if data is not None:
            (files / name).write_bytes(data)
        said = refusal(capsys, "read", *options, name)
        assert name in said
        assert MARKER not in said

    def test_output_is_plain_ascii_in_json_whatever_the_names(self, files, capsys):
        (files / "list.csv").write_text("handle,name\n@zoe_example,Zoë 🌻\n", "utf-8")
        _, out, _ = run(capsys, "read", "--json", "--platform", "twitter", "list.csv")
        assert out.isascii()
        assert json.loads(out)["accounts"][0]["name"] == "Zoë 🌻"


class TestReport:
    def test_plain_files_become_one_page_and_the_path_is_said(self, files, capsys):
        code, out, err = run(
            capsys,
            *("report", "--follows", "following_accounts.csv", "--annotations", "sheet.csv", "--goal", "goal.toml"),
            *("--codebook", "school-librarians", "--taken-on", "2026-11-22", "--out", "review.html"),
        )
        assert (code, err) == (0, "")
        assert out.startswith(f"The report is at {files / 'review.html'}\n")
        page = " ".join((files / "review.html").read_text("utf-8").split())
        assert "I want to hear from school librarians" in page
        assert "22 Nov 2026" in page
        assert "ada@example.org" not in page

    def test_follows_alone_are_enough_and_the_default_place_is_named(self, files, capsys):
        code, _out, _ = run(capsys, "report", "--follows", "following_accounts.csv")
        assert code == 0
        assert (files / "review.html").is_file()

    def test_several_platforms_stand_in_one_report_and_what_did_not_match_is_said(self, files, capsys):
        (files / "podcasts.opml").write_text(
            '<opml version="2.0"><body><outline type="rss" text="A show" xmlUrl="https://show.example/feed"/></body></opml>'
        )
        (files / "sheet.csv").write_text(SHEET + "mastodon:gone@example.org,person,school librarian,told me\n")
        code, out, _ = run(
            capsys,
            *(
                "report",
                "--follows",
                "following_accounts.csv",
                "--follows",
                "podcasts.opml",
                "--annotations",
                "sheet.csv",
            ),
        )
        assert code == 0
        assert "  - 1 annotated account is not in this follow list." in out

    @pytest.mark.parametrize(
        ("changed", "data", "sentence"),
        [
            ("goal.toml", "sentence = ", "goal.toml: is not written as expected at"),
            ("goal.toml", GOAL.replace("school librarian", "schol librarian"), "Did you mean 'school librarian'?"),
            (
                "sheet.csv",
                SHEET.replace("told me", ""),
                "sheet.csv: nothing was read, because these lines need a look first",
            ),
            ("sheet.csv", "", "sheet.csv: the file is empty"),
            ("following_accounts.csv", "", "following_accounts.csv"),
        ],
    )
    def test_one_bad_file_ends_with_2_and_writes_nothing(self, files, capsys, changed, data, sentence):
        (files / changed).write_text(data)
        before = sorted(path.name for path in files.iterdir())
        said = refusal(
            capsys,
            *("report", "--follows", "following_accounts.csv", "--annotations", "sheet.csv", "--goal", "goal.toml"),
            *("--codebook", "school-librarians"),
        )
        assert sentence in said
        assert sorted(path.name for path in files.iterdir()) == before

    @pytest.mark.parametrize("day", ["22.11.2026", "tomorrow", "2026-13-01"])
    def test_an_unclear_day_is_refused(self, files, capsys, day):
        assert "write the date like 2026-11-22" in refusal(
            capsys, "report", "--follows", "following_accounts.csv", "--taken-on", day
        )

    def test_an_unknown_codebook_is_answered_with_the_shipped_ones(self, files, capsys):
        said = refusal(capsys, "report", "--follows", "following_accounts.csv", "--codebook", "school-librarian")
        assert "Shipped are: " in said

    def test_a_place_that_cannot_be_written_gets_a_sentence(self, files, capsys):
        said = refusal(capsys, "report", "--follows", "following_accounts.csv", "--out", "nowhere/review.html")
        assert "review.html" in said


class TestDemo:
    @pytest.mark.parametrize("name", persona_names())
    def test_shows_the_whole_job_in_order(self, files, capsys, name):
        code, out, err = run(capsys, "demo", "--persona", name, "--out", "demo.html")
        assert (code, err) == (0, "")
        headings = [
            "an invented person",
            "YOUR GOAL",
            "WHO YOU FOLLOW",
            "Annotation coverage",
            "WHAT CHANGED",
            "THE REPORT",
        ]
        places = [out.index(heading) for heading in headings]
        assert places == sorted(places)
        assert str(files / "demo.html") in out
        assert (files / "demo.html").stat().st_size > 10_000

    def test_an_unknown_person_is_answered_with_those_there_are(self, files, capsys):
        said = refusal(capsys, "demo", "--persona", "nobody")
        assert all(name in said for name in persona_names())
        assert list(files.glob("*.html")) == []


def test_stopping_by_hand_ends_with_130(files, capsys, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("auditkit.cli.read_follow_list", stop)
    code, _, err = run(capsys, "read", "following_accounts.csv")
    assert (code, err) == (130, "Stopped. Nothing was changed.\n")


def test_a_reader_of_the_output_that_goes_away_is_no_error(files, capsys, monkeypatch):
    def gone(*_, **__):
        raise BrokenPipeError

    monkeypatch.setattr("auditkit.cli.read_follow_list", gone)
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert main(["read", "following_accounts.csv"]) == 0


def test_a_console_that_cannot_show_a_sign_gets_a_question_mark(files, monkeypatch):
    console = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stderr", console)
    assert main(["read", "Übersicht.zip"]) == 2
    console.flush()
    assert b"?bersicht.zip" in console.buffer.getvalue()


def test_reading_loads_neither_drawing_nor_pages(files):
    """`auditkit read` in a loop over a hundred files must not pay for matplotlib each time."""
    code = (
        f"import sys; from auditkit.cli import main; main(['read', {str(files / 'following_accounts.csv')!r}]);"
        "print(sorted({'matplotlib', 'jinja2', 'openpyxl', 'IPython', 'ipywidgets'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
