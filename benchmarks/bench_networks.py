"""The null model of the page on networks, against a loop over networkx.

Run: python benchmarks/bench_networks.py
"""

from __future__ import annotations

from time import perf_counter

import networkx as nx
import numpy as np
import pandas as pd
from report import Row, tell

from senco.measures.networks import compare_pairs, draw_ties

DRAWS, SAMPLE = 10_000, 100


def draw_in_loop(table: np.ndarray, draws: int) -> None:
    """A random two-mode network and its projection, one after the other in networkx."""
    rows, columns = table.sum(axis=1).tolist(), table.sum(axis=0).tolist()
    for seed in range(draws):
        graph = nx.Graph(nx.bipartite.configuration_model(rows, columns, seed=seed))
        nx.bipartite.weighted_projected_graph(graph, range(len(rows), len(rows) + len(columns)))


def compare_with_chance() -> Row:
    """The null model of a network of 8 people and 30 influences, all pairs compared."""
    table = (np.random.default_rng(1).random((8, 30)) < 0.4).astype(int)
    frame = pd.DataFrame(table)
    start = perf_counter()
    draw_in_loop(table, SAMPLE)
    loop = (perf_counter() - start) * DRAWS / SAMPLE
    drawn = draw_ties(table.astype(bool), DRAWS, np.random.default_rng(2))
    assert (drawn.sum(axis=2) == table.sum(axis=1)).all()
    assert (drawn.sum(axis=1) == table.sum(axis=0)).all()
    start = perf_counter()
    compare_pairs(frame, draws=DRAWS)
    whole = perf_counter() - start
    note = f"Every draw keeps both margins; the loop was measured on {SAMPLE} draws."
    peer = "a loop over `networkx`"
    return Row(f"null model 8 x 30, {DRAWS:,} draws", peer, whole, loop, "s", 0.1, note)


def measure() -> list[Row]:
    """Every task, beside its peer or its bound."""
    return [compare_with_chance()]


if __name__ == "__main__":
    tell(measure)
