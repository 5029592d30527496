"""An X export of 672,588 accounts in a zip: `read_follow_list` beside `json.load` of the same file.

Each runs in a process of its own; the middle of three runs counts. Peak is the highest memory of the process above
what it held after its imports; table is what the finished table holds.

    python benchmarks/x_export.py [ROWS]
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROWS, RUNS, MB = 672_588, 3, 2**20


def write_export(path: Path, rows: int) -> None:
    """Write a zip as X packs it, with invented ids above 2^63."""
    numbers = random.Random(7)
    ids = [str(9_223_372_036_854_775_808 + numbers.randrange(10**17)) for _ in range(rows)]
    items = [
        f'  {{\n    "following" : {{\n      "accountId" : "{account}",\n'
        f'      "userLink" : "https://twitter.com/intent/user?user_id={account}"\n    }}\n  }}'
        for account in ids
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/following.js", "window.YTD.following.part0 = [\n" + ",\n".join(items) + "\n]")


def peak_memory() -> float:
    """Return the highest memory of this process so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / MB


def run(what: str, path: str) -> dict:
    """Do one of the two in this process and return its figures."""
    import pandas as pd

    from auditkit.readers import read_follow_list
    from auditkit.tables import follow_table

    # What the first table of a process loads belongs to neither side.
    follow_table({"account": ["twitter:1"]}, platform="twitter")
    before, begun = peak_memory(), time.perf_counter()
    if what == "json.load":
        with zipfile.ZipFile(path) as archive, archive.open("data/following.js") as file:
            file.read(len("window.YTD.following.part0 = "))
            rows = json.load(file)
    else:
        rows = read_follow_list(path)
    seconds, peak = time.perf_counter() - begun, peak_memory() - before
    # Measured last: counting the table's memory takes memory.
    table = 0.0 if what == "json.load" else _table_memory(rows.table, pd)
    return {"rows": len(rows), "seconds": seconds, "peak": peak, "table": table}


def _table_memory(table, pd) -> float:
    """Return the memory of a table in MB; a value that many rows share counts once."""
    total = 0
    for name in table.columns:
        values = table[name].to_numpy()
        shared = values.dtype == object and len(set(map(id, values))) < 100
        total += values.nbytes if shared else pd.Series(table[name]).memory_usage(deep=True, index=False)
    return total / MB


def main() -> None:
    """Print the comparison."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "twitter-export.zip")
        # In a process of its own: a child's peak starts at what its parent once held.
        subprocess.run([sys.executable, __file__, "--write", str(path), str(rows)], check=True)
        figures = {}
        for what in ("json.load", "read_follow_list"):
            command = [sys.executable, __file__, "--run", what, str(path)]
            runs = [json.loads(subprocess.check_output(command)) for _ in range(RUNS)]
            figures[what] = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
        print(f"X export, {rows:,} accounts, zip of {path.stat().st_size / MB:.1f} MB (median of {RUNS})\n")
        print("| | seconds | peak MB | table MB | peak beyond table MB |\n|---|---|---|---|---|")
        for what, one in figures.items():
            beyond = f"{one['peak'] - one['table']:.0f}" if one["table"] else ""
            print(f"| {what} | {one['seconds']:.2f} | {one['peak']:.0f} | {one['table']:.0f} | {beyond} |")
        ratio = figures["read_follow_list"]["seconds"] / figures["json.load"]["seconds"]
        print(f"\nTime: {ratio:.2f} x json.load (reach: 1.5). Peak beyond the table: reach 64 MB. Table: reach 250 MB.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        sys.path.insert(0, str(Path(__file__).parent.parent))
        print(json.dumps(run(*sys.argv[2:4])))
    elif sys.argv[1:2] == ["--write"]:
        write_export(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
