"""How the sheets of a workbook look, and what their cells let in."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Collection, Sequence
from copy import copy
from typing import Any, Literal, TypedDict

from senco.intake.formats.archive import open_zip, pack_zip

#: Heights are in points. A row is as high as Excel lets it be at most.
_LINE, _HIGHEST = 15, 405
_GREY, _FONT = "5A6570", "Calibri"
#: Where a workbook says when it was made and changed: the same words are the same bytes.
_PROPERTIES = "docProps/core.xml"
_DAY = re.compile(rb"(<dcterms:(?:created|modified)[^>]{0,200}>)[^<]{0,40}")


class Rule(TypedDict, total=False):
    """What Excel and LibreOffice let into a cell."""

    type: Literal["list", "date", "decimal", "whole", "textLength"]
    operator: Literal["between", "greaterThan", "lessThanOrEqual"]
    formula1: str
    formula2: str


def add_rule(sheet: Any, cells: str, rule: Rule, allowed: str, strict: bool = True) -> None:
    """Let only what is allowed into cells.

    Parameters
    ----------
    sheet : openpyxl worksheet
        To be changed.
    cells : str
        Such as ``"B5:B5000"``.
    rule : Rule
        What is let in.
    allowed : str
        The same in words.
    strict : bool
        Whether anything else is refused; else a list only helps.
    """
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(**rule, allow_blank=True, showErrorMessage=strict)
    validation.errorTitle, validation.error = "Not allowed", f"Allowed: {allowed}"[:220]
    sheet.add_data_validation(validation)
    validation.add(cells)


def dress(
    sheet: Any, widths: Sequence[int], head: int, unwrapped: Collection[int] = (), keep: int = 1
) -> None:
    """Make a sheet legible: bold headings, wrapped lines, rows high enough for them.

    Parameters
    ----------
    sheet : openpyxl worksheet
        To be changed.
    widths : sequence of int
        Of the columns, in letters.
    head : int
        So many rows explain; they are grey, and the first is bold.
    unwrapped : collection of int
        Rows whose text runs on over the cells beside it.
    keep : int
        So many rows stay while one scrolls.
    """
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    styles: dict[tuple[bool, int], Any] = {}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        wrap = number not in unwrapped
        kind = wrap, 1 if number == 1 else 2 if number <= head else 3
        for cell in row:
            plain = not cell.has_style
            if plain and kind in styles:
                # the workbook compares a style with all that it has: once is enough
                cell._style = copy(styles[kind])
                continue
            _dress_cell(cell, *kind)
            if plain:
                styles[kind] = cell._style
        sizes = zip(row, widths, strict=False)
        lines = [_count_lines(cell.value, width) for cell, width in sizes] if wrap else [1]
        sheet.row_dimensions[number].height = min(_LINE * max(lines) + 3, _HIGHEST)
    sheet.freeze_panes = f"A{keep + 1}"


def _dress_cell(cell: Any, wrap: bool, kind: int) -> None:
    """Give a cell the look of a heading (1), of what explains (2) or of anything else (3)."""
    from openpyxl.styles import Alignment, Font

    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    if kind == 1:
        cell.font = Font(name=_FONT, bold=True)
    elif kind == 2:
        cell.font = Font(name=_FONT, italic=True, color=_GREY)


def save_book(book: Any) -> bytes:
    """Return a workbook as a file, in which no text is a formula and no clock has left a trace.

    Parameters
    ----------
    book : openpyxl.Workbook
        Of a study's words and of what people said, which may begin with an equals sign.

    Returns
    -------
    bytes
        The XLSX file.
    """
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    with open_zip(stream.getvalue(), "a workbook") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files[_PROPERTIES] = _DAY.sub(rb"\g<1>1980-01-01T00:00:00Z", files[_PROPERTIES])
    return pack_zip(files)


def _count_lines(value: object, width: int) -> int:
    """How many lines a text takes in a column, with a margin for wide letters."""
    return max(1, len(textwrap.wrap(str(value or ""), width=max(width - 2, 8))))
