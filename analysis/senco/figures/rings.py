"""The bio-ecological map: influences on the rings of the systems."""

from __future__ import annotations

import math
import textwrap

import matplotlib as mpl
import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from senco.figures.style import INK, PAPER, STYLE, SYSTEM_COLOURS, WIDTH, make_figure
from senco.model import Influence, System


def draw_rings(
    network: nx.Graph, influences: dict[str, Influence], systems: dict[str, System]
) -> Figure:
    """Draw the two-mode network on the rings of the bio-ecological systems.

    Parameters
    ----------
    network : networkx.Graph
        Two-mode, as `senco.networks.build_network` gives it.
    influences : dict of str to Influence
        By id, in order.
    systems : dict of str to System
        By id, the outermost first.

    Returns
    -------
    matplotlib.figure.Figure
        Participants at the heart, influences on their system's ring. A line is as
        wide as it has statements; a disc's area is the number of participants.
    """
    radii = {system: len(systems) + 1.0 - place for place, system in enumerate(systems)}
    places = _place_influences(influences, radii)
    places |= _place_participants(network, places)
    with mpl.rc_context(STYLE):
        figure = make_figure(WIDTH * 1.04)
        axes = figure.add_subplot(aspect="equal")
        _draw_ring_bands(axes, systems, radii)
        for source, target, weight in network.edges(data="weight"):
            influence = source if source in influences else target
            axes.plot(
                *zip(places[source], places[target], strict=True),
                color=SYSTEM_COLOURS[influences[influence].system],
                linewidth=0.7 + 0.9 * weight,
                alpha=0.55,
                zorder=2,
                solid_capstyle="round",
            )
        _draw_nodes(axes, network, places, influences)
        limit = len(systems) + 1.6
        axes.set(xlim=(-limit, limit), ylim=(-limit, limit))
        axes.axis("off")
    return figure


def _place_influences(
    influences: dict[str, Influence], radii: dict[str, float]
) -> dict[str, tuple[float, float]]:
    """Spread the influences evenly round the circle, each on its own ring."""
    step = 2 * math.pi / len(influences)
    return {
        key: _polar(radii[influence.system], math.pi / 2 - step * place)
        for place, (key, influence) in enumerate(influences.items())
    }


def _place_participants(
    network: nx.Graph, places: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Seat the participants round the heart, each towards the influences it is tied to."""
    names = [node for node, mode in network.nodes(data="mode") if mode == "participant"]
    wish = {}
    for name in names:
        pulls = [
            complex(*places[influence]) / abs(complex(*places[influence])) * edge["weight"]
            for influence, edge in network.adj[name].items()
        ]
        total = sum(pulls)
        wish[name] = round(math.atan2(total.imag, total.real), 9) if pulls else -math.pi
    order = sorted(names, key=lambda name: (wish[name], name))
    angles = np.arange(len(order)) * 2 * math.pi / max(len(order), 1)
    turns = [sum(math.cos(wish[n] - a - t) for n, a in zip(order, angles, strict=True))
             for t in np.linspace(0, 2 * math.pi, 72, endpoint=False)]  # fmt: skip
    turn = 2 * math.pi * int(np.argmax(np.round(turns, 9))) / 72
    return {name: _polar(1.0, angle + turn) for name, angle in zip(order, angles, strict=True)}


def _polar(radius: float, angle: float) -> tuple[float, float]:
    return (round(radius * math.cos(angle), 9), round(radius * math.sin(angle), 9))


def _draw_ring_bands(axes: Axes, systems: dict[str, System], radii: dict[str, float]) -> None:
    for key, system in systems.items():
        colour = SYSTEM_COLOURS[key]
        axes.add_patch(Circle((0, 0), radii[key] + 0.5, facecolor=PAPER, edgecolor="none"))
        axes.add_patch(
            Circle((0, 0), radii[key] + 0.5, facecolor=colour, alpha=0.08, edgecolor=colour)
        )
        angle = math.radians(69)
        axes.text(
            *_polar(radii[key] + 0.22, angle),
            system.label,
            color=colour,
            size=8.5,
            weight="bold",
            ha="center",
            va="center",
            rotation=math.degrees(angle) - 90,
            zorder=1,
        )
    axes.add_patch(Circle((0, 0), 1.5, facecolor=PAPER, edgecolor="none", zorder=1))


def _draw_nodes(
    axes: Axes,
    network: nx.Graph,
    places: dict[str, tuple[float, float]],
    influences: dict[str, Influence],
) -> None:
    people = [node for node, mode in network.nodes(data="mode") if mode == "participant"]
    small = len(people) <= 30
    for name in people:
        axes.scatter(*places[name], s=330 if small else 12, color=INK, zorder=4)
        if small:
            axes.text(
                *places[name], name, color=PAPER, size=7.5, ha="center", va="center", zorder=5
            )
    for key, influence in influences.items():
        degree = network.degree(key)
        colour = SYSTEM_COLOURS[influence.system]
        axes.scatter(*places[key], s=60 + 420 * degree / len(people), color=colour, zorder=4)
        below = places[key][1] < 0
        axes.annotate(
            f"{textwrap.fill(influence.label, 15)}\n{degree} of {len(people)}",
            places[key],
            xytext=(0, -14 if below else 14),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            size=8.5,
            weight="bold",
            zorder=6,
            bbox={"facecolor": PAPER, "alpha": 0.82, "edgecolor": "none", "pad": 1.0},
        )
