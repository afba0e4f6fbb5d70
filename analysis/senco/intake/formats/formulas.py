"""Formulas of a workbook whose results it does not hold: to a reader they are blank cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from senco.errors import Finding
from senco.intake.formats.spreadsheet import Book, list_rows

#: So many formulas are listed.
LISTED = 20
#: What to do about one.
REMEDY = (
    "Open the workbook in Excel or LibreOffice and save it there, or copy the cell and paste it "
    "as a value."
)


def find_unsolved(book: Book, label: str, only_first: bool = False) -> list[Finding]:
    """Return a finding for each formula whose result the workbook does not hold.

    A program that writes a formula without computing it leaves none; spreadsheet programs
    save it beside the formula.

    Parameters
    ----------
    book : Book
        The workbook.
    label : str
        How messages name it.
    only_first : bool
        Whether the other sheets are of no interest.

    Returns
    -------
    list of Finding
        With sheet, row and column; at most `LISTED`.
    """
    if not book.is_unsolved:
        return []
    written, solved = book.load(values=False), book.load()
    findings: list[Finding] = []
    for sheet, results in zip(written[: 1 if only_first else None], solved, strict=False):
        for cell in _list_unsolved(sheet, results, label):
            found = (
                f"a formula without its result ('{getattr(cell.value, 'text', cell.value)!s:.60}')"
            )
            where = f"{label}, sheet {sheet.title}"
            findings.append(Finding(where, found, "a value", cell.row, cell.column_letter, REMEDY))
            if len(findings) == LISTED:
                return findings
    return findings


def _list_unsolved(sheet: Any, results: Any, label: str) -> Iterator[Any]:
    """Yield the cells that hold a formula where the results have a blank cell."""
    written, solved = list_rows(sheet, label, values=False), list_rows(results, label)
    for (_, cells), (_, values) in zip(written, solved, strict=False):
        for place, cell in enumerate(cells):
            if cell.data_type == "f" and (place >= len(values) or values[place] is None):
                yield cell
