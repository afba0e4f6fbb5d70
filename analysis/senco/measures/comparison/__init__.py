"""Does one cohort agree with another? Finding by finding, and honestly at small n.

`constructs` says what is the same as what; `priorities`, `narratives`, `influences` and
`constrictions` compare it; `intervals` holds the statistics, `verdicts` what they are
worth: *agrees*, *differs*, *cannot tell at this n*, or *at any n*; `printed` says what may
be behind a mean of which only the print is known, `promises` how often the intervals hold;
`cohorts` puts it together and `senco.pages` in words.
"""

from senco.measures.comparison.cohorts import (
    CohortComparison,
    as_record,
    compare_cohorts,
    count_verdicts,
    lay_side_by_side,
    list_criteria,
)
from senco.measures.comparison.constructs import Matching, match_constructs
from senco.measures.comparison.priorities import find_length
from senco.measures.comparison.promises import describe_coverage
from senco.measures.comparison.verdicts import AGREES, AREAS, DIFFERS, NEVER, OPEN, VERDICTS

__all__ = [
    "AGREES",
    "AREAS",
    "DIFFERS",
    "NEVER",
    "OPEN",
    "VERDICTS",
    "CohortComparison",
    "Matching",
    "as_record",
    "compare_cohorts",
    "count_verdicts",
    "describe_coverage",
    "find_length",
    "lay_side_by_side",
    "list_criteria",
    "match_constructs",
]
