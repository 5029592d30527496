"""auditkit: whose voices do you learn from?

Loads the follow lists that platforms export and the annotations you keep, reviews them against your own learning
goal with honest unknowns, and shows what changed. Nothing leaves your computer and nobody's identity is guessed.

>>> import auditkit as ak
>>> sorted(dimension.name for dimension in ak.read_codebook("school-librarians"))
['field', 'identity', 'place', 'relation', 'role']
"""

import importlib

from auditkit.annotations import check_goal, read_annotations, write_annotations
from auditkit.codebook import Category, Codebook, Dimension, read_codebook
from auditkit.errors import AnnotationError, AuditFileError, AuditKitError, BrokenExportError, UnknownExportError
from auditkit.goal import Goal, LookingFor, Target, read_goal
from auditkit.masking import hide_names
from auditkit.measures.activity import activity_elsewhere, voice_weights
from auditkit.measures.agreement import agreement
from auditkit.measures.attention import attention, attention_by_rating
from auditkit.measures.breakdown import composition_by, each_account
from auditkit.measures.change import change_then_and_now, compare, composition_over_time
from auditkit.measures.comparability import codebook_breaks, on_platforms, platforms_in_common
from auditkit.measures.composition import composition
from auditkit.measures.concentration import concentration
from auditkit.measures.diversity import dominance, evenness, hill_number
from auditkit.measures.estimates import sample_composition
from auditkit.measures.flows import flows
from auditkit.measures.hill_change import hill_change
from auditkit.measures.intersections import intersections
from auditkit.measures.intervals import count_interval, needed_sample_size, planning_interval
from auditkit.measures.profile import hill_bounds, hill_profile
from auditkit.measures.rarefaction import rarefied_hill_number, sample_coverage
from auditkit.measures.sampling import Sample, draw_sample, suggested_size
from auditkit.measures.targets import Reference, representation_ratio, target_progress
from auditkit.measures.turnover import turnover, turnover_by_platform
from auditkit.measures.whatif import needed, what_if
from auditkit.review import Review, review
from auditkit.tables import Activity, FollowList
from auditkit.voices import voices

# Loaded when first used: matplotlib and jinja2 take longer to import than everything else together, and a chart needs
# no reader, a reader no audit file.
_LATER = {
    "AuditFile": "auditkit.audit_file",
    "Persona": "auditkit.personas",
    "annotator": "auditkit.widgets",
    "attention_table": "auditkit.charts.attention",
    "category_colours": "auditkit.charts.colours",
    "change_form": "auditkit.widgets.forms",
    "change_table": "auditkit.charts.change",
    "choose_audit": "auditkit.widgets.forms",
    "composition_table": "auditkit.charts.composition",
    "default_audit_folder": "auditkit.audit_file.place",
    "describe_attention": "auditkit.charts.attention",
    "describe_change": "auditkit.charts.change",
    "describe_composition": "auditkit.charts.composition",
    "describe_flows": "auditkit.charts.flows",
    "describe_goal": "auditkit.charts.goal",
    "describe_intersections": "auditkit.charts.intersections",
    "describe_parts": "auditkit.charts.parts",
    "describe_platforms": "auditkit.charts.platforms",
    "describe_profile": "auditkit.charts.profile",
    "describe_sample": "auditkit.charts.sample",
    "describe_waves": "auditkit.charts.waves",
    "flows_table": "auditkit.charts.flows",
    "goal_form": "auditkit.widgets.forms",
    "goal_table": "auditkit.charts.goal",
    "intersections_table": "auditkit.charts.intersections",
    "journal_form": "auditkit.widgets.forms",
    "load_form": "auditkit.widgets.forms",
    "new_audit": "auditkit.audit_file",
    "open_audit": "auditkit.audit_file",
    "parts_table": "auditkit.charts.parts",
    "persona_names": "auditkit.personas",
    "place_warnings": "auditkit.audit_file.place",
    "plan_form": "auditkit.widgets.forms",
    "platforms_table": "auditkit.charts.platforms",
    "plot_attention": "auditkit.charts.attention",
    "plot_change": "auditkit.charts.change",
    "plot_composition": "auditkit.charts.composition",
    "plot_flows": "auditkit.charts.flows",
    "plot_goal": "auditkit.charts.goal",
    "plot_intersections": "auditkit.charts.intersections",
    "plot_parts": "auditkit.charts.parts",
    "plot_platforms": "auditkit.charts.platforms",
    "plot_profile": "auditkit.charts.profile",
    "plot_sample": "auditkit.charts.sample",
    "plot_waves": "auditkit.charts.waves",
    "profile_table": "auditkit.charts.profile",
    "read_activity": "auditkit.readers",
    "read_bundle": "auditkit.audit_file",
    "read_cohort": "auditkit.cohort",
    "read_follow_list": "auditkit.readers",
    "read_names": "auditkit.audit_file",
    "read_persona": "auditkit.personas",
    "report_form": "auditkit.widgets.forms",
    "review_form": "auditkit.widgets.forms",
    "sample_audit": "auditkit.personas",
    "sample_cohort_path": "auditkit.personas",
    "sample_table": "auditkit.charts.sample",
    "save_chart": "auditkit.charts.figure",
    "show_attention": "auditkit.charts.attention",
    "show_change": "auditkit.charts.change",
    "show_chart": "auditkit.charts.figure",
    "show_composition": "auditkit.charts.composition",
    "show_flows": "auditkit.charts.flows",
    "show_goal": "auditkit.charts.goal",
    "show_intersections": "auditkit.charts.intersections",
    "show_parts": "auditkit.charts.parts",
    "show_platforms": "auditkit.charts.platforms",
    "show_profile": "auditkit.charts.profile",
    "show_sample": "auditkit.charts.sample",
    "show_waves": "auditkit.charts.waves",
    "use_chart_style": "auditkit.charts.theme",
    "wave_shares": "auditkit.cohort",
    "waves_table": "auditkit.charts.waves",
    "what_if_form": "auditkit.widgets.forms",
    "write_report": "auditkit.report",
}

__all__ = [
    "Activity",
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
    "Reference",
    "Review",
    "Sample",
    "Target",
    "UnknownExportError",
    "activity_elsewhere",
    "agreement",
    "annotator",
    "attention",
    "attention_by_rating",
    "attention_table",
    "category_colours",
    "change_form",
    "change_table",
    "change_then_and_now",
    "check_goal",
    "choose_audit",
    "codebook_breaks",
    "compare",
    "composition",
    "composition_by",
    "composition_over_time",
    "composition_table",
    "concentration",
    "count_interval",
    "default_audit_folder",
    "describe_attention",
    "describe_change",
    "describe_composition",
    "describe_flows",
    "describe_goal",
    "describe_intersections",
    "describe_parts",
    "describe_platforms",
    "describe_profile",
    "describe_sample",
    "describe_waves",
    "dominance",
    "draw_sample",
    "each_account",
    "evenness",
    "flows",
    "flows_table",
    "goal_form",
    "goal_table",
    "hide_names",
    "hill_bounds",
    "hill_change",
    "hill_number",
    "hill_profile",
    "intersections",
    "intersections_table",
    "journal_form",
    "load_form",
    "needed",
    "needed_sample_size",
    "new_audit",
    "on_platforms",
    "open_audit",
    "parts_table",
    "persona_names",
    "place_warnings",
    "plan_form",
    "planning_interval",
    "platforms_in_common",
    "platforms_table",
    "plot_attention",
    "plot_change",
    "plot_composition",
    "plot_flows",
    "plot_goal",
    "plot_intersections",
    "plot_parts",
    "plot_platforms",
    "plot_profile",
    "plot_sample",
    "plot_waves",
    "profile_table",
    "rarefied_hill_number",
    "read_activity",
    "read_annotations",
    "read_bundle",
    "read_codebook",
    "read_cohort",
    "read_follow_list",
    "read_goal",
    "read_names",
    "read_persona",
    "report_form",
    "representation_ratio",
    "review",
    "review_form",
    "sample_audit",
    "sample_cohort_path",
    "sample_composition",
    "sample_coverage",
    "sample_table",
    "save_chart",
    "show_attention",
    "show_change",
    "show_chart",
    "show_composition",
    "show_flows",
    "show_goal",
    "show_intersections",
    "show_parts",
    "show_platforms",
    "show_profile",
    "show_sample",
    "show_waves",
    "suggested_size",
    "target_progress",
    "turnover",
    "turnover_by_platform",
    "use_chart_style",
    "voice_weights",
    "voices",
    "wave_shares",
    "waves_table",
    "what_if",
    "what_if_form",
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
