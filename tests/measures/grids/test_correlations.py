"""Correlations against values worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from senco.errors import MeasureError
from senco.measures.grids import (
    construct_correlations,
    element_correlations,
    root_mean_square,
    somers_d,
)

from .conftest import varied_grids


def test_pearson_by_hand(grid):
    """Products 8, -6, -6 over sums of squares 10, 10, 8."""
    # calm x new: (-1)(-2) + (-2)(-1) + (1)(2) + (2)(1) = 8; 8 / 10
    # calm x plain: (-2)(2) + (1)(-2) = -6; -6 / sqrt(80); new x plain the same
    r = -6 / np.sqrt(80)
    expected = [[1, 0.8, r], [0.8, 1, r], [r, r, 1]]
    np.testing.assert_allclose(construct_correlations(grid), expected, atol=1e-12)


def test_what_is_done_to_the_matrix_leaves_the_grid_as_it_was(grid):
    """A grid keeps its correlations, and hands out copies."""
    construct_correlations(grid)[:] = 0
    assert construct_correlations(grid)[0, 1] == pytest.approx(0.8)


def test_pearson_leaves_a_missing_rating_out(holed):
    """Without the friend: calm 2 1 4, new 1 2 5 correlate 24 / sqrt(42 x 78) = 0.419."""
    # calm - 7/3 = (-1, -4, 5)/3, new - 8/3 = (-5, -2, 7)/3: products (5 + 8 + 35)/9 = 48/9,
    # squares 42/9 and 78/9
    assert construct_correlations(holed)[0, 1] == pytest.approx(48 / np.sqrt(42 * 78))


def test_spearman_and_kendall_by_hand(grid):
    """Ranks 2 1 3 4 and 1 2 4 3: rho = 1 - 6 x 4 / 60; four pairs agree and two do not."""
    assert construct_correlations(grid, "spearman")[0, 1] == pytest.approx(0.6)
    assert construct_correlations(grid, "kendall")[0, 1] == pytest.approx(1 / 3)


def test_somers_d_by_hand(grid):
    """calm and plain: one pair agrees, four do not; 6 are untied on calm, 5 on plain."""
    assert construct_correlations(grid, "kendall")[0, 2] == pytest.approx(-3 / np.sqrt(30))
    assert somers_d(grid, "columns")[0, 2] == pytest.approx(-3 / 6)
    assert somers_d(grid, "rows")[0, 2] == pytest.approx(-3 / 5)
    assert somers_d(grid, "symmetric")[0, 2] == pytest.approx(-3 / 5.5)


def test_cohen_by_hand(grid):
    """Deviations from 3: self -1 -2 0, ideal -2 -1 2; 4 / (sqrt 5 x 3)."""
    assert element_correlations(grid)[0, 1] == pytest.approx(4 / (3 * np.sqrt(5)))


def test_element_pearson_by_hand(grid):
    """self 2 1 3, ideal 1 2 5 about their means: (0 + 2/3 + 7/3) / sqrt(2 x 26/3)."""
    # deviations self (0, -1, 1), ideal (-5, -2, 7)/3: products (2 + 7)/3 = 3
    expected = 3 / np.sqrt(2 * 78 / 9)
    assert element_correlations(grid, "pearson")[0, 1] == pytest.approx(expected)


def test_constant_construct_is_refused_by_name(flat):
    """No variation, no correlation: the construct is named, NaN only on request."""
    with pytest.raises(MeasureError, match="construct 'new – old' has no ratings that vary"):
        construct_correlations(flat)
    asked = construct_correlations(flat, undefined="nan")
    assert np.isnan(asked[1]).all() and np.isnan(asked[:, 1]).all()
    assert asked[0, 2] == pytest.approx(-6 / np.sqrt(80))


@pytest.mark.parametrize("measure", [somers_d, lambda g: construct_correlations(g, "kendall")])
def test_ordinal_measures_refuse_a_constant_construct(flat, measure):
    """The ordinal measures follow the same rule."""
    with pytest.raises(MeasureError, match="new – old"):
        measure(flat)


def test_an_element_at_the_midpoint_is_refused_by_name(grid):
    """Cohen's rc compares directions from the midpoint: 3 3 3 has none."""
    at_middle = grid.ratings.copy()
    at_middle[:, 3] = 3
    middling = type(grid)(grid.elements, grid.constructs, at_middle, grid.scale)
    with pytest.raises(MeasureError, match="element 'friend'"):
        element_correlations(middling)


@pytest.mark.parametrize(
    "measure",
    [
        lambda g: construct_correlations(g, "pearsn"),
        lambda g: element_correlations(g, "rc"),
        lambda g: somers_d(g, "both"),
    ],
)
def test_unknown_methods_are_refused(grid, measure):
    """The message lists what is known."""
    with pytest.raises(MeasureError, match="known:"):
        measure(grid)


def test_root_mean_square_by_hand(grid):
    """calm: sqrt((0.64 + 0.45) / 2)."""
    rms = root_mean_square(construct_correlations(grid))
    np.testing.assert_allclose(rms, np.sqrt([0.545, 0.545, 0.45]), atol=1e-12)


@given(varied_grids())
def test_agrees_with_scipy(grid):
    """SciPy's pearsonr, spearmanr, kendalltau and somersd give the same numbers."""
    a, b = grid.ratings[0], grid.ratings[1]
    expected = stats.pearsonr(a, b).statistic, stats.spearmanr(a, b).statistic
    assert construct_correlations(grid)[0, 1] == pytest.approx(expected[0], abs=1e-9)
    assert construct_correlations(grid, "spearman")[0, 1] == pytest.approx(expected[1], abs=1e-9)
    tau = stats.kendalltau(a, b).statistic
    assert construct_correlations(grid, "kendall")[0, 1] == pytest.approx(tau, abs=1e-9)
    assert somers_d(grid)[0, 1] == pytest.approx(stats.somersd(a, b).statistic, abs=1e-9)


@given(varied_grids())
def test_reflection_changes_signs_only(grid):
    """Reflecting a construct turns its correlations round; Cohen's rc does not move."""
    turned = grid.reflect([0])
    signs = np.ones(grid.n_constructs)
    signs[0] = -1
    expected = construct_correlations(grid) * signs[:, None] * signs
    np.testing.assert_allclose(construct_correlations(turned), expected, atol=1e-9)
    np.testing.assert_allclose(
        element_correlations(turned, undefined="nan"),
        element_correlations(grid, undefined="nan"),
        atol=1e-12,
    )


def test_spearman_ranks_again_over_what_a_pair_shares(holed):
    """calm 2 1 4 and new 1 2 5 rank 2 1 3 and 1 2 3: rho = 1 - 6 x 2 / 24."""
    assert construct_correlations(holed, "spearman")[0, 1] == pytest.approx(0.5)
