"""Repertory grids as maps (biplots), a figure a person."""

from __future__ import annotations

import textwrap

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.style import (
    FAINT,
    INK,
    LOW,
    PAPER,
    STYLE,
    WIDTH,
    make_figure,
)
from senco.cohort.grid import Grid
from senco.text.rounding import format_share

#: Points: how high an element's words are, and how wide at either side.
_LABEL, _BESIDE = 44.0, 98.0
#: Marks of the elements that play a part; every other element is a disc.
MARKS = {"self": "s", "ideal": "*", "other": "o"}


def draw_maps(
    grids: dict[str, Grid], points: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> dict[str, Figure]:
    """Draw each grid as a map: elements as marks with their words, constructs as directions.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.
    points : dict of str to tuple of ndarray
        Per participant the elements' coordinates, shape (n_elements, 2), the
        constructs', shape (n_constructs, 2), and the shares of variation that the
        two dimensions show, 0 to 1; only these participants are drawn.

    Returns
    -------
    dict of str to matplotlib.figure.Figure
        By participant. Square: the self; star: the ideal. Without points one figure, of nobody,
        that says so.
    """
    if not points:
        with mpl.rc_context(STYLE):
            figure = make_figure(0.5)
            axes = figure.add_subplot()
            axes.axis("off")
            axes.text(0.5, 0.5, "no grid could be mapped", ha="center", va="center")
        return {"": figure}
    return {person: _draw_map(person, grids[person], points[person]) for person in points}


def _draw_map(person: str, grid: Grid, point: tuple[np.ndarray, np.ndarray, np.ndarray]) -> Figure:
    height = 24 + _LABEL * max(5, -(-len(grid.elements) // 2))  # as the words need it
    with mpl.rc_context(STYLE):
        figure = make_figure(height / 72)
        axes = figure.add_subplot()
        axes.axis("off")
        _place_elements(axes, grid, point, height)
        shown = format_share(point[2][:2].sum())
        axes.text(0, height - 6, f"{person}: {shown} of the grid shown", weight="bold")
        axes.set(xlim=(0, 72 * WIDTH), ylim=(0, height))
        for text in axes.texts:  # the places of words are reckoned here, not by the layout
            text.set_in_layout(False)
    return figure


def _place_elements(
    axes: Axes, grid: Grid, point: tuple[np.ndarray, np.ndarray, np.ndarray], height: float
) -> None:
    """Draw the map between two columns of the elements' words, so that none overlap."""
    elements, constructs, _ = point
    width = 72 * WIDTH
    reach = np.abs(elements).max() or 1.0
    scale = reach / (np.abs(constructs).max() or 1.0)
    unit = min(width / 2 - _BESIDE - 8, (height - 24) / 2) / reach  # the same up and across
    middle = np.array([width / 2, 20 + (height - 24) / 2])
    for way in constructs * scale * unit:
        axes.plot(*zip(middle - way, middle + way, strict=True), color=FAINT, lw=0.9, zorder=1)
    places = middle + elements[:, :2] * unit
    order = np.argsort(np.round(elements[:, 0], 9), kind="stable")
    half = len(order) // 2
    for column, right in ((order[:half], False), (order[half:], True)):
        column = column[np.argsort(np.round(elements[column, 1], 9), kind="stable")]
        for row, element in enumerate(column):
            level = 20 + (height - 24) * (row + 0.5) / len(column)
            _draw_element(axes, grid, grid.elements[element], places[element], right, level)


def _draw_element(
    axes: Axes, grid: Grid, name: str, place: np.ndarray, right: bool, level: float
) -> None:
    """Draw an element's mark, its words at one side and a line from one to the other."""
    part = {grid.self_element: "self", grid.ideal_element: "ideal"}.get(name, "other")
    colour = INK if part == "other" else LOW
    size = 11 if part == "ideal" else 7
    axes.plot(*place, "o", color=PAPER, ms=size + 4, mew=0, zorder=3)  # no line runs under a mark
    axes.plot(*place, MARKS[part], color=colour, ms=size, zorder=4)
    width = 72 * WIDTH
    start = np.array([width - _BESIDE if right else _BESIDE, level])
    way = place - start
    end = place - way * min(1.0, 6 / (float(np.hypot(*way)) or 1.0))  # stops short of the mark
    axes.plot(*zip(start, end, strict=True), color=INK, linewidth=0.6, ls=":", zorder=2)
    axes.text(
        width if right else 0,
        level,
        textwrap.fill(name, 16, max_lines=3, placeholder=" …"),
        ha="right" if right else "left",
        va="center",
        color=colour,
        zorder=5,
    )
