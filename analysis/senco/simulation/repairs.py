"""Moving drawn rankings, swap by swap, until columns have the sums they must have.

A table is held as `order`: the item at each place, shape (n, k), so that every
step keeps each row a ranking.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Passes without any possible swap after which a table is given up.
STALLED = 25
PASSES = 2_000


@dataclass(frozen=True)
class Target:
    """A sum of ranks to be met.

    Parameters
    ----------
    columns : tuple of int
        Items of one construct or theme.
    rows : ndarray of int
        Rankers over whom the sum runs.
    total : float
        The sum. Where it ends in a half, one of the rows gets a tied pair.
    """

    columns: tuple[int, ...]
    rows: np.ndarray
    total: float


def repair(
    order: np.ndarray, targets: list[Target], frozen: np.ndarray, rng: np.random.Generator
) -> bool:
    """Swap items with their neighbours until every target's whole sum is met.

    Only an item of a target and an item of none change places, so a target
    that is met stays met.

    Parameters
    ----------
    order : ndarray of int, shape (n_participants, n_items)
        Item at each place; changed in place.
    targets : list of Target
        Sums, over disjoint pairs of columns and rows.
    frozen : ndarray of bool, shape (n_participants, n_items)
        Places of which the item must stay: blanks.
    rng : numpy.random.Generator
        Chooses the rows and, in a theme, the columns.

    Returns
    -------
    bool
        Whether every sum was met.
    """
    fixed = np.zeros(order.shape[1], dtype=bool)
    for target in targets:
        fixed[list(target.columns)] = True
    return all(_repair_one(order, target, fixed, frozen, rng) for target in targets)


def _repair_one(
    order: np.ndarray,
    target: Target,
    fixed: np.ndarray,
    frozen: np.ndarray,
    rng: np.random.Generator,
) -> bool:
    rows, columns = target.rows, np.array(target.columns)
    stalled = 0
    for _ in range(PASSES):
        part = order[rows]
        gap = int(target.total // 1) - _sum_ranks(part, columns)
        if gap == 0:
            return True
        column = columns[rng.integers(len(columns), size=len(rows))]
        place = np.argmax(part == column[:, None], axis=1)
        goal = _next_free(place, ~fixed[part] & ~frozen[rows], np.sign(gap))
        steps = np.abs(goal - place)
        moves = rng.permutation(np.flatnonzero((steps > 0) & (steps <= abs(gap))))
        moves = moves[np.cumsum(steps[moves]) <= abs(gap)]
        stalled = 0 if len(moves) else stalled + 1
        if stalled > STALLED:
            return False
        here, there, at = place[moves], goal[moves], rows[moves]
        order[at, here], order[at, there] = order[at, there], order[at, here]
    return False


def _sum_ranks(part: np.ndarray, columns: np.ndarray) -> int:
    return int((np.nonzero(np.isin(part, columns))[1] + 1).sum())


def _next_free(place: np.ndarray, free: np.ndarray, direction: int) -> np.ndarray:
    """Nearest free place after (or before) each place; the place itself if none."""
    positions = np.arange(free.shape[1])
    if direction > 0:
        ahead = np.where(free & (positions > place[:, None]), positions, free.shape[1])
        goal = ahead.min(axis=1)
    else:
        ahead = np.where(free & (positions < place[:, None]), positions, -1)
        goal = ahead.max(axis=1)
    return np.where((goal >= 0) & (goal < free.shape[1]), goal, place)


def read_ranks(
    order: np.ndarray, targets: list[Target], frozen: np.ndarray, rng: np.random.Generator
) -> np.ndarray | None:
    """Turn places into ranks, with blanks and the ties that half sums ask for.

    Parameters
    ----------
    order, targets, frozen, rng
        As in `repair`, after it.

    Returns
    -------
    ndarray of float, shape (n_participants, n_items), or None
        None where no row can hold a tie that is needed.
    """
    n, k = order.shape
    ranks = np.empty((n, k))
    ranks[np.arange(n)[:, None], order] = np.arange(1.0, k + 1)
    fixed = {column for target in targets for column in target.columns}
    for target in targets:
        if target.total % 1 and not _tie_one(order, ranks, target, fixed, frozen, rng):
            return None
    rows, places = np.nonzero(frozen)
    ranks[rows, order[rows, places]] = np.nan
    return ranks


def _tie_one(
    order: np.ndarray,
    ranks: np.ndarray,
    target: Target,
    fixed: set[int],
    frozen: np.ndarray,
    rng: np.random.Generator,
) -> bool:
    """Tie one item of the target with the item below it, in a row without a tie."""
    k = order.shape[1]
    for row in rng.permutation(target.rows):
        for column in target.columns:
            place = int(np.flatnonzero(order[row] == column)[0])
            below = int(order[row, place + 1]) if place + 1 < k else -1
            untied = (ranks[row] % 1 == 0).all() and not frozen[
                row, [place, min(place + 1, k - 1)]
            ].any()
            if below >= 0 and below not in fixed and untied:
                ranks[row, [column, below]] = place + 1.5
                return True
    return False
