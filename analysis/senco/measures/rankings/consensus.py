"""The order that disagrees least with the rankers: Kemeny's consensus."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from senco.errors import MeasureError
from senco.measures.rankings.bounding import Approach, approach_order, sum_cost
from senco.measures.rankings.circles import SLACK, Circles, find_circles
from senco.measures.rankings.ranks import Rankings, check_rankings

#: Blocks of more items are not solved exactly but held against a bound.
LARGEST_EXACT = 40
#: Costs are multiples of one half, so two that differ by less are the same.
QUARTER = 0.25
#: Rounds in which broken triples are added to the programme.
ROUNDS = 200
#: Circles forbidden in one round, the worst first.
CIRCLES = 300


@dataclass(frozen=True)
class Kemeny:
    """A consensus order, and whether it is the only one.

    Parameters
    ----------
    order : tuple of hashable, length n_items
        Items, the highest priority first.
    cost : float
        Disagreements summed over rankers and pairs of items: 1 where a ranker has the pair the
        other way round, 1/2 where the ranker tied it (any order costs that), 0 where one of the
        two is blank.
    unique : bool or None
        Whether no other order costs as little; None where that is not known.
    first : tuple of hashable
        Every item that some order of least cost puts first, in the order of
        the table's columns; some may be missing where `unique` is None.
    bound : float
        No order costs less. It is the cost itself where the order is proved to be the
        nearest, as it always is for 40 items or fewer.
    """

    order: tuple[Hashable, ...]
    cost: float
    unique: bool | None
    first: tuple[Hashable, ...]
    bound: float


def count_preferences(rankings: Rankings) -> np.ndarray:
    """Count for each pair how many rankers put one item before the other.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; a pair with a blank counts nothing.

    Returns
    -------
    ndarray of float, shape (n_items, n_items)
        Row item before column item; a tie counts 1/2 both ways. The diagonal
        is 0.

    Examples
    --------
    >>> count_preferences(np.array([[1, 2], [1, 2], [1.5, 1.5]]))
    array([[0. , 2.5],
           [0.5, 0. ]])
    """
    ranks = check_rankings(rankings).to_numpy()
    rows = [
        (ranks[:, [item]] < ranks).sum(axis=0) + (ranks[:, [item]] == ranks).sum(axis=0) / 2
        for item in range(ranks.shape[1])
    ]
    counts = np.array(rows, dtype=float)
    np.fill_diagonal(counts, 0)
    return counts


def kemeny(rankings: Rankings) -> Kemeny:
    """Find an order of least total disagreement.

    The items are first cut into blocks of which each beats all later ones by
    majority; every consensus keeps the blocks' order, so each block is a small
    integer programme of its own. Triples are added where a solution runs in a
    circle. Among several orders of least cost the one returned depends only on
    the table. For a block of more than 40 items an order is found by search and
    held against a bound, in a fixed number of steps: `Kemeny.bound` says how few
    disagreements there can be.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked.

    Returns
    -------
    Kemeny

    Raises
    ------
    MeasureError
        Where the table is not a table of rankings.

    References
    ----------
    Kemeny, J. G. (1959). Mathematics without numbers. Daedalus, 88(4), 577-591.

    Examples
    --------
    >>> found = kemeny(np.array([[1, 2, 3], [1, 3, 2], [2, 1, 3]]))
    >>> found.order, found.cost, found.unique
    ((1, 2, 3), 2.0, True)
    """
    table = check_rankings(rankings)
    counts = count_preferences(table)
    blocks = _cut_blocks(counts)
    found: list[Approach] = []
    for block in blocks:
        # whether a later block has several orders matters only while there is one of all
        asked = all(one.unique is not False for one in found)
        found.append(_solve_block(counts[np.ix_(block, block)], not found, asked))
    places = [block[place] for block, one in zip(blocks, found, strict=True) for place in one.order]
    cost = sum_cost(counts, places)
    return Kemeny(
        order=tuple(table.columns[places]),
        cost=cost,
        unique=_join_unique(found),
        first=tuple(table.columns[sorted(blocks[0][place] for place in found[0].first)]),
        bound=cost - sum(one.cost - one.bound for one in found),
    )


def _solve_block(counts: np.ndarray, leading: bool, asked: bool) -> Approach:
    """A block's order, and of the leading one what may come first."""
    if len(counts) > LARGEST_EXACT:
        return approach_order(counts)
    programme = _Programme(counts)
    order = programme.solve()
    first = _find_first(programme, order) if leading else order[:1]
    unique = asked and len(first) == 1 and _is_unique(programme, order)
    cost = sum_cost(counts, order)
    return Approach(order, cost, cost, first, unique)


def _join_unique(found: list[Approach]) -> bool | None:
    """Whether there is one order of all blocks; None where that is not known of some."""
    if any(one.bound < one.cost for one in found):
        return None
    known = [one.unique for one in found]
    return False if False in known else None if None in known else True


def _cut_blocks(counts: np.ndarray) -> list[list[int]]:
    """Strong components of 'not beaten by majority', the winning block first."""
    _, group = connected_components(counts >= counts.T, directed=True, connection="strong")
    blocks = [np.flatnonzero(group == label).tolist() for label in range(group.max() + 1)]
    # between two blocks every majority points the same way
    beaten = [sum(counts[o[0], b[0]] > counts[b[0], o[0]] for o in blocks) for b in blocks]
    return [blocks[place] for place in np.argsort(beaten, kind="stable")]


class _Programme:
    """The integer programme of one block of items.

    The variable of a pair i < j is 1 where i comes before j. Triples that run
    in a circle are forbidden as they turn up, and stay forbidden for every
    later solve of the block.
    """

    def __init__(self, counts: np.ndarray):
        self.counts = counts
        self.size = len(counts)
        self.pairs = np.triu_indices(self.size, 1)
        self.gain = (counts.T - counts)[self.pairs]
        self.circles = Circles(self.size)

    @overload
    def solve(self, *, unlike: list[int] | None = None) -> list[int]: ...

    @overload
    def solve(self, *, first: int, limit: float) -> list[int] | None: ...

    def solve(
        self, *, first: int | None = None, unlike: list[int] | None = None, limit: float = np.inf
    ) -> list[int] | None:
        """Return an order of least cost, or None where it costs more than `limit`.

        With `first` that item leads. With `unlike` the order returned is, of
        those of least cost, the one that shares fewest pairs with another.
        """
        if self.size == 1:
            return [0]
        gain = self.gain
        if unlike is not None:
            # costs differ by halves: all pairs together weigh less than one half
            gain = gain + 0.4 / len(gain) * np.where(self._pair_signs(unlike), 1, -1) / 2
        whole = False  # the relaxed programme finds most circles, and is far quicker
        for _ in range(ROUNDS):
            before, value = self._relax(gain, first, whole)
            if value > limit + QUARTER:
                return None
            circles = find_circles(before, CIRCLES)
            for circle in circles:
                self.circles.forbid(circle)
            if not circles and (whole or np.abs(before - np.rint(before)).max() < SLACK):
                order: list[int] = np.argsort(-np.rint(before).sum(axis=1), kind="stable").tolist()
                return order
            whole = whole or not circles
        raise MeasureError(f"no consensus was found in {ROUNDS} rounds")  # pragma: no cover

    def _pair_signs(self, order: list[int]) -> np.ndarray:
        place = np.argsort(order, kind="stable")
        return place[self.pairs[0]] < place[self.pairs[1]]

    def _relax(self, gain: np.ndarray, first: int | None, whole: bool) -> tuple[np.ndarray, float]:
        """Share of 'row item before column item', and the cost; whole where asked."""
        low, high = np.zeros(len(gain)), np.ones(len(gain))
        if first is not None:
            low[self.pairs[0] == first] = 1
            high[self.pairs[1] == first] = 0
        limits = self.circles.limits
        limit = limits and LinearConstraint(self.circles.collect(), ub=limits)
        found = milp(
            gain,
            integrality=np.full(len(gain), int(whole)),
            bounds=Bounds(low, high),
            constraints=limit or (),
            options={"mip_rel_gap": 0.0},  # the solver's own default stops 0.01 % short
        )
        assert found.x is not None
        before = np.zeros((self.size, self.size))
        before[self.pairs] = found.x
        before.T[self.pairs] = 1 - found.x
        return before, float(found.fun + self.counts[self.pairs].sum())


def _find_first(programme: _Programme, order: list[int]) -> list[int]:
    """Find every item that an order of least cost puts first, by putting each there."""
    least = sum_cost(programme.counts, order)
    rivals = [item for item in range(programme.size) if item != order[0]]
    return [
        order[0],
        *(item for item in rivals if programme.solve(first=item, limit=least) is not None),
    ]


def _is_unique(programme: _Programme, order: list[int]) -> bool:
    """Whether no other order of this block costs as little."""
    counts = programme.counts
    # cheap first look: neighbours that half of the rankers would swap
    if any(counts[i, j] == counts[j, i] for i, j in pairwise(order)):
        return False
    return programme.size < 3 or programme.solve(unlike=order) == order
