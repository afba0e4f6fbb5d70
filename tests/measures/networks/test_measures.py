"""Networks, against three people and three influences worked by hand."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest

from senco.errors import MeasureError
from senco.measures import networks

# By hand: P1 has two statements under a and one under b; P2 one under b; P3 none.
#           a  b  c
#       P1  2  1  0      a: 1 of 3 people, 2 statements
#       P2  0  1  0      b: 2 of 3 people, 2 statements
#       P3  0  0  0      c: nobody
TIES = pd.DataFrame(
    [[2, 1, 0], [0, 1, 0], [0, 0, 0]],
    index=pd.Index(["P1", "P2", "P3"], name="participant"),
    columns=pd.Index(["a", "b", "c"], name="influence"),
)


def test_an_influence_is_as_wide_as_the_people_tied_to_it():
    frame = networks.measure_influences(networks.build_network(TIES))
    assert frame["participants"].tolist() == [1, 2, 0]
    assert frame["statements"].tolist() == [2, 2, 0]
    assert frame["coverage"].tolist() == pytest.approx([1 / 3, 2 / 3, 0])


def test_a_participant_without_a_statement_stays_in_the_network():
    frame = networks.measure_participants(networks.build_network(TIES))
    assert frame.loc["P3"].tolist() == [0, 0.0, 0]
    assert frame.loc["P1", "coverage"] == pytest.approx(2 / 3)


def test_a_name_for_both_a_participant_and_an_influence_is_refused():
    with pytest.raises(MeasureError, match="'a' names both"):
        networks.build_network(TIES.rename(index={"P1": "a"}))


def test_a_negative_count_is_refused():
    with pytest.raises(MeasureError, match="negative"):
        networks.build_network(TIES.replace(2, -1))


def test_a_network_without_participants_is_refused():
    with pytest.raises(MeasureError, match="at least one participant"):
        networks.measure_influences(networks.build_network(TIES.iloc[:0]))


# Worked by hand: P1 – a, P1 – b, P2 – b, P2 – c, P3 – c: a path a P1 b P2 c P3.
PATH = pd.DataFrame(
    [[1, 1, 0], [0, 1, 1], [0, 0, 1]], index=["P1", "P2", "P3"], columns=list("abc")
)


def test_three_people_and_three_influences_have_the_positions_worked_by_hand():
    # On a path of six nodes the k-th has (k - 1)(6 - k) pairs of ends on its two sides:
    # a 0, P1 4, b 6, P2 6, c 4, P3 0. By Borgatti & Everett's formula with n = m = 3
    # (s = 0, t = 2): (9 + 3 x 3 - 2 x 1) / 2 = 8 is the most that a node could have.
    network = networks.build_network(PATH)
    influences = networks.measure_positions(network, "influence")
    people = networks.measure_positions(network, "participant")
    assert influences["betweenness"].tolist() == pytest.approx([0, 6 / 8, 4 / 8])
    assert people["betweenness"].tolist() == pytest.approx([4 / 8, 6 / 8, 0])
    assert influences["ties"].tolist() == [1, 2, 2]
    assert influences["coverage"].tolist() == pytest.approx([1 / 3, 2 / 3, 2 / 3])
    assert influences["strength"].tolist() == [1, 2, 2]
    # the leading eigenvector of a path of six has sin(k pi / 7) at its k-th node
    sines = np.sin(np.arange(1, 7) * np.pi / 7)
    assert influences["eigenvector"].to_numpy() == pytest.approx(
        sines[0::2] / np.linalg.norm(sines[0::2])
    )


def test_the_projection_counts_shared_people_by_hand():
    assert networks.project_ties(PATH).to_numpy().tolist() == [[1, 1, 0], [1, 2, 1], [0, 1, 2]]
    assert networks.project_ties(PATH.T).to_numpy().tolist() == [[2, 1, 0], [1, 2, 1], [0, 1, 1]]


@pytest.fixture(scope="module")
def southern_women():
    """Davis, Gardner & Gardner (1941), Deep South: 18 women at 14 events, 89 attendances."""
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    table = nx.bipartite.biadjacency_matrix(graph, women, events).toarray()
    return pd.DataFrame(table, index=women, columns=events)


@pytest.mark.parametrize(("mode", "place"), [("participant", 0), ("influence", 1)])
def test_the_southern_women_are_the_same_in_networkx_and_igraph(southern_women, mode, place):
    table = southern_women
    assert table.shape == (18, 14) and table.to_numpy().sum() == 89
    found = networks.measure_positions(networks.build_network(table), mode)
    graph = nx.Graph(networks.build_network(table))
    nodes = (table.index, table.columns)[place]
    assert found.index.tolist() == nodes.tolist()
    peer = nx.bipartite.betweenness_centrality(graph, nodes)
    assert found["betweenness"].to_numpy() == pytest.approx([peer[node] for node in nodes])
    degree = nx.bipartite.degree_centrality(graph, nodes)
    assert found["coverage"].to_numpy() == pytest.approx([degree[node] for node in nodes])
    other = igraph.Graph.Biadjacency(table.to_numpy().tolist())
    own = slice(0, 18) if place == 0 else slice(18, 32)
    between = np.array(other.betweenness())[own]
    shape = table.shape[:: 1 if place == 0 else -1]
    assert found["betweenness"].to_numpy() == pytest.approx(between / most_between(*shape))
    eigen = np.array(other.eigenvector_centrality())[own]
    assert found["eigenvector"].to_numpy() == pytest.approx(eigen / np.linalg.norm(eigen), abs=1e-7)


def most_between(n, m):
    """Borgatti & Everett's (1997) maximum, as their paper words it for n below m or above."""
    s, t = (n - 1) // m, (n - 1) % m
    return (m**2 * (s + 1) ** 2 + m * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def test_the_weighted_southern_women_are_the_same_in_igraph(southern_women):
    weights = southern_women * np.random.default_rng(4).integers(1, 5, southern_women.shape)
    found = networks.measure_positions(networks.build_network(weights), "influence")
    block = np.zeros((32, 32))
    block[:18, 18:] = weights
    other = igraph.Graph.Weighted_Adjacency((block + block.T).tolist(), mode="undirected")
    eigen = np.array(other.eigenvector_centrality(weights="weight"))[18:]
    assert found["eigenvector"].to_numpy() == pytest.approx(eigen / np.linalg.norm(eigen), abs=1e-7)
    assert found["strength"].tolist() == other.strength(range(18, 32), weights="weight")


def test_many_people_of_few_kinds_have_the_betweenness_that_networkx_finds():
    rng = np.random.default_rng(2)
    ties = pd.DataFrame(
        (rng.random((60, 4)) < 0.4).astype(int),
        index=[f"P{n}" for n in range(60)],
        columns=list("abcd"),
    )
    network = networks.build_network(ties)
    peer = nx.bipartite.betweenness_centrality(network, list(ties.columns))
    for mode, nodes in (("participant", ties.index), ("influence", ties.columns)):
        found = networks.measure_positions(network, mode)["betweenness"]
        assert found.to_numpy() == pytest.approx([peer[node] for node in nodes])


def test_a_network_in_parts_has_every_centrality_and_none_is_nan():
    # two people share a; one is alone with b; one is tied to nothing, c has nobody
    parts = pd.DataFrame(
        [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]],
        index=["P1", "P2", "P3", "P4"],
        columns=list("abc"),
    )
    network = networks.build_network(parts)
    assert networks.count_parts(network) == 4
    for mode in ("participant", "influence"):
        assert networks.measure_positions(network, mode).notna().all(axis=None)
    # the stronger part has the eigenvector to itself
    assert networks.measure_positions(network, "influence")["eigenvector"].tolist() == [1, 0, 0]


def test_two_parts_that_are_equally_strong_share_the_eigenvector():
    equal = pd.DataFrame(np.eye(2), index=["P1", "P2"], columns=["a", "b"])
    found = networks.measure_positions(networks.build_network(equal), "influence")
    assert found["eigenvector"].tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def test_a_network_without_ties_has_zeros():
    empty = networks.build_network(PATH * 0)
    found = networks.measure_positions(empty, "influence")
    assert found[["ties", "strength", "eigenvector", "betweenness"]].to_numpy().sum() == 0


def test_missing_is_no_tie_and_infinity_is_refused():
    assert networks.build_network(PATH.replace(0, np.nan)).number_of_edges() == 5
    with pytest.raises(MeasureError, match="infinite"):
        networks.build_network(PATH.replace(1, np.inf))
    with pytest.raises(MeasureError, match="'P1' occurs twice"):
        networks.build_network(pd.concat([PATH, PATH]))
    with pytest.raises(MeasureError, match="not 'person'"):
        networks.measure_positions(networks.build_network(PATH), "person")
