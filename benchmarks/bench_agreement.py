"""Alpha's bootstrap against the package krippendorff in a loop.

Run: python benchmarks/bench_agreement.py
"""

from time import perf_counter

import krippendorff
import numpy as np
from report import Row, tell

from senco.agreement import bootstrap_alpha, count_categories
from senco.resampling import draw_counts

UNITS, CODERS, CODES, DRAWS, LOOPED = 300, 3, 12, 10_000, 100


def measure() -> list[Row]:
    """Bootstrap the alphas of twelve codes."""
    rng = np.random.default_rng(1)
    truth = rng.random((CODES, 1, UNITS)) < 0.3
    wrong = rng.random((CODES, CODERS, UNITS)) < 0.1
    ratings = (truth ^ wrong).astype(float)
    start = perf_counter()
    counts = np.stack([count_categories(decision, (0, 1)) for decision in ratings])
    drawn = bootstrap_alpha(counts, DRAWS, np.random.default_rng(2))
    vectorised = perf_counter() - start
    # the first block of draws again, looped over the package
    samples = draw_counts(UNITS, 2_000, np.random.default_rng(2))[:LOOPED].astype(int)
    start = perf_counter()
    looped = [
        [
            krippendorff.alpha(
                decision[:, np.repeat(np.arange(UNITS), sample)], level_of_measurement="nominal"
            )
            for decision in ratings
        ]
        for sample in samples
    ]
    package = (perf_counter() - start) * DRAWS / LOOPED
    assert np.allclose(drawn[:LOOPED], looped)
    task = f"bootstrap of alpha, {UNITS} segments, {CODERS} coders, {CODES} codes, {DRAWS:,} draws"
    note = f"The same alphas; the peer's time is {LOOPED} draws, times {DRAWS // LOOPED}."
    return [Row(task, "`krippendorff.alpha` in a loop", vectorised, package, "s", 0.05, note)]


if __name__ == "__main__":
    tell(measure)
