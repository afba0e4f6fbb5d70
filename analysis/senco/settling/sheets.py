"""The workbook in which coders settle what they coded differently."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.errors import SencoError
from senco.intake.formats.dressing import Rule, add_rule, dress, save_book
from senco.intake.formats.sheet import NOT_DATA
from senco.settling.apart import SHEETS, fill_blanks, list_apart
from senco.workspace.files import write_bytes_atomically
from senco.workspace.paths import Project

#: The workbook, in the project's folder.
FILE = "{}-settle.xlsx"
#: The columns that coders fill in.
_TO_FILL = frozenset({"agreed", "category", "construct"})
#: Excel takes no longer list among which to choose.
_LONGEST_LIST = 250
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
            f"There is nothing to settle in '{name}': no two coders coded a passage, or sorted "
            "a construct, differently."
        )
    path = project.root / FILE.format(name)
    if path.exists():
        raise SencoError(
            f"There is a file {path.name} already. Read it with: senco settle {name} {path.name}, "
            "or move it away to start again."
        )
    write_bytes_atomically(path, _write_book(apart, cohort), private=True)
    return path, {sheet: len(frame) for sheet, frame in apart.items()}


def _write_book(apart: Mapping[str, pd.DataFrame], cohort: Cohort) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for name, frame in apart.items():
        _write_sheet(book.create_sheet(name), fill_blanks(frame), list(SHEETS[name].values()))
    if "passages apart" in apart:
        _offer(book["passages apart"], "agreed", ["yes", "no"])
    if "constructs apart" in apart:
        rows = cohort.tables["construct_assignments"]
        for column in ("category", "construct"):
            _offer(book["constructs apart"], column, sorted(rows[column].dropna().unique()))
    return save_book(book)


def _write_sheet(sheet: Any, frame: pd.DataFrame, explained: list[str]) -> None:
    """Write what is apart, with the cells that are to be filled in marked."""
    from openpyxl.styles import PatternFill

    sheet.append(list(frame.columns))
    sheet.append([f"{NOT_DATA[0]} {explained[0]}", *explained[1:]])
    for row in frame.itertuples(index=False):
        sheet.append([cell or None for cell in row])
    dress(sheet, [_WIDTHS.get(name, 20) for name in frame.columns], head=2, keep=2)
    to_fill = [name in _TO_FILL for name in frame.columns]
    for cells in sheet.iter_rows(min_row=3):
        for cell, is_open in zip(cells, to_fill, strict=True):
            if is_open:
                cell.fill = PatternFill("solid", fgColor="FFF6D6")


def _offer(sheet: Any, column: str, words: list[str]) -> None:
    """Let a column's cells choose among words, where Excel takes so many."""
    from openpyxl.utils import get_column_letter

    listed = ",".join(words)
    if not words or len(listed) > _LONGEST_LIST or any("," in word for word in words):
        return
    letter = get_column_letter([cell.value for cell in sheet[1]].index(column) + 1)
    rule: Rule = {"type": "list", "formula1": f'"{listed}"'}
    add_rule(sheet, f"{letter}3:{letter}{sheet.max_row}", rule, listed, strict=False)
