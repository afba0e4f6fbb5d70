"""How often pooled intervals hold the truth, by the number of cohorts and how they differ.

Two populations of which the truth is known. *Numbers*: estimates of groups of unlike size,
normal around truths that are normal around a mean; tried are ways to pool beside the one that
is used. *Five made-up cohorts*: people who rank and tell, drawn by `senco.simulation`, pooled
as the page of cohorts does it; tried beside it are weights by each cohort's own spread. Counted
is how often an interval holds the mean of the truths, and the truth of one further group.

Run (some ten minutes of one processor): python benchmarks/pooling_coverage.py [--page]
It writes results/pooling_coverage.csv, the book's page on pooling and its figure; with --page
only the page and the figure, from the results that are there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
from pooled_cohorts import (
    SIZES,
    draw_cohorts,
    find_known,
    find_values,
    load_reference,
    scale,
)
from pooling_page import RESULTS, USED, write
from scipy import stats

from senco.cohort.model import Cohort, Criteria
from senco.measures.comparison.estimates import gather_estimates
from senco.measures.comparison.pools import weigh
from senco.measures.pooling import pool_estimates
from senco.simulation import vary_truth

SEED = 2018
LEVEL = 0.9
#: Samples of numbers, and draws of five cohorts.
SAMPLES, DRAWS = 3000, 200
#: Groups that are pooled, and how far their truths scatter in standard errors of a typical one.
COUNTS, SCATTERS = (3, 5, 10), (0.0, 0.5, 1.0, 2.0)
#: Sizes of groups, over and over: the largest has five times as many people as the smallest.
PEOPLE = (4, 20, 8, 12, 6)
#: By how much made-up cohorts differ, in the spread of their people's log-weights and more.
APART = (0.0, 0.3, 0.8)
COLUMNS = ["population", "finding", "k", "apart", "interval", "way", "level", "covered", "error",
           "width", "samples", "seed"]  # fmt: skip
Held = dict[tuple[str, str], list[tuple[float, float]]]


def try_numbers(k: int, scatter: float) -> Iterator[dict[str, object]]:
    """Yield how often each way to pool holds the truth of normal estimates."""
    rng = np.random.default_rng([SEED, k, int(10 * scatter)])
    variances = 8 / np.resize(PEOPLE, k).astype(float)
    spread = scatter * float(np.sqrt(np.median(variances)))
    held: Held = {}
    for _ in range(SAMPLES):
        truths = spread * rng.standard_normal(k + 1)
        values = truths[:k] + np.sqrt(variances) * rng.standard_normal(k)
        _note(held, values, variances, 0.0, float(truths[k]))
    yield from _report(held, {"population": "numbers", "finding": "", "k": k, "apart": scatter})


def _note(
    held: Held, values: np.ndarray, variances: np.ndarray, mean: float, further: float
) -> None:
    found = pool_estimates(values, variances, LEVEL)
    k = found.k
    z, t, wide = stats.norm.ppf(0.95), stats.t.ppf(0.95, k - 1), stats.t.ppf(0.95, k - 2)
    weights = 1 / (variances + found.between)
    scatter = weights @ (values - found.estimate) ** 2 / (k - 1)
    unkept = found.plain_error * float(np.sqrt(scatter))
    further_error = float(np.sqrt(found.between + found.error**2))
    for interval, way, half, truth in (
        ("mean", USED, t * found.error, mean),
        ("mean", "not kept from being narrower", t * unkept, mean),
        ("mean", "plain, without Hartung and Knapp", z * found.plain_error, mean),
        ("further", USED, wide * further_error, further),
        ("further", "one more degree of freedom", t * further_error, further),
    ):
        hit = float(abs(found.estimate - truth) <= half)
        held.setdefault((interval, way), []).append((hit, 2 * half))


def try_cohorts(reference: Cohort, apart: float) -> Iterator[dict[str, object]]:
    """Yield how often the pools of five made-up cohorts hold the truth."""
    rng = np.random.default_rng([SEED, int(10 * apart)])
    known = find_known(reference, apart, rng, cohorts=1500)
    means = scale(known.means)
    held: dict[str, Held] = {"places": {}, "shares": {}}
    for _ in range(DRAWS):
        cohorts, _ = draw_cohorts(known, reference, rng)
        further = scale(find_values(vary_truth(known.truth, apart, rng=rng), rng))
        criteria = Criteria(confidence=LEVEL)
        found = gather_estimates(cohorts, criteria, 21, verdicts=False)
        for name, own in _pool_all(found, means, further).items():
            for key, pairs in own.items():
                together = np.mean(pairs, axis=0)
                held[name].setdefault(key, []).append((float(together[0]), float(together[1])))
    for name, own in held.items():
        told = {"population": "five made-up cohorts", "finding": name, "k": len(SIZES)}
        yield from _report(own, {**told, "apart": apart})


def _pool_all(estimates: pd.DataFrame, means: pd.Series, further: pd.Series) -> dict[str, Held]:
    """Whether each finding's pool holds the truth, by kind of finding, interval and way."""
    held: dict[str, Held] = {"places": {}, "shares": {}}
    for key, part in estimates.groupby("key", sort=False):
        name = "shares" if str(key).startswith("speaks:") else "places"
        ways = {USED: weigh(part, name == "shares")}
        own = part["spread"].to_numpy(float) ** 2 / part["n"].to_numpy(float)
        if name == "places" and (own > 0).all():
            ways["weights by own spread"] = (part["value"].to_numpy(float), own)
        for way, (values, variances) in ways.items():
            pooled = pool_estimates(values, variances, LEVEL)
            for interval, low, high, truth in (
                ("mean", pooled.low, pooled.high, means[str(key)]),
                ("further", pooled.predicted_low, pooled.predicted_high, further[str(key)]),
            ):
                hit = float(low <= truth <= high)
                held[name].setdefault((interval, way), []).append((hit, high - low))
    return held


def _report(held: Held, told: dict[str, object]) -> Iterator[dict[str, object]]:
    for (interval, way), pairs in held.items():
        hits, widths = np.array(pairs).T
        yield {
            **told,
            "interval": interval,
            "way": way,
            "level": LEVEL,
            "covered": f"{hits.mean():.4f}",
            "error": f"{hits.std() / np.sqrt(len(hits)):.4f}",
            "width": f"{np.median(widths):.3f}",
            "samples": len(hits),
            "seed": SEED,
        }


def main() -> None:
    """Measure, and write the results and the page."""
    if "--page" not in sys.argv:
        rows = [row for k in COUNTS for scatter in SCATTERS for row in try_numbers(k, scatter)]
        print(pd.DataFrame(rows, columns=COLUMNS).to_string(), flush=True)
        reference = load_reference()
        rows += [row for apart in APART for row in try_cohorts(reference, apart)]
        table = pd.DataFrame(rows, columns=COLUMNS)
        table.to_csv(RESULTS, index=False, lineterminator="\n")
        print(table.to_string())
    write()


if __name__ == "__main__":
    main()
