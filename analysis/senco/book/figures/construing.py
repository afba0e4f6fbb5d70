"""How people construe: implications, firmness, change, and people side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from senco.book.figures.grids import MARKS
from senco.book.figures.style import FAINT, HIGH, INK, LOW, PAPER, STYLE, label_fields, make_figure
from senco.cohort.grid import Floats, Grid
from senco.cohort.implications import ImplicationGrid
from senco.text.rounding import format_share

#: The grid of faint lines behind marks.
_LINE = "#dfe4e8"
#: Up to so many people stand in a circle.
_MOST_ROUND = 12
#: Up to so many elements the number of each change is written; more would be too small to read.
_MOST_WRITTEN = 40
_SIGNS = ((1, "o", HIGH, "the same change"), (-1, "X", LOW, "the opposite change"))


def draw_implications(grid: ImplicationGrid) -> Figure:
    """Draw which construct implies which, and how often each implies and is implied.

    Parameters
    ----------
    grid : ImplicationGrid
        The grid.

    Returns
    -------
    matplotlib.figure.Figure
        A row a construct, those that are implied most above. On the left a mark where the
        row implies the column: a disc for the same, a cross for the opposite change, the
        larger the stronger. On the right how many it implies (ring) and how many imply it
        (disc).
    """
    links, weights = grid.links, np.nan_to_num(grid.weights)
    given, received = links.sum(1), links.sum(0)
    order = np.lexsort((given - received, -received))
    n = grid.n_constructs
    with mpl.rc_context(STYLE):
        figure = make_figure(1.5 + 0.3 * n)
        cells, counts = figure.subplots(1, 2, width_ratios=(1.5, 1))
        _mark_cells(cells, weights[np.ix_(order, order)])
        places = np.arange(n)
        labels = [f"{_wrap(grid.constructs[int(i)], 26)}  {p + 1}" for p, i in enumerate(order)]
        cells.set_yticks(places, labels)
        step = 1 if n <= 16 else 5
        cells.set_xticks(places[step - 1 :: step], [str(p + 1) for p in places[step - 1 :: step]])
        cells.xaxis.tick_top()
        cells.set_title("implies construct …", size=8.5, loc="left")
        _draw_counts(counts, given[order], received[order])
        for axes in (cells, counts):
            axes.set_ylim(n - 0.5, -0.5)
            axes.tick_params(length=0, labelsize=7.5)
            axes.spines[:].set_visible(False)
    return figure


def _mark_cells(axes: Axes, weights: Floats) -> None:
    n = len(weights)
    axes.hlines(np.arange(n), -0.5, n - 0.5, color=_LINE, linewidth=0.6, zorder=0)
    axes.vlines(np.arange(n), -0.5, n - 0.5, color=_LINE, linewidth=0.6, zorder=0)
    scale = 60 * min(1.0, 10 / n) ** 2
    for sign, mark, colour, told in _SIGNS:
        rows, columns = np.nonzero(np.sign(weights) == sign)
        sizes = scale * (0.25 + 0.75 * np.minimum(np.abs(weights[rows, columns]), 1))
        axes.scatter(columns, rows, s=sizes, marker=mark, color=colour, zorder=2)
        axes.scatter([], [], s=40, marker=mark, color=colour, label=told)
    axes.set_xlim(-0.5, n - 0.5)
    axes.legend(loc="upper left", bbox_to_anchor=(-0.05, 0), frameon=False, fontsize=7.5)


def _draw_counts(axes: Axes, given: np.ndarray, received: np.ndarray) -> None:
    places = np.arange(len(given))
    axes.hlines(places, given, received, color=FAINT, linewidth=1.2, zorder=1)
    axes.plot(given, places, "o", color=INK, mfc="white", ms=7, zorder=2, label="implies")
    axes.plot(received, places, "o", color=INK, ms=4, zorder=3, label="is implied by")
    most = max(int(given.max()), int(received.max()), 1)
    axes.set_xlim(-0.5, most + 0.5)
    axes.set_xticks(np.arange(0, most + 1, max(1, -(-most // 5))))
    axes.xaxis.tick_top()
    axes.set_yticks([])
    axes.set_title("number of others", size=8.5, loc="left")
    axes.legend(loc="upper left", bbox_to_anchor=(-0.05, 0), frameon=False, fontsize=7.5)


def _wrap(words: str, width: int) -> str:
    return textwrap.fill(textwrap.shorten(words, 2 * width, placeholder="…"), width)


def draw_resistance(
    constructs: Sequence[str],
    scores: Sequence[float],
    superordinacy: Sequence[float] | None = None,
) -> Figure:
    """Draw how firmly each construct is held, beside how many others imply it.

    Parameters
    ----------
    constructs : sequence of str
        In words.
    scores : sequence of float
        Shape ``(n_constructs,)``: choices in which it was held to.
    superordinacy : sequence of float, optional
        Shape ``(n_constructs,)``: implications received less given.

    Returns
    -------
    matplotlib.figure.Figure
        A row a construct, the firmest above: a bar to its score, and on the right, where it
        is known, a disc at its superordinacy.
    """
    order = np.argsort(-np.asarray(scores), kind="stable")
    places = np.arange(len(order))
    with mpl.rc_context(STYLE):
        figure = make_figure(0.9 + 0.32 * len(order))
        panels = figure.subplots(1, 1 if superordinacy is None else 2, squeeze=False)[0]
        held = np.asarray(scores)[order]
        panels[0].barh(places, held, color=HIGH, height=0.55)
        for place, score in zip(places, held, strict=True):
            panels[0].text(score + 0.1, place, f"{score:g}", va="center", size=8)
        panels[0].set_yticks(places, [_wrap(constructs[int(i)], 26) for i in order])
        panels[0].set(xlim=(0, max(float(held.max()), 1) * 1.2), xticks=[])
        panels[0].set_title("times held to", size=8.5, loc="left")
        if superordinacy is not None:
            _draw_balance(panels[1], np.asarray(superordinacy, dtype=float)[order])
        for axes in panels:
            axes.set_ylim(len(order) - 0.5, -0.5)
            axes.tick_params(length=0, labelsize=7.5)
            axes.spines[:].set_visible(False)
    return figure


def _draw_balance(axes: Axes, values: Floats) -> None:
    places = np.arange(len(values))
    reach = max(float(np.abs(values).max()), 1) * 1.25
    axes.axvline(0, color=FAINT, linewidth=0.8, zorder=0)
    axes.hlines(places, 0, values, color=FAINT, linewidth=1.2, zorder=1)
    axes.plot(values, places, "o", color=INK, ms=5, zorder=2)
    axes.set(xlim=(-reach, reach), yticks=[])
    axes.set_xticks([-reach * 0.8, 0, reach * 0.8], ["implies more", "0", "is implied more"])
    axes.set_title("its implications", size=8.5, loc="left")


def draw_self(grid: Grid) -> Figure:
    """Draw between which poles the self and the ideal lie.

    Parameters
    ----------
    grid : Grid
        With a self and an ideal element.

    Returns
    -------
    matplotlib.figure.Figure
        A row a construct, its poles at the ends of the scale: a square where the self lies, a
        star where the ideal does, and a line between them. The stroke across is the midpoint.
    """
    places = np.arange(grid.n_constructs)
    own, ideal = (
        grid.ratings[:, grid.elements.index(name)]
        for name in (grid.self_element, grid.ideal_element)
        if name is not None
    )
    with mpl.rc_context(STYLE):
        figure = make_figure(0.9 + 0.34 * grid.n_constructs)
        axes = figure.add_subplot()
        axes.hlines(places, *grid.scale, color=_LINE, linewidth=1, zorder=0)
        axes.vlines([grid.midpoint] * len(places), places - 0.2, places + 0.2, color=FAINT, lw=1)
        axes.hlines(places, own, ideal, color=LOW, linewidth=1.6, zorder=1)
        axes.plot(own, places, MARKS["self"], color=LOW, ms=6, zorder=2, label="self")
        axes.plot(ideal, places, MARKS["ideal"], color=INK, ms=9, zorder=3, label="ideal")
        margin = 0.04 * grid.span
        axes.set_xlim(grid.scale[0] - margin, grid.scale[1] + margin)
        _label_sides(axes, grid, 20)
        axes.set_yticks(places, [_wrap(construct.left, 20) for construct in grid.constructs])
        axes.set_ylim(grid.n_constructs - 0.5, -0.5)
        axes.set_xticks([grid.scale[0], grid.midpoint, grid.scale[1]])
        axes.tick_params(length=0, labelsize=7.5)
        axes.spines[:].set_visible(False)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False, fontsize=8)
    return figure


def draw_change(grid: Grid, differences: Floats) -> Figure:
    """Draw how far each rating of a grid went up or down.

    Parameters
    ----------
    grid : Grid
        The first grid.
    differences : ndarray
        Shape ``(n_constructs, n_elements)``: second less first; NaN where one is missing.

    Returns
    -------
    matplotlib.figure.Figure
        A row a construct, a column an element. In each field the difference with its sign:
        above 0 towards the pole on the right, below 0 towards that on the left; the darker
        the larger. A point is no change; a blank field was not rated twice. Of more than 40
        elements the colours alone are drawn.
    """
    n_constructs, n_elements = differences.shape
    with mpl.rc_context(STYLE):
        figure = make_figure(1.6 + 0.34 * n_constructs)
        axes = figure.add_subplot()
        colours = LinearSegmentedColormap.from_list("change", [LOW, PAPER, HIGH])
        axes.pcolormesh(
            np.ma.masked_invalid(differences),
            cmap=colours,
            vmin=-grid.span,
            vmax=grid.span,
            edgecolors=_LINE,
            linewidth=1,
        )
        axes.invert_yaxis()
        size = min(8.0, 90 / n_elements)
        written = ~np.isnan(differences) & (n_elements <= _MOST_WRITTEN)
        for i, j in np.argwhere(written):
            value = round(float(differences[i, j]), 6)
            colour = PAPER if abs(value) > 0.6 * grid.span else INK
            told = f"{value:+g}".replace("-", "−") if value else "·"
            axes.text(j + 0.5, i + 0.5, told, ha="center", va="center", size=size, color=colour)
        told = "+ moved towards the pole on the right, − towards the left"
        axes.text(0.5, -0.04, told, ha="center", va="top", size=8, transform=axes.transAxes)
        _label_poles(axes, grid)
    return figure


def draw_sociogrid(people: Sequence[str], share: Floats) -> Figure:
    """Draw how much of each person's construing is found with each other.

    Parameters
    ----------
    people : sequence of str
        In words.
    share : ndarray
        Shape ``(n_people, n_people)``: share of the row's constructs that match one of the
        column's, 0 to 1; the diagonal is not looked at.

    Returns
    -------
    matplotlib.figure.Figure
        Above, for up to twelve people, each with arrows to those among whom most of their
        constructs are found. Below a table of all the shares: the darker the larger.
    """
    n = len(people)
    shares = np.where(np.eye(n, dtype=bool), np.nan, share)
    with mpl.rc_context(STYLE):
        table = 0.9 + max(0.26 * n, 0.8)
        if n > _MOST_ROUND:
            figure = make_figure(table)
            _write_shares(figure.add_subplot(), people, shares)
            return figure
        figure = make_figure(3.1 + table)
        above, below = figure.subplots(2, 1, height_ratios=(3.1, table))
        _draw_nearest(above, people, shares)
        _write_shares(below, people, shares)
    return figure


def _draw_nearest(axes: Axes, people: Sequence[str], shares: Floats) -> None:
    n = len(people)
    angles = np.pi / 2 - 2 * np.pi * np.arange(n) / n
    places = np.column_stack([np.cos(angles), np.sin(angles)]).round(9)
    most = np.nanmax(shares, axis=1)[:, None] - 1e-9
    for i, j in np.argwhere((shares >= most) & (shares > 0)):
        arrow = {
            "arrowstyle": "-|>",
            "color": INK,
            "linewidth": 0.5 + 1.8 * shares[i, j],
            "shrinkA": 7,
            "shrinkB": 7,
            "connectionstyle": "arc3,rad=0.14",
        }
        axes.annotate("", places[j], places[i], arrowprops=arrow, zorder=1)
    axes.scatter(places[:, 0], places[:, 1], s=60, color=HIGH, zorder=2)
    for name, (x, y) in zip(people, places, strict=True):
        told = textwrap.fill(textwrap.shorten(name, 28, placeholder="…"), 14)
        sideways = "center" if abs(x) < 0.2 else "left" if x > 0 else "right"
        upright = "center" if abs(y) < 0.95 else "bottom" if y > 0 else "top"
        axes.text(1.12 * x, 1.12 * y, told, ha=sideways, va=upright, size=8.5, zorder=3)
    axes.set(xlim=(-2.2, 2.2), ylim=(-1.4, 1.45), aspect="equal")
    axes.set_title("With whom each person shares most constructs", size=8.5, loc="left")
    axes.axis("off")


def _write_shares(axes: Axes, people: Sequence[str], shares: Floats) -> None:
    n = len(people)
    colours = LinearSegmentedColormap.from_list("share", [PAPER, HIGH])
    axes.pcolormesh(
        np.ma.masked_invalid(shares), cmap=colours, vmin=0, vmax=1, edgecolors=_LINE, linewidth=1
    )
    axes.invert_yaxis()
    size = min(8.0, 110 / n)
    for i, j in np.argwhere(~np.isnan(shares)):
        colour = PAPER if shares[i, j] > 0.7 else INK
        told = format_share(float(shares[i, j])).removesuffix("%")
        axes.text(j + 0.5, i + 0.5, told, ha="center", va="center", size=size, color=colour)
    names = [textwrap.shorten(name, 20, placeholder="…") for name in people]
    label_fields(axes, names, names)
    axes.xaxis.tick_top()
    for label in axes.get_xticklabels():
        label.set(rotation=38, ha="left")
    axes.tick_params(length=0, labelsize=min(7.5, 90 / n + 3))
    axes.spines[:].set_visible(False)
    axes.set_xlabel("Percentage of the row's constructs that match one of the column's", size=8)


def _label_poles(axes: Axes, grid: Grid) -> None:
    """Elements over the columns, and on each side of the rows the pole that lies there."""
    names = [textwrap.shorten(name, 24, placeholder="…") for name in grid.elements]
    label_fields(axes, names, [_wrap(construct.left, 18) for construct in grid.constructs])
    axes.xaxis.tick_top()
    for label in axes.get_xticklabels():
        label.set(rotation=38, ha="left")
    axes.tick_params(length=0, labelsize=7.5)
    axes.spines[:].set_visible(False)
    _label_sides(axes, grid, 18, 0.5)


def _label_sides(axes: Axes, grid: Grid, width: int, middle: float = 0.0) -> None:
    """The poles on the right of the rows, whose middle lies so far below their number."""
    right = axes.secondary_yaxis("right")
    poles = [_wrap(construct.right, width) for construct in grid.constructs]
    right.set_yticks(np.arange(grid.n_constructs) + middle, poles)
    right.tick_params(length=0, labelsize=7.5)
    for spine in right.spines.values():
        spine.set_visible(False)
