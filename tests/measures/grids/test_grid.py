"""The grid model: parts that do not fit are refused by name, reflection mirrors."""

import numpy as np
import pytest
from hypothesis import given

from senco.cohort.grid import MAX_SIDE, Construct, Grid, find_construct
from senco.errors import MeasureError

from .conftest import drawn_grids


def test_counts_and_scale(grid):
    """Sizes, midpoint and span come from the parts."""
    assert (grid.n_constructs, grid.n_elements) == (3, 4)
    assert (grid.midpoint, grid.span) == (3.0, 4.0)


def test_supplied_positions(grid):
    """Self, ideal and overall are found where they stand."""
    assert (grid.self_index, grid.ideal_index, grid.overall_index) == (0, 1, 0)


def test_ratings_cannot_be_changed(grid):
    """A grid keeps the ratings that it was made of."""
    with pytest.raises(ValueError, match="read-only"):
        grid.ratings[0, 0] = 9


def test_ratings_are_copied():
    """Changing the array afterwards does not change the grid."""
    ratings = np.array([[1.0, 2.0]])
    made = Grid(["a", "b"], [("x", "y")], ratings, (1, 5))
    ratings[0, 0] = 5
    assert made.ratings[0, 0] == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"elements": ["self", "ideal", "mother", "self"]}, "two elements are called 'self'"),
        ({"elements": ["self", "ideal", "mother", " "]}, "element 4 has no name"),
        (
            {"elements": ["self", "ideal", "mother"]},
            r"shape \(3, 4\), but there are 3 constructs and 3",
        ),
        ({"constructs": [("a", "b"), ("", " "), ("e", "f")]}, "construct 2 has no pole"),
        ({"constructs": [Construct("a", "b", "up"), ("c", "d"), ("e", "f")]}, "'up'"),
        ({"scale": (5, 1)}, "from 5 to 1; it must rise"),
        (
            {"scale": (1, 4)},
            r"construct 1 \(calm – hurried\), element 'friend': the rating 5 is off",
        ),
        ({"ratings": [[1, 2], [1]]}, "one row of equal length per construct"),
        ({"ratings": [["a", 2, 3, 4]] * 3}, "must be numbers"),
        ({"self_element": "sefl"}, "Did you mean 'self'"),
        ({"overall": "clam"}, "Did you mean 'calm'"),
        ({"elements": [], "ratings": np.zeros((3, 0))}, "at least one construct and one element"),
    ],
)
def test_refuses_parts_that_do_not_fit(grid, changes, message):
    """The message has the rule, the value that was met and its place."""
    parts = {
        "elements": grid.elements,
        "constructs": grid.constructs,
        "ratings": grid.ratings,
        "scale": grid.scale,
    }
    with pytest.raises(MeasureError, match=message):
        Grid(**{**parts, **changes})


def test_refuses_a_grid_beyond_the_bound():
    """Memory is bounded: 501 constructs are one too many."""
    n = MAX_SIDE + 1
    with pytest.raises(MeasureError, match="501 constructs by 1 elements is larger than"):
        Grid(["a"], [(f"l{i}", f"r{i}") for i in range(n)], np.ones((n, 1)), (1, 5))


def test_reflects_one_construct(grid):
    """On a scale from 1 to 5, 3 5 1 3 becomes 3 1 5 3, and the poles change places."""
    turned = grid.reflect([2])
    assert turned.constructs[2] == Construct("fancy", "plain")
    assert turned.ratings[2].tolist() == [3, 1, 5, 3]
    assert turned.ratings[:2].tolist() == grid.ratings[:2].tolist()


def test_reflection_carries_the_preferred_pole():
    """A preferred left pole is the preferred right pole afterwards; none stays none."""
    assert Construct("a", "b", "left").reflect().preferred == "right"
    assert Construct("a", "b", "none").reflect().preferred == "none"


def test_refuses_to_reflect_what_is_not_there(grid):
    """Positions count from 0, so 3 is the fourth of three."""
    with pytest.raises(MeasureError, match="position 3"):
        grid.reflect([3])


@given(drawn_grids(missing=True))
def test_reflecting_twice_gives_the_grid_back(grid):
    """Reflection is its own inverse."""
    assert grid.reflect().reflect() == grid
    assert grid.reflect([0]).reflect([0]) == grid


def test_selects_and_reorders(grid):
    """Positions give the order; a supplied element that is left out is no longer named."""
    part = grid.select([2, 0], [3, 1])
    assert part.ratings.tolist() == [[3, 5], [5, 1]]
    assert (part.self_element, part.ideal_element, part.overall) == (None, "ideal", "calm")
    assert grid.select([1]).overall is None


def test_supplies_names(grid):
    """What is not given stays as it is."""
    assert grid.supply(overall="old : new").overall_index == 1
    assert grid.supply(overall="old : new").self_element == "self"


def test_finds_a_construct_by_pole_or_both(grid):
    """Either pole, both in either order, or the printed label."""
    names = ["new", "old", "new : old", "old : new", "new – old"]
    assert [find_construct(grid, name) for name in names] == [1] * 5


def test_refuses_an_ambiguous_pole():
    """A pole of two constructs names neither."""
    twice = Grid(["a"], [("x", "y"), ("x", "z")], [[1], [2]], (1, 5))
    with pytest.raises(MeasureError, match="names 2 constructs"):
        find_construct(twice, "x")
    assert find_construct(twice, "x : z") == 1


def test_equality_counts_missing_ratings_as_equal(holed):
    """Two grids with the same hole are the same grid, and hash alike."""
    other = holed.reflect().reflect()
    assert other == holed and hash(other) == hash(holed)
    assert other != holed.reflect([0])
    assert holed != "a grid"
