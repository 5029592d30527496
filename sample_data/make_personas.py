"""Make the invented people of ``sample_data/personas`` and the invented cohort, always the same.

Run it from the folder of the kit: ``python -m sample_data.make_personas``. With ``--out FOLDER`` it writes elsewhere.
What is written by hand (goal, journal, persona.toml, README) is not touched.
"""

import argparse
from pathlib import Path

from sample_data.generator import cohort, school_librarian, youth_librarian

HERE = Path(__file__).resolve().parent


def make_all(out: Path) -> None:
    """Write every generated file below `out`."""
    for persona in (school_librarian, youth_librarian):
        persona.build(out / "personas" / persona.NAME)
    (out / "cohort").mkdir(parents=True, exist_ok=True)
    (out / "cohort" / "cohort.csv").write_text(cohort.cohort_csv(), "utf-8", newline="")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: sample_data)")
    make_all(options.parse_args().out)
