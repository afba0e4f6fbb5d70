"""Workbooks sheet by sheet, and PDF; every other document is read member by member."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator

from senco.errors import DataError
from senco.formats.spreadsheet import list_rows, open_workbook


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


def read_pdf(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield what a PDF says, and what it says of itself.

    Parameters
    ----------
    content : bytes
        The file.

    Yields
    ------
    role : {"maker", "text"}
        What the text is for.
    name : str
        Where.
    text : str
        What stands there.

    Raises
    ------
    ValueError
        Where it cannot be read.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would quote what it reads
    try:
        reader = PdfReader(io.BytesIO(content))
        for key, value in (reader.metadata or {}).items():
            yield "maker" if key == "/Author" else "text", str(key).strip("/"), str(value)
        xmp = reader.trailer["/Root"].get("/Metadata")
        if xmp is not None:
            yield "text", "XMP", xmp.get_object().get_data().decode("utf-8", "replace")
        for number, page in enumerate(reader.pages, start=1):
            yield "text", f"page {number}", page.extract_text()
            for note in page.get("/Annots") or ():
                yield "text", f"page {number}, a note", str(note.get_object())
        for name, parts in reader.attachments.items():
            yield "text", "attachment", name
            for part in parts:
                yield "text", "attachment", part.decode("utf-8", "replace")
    except (PyPdfError, OSError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("a locked or damaged PDF") from None
