"""Excel workbooks: read with bounds, values only."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

from senco.errors import Finding
from senco.formats.sheet import MAXIMUM_CELLS, Reading, Repair, Sheet

#: No workbook is larger than this, packed; and unpacked.
MAXIMUM_BYTES = 24 * 1024 * 1024
MAXIMUM_UNPACKED_BYTES = 96 * 1024 * 1024
#: Excel has this many rows.
MAXIMUM_ROWS = 1_048_576
_DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)
_SAVE = "In Excel, choose 'Save as' and 'Excel Workbook (.xlsx)'."


def read_workbook(path: Path, label: str) -> Reading:
    """Read the sheets of an Excel workbook.

    Parameters
    ----------
    path : Path
        The file.
    label : str
        How messages name it.

    Returns
    -------
    Reading
        The visible sheets; a finding for every formula, merged cell, hidden sheet and
        link to another file, or one that says why nothing can be read.
    """
    reading = Reading()
    parts = _unpack(path, label, reading)
    if parts is None:
        return reading
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and extensions that are not read
            book = load_workbook(path, read_only=True, keep_links=False)
            _check_sheets(book, parts, label, reading)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    _read_sheet(sheet, f"{label}, sheet {sheet.title}", reading)
            book.close()
    except Exception as error:  # whatever a damaged file makes the reader raise
        reading.sheets.clear()
        problem = f"a workbook that cannot be read ({type(error).__name__})"
        reading.findings.append(Finding(label, problem, "an Excel workbook", remedy=_SAVE))
    return reading


def _unpack(path: Path, label: str, reading: Reading) -> dict[str, bytes] | None:
    """Return the workbook's parts as bytes, none of which was too large to look at."""
    problem = ""
    parts: dict[str, bytes] = {}
    if path.stat().st_size > MAXIMUM_BYTES:
        problem = f"a workbook of over {MAXIMUM_BYTES // 2**20} MB"
    elif not zipfile.is_zipfile(path):
        problem = "a file that is no .xlsx workbook (an old .xls, or one with a password?)"
    else:
        try:
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
                size = sum(entry.file_size for entry in entries)
                if size > MAXIMUM_UNPACKED_BYTES or len(entries) > 2000:
                    problem = f"a workbook of over {MAXIMUM_UNPACKED_BYTES // 2**20} MB unpacked"
                else:
                    wanted = [entry for entry in entries if entry.filename.endswith(".xml")]
                    wanted += [entry for entry in entries if entry.filename.endswith(".rels")]
                    parts = {entry.filename: archive.read(entry) for entry in wanted}
                    names = [entry.filename for entry in entries]
                    problem = _find_danger(parts, names)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            OSError,
            EOFError,
            NotImplementedError,
            ValueError,
        ):
            problem = "a workbook that is damaged or has a password"
    if problem:
        reading.findings.append(Finding(label, problem, "a plain .xlsx workbook", remedy=_SAVE))
        return None
    return parts


def _find_danger(parts: dict[str, bytes], names: list[str]) -> str:
    kinds = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in kinds or any("vbaproject" in name.casefold() for name in names):
        return "a workbook with macros"
    if any(b"<!DOCTYPE" in data or b"<!ENTITY" in data for data in parts.values()):
        return "a workbook whose parts declare entities"
    if "xl/workbook.xml" not in parts:
        return "an archive that is no workbook"
    return ""


def _check_sheets(book: Any, parts: dict[str, bytes], label: str, reading: Reading) -> None:
    """Find hidden sheets, and links to other files."""
    if any(name.startswith("xl/externalLinks/") for name in parts):
        reading.findings.append(
            Finding(
                label,
                "links to other workbooks",
                "a workbook of its own",
                remedy="In Excel: Data, Edit Links, Break Link; then save.",
            )
        )
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            reading.findings.append(
                Finding(
                    f"{label}, sheet {sheet.title}",
                    "a hidden sheet",
                    "sheets that can be seen",
                    remedy="Show it and look at what it holds, or delete it.",
                )
            )
            continue
        part = parts.get(str(sheet._worksheet_path).lstrip("/"), b"")
        for merged in re.findall(rb'<mergeCell [^>]*ref="([A-Z0-9:]{3,30})"', part)[:50]:
            cells = merged.decode("ascii")
            reading.findings.append(
                Finding(
                    f"{label}, sheet {sheet.title}",
                    f"the merged cells {cells}",
                    "single cells",
                    int(re.sub(r"^[A-Z]+(\d+).*$", r"\1", cells)),
                    remedy="Unmerge them and fill in each.",
                )
            )
        if re.search(rb'<(row|col) [^>]*hidden="(1|true)"', part):
            reading.repairs.append(
                Repair(
                    f"{label}, sheet {sheet.title}",
                    None,
                    None,
                    "hidden rows or columns",
                    "what they hold",
                    "they were read like the others",
                )
            )


def _read_sheet(sheet: Any, label: str, reading: Reading) -> None:
    rows, numbers, cells = [], [], 0
    sheet.reset_dimensions()  # what the file claims of its size is not trusted
    headings: list[str] = []
    for number, row in enumerate(sheet.iter_rows(max_row=MAXIMUM_ROWS), start=1):
        if not row or all(cell.value is None for cell in row):
            continue
        cells += len(row)
        if cells > MAXIMUM_CELLS:
            problem = f"more than {MAXIMUM_CELLS:,} cells"
            reading.findings.append(Finding(label, problem, "fewer", number))
            return
        if not headings:
            headings = [str(cell.value or "") for cell in row]
        values = [_read_cell(cell, number, headings, label, reading) for cell in row]
        rows.append(tuple(values))
        numbers.append(number)
    reading.sheets.append(Sheet(label, sheet.title, tuple(rows), tuple(numbers)))


def _read_cell(cell: Any, row: int, headings: list[str], label: str, reading: Reading) -> Any:
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
