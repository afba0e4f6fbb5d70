"""Statements: what participants say that is coded under a key influence."""

from __future__ import annotations

import pandas as pd

from senco.cohort.coders import take_counted
from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.measures.narratives import inherit_influences

STATEMENT_COLUMNS = ["segment", "participant", "influence", "system", "placing", "gist", "lines"]


def list_statements(cohort: Cohort) -> pd.DataFrame:
    """Return one row for each statement under each influence.

    Where several people coded, one of them counts for each participant
    (`senco.cohort.coders`). A statement that is coded twice under one influence counts once;
    its placing is *stated* where any of those codings is. A code without an influence has that of
    the nearest code above it; what is coded under none is left out (`count_unplaced`).

    Parameters
    ----------
    cohort : Cohort
        With the tables segments, codings and codes.

    Returns
    -------
    DataFrame
        Columns segment, participant, influence, system, placing, gist, lines; in
        the order of the systems, the influences and the segments.

    Raises
    ------
    MeasureError
        Where no code that is used belongs to an influence.
    """
    statements = place_statements(cohort)
    if statements.empty:
        raise MeasureError(
            "No code that is used belongs to a key influence: give codes.csv its influences."
        )
    return statements


def place_statements(cohort: Cohort, codings: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the statements of some of a cohort's codings.

    Parameters
    ----------
    cohort : Cohort
        As for `list_statements`.
    codings : DataFrame, optional
        Rows of the table codings; by default those that count (`senco.cohort.coders`).

    Returns
    -------
    DataFrame
        As `list_statements` gives it; no rows where none belongs to an influence.
    """
    coded = _place_codings(cohort, codings)
    coded = coded.loc[coded["influence"].notna()]
    segments = cohort.tables["segments"]
    frame = coded.merge(segments.assign(row=range(len(segments))), on="segment", validate="m:1")
    frame["system"] = frame["influence"].map(lambda key: cohort.influences[key].system)
    order = {key: place for place, key in enumerate(cohort.influences)}
    frame["place"] = frame["influence"].map(order)
    # "stated" sorts after "inferred", so the last of a group is stated where any is
    frame = frame.sort_values(["place", "row", "placing"], kind="stable")
    frame = frame.drop_duplicates(["influence", "segment"], keep="last")
    return frame[STATEMENT_COLUMNS].reset_index(drop=True)


def _place_codings(cohort: Cohort, codings: pd.DataFrame | None = None) -> pd.DataFrame:
    counted = take_counted(cohort) if codings is None else codings
    codes = cohort.tables["codes"].copy()
    codes["influence"] = codes["code"].map(inherit_influences(codes))
    return counted.merge(codes, on="code", validate="m:1")


def count_unplaced(cohort: Cohort) -> int:
    """Return how many segments are coded under no key influence.

    Parameters
    ----------
    cohort : Cohort
        With the tables segments, codings and codes.

    Returns
    -------
    int
        At least 0; these segments are on no map.
    """
    placed = _place_codings(cohort).groupby("segment")["influence"].count()
    return int((placed == 0).sum())


def count_ties(
    statements: pd.DataFrame, participants: list[str], influences: list[str]
) -> pd.DataFrame:
    """Return how many statements tie each participant to each influence.

    Parameters
    ----------
    statements : DataFrame
        With the columns participant and influence, one row a statement.
    participants, influences : list of str
        Every row and column of the result, in order, with or without a statement.

    Returns
    -------
    DataFrame, shape (n_participants, n_influences)
        Whole numbers of at least 0.

    Examples
    --------
    >>> rows = pd.DataFrame({"participant": ["P1", "P1", "P3"], "influence": ["a", "a", "b"]})
    >>> count_ties(rows, ["P1", "P2", "P3"], ["a", "b"]).to_numpy().tolist()
    [[2, 0], [0, 0], [0, 1]]
    """
    counts = pd.crosstab(statements["participant"], statements["influence"])
    return counts.reindex(index=participants, columns=influences, fill_value=0).rename_axis(
        index="participant", columns="influence"
    )


def measure_systems(
    statements: pd.DataFrame, systems: list[str], n_participants: int
) -> pd.DataFrame:
    """Return how many participants and statements each system has.

    Parameters
    ----------
    statements : DataFrame
        As `list_statements` gives it.
    systems : list of str
        Every system, in order.
    n_participants : int
        Number of all participants, at least 1.

    Returns
    -------
    DataFrame
        Index system; columns ``participants``, ``coverage`` (0 to 1) and
        ``statements``. A statement under two influences of a system counts once.
    """
    grouped = statements.drop_duplicates(["system", "segment"]).groupby("system")
    frame = pd.DataFrame(
        {
            "participants": grouped["participant"].nunique(),
            "statements": grouped["segment"].nunique(),
        }
    ).reindex(systems, fill_value=0)
    frame.insert(1, "coverage", frame["participants"] / n_participants)
    return frame.rename_axis("system")


def count_systems(statements: pd.DataFrame, participants: list[str]) -> pd.Series:
    """Return in how many systems each participant has a statement.

    Parameters
    ----------
    statements : DataFrame
        As `list_statements` gives it.
    participants : list of str
        Every participant, in order.

    Returns
    -------
    Series, shape (n_participants,)
        Whole numbers from 0 to the number of systems.
    """
    reached = statements.groupby("participant")["system"].nunique()
    return reached.reindex(participants, fill_value=0).rename("systems")


def count_codes(cohort: Cohort) -> pd.DataFrame:
    """Return how many statements and participants each code has.

    Parameters
    ----------
    cohort : Cohort
        With the tables segments, codings and codes.

    Returns
    -------
    DataFrame
        Columns code (its label, after its parent's where it has one), statements,
        participants; one row a code, in the codebook's order, counts without those
        of finer codes.
    """
    codes = cohort.tables["codes"].set_index("code")
    coded = take_counted(cohort).merge(cohort.tables["segments"], on="segment")
    grouped = coded.groupby("code")
    frame = pd.DataFrame(
        {
            "statements": grouped["segment"].nunique(),
            "participants": grouped["participant"].nunique(),
        }
    ).reindex(codes.index, fill_value=0)
    parents = codes["parent"].map(codes["label"])
    labels = codes["label"].where(parents.isna(), parents + ": " + codes["label"])
    frame.insert(0, "code", labels)
    return frame.reset_index(drop=True)


def list_reported(cohort: Cohort) -> pd.DataFrame:
    """Return the counts on the narratives that a publication reports.

    Parameters
    ----------
    cohort : Cohort
        With or without the table reported.

    Returns
    -------
    DataFrame
        Columns what, count, out of, lines; no rows where nothing is reported.
    """
    columns = {"gist": "what", "value": "count", "n_stated": "out of", "lines": "lines"}
    if not cohort.has("reported"):
        return pd.DataFrame(columns=list(columns.values()))
    rows = cohort.tables["reported"].query("stage == 'narratives' and quantity == 'count'")
    return rows[list(columns)].rename(columns=columns).reset_index(drop=True)
