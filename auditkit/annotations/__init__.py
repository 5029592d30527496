"""Annotation sheets: what a person recorded about accounts, in a table they can keep in any spreadsheet.

Two forms. The long one has a row per statement (``account, dimension, category, condition, basis, evidence, note,
noted_on``). The wide one, made for spreadsheets, has a row per account and three columns per dimension: ``role``,
``role basis``, ``role evidence``; a condition stands in the first in brackets, such as ``[nothing found]``.
"""

from auditkit.annotations.goal_check import check_goal
from auditkit.annotations.reading import read_annotations
from auditkit.annotations.writing import write_annotations

__all__ = ["check_goal", "read_annotations", "write_annotations"]
