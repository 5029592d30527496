#!/usr/bin/env python3
"""Start the follow-list diversity audit kit.

    python3 start.py             set up, review an invented person's follow lists, open JupyterLab
    python3 start.py --no-lab    the same, without JupyterLab
    python3 start.py test        set up and run every test; what follows goes to pytest

Everything it makes lies beside this file: `.venv`, `build` and `demo-report.html`; delete them and nothing is left.
Only the first start needs the internet. Nothing about you is sent anywhere, then or later.
"""

# This file must parse on Python 3.6, to be able to say which Python to get: no newer syntax, no annotations.
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STATE = VENV / "auditkit-setup.json"
LOG = VENV / "auditkit-setup.log"
FIRST_NOTEBOOK = "notebooks/00_start_here.ipynb"
LAB_OPTIONS = f"""--LabApp.default_url=/lab/tree/{FIRST_NOTEBOOK} --LabApp.news_url=None
--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.extension_manager=readonly
--KernelManager.transport_encryption=auto --ServerApp.answer_yes=True --Application.log_level=ERROR"""
SILENCED = ("@jupyterlab/apputils-extension:announcements", "@jupyterlab/extensionmanager-extension")

NEEDED_PYTHON = (3, 11)
NEEDED_MB = 800  # the packages unpacked, and their downloads beside them
LONGEST_INSIDE = 165  # characters of the longest path below the kit's folder on Windows; a test measures it
PIPED = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "errors": "replace"}

OLD_PYTHON = """This is Python {}.{}, and the kit needs Python 3.11 or newer. Get it from python.org, install it,
then start the kit with the new one."""
NO_VENV = """This Python lacks the part that makes environments. On Debian or Ubuntu: sudo apt install python3-venv
Elsewhere, install Python from python.org. Then run the same command again."""
TOO_LONG = """The path of this folder is too long for Windows.
Move the kit to a short one such as C:\\auditkit, then start it there."""
DISK_FULL = "The disk is full: the kit needs about 800 MB. Make room, then run the same command again."
NO_NETWORK = """The packages could not be fetched: no internet connection, or a firewall or proxy is in the way.
Connect (at work, ask for access to the Python Package Index), then run the same command again; it goes on."""
NOT_WRITABLE = """The kit may not write in its own folder. Close every JupyterLab and terminal that uses it; if it never
worked here, copy the folder to a place of your own, such as Documents. Then run the same command again."""
NO_PACKAGE = """A package is not to be had for this Python. Python 3.12 or 3.13 from python.org works: install it,
delete the folder .venv beside start.py, then start the kit with the new Python."""
# What pip or the system says when something is wrong. The first match counts.
TROUBLES = (
    (r"no module named '?ensurepip|ensurepip is not available", NO_VENV),
    (r"winerror 206\b|long path support", TOO_LONG),
    (r"no space left|errno 28\b|winerror 112\b|disk quota", DISK_FULL),
    (r"require a different python", NO_PACKAGE),
    (r"name resolution|getaddrinfo failed|nodename nor|network is unreachable|versions: none", NO_NETWORK),
    (r"newconnectionerror|timed out|(connect|read)timeout|proxyerror|ssl(error|cert)", NO_NETWORK),
    (r"connection (refused|reset|aborted|broken)", NO_NETWORK),
    (r"permission denied|access is denied|winerror (5|32)\b|read-only file system|not permitted", NOT_WRITABLE),
    (r"failed building wheel|failed to build|no matching distribution|subprocess-exited-with-error", NO_PACKAGE),
)


class Stop(Exception):  # noqa: N818 - it ends the run, and is not always an error
    """The sentence that says what is wrong and what to do next."""


def check_python(version):
    if tuple(version[:2]) < NEEDED_PYTHON:
        raise Stop(OLD_PYTHON.format(*version[:2]))


def check_machine(path_length, free_mb, windows=os.name == "nt"):
    """Stop before anything is written when the set-up could not come to its end."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Stop(NO_VENV)
    room = 258 - LONGEST_INSIDE
    if windows and path_length > room and not windows_allows_long_paths():
        raise Stop(f"{TOO_LONG}\n({path_length} characters; there is room for {room}.)")
    if free_mb < NEEDED_MB:
        raise Stop(f"The disk has {free_mb} MB left, and the kit needs {NEEDED_MB}. Make room, then run this again.")


def windows_allows_long_paths():
    import winreg  # only there on Windows

    try:
        key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem")
        return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except OSError:
        return False


def child_environment(**more):
    """Return the environment for everything started here; what is set for another Python must not leak in."""
    foreign = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    # Somebody's `user = true` for pip fails in .venv; a console that lacks a sign shall show "?" and go on.
    ours = dict({"PIP_USER": "0", "PYTHONIOENCODING": os.environ.get("PYTHONIOENCODING", ":replace")}, **more)
    return dict({name: value for name, value in os.environ.items() if name not in foreign}, **ours)


def version_in_venv():
    """Return the version of the Python in .venv, such as [3, 12], or None where it or its pip does not run."""
    probe = [str(VENV_PYTHON), "-c", "import sys, pip; print(list(sys.version_info[:2]))"]
    try:
        answer = subprocess.run(probe, env=child_environment(), **PIPED)
        return json.loads(answer.stdout) if answer.returncode == 0 else None
    except (OSError, ValueError):
        return None


def read_state():
    try:
        return json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_state(**state):
    draft = STATE.with_suffix(".new")  # replaced in one go: a set-up that breaks off leaves no half state
    draft.write_text(json.dumps(dict(state, root=str(ROOT))), encoding="utf-8")
    os.replace(str(draft), str(STATE))


def prepare(*extras):
    """Make sure that .venv holds the kit and its packages; quick when it already does."""
    state, python = read_state(), version_in_venv()
    here = state.get("root", str(ROOT)) == str(ROOT)  # a moved environment has its old place written all over it
    wanted = {"pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(), "python": python}
    known_extras = state.get("extras", [])
    if here and python and set(extras) <= set(known_extras) and all(state.get(key) == wanted[key] for key in wanted):
        return
    if not here or state.get("broken") or python is None or tuple(python) < NEEDED_PYTHON:
        check_machine(len(str(ROOT)), shutil.disk_usage(str(ROOT)).free // 10**6)
        make_venv()
        known_extras = []
    extras = sorted(set(extras) | set(known_extras))
    write_state(extras=extras)  # without "pyproject": not ready, but a later run may go on from here
    print("Installing the packages. This is needed once and takes a minute or three.")
    install(extras)
    write_state(extras=extras, pyproject=wanted["pyproject"], python=version_in_venv())


def make_venv():
    ours = (VENV / "pyvenv.cfg").exists() or STATE.exists() or (VENV.is_dir() and not any(VENV.iterdir()))
    if VENV.is_symlink() or (VENV.exists() and not ours):
        raise Stop("Something named .venv lies here that is not a Python environment. Rename it, then run this again.")
    if VENV.exists():
        print("The environment in .venv does not work here any more: making it anew.")
        shutil.rmtree(str(VENV))
    print("Making a Python environment in .venv")
    VENV.mkdir()
    write_state()  # first of all, so that a start that breaks off is known as ours
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([base, "-m", "venv", str(VENV)], env=child_environment(), **PIPED)
    if made.returncode or version_in_venv() is None:
        raise Stop(trouble_in(made.stdout) or "The environment could not be made. Python said:\n" + made.stdout.strip())


def install(extras):
    for package in VENV.glob("**/site-packages/*.dist-info"):
        if not (package / "RECORD").exists():  # unpacked but not signed off when a set-up broke off: do it again
            shutil.rmtree(str(package))
    options = ["--no-input", "--disable-pip-version-check", "--prefer-binary", "--progress-bar", "off"]
    target = "." + ("[" + ",".join(extras) + "]" if extras else "")
    command = [str(VENV_PYTHON), "-m", "pip", "install", *options, "-e", target]
    env = child_environment(PYTHONIOENCODING="utf-8", PYTHONUNBUFFERED="1")
    progress, words = Progress(), ""
    threading.Thread(target=progress.tick, daemon=True).start()
    try:
        with LOG.open("w", encoding="utf-8") as log, subprocess.Popen(
            command, cwd=str(ROOT), env=env, **PIPED
        ) as process:
            for line in process.stdout:
                log.write(line)
                words += line
                progress.read(line)
    finally:
        progress.ended.set()
        progress.show(last=True)
    if process.returncode != 0:
        explanation = trouble_in(words)
        if explanation is None:
            write_state(broken=True)  # the next run starts afresh
            last_line = (words.strip() or "pip said nothing.").splitlines()[-1]
            explanation = f"The installation stopped: {last_line} Run the same command again."
        raise Stop(f"{explanation}\nAll that was said is in {LOG}")


class Progress:
    """What pip is doing: one line that changes on a terminal, a line every ten seconds elsewhere."""

    def __init__(self):
        self.started, self.shown, self.ended = time.time(), 0, threading.Event()
        self.packages, self.megabytes, self.step = set(), 0.0, "looking up the packages"

    def tick(self):
        while not self.ended.wait(1):  # pip can be silent for half a minute; the seconds go on
            self.show()

    def read(self, line):
        found = re.match(r"\s*(Collecting|Downloading|Requirement already satisfied:) (\w+(?:[-.][a-zA-Z]\w*)*)", line)
        size = re.search(r"Downloading .* \(([\d.]+) ([kM]?)B\)", line)
        if size:
            self.megabytes += float(size.group(1)) * {"M": 1, "k": 1e-3, "": 1e-6}[size.group(2)]
        if found:
            name = found.group(2).lower().replace("_", "-")
            self.packages.add(name)
            self.step = ("fetching " if size else "looking up ") + name
        elif line.startswith("Installing collected packages:"):
            self.step = f"unpacking {line.count(',') + 1} packages"
        elif "Retrying" in line:
            self.step = "no answer from the Python Package Index, trying again"
        self.show()

    def show(self, last=False):
        seconds = int(time.time() - self.started)
        sums = f"  {len(self.packages)} packages, {self.megabytes:.0f} MB fetched, {seconds} s"
        text = sums if last else f"{sums}: {self.step}"
        if sys.stdout.isatty():
            width = shutil.get_terminal_size().columns - 1
            print("\r" + text[:width].ljust(width), end="\n" if last else "", flush=True)
        elif last or seconds >= self.shown + 10:
            self.shown = seconds
            print(text)


def trouble_in(words):
    return next((sentence for pattern, sentence in TROUBLES if re.search(pattern, words, re.IGNORECASE)), None)


def lab_command(python, root):
    """Return the command and the environment that start a quiet JupyterLab in the folder `root`.

    Its settings lie beside its packages: the person's other Jupyter neither changes it nor is changed. It asks nobody
    for news, newer versions or extensions, whatever is clicked; a browser test holds that.
    """
    home, silenced = root / ".venv" / "jupyter", {"disabledExtensions": dict.fromkeys(SILENCED, True)}
    (home / "config" / "labconfig").mkdir(parents=True, exist_ok=True)
    (home / "config" / "labconfig" / "page_config.json").write_text(json.dumps(silenced), encoding="utf-8")
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "IPYTHONDIR": "ipython"}
    env = child_environment(**{name: str(home / folder) for name, folder in places.items()})
    # The page that the browser is handed lies here: Ubuntu's Firefox may not read below a name with a dot.
    env["JUPYTER_RUNTIME_DIR"] = str(root / "build" / "jupyter-runtime")
    command = [str(python), "-m", "jupyterlab", f"--ServerApp.root_dir={root}", *LAB_OPTIONS.split()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container; it still listens to this machine only
    return command, env


def run(command, env=None):
    """Run a program to its end and return its exit code; Ctrl-C is for the program to answer."""
    process = subprocess.Popen([str(part) for part in command], cwd=str(ROOT), env=env or child_environment())
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = process.wait()
    signal.signal(signal.SIGINT, before)
    return code


def start(with_lab):
    prepare()
    code = run([VENV_PYTHON, "-m", "auditkit.cli", "demo"])
    if code not in (0, 130):  # 130: Ctrl-C, and it has said so
        raise Stop("The review did not come to its end; the lines above say why.")
    if code or not with_lab:
        return code
    print("\nJupyterLab opens in your browser. If nothing opens there, copy the last address below into it.")
    print("To end JupyterLab, come back to this window and press Ctrl-C.")
    return run(*lab_command(VENV_PYTHON, ROOT))


def main(arguments):
    try:
        check_python(sys.version_info)
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace", line_buffering=True)  # a console may lack a letter of the path
        if arguments[:1] == ["test"]:
            prepare("test", *(["reference"] if os.environ.get("AUDITKIT_CI") == "1" else []))
            return run([VENV_PYTHON, "-m", "pytest", *arguments[1:]])
        if arguments not in ([], ["--no-lab"]):
            print(__doc__.strip())
            return 0 if arguments in (["-h"], ["--help"]) else 2
        return start(with_lab=not arguments)
    except Stop as stop:
        sentence = str(stop)
    except KeyboardInterrupt:
        sentence = "Stopped. Run the same command again; it goes on where it was."
    except OSError as error:
        sentence = trouble_in(str(error)) or f"The set-up stopped: {error.strerror or error}. Run this again."
    print("\n" + sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
