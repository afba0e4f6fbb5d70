"""The page of key influences: which are key, and under how many rules."""

from senco.pages.networks.keys import (
    explain_keys,
    explain_quoted,
    list_counts,
    list_evidence,
    list_tied,
    note_keys,
    tabulate_alone,
    tabulate_keys,
)
from senco.pages.networks.rules import (
    describe_bridging,
    describe_contradictions,
    describe_networks,
    describe_sets,
    list_robust,
    tabulate_chance,
    tabulate_choices,
    tabulate_rules,
)

__all__ = [
    "describe_bridging",
    "describe_contradictions",
    "describe_networks",
    "describe_sets",
    "explain_keys",
    "explain_quoted",
    "list_counts",
    "list_evidence",
    "list_robust",
    "list_tied",
    "note_keys",
    "tabulate_alone",
    "tabulate_chance",
    "tabulate_choices",
    "tabulate_keys",
    "tabulate_rules",
]
