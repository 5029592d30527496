"""start.py: from a bare folder to a review, and a sentence for everything that can be in the way.

The kit set up here is a stand-in that installs within seconds and without a network; the real one is measured by
benchmarks/fresh_start.py.
"""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "auditkit"
version = "0"
"""
BACKEND = """
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    files = {"auditkit/__init__.py": "", "auditkit/cli.py": "print('the review of an invented person')"}
    files["auditkit-0.dist-info/METADATA"] = "Metadata-Version: 2.1\\nName: auditkit\\nVersion: 0\\n"
    files["auditkit-0.dist-info/WHEEL"] = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files["auditkit-0.dist-info/RECORD"] = "".join(f"{name},,\\n" for name in files)
    with zipfile.ZipFile(f"{folder}/auditkit-0-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return "auditkit-0-py3-none-any.whl"
"""


@pytest.fixture
def folder(tmp_path):
    """A stand-in for the kit, in a folder with spaces and accents."""
    folder = tmp_path / "Mein Kit é ñ"
    folder.mkdir()
    shutil.copy(ROOT / "start.py", folder)
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
    return folder


@pytest.fixture
def kit(folder):
    """The module start.py of the stand-in."""
    spec = importlib.util.spec_from_file_location("start_of_the_stand_in", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(kit, monkeypatch):
    """The steps that `prepare` takes, with the slow ones replaced."""
    steps = []

    def make_venv():
        steps.append("make the environment")
        kit.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(kit, "make_venv", make_venv)
    monkeypatch.setattr(kit, "install", lambda extras: steps.append(f"install {' '.join(extras)}".strip()))
    monkeypatch.setattr(kit, "version_in_venv", lambda: [3, 12] if kit.VENV.exists() else None)
    monkeypatch.setattr(kit, "check_machine", lambda path_length, free_mb: None)
    return steps


def run_start(folder, *arguments, **more):
    env = os.environ | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PYTHONIOENCODING": "utf-8"} | more
    command = [sys.executable, "start.py", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_bare_folder_with_spaces_and_accents_ends_with_the_review_and_the_second_run_only_shows_it(folder):
    first = run_start(folder, "--no-lab")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[0] == "Making a Python environment in .venv"
    assert first.stdout.endswith("the review of an invented person\n")
    second = run_start(folder, "--no-lab")
    assert second.stdout == "the review of an invented person\n"


def test_without_a_network_it_says_what_to_do_and_where_the_log_is(folder):
    """Nothing listens on port 9 of this machine, which pip cannot tell from a network that is off."""
    project = PROJECT.replace("requires = []", 'requires = ["hatchling"]')
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")
    index = {
        "PIP_NO_INDEX": "0",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "1",
        "PIP_FIND_LINKS": "",
    }
    ended = run_start(folder, "--no-lab", **index)
    assert ended.returncode == 1
    assert "no internet connection" in ended.stderr
    assert "it goes on" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (folder / ".venv" / "auditkit-setup.log").read_text(encoding="utf-8")


def test_an_older_python_gets_a_sentence_and_no_traceback(folder):
    pretend = (
        "import runpy, sys; sys.version_info = (3, 8, 18, 'final', 0); sys.argv = ['start.py'];"
        "runpy.run_path('start.py', run_name='__main__')"
    )
    ended = subprocess.run([sys.executable, "-c", pretend], cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "This is Python 3.8, and the kit needs Python 3.11 or newer. Get it from python.org" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (folder / ".venv").exists()


def test_start_parses_on_python_3_6_and_holds_no_annotations():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    annotated = [f.name for f in functions if f.returns or any(a.annotation for a in f.args.args)]
    assert annotated == []
    assert not any(isinstance(node, ast.AnnAssign) for node in ast.walk(tree))


def test_the_first_run_makes_the_environment_and_installs(kit, steps):
    kit.prepare()
    assert steps == ["make the environment", "install"]


def test_the_second_run_does_nothing(kit, steps):
    kit.prepare()
    steps.clear()
    kit.prepare()
    assert steps == []


def test_an_install_that_broke_off_goes_on_in_the_same_environment(kit, steps, monkeypatch):
    def break_off(extras):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(kit, "install", break_off)
        with pytest.raises(KeyboardInterrupt):
            kit.prepare()
    steps.clear()
    kit.prepare()
    assert steps == ["install"]


def test_a_changed_pyproject_installs_again_in_the_same_environment(kit, steps, folder):
    kit.prepare()
    steps.clear()
    (folder / "pyproject.toml").write_text(PROJECT + 'dependencies = ["tqdm"]\n', encoding="utf-8")
    kit.prepare()
    assert steps == ["install"]


def test_another_python_in_the_environment_installs_again(kit, steps, monkeypatch):
    kit.prepare()
    steps.clear()
    monkeypatch.setattr(kit, "version_in_venv", lambda: [3, 13])
    kit.prepare()
    assert steps == ["install"]


def test_what_the_tests_need_is_added_once_and_stays(kit, steps):
    kit.prepare()
    kit.prepare("test")
    kit.prepare()
    kit.prepare("test")
    assert steps == ["make the environment", "install", "install test"]


def test_a_moved_folder_gets_a_new_environment(kit, steps, monkeypatch, tmp_path):
    kit.prepare()
    state = json.loads(kit.STATE.read_text(encoding="utf-8"))
    kit.STATE.write_text(json.dumps(state | {"root": str(tmp_path / "where it was")}), encoding="utf-8")
    steps.clear()
    kit.prepare()
    assert steps == ["make the environment", "install"]


def test_an_environment_whose_python_is_gone_is_made_anew(kit, steps, monkeypatch):
    kit.prepare()
    steps.clear()
    monkeypatch.setattr(kit, "version_in_venv", lambda: None)
    kit.prepare()
    assert steps == ["make the environment", "install"]


def test_a_damaged_state_file_counts_as_none(kit, steps):
    kit.prepare()
    kit.STATE.write_text("{", encoding="utf-8")
    steps.clear()
    kit.prepare()
    assert steps == ["install"]


def test_a_broken_environment_is_replaced_by_one_that_runs(kit):
    kit.VENV_PYTHON.parent.mkdir(parents=True)
    kit.VENV_PYTHON.write_text("", encoding="utf-8")
    (kit.VENV / "pyvenv.cfg").write_text("home = gone", encoding="utf-8")
    assert kit.version_in_venv() is None
    kit.make_venv()
    assert kit.version_in_venv() == list(sys.version_info[:2])


def test_something_else_named_venv_is_left_alone(kit):
    kit.VENV.mkdir()
    (kit.VENV / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(kit.Stop, match="Rename it"):
        kit.make_venv()
    assert (kit.VENV / "diary.txt").read_text(encoding="utf-8") == "mine"


def test_a_python_without_venv_names_the_debian_package(kit, monkeypatch):
    monkeypatch.setattr(kit.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(kit.Stop, match="sudo apt install python3-venv"):
        kit.check_machine(path_length=20, free_mb=10_000)


def test_a_windows_path_that_is_too_long_is_refused_before_anything_is_written(kit, monkeypatch):
    monkeypatch.setattr(kit, "windows_allows_long_paths", lambda: False)
    kit.check_machine(path_length=93, free_mb=10_000, windows=True)
    with pytest.raises(
        kit.Stop, match=r"too long for Windows.*\n.*C:\\auditkit.*\n\(94 characters; there is room for 93"
    ):
        kit.check_machine(path_length=94, free_mb=10_000, windows=True)


def test_a_windows_that_allows_long_paths_may_have_them(kit, monkeypatch):
    monkeypatch.setattr(kit, "windows_allows_long_paths", lambda: True)
    kit.check_machine(path_length=200, free_mb=10_000, windows=True)


def test_the_longest_installed_path_is_no_longer_than_start_reckons(kit):
    site, data = Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("data"))
    within = {".venv/Lib/site-packages": (site, "jupyterlab/**/*"), ".venv": (data, "share/jupyter/**/*")}
    lengths = [
        len(f"{place}/{path.relative_to(base).as_posix()}")
        for place, (base, pattern) in within.items()
        for path in base.glob(pattern)
    ]
    assert 100 < max(lengths) <= kit.LONGEST_INSIDE


def test_a_full_disk_is_refused_before_anything_is_written(kit):
    with pytest.raises(kit.Stop, match="The disk has 10 MB left, and the kit needs 800"):
        kit.check_machine(path_length=20, free_mb=10)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("[WinError 112] Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung", "disk is full"),
        (
            "NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "no internet",
        ),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "firewall or proxy"),
        ("[WinError 5] Zugriff verweigert", "may not write"),
        ("[Errno 30] Read-only file system: '.venv'", "may not write"),
        ("OSError: [WinError 206] The filename or extension is too long", "too long for Windows"),
        (
            "Ignored the following versions that require a different python version: 3.0\nERROR: (from versions: none)",
            "not to be had",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement hatchling (from versions: none)",
            "no internet",
        ),
        ("ERROR: No matching distribution found for pandas>=3.0", "not to be had for this Python"),
        ("The virtual environment was not created successfully because ensurepip is not available.", "python3-venv"),
    ],
)
def test_what_pip_says_becomes_a_sentence_to_act_on(kit, words, sentence):
    assert sentence in kit.trouble_in(words)


def test_a_package_with_timeout_in_its_name_is_not_taken_for_a_lost_connection(kit):
    assert kit.trouble_in("Collecting async-timeout\nERROR: something quite new") is None


def test_an_error_of_the_system_becomes_a_sentence(kit, monkeypatch, capsys):
    def refuse(with_lab):
        raise PermissionError(13, "Permission denied", ".venv")

    monkeypatch.setattr(kit, "start", refuse)
    assert kit.main(["--no-lab"]) == 1
    assert "may not write in its own folder" in capsys.readouterr().err


def test_packages_half_unpacked_when_an_install_broke_off_are_installed_again(kit, monkeypatch):
    site = kit.VENV / "lib" / "site-packages"
    for name, files in {"whole-1.dist-info": ["METADATA", "RECORD"], "half-1.dist-info": ["METADATA"]}.items():
        (site / name).mkdir(parents=True)
        for file in files:
            (site / name / file).touch()
    with pytest.raises(FileNotFoundError):  # there is no pip to call here; what counts happens before
        kit.install([])
    assert [path.name for path in site.iterdir()] == ["whole-1.dist-info"]


def test_progress_names_packages_and_adds_up_what_was_fetched(kit, capsys):
    progress = kit.Progress()
    for line in (
        "Collecting pandas>=3.0 (from auditkit==0.1.0)\n",
        "  Downloading pandas-3.1.1-cp311-cp311-manylinux_2_24_x86_64.whl (12.4 MB)\n",
        "  Downloading python_dateutil-4.0.0-py3-none-any.whl (600 kB)\n",
    ):
        progress.read(line)
    assert progress.packages == {"pandas", "python-dateutil"}
    assert progress.megabytes == pytest.approx(13)
    assert progress.step == "fetching python-dateutil"
    progress.read("Installing collected packages: a, b, c\n")
    assert progress.step == "unpacking 3 packages"


def test_settings_made_for_another_python_do_not_reach_the_environment(kit, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    monkeypatch.setenv("PYTHONHOME", "/somewhere/else")
    monkeypatch.setenv("PIP_USER", "1")
    env = kit.child_environment()
    assert "PYTHONPATH" not in env
    assert "PYTHONHOME" not in env
    assert env["PIP_USER"] == "0"


def test_an_unknown_word_shows_how_to_use_it(folder):
    ended = run_start(folder, "--lab")
    assert ended.returncode == 2
    assert "python3 start.py test" in ended.stdout


def test_the_exit_code_of_pytest_is_kept_and_its_arguments_are_passed_on(kit, monkeypatch):
    commands = []
    monkeypatch.setattr(kit, "prepare", lambda *extras: commands.append(extras))
    monkeypatch.setattr(kit, "run", lambda command: commands.append(command[1:]) or 5)
    monkeypatch.setenv("AUDITKIT_CI", "1")
    assert kit.main(["test", "-k", "hill"]) == 5
    assert commands == [("test", "reference"), ["-m", "pytest", "-k", "hill"]]


def test_the_windows_starter_is_plain_ascii_with_windows_line_ends():
    lines = (ROOT / "start.bat").read_bytes().split(b"\r\n")
    assert all(line.isascii() and b"\n" not in line for line in lines)
    assert b"%PYTHON% start.py %*" in lines


@pytest.mark.skipif(os.name == "nt", reason="start.command is for macOS")
def test_the_mac_starter_hands_over_in_its_own_folder_or_says_where_python_is(folder, tmp_path):
    shutil.copy(ROOT / "start.command", folder)
    programs = tmp_path / "programs"
    programs.mkdir()
    for tool in ("dirname", "uname", "sh"):
        (programs / tool).symlink_to(shutil.which(tool))
    run = {"env": {"PATH": str(programs)}, "cwd": "/", "capture_output": True, "text": True, "check": False}
    nothing = subprocess.run(["/bin/sh", folder / "start.command"], **run)
    assert nothing.returncode == 1
    assert "Get Python 3.12 or newer from python.org" in nothing.stdout
    fake = programs / "python3.12"
    fake.write_text('#!/bin/sh\necho "$PWD $*"\n', encoding="utf-8")
    fake.chmod(0o755)
    found = subprocess.run(["/bin/sh", folder / "start.command", "--no-lab"], **run)
    assert found.stdout == f"{folder} start.py --no-lab\n"
