"""Descriptives by hand."""

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from senco.errors import MeasureError
from senco.measures.grids import Grid, describe

from .conftest import varied_grids


def test_one_row_by_hand():
    """1 1 2 4: mean 2, deviations -1 -1 0 2, squares 6, cubes 6, fourth powers 18."""
    found = describe(Grid("abcd", [("x", "y")], [[1, 1, 2, 4]], (1, 5)))
    assert found.n[0] == 4 and found.mean[0] == 2 and found.median[0] == 1.5
    assert found.sd[0] == pytest.approx(np.sqrt(2))
    # deviations from the median .5 .5 .5 2.5
    assert found.mad[0] == pytest.approx(1.4826 * 0.5)
    assert (found.low[0], found.high[0], found.range[0]) == (1, 4, 3)
    assert found.skew[0] == pytest.approx(6 / (4 * np.sqrt(2) ** 3))
    assert found.kurtosis[0] == pytest.approx(18 / (4 * 4) - 3)
    assert found.se[0] == pytest.approx(np.sqrt(2) / 2)


def test_trimmed_mean_by_hand():
    """Of ten ratings the lowest and the highest are left out."""
    ratings = [[1, 2, 3, 3, 3, 4, 4, 5, 5, 9]]
    found = describe(Grid("abcdefghij", [("x", "y")], ratings, (1, 9)))
    assert found.trimmed[0] == pytest.approx((2 + 3 + 3 + 3 + 4 + 4 + 5 + 5) / 8)


def test_elements_are_columns(grid):
    """self is rated 2 1 3."""
    assert describe(grid, "elements").mean[0] == pytest.approx(2)
    with pytest.raises(MeasureError, match=r"along must be .* not 'rows'"):
        describe(grid, "rows")


def test_missing_and_constant(holed, flat):
    """A missing rating lowers n; a constant row has no skew."""
    assert describe(holed).n.tolist() == [4, 3, 4]
    assert describe(holed).mean[1] == pytest.approx(8 / 3)
    found = describe(flat)
    assert found.sd[1] == 0 and np.isnan(found.skew[1]) and not np.isnan(found.skew[0])


def test_a_row_without_ratings_has_n_0():
    """Everything else of it is undefined."""
    empty = describe(Grid("ab", [("x", "y"), ("u", "v")], [[np.nan] * 2, [1, 2]], (1, 5)))
    assert empty.n.tolist() == [0, 2] and np.isnan(empty.mean[0]) and empty.mean[1] == 1.5


@given(varied_grids())
def test_agrees_with_scipy(grid):
    """Trimmed mean and median absolute deviation are SciPy's."""
    found = describe(grid)
    expected = stats.trim_mean(grid.ratings, 0.1, axis=1)
    np.testing.assert_allclose(found.trimmed, expected)
    expected = 1.4826 * stats.median_abs_deviation(grid.ratings, axis=1)
    np.testing.assert_allclose(found.mad, expected)
