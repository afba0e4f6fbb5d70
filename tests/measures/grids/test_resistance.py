"""Resistance to change by hand, and what few constructs can tell."""

import numpy as np
import pytest
from scipy.stats import permutation_test, spearmanr

from senco.errors import MeasureError
from senco.measures.grids import ResistanceGrid, compare_orders, score_resistance

NO = np.nan


def test_a_perfect_order_has_no_circular_triad():
    rows = [[NO, 1, 1, 1], [NO, NO, 1, 1], [NO, NO, NO, 1], [NO] * 4]
    found = score_resistance(ResistanceGrid("abcd", rows))
    assert found.scores.tolist() == [3, 2, 1, 0]
    assert (found.circular, found.zeta, found.ties, found.missing) == (0, 1.0, 0, 0)


def test_one_circular_triad_of_two_that_four_can_have():
    """a beats b, b beats c, c beats a, and all of them beat d: zeta 1 - 24/(64 - 16)."""
    rows = [[NO, 1, 0, 1], [NO, NO, 1, 1], [NO, NO, NO, 1], [NO] * 4]
    found = score_resistance(ResistanceGrid("abcd", rows))
    assert (found.circular, found.zeta) == (1, 0.5)


def test_a_tie_counts_half_and_leaves_consistency_open():
    found = score_resistance(ResistanceGrid("abc", [[NO, 0.5, 1], [NO, NO, NO], [NO] * 3]))
    assert found.scores.tolist() == [1.5, 0.5, 0] and found.asked.tolist() == [2, 1, 1]
    assert (found.ties, found.missing, found.circular, found.zeta) == (1, 1, None, None)


def test_two_constructs_have_no_zeta():
    found = score_resistance(ResistanceGrid("ab", [[NO, 1], [NO, NO]]))
    assert found.circular == 0 and found.zeta is None


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[NO, 1], [1, NO]], "'a' and 'b': the two halves of the table contradict"),
        ([[NO, 2], [NO, NO]], "a choice is 1, 0, 0.5"),
        ([[NO, 1, 1]], "shape"),
    ],
)
def test_what_is_no_choice_is_refused(rows, words):
    with pytest.raises(MeasureError, match=words):
        ResistanceGrid("ab", rows)


def test_the_orders_are_compared_as_scipy_does():
    one, other = [3, 1, 2, 5, 4], [1, 1, 2, 4, 3]
    found = compare_orders(one, other)
    assert found.rho == pytest.approx(spearmanr(one, other).statistic)

    def statistic(values):
        return spearmanr(values, other).statistic

    exact = permutation_test((one,), statistic, permutation_type="pairings", vectorized=False,
                             n_resamples=120)  # fmt: skip
    assert found.p == pytest.approx(exact.pvalue, abs=0.02)  # scipy doubles the smaller tail
    assert found.is_telling


def test_four_constructs_cannot_tell():
    found = compare_orders([3, 2, 1, 0], [2, 1, 0, -3])
    assert found.p == pytest.approx(2 / 24) and not found.is_telling
    assert found.words.endswith("even a perfect order can be chance, so nothing is told.")


def test_what_does_not_vary_and_too_few_are_told():
    found = compare_orders([1, 1, 1], [1, 2, 3])
    assert found.rho is None and "does not vary" in found.words
    with pytest.raises(MeasureError, match="2 constructs have both values"):
        compare_orders([1, 2, NO], [1, 2, 3])
    with pytest.raises(MeasureError, match="cannot be compared"):
        compare_orders([1, 2], [1, 2, 3])


def test_many_constructs_are_compared_by_the_same_orders_each_time():
    one = list(range(12))
    first, second = compare_orders(one, one), compare_orders(one, one)
    assert first == second and first.rho == pytest.approx(1) and first.p == 1 / 5000
