"""The codebooks that ship: few dimensions, every category defined, identity in people's own words."""

import re
from pathlib import Path

import pytest

import auditkit as ak


@pytest.mark.parametrize("name", ["school-librarians", "classroom-teachers", "blank"])
def test_shipped_codebook_has_five_dimensions_or_fewer_and_defines_every_category(name):
    codebook = ak.read_codebook(name)
    assert len(codebook.dimensions) <= 5
    for dimension in codebook:
        assert dimension.question
        for category in dimension.categories:
            assert category.definition
            assert "\n" not in category.definition


@pytest.mark.parametrize("name", ["school-librarians", "classroom-teachers"])
def test_identity_is_open_holds_several_needs_evidence_and_is_about_people(name):
    codebook = ak.read_codebook(name)
    identity = codebook["identity"]
    assert (identity.open, identity.several, identity.evidence_required, identity.people_only) == (True,) * 4
    assert len(identity.categories) > 2
    for dimension in codebook.dimensions:
        assert dimension.evidence_required == (dimension.name == "identity")


def test_codebooks_have_the_dimensions_that_the_samples_use():
    assert ak.read_codebook("school-librarians").dimension_names == ("identity", "role", "field", "place", "relation")
    assert ak.read_codebook("classroom-teachers").dimension_names == (
        "identity",
        "role",
        "subject",
        "place",
        "relation",
    )


def test_commented_lines_of_the_blank_codebook_work_once_uncommented(tmp_path):
    source = Path(ak.__file__).parent / "codebooks" / "blank.toml"
    text, marker = source.read_text("utf-8"), "# [[dimension]]"
    start = text.index(marker)
    opened = text[:start] + re.sub(r"(?m)^# ?", "", text[start:])
    path = tmp_path / "mine.toml"
    path.write_text(opened, "utf-8")
    assert ak.read_codebook(path)["identity"].evidence_required
