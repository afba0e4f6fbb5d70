"""The workbook in which coders settle what they coded differently."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.errors import SencoError
from senco.intake.formats.sheet import NOT_DATA
from senco.settling.apart import SHEETS, fill_blanks, list_apart
from senco.workspace.files import write_bytes_atomically
from senco.workspace.paths import Project

#: The workbook, in the project's folder.
FILE = "{}-settle.xlsx"
_WIDTHS = {"gist": 60, "poles": 50, "sorted as": 50, "label": 30, "agreed": 16}


def write_sheets(name: str, project: Project) -> tuple[Path, dict[str, int]]:
    """Write the workbook in which the coders of a cohort settle what they coded differently.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    path : Path
        The workbook, in the project's folder.
    numbers : dict of str to int
        Rows to decide, by sheet.

    Raises
    ------
    SencoError
        Where nothing is coded differently, or the file is there already.
    """
    cohort = load_cohort(name, project=project)
    apart = list_apart(cohort)
    if not apart:
        raise SencoError(
            f"Nothing is to be settled in '{name}': it takes two coders who coded a passage, or "
            "sorted a construct, differently."
        )
    path = project.root / FILE.format(name)
    if path.exists():
        raise SencoError(
            f"There is a file {path.name} already. Read it with: senco settle {name} {path.name}, "
            "or move it away to begin anew."
        )
    write_bytes_atomically(path, _write_book(apart, cohort), private=True)
    return path, {sheet: len(frame) for sheet, frame in apart.items()}


def _write_book(apart: Mapping[str, pd.DataFrame], cohort: Cohort) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for name, frame in apart.items():
        sheet = book.create_sheet(name)
        explained = list(SHEETS[name].values())
        sheet.append(list(frame.columns))
        sheet.append([f"{NOT_DATA[0]} {explained[0]}", *explained[1:]])
        for row in fill_blanks(frame).itertuples(index=False):
            sheet.append([cell or None for cell in row])
        _dress(sheet, list(frame.columns))
    if "passages apart" in apart:
        _offer(book["passages apart"], "agreed", ["yes", "no"])
    if "constructs apart" in apart:
        rows = cohort.tables["construct_assignments"]
        for column in ("category", "construct"):
            _offer(book["constructs apart"], column, sorted(rows[column].dropna().unique()))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _dress(sheet: Any, columns: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for place, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 20)
    to_fill = {"agreed", "category", "construct"}
    for row in sheet.iter_rows():
        for cell, name in zip(row, columns, strict=True):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.row == 1:
                cell.font = Font(bold=True)
            elif cell.row > 2 and name in to_fill:
                cell.fill = PatternFill("solid", fgColor="FFF6D6")
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = "A3"


def _offer(sheet: Any, column: str, words: list[str]) -> None:
    """Let a column's cells choose among words, where Excel takes so many."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(words)
    if not words or len(listed) > 250 or any("," in word for word in words):
        return
    letter = get_column_letter([cell.value for cell in sheet[1]].index(column) + 1)
    rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}3:{letter}{sheet.max_row}")
