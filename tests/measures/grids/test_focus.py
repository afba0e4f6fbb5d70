"""FOCUS by hand. Its published orders are checked outside the project."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import Grid, construct_matches, element_matches, focus_grid

from .conftest import drawn_grids


@pytest.fixture
def three() -> Grid:
    """a and b match best, c is nearer to b; s–t is x–y reflected."""
    ratings = [[1, 2, 4], [2, 2, 3], [5, 4, 2]]
    return Grid("abc", [("x", "y"), ("u", "v"), ("s", "t")], ratings, (1, 5))


def test_element_matches_by_hand(three):
    """Sums of differences: a–b 2, a–c 7, b–c 5, each of at most 12."""
    expected = 1 - np.array([[0, 2, 7], [2, 0, 5], [7, 5, 0]]) / 12
    np.testing.assert_allclose(element_matches(three), expected)


def test_construct_matches_by_hand(three):
    """x–y and s–t: differences 4 2 2 as rated, none with one of them reflected."""
    direct, reflected = construct_matches(three)
    assert direct[0, 2] == pytest.approx(1 - 8 / 12)
    assert reflected[0, 2] == 1.0
    # x–y with itself reflected, 5 4 2: 4 2 2
    assert reflected[0, 0] == pytest.approx(1 - 8 / 12)


def test_chains_by_hand(three):
    """a–b join at 10/12, then c at b's end at 7/12; s–t joins x–y reflected, u–v after."""
    found = focus_grid(three)
    assert found.element_order in ((0, 1, 2), (2, 1, 0))
    assert [(link.first, link.second) for link in found.element_links] in (
        [(0, 1), (1, 2)],
        [(0, 1), (2, 1)],
    )
    assert [link.match for link in found.element_links] == pytest.approx([10 / 12, 7 / 12])
    assert found.construct_links[0].reflected and found.construct_links[0].match == 1.0
    assert found.reflected in ((2,), (0, 1))


def test_interior_scores_members_that_ends_do_not_show():
    """d is nearest to b, the middle of a–b–c: 'interior' sees that, the ends do not."""
    # one construct per row; a b c at distance 1 from each other in a row, e next to a
    ratings = [[1, 2, 3, 2], [5, 5, 5, 3]]
    grid = Grid("abcd", [("x", "y"), ("u", "v")], ratings, (1, 5))
    # a–b and b–c match 7/8; d with b 6/8, with a and c 5/8
    assert focus_grid(grid).element_links[-1].match == pytest.approx(6 / 8)
    assert focus_grid(grid, interior=False).element_links[-1].match == pytest.approx(5 / 8)


@given(
    drawn_grids(),
)
def test_orders_are_permutations(grid):
    """Every construct and element appears once, with a link less than there are."""
    found = focus_grid(grid)
    assert sorted(found.construct_order) == list(range(grid.n_constructs))
    assert sorted(found.element_order) == list(range(grid.n_elements))
    assert len(found.construct_links) == grid.n_constructs - 1
    assert set(found.reflected) <= set(range(grid.n_constructs))


def test_missing_rating_is_left_out(holed):
    """self 2 . 3 and friend 5 . 3: 3 of 8."""
    assert element_matches(holed)[0, 3] == pytest.approx(1 - 3 / 8)
    with pytest.raises(MeasureError, match="shares no rating"):
        element_matches(Grid("ab", [("x", "y")], [[1, np.nan]], (1, 5)))
