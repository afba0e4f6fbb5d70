"""Resistance to change by hand."""

import numpy as np
import pytest

from senco.errors import MeasureError
from senco.measures.grids import ResistanceGrid, score_resistance

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
