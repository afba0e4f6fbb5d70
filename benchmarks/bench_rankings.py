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
PAIRS = list(combinations(range(K), 2))


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


def forbid_circles() -> LinearConstraint:
    """No three items go round in a circle (doi:10.1287/opre.32.6.1195)."""
    places = {pair: place for place, pair in enumerate(PAIRS)}
    triples = list(combinations(range(K), 3))
    rows = np.zeros((len(triples), len(PAIRS)))
    for row, (a, b, c) in zip(rows, triples, strict=True):
        row[[places[a, b], places[b, c], places[a, c]]] = 1, 1, -1
    return LinearConstraint(rows, 0, 1)


def order_by_programmes(ranks: np.ndarray) -> tuple[float, set[int]]:
    """Fewest disagreements of any order, and the items that such an order can begin with.

    By the usual programme in whole numbers, in which of each pair one item comes first; then
    once more with each item put first.
    """
    firsts, seconds = np.transpose(PAIRS)
    before, circles = (ranks[:, firsts] < ranks[:, seconds]).sum(axis=0), forbid_circles()

    def count_fewest(least: np.ndarray, most: np.ndarray) -> float:
        # 1, the pair's first item before its second, costs those who have it after
        costs, whole = len(ranks) - 2.0 * before, np.ones(len(PAIRS))
        found = milp(costs, integrality=whole, bounds=Bounds(least, most), constraints=circles)
        assert found.success, found.message
        return round(found.fun + before.sum())

    fewest = count_fewest(np.zeros(len(PAIRS)), np.ones(len(PAIRS)))
    led = [count_fewest((firsts == item) * 1.0, (seconds != item) * 1.0) for item in range(K)]
    return fewest, {item for item, cost in enumerate(led) if cost == fewest}


def find_consensus() -> Row:
    """The sum over several numbers of rankers; both find as near an order, and the same firsts."""
    here, there = 0.0, 0.0
    for n, seed in [(n, seed) for n in (2, 7, 8, 5_000) for seed in range(5)]:
        ranks = draw(n, seed)
        ours, order = clock(lambda ranks=ranks: kemeny(ranks), 1)
        theirs, found = clock(lambda ranks=ranks: order_by_programmes(ranks), 1)
        first = {item - 1 for item in order.first}  # columns without names are numbered from 1
        assert (order.cost, first) == found, (n, seed, order, found)
        here, there = here + ours, there + theirs
    task = "20 exact Kemeny orders of 21 items, and what can come first, n = 2 to 5,000"
    return Row(task, "`scipy.optimize.milp`, once and for each item", here, there, "s", 0.2)


def summarise_file() -> Row:
    """From a file to its summary, which has more than what the other tools' calls give."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ranks.csv"
        frame = pd.DataFrame(draw(20_000, 4), columns=[f"item {i}" for i in range(K)])
        frame.index = pd.Index([f"S{i}" for i in frame.index], name="participant")
        frame.to_csv(path)
        ours, _ = clock(lambda: summary(load_rankings(path)), 1)

        def call_others() -> None:
            ranks = pd.read_csv(path, index_col=0).to_numpy()
            stats.friedmanchisquare(*ranks.T)
            choix.ilsr_rankings(K, [tuple(row) for row in ranks.argsort(axis=1)])

        theirs, _ = clock(call_others, 1)
    others = "`pandas.read_csv`, `scipy.stats.friedmanchisquare` and `choix.ilsr_rankings`"
    return Row("file to summary, 20,000 rankings of 21", others, ours, theirs, "s", 0.5)


def measure() -> list[Row]:
    """Every task, beside its peer."""
    return [permute_w(), fit_worths(), find_consensus(), summarise_file()]


if __name__ == "__main__":
    tell(measure)
