"""Codings of passages by several coders, from a file of one's own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats.tabular import LISTED, check_headings, read_cells

#: What a table of codings holds; other columns but `PERSON` are passed over.
COLUMNS = ("segment", "code", "coder")
#: Who said it, where a table tells that.
PERSON = "participant"


def load_codings(path: str | Path) -> pd.DataFrame:
    """Read who gave which code to which passage.

    Parameters
    ----------
    path : str or Path
        CSV or Excel with the columns segment, code and coder, one row a code given; and
        participant, where each segment's is known.

    Returns
    -------
    DataFrame of str
        Columns segment, code, coder, and participant where the file has it, in the order
        of the file.

    Raises
    ------
    DataError
        Where a column is missing, a cell is blank, a row stands twice, or a segment has
        two participants.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"segment": ["s1", "s1"], "code": "time", "coder": ["ann", "ben"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "codings.csv"
    ...     kept.to_csv(path, index=False)
    ...     codings = load_codings(path)
    >>> codings.to_numpy().tolist()
    [['s1', 'time', 'ann'], ['s1', 'time', 'ben']]
    """
    place = Path(path)
    cells = read_cells(place)
    check_headings(cells, place.name)
    cells.columns = [heading.casefold() for heading in cells.columns]
    missing = [name for name in COLUMNS if name not in cells.columns]
    if missing:
        headings = [str(name) for name in cells.columns]
        raise DataError(
            [
                Finding(
                    place.name,
                    f"no column '{name}'",
                    "the columns segment, code and coder",
                    row=1,
                    column=name,
                    remedy=suggest(name, headings) and f"It has: {', '.join(headings)}.",
                )
                for name in missing
            ]
        )
    cells = cells[[*COLUMNS, *([PERSON] if PERSON in cells.columns else [])]]
    findings = [
        Finding(
            place.name,
            "nothing",
            "a value",
            row=int(row),
            column=name,
            remedy="Fill it in, or remove the row.",
        )
        for name in cells.columns
        for row in cells.index[cells[name] == ""]
    ]
    findings += [
        Finding(
            place.name,
            "a row that repeats another",
            "each once",
            row=int(row),
            remedy="Remove one of the two.",
        )
        for row in cells.index[cells.duplicated(list(COLUMNS))]
    ]
    findings += _find_two_people(cells, place.name)
    if findings:
        raise DataError(findings[:LISTED])
    return cells.reset_index(drop=True)


def _find_two_people(cells: pd.DataFrame, name: str) -> list[Finding]:
    """Rows in which a segment has another participant than where it first stands."""
    if PERSON not in cells:
        return []
    first = cells.groupby("segment", sort=False)[PERSON].transform("first")
    return [
        Finding(
            name, "another participant for the same segment", "one participant a segment",
            row=int(row), column=PERSON,
        remedy="Correct the participant or the segment.")
        for row in cells.index[cells[PERSON] != first]
    ]  # fmt: skip
