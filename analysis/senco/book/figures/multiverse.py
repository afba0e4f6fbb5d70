"""How an influence fares under every rule that could be defended: specification curves."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.style import FAINT, INK, PAPER, READABLE, STYLE, make_figure
from senco.cohort.study import Influence
from senco.text.rounding import format_share

#: Under the curve: rules that do not make the influence key.
PALE = "#dfe4e8"
#: A curve is drawn in at most so many steps.
STEPS = 60


def draw_multiverse(
    ordered: pd.DataFrame, shares: pd.Series, influences: Mapping[str, Influence]
) -> Figure:
    """Draw every score that each influence could have, and how often it is key there.

    Parameters
    ----------
    ordered : DataFrame
        Columns influence, place, score, key (0 to 1) and own, as
        `senco.measures.networks.order_scores` gives it.
    shares : Series
        By influence, the share of all rules in which it is key.
    influences : mapping of str to Influence
        By id, in order.

    Returns
    -------
    matplotlib.figure.Figure
        A panel an influence. The curve is its score, from the lowest to the highest; of
        the height under it, as much is dark as there are rules that make it key. A disc
        marks the page's own way.

    References
    ----------
    Simonsohn, U., Simmons, J. P., & Nelson, L. D. (2020). Specification curve analysis.
    Nature Human Behaviour, 4, 1208-1214. https://doi.org/10.1038/s41562-020-0912-z
    """
    named = [key for key in influences if key in set(ordered["influence"])]
    highest = max(1.5, float(ordered["score"].max()) * 1.05) if named else 1.5
    with mpl.rc_context(STYLE):
        figure = make_figure(0.6 + 1.02 * max(len(named), 1))
        panels = figure.subplots(max(len(named), 1), 1, squeeze=False, sharex=True, sharey=True)
        for axes, key in zip(panels.ravel(), named, strict=False):
            rows = ordered.loc[ordered["influence"] == key]
            _draw_curve(axes, rows)
            axes.set_title(influences[key].label, loc="left", size=READABLE, weight="bold")
            axes.set_title(
                f"key by {format_share(shares[key])} of the rules", loc="right", size=READABLE
            )
            axes.set_ylim(0, highest)
        last = panels[-1, 0]
        last.set_xlim(0, 100)
        last.set_xticks([0, 50, 100], ["lowest", "ways to calculate the score", "highest"])
        for label, side in zip(last.get_xticklabels(), ("left", "center", "right"), strict=True):
            label.set_horizontalalignment(side)
        figure.supylabel("score, in even shares", size=READABLE)
    return figure


def _draw_curve(axes: Axes, rows: pd.DataFrame) -> None:
    scores, keys = rows["score"].to_numpy(), rows["key"].to_numpy()
    places = (rows["place"].to_numpy() - 0.5) / len(rows) * 100
    # many ways to come by a score are drawn in so many steps, each the mean of its ways
    steps = np.array_split(np.arange(len(rows)), min(len(rows), STEPS))
    middles, curve, dark = (
        np.array([values[step].mean() for step in steps])
        for values in (places, scores, scores * keys)
    )
    axes.fill_between(middles, curve, color=PALE, lw=0)
    axes.fill_between(middles, dark, color=INK, alpha=0.75, lw=0)
    axes.plot(middles, curve, color=INK, linewidth=1.2)
    axes.axhline(1, color=FAINT, linewidth=0.9, linestyle="--", zorder=3)
    own = rows["own"].to_numpy()
    axes.plot(
        places[own], scores[own], "o", ms=7, color=INK, mec=PAPER, mew=1.5, zorder=5, clip_on=False
    )
    axes.set_yticks([0, 1])
    axes.tick_params(axis="x", length=0)
