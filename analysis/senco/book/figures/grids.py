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
    STYLE,
    label_fields,
    lay_panels,
    make_figure,
)
from senco.cohort.grid import Grid
from senco.text.rounding import format_share

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
    heights = [len(grid.constructs) * 0.27 + 1.15 for grid in grids.values()]
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
        A panel a person, the smaller the more they are (`style.lay_panels`). Square: the
        self; star: the ideal.
    """
    shown = {person: grid for person, grid in grids.items() if person in points}
    n_rows, n_columns, size = lay_panels(len(shown))
    with mpl.rc_context(STYLE):
        figure = make_figure(2.55 * size * n_rows)
        panels = figure.subplots(n_rows, n_columns, squeeze=False).ravel()
        for axes, (person, grid) in zip(panels, shown.items(), strict=False):
            _draw_map(axes, person, grid, points[person], numbers, size)
        for axes in panels[len(shown) :]:
            axes.axis("off")
    return figure


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
            size=5 + 3 * size,
            zorder=4,
        )
    axes.axhline(0, color=FAINT, linewidth=0.5, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.5, zorder=0)
    title = f"{person}: {format_share(explained[:2].sum())} shown"
    axes.set_title(title, size=6.5 + 2 * size, loc="left")
    axes.set(xticks=[], yticks=[], xlim=(-reach * 1.35, reach * 1.35))
    axes.set_ylim(-reach * 1.3, reach * 1.3)
    axes.spines[:].set_visible(False)
