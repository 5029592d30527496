"""The forms of the notebooks: what a person fills in, and what each of them does as a line of Python.

Logic and page are apart: `choosing`, `goal`, `loading`, `reviewing`, `changing`, `imagining` and `planning` know no
widget. What a form keeps is in the audit file, and nowhere else.
"""

from auditkit.widgets.forms.change_form import change_form
from auditkit.widgets.forms.choosing_form import choose_audit
from auditkit.widgets.forms.goal_form import goal_form
from auditkit.widgets.forms.loading_form import load_form
from auditkit.widgets.forms.plan_form import journal_form, plan_form
from auditkit.widgets.forms.report_form import report_form
from auditkit.widgets.forms.review_form import review_form
from auditkit.widgets.forms.what_if_form import what_if_form

__all__ = [
    "change_form",
    "choose_audit",
    "goal_form",
    "journal_form",
    "load_form",
    "plan_form",
    "report_form",
    "review_form",
    "what_if_form",
]
