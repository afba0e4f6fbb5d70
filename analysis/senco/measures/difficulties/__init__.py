"""Difficulties: constrictions that repeat one another, and the possibilities that answer them."""

from senco.measures.difficulties.coding import (
    count_people,
    find_state,
    list_answers,
    list_difficulties,
    list_pairs,
    list_second_pairs,
    recount,
)
from senco.measures.difficulties.facing import (
    Facing,
    describe_facing,
    describe_joins,
    describe_party,
    face_difficulties,
    select_joins,
)
from senco.measures.difficulties.steadiness import (
    compare_codings,
    describe_answer_coverage,
    list_differences,
)
from senco.measures.difficulties.wording import (
    ACCOUNTS,
    describe_counts,
    describe_missing,
    describe_second,
    describe_tellers,
    list_values,
)

__all__ = [
    "ACCOUNTS",
    "Facing",
    "compare_codings",
    "count_people",
    "describe_answer_coverage",
    "describe_counts",
    "describe_facing",
    "describe_joins",
    "describe_missing",
    "describe_party",
    "describe_second",
    "describe_tellers",
    "face_difficulties",
    "find_state",
    "list_answers",
    "list_differences",
    "list_difficulties",
    "list_pairs",
    "list_second_pairs",
    "list_values",
    "recount",
    "select_joins",
]
