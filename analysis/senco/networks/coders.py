"""What each coder's codings would have given, beside the counts by the one rule."""

from __future__ import annotations

import pandas as pd

from senco.coders import list_coders
from senco.model import Cohort
from senco.networks.statements import place_statements


def tabulate_coders(cohort: Cohort) -> pd.DataFrame:
    """Return what is counted under each influence, and what each coder coded there.

    Parameters
    ----------
    cohort : Cohort
        With or without coded segments.

    Returns
    -------
    DataFrame
        A row an influence: its id, statements and people as they are counted
        (`senco.coders`), then ``statements, CODER`` and ``people, CODER`` for each
        coder, in the order in which they are taken. No rows where fewer than two
        coded.
    """
    frame = pd.DataFrame({"influence": list(cohort.influences)})
    if not cohort.has("segments", "codings", "codes"):
        return frame.iloc[:0]
    codings = cohort.tables["codings"]
    coders = list_coders(codings, cohort.info.coders)
    if len(coders) < 2:
        return frame.iloc[:0]
    parts = {"": None} | {f", {coder}": codings.loc[codings["coder"] == coder] for coder in coders}
    for name, rows in parts.items():
        placed = place_statements(cohort, rows).groupby("influence")
        for what, column in (("statements", "segment"), ("people", "participant")):
            counts = placed[column].nunique().reindex(frame["influence"], fill_value=0)
            frame[what + name] = counts.to_numpy()
    return frame
