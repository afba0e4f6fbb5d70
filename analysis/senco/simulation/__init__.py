"""Simulated cohorts with known truth, for showing and testing every stage.

A simulated cohort is never evidence about anybody. Its people are S1, S2 and
so on, and that it meets reported figures is by construction.
"""

from senco.simulation.cohorts import NEAREST, SimulatedCohort, draw_cohort
from senco.simulation.gridding import SCALE, draw_grids
from senco.simulation.repairs import Target, repair
from senco.simulation.scenario import Scenario, load_scenario, make_scenario
from senco.simulation.stories import CHART, draw_stories
from senco.simulation.truths import (
    Truth,
    draw_from_truth,
    draw_truth,
    expect_places,
    read_truth,
    turn_truth,
    vary_truth,
)

__all__ = [
    "CHART",
    "NEAREST",
    "SCALE",
    "Scenario",
    "SimulatedCohort",
    "Target",
    "Truth",
    "draw_cohort",
    "draw_from_truth",
    "draw_grids",
    "draw_stories",
    "draw_truth",
    "expect_places",
    "load_scenario",
    "make_scenario",
    "read_truth",
    "repair",
    "turn_truth",
    "vary_truth",
]
