"""Which mistakes would no test notice? Mutates measures in a private copy and prints what survived, with its line.

mutmut (`pip install mutmut`, 3.8.1 tried) changes one thing at a time - a comparison, a sign, a constant, an argument -
and runs the tests that reach it, one process at a time. What survives is either a test that is missing or a change
that means the same; say which in a line. The tree itself is never touched.

    python benchmarks/mutation.py [--own] [MODULE …]        such as: turnover flows; default: every module of measures/

With --own only the test files of the modules themselves run, without the slower suite over all measures.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("auditkit", "tests", "sample_data", "pyproject.toml", "start.py")
# What a module is held by beside the file of its name.
MORE_TESTS = {
    "pairing": ("test_change", "test_flows", "test_turnover", "test_hill_change"),
    "composition": ("test_change",),
    "concentration": ("test_attention",),
}
KILLED = ("killed", "timeout", "segfault")
LINE = re.compile(r"^\s+(?P<name>\S+): (?P<how>.+)$", re.M)


def settings(modules: list[str], *, own: bool) -> str:
    """Return mutmut's part of pyproject.toml: these modules of measures/ and the test files that hold them."""
    names = dict.fromkeys(name for module in modules for name in (f"test_{module}", *MORE_TESTS.get(module, ())))
    tests = [f"tests/{name}.py" for name in (*names, *([] if own else ["test_measures_conformance"]))]
    lines = {
        "source_paths": ["auditkit"],
        "only_mutate": [f"auditkit/measures/{module}.py" for module in modules],
        "also_copy": [name for name in COPIED if name not in ("auditkit", "tests")],
        # The same examples for every mutant, and no stop at one that is slow on a busy machine.
        "pytest_add_cli_args": ["--hypothesis-seed=0", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": [test for test in tests if Path(ROOT, test).exists()],
    }
    return "\n[tool.mutmut]\n" + "".join(f"{name} = {value!r}\n" for name, value in lines.items())


def copy_tree(folder: Path, modules: list[str], *, own: bool) -> None:
    """Copy what the tests need, with mutmut's settings at the end of pyproject.toml."""
    for name in COPIED:
        copy = shutil.copytree if Path(ROOT, name).is_dir() else shutil.copy
        copy(Path(ROOT, name), Path(folder, name))
    with Path(folder, "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(settings(modules, own=own))


def mutmut(folder: Path, *arguments: str) -> str:
    """Run mutmut in the copy and return what it prints; its own warnings and its moving dots are not wanted."""
    environment = os.environ | {"PYTHONPATH": "", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], sep="\n")
        raise SystemExit("mutmut stopped: are the tests green?")
    return done.stdout


def place_and_change(folder: Path, mutant: str) -> str:
    """Return the file and line of a mutant, with the line as it was and as it became."""
    diff = mutmut(folder, "show", mutant).splitlines()
    path = next(line[4:] for line in diff if line.startswith("--- "))
    old = [line[1:].strip() for line in diff if line.startswith("-") and not line.startswith("---")]
    new = [line[1:].strip() for line in diff if line.startswith("+") and not line.startswith("+++")]
    lines = [line.strip() for line in Path(folder, path).read_text("utf-8").splitlines()]
    number = lines.index(old[0]) + 1 if old and old[0] in lines else 0
    return f"{path}:{number}  ({mutant.rpartition('.')[2]})\n      {' / '.join(old)}\n   -> {' / '.join(new)}"


def means_the_same(place: str) -> bool:
    """Return True if the change is one of two that mean the same wherever they stand; they are counted apart.

    ``strict=`` refuses lists of unlike lengths, which our own code never makes; NAN is another spelling of NaN.
    """
    old, new = (part.strip() for part in re.split(r"\n   -> |\n      ", place)[1:])
    # Either version without any word of the kind: what is left is alike where nothing else changed.
    kinds = (r",? ?strict=\w+|, (?=\))", r'float\("nan"\)|float\("NAN"\)')
    return any(re.sub(kind, "", old) == re.sub(kind, "", new) for kind in kinds)


def main() -> None:
    """Print how many mutants each module had and how many were killed, then each that survived."""
    if importlib.util.find_spec("mutmut") is None:
        raise SystemExit("mutmut is not installed here: pip install mutmut")
    names = [path.stem for path in sorted(Path(ROOT, "auditkit", "measures").glob("[!_]*.py"))]
    own = "--own" in sys.argv
    modules = [name for name in sys.argv[1:] if name != "--own"] or names
    if set(modules) - set(names):
        raise SystemExit(f"measures are: {', '.join(names)}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy_tree(folder, modules, own=own)
        mutmut(folder, "run", "--max-children", "1")
        found = [(found["name"], found["how"]) for found in LINE.finditer(mutmut(folder, "results", "--all", "true"))]
        places = {name: place_and_change(folder, name) for name, how in found if how not in KILLED}
        same = {name for name, place in places.items() if means_the_same(place)}
        print(f"{'module':20}{'mutants':>9}{'killed':>9}{'the same':>10}{'open':>6}{'killed of the rest':>20}")
        for module in modules:
            own = [(name, how) for name, how in found if name.startswith(f"auditkit.measures.{module}.")]
            killed = sum(how in KILLED for _, how in own)
            alike = sum(name in same for name, _ in own)
            rest = len(own) - alike
            print(f"{module:20}{len(own):9,}{killed:9,}{alike:10,}{rest - killed:6,}{killed / max(rest, 1):20.1%}")
        for name, how in found:
            if name in places and name not in same:
                print(f"\n{how}: {places[name]}")


if __name__ == "__main__":
    main()
