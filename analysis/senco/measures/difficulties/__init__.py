"""Difficulties: constrictions that repeat one another, and the possibilities that answer them."""

from senco.measures.difficulties.coding import (
    find_state,
    list_answers,
    list_difficulties,
    list_pairs,
    list_second_pairs,
    recount,
)
from senco.measures.difficulties.steadiness import (
    compare_codings,
    describe_answer_coverage,
    list_differences,
)
from senco.measures.difficulties.wording import (
    describe_counts,
    describe_missing,
    describe_second,
    list_values,
)

__all__ = [
    "compare_codings",
    "describe_answer_coverage",
    "describe_counts",
    "describe_missing",
    "describe_second",
    "find_state",
    "list_answers",
    "list_differences",
    "list_difficulties",
    "list_pairs",
    "list_second_pairs",
    "list_values",
    "recount",
]
