"""Whether two measures of few things agree, beside scipy and by hand."""

import numpy as np
import pytest
from scipy.stats import permutation_test, spearmanr

from senco.errors import MeasureError
from senco.measures.grids import compare_distances, compare_orders

NO = np.nan


def test_the_orders_are_compared_as_scipy_does():
    one, other = [3, 1, 2, 5, 4], [1, 1, 2, 4, 3]
    found = compare_orders(one, other)
    assert found.correlation == pytest.approx(spearmanr(one, other).statistic)

    def statistic(values):
        return spearmanr(values, other).statistic

    exact = permutation_test((one,), statistic, permutation_type="pairings", vectorized=False,
                             n_resamples=120)  # fmt: skip
    assert found.p == pytest.approx(exact.pvalue, abs=0.02)  # scipy doubles the smaller tail
    assert found.is_telling


def test_four_constructs_cannot_tell():
    found = compare_orders([3, 2, 1, 0], [2, 1, 0, -3])
    assert found.p == pytest.approx(2 / 24) and not found.is_telling
    assert found.words.endswith("with so few, even perfect agreement may be chance.")


def test_what_does_not_vary_and_too_few_are_told():
    found = compare_orders([1, 1, 1], [1, 2, 3])
    assert found.correlation is None and "does not vary" in found.words
    with pytest.raises(MeasureError, match="2 constructs have both values"):
        compare_orders([1, 2, NO], [1, 2, 3])
    with pytest.raises(MeasureError, match="cannot be compared"):
        compare_orders([1, 2], [1, 2, 3])


def test_many_constructs_are_compared_by_the_same_orders_each_time():
    one = list(range(12))
    first, second = compare_orders(one, one), compare_orders(one, one)
    assert first == second and first.correlation == pytest.approx(1) and first.p == 1 / 5000


def test_distances_are_compared_by_all_places_of_the_elements():
    """Of the 24 orders of four on a line only its own and its reverse give these distances."""
    line = np.abs(np.subtract.outer([0, 1, 3, 7], [0, 1, 3, 7])).astype(float)
    found = compare_distances(line, 2 * line)
    assert found.correlation == pytest.approx(1) and found.p == pytest.approx(1 / 24)
    even = np.abs(np.subtract.outer(range(4), range(4))).astype(float)
    assert compare_distances(even, even).p == pytest.approx(2 / 24)


def test_equal_distances_and_two_elements_tell_nothing():
    same = 1 - np.eye(4)
    assert compare_distances(same, same).correlation is None
    with pytest.raises(MeasureError, match="at least 3 elements"):
        compare_distances(np.zeros((2, 2)), np.zeros((2, 2)))
