"""What a cohort's narratives tell, as tables for a page."""

from __future__ import annotations

import pandas as pd

from senco.cohort.coders import take_counted
from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.measures.agreement import list_disagreements, rate_segments, summary
from senco.measures.narratives import (
    build_matrix,
    count_by_participant,
    measure_saturation,
    roll_up,
)
from senco.measures.narratives import trace_saturation as trace


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
