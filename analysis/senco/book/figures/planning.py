"""Chances of an answer, by how many people are asked and by how far they differ."""

from __future__ import annotations

import textwrap

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.style import FAINT, INK, READABLE, STYLE, make_figure
from senco.text.rounding import format_digits

_BAND = "#e4eaee"
#: One mark a number of people, in their order.
_SHAPES = ("o", "s", "^", "D")
#: One way of drawing a line for each, told apart without colour.
_LINES = ("-", (0, (6, 2)), (0, (3, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)), (0, (1, 4)))


def draw_chances(curves: pd.DataFrame, wanted: float) -> Figure:
    """Draw the chance of each answer by the number of people, a line a spread.

    Parameters
    ----------
    curves : DataFrame
        As `senco.planning.tabulate_curves` gives it.
    wanted : float
        The chance that is wanted.

    Returns
    -------
    matplotlib.figure.Figure
        A panel for agreement and one for a difference.
    """
    titles = {"agreement": "to show agreement", "difference": "to show the difference"}
    groups = list(curves.groupby("goal", sort=False))
    with mpl.rc_context(STYLE):
        figure = make_figure(2.6 * len(groups) + 0.5)
        panels = figure.subplots(len(groups), 1, squeeze=False, sharex=True)[:, 0]
        for axes, (goal, part) in zip(panels, groups, strict=True):
            _draw_lines(axes, part, "sd", "people", wanted)
            axes.set_title(titles[str(goal)], size=READABLE, weight="bold", loc="right")
            axes.set_xscale("log")
        ticks = [2, 4, 8, 15, 30, 60, 100]
        panels[-1].set_xticks(ticks, [str(tick) for tick in ticks])
        panels[-1].minorticks_off()
        panels[-1].set_xlabel("people asked", loc="right")
        _add_legend(figure, panels[0], "standard deviation, in places")
    return figure


def draw_ceiling(reaches: pd.DataFrame, margin: float) -> Figure:
    """Draw how far the interval beside each printed mean reaches, and what it keeps.

    Parameters
    ----------
    reaches : DataFrame
        Columns construct, people (0 for any number), reach.
    margin : float
        In places.

    Returns
    -------
    matplotlib.figure.Figure
        A row a mean, a mark a number of people; filled: any number.
    """
    names = list(dict.fromkeys(reaches["construct"]))
    with mpl.rc_context(STYLE):
        figure = make_figure(0.45 * len(names) + 1.1)
        axes = figure.add_subplot()
        axes.axvspan(0, margin, color=_BAND, zorder=0)
        for place, (people, part) in enumerate(reaches.groupby("people", sort=False)):
            label = str(people) if people else "any number"
            rows = [names.index(name) for name in part["construct"]]
            axes.plot(
                part["reach"], rows, _SHAPES[place % len(_SHAPES)], ls="", mec=INK, ms=6,
                mfc="none" if people else INK, label=label, zorder=2,
            )  # fmt: skip
        words = [textwrap.fill(textwrap.shorten(name, 52, placeholder=" …"), 27) for name in names]
        axes.set_yticks(range(len(names)), words)
        axes.tick_params(axis="y", length=0, labelsize=READABLE)
        axes.set(ylim=(len(names) - 0.5, -0.5), xlim=(0, float(reaches["reach"].max()) * 1.06))
        axes.grid(axis="y", color="#eceff1", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("extent to either side, in places; shaded: the margin", loc="right")
        _add_legend(figure, axes, "people asked")
    return figure


def _draw_lines(axes: Axes, part: pd.DataFrame, by: str, along: str, wanted: float) -> None:
    """A line for each value of one column, along another."""
    axes.axhline(100 * wanted, color=FAINT, linewidth=1, zorder=1)
    for place, (value, rows) in enumerate(part.groupby(by, sort=False)):
        label = format_digits(value, 3) if isinstance(value, float) else str(value)
        axes.plot(
            rows[along], 100 * rows["chance"], color=INK, ls=_LINES[place % len(_LINES)],
            linewidth=1.6, label=label, zorder=2,
        )  # fmt: skip
    axes.set(ylim=(-2, 102))
    axes.set_yticks([0, 20, 40, 60, 80, 100])
    axes.set_ylabel("chance, %", loc="top")
    axes.grid(axis="y", color="#eceff1", linewidth=0.8)
    axes.set_axisbelow(True)


def _add_legend(figure: Figure, axes: Axes, title: str) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(
        handles, labels, title=title, title_fontsize=READABLE, fontsize=READABLE, frameon=False,
        ncols=min(len(labels), 5), loc="outside lower center", handlelength=3,
    )  # fmt: skip
