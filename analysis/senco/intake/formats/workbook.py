"""Excel workbooks: read with bounds, values only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from senco.errors import DataError, Finding
from senco.intake.formats.archive import DAMAGE, fail, open_zip
from senco.intake.formats.sheet import Repair, Sheet, SheetFile
from senco.intake.formats.spreadsheet import list_rows, open_workbook

_SAVE = "In Excel, choose 'Save as' and 'Excel Workbook (.xlsx)'."


def read_workbook(path: Path, label: str) -> SheetFile:
    """Read the sheets of an Excel workbook.

    Parameters
    ----------
    path : Path
        The file.
    label : str
        How messages name it.

    Returns
    -------
    SheetFile
        The visible sheets; a finding for every formula, merged cell, hidden sheet and
        link to another file, or one that says why nothing can be read.
    """
    reading = SheetFile()
    try:
        book = open_workbook(path, label)
        parts = _unpack(book.content, label)
        sheets = book.load(values=False)
        _check_sheets(sheets, parts, label, reading)
        for sheet in sheets:
            if sheet.sheet_state == "visible":
                _read_sheet(sheet, f"{label}, sheet {sheet.title}", reading)
    except DataError as error:
        reading.sheets.clear()
        reading.findings += error.findings
    return reading


def _unpack(content: bytes, label: str) -> dict[str, bytes]:
    """Return the parts of a workbook that was measured, as bytes."""
    with open_zip(content, label) as archive:
        names = archive.namelist()
        wanted = [name for name in names if name.endswith((".xml", ".rels"))]
        try:
            parts = {name: archive.read(name) for name in wanted}
        except (*DAMAGE, NotImplementedError, RuntimeError):  # beyond where it was measured
            found = "a workbook that is damaged or has a password"
            fail(label, found, "a plain .xlsx workbook", _SAVE)
    problem = _find_danger(parts, names)
    if problem:
        raise DataError([Finding(label, problem, "a plain .xlsx workbook", remedy=_SAVE)])
    return parts


def _find_danger(parts: dict[str, bytes], names: list[str]) -> str:
    kinds = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in kinds or any("vbaproject" in name.casefold() for name in names):
        return "a workbook with macros"
    if any(b"<!DOCTYPE" in data or b"<!ENTITY" in data for data in parts.values()):
        return "a workbook whose parts declare entities"
    return ""


def _check_sheets(
    sheets: list[Any], parts: dict[str, bytes], label: str, reading: SheetFile
) -> None:
    """Find hidden sheets, and links to other files."""
    if any(name.startswith("xl/externalLinks/") for name in parts):
        reading.findings.append(
            Finding(
                label,
                "links to other workbooks",
                "a workbook without links",
                remedy="In Excel: Data, Edit Links, Break Link; then save.",
            )
        )
    for sheet in sheets:
        if sheet.sheet_state != "visible":
            reading.findings.append(
                Finding(
                    f"{label}, sheet {sheet.title}",
                    "a hidden sheet",
                    "visible sheets",
                    remedy="Show it and look at what it contains, or delete it.",
                )
            )
            continue
        part = parts.get(str(sheet._worksheet_path).lstrip("/"), b"")
        for merged in re.findall(rb'<mergeCell [^<>]*ref="([A-Z0-9:]{3,30})"', part)[:50]:
            cells = merged.decode("ascii")
            reading.findings.append(
                Finding(
                    f"{label}, sheet {sheet.title}",
                    f"the merged cells {cells}",
                    "single cells",
                    int(row[0]) if (row := re.search(r"\d{1,7}", cells)) else None,
                    remedy="Unmerge them and fill in each.",
                )
            )
        if re.search(rb'<(row|col) [^<>]*hidden="(1|true)"', part):
            reading.repairs.append(
                Repair(
                    f"{label}, sheet {sheet.title}",
                    None,
                    None,
                    "hidden rows or columns",
                    "their contents",
                    "they were read like the others",
                )
            )


def _read_sheet(sheet: Any, label: str, reading: SheetFile) -> None:
    rows, numbers = [], []
    headings: list[str] = []
    for number, row in list_rows(sheet, label, values=False):
        if not row or all(cell.value is None for cell in row):
            continue
        if not headings:
            headings = [str(cell.value or "") for cell in row]
        values = [_read_cell(cell, number, headings, label, reading) for cell in row]
        rows.append(tuple(values))
        numbers.append(number)
    reading.sheets.append(Sheet(label, sheet.title, tuple(rows), tuple(numbers)))


def _read_cell(cell: Any, row: int, headings: list[str], label: str, reading: SheetFile) -> Any:
    """Return a cell's value; a formula or one of Excel's errors is a finding."""
    if cell.data_type not in ("f", "e") or cell.value is None:
        return cell.value
    place = cell.column - 1
    column = headings[place] if place < len(headings) and headings[place] else f"{place + 1}"
    if cell.data_type == "f":
        text = str(getattr(cell.value, "text", cell.value))
        found, remedy = f"the formula '{text:.60}'", "Copy the cell and paste it as a value."
    else:
        found, remedy = f"the error {cell.value}", "Type the value."
    reading.findings.append(Finding(label, found, "a value", row, column, remedy))
    return None
