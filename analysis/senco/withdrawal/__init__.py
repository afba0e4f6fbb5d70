"""Withdrawal: a collected cohort removed wherever it left anything, and what is out of reach.

`places` knows every place, `traces` what else names the cohort, `limits` what no command
can reach; `removal` puts them together.
"""

from senco.withdrawal.limits import list_limits
from senco.withdrawal.places import Place
from senco.withdrawal.removal import Plan, check_forgettable, make_plan, name_place, remove

__all__ = ["Place", "Plan", "check_forgettable", "list_limits", "make_plan", "name_place", "remove"]
