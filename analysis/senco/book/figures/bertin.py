"""Repertory grids as Bertin displays: a figure a person, each rating a shaded field."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Bbox, BboxTransformTo

from senco.book.figures.style import FAINT, INK, STYLE, WIDTH, make_figure
from senco.cohort.grid import Grid
from senco.text.colours import settle_shade
from senco.text.rounding import format_digits

#: Points: a line of words, the height of a field, what a row has besides, the heading.
_LINE, _FIELD, _BESIDE, _HEADING = 13.0, 18.0, 12.0, 24.0
#: Points that a letter takes at the most, and the narrowest field in which a rating is written.
_LETTER, _NARROWEST = 6.4, 18.0
#: Lines of a pole and of an element at the most, and letters of an element in a line.
_POLE_LINES, _ELEMENT_LINES, _ELEMENT_LETTERS = 3, 3, 16
#: The shade of the field that is farthest from the pole on the right.
_LIGHTEST = "#eef2f4"
_UNIT = Path.unit_rectangle()


class _Layout(NamedTuple):
    """The elements' words, line by line, and the measures of the fields, in points."""

    elements: list[list[str]]
    width: float
    step: float
    head: float


def draw_bertins(grids: dict[str, Grid]) -> dict[str, Figure]:
    """Draw each grid with like constructs and like elements side by side.

    Parameters
    ----------
    grids : dict of str to Grid
        Arranged as `senco.measures.grids.arrange` gives them, by participant.

    Returns
    -------
    dict of str to matplotlib.figure.Figure
        By participant: a row a construct, its poles above its fields, and a column an
        element. The darker a field, the nearer the element is to the pole on the right; a
        missing rating is blank. A figure of more elements than fit is wider.
    """
    return {person: draw_bertin(person, grid) for person, grid in grids.items()}


def draw_bertin(person: str, grid: Grid) -> Figure:
    """Draw one grid as a Bertin display.

    Parameters
    ----------
    person : str
        Whose it is.
    grid : Grid
        As in `draw_bertins`.

    Returns
    -------
    matplotlib.figure.Figure
        As `draw_bertins` gives it.
    """
    layout = _lay_out(grid)
    letters = int((layout.width / 2 - 20) / _LETTER)
    poles = [
        [_split(pole, letters, _POLE_LINES) for pole in (construct.left, construct.right)]
        for construct in grid.constructs
    ]
    heights = [_LINE * max(map(len, words)) + _FIELD + _BESIDE for words in poles]
    height = layout.head + sum(heights)
    with mpl.rc_context(STYLE):
        figure = make_figure(height / 72, layout.width / 72)
        axes = figure.add_subplot()
        axes.text(0, 12, person, weight="bold", va="center")
        _write_elements(axes, layout)
        ends = layout.head + np.cumsum(heights)
        for words, end, tall in zip(poles, ends, heights, strict=True):
            _write_poles(axes, words, end - tall + _BESIDE - 3, layout.width)
        _draw_fields(axes, grid, layout, (ends - _FIELD).tolist())
        axes.set(xlim=(0, layout.width), ylim=(height, 0))
        axes.axis("off")
        for text in axes.texts:  # the places of words are reckoned here, not by the layout
            text.set_in_layout(False)
    return figure


def _lay_out(grid: Grid) -> _Layout:
    """Split the elements' words into as many lines as stand side by side above a column."""
    n = max(1, len(grid.elements))
    width = max(72 * WIDTH, (_LINE + 1) * n)
    step = width / n
    lines = max(1, min(_ELEMENT_LINES, int(step / _LINE)))
    elements = [_split(name, _ELEMENT_LETTERS, lines) for name in grid.elements]
    longest = max((len(line) for words in elements for line in words), default=0)
    return _Layout(elements, width, step, _HEADING + _LETTER * longest + 6)


def _split(words: str, letters: int, lines: int) -> list[str]:
    return textwrap.wrap(words, letters, max_lines=lines, placeholder=" …")


def _write_elements(axes: Axes, layout: _Layout) -> None:
    """Write the elements upwards, each above its column."""
    for column, words in enumerate(layout.elements):
        middle = (column + 0.5) * layout.step - _LINE * (len(words) - 1) / 2
        for place, line in enumerate(words):
            axes.text(
                middle + _LINE * place, layout.head - 4, line, rotation=90, ha="center", va="bottom"
            )


def _write_poles(axes: Axes, words: list[list[str]], top: float, width: float) -> None:
    """Write both poles above the fields, with the shade by which each is told."""
    for right, lines in enumerate(words):
        shade = INK if right else _LIGHTEST
        place = (width - 9 if right else 1, top + 2)
        axes.add_patch(
            Rectangle(place, 8, 8, facecolor=shade, edgecolor=FAINT, linewidth=0.8, clip_on=False)
        )
        for line, told in enumerate(lines):
            axes.text(
                width - 14 if right else 14,
                top + _LINE * (line + 0.5),
                told,
                ha="right" if right else "left",
                va="center",
            )


def _draw_fields(axes: Axes, grid: Grid, layout: _Layout, tops: Sequence[float]) -> None:
    """Draw the ratings, each written into its field where it is wide enough."""
    low, high = grid.scale
    light, dark = (np.array(to_rgb(colour)) for colour in (_LIGHTEST, INK))
    shades: dict[str, list[Path]] = {}
    for row, top in enumerate(tops):
        for column, rating in enumerate(map(float, grid.ratings[row])):
            if np.isnan(rating):
                continue
            share = (rating - low) / ((high - low) or 1)
            shade, ink = settle_shade(to_hex(light + (dark - light) * share))
            left = column * layout.step
            field = Bbox.from_bounds(left + 0.5, top + 0.5, layout.step - 1, _FIELD - 1)
            shades.setdefault(shade, []).append(_UNIT.transformed(BboxTransformTo(field)))
            told = format_digits(rating, 3)
            if layout.step >= max(_NARROWEST, _LETTER * len(told) + 4):
                middle = left + layout.step / 2, top + _FIELD / 2
                axes.text(*middle, told, color=ink, ha="center", va="center_baseline")
    for shade, fields in shades.items():  # one path a shade: a tenth of the file
        drawn = Path.make_compound_path(*fields)
        axes.add_patch(PathPatch(drawn, facecolor=shade, linewidth=0, clip_on=False))
