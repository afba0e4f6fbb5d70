"""The order that disagrees least with the rankers: Kemeny's consensus."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from senco.errors import MeasureError
from senco.rankings.ranks import Rankings, check_rankings

#: Costs are halves; two optima closer than this are the same.
SLACK = 1e-6
#: Rounds in which broken triples are added to the programme.
ROUNDS = 200


@dataclass(frozen=True)
class Kemeny:
    """A consensus order, and whether it is the only one.

    Parameters
    ----------
    order : tuple of hashable, length n_items
        Items, the highest priority first.
    cost : float
        Disagreements summed over rankers and pairs of items: 1 where a ranker
        holds the pair the other way round, 1/2 where the ranker tied it (any
        order costs that), 0 where one of the two is blank.
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
        Where the table is no table of rankings.

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
    places: list[int] = []
    unique = True
    for block in blocks:
        order = _solve_block(counts[np.ix_(block, block)])
        places += [block[place] for place in order]
    first = _find_first(counts, blocks[0], places[: len(blocks[0])])
    unique = len(first) == 1 and all(
        _is_unique(counts, places[start : start + size]) for start, size in _spans(blocks)
    )
    return Kemeny(
        order=tuple(table.columns[places]),
        cost=_cost(counts, places),
        unique=unique,
        first=tuple(table.columns[sorted(first)]),
    )


def _spans(blocks: list[list[int]]) -> list[tuple[int, int]]:
    starts = np.cumsum([0, *(len(block) for block in blocks[:-1])])
    return [(int(start), len(block)) for start, block in zip(starts, blocks, strict=True)]


def _cost(counts: np.ndarray, places: list[int]) -> float:
    return float(np.triu(counts[np.ix_(places, places)].T, 1).sum())


def _cut_blocks(counts: np.ndarray) -> list[list[int]]:
    """Strong components of 'not beaten by majority', the winning block first."""
    _, group = connected_components(counts >= counts.T, directed=True, connection="strong")
    blocks = [np.flatnonzero(group == label).tolist() for label in range(group.max() + 1)]
    # between two blocks every majority points the same way
    beaten = [sum(counts[o[0], b[0]] > counts[b[0], o[0]] for o in blocks) for b in blocks]
    return [blocks[place] for place in np.argsort(beaten, kind="stable")]


def _solve_block(
    counts: np.ndarray, extra: list[tuple[np.ndarray, float]] | None = None
) -> list[int]:
    """Order of least cost; each extra (row, limit) asks row @ x <= limit.

    The variable x of a pair i < j is 1 where i comes before j.
    """
    size = len(counts)
    if size == 1:
        return [0]
    first, second = np.triu_indices(size, 1)
    gain = counts[second, first] - counts[first, second]
    rows = [row for row, _ in extra or []]
    limits = [limit for _, limit in extra or []]
    for _ in range(ROUNDS):
        before = _solve_programme(gain, rows, limits, size)
        broken = _find_circles(before)
        if not broken:
            return np.argsort(-before.sum(axis=1), kind="stable").tolist()
        for circle in broken:
            row, limit = _forbid_circle(circle, size)
            rows.append(row)
            limits.append(limit)
    raise MeasureError(f"no consensus was found within {ROUNDS} rounds")  # pragma: no cover


def _solve_programme(
    gain: np.ndarray, rows: list[np.ndarray], limits: list[float], size: int
) -> np.ndarray:
    limit = LinearConstraint(csr_array(np.array(rows)), ub=limits) if rows else ()
    found = milp(
        gain,
        integrality=np.ones(len(gain)),
        bounds=Bounds(0, 1),
        constraints=limit,
        options={"mip_rel_gap": 0.0},  # the solver's own default stops 0.01 % short
    )
    before = np.zeros((size, size), dtype=int)
    first, second = np.triu_indices(size, 1)
    chosen = np.rint(found.x).astype(int)
    before[first, second], before[second, first] = chosen, 1 - chosen
    return before


def _find_circles(before: np.ndarray) -> list[tuple[int, int, int]]:
    """Every triple a before b before c before a, from its lowest item on."""
    a, b, c = np.nonzero(before[:, :, None] * before[None, :, :] * before.T[:, None, :])
    return [t for t in zip(a.tolist(), b.tolist(), c.tolist(), strict=True) if t[0] == min(t)]


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


def _find_first(counts: np.ndarray, block: list[int], order: list[int]) -> list[int]:
    """Every item that an order of least cost puts first, one solve for each."""
    inner = counts[np.ix_(block, block)]
    size = len(block)
    least = _cost(counts, order)
    first, extra = [order[0]], []
    while len(first) < size:
        winner = block.index(first[-1])
        row = np.zeros(size * (size - 1) // 2)
        others = [place for place in range(size) if place != winner]
        constant = sum(_before(row, winner, other, size, 1.0) for other in others)
        extra.append((row, size - 2 - constant))
        found = [block[place] for place in _solve_block(inner, extra)]
        if _cost(counts, found) > least + SLACK:
            break
        first.append(found[0])
    return first


def _is_unique(counts: np.ndarray, order: list[int]) -> bool:
    """Whether no other order of this block costs as little."""
    inner = counts[np.ix_(order, order)]
    size = len(order)
    # cheap first look: neighbours that half of the rankers would swap
    if any(inner[i, j] == inner[j, i] for i, j in pairwise(range(size))):
        return False
    if size < 3:
        return True
    row = np.ones(size * (size - 1) // 2)
    other = _solve_block(inner, [(row, len(row) - 1)])
    return _cost(inner, other) > _cost(inner, list(range(size))) + SLACK
