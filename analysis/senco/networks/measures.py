"""Measures of a two-mode network of participants and influences."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from senco.errors import MeasureError


def build_network(ties: pd.DataFrame) -> nx.Graph:
    """Return the two-mode network of a table of ties.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        Number of statements in each cell.

    Returns
    -------
    networkx.Graph
        Node attribute ``mode`` is "participant" or "influence"; edge attribute
        ``weight`` is the number of statements. Nodes without a tie are kept.

    Raises
    ------
    MeasureError
        Where a name is both a participant's and an influence's, or a count is
        negative.
    """
    shared = set(ties.index) & set(ties.columns)
    if shared:
        raise MeasureError(f"'{min(shared)}' names both a participant and an influence.")
    if (ties < 0).to_numpy().any():
        raise MeasureError("A number of statements cannot be negative.")
    network = nx.Graph()
    network.add_nodes_from(ties.index, mode="participant")
    network.add_nodes_from(ties.columns, mode="influence")
    tied = ties.stack()
    network.add_weighted_edges_from(
        (participant, influence, int(count))
        for (participant, influence), count in tied[tied > 0].items()
    )
    return network


def measure_influences(network: nx.Graph) -> pd.DataFrame:
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


def measure_participants(network: nx.Graph) -> pd.DataFrame:
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
    """
    return _measure(network, "participant", "influence")


def _measure(network: nx.Graph, mode: str, other: str) -> pd.DataFrame:
    nodes = [node for node, kind in network.nodes(data="mode") if kind == mode]
    opposite = [node for node, kind in network.nodes(data="mode") if kind == other]
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
