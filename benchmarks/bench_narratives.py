"""Codes that meet, 5,000 segments by 40 codes: one matrix product against a Counter."""

from collections import Counter
from itertools import combinations
from time import perf_counter

import numpy as np
import pandas as pd
from report import Row, tell

from senco.measures.narratives import count_together


def count_in_loop(matrix: pd.DataFrame) -> Counter[tuple[str, str]]:
    """Count pairs segment by segment, as scripts for this usually do."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in matrix.to_numpy():
        held = [name for name, given in zip(matrix.columns, row, strict=True) if given]
        for pair in combinations(held, 2):
            counts[pair] += 1
    return counts


def shortest(action, repetitions: int) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(repetitions):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return min(times)


def measure() -> list[Row]:
    """Count the pairs of codes at two densities."""
    rng = np.random.default_rng(1)
    names = [f"code-{number:02d}" for number in range(40)]
    rows = []
    for share in (0.1, 0.3):
        given = (rng.random((5_000, 40)) < share).astype(int)
        matrix = pd.DataFrame(given, columns=names)
        together, counted = count_together(matrix), count_in_loop(matrix)
        assert all(together.loc[pair] == counted[pair] for pair in combinations(names, 2))
        loop = shortest(lambda matrix=matrix: count_in_loop(matrix), 3)
        product = shortest(lambda matrix=matrix: count_together(matrix), 20)
        task = f"codes that occur together, 5,000 segments by 40 codes, {share:.0%} given"
        note = "Both give the same counts."
        rows.append(Row(task, "`collections.Counter`", product, loop, "s", 0.2, note))
    return rows


if __name__ == "__main__":
    tell(measure)
