"""The page on networks: its null model against a networkx loop, and 5,000 participants.

Run: python benchmarks/bench_networks.py

The page is run by the command, in a copy of the checkout, on a simulated cohort with the
tables that the page reads. Told are the time of the whole command, checks and kernel
included, and the peak memory of its largest process.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import networkx as nx
import numpy as np
import pandas as pd
from report import Row, tell

from senco.measures.networks import compare_pairs, draw_ties

ROOT = Path(__file__).parents[1]
PEOPLE = 5_000
DRAWS, SAMPLE = 10_000, 100
#: Tables that the page does not read; without them the checks before it have less to do.
UNREAD = ("grids", "worklines")


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


def make_page() -> list[Row]:
    """The page for 5,000 participants: time of the whole command, and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        kept = (
            "data",
            "analysis",
            "pyproject.toml",
            "requirements.lock",
            "_config.yml",
            "_toc.yml",
        )
        for name in kept:
            place = ROOT / name
            (shutil.copytree if place.is_dir() else shutil.copy)(place, _make(copy) / name)
        command = [sys.executable, "-c", "from senco.cli import main; main()"]
        where = {"env": {**os.environ, "PYTHONPATH": str(copy / "analysis")}, "cwd": copy}
        subprocess.run(
            [*command, "simulate", "data/cohorts/many", "--n", str(PEOPLE), "--seed", "1",
             "--reading", "nearest"],
            **where, check=True, capture_output=True,
        )  # fmt: skip
        for table in UNREAD:
            (copy / "data" / "cohorts" / "many" / f"{table}.csv").unlink()
        start = perf_counter()
        done = subprocess.run(
            [*command, "run", "many", "--stage", "60_networks", "--jobs", "1"],
            **where, check=False, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        taken = perf_counter() - start
        assert done.returncode == 0, done.stderr
        page = copy / "book" / "cohorts" / "many" / "60_networks.ipynb"
        size = page.stat().st_size / 2**20
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = after.ru_maxrss / 2**20
    task = f"page 60 for {PEOPLE:,} participants"
    note = "The figures are for the whole command, including the check and the kernel; the page "
    note += f"has {size:.1f} MB."
    return [
        Row(task, "a limit", taken, 60, "s", 1, note),
        Row(f"{task}, memory", "a limit", peak, 1, "GB", 1),
    ]


def _make(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def measure() -> list[Row]:
    """Every task, beside its peer or its bound."""
    return [compare_with_chance(), *make_page()]


if __name__ == "__main__":
    tell(measure)
