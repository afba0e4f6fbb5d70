"""Names in place of ids, for tables that people read."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort


def name_ids(frame: pd.DataFrame, cohort: Cohort) -> pd.DataFrame:
    """Return a table in which influences and systems stand by their labels.

    Parameters
    ----------
    frame : DataFrame
        An index with a name becomes a column. Columns influence, first and second hold
        influences, system and carrier systems.
    cohort : Cohort
        Whose.

    Returns
    -------
    DataFrame
        With labels instead of ids.
    """
    named = frame.reset_index() if frame.index.name else frame.copy()
    influences = {key: influence.label for key, influence in cohort.influences.items()}
    systems = {key: system.label for key, system in cohort.systems.items()}
    columns = dict.fromkeys(("influence", "first", "second"), influences)
    columns |= dict.fromkeys(("system", "carrier"), systems)
    for column, labels in columns.items():
        if column in named:
            named[column] = named[column].map(labels)
    return named
