"""Difficulties: constrictions that repeat one another, and the possibilities that answer them."""

from senco.measures.difficulties.coding import (
    find_state,
    list_answers,
    list_difficulties,
    list_pairs,
    list_second_pairs,
    recount,
)
from senco.measures.difficulties.steadiness import compare_codings, list_differences, word_coverage
from senco.measures.difficulties.wording import list_values, word_counts, word_missing, word_second

__all__ = [
    "compare_codings",
    "find_state",
    "list_answers",
    "list_differences",
    "list_difficulties",
    "list_pairs",
    "list_second_pairs",
    "list_values",
    "recount",
    "word_counts",
    "word_coverage",
    "word_missing",
    "word_second",
]
