"""Rows that come in later, added to the tables that a cohort has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from senco.cohort.contract import fields_of
from senco.cohort.tables import TextTable, read_table
from senco.errors import Finding
from senco.intake.table import KEPT, Place, Table
from senco.text.words import count_words

#: So many changed cells are listed one by one, table by table.
_SHOWN = 20


def merge(table: Table, path: Path, resource: dict[str, Any]) -> tuple[list[str], list[Finding]]:
    """Add the rows of a cohort's table to one that comes in, in the place of its own.

    A row with the key of an existing folder takes its place; where the file has a blank cell or
    lacks a column, what is there is kept. No row goes.

    Parameters
    ----------
    table : Table
        As it was read from a researcher's file; it is changed.
    path : Path
        The table as the cohort has it, whether or not it is there.
    resource : dict of str to object
        The table's descriptor in the contract.

    Returns
    -------
    notes : list of str
        How many rows are new, changed and as they were, and each cell that changed.
    findings : list of Finding
        Why the two cannot be put together; nothing is changed then.
    """
    old, findings = read_kept(path, resource)
    if old is None or findings:
        return [], findings
    columns = [name for name in fields_of(resource) if name in {*old.columns, *table.columns}]
    key = resource["schema"]["primaryKey"]
    rows = _list_rows(old.columns, len(old.rows))
    places = {_read_key(row, key): place for place, row in enumerate(rows)}
    stands: list[Place] = [KEPT] * len(rows)
    edits, added, changed = [], 0, 0
    for cells, stand in zip(table.rows, table.places, strict=True):
        given = {name: cell for name, cell in zip(table.columns, cells, strict=True) if cell}
        place = places.get(_read_key(given, key))
        if place is None:  # a second row of one key comes in as it stands, and the check says so
            rows.append(given)
            stands.append(stand)
            added += 1
            continue
        found = [
            f"{path.name}, {' '.join(_read_key(given, key))}: {name} "
            f"{_show(rows[place].get(name, ''))} is now {_show(value)}"
            for name, value in given.items()
            if value != rows[place].get(name, "")
        ]
        if found:
            edits += found
            changed += 1
            rows[place] |= given
            stands[place] = stand
    table.columns = {name: table.columns.get(name, name) for name in columns}
    table.rows = [[row.get(name, "") for name in columns] for row in rows]
    table.places = stands
    same = len(rows) - added - changed
    summary = (
        f"{path.name}: {count_words(added, 'row')} added, {changed} changed, {same} as before."
    )
    more = len(edits) - _SHOWN
    listed = [f"{edit}." for edit in edits[:_SHOWN]]
    return [summary, *listed, *([f"{path.name}: {more} more changes."] if more > 0 else [])], []


def read_kept(path: Path, resource: dict[str, Any]) -> tuple[TextTable | None, list[Finding]]:
    """Return a table as the cohort has it.

    Parameters
    ----------
    path : Path
        The file, whether or not it is there.
    resource : dict of str to object
        The table's descriptor in the contract.

    Returns
    -------
    table : TextTable or None
        None where there is none yet, or it cannot be read.
    findings : list of Finding
        Why nothing can be added to it.
    """
    if not path.is_file():
        return None, []
    table, findings = read_table(path.read_bytes(), f"data/cohorts/{path.parent.name}/{path.name}")
    if table is None:
        return None, findings
    unknown = [name for name in table.headings if name not in fields_of(resource)]
    if unknown or len(set(table.headings)) < len(table.headings):
        allowed = ", ".join(fields_of(resource))
        remedy = "Correct it first: senco check says what is wrong."
        found = f"the headings {', '.join(table.headings):.80}"
        return None, [Finding(table.label, found, allowed, 1, remedy=remedy)]
    return table, []


def _list_rows(columns: Mapping[str, list[str]], n: int) -> list[dict[str, str]]:
    return [{name: cells[i] for name, cells in columns.items()} for i in range(n)]


def _read_key(row: Mapping[str, str], key: list[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "").strip() for name in key)


def _show(value: str) -> str:
    return f"'{value:.40}'" if value else "blank"
