"""The page of a comparison: its tables, and what it says of them."""

from senco.pages.comparison.sentences import (
    Told,
    tell,
    word_places,
)
from senco.pages.comparison.tables import (
    compare_all,
    list_places,
    tabulate_claims,
    tabulate_findings,
    tabulate_matched,
    tabulate_not_compared,
    tabulate_reasons,
    tabulate_unmatched,
    tabulate_verdicts,
    total_verdicts,
    word_findings,
    word_value,
)

__all__ = [
    "Told",
    "compare_all",
    "list_places",
    "tabulate_claims",
    "tabulate_findings",
    "tabulate_matched",
    "tabulate_not_compared",
    "tabulate_reasons",
    "tabulate_unmatched",
    "tabulate_verdicts",
    "tell",
    "total_verdicts",
    "word_findings",
    "word_places",
    "word_value",
]
