"""Ratios of speed against the usual tools, measured side by side in one run.

Run: python benchmarks/rankings_speed.py  (choix is in the extra `bench`)
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import choix
import numpy as np
import pandas as pd
from scipy import stats

from senco.formats.rankings import load_rankings
from senco.rankings import compare_with_chance, kemeny, plackett_luce, summary

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


def permute_w() -> tuple[str, float, float, float]:
    ranks = draw(8, 1)
    rng = np.random.default_rng(2)
    ours, _ = clock(lambda: compare_with_chance(ranks, rng=rng, draws=10_000, method="monte-carlo"))

    def loop() -> None:
        for _ in range(1_000):
            stats.friedmanchisquare(*rng.permuted(ranks, axis=1).T)

    theirs, _ = clock(loop, 1)
    return "null of W, 10,000 draws, n = 8 (scipy: 1,000 draws x 10)", ours, 10 * theirs, 20


def fit_worths() -> tuple[str, float, float, float]:
    ranks = draw(5_000, 3)
    orders = [tuple(row) for row in ranks.argsort(axis=1)]
    ours, found = clock(lambda: plackett_luce(ranks))
    theirs, log_worth = clock(lambda: choix.ilsr_rankings(K, orders), 1)
    worth = np.exp(log_worth) / np.exp(log_worth).sum()
    gap = np.abs(found.items["worth"].to_numpy() - worth).max()
    assert gap < 1e-6, gap
    return f"Plackett-Luce, n = 5,000 (choix ilsr; worths within {gap:.0e})", ours, theirs, 20


def find_consensus() -> tuple[str, float, float, float]:
    sizes = [(n, seed) for n in (2, 7, 8, 5_000) for seed in range(5)]
    slowest = max(clock(lambda n=n, s=s: kemeny(draw(n, s)), 1)[0] for n, s in sizes)
    return "exact Kemeny, n = 2 to 5,000, slowest of 20 (bound: 0.5 s)", slowest, 0.5, 1


def summarise_file() -> tuple[str, float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ranks.csv"
        frame = pd.DataFrame(draw(20_000, 4), columns=[f"item {i}" for i in range(K)])
        frame.index = pd.Index([f"S{i}" for i in frame.index], name="participant")
        frame.to_csv(path)
        pandas, _ = clock(lambda: pd.read_csv(path))
        ours, _ = clock(lambda: summary(load_rankings(path)), 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    label = f"file to summary, 20,000 x 21 (bound: 3 x pandas + 2 s; peak {memory:.0f} MB)"
    return label, ours, 3 * pandas + 2, 1


def main() -> None:
    print(f"{'task':72} {'here s':>8} {'other s':>8} {'ratio':>7} {'asked':>6}")
    for measure in (permute_w, fit_worths, find_consensus, summarise_file):
        label, ours, theirs, asked = measure()
        print(f"{label:72} {ours:8.3f} {theirs:8.3f} {theirs / ours:7.1f} {asked:6.0f}")


if __name__ == "__main__":
    main()
