"""Calibrated axes: what is read from them by hand, and what they give back."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import Grid, calibrate_biplot, project

from .conftest import drawn_grids

NO = np.nan
TERMS = [("calm", "hurried"), ("new", "old"), ("plain", "fancy")]


def test_marks_by_hand():
    """Deviations -2 0 0 2 and 0 -1 1 0 lie at right angles, so that each is an axis.

    The first has the mean 3 and the vector (1, 0): the rating 5 lies at (2, 0). The second
    has the mean 3 and the vector (0, 1): the rating 2 lies at (0, -1).
    """
    grid = Grid("abcd", TERMS[:2], [[1, 3, 3, 5], [3, 2, 4, 3]], (1, 5))
    found = calibrate_biplot(grid)
    assert found.elements == pytest.approx(np.array([[-2, 0], [0, -1], [0, 1], [2, 0]]), abs=1e-9)
    calm, new = found.axes
    assert calm.ticks.tolist() == [1, 2, 3, 4, 5]
    assert calm.places[4] == pytest.approx([2, 0]) and new.places[1] == pytest.approx([0, -1])
    assert found.explained == pytest.approx(1)


def test_all_dimensions_give_the_ratings_back():
    """Three constructs and four elements: read off the axes are the ratings themselves."""
    ratings = np.array([[2, 1, 4, 5], [1, 2, 5, 4], [3, 5, 1, 4]])
    found = calibrate_biplot(Grid("abcd", TERMS, ratings, (1, 5)), 3)
    assert found.predicted == pytest.approx(ratings)
    for i, axis in enumerate(found.axes):
        assert axis.predictivity == pytest.approx(1)
        for j in range(4):
            on_axis = project(found, i, j)
            marked = axis.places[int(ratings[i, j]) - 1]
            assert on_axis == pytest.approx(marked, abs=1e-9)


def test_two_dimensions_give_back_a_share_that_adds_up():
    """Sums of squares 10, 10 and 8.75, 28.75 in all, weigh the constructs' shares."""
    grid = Grid("abcd", TERMS, [[2, 1, 4, 5], [1, 2, 5, 4], [3, 5, 1, 4]], (1, 5))
    found = calibrate_biplot(grid)
    shares = [axis.predictivity for axis in found.axes]
    whole = (10 * shares[0] + 10 * shares[1] + 8.75 * shares[2]) / 28.75
    assert found.explained == pytest.approx(whole) and found.explained < 1
    on_axis = project(found, 0, 3)
    calm = found.axes[0]
    step = calm.places[1] - calm.places[0]
    read = calm.ticks[0] + (on_axis - calm.places[0]) @ step / (step @ step)
    assert read == pytest.approx(found.predicted[0, 3])


def test_a_construct_that_does_not_vary_has_no_scale():
    grid = Grid("abcd", TERMS, [[2, 1, 4, 5], [4, 4, 4, 4], [3, 5, 1, 4]], (1, 5))
    flat = calibrate_biplot(grid).axes[1]
    assert flat.predictivity is None and flat.places.shape == (0, 2)
    assert not flat.direction.any()
    assert project(calibrate_biplot(grid), 1, 0).tolist() == [0, 0]


def test_the_midpoint_may_be_the_centre():
    grid = Grid("abcd", TERMS[:2], [[1, 3, 3, 5], [5, 5, 4, 4]], (1, 5))
    found = calibrate_biplot(grid, centre="midpoint")
    assert found.predicted == pytest.approx(grid.ratings)
    assert found.axes[1].places[2] == pytest.approx([0, 0], abs=1e-9)  # 3 lies at the centre


def test_a_missing_rating_counts_as_the_mean():
    grid = Grid("abcd", TERMS[:2], [[1, NO, 3, 5], [3, 2, 4, 3]], (1, 5))
    assert calibrate_biplot(grid).predicted[0, 1] == pytest.approx(3)


@pytest.mark.parametrize(
    ("scale", "ticks"),
    [((0, 100), [0, 13, 26, 39, 52, 65, 78, 91]), ((0, 1), [0, 1]), ((0.1, 0.9), 5)],
)
def test_few_ratings_are_marked(scale, ticks):
    low, high = scale
    grid = Grid("abc", TERMS[:2], [[low, high, high], [high, low, high]], scale)
    marked = calibrate_biplot(grid).axes[0].ticks
    assert marked.tolist() == ticks if isinstance(ticks, list) else marked.size == ticks
    assert calibrate_biplot(grid, ticks=[low]).axes[0].places.shape == (1, 2)


def test_nothing_varies_or_nothing_is_asked_for():
    with pytest.raises(MeasureError, match="no rating differs"):
        calibrate_biplot(Grid("ab", TERMS[:1], [[3, 3]], (1, 5)))
    with pytest.raises(MeasureError, match="0 dimensions"):
        calibrate_biplot(Grid("ab", TERMS[:1], [[1, 3]], (1, 5)), 0)


@given(drawn_grids(missing=True))
def test_shares_lie_between_none_and_all(grid):
    try:
        found = calibrate_biplot(grid)
    except MeasureError:
        return
    shares = [axis.predictivity for axis in found.axes] + list(found.predictivity)
    assert all(share is None or -1e-9 <= share <= 1 for share in shares)
    assert 0 < found.explained <= 1 + 1e-9
