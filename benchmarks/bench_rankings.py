"""Ratios of speed against the usual tools, measured side by side in one run.

Run: python benchmarks/bench_rankings.py  (choix is in the extra `bench`)
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import choix
import numpy as np
import pandas as pd
from report import Row, tell
from scipy import stats
from scipy.optimize import Bounds, LinearConstraint, milp

from senco.intake.formats.rankings import load_rankings
from senco.measures.rankings import compare_with_chance, kemeny, plackett_luce, summary

K = 21


def draw(n: int, seed: int) -> np.ndarray:
    appeal = np.random.default_rng(seed).gumbel(size=(n, K)) + np.linspace(1, -1, K)
    return (-appeal).argsort(axis=1).argsort(axis=1) + 1


def clock(work: Callable[[], object], repeats: int = 3) -> tuple[float, object]:
    """Least of a few times, and the result."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def permute_w() -> Row:
    ranks = draw(8, 1)
    rng = np.random.default_rng(2)
    ours, _ = clock(lambda: compare_with_chance(ranks, rng=rng, draws=10_000, method="monte-carlo"))

    def loop() -> None:
        for _ in range(1_000):
            stats.friedmanchisquare(*rng.permuted(ranks, axis=1).T)

    theirs, _ = clock(loop, 1)
    task = "null distribution of Kendall's W, n = 8, 10,000 draws"
    note = "The other tool's time is that of 1,000 draws, times 10."
    return Row(
        task, "`scipy.stats.friedmanchisquare` in a loop", ours, 10 * theirs, "s", 0.05, note
    )


def fit_worths() -> Row:
    ranks = draw(5_000, 3)
    orders = [tuple(row) for row in ranks.argsort(axis=1)]
    ours, found = clock(lambda: plackett_luce(ranks))
    theirs, log_worth = clock(lambda: choix.ilsr_rankings(K, orders), 1)
    worth = np.exp(log_worth) / np.exp(log_worth).sum()
    gap = np.abs(found.items["worth"].to_numpy() - worth).max()
    assert gap < 1e-6, gap
    note = "The worths agree to within a millionth."
    return Row("Plackett-Luce, n = 5,000", "`choix.ilsr_rankings`", ours, theirs, "s", 0.05, note)


def order_by_programme(ranks: np.ndarray) -> float:
    """Fewest disagreements of any order, by the usual programme in whole numbers.

    Of each pair one item comes first, and no three items go round in a circle
    (doi:10.1287/opre.32.6.1195).
    """
    firsts, seconds = np.triu_indices(K, 1)
    place = {pair: number for number, pair in enumerate(zip(firsts, seconds, strict=True))}
    before = (ranks[:, firsts] < ranks[:, seconds]).sum(axis=0)
    rows = np.zeros((len(triples := list(combinations(range(K), 3))), len(place)))
    for row, (a, b, c) in zip(rows, triples, strict=True):
        row[[place[a, b], place[b, c], place[a, c]]] = 1, 1, -1
    # an item is before another: 1 costs those who have it after, 0 those who have it before
    found = milp(
        len(ranks) - 2.0 * before,
        integrality=np.ones(len(place)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, 0, 1),
    )
    assert found.success, found.message
    return round(found.fun + before.sum())


def find_consensus() -> Row:
    """The sum over several numbers of rankers, each of which has as near an order in both."""
    here, there = 0.0, 0.0
    for n, seed in [(n, seed) for n in (2, 7, 8, 5_000) for seed in range(5)]:
        ranks = draw(n, seed)
        ours, order = clock(lambda ranks=ranks: kemeny(ranks), 1)
        theirs, fewest = clock(lambda ranks=ranks: order_by_programme(ranks), 1)
        assert order.cost == fewest, (n, seed, order.cost, fewest)
        here, there = here + ours, there + theirs
    task = "exact Kemeny orders of 21 items, n = 2 to 5,000, 20 in all"
    return Row(task, "`scipy.optimize.milp` (HiGHS)", here, there, "s", 1)


def summarise_file() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ranks.csv"
        frame = pd.DataFrame(draw(20_000, 4), columns=[f"item {i}" for i in range(K)])
        frame.index = pd.Index([f"S{i}" for i in frame.index], name="participant")
        frame.to_csv(path)
        pandas, _ = clock(lambda: pd.read_csv(path))
        ours, _ = clock(lambda: summary(load_rankings(path)), 1)
    bound = "3 times `pandas.read_csv`, and 2 s"
    return Row("file to summary, 20,000 rankings of 21", bound, ours, 3 * pandas + 2, "s", 1)


def measure() -> list[Row]:
    """Every task, beside its peer."""
    return [permute_w(), fit_worths(), find_consensus(), summarise_file()]


if __name__ == "__main__":
    tell(measure)
