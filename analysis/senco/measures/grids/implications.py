"""What follows from what: implications between constructs (Hinkle), also weighted ones.

A cell that was not answered counts neither as an implication nor as none: totals leave
it out, and density is the share of the cells that were answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import networkx as nx
import numpy as np

from senco.cohort.grid import Floats
from senco.cohort.implications import ImplicationGrid
from senco.errors import MeasureError

Relation = Literal["none", "one-way", "reciprocal", "unknown"]
PoleRelation = Literal["none", "parallel", "orthogonal", "ambiguous", "unknown"]


@dataclass(frozen=True)
class ConstructImplications:
    """What one construct implies, and what implies it.

    Parameters
    ----------
    construct : str
        The construct.
    given, received : int
        Number of constructs that it implies, and that imply it.
    reciprocal : int
        Number of constructs with which it goes both ways.
    weight_given, weight_received : float
        Sums of the sizes of the weights, whatever their signs.
    unknown : int
        Cells of its row and column that were not answered.
    """

    construct: str
    given: int
    received: int
    reciprocal: int
    weight_given: float
    weight_received: float
    unknown: int

    @property
    def superordinacy(self) -> int:
        """Implications received less implications given."""
        return self.received - self.given


@dataclass(frozen=True)
class ImplicationSummary:
    """One person's implications as a whole.

    Parameters
    ----------
    n_constructs : int
        Number of constructs.
    total, negative : int
        Implications, and those among them of the opposite change.
    known : int
        Cells that were answered, of ``n_constructs * (n_constructs - 1)``.
    one_way, reciprocal, none, unknown : int
        Number of pairs of constructs of each kind; unknown where one of the two cells is.
    """

    n_constructs: int
    total: int
    negative: int
    known: int
    one_way: int
    reciprocal: int
    none: int
    unknown: int

    @property
    def density(self) -> float | None:
        """Implications as a share of the cells answered, 0 to 1; None where none was."""
        return self.total / self.known if self.known else None


@dataclass(frozen=True)
class Centrality:
    """The position of a construct in the network of implications.

    Parameters
    ----------
    construct : str
        The construct.
    closeness : float
        How few steps lead from it to the others, 0 to 1.
    betweenness : float
        Share of the shortest ways between two others that pass through it, 0 to 1.
    presence, hierarchy : float
        From the mean sizes of its weights: how strongly it is connected, and how far it drives
        the others (above 0) or is driven by them (below 0).
    """

    construct: str
    closeness: float
    betweenness: float
    presence: float
    hierarchy: float


@dataclass(frozen=True)
class PolePair:
    """How two constructs whose poles were asked one by one imply each other.

    Parameters
    ----------
    first, second : int
        Positions of the constructs, from 0.
    forward, backward : {"none", "parallel", "orthogonal", "ambiguous", "unknown"}
        From the first to the second, and back.
    is_reciprocal : bool
        Whether each pole implies the same pole both ways.
    """

    first: int
    second: int
    forward: PoleRelation
    backward: PoleRelation
    is_reciprocal: bool


def count_implications(grid: ImplicationGrid) -> tuple[ConstructImplications, ...]:
    """Count what each construct implies and what implies it.

    Parameters
    ----------
    grid : ImplicationGrid
        The grid.

    Returns
    -------
    tuple of ConstructImplications
        In the order of the grid.

    Notes
    -----
    With Hinkle a construct is superordinate to those that imply it: what changes as a result
    of many changes is what matters. WimpTools turns it round, and calls a construct high in
    the hierarchy that implies more than it is implied by (`find_centrality`).

    References
    ----------
    Hinkle, D. N. (1965). The change of personal constructs from the viewpoint of a theory of
    construct implications. Ohio State University. Reprinted 2010 in Personal Construct Theory
    & Practice, 7, Supplement 1. http://www.pcp-net.org/journal/pctp10/hinkle1965.html

    Examples
    --------
    >>> rows = [[0, 1, 1], [0, 0, 1], [0, 1, 0]]
    >>> found = count_implications(ImplicationGrid(["calm", "kind", "fair"], rows))
    >>> [(one.given, one.received, one.reciprocal, one.superordinacy) for one in found]
    [(2, 0, 0, -2), (1, 2, 1, 1), (1, 2, 1, 1)]
    """
    links, sizes = grid.links, np.abs(np.nan_to_num(grid.weights))
    both = links & links.T
    missing = ~grid.known & ~np.eye(grid.n_constructs, dtype=bool)
    return tuple(
        ConstructImplications(
            construct,
            int(links[i].sum()),
            int(links[:, i].sum()),
            int(both[i].sum()),
            float(sizes[i].sum()),
            float(sizes[:, i].sum()),
            int(missing[i].sum() + missing[:, i].sum()),
        )
        for i, construct in enumerate(grid.constructs)
    )


def find_relations(grid: ImplicationGrid) -> tuple[tuple[int, int, Relation], ...]:
    """Return how each pair of constructs is related.

    Parameters
    ----------
    grid : ImplicationGrid
        The grid.

    Returns
    -------
    tuple of (int, int, str)
        Positions of the pair, and "none", "one-way", "reciprocal", or "unknown" where one of
        its two cells was not answered.

    Examples
    --------
    >>> find_relations(ImplicationGrid(["calm", "kind"], [[0, 1], [0, 0]]))
    ((0, 1, 'one-way'),)
    """
    links, known = grid.links, grid.known
    found: list[tuple[int, int, Relation]] = []
    for i, j in combinations(range(grid.n_constructs), 2):
        relation: Relation = "unknown"
        if known[i, j] and known[j, i]:
            if links[i, j] and links[j, i]:
                relation = "reciprocal"
            else:
                relation = "one-way" if links[i, j] or links[j, i] else "none"
        found.append((i, j, relation))
    return tuple(found)


def summarise_implications(grid: ImplicationGrid) -> ImplicationSummary:
    """Count implications and pairs of each kind.

    Parameters
    ----------
    grid : ImplicationGrid
        The grid.

    Returns
    -------
    ImplicationSummary
        With the density.

    Examples
    --------
    >>> found = summarise_implications(ImplicationGrid(["calm", "kind"], [[0, -1], [1, 0]]))
    >>> found.total, found.negative, found.reciprocal, found.density
    (2, 1, 1, 1.0)
    """
    kinds = [relation for _, _, relation in find_relations(grid)]
    return ImplicationSummary(
        grid.n_constructs,
        int(grid.links.sum()),
        int((np.nan_to_num(grid.weights) < 0).sum()),
        int(grid.known.sum()),
        kinds.count("one-way"),
        kinds.count("reciprocal"),
        kinds.count("none"),
        kinds.count("unknown"),
    )


def find_centrality(grid: ImplicationGrid) -> tuple[Centrality, ...]:
    """Return the position of each construct in the network of implications.

    Parameters
    ----------
    grid : ImplicationGrid
        The grid; a cell that was not answered counts as no implication.

    Returns
    -------
    tuple of Centrality
        In the order of the grid.

    Notes
    -----
    Every implication is one step long, whatever its weight, as in WimpTools. Closeness is ``r /
    (n - 1) * r / d`` for a construct from which r of the other n - 1 are reached by d steps in
    all. Where every construct can be reached, this is closeness as in WimpTools; where one
    cannot, WimpTools gives 0. GridFCM counts the steps that lead to a construct. Presence is
    ``(out + in) / sqrt(2)`` and hierarchy ``(out - in) / sqrt(2)``, of the sums of the weights'
    sizes divided by n - 1.

    References
    ----------
    Sanfeliciano, A. (2025). WimpTools: Tools for the analysis of weighted implication grids.
    https://github.com/GICUNED/WimpTools
    Sanfeliciano, A., & Saúl, L. A. (2022). GridFCM: A tool for creating Fuzzy Cognitive Maps.
    doi:10.5281/zenodo.6476591
    Freeman, L. C. (1978). Centrality in social networks: Conceptual clarification. Social
    Networks, 1(3), 215-239. doi:10.1016/0378-8733(78)90021-7

    Examples
    --------
    >>> rows = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    >>> found = find_centrality(ImplicationGrid(["calm", "kind", "fair"], rows))
    >>> [round(one.closeness, 3) for one in found], [one.betweenness for one in found]
    ([0.667, 0.5, 0.0], [0.0, 0.5, 0.0])
    """
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(grid.n_constructs))
    graph.add_edges_from((int(i), int(j)) for i, j in np.argwhere(grid.links))
    near = nx.closeness_centrality(graph.reverse())  # networkx counts the ways that lead in
    between = nx.betweenness_centrality(graph)
    sizes = np.abs(np.nan_to_num(grid.weights)) / (grid.n_constructs - 1)
    out, into = sizes.sum(1), sizes.sum(0)
    return tuple(
        Centrality(
            construct,
            float(near[i]),
            float(between[i]),
            float((out[i] + into[i]) / np.sqrt(2)),
            float((out[i] - into[i]) / np.sqrt(2)),
        )
        for i, construct in enumerate(grid.constructs)
    )


def classify_poles(grid: ImplicationGrid) -> tuple[PolePair, ...]:
    """Return Hinkle's kinds of implication, where each pole was asked by itself.

    Parameters
    ----------
    grid : ImplicationGrid
        Its rows and columns are poles; the two poles of a construct are next to each other.

    Returns
    -------
    tuple of PolePair
        One for each pair of constructs.

    Raises
    ------
    MeasureError
        If the number of poles is odd, or there are fewer than two constructs.

    Notes
    -----
    From A to B an implication is parallel where each pole of A implies one pole of B, and
    different ones; orthogonal where one pole of A implies one of B, and the other pole none;
    ambiguous where a pole implies both poles of B, or both poles imply the same one.
    Reciprocal are parallel implications that hold both ways.

    References
    ----------
    Hinkle, D. N. (1965). The change of personal constructs from the viewpoint of a theory of
    construct implications. Ohio State University.
    http://www.pcp-net.org/journal/pctp10/hinkle1965.html

    Examples
    --------
    >>> poles = ["calm", "hurried", "kind", "cold"]
    >>> rows = [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 0, 0, 0]]
    >>> pair = classify_poles(ImplicationGrid(poles, rows))[0]
    >>> pair.forward, pair.backward, pair.is_reciprocal
    ('parallel', 'orthogonal', False)
    """
    n = grid.n_constructs
    if n % 2 or n < 4:
        raise MeasureError(
            f"{n} poles cannot be paired: two are needed for each of at least two constructs"
        )
    values = np.where(np.isnan(grid.weights), np.nan, (grid.weights != 0).astype(float))
    pairs = []
    for a, b in combinations(range(n // 2), 2):
        one, other = slice(2 * a, 2 * a + 2), slice(2 * b, 2 * b + 2)
        there, back = values[one, other], values[other, one]
        kinds = _classify(there), _classify(back)
        mutual = kinds == ("parallel", "parallel") and bool((there == back.T).all())
        pairs.append(PolePair(a, b, *kinds, mutual))
    return tuple(pairs)


def _classify(arcs: Floats) -> PoleRelation:
    if np.isnan(arcs).any():
        return "unknown"
    count = int(arcs.sum())
    if count == 0:
        return "none"
    if count == 1:
        return "orthogonal"
    different = count == 2 and (arcs.sum(0) == 1).all() and (arcs.sum(1) == 1).all()
    return "parallel" if different else "ambiguous"
