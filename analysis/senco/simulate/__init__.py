"""Simulated cohorts with known truth, for showing and testing every stage.

A simulated cohort is never evidence about anybody. Its people are S1, S2 and
so on, and that it meets reported figures is by construction.
"""

from senco.simulate.cohorts import NEAREST, SimulatedCohort, draw_cohort
from senco.simulate.people import FILLERS, ROLE_YEARS
from senco.simulate.repairs import Target, repair

__all__ = [
    "FILLERS",
    "NEAREST",
    "ROLE_YEARS",
    "SimulatedCohort",
    "Target",
    "draw_cohort",
    "repair",
]
