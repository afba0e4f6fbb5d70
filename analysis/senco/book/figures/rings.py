"""The bio-ecological map: influences on the rings of the systems."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

import matplotlib as mpl
import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from senco.book.figures.style import INK, PAPER, STYLE, WIDTH, make_figure
from senco.cohort.study import Influence, System

#: More participants than this are drawn as one heart, with a bundle to each influence.
MANY = 30
#: How far to the right of the middle the rings' names stand; the smallest ring is wider.
_NAMES = 1.45


def draw_rings(
    network: nx.Graph[str],
    influences: Mapping[str, Influence],
    systems: Mapping[str, System],
    notes: Mapping[str, str] | None = None,
) -> Figure:
    """Draw the two-mode network on the rings of the bio-ecological systems.

    Parameters
    ----------
    network : networkx.Graph
        Two-mode, as `senco.measures.networks.build_network` gives it.
    influences : mapping of str to Influence
        By id, in order.
    systems : mapping of str to System
        By id, the outermost first.
    notes : mapping of str to str, optional
        A line below an influence's label, such as "key".

    Returns
    -------
    matplotlib.figure.Figure
        Participants at the heart, influences on their system's ring. A line is as
        wide as its weight; a disc's area is the number of participants. Of more than
        30 participants only bundles are drawn, as wide as the share who are tied.
    """
    places = place_nodes(network, influences, systems)
    radii = measure_radii(systems)
    with mpl.rc_context(STYLE):
        figure = make_figure(WIDTH * 1.04)
        axes = figure.add_subplot(aspect="equal")
        _draw_ring_bands(axes, systems, radii)
        for start, end, influence, width in _list_lines(network, influences, places):
            axes.plot(
                *zip(start, end, strict=True),
                color=systems[influences[influence].system].colour,
                linewidth=width,
                alpha=0.55,
                zorder=2,
                solid_capstyle="round",
            )
        _draw_nodes(axes, network, places, influences, systems, notes or {})
        limit = len(systems) + 1.6
        axes.set(xlim=(-limit, limit), ylim=(-limit, limit))
        axes.axis("off")
    return figure


def measure_radii(systems: Mapping[str, System]) -> dict[str, float]:
    """Return the radius of each system's ring.

    Parameters
    ----------
    systems : mapping of str to System
        By id, the outermost first.

    Returns
    -------
    dict of str to float
        The participants sit at 1, the innermost system at 2.
    """
    return {system: len(systems) + 1.0 - place for place, system in enumerate(systems)}


def place_nodes(
    network: nx.Graph[str], influences: Mapping[str, Influence], systems: Mapping[str, System]
) -> dict[str, tuple[float, float]]:
    """Return where each influence and participant stands on the map.

    Parameters
    ----------
    network, influences, systems
        As in `draw_rings`.

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


def _list_lines(
    network: nx.Graph[str],
    influences: Mapping[str, Influence],
    places: dict[str, tuple[float, float]],
) -> Iterator[tuple[tuple[float, float], tuple[float, float], str, float]]:
    """Yield both ends of each line, its influence and its width."""
    people = _list_people(network)
    if len(people) > MANY:
        for key in influences:
            x, y = places[key]
            heart = (x / math.hypot(x, y), y / math.hypot(x, y))
            if network.degree(key):
                yield heart, places[key], key, 1 + 14 * network.degree(key) / len(people)
        return
    for source, target, of in network.edges(data=True):
        person, key = (target, source) if source in influences else (source, target)
        yield places[person], places[key], key, 0.7 + 0.9 * of["weight"]


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
    return {name: _polar(1.0, angle + turn) for name, angle in zip(order, angles, strict=True)}


def _polar(radius: float, angle: float) -> tuple[float, float]:
    return (round(radius * math.cos(angle), 9), round(radius * math.sin(angle), 9))


def _draw_ring_bands(axes: Axes, systems: Mapping[str, System], radii: dict[str, float]) -> None:
    for key, system in systems.items():
        colour = system.colour
        axes.add_patch(Circle((0, 0), radii[key] + 0.5, facecolor=PAPER, edgecolor="none"))
        axes.add_patch(
            Circle((0, 0), radii[key] + 0.5, facecolor=colour, alpha=0.08, edgecolor=colour)
        )
        # one above the other, between the first influence's lines and the second's label; a
        # long name stands farther to the right, so that its beginning is as far from the middle
        right = max(_NAMES, 0.54 + 0.082 * len(system.label))
        angle = math.acos(min(right / (radii[key] + 0.22), 0.97))
        axes.text(
            *_polar(radii[key] + 0.22, angle),
            system.label,
            color=colour,
            size=8.5,
            weight="bold",
            ha="center",
            va="center",
            rotation=math.degrees(angle) - 90,
            zorder=3,  # over the lines, on a ground of its own
            bbox={"facecolor": PAPER, "alpha": 0.75, "edgecolor": "none", "pad": 0.6},
        )
    axes.add_patch(Circle((0, 0), 1.5, facecolor=PAPER, edgecolor="none", zorder=1))


def _draw_nodes(
    axes: Axes,
    network: nx.Graph[str],
    places: dict[str, tuple[float, float]],
    influences: Mapping[str, Influence],
    systems: Mapping[str, System],
    notes: Mapping[str, str],
) -> None:
    people = _list_people(network)
    if len(people) > MANY:
        axes.add_patch(Circle((0, 0), 1, facecolor=INK, edgecolor="none", zorder=4))
        axes.text(0, 0, f"{len(people)}\npeople", color=PAPER, ha="center", va="center", zorder=5)
    for name in (name for name in people if name in places):
        axes.scatter(*places[name], s=330, color=INK, zorder=4)
        axes.text(*places[name], name, color=PAPER, size=7.5, ha="center", va="center", zorder=5)
    for key, influence in influences.items():
        degree = network.degree(key)
        colour = systems[influence.system].colour
        area = 60 + 420 * degree / max(len(people), 1)
        edge: dict[str, Any] = {"edgecolor": INK, "linewidth": 2} if notes.get(key) == "key" else {}
        axes.scatter(*places[key], s=area, color=colour, zorder=4, **edge)
        below = places[key][1] < 0
        lines = [textwrap.fill(influence.label, 15), f"{degree} of {len(people)}", notes.get(key)]
        axes.annotate(
            "\n".join(filter(None, lines)),
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
