"""Editing a codebook that is in use: history keeps its old words and shows the new, and nobody's statement is orphaned.

A rename or a merge is kept as old word -> new word. It speaks of what was recorded before it: a word that is used
again later means itself.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace

from auditkit.audit_file import history, past, wording
from auditkit.audit_file.store import Store
from auditkit.codebook import RESERVED_DIMENSIONS, Category, Codebook, Dimension
from auditkit.errors import AnnotationError
from auditkit.goal import Goal
from auditkit.tables import CONDITIONS

Words = dict[str, str]


def edit_codebook(
    store: Store,
    codebook: Codebook,
    dimension: str,
    *,
    add: str | Category | Iterable[str | Category],
    rename: Mapping[str, str],
    merge: Mapping[str, str],
    retire: str | Iterable[str],
    bring_back: str | Iterable[str],
) -> Codebook:
    """Change the categories of one dimension as one action and return the codebook as it is from here on."""
    if dimension not in codebook:
        raise AnnotationError(
            f"The codebook {codebook.name!r} has no dimension {dimension!r}; it has: "
            f"{', '.join(codebook.dimension_names)}. Nothing was changed."
        )
    edited = codebook[dimension]
    with store.writing() as connection:
        in_use = words_in_use(connection).get(dimension, set())
        new_words: list[tuple[str, str]] = []
        for old, new in rename.items():
            edited = _renamed(edited, old, new, in_use)
            new_words.append((_listed(codebook[dimension], old), _one_line(new)))
        for old, into in merge.items():
            edited, pair = _merged(edited, old, into, in_use)
            new_words.append(pair)
        for item in [add] if isinstance(add, str | Category) else add:
            edited = _added(edited, item)
        for word in [retire] if isinstance(retire, str) else retire:
            edited = _retired(edited, word, in_use)
        for word in [bring_back] if isinstance(bring_back, str) else bring_back:
            edited = _with(edited, replace(_category(edited, word), retired=False))
        if not edited.offered and not edited.open:
            raise _refusal(f"{dimension!r} is closed and would offer nothing. Leave or add one category")
        dimensions = tuple(edited if item.name == dimension else item for item in codebook)
        changed = replace(codebook, dimensions=dimensions)
        if changed == codebook and not new_words:
            return codebook
        action = store.add_action(connection, "codebook")
        insert_codebook(connection, action, changed)
        connection.executemany(
            "INSERT INTO codebook_edit (action, dimension, old, new) VALUES (?, ?, ?, ?)",
            [(action, dimension, old, new) for old, new in new_words],
        )
    return changed


def set_codebook(store: Store, codebook: Codebook) -> None:
    """Keep a new version of the codebook, unless something recorded would have no place in it."""
    with store.writing() as connection:
        for name, words in words_in_use(connection).items():
            if name in RESERVED_DIMENSIONS:
                continue
            if name not in codebook:
                raise AnnotationError(
                    f"The new codebook has no dimension {name!r}, but you have recorded something in it. Keep the "
                    "dimension, under this very name. Nothing was changed."
                )
            dropped = words - set(codebook[name].category_names)
            if dropped and not codebook[name].open:
                raise AnnotationError(
                    f"The new codebook lacks {_some(dropped)} in {name!r}, which you have recorded. Rename, merge or "
                    "retire it with edit_codebook instead, then nothing loses its place. Nothing was changed."
                )
        insert_codebook(connection, store.add_action(connection, "codebook"), codebook)


def insert_codebook(connection: sqlite3.Connection, action: int, codebook: Codebook) -> None:
    """Insert a version of the codebook."""
    row = (action, wording.codebook_to_text(codebook))
    connection.execute("INSERT INTO codebook (action, body) VALUES (?, ?)", row)


def words_in_use(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Return dimension -> the categories of every standing statement of any day, in today's words.

    A dimension in which only conditions were set comes with an empty set.
    """
    made = past.edits(connection)
    history.standing(connection)
    rows = connection.execute(
        f"SELECT DISTINCT dimension, category, {'action' if made else '0'} "  # noqa: S608 - our own words
        "FROM statement LEFT JOIN recorded ON statement = statement.id WHERE action NOT IN temp.undone"
    )
    found: dict[str, set[str]] = {}
    for dimension, category, action in rows:
        words = found.setdefault(dimension, set())
        if category is not None:
            words.add(past.word_now(made, dimension, category, action))
    return found


def goal_in_words(connection: sqlite3.Connection, goal: Goal, action: int) -> Goal:
    """Return a goal that was set with an action, in the words that its categories have today."""
    made = past.edits(connection)

    def today(items):
        return tuple(
            replace(item, category=past.word_now(made, item.dimension, item.category, action)) for item in items
        )

    return replace(goal, looking_for=today(goal.looking_for), targets=today(goal.targets))


def _renamed(dimension: Dimension, old: str, new: str, in_use: set[str]) -> Dimension:
    new = _checked_word(dimension, new)
    taken = dimension.find(new)
    if (taken or new in in_use) and taken != dimension.find(old):
        raise _refusal(f"{dimension.name!r} has {new!r} already. To put the two together, use merge")
    if dimension.find(old) is None:
        _own_word(dimension, old, in_use)
        return dimension
    item = _category(dimension, old)
    categories = tuple(replace(item, name=new) if known == item else known for known in dimension.categories)
    return replace(dimension, categories=categories)


def _merged(dimension: Dimension, old: str, into: str, in_use: set[str]) -> tuple[Dimension, tuple[str, str]]:
    target = dimension.find(into) or _own_word(dimension, into, in_use)
    source = dimension.find(old) or _own_word(dimension, old, in_use)
    if target == source:
        raise _refusal(f"{source!r} cannot be merged into itself")
    categories = tuple(known for known in dimension.categories if known.name != source)
    return replace(dimension, categories=categories), (source, target)


def _added(dimension: Dimension, item: str | Category) -> Dimension:
    item = item if isinstance(item, Category) else Category(item)
    name = _checked_word(dimension, item.name)
    if dimension.find(name):
        raise _refusal(f"{dimension.name!r} has {name!r} already. If it is retired, use bring_back")
    return replace(dimension, categories=(*dimension.categories, replace(item, name=name)))


def _retired(dimension: Dimension, word: str, in_use: set[str]) -> Dimension:
    if dimension.find(word) is None:
        # A word of one's own: it is listed from here on, as no longer offered.
        own = _own_word(dimension, word, in_use)
        return replace(dimension, categories=(*dimension.categories, Category(own, retired=True)))
    return _with(dimension, replace(_category(dimension, word), retired=True))


def _with(dimension: Dimension, item: Category) -> Dimension:
    categories = tuple(item if known.name == item.name else known for known in dimension.categories)
    return replace(dimension, categories=categories)


def _category(dimension: Dimension, word: str) -> Category:
    found = dimension.find(word)
    if found is None:
        close = dimension.nearest(word)
        hint = f"Did you mean {close!r}?" if close else f"It lists: {', '.join(dimension.category_names)}."
        raise AnnotationError(f"{dimension.name!r} does not list this category. {hint} Nothing was changed.")
    return next(item for item in dimension.categories if item.name == found)


def _listed(dimension: Dimension, word: str) -> str:
    return dimension.find(word) or _one_line(word)


def _own_word(dimension: Dimension, word: str, in_use: set[str]) -> str:
    """A word of one's own as it was recorded; refuses one that nobody holds."""
    word = _one_line(word)
    if not dimension.open or word not in in_use:
        _category(dimension, word)
    return word


def _checked_word(dimension: Dimension, word: str) -> str:
    word = _one_line(word)
    if not word or ";" in word or word.startswith("[") or word.casefold() in CONDITIONS:
        raise _refusal(f'a category of {dimension.name!r} is some words, without ";" and not in brackets')
    return word


def _one_line(word: str) -> str:
    return " ".join(word.split())


def _refusal(sentence: str) -> AnnotationError:
    return AnnotationError(f"{sentence}. Nothing was changed.")


def _some(words: set[str]) -> str:
    shown = ", ".join(repr(word) for word in sorted(words)[:3])
    return f"{shown} and {len(words) - 3} more" if len(words) > 3 else shown
