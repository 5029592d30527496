"""Codebooks: what a file may say, and the sentence for everything else."""

import copy

import pytest

from auditkit.codebook import (
    Category,
    Codebook,
    Dimension,
    codebook_from_table,
    fold_name,
    is_taken,
    nearest,
    read_codebook,
    shipped_codebooks,
)
from auditkit.errors import AnnotationError
from auditkit.settings import parse_toml

FULL = """
name = "mine"
version = 3
title = "My list"
about = '''
Why these.
'''

[[dimension]]
name = " school  role "
question = "Which role?"
categories = "closed"
several = false
evidence = "optional"
applies_to = "all"
[[dimension.category]]
name = "teacher"
definition = " Teaches. "
[[dimension.category]]
name = "author"

[[dimension]]
name = "identity"
categories = "open"
evidence = "required"
applies_to = "people"
"""


def codebook_of(text):
    return codebook_from_table(parse_toml(text, "mine.toml"), "mine.toml")


def refusal(text):
    with pytest.raises(AnnotationError) as caught:
        codebook_of(text)
    return str(caught.value)


def test_every_setting_of_a_file_is_read():
    codebook = codebook_of(FULL)
    assert (codebook.name, codebook.version, codebook.title, codebook.about) == ("mine", "3", "My list", "Why these.")
    role, identity = codebook
    assert role == Dimension(
        "school role", "Which role?", (Category("teacher", "Teaches."), Category("author")), False, False
    )
    assert identity == Dimension("identity", open=True, evidence_required=True, people_only=True)


def test_a_dimension_is_closed_takes_several_and_needs_no_evidence_unless_said():
    role = codebook_of('[[dimension]]\nname = "role"\ncategory = ["teacher"]')["role"]
    assert (role.open, role.several, role.evidence_required, role.people_only) == (False, True, False, False)
    assert role.category_names == ("teacher",)


def test_a_retired_category_is_still_read_and_no_longer_offered():
    role = codebook_of(
        '[[dimension]]\nname = "r"\n[[dimension.category]]\nname = "a"\nretired = true\n[[dimension.category]]\nname = "b"'
    )["r"]
    assert (role.category_names, role.offered, role.find("A")) == (("a", "b"), ("b",), "a")
    assert "retired must be true or false" in refusal(
        '[[dimension]]\nname = "r"\ncategory = [{name = "a", retired = "yes"}]'
    )


def test_a_codebook_without_a_name_is_called_after_its_file():
    assert codebook_of('[[dimension]]\nname = "role"\ncategories = "open"').name == "mine"


def test_dimensions_are_found_by_name_and_the_choices_are_named_otherwise():
    codebook = codebook_of(FULL)
    assert codebook.dimension_names == ("school role", "identity")
    assert "identity" in codebook
    assert "place" not in codebook
    with pytest.raises(KeyError, match="school role, identity"):
        codebook["place"]


@pytest.mark.parametrize("words", ["teacher", " TEACHER ", "Teacher"])
def test_a_category_is_found_in_any_case(words):
    assert codebook_of(FULL)["school role"].find(words) == "teacher"


def test_words_that_are_only_like_a_category_are_not_it_but_near_it():
    role = codebook_of(FULL)["school role"]
    assert role.find("teachers") is None
    assert role.nearest("Techer") == "teacher"
    assert role.nearest("qqq") is None


def test_the_nearest_choice_keeps_its_own_spelling():
    assert nearest("GROSSE", ["Große", "small"]) == "Große"


@pytest.mark.parametrize("count", [5, 6])
def test_a_sixth_dimension_gets_a_note_and_no_refusal(count):
    codebook = codebook_of("\n".join(f'[[dimension]]\nname = "d{n}"\ncategories = "open"' for n in range(count)))
    assert len(codebook.dimensions) == count
    assert len(codebook.notes) == (count > 5)


@pytest.mark.parametrize("name", list(shipped_codebooks()))
def test_shipped_codebooks_can_be_read_by_name_and_start_with_five_or_fewer(name):
    """ETHICS 5."""
    codebook = read_codebook(name)
    assert codebook.name == name
    assert len(codebook.dimensions) <= 5
    assert codebook.notes == ()


def test_a_codebook_file_can_be_read_from_anywhere(tmp_path):
    path = tmp_path / "eigene Übersicht.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FULL.encode())
    assert read_codebook(path) == codebook_of(FULL)


def test_a_missing_codebook_is_answered_with_the_shipped_ones(tmp_path):
    with pytest.raises(AnnotationError, match=r"nowhere\.toml: there is no such codebook file.*school-librarians"):
        read_codebook(tmp_path / "nowhere.toml")


def test_a_folder_is_no_codebook(tmp_path):
    with pytest.raises(AnnotationError, match="there is no such codebook file"):
        read_codebook(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('name = "x"', "needs at least one [[dimension]]"),
        ('dimension = "role"', "needs at least one [[dimension]]"),
        ('[dimension]\nname = "role"', "needs at least one [[dimension]]"),
        ("[[dimension]]\nquestion = 'q'", "number 1 needs a line such as name"),
        ('[[dimension]]\nname = "  "', "number 1 needs a line such as name"),
        ('[[dimension]]\nname = "r"\ncategories = "shut"', 'in dimension \'r\', categories must be "closed" or "open"'),
        ('[[dimension]]\nname = "r"\nevidence = true', 'evidence must be "optional" or "required"'),
        ('[[dimension]]\nname = "r"\napplies_to = "persons"', 'applies_to must be "all" or "people"'),
        ('[[dimension]]\nname = "r"\nseveral = "yes"', "several must be true or false, without quotes"),
        ('[[dimension]]\nname = "r"', "is closed but has no [[dimension.category]]"),
        ('[[dimension]]\nname = "r"\ncategory = [""]', "a category of dimension 'r' has no name"),
        ('[[dimension]]\nname = "r"\ncategory = [3]', "a category of dimension 'r' has no name"),
        ('[[dimension]]\nname = "r"\ncategory = ["a; b"]', 'holds ";"'),
        ('[[dimension]]\nname = "r"\ncategory = ["[a]"]', 'starts with "["'),
        ('[[dimension]]\nname = "r"\ncategory = ["a", "A"]', "lists the category 'A' twice"),
        (
            '[[dimension]]\nname = "r"\ncategories = "open"\n[dimension.category]\nname = "a"',
            "two brackets on each side",
        ),
        (
            '[[dimension]]\nname = "r"\ncategory = ["a"]\n[[dimension]]\nname = "R"\ncategory = ["a"]',
            "two dimensions are called 'r'",
        ),
        (
            '[[dimension]]\nname = "my_r"\ncategory = ["a"]\n[[dimension]]\nname = "my R"\ncategory = ["a"]',
            "two dimensions are called",
        ),
    ],
)
def test_what_cannot_be_used_is_answered_with_file_place_and_way_out(text, sentence):
    said = refusal(text)
    assert said.startswith("mine.toml: ")
    assert sentence in said


@pytest.mark.parametrize(
    "name",
    [
        "kind",
        "Set_Aside",
        "account",
        "platform",
        "name",
        "label",
        "voice",
        "Accounts",
        "evidence",
        "noted on",
        "group",
        "role basis",
        "role_condition",
    ],
)
def test_a_dimension_may_not_take_the_name_of_a_column_that_exists(name):
    """It would be left unread in a sheet, or write over a column of the voices."""
    assert is_taken(name)
    assert "has a meaning of its own" in refusal(f'[[dimension]]\nname = "{name}"\ncategory = ["a"]')


@pytest.mark.parametrize("name", ["role", "relation", "place", "basis of trust", "school name"])
def test_other_names_are_free(name):
    assert not is_taken(name)


def test_names_are_compared_without_case_underscores_and_outer_space():
    assert fold_name("  Set_Aside ") == fold_name("set aside")


def test_a_broken_file_is_answered_with_the_line_and_never_with_its_words():
    said = refusal('name = "mine"\nsecret marker = = 3\n')
    assert "line 2" in said
    assert "marker" not in said


def test_a_file_that_ends_too_early_says_where():
    assert "end of document" in refusal('name = """mine')


def test_a_file_of_another_encoding_asks_for_utf_8(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes('title = "Bücher"'.encode("cp1252"))
    with pytest.raises(AnnotationError, match=r"mine\.toml: is not plain UTF-8 text"):
        read_codebook(path)


def test_a_copy_of_a_codebook_is_the_codebook():
    """pandas copies .attrs at every step; 20,000 voices would carry 20,000 codebooks."""
    codebook = Codebook("x", (Dimension("role"),))
    assert copy.deepcopy(codebook) is codebook
