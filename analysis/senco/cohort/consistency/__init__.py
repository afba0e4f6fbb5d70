"""What no single table's schema can say: whether a cohort's tables make sense together."""

from senco.cohort.consistency.checks import PLACEHOLDER, check_sense
from senco.cohort.consistency.evidence import Evidence

__all__ = ["PLACEHOLDER", "Evidence", "check_sense"]
