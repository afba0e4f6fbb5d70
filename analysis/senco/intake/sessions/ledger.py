"""The tables to which sessions are added: those that come in beside them, else the cohort's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from senco.cohort.contract import fields_of
from senco.errors import Finding
from senco.intake.merging import read_kept
from senco.intake.table import KEPT, Intake, Place, Table

Cells = dict[str, str]


class Ledger:
    """Tables in which one participant's rows change, and everybody else's stay as they are.

    Parameters
    ----------
    intake : Intake
        What comes in beside the sessions.
    folder : Path
        The cohort's folder.
    contract : mapping of str to dict
        The tables, by name.
    """

    def __init__(self, intake: Intake, folder: Path, contract: Mapping[str, dict[str, Any]]):
        self.contract = contract
        self.findings: list[Finding] = []
        self._intake, self._folder = intake, folder
        self._tables: dict[str, Table] = {}
        self._changed: set[str] = set()

    def open(self, name: str) -> Table:
        """Return a table, whose rows are not to be changed but by `put` and `append`."""
        if name not in self._tables:
            self._tables[name] = self._intake.tables.get(name) or self._read(name)
        return self._tables[name]

    def _read(self, name: str) -> Table:
        path = self._folder / f"{name}.csv"
        kept, findings = read_kept(path, self.contract[name])
        self.findings += findings
        table = Table(name, f"data/cohorts/{self._folder.name}/{name}.csv", 1, {})
        if kept is not None:
            table.columns = {heading: heading for heading in kept.headings}
            width = len(kept.headings)
            table.rows = [[*row[:width], *[""] * (width - len(row))] for row in kept.rows]
            table.places = [KEPT] * len(kept.rows)
        return table

    def list_rows(self, name: str, participant: str | None = None) -> list[Cells]:
        """Return the rows of a table, or those of one participant."""
        table = self.open(name)
        rows = table.rows
        if participant is not None:
            names = table.list_cells("participant")
            rows = [row for who, row in zip(names, rows, strict=False) if who == participant]
        return [dict(zip(table.columns, row, strict=True)) for row in rows]

    def put(
        self, name: str, participant: str, rows: Sequence[Cells], places: Sequence[Place]
    ) -> None:
        """Put rows where a participant's are, or below all others where there are none."""
        table = self.open(name)
        self._widen(table, rows)
        at = list(table.columns).index("participant")
        own = {number for number, row in enumerate(table.rows) if row[at] == participant}
        start = min(own) if own else len(table.rows)
        others = [number for number in range(len(table.rows)) if number not in own]
        before = [number for number in others if number < start]
        after = others[len(before) :]
        new = [[row.get(column, "") for column in table.columns] for row in rows]
        table.rows = [table.rows[n] for n in before] + new + [table.rows[n] for n in after]
        stands = table.places
        table.places = [stands[n] for n in before] + [*places] + [stands[n] for n in after]
        self._changed.add(name)

    def append(self, name: str, rows: Sequence[Cells], places: Sequence[Place]) -> None:
        """Put rows below all others."""
        table = self.open(name)
        self._widen(table, rows)
        table.rows += [[row.get(column, "") for column in table.columns] for row in rows]
        table.places += places
        self._changed.add(name)

    def _widen(self, table: Table, rows: Sequence[Cells]) -> None:
        """Add the columns that rows fill in; to a new table, in the contract's order."""
        filled = {column for row in rows for column, cell in row.items() if cell}
        fields = fields_of(self.contract[table.name])
        table.add_columns([name for name in fields if name in filled])

    def close(self) -> None:
        """Hand over the tables in which something changed."""
        self._intake.findings += self.findings
        for name in self.contract:
            if name in self._changed:
                self._intake.tables[name] = self._tables[name]
