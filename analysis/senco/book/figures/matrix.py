"""People by influence: one row an influence, grouped by system, one column a person."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from senco.book.figures.rings import MANY
from senco.book.figures.style import PAPER, STYLE, WIDTH, deepen, make_figure
from senco.cohort.study import Influence, System

#: Points: a line of words, a system's heading, a row's margin, where a row's words begin.
_LINE, _HEADING, _MARGIN, _WORDS = 13.0, 22.0, 10.0, 9.0
#: Points: where the columns begin, and the widest of them and of their discs.
_COLUMNS, _WIDEST, _DISC = 104.0, 26.0, 20.0
#: Letters of a label in a line, and points that a letter takes at the most.
_LETTERS, _LETTER = 15, 7.0
_STRIPE, _TRACK, _RULE = "#eef2f4", "#e1e7ea", "#c3ccd2"


class _Layout(NamedTuple):
    """Where the columns stand, in points, and how wide each is."""

    left: float
    right: float
    step: float
    head: float

    def centre(self, column: int) -> float:
        return self.left + (column + 0.5) * self.step


def draw_matrix(
    ties: pd.DataFrame,
    influences: Mapping[str, Influence],
    systems: Mapping[str, System],
    notes: Mapping[str, str] | None = None,
) -> Figure:
    """Draw which participant is tied to which influence, as a matrix of discs.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        At least 0: whole numbers, such as statements, or weights of evidence.
    influences : mapping of str to Influence
        By id.
    systems : mapping of str to System
        By id, the outermost first.
    notes : mapping of str to str, optional
        A line below an influence's label, such as "key".

    Returns
    -------
    matplotlib.figure.Figure
        Influences in rows, grouped by system, participants in columns, and how many of
        them are tied at the right. A disc bears a whole number; the area of others is as
        the weight. Of more than 30 participants each row is a bar, as long as the share
        who are tied.
    """
    notes = notes or {}
    groups = {
        system: [key for key in ties.columns if influences[key].system == system]
        for system in systems
    }
    lines = {key: textwrap.wrap(influences[key].label, _LETTERS) for key in ties.columns}
    layout = _lay_out(ties)
    heights = {
        key: max(_LINE * (len(words) + bool(notes.get(key))) + _MARGIN, _DISC + 6)
        for key, words in lines.items()
    }
    shown = [system for system, keys in groups.items() if keys]
    height = layout.head + _HEADING * len(shown) + sum(heights.values()) + 4
    with mpl.rc_context(STYLE):
        figure = make_figure(height / 72)
        axes = figure.add_subplot()
        _draw_head(axes, ties, layout, height)
        top = layout.head
        for system in shown:
            _head_system(axes, systems[system], top)
            bottom = top + _HEADING + sum(heights[key] for key in groups[system])
            bar = (0, top + 5), 4, bottom - top - 7
            axes.add_patch(Rectangle(*bar, color=systems[system].colour, linewidth=0))
            top += _HEADING
            for key in groups[system]:
                middle = top + heights[key] / 2 - 2
                _write_label(axes, middle, lines[key], notes.get(key, ""))
                _draw_row(axes, ties[key], layout, middle, deepen(systems[system].colour))
                top += heights[key]
        axes.set(xlim=(0, 72 * WIDTH), ylim=(height, 0))
        axes.axis("off")
        for text in axes.texts:  # the places of words are reckoned here, not by the layout
            text.set_in_layout(False)
    return figure


def caption_matrix(n: int, rows: str, disc: str, tied: str) -> str:
    """Say what `draw_matrix` shows, to begin a caption.

    Parameters
    ----------
    n : int
        Participants.
    rows : str
        What the rows are.
    disc : str
        What a disc is.
    tied : str
        Who is tied, to follow "Participants".

    Returns
    -------
    str
        Sentences; none speaks of discs and columns where bars take their place.

    Examples
    --------
    >>> caption_matrix(300, "influences", "Disc: a tie", "tied to each influence")
    'Participants tied to each influence, by system: a bar is their share of 300.'
    """
    if n <= MANY:
        return (
            f"Participants (n = {n}) in columns, {rows} in rows, by system. {disc}; right: how "
            "many participants."
        )
    return f"Participants {tied}, by system: a bar is their share of {n}."


def describe_bars(n: int) -> str:
    """Say what `draw_matrix` has in the place of its columns, where they are too many.

    Parameters
    ----------
    n : int
        Participants.

    Returns
    -------
    str
        Sentences that follow others; "" where every participant has a column.
    """
    if n <= MANY:
        return ""
    return (
        f" Since {n} columns would be too narrow, each row has a bar in their place, as long as "
        "the share of the participants who are tied. Who is tied to what is in the figure's file."
    )


def _lay_out(ties: pd.DataFrame) -> _Layout:
    """Place the columns between the labels and the totals."""
    n = len(ties)
    right = 72 * WIDTH - _LETTER * len(f"{n} of {n}") - 2
    if n > MANY:
        return _Layout(_COLUMNS, right, 0, 6)
    step = min((right - _COLUMNS) / max(n, 1), _WIDEST)
    longest = max((len(str(name)) for name in ties.index), default=0)
    turned = longest * _LETTER > step
    head = _LETTER * min(longest, 14) + 8 if turned else _LINE + 5
    return _Layout(_COLUMNS, _COLUMNS + step * n, step, head)


def _draw_head(axes: Axes, ties: pd.DataFrame, layout: _Layout, height: float) -> None:
    """Name the columns, every other one shaded so that the eye can go down it."""
    if not layout.step:
        return
    axes.text(_WORDS, layout.head - 5, "participant", va="bottom", style="italic")
    turned = layout.head > _LINE + 5
    every = int(np.ceil(_LINE / layout.step)) if turned else 1
    for column, name in enumerate(ties.index):
        if column % 2 == 0:
            left = layout.left + column * layout.step
            axes.add_patch(
                Rectangle((left, 0), layout.step, height, color=_STRIPE, linewidth=0, zorder=0)
            )
        if column % every == 0:
            axes.text(
                layout.centre(column),
                layout.head - 5,
                textwrap.shorten(str(name), 14, placeholder="…"),
                ha="center",
                va="bottom",
                rotation=90 if turned else 0,
            )


def _head_system(axes: Axes, system: System, top: float) -> None:
    axes.plot([0, 72 * WIDTH], [top, top], color=_RULE, linewidth=0.8, zorder=1)
    axes.text(
        _WORDS,
        top + _HEADING / 2 + 2,
        system.label,
        color=deepen(system.colour),
        weight="bold",
        va="center",
    )


def _write_label(axes: Axes, middle: float, lines: list[str], note: str) -> None:
    """Write an influence's words, with its note in bold below them."""
    first = middle - _LINE * (len(lines) + bool(note) - 1) / 2
    for place, words in enumerate([*lines, note] if note else lines):
        weight = "bold" if note and place == len(lines) else "normal"
        axes.text(_WORDS, first + _LINE * place, words, va="center_baseline", weight=weight)


def _draw_row(axes: Axes, own: pd.Series, layout: _Layout, middle: float, colour: str) -> None:
    """Draw one influence's discs, or its bar, and how many participants are tied to it."""
    weights = own.to_numpy(dtype=float)
    tied = int((weights > 0).sum())
    axes.text(
        72 * WIDTH - 2, middle, f"{tied} of {len(own)}", ha="right", va="center", weight="bold"
    )
    if not layout.step:
        width = layout.right - layout.left
        for share, shade in ((1.0, _TRACK), (tied / len(own), colour)):
            bar = Rectangle((layout.left, middle - 7), width * share, 14, color=shade, linewidth=0)
            axes.add_patch(bar)
        return
    counted = bool(np.all(weights == np.round(weights)))
    largest = min(_DISC, layout.step * 0.88)
    strongest = max(float(weights.max()), 1.0)
    for column, weight in enumerate(weights):
        if not weight > 0:
            continue
        across = largest if counted else largest * np.sqrt(0.15 + 0.85 * weight / strongest)
        place = layout.centre(column)
        axes.scatter(place, middle, s=across**2, color=colour, linewidth=0, zorder=3)
        if counted and largest >= _LINE:
            axes.text(
                place,
                middle,
                str(int(weight)),
                color=PAPER,
                weight="bold",
                ha="center",
                va="center_baseline",
                zorder=4,
            )
