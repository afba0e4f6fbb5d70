"""Two-mode networks: which participants are tied to which influences, and which are key.

The article names a network analysis (Roldán Vera & Schupp 2006) but does not
define its nodes, ties or measures. Those here are this project's own.
"""

from senco.networks.chance import (
    compare_carriers,
    compare_pairs,
    draw_ties,
    plan_draws,
)
from senco.networks.evidence import (
    SOURCES,
    Evidence,
    combine_sources,
    gather_evidence,
    share_evenly,
    total_evidence,
)
from senco.networks.keys import FIRM, find_key_influences, vary_weights
from senco.networks.measures import (
    build_network,
    count_parts,
    measure_influences,
    measure_participants,
    measure_positions,
    project_ties,
)
from senco.networks.mixing import find_communities, mix_systems, weigh_projection
from senco.networks.splits import list_splits
from senco.networks.statements import (
    count_codes,
    count_systems,
    count_ties,
    count_unplaced,
    list_reported,
    list_statements,
    measure_systems,
)
from senco.networks.triangulation import (
    READINGS,
    count_readings,
    count_showing,
    tie_where_shown,
    triangulate,
)

__all__ = [
    "FIRM",
    "READINGS",
    "SOURCES",
    "Evidence",
    "build_network",
    "combine_sources",
    "compare_carriers",
    "compare_pairs",
    "count_codes",
    "count_parts",
    "count_readings",
    "count_showing",
    "count_systems",
    "count_ties",
    "count_unplaced",
    "draw_ties",
    "find_communities",
    "find_key_influences",
    "gather_evidence",
    "list_reported",
    "list_splits",
    "list_statements",
    "measure_influences",
    "measure_participants",
    "measure_positions",
    "measure_systems",
    "mix_systems",
    "plan_draws",
    "project_ties",
    "share_evenly",
    "tie_where_shown",
    "total_evidence",
    "triangulate",
    "vary_weights",
    "weigh_projection",
]
