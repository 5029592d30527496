"""A real JupyterLab in a real Chromium.

`lab` runs as start.py starts it, on a copy of the kit's notebooks; `page` is a fresh browser window::

    def test_the_first_notebook_runs(lab, page):
        lab.open(page, "notebooks/00_start_here.ipynb")   # waits until the kernel is ready
        lab.run_all(page)                                 # waits until the last cell is done
        assert page.locator(".jp-RenderedHTMLCommon figure").count() == 1
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
)
# The last of them makes every name but this machine's unknown: the browser's own errands end here, too.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
KERNEL_IS_IDLE = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
NOTEBOOK_IS_SHOWN = "path => window.jupyterapp?.shell.currentWidget?.context?.path === path"


def find_chromium():
    """Return the path of Chromium or a browser made of it, or None."""
    if os.environ.get("AUDITKIT_CHROMIUM"):
        return os.environ["AUDITKIT_CHROMIUM"]
    on_path = (shutil.which(name) for name in NAMES)
    with_drive = (place.replace("{", "%").replace("}", "%") for place in PLACES)
    installed = (place for place in map(os.path.expandvars, with_drive) if os.path.isfile(place))
    return next(filter(None, [*on_path, *installed]), None)


@dataclass
class Lab:
    """A running JupyterLab.

    `folder` is the copy of the kit it works in; `address` ends in a slash.
    """

    folder: Path
    address: str
    token: str
    process: subprocess.Popen = field(repr=False)

    def open(self, page, notebook, *, seconds=90):
        """Show a notebook in the page and wait for its kernel: earlier, "Run All" would do nothing, silently."""
        page.goto(f"{self.address}lab/tree/{notebook}?reset&token={self.token}")
        page.wait_for_function(NOTEBOOK_IS_SHOWN, arg=notebook, timeout=seconds * 1000)
        page.wait_for_function(KERNEL_IS_IDLE, timeout=seconds * 1000)

    def run_all(self, page, *, seconds=90):
        """Run every cell, and wait until the last is done."""
        page.set_default_timeout(seconds * 1000)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function(KERNEL_IS_IDLE)

    def ask(self, path):
        """Return what the server answers to a GET."""
        request = urllib.request.Request(self.address + path, headers={"Authorization": f"token {self.token}"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.loads(answer.read())


@pytest.fixture(scope="session")
def chromium():
    """The path of the browser; without one, the test is skipped."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    path = find_chromium()
    if path is None:
        pytest.skip("neither Chromium nor Chrome is installed here (AUDITKIT_CHROMIUM may name one)")
    return path


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A new window with nothing remembered."""
    with contextlib.closing(browser.new_context(viewport={"width": 1280, "height": 900})) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """JupyterLab as start.py starts it, on a copy of the notebooks and what they read."""
    folder = tmp_path_factory.mktemp("kit é")
    for name in ("notebooks", "sample_data"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name)
    with running_lab(folder) as lab:
        yield lab


@contextlib.contextmanager
def running_lab(folder, python=sys.executable):
    """Start JupyterLab in a folder and end it again."""
    token, port = "invented-for-this-test", free_port()
    command, env = start.lab_command(python, folder)
    command += ["--expose-app-in-browser", "--ServerApp.open_browser=False", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    env["PYTHONPATH"] = os.pathsep.join([os.environ["PYTHONPATH"], str(ROOT)])  # the sockets stay closed there, too
    # Whoever runs the tests may have an audit file of their own: it is not looked for here.
    (folder / "home" / "Documents").mkdir(parents=True, exist_ok=True)
    env |= dict.fromkeys(("HOME", "USERPROFILE"), str(folder / "home"))
    log = folder / "lab.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, env=env, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    lab = Lab(folder, f"http://127.0.0.1:{port}/", token, process)
    try:
        wait_for(lab, log)
        yield lab
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(lab, log, seconds=60):
    for _ in range(seconds * 4):
        with contextlib.suppress(OSError):
            lab.ask("api/status")
            return
        if lab.process.poll() is not None:
            break
        time.sleep(0.25)
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text(encoding="utf-8"))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
