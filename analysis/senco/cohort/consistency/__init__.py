"""Consistency checks: whether a cohort's tables agree, which no single schema can say."""

from senco.cohort.consistency.checks import PLACEHOLDER, check_consistency
from senco.cohort.consistency.evidence import Evidence

__all__ = ["PLACEHOLDER", "Evidence", "check_consistency"]
