"""Components and biplots against values worked by hand."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import (
    Grid,
    biplot,
    centred_ratings,
    construct_correlations,
    explained_by_element,
    order_by_angle,
    principal_components,
    rotate_varimax,
)

from .conftest import drawn_grids, varied_grids


@pytest.fixture
def crossed() -> Grid:
    """Deviations (-2 2 0 0) and (0 0 -1 1): two dimensions with squares 8 and 2."""
    ratings = [[1, 5, 3, 3], [3, 3, 2, 4]]
    return Grid(["a", "b", "c", "d"], [("x", "y"), ("u", "v")], ratings, (1, 5))


def test_two_correlated_constructs_by_hand(grid):
    """With r = 0.8 the eigenvalues are 1.8 and 0.2, both first loadings sqrt 0.9."""
    found = principal_components(grid.select([0, 1]), 2, "none")
    np.testing.assert_allclose(found.eigenvalues, [1.8, 0.2], atol=1e-12)
    np.testing.assert_allclose(found.loadings[:, 0], np.sqrt([0.9, 0.9]), atol=1e-12)
    np.testing.assert_allclose(found.communalities, [1, 1], atol=1e-12)


def test_varimax_finds_simple_structure_again():
    """Simple loadings turned by 30 degrees come back up to order and sign."""
    simple = np.array([[0.9, 0], [0.8, 0], [0, 0.7], [0, 0.6]])
    angle = np.pi / 6
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found = np.abs(rotate_varimax(simple @ turn, tolerance=1e-12))
    np.testing.assert_allclose(found[:, np.argsort(-found[0])], simple, atol=1e-6)


def test_planes_lead_to_where_the_steps_lead():
    """Stopped after one step and turned plane by plane, or all the way by steps: the same."""
    rng = np.random.default_rng(5)
    for _ in range(10):
        loadings = rng.uniform(-1, 1, (8, 3))
        whole = np.abs(rotate_varimax(loadings, tolerance=1e-14))
        short = np.abs(rotate_varimax(loadings, max_steps=1))
        orders = [np.lexsort(found) for found in (whole, short)]
        np.testing.assert_allclose(short[:, orders[1]], whole[:, orders[0]], atol=1e-5)


@given(varied_grids())
def test_rotation_keeps_communalities(grid):
    """A rotation moves variance between components, never in or out of a construct."""
    plain = principal_components(grid, 2, "none")
    turned = principal_components(grid, 2, "varimax")
    np.testing.assert_allclose(turned.communalities, plain.communalities, atol=1e-9)
    assert turned.sums_of_squares.sum() == pytest.approx(plain.sums_of_squares.sum())
    assert (np.diff(turned.sums_of_squares) <= 1e-9).all()
    assert (turned.loadings.sum(0) >= -1e-9).all()


@given(varied_grids())
def test_all_components_rebuild_the_correlations(grid):
    """Loadings times their transpose are the correlations."""
    n = grid.n_constructs
    found = principal_components(grid, n, "none").loadings
    np.testing.assert_allclose(found @ found.T, construct_correlations(grid), atol=1e-8)


def test_a_constant_construct_is_left_out(flat):
    """Its loadings are 0, and it is not among those used."""
    found = principal_components(flat, 2, "none")
    assert found.used == (0, 2)
    assert found.loadings[1].tolist() == [0, 0]
    assert found.eigenvalues.size == 2


def test_too_many_components_are_refused(flat):
    """Two constructs vary, so three components cannot be had."""
    with pytest.raises(MeasureError, match="3 components were asked for, but 2 constructs vary"):
        principal_components(flat, 3)
    with pytest.raises(MeasureError, match="unknown rotation"):
        principal_components(flat, 2, "oblimin")


def test_biplot_by_hand(crossed):
    """Squares of 8 and 2: shares .8 and .2, constructs on their own axes."""
    drawn = biplot(crossed)
    np.testing.assert_allclose(drawn.explained, [0.8, 0.2], atol=1e-12)
    expected = [[np.sqrt(8), 0], [0, np.sqrt(2)]]
    np.testing.assert_allclose(drawn.construct_coordinates, expected, atol=1e-12)
    expected = [[-2, 0], [2, 0], [0, -1], [0, 1]]
    np.testing.assert_allclose(drawn.element_coordinates, expected, atol=1e-12)
    np.testing.assert_allclose(explained_by_element(drawn).sum(1), 1)


def test_midpoint_centre_keeps_the_side_of_the_scale():
    """Ratings of 4 and 5 have no dimension about 4.5 only; about 3 both lie right."""
    right = Grid(["a", "b"], [("x", "y")], [[4, 5]], (1, 5))
    assert biplot(right).element_coordinates[:, 0].tolist() == pytest.approx([-0.5, 0.5])
    about_middle = biplot(right, "midpoint").element_coordinates[:, 0]
    assert about_middle.tolist() == pytest.approx([1.0, 2.0])


@given(drawn_grids())
def test_biplot_rebuilds_the_centred_ratings(grid):
    """With g = 0 and h = 1 the coordinates multiply back to the deviations."""
    centred = grid.ratings - grid.ratings.mean(1, keepdims=True)
    if np.abs(centred).max() > 0:
        drawn = biplot(grid, g=0)
        product = drawn.construct_coordinates @ drawn.element_coordinates.T
        np.testing.assert_allclose(product, centred, atol=1e-9)


def test_missing_rating_counts_as_the_mean(holed):
    """new has 1 2 5 and the mean 8/3, which stands in for the friend."""
    filled = holed.ratings.copy()
    filled[1, 3] = 8 / 3
    whole = Grid(holed.elements, holed.constructs, filled, (1, 5))
    np.testing.assert_allclose(biplot(holed).explained, biplot(whole).explained, atol=1e-12)


def test_order_by_angle_by_hand(crossed):
    """From the negative first axis anticlockwise: a at 180 degrees comes last, c first."""
    # a lies at (-2, 0), angle pi; c at -pi/2; b at 0; d at pi/2
    assert order_by_angle(biplot(crossed)) == ((0, 1), (2, 1, 3, 0))


def test_refusals(crossed):
    """No variation, no second dimension, an unknown centre."""
    same = Grid(["a", "b"], [("x", "y")], [[2, 2]], (1, 5))
    with pytest.raises(MeasureError, match="no dimension"):
        biplot(same)
    with pytest.raises(MeasureError, match="two dimensions"):
        order_by_angle(biplot(crossed.select([0])))
    with pytest.raises(MeasureError, match="'means' or 'midpoint'"):
        biplot(crossed, "median")


@pytest.fixture
def even():
    """A grid in which two dimensions explain exactly as much: each rating goes round once."""
    ratings = [np.roll([1, 2, 3, 4, 5], turn) for turn in range(5)]
    return Grid("abcde", [(f"l{n}", f"r{n}") for n in range(5)], ratings, (1, 5))


def turn_the_tied(decompose, angle):
    """A decomposition as another processor may give it: tied axes turned, signs changed."""

    def turned(matrix, **options):
        found = list(decompose(matrix, **options))
        if len(found) == 3:  # singular values: the first two are equal
            c, s = np.cos(angle), np.sin(angle)
            turn = np.eye(found[0].shape[1])
            turn[:2, :2] = [[c, -s], [s, c]]
            return -found[0] @ turn, found[1], -turn.T @ found[2]
        turn = np.eye(len(found[0]))  # eigenvalues: the last two are equal
        turn[-2:, -2:] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        return found[0] * (1 + 1e-15), -found[1] @ turn

    return turned


@pytest.mark.parametrize("angle", [0.3, 1.0, 2.5])
def test_dimensions_that_explain_as_much_do_not_follow_the_processor(even, angle, monkeypatch):
    usual, loadings = biplot(even), principal_components(even, 3, "none").loadings
    assert usual.singular_values[0] == pytest.approx(usual.singular_values[1], rel=1e-12)
    monkeypatch.setattr(np.linalg, "svd", turn_the_tied(np.linalg.svd, angle))
    monkeypatch.setattr(np.linalg, "eigh", turn_the_tied(np.linalg.eigh, angle))
    other = biplot(even)
    np.testing.assert_allclose(other.construct_coordinates, usual.construct_coordinates, atol=1e-12)
    np.testing.assert_allclose(other.element_coordinates, usual.element_coordinates, atol=1e-12)
    found = principal_components(even, 3, "none").loadings
    np.testing.assert_allclose(found, loadings, atol=1e-12)


def test_settled_axes_span_what_was_found(even):
    drawn = biplot(even)
    values = centred_ratings(even)
    again = drawn.construct_coordinates / drawn.singular_values @ drawn.element_coordinates.T
    np.testing.assert_allclose(again, values, atol=1e-12)
    cross = drawn.construct_coordinates.T @ drawn.construct_coordinates
    np.testing.assert_allclose(cross, np.diag(drawn.singular_values**2), atol=1e-10)


def test_a_component_whose_loadings_cancel_points_to_its_largest():
    # two constructs the wrong way round: loadings 1 and -1 add up to nothing
    grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 3], [3, 2, 1]], (1, 3))
    assert principal_components(grid, 1, "none").loadings.round(9).tolist() == [[1.0], [-1.0]]


def test_loadings_that_no_rotation_improves_are_left_as_they_are():
    # three constructs evenly round half a circle: at every angle varimax is the same
    angles = np.arange(3) * np.pi / 3
    loadings = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    np.testing.assert_array_equal(rotate_varimax(loadings), loadings)
