"""Two-mode networks: which participants are tied to which influences, and which are key.

The article names a network analysis (Roldán Vera & Schupp 2006) but does not
define its nodes, ties or measures. Those here are this project's own.
"""

from senco.networks.evidence import (
    SOURCES,
    Evidence,
    combine_sources,
    gather_evidence,
    share_evenly,
    total_evidence,
)
from senco.networks.keys import FIRM, find_key_influences, vary_weights
from senco.networks.measures import build_network, measure_influences, measure_participants
from senco.networks.statements import (
    count_codes,
    count_systems,
    count_ties,
    count_unplaced,
    list_reported,
    list_statements,
    measure_systems,
)

__all__ = [
    "FIRM",
    "SOURCES",
    "Evidence",
    "build_network",
    "combine_sources",
    "count_codes",
    "count_systems",
    "count_ties",
    "count_unplaced",
    "find_key_influences",
    "gather_evidence",
    "list_reported",
    "list_statements",
    "measure_influences",
    "measure_participants",
    "measure_systems",
    "share_evenly",
    "total_evidence",
    "vary_weights",
]
