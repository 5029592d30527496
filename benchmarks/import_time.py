"""What `import auditkit` takes after pandas, beside pandas alone. To reach: under 0.15 s.

Each run is a new process; the middle of nine counts. One run before them fills the caches and does not count.

    python benchmarks/import_time.py
"""

import statistics
import subprocess
import sys

RUNS = 9
PROGRAM = """
import time
start = time.perf_counter()
import pandas
middle = time.perf_counter()
import auditkit
end = time.perf_counter()
import sys
print(middle - start, end - middle, *sorted({"matplotlib", "ipywidgets", "jinja2", "openpyxl"} & set(sys.modules)))
"""


def main() -> None:
    """Print the table."""
    answers = [
        subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(RUNS + 1)
    ][1:]
    pandas, ours = (statistics.median(float(answer[column]) for answer in answers) for column in (0, 1))
    print("| import | seconds | reach |")
    print("|---|---|---|")
    print(f"| pandas | {pandas:.3f} | |")
    print(f"| auditkit after pandas | {ours:.3f} | < 0.15 |")
    heavy = answers[0][2:]
    print(f"\nLoaded too early: {', '.join(heavy) or 'nothing'}.")


if __name__ == "__main__":
    main()
