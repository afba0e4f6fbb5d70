"""Workbooks sheet by sheet; every other document is read member by member."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from senco.errors import DataError
from senco.intake.formats.spreadsheet import list_rows, open_workbook


def read_sheets(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the sheets of a workbook, hidden ones too, as text with commas.

    Parameters
    ----------
    content : bytes
        An Excel workbook.

    Yields
    ------
    name : str
        Where.
    text : str
        Its rows.

    Raises
    ------
    ValueError
        Where it cannot be read, or only in part.
    """
    try:
        book = open_workbook(content, "a workbook")
        for number, sheet in enumerate(book.load(), start=1):
            stream = io.StringIO()
            writer = csv.writer(stream, lineterminator="\n")
            for _, row in list_rows(sheet, "a workbook"):
                writer.writerow(["" if cell is None else _write(cell) for cell in row])
            yield f"sheet {number}", stream.getvalue()
    except DataError:
        raise ValueError("a workbook that is damaged or has too much in it") from None


def _write(cell: object) -> str:
    text = str(cell)
    return text.removesuffix(" 00:00:00") if hasattr(cell, "year") else text
