"""What a cohort's narratives tell, as tables for a page."""

from __future__ import annotations

import pandas as pd

from senco.cohort.coders import AGREED, drop_agreed, list_coders, take_counted
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
    codings = drop_agreed(cohort.tables["codings"])
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
    """Return the passages that the coders coded differently, with what each of them gave.

    Parameters
    ----------
    cohort : Cohort
        With the tables codings, codes and segments.

    Returns
    -------
    DataFrame
        Columns segment, gist, one for each coder with the labels of the codes that they gave
        ("not coded" where they gave none), and, where anything was settled, ``agreed``; a row a
        passage, however many codes they differ on. No rows with one coder.
    """
    codings, segments = cohort.tables["codings"], cohort.tables["segments"]
    alone = drop_agreed(codings)
    coders = list_coders(alone, cohort.info.coders)
    if len(coders) < 2:
        return pd.DataFrame(columns=["segment", "gist", *coders])
    apart = list_disagreements(rate_segments(alone))["segment"].drop_duplicates()
    labels = cohort.tables["codes"].set_index("code")["label"].to_dict()
    shown = [*coders, AGREED] if len(alone) < len(codings) else coders
    given = codings.assign(code=codings["code"].map(lambda code: labels.get(code, code)))
    wide = given.drop_duplicates().pivot_table("code", "segment", "coder", aggfunc="; ".join)
    wide = wide.reindex(index=apart, columns=shown).fillna(dict.fromkeys(coders, "not coded"))
    frame = segments[["segment", "gist"]].merge(wide.fillna("").reset_index(), on="segment")
    return frame.rename_axis(columns=None)


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
