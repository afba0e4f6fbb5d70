"""Findings on tables, told of the files that they were made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from senco.errors import Finding
from senco.intake.table import KEPT, Intake, Place, Table

_SHEET = ", sheet "
_TABLE_FILE = re.compile(r"\b([a-z_]+)\.csv\b")


def translate(findings: Iterable[Finding], intake: Intake) -> list[Finding]:
    """Say where findings stand in the researcher's files, not in the tables made of them.

    Parameters
    ----------
    findings : iterable of Finding
        On the tables and `cohort.yml`.
    intake : Intake
        What was read.

    Returns
    -------
    list of Finding
        Of a workbook they name sheets, and no file that its user does not have.
    """
    labels = [table.label for table in intake.tables.values()]
    labels += [label for label, _ in intake.info_places.values()]
    book = next((label.partition(_SHEET)[0] for label in labels if _SHEET in label), None)
    translated: list[Finding] = []
    for finding in findings:
        name = finding.file.rpartition("/")[2]
        table = intake.tables.get(name.removesuffix(".csv"))
        place = intake.info_places.get(finding.column or "")
        if table is not None:
            translated += _place(finding, table)
        elif name == "cohort.yml" and intake.info is not None:
            label = next(iter(intake.info_places.values()), ("cohort.yml", 0))[0]
            label, row = place or (label, None)
            column = _name_key(finding.column, label)
            told = replace(finding, file=label, row=row, also=(), column=column)
            translated.append(_name_sheets(told))
        elif finding.code == "table-missing" and book:
            sheet = name.removesuffix(".csv")
            found, remedy = "no row", f"Fill in the sheet {sheet}."
            told = replace(finding, file=f"{book}{_SHEET}{sheet}", found=found, remedy=remedy)
            translated.append(_name_sheets(told))
        else:
            translated.append(finding)
    return translated


def _name_key(column: str | None, label: str) -> str | None:
    """A key of cohort.yml as the workbook's sheet has it."""
    if column is None:
        return None
    sheet = label.partition(_SHEET)[2]
    return column.removeprefix(f"{sheet}.").replace(".", " ")


def _name_sheets(finding: Finding) -> Finding:
    """Say the same in words of a workbook, where the finding is on one."""
    if _SHEET not in finding.file:
        return finding
    found, allowed, remedy = map(_reword, (finding.found, finding.allowed, finding.remedy))
    return replace(finding, found=found, allowed=allowed, remedy=remedy)


def _reword(text: str) -> str:
    text = text.replace(" (the workbook's sheet cohort)", "")
    text = text.replace("true or false", "yes or no")
    text = text.replace("data/study.yml", "the study").replace("cohort.yml", "the sheet cohort")
    return _TABLE_FILE.sub(r"the sheet \1", text)


def _place(finding: Finding, table: Table) -> list[Finding]:
    """A finding where its rows stand: one for each sheet that they stand on."""
    new = [row for row in finding.rows if _find(row, table) != KEPT]
    if finding.rows and not new:
        return [finding]
    column = table.columns.get(finding.column or "", finding.column)
    if not new:
        return [_name_sheets(replace(finding, file=table.label, row=None, also=(), column=column))]
    sheets: dict[str, list[Place]] = {}
    for place in (_find(row, table) for row in new):
        sheets.setdefault(place.label or table.label, []).append(place)
    return [_tell(finding, table, label, places) for label, places in sheets.items()]


def _tell(finding: Finding, table: Table, label: str, places: list[Place]) -> Finding:
    first, name = places[0], finding.column or ""
    column = first.column or (first.columns or table.columns).get(name, finding.column)
    alike = None if finding.like is None else _find(finding.like, table)
    like = alike.row if alike and (alike.label or table.label) == label else None
    rows = dict.fromkeys(place.row for place in places[1:])
    also = tuple(row for row in rows if row != first.row)
    row = first.row or None  # a saved session has no rows: its label says the place
    told = replace(finding, file=label, row=row, also=also, column=column, like=like)
    return _name_sheets(told)


def _find(row: int, table: Table) -> Place:
    """Where a row of the table stands; of its headings, where they do."""
    at = row - 2
    return table.places[at] if 0 <= at < len(table.places) else Place(table.head)
