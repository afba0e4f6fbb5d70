"""Every finding that was compared: its verdict, and its difference with its interval."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from senco.book.figures.style import HIGH, INK, LOW, PAPER, STYLE, WIDTH, deepen, make_figure

#: Mark and filling of each verdict: told apart without colour.
MARKS = {
    "agrees": ("o", True),
    "differs": ("D", True),
    "cannot tell at this n": ("o", False),
    "cannot tell at any n": ("s", False),
}
_COLOURS = {"agrees": deepen(HIGH), "differs": deepen(LOW)}
#: Points: a line of words, what a row adds to its lines, the heading of a verdict, of a kind.
_LINE, _ROW, _HEADING, _KIND = 13.0, 5.0, 26.0, 17.0
#: Points: where marks, words and intervals stand from the left, and the figure's ends.
_MARK, _WORDS, _LEFT, _RIGHT = 10.0, 22.0, 178.0, 72 * WIDTH - 8
_TOP, _BOTTOM = 40.0, 36.0
#: Letters of a finding in a line; it has two at most.
_LETTERS = 26
#: Intervals are drawn up to so many margins; one that goes on has an arrow.
_FARTHEST = 6.0
_BAND, _RULE, _QUIET = "#e1e9ed", "#c3ccd2", "#5a6670"


class _Scale(NamedTuple):
    """How margins become points."""

    middle: float
    unit: float
    reach: float

    def place(self, margins: float) -> float:
        return self.middle + self.unit * max(-self.reach, min(margins, self.reach))


def draw_verdicts(
    findings: pd.DataFrame, headings: Sequence[tuple[str, str]], title: str
) -> Figure:
    """Draw each finding with its verdict and, where there is one, its interval.

    Parameters
    ----------
    findings : DataFrame
        As `senco.pages.comparison.scale_findings` gives it, at least one row.
    headings : sequence of tuple of str
        The verdicts in the order in which they are drawn, each with its heading in words.
    title : str
        What the cohort is compared with.

    Returns
    -------
    matplotlib.figure.Figure
        A row a finding, grouped by verdict and then by kind. Filled disc: agrees; diamond:
        differs; open disc: cannot tell at this n; open square: at any n. Shaded: less than
        the margin.
    """
    scale = _find_scale(findings)
    with mpl.rc_context(STYLE):
        figure = make_figure(_measure_height(findings, headings) / 72)
        axes = figure.add_subplot()
        words = textwrap.shorten(f"beside {title}", 54, placeholder=" …")
        axes.text(0, 8, words, va="center_baseline")
        axes.text(scale.middle, _TOP - 9, "within the margin", ha="center", va="center_baseline")
        top = _TOP
        for verdict, heading in headings:
            top = _head_verdict(axes, verdict, heading, top)
            of_verdict = findings.loc[findings["verdict"] == verdict]
            for kind, rows in of_verdict.groupby("kind", sort=False):
                axes.text(_WORDS, top + _KIND / 2, str(kind), va="center_baseline", style="italic")
                top += _KIND
                for row in rows.to_dict("records"):
                    lines = _wrap(row["label"])
                    height = _LINE * len(lines) + _ROW
                    middle = top + height / 2
                    first = middle - _LINE * (len(lines) - 1) / 2
                    for number, line in enumerate(lines):
                        axes.text(_WORDS, first + _LINE * number, line, va="center_baseline")
                    _draw_interval(axes, row, scale, middle)
                    top += height
        _draw_scale(axes, scale, top)
        axes.set(xlim=(0, 72 * WIDTH), ylim=(top + _BOTTOM, 0))
        axes.axis("off")
        for text in axes.texts:  # the places of words are reckoned here, not by the layout
            text.set_in_layout(False)
    return figure


def _wrap(label: str) -> list[str]:
    return textwrap.wrap(label, _LETTERS, max_lines=2, placeholder=" …") or [""]


def _measure_height(findings: pd.DataFrame, headings: Sequence[tuple[str, str]]) -> float:
    rows = sum(_LINE * len(_wrap(label)) + _ROW for label in findings["label"])
    kinds = len(findings[["verdict", "kind"]].drop_duplicates())
    return float(_TOP + _BOTTOM + _HEADING * len(headings) + _KIND * kinds + rows)


def _find_scale(findings: pd.DataFrame) -> _Scale:
    ends = findings[["difference", "low", "high"]].abs().max().max()
    reach = min(max(1.5, float(ends)) if ends == ends else 1.5, _FARTHEST)
    return _Scale((_LEFT + _RIGHT) / 2, (_RIGHT - _LEFT) / 2 / reach, reach)


def _head_verdict(axes: Axes, verdict: str, heading: str, top: float) -> float:
    """Write a verdict's heading beside its mark; return where its rows begin."""
    axes.plot([0, 72 * WIDTH], [top, top], color=_RULE, linewidth=0.8, zorder=1)
    middle = top + _HEADING / 2 + 2
    _mark(axes, verdict, _MARK, middle, 9)
    axes.text(
        _WORDS,
        middle,
        heading,
        color=_COLOURS.get(verdict, INK),
        weight="bold",
        va="center_baseline",
        zorder=4,
    )
    return top + _HEADING


def _mark(axes: Axes, verdict: str, across: float, middle: float, size: float) -> None:
    shape, filled = MARKS[verdict]
    colour = _COLOURS.get(verdict, INK)
    axes.plot(
        across, middle, shape, mfc=colour if filled else PAPER, mec=colour, mew=1.3, ms=size,
        zorder=4,
    )  # fmt: skip


def _draw_interval(axes: Axes, row: Mapping[Hashable, Any], scale: _Scale, middle: float) -> None:
    """Draw a finding's interval and its mark, or say that it has none."""
    verdict = str(row["verdict"])
    difference, low, high = (float(row[name]) for name in ("difference", "low", "high"))
    if math.isnan(difference) or (math.isnan(low) and math.isnan(high)):
        axes.text(_RIGHT + 6, middle, "no interval", color=_QUIET, ha="right", va="center_baseline")
        return
    low, high = (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)
    colour = _COLOURS.get(verdict, INK)
    ends = [scale.place(low), scale.place(high)]
    axes.plot(ends, [middle] * 2, color=colour, linewidth=1.6, zorder=3, solid_capstyle="butt")
    for end, shape, goes_on in ((low, "<", low < -scale.reach), (high, ">", high > scale.reach)):
        if goes_on:
            axes.plot(scale.place(end), middle, shape, color=colour, ms=5, mew=0, zorder=3)
    _mark(axes, verdict, scale.place(difference), middle, 6)


def _draw_scale(axes: Axes, scale: _Scale, bottom: float) -> None:
    """Shade what lies within the margin, and number the margins below."""
    band = Rectangle(
        (scale.place(-1), _TOP), 2 * scale.unit, bottom - _TOP, color=_BAND, linewidth=0, zorder=0
    )
    axes.add_patch(band)
    axes.plot([scale.middle] * 2, [_TOP, bottom], color="#8a949c", linewidth=0.8, zorder=1)
    step = 1 if scale.reach < 3 else 2
    for margins in range(-int(scale.reach // step) * step, int(scale.reach) + 1, step):
        axes.text(scale.place(margins), bottom + 9, f"{margins}".replace("-", "−"), ha="center",
                  va="center_baseline")  # fmt: skip
    axes.text(_RIGHT + 6, bottom + 25, "difference, in margins", ha="right", va="center_baseline")
