"""Who is tied to what, from a file of one's own: the table of a two-mode network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.tabular import LISTED, check_headings, read_cells, refuse

#: The headings of a list of ties; without the last each row is one statement.
PARTICIPANT, INFLUENCE, STATEMENTS = "participant", "influence", "statements"
_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_COUNTED = "a whole number of statements, such as 2; nothing for none"


@dataclass(frozen=True)
class TieTable:
    """A table of ties as it was read.

    Parameters
    ----------
    table : DataFrame of int, shape (n_participants, n_influences)
        Number of statements in each cell, 0 for no tie; both in the order of the file.
    layout : {"wide", "long"}
        Whether the file has a row for each participant, or a row for each tie.
    notes : tuple of str
        What was understood.
    """

    table: pd.DataFrame
    layout: Literal["wide", "long"]
    notes: tuple[str, ...]


def read_ties(path: str | Path) -> TieTable:
    """Read who is tied to which influence, and by how many statements.

    Parameters
    ----------
    path : str or Path
        CSV or Excel. Either a row for each participant, the name in the first column, and
        a column of whole numbers for each influence; or a row for each tie, with the
        columns participant and influence, and statements where a row represents several.

    Returns
    -------
    TieTable
        The ties, as `senco.measures.networks.build_network` takes them.

    Raises
    ------
    DataError
        Where a name is blank, or occurs twice, or a cell is not a whole number, with its place.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"participant": ["A", "A", "B"], "influence": ["law", "law", "team"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ties.csv"
    ...     kept.to_csv(path, index=False)
    ...     reading = read_ties(path)
    >>> reading.table.loc["A"].tolist(), reading.layout
    ([2, 0], 'long')
    """
    place = Path(path)
    cells = read_cells(place)
    check_headings(cells, place.name)
    headings = {heading.casefold(): heading for heading in cells.columns}
    if PARTICIPANT in headings and INFLUENCE in headings:
        cells.columns = [heading.casefold() for heading in cells.columns]
        return _describe(_count_rows(cells, place.name), "long")
    return _describe(_take_cells(cells, place.name), "wide")


def _describe(table: pd.DataFrame, layout: Literal["wide", "long"]) -> TieTable:
    rows = "participant" if layout == "wide" else "tie"
    ties = int((table > 0).to_numpy().sum())
    note = (
        f"Read with a row for each {rows}: {len(table)} participants, {len(table.columns)} "
        f"influences, {ties} ties, {int(table.to_numpy().sum())} statements."
    )
    return TieTable(table, layout, (note,))


def _count_rows(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """A list of ties as a table; what stands in several rows is added up."""
    counted = cells[STATEMENTS] if STATEMENTS in cells else pd.Series("1", cells.index)
    findings = [
        Finding(
            file,
            "nothing",
            "a name",
            row=int(row),
            column=name,
            remedy="Fill it in, or remove the row.",
        )
        for name in (PARTICIPANT, INFLUENCE)
        for row in cells.index[cells[name] == ""]
    ]
    amounts = _read_counts(counted, STATEMENTS, file, findings)
    if findings:
        raise DataError(findings[:LISTED])
    listed = cells[[PARTICIPANT, INFLUENCE]].assign(amount=amounts)
    table = listed.pivot_table(
        "amount", PARTICIPANT, INFLUENCE, aggfunc="sum", fill_value=0, sort=False
    )
    people, influences = (listed[name].unique() for name in (PARTICIPANT, INFLUENCE))
    return (
        table.reindex(index=people, columns=influences)
        .astype(int)
        .rename_axis(index=PARTICIPANT, columns=INFLUENCE)
    )


def _take_cells(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    if len(cells.columns) < 2:
        allowed = "the names of the participants, and a column for each influence"
        raise refuse(file, "one column", allowed, row=1)
    names = cells.iloc[:, 0]
    findings = [
        Finding(
            file,
            "nothing",
            "the name of a participant",
            row=int(row),
            remedy="Fill it in, or remove the row.",
        )
        for row in cells.index[names == ""]
    ]
    findings += [
        Finding(
            file,
            f"'{names[row]}' again",
            "each participant once",
            row=int(row),
            remedy="Remove one of the two, or correct the name.",
        )
        for row in cells.index[names.duplicated() & (names != "")]
    ]
    columns = {
        str(column): _read_counts(cells[column], str(column), file, findings)
        for column in cells.columns[1:]
    }
    if findings:
        raise DataError(findings[:LISTED])
    table = pd.DataFrame(columns, index=pd.Index(names.tolist(), name=PARTICIPANT))
    return table.rename_axis(columns=INFLUENCE)


def _read_counts(
    column: pd.Series, name: str, file: str, findings: list[Finding]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A column of whole numbers; what is none is a finding."""
    for row, text in column.items():
        if text and not _COUNT.fullmatch(str(text)):
            findings.append(
                Finding(
                    file, f"'{str(text)[:60]}'", _COUNTED, int(str(row)), name, remedy="Correct it."
                )
            )
    return np.array([int(t) if _COUNT.fullmatch(str(t)) else 0 for t in column], dtype=int)
