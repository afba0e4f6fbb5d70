"""100 random grids against OpenRepGrid 0.1.18 (see data/peers/openrepgrid/README.md)."""

import csv
import io

import numpy as np
import pytest

from senco.book import openrepgrid
from senco.measures.grids import conflict_bassler
from tests.conftest import ROOT

DATA = ROOT / "data" / "peers" / "openrepgrid"


@pytest.fixture(scope="module")
def texts():
    return [(DATA / f"{name}.csv").read_text(encoding="utf-8") for name in ("grids", "results")]


@pytest.fixture(scope="module")
def grids(texts):
    return openrepgrid.read_grids(texts[0])


@pytest.fixture(scope="module")
def results(texts):
    return list(csv.DictReader(io.StringIO(texts[1])))


@pytest.mark.parametrize("index", openrepgrid.INDICES, ids=lambda index: index.column)
def test_agrees_with_openrepgrid(grids, results, index):
    """Every one of the 100 grids, to eight decimals."""
    assert len(grids) == len(results) == 100
    found = [index.measure(grid) for grid in grids]
    np.testing.assert_allclose(
        found, [float(row[index.column]) for row in results], atol=1e-8, rtol=0
    )


def test_a_program_that_differs_is_told(texts):
    """One changed result is counted as one grid that is not equal."""
    lines = texts[1].splitlines()
    place = lines[0].split(",").index(f'"{"dilemmas"}"' if '"' in lines[0] else "dilemmas")
    cells = lines[1].split(",")
    cells[place] = str(int(cells[place]) + 1)
    changed = "\n".join([lines[0], ",".join(cells), *lines[2:]])
    told = {
        index.column: equal for index, equal, _, _ in openrepgrid.compare_indices(texts[0], changed)
    }
    assert told["dilemmas"] == 99 and told["pvaff"] == 100


def test_published_bassler_differs_from_openrepgrids(grids, results):
    """With the division by 3 that Bassler states, far fewer triads are in conflict."""
    published = np.mean([conflict_bassler(grid).share for grid in grids])
    assert published < np.mean([float(row["conflict2"]) for row in results]) / 2
