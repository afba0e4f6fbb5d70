"""Building a table of rankings to given sums, without a search among all tables.

The constraint solver proves and finds, but takes long over each table. Here sums come
first: of each construct in each part of the rankers, such that the figures are printed.
A table with these sums is then mostly found at once.

Ranks are doubled throughout, so that midranks are whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import Rounding
from senco.measures.audit.readings import Reading
from senco.measures.audit.sums import Plan, plan_sums
from senco.measures.audit.verification import list_faults

#: Swaps without gain after which a part of the rankers is given up.
STALLED = 300
#: Stands for a rank that is still to be given, and for one that a ranker left out.
OPEN, BLANK = -1, 0


def compose(sums: np.ndarray, ends: Sequence[int], given: np.ndarray) -> np.ndarray | None:
    """Find rankings in which some items have the given sums.

    Row by row the item with the most left of its sum is ranked last; what then
    remains is evened out by swaps within rows. Items without sums of their own
    are kept near to each other.

    Parameters
    ----------
    sums : ndarray of int, shape (n_parts, n_summed)
        Sums of doubled ranks of the first items, in each part of the rankers.
    ends : sequence of int
        The first row of each part, and the number of rows.
    given : ndarray of int, shape (n, n_items)
        Doubled ranks that are settled: `BLANK` for one left out, an odd number for each
        of two items that are tied; `OPEN` for all others.

    Returns
    -------
    ndarray of int, shape (n, n_items), or None
        Doubled ranks. None where this way found no table, which proves nothing.

    Examples
    --------
    >>> compose(np.array([[6, 8, 10]]), (0, 2), np.full((2, 3), OPEN))
    array([[4, 2, 6],
           [2, 6, 4]])
    >>> compose(np.array([[4, 4, 16]]), (0, 2), np.full((2, 3), OPEN)) is None
    True
    >>> compose(np.array([[3], [6]]), (0, 1, 2), np.array([[3, 3, OPEN], [OPEN, OPEN, OPEN]]))
    array([[3, 3, 6],
           [6, 4, 2]])
    """
    rows, summed = given.astype(int), sums.shape[1]
    places = [_list_places(row) for row in rows]
    whole = sum(int(own.sum()) for own in places) + int(np.where(rows == OPEN, 0, rows).sum())
    loose = (whole - int(sums.sum())) / len(rows) / max(1, rows.shape[1] - summed)
    carried = np.zeros(rows.shape[1] - summed)
    for own, (start, end) in zip(sums, pairwise(ends), strict=True):
        left = np.concatenate([own, carried + loose * (end - start)])
        part, movable = rows[start:end], given[start:end] == OPEN
        if not _can_rank(own, part):
            return None
        for row, ranks in zip(part, places[start:end], strict=True):
            left -= np.where(row == OPEN, 0, row)
            column = np.flatnonzero(row == OPEN)
            column = column[np.argsort(left[column], kind="stable")]
            row[column] = ranks
            left[column] -= ranks
        if not _even_out(part, left, movable, summed):
            return None
        carried = left[summed:]
    return rows


def _list_places(row: np.ndarray) -> np.ndarray:
    """Doubled ranks of a row that are still to be given, in order."""
    places = 2 * np.arange(1, len(row) - (row == BLANK).sum() + 1)
    tied = row[row > BLANK]
    return places[~np.isin(places, [*(tied - 1), *(tied + 1)])]


def _can_rank(sums: np.ndarray, rows: np.ndarray) -> bool:
    """Whether as many items as have sums could have them; said of rows without blanks only."""
    if (rows == BLANK).any():
        return True
    if len(rows) == 1 and len(np.unique(sums[sums % 2 == 0])) < (sums % 2 == 0).sum():
        return False
    places = 2 * len(rows) * np.arange(1, rows.shape[1] + 1)
    first, last = places[: len(sums)].cumsum(), places[::-1][: len(sums)].cumsum()
    ordered = np.sort(sums)
    return bool((ordered.cumsum() >= first).all() and (ordered[::-1].cumsum() <= last).all())


def _even_out(rows: np.ndarray, left: np.ndarray, movable: np.ndarray, summed: int) -> bool:
    """Swap pairs within rows until nothing is left of any sum."""
    rng = np.random.default_rng(0)  # the same table for the same sums
    stalled = 0
    while stalled < STALLED and (owed := np.flatnonzero(left[:summed])).size:
        item = int(rng.choice(owed))
        sign = 1 if left[item] > 0 else -1
        for other in np.argsort(sign * left, kind="stable").tolist():
            room = -sign * left[other] if other < summed else abs(left[item])
            row = _find_row(rows, movable, (item, other), sign, min(room, abs(left[item])))
            if row is not None:
                break
        else:  # a step sideways: another item takes over a part of the debt
            other = int(rng.integers(len(left)))
            row = _find_row(rows, movable, (item, other), sign, abs(left[item]), rng)
            stalled += 1
        if row is not None:
            moved = rows[row, other] - rows[row, item]
            rows[row, [item, other]] = rows[row, [other, item]]
            left[item] -= moved
            left[other] += moved
    return not left[:summed].any()


def _find_row(
    rows: np.ndarray,
    movable: np.ndarray,
    pair: tuple[int, int],
    sign: int,
    most: float,
    rng: np.random.Generator | None = None,
) -> int | None:
    """A row where swapping two items moves up to so much: the most, or any."""
    item, other = pair
    step = sign * (rows[:, other] - rows[:, item])
    useful = np.flatnonzero((step > 0) & (step <= most) & movable[:, item] & movable[:, other])
    if not len(useful):
        return None
    return int(rng.choice(useful)) if rng else int(useful[np.argmax(step[useful])])


def construct_example(
    reading: Reading, figures: Sequence[Figure], n_items: int, rounding: Rounding
) -> pd.DataFrame | None:
    """Build a table that prints the figures, where that is simple.

    Parameters
    ----------
    reading, figures, n_items, rounding
        As for `senco.measures.audit.decide`.

    Returns
    -------
    DataFrame or None, shape (n, n_items)
        Ranks, NaN for a blank; it has no fault that `list_faults` would find. None where
        this way finds no table, and where figures of more than one subgroup are printed.
    """
    plan = plan_sums(reading, figures, n_items, rounding)
    if plan is None:
        return None
    given = _settle(plan)
    doubled = compose(plan.sums, plan.ends, given)
    if doubled is None:
        return None
    ranks = np.where(given == BLANK, np.nan, doubled / 2)
    names = [f"R{number}" for number in range(1, reading.n + 1)]
    table = pd.DataFrame(ranks, index=names, columns=plan.columns)
    return None if list_faults(table, reading, figures, rounding) else table


def _settle(plan: Plan) -> np.ndarray:
    """Put blanks and ties where the plan has them."""
    given = np.full((plan.ends[-1], len(plan.columns)), OPEN)
    for row, column in plan.blanks:
        given[row, column] = BLANK
    for row, pair, doubled in plan.ties:
        given[row, list(pair)] = doubled
    return given
