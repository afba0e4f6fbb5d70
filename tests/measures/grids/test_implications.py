"""Implications between constructs, counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco.errors import MeasureError
from senco.measures.grids import (
    ImplicationGrid,
    classify_poles,
    count_implications,
    find_centrality,
    find_relations,
    summarise_implications,
    weigh_ratings,
)

NAMES = ["calm", "kind", "fair", "open"]
#: calm implies kind and fair; kind and fair each other; open calm, fair and not-kind.
ROWS = [[0, 1, 1, 0], [0, 0, 1, 0], [0, 1, 0, 0], [1, -1, 1, 0]]


@pytest.fixture
def web():
    return ImplicationGrid(NAMES, ROWS)


def test_what_each_gives_and_receives_by_hand(web):
    found = count_implications(web)
    assert [(one.given, one.received) for one in found] == [(2, 1), (1, 3), (1, 3), (3, 0)]
    assert [one.superordinacy for one in found] == [-1, 2, 2, -3]
    assert [one.reciprocal for one in found] == [0, 1, 1, 0]
    assert [one.weight_given for one in found] == [2, 1, 1, 3]


def test_pairs_and_density_by_hand(web):
    """Seven of twelve cells; of six pairs one goes both ways and five one way."""
    found = summarise_implications(web)
    assert (found.total, found.negative, found.known) == (7, 1, 12)
    assert (found.one_way, found.reciprocal, found.none, found.unknown) == (5, 1, 0, 0)
    assert found.density == pytest.approx(7 / 12)


def test_a_cell_that_was_not_answered_counts_as_nothing(web):
    rows = np.array(ROWS, dtype=float)
    rows[3, 0] = np.nan
    holed = ImplicationGrid(NAMES, rows)
    found = summarise_implications(holed)
    assert (found.total, found.known, found.unknown) == (6, 11, 1)
    assert find_relations(holed)[2] == (0, 3, "unknown")
    assert [one.unknown for one in count_implications(holed)] == [1, 0, 0, 1]


def test_nothing_answered_has_no_density():
    none = ImplicationGrid(["a", "b"], [[np.nan, np.nan], [np.nan, np.nan]])
    assert summarise_implications(none).density is None


def test_centrality_by_hand(web):
    """Open reaches all three in one step each; calm two of three in two steps: 2/3 * 2/2.

    Of the two others that calm could lie between, no shortest way passes through it: from
    open everything is one step.
    """
    found = find_centrality(web)
    assert [one.closeness for one in found] == pytest.approx([2 / 3, 1 / 3, 1 / 3, 1])
    assert [one.betweenness for one in found] == [0, 0, 0, 0]
    # open: out 3/3, in 0; calm: out 2/3, in 1/3
    assert found[3].hierarchy == pytest.approx(1 / np.sqrt(2))
    assert found[0].hierarchy == pytest.approx((1 / 3) / np.sqrt(2))
    assert found[0].presence == pytest.approx(1 / np.sqrt(2))


def test_a_chain_passes_through_its_middle():
    """Of the n - 1 times n - 2 ways between others, two, one of the chain passes through b."""
    found = find_centrality(ImplicationGrid("abc", [[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    assert [one.betweenness for one in found] == [0, 0.5, 0]


def test_weights_of_imagined_changes_by_hand():
    """At 2, 4 and 3 of 1 to 5 and the ideal 1 throughout, the third goes from 3 to 1.

    Calm goes from -1/2 to 1, kind falls by 3/2: -1. Kind goes from 1/2 to -1, fair rises by 1:
    -2/3. Fair goes from 0 to -1, calm rises by 1/2: -1/2.
    """
    ratings = [[2, 2, 3], [1, 4, 4], [3, 5, 3]]
    found = weigh_ratings(ratings, (1, 5), [1, 1, 1])
    assert found == pytest.approx(np.array([[0, -1, 0], [0, 0, -2 / 3], [-1 / 2, 0, 0]]))


def test_the_midpoint_goes_towards_the_ideal_or_to_the_right():
    ratings = [[3, 3], [5, 3]]  # a change on the first takes the second to its right pole
    assert weigh_ratings(ratings, (1, 5), [1, 3])[0, 1] == -1
    assert weigh_ratings(ratings, (1, 5), [5, 3])[0, 1] == 1
    assert weigh_ratings(ratings, (1, 5))[0, 1] == 1


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([[1, 0], [0, 1]], "parallel"),
        ([[0, 1], [1, 0]], "parallel"),
        ([[1, 0], [0, 0]], "orthogonal"),
        ([[1, 1], [0, 0]], "ambiguous"),  # a pole implies both
        ([[1, 0], [1, 0]], "ambiguous"),  # both imply one
        ([[1, 1], [1, 0]], "ambiguous"),
        ([[0, 0], [0, 0]], "none"),
        ([[np.nan, 0], [0, 0]], "unknown"),
    ],
)
def test_hinkles_kinds(rows, kinds):
    square = np.zeros((4, 4))
    square[:2, 2:] = rows
    pair = classify_poles(ImplicationGrid("aAbB", square))[0]
    assert (pair.forward, pair.backward, pair.is_reciprocal) == (kinds, "none", False)


def test_reciprocal_is_parallel_both_ways_and_between_the_same_poles():
    square = np.zeros((4, 4))
    square[:2, 2:] = square[2:, :2] = np.eye(2)
    assert classify_poles(ImplicationGrid("aAbB", square))[0].is_reciprocal
    square[2:, :2] = 1 - np.eye(2)
    assert not classify_poles(ImplicationGrid("aAbB", square))[0].is_reciprocal


@pytest.mark.parametrize(
    ("names", "rows", "words"),
    [
        (["a"], [[0]], "2 to 100 constructs; there are 1"),
        (["a", "a"], np.zeros((2, 2)), "two constructs are called 'a'"),
        (["a", " "], np.zeros((2, 2)), "construct 2 has no name"),
        (["a", "b"], np.zeros((2, 3)), "shape"),
        (["a", "b"], [[0, 3], [0, 0]], r"3 at position \(1, 2\); it may be -2 to 2"),
        (["a", "b"], [[0, np.inf], [0, 0]], "inf at position"),
        (["a", "b"], [["x", "y"], ["x", "y"]], "must be numbers"),
    ],
)
def test_what_is_no_implication_grid_is_refused(names, rows, words):
    with pytest.raises(MeasureError, match=words):
        ImplicationGrid(names, rows)


def test_odd_poles_and_ratings_off_the_scale_are_refused():
    with pytest.raises(MeasureError, match="3 poles cannot be paired"):
        classify_poles(ImplicationGrid("abc", np.zeros((3, 3))))
    with pytest.raises(MeasureError, match="off the scale 1 to 5"):
        weigh_ratings([[1, 9], [1, 1]], (1, 5))
    with pytest.raises(MeasureError, match="must be a square"):
        weigh_ratings([[1, 2]], (1, 5))


@given(st.lists(st.lists(st.sampled_from([0, 1, -1, np.nan]), min_size=5, max_size=5),
                min_size=5, max_size=5))  # fmt: skip
def test_what_is_given_is_received_and_pairs_add_up(rows):
    web = ImplicationGrid("abcde", rows)
    counted, totals = count_implications(web), summarise_implications(web)
    assert sum(one.given for one in counted) == sum(one.received for one in counted) == totals.total
    assert totals.one_way + totals.reciprocal + totals.none + totals.unknown == 10
    assert sum(one.superordinacy for one in counted) == 0
    assert all(0 <= one.closeness <= 1 for one in find_centrality(web))
