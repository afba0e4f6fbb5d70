"""Two-mode networks: which participants are tied to which influences, and which are key.

The article names a network analysis (Roldán Vera & Schupp 2006) but does not
define its nodes, ties or measures. Those here are this project's own.
"""

from senco.measures.networks.chance import (
    Bridging,
    Compared,
    compare_bridging,
    compare_carriers,
    compare_pairs,
)
from senco.measures.networks.coders import recode, tabulate_coders
from senco.measures.networks.drawing import draw_ties, plan_draws
from senco.measures.networks.evidence import (
    SOURCES,
    Evidence,
    choose_sources,
    combine_sources,
    fill_evenly,
    gather_evidence,
    share_evenly,
    total_evidence,
)
from senco.measures.networks.keys import FIRM, find_key_influences, vary_weights
from senco.measures.networks.measures import (
    build_network,
    count_parts,
    list_pairs,
    measure_influences,
    measure_participants,
    measure_positions,
    project_ties,
)
from senco.measures.networks.mixing import (
    find_communities,
    mix_systems,
    reach_systems,
    weigh_projection,
)
from senco.measures.networks.multiverse import Multiverse, explore_specifications
from senco.measures.networks.robustness import (
    ROBUST,
    count_sets,
    measure_influence_of_choices,
    order_scores,
    share_by_option,
    summarise_multiverse,
)
from senco.measures.networks.splits import list_splits
from senco.measures.networks.statements import (
    count_codes,
    count_systems,
    count_ties,
    count_unplaced,
    list_reported,
    list_statements,
    measure_systems,
)
from senco.measures.networks.triangulation import (
    READINGS,
    count_readings,
    count_showing,
    tie_where_shown,
    triangulate,
)

__all__ = [
    "FIRM",
    "READINGS",
    "ROBUST",
    "SOURCES",
    "Bridging",
    "Compared",
    "Evidence",
    "Multiverse",
    "build_network",
    "choose_sources",
    "combine_sources",
    "compare_bridging",
    "compare_carriers",
    "compare_pairs",
    "count_codes",
    "count_parts",
    "count_readings",
    "count_sets",
    "count_showing",
    "count_systems",
    "count_ties",
    "count_unplaced",
    "draw_ties",
    "explore_specifications",
    "fill_evenly",
    "find_communities",
    "find_key_influences",
    "gather_evidence",
    "list_pairs",
    "list_reported",
    "list_splits",
    "list_statements",
    "measure_influence_of_choices",
    "measure_influences",
    "measure_participants",
    "measure_positions",
    "measure_systems",
    "mix_systems",
    "order_scores",
    "plan_draws",
    "project_ties",
    "reach_systems",
    "recode",
    "share_by_option",
    "share_evenly",
    "summarise_multiverse",
    "tabulate_coders",
    "tie_where_shown",
    "total_evidence",
    "triangulate",
    "vary_weights",
    "weigh_projection",
]
