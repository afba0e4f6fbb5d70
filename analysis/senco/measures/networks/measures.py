"""Measures of a two-mode network of participants and influences."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.errors import MeasureError

MODES = ("participant", "influence")


def build_network(ties: pd.DataFrame) -> nx.Graph[str]:
    """Return the two-mode network of a table of ties.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        Number of statements in each cell, or evidence; missing is no tie.

    Returns
    -------
    networkx.Graph
        Node attribute ``mode`` is "participant" or "influence"; edge attribute
        ``weight`` is the cell. Nodes without a tie are kept.

    Raises
    ------
    MeasureError
        Where a name is both a participant's and an influence's, occurs twice, or a cell is
        negative or endless.

    Examples
    --------
    >>> people, influences = ["P1", "P2", "P3"], ["law", "team"]
    >>> ties = pd.DataFrame([[2, 0], [1, 1], [0, 1]], index=people, columns=influences)
    >>> network = build_network(ties)
    >>> network.number_of_nodes(), network["P1"]["law"]["weight"]
    (5, 2)
    """
    shared = set(ties.index) & set(ties.columns)
    if shared:
        raise MeasureError(f"'{min(shared)}' names both a participant and an influence.")
    for names, what in ((ties.index, "participant"), (ties.columns, "influence")):
        if names.has_duplicates:
            raise MeasureError(f"The {what} '{names[names.duplicated()][0]}' occurs twice.")
    if (ties < 0).to_numpy().any():
        raise MeasureError("A number of statements cannot be negative.")
    if np.isinf(ties.to_numpy(dtype=float)).any():
        raise MeasureError("The weight of a tie must be finite: one is infinite.")
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(ties.index, mode="participant")
    network.add_nodes_from(ties.columns, mode="influence")
    tied = pd.Series(ties.stack())
    tied = tied[tied > 0]
    network.add_weighted_edges_from(
        (participant, influence, weight)
        for (participant, influence), weight in zip(tied.index, tied.tolist(), strict=True)
    )
    return network


def measure_influences(network: nx.Graph[str]) -> pd.DataFrame:
    """Return how widely and how often each influence is spoken of.

    Parameters
    ----------
    network : networkx.Graph
        Two-mode, as `build_network` gives it.

    Returns
    -------
    DataFrame
        Index influence; columns ``participants`` (degree: how many participants
        are tied to it), ``coverage`` (that degree as a share of all participants,
        0 to 1, which is the two-mode normalised degree of Borgatti & Everett
        1997), ``statements`` (weighted degree).

    References
    ----------
    Borgatti, S. P., & Everett, M. G. (1997). Network analysis of 2-mode data.
    Social Networks, 19(3), 243-269. https://doi.org/10.1016/S0378-8733(96)00301-2

    Examples
    --------
    >>> ties = pd.DataFrame([[2, 0], [1, 1]], index=["P1", "P2"], columns=["a", "b"])
    >>> measure_influences(build_network(ties))
               participants  coverage  statements
    influence
    a                     2       1.0           3
    b                     1       0.5           1
    """
    return _measure(network, "influence", "participant")


def measure_participants(network: nx.Graph[str]) -> pd.DataFrame:
    """Return how many influences, and statements, each participant is tied to.

    Parameters
    ----------
    network : networkx.Graph
        Two-mode, as `build_network` gives it.

    Returns
    -------
    DataFrame
        Index participant; columns ``influences``, ``coverage`` (share of all
        influences, 0 to 1) and ``statements``.

    Examples
    --------
    >>> people, influences = ["P1", "P2", "P3"], ["law", "team"]
    >>> ties = pd.DataFrame([[2, 0], [1, 1], [0, 1]], index=people, columns=influences)
    >>> measure_participants(build_network(ties))["influences"].tolist()
    [1, 2, 1]
    """
    return _measure(network, "participant", "influence")


def _measure(network: nx.Graph[str], mode: str, other: str) -> pd.DataFrame:
    nodes = [node for node, of in network.nodes(data=True) if of.get("mode") == mode]
    opposite = [node for node, of in network.nodes(data=True) if of.get("mode") == other]
    if not nodes or not opposite:
        raise MeasureError(f"The network needs at least one participant and one {mode}.")
    share = nx.bipartite.degree_centrality(network, nodes)
    return pd.DataFrame(
        {
            f"{other}s": [network.degree(node) for node in nodes],
            "coverage": [share[node] for node in nodes],
            "statements": [network.degree(node, weight="weight") for node in nodes],
        },
        index=pd.Index(nodes, name=mode),
    )


def measure_positions(network: nx.Graph[str], mode: str) -> pd.DataFrame:
    """Return the two-mode centralities of one mode's nodes.

    Parameters
    ----------
    network : networkx.Graph
        Two-mode, as `build_network` gives it.
    mode : {"participant", "influence"}
        Whose.

    Returns
    -------
    DataFrame
        Index the nodes. Columns ``ties`` (degree), ``coverage`` (degree as a share of
        the other mode), ``strength`` (sum of the weights), ``eigenvector`` and
        ``betweenness``, each of the last two from 0 to 1, which is the most that a node
        of this mode could have.

    Raises
    ------
    MeasureError
        Where a mode has no node, or `mode` is neither.

    Notes
    -----
    Eigenvector centrality weighs the ties. In a network of several parts it lives in
    the part with the largest eigenvalue and is 0 elsewhere; where two parts are equally
    strong it is not unique, and each of them has its own share. Without any tie it is 0.
    Betweenness counts shortest paths and weighs no tie.

    References
    ----------
    Borgatti, S. P., & Everett, M. G. (1997). Network analysis of 2-mode data.
    Social Networks, 19(3), 243-269. https://doi.org/10.1016/S0378-8733(96)00301-2

    Examples
    --------
    >>> ties = pd.DataFrame([[1, 0], [1, 1], [0, 1]], index=["P1", "P2", "P3"], columns=["a", "b"])
    >>> measure_positions(build_network(ties), "participant")["betweenness"].tolist()
    [0.0, 1.0, 0.0]
    """
    if mode not in MODES:
        raise MeasureError(f"A node's mode is one of {' and '.join(MODES)}, not '{mode}'.")
    other = MODES[1 - MODES.index(mode)]
    frame = _measure(network, mode, other)
    frame = frame.rename(columns={f"{other}s": "ties", "statements": "strength"})
    nodes = frame.index.tolist()
    opposite = [node for node, of in network.nodes(data=True) if of.get("mode") == other]
    frame["eigenvector"] = _measure_eigenvector(network, nodes, opposite)
    between = _sum_dependencies(network)
    most = _find_most_between(len(nodes), len(opposite))
    frame["betweenness"] = [between[node] / most if most else 0.0 for node in nodes]
    return frame


def count_parts(network: nx.Graph[str]) -> int:
    """Return into how many separate parts a network falls.

    Parameters
    ----------
    network : networkx.Graph
        Any.

    Returns
    -------
    int
        At least 1 for a network with nodes; a node without a tie is a part.

    Examples
    --------
    >>> ties = pd.DataFrame([[1, 0], [0, 1]], index=["P1", "P2"], columns=["law", "team"])
    >>> count_parts(build_network(ties))
    2
    """
    return nx.number_connected_components(network)


def project_ties(ties: pd.DataFrame) -> pd.DataFrame:
    """Return how many rows each two columns share: the one-mode projection.

    Parameters
    ----------
    ties : DataFrame, shape (n_rows, n_columns)
        A cell above 0 is a tie.

    Returns
    -------
    DataFrame of int, shape (n_columns, n_columns)
        The diagonal is each column's own number of ties.

    Notes
    -----
    The projection is biased: a participant tied to d influences adds d (d - 1) / 2
    pairs, so a few talkative people make everything look connected. Read it beside
    `senco.measures.networks.compare_pairs`, which keeps everyone's number of ties.

    Examples
    --------
    >>> project_ties(pd.DataFrame([[2, 1], [0, 1]], columns=["a", "b"])).to_numpy().tolist()
    [[1, 1], [1, 2]]
    """
    tied = (ties > 0).to_numpy().astype(int)
    return pd.DataFrame(tied.T @ tied, index=ties.columns, columns=ties.columns)


def list_pairs(shared: pd.DataFrame) -> pd.DataFrame:
    """Return a projection as a list of pairs.

    Parameters
    ----------
    shared : DataFrame, shape (n, n)
        As `project_ties` gives it.

    Returns
    -------
    DataFrame
        Columns first, second, shared; each pair once.

    Examples
    --------
    >>> people, influences = ["P1", "P2", "P3"], ["law", "team"]
    >>> ties = pd.DataFrame([[2, 0], [1, 1], [0, 1]], index=people, columns=influences)
    >>> list_pairs(project_ties(ties)).to_numpy().tolist()
    [['law', 'team', 1]]
    """
    names = list(shared.columns)
    rows = [
        (first, second, int(shared[second].loc[first]))
        for place, first in enumerate(names)
        for second in names[place + 1 :]
    ]
    return pd.DataFrame(rows, columns=["first", "second", "shared"])


def _measure_eigenvector(
    network: nx.Graph[str], nodes: list[str], opposite: list[str]
) -> NDArray[np.float64]:
    """The leading left singular vector: of unit length in its mode, so at most 1."""
    weights = nx.bipartite.biadjacency_matrix(network, nodes, opposite, weight="weight").toarray()
    if not weights.any():
        return np.zeros(len(nodes))
    left, sizes, _ = np.linalg.svd(weights.astype(float), full_matrices=False)
    leading = left[:, sizes >= sizes[0] * (1 - 1e-9)]
    central: NDArray[np.float64]
    central = np.round(np.sqrt((leading**2).sum(axis=1) / leading.shape[1]), 12)
    return central


def _sum_dependencies(network: nx.Graph[str]) -> dict[str, float]:
    """Return every node's betweenness, each pair of ends counted once.

    Nodes with the same neighbours take the same place, so shortest paths are followed
    from one of each kind: six influences have at most 63 kinds of participant, however
    many people there are.
    """
    kinds: dict[frozenset[str], list[str]] = defaultdict(list)
    for node in network:
        kinds[frozenset(network.adj[node])].append(node)
    total = dict.fromkeys(network, 0.0)
    everyone = list(network)
    for alike in kinds.values():
        if not network.adj[alike[0]]:
            continue
        # with one source, half of what lies between it and everybody else; none of its own
        # kind does, for whatever they are tied to it is tied to itself
        for node, value in nx.betweenness_centrality_subset(network, alike[:1], everyone).items():
            total[node] += len(alike) * value
    return total


def _find_most_between(n: int, m: int) -> float:
    """The largest betweenness of a node among n, with m on the other side.

    Borgatti & Everett (1997), as networkx's `bipartite.betweenness_centrality` has it.
    """
    s, t = divmod(n - 1, m)
    return (m**2 * (s + 1) ** 2 + m * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2
