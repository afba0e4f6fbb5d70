"""What several cohorts say of each finding, one below the other, and what they say pooled."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.style import FAINT, FEW, INK, PAPER, STYLE, WIDTH, make_figure
from senco.book.figures.verdicts import MARKS

#: Points: a line of words, a row of a cohort, the room between two findings.
_LINE, _ROW, _GAP = 13.0, 13.0, 9.0
#: Points from the left: where letters end, and where the scale begins and ends.
_LETTERS_END, _LEFT, _RIGHT = 166.0, 178.0, 72 * WIDTH - 20
#: Points: above the first finding; the scale below the last; a line of the key.
_TOP, _SCALE, _KEY = 22.0, 40.0, 15.0
#: Letters of a finding in a line; it has two at most.
_LETTERS = 23
_RULE, _QUIET, _POOL = "#c3ccd2", "#5a6670", "#33508a"


class Scale(NamedTuple):
    """What a forest is drawn over.

    Parameters
    ----------
    least, most : float
        Ends of the scale.
    ticks : dict of float to str
        What is written below it, and where.
    landmark : float
        Where a broken line stands.
    landmark_label : str
        What it is, in a few words.
    label : str
        What the scale counts.
    """

    least: float
    most: float
    ticks: Mapping[float, str]
    landmark: float
    landmark_label: str
    label: str

    def place(self, value: float) -> float:
        """Points from the left at which a value is drawn."""
        kept = min(max(value, self.least), self.most)
        return _LEFT + (_RIGHT - _LEFT) * (kept - self.least) / (self.most - self.least)


def scale_places(length: int) -> Scale:
    """Return the scale of mean places.

    Parameters
    ----------
    length : int
        Of the list, at least 2.

    Returns
    -------
    Scale
        Its landmark is the middle of the list.

    Examples
    --------
    >>> scale_places(21).landmark, list(scale_places(21).ticks)
    (11.0, [1, 5, 10, 15, 21])
    """
    places = [1, *range(5, length - 1, 5), length]
    return Scale(
        1, length, {place: str(place) for place in places}, (length + 1) / 2,
        "middle of the list", f"mean place, from 1 (high priority) to {length} (low)",
    )  # fmt: skip


def scale_shares() -> Scale:
    """Return the scale of shares of people.

    Returns
    -------
    Scale
        Its landmark is half of the people.

    Examples
    --------
    >>> scale_shares().landmark
    0.5
    """
    ticks = {0.0: "0 %", 0.5: "50 %", 1.0: "100 %"}
    return Scale(0, 1, ticks, 0.5, "half of the people", "share of the people who speak of it")


def draw_forest(rows: pd.DataFrame, scale: Scale) -> Figure:
    """Draw each finding's numbers cohort by cohort, and pooled where they are.

    Parameters
    ----------
    rows : DataFrame
        As `senco.pages.pooled.lay_forest` gives it, at least one row; a column ``truth``,
        where there is one, is drawn as a short red line beside the pool.
    scale : Scale
        What they are drawn over.

    Returns
    -------
    matplotlib.figure.Figure
        A block a finding, a row a cohort under its letter: its number as the mark of its
        verdict, with its own interval; where there are more than ten, one row for all of them,
        with an upright line for each number. Below them, where they are pooled, the interval of the
        pool as a bar, and as a thin line where a further cohort may lie.
    """
    blocks = [(str(name), part) for name, part in rows.groupby("finding", sort=False)]
    keys = _list_keys(rows)
    with mpl.rc_context(STYLE):
        heights = [_measure(name, part) for name, part in blocks]
        bottom = _TOP + sum(heights)
        total = bottom + _SCALE + _KEY * len(keys)
        figure = make_figure(total / 72)
        axes = figure.add_subplot()
        middle = scale.place(scale.landmark)
        axes.plot([middle] * 2, [_TOP, bottom], color=FAINT, linewidth=1, ls=(0, (4, 3)), zorder=1)
        _write(axes, middle, 8, scale.landmark_label, ha="center", color=_QUIET)
        top = _TOP
        for (name, part), height in zip(blocks, heights, strict=True):
            _draw_block(axes, name, part, scale, top)
            top += height
        _draw_scale(axes, scale, bottom)
        for place, key in enumerate(keys):
            _draw_key(axes, key, bottom + _SCALE + _KEY * (place + 0.5))
        axes.set(xlim=(0, 72 * WIDTH), ylim=(total, 0))
        axes.axis("off")
        for text in axes.texts:  # the places of words are reckoned here, not by the layout
            text.set_in_layout(False)
    return figure


def _wrap(name: str) -> list[str]:
    return textwrap.wrap(name, _LETTERS, max_lines=2, placeholder=" …") or [""]


def _measure(name: str, part: pd.DataFrame) -> float:
    rows = int(part["pool"].sum()) + 1 if _is_crowd(part) else len(part)
    return max(_LINE * len(_wrap(name)), _ROW * rows) + _GAP


def _is_crowd(part: pd.DataFrame) -> bool:
    return bool((~part["pool"]).sum() > FEW)


def _write(axes: Axes, across: float, down: float, words: str, **how: Any) -> None:
    axes.text(across, down, words, va="center_baseline", **how)


def _draw_block(axes: Axes, name: str, part: pd.DataFrame, scale: Scale, top: float) -> None:
    axes.plot([0, 72 * WIDTH], [top, top], color=_RULE, linewidth=0.8, zorder=0)
    first = top + _GAP / 2 + _LINE / 2
    for number, line in enumerate(_wrap(name)):
        _write(axes, 0, first + _LINE * number, line)
    if _is_crowd(part):
        own, part = part.loc[~part["pool"]], part.loc[part["pool"]]
        _write(axes, _LETTERS_END, first, f"all {len(own)}", ha="right")
        _draw_crowd(axes, own, scale, first)
        first += _ROW
    for number, row in enumerate(part.to_dict("records")):
        down = first + _ROW * number
        pooled = bool(row["pool"])
        weight = "bold" if pooled else "normal"
        _write(axes, _LETTERS_END, down, str(row["label"]), ha="right", weight=weight)
        (_draw_pool if pooled else _draw_cohort)(axes, row, scale, down)


def _draw_crowd(axes: Axes, own: pd.DataFrame, scale: Scale, down: float) -> None:
    """An upright line for each cohort: one stroke for all, of a fifth of the size of marks."""
    for counted, colour in ((False, _QUIET), (True, INK)):
        values = own.loc[own["counted"] == counted, "value"].astype(float)
        across = [place for value in values for place in (scale.place(value),) * 2 + (math.nan,)]
        ends = [down - 4.5, down + 4.5, math.nan] * len(values)
        axes.plot(across, ends, color=colour, linewidth=0.8, solid_capstyle="butt")


def _draw_cohort(axes: Axes, row: Mapping[Hashable, Any], scale: Scale, down: float) -> None:
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    counted = bool(row["counted"])
    if not math.isnan(low):
        ends = [scale.place(low), scale.place(high)]
        axes.plot(ends, [down] * 2, color=INK, linewidth=1.2, zorder=2, solid_capstyle="butt")
    _mark(axes, str(row["verdict"]), scale.place(value), down, counted)


def _mark(axes: Axes, verdict: str, across: float, down: float, counted: bool) -> None:
    colour = INK if counted else _QUIET
    if verdict not in MARKS:
        axes.plot(across, down, "|", color=colour, mec=colour, ms=9, mew=2, zorder=3)
        return
    shape, filled = MARKS[verdict]
    fill = colour if filled else PAPER
    axes.plot(across, down, shape, color=colour, mfc=fill, mec=colour, mew=1.2, ms=5.5, zorder=3)


def _draw_pool(axes: Axes, row: Mapping[Hashable, Any], scale: Scale, down: float) -> None:
    ends = [scale.place(float(row[name])) for name in ("predicted_low", "predicted_high")]
    axes.plot(ends, [down] * 2, color=_POOL, linewidth=1.1, zorder=2, solid_capstyle="butt")
    ends = [scale.place(float(row[name])) for name in ("low", "high")]
    axes.plot(ends, [down] * 2, color=_POOL, linewidth=6, zorder=3, solid_capstyle="butt")
    axes.plot(
        scale.place(float(row["value"])), down, "|", color=PAPER, mec=PAPER, ms=6, mew=1.4, zorder=4
    )
    truth = float(row.get("truth", math.nan))
    if not math.isnan(truth):
        axes.plot([scale.place(truth)] * 2, [down - 7, down + 7], color="#b5473c", lw=2, zorder=5)


def _draw_scale(axes: Axes, scale: Scale, bottom: float) -> None:
    axes.plot([_LEFT, _RIGHT], [bottom] * 2, color=FAINT, linewidth=1, zorder=1)
    for value, words in scale.ticks.items():
        across = scale.place(value)
        axes.plot([across] * 2, [bottom, bottom + 4], color=FAINT, linewidth=1, zorder=1)
        _write(axes, across, bottom + 12, words, ha="center")
    _write(axes, 72 * WIDTH, bottom + 27, scale.label, ha="right")


def _list_keys(rows: pd.DataFrame) -> list[str]:
    """What the key explains: the marks that are drawn, and no other."""
    crowds = [str(name) for name, part in rows.groupby("finding", sort=False) if _is_crowd(part)]
    cohorts = rows.loc[~rows["pool"] & ~rows["finding"].isin(crowds)]
    keys = [verdict for verdict in MARKS if (cohorts["verdict"] == verdict).any()]
    if crowds:
        keys.append("a cohort")
    if (~cohorts["verdict"].isin(list(MARKS))).any():
        keys.append("no verdict")
    if rows["pool"].any():
        keys += ["the pool, with its interval", "where a further cohort may lie"]
    if "truth" in rows and rows["truth"].notna().any():
        keys.append("the truth, which is known here")
    return keys


def _draw_key(axes: Axes, key: str, down: float) -> None:
    ends = [4.0, 24.0]
    if key.startswith("the pool"):
        axes.plot(ends, [down] * 2, color=_POOL, linewidth=6, solid_capstyle="butt")
        axes.plot(14, down, "|", color=PAPER, mec=PAPER, ms=6, mew=1.4)
    elif key.startswith("where"):
        axes.plot(ends, [down] * 2, color=_POOL, linewidth=1.1, solid_capstyle="butt")
    elif key.startswith("the truth"):
        axes.plot([14, 14], [down - 6, down + 6], color="#b5473c", lw=2)
    else:
        _mark(axes, key, 14, down, True)
    _write(axes, 32, down, key)
