"""What `auditkit` promises: a sorted list of names, each documented, each example true."""

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import auditkit

MODULES = sorted(
    name for _, name, _ in pkgutil.walk_packages(auditkit.__path__, "auditkit.") if not name.endswith("__main__")
)


def test_all_is_sorted_and_without_repeats():
    assert sorted(set(auditkit.__all__)) == auditkit.__all__


@pytest.mark.parametrize("name", auditkit.__all__)
def test_every_public_name_exists_and_is_documented(name):
    found = getattr(auditkit, name)
    assert (inspect.getdoc(found) or "").strip()


@pytest.mark.parametrize("name", [name for name in auditkit.__all__ if inspect.isfunction(getattr(auditkit, name))])
def test_every_public_function_names_its_parameters_in_its_docstring(name):
    """A parameter that is not in the text is one a user has to guess."""
    function = getattr(auditkit, name)
    text = inspect.getdoc(function)
    for parameter in inspect.signature(function).parameters.values():
        assert parameter.name in text, f"{name}({parameter.name}) is not explained"


@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_a_docstring_runs(name):
    results = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for(name):
    assert importlib.import_module(name).__doc__


def test_importing_auditkit_loads_no_drawing_and_no_widgets():
    """Measured: matplotlib alone takes longer to import than the kit."""
    heavy = "{'matplotlib', 'jinja2', 'openpyxl', 'IPython', 'ipywidgets', 'anywidget', 'duckdb'}"
    code = f"import sys, auditkit; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_functions_keep_their_names_when_their_modules_are_imported():
    """`auditkit.review` is a function and a module; the function must win, in any order of imports."""
    code = "import auditkit as ak, auditkit.review, auditkit.voices; print(callable(ak.review), callable(ak.voices))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True True"
