"""What a cohort's work-lines tell, as tables for a page."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.measures.tolerance import above
from senco.measures.worklines import (
    Hardest,
    Noise,
    agree_on_hardship,
    align_lines,
    average_lines,
    draw_noise,
    locate_events,
)
from senco.text.rounding import format_number, format_share
from senco.text.words import join_words


def middle_of(cohort: Cohort) -> tuple[tuple[float, float], float]:
    """Return the ends of the work-lines' chart and its midline.

    Parameters
    ----------
    cohort : Cohort
        With the table worklines; without a scale in `cohort.yml` the ends are as far
        from 0 as the farthest point.

    Returns
    -------
    tuple of tuple of float and float
        Lowest and highest level, and the level between.
    """
    scale = cohort.info.worklines
    if scale is not None:
        return (scale.minimum, scale.maximum), (scale.minimum + scale.maximum) / 2
    reach = float(cohort.tables["worklines"]["level"].abs().max()) or 1.0
    return (-reach, reach), 0.0


def place_events(cohort: Cohort) -> pd.DataFrame:
    """Return where on its line each participant's critical event stands, in words.

    Parameters
    ----------
    cohort : Cohort
        With the tables worklines and events.

    Returns
    -------
    DataFrame
        Index participant; columns event, place, level, side, standing, note, and
        the event's gist and influence (its label).
    """
    tables = cohort.tables
    _, midline = middle_of(cohort)
    placed = locate_events(tables["worklines"], tables["events"], midline)
    events = tables["events"].set_index("event")[["gist", "influence"]]
    placed = placed.join(events, on="event")
    placed["influence"] = [
        cohort.influences[key].label if key in cohort.influences else ""
        for key in placed["influence"].fillna("")
    ]
    return placed


def align_events(cohort: Cohort) -> tuple[pd.DataFrame, str]:
    """Return the lines laid over one another at their critical events.

    Parameters
    ----------
    cohort : Cohort
        With the tables worklines and events.

    Returns
    -------
    tuple of DataFrame and str
        Lines by distance from the event; who was left out and why, or "".
    """
    try:
        aligned = align_lines(cohort.tables["worklines"], cohort.tables["events"])
    except MeasureError as error:
        return pd.DataFrame(), f"{error}."
    left_out = [f"{person} is left out: {why}" for person, why in aligned.left_out.items()]
    return aligned.lines, " ".join(left_out)


def compare_noise(
    cohort: Cohort, aligned: pd.DataFrame, *, draws: int, seed: int
) -> tuple[pd.DataFrame, str]:
    """Return what noise gives around the critical events, and what that says of the lines.

    Parameters
    ----------
    cohort : Cohort
        With the tables worklines and events.
    aligned : DataFrame
        As `align_events` gives it.
    draws, seed : int
        As in `senco.measures.worklines.draw_noise`.

    Returns
    -------
    tuple of DataFrame and str
        The band of noise, and a few sentences; no rows and one sentence where no line
        can be laid over another.
    """
    nothing = pd.DataFrame(columns=["mean", "low", "high"], dtype=float)
    if aligned.empty:
        return nothing, "No lines could be aligned."
    scale, _ = middle_of(cohort)
    try:
        noise = draw_noise(
            cohort.tables["worklines"], cohort.tables["events"], aligned.columns, scale,
            draws=draws, seed=seed,
        )  # fmt: skip
    except MeasureError as error:
        return nothing, str(error)
    return noise.band, describe_noise(noise)


def describe_noise(noise: Noise) -> str:
    """Return how deep the lines lie at their events, beside what noise gives.

    Parameters
    ----------
    noise : Noise
        As `senco.measures.worklines.draw_noise` gives it.

    Returns
    -------
    str
        Two sentences.
    """
    sentence = (
        f"At the event the lines are {_height(noise.depth)} their own average; noise is "
        f"{_height(noise.expected)} its own (95 % of {noise.draws:,} draws: from "
        f"{format_number(noise.low)} to {format_number(noise.high)} points below)."
    )
    if above(noise.depth, noise.high):
        return f"{sentence} So the lines dip further at their events than noise does."
    if above(noise.low, noise.depth):
        return f"{sentence} So the lines dip less at their events than noise does."
    return f"{sentence} So the depth of the lines at their events cannot be told from noise."


def _height(depth: float) -> str:
    side = "above" if depth < 0 else "below"
    return f"{format_number(abs(depth))} points {side}"


def average(lines: pd.DataFrame, midline: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mean line and how many lines are below the midline.

    Parameters
    ----------
    lines : DataFrame, shape (n_lines, n_points)
        Lines on a common axis; without any the results have no rows.
    midline : float
        The level between challenging and positive.

    Returns
    -------
    tuple of two DataFrame
        As `average_lines` and `agree_on_hardship` give them.
    """
    if lines.empty:
        nothing = pd.DataFrame(columns=["n", "mean", "low", "high"], dtype=float)
        return nothing, pd.DataFrame(columns=["n", "below", "share_below"], dtype=float)
    return average_lines(lines), agree_on_hardship(lines, midline)


def describe_hardest(found: Hardest) -> str:
    """Return where along the lines it was hardest, in a sentence.

    Parameters
    ----------
    found : Hardest
        As `senco.measures.worklines.find_hardest` gives it.

    Returns
    -------
    str
        By number and by mean, which need not agree; every place that shares the first
        is named, or counted.
    """
    if not found.lowest:
        return "no line reaches any place"
    mean = f"their mean is lowest {_place(found.lowest)}"
    if not found.below:
        return f"no line is ever below the midline, and {mean}"
    fewest, most = found.reaching
    of = f"{most}" if fewest == most else f"{fewest} to {most}"
    where = f"{_place(found.where)} ({found.below} of {of})"
    return f"the most lines are below the midline {where}, and {mean}"


def _place(stretches: tuple[tuple[float, float], ...]) -> str:
    places = []
    for start, end in stretches:
        one, other = format_share(start), format_share(end)
        places.append(f"at {one}" if one == other else f"from {one} to {other}")
    most = 4  # stretches of one line of text
    if len(places) > most:
        places = [*places[: most - 1], f"at {len(places) - most + 1} other places"]
    return f"{join_words(places)} of the way"
