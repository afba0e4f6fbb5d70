"""Does one cohort agree with another? Finding by finding, and honestly at small n.

`constructs` says what is the same as what; `priorities`, `narratives`, `influences` and
`constrictions` compare it; `intervals` holds the statistics, `verdicts` what they are
worth: *agrees*, *differs*, *cannot tell at this n*, or *at any n*; `printed` says what may
be behind a mean of which only the print is known, `promises` how often the intervals hold;
`cohorts` puts it together and `pages` and `sides` in words.
"""

from senco.measures.comparison.cohorts import (CohortComparison, as_record, compare_cohorts, count_verdicts, lay_side_by_side, list_criteria)
from senco.measures.comparison.constructs import Matching, match_constructs
from senco.pages.comparison import (Told, compare_all, list_places, tabulate_claims, tabulate_findings, tabulate_matched, tabulate_not_compared, tabulate_reasons, tabulate_unmatched, tabulate_verdicts, tell, total_verdicts, word_findings, word_places)
from senco.measures.comparison.priorities import find_length
from senco.measures.comparison.promises import tell_coverage
from senco.pages.cohorts import (find_widest, lay_places, list_cohorts, tabulate_coders, tell_coders, word_side_by_side)
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
    "Told",
    "as_record",
    "compare_all",
    "compare_cohorts",
    "count_verdicts",
    "find_length",
    "find_widest",
    "lay_places",
    "lay_side_by_side",
    "list_cohorts",
    "list_criteria",
    "list_places",
    "match_constructs",
    "tabulate_claims",
    "tabulate_coders",
    "tabulate_findings",
    "tabulate_matched",
    "tabulate_not_compared",
    "tabulate_reasons",
    "tabulate_unmatched",
    "tabulate_verdicts",
    "tell",
    "tell_coders",
    "tell_coverage",
    "total_verdicts",
    "word_findings",
    "word_places",
    "word_side_by_side",
]
