"""Clustering by hand, against SciPy, and its properties."""

import numpy as np
import pytest
from hypothesis import given
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from senco.errors import MeasureError
from senco.measures.grids import (
    Grid,
    agglomerate,
    align_by_ideal,
    align_by_loadings,
    align_constructs,
    arrange,
    cluster,
    find_distances,
    principal_components,
)

from .conftest import drawn_grids, varied_grids

#: Items on a line at 0, 1, 3 and 7.
LINE = np.abs(np.subtract.outer([0.0, 1, 3, 7], [0.0, 1, 3, 7]))


@pytest.mark.parametrize(
    ("method", "heights"),
    [
        ("single", (1, 2, 4)),
        ("complete", (1, 3, 7)),
        # (3 + 2) / 2; (7 + 6 + 4) / 3
        ("average", (1, 2.5, 17 / 3)),
        # squares: 1; (2 x 9 + 2 x 4 - 1) / 3 = 25/3;
        # then 7 from {0, 1}: (2 x 49 + 2 x 36 - 1) / 3 = 169/3; from {0, 1, 3}:
        # (3 x 169/3 + 2 x 16 - 25/3) / 4 = 48.1667
        ("ward", (1, np.sqrt(25 / 3), np.sqrt((169 + 32 - 25 / 3) / 4))),
        # the same on distances: 1; (2 x 3 + 2 x 2 - 1) / 3 = 3;
        # 7 from {0, 1}: (2 x 7 + 2 x 6 - 1) / 3 = 25/3; (25 + 2 x 4 - 3) / 4 = 7.5
        ("ward-unsquared", (1, 3, 7.5)),
    ],
)
def test_four_items_on_a_line_by_hand(method, heights):
    """0 and 1 join first, then 3, then 7, whatever the linkage."""
    tree = agglomerate(LINE, method)
    assert tree.merges == ((0, 1), (2, 4), (3, 5))
    assert tree.order == (3, 2, 0, 1)
    assert tree.heights == pytest.approx(heights)


def test_ties_go_to_the_lowest_numbers():
    """All at the same distance: 0 joins 1, their cluster joins 2, then 3."""
    tree = agglomerate(1 - np.eye(4), "complete")
    assert tree.merges == ((0, 1), (2, 4), (3, 5))


def test_older_clusters_stand_before_younger_ones():
    """Two pairs: the nearer pair was joined first and stands first."""
    apart = np.array([[0, 2, 9, 9], [2, 0, 9, 9], [9, 9, 0, 1], [9, 9, 1, 0.0]])
    tree = agglomerate(apart, "single")
    assert tree.merges == ((2, 3), (0, 1), (4, 5))
    assert tree.order == (2, 3, 0, 1)


@pytest.mark.parametrize("method", ["single", "complete", "average", "ward"])
def test_heights_agree_with_scipy(method):
    """Without ties the heights are SciPy's."""
    points = np.random.default_rng(2).normal(size=(15, 4))
    apart = np.sqrt(((points[:, None] - points) ** 2).sum(2))
    expected = linkage(squareform(apart, checks=False), method)[:, 2]
    np.testing.assert_allclose(agglomerate(apart, method).heights, expected, atol=1e-9)


def test_unsquared_ward_is_ward_on_roots():
    """Ward on square roots gives the square roots of unsquared Ward's heights."""
    points = np.random.default_rng(4).normal(size=(12, 3))
    apart = np.abs(points[:, None] - points).sum(2)
    plain = agglomerate(apart, "ward-unsquared").heights
    np.testing.assert_allclose(np.square(agglomerate(np.sqrt(apart)).heights), plain)


@given(drawn_grids())
def test_output_is_a_permutation_up_to_reflection(grid):
    """Arranging loses and invents nothing: sorted and turned back, the grid is the same."""
    found = cluster(grid)
    assert sorted(found.construct_order) == list(range(grid.n_constructs))
    assert sorted(found.element_order) == list(range(grid.n_elements))
    shown = arrange(grid, found)
    back_rows = np.argsort(found.construct_order).tolist()
    back_columns = np.argsort(found.element_order).tolist()
    assert shown.select(back_rows, back_columns).reflect(found.reflected) == grid


@given(drawn_grids())
def test_trees_are_trees(grid):
    """Every item and every cluster but the last is joined once; heights never fall."""
    tree = cluster(grid, align=False).construct_tree
    n = grid.n_constructs
    assert sorted(i for pair in tree.merges for i in pair) == list(range(2 * n - 2))
    assert (np.diff(tree.heights) >= -1e-9).all()


def test_alignment_by_hand():
    """Three constructs say the same, the second reflected: it alone, or the others, turn."""
    ratings = [[1, 2, 5, 4], [5, 4, 1, 1], [1, 1, 5, 5]]
    grid = Grid("abcd", [("x", "y"), ("u", "v"), ("s", "t")], ratings, (1, 5))
    _, reflected = align_constructs(grid)
    assert reflected in ((1,), (0, 2))
    turned = grid.reflect(reflected)
    direct = find_distances(turned, "constructs")
    assert direct.max() < find_distances(grid, "constructs").max()


def test_alignment_does_not_depend_on_the_poles_written_left():
    """Where constructs say much the same, a construct that comes reflected is turned back."""
    rng = np.random.default_rng(8)
    constructs = [(f"l{i}", f"r{i}") for i in range(5)]
    for _ in range(20):
        shared = rng.uniform(1.5, 4.5, 6)
        grid = Grid("abcdef", constructs, shared + rng.uniform(-0.4, 0.4, (5, 6)), (1, 5))
        assert align_constructs(grid)[1] in ((), (0, 1, 2, 3, 4))
        assert align_constructs(grid.reflect([2, 3]))[1] in ((2, 3), (0, 1, 4))


def test_missing_ratings_are_clustered(holed):
    """A missing rating does not stop the clustering."""
    assert sorted(cluster(holed).construct_order) == [0, 1, 2]


def test_align_by_ideal_by_hand(grid):
    """The ideal's 1 2 5: the first two turn for the right side, the third for the left."""
    assert align_by_ideal(grid).ratings[:, 1].tolist() == [5, 4, 5]
    assert align_by_ideal(grid, "left").ratings[:, 1].tolist() == [1, 2, 1]


def test_align_by_ideal_leaves_the_midpoint(grid):
    """The self is at 3 on plain–fancy, so taken for the ideal it moves nothing there."""
    turned = align_by_ideal(grid.supply(ideal_element="self"), "left")
    assert turned.constructs[2].left == "plain"


@given(varied_grids())
def test_align_by_loadings_leaves_no_negative_loading(grid):
    """Afterwards every construct loads positively on the first component."""
    aligned = align_by_loadings(grid)
    loadings = principal_components(aligned, 1, "none").loadings[:, 0]
    plain = principal_components(grid, 1, "none")
    # Where the first two components tie, the first is not determined.
    if plain.eigenvalues[0] - plain.eigenvalues[1] > 1e-6:
        assert (loadings >= -1e-9).all()


def test_refusals(grid, flat):
    """Each with its reason."""
    with pytest.raises(MeasureError, match="known: ward, ward-unsquared"):
        cluster(grid, linkage="centroid")
    with pytest.raises(MeasureError, match="two constructs and two elements"):
        cluster(grid.select([0]))
    with pytest.raises(MeasureError, match="distance is undefined"):
        agglomerate(np.full((2, 2), np.nan))
    with pytest.raises(MeasureError, match="name the ideal"):
        align_by_ideal(flat)
    with pytest.raises(MeasureError, match="'left' or 'right'"):
        align_by_ideal(grid, "top")
    apart = Grid("ab", [("x", "y"), ("u", "v")], [[1, np.nan], [np.nan, 2]], (1, 5))
    with pytest.raises(MeasureError, match="shares no rating"):
        cluster(apart)


@pytest.mark.parametrize("method", ["single", "complete", "average", "ward", "ward-unsquared"])
def test_equal_distances_are_joined_in_order_whatever_their_last_bits(method):
    """Six equal distances with rounding errors give one tree, that of exactly equal ones."""
    exact = 3.0 - 3.0 * np.eye(4)
    expected = agglomerate(exact, method)
    rng = np.random.default_rng(1)
    for _ in range(30):
        noise = np.triu(rng.choice([-4e-16, 0, 4e-16], (4, 4)), 1)
        found = agglomerate(exact * (1 + noise + noise.T), method)
        assert (found.merges, found.order) == (expected.merges, expected.order)
