"""Repertory grids: Bertin displays and biplots, a panel a person."""

from __future__ import annotations

import textwrap

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.style import (
    FAINT,
    INK,
    LOW,
    PAPER,
    READABLE,
    STYLE,
    WIDTH,
    label_fields,
    lay_panels,
    make_figure,
)
from senco.cohort.grid import Grid
from senco.text.rounding import format_share

#: Points of the large map: how high an element's words are, and how wide at either side.
_LABEL, _BESIDE = 44.0, 98.0
#: Marks of the elements that play a part; every other element is a disc.
MARKS = {"self": "s", "ideal": "*", "other": "o"}


def draw_bertin(grids: dict[str, Grid]) -> Figure:
    """Draw each grid with like constructs and like elements side by side.

    Parameters
    ----------
    grids : dict of str to Grid
        Arranged as `senco.measures.grids.arrange` gives them, by participant.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a person: the darker a field, the nearer the element is to the pole
        on the right; a missing rating is blank.
    """
    heights = [len(grid.constructs) * 0.27 + 1.2 for grid in grids.values()]
    with mpl.rc_context(STYLE):
        figure = make_figure(sum(heights))
        rows = figure.subplots(len(grids), 1, squeeze=False, height_ratios=heights)
        for axes, (person, grid) in zip(rows[:, 0], grids.items(), strict=True):
            _draw_panel(axes, person, grid)
    return figure


def draw_bertins(
    parts: list[dict[str, Grid]], ratings: pd.DataFrame
) -> list[tuple[Figure, pd.DataFrame]]:
    """Draw parts of a cohort's grids in a figure each.

    Parameters
    ----------
    parts : list of dict of str to Grid
        As for `draw_bertin`.
    ratings : DataFrame
        With the column participant.

    Returns
    -------
    list of tuple of Figure and DataFrame
        Each with its own ratings, as `senco.book.results.Page.save_figures` takes them.
    """
    return [(draw_bertin(part), ratings[ratings["participant"].isin(list(part))]) for part in parts]


def _draw_panel(axes: Axes, person: str, grid: Grid) -> None:
    low, high = grid.scale
    sns.heatmap(
        grid.ratings,
        ax=axes,
        cmap=sns.light_palette(INK, as_cmap=True),
        vmin=low,
        vmax=high,
        cbar=False,
        linewidths=1,
        linecolor=PAPER,
        xticklabels=False,
        yticklabels=False,
    )
    elements = [textwrap.shorten(name, 24, placeholder="…") for name in grid.elements]
    label_fields(axes, elements, [_pole(construct.left) for construct in grid.constructs])
    axes.tick_params(length=0, labelsize=7)
    axes.xaxis.tick_top()
    for label in axes.get_xticklabels():
        label.set(rotation=38, ha="left")
    right = axes.secondary_yaxis("right")
    right.set_yticks(
        np.arange(len(grid.constructs)) + 0.5,
        [_pole(construct.right) for construct in grid.constructs],
    )
    right.tick_params(length=0, labelsize=7)
    for spine in right.spines.values():
        spine.set_visible(False)
    axes.set_title(person, loc="left", size=10, weight="bold")


def _pole(words: str) -> str:
    return textwrap.fill(textwrap.shorten(words, 40, placeholder="…"), 24)


def draw_biplots(
    grids: dict[str, Grid],
    points: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]],
    numbers: dict[str, int],
) -> Figure:
    """Draw each grid as a map: elements as marks, constructs as directions.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.
    points : dict of str to tuple of ndarray
        Per participant the elements' coordinates, shape (n_elements, 2), the
        constructs', shape (n_constructs, 2), and the shares of variation that the
        two dimensions show, 0 to 1; only these participants are drawn.
    numbers : dict of str to int
        The elements' numbers, by label.

    Returns
    -------
    matplotlib.figure.Figure
        The first grid large, its elements in words; the others in panels, the smaller the
        more they are (`style.lay_panels`), with numbers. Square: the self; star: the ideal.
    """
    first, *others = [person for person in grids if person in points] or [""]
    n_rows, n_columns, size = lay_panels(len(others))
    n_rows = n_rows if others else 0
    with mpl.rc_context(STYLE):
        large = _measure_large(grids[first]) / 72 if first else 0.5
        figure = make_figure(large + 2.55 * size * n_rows)
        layout = figure.add_gridspec(
            1 + n_rows, n_columns, height_ratios=[large, *[2.55 * size] * n_rows]
        )
        top = figure.add_subplot(layout[0, :])
        top.axis("off")
        if first:
            _draw_large_map(top, first, grids[first], points[first])
        for place, person in enumerate(others):
            axes = figure.add_subplot(layout[1 + place // n_columns, place % n_columns])
            _draw_map(axes, person, grids[person], points[person], numbers, size)
    return figure


def _measure_large(grid: Grid) -> float:
    """How high the large map is, in points: as its words need it."""
    return 24 + _LABEL * max(5, -(-len(grid.elements) // 2))


def _draw_large_map(
    axes: Axes, person: str, grid: Grid, point: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> None:
    """Draw one map with the elements' words in two columns beside it, so that none overlap."""
    elements, constructs, explained = point
    width, height = 72 * WIDTH, _measure_large(grid)
    reach = np.abs(elements).max() or 1.0
    scale = reach / (np.abs(constructs).max() or 1.0)
    unit = min(width / 2 - _BESIDE - 8, (height - 24) / 2) / reach  # the same up and across
    middle = np.array([width / 2, 20 + (height - 24) / 2])
    for way in constructs * scale * unit:
        axes.plot(*zip(middle - way, middle + way, strict=True), color="#dfe4e8", lw=1, zorder=1)
    places = middle + elements[:, :2] * unit
    order = np.argsort(np.round(elements[:, 0], 9), kind="stable")
    half = len(order) // 2
    for column, right in ((order[:half], False), (order[half:], True)):
        column = column[np.argsort(np.round(elements[column, 1], 9), kind="stable")]
        for row, element in enumerate(column):
            level = 20 + (height - 24) * (row + 0.5) / len(column)
            _draw_element(axes, grid, grid.elements[element], places[element], right, level)
    axes.text(0, height - 6, f"{person}: {format_share(explained[:2].sum())} shown", weight="bold")
    axes.set(xlim=(0, width), ylim=(0, height))
    for text in axes.texts:  # the places of words are reckoned here, not by the layout
        text.set_in_layout(False)


def _draw_element(
    axes: Axes, grid: Grid, name: str, place: np.ndarray, right: bool, level: float
) -> None:
    """Draw an element's mark, its words at one side and a line from one to the other."""
    part = {grid.self_element: "self", grid.ideal_element: "ideal"}.get(name, "other")
    colour = INK if part == "other" else LOW
    axes.plot(*place, MARKS[part], color=colour, ms=11 if part == "ideal" else 7, zorder=4)
    width = 72 * WIDTH
    start = np.array([width - _BESIDE if right else _BESIDE, level])
    way = place - start
    end = place - way * min(1.0, 6 / (float(np.hypot(*way)) or 1.0))  # stops short of the mark
    axes.plot(*zip(start, end, strict=True), color=FAINT, linewidth=0.7, zorder=2)
    axes.text(
        width if right else 0,
        level,
        textwrap.fill(name, 16, max_lines=3, placeholder=" …"),
        ha="right" if right else "left",
        va="center",
        color=colour,
        zorder=5,
    )


def _draw_map(
    axes: Axes,
    person: str,
    grid: Grid,
    point: tuple[np.ndarray, np.ndarray, np.ndarray],
    numbers: dict[str, int],
    size: float,
) -> None:
    elements, constructs, explained = point
    reach = np.abs(elements).max() or 1.0
    scale = reach / (np.abs(constructs).max() or 1.0)
    for x, y in constructs * scale:
        axes.plot([-x, x], [-y, y], color="#dfe4e8", linewidth=1, zorder=1)
    for name, (x, y) in zip(grid.elements, elements, strict=True):
        part = {grid.self_element: "self", grid.ideal_element: "ideal"}.get(name, "other")
        colour = INK if part == "other" else LOW
        large = (9 if part == "ideal" else 5.5) * size
        axes.plot(x, y, MARKS[part], color=colour, ms=large, zorder=3)
        axes.annotate(
            str(numbers[name]),
            (x, y),
            xytext=(4 * size, 4 * size),
            textcoords="offset points",
            size=READABLE if size > 0.8 else 5 + 3 * size,
            zorder=4,
        )
    axes.axhline(0, color=FAINT, linewidth=0.5, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.5, zorder=0)
    title = f"{person}: {format_share(explained[:2].sum())} shown"
    axes.set_title(title, size=READABLE if size > 0.6 else 8, loc="left")
    axes.set(xticks=[], yticks=[], xlim=(-reach * 1.35, reach * 1.35))
    axes.set_ylim(-reach * 1.3, reach * 1.3)
    axes.spines[:].set_visible(False)
