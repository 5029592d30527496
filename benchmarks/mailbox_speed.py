"""Newsletters out of a mailbox of 302 MB, beside a bare scan of the headers and the standard library.

The mailbox is invented: letters of 1 to 60 kB, a third of them from 200 newsletters, as Google Takeout writes them. The
bare scan reads the file line by line, keeps the lines of each header and does nothing with them: the least that a
program which looks at headers can do so. `mailbox.mbox` finds the letters and reads the same headers of each. Each runs
in a process of its own, for the memory; the middle of three runs is shown. "The reader" is what reads the letters;
"the whole answer" adds recognising the file and the SHA-256 by which it is known again.
To reach: at most 1.5 times the bare scan, memory flat.

    python benchmarks/mailbox_speed.py [MEGABYTES]
"""

import mailbox
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from auditkit.export import Export
from auditkit.readers import newsletters, read_follow_list

RUNS, MEGABYTES = 3, 302
LINE = b"A line of an invented letter, as long as such lines usually are, 76 signs..\n"


def letter(number: int, chance: random.Random) -> bytes:
    """Return one invented letter with the line before it."""
    source, issue = chance.randrange(200), chance.random() < 1 / 3
    received = "".join(
        f"Received: from mail{hop}.service.example (mail{hop}.service.example [192.0.2.{hop}])\n"
        f"        by in{hop}.mail.example with ESMTPS id INVENTED{number}\n        for <owner@example.org>;"
        f" Fri, {1 + number % 28:02d} Sep {2015 + number % 10} 22:26:51 +0000\n"
        for hop in range(4)
    )
    list_headers = (
        f"List-Id: Invented Letter {source} <letter{source}.list.example>\n"
        f"List-Unsubscribe: <https://letter{source}.example/leave?token=INVENTED{number}>\n"
    )
    head = (
        f"From 15456{number:013d}@xxx Fri Sep 16 22:26:51 +0000 2016\nX-GM-THRID: 15456{number:013d}\n"
        f"X-Gmail-Labels: Inbox,Opened\n{received}From: =?utf-8?Q?Letter=20{source}?= <letter@letter{source}.example>\n"
        f"To: owner@example.org\nSubject: Issue {number}\n"
        f"Date: Fri, {1 + number % 28:02d} Sep {2015 + number % 10} 22:26:51 +0000\n{list_headers if issue else ''}\n"
    )
    lines = chance.randrange(13, 790)
    return (
        head.encode() + b"A line of an invented letter, as long as such lines usually are, 76 signs..\n" * lines + b"\n"
    )


def write_mailbox(path: Path, size: int) -> int:
    """Write a mailbox of about `size` bytes and return how many letters it has."""
    chance, written, number = random.Random(23), 0, 0
    with path.open("wb") as file:
        while written < size:
            written += file.write(letter(number, chance))
            number += 1
    return number


def bare_scan(path: Path) -> int:
    letters, in_header, blank, header = 0, False, True, []
    with path.open("rb") as file:
        for line in file:
            if in_header:
                if line == b"\n":
                    in_header, blank = False, True
                else:
                    header.append(line)
            elif blank and line.startswith(b"From "):
                letters, in_header, header = letters + 1, True, []
            else:
                blank = line == b"\n"
    return letters


def bare_search(path: Path) -> int:
    """The same by searching in the whole file at once, which needs its size in memory."""
    data, letters, start = path.read_bytes(), 0, 0
    while start >= 0:
        end = data.find(b"\n\n", start + 2)
        _ = data[start:end]
        letters += 1
        start = data.find(b"\n\nFrom ", end)
    return letters


def standard_library(path: Path) -> int:
    box = mailbox.mbox(path, create=False)
    found = 0
    for message in box:
        found += message["List-Id"] is not None and bool(message["From"]) and bool(message["Date"])
    return found


def reader(path: Path) -> int:
    with Export(path) as export:
        return len(newsletters.READER.read(export))


def whole_answer(path: Path) -> int:
    return len(read_follow_list(path))


WORK = {
    "bare scan of the headers": bare_scan,
    "the reader": reader,
    "the whole answer": whole_answer,
    "bare search, whole file in memory": bare_search,
    "mailbox.mbox": standard_library,
}


def one(name: str, path: Path) -> None:
    """Do one piece of work and print seconds, and megabytes at the most beyond those before it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    WORK[name](path)
    seconds = time.perf_counter() - begun
    print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main(size: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "All mail.mbox")
        letters = write_mailbox(path, size * 10**6)
        print(f"{path.stat().st_size / 1e6:,.0f} MB, {letters:,} letters\n")
        figures = {name: [] for name in WORK}
        for _ in range(RUNS):
            for name, found in figures.items():
                command = [sys.executable, __file__, "--one", name, str(path)]
                output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                found.append([float(word) for word in output.split()])
        least = statistics.median(seconds for seconds, _ in figures["bare scan of the headers"])
        print(f"{'':36}{'seconds':>9}{'ratio':>8}{'MB more':>9}")
        for name, found in figures.items():
            seconds, memory = (statistics.median(column) for column in zip(*found, strict=True))
            print(f"{name:36}{seconds:9.2f}{seconds / least:8.2f}{memory:9.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else MEGABYTES)
