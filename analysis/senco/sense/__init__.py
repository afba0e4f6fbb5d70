"""What no single table's schema can say: whether a cohort's tables make sense together."""

from senco.sense.checks import PLACEHOLDER, check_sense
from senco.sense.evidence import Evidence

__all__ = ["PLACEHOLDER", "Evidence", "check_sense"]
