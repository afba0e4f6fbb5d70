"""The page of a comparison: its tables, and what it says of them."""

from senco.pages.comparison.sentences import (
    Sentences,
    describe_comparisons,
    describe_construction,
    describe_places,
    describe_verdicts,
    head_verdicts,
    tell_verdicts,
)
from senco.pages.comparison.tables import (
    compare_all,
    format_findings,
    format_value,
    list_places,
    scale_findings,
    tabulate_claims,
    tabulate_findings,
    tabulate_matched,
    tabulate_not_compared,
    tabulate_reasons,
    tabulate_unmatched,
    tabulate_verdicts,
    total_verdicts,
)

__all__ = [
    "Sentences",
    "compare_all",
    "describe_comparisons",
    "describe_construction",
    "describe_places",
    "describe_verdicts",
    "format_findings",
    "format_value",
    "head_verdicts",
    "list_places",
    "scale_findings",
    "tabulate_claims",
    "tabulate_findings",
    "tabulate_matched",
    "tabulate_not_compared",
    "tabulate_reasons",
    "tabulate_unmatched",
    "tabulate_verdicts",
    "tell_verdicts",
    "total_verdicts",
]
