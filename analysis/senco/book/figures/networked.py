"""The networked reading: influences joined by the people they share, without rings."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from senco.book.figures.style import FAINT, INK, PAPER, STYLE, WIDTH, make_figure
from senco.cohort.study import Influence, System

#: matplotlib's mark for each shape of a system (`senco.cohort.study.SHAPES`).
MARKS = {
    "square": "s", "diamond": "D", "circle": "o", "triangle": "^",
    "pentagon": "p", "star": "*", "plus": "P", "cross": "X",
}  # fmt: skip


def draw_networked(
    shared: pd.DataFrame,
    n_participants: int,
    influences: Mapping[str, Influence],
    systems: Mapping[str, System],
) -> Figure:
    """Draw which influences meet in the same people.

    Parameters
    ----------
    shared : DataFrame, shape (n_influences, n_influences)
        Participants tied to both, as `senco.measures.networks.project_ties` gives it; the
        diagonal is each influence's own number.
    n_participants : int
        All participants, at least 1.
    influences : mapping of str to Influence
        By id.
    systems : mapping of str to System
        By id, the outermost first.

    Returns
    -------
    matplotlib.figure.Figure
        Influences stand the nearer, the more people they share; a line is as wide as
        the share of all participants, and bears their number.

    References
    ----------
    Neal, J. W., & Neal, Z. P. (2013). Nested or networked? Future directions for
    ecological systems theory. Social Development, 22(4), 722-737.
    https://doi.org/10.1111/sode.12018
    """
    places = _place(shared)
    with mpl.rc_context(STYLE):
        figure = make_figure(WIDTH * 0.98)
        axes = figure.add_subplot(aspect="equal")
        names = list(shared.columns)
        for row, first in enumerate(names):
            for second in names[row + 1 :]:
                number = int(shared[second].loc[first])
                if number:
                    ends = np.array([places[first], places[second]])
                    width = 0.6 + 9 * number / n_participants
                    axes.plot(*ends.T, color=FAINT, alpha=0.6, linewidth=width, zorder=1)
                    _write_number(axes, ends, number)
        for key in names:
            system = systems[influences[key].system]
            size = 90 + 420 * shared[key].loc[key] / n_participants
            axes.scatter(
                *places[key], s=size, marker=MARKS[system.shape], color=system.colour, zorder=3
            )
            _write_label(axes, places[key], influences[key].label, system)
        axes.set(xlim=(-1.5, 1.5), ylim=(-1.42, 1.42))
        axes.axis("off")
    return figure


def _place(shared: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Stand the influences round a circle, those that share most beside one another.

    Lines that cross a circle pass no label, whatever the numbers are.
    """
    names = list(shared.columns)
    close = shared.to_numpy(dtype=float).copy()
    np.fill_diagonal(close, 0)
    order = _order_round(close)
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(names)) / max(len(names), 1)
    return {
        names[name]: (round(float(np.cos(angle)), 7), round(float(np.sin(angle)), 7))
        for name, angle in zip(order, angles, strict=True)
    }


def _order_round(close: np.ndarray) -> list[int]:
    """Go round so that neighbours share much: a short tour, greedy and then improved."""
    if len(close) < 4:
        return list(range(len(close)))
    graph = nx.from_numpy_array(close.max() + 1 - close)
    tour = nx.approximation.greedy_tsp(graph, weight="weight", source=0)[:-1]
    best = _tour_length(tour, close)
    improved = True
    while improved:
        improved = False
        for start in range(1, len(tour) - 1):
            for end in range(start + 1, len(tour)):
                turned = tour[:start] + tour[start : end + 1][::-1] + tour[end + 1 :]
                length = _tour_length(turned, close)
                if length > best + 1e-9:
                    tour, best, improved = turned, length, True
    return tour


def _tour_length(tour: list[int], close: np.ndarray) -> float:
    """What neighbours share, all round."""
    return float(sum(close[tour[place - 1], tour[place]] for place in range(len(tour))))


def _write_number(axes: mpl.axes.Axes, ends: np.ndarray, number: int) -> None:
    # near one end, since lines across a circle cross at their thirds and middles
    place = ends[0] + (ends[1] - ends[0]) * 0.22
    axes.text(
        place[0],
        place[1],
        str(number),
        size=8,
        color=INK,
        ha="center",
        va="center",
        zorder=2,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )


def _write_label(
    axes: mpl.axes.Axes, place: tuple[float, float], label: str, system: System
) -> None:
    x, y = place
    axes.annotate(
        f"{textwrap.fill(label, 13)}\n({system.id})",
        place,
        xytext=(17 * x, 17 * y),
        textcoords="offset points",
        ha="center" if abs(x) < 0.3 else ("left" if x > 0 else "right"),
        va="center" if abs(x) >= 0.3 else ("bottom" if y > 0 else "top"),
        size=8.5,
        weight="bold",
        color=system.colour,
        zorder=4,
    )
