"""What a person clicks and types in a notebook; each of them does what a line of Python does without it."""

from auditkit.widgets.annotator import Annotator, annotator

__all__ = ["Annotator", "annotator"]
