"""One table of text cells from a CSV or Excel file, as researchers save them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats.delimited import decode_text, split_rows
from senco.intake.formats.formulas import find_unsolved
from senco.intake.formats.signs import tidy
from senco.intake.formats.spreadsheet import MAXIMUM_COLUMNS, MAXIMUM_ROWS, list_rows, open_workbook

#: Limits on what is read: nothing that a study of people writes comes near them.
LARGEST_FILE = 64 * 2**20
LARGEST_ROWS = MAXIMUM_ROWS
LARGEST_COLUMNS = MAXIMUM_COLUMNS
#: How many findings of one kind are listed.
LISTED = 20
#: Rows of a file that are not blank, each with its number there.
Rows = list[tuple[int, tuple[str, ...]]]
_ALLOWED = "a row of headings and rows of data"
_FILES = "a CSV or Excel (.xlsx) file"


def refuse(
    file: str, found: str, allowed: str, *, row: int | None = None, remedy: str = ""
) -> DataError:
    """Return the error of one finding.

    Parameters
    ----------
    file, found, allowed : str
        As for `senco.errors.Finding`.
    row : int, optional
        As there.
    remedy : str
        As there.

    Returns
    -------
    DataError
        To be raised.
    """
    return DataError([Finding(file, found, allowed, row, remedy=remedy)])


def read_cells(path: Path) -> pd.DataFrame:
    """Return every cell of a table as text, as it is seen.

    Parameters
    ----------
    path : Path
        A ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file (of a workbook, the first
        sheet). Text is UTF-8, UTF-16 or Windows-1252, separated by comma, semicolon,
        tab or bar.

    Returns
    -------
    DataFrame of str
        Columns by heading; the index counts rows as a spreadsheet does.

    Raises
    ------
    DataError
        With the place of everything that cannot be read.
    """
    return make_table(read_rows(path), path.name)


def read_rows(path: Path) -> Rows:
    """Return the rows of a table that are not blank, each with its number.

    Parameters
    ----------
    path : Path
        As for `read_cells`.

    Returns
    -------
    list of tuple of int and tuple of str
        Cells as they stand; the number is that of a spreadsheet.

    Raises
    ------
    DataError
        With the place of everything that cannot be read.
    """
    check_file(path)
    if path.suffix.lower() == ".xlsx":
        return _read_workbook(path)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _read_text(path)
    raise refuse(path.name, f"the ending {path.suffix!r}", _FILES, remedy="Save it as CSV.")


def check_file(path: Path, allowed: str = _FILES) -> None:
    """Raise an error where a file is not there, or too large to be read.

    Parameters
    ----------
    path : Path
        The file.
    allowed : str
        What is read instead.

    Raises
    ------
    DataError
        With the nearest name, or the limit.
    """
    if not path.is_file():
        near = suggest(path.name, _neighbours(path))
        raise refuse(str(path), "no such file", allowed, remedy=near)
    if path.stat().st_size > LARGEST_FILE:
        raise refuse(path.name, "a larger file", f"at most {LARGEST_FILE >> 20} MB")


def _neighbours(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []


def _read_text(path: Path) -> Rows:
    text, _ = decode_text(path.read_bytes(), path.name)
    return _bound(split_rows(text, path.name), path.name)


def _bound(rows: Iterable[tuple[int, tuple[str, ...]]], file: str) -> Rows:
    """Return the rows that are not blank, if they are not too many."""
    kept: Rows = []
    for number, cells in rows:
        if number > LARGEST_ROWS + 1:
            raise refuse(file, "more rows", f"at most {LARGEST_ROWS:,} rows", row=number)
        if any(map(str.strip, cells)):
            kept.append((number, cells))
    return kept


def _read_workbook(path: Path) -> Rows:
    book = open_workbook(path, path.name)
    unsolved = find_unsolved(book, path.name, only_first=True)
    if unsolved:
        raise DataError(unsolved)
    rows = _bound(_write_rows(book.load()[0], path.name), path.name)
    # a sheet does not keep the blank cells at the end of a row
    width = max((len(cells) for _, cells in rows), default=0)
    if width > LARGEST_COLUMNS:
        raise refuse(path.name, f"{width} columns", f"at most {LARGEST_COLUMNS:,} columns", row=1)
    return [(number, (*cells, *[""] * (width - len(cells)))) for number, cells in rows]


def _write_rows(sheet: Any, file: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in list_rows(sheet, file):
        cells = tuple("" if cell is None else _write_cell(cell) for cell in row)
        yield number, cells[: _count_filled(cells)]


def _write_cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def make_table(rows: Rows, file: str) -> pd.DataFrame:
    """Return the rows below the headings, each as long as those.

    Parameters
    ----------
    rows : list of tuple of int and tuple of str
        As `read_rows` gives them; the first holds the headings.
    file : str
        How messages name the file.

    Returns
    -------
    DataFrame of str
        As from `read_cells`.

    Raises
    ------
    DataError
        Where there is nothing, or a row has more cells than there are headings.
    """
    if not rows:
        raise refuse(file, "an empty file", _ALLOWED)
    (head, headings), *body = rows
    _check_widths(body, len(headings), file)
    # A spreadsheet may save blank columns beyond the table.
    width = max(_count_filled(cells) for _, cells in rows)
    if width > LARGEST_COLUMNS:
        raise refuse(file, f"{width} columns", f"at most {LARGEST_COLUMNS:,} columns", row=head)
    if not body:
        raise refuse(file, "no rows of data", _ALLOWED)
    numbers = pd.Index([number for number, _ in body])
    filled = [(*cells, *[""] * (width - len(cells)))[:width] for _, cells in body]
    cells = pd.DataFrame(filled, index=numbers, dtype=object).apply(_tidy)
    cells.columns = [tidy(heading) for heading in headings[:width]]
    return cells


def _count_filled(cells: tuple[str, ...]) -> int:
    """Return the number of cells up to the last that is filled."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def _check_widths(body: Rows, width: int, file: str) -> None:
    allowed = f"at most as many cells in each row as headings, {width}"
    remedy = "A decimal comma that is not in quotation marks also splits a cell."
    longer = [(number, len(cells)) for number, cells in body if len(cells) > width]
    if longer:
        raise DataError(
            [
                Finding(file, f"{found} cells", allowed, number, remedy=remedy)
                for number, found in longer[:LISTED]
            ]
        )


def _tidy(column: pd.Series) -> pd.Series:
    """Tidy each different text once; a column of ranks holds few."""
    codes, texts = pd.factorize(column)
    tidied = np.array([tidy(str(text)) for text in texts], dtype=object)
    return pd.Series(tidied[codes], index=column.index, name=column.name, dtype=object)


def check_headings(cells: pd.DataFrame, file: str) -> None:
    """Raise an error where a column has no heading, or two have the same.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` gives it; its first column may have no heading.
    file : str
        How messages name it.

    Raises
    ------
    DataError
        One finding for each column.
    """
    seen: dict[str, str] = {}
    findings = []
    for number, heading in enumerate(cells.columns, start=1):
        before = seen.get(heading.casefold())
        if not heading and number > 1:
            findings.append(
                Finding(
                    file,
                    f"no heading over column {number}",
                    "a name",
                    row=1,
                    remedy="Give it a heading, or clear the column.",
                )
            )
        elif before is not None:
            found = f"the heading {heading!r} beside {before!r}"
            findings.append(
                Finding(
                    file,
                    found,
                    "each heading once",
                    row=1,
                    column=heading,
                    remedy="Word one of the two differently.",
                )
            )
        seen.setdefault(heading.casefold(), heading)
    if findings:
        raise DataError(findings[:LISTED])
