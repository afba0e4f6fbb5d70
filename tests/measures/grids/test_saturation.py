"""Saturation by hand."""

from fractions import Fraction
from itertools import permutations
from math import comb

import numpy as np
import pytest

from senco.errors import MeasureError
from senco.measures.grids import CategoryTable, accumulate_categories

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


def test_without_a_person_nothing_comes_up():
    """The message says so."""
    with pytest.raises(MeasureError, match="no person"):
        accumulate_categories(CategoryTable(("a",), (), np.zeros((1, 0), int)))


def test_the_number_of_categories_is_exact_for_hundreds_of_persons():
    """By the hypergeometric chance in fractions: k of 300 miss a category that m of them hold."""
    n, holders = 300, (1, 2, 40, 299, 300)
    counts = np.array([[1] * m + [0] * (n - m) for m in holders])
    persons = tuple(f"S{number}" for number in range(n))
    found = accumulate_categories(CategoryTable(tuple("abcde"), persons, counts))
    for k in (1, 2, 57, 299, 300):
        exact = sum(1 - Fraction(comb(n - m, k), comb(n, k)) for m in holders)
        assert found.expected[k - 1] == pytest.approx(float(exact), rel=1e-12)
