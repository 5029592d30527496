"""auditkit: whose voices do you learn from?

Loads the follow lists that platforms export and the annotations you keep, reviews them against your own learning
goal with honest unknowns, and shows what changed. Nothing leaves your computer and nobody's identity is guessed.

>>> import auditkit as ak
>>> sorted(dimension.name for dimension in ak.read_codebook("school-librarians"))
['field', 'identity', 'place', 'relation', 'role']
"""

import importlib

from auditkit.annotations import check_goal, read_annotations, write_annotations
from auditkit.audit_file import AuditFile, new_audit, open_audit, read_bundle, read_names
from auditkit.audit_file.place import default_audit_folder, place_warnings
from auditkit.codebook import Category, Codebook, Dimension, read_codebook
from auditkit.errors import AnnotationError, AuditFileError, AuditKitError, BrokenExportError, UnknownExportError
from auditkit.goal import Goal, LookingFor, Target, read_goal
from auditkit.masking import hide_names
from auditkit.measures.change import compare, composition_over_time
from auditkit.measures.composition import composition
from auditkit.measures.diversity import hill_number
from auditkit.personas import Persona, persona_names, read_persona, sample_audit, sample_cohort_path
from auditkit.readers import read_follow_list
from auditkit.review import Review, review
from auditkit.tables import FollowList
from auditkit.voices import voices

# Loaded when first used: matplotlib and jinja2 take longer to import than everything else together.
_LATER = {
    "change_table": "auditkit.charts.change",
    "composition_table": "auditkit.charts.composition",
    "describe_change": "auditkit.charts.change",
    "describe_composition": "auditkit.charts.composition",
    "plot_change": "auditkit.charts.change",
    "plot_composition": "auditkit.charts.composition",
    "plot_waves": "auditkit.charts.waves",
    "read_cohort": "auditkit.cohort",
    "save_chart": "auditkit.charts.figure",
    "show_change": "auditkit.charts.change",
    "show_chart": "auditkit.charts.figure",
    "show_composition": "auditkit.charts.composition",
    "show_waves": "auditkit.charts.waves",
    "wave_shares": "auditkit.cohort",
    "write_report": "auditkit.report",
}

__all__ = [
    "AnnotationError",
    "AuditFile",
    "AuditFileError",
    "AuditKitError",
    "BrokenExportError",
    "Category",
    "Codebook",
    "Dimension",
    "FollowList",
    "Goal",
    "LookingFor",
    "Persona",
    "Review",
    "Target",
    "UnknownExportError",
    "change_table",
    "check_goal",
    "compare",
    "composition",
    "composition_over_time",
    "composition_table",
    "default_audit_folder",
    "describe_change",
    "describe_composition",
    "hide_names",
    "hill_number",
    "new_audit",
    "open_audit",
    "persona_names",
    "place_warnings",
    "plot_change",
    "plot_composition",
    "plot_waves",
    "read_annotations",
    "read_bundle",
    "read_codebook",
    "read_cohort",
    "read_follow_list",
    "read_goal",
    "read_names",
    "read_persona",
    "review",
    "sample_audit",
    "sample_cohort_path",
    "save_chart",
    "show_change",
    "show_chart",
    "show_composition",
    "show_waves",
    "voices",
    "wave_shares",
    "write_annotations",
    "write_report",
]


def __getattr__(name: str):
    if name in _LATER:
        found = getattr(importlib.import_module(_LATER[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'auditkit' has no attribute {name!r}")


def __dir__():
    return __all__
