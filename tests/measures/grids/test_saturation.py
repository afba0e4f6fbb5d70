"""Saturation by hand."""

from itertools import permutations

import numpy as np
import pytest

from senco.errors import MeasureError
from senco.measures.grids import CategoryTable, accumulate_categories, simulate_saturation

COUNTS = np.array([[1, 0, 2, 0], [0, 1, 0, 0], [1, 1, 1, 3]])
TABLE = CategoryTable(("a", "b", "c"), ("S1", "S2", "S3", "S4"), COUNTS)


def test_accumulation_is_the_mean_over_all_orders():
    """24 orders of four persons, counted one by one."""
    counted = [
        np.maximum.accumulate(COUNTS[:, p] > 0, axis=1).sum(0) for p in permutations(range(4))
    ]
    found = accumulate_categories(TABLE)
    np.testing.assert_allclose(found.expected, np.mean(counted, axis=0))
    # one person: a by 2/4, b by 1/4, c always
    assert found.expected[0] == pytest.approx(1.75)
    assert found.in_order.tolist() == [2, 3, 3, 3]
    assert found.new.sum() == pytest.approx(3)


def test_a_category_that_nobody_holds_never_comes():
    """Zeros throughout count for nothing."""
    table = CategoryTable(("a", "b"), ("S1",), np.array([[1], [0]]))
    assert accumulate_categories(table).expected.tolist() == [1.0]


def test_simulation_by_hand():
    """Two persons, one construct each of two equally likely categories: both with 1/2."""
    found = simulate_saturation([1, 1], [1], persons=2, runs=4000, seed=1)
    assert found == pytest.approx(0.5, abs=0.03)
    assert found == simulate_saturation([1, 1], [1], persons=2, runs=4000, seed=1)


def test_simulation_follows_the_probabilities():
    """With odds of 3 to 1, two single draws fill both categories with 2 x 3/4 x 1/4."""
    found = simulate_saturation([3, 1], [1], persons=2, runs=4000, seed=2)
    assert found == pytest.approx(0.375, abs=0.03)


def test_simulation_counts_constructs_and_share():
    """Each person brings both: one person fills each once, never twice; half is enough."""
    assert simulate_saturation([1, 1], [2], 1, least_constructs=2, runs=10) == 0.0
    assert simulate_saturation([1, 1], [2], 2, least_constructs=2, runs=10) == 1.0
    assert simulate_saturation([1, 0], [1], 1, share=0.5, runs=10) == 1.0
    assert simulate_saturation([1, 0], [1], 1, share=1.0, runs=10) == 0.0
    assert simulate_saturation([1, 1], [0], 5, runs=10) == 0.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([-1, 2], [1], 1), "at least 0"),
        (([0, 0], [1], 1), "at least 0"),
        (([1, 0], [2], 1), "cannot bring 2 constructs of 1"),
        (([1], [1], 0), "at least 1"),
        (([1], [], 1), "whole numbers"),
    ],
)
def test_refusals(arguments, message):
    """The message has the value."""
    with pytest.raises(MeasureError, match=message):
        simulate_saturation(*arguments)
    with pytest.raises(MeasureError, match="no person"):
        accumulate_categories(CategoryTable(("a",), (), np.zeros((1, 0), int)))
