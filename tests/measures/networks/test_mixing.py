"""Communities of influences, planted and absent."""

import numpy as np
import pandas as pd
import pytest

from senco.measures.networks import build_network, find_communities, weigh_projection


def name(table):
    table = np.asarray(table)
    return pd.DataFrame(
        table,
        index=[f"P{n}" for n in range(len(table))],
        columns=list("abcdef")[: table.shape[1]],
    )


def test_two_planted_communities_are_found_and_firm():
    table = np.repeat([[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]], 10, axis=0)
    communities, together = find_communities(name(table), draws=50)
    assert communities["community"].tolist() == [1, 1, 1, 2, 2, 2]
    assert set(communities["firm"]) == {"yes"}
    assert together.loc["a", "b"] == 1 and together.loc["a", "f"] == 0


def test_where_there_is_none_resampling_says_so():
    table = np.random.default_rng(8).random((8, 6)) < 0.6
    communities, _ = find_communities(name(table), draws=100)
    assert "cannot tell at this n" in set(communities["firm"])


def test_a_network_without_ties_leaves_everyone_alone():
    communities, together = find_communities(name(np.zeros((4, 3))), draws=10)
    assert communities["community"].tolist() == [1, 2, 3]
    assert together.to_numpy().tolist() == np.eye(3).tolist()


def test_the_weights_are_newmans():
    import networkx as nx

    table = name(np.random.default_rng(1).random((9, 5)) < 0.6)
    graph = nx.bipartite.collaboration_weighted_projected_graph(
        build_network(table.astype(int)), list(table.columns)
    )
    peer = nx.to_numpy_array(graph, list(table.columns))
    found = weigh_projection(table.to_numpy().astype(float), np.ones(9))
    assert found == pytest.approx(peer)
