"""Codings written for other programs: a table of codings, and who has which code."""

from __future__ import annotations

import pandas as pd

from senco.errors import DataError, Finding


def write_codings(codings: pd.DataFrame) -> str:
    """Return codings as CSV.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder.

    Returns
    -------
    str
        Keys alone, so no text and no spreadsheet formula can stand in it; sorted, with
        line ends as one character.

    Raises
    ------
    DataError
        Where a cell is not a key.
    """
    columns = ["segment", "code", "coder"]
    for column in columns:
        wrong = ~codings[column].astype(str).str.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}")
        if wrong.any():
            place = int(wrong.to_numpy().argmax())
            allowed = "a key of small letters, digits and hyphens"
            raise DataError([Finding("codings.csv", "no key", allowed, place + 2, column)])
    ordered = codings[columns].drop_duplicates().sort_values(columns, kind="stable")
    return ordered.to_csv(index=False, lineterminator="\n")


def tabulate_cases(
    segments: pd.DataFrame,
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    participants: list[str] | None = None,
) -> pd.DataFrame:
    """Return which participant has which code.

    Parameters
    ----------
    segments, codings, codes : DataFrame
        As in the contract.
    participants : list of str, optional
        Every participant, in order; by default those of the segments.

    Returns
    -------
    DataFrame of int, shape (n_participants, n_codes)
        1 where any coder gave the code to any of their segments, else 0; every code
        of the codebook has a column.
    """
    who = segments.set_index("segment")["participant"]
    given = codings["segment"].map(who)
    counts = pd.crosstab(given, codings["code"])
    rows = participants if participants is not None else list(dict.fromkeys(who))
    table = counts.reindex(index=rows, columns=list(codes["code"]), fill_value=0)
    return (table > 0).astype(int).rename_axis(index="participant", columns="code")
