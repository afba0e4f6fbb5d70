"""Honey's percentages by hand and against printed values."""

import numpy as np
import pytest
from hypothesis import given

from senco.errors import MeasureError
from senco.measures.grids import Grid, rank_levels, rate_similarities

from .conftest import drawn_grids


def test_similarities_by_hand(grid):
    """Overall calm 2 1 4 5. new differs by 4, plain by 10, reflected by 4; of 16."""
    new, plain = rate_similarities(grid)
    assert (new.construct, new.difference, new.reversed) == (1, 4.0, False)
    assert new.similarity == pytest.approx(1 - 2 * 4 / 16)
    # plain reflected is 3 1 5 3: differences 1 0 1 2
    assert (plain.difference, plain.reversed_difference, plain.reversed) == (10.0, 4.0, True)
    assert plain.similarity == pytest.approx(0.5)


def test_printed_steps_for_six_elements_on_five_points():
    """Jankowicz (2004, table 7.9) prints 100, 92, 83, 75, 67, 58 per cent for E = 6."""
    overall = [1, 2, 3, 4, 5, 3]
    printed = []
    for difference in range(6):
        # add the difference to elements with room for it on either side
        shifted = [1, 2, 3, 4, 5, 3]
        for k, step in enumerate([1, 1, 1, 1, 1][:difference]):
            shifted[k] += step if shifted[k] < 5 else -step
        grid = Grid(
            "abcdef", [("x", "y"), ("good", "bad")], [shifted, overall], (1, 5), overall="good"
        )
        printed.append(round(100 * rate_similarities(grid)[0].similarity))
    assert printed == [100, 92, 83, 75, 67, 58]


def test_reversal_of_a_worked_pair():
    """Seven elements; 17 apart as rated and 1 reflected is 92.86 per cent, reversed."""
    # The sums are those of the worked example of "Checking for reversals" in the
    # Internet Encyclopaedia of Personal Construct Psychology; the ratings are ours.
    rated = [5, 4, 1, 2, 5, 3, 4]
    overall = [1, 2, 5, 4, 1, 4, 2]
    grid = Grid("abcdefg", [("x", "y"), ("good", "bad")], [rated, overall], (1, 5), overall="good")
    (found,) = rate_similarities(grid)
    assert (found.difference, found.reversed_difference) == (19.0, 1.0)
    assert found.reversed and found.similarity == pytest.approx(1 - 2 / 28)


def test_equally_near_both_ways_is_not_reversed():
    """3 3 is as near to 1 5 as to 5 1."""
    ratings = [[3, 3], [1, 5]]
    grid = Grid("ab", [("x", "y"), ("good", "bad")], ratings, (1, 5), overall="good")
    (found,) = rate_similarities(grid)
    assert (found.difference, found.reversed_difference, found.reversed) == (4.0, 4.0, False)


def test_levels_share_the_best_rank():
    """Four constructs: ranks 1 and 2 are H, 3 is I, 4 is L; ties take the better level."""
    assert rank_levels([0.9, 0.8, 0.7, 0.6]) == ("H", "H", "I", "L")
    # thirds of 4 rounded up: H to rank 2, I to rank 3
    assert rank_levels([0.9, 0.8, 0.8, 0.6]) == ("H", "H", "H", "L")
    assert rank_levels([0.5, 0.5, 0.5]) == ("H", "H", "H")
    assert rank_levels([0.6]) == ("H",)


def test_rounding_does_not_part_equal_similarities():
    """Two similarities that differ in the last digit share their rank."""
    assert rank_levels([0.1 + 0.2, 0.3, 0.1]) == ("H", "H", "L")


@given(drawn_grids())
def test_reflecting_a_construct_changes_its_direction_only(grid):
    """Similarity stays; reversed turns, unless both directions are equally near."""
    before, after = rate_similarities(grid), rate_similarities(grid.reflect([1]))
    assert [s.similarity for s in before] == pytest.approx([s.similarity for s in after])
    first, second = before[0], after[0]
    if first.difference != first.reversed_difference:
        assert first.reversed != second.reversed
    assert all(0 <= s.similarity <= 1 for s in before)


def test_missing_ratings_shorten_the_comparison(holed):
    """new without the friend: 3 of 3 x 4, so 1 - 6 / 12."""
    new, _ = rate_similarities(holed.supply(overall="calm"))
    assert new.similarity == pytest.approx(0.5)


def test_refusals(grid, flat):
    """No overall construct, nothing beside it, nothing shared with it."""
    with pytest.raises(MeasureError, match="name the overall construct"):
        rate_similarities(flat)
    with pytest.raises(MeasureError, match="no construct beside"):
        rate_similarities(grid.select([0]))
    ratings = [[1, np.nan], [np.nan, 2]]
    apart = Grid("ab", [("x", "y"), ("good", "bad")], ratings, (1, 5), overall="good")
    with pytest.raises(MeasureError, match="'x – y' shares no rated element"):
        rate_similarities(apart)
