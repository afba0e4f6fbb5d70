"""Distances against values worked by hand."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import (
    HARTMANN_1992,
    Grid,
    find_distances,
    hartmann_distances,
    simulate_slater,
    slater_distances,
)

from .conftest import drawn_grids, varied_grids


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        # self 2 1 3, ideal 1 2 5: differences 1, 1, 2
        ("euclidean", np.sqrt(6)),
        ("manhattan", 4.0),
        ("maximum", 2.0),
        ("minkowski", 10 ** (1 / 3)),
        # 1/3 + 1/3 + 2/8
        ("canberra", 11 / 12),
    ],
)
def test_element_distances_by_hand(grid, metric, expected):
    """Differences of 1, 1 and 2 between self and ideal."""
    assert find_distances(grid, metric=metric, power=3)[0, 1] == pytest.approx(expected)


def test_construct_distances_by_hand(grid):
    """calm and new differ by 1 for each of four elements."""
    assert find_distances(grid, "constructs")[0, 1] == pytest.approx(2.0)


def test_normalised_by_the_largest_possible(grid):
    """Three constructs of span 4: the largest Euclidean distance is 4 sqrt 3."""
    value = find_distances(grid, normalised=True)[0, 1]
    assert value == pytest.approx(np.sqrt(6) / (4 * np.sqrt(3)))
    assert find_distances(grid, metric="maximum", normalised=True)[0, 1] == pytest.approx(0.5)


def test_missing_rating_scales_up(holed):
    """self 2 . 3 and friend 5 . 3 share two of three constructs: 9 x 3 / 2."""
    # on calm 2 and 5, on plain 3 and 3
    assert find_distances(holed)[0, 3] == pytest.approx(np.sqrt(9 * 3 / 2))
    assert find_distances(holed, metric="manhattan")[0, 3] == pytest.approx(3 * 3 / 2)


def test_canberra_leaves_out_pairs_of_zeros():
    """On a scale from -1 to 1, 0 and 0 say nothing; the rest is scaled up."""
    two = Grid(["a", "b"], [("x", "y"), ("u", "v")], [[0, 0], [-1, 1]], (-1, 1))
    assert find_distances(two, metric="canberra")[0, 1] == pytest.approx(2.0)


def test_a_pair_without_a_shared_rating_is_named():
    """No shared rating, no distance."""
    apart = Grid(["a", "b"], [("x", "y"), ("u", "v")], [[1, np.nan], [np.nan, 2]], (1, 5))
    with pytest.raises(MeasureError, match="'a' and 'b' share no rating"):
        find_distances(apart)


def test_slater_by_hand(grid):
    """S = 28 over four elements: sqrt 6 / sqrt(2 x 28 / 3) = sqrt(9 / 28)."""
    assert slater_distances(grid)[0, 1] == pytest.approx(np.sqrt(9 / 28))


def test_slater_needs_variation():
    """With every rating equal there is no unit of distance."""
    same = Grid(["a", "b"], [("x", "y")], [[2, 2]], (1, 5))
    with pytest.raises(MeasureError, match="no construct varies"):
        slater_distances(same)


@given(varied_grids())
def test_slater_mean_square_is_one(grid):
    """By its definition the mean squared Slater distance of all pairs is 1."""
    # the sum of squared distances over pairs is m S; m(m-1)/2 pairs at 2 S / (m-1) each
    pairs = np.triu_indices(grid.n_elements, 1)
    assert (slater_distances(grid)[pairs] ** 2).mean() == pytest.approx(1.0)


@given(drawn_grids())
def test_distances_do_not_depend_on_reflection(grid):
    """Mirrored ratings keep their differences."""
    turned = grid.reflect([0, 2])
    np.testing.assert_allclose(find_distances(turned), find_distances(grid), atol=1e-12)


def test_hartmann_from_the_published_table(grid):
    """Three constructs take the row of seven: (0.97596 - sqrt(9/28)) / 0.2191."""
    expected = (0.97596 - np.sqrt(9 / 28)) / 0.2191
    found = hartmann_distances(grid)
    assert found[0, 1] == pytest.approx(expected)
    assert (found.diagonal() == 0).all()


def test_the_published_table_is_regular():
    """With more constructs the mean comes nearer to 1 and the deviation falls."""
    assert list(HARTMANN_1992) == list(range(7, 22))
    means, deviations = np.array(list(HARTMANN_1992.values())).T
    assert (np.diff(means) > 0).all() and (means < 1).all()
    assert (np.diff(deviations) < 0).all() and (deviations > 0.12).all()


def test_hartmann_by_simulation_comes_near_the_table():
    """Hartmann (1992) gives .98322 and .18240 for 10 constructs; a simulation meets that."""
    rng = np.random.default_rng(3)
    drawn = Grid(
        [f"e{j}" for j in range(12)],
        [(f"l{i}", f"r{i}") for i in range(10)],
        rng.integers(1, 8, (10, 12)),
        (1, 7),
    )
    mean, deviation = simulate_slater(drawn, 300, seed=1)
    assert mean == pytest.approx(HARTMANN_1992[10][0], abs=0.01)
    assert deviation == pytest.approx(HARTMANN_1992[10][1], abs=0.02)
    by_table = hartmann_distances(drawn)[0, 1]
    by_draw = hartmann_distances(drawn, quasis=300, seed=1)[0, 1]
    assert by_draw == pytest.approx(by_table, abs=0.5) and by_draw != by_table


def test_simulation_repeats_with_its_seed(grid):
    """The same seed, the same numbers."""
    assert simulate_slater(grid, 20, seed=5) == simulate_slater(grid, 20, seed=5)
    assert simulate_slater(grid, 20, seed=5) != simulate_slater(grid, 20, seed=6)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"metric": "cosine"}, "unknown metric 'cosine'; known: euclidean"),
        ({"along": "rows"}, "along must be .* not 'rows'"),
        ({"metric": "minkowski", "power": 0.5}, "at least 1"),
        ({"metric": "canberra", "normalised": True}, "no largest value"),
    ],
)
def test_unknown_arguments_are_refused(grid, arguments, message):
    """The message has the value and what is allowed."""
    with pytest.raises(MeasureError, match=message):
        find_distances(grid, **arguments)
