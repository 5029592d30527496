"""Killing a program that saves to an audit file, hundreds of times, and counting what was lost.

A child process acts on a copy of a prepared file and says after each action that it returned. It is killed (signal 9)
before a chosen SQL statement, within one, or a moment after a commit began. Then the file is opened again: it has to
open, SQLite has to find it whole, every acknowledged action has to be there and every other one wholly or not at all.
"In a commit" counts the kills after which a journal lay beside the file, half a commit that opening takes back.

With strace the order is shown too: journal, file and folder are on the disk before the acknowledgement is written. Kill
alone cannot show that, because the system keeps what a killed program wrote.

    python benchmarks/audit_faults.py [KILLS]
"""

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd

from auditkit.audit_file import migrations, new_audit, open_audit, opening
from auditkit.audit_file.checking import check_audit
from auditkit.codebook import read_codebook
from auditkit.tables import FollowList, follow_table

KILLS = 700
WAYS = ("statement", "within", "commit")
PEOPLE, BULK = 300, 60
NEXT = opening.VERSION + 1
NEXT_VERSION = "ALTER TABLE sitting ADD COLUMN place TEXT; CREATE INDEX statement_day ON statement (noted_on)"
ROLES = ("school librarian", "public or youth librarian")


def key(number: int) -> str:
    """Return the key of an invented account."""
    return f"mastodon:person{number}@example.social"


def follows(numbers: range, digest: str) -> FollowList:
    """Return an invented follow list."""
    columns = {"account": [key(number) for number in numbers], "name": [f"Person {number}" for number in numbers]}
    table = follow_table(columns, platform="mastodon")
    return FollowList(table, "mastodon", "mastodon", file_name="follows.csv", digest=digest)


def prepare(path: Path) -> Path:
    """Make the file that every child begins with, and a sheet that went out and comes back changed."""
    with new_audit(path, codebook=read_codebook("school-librarians")) as audit:
        audit.add_snapshot(follows(range(PEOPLE), "first"), "2026-01-31")
        for place in range(2):
            sheet = audit.write_sheet(path.with_name(f"sheet{place}.csv"), accounts=[key(n) for n in range(BULK)])
            table = pd.read_csv(sheet, dtype="str")
            table["role"], table["role basis"] = ROLES[place], "my reading"
            table.to_csv(sheet, index=False)
    return path


def single_marks(audit, folder: Path, place: int) -> None:
    audit.mark(key(place), "role", "nothing found", note=f"step {place}")


def bulk_marks(audit, folder: Path, place: int) -> None:
    audit.mark([key(number) for number in range(BULK)], "role", "nothing found", note=f"step {place}")


def snapshot_adds(audit, folder: Path, place: int) -> None:
    audit.add_snapshot(follows(range(place * 50, place * 50 + PEOPLE), f"step {place}"), f"2026-02-{place + 1:02d}")


def sheet_imports(audit, folder: Path, place: int) -> None:
    audit.read_sheet(folder / f"sheet{place}.csv").apply("take sheet")


def forgetting(audit, folder: Path, place: int) -> None:
    audit.forget(key(place))


def migration(audit, folder: Path, place: int) -> None:
    """The work was done by opening the file."""


def saved_notes(connection: sqlite3.Connection, size: int) -> set[int]:
    """The steps of which all statements are there; a part of them would be a broken action."""
    rows = connection.execute("SELECT note, count(*) FROM statement WHERE note LIKE 'step %' GROUP BY note").fetchall()
    assert all(count == size for _, count in rows), "an action is there in part"
    return {int(note.split()[1]) for note, _ in rows}


def saved_snapshots(connection: sqlite3.Connection) -> set[int]:
    rows = connection.execute(
        "SELECT digest, accounts, (SELECT count(*) FROM follow WHERE snapshot = snapshot.id) FROM snapshot WHERE id > 1"
    ).fetchall()
    assert all(count == there for _, count, there in rows), "a snapshot is there in part"
    return {int(digest.split()[1]) for digest, *_ in rows}


def saved_sheets(connection: sqlite3.Connection) -> set[int]:
    rows = connection.execute("SELECT category, count(*) FROM recorded GROUP BY category").fetchall()
    assert all(count == BULK for _, count in rows), "a sheet is there in part"
    return {ROLES.index(category) for category, _ in rows}


def forgotten(connection: sqlite3.Connection) -> set[int]:
    there = {row[0] for row in connection.execute("SELECT key FROM account")}
    gone = {number for number in range(PEOPLE) if key(number) not in there}
    marks = connection.execute("SELECT count(*) FROM do_not_record").fetchone()[0]
    assert (marks > 0) == bool(gone), "removed without a mark, or marked without being removed"
    return gone


def migrated(connection: sqlite3.Connection) -> set[int]:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return {0} if version == NEXT else set()


# name -> the act, how many of them, and which of them the file holds
WORK: dict[str, tuple[Callable, int, Callable]] = {
    "single marks": (single_marks, 8, lambda connection: saved_notes(connection, 1)),
    "bulk marks": (bulk_marks, 3, lambda connection: saved_notes(connection, BULK)),
    "snapshot adds": (snapshot_adds, 2, saved_snapshots),
    "sheet imports": (sheet_imports, 2, saved_sheets),
    "forgetting": (forgetting, 1, forgotten),
    "migrations": (migration, 1, migrated),
}


@contextmanager
def next_version(wanted: bool):
    """Pretend that the kit is one version further, with a migration that alters a table and builds an index."""
    if not wanted:
        yield
        return
    now, schema_text = opening.VERSION, opening.schema_text
    old = schema_text()
    new = old.replace("began_at TEXT NOT NULL\n", "began_at TEXT NOT NULL,\n    place TEXT\n")
    new += ";\nCREATE INDEX statement_day ON statement (noted_on);"
    opening.VERSION = now + 1
    texts = {now: old, now + 1: new}
    opening.schema_text = lambda version=now + 1: texts.get(version) or schema_text(version)
    migrations.MIGRATIONS[now] = NEXT_VERSION
    try:
        yield
    finally:
        opening.VERSION, opening.schema_text = now, schema_text
        del migrations.MIGRATIONS[now]


def act(what: str, path: Path, tell: int, limit: int, way: str) -> None:
    """In the child: do the work, say so after each act, and die at the chosen point."""
    work, times, _ = WORK[what]
    seen = [0]

    def count(*statement: str) -> None:
        seen[0] += 1
        if way == "statement" and seen[0] == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        if way == "commit" and statement[0] == "COMMIT":
            os.write(tell, b"c")

    def step() -> int:
        seen[0] += 1
        if seen[0] == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    connect = opening.connect

    def watched(place: Path) -> sqlite3.Connection:
        connection = connect(place)
        if way == "within":
            connection.set_progress_handler(step, 50)
        else:
            connection.set_trace_callback(count)
        return connection

    opening.connect = watched
    with next_version(what == "migrations"):
        audit = open_audit(path)
        for place in range(times):
            work(audit, path.parent, place)
            os.write(tell, b"a")
    os.write(tell, b"%d" % seen[0])


def run_child(what: str, path: Path, limit: int, way: str, wait: float = 0.0) -> tuple[int, int | None]:
    """Run the work in a child; return how many acts it acknowledged, and the points it passed if it was not killed."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        code = 1
        try:
            act(what, path, tell, limit, way)
            code = 0
        finally:
            os._exit(code)
    os.close(tell)
    said, commits = b"", 0
    while heard := os.read(hear, 1):
        said += heard
        if heard == b"c" and way == "commit":
            commits += 1
            if commits == limit:
                time.sleep(wait)
                os.kill(child, signal.SIGKILL)
    os.close(hear)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), f"the child failed by itself in {what}"
    points = re.search(rb"\d+$", said)
    return said.count(b"a"), int(points[0]) if code == 0 and points else None


def look(what: str, path: Path, acknowledged: int) -> bool:
    """After a kill: is all there that was acknowledged? Return whether half a commit lay there."""
    journal = path.with_name(f"{path.name}-journal")
    half = journal.exists() and journal.stat().st_size > 0
    # A migration that was killed is looked at before the next opening does it again.
    with closing(sqlite3.connect(path)) as connection:
        there = WORK[what][2](connection)
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert there >= set(range(acknowledged)), f"lost after acknowledgement: {what}"
    assert len(there) <= acknowledged + 1, "more than one act beyond the last acknowledged"
    with next_version(what == "migrations"):
        with open_audit(path) as audit:
            audit.mark(key(PEOPLE - 1), "role", "nothing found")
        assert check_audit(path).problems == 0
        copy = path.with_name(f"kill.before-version-{NEXT}.audit")
        if what == "migrations" and there:
            assert copy.stat().st_mode & 0o777 == 0o600
    if what == "forgetting" and there:
        held = path.read_bytes()
        assert not any(key(number).encode() in held for number in there), "the bytes still hold the key"
    return half


def kill_once(what: str, base: Path, limit: int, way: str, wait: float = 0.0) -> tuple[bool, bool]:
    """Kill one child; return whether it was killed, and whether half a commit lay there."""
    with tempfile.TemporaryDirectory(dir=base.parent) as folder:
        path = Path(folder, "kill.audit")
        shutil.copy(base, path)
        for sheet in base.parent.glob("sheet*.csv"):
            shutil.copy(sheet, folder)
        acknowledged, points = run_child(what, path, limit, way, wait)
        return points is None, look(what, path, acknowledged)


def points_of(what: str, base: Path, way: str) -> int:
    """How many points there are at which a child of this work could be killed."""
    with tempfile.TemporaryDirectory(dir=base.parent) as folder:
        path = Path(folder, "kill.audit")
        shutil.copy(base, path)
        for sheet in base.parent.glob("sheet*.csv"):
            shutil.copy(sheet, folder)
        return run_child(what, path, 0, way)[1]


def kill_many(base: Path, kills: int, names: tuple[str, ...] = tuple(WORK)) -> dict[str, list[int]]:
    """Kill about `kills` children in turn over every work and way; return [kills, half commits, acts lost] of each."""
    chance, counted = random.Random(11), {}
    for what in names:
        counted[what] = [0, 0]
        share = max(kills // len(names), len(WAYS))
        for way in WAYS:
            number = share // len(WAYS) + (share % len(WAYS) if way == "commit" else 0)
            points = WORK[what][1] if way == "commit" else points_of(what, base, way)
            for turn in range(number):
                limit = 1 + turn % points if way == "commit" else 1 + turn * points // number
                killed, half = kill_once(what, base, limit, way, chance.random() * 0.012)
                counted[what][0] += killed
                counted[what][1] += killed and half
    return counted


def syncs_before_acknowledgement() -> list[str] | None:
    """Return what one mark does on the disk, in order, as strace sees it; None where there is no strace."""
    strace = shutil.which("strace")
    if strace is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        log, path = Path(folder, "log"), Path(folder, "one.audit")
        code = (
            "import os, sys; from auditkit.audit_file import new_audit; from auditkit.codebook import read_codebook\n"
            "audit = new_audit(sys.argv[1], codebook=read_codebook('school-librarians'))\n"
            "os.write(1, b'BEGIN\\n'); audit.mark('mastodon:bo@example.social', 'role', 'nothing found')\n"
            "os.write(1, b'ACKNOWLEDGED\\n')"
        )
        calls = "openat,write,pwrite64,fsync,fdatasync,unlink"
        done = subprocess.run(
            [strace, "-f", "-y", "-e", f"trace={calls}", "-o", str(log), sys.executable, "-c", code, str(path)],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            return None
        return disk_calls(log.read_text("utf-8", "replace"), folder)


def disk_calls(log: str, folder: str) -> list[str]:
    """Return the calls between the two words as short lines, such as "sync journal"."""
    named = {f"{folder}/one.audit-journal": "journal", f"{folder}/one.audit": "file", folder: "folder"}
    between = log.partition('"BEGIN\\n"')[2]
    found = []
    for line in between.splitlines():
        if "ACKNOWLEDGED" in line:
            return [*found, "acknowledgement"]
        call = re.search(r"(\w+)\(", line)
        target = next((name for place, name in named.items() if f"<{place}>" in line or f'"{place}"' in line), None)
        if call and target:
            does = {"pwrite64": "write", "write": "write", "fsync": "sync", "fdatasync": "sync", "unlink": "delete"}
            step = f"{does[call[1]]} {target}" if call[1] in does else None
            if step and (not found or found[-1] != step):
                found.append(step)
    return found


def two_writers(path: Path, seconds: float) -> tuple[int, int]:
    """Let two processes mark at once; return how many marks were acknowledged, and how often one waited long."""
    ends = time.monotonic() + seconds
    pipes = []
    for writer in range(2):
        hear, tell = os.pipe()
        if os.fork() == 0:
            code = 1
            try:
                done = waited = 0
                with open_audit(path) as audit:
                    while time.monotonic() < ends:
                        began = time.monotonic()
                        audit.mark(key(done % PEOPLE), "role", "nothing found", note=f"writer {writer} {done}")
                        waited += time.monotonic() - began > 1
                        done += 1
                os.write(tell, b"%d %d" % (done, waited))
                code = 0
            finally:
                os._exit(code)
        os.close(tell)
        pipes.append(hear)
    done, waited = zip(*(map(int, os.read(hear, 100).split()) for hear in pipes), strict=True)
    for hear in pipes:
        os.close(hear)
        assert os.wait()[1] == 0
    with open_audit(path) as audit, audit._store.reading() as connection:
        there = connection.execute("SELECT count(*) FROM statement WHERE note LIKE 'writer %'").fetchone()[0]
    assert there == sum(done), "marks were lost"
    return sum(done), sum(waited)


def main() -> None:
    """Print the tables."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with tempfile.TemporaryDirectory() as folder:
        base = prepare(Path(folder, "base.audit"))
        began = time.monotonic()
        counted = kill_many(base, kills)
        print(f"{'killed while':20}{'kills':>8}{'in a commit':>14}")
        for what, (killed, half) in counted.items():
            print(f"{what:20}{killed:8}{half:14}")
        total = [sum(column) for column in zip(*counted.values(), strict=True)]
        print(f"{'together':20}{total[0]:8}{total[1]:14}   in {time.monotonic() - began:.0f} s")
        print(
            "Every acknowledged act was there, every other one wholly or not at all: else the run would have stopped."
        )
        seconds = 60 if kills >= KILLS else 3
        done, waited = two_writers(base, seconds)
        print(f"\nTwo writers at once for {seconds} s: {done:,} marks, none lost; waits above 1 s: {waited}")
    steps = syncs_before_acknowledgement()
    print("\nOne mark, as strace sees it: " + (", ".join(steps) if steps else "no strace here"))


if __name__ == "__main__":
    main()
