"""How often the interval of a difference from a printed mean covers the true one.

People here and there place one construct on a list of 21; of those there only the mean is
printed, to two decimals. Their standard deviation is half, the same as, or twice that of the
people here. Places follow a beta-binomial law, with the mean in the middle of the list, or
near its end, where places are skewed. The two populations have the same mean. Told are, for
the interval with the spreads that the audit leaves room for, and for one that supposes the
spread here to be the spread there, how often they cover; and how often the first is called
*agrees* at the default margin. Run: python benchmarks/reported_mean_coverage.py [samples]
With the samples as they stand it writes results/reported_mean_coverage.csv.
"""

from __future__ import annotations

import sys
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from senco.cohort.model import Criteria
from senco.measures.audit import Figure
from senco.measures.comparison.intervals import Difference, compare_with_mean
from senco.measures.comparison.printed import bound_spread
from senco.measures.comparison.verdicts import AGREES, decide

SEED, SAMPLES = 2017, 1_000
K, N_THERE, SIZES, TIMES = 21, 8, (4, 8, 15, 30), (0.5, 1.0, 2.0)
#: Mean place, and standard deviation of those here.
MODELS = {"middle of the list": (11.0, 4.6), "near the end": (4.0, 3.5)}
RESULTS = Path(__file__).parent / "results" / "reported_mean_coverage.csv"


def draw(
    mean: float, sd: float, shape: tuple[int, int], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return places from 1 to K with this mean and standard deviation."""
    share = (mean - 1) / (K - 1)
    # the variance of a beta-binomial law is (K - 1) p (1 - p) (1 + (K - 2) r)
    excess = (sd**2 / ((K - 1) * share * (1 - share)) - 1) / (K - 2)
    both = (1 - excess) / excess
    return 1.0 + stats.betabinom.rvs(
        K - 1, share * both, (1 - share) * both, size=shape, random_state=rng
    )


@cache
def find_bounds(printed: str) -> tuple[float, float]:
    """Return the spreads that a printed mean leaves room for."""
    return bound_spread([Figure("a", "a", "", printed, None, N_THERE)], N_THERE, K)


def measure(
    model: str, n: int, times: float, samples: int, rng: np.random.Generator
) -> dict[str, object]:
    """Return a row of shares with their standard errors."""
    mean, sd = MODELS[model]
    criteria = Criteria()
    margin = criteria.priority_margin * (K - 1)
    here = draw(mean, sd, (samples, n), rng)
    there = draw(mean, times * sd, (samples, N_THERE), rng)
    hits = {"covers": 0, "covers with the spread here": 0, "agrees": 0}
    for own, others in zip(here, there, strict=True):
        printed = f"{others.mean():.2f}"
        given = (own, float(printed), N_THERE, 0.005, criteria.confidence)
        found = compare_with_mean(*given, find_bounds(printed))
        alike = suppose_alike(*given)
        hits["covers"] += found.low <= 0 <= found.high
        hits["covers with the spread here"] += alike.low <= 0 <= alike.high
        hits["agrees"] += decide(found.low, found.high, margin) == AGREES
    row: dict[str, object] = {"model": model, "n here": n, "times": times, "samples": samples}
    for name, count in hits.items():
        share = count / samples
        row |= {name: share, f"{name}, error": sqrt(share * (1 - share) / samples)}
    return row


def suppose_alike(
    own: NDArray[np.float64], mean: float, n_there: int, rounding: float, confidence: float
) -> Difference:
    """Return the interval that supposes the spread here to be the spread there."""
    value = float(own.mean() - mean)
    spread = own.std(ddof=1) * sqrt(1 / len(own) + 1 / n_there)
    half = float(stats.t.ppf((1 + confidence) / 2, len(own) - 1) * spread) + rounding
    return Difference(value, value - half, value + half)


def main(samples: int = SAMPLES) -> None:
    """Print the shares, and keep them where no fewer samples were asked for."""
    rng = np.random.default_rng(SEED)
    rows = [
        measure(model, n, times, samples, rng) for model in MODELS for n in SIZES for times in TIMES
    ]
    found = pd.DataFrame(rows).assign(seed=SEED)
    print(found.to_string(index=False, float_format="{:.3f}".format))
    if samples == SAMPLES:
        found.to_csv(RESULTS, index=False, float_format="%.4f", lineterminator="\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
