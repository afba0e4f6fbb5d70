"""How long it takes to decide all readings of the reported means, and what share is decided.

Run: python benchmarks/bench_audit.py  (a quarter of an hour)

The peer is the same search with HiGHS left to find every table that prints the figures.
"""

from __future__ import annotations

import time
from math import floor
from unittest import mock

from report import Row, tell

from senco.cohort.loading import load_cohort
from senco.measures.audit import feasibility, find_frontier, read_figures
from senco.measures.audit.frontier import Frontier
from senco.measures.reported import count_constructs

#: Steps from the plainest reading.
STEPS = (3, 4, 5)
#: Building tables first may not make the search dearer by more than this.
MOST = 1.1


def search(steps: int) -> tuple[Frontier, float]:
    """Go through all readings; what was found, and seconds of CPU."""
    cohort = load_cohort("ey-pvi-2017")
    figures = read_figures(cohort.tables["reported"])
    start = time.process_time()
    found = find_frontier(
        figures, count_constructs(cohort), steps=steps, tries=5_000, largest=10_000_000
    )
    return found, time.process_time() - start


def decide_all(steps: int) -> Row:
    """Time of one search beside that of the solver's; what was decided goes into the note."""
    found, seconds = search(steps)
    with mock.patch.object(feasibility, "construct_example", return_value=None):
        solved, there = search(steps)
    assert solved.counts.equals(found.counts), "the two searches decided differently"
    sums = found.counts.drop(columns="steps").sum()
    left = sums["undecided"]
    share = floor(100_000 * (1 - left / sums["readings"])) / 1_000
    decided = f"{share:g} % are decided, all but {left:,}" if left else "all are decided"
    tried = len(found.fitting) + len(found.excluded) + len(found.undecided)
    note = (
        f"Up to {steps} steps {decided}; {sums['fitting']:,} fit; of "
        f"{tried:,} that no single figure rules out and that contain none that fits, "
        f"{len(found.excluded):,} were proved impossible."
    )
    task = f"{sums['readings']:,} readings of the article's means, up to {steps} steps"
    return Row(task, "the solver for each table", seconds, there, "s CPU", MOST, note)


def measure() -> list[Row]:
    return [decide_all(steps) for steps in STEPS]


if __name__ == "__main__":
    tell(measure)
