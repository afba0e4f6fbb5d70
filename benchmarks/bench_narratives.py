"""Codes that meet, 5,000 segments by 40 codes: one matrix product against a Counter."""

from collections import Counter
from itertools import combinations
from time import perf_counter

import numpy as np
import pandas as pd

from senco.narratives import count_together


def count_in_loop(sets: list[list[str]]) -> Counter[tuple[str, str]]:
    """Count pairs segment by segment, as scripts for this usually do."""
    counts: Counter[tuple[str, str]] = Counter()
    for held in sets:
        counts.update(combinations(held, 2))
    return counts


def shortest(action, repetitions: int) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(repetitions):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    rng = np.random.default_rng(1)
    names = [f"code-{number:02d}" for number in range(40)]
    matrix = pd.DataFrame((rng.random((5_000, 40)) < 0.2).astype(int), columns=names)
    sets = [
        [name for name, given in zip(names, row, strict=True) if given] for row in matrix.to_numpy()
    ]
    together, counted = count_together(matrix), count_in_loop(sets)
    assert all(together.loc[pair] == counted[pair] for pair in combinations(names, 2))
    loop, product = (
        shortest(lambda: count_in_loop(sets), 3),
        shortest(lambda: count_together(matrix), 20),
    )
    print(
        f"5,000 x 40: Counter {loop:.4f} s, matrix product {product:.5f} s: {loop / product:.0f}x"
    )


if __name__ == "__main__":
    main()
