"""Passages in participants' own words, where they are evidence on a page."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.networks.statements import place_statements


def list_quotations(cohort: Cohort) -> pd.DataFrame:
    """Return the quotations that may be shown.

    Parameters
    ----------
    cohort : Cohort
        With the table segments, or without.

    Returns
    -------
    DataFrame
        Columns segment, participant, event, quotation: what the participant agreed to have
        quoted, in general and of this passage, and somebody then cleared.
    """
    columns = ["segment", "participant", "event", "quotation"]
    if not cohort.has("segments"):
        return pd.DataFrame(columns=columns)
    segments = cohort.tables["segments"].dropna(subset=["quotation"])
    shown = pd.Series(True, index=segments.index)
    for column in ("consent", "cleared"):
        given = segments.get(column, pd.Series(False, index=segments.index))
        shown &= given.fillna(False).astype(bool)
    if cohort.info.provenance == "collected":  # nobody else has to be asked
        people = cohort.tables["participants"].reindex(columns=["participant", "agreed"])
        willing = people.loc[people["agreed"] == "own words", "participant"]
        shown &= segments["participant"].isin(willing)
    return segments.loc[shown].reindex(columns=columns).reset_index(drop=True)


def quote_influences(cohort: Cohort) -> pd.DataFrame:
    """Return each quotation under the influences that it is coded to.

    Parameters
    ----------
    cohort : Cohort
        With or without codings.

    Returns
    -------
    DataFrame
        Columns system and influence (their labels), participant and quotation, in the order of
        the systems; a passage under two influences occurs twice. No column where there is none.
    """
    columns = ["system", "influence", "participant", "quotation"]
    if not cohort.has("segments", "codings", "codes"):
        return pd.DataFrame()
    placed = place_statements(cohort)[["segment", "system", "influence"]]
    quoted = placed.merge(list_quotations(cohort), on="segment")
    quoted["influence"] = [cohort.influences[key].label for key in quoted["influence"]]
    quoted["system"] = [cohort.systems[key].label for key in quoted["system"]]
    return quoted[columns] if len(quoted) else pd.DataFrame()


def quote_events(cohort: Cohort) -> pd.DataFrame:
    """Return each quotation with the event that it belongs to.

    Parameters
    ----------
    cohort : Cohort
        With the table events.

    Returns
    -------
    DataFrame
        Columns participant, event (its gist) and quotation, in the order of the events. No
        column where there is none.
    """
    events = cohort.tables["events"][["event", "gist"]]
    quoted = events.merge(list_quotations(cohort), on="event")
    if quoted.empty:
        return pd.DataFrame()
    return quoted.drop(columns="event").rename(columns={"gist": "event"})[
        ["participant", "event", "quotation"]
    ]
