"""CPU and memory of the one-grid analyse_grid, beside its linear algebra and usual imports.

    python benchmarks/bench_grids.py

The battery is the one that OpenRepGrid 0.1.18 took 82 ms CPU a grid for: components with
varimax, Slater's biplot, clustering with reflection, distances (Euclidean, Slater,
Hartmann), correlations of constructs and elements, descriptives, PVAFF, intensity, bias,
variability, Bieri, polarisation, self-ideal-others, three conflict indices, dilemmas.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

# One thread: a second one spins on matrices as small as these and only adds CPU.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np  # noqa: E402 (reads the number of threads when imported)
from report import Row, choose, tell  # noqa: E402
from scipy.cluster.hierarchy import linkage  # noqa: E402
from scipy.spatial.distance import pdist  # noqa: E402

from senco.measures import grids as g  # noqa: E402

GRIDS = 1000
#: The battery as JSON and the algebra alone are taken by turns, so often.
TIMES = 7
SHAPE = (10, 12)

PARTS = {
    "rotated components": g.principal_components,
    "Slater biplot": g.biplot,
    "clustering with reflection": g.cluster,
    "distances": lambda grid: (
        g.find_distances(grid),
        g.slater_distances(grid),
        g.hartmann_distances(grid),
    ),
    "correlations": lambda grid: (g.construct_correlations(grid), g.element_correlations(grid)),
    "descriptives": lambda grid: (g.describe(grid), g.describe(grid, "elements")),
    "simple indices": lambda grid: (
        g.pvaff(grid),
        g.intensity(grid),
        g.bias(grid),
        g.variability(grid),
        g.bieri(grid),
        g.polarisation(grid),
    ),
    "self, ideal, others": g.self_construction,
    "conflict (Slade & Sheehan)": g.conflict_slade_sheehan,
    "conflict (Bassler)": g.conflict_bassler,
    "conflict (Bell)": g.conflict_bell,
    "dilemmas": g.find_dilemmas,
}


def draw_grids(n_grids: int) -> Iterator[g.Grid]:
    """Yield random grids, so that only one is held at a time."""
    rng = np.random.default_rng(1)
    n_constructs, n_elements = SHAPE
    elements = [f"element {j}" for j in range(n_elements)]
    constructs = [(f"left {i}", f"right {i}") for i in range(n_constructs)]
    for _ in range(n_grids):
        ratings = rng.integers(1, 8, SHAPE)
        yield g.Grid(
            elements,
            constructs,
            ratings,
            (1, 7),
            self_element=elements[0],
            ideal_element=elements[-1],
            overall=constructs[-1][0],
        )


def time_parts(n_grids: int) -> dict[str, float]:
    """Return CPU seconds of every part over all grids, and of the grids themselves."""
    spent = dict.fromkeys(["grid model", *PARTS], 0.0)
    last = time.process_time()
    for grid in draw_grids(n_grids):
        now = time.process_time()
        spent["grid model"] += now - last
        for name, part in PARTS.items():
            start = time.process_time()
            part(grid)
            spent[name] += time.process_time() - start
        last = time.process_time()
    return spent


def time_summary(n_grids: int) -> float:
    """Return CPU seconds of the battery that the command prints as JSON."""
    start = time.process_time()
    for grid in draw_grids(n_grids):
        json.dumps(g.analyse_grid(grid))
    return time.process_time() - start


def time_algebra(n_grids: int) -> float:
    """Return CPU seconds of the linear algebra of the battery alone, by compiled routines.

    Of each grid the correlations and distances of constructs and elements, the constructs'
    eigenvectors, the singular values of the biplot, and a tree of the constructs, of both poles
    of each, and of the elements, as `analyse_grid` has them, without names, ties or sentences.
    """
    drawn = [np.asarray(grid.ratings, dtype=float) for grid in draw_grids(n_grids)]
    start = time.process_time()
    for ratings in drawn:
        np.linalg.eigh(np.corrcoef(ratings))
        np.corrcoef(ratings.T)
        np.linalg.svd(ratings - ratings.mean(axis=1, keepdims=True), full_matrices=False)
        for rows in (ratings, np.vstack([ratings, 8 - ratings]), ratings.T):
            linkage(pdist(rows), "ward")
        for axis in (0, 1):
            ratings.mean(axis=axis), ratings.std(axis=axis)
    return time.process_time() - start


def time_import() -> float:
    """Return CPU seconds of importing pandas, seaborn and networkx in a new process."""
    program = (
        "import time; start = time.process_time()\n"
        "import pandas, seaborn, networkx\n"
        "print(time.process_time() - start)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    return float(done.stdout)


def peak_memory() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure() -> list[Row]:
    """Every part over all grids, the battery as JSON, and the memory they take."""
    time_parts(GRIDS // 10)
    early = peak_memory()
    spent = time_parts(GRIDS)
    late = peak_memory()
    total, imported = sum(spent.values()), time_import()
    slowest = max(spent, key=lambda name: spent[name])
    task = f"battery of {GRIDS:,} grids, {SHAPE[0]} constructs by {SHAPE[1]} elements"
    note = f"The slowest part is {slowest}, {spent[slowest] / total:.0%} of the time."
    algebra = "its linear algebra by compiled routines"
    by_turns = [(time_summary(GRIDS), time_algebra(GRIDS)) for _ in range(TIMES)]
    memory = f"memory after {GRIDS:,} grids"
    return [
        Row(task, "importing `pandas`, `seaborn`, `networkx`", total, imported, "s CPU", 4, note),
        choose(f"{task}, as JSON", algebra, by_turns, "s CPU", 2),
        Row(memory, f"after {GRIDS // 10}", late, early, "MB", 1.1),
    ]


if __name__ == "__main__":
    tell(measure)
