"""Cohorts beside one another: differences with their intervals, and places side by side."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from senco.book.figures.style import (
    FAINT,
    FEW,
    INK,
    PAPER,
    READABLE,
    STYLE,
    make_figure,
    wrap_label,
)
from senco.book.figures.verdicts import MARKS

#: One mark a cohort, in their order; more cohorts begin again, in grey.
_SHAPES = ("o", "s", "D", "^", "v", "P", "X")
_BAND = "#e4eaee"


def draw_differences(places: pd.DataFrame, length: int) -> Figure:
    """Draw the differences of constructs' places with their intervals and the margin.

    Parameters
    ----------
    places : DataFrame
        As `senco.pages.comparison.list_places` gives it, at least one row.
    length : int
        Places of the list.

    Returns
    -------
    matplotlib.figure.Figure
        One panel a cohort compared with. Filled disc: agrees; diamond: differs; open
        disc: cannot tell at this n; open square: at any n. An interval without ends goes
        from side to side.
    """
    groups = list(places.groupby("beside", sort=False))
    rows = [len(part) for _, part in groups]
    with mpl.rc_context(STYLE):
        figure = make_figure(0.38 * sum(rows) + 0.8 * len(groups) + 0.7)
        panels = figure.subplots(
            len(groups), 1, squeeze=False, sharex=True, height_ratios=[n + 1 for n in rows]
        )[:, 0]
        reach = _find_reach(places, length)
        for axes, (title, part) in zip(panels, groups, strict=True):
            _draw_panel(axes, part.reset_index(drop=True), reach)
            words = textwrap.shorten(f"beside {title}", 54, placeholder=" …")
            axes.set_title(words, size=READABLE, loc="right")
        panels[-1].set_xlabel(f"places of {length}: ← higher here | lower here →", loc="right")
        marks = [
            Line2D(
                [],
                [],
                marker=shape,
                mfc=INK if filled else PAPER,
                mec=INK,
                ls="",
                ms=6,
                label=verdict,
            )
            for verdict, (shape, filled) in MARKS.items()
        ]
        figure.legend(
            handles=marks, loc="outside lower center", ncols=2, frameon=False, fontsize=READABLE
        )
    return figure


def _find_reach(places: pd.DataFrame, length: int) -> float:
    ends = places[["difference", "low", "high", "margin"]].abs().max().max()
    return float(min(ends * 1.08, length - 1))


def _draw_panel(axes: Axes, part: pd.DataFrame, reach: float) -> None:
    margin = part["margin"].max()
    if margin == margin:
        axes.axvspan(-margin, margin, color=_BAND, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=1, zorder=1)
    row: Any  # its cells are of its columns' types
    for row in part.itertuples():
        low, high = np.nan_to_num([row.low, row.high], nan=np.inf)
        ends = [max(low if row.low == row.low else -reach, -reach), min(high, reach)]
        axes.plot(ends, [row.Index] * 2, color=INK, linewidth=1.4, zorder=2)
        shape, filled = MARKS[row.verdict]
        fill = INK if filled else PAPER
        axes.plot(row.difference, row.Index, shape, mfc=fill, mec=INK, ms=6, zorder=3)
    words = [wrap_label(str(text)) for text in part["finding"]]
    axes.set_yticks(range(len(part)), words)
    axes.tick_params(axis="y", length=0, labelsize=READABLE)
    axes.set(xlim=(-reach, reach), ylim=(len(part) - 0.4, -0.6))
    axes.spines["left"].set_visible(False)


def draw_side_by_side(places: pd.DataFrame, length: int) -> Figure:
    """Draw where several cohorts put each construct.

    Parameters
    ----------
    places : DataFrame
        As `senco.pages.cohorts.lay_places` gives it, at least one row.
    length : int
        Places of the list.

    Returns
    -------
    matplotlib.figure.Figure
        A row a construct, a mark a cohort, joined by a line from the lowest to the
        highest; the words of a construct on which cohorts differ are bold. Of more than ten
        cohorts all but the first are upright lines, which the key names together.
    """
    cohorts = [name for name in places.columns if name not in ("construct", "verdict")]
    with mpl.rc_context(STYLE):
        named = cohorts if len(cohorts) <= FEW else cohorts[:1]
        keys = len(cohorts) if named is cohorts else 2
        figure = make_figure(0.38 * len(places) + 0.28 * keys + 1.0)
        axes = figure.add_subplot()
        numbers = places[cohorts].to_numpy(dtype=float)
        for row, values in enumerate(numbers):
            known = values[~np.isnan(values)]
            axes.plot([known.min(), known.max()], [row] * 2, color=FAINT, linewidth=1.2, zorder=1)
        for place, name in enumerate(named):
            shape, again = _SHAPES[place % len(_SHAPES)], place // len(_SHAPES)
            axes.plot(
                numbers[:, place], range(len(places)), shape, mfc=INK if place == 0 else "none",
                mec=FAINT if again else INK, ms=4 + 3 * min(place, 2), mew=1.3, zorder=3,
                label=textwrap.shorten(name, 52, placeholder=" …"),
            )  # fmt: skip
        if keys < len(cohorts):
            _draw_others(axes, numbers[:, 1:])
        words = [wrap_label(str(text)) for text in places["construct"]]
        axes.set_yticks(range(len(places)), words)
        for tick, verdict in zip(axes.get_yticklabels(), places["verdict"], strict=True):
            tick.set_fontweight("bold" if verdict == "differs" else "normal")
        axes.tick_params(axis="y", length=0, labelsize=READABLE)
        axes.set(ylim=(len(places) - 0.4, -0.6), xlim=(0.4, length + 0.6))
        axes.set_xticks([1, *range(5, length - 1, 5), length])
        axes.set_xlabel(f"mean place, from 1 (high priority) to {length} (low)", loc="right")
        axes.grid(axis="y", color="#eceff1", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        figure.legend(loc="outside lower left", ncols=1, frameon=False, fontsize=READABLE)
    return figure


def _draw_others(axes: Axes, numbers: np.ndarray) -> None:
    """An upright line for each number: one stroke for all, of a fifth of the size of marks."""
    rows, columns = np.nonzero(~np.isnan(numbers))
    values, nothing = numbers[rows, columns], np.full(len(rows), np.nan)
    across = np.column_stack([values, values, nothing]).ravel()
    ends = np.column_stack([rows - 0.16, rows + 0.16, nothing]).ravel()
    axes.plot(across, ends, color=INK, linewidth=0.8, solid_capstyle="butt", zorder=2)
    axes.plot([], [], "|", color=INK, label=f"the other {numbers.shape[1]} cohorts")
