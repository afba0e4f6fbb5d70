"""Biplots to read ratings from: each construct an axis with a scale, each element a word."""

from __future__ import annotations

import textwrap

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.grids import MARKS
from senco.book.figures.style import FAINT, INK, LOW, PAPER, STYLE, make_figure
from senco.cohort.grid import Floats, Grid
from senco.text.rounding import format_share

#: So many axes bear a scale, those that give the ratings back best; more would hide each other.
_MOST_AXES = 7
_LINE = "#b9c3ca"
#: The middle of a label or mark, and half its width and height.
_Box = tuple[float, float, float, float]
#: How far apart labels at the edge stand, and marks that bear a number, in radii of the circle.
_APART, _NUMBERED = 0.2, 0.1


def draw_axes(
    grid: Grid,
    elements: Floats,
    scales: dict[int, tuple[Floats, Floats]],
    predictivity: dict[int, float],
) -> Figure:
    """Draw a grid as a map in which each construct's axis bears the scale of the ratings.

    Parameters
    ----------
    grid : Grid
        The grid.
    elements : ndarray
        Shape ``(n_elements, 2)``: where they lie.
    scales : dict of int to tuple of ndarray
        By the construct's position the ratings marked and their places, shapes ``(n_ticks,)``
        and ``(n_ticks, 2)``; constructs that do not show are left out.
    predictivity : dict of int to float
        By the construct's position, how well its axis gives back the ratings, 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        Elements as marks with their names (square: the self; star: the ideal); of the
        constructs the seven best shown, with the poles at the ends. A line from an element
        at a right angle to an axis meets it at about the rating.
    """
    best = sorted(scales, key=lambda i: (-round(predictivity[i], 9), i))[:_MOST_AXES]
    radius = 1.12 * (float(np.sqrt((elements**2).sum(1)).max()) or 1.0)
    with mpl.rc_context(STYLE):
        figure = make_figure(4.3)
        axes = figure.add_subplot(aspect="equal")
        ends: list[tuple[str, Floats]] = []
        for i in best:
            marks, places = scales[i]
            direction = places[-1] - places[0]
            direction = direction / np.sqrt(direction @ direction)
            _draw_scale(axes, marks, places / radius, direction)
            share = format_share(predictivity[i])
            ends.append((f"{grid.constructs[i].right} ({share})", direction))
            ends.append((grid.constructs[i].left, -direction))
        taken = _label_ends(axes, [end for end in ends if end[0]])
        _draw_elements(axes, grid, elements / radius, taken)
        axes.set(xlim=(-1.62, 1.62), ylim=(-1.5, 1.42))
        axes.axis("off")
        _note(axes, grid, len(best))
    return figure


def _draw_scale(axes: Axes, marks: Floats, places: Floats, direction: Floats) -> None:
    """An axis across the circle, with the marks that lie within it."""
    axes.plot(*np.array([-direction, direction]).T, color=_LINE, linewidth=0.9, zorder=1)
    across = np.array([-direction[1], direction[0]])
    along = places @ direction
    last = -np.inf
    for mark, place, at in zip(marks, places, along, strict=True):
        if abs(at) > 0.99:
            continue
        axes.plot(
            *np.array([place - 0.018 * across, place + 0.018 * across]).T, color=FAINT, lw=0.9
        )
        if at - last >= _NUMBERED:
            last = at
            x, y = place + 0.055 * across
            axes.text(x, y, f"{mark:g}", size=6.2, color="#7b868e", ha="center", va="center")


def _label_ends(axes: Axes, ends: list[tuple[str, Floats]]) -> list[_Box]:
    """The poles beside the circle, spread so that none covers another; where they stand."""
    taken = []
    for side in (-1, 1):
        chosen = [end for end in ends if (end[1][0] >= 0) == (side > 0)]
        chosen.sort(key=lambda end: float(end[1][1]))
        heights = _spread([1.12 * float(end[1][1]) for end in chosen])
        for (words, direction), height in zip(chosen, heights, strict=True):
            told = textwrap.fill(textwrap.shorten(words, 44, placeholder="…"), 15)
            edge = side * max(abs(1.05 * float(direction[0])), 0.3 if abs(height) > 1.05 else 0.6)
            axes.plot([direction[0], edge], [direction[1], height], color=_LINE, lw=0.6, ls=":")
            align = "left" if side > 0 else "right"
            axes.text(edge + 0.03 * side, height, told, ha=align, va="center", size=7.5, zorder=3)
            half, high = _measure(told)
            taken.append((edge + side * (0.03 + half), height, half, high))
    return taken


def _measure(told: str) -> tuple[float, float]:
    """About half the width and half the height of a label."""
    lines = told.split("\n")
    return 0.017 * max(map(len, lines)) + 0.01, 0.034 * len(lines) + 0.005


def _spread(heights: list[float]) -> list[float]:
    """Heights in rising order, moved apart, and back so that their middle stays."""
    apart: list[float] = []
    for height in heights:
        apart.append(max(height, apart[-1] + _APART) if apart else height)
    if not apart:
        return []
    shift = sum(apart) / len(apart) - sum(heights) / len(heights)
    return [height - shift for height in apart]


def _draw_elements(axes: Axes, grid: Grid, places: Floats, taken: list[_Box]) -> None:
    taken = [*taken, *((float(x), float(y), 0.05, 0.05) for x, y in places)]
    for name, (x, y) in zip(grid.elements, places, strict=True):
        part = {grid.self_element: "self", grid.ideal_element: "ideal"}.get(name, "other")
        colour = INK if part == "other" else LOW
        axes.plot(x, y, MARKS[part], color=colour, ms=9 if part == "ideal" else 5, zorder=5)
        told = textwrap.fill(textwrap.shorten(name, 34, placeholder="…"), 17)
        box = _find_room(float(x), float(y), told, taken)
        taken.append(box)
        near = np.clip(
            [x, y], [box[0] - box[2], box[1] - box[3]], [box[0] + box[2], box[1] + box[3]]
        )
        if np.hypot(near[0] - x, near[1] - y) > 0.09:
            axes.plot([x, near[0]], [y, near[1]], color=INK, lw=0.5, zorder=3)
        axes.text(
            box[0], box[1], told, ha="center", va="center", size=7, linespacing=0.95, zorder=4,
            bbox={"boxstyle": "square,pad=0.05", "fc": PAPER, "ec": "none", "alpha": 0.7},
        )  # fmt: skip


def _find_room(x: float, y: float, told: str, taken: list[_Box]) -> _Box:
    """Where a label near a mark covers least: beside, above or below it, or farther off."""
    half, height = _measure(told)
    candidates = [
        (x + across * (half + gap), y + up * (height + gap), half, height)
        for gap in (0.055, 0.13, 0.22, 0.34)
        for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
    ]

    def judge(box: _Box) -> float:
        covered = sum(_overlap(box, other) for other in taken)
        outside = max(0.0, abs(box[0]) + half - 1.15) + max(0.0, abs(box[1]) + height - 1.1)
        return round(20 * covered + outside + 0.3 * float(np.hypot(box[0] - x, box[1] - y)), 9)

    return min(candidates, key=judge)


def _overlap(one: _Box, other: _Box) -> float:
    wide = one[2] + other[2] - abs(one[0] - other[0])
    high = one[3] + other[3] - abs(one[1] - other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _note(axes: Axes, grid: Grid, shown: int) -> None:
    left = grid.n_constructs - shown
    told = "In brackets: how well the axis reproduces the ratings."
    if left:
        told += f" {left} of {grid.n_constructs} constructs are not drawn."
    if grid.self_element is not None and grid.ideal_element is not None:
        told += "\nSquare: the self; star: the ideal."
    axes.text(-1.62, -1.5, told, size=7, color=INK, va="bottom")
