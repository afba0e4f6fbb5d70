"""Orders of many items: what is found by search lies between the bound and the best there is."""

import numpy as np
import pytest

from senco.measures import rankings
from senco.measures.rankings import bounding, circles, consensus


def draw(n, k, seed, spread=3.0):
    """Rankings that follow common worths; none in common where the spread is 0."""
    rng = np.random.default_rng(seed)
    worths = np.linspace(spread, 0, k) + rng.gumbel(size=(n, k))
    return np.argsort(-worths, axis=1).argsort(axis=1) + 1


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("spread", [0.0, 1.0])
def test_what_is_approached_agrees_with_what_is_solved(seed, spread, monkeypatch):
    """The bound never exceeds the exact cost; what is settled is what the exact search finds."""
    table = draw(2 + seed % 5, 9 + seed, seed, spread)
    exact = rankings.kemeny(table)
    monkeypatch.setattr(consensus, "LARGEST_EXACT", 1)
    near = rankings.kemeny(table)
    assert near.bound <= exact.cost <= near.cost
    assert near.cost == bounding.sum_cost(
        rankings.count_preferences(table), [item - 1 for item in near.order]
    )
    assert set(near.first) <= set(exact.first) or near.bound < near.cost
    if near.unique is not None:
        assert (near.unique, near.cost) == (exact.unique, exact.cost)
        assert near.first == exact.first


def test_the_order_of_rankers_who_agree_is_proved_at_once():
    """A hundred and fifty items that all rank alike are blocks of one, and cost nothing."""
    found = rankings.kemeny(np.tile(np.arange(1, 151), (3, 1)))
    assert (found.cost, found.bound, found.unique) == (0.0, 0.0, True)
    assert found.order == tuple(range(1, 151))


def test_a_large_block_is_proved_to_be_nearest():
    """Sixty items of eight rankers in one block, which whole numbers settle: 3,765."""
    found = rankings.kemeny(draw(8, 60, 60))
    assert (found.cost, found.bound) == (3765.0, 3765.0)


def test_where_no_programme_is_solved_the_gap_is_told(monkeypatch):
    """Without a round the bound is the number of disagreements within each pair alone."""
    monkeypatch.setattr(bounding, "ROUNDS", 0)
    table = draw(8, 45, 1, spread=0.0)
    counts = rankings.count_preferences(table)
    found = rankings.summary(table, draws=9)
    assert found["kemeny_bound"] >= np.minimum(counts, counts.T).sum() / 2
    assert found["kemeny_bound"] < found["kemeny_cost"] and found["kemeny_unique"] is None
    assert any("whether another has fewer was not settled" in note for note in found["notes"])


def test_an_order_is_improved_until_no_move_helps():
    """From any start, no item of the order returned is better anywhere else."""
    counts = rankings.count_preferences(draw(5, 12, 3, spread=0.0))
    order = bounding.improve_order(counts, list(range(12)))
    cost = bounding.sum_cost(counts, order)
    for item in order:
        rest = [other for other in order if other != item]
        moved = ([*rest[:place], item, *rest[place:]] for place in range(12))
        assert min(bounding.sum_cost(counts, other) for other in moved) == cost


def test_a_circle_is_forbidden_by_three_numbers():
    """Of four items 1 before 3 before 2 before 1 leaves at most two; slack ones are forgotten."""
    held = circles.Circles(4)
    held.forbid((1, 3, 2))
    # pairs 01 02 03 12 13 23: 13 as it stands, 23 and 12 the other way round
    assert held.collect().toarray().tolist() == [[0, 0, 0, -1, 1, -1]]
    assert held.limits == [0.0]
    held.drop_slack(np.array([0, 0, 0, 0, 1.0, 1.0]))
    assert held.limits == [0.0]
    held.drop_slack(np.array([0, 0, 0, 1.0, 1.0, 1.0]))
    assert held.limits == []


def test_circles_are_spread_over_the_pairs():
    """With each pair in one circle, both ways round of one triple cannot share a pair."""
    rng = np.random.default_rng(2)
    order = rng.random((8, 8)) < 0.5
    before = np.triu(order, 1) + np.tril(~order.T, -1).astype(float)
    found = circles.find_spread_circles(before, 1)
    every = circles.find_circles(before, 1000)
    arcs = [arc for a, b, c in found for arc in ((a, b), (b, c), (c, a))]
    assert found and len(arcs) == len(set(arcs)) and set(found) <= set(every)
    assert len(every) == round(np.trace(np.linalg.matrix_power(before, 3)) / 3)
