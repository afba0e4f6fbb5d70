"""The networks of a cohort as GraphML and GEXF, which Gephi, Cytoscape, igraph and R read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import networkx as nx
import pandas as pd

from senco.book.runs import choose_notebook, read_defaults
from senco.cohort.model import Cohort
from senco.measures import networks
from senco.text.rounding import round_frame
from senco.workspace.paths import Project

#: The stage whose networks these are, and its notebook for people with several sources.
STAGE = "60_networks"
#: What XML cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: networkx writes the day into GEXF; the same network is to be the same file.
_DAY = re.compile(r' lastmodifieddate="[^"]*"')


def draw_up(cohort: Cohort, project: Project) -> dict[str, nx.Graph[str]]:
    """Return the networks that the page of key influences draws.

    Parameters
    ----------
    cohort : Cohort
        With all its tables.
    project : Project
        The checkout, whose notebook holds the page's parameters.

    Returns
    -------
    dict of str to networkx.Graph
        "people-and-influences": two-mode; nodes have ``mode`` and ``label``, influences
        ``system`` and ``system_label``; edges the ``weight`` of the evidence, or the number of
        statements. "influences": joined by ``weight`` people who are tied to both. Nothing
        where the cohort has no such page.
    """
    notebook = choose_notebook(cohort, STAGE)
    if notebook is None:
        return {}
    ties = round_frame(_tie(cohort, project, notebook))
    both = networks.build_network(ties)
    one: nx.Graph[str] = nx.Graph()
    shared = networks.list_pairs(networks.project_ties(ties))
    one.add_nodes_from(ties.columns, mode="influence")
    pairs = shared.loc[shared["shared"] > 0, ["first", "second", "shared"]]
    one.add_weighted_edges_from(pairs.itertuples(index=False, name=None))
    for network in (both, one):
        for key, held in network.nodes(data=True):
            held |= _describe(key, held["mode"], cohort)
    return {"people-and-influences": both, "influences": one}


def _tie(cohort: Cohort, project: Project, notebook: str) -> pd.DataFrame:
    """Return the ties as the cohort's page has them."""
    if notebook != STAGE:
        people = cohort.tables["participants"]["participant"].tolist()
        statements = networks.list_statements(cohort)
        return networks.count_ties(statements, people, list(cohort.influences))
    chosen = read_defaults(project.notebooks / f"{STAGE}.ipynb")
    chosen |= cohort.info.parameters.get(STAGE, {})
    weights = {
        "narratives": float(chosen["weight_narratives"]),
        "work-lines": float(chosen["weight_worklines"]),
        "grids": float(chosen["weight_grids"]),
        "rankings": float(chosen["weight_rankings"]),
    }
    evidence = networks.choose_sources(networks.gather_evidence(cohort), weights)
    combined = networks.combine_sources(evidence.shares, weights)
    return networks.tie_where_shown(combined, evidence.shows, int(chosen["least_sources"]))


def _describe(key: str, mode: str, cohort: Cohort) -> dict[str, str]:
    if mode == "participant":
        return {"label": clean(key)}
    influence = cohort.influences[key]
    system = cohort.systems[influence.system]
    return {
        "label": clean(influence.label),
        "system": influence.system,
        "system_label": clean(system.label),
    }


def clean(text: str) -> str:
    """Return a label without what XML cannot hold.

    Parameters
    ----------
    text : str
        As somebody wrote it.

    Returns
    -------
    str
        A mark stands for each such sign.
    """
    return _UNWRITABLE.sub("\ufffd", text)


def format_networks(graphs: dict[str, nx.Graph[str]]) -> dict[str, str]:
    """Return each network as GraphML and as GEXF.

    Parameters
    ----------
    graphs : dict of str to networkx.Graph
        By name, as `draw_up` gives them.

    Returns
    -------
    dict of str to str
        Texts by the names of their files.
    """
    files = {}
    for name, graph in graphs.items():
        files[f"{name}.graphml"] = _join(nx.generate_graphml(graph, named_key_ids=True))
        files[f"{name}.gexf"] = _DAY.sub("", _join(nx.generate_gexf(graph, version="1.2draft")))
    return files


def _join(lines: Iterable[str]) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"
