"""Hierarchical clustering of constructs and elements.

A construct and its reflection say the same thing, so constructs are first aligned:
the grid is clustered together with its own reflection, and each construct is taken
as it first occurs in that tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.components import principal_components
from senco.measures.grids.distances import Metric, profile_distances
from senco.measures.tolerance import TOLERANCE

Linkage = Literal["ward", "ward-unsquared", "single", "complete", "average"]


@dataclass(frozen=True)
class Tree:
    """The steps of an agglomeration.

    Parameters
    ----------
    merges : tuple of (int, int)
        What each step joins: an item below `n`, or ``n + k`` for what step k made.
        An item stands before a cluster, an older cluster before a younger one.
    heights : tuple of float
        The distance at which each step joins.
    order : tuple of int
        The items from the first to the last leaf.
    """

    merges: tuple[tuple[int, int], ...]
    heights: tuple[float, ...]
    order: tuple[int, ...]


@dataclass(frozen=True)
class Clustering:
    """Constructs and elements in the order of their trees.

    Parameters
    ----------
    construct_order : tuple of int
        Positions of the constructs, top to bottom.
    reflected : tuple of int
        Positions of the constructs whose poles were exchanged, in rising order.
    element_order : tuple of int
        Positions of the elements, left to right.
    construct_tree, element_tree : Tree
        The trees; their items are the positions in the grid as it was given.
    """

    construct_order: tuple[int, ...]
    reflected: tuple[int, ...]
    element_order: tuple[int, ...]
    construct_tree: Tree
    element_tree: Tree


def agglomerate(distances: Floats, linkage: Linkage = "ward") -> Tree:
    """Join the nearest two clusters until one is left.

    Parameters
    ----------
    distances : ndarray
        Shape ``(n, n)``, symmetric, without NaN.
    linkage : {"ward", "ward-unsquared", "single", "complete", "average"}
        "ward" works on squared distances (R's ward.D2, SciPy's ward);
        "ward-unsquared" on the distances as they are (R's ward.D).

    Returns
    -------
    Tree
        Of n - 1 steps.

    Raises
    ------
    MeasureError
        If the linkage is unknown or a distance is undefined.

    Notes
    -----
    A cluster goes by its lowest item and remembers its nearest cluster of a higher
    number; a remembered neighbour gives way to a nearer one only. Among pairs at
    the same distance, the one with the lowest first number is joined.

    References
    ----------
    Murtagh, F., & Legendre, P. (2014). Ward's hierarchical agglomerative clustering
    method: Which algorithms implement Ward's criterion? Journal of
    Classification, 31, 274-295. doi:10.1007/s00357-014-9161-z

    Examples
    --------
    >>> tree = agglomerate(np.array([[0.0, 3, 1], [3, 0, 2], [1, 2, 0]]), "single")
    >>> tree.merges, tree.heights, tree.order
    (((0, 2), (1, 3)), (1.0, 2.0), (1, 0, 2))
    """
    if linkage not in _UPDATES:
        raise MeasureError(f"unknown linkage '{linkage}'; known: {', '.join(_UPDATES)}")
    if np.isnan(distances).any():
        raise MeasureError("a distance is undefined, so nothing can be clustered")
    squared = linkage == "ward"
    state = _Agglomeration((distances**2 if squared else distances).tolist(), linkage)
    heights = state.run()
    if squared:
        heights = [float(np.sqrt(max(height, 0.0))) for height in heights]
    return Tree(tuple(state.merges), tuple(heights), tuple(state.leaves(len(distances))))


def _ward(d1: float, d2: float, d12: float, m1: float, m2: float, mk: float) -> float:
    return ((m1 + mk) * d1 + (m2 + mk) * d2 - mk * d12) / (m1 + m2 + mk)


def _average(d1: float, d2: float, d12: float, m1: float, m2: float, mk: float) -> float:
    return (m1 * d1 + m2 * d2) / (m1 + m2)


def _single(d1: float, d2: float, d12: float, m1: float, m2: float, mk: float) -> float:
    return d1 if d1 < d2 else d2


def _complete(d1: float, d2: float, d12: float, m1: float, m2: float, mk: float) -> float:
    return d1 if d1 > d2 else d2


_UPDATES = {
    "ward": _ward,
    "ward-unsquared": _ward,
    "single": _single,
    "complete": _complete,
    "average": _average,
}


class _Agglomeration:
    """Clusters under way. Plain lists: for grids they are faster than arrays."""

    def __init__(self, rows: list[list[float]], linkage: Linkage):
        n = len(rows)
        self.rows = rows
        # distances closer than this are equal, and the one that is looked at first is taken
        self.slack = TOLERANCE * max(map(max, rows), default=0.0)
        self.update = _UPDATES[linkage]
        self.active = list(range(n))
        self.sizes = [1.0] * n  # as floats, which Python multiplies by floats faster
        self.ids = list(range(n))
        self.merges: list[tuple[int, int]] = []
        self.nearest = [0] * n
        self.nearness = [float("inf")] * n  # of the last cluster, and of one that was joined
        for i in range(n):
            self._look_up(i, range(i + 1, n))

    def _look_up(self, i: int, candidates: Iterable[int]) -> None:
        row, slack = self.rows[i], self.slack
        best = nearer = float("inf")
        place = 0
        for j in candidates:
            if row[j] < nearer:
                best, place = row[j], j
                nearer = best - slack
        self.nearest[i], self.nearness[i] = place, best

    def run(self) -> list[float]:
        n, nearness, ids, active = len(self.rows), self.nearness, self.ids, self.active
        heights = []
        for made in range(n, 2 * n - 1):
            least = min(nearness) + self.slack
            for i in active:
                if nearness[i] <= least:
                    break
            j = self.nearest[i]
            heights.append(nearness[i])
            # Items come before clusters, and older clusters before younger ones.
            one, other = ids[i], ids[j]
            self.merges.append((one, other) if one < other else (other, one))
            ids[i] = made
            self._join(i, j)
        return heights

    def _join(self, i: int, j: int) -> None:
        rows, sizes, nearest, nearness = self.rows, self.sizes, self.nearest, self.nearness
        active, update, row_i, row_j = self.active, self.update, rows[i], rows[j]
        apart, m_i, m_j = row_i[j], sizes[i], sizes[j]
        active.remove(j)
        nearest[i], nearness[j] = i, float("inf")
        sizes[i] += m_j
        for k in active:
            row_i[k] = rows[k][i] = update(row_i[k], row_j[k], apart, m_i, m_j, sizes[k])
            if k < i and row_i[k] < nearness[k] - self.slack:
                nearest[k] = i
        for at, k in enumerate(active, 1):
            if nearest[k] == i or nearest[k] == j:
                self._look_up(k, active[at:])

    def leaves(self, n: int) -> list[int]:
        members: list[list[int]] = [[i] for i in range(n)]
        for first, second in self.merges:
            members.append(members[first] + members[second])
        return members[-1]


def _tree(values: Floats, metric: Metric, linkage: Linkage, power: float) -> Tree:
    apart = profile_distances(values, metric, power)
    if np.isnan(apart).any():
        raise MeasureError("a pair shares no rating, so nothing can be clustered")
    return agglomerate(apart, linkage)


def align_constructs(
    grid: Grid, metric: Metric = "euclidean", linkage: Linkage = "ward-unsquared", power: float = 2
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Turn constructs so that those that say the same point the same way.

    Parameters
    ----------
    grid : Grid
        The grid.
    metric, linkage, power : str, str, float
        As for `find_distances` and `agglomerate`.

    Returns
    -------
    order : tuple of int
        Positions of the constructs, as they first occur in the doubled grid's tree.
    reflected : tuple of int
        Positions of those that occur there reflected first. Exchanging the
        poles of all constructs at once is an equally good answer.

    Raises
    ------
    MeasureError
        If two constructs share no rated element.

    Notes
    -----
    Constructs that join their own reflection before they join any other have no
    direction in common with the rest; they are taken as they first occur.
    """
    n = grid.n_constructs
    doubled = np.vstack([grid.ratings, sum(grid.scale) - grid.ratings])
    order: list[int] = []
    reflected: list[int] = []
    seen: set[int] = set()
    for leaf in reversed(_tree(doubled, metric, linkage, power).order):
        if leaf % n not in seen:
            seen.add(leaf % n)
            order.append(leaf % n)
            if leaf >= n:
                reflected.append(leaf % n)
    return tuple(order), tuple(sorted(reflected))


def cluster(
    grid: Grid,
    metric: Metric = "euclidean",
    linkage: Linkage = "ward-unsquared",
    power: float = 2,
    align: bool = True,
) -> Clustering:
    """Cluster constructs and elements.

    Parameters
    ----------
    grid : Grid
        With at least two constructs and two elements.
    metric, linkage, power : str, str, float
        As for `find_distances` and `agglomerate`.
    align : bool
        Reflect constructs first, as `align_constructs` says.

    Returns
    -------
    Clustering
        Orders, reflected constructs and trees.

    Raises
    ------
    MeasureError
        If there is one construct or element only, or a pair shares no rating.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y"), ("u", "v")], [[1, 2, 5], [5, 4, 1]], (1, 5))
    >>> clustering = cluster(grid)
    >>> len(clustering.reflected), clustering.element_order
    (1, (2, 0, 1))
    """
    if grid.n_constructs < 2 or grid.n_elements < 2:
        raise MeasureError("clustering needs at least two constructs and two elements")
    rows = list(range(grid.n_constructs))
    columns = list(range(grid.n_elements))
    ratings = grid.ratings
    reflected: tuple[int, ...] = ()
    if align:
        order, reflected = align_constructs(grid, metric, linkage, power)
        rows = list(order)
        columns = list(_tree(ratings.T, metric, linkage, power).order)
        ratings = grid.ratings.copy()
        ratings[list(reflected)] = sum(grid.scale) - ratings[list(reflected)]
        ratings = ratings[np.ix_(rows, columns)]
    construct_tree = _rename(_tree(ratings, metric, linkage, power), rows)
    element_tree = _rename(_tree(ratings.T, metric, linkage, power), columns)
    return Clustering(
        construct_tree.order[::-1], reflected, element_tree.order, construct_tree, element_tree
    )


def _rename(tree: Tree, names: list[int]) -> Tree:
    n = len(names)
    places = [*names, *range(n, n + len(tree.merges))]
    merges = tuple((places[one], places[other]) for one, other in tree.merges)
    return Tree(merges, tree.heights, tuple(names[i] for i in tree.order))


def arrange(grid: Grid, clustering: Clustering) -> Grid:
    """Return the grid as in a Bertin display: reordered and reflected, like next to like.

    Parameters
    ----------
    grid : Grid
        The grid that was clustered.
    clustering : Clustering
        From `cluster`.

    Returns
    -------
    Grid
        Like constructs, and like elements, side by side.

    Examples
    --------
    The first and the last of three elements are rated alike, and are placed side by side.

    >>> constructs = [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(["me", "Bob", "Ann"], constructs, [[1, 5, 1], [2, 4, 2]], (1, 5))
    >>> arrange(grid, cluster(grid)).elements
    ('Bob', 'me', 'Ann')
    """
    turned = grid.reflect(clustering.reflected)
    return turned.select(clustering.construct_order, clustering.element_order)


def align_by_ideal(grid: Grid, ideal_side: Literal["left", "right"] = "right") -> Grid:
    """Reflect constructs so that the ideal element is on one side.

    Parameters
    ----------
    grid : Grid
        With an ideal element.
    ideal_side : {"left", "right"}
        The side on which the ideal should be.

    Returns
    -------
    Grid
        A construct with the ideal at the midpoint, or not rated, stays as it is.

    Raises
    ------
    MeasureError
        If no ideal element is named.

    Examples
    --------
    >>> constructs = [("calm", "hurried")]
    >>> grid = Grid(["me", "best"], constructs, [[4, 1]], (1, 5), ideal_element="best")
    >>> turned = align_by_ideal(grid)
    >>> turned.constructs[0].label, turned.ratings.tolist()
    ('hurried – calm', [[2.0, 5.0]])
    """
    if grid.ideal_index is None:
        raise MeasureError("name the ideal element of the grid first")
    if ideal_side not in ("left", "right"):
        raise MeasureError(f"the side must be 'left' or 'right', not '{ideal_side}'")
    deviation = np.nan_to_num(grid.ratings[:, grid.ideal_index] - grid.midpoint)
    wrong = deviation < 0 if ideal_side == "right" else deviation > 0
    return grid.reflect(np.flatnonzero(wrong).tolist())


def align_by_loadings(grid: Grid) -> Grid:
    """Reflect constructs with a negative loading on the first component.

    Parameters
    ----------
    grid : Grid
        The grid; constructs that do not vary stay as they are.

    Returns
    -------
    Grid
        The same ratings up to reflection.

    Raises
    ------
    MeasureError
        If fewer than two constructs vary.
    """
    loadings = principal_components(grid, 1, "none").loadings[:, 0]
    return grid.reflect(np.flatnonzero(loadings < -1e-12).tolist())
