"""A workbook of what coders decided differently, for them to talk through."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from senco.errors import SencoError
from senco.intake.formats.dressing import dress, save_book
from senco.workspace.files import write_bytes_atomically

#: What is filled in while they talk.
OPEN = "what you agree on"
_WIDTHS = {"segment": 24, "document": 24, "code": 28, OPEN: 50}


def write_differences(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Write what coders decided differently.

    Parameters
    ----------
    path : Path
        The workbook to be made, `.xlsx`; it is readable by its owner alone.
    sheets : mapping of str to DataFrame
        Rows by the name of their sheet; each has a last column for what is agreed on.

    Raises
    ------
    SencoError
        Where the ending is another, or there is such a file.
    """
    from openpyxl import Workbook

    if path.suffix.lower() != ".xlsx":
        raise SencoError(f"{path.name}: differences are written as a workbook, .xlsx.")
    if path.exists():
        raise SencoError(f"There is a file {path.name} already. Name another, or move it away.")
    book = Workbook()
    del book[book.sheetnames[0]]
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append([*map(str, frame.columns), OPEN])
        for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
            sheet.append(list(row))
        dress(sheet, [_WIDTHS.get(str(column), 16) for column in [*frame.columns, OPEN]], head=1)
    write_bytes_atomically(path, save_book(book), private=True)
