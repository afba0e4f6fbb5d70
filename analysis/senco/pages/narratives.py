"""What a cohort's narratives and work-lines tell, as tables for a page."""

from __future__ import annotations

import pandas as pd

from senco.measures.agreement import list_disagreements, rate_segments, summary
from senco.cohort.coders import take_counted
from senco.errors import MeasureError
from senco.cohort.model import Cohort
from senco.measures.narratives import build_matrix, count_by_participant, measure_saturation, roll_up
from senco.measures.narratives import trace_saturation as trace
from senco.text.rounding import format_number, format_share
from senco.measures.tolerance import above
from senco.text.words import join_words
from senco.measures.worklines import (Hardest, Noise, agree_on_hardship, align_lines, average_lines, draw_noise, locate_events)


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


def tabulate_agreement(cohort: Cohort) -> tuple[pd.DataFrame, str]:
    """Return how far the coders of the narratives agree, code by code and overall.

    Parameters
    ----------
    cohort : Cohort
        With the tables codings and segments.

    Returns
    -------
    tuple of DataFrame and str
        Columns code, measure, value, low, high; the reason where there are none.
    """
    codings = cohort.tables["codings"]
    if codings["coder"].nunique() < 2:
        return pd.DataFrame(), "One coder only: how far two would agree cannot be told."
    try:
        found = summary(codings.merge(cohort.tables["segments"][["segment", "participant"]]))
    except MeasureError as error:
        return pd.DataFrame(), f"{error}."
    rows = [("all codes", item) for item in found["overall"]]
    rows += [(code["code"], item) for code in found["codes"] for item in code["measures"]]
    frame = pd.DataFrame(
        [
            (code, item["measure"], item["value"], item["low"], item["high"], item["note"])
            for code, item in rows
        ],
        columns=["code", "measure", "value", "low", "high", "note"],
    )
    return frame.astype({"value": float, "low": float, "high": float}), ""


def tabulate_disagreements(cohort: Cohort) -> pd.DataFrame:
    """Return the passages that the coders coded differently.

    Parameters
    ----------
    cohort : Cohort
        With the tables codings and segments.

    Returns
    -------
    DataFrame
        Columns segment, gist and apart: each code that one coder gave and another did not
        (its label), with who did; a row a passage, however many codes they differ on. No
        rows with one coder.
    """
    codings, segments = cohort.tables["codings"], cohort.tables["segments"]
    columns = ["segment", "gist", "apart"]
    if codings["coder"].nunique() < 2:
        return pd.DataFrame(columns=columns)
    decisions = list_disagreements(rate_segments(codings))
    labels = cohort.tables["codes"].set_index("code")["label"]
    decisions["apart"] = [
        f"{labels.get(code, code)} ({given}, not {other})"
        for code, given, other in zip(
            decisions["code"], decisions["given_by"], decisions["not_given_by"], strict=True
        )
    ]
    passages = decisions.groupby("segment", sort=False)["apart"].agg("; ".join).reset_index()
    return passages.merge(segments[["segment", "gist"]], on="segment")[columns]


def tabulate_saturation(cohort: Cohort) -> tuple[pd.DataFrame, float]:
    """Return how many codes so many participants give, and what this many can show.

    Parameters
    ----------
    cohort : Cohort
        With the tables participants, segments, codings and codes.

    Returns
    -------
    tuple of DataFrame and float
        Columns participants, codes, sd, new; and the share of a population that must
        hold a code for it to be met here with a chance of 95 %.
    """
    tables = cohort.tables
    people = tables["participants"]["participant"].tolist()
    matrix = roll_up(
        build_matrix(tables["segments"], take_counted(cohort), tables["codes"]), tables["codes"]
    )
    presence = count_by_participant(matrix, tables["segments"], people)
    frame = trace(presence).reset_index()
    return frame, float(measure_saturation(presence).least_prevalence)


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
    told = tables["events"].set_index("event")[["gist", "influence"]]
    placed = placed.join(told, on="event")
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
        return nothing, "No line could be laid over another."
    scale, _ = middle_of(cohort)
    try:
        noise = draw_noise(
            cohort.tables["worklines"], cohort.tables["events"], aligned.columns, scale,
            draws=draws, seed=seed,
        )  # fmt: skip
    except MeasureError as error:
        return nothing, str(error)
    return noise.band, tell_noise(noise)


def tell_noise(noise: Noise) -> str:
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
    told = (
        f"At the event the lines lie {_height(noise.depth)} their own average; noise lies "
        f"{_height(noise.expected)} its own (95 % of {noise.draws:,} draws: from "
        f"{format_number(noise.low)} to {format_number(noise.high)} points below)."
    )
    if above(noise.depth, noise.high):
        return f"{told} So the lines lie deeper at their events than noise does."
    if above(noise.low, noise.depth):
        return f"{told} So the lines lie less deep at their events than noise does."
    return f"{told} So how deep they lie at their events cannot be told from noise."


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


def tell_hardest(found: Hardest) -> str:
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
    told = []
    for start, end in stretches:
        one, other = format_share(start), format_share(end)
        told.append(f"at {one}" if one == other else f"from {one} to {other}")
    most = 4  # stretches of one line of text
    if len(told) > most:
        told = [*told[: most - 1], f"at {len(told) - most + 1} other places"]
    return f"{join_words(told)} of the way"
