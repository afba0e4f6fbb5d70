"""The order that disagrees least with the rankers: Kemeny's consensus."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from senco.errors import MeasureError
from senco.measures.rankings.ranks import Rankings, check_rankings

#: Within this of a whole number, a share is that number.
SLACK = 1e-6
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
    unique : bool
        Whether no other order costs as little.
    first : tuple of hashable
        Every item that some order of least cost puts first, in the order of
        the table's columns.
    """

    order: tuple[Hashable, ...]
    cost: float
    unique: bool
    first: tuple[Hashable, ...]


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
    """Find an order of least total disagreement, exactly.

    The items are first cut into blocks of which each beats all later ones by
    majority; every consensus keeps the blocks' order, so each block is a small
    integer programme of its own. Triples are added where a solution runs in a
    circle. Among several orders of least cost the one returned depends only on
    the table.

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
    programmes = [_Programme(counts[np.ix_(block, block)]) for block in blocks]
    orders = [programme.solve() for programme in programmes]
    first = _find_first(programmes[0], orders[0])
    unique = len(first) == 1 and all(map(_is_unique, programmes, orders))
    places = [block[place] for block, order in zip(blocks, orders, strict=True) for place in order]
    return Kemeny(
        order=tuple(table.columns[places]),
        cost=_cost(counts, places),
        unique=unique,
        first=tuple(table.columns[sorted(blocks[0][place] for place in first)]),
    )


def _cost(counts: np.ndarray, places: list[int]) -> float:
    return float(np.triu(counts[np.ix_(places, places)].T, 1).sum())


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
        self.rows: list[np.ndarray] = []
        self.limits: list[float] = []

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
            circles = _find_circles(before)
            for circle in circles:
                row, bound = _forbid_circle(circle, self.size)
                self.rows.append(row)
                self.limits.append(bound)
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
        limit = self.rows and LinearConstraint(csr_array(np.array(self.rows)), ub=self.limits)
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


def _find_circles(before: np.ndarray) -> list[tuple[int, int, int]]:
    """Find triples a before b before c before a, from the lowest item on, the worst first."""
    round_trip = before[:, :, None] + before[None, :, :] + before.T[:, None, :]
    a, b, c = np.nonzero(round_trip > 2 + SLACK)
    lowest = (a < b) & (a < c)
    a, b, c = a[lowest], b[lowest], c[lowest]
    worst = np.argsort(-round_trip[a, b, c], kind="stable")[:CIRCLES]
    return list(zip(a[worst].tolist(), b[worst].tolist(), c[worst].tolist(), strict=True))


def _pair_place(i: int, j: int, size: int) -> int:
    return i * size - i * (i + 1) // 2 + j - i - 1


def _before(row: np.ndarray, i: int, j: int, size: int, sign: float) -> float:
    """Add sign times '[i before j]' to the row; return the constant it leaves."""
    if i < j:
        row[_pair_place(i, j, size)] += sign
        return 0.0
    row[_pair_place(j, i, size)] -= sign
    return sign


def _forbid_circle(circle: tuple[int, int, int], size: int) -> tuple[np.ndarray, float]:
    row = np.zeros(size * (size - 1) // 2)
    a, b, c = circle
    constant = sum(_before(row, i, j, size, 1.0) for i, j in ((a, b), (b, c), (c, a)))
    return row, 2 - constant


def _find_first(programme: _Programme, order: list[int]) -> list[int]:
    """Find every item that an order of least cost puts first, by putting each there."""
    least = _cost(programme.counts, order)
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
