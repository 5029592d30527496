"""The report of a review: one page that opens in any browser, prints, and reaches for nothing outside itself."""

from auditkit.report.page import write_report

__all__ = ["write_report"]
