"""Where influences and people stand on the map of the explorer: the rings of the systems."""

from __future__ import annotations

import math
from collections.abc import Mapping

import networkx as nx
import numpy as np

from senco.cohort.study import Influence, System

#: More participants than this are not drawn one by one.
MANY = 30
#: How far from the middle the participants sit, and the innermost system lies.
HEART, INNERMOST = 1.45, 2.5
#: From a system's ring to the next.
STEP = 0.8


def measure_radii(systems: Mapping[str, System]) -> dict[str, float]:
    """Return the radius of each system's ring.

    Parameters
    ----------
    systems : mapping of str to System
        By id, the outermost first.

    Returns
    -------
    dict of str to float
        The participants sit at 1.45, the innermost system lies at 2.5, and each other
        0.8 further out.
    """
    inwards = reversed(list(systems))
    return {system: round(INNERMOST + STEP * place, 9) for place, system in enumerate(inwards)}


def place_nodes(
    network: nx.Graph[str], influences: Mapping[str, Influence], systems: Mapping[str, System]
) -> dict[str, tuple[float, float]]:
    """Return where each influence and participant stands on the map.

    Parameters
    ----------
    network : networkx.Graph
        Two-mode, as `senco.measures.networks.build_network` gives it.
    influences : mapping of str to Influence
        By id, in order.
    systems : mapping of str to System
        By id, the outermost first.

    Returns
    -------
    dict of str to tuple of float
        Places from the middle, up positive, in units of `measure_radii`; of more than
        30 participants none is placed.
    """
    places = _place_influences(influences, measure_radii(systems))
    people = _list_people(network)
    if len(people) <= MANY:
        places |= _place_participants(network, places)
    return places


def _list_people(network: nx.Graph[str]) -> list[str]:
    return [node for node, of in network.nodes(data=True) if of.get("mode") == "participant"]


def _place_influences(
    influences: Mapping[str, Influence], radii: dict[str, float]
) -> dict[str, tuple[float, float]]:
    """Spread the influences evenly round the circle, each on its own ring."""
    step = 2 * math.pi / len(influences)
    return {
        key: _polar(radii[influence.system], math.pi / 2 - step * place)
        for place, (key, influence) in enumerate(influences.items())
    }


def _place_participants(
    network: nx.Graph[str], places: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Seat the participants round the heart, each towards the influences it is tied to."""
    names = _list_people(network)
    wish = {}
    for name in names:
        pulls = [
            complex(*places[influence]) / abs(complex(*places[influence])) * edge["weight"]
            for influence, edge in network.adj[name].items()
        ]
        total = sum(pulls)
        # a zero that rounding made negative would turn the angle right round
        up = round(total.imag, 9) + 0.0 if pulls else 0.0
        wish[name] = round(math.atan2(up, total.real), 9) if pulls else -math.pi
    order = sorted(names, key=lambda name: (wish[name], name))
    angles = np.arange(len(order)) * 2 * math.pi / max(len(order), 1)
    turns = [sum(math.cos(wish[n] - a - t) for n, a in zip(order, angles, strict=True))
             for t in np.linspace(0, 2 * math.pi, 72, endpoint=False)]  # fmt: skip
    turn = 2 * math.pi * int(np.argmax(np.round(turns, 9))) / 72
    return {name: _polar(HEART, angle + turn) for name, angle in zip(order, angles, strict=True)}


def _polar(radius: float, angle: float) -> tuple[float, float]:
    return (round(radius * math.cos(angle), 9), round(radius * math.sin(angle), 9))
