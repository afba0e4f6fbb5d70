"""Orders of many items that nearly all agree with: found by search, held against a bound.

A linear programme in which circles of three are forbidden as they turn up says how few
disagreements any order has; its shares lead a search for an order with as few. Both end
after a fixed number of steps. Mostly they meet, and the order is proved to be nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from senco.measures.rankings.circles import Circle, Circles, Floats, find_spread_circles

#: Programmes solved for a bound.
ROUNDS = 20
#: Programmes in whole numbers, where a gap is left, and the nodes that each may take.
ROUNDS_WHOLE, MOST_NODES = 8, 50
#: Programmes solved to find out what else is as near as an order that is proved to be nearest.
MOST_QUESTIONS = 20
#: In how many circles of one round a pair of items may be.
EACH = 3
#: A bound is a multiple of one half; what the solver may be out by is far less than this.
SOLVER_ERROR = 0.01


@dataclass(frozen=True)
class Approach:
    """An order of some items, and what is known of it.

    Parameters
    ----------
    order : list of int
        Places of the items, the highest priority first.
    cost : float
        Its disagreements, as in `senco.measures.rankings.Kemeny`.
    bound : float
        No order has fewer; as many as `cost` where the order is proved to be nearest.
    first : list of int
        Items that an order as near puts first, the first of `order` foremost; others may
        be missing where `unique` is None.
    unique : bool or None
        Whether no other order is as near; None where that is not known.
    """

    order: list[int]
    cost: float
    bound: float
    first: list[int]
    unique: bool | None


def sum_cost(counts: Floats, order: list[int]) -> float:
    """Sum the disagreements with an order.

    Parameters
    ----------
    counts : ndarray, shape (n_items, n_items)
        As `senco.measures.rankings.count_preferences` gives them.
    order : list of int
        Places of the items, the highest priority first.

    Returns
    -------
    float
    """
    return float(np.triu(counts[np.ix_(order, order)].T, 1).sum())


def improve_order(counts: Floats, order: list[int]) -> list[int]:
    """Move one item at a time to where it disagrees least, until no move is for the better.

    Parameters
    ----------
    counts : ndarray, shape (n_items, n_items)
        As for `sum_cost`.
    order : list of int
        Where to begin.

    Returns
    -------
    list of int
        An order whose cost is no higher.

    Examples
    --------
    >>> improve_order(np.array([[0, 2, 2], [1, 0, 3], [1, 0, 0]]), [2, 0, 1])
    [0, 1, 2]
    """
    lead = counts - counts.T
    order, moved = list(order), True
    while moved:
        moved = False
        for item in range(len(counts)):
            place = order.index(item)
            rest = [*order[:place], *order[place + 1 :]]
            # what is gained by all that follow, less what is lost to all that come before
            gains = lead[item, rest]
            worth = gains.sum() - 2 * np.concatenate([[0.0], np.cumsum(gains)])
            best = int(worth.argmax())
            if worth[best] > worth[place]:
                order, moved = [*rest[:best], item, *rest[best:]], True
    return order


def approach_order(counts: Floats) -> Approach:
    """Find an order of many items with few disagreements, and how few there can be.

    Parameters
    ----------
    counts : ndarray, shape (n_items, n_items)
        How many put the row's item before the column's, multiples of one half.

    Returns
    -------
    Approach

    References
    ----------
    Groetschel, M., Juenger, M., and Reinelt, G. (1984). A cutting plane algorithm for the
    linear ordering problem. Operations Research, 32(6), 1195-1220.
    https://doi.org/10.1287/opre.32.6.1195
    """
    start = np.argsort(-counts.sum(axis=1), kind="stable").tolist()
    relaxed = _Relaxed(counts)
    order, bound = relaxed.descend(improve_order(counts, start))
    cost = sum_cost(counts, order)
    if bound < cost:
        return Approach(order, cost, bound, order[:1], None)
    first, settled = _find_first(relaxed, order, cost)
    # an order that keeps every pair of neighbours is the same order
    others = [relaxed.exceeds([(after, before)], cost) for before, after in pairwise(order)]
    unique = len(first) == 1 and all(others)
    if not settled or (None in others and False not in others):
        return Approach(order, cost, cost, first, None)
    return Approach(order, cost, cost, first, unique)


def _find_first(relaxed: _Relaxed, order: list[int], cost: float) -> tuple[list[int], bool]:
    """Items that an order of this cost puts first, and whether that is all of them."""
    first, settled = order[:1], True
    for item in sorted(order[1:]):
        others = [(item, other) for other in order if other != item]
        found = relaxed.exceeds(others, cost)
        first += [item] if found is False else []
        settled &= found is not None
    return first, settled


class _Relaxed:
    """The linear programme of an order; circles once forbidden stay forbidden.

    The variable of a pair i < j is 1 where i comes before j.
    """

    def __init__(self, counts: Floats):
        self.counts = counts
        self.size = len(counts)
        self.pairs = np.triu_indices(self.size, 1)
        self.gain = (counts.T - counts)[self.pairs]
        self.circles = Circles(self.size)
        self.left = MOST_QUESTIONS
        self.found = self._solve(_Ends(self.size))

    def descend(self, order: list[int]) -> tuple[list[int], float]:
        """Return the best order met, and a bound on the cost of any."""
        bound = self._bound(self.found.fun)
        for _ in range(ROUNDS):
            order, circles = self._follow(self.found.x, order)
            if bound >= self._sum_cost(order):
                break
            if not circles:
                return self._descend_whole(order, bound)
            value = self.found.fun
            self._forbid(circles)
            self.found = self._solve(_Ends(self.size))
            bound = max(bound, self._bound(self.found.fun))
            if self.found.fun > value + SOLVER_ERROR:  # else the same would come back
                self.circles.drop_slack(self.found.x)
        return order, min(bound, self._sum_cost(order))

    def _descend_whole(self, order: list[int], bound: float) -> tuple[list[int], float]:
        """The same, by programmes in whole numbers: what no circle is left to tell."""
        for _ in range(ROUNDS_WHOLE):
            shares, value = self._solve_whole()
            bound = max(bound, self._bound(value))
            if shares is None:
                break
            order, circles = self._follow(shares, order)
            if bound >= self._sum_cost(order) or not circles:
                break
            self._forbid(circles)
        return order, min(bound, self._sum_cost(order))

    def _follow(self, variables: Floats, order: list[int]) -> tuple[list[int], list[Circle]]:
        """The better of an order and that to which the shares lead, and their circles."""
        shares = self._share(variables)
        led = improve_order(self.counts, _read_order(shares))
        return min(order, led, key=self._sum_cost), find_spread_circles(shares, EACH)

    def _forbid(self, circles: list[Circle]) -> None:
        for circle in circles:
            self.circles.forbid(circle)

    def exceeds(self, forced: list[tuple[int, int]], cost: float) -> bool | None:
        """Whether every order with these pairs so round has a higher cost than this.

        None where that is not found out.
        """
        ends = _Ends(self.size, forced)
        # moving an end of a variable costs at least its share in the programme's duals
        added = (ends.low * self.found.lower.marginals).sum()
        added -= ((1 - ends.high) * self.found.upper.marginals).sum()
        if self._bound(self.found.fun + added) > cost:
            return True
        while self.left:
            self.left -= 1
            found = self._solve(ends)
            if self._bound(found.fun) > cost:
                return True
            shares = self._share(found.x)
            order = _read_order(shares)
            if ends.hold(order) and self._sum_cost(order) == cost:
                return False
            circles = find_spread_circles(shares, EACH)
            if not circles:
                break
            self._forbid(circles)
        return None

    def _solve(self, ends: _Ends) -> OptimizeResult:
        limits = self.circles.limits
        found: OptimizeResult = linprog(  # type: ignore[call-overload] # nothing sparse in its types
            self.gain,
            A_ub=self.circles.collect() if limits else None,
            b_ub=limits or None,
            bounds=np.column_stack([ends.low, ends.high]),
            method="highs-ipm",
        )
        return found

    def _solve_whole(self) -> tuple[Floats | None, float]:
        """Whole shares, and a bound; no shares where none were found in so many nodes."""
        found = milp(
            self.gain,
            integrality=np.full(len(self.gain), 1),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(self.circles.collect(), ub=self.circles.limits),
            options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
        )
        if found.x is None or found.mip_dual_bound is None:
            return None, float(self.found.fun)
        return np.rint(found.x), float(found.mip_dual_bound)

    def _share(self, variables: Floats) -> Floats:
        shares = np.zeros((self.size, self.size))
        shares[self.pairs] = variables
        shares.T[self.pairs] = 1 - variables
        return shares

    def _sum_cost(self, order: list[int]) -> float:
        return sum_cost(self.counts, order)

    def _bound(self, value: float) -> float:
        """The least cost, a multiple of one half, that a value of the programme allows."""
        return ceil(2 * (value + float(self.counts[self.pairs].sum()) - SOLVER_ERROR)) / 2


class _Ends:
    """Between which numbers each variable lies, where some pairs are forced."""

    def __init__(self, size: int, forced: Sequence[tuple[int, int]] = ()):
        pairs = np.triu_indices(size, 1)
        must = np.zeros((size, size), dtype=bool)
        for before, after in forced:
            must[before, after] = True
        self.forced = forced
        self.low = must[pairs].astype(float)
        self.high = 1 - must.T[pairs].astype(float)

    def hold(self, order: list[int]) -> bool:
        """Whether an order has every forced pair so round."""
        place = np.argsort(order, kind="stable")
        return all(place[before] < place[after] for before, after in self.forced)


def _read_order(shares: Floats) -> list[int]:
    """Items by how many of the others they come before."""
    order: list[int] = np.argsort(-np.round(shares.sum(axis=1), 6), kind="stable").tolist()
    return order
