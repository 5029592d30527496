"""From a bare checkout to the first review, as on a machine with nothing but Python.

The kit's committed files, or with --working-tree those that lie here, are put into a folder with spaces and accents.
`start.py --no-lab` then runs there with an empty HOME, without pip's cache and without any of this shell's settings,
and once more. Megabytes are those that pip reports. To reach: under 3 minutes, our own part under 10 s.

    python benchmarks/fresh_start.py [--working-tree] [PYTHON]
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NETWORK_SETTINGS = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE")
UNITS = {"M": 1, "k": 1e-3, "": 1e-6}


def copy_kit(folder: Path, *, working_tree: bool) -> None:
    """Put the kit into `folder`, which must not exist."""
    if not working_tree:
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, folder], check=True)
        return
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for name in subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def timed(command: list, folder: Path, env: dict) -> float:
    """Run a command in the kit's folder, showing what it says, and return the seconds it took."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], cwd=folder, env=env, check=True)
    return time.perf_counter() - start


def fetched(log: str) -> float:
    """Return the megabytes that pip says it downloaded."""
    sizes = re.findall(r"Downloading .* \(([\d.]+) ([kM]?)B\)", log)
    return sum(float(number) * UNITS[unit] for number, unit in sizes)


def installed(folder: Path) -> float:
    """Return the megabytes that the environment takes."""
    return sum(path.lstat().st_size for path in folder.rglob("*")) / 1e6


def main(arguments: list[str]) -> None:
    """Measure and print the table."""
    named = [argument for argument in arguments if not argument.startswith("--")]
    python = named[0] if named else getattr(sys, "_base_executable", sys.executable)
    with tempfile.TemporaryDirectory() as place:
        home, kit = Path(place, "empty home"), Path(place, "Mein Prüfkasten für Ñandú")
        home.mkdir()
        copy_kit(kit, working_tree="--working-tree" in arguments)
        env = {"PATH": os.defpath, "HOME": str(home), "PIP_NO_CACHE_DIR": "1"}
        env |= {name: os.environ[name] for name in NETWORK_SETTINGS if name in os.environ}
        first = timed([python, "start.py", "--no-lab"], kit, env)
        second = timed([python, "start.py", "--no-lab"], kit, env)
        venv_python = kit / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        demo = timed([venv_python, "-m", "auditkit.cli", "demo"], kit, env)
        log = (kit / ".venv" / "auditkit-setup.log").read_text(encoding="utf-8")
        version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        print(f"\n{version}, {os.cpu_count()} cores\n")
        print("| what | figure | reach |")
        print("|---|---|---|")
        print(f"| bare checkout to first review | {first:.0f} s | < 180 s |")
        print(f"| of which our own part (the review) | {demo:.1f} s | < 10 s |")
        print(f"| the second run, review included | {second:.1f} s | seconds |")
        print(f"| downloaded | {fetched(log):.0f} MB | |")
        print(f"| .venv on disk | {installed(kit / '.venv'):.0f} MB | |")


if __name__ == "__main__":
    main(sys.argv[1:])
