"""Work-lines: as drawn, together, and around the critical event."""

from __future__ import annotations

from typing import Any, Literal

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.style import FAINT, HIGH, INK, LOW, READABLE, STYLE, lay_panels, make_figure

ABOVE, BELOW = HIGH, LOW


def draw_lines(
    worklines: pd.DataFrame, events: pd.DataFrame, scale: tuple[float, float], midline: float
) -> Figure:
    """Draw each work-line in a panel of its own, as it was drawn.

    Parameters
    ----------
    worklines : DataFrame
        Columns participant, position, level; the lines that are shown.
    events : DataFrame
        Index participant; columns place and level of the critical event on the line.
    scale : tuple of float
        The ends of the chart.
    midline : float
        The level between challenging and positive.

    Returns
    -------
    matplotlib.figure.Figure
        Small panels, the smaller the more they are (`style.lay_panels`); a disc marks the
        critical event.
    """
    people = list(dict.fromkeys(worklines["participant"]))
    n_rows, n_columns, size = lay_panels(len(people))
    with mpl.rc_context(STYLE):
        figure = make_figure(1.45 * size * n_rows + 0.3)
        panels = figure.subplots(n_rows, n_columns, squeeze=False, sharex=True, sharey=True)
        for axes, person in zip(panels.ravel(), people, strict=False):
            line = worklines.loc[worklines["participant"] == person].sort_values(
                "position", kind="stable"
            )
            _draw_line(axes, line["position"], line["level"], midline)
            if person in events.index and pd.notna(events.loc[person, "level"]):
                spot = events.loc[person]
                disc: dict[str, Any] = {"color": INK, "ms": 3 + 3 * size, "zorder": 4}
                axes.plot(spot["place"], spot["level"], "o", clip_on=False, **disc)
            axes.set_title(person, loc="left", size=READABLE if size > 0.6 else 8.1, weight="bold")
            axes.set(xticks=[], yticks=[scale[0], midline, scale[1]])
            axes.set_ylim(*scale)
            axes.tick_params(length=0, labelsize=READABLE if size > 0.6 else 7)
        for axes in panels.ravel()[len(people) :]:
            axes.axis("off")
        figure.supxlabel("time, from the beginning of the line to its end", size=READABLE)
        figure.supylabel("challenging  ↔  positive", size=READABLE)
    return figure


def _draw_line(axes: Axes, places: pd.Series, levels: pd.Series, midline: float) -> None:
    axes.axhline(midline, color=FAINT, linewidth=0.8)
    options: dict[str, Any] = {"interpolate": True, "alpha": 0.25, "linewidth": 0}
    axes.fill_between(places, levels, midline, where=levels >= midline, color=ABOVE, **options)
    axes.fill_between(places, levels, midline, where=levels <= midline, color=BELOW, **options)
    axes.plot(places, levels, color=INK, linewidth=1.4)


def draw_mean_line(
    mean: pd.DataFrame,
    hardship: pd.DataFrame,
    scale: tuple[float, float],
    midline: float,
    around_event: bool = False,
    noise: pd.DataFrame | None = None,
) -> Figure:
    """Draw the mean of the lines with its interval, and how many are below the midline.

    Parameters
    ----------
    mean : DataFrame
        As `senco.measures.worklines.average_lines` gives it.
    hardship : DataFrame
        As `senco.measures.worklines.agree_on_hardship` gives it.
    scale : tuple of float
        The ends of the chart.
    midline : float
        The level between challenging and positive.
    around_event : bool
        Whether the axis counts from the critical event.
    noise : DataFrame, optional
        The band of a `senco.measures.worklines.Noise`, drawn beside the mean line.

    Returns
    -------
    matplotlib.figure.Figure
        Above the mean line with its interval, below the number of lines that stand
        under the midline, of those that reach so far.
    """
    with mpl.rc_context(STYLE):
        figure = make_figure(4.0)
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1.3])
        above.axhline(midline, color=FAINT, linewidth=0.8)
        above.fill_between(mean.index, mean["low"], mean["high"], color=INK, alpha=0.15, lw=0)
        above.plot(mean.index, mean["mean"], color=INK, linewidth=2)
        if noise is not None and len(noise):
            _draw_noise(above, noise)
        above.set_ylabel("mean level")
        below.fill_between(hardship.index, hardship["n"], color="#e9edf0", lw=0, step="mid")
        below.fill_between(hardship.index, hardship["below"], color=BELOW, lw=0, step="mid")
        below.set_ylabel("lines below\nthe midline")
        above.set_ylim(*scale)
        most = int(hardship["n"].max()) if len(hardship) else 0
        below.set_ylim(0, max(most, 1) * 1.02)
        below.set_yticks([0, max(most, 1)])
        if not len(mean):
            above.text(0.5, midline, "no line has a critical event on it", ha="center")
        if around_event:
            above.axvline(0, color=INK, linewidth=0.8, linestyle=":")
            # beside counts of three digits and more the chart is narrower than these words
            side: Literal["center", "right"] = "right" if most > 99 else "center"
            told = "before and after the critical event, as a share of the line"
            below.set_xlabel(told, loc=side)
        else:
            below.set_xlabel("time, as a share of the line")
    return figure


def _draw_noise(axes: Axes, noise: pd.DataFrame) -> None:
    """Draw noise as broken lines, so that it is told from the mean in grey as well."""
    broken: dict[str, Any] = {"color": BELOW, "linewidth": 1.1}
    axes.plot(noise.index, noise["mean"], linestyle="--", label="noise", **broken)
    axes.plot(noise.index, noise["low"], linestyle=":", label="95 % of noise", **broken)
    axes.plot(noise.index, noise["high"], linestyle=":", **broken)
    axes.legend(loc="upper right", frameon=False, fontsize=READABLE)
