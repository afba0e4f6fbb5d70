"""Whether reported mean ranks hold together, and what they force.

`grim` asks of one mean which numbers of rankers can print it. `audit` asks of
all of them together, reading by reading, whether one table can, and
`find_frontier` what is the least that has to be allowed for. An answer is a fact
about the figures under the readings that were tried, never about how they came
to be.
"""

from senco.measures.audit.allowances import Allowance
from senco.measures.audit.bounds import bound
from senco.measures.audit.feasibility import decide
from senco.measures.audit.figures import Figure, read_figures
from senco.measures.audit.frontier import Frontier, find_frontier
from senco.measures.audit.grim import (
    Interval,
    Match,
    Rounding,
    find_interval,
    find_neighbours,
    grim,
)
from senco.measures.audit.listings import (
    describe_fit,
    describe_frontier,
    list_bounds,
    list_fitting,
    list_readings,
)
from senco.measures.audit.readings import Reading, standard_readings
from senco.measures.audit.reports import Audit, audit, summarise_audit, tabulate_sizes
from senco.measures.audit.singles import (
    check_counts,
    describe_relations,
    describe_verdicts,
    find_sizes,
    format_sizes,
    tabulate_grim,
)
from senco.measures.audit.space import ALL_RANK, KINDS
from senco.measures.audit.verdicts import Verdict
from senco.measures.audit.verification import list_faults

__all__ = [
    "ALL_RANK",
    "KINDS",
    "Allowance",
    "Audit",
    "Figure",
    "Frontier",
    "Interval",
    "Match",
    "Reading",
    "Rounding",
    "Verdict",
    "audit",
    "bound",
    "check_counts",
    "decide",
    "describe_fit",
    "describe_frontier",
    "describe_relations",
    "describe_verdicts",
    "find_frontier",
    "find_interval",
    "find_neighbours",
    "find_sizes",
    "format_sizes",
    "grim",
    "list_bounds",
    "list_faults",
    "list_fitting",
    "list_readings",
    "read_figures",
    "standard_readings",
    "summarise_audit",
    "tabulate_grim",
    "tabulate_sizes",
]
