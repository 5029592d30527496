"""What holds for every test: no connection leaves this machine, quick tests come first, skips are honest."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
OUTSIDE_LOG = pytest.StashKey[Path]()
SLOW_KINDS = ("conformance", "notebook", "browser")  # in this order, after everything else
IN_CI = os.environ.get("AUDITKIT_CI") == "1"


def pytest_configure(config):
    close_sockets(config)


def close_sockets(config):
    """Close the sockets of this process and of every Python it starts; see tests/closed_sockets."""
    log = Path(config.rootpath, ".pytest_cache", f"outside-{os.getpid()}.log")
    log.parent.mkdir(exist_ok=True)
    log.touch()
    config.stash[OUTSIDE_LOG] = log
    os.environ["AUDITKIT_OUTSIDE_LOG"] = str(log)
    folder = TESTS / "closed_sockets"
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), *([before] if before else [])])
    if "auditkit_closed_sockets" not in sys.modules:
        spec = importlib.util.spec_from_file_location("auditkit_closed_sockets", folder / "sitecustomize.py")
        sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[spec.name])


def pytest_unconfigure(config):
    config.stash[OUTSIDE_LOG].unlink(missing_ok=True)


@pytest.fixture(scope="session")
def outside_log(pytestconfig):
    """The file in which each connection to another machine that was refused leaves a line."""
    return pytestconfig.stash[OUTSIDE_LOG]


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(outside_log):
    """Fail a test during which anything tried to, even when the code swallowed the refusal."""
    before = outside_log.stat().st_size
    yield
    tried = outside_log.read_text(encoding="utf-8")[before:]
    assert tried == "", f"something wanted to reach another machine:\n{tried}"


def pytest_collection_modifyitems(items):
    for item in items:
        if "page" in item.fixturenames:
            item.add_marker("browser")
    items.sort(key=slowness)


def slowness(item):
    return max((SLOW_KINDS.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in SLOW_KINDS), default=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """In CI, turn a skipped browser, notebook or conformance test into a failure: there, nothing may be lacking."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and slowness(item):
        refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """In CI, turn a module skipped as a whole into a failure: which of its tests were skipped cannot be told."""
    report = yield
    if IN_CI and report.skipped:
        refuse_skip(report)
    return report


def refuse_skip(report):
    report.outcome = "failed"
    report.longrepr = f"may not be skipped here: {report.longrepr[-1] if report.longrepr else 'no reason given'}"


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"Tests skipped: {len(terminalreporter.stats.get('skipped', []))}")
