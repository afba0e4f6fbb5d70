"""How one change spreads, by hand."""

import numpy as np
import pytest

from senco.errors import MeasureError
from senco.measures.grids import ImplicationGrid, spread_change, turn_round, weigh_ratings


def test_a_change_goes_along_the_chain_and_stops():
    """Calm +1/2, then kind 1/4, then fair down by 1/8: nothing is left to spread."""
    weights = [[0, 0.5, 0], [0, 0, -0.5], [0, 0, 0]]
    found = spread_change(ImplicationGrid("abc", weights, own=[0, 0.5, 0]), {0: 0.5})
    assert found.states.tolist() == [
        [0, 0.5, 0],
        [0.5, 0.5, 0],
        [0.5, 0.75, 0],
        [0.5, 0.75, -0.125],
    ]
    assert found.settled == 3 and found.moved.tolist() == [0.5, 0.25, -0.125]


def test_nothing_goes_beyond_a_pole_or_spreads_from_there():
    """From 3/4 kind can rise by 1/4 alone; half of that reaches fair."""
    weights = [[0, 1, 0], [0, 0, 0.5], [0, 0, 0]]
    found = spread_change(ImplicationGrid("abc", weights, own=[-1, 0.75, 0]), {0: 2})
    assert found.states[-1].tolist() == [1, 1, 0.125]


def test_a_circle_that_turns_round_does_not_settle():
    """A raises b, b lowers a: they take turns."""
    found = spread_change(ImplicationGrid("ab", [[0, 1], [-1, 0]], own=[0, 0]), {0: 0.5}, 8)
    assert found.settled is None and len(found.states) == 9
    assert found.states[:5].tolist() == [[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5], [0, 0]]


def test_no_change_has_settled_at_once():
    found = spread_change(ImplicationGrid("ab", [[0, 1], [1, 0]], own=[0, 0]), {})
    assert found.settled == 0 and found.moved.tolist() == [0, 0]


def test_a_full_change_brings_about_what_was_answered():
    """One step after calm goes to its other pole the others are where the person said."""
    ratings = np.array([[2, 2, 3], [1, 4, 4], [3, 5, 3]])
    own = (ratings.diagonal() - 3) / 2
    grid = ImplicationGrid("abc", weigh_ratings(ratings, (1, 5), [1, 1, 1]), own, [-1, -1, -1])
    found = spread_change(grid, {0: turn_round(grid, 0)})
    assert turn_round(grid, 0) == 1.5 and turn_round(grid, 2) == -1
    assert found.states[2].tolist() == [1, -1, 0]  # kind 1, the left pole, and fair 3


@pytest.mark.parametrize(
    ("own", "change", "steps", "words"),
    [
        (None, {0: 1}, 5, "does not say where the self is"),
        ([np.nan, 0], {0: 1}, 5, "does not say where the self is"),
        ([0, 0], {2: 1}, 5, "no construct at position 2"),
        ([0, 0], {0: 1}, 0, "0 steps"),
    ],
)
def test_what_cannot_spread_is_refused(own, change, steps, words):
    with pytest.raises(MeasureError, match=words):
        spread_change(ImplicationGrid("ab", [[0, 1], [1, 0]], own=own), change, steps)
