"""The book's figures: one visual language, legible in grey and on a telephone.

Every function takes measured values and returns a figure; none reads a file. The
systems always have the same colours, and never colour alone: each is named too.
"""

from __future__ import annotations

import math
import textwrap

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from senco.model import Influence, System

#: Distinct for the colour-blind, and in lightness from the outer ring to the inner.
SYSTEM_COLOURS = {"macro": "#33508a", "exo": "#2b8a83", "meso": "#b7791f", "micro": "#b5473c"}
INK, FAINT, PAPER = "#23303b", "#8a949c", "#ffffff"
#: Figures are this wide, in inches: a column of the page, and legible at 390 pixels.
WIDTH = 4.7

#: matplotlib's settings for drawing and for saving.
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "senco",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica"],
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": PAPER,
}


def make_figure(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure in the book's style.

    Parameters
    ----------
    height, width : float
        In inches.

    Returns
    -------
    matplotlib.figure.Figure
        Not known to pyplot, so nothing shows it twice or keeps it.
    """
    return Figure(figsize=(width, height), layout="constrained")


def draw_priorities(priorities: pd.DataFrame, n_constructs: int, gap: tuple[float, float]):
    """Draw reported mean ranks on the scale of the ranking, the highest priority on top.

    Parameters
    ----------
    priorities : DataFrame
        As `senco.reported.list_priorities` gives it.
    n_constructs : int
        Number of constructs ranked: the scale's end.
    gap : tuple of float
        Where the unreported means must lie.

    Returns
    -------
    matplotlib.figure.Figure
        Filled marks are means of everyone, open marks means of a group; the band
        is the room that the reported figures leave.
    """
    rows = {construct: y for y, construct in enumerate(priorities["construct"].unique())}
    with mpl.rc_context(STYLE):
        figure = make_figure(0.82 * len(rows) + 0.9)
        axes = figure.add_subplot()
        axes.axvspan(*gap, color="#e9edf0", zorder=0)
        if n_constructs > len(rows):
            _write_gap(axes, gap, n_constructs - len(rows), len(rows))
        axes.set_xlim(0.5, n_constructs + 0.5)
        _draw_marks(axes, priorities, rows)
        axes.set(ylim=(len(rows) + 0.05, -0.7), yticks=[])
        axes.set_xticks([1, *range(5, n_constructs - 1, 5), n_constructs])
        axes.set_xlabel(f"mean rank, from 1 (very high priority) to {n_constructs} (low)")
        axes.grid(axis="x", color="#dfe4e8", linewidth=0.7)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
    return figure


def _write_gap(axes: Axes, gap: tuple[float, float], n_open: int, n_rows: int) -> None:
    text = f"the {n_open} means that are not reported lie in this band"
    axes.text(
        sum(gap) / 2, n_rows - 0.3, textwrap.fill(text, 30), ha="center", va="center", size=8.5
    )


def _draw_marks(axes: Axes, priorities: pd.DataFrame, rows: dict[str, int]) -> None:
    sns.scatterplot(
        x=priorities["mean_rank"],
        y=priorities["construct"].map(rows),
        style=priorities["everyone"],
        style_order=[True, False],
        markers={True: "o", False: "D"},
        color=INK,
        s=60,
        legend=False,
        ax=axes,
        zorder=3,
    )
    axes.set_ylabel("")
    for row in priorities.itertuples():
        y = rows[row.construct]
        high = row.mean_rank > axes.get_xlim()[1] / 2
        if row.everyone:
            side = {"xytext": (-8, 0), "ha": "right"} if high else {"xytext": (8, 0), "ha": "left"}
            _write_label(axes, row.label, y, high)
            axes.annotate(
                row.printed,
                (row.mean_rank, y),
                textcoords="offset points",
                va="center",
                weight="bold",
                **side,
            )
        else:
            axes.annotate(
                f"{row.printed} among those with {row.group}",
                (row.mean_rank, y),
                xytext=(-5, -13),
                textcoords="offset points",
                size=8.5,
            )


def _write_label(axes: Axes, label: str, y: int, high: bool) -> None:
    """Name a construct above its mark, from the side of the scale that it is on."""
    right = axes.get_xlim()[1]
    x, side = (right, "right") if high else (0.7, "left")
    axes.text(x, y - 0.2, textwrap.fill(label, 52), ha=side, va="bottom")


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
