"""Formulas of a workbook whose results it does not hold: to a reader they are blank cells."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from senco.errors import Finding

#: The element of a formula, whatever prefix a program gives it.
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_PIECE = 2**20
#: So many formulas are listed.
LISTED = 20
#: What to do about one.
REMEDY = (
    "Open the workbook in Excel or LibreOffice and save it there, or copy the cell and paste it "
    "as a value."
)


def find_unsolved(source: Path | bytes, label: str, only_first: bool = False) -> list[Finding]:
    """Return a finding for each formula whose result the workbook does not hold.

    A program that writes a formula without computing it leaves none; spreadsheet programs
    save it beside the formula.

    Parameters
    ----------
    source : Path or bytes
        The workbook, whose size was looked at before.
    label : str
        How messages name it.
    only_first : bool
        Whether the other sheets are of no interest.

    Returns
    -------
    list of Finding
        With sheet, row and column; at most `LISTED`.
    """
    if not _has_formulas(source):
        return []
    written, solved = _load(source, data_only=False), _load(source, data_only=True)
    findings: list[Finding] = []
    for place, sheet in enumerate(written.worksheets[: 1 if only_first else None]):
        results = solved.worksheets[place]
        for cell in _list_unsolved(sheet, results):
            found = (
                f"a formula without its result ('{getattr(cell.value, 'text', cell.value)!s:.60}')"
            )
            where = f"{label}, sheet {sheet.title}"
            findings.append(Finding(where, found, "a value", cell.row, cell.column_letter, REMEDY))
            if len(findings) == LISTED:
                return findings
    return findings


def _load(source: Path | bytes, data_only: bool) -> Any:
    from openpyxl import load_workbook

    file = io.BytesIO(source) if isinstance(source, bytes) else source
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and extensions that are not read
        book = load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file claims of its size is not trusted
    return book


def _has_formulas(source: Path | bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_holds_formula(archive, name) for name in sheets)


def _holds_formula(archive: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            if _FORMULA.search(tail + piece):
                return True
            tail = piece[-40:]
    return False


def _list_unsolved(sheet: Any, results: Any) -> Iterator[Any]:
    """Yield the cells that hold a formula where the results have a blank cell."""
    for cells, values in zip(sheet.iter_rows(), results.iter_rows(values_only=True), strict=False):
        for place, cell in enumerate(cells):
            if cell.data_type == "f" and (place >= len(values) or values[place] is None):
                yield cell
