"""A skipped browser, notebook or conformance test is a failure in .ci/run, and only there; quick tests come first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
SETTINGS = "[pytest]\nmarkers =\n    browser\n    notebook\n    conformance\n"
SKIPPING = """
import pytest

@pytest.mark.browser
def test_in_a_browser(): pytest.skip("no browser here")

@pytest.mark.notebook
@pytest.mark.skip(reason="no kernel here")
def test_a_notebook(): pass

@pytest.mark.skip(reason="not on this machine")
def test_anything_else(): pass

@pytest.mark.conformance
def test_over_a_registry(): pass
"""


@pytest.fixture
def run_tests(tmp_path):
    """Run a small suite below a copy of our conftest.py and return what pytest ended with."""

    def run(suite, *, in_ci):
        shutil.copy(TESTS / "conftest.py", tmp_path)
        shutil.copytree(TESTS / "closed_sockets", tmp_path / "closed_sockets", dirs_exist_ok=True)
        (tmp_path / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
        (tmp_path / "test_suite.py").write_text(suite, encoding="utf-8")
        env = os.environ | {"AUDITKIT_CI": "1" if in_ci else "0"}
        command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider"]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    return run


def test_on_anybodys_machine_a_skip_is_a_skip(run_tests):
    ended = run_tests(SKIPPING, in_ci=False)
    assert ended.returncode == 0
    assert "Tests skipped: 3" in ended.stdout


def test_in_ci_a_skipped_browser_or_notebook_test_fails_and_another_does_not(run_tests):
    ended = run_tests(SKIPPING, in_ci=True)
    assert ended.returncode == 1
    assert "may not be skipped here: Skipped: no browser here" in ended.stdout
    assert "may not be skipped here: Skipped: no kernel here" in ended.stdout
    assert "Tests skipped: 1" in ended.stdout
    assert "1 failed, 1 passed, 1 skipped, 1 error" in ended.stdout.splitlines()[-1]


def test_in_ci_a_module_skipped_as_a_whole_fails(run_tests):
    suite = "import pytest\npytest.skip('nothing here', allow_module_level=True)\n"
    assert run_tests(suite, in_ci=False).returncode == 5  # no test was run
    assert run_tests(suite, in_ci=True).returncode != 5


def test_quick_tests_come_first_and_the_browser_last(run_tests):
    lines = run_tests(SKIPPING, in_ci=False).stdout.splitlines()
    order = [line.partition("::")[2].split()[0] for line in lines if line.startswith("test_suite.py::")]
    assert order == ["test_anything_else", "test_over_a_registry", "test_a_notebook", "test_in_a_browser"]
