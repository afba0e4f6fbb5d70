"""Triples of items that run in a circle, as the constraints that forbid them."""

from __future__ import annotations

from itertools import compress

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
#: Items a, b and c, where a before b before c before a cannot all hold.
Circle = tuple[int, int, int]

#: Within this of a whole number, a share is that number.
SLACK = 1e-6


class Circles:
    """Constraints on the pairs of some items, of which each forbids one circle.

    The variable of a pair i < j is 1 where i comes before j. Only what is not 0 is stored:
    three numbers for each circle, however many items there are.

    Parameters
    ----------
    size : int
        Items.
    """

    def __init__(self, size: int):
        self.size = size
        self._columns: list[tuple[int, int, int]] = []
        self._signs: list[tuple[float, float, float]] = []
        self.limits: list[float] = []

    def forbid(self, circle: Circle) -> None:
        """Allow at most two of a before b, b before c and c before a."""
        a, b, c = circle
        signs = (1.0 if a < b else -1.0, 1.0 if b < c else -1.0, 1.0 if c < a else -1.0)
        self._columns.append((self._find_pair(a, b), self._find_pair(b, c), self._find_pair(c, a)))
        self._signs.append(signs)
        self.limits.append(2.0 - signs.count(-1.0))

    def collect(self) -> csr_array:
        """Return the constraints: `collect() @ variables` is at most `limits`."""
        n_pairs, n_circles = self.size * (self.size - 1) // 2, len(self.limits)
        rows = np.repeat(np.arange(n_circles), 3)
        signs, columns = np.array(self._signs).ravel(), np.array(self._columns).ravel()
        return csr_array((signs, (rows, columns)), shape=(n_circles, n_pairs))

    def drop_slack(self, variables: Floats) -> None:
        """Forget the circles that are further from their limit than need be here."""
        reached = (self.collect() @ variables > np.array(self.limits) - SLACK).tolist()
        self._columns = list(compress(self._columns, reached))
        self._signs = list(compress(self._signs, reached))
        self.limits = list(compress(self.limits, reached))

    def _find_pair(self, i: int, j: int) -> int:
        i, j = min(i, j), max(i, j)
        return i * self.size - i * (i + 1) // 2 + j - i - 1


def find_circles(before: Floats, most: int) -> list[Circle]:
    """Find circles in which the shares of 'row item before column item' add up to over 2.

    Parameters
    ----------
    before : ndarray, shape (n_items, n_items)
        From 0 to 1; a share and that of the other way round sum to 1.
    most : int
        How many to return, the worst first.

    Returns
    -------
    list of tuple of int
        Each once, from its lowest item on.
    """
    circles, excess = _list_circles(before)
    worst = np.argsort(-excess, kind="stable")[:most]
    return [(a, b, c) for a, b, c in circles[worst].tolist()]


def find_spread_circles(before: Floats, each: int) -> list[Circle]:
    """Find such circles, but no pair of items in more than a few of them.

    Circles that share a pair are mostly broken by the same change; those spread over all
    pairs say more, and a programme of many items needs far fewer rounds.

    Parameters
    ----------
    before : ndarray, shape (n_items, n_items)
        As for `find_circles`.
    each : int
        In how many circles a pair may be, one way round.

    Returns
    -------
    list of tuple of int
        The worst first.
    """
    circles, excess = _list_circles(before)
    used = np.zeros(before.shape, dtype=int)
    chosen: list[Circle] = []
    for a, b, c in circles[np.argsort(-excess, kind="stable")].tolist():
        if used[a, b] < each and used[b, c] < each and used[c, a] < each:
            used[[a, b, c], [b, c, a]] += 1
            chosen.append((a, b, c))
    return chosen


def _list_circles(before: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Every circle from its lowest item on, and its sum; one item's at a time, to save memory."""
    found = [np.empty((0, 3), dtype=np.int64)]
    sums = [np.empty(0)]
    for lowest in range(len(before) - 2):
        rest = before[lowest + 1 :, lowest + 1 :]
        there, back = before[lowest, lowest + 1 :], before[lowest + 1 :, lowest]
        trips = there[:, None] + back[None, :] + rest
        b, c = np.nonzero(trips > 2 + SLACK)
        found.append(np.column_stack([np.full(len(b), lowest), b + lowest + 1, c + lowest + 1]))
        sums.append(trips[b, c])
    return np.concatenate(found), np.concatenate(sums)
