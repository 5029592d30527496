"""A large audit file beside the same audit kept with pandas in CSV files: opening, the voices table, one more snapshot.

100,000 invented accounts, 24 monthly snapshots, 300,000 annotation events. A person never makes that many by hand; a
pooled or inherited audit may. The CSV side keeps one file of follows per month, one of accounts and one of events, and
writes a file anew when it changes: the usual way with pandas. The middle of three runs counts. A second table shows how
the figures grow with the number of accounts.

    python benchmarks/audit_file_speed.py [ACCOUNTS …]
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from auditkit.annotations.writing import write_annotations  # noqa: F401 - loads what both sides have loaded anyway
from auditkit.audit_file import new_audit, open_audit
from auditkit.codebook import read_codebook
from auditkit.tables import ANNOTATION_COLUMNS, FollowList, follow_table
from auditkit.voices import voices

SNAPSHOTS, EVENTS_PER_ACCOUNT, RUNS = 24, 3, 3
FIRST = date(2025, 1, 31)
SIZES = (1_000, 10_000, 100_000)
NEW_ROWS = 5_000
DIMENSIONS = ("role", "field", "place")


def account_key(number: int) -> str:
    """Return the key of an invented account."""
    return f"mastodon:person{number}@example.social"


def details(number: int) -> tuple:
    """Return what an export says about an invented account, in the order of the table ``detail``."""
    bio = f"Reads and writes about libraries, number {number}"
    moment = f"2020-01-01T00:{number // 60 % 60:02d}:{number % 60:02d}.000000Z"
    return (f"person{number}@example.social", f"Person {number}", None, bio, "follows", moment, "exact", None, "")


def month(place: int) -> str:
    """Return the day of a snapshot."""
    return (FIRST + timedelta(days=30 * place)).isoformat()


def followed_in(place: int, accounts: int) -> range:
    """The accounts of one month: the list grows from half its length to the whole."""
    return range(accounts // 2 + accounts * place // (2 * (SNAPSHOTS - 1)))


def fill(audit, accounts: int) -> None:
    """Fill an audit by bulk, one transaction, as its own methods would have done action by action."""
    with audit._store.writing() as connection:
        keys = [(number + 1, account_key(number), "mastodon") for number in range(accounts)]
        connection.executemany("INSERT INTO account VALUES (?, ?, ?)", keys)
        for place in range(SNAPSHOTS):
            _fill_snapshot(audit, connection, place, accounts)
        _fill_events(audit, connection, accounts)


def _fill_snapshot(audit, connection, place: int, accounts: int) -> None:
    action = audit._store.add_action(connection, "snapshot")
    held = followed_in(place, accounts)
    values = (action, month(place), "mastodon", "mastodon", "follows.csv", f"{place}", 1, len(held))
    snapshot = connection.execute(
        "INSERT INTO snapshot (action, taken_on, platform, reader, file_name, digest, complete, accounts, skipped, "
        "members_read, notes, link_template) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}', '[]', '[]', '')",
        values,
    ).lastrowid
    connection.executemany("INSERT INTO follow VALUES (?, ?)", ((snapshot, number + 1) for number in held))
    new = held if place == 0 else range(len(followed_in(place - 1, accounts)), len(held))
    connection.executemany(
        "INSERT INTO detail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((snapshot, number + 1, *details(number)) for number in new),
    )


def events(accounts: int):
    """Yield the invented events: account, dimension, category or None, day."""
    chance = random.Random(7)
    codebook = read_codebook("school-librarians")
    words = {item.name: item.category_names or ("here",) for item in codebook}
    for place in range(EVENTS_PER_ACCOUNT * accounts):
        dimension = DIMENSIONS[place // accounts % len(DIMENSIONS)]
        category = chance.choice(words[dimension]) if chance.random() < 0.8 else None
        yield chance.randrange(accounts), dimension, category, month(place % SNAPSHOTS)


def _fill_events(audit, connection, accounts: int) -> None:
    statements, recorded = [], []
    for number, (account, dimension, category, day) in enumerate(events(accounts), start=1):
        action = audit._store.add_action(connection, "annotate")
        condition = "recorded" if category else "nothing found"
        statements.append((number, action, account + 1, dimension, condition, None, day))
        if category:
            recorded.append((number, 0, category, "my reading", None))
    connection.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?)", statements)
    connection.executemany("INSERT INTO recorded VALUES (?, ?, ?, ?, ?)", recorded)


def fill_csv(folder: Path, accounts: int) -> None:
    """Write the same audit as CSV files."""
    names = ["account", "handle", "name", "url", "bio", "relation", "since", "since_precision", "group", "flags"]
    rows = [(account_key(number), *details(number)) for number in range(accounts)]
    everybody = pd.DataFrame(rows, columns=names)
    for place in range(SNAPSHOTS):
        everybody.iloc[: len(followed_in(place, accounts))].to_csv(folder / f"follows-{month(place)}.csv", index=False)
    said = [
        (
            account_key(account),
            dimension,
            category,
            "recorded" if category else "nothing found",
            "my reading",
            "",
            "",
            day,
        )
        for account, dimension, category, day in events(accounts)
    ]
    pd.DataFrame(said, columns=ANNOTATION_COLUMNS).to_csv(folder / "events.csv", index=False)


def csv_voices(folder: Path, codebook) -> pd.DataFrame:
    """Read the last month and the events, keep the latest of each, and make the voices table."""
    follows = pd.read_csv(sorted(folder.glob("follows-*.csv"))[-1], dtype="str", keep_default_na=False)
    follows = follows.replace({"url": {"": None}, "group": {"": None}})
    columns = {name: follows[name] for name in follows if name != "flags"}
    said = pd.read_csv(folder / "events.csv", dtype="str")
    said["noted_on"] = pd.to_datetime(said["noted_on"])
    said = said.sort_values("noted_on", kind="stable").drop_duplicates(["account", "dimension"], keep="last")
    listed = FollowList(follow_table(columns, platform="mastodon"), "mastodon", "mastodon")
    return voices(listed, said, codebook=codebook)


def csv_add(folder: Path, follows: FollowList, day: str) -> None:
    """Keep one more month: look whether the file is known, then write it, on the disk when this returns."""
    follows.table.to_csv(folder / f"follows-{day}.csv", index=False)


def csv_annotate(folder: Path) -> None:
    """Record one event: the file of events is read, added to and written anew."""
    said = pd.read_csv(folder / "events.csv", dtype="str")
    row = dict.fromkeys(ANNOTATION_COLUMNS, "") | {"account": account_key(0), "dimension": "role"}
    pd.concat([said, pd.DataFrame([row])]).to_csv(folder / "events.csv", index=False)


def new_follows(accounts: int, run: int) -> FollowList:
    """A newer list of 5,000: half of them are new faces, and a tenth of the others changed their name."""
    old = min(NEW_ROWS // 2, accounts)
    numbers = [*range(old), *range(accounts + run * NEW_ROWS, accounts + (run + 1) * NEW_ROWS - old)]
    said = [details(number) for number in numbers]
    columns = {
        "account": [account_key(number) for number in numbers],
        "handle": [row[0] for row in said],
        "name": [
            f"{row[1]}{' (new)' if number % 10 == run else ''}" for number, row in zip(numbers, said, strict=True)
        ],
        "bio": [row[3] for row in said],
        "since": [row[5] for row in said],
    }
    return FollowList(
        follow_table(columns, platform="mastodon"), "mastodon", "mastodon", file_name="f.csv", digest=f"new {run}"
    )


def middle(work, runs: int = RUNS) -> tuple[float, float]:
    """Return the middle of the seconds, by the clock and of the processor."""
    clock, processor = [], []
    for run in range(runs):
        before, busy = time.perf_counter(), time.process_time()
        work(run)
        clock.append(time.perf_counter() - before)
        processor.append(time.process_time() - busy)
    return statistics.median(clock), statistics.median(processor)


def figures(folder: Path, accounts: int) -> dict[str, tuple]:
    """Return what each piece of work took: audit file, then CSV; each by the clock and of the processor."""
    codebook = read_codebook("school-librarians")
    path = folder / "large.audit"
    with new_audit(path, codebook=codebook) as audit:
        fill(audit, accounts)
    fill_csv(folder, accounts)
    found = {"open": (middle(lambda run: open_audit(path).close()), None)}
    with open_audit(path) as audit:
        a_year_ago = month(SNAPSHOTS // 2)
        found["voices table"] = (middle(lambda run: audit.voices()), middle(lambda run: csv_voices(folder, codebook)))
        found["voices a year ago, as known then"] = (
            middle(lambda run: audit.voices(a_year_ago, known_as_of=a_year_ago)),
            None,
        )
        found["one annotation"] = (
            middle(
                lambda run: audit.annotate(account_key(run), "role", ["school librarian"], basis="my reading"), runs=9
            ),
            middle(lambda run: csv_annotate(folder)),
        )
        found["add a snapshot of 5,000"] = (
            middle(lambda run: audit.add_snapshot(new_follows(accounts, run), f"2027-02-0{run + 1}")),
            middle(lambda run: csv_add(folder, new_follows(accounts, run), f"2027-02-0{run + 1}")),
        )
    files = sum(item.stat().st_size for item in folder.glob("*.csv"))
    print(f"\n{accounts:,} accounts: audit file {path.stat().st_size / 2**20:,.0f} MB, CSV {files / 2**20:,.0f} MB")
    return found


def main() -> None:
    """Print the two tables."""
    sizes = [int(number.replace(",", "")) for number in sys.argv[1:]] or list(SIZES)
    grown: dict[str, list[float]] = {}
    for accounts in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found = figures(Path(folder), accounts)
        print(f"{'':36}{'audit file':>22}{'pandas + CSV':>22}{'ratio':>8}")
        for what, (ours, theirs) in found.items():
            grown.setdefault(what, []).append(ours[0])
            beside = f"{theirs[0]:10.3f} s ({theirs[1]:5.2f})" if theirs else ""
            ratio = f"{ours[0] / theirs[0]:8.2f}" if theirs else ""
            print(f"{what:36}{ours[0]:12.3f} s ({ours[1]:5.2f}){beside:>22}{ratio}")
    print("\nGrowth, in seconds by the clock (in brackets above: of the processor)")
    print(f"{'':36}" + "".join(f"{size:>12,}" for size in sizes))
    for what, seconds in grown.items():
        print(f"{what:36}" + "".join(f"{second:12.3f}" for second in seconds))


if __name__ == "__main__":
    main()
