"""Tables on their way in: where each row stands in a researcher's files."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from senco.errors import Finding
from senco.intake.formats.cells import CellError, convert_cell
from senco.intake.formats.sheet import Repair, Value

#: Tables of coded texts, and what tells their rows.
CODED = {
    "segments": ("segment", "participant"),
    "codes": ("code",),
    "codings": ("segment", "code", "coder"),
}


class Place(NamedTuple):
    """Where a row of a table stands.

    Parameters
    ----------
    row : int
        As the spreadsheet numbers it.
    column : str, optional
        The heading, or the letter, of the one cell that the row is made of.
    label : str
        The file and sheet, where they are others than the table's.
    columns : mapping of str to str, optional
        There, the letter of each of the contract's columns.
    """

    row: int
    column: str | None = None
    label: str = ""
    columns: Mapping[str, str] | None = None


#: Where a row stands that was in the cohort before: in none of the files that come in.
KEPT = Place(0)


@dataclass
class Table:
    """A table of the contract on its way in.

    Parameters
    ----------
    name : str
        Its name in the contract.
    label : str
        The file and sheet that it comes from.
    head : int
        The row of its headings there.
    columns : dict of str to str
        The heading in the file, by the contract's column.
    rows : list of list of str
        Its cells, in the order of `columns`.
    places : list of Place
        Where each row stands.
    """

    name: str
    label: str
    head: int
    columns: dict[str, str]
    rows: list[list[str]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add_columns(self, names: Sequence[str]) -> None:
        """Add columns that are not there yet, blank in the rows that are."""
        missing = [name for name in names if name not in self.columns]
        self.columns |= {name: name for name in missing}
        self.rows = [[*row, *[""] * len(missing)] for row in self.rows]

    def list_cells(self, name: str) -> list[str]:
        """The cells of a column; none where there is no such column."""
        if name not in self.columns:
            return []
        place = list(self.columns).index(name)
        return [row[place] for row in self.rows]

    @property
    def text(self) -> str:
        """The table as CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([list(self.columns), *self.rows])
        return stream.getvalue()


@dataclass
class Intake:
    """What came of an import.

    Parameters
    ----------
    tables : dict of str to Table
        What was read, by table.
    info : dict of str to object, optional
        What the workbook says for `cohort.yml`.
    criteria : dict of str to object, optional
        What the workbook lays down as agreement.
    repairs : list of Repair
        Everything that was read otherwise than it stands.
    notes : list of str
        What to know of the files of other programs.
    findings : list of Finding
        Errors first. Where there is an error nothing was written.
    written : list of str
        The files that were written.
    settings : str
        The text of `cohort.yml`, where lines are added to it.
    people : list of str
        A line on each participant, where saved sessions come in.
    own_words : int
        How many gists came in that are the participants' own words.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    info: dict[str, Any] | None = None
    criteria: dict[str, Any] | None = None
    info_places: dict[str, tuple[str, int]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    settings: str = ""
    people: list[str] = field(default_factory=list)
    own_words: int = 0


def list_kept(intake: Intake, folder: Path, name: str, together: bool) -> list[dict[str, str]]:
    """Return the rows of a table that coded texts are added to, where their keys are there.

    Parameters
    ----------
    intake : Intake
        What comes in.
    folder : Path
        The cohort's folder.
    name : str
        One of `CODED`.
    together : bool
        Whether the cohort's own rows count too.

    Returns
    -------
    list of dict of str to str
        Cells by column.
    """
    path = folder / f"{name}.csv"
    stored = path.read_text("utf-8-sig", "replace") if together and path.is_file() else ""
    text = intake.tables[name].text if name in intake.tables else stored
    try:
        rows = [*csv.DictReader(io.StringIO(text, newline=""))]
    except csv.Error:  # the check of the whole cohort, which follows, says where
        return []
    return [row for row in rows if all(row.get(key) for key in CODED[name])]


def list_column(intake: Intake, folder: Path, table: str, key: str, other: str) -> dict[str, str]:
    """Return a column of a table by its key: the table that comes in, or the an existing folder.

    Parameters
    ----------
    intake : Intake
        What comes in.
    folder : Path
        The cohort's folder.
    table, key, other : str
        The table, the column of its keys, and the column.

    Returns
    -------
    dict of str to str
        Cells by key; nothing where there is no such table.
    """
    if table in intake.tables:
        text = intake.tables[table].text
    elif (folder / f"{table}.csv").is_file():
        text = (folder / f"{table}.csv").read_text(encoding="utf-8-sig", errors="replace")
    else:
        return {}
    try:
        rows = [*csv.DictReader(io.StringIO(text, newline=""))]
    except csv.Error:  # the check of the whole cohort, which follows, says where
        return {}
    return {row[key]: row.get(other) or "" for row in rows if row.get(key)}


def convert(
    value: Value, field: dict[str, Any], label: str, row: int, heading: str, intake: Intake
) -> str:
    """Return a cell as the contract has it, with a repair or a finding where it stood otherwise.

    Parameters
    ----------
    value : str, number, date or None
        As it was read.
    field : dict
        The contract's column.
    label : str
        The file and sheet.
    row : int
        As the spreadsheet numbers it.
    heading : str
        The column there.
    intake : Intake
        To which repairs and findings are added.

    Returns
    -------
    str
        The text for the table.
    """
    try:
        text, reason = convert_cell(value, field)
    except CellError as error:
        found = f"'{value!s:.60}'"
        intake.findings.append(Finding(label, found, error.allowed, row, heading, error.remedy))
        return str(value)
    if reason:
        before = repr(value) if isinstance(value, str) else f"'{value}'"
        intake.repairs.append(Repair(label, row, heading, f"{before:.80}", f"'{text:.60}'", reason))
    return text
