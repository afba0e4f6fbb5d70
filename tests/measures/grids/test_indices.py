"""Indices of one grid against values worked by hand."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import (
    Grid,
    bias,
    bieri,
    intensity,
    leave_one_out,
    matches,
    polarisation,
    pvaff,
    variability,
)

from .conftest import varied_grids


def test_pvaff_of_ratings_by_hand():
    """Deviations (-2 2 0 0) and (0 0 -1 1): 8 of 10."""
    ratings = [[1, 5, 3, 3], [3, 3, 2, 4]]
    crossed = Grid(["a", "b", "c", "d"], [("x", "y"), ("u", "v")], ratings, (1, 5))
    assert pvaff(crossed) == pytest.approx(0.8)


def test_pvaff_of_correlations_by_hand(grid):
    """r = 0.8: 1.8 of 2; squared 3.24 of 3.24 + 0.04."""
    pair = grid.select([0, 1])
    assert pvaff(pair, "correlation") == pytest.approx(0.9)
    assert pvaff(pair, "squared") == pytest.approx(3.24 / 3.28)


def test_intensity_by_hand(grid):
    """Squares .64, .45, .45: constructs .545, .545, .45, in the mean .51333."""
    found = intensity(grid)
    np.testing.assert_allclose(found.constructs, [0.545, 0.545, 0.45], atol=1e-12)
    assert found.construct_mean == pytest.approx(1.54 / 3)
    every = [*found.constructs, *found.elements]
    assert found.total == pytest.approx(sum(every) / 7)


def test_intensity_leaves_a_constant_construct_out(flat):
    """calm and plain have -6 / sqrt 80, so both .45; new has none."""
    found = intensity(flat)
    assert np.isnan(found.constructs[1])
    assert found.construct_mean == pytest.approx(0.45)


def test_bias_by_hand():
    """Means 4 and 3 on 1 to 5: sqrt((1 + 0) / 2) by 2."""
    two = Grid(["a", "b"], [("x", "y"), ("u", "v")], [[3, 5], [2, 4]], (1, 5))
    assert bias(two) == pytest.approx(np.sqrt(0.5) / 2)


def test_variability_by_hand(grid):
    """28 over three constructs of three degrees of freedom, by 2."""
    assert variability(grid) == pytest.approx(np.sqrt(28 / 9) / 2)


def test_bieri_by_hand(grid):
    """No two of 12 ratings match; within one step all four of calm–new and two more."""
    assert bieri(grid) == 0
    assert bieri(grid, 1) == pytest.approx(6 / 12)


def test_matches_by_hand(grid):
    """Within one step calm matches new four times and plain once."""
    found = matches(grid, 1)
    assert found.constructs[0].tolist() == [4, 4, 1]
    assert (found.total_constructs, found.max_constructs) == (6, 12)
    # self 2 1 3 and friend 5 4 3 agree on plain; six pairs of elements over three constructs
    assert matches(grid).elements[0, 3] == 1
    assert found.max_elements == 18


def test_matches_leave_missing_ratings_out(holed):
    """Pairs with new lose the friend: 12 comparisons become 10."""
    assert matches(holed).max_constructs == 10
    assert bieri(holed, 1) == pytest.approx((3 + 1 + 0) / 10)


def test_polarisation_by_hand(grid):
    """Each construct has two of four ratings at 1 or 5."""
    found = polarisation(grid)
    assert found.total == pytest.approx(0.5)
    np.testing.assert_allclose(found.constructs, 0.5)
    np.testing.assert_allclose(found.elements, [1 / 3, 2 / 3, 2 / 3, 1 / 3])


def test_leave_one_out_by_hand(grid):
    """Without new, one correlation of -6 / sqrt 80 is left: .45 and eigenvalue share."""
    found = leave_one_out(grid, lambda g: intensity(g).construct_mean, "constructs")
    np.testing.assert_allclose(found, [0.45, 0.45, 0.64], atol=1e-12)
    assert leave_one_out(grid, bias).shape == (4,)
    with pytest.raises(MeasureError, match="along is"):
        leave_one_out(grid, bias, "rows")


@given(varied_grids())
def test_reflection_changes_none_of_these(grid):
    """PVAFF, intensity, bias, variability and polarisation ask not which pole is left."""
    turned = grid.reflect([0])
    for measure in (pvaff, lambda g: pvaff(g, "correlation"), bias, variability):
        assert measure(turned) == pytest.approx(measure(grid), abs=1e-9)
    assert intensity(turned).construct_mean == pytest.approx(intensity(grid).construct_mean)
    assert polarisation(turned).total == pytest.approx(polarisation(grid).total)


@given(varied_grids())
def test_ranges(grid):
    """Every one of them lies where its documentation says."""
    assert 1 / grid.n_constructs - 1e-9 <= pvaff(grid, "correlation") <= 1 + 1e-9
    assert 0 < pvaff(grid) <= 1 + 1e-9
    assert 0 <= bias(grid) <= 1 and 0 <= bieri(grid) <= 1 and variability(grid) >= 0


def test_a_grid_without_ratings_is_refused():
    """Each says that there is nothing to go by."""
    empty = Grid(["a", "b"], [("x", "y"), ("u", "v")], np.full((2, 2), np.nan), (1, 5))
    for measure in (pvaff, bias, variability, bieri, polarisation, intensity):
        with pytest.raises(MeasureError):
            measure(empty)


def test_unknown_variant_is_refused(grid):
    """The message lists the variants."""
    with pytest.raises(MeasureError, match="known: covariance, correlation, squared"):
        pvaff(grid, "textbook")
