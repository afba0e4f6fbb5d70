"""Whether reported mean ranks hold together, and what they force.

`grim` asks of one mean which numbers of rankers can print it. `audit` asks of
all of them together, reading by reading, whether one table can. An answer is a
fact about the figures, never about how they came to be.
"""

from senco.audit.bounds import bound
from senco.audit.feasibility import Verdict, decide
from senco.audit.figures import Figure, read_figures
from senco.audit.grim import Interval, Match, Rounding, find_interval, find_neighbours, grim
from senco.audit.readings import Reading, standard_readings
from senco.audit.reports import Audit, audit, summarise_audit, tabulate_sizes
from senco.audit.singles import (
    QUANTITIES,
    check_counts,
    format_sizes,
    tabulate_grim,
    word_relations,
    word_verdicts,
)

__all__ = [
    "QUANTITIES",
    "Audit",
    "Figure",
    "Interval",
    "Match",
    "Reading",
    "Rounding",
    "Verdict",
    "audit",
    "bound",
    "check_counts",
    "decide",
    "find_interval",
    "find_neighbours",
    "format_sizes",
    "grim",
    "read_figures",
    "standard_readings",
    "summarise_audit",
    "tabulate_grim",
    "tabulate_sizes",
    "word_relations",
    "word_verdicts",
]
