"""Grids that come in a sheet a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from senco.cohort.contract import fields_of
from senco.errors import Finding, suggest
from senco.intake.formats.grid_sheet import (
    GRID_TABLES,
    GridRows,
    find_owner,
    is_pseudonym,
    read_grid,
)
from senco.intake.formats.sheet import Sheet
from senco.intake.table import Intake, Place, Table, convert, list_column
from senco.text.words import join_words


def find_grids(
    sheets: Sequence[Sheet], contract: Mapping[str, dict[str, Any]]
) -> list[tuple[Sheet, str]]:
    """Return the sheets that are one participant's grid, each with whose it is said to be.

    Parameters
    ----------
    sheets : sequence of Sheet
        All sheets of a workbook.
    contract : mapping of str to dict
        The tables, by name.

    Returns
    -------
    list of tuple of Sheet and str
        The sheet and a pseudonym.
    """
    if not set(GRID_TABLES) <= set(contract):
        return []
    tables = [*contract, *(str(resource["title"]) for resource in contract.values())]
    owners = ((sheet, find_owner(sheet.name, tables)) for sheet in sheets)
    return [(sheet, owner) for sheet, owner in owners if owner is not None]


def read_grid_sheets(
    grids: Sequence[tuple[Sheet, str]],
    intake: Intake,
    folder: Path,
    contract: Mapping[str, dict[str, Any]],
) -> None:
    """Add each participant's own sheet to the three tables of grids.

    Parameters
    ----------
    grids : sequence of tuple of Sheet and str
        As `find_grids` gives them.
    intake : Intake
        What comes in, with its tables and findings.
    folder : Path
        The cohort's folder.
    contract : mapping of str to dict
        The tables, by name.
    """
    known = list_column(intake, folder, "participants", "participant", "participant")
    spelt = {who.casefold(): who for who in known}
    taken = {
        str(who)
        for name in GRID_TABLES
        if name in intake.tables
        for who in intake.tables[name].list_cells("participant")
    }
    for sheet, owner in grids:
        who = spelt.get(owner.casefold(), owner)
        finding = _refuse_owner(sheet, who, known, taken)
        taken.add(who)
        if finding is None:
            grid = read_grid(sheet, who, contract)
            intake.findings += grid.findings
            _add_grid(sheet, grid, intake, contract)
        else:
            intake.findings.append(finding)


def _refuse_owner(
    sheet: Sheet, who: str, known: Mapping[str, str], taken: set[str]
) -> Finding | None:
    """What is wrong with whose grid a sheet is said to be."""
    if not is_pseudonym(who) or (known and who not in known):
        allowed = "the word grid and a participant's pseudonym, such as: grid P1"
        remedy = suggest(who, known) or "Rename the sheet, or add the participant."
        return Finding(sheet.label, f"the name '{sheet.name:.40}'", allowed, remedy=remedy)
    if who in taken:
        found = f"a grid of '{who}', who has another sheet, or rows in {join_words(GRID_TABLES)}"
        return Finding(sheet.label, found, "one", remedy="Leave one of the two out.")
    return None


def _add_grid(
    sheet: Sheet, grid: GridRows, intake: Intake, contract: Mapping[str, dict[str, Any]]
) -> None:
    """Add a sheet's rows to the tables, each with its place on the sheet."""
    for kind, rows in grid.rows.items():
        fields = fields_of(contract[kind])
        if not rows:
            continue
        table = intake.tables.setdefault(kind, Table(kind, sheet.label, sheet.numbers[0], {}))
        table.add_columns(["participant", *rows[0][0]])
        for cells, number, letters in rows:
            given = {"participant": grid.participant, **cells}
            row = [
                convert(given.get(name), fields[name], sheet.label, number, letters[name], intake)
                if name in letters
                else str(given.get(name) or "")
                for name in table.columns
            ]
            table.rows.append(row)
            only = next(iter(letters.values())) if len(set(letters.values())) == 1 else None
            table.places.append(Place(number, only, sheet.label, letters))
