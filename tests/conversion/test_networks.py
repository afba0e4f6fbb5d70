"""Networks for other programs are those of the page, and open there with every attribute."""

import io
import xml.etree.ElementTree as ET

import igraph
import networkx as nx
import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.conversion.networks import clean, draw_up, format_networks
from tests.committed import PAGES


@pytest.fixture(scope="module")
def cohort():
    return load_cohort("worked-example")


@pytest.fixture(scope="module")
def files(cohort, project):
    return format_networks(draw_up(cohort, project))


def read(files, name):
    """A file as networkx reads it."""
    reader = nx.read_graphml if name.endswith("graphml") else nx.read_gexf
    return reader(io.BytesIO(files[name].encode("utf-8")))


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_ties_are_those_under_the_figure_of_the_page(files, project, ending):
    results = project.root / PAGES / "worked-example" / "results" / "60_networks"
    table = pd.read_csv(results / "matrix.csv", index_col=0)
    network = read(files, f"people-and-influences.{ending}")
    told = {(who, key): weight for who, row in table.iterrows() for key, weight in row.items()
            if weight > 0}  # fmt: skip
    written = {(a, b): held["weight"] for a, b, held in network.edges(data=True)}
    assert written == pytest.approx(told)
    assert set(network) == {*table.index, *table.columns}


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_influences_have_their_names_and_systems(files, cohort, ending):
    network = read(files, f"influences.{ending}")
    assert set(network) == set(cohort.influences)
    for key, held in network.nodes(data=True):
        influence = cohort.influences[key]
        assert held["label"] == influence.label
        assert held["system"] == influence.system
        assert held["system_label"] == cohort.systems[influence.system].label


def test_a_pair_of_influences_has_the_people_tied_to_both_by_hand(files):
    both = read(files, "people-and-influences.graphml")
    one = read(files, "influences.graphml")
    for first, second, held in one.edges(data=True):
        assert held["weight"] == len(set(both[first]) & set(both[second]))


def test_graphml_opens_in_igraph(files, tmp_path):
    for name in ("people-and-influences", "influences"):
        (tmp_path / "a.graphml").write_text(files[f"{name}.graphml"], encoding="utf-8")
        graph = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
        network = read(files, f"{name}.graphml")
        assert graph.vs["id"] == list(network)
        assert graph.vs["label"] == [held["label"] for _, held in network.nodes(data=True)]
        assert sum(graph.es["weight"]) == pytest.approx(network.size("weight"))


def test_the_same_network_is_the_same_file_on_any_day(files):
    assert not any("lastmodifieddate" in text for text in files.values())


def test_printed_statements_have_their_network_too(project):
    graphs = draw_up(load_cohort("ey-pvi-2017"), project)
    assert {held["weight"] for *_, held in graphs["people-and-influences"].edges(data=True)} >= {1}


def test_no_label_breaks_the_file():
    graph = nx.Graph()
    graph.add_node("P1", mode="participant", label=clean('<&"\x01\ud800 é'))
    for text in format_networks({"one": graph}).values():
        ET.fromstring(text.encode("utf-8"))
        assert "\x01" not in text and "<&" not in text
