"""What following, annotating and regrouping look like, wherever a change is taken apart.

Following is a solid bar in the category's colour, annotating a striped pale one, regrouping a dotted one: what a
person did differently must not look like what they learnt about the same voices.
"""

from auditkit.charts.bars import recorded_key, striped_key
from auditkit.charts.colours import HATCH
from auditkit.charts.theme import look

FOLLOWING, ANNOTATING, REGROUPING = "following", "annotating", "regrouping"
KIND_OF = {
    "followed": FOLLOWING,
    "unfollowed": FOLLOWING,
    "newly_annotated": ANNOTATING,
    "corrected": ANNOTATING,
    "withdrawn": ANNOTATING,
    "regrouped": REGROUPING,
}
PART_WORDS = {
    "followed": "voices followed since",
    "unfollowed": "voices no longer followed",
    "newly_annotated": "annotated since",
    "corrected": "annotation corrected",
    "withdrawn": "annotation taken back",
    "regrouped": "joined, split or set aside",
}
_DOTS = "..."


def part_style(part: str, colour: str) -> dict:
    """Return how the bar of a part is drawn."""
    edge = {"edgecolor": look().ink, "linewidth": 0.8, "clip_on": False}
    return {
        FOLLOWING: {"color": colour},
        ANNOTATING: {"color": (colour, 0.3), "hatch": HATCH},
        REGROUPING: {"color": look().ground, "hatch": _DOTS},
    }[KIND_OF[part]] | edge


def part_key(parts) -> list:
    """Return the key of the kinds that occur among `parts`."""
    kinds = {KIND_OF[part] for part in parts}
    key = [recorded_key("followed, unfollowed")] if FOLLOWING in kinds else []
    key += [striped_key("annotated differently")] if ANNOTATING in kinds else []
    return key + ([striped_key("regrouped", _DOTS, look().ground)] if REGROUPING in kinds else [])
