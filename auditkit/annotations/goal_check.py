"""Does the goal speak the codebook's language?"""

from auditkit.codebook import Codebook, nearest
from auditkit.errors import AnnotationError
from auditkit.goal import Goal


def check_goal(goal: Goal, codebook: Codebook) -> Goal:
    """Return `goal` if every dimension and category it names is in `codebook`.

    Categories of an open dimension may be any words, but not a listed one in another spelling: it would stay at zero.

    Raises
    ------
    AnnotationError
        Naming the dimension or category, the nearest one there is, and the way out.
    """
    for item in (*goal.looking_for, *goal.targets):
        if item.dimension not in codebook:
            close = nearest(item.dimension, codebook.dimension_names)
            hint = f"Did you mean {close!r}?" if close else f"It has: {', '.join(codebook.dimension_names)}."
            raise AnnotationError(
                f"The goal names the dimension {item.dimension!r}, which the codebook {codebook.name!r} does not have. "
                f"{hint} Change the goal, or add the dimension to the codebook."
            )
        dimension = codebook[item.dimension]
        other_spelling = dimension.find(item.category)
        if item.category in dimension.category_names or (dimension.open and not other_spelling):
            continue
        close = other_spelling or dimension.nearest(item.category)
        hint = f"Did you mean {close!r}?" if close else f"It has: {', '.join(dimension.category_names)}."
        raise AnnotationError(
            f"The goal looks for {item.category!r} in {item.dimension!r}, which the codebook {codebook.name!r} "
            f"does not list. {hint} Change the goal, or add the category to the codebook."
        )
    return goal
