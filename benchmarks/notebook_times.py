"""Every notebook from top to bottom, in a fresh kernel, against the 20 seconds that each may take.

Seconds include starting the kernel and importing everything, as for a person who opens the notebook and runs it all.
The middle of three runs counts.

    python benchmarks/notebook_times.py [RUNS]
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
MOST, RUNS = 20.0, 3


def seconds(path: Path) -> float:
    """Run a notebook once and return how long it took."""
    notebook = nbformat.read(path, as_version=4)
    begun = time.perf_counter()
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return time.perf_counter() - begun


def main(runs: int) -> int:
    """Print the table; 1 when a notebook takes longer than it may."""
    paths = sorted(FOLDER.glob("*.ipynb"))
    home = Path(tempfile.mkdtemp())  # an audit file of one's own is not looked for
    os.environ |= dict.fromkeys(("HOME", "USERPROFILE"), str(home))
    seconds(paths[0])  # the first kernel of all reads the packages from disk; a person does that once
    longest = max(len(path.name) for path in paths)
    print(f"{'notebook':<{longest}}  seconds  may take")
    times = {path: statistics.median(seconds(path) for _ in range(runs)) for path in paths}
    for path, took in times.items():
        print(f"{path.name:<{longest}}  {took:7.1f}  {MOST:8.0f}")
    return int(max(times.values()) > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
