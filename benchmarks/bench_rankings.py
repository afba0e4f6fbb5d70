"""Ratios of speed against the usual tools, measured side by side in one run.

Run: python benchmarks/bench_rankings.py  (choix is in the extra `bench`)
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import choix
import numpy as np
import pandas as pd
from report import Row, tell
from scipy import stats

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


def find_consensus() -> Row:
    sizes = [(n, seed) for n in (2, 7, 8, 5_000) for seed in range(5)]
    slowest = max(clock(lambda n=n, s=s: kemeny(draw(n, s)), 1)[0] for n, s in sizes)
    task = "exact Kemeny order of 21 items, n = 2 to 5,000, slowest of 20"
    return Row(task, "a limit of half a second", slowest, 0.5, "s", 1)


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
