"""What the pages say is true: links resolve, tables match the registries, commands exist."""

import re
from pathlib import Path

import pytest

from auditkit.cli import parser
from auditkit.codebook import shipped_codebooks
from auditkit.readers import READERS

ROOT = Path(__file__).parent.parent
SKIPPED = {".venv", ".git", "node_modules", ".pytest_cache", ".hypothesis"}
PAGES = sorted(path for path in ROOT.rglob("*.md") if not SKIPPED & set(path.relative_to(ROOT).parts))
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_of_a_page_resolves(page):
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_readme_and_export_page_list_every_reader(reader):
    for page in (ROOT / "README.md", ROOT / "docs" / "exports.md"):
        assert reader.label in page.read_text("utf-8"), f"{page.name} does not name {reader.label}"


@pytest.mark.parametrize("name", shipped_codebooks())
def test_readme_lists_every_shipped_codebook(name):
    assert f"`{name}`" in (ROOT / "README.md").read_text("utf-8")


def test_readme_lists_every_notebook():
    text = (ROOT / "README.md").read_text("utf-8")
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert notebook.name in text


def test_readme_names_every_command():
    text = (ROOT / "README.md").read_text("utf-8")
    commands = next(action for action in parser()._actions if action.dest == "==SUPPRESS==" or action.choices)
    for name in commands.choices:
        assert f"auditkit {name}" in text


def test_decision_records_are_numbered_without_gaps_and_fit_a_screen():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        assert len(record.read_text("utf-8").splitlines()) <= 60, record.name


def test_no_page_or_program_names_a_package_registry():
    """The kit installs from whatever index the machine is set up with."""
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "anaconda" + ".org", "npmjs" + ".org", "npmjs" + ".com"]
    for path in ROOT.rglob("*"):
        parts = set(path.relative_to(ROOT).parts)
        if (
            path.is_file()
            and not SKIPPED & parts
            and path.suffix in {".py", ".md", ".toml", ".yml", ".yaml", ".txt", ".cff", ".bat", ".command", ""}
        ):
            text = path.read_bytes().decode("utf-8", "replace")
            assert not [host for host in hosts if host in text], path.name
