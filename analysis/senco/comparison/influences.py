"""Which key influences are kept, gained and lost between two cohorts."""

from __future__ import annotations

import pandas as pd

from senco.comparison.intervals import compare_shares
from senco.comparison.narratives import SELECTION_NOTE
from senco.comparison.verdicts import Compared, NotCompared, judge, leave_open
from senco.errors import MeasureError
from senco.model import Cohort, Criteria
from senco.networks import list_statements

AREA = "key influences"


def count_speakers(cohort: Cohort) -> tuple[pd.Series, int]:
    """Return how many participants speak of each influence.

    Parameters
    ----------
    cohort : Cohort
        With the tables segments, codings and codes.

    Returns
    -------
    tuple of Series of int and int
        By influence, in the order of `study.yml`; and all who have a coded statement.

    Raises
    ------
    MeasureError
        Where no code that is used belongs to an influence.
    """
    statements = list_statements(cohort)
    reached = statements.groupby("influence")["participant"].nunique()
    speakers = reached.reindex(list(cohort.influences), fill_value=0).astype(int)
    return speakers, int(statements["participant"].nunique())


def compare_influences(
    here: Cohort, there: Cohort, criteria: Criteria
) -> tuple[list[Compared], list[NotCompared]]:
    """Compare how many participants speak of each influence.

    Parameters
    ----------
    here, there : Cohort
        With coded segments.
    criteria : Criteria
        Margin and confidence.

    Returns
    -------
    tuple of list of Compared and list of NotCompared
        A finding for each influence of `study.yml`.
    """
    counts = []
    for cohort in (here, there):
        if not cohort.has("segments", "codings", "codes"):
            why = f"{cohort.info.title} holds no coded narrative."
            return [], [NotCompared(AREA, "who speaks of which influence", why)]
        try:
            counts.append(count_speakers(cohort))
        except MeasureError as error:
            why = f"{cohort.info.title}: {error}"
            return [], [NotCompared(AREA, "who speaks of which influence", why)]
    (one, n_one), (other, n_other) = counts
    published = "published" in (here.info.provenance, there.info.provenance)
    rows = []
    for key, influence in here.influences.items():
        named = (AREA, f"influence:{key}", influence.label, "share of those who tell")
        values = (one[key] / n_one, other[key] / n_other)
        if published:
            rows.append(leave_open(*named, values, (n_one, n_other), SELECTION_NOTE))
            continue
        found = compare_shares(int(one[key]), n_one, int(other[key]), n_other, criteria.confidence)
        rows.append(judge(*named, values, (n_one, n_other), found, criteria.coverage_margin))
    return rows, []
