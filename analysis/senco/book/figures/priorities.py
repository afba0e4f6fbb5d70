"""The reported mean ranks on the scale of the ranking."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from senco.book.figures.style import (
    FAINT,
    INK,
    PAPER,
    READABLE,
    STYLE,
    darken_numbers,
    label_fields,
    make_figure,
    wrap_label,
)
from senco.measures.tolerance import level

#: With more participants than this, a mark each would be a smear.
MOST_STROKES = 60


def draw_priorities(
    priorities: pd.DataFrame, n_constructs: int, gap: tuple[float, float]
) -> Figure:
    """Draw reported mean ranks on the scale of the ranking, the highest priority on top.

    Parameters
    ----------
    priorities : DataFrame
        As `senco.measures.reported.list_priorities` gives it.
    n_constructs : int
        Number of constructs ranked: the scale's end.
    gap : tuple of float
        Where the unreported means must lie.

    Returns
    -------
    matplotlib.figure.Figure
        Filled marks are means of everyone, open marks means of a group; the band
        is the room that the reported figures leave.
    """
    rows = {construct: y for y, construct in enumerate(priorities["construct"].unique())}
    with mpl.rc_context(STYLE):
        figure = make_figure(0.82 * len(rows) + 0.9)
        axes = figure.add_subplot()
        axes.axvspan(*gap, color="#e9edf0", zorder=0)
        if n_constructs > len(rows):
            _write_gap(axes, gap, n_constructs - len(rows), len(rows))
        axes.set_xlim(0.5, n_constructs + 0.5)
        _draw_marks(axes, priorities, rows)
        axes.set(ylim=(len(rows) + 0.05, -0.7), yticks=[])
        axes.set_xticks([1, *range(5, n_constructs - 1, 5), n_constructs])
        axes.set_xlabel(f"mean rank, from 1 (very high priority) to {n_constructs} (low)")
        axes.grid(axis="x", color="#dfe4e8", linewidth=0.7)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
    return figure


def _write_gap(axes: Axes, gap: tuple[float, float], n_open: int, n_rows: int) -> None:
    text = f"the {n_open} means that are not reported lie in this band"
    axes.text(
        sum(gap) / 2, n_rows - 0.3, textwrap.fill(text, 30), ha="center", va="center", size=READABLE
    )


def _draw_marks(axes: Axes, priorities: pd.DataFrame, rows: dict[str, int]) -> None:
    sns.scatterplot(
        x=priorities["mean_rank"],
        y=priorities["construct"].map(rows),
        style=priorities["everyone"],
        style_order=[True, False],
        markers={True: "o", False: "D"},
        color=INK,
        s=60,
        legend=False,
        ax=axes,
        zorder=3,
    )
    axes.set_ylabel("")
    row: Any  # its cells are of its columns' types
    side: dict[str, Any]
    for row in priorities.itertuples():
        y = rows[row.construct]
        high = row.mean_rank > axes.get_xlim()[1] / 2
        if row.everyone:
            side = {"xytext": (-8, 0), "ha": "right"} if high else {"xytext": (8, 0), "ha": "left"}
            _write_label(axes, row.label, y, high)
            axes.annotate(
                row.printed,
                (row.mean_rank, y),
                textcoords="offset points",
                va="center",
                weight="bold",
                **side,
            )
        else:
            axes.annotate(
                f"{row.printed} among those with {row.group}",
                (row.mean_rank, y),
                xytext=(-5, -13),
                textcoords="offset points",
                size=READABLE,
            )


def _write_label(axes: Axes, label: str, y: int, high: bool) -> None:
    """Name a construct above its mark, from the side of the scale that it is on."""
    right = axes.get_xlim()[1]
    x, side = (right, "right") if high else (0.7, "left")
    axes.text(x, y - 0.2, textwrap.fill(label, 52), ha=side, va="bottom")


def draw_ranks(rankings: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Draw every participant's rank behind the mean rank, the highest priority on top.

    Parameters
    ----------
    rankings : DataFrame, shape (n_participants, n_constructs)
        Ranks, 1 the highest priority; missing where a participant gave none.
    labels : dict of str to str
        The constructs in words.

    Returns
    -------
    matplotlib.figure.Figure
        A disc is the mean; `describe_ranks` says what the other marks are.
    """
    means = rankings.mean().sort_values(kind="stable", key=level)
    n_constructs = rankings.shape[1]
    with mpl.rc_context(STYLE):
        figure = make_figure(0.4 * n_constructs + 0.9)
        axes = figure.add_subplot()
        for row, construct in enumerate(means.index):
            given = rankings[construct].dropna().to_numpy()
            if len(given) <= MOST_STROKES:
                axes.plot(given, [row] * len(given), "|", color=FAINT, ms=12, mew=1.4, zorder=2)
            else:
                low, middle, high = np.quantile(given, [0.25, 0.5, 0.75])
                axes.plot([low, high], [row, row], color=FAINT, linewidth=5, zorder=2)
                axes.plot(middle, row, "|", color=PAPER, ms=6, zorder=3)
        axes.plot(means, range(len(means)), "o", color=INK, ms=7.5, mec=PAPER, zorder=4)
        words = [wrap_label(labels[key]) for key in means.index]
        axes.set_yticks(range(len(means)), words)
        axes.tick_params(axis="y", length=0, labelsize=READABLE)
        axes.set(ylim=(len(means) - 0.4, -0.6), xlim=(0.3, n_constructs + 0.7))
        axes.set_xticks([1, *range(5, n_constructs - 1, 5), n_constructs])
        axes.set_xlabel(f"rank: 1 the highest priority, {n_constructs} the lowest", loc="right")
        axes.grid(axis="y", color="#eceff1", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
    return figure


def describe_ranks(n: int) -> str:
    """Say what is behind the means in `draw_ranks`, for its caption.

    Parameters
    ----------
    n : int
        Participants.

    Returns
    -------
    str
        A clause without a full stop.
    """
    if n <= MOST_STROKES:
        return "a stroke is one participant"
    return "a bar is the middle half of the participants, the gap in it the median"


def read_ranks(n: int) -> str:
    """Say how `draw_ranks` is read, to follow a colon.

    Parameters
    ----------
    n : int
        Participants.

    Returns
    -------
    str
        A sentence without a capital letter.
    """
    if n <= MOST_STROKES:
        return (
            "where the marks crowd, people agree; where they spread, the mean may lie far from any "
            "place that anybody gave."
        )
    return (
        "where a bar is short, most people agree; where it is long, the mean says little about any "
        "one of them."
    )


def draw_rank_shades(rankings: pd.DataFrame, labels: dict[str, str]) -> Figure:
    """Draw who ranked what how high, as a table of shades.

    Parameters
    ----------
    rankings : DataFrame, shape (n_participants, n_constructs)
        Ranks, in the order in which constructs and participants are to stand.
    labels : dict of str to str
        The constructs in words.

    Returns
    -------
    matplotlib.figure.Figure
        A column a participant, the darker, the higher the priority, blank where no
        rank was given, and up to 30 with the ranks written in; with more than 60 a
        column a rank, the darker, the more participants gave it.
    """
    n = len(rankings)
    named = n <= 30
    people = n <= MOST_STROKES
    drawn = rankings.T if people else share_ranks(rankings)
    words = [wrap_label(labels[key]) for key in rankings.columns]
    written = drawn.map(lambda rank: "" if pd.isna(rank) else f"{rank:g}") if named else False
    with mpl.rc_context(STYLE):
        figure = make_figure(0.4 * len(words) + 0.8)
        axes = figure.add_subplot()
        sns.heatmap(
            drawn,
            ax=axes,
            cmap=sns.light_palette(INK, as_cmap=True, reverse=people),
            annot=written,
            annot_kws={"size": READABLE if n <= 10 else 7.5},
            fmt="",
            cbar=False,
            linewidths=1.2 if named else 0,
            linecolor=PAPER,
            xticklabels=False,
            yticklabels=False,
        )
        darken_numbers(axes)
        columns = list(drawn.columns) if named or not people else []
        label_fields(axes, columns, words, 1 if named else 5)
        axes.set(xlabel="participant" if people else "rank", ylabel="")
        axes.tick_params(length=0, labelsize=READABLE, rotation=0)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
    return figure


def share_ranks(rankings: pd.DataFrame) -> pd.DataFrame:
    """Count how large a share of the participants gave each construct each rank.

    Parameters
    ----------
    rankings : DataFrame, shape (n_participants, n_constructs)
        Ranks, 1 the highest priority; missing where a participant gave none.

    Returns
    -------
    DataFrame, shape (n_constructs, n_constructs)
        Shares from 0 to 1, a column a rank; a shared rank such as 2.5 counts half
        for each of its neighbours.

    Examples
    --------
    >>> share_ranks(pd.DataFrame({"a": [1, 1.5], "b": [2, 1.5]}))
          1     2
    a  0.75  0.25
    b  0.25  0.75
    """
    places = range(1, rankings.shape[1] + 1)
    lower, upper = np.floor(rankings), np.ceil(rankings)
    return pd.DataFrame(
        {place: ((lower == place).sum() + (upper == place).sum()) / 2 for place in places}
    ) / len(rankings)


def describe_shades(n: int) -> str:
    """Say what a shade is in `draw_rank_shades`, for its caption.

    Parameters
    ----------
    n : int
        Participants.

    Returns
    -------
    str
        A clause without a full stop.
    """
    if n <= MOST_STROKES:
        return "the stronger the shade, the higher the priority; blank: no rank given"
    return "the stronger the shade, the more of them gave the construct this rank"
