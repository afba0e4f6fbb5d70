"""100 random grids against OpenRepGrid 0.1.18 (see data/README.md)."""

import csv
from pathlib import Path

import numpy as np
import pytest

from senco.grids import (
    Grid,
    bias,
    bieri,
    biplot,
    conflict_bassler,
    conflict_bell,
    conflict_slade_sheehan,
    find_dilemmas,
    intensity,
    polarisation,
    pvaff,
    self_construction,
    variability,
)

DATA = Path(__file__).parent / "data"

MEASURES = {
    "pvaff": pvaff,
    "intensity": lambda g: intensity(g).construct_mean,
    "bias.max": bias,
    "variability.max": variability,
    "bieri": bieri,
    "polarization": lambda g: polarisation(g).total,
    "self_ideal": lambda g: self_construction(g).self_ideal,
    "conflict1": lambda g: conflict_slade_sheehan(g).share,
    "conflict2": lambda g: conflict_bassler(g, divisor=1).share,
    "conflict3": lambda g: 100 * conflict_bell(g).share,
    "dilemmas": lambda g: len(find_dilemmas(g).found),
    "slater_first_prop": lambda g: biplot(g).explained[0],
}


@pytest.fixture(scope="module")
def grids() -> list[Grid]:
    """The 100 grids, self first and ideal last."""
    ratings = np.loadtxt(DATA / "random_grids.csv", delimiter=",").reshape(-1, 10, 12)
    elements = [f"element {j}" for j in range(12)]
    constructs = [(f"left {i}", f"right {i}") for i in range(10)]
    supplied = {"self_element": elements[0], "ideal_element": elements[-1]}
    return [Grid(elements, constructs, rows, (1, 7), **supplied) for rows in ratings]


@pytest.fixture(scope="module")
def results() -> list[dict[str, str]]:
    """OpenRepGrid's results, a line a grid."""
    with (DATA / "random_results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", MEASURES)
def test_agrees_with_openrepgrid(grids, results, name):
    """Every one of the 100 grids, to eight decimals."""
    assert len(grids) == len(results) == 100
    found = [MEASURES[name](grid) for grid in grids]
    np.testing.assert_allclose(found, [float(row[name]) for row in results], atol=1e-8, rtol=0)


def test_published_bassler_differs_from_openrepgrids(grids, results):
    """With the division by 3 that Bassler states, far fewer triads are in conflict."""
    published = np.mean([conflict_bassler(grid).share for grid in grids])
    assert published < np.mean([float(row["conflict2"]) for row in results]) / 2
