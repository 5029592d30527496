"""A YouTube watch history of 200 MB: `read_activity` beside `json.load` of the same file; memory must stay flat.

Each runs in a process of its own, once. Peak is memory above what the process held after its imports.

    python benchmarks/watch_history.py [MEGABYTES]
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MB, CHANNELS = 2**20, 3_000


def favourite(chance: random.Random) -> int:
    """Return a channel: a few are watched again and again, most once or twice."""
    return int(CHANNELS * chance.random() ** 6)


def write_history(path: Path, megabytes: float) -> None:
    """Write a history as Google Takeout does, of invented channels."""
    from sample_data.export_samples.youtube import watched

    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        size, comma = 1, ""
        while size < megabytes * MB:
            number = f"UCEXAMPLE{favourite(chance):0>15}"
            day = f"{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            moment = f"{chance.randrange(2012, 2027)}-{day}T10:20:30.123Z"
            item = comma + json.dumps(watched(number, moment), indent=2)
            file.write(item)
            size, comma = size + len(item), ",\n"
        file.write("]")


def write_page(path: Path, megabytes: float) -> None:
    """Write the same as a page."""
    cell = (
        '<div class="outer-cell mdl-cell"><p class="mdl-typography--title">YouTube<br></p>'
        '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">Watched\xa0'
        '<a href="https://{host}/watch?v=EXAMPLE">An Invented Tale</a><br>'
        '<a href="https://{host}/channel/UCEXAMPLE{number:0>15}">Ada</a><br>Nov 2, {year}, 11:09:02 PM CET<br></div>'
        '<div class="content-cell mdl-typography--caption"><b>Products:</b><br>YouTube<br><b>Why?</b></div></div>'
    )
    chance, size = random.Random(7), 0
    with path.open("w", encoding="utf-8") as file:
        file.write("<html><head><style>" + " " * 100_000 + "</style></head><body>")
        while size < megabytes * MB:
            item = cell.format(
                host="www.youtube.com", number=chance.randrange(CHANNELS), year=chance.randrange(2012, 2027)
            )
            file.write(item)
            size += len(item)


def peak_memory() -> float:
    """Return the highest memory of this process so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / MB


def run(what: str, path: str) -> dict:
    """Do one of the two in this process and return its figures."""
    from auditkit.readers import read_activity
    from auditkit.tables import activity_table

    activity_table({("youtube:1", "watched", "2026-01"): 1})
    before, begun, processor = peak_memory(), time.perf_counter(), time.process_time()
    if what == "json.load":
        with open(path, encoding="utf-8") as file:
            entries = len(json.load(file))
    else:
        entries = int(read_activity(path).table["count"].sum())
    seconds, processor = time.perf_counter() - begun, time.process_time() - processor
    return {"entries": entries, "seconds": seconds, "processor": processor, "peak": peak_memory() - before}


def main() -> None:
    """Print the comparison."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        print(f"YouTube watch history, {megabytes:.0f} MB, {CHANNELS:,} channels\n")
        print("| | entries | seconds | processor | peak MB |\n|---|---|---|---|---|")
        path, page = Path(folder, "watch-history.json"), Path(folder, "watch-history.html")
        write_history(path, megabytes)
        write_page(page, megabytes)
        for what, file in (("json.load", path), ("read_activity", path), ("read_activity, page", page)):
            one = json.loads(subprocess.check_output([sys.executable, __file__, "--run", what, str(file)]))
            cells = (f"{one['entries']:,}", f"{one['seconds']:.1f}", f"{one['processor']:.1f}", f"{one['peak']:.0f}")
            print(f"| {what} | {' | '.join(cells)} |")
    print("\nReach: memory flat.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(*sys.argv[2:4])))
    else:
        main()
