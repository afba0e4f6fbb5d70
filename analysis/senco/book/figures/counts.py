"""Counts: of people, of statements, of claims."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from senco.book.figures.priorities import MOST_STROKES
from senco.book.figures.style import (
    FAINT,
    INK,
    PAPER,
    READABLE,
    STYLE,
    darken_numbers,
    deepen,
    label_fields,
    make_figure,
)
from senco.cohort.study import Influence, System
from senco.text.rounding import format_share

#: So many statements of a participant have a column of their own where shares are drawn.
_MOST_TOLD = 6


def draw_bands(bands: pd.Series, heading: str = "") -> Figure:
    """Draw how many people there are in each band, as rows of discs.

    Parameters
    ----------
    bands : Series
        Whole numbers of at least 0, by band, in order.
    heading : str
        What the bands are of, such as "years in the role".

    Returns
    -------
    matplotlib.figure.Figure
        A disc for every person up to 20 in a band; beyond that a bar.
    """
    with mpl.rc_context(STYLE):
        figure = make_figure(0.42 * len(bands) + 0.5)
        axes = figure.add_subplot()
        longest = max(int(bands.max()), 1)
        for row, count in enumerate(bands):
            if longest <= 20:
                axes.scatter(np.arange(1, count + 1), [row] * count, s=150, color=INK)
            else:
                axes.barh(row, count, color=INK, height=0.5)
            axes.text(count + max(0.6, longest / 40), row, str(count), va="center", weight="bold")
        axes.set_yticks(range(len(bands)), [str(band) for band in bands.index])
        axes.set_ylabel(heading)
        axes.set(xlim=(0.3, longest * 1.25 + 1), ylim=(len(bands) - 0.5, -0.5), xticks=[])
        axes.tick_params(axis="y", length=0)
        axes.spines[:].set_visible(False)
    return figure


class Shades(NamedTuple):
    """What the shades of `draw_ties` are, in words: see `describe_ties`."""

    caption: str
    alt: str
    empty: str
    reading: str


def describe_ties(ties: pd.DataFrame, what: str = "statements") -> Shades:
    """Say what `draw_ties` shows, for what stands around it.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        Whole numbers of at least 0.
    what : str
        What is counted.

    Returns
    -------
    Shades
        ``caption``, its first sentence; ``alt``, what is drawn, and ``empty``, what is empty
        of it, for the alternative text; ``reading``, how to read it, to follow a colon.
    """
    n, empty = len(ties), int((ties == 0).sum().sum())
    if n <= MOST_STROKES:
        return Shades(
            f"{what[0].upper()}{what[1:]} by participant (n = {n}) and key influence; the stronger "
            "the shade, the more.",
            "Table of shades, participants by key influences.",
            f"Empty fields: {empty} of {ties.size}.",
            "a row with many shaded fields is a subject that many share; a column with few is a "
            "person with few coded statements. How sure are we? An empty field means that nothing "
            "was coded there, not that nothing was felt.",
        )
    return Shades(
        f"Participants (n = {n}) by how many of their {what} are under each key influence: the "
        "share of them, in per cent; the stronger the shade, the more.",
        f"Table of shades, key influences by the number of {what}.",
        f"Nothing is coded for {empty} of {ties.size} pairs of a participant and an influence.",
        "the weaker the shade under 0, the more people share a subject; the farther to the right "
        "its row is shaded, the more some of them say about it. How sure are we? To stand under 0 "
        "means that nothing was coded there, not that nothing was felt.",
    )


def share_counts(ties: pd.DataFrame) -> pd.DataFrame:
    """Count how large a share of the participants has how many statements.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        Whole numbers of at least 0.

    Returns
    -------
    DataFrame, shape (n_influences, up to 7)
        Shares from 0 to 1 of each influence's row, a column a number of statements, from
        none; the last may be for so many and more.

    Examples
    --------
    >>> share_counts(pd.DataFrame({"a": [0, 0, 1, 2], "b": [9, 0, 1, 1]}))
          0    1     2    3    4    5  6 +
    a  0.50  0.25  0.25  0.0  0.0  0.0  0.00
    b  0.25  0.50  0.00  0.0  0.0  0.0  0.25
    """
    most = int(ties.to_numpy().max())
    last = min(max(most, 1), _MOST_TOLD)
    held = ties.clip(upper=last)
    names = [*map(str, range(last)), f"{last} +" if most > last else str(last)]
    return pd.DataFrame({name: (held == n).mean() for n, name in enumerate(names)})


def draw_ties(
    ties: pd.DataFrame, influences: Mapping[str, Influence], systems: Mapping[str, System]
) -> Figure:
    """Draw how many statements tie each participant to each influence, as a table of shades.

    Parameters
    ----------
    ties : DataFrame, shape (n_participants, n_influences)
        Whole numbers of at least 0.
    influences : mapping of str to Influence
        By id, in the order of the columns.
    systems : mapping of str to System
        By id.

    Returns
    -------
    matplotlib.figure.Figure
        Influences in rows, grouped by system; up to 30 participants are named. With more
        than 60 a column is a number of statements, the darker, the more participants have
        so many, with their share in per cent (`describe_ties`).
    """
    labels = [textwrap.fill(influences[key].label, 18) for key in ties.columns]
    people = len(ties) <= MOST_STROKES
    named = len(ties) <= 30 or not people
    drawn = ties.T if people else share_counts(ties)
    with mpl.rc_context(STYLE):
        figure = make_figure(0.5 * len(labels) + 0.8)
        axes = figure.add_subplot()
        sns.heatmap(
            drawn,
            ax=axes,
            cmap=sns.light_palette(INK, as_cmap=True),
            vmin=0,
            vmax=max(float(drawn.to_numpy().max()), 1.0 if people else 0.0),
            annot=_write_fields(drawn, people) if named else False,
            fmt="",
            cbar=False,
            linewidths=1.5 if named else 0,
            linecolor=PAPER,
            xticklabels=False,
            yticklabels=False,
        )
        darken_numbers(axes)
        label_fields(axes, list(drawn.columns) if named else [], labels)
        axes.set(xlabel="participant" if people else "statements of a participant", ylabel="")
        axes.tick_params(length=0, rotation=0)
        for tick, key in zip(axes.get_yticklabels(), ties.columns, strict=True):
            tick.set_color(deepen(systems[influences[key].system].colour))
            tick.set_fontweight("bold")
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
    return figure


def _write_fields(drawn: pd.DataFrame, people: bool) -> pd.DataFrame:
    """What stands in the fields: numbers of statements, or shares in per cent."""
    if people:
        return drawn.replace(0, "").astype(str)
    told = drawn.map(lambda share: format_share(share).removesuffix("%") if share else "")
    return told.replace("0", "< 1")


def draw_claims(
    counts: pd.DataFrame, influences: Mapping[str, Influence], systems: Mapping[str, System]
) -> Figure:
    """Draw constrictions to the left and possibilities to the right, influence by influence.

    Parameters
    ----------
    counts : DataFrame
        As `senco.measures.claims.count_claims` gives it.
    influences : mapping of str to Influence
        By id, in order.
    systems : mapping of str to System
        By id.

    Returns
    -------
    matplotlib.figure.Figure
        The filled part of a bar are constrictions of a difficulty that has an answer, and
        possibilities that answer one; nothing is filled where that was not counted.
    """
    counted = "met" in counts
    shown = counts if counted else counts.assign(met=0, answering=0)
    with mpl.rc_context(STYLE):
        figure = make_figure(0.78 * len(counts) + 0.9)
        axes = figure.add_subplot()
        for row, (key, claims) in enumerate(shown.iterrows()):
            known = influences.get(str(key))
            colour = systems[known.system].colour if known else FAINT
            _draw_bar(axes, row, -1, claims["constrictions"], claims["met"], colour)
            _draw_bar(axes, row, 1, claims["possibilities"], claims["answering"], colour)
            label = known.label if known else "several influences at once"
            _write_label(axes, row, label, colour)
        limit = counts[["constrictions", "possibilities"]].to_numpy().max() * 1.18
        axes.axvline(0, color=INK, linewidth=1)
        axes.set(xlim=(-limit, limit), ylim=(len(counts) - 0.4, -1.25), xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        axes.text(-limit / 2, -1.0, "constricts", ha="center", size=11, weight="bold")
        axes.text(limit / 2, -1.0, "is possible", ha="center", size=11, weight="bold")
        if counted:
            axes.set_xlabel("filled: of a difficulty with an answer; answering one")
    return figure


def _write_label(axes: Axes, row: int, label: str, colour: str) -> None:
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
    axes.text(
        0,
        row - 0.43,
        label,
        color=deepen(colour),
        weight="bold",
        ha="center",
        va="center",
        bbox=box,
    )


def _draw_bar(axes: Axes, row: int, sign: int, total: int, filled: int, colour: str) -> None:
    """Draw a count to the left (sign -1) or to the right (1), with its number, also of 0."""
    axes.barh(row, sign * total, height=0.42, facecolor=PAPER, edgecolor=colour, linewidth=1.3)
    axes.barh(row, sign * filled, height=0.42, color=colour)
    side = "right" if sign < 0 else "left"
    axes.text(sign * (total + 0.4), row, str(total), ha=side, va="center")


#: How a difficulty is drawn by the ground of its answers: its fill and its hatching.
_ANSWERED = {
    "text": ("an answer, joined by the {teller}", INK, ""),
    "reading": ("by the coder's reading only", PAPER, "//////"),
    "none": ("no answer", PAPER, ""),
}


def draw_answered(counts: pd.DataFrame, teller: str = "text") -> Figure:
    """Draw every difficulty as a square: with an answer, on which ground, or without one.

    Parameters
    ----------
    counts : DataFrame
        As `senco.measures.difficulties.recount` gives it: a row a coding, with the columns coding,
        text, reading and none.
    teller : str
        What links an answer to a difficulty, beside the coder's reading.

    Returns
    -------
    matplotlib.figure.Figure
        One row of squares for each coding, the number of each kind above them; where there
        is no coding, that they were not counted.
    """
    if counts.empty:
        return _say_not_counted()
    with mpl.rc_context({**STYLE, "hatch.linewidth": 0.8}):
        figure = make_figure(0.95 * len(counts) + 0.7)
        axes = figure.add_subplot()
        for row, coding in enumerate(counts.to_dict("records")):
            axes.text(0, row - 0.55, f"{coding['coding']} coding", weight="bold", va="center")
            start = 0
            for state, (_, fill, hatch) in _ANSWERED.items():
                _draw_squares(axes, row, start, coding[state], fill, hatch)
                start += coding[state]
        widest = counts[list(_ANSWERED)].sum(axis=1).max()
        axes.set(xlim=(-0.2, widest + 0.2), ylim=(len(counts) - 0.7, -0.75), xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        keys = [Patch(facecolor=fill, edgecolor=INK, hatch=hatch, label=label.format(teller=teller))
                for label, fill, hatch in _ANSWERED.values()]  # fmt: skip
        figure.legend(handles=keys, loc="outside lower center", frameon=False, fontsize=READABLE)
    return figure


def _say_not_counted() -> Figure:
    with mpl.rc_context(STYLE):
        figure = make_figure(0.6)
        axes = figure.add_subplot()
        axes.text(0.5, 0.5, "not counted: no table of difficulties", ha="center", va="center")
        axes.set_axis_off()
    return figure


def _draw_squares(axes: Axes, row: int, start: int, count: int, fill: str, hatch: str) -> None:
    places = np.arange(start, start + count)
    axes.bar(
        places + 0.46, np.full(count, 0.3), width=0.86, bottom=row - 0.12, color=fill,
        edgecolor=INK, linewidth=0.9, hatch=hatch,
    )  # fmt: skip
    if count:
        axes.text(start + count / 2 - 0.04, row - 0.27, str(count), ha="center", va="center")
