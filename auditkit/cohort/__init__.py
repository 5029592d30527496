"""Cohorts: shares over pooled contributions, with cells that are too small left out.

A contribution is pseudonymised, never anonymous: only aggregates that passed disclosure rules may be published.
"""

from auditkit.cohort.waves import read_cohort, wave_shares

__all__ = ["read_cohort", "wave_shares"]
