"""The commands: ``auditkit demo``, ``auditkit read``, ``auditkit report`` and ``auditkit check``.

Exit code 0 when there is a result, 2 with a sentence on standard error when a file cannot be used.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from auditkit.annotations import read_annotations
from auditkit.audit_file.checking import check_audit
from auditkit.audit_file.salvage import salvage_audit
from auditkit.codebook import read_codebook, shipped_codebooks
from auditkit.errors import AuditKitError
from auditkit.goal import read_goal
from auditkit.personas import persona_names, read_persona
from auditkit.readers import explain_export, follow_list_as_dict, read_follow_list
from auditkit.readers.platforms import platform_key
from auditkit.review import review
from auditkit.summary import summary_lines

DEMO_REPORT = "demo-report.html"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # An older Windows console cannot show every sign of a name; a question mark is better than a stop.
            stream.reconfigure(errors="replace")
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except AuditKitError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`auditkit read … | head`), which is not an error of ours.
        sys.stderr.close()
        return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="auditkit",
        description="Whose voices do you learn from? Reads follow lists and reviews them against your goal. "
        "Nothing leaves this computer.",
        epilog="Start with: auditkit demo",
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (_add_demo, _add_read, _add_report, _add_check):
        add(commands)
    return top


def _add_demo(commands) -> None:
    demo = _command(
        commands, "demo", "see a whole review, of an invented person", "auditkit demo --persona youth-librarian"
    )
    demo.add_argument("--persona", default="school-librarian", help="one of the sample people (default: %(default)s)")
    demo.add_argument(
        "--out", type=Path, default=Path(DEMO_REPORT), help="where the report goes (default: %(default)s)"
    )
    demo.set_defaults(run=_demo)


def _add_read(commands) -> None:
    read = _command(
        commands,
        "read",
        "read an export and say what is in it",
        "auditkit read twitter-archive.zip\n  auditkit read --explain podcasts.opml\n"
        "  auditkit read --json following.js",
    )
    read.add_argument(
        "files", nargs="+", metavar="FILE", help="an export: zip, folder or file; several if they belong together"
    )
    read.add_argument(
        "--explain", action="store_true", help="say what was recognised, and what was read and skipped, and why"
    )
    read.add_argument("--json", action="store_true", help="print everything read as JSON, for other programs")
    read.add_argument(
        "--platform", type=_platform, help="the platform a plain list of handles belongs to, such as twitter"
    )
    read.set_defaults(run=_read)


def _add_report(commands) -> None:
    report = _command(
        commands,
        "report",
        "write a review of your own files as a web page",
        "auditkit report --follows twitter-archive.zip --annotations annotations.csv --goal goal.toml "
        "--out review.html",
    )
    report.add_argument(
        "--follows",
        nargs="+",
        action="append",
        required=True,
        metavar="FILE",
        help="an export; repeat for each platform",
    )
    report.add_argument("--annotations", metavar="FILE", help="your annotation sheet, CSV or XLSX")
    report.add_argument("--goal", metavar="FILE", help="your learning goal (TOML); the report opens with it")
    report.add_argument(
        "--codebook",
        metavar="NAME",
        help=f"a codebook file, or one of: {', '.join(shipped_codebooks())} (default: what the sheet holds)",
    )
    report.add_argument("--taken-on", metavar="DATE", help="the day the export is of, like 2026-11-22 (default: today)")
    report.add_argument(
        "--out", type=Path, default=Path("review.html"), help="where the report goes (default: %(default)s)"
    )
    report.set_defaults(run=_report)


def _add_check(commands) -> None:
    check = _command(
        commands,
        "check",
        "say whether an audit file is whole, without changing it",
        "auditkit check my.audit\n  auditkit check damaged.audit --salvage-to rescued.audit",
    )
    check.add_argument("file", type=Path, metavar="FILE", help="an audit file; numbers are shown, never what it holds")
    check.add_argument(
        "--salvage-to", type=Path, metavar="NEW", help="bring over into a new file what can be read of a damaged one"
    )
    check.set_defaults(run=_check)


def _command(commands, name: str, what: str, example: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _platform(words: str) -> str:
    if not platform_key(words):
        raise argparse.ArgumentTypeError("write the name of a platform, such as twitter or mastodon")
    return words


def _demo(options: argparse.Namespace) -> int:
    from auditkit.report import write_report  # matplotlib takes a second, and the words come first

    persona = read_persona(options.persona)
    print(f"{persona.title}: an invented person, with files as real platforms hand them out.")
    print("The same with your own files takes two steps more. Nothing leaves this computer.\n")
    reviewed = persona.review()
    print("\n".join(summary_lines(reviewed)))
    sys.stdout.flush()
    path = write_report(reviewed, options.out)
    print(f"\nTHE REPORT, with charts, to open in any browser:\n  {Path(path).resolve()}")
    others = [name for name in persona_names() if name != persona.name]
    if others:
        print(f"Another invented person: auditkit demo --persona {others[0]}")
    return 0


def _read(options: argparse.Namespace) -> int:
    follows = read_follow_list(*options.files, platform=options.platform)
    if options.json:
        json.dump(follow_list_as_dict(follows), sys.stdout, indent=1)
        print()
        return 0
    if options.explain:
        lines = explain_export(*options.files, platform=options.platform)
    else:
        lines = [*follows.notes, *(f"skipped: {count:,} {reason}" for reason, count in follows.skipped.items())]
        lines.append("To see why: add --explain. To get every account: add --json.")
    print("\n".join(lines))
    return 0


def _report(options: argparse.Namespace) -> int:
    from auditkit.report import write_report  # as above

    codebook = read_codebook(options.codebook) if options.codebook else None
    goal = read_goal(options.goal) if options.goal else None
    annotations = read_annotations(options.annotations, codebook) if options.annotations else None
    follows = [read_follow_list(*files) for files in options.follows]
    try:
        taken_on = date.fromisoformat(options.taken_on) if options.taken_on else date.today()
    except ValueError:
        raise AuditKitError("--taken-on: write the date like 2026-11-22.") from None
    reviewed = review([(taken_on, follows, annotations)], goal=goal, codebook=codebook)
    path = write_report(reviewed, options.out)
    print(f"The report is at {Path(path).resolve()}")
    for note in reviewed.notes:
        print(f"  - {note}")
    return 0


def _check(options: argparse.Namespace) -> int:
    if options.salvage_to:
        print(salvage_audit(options.file, options.salvage_to))
        return 0
    found = check_audit(options.file)
    print(found)
    if found.problems:
        print(f"To bring over what can be read: auditkit check {options.file} --salvage-to NEW")
    return 2 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
