"""Narratives: what is told of, by how many, together with what, and how completely.

`coding` turns segments, codes and codings into a matrix; `frequency` counts it by
participant, influence and system, and which codes meet; `saturation` says what this
many participants can show; `contrasts` compares two groups.
"""

from senco.measures.narratives.coding import (
    build_matrix,
    check_hierarchy,
    inherit_influences,
    roll_up,
)
from senco.measures.narratives.frequency import (
    count_by_participant,
    count_together,
    list_pairs,
)
from senco.measures.narratives.saturation import (
    Saturation,
    find_least_prevalence,
    measure_saturation,
    trace_saturation,
)

__all__ = [
    "Saturation",
    "build_matrix",
    "check_hierarchy",
    "count_by_participant",
    "count_together",
    "find_least_prevalence",
    "inherit_influences",
    "list_pairs",
    "measure_saturation",
    "roll_up",
    "trace_saturation",
]
