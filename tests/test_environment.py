"""environment.yml and binder/ say what pyproject.toml says: there is one list of packages, written three times."""

import json
import os
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import start

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}  # conda's "matplotlib" brings a window system
BROUGHT_BY_BINDER = {"jupyterlab", "ipykernel"}  # a second JupyterLab would not fit its memory


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def ranges(lines):
    requirements = map(Requirement, lines)
    return {CONDA_NAMES.get(r.name, r.name): r.specifier for r in requirements}


def test_conda_asks_for_the_packages_and_ranges_of_pyproject(project, conda):
    packages = [
        line for line in conda["dependencies"] if isinstance(line, str) and line != "pip" and "python=" not in line
    ]
    assert ranges(packages) == ranges(project["dependencies"])


def test_conda_installs_the_kit_itself_last_and_editable(conda):
    assert conda["name"] == "auditkit"
    assert conda["channels"] == ["conda-forge"]
    assert conda["dependencies"][-1] == {"pip": ["-e ."]}
    assert "pip" in conda["dependencies"]


def test_binder_asks_for_the_same_without_what_it_brings_itself(project):
    lines = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = {name: r for name, r in ranges(project["dependencies"]).items() if name not in BROUGHT_BY_BINDER}
    assert ranges(line for line in lines if not line.startswith("#")) == wanted


def test_conda_and_binder_use_the_same_python_and_it_is_new_enough(project, conda):
    version = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert f"python={version}" in conda["dependencies"]
    assert version in SpecifierSet(project["requires-python"])


def test_start_asks_for_the_python_that_pyproject_requires(project):
    assert project["requires-python"] == ">=" + ".".join(map(str, start.NEEDED_PYTHON))


def test_no_path_goes_into_a_pth_file():
    """Python 3.11 and 3.12 on Windows read such files in the machine's old encoding and do not start at an accent."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["dev-mode-exact"] is True


def test_binder_does_not_ask_about_news_either():
    page = json.loads((ROOT / "binder" / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert page == {"disabledExtensions": dict.fromkeys(start.SILENCED, True)}


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no executable bit")
@pytest.mark.parametrize("name", ["start.py", "start.command", "binder/start", ".ci/run"])
def test_what_is_run_directly_is_executable(name):
    assert os.access(ROOT / name, os.X_OK)
