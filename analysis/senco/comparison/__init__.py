"""Does one cohort agree with another? Finding by finding, and honestly at small n.

`constructs` says what is the same as what; `priorities`, `narratives`, `influences` and
`constrictions` compare it; `intervals` holds the statistics, `verdicts` what they are
worth: *agrees*, *differs*, or *cannot tell at this n*.
"""

from senco.comparison.cohorts import (
    CohortComparison,
    as_record,
    compare_cohorts,
    count_verdicts,
    lay_side_by_side,
    list_criteria,
)
from senco.comparison.constructs import Matching, match_constructs
from senco.comparison.verdicts import AGREES, AREAS, DIFFERS, OPEN, VERDICTS

__all__ = [
    "AGREES",
    "AREAS",
    "DIFFERS",
    "OPEN",
    "VERDICTS",
    "CohortComparison",
    "Matching",
    "as_record",
    "compare_cohorts",
    "count_verdicts",
    "lay_side_by_side",
    "list_criteria",
    "match_constructs",
]
