"""What may be marked in the annotator: dimensions, their categories, and what the evidence rule asks for."""

from auditkit.annotations.statements import statement_or_problem
from auditkit.codebook import Category, Codebook, Dimension
from auditkit.tables import BASES, KINDS, RECORDED

KIND = Dimension(
    "kind",
    "What is behind this voice?",
    tuple(Category(name) for name in KINDS),
    several=False,
)
# Digits first; then letters that are no other key of the annotator.
CATEGORY_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "g", "j", "l", "m", "q", "u", "v", "x")


def dimensions_of(codebook: Codebook) -> dict[str, Dimension]:
    """Return what may be marked, in order: the dimensions of a codebook, then what kind a voice is."""
    return {dimension.name: dimension for dimension in (*codebook, KIND)}


def described(codebook: Codebook, dimensions: dict[str, Dimension]) -> list[dict]:
    """Return the dimensions as the page needs them.

    ``rules`` says for each basis what the evidence rule answers without and with evidence: a sentence, or "" for yes.
    The rule itself stands in `auditkit.annotations` alone.
    """
    return [
        {
            "name": dimension.name,
            "question": dimension.question,
            "open": dimension.open,
            "several": dimension.several,
            "identity": dimension.evidence_required,
            "people": dimension.people_only,
            "basis": dimension is not KIND,
            "categories": [
                {"name": name, "definition": _definition(dimension, name), "key": key}
                for name, key in zip(dimension.offered, _keys(len(dimension.offered)), strict=True)
            ],
            "rules": {
                basis: [_answer(codebook, dimension, basis, words) for words in ("", "there")] for basis in BASES
            },
        }
        for dimension in dimensions.values()
    ]


def _keys(number: int) -> list[str]:
    return [*CATEGORY_KEYS, *[""] * number][:number]


def _definition(dimension: Dimension, name: str) -> str:
    return next(category.definition for category in dimension.categories if category.name == name)


def _answer(codebook: Codebook, dimension: Dimension, basis: str, evidence: str) -> str:
    category = dimension.category_names[0] if dimension.category_names else "a word"
    sentence = statement_or_problem(codebook, dimension.name, [category], RECORDED, basis, evidence)[0]
    return sentence.replace("else write [nothing found]", "else choose 'nothing found'")  # brackets are for sheets
