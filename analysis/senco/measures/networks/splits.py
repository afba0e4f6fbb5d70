"""Which influence could be two: the article announces one more than it develops."""

from __future__ import annotations

import pandas as pd

from senco.cohort.coders import take_counted
from senco.cohort.model import Cohort


def list_splits(cohort: Cohort, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the ways in which one influence could count as two.

    Candidates are read off what there is: an influence whose label joins two things by
    "and", and a code below an influence that could stand by itself. Nothing in the text
    prefers one of them, so none is chosen.

    Parameters
    ----------
    cohort : Cohort
        With the tables codes, codings and segments.
    statements : DataFrame
        As `senco.measures.networks.list_statements` gives it.

    Returns
    -------
    DataFrame
        Columns influence (its id), ``one``, ``other`` (labels of the two), ``statements``
        (those coded under the second), ``apart`` (those under the influence that are
        not); the numbers are missing where no coding tells the two apart.
    """
    rows: list[tuple[str, str, str, int | None, int | None]] = []
    codes = cohort.tables["codes"]
    coded = take_counted(cohort).groupby("code")["segment"].agg(set)
    for key, influence in cohort.influences.items():
        one, joined, other = influence.label.partition(" and ")
        if joined:
            rows.append((key, one, other[:1].upper() + other[1:], None, None))
        under = set(statements.loc[statements["influence"] == key, "segment"])
        below = codes.loc[codes["parent"].notna() & (codes["influence"] == key)]
        for code, label in zip(below["code"], below["label"], strict=True):
            own = coded.get(code, set()) & under
            rest = f"{influence.label}, the rest"
            rows.append((key, rest, label, len(own), len(under - own)))
    frame = pd.DataFrame(rows, columns=["influence", "one", "other", "statements", "apart"])
    return frame.astype({"statements": "Int64", "apart": "Int64"})
