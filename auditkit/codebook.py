"""Codebooks: what may be recorded about a voice, as dimensions and their categories.

A codebook is a TOML file that a person can read and edit. Three ship with the package, in ``auditkit/codebooks``.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from auditkit.errors import AnnotationError
from auditkit.settings import parse_toml, read_toml
from auditkit.tables import ANNOTATION_COLUMNS, KINDS, RATINGS, VOICE_COLUMNS

# Dimensions of every codebook, about following rather than about who somebody is; none needs a basis.
RESERVED_DIMENSIONS = ("kind", "set aside", "attention")
# The words of those that are closed; a reason for setting aside is the person's own.
RESERVED_WORDS = {"kind": KINDS, "attention": RATINGS}
STARTER_DIMENSIONS = 5


@dataclass(frozen=True)
class Category:
    """One thing that may be recorded in a dimension, such as "school librarian" in "role".

    A retired category is no longer offered; who holds it keeps it, and it is shown where somebody does.
    """

    name: str
    definition: str = ""
    retired: bool = False


@dataclass(frozen=True)
class Dimension:
    """One question a codebook asks about a voice.

    Attributes
    ----------
    name, question : str
        The column name in sheets, and the question in plain words.
    categories : tuple of Category
        In the order in which charts show them.
    open : bool
        True if words beyond the list may be recorded: the person's own words are kept.
    several : bool
        True if a voice may hold several categories at once.
    evidence_required : bool
        True for identity: only "self-described", "published" and "told me" are accepted as basis, and the first
        two need evidence.
    people_only : bool
        True if the question is about people; organisations, shows and automated accounts then fall under
        "does not apply".
    """

    name: str
    question: str = ""
    categories: tuple[Category, ...] = ()
    open: bool = False
    several: bool = True
    evidence_required: bool = False
    people_only: bool = False

    @property
    def category_names(self) -> tuple[str, ...]:
        """The names of the categories, in order."""
        return tuple(category.name for category in self.categories)

    @property
    def offered(self) -> tuple[str, ...]:
        """The names of the categories to choose from: those that are not retired, in order."""
        return tuple(category.name for category in self.categories if not category.retired)

    def find(self, words: str) -> str | None:
        """Return the category meant by `words`, ignoring case and outer space, or None."""
        wanted = " ".join(words.split()).casefold()
        return next((name for name in self.category_names if name.casefold() == wanted), None)

    def nearest(self, words: str) -> str | None:
        """Return the category spelt most like `words`, or None when nothing is close."""
        return nearest(words, self.category_names)


@dataclass(frozen=True)
class Codebook:
    """The dimensions a person reviews, chosen for their goal. Iterating gives the dimensions."""

    name: str
    dimensions: tuple[Dimension, ...]
    version: str = "1"
    title: str = ""
    about: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __iter__(self):
        return iter(self.dimensions)

    def __contains__(self, name: object) -> bool:
        return any(dimension.name == name for dimension in self.dimensions)

    def __getitem__(self, name: str) -> Dimension:
        """Return the dimension called `name`; ``KeyError`` names the choices."""
        for dimension in self.dimensions:
            if dimension.name == name:
                return dimension
        raise KeyError(f"{name!r} is no dimension of this codebook; it has: {', '.join(self.dimension_names)}")

    def __deepcopy__(self, memo):
        # pandas deep-copies .attrs at every step; a codebook never changes, so it may be shared.
        return self

    @property
    def dimension_names(self) -> tuple[str, ...]:
        """The names of the dimensions, in order."""
        return tuple(dimension.name for dimension in self.dimensions)


def nearest(words: str, choices) -> str | None:
    """Return the one of `choices` spelt most like `words`, or None when nothing is close."""
    by_fold = {str(choice).casefold(): choice for choice in choices}
    found = difflib.get_close_matches(words.strip().casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def fold_name(name: str) -> str:
    """Return a dimension's name as sheets compare it: case, underscores and outer space do not matter.

    >>> fold_name(" Noted_on")
    'noted on'
    """
    return " ".join(name.replace("_", " ").split()).casefold()


def is_taken(name: str) -> bool:
    """Return True if a sheet or the table of voices has a column of this name already, so that no dimension may.

    >>> is_taken("platform"), is_taken("role basis"), is_taken("role")
    (True, True, False)
    """
    folded = fold_name(name)
    return folded in _TAKEN or folded.endswith((" basis", " evidence", " condition"))


_TAKEN = {
    *map(fold_name, (*ANNOTATION_COLUMNS, *VOICE_COLUMNS)),
    *("handle", "name", "platform", "url", "link", "bio", "group", "sheet"),
}


def shipped_codebooks() -> tuple[str, ...]:
    """Return the names of the codebooks that ship with the package."""
    folder = resources.files("auditkit") / "codebooks"
    return tuple(sorted(entry.name[: -len(".toml")] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def read_codebook(source: str | Path) -> Codebook:
    """Return the codebook at a path, or the shipped one of that name.

    Parameters
    ----------
    source : str or path
        A name such as ``"school-librarians"``, or the path of a TOML file.

    Raises
    ------
    AnnotationError
        If there is no such codebook or the file cannot be used; the message says what to change.

    Examples
    --------
    >>> read_codebook("school-librarians")["role"].category_names[0]
    'school librarian'
    """
    name = str(source)
    if name in shipped_codebooks():
        text = (resources.files("auditkit") / "codebooks" / f"{name}.toml").read_text("utf-8")
        return codebook_from_table(parse_toml(text, name), name)
    path = Path(source)
    if not path.is_file():
        raise AnnotationError(
            f"{path.name}: there is no such codebook file, and no shipped codebook of that name. "
            f"Shipped are: {', '.join(shipped_codebooks())}."
        )
    return codebook_from_table(read_toml(path), path.name)


def codebook_from_table(table: Mapping, file_name: str) -> Codebook:
    """Return the codebook described by a parsed TOML file, checked."""
    entries = table.get("dimension")
    if not isinstance(entries, list) or not entries:
        raise AnnotationError(f"{file_name}: a codebook needs at least one [[dimension]] with a name.")
    dimensions = tuple(_dimension(entry, number, file_name) for number, entry in enumerate(entries, 1))
    names = [fold_name(dimension.name) for dimension in dimensions]
    for name in names:
        if names.count(name) > 1:
            raise AnnotationError(f"{file_name}: two dimensions are called {name!r}. Rename one.")
        if is_taken(name):
            raise AnnotationError(f"{file_name}: {name!r} has a meaning of its own in sheets. Rename that dimension.")
    notes = ()
    if len(dimensions) > STARTER_DIMENSIONS:
        notes = (
            f"This codebook has {len(dimensions)} dimensions. Five or fewer, chosen for the goal, "
            "are easier to keep up; nothing stops you.",
        )
    return Codebook(
        name=str(table.get("name", Path(file_name).stem)),
        dimensions=dimensions,
        version=str(table.get("version", "1")),
        title=str(table.get("title", "")),
        about=str(table.get("about", "")).strip(),
        notes=notes,
    )


def _dimension(entry: object, number: int, file_name: str) -> Dimension:
    if not isinstance(entry, dict) or not str(entry.get("name", "")).strip():
        raise AnnotationError(f'{file_name}: [[dimension]] number {number} needs a line such as name = "role".')
    name = " ".join(str(entry["name"]).split())
    choices = {
        "categories": ("closed", "open"),
        "evidence": ("optional", "required"),
        "applies_to": ("all", "people"),
    }
    picked = {}
    for key, allowed in choices.items():
        picked[key] = entry.get(key, allowed[0])
        if picked[key] not in allowed:
            raise AnnotationError(
                f'{file_name}: in dimension {name!r}, {key} must be "{allowed[0]}" or "{allowed[1]}".'
            )
    several = entry.get("several", True)
    if not isinstance(several, bool):
        raise AnnotationError(f"{file_name}: in dimension {name!r}, several must be true or false, without quotes.")
    return Dimension(
        name=name,
        question=str(entry.get("question", "")).strip(),
        categories=_categories(entry.get("category", []), name, picked["categories"] == "open", file_name),
        open=picked["categories"] == "open",
        several=several,
        evidence_required=picked["evidence"] == "required",
        people_only=picked["applies_to"] == "people",
    )


def _categories(entries: object, dimension: str, is_open: bool, file_name: str) -> tuple[Category, ...]:
    if not isinstance(entries, list):
        raise AnnotationError(
            f"{file_name}: write [[dimension.category]] with two brackets on each side, once for each."
        )
    categories: list[Category] = []
    for entry in entries:
        entry = {"name": entry} if isinstance(entry, str) else entry
        name = " ".join(str(entry.get("name", "")).split()) if isinstance(entry, dict) else ""
        if not name:
            raise AnnotationError(f"{file_name}: a category of dimension {dimension!r} has no name.")
        if ";" in name or name.startswith("["):
            raise AnnotationError(
                f'{file_name}: a category of dimension {dimension!r} holds ";" or starts with "[": '
                "sheets use these signs themselves. Reword it."
            )
        if name.casefold() in {known.name.casefold() for known in categories}:
            raise AnnotationError(f"{file_name}: dimension {dimension!r} lists the category {name!r} twice.")
        retired = entry.get("retired", False)
        if not isinstance(retired, bool):
            raise AnnotationError(f"{file_name}: in category {name!r}, retired must be true or false, without quotes.")
        categories.append(Category(name, str(entry.get("definition", "")).strip(), retired))
    if not categories and not is_open:
        raise AnnotationError(
            f"{file_name}: dimension {dimension!r} is closed but has no [[dimension.category]]. "
            'List them, or write categories = "open".'
        )
    return tuple(categories)
