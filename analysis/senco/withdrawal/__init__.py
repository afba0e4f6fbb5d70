"""Withdrawal: a collected cohort, or one person of it, removed wherever anything was left.

`places` knows every place, `traces` what else names the cohort, `person` whose rows are
whose, `workbook` the same in Excel's files, `limits` what no command can reach; `removal`
puts them together. `renaming` gives a cohort another name by the same list of places.
"""

from senco.withdrawal.limits import list_limits
from senco.withdrawal.places import Place
from senco.withdrawal.removal import (
    Plan,
    change_files,
    check_forgettable,
    make_plan,
    name_place,
    plan_withdrawal,
    remove,
)
from senco.withdrawal.renaming import list_remaining, plan_renaming, rename

__all__ = [
    "Place",
    "Plan",
    "change_files",
    "check_forgettable",
    "list_limits",
    "list_remaining",
    "make_plan",
    "name_place",
    "plan_renaming",
    "plan_withdrawal",
    "remove",
    "rename",
]
