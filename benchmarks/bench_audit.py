"""How long it takes to decide all readings of the reported means, and what share is decided.

Run: python benchmarks/bench_audit.py  (some minutes)
"""

from __future__ import annotations

import time
from math import floor

from report import Row, tell

from senco.cohort.loading import load_cohort
from senco.measures.audit import find_frontier, read_figures
from senco.measures.reported import count_constructs

#: Steps from the plainest reading, and the seconds of CPU that they may take.
BOUNDS = {3: 20, 4: 60, 5: 300}


def decide_all(steps: int, most: float) -> Row:
    """Time of one enumeration; what was decided goes into the note."""
    cohort = load_cohort("ey-pvi-2017")
    figures = read_figures(cohort.tables["reported"])
    start = time.process_time()
    found = find_frontier(
        figures, count_constructs(cohort), steps=steps, tries=5_000, largest=10_000_000
    )
    seconds = time.process_time() - start
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
    return Row(task, "a limit", seconds, most, "s CPU", 1, note)


def measure() -> list[Row]:
    return [decide_all(steps, most) for steps, most in BOUNDS.items()]


if __name__ == "__main__":
    tell(measure)
