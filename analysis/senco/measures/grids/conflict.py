"""Conflict: constructs that cannot all hold together.

Three readings of the same idea, from Slade and Sheehan's signs over Bassler's sizes
to Bell's distances. All are shares of the triads, or triangles, that could conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.components import varying_correlations
from senco.measures.grids.correlations import list_pairs
from senco.measures.tolerance import above

#: Up to this number of constructs all triads are held at once (9,880 of them).
_HELD_AT_ONCE = 40


@dataclass(frozen=True)
class TriadConflict:
    """Triads of constructs whose correlations do not fit together.

    Parameters
    ----------
    imbalanced : int
        Number of triads in conflict.
    total : int
        Number of triads of the constructs that vary.
    triads : tuple of tuple of int
        Positions of the constructs in conflict, where they were asked for.
    """

    imbalanced: int
    total: int
    triads: tuple[tuple[int, int, int], ...] = ()

    @property
    def share(self) -> float:
        """Imbalanced triads as a share of all, 0 to 1."""
        return self.imbalanced / self.total


def _varying_triads(grid: Grid) -> tuple[Floats, tuple[int, ...], int]:
    correlations, used = varying_correlations(grid)
    n = len(used)
    if n < 3:
        raise MeasureError(f"only {n} constructs vary; a triad needs three")
    return correlations, used, n * (n - 1) * (n - 2) // 6


def conflict_slade_sheehan(grid: Grid) -> TriadConflict:
    """Count triads whose product of correlations is not positive (Slade & Sheehan).

    Parameters
    ----------
    grid : Grid
        The grid; constructs that do not vary are left out.

    Returns
    -------
    TriadConflict
        A triad is balanced only if its product is positive: a correlation of 0 (to
        rounding) leaves it imbalanced.

    Raises
    ------
    MeasureError
        If fewer than three constructs vary.

    Notes
    -----
    Summed over all triads, the product of signs is a sixth of the trace of the
    sign matrix cubed; so is the number of triads without a zero. Half of both
    together is the number of positive triads.

    References
    ----------
    Slade, P. D., & Sheehan, M. J. (1979). The measurement of 'conflict' in repertory
    grids. British Journal of Psychology, 70(4), 519-524.

    Examples
    --------
    The first construct goes with the second and with the third, and these two go against one
    another.

    >>> ratings = [[1, 3, 3, 5], [2, 5, 1, 4], [2, 1, 5, 4]]
    >>> constructs = [("a", "b"), ("c", "d"), ("e", "f")]
    >>> found = conflict_slade_sheehan(Grid(["P", "Q", "R", "S"], constructs, ratings, (1, 5)))
    >>> found.imbalanced, found.total
    (1, 1)
    """
    correlations, _, total = _varying_triads(grid)
    signs = np.sign(correlations) - np.eye(len(correlations))
    sizes = np.abs(signs)
    summed = ((signs @ signs) * signs).sum() / 6
    nonzero = ((sizes @ sizes) * sizes).sum() / 6
    return TriadConflict(total - round(float(nonzero + summed) / 2), total)


@lru_cache(maxsize=8)
def _all_triads(n: int) -> np.ndarray:
    return np.array(list(combinations(range(n), 3))).T


def _blocks_of_triads(n: int) -> Iterator[np.ndarray]:
    """Yield positions of triads, shape ``(3, n_triads)``, in order."""
    if n <= _HELD_AT_ONCE:
        yield _all_triads(n)
        return
    for first in range(n - 2):
        second, third = np.triu_indices(n - first - 1, 1)
        yield np.stack([np.full(second.shape, first), second + first + 1, third + first + 1])


def conflict_bassler(
    grid: Grid,
    criterion: float = 0.03,
    divisor: float = 3.0,
    bounded: bool = False,
    list_triads: bool = False,
) -> TriadConflict:
    """Count triads whose correlations do not fit in size (Bassler et al.).

    Parameters
    ----------
    grid : Grid
        The grid; constructs that do not vary are left out.
    criterion : float
        How far a triad may be out before it counts.
    divisor : float
        Fisher's Z is divided by this. The published value is 3. OpenRepGrid 0.1.18
        documents 3 and computes with 1.
    bounded : bool
        Hold the divided Z within -1 and 1.
    list_triads : bool
        Whether to list the triads in conflict.

    Returns
    -------
    TriadConflict
        Counts, and the triads if asked for.

    Raises
    ------
    MeasureError
        If fewer than three constructs vary.

    Notes
    -----
    A correlation of 1 or -1 has no finite Z. It means that two constructs are the same, or one
    is the other reversed, so both relate to any third in the same way: the third relation is
    implied to be as large as the second, and there is no conflict. (A large number in place of
    the infinite one puts them in conflict with nearly every third.)

    References
    ----------
    Bassler, M., Krauthauser, H., & Hoffmann, S. O. (1992). A new approach to the
    identification of cognitive conflicts in the repertory grid: An illustrative
    case study. Journal of Constructivist Psychology, 5(1), 95-111.

    Examples
    --------
    >>> ratings = [[1, 3, 3, 5], [2, 5, 1, 4], [2, 1, 5, 4]]
    >>> constructs = [("a", "b"), ("c", "d"), ("e", "f")]
    >>> found = conflict_bassler(Grid(["P", "Q", "R", "S"], constructs, ratings, (1, 5)))
    >>> found.imbalanced, found.total
    (1, 1)
    """
    correlations, used, total = _varying_triads(grid)
    with np.errstate(divide="ignore"):  # of 1 and -1 it is infinite
        transformed = np.arctanh(correlations) / divisor
    if bounded:
        transformed = np.clip(transformed, -1.0, 1.0)
    imbalanced = 0
    listed: list[tuple[int, int, int]] = []
    for triads in _blocks_of_triads(len(used)):
        flags = _bassler_imbalance(transformed, triads, criterion)
        imbalanced += int(flags.sum())
        if list_triads:
            listed += [tuple(used[k] for k in t) for t in triads[:, flags].T.tolist()]
    return TriadConflict(imbalanced, total, tuple(listed))


def _bassler_imbalance(transformed: Floats, triads: np.ndarray, criterion: float) -> np.ndarray:
    values = transformed[triads[[0, 0, 1]], triads[[1, 2, 2]]]
    weakest = np.abs(values).argmin(0), np.arange(values.shape[1])
    # two constructs that are one, or one turned round, stand to any third alike
    values = np.where(np.isinf(values), np.sign(values), values)
    smallest = values[weakest]
    product = (values[[1, 0, 0]] * values[[2, 2, 1]])[weakest]
    # What the two larger relations imply for the third, less what it is.
    excess = np.where(product > 0, product - smallest, smallest - product)
    return above(excess, criterion)


@dataclass(frozen=True, eq=False)
class TriangleConflict:
    """Triangles of an element and two constructs that break the triangle inequality.

    Parameters
    ----------
    actual, potential : int
        Triangles in conflict, and triangles in all.
    elements : ndarray of int
        Shape ``(n_elements,)``: conflicts with each element.
    constructs : ndarray of int
        Shape ``(n_constructs,)``: conflicts with each construct; each counts for two.
    """

    actual: int
    potential: int
    elements: np.ndarray
    constructs: np.ndarray

    @property
    def share(self) -> float:
        """Conflicts as a share of all triangles, 0 to 1."""
        return self.actual / self.potential


def conflict_bell(grid: Grid, power: float = 2.0) -> TriangleConflict:
    """Count conflicts of an element with two constructs (Bell).

    Parameters
    ----------
    grid : Grid
        The grid; a triangle with a missing rating is left out.
    power : float
        Exponent of the Minkowski distance between constructs, at least 1.

    Returns
    -------
    TriangleConflict
        In all, by element and by construct.

    Raises
    ------
    MeasureError
        If there are fewer than two constructs or elements, or no triangle is complete.

    Notes
    -----
    The element's distance from a construct is its rating; the constructs' distance
    is the mean over the other elements. A conflict is a side longer than the other
    two together.

    References
    ----------
    Bell, R. C. (2004). A new approach to measuring inconsistency or conflict in
    grids. Personal Construct Theory & Practice, 1, 53-59.

    Examples
    --------
    >>> grid = Grid(["P", "Q"], [("a", "b"), ("c", "d")], [[1, 1], [5, 1]], (1, 5))
    >>> found = conflict_bell(grid)
    >>> found.actual, found.potential, found.elements.tolist()
    (2, 2, [1, 1])
    """
    if grid.n_constructs < 2 or grid.n_elements < 2:
        raise MeasureError("Bell's conflict needs two constructs and two elements")
    by_element = np.zeros(grid.n_elements, int)
    by_construct = np.zeros(grid.n_constructs, int)
    potential = 0
    first, second = list_pairs(grid.n_constructs)
    size = max(1, 200_000 // grid.n_elements)
    for start in range(0, first.size, size):
        one, other = first[start : start + size], second[start : start + size]
        complete, broken = _find_broken(grid.ratings[one], grid.ratings[other], power)
        potential += int(complete.sum())
        by_element += broken.sum(0)
        for constructs in (one, other):
            np.add.at(by_construct, constructs, broken.sum(1))
    if potential == 0:
        raise MeasureError("no element is rated on two constructs: Bell's conflict is undefined")
    return TriangleConflict(int(by_element.sum()), potential, by_element, by_construct)


def _find_broken(one: Floats, other: Floats, power: float) -> tuple[np.ndarray, np.ndarray]:
    """Return which triangles are complete, and which of them break the inequality.

    A row of `one` and the same row of `other` are the ratings of two constructs; the arrays
    have the shape ``(n_pairs, n_elements)``.
    """
    gaps = np.abs(one - other)
    complete = ~np.isnan(gaps)
    gaps = np.where(complete, gaps, 0.0)
    powers = gaps**power
    shared = complete.sum(1, keepdims=True)
    others = np.maximum(powers.sum(1, keepdims=True) - powers, 0.0)
    between = (others / np.maximum(shared - 1, 1)) ** (1 / power)
    # Sides that are as long as the other two together are no conflict.
    broken = above(np.stack([between, gaps]), np.stack([one + other, between])).any(0)
    complete &= shared > 1
    return complete, broken & complete
