"""Files as bounded text and tables: nothing is unpacked or parsed before it is measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from senco.cohort.grid import MAX_SIDE
from senco.errors import DataError, Finding
from senco.intake.formats.delimited import split_rows
from senco.intake.formats.formulas import find_unsolved
from senco.intake.formats.grids.drafts import Problems
from senco.intake.formats.signs import tidy
from senco.intake.formats.spreadsheet import list_rows, open_workbook

#: Largest file that is opened, in bytes.
MAX_BYTES = 12_000_000

#: Most columns (constructs or elements, poles, preferred pole and some blank ones) and
#: rows (a long table has a row for each rating).
MAX_COLUMNS = MAX_SIDE + 20
MAX_ROWS = MAX_SIDE * MAX_SIDE + 100
MAX_SHEETS = 200

#: Most cells of a table, blank ones among them: formatting alone can fill a sheet.
MAX_CELLS = 5_000_000

#: What a row counts beside its cells, so that blank rows come to an end as well.
_COST_OF_ROW = 5

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Table:
    """Rows of text, from a sheet or a delimited file.

    Parameters
    ----------
    label : str
        File, and sheet where there are several.
    name : str
        Name of the sheet or of the file.
    rows : tuple of (int, tuple of str)
        The rows that are not blank, each with its number in the file.
    """

    label: str
    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def load_bytes(path: Path) -> bytes:
    """Return a file's content if it is not too large.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bytes
        At most `MAX_BYTES`.

    Raises
    ------
    DataError
        If the file is absent, empty or too large.
    """
    file = path.as_posix()
    if not path.is_file():
        raise DataError(
            [
                Finding(
                    file,
                    "no file of this name",
                    "a file with a grid",
                    remedy="Check the name and the folder.",
                )
            ]
        )
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        allowed = f"at most {MAX_BYTES // _MEGABYTE} MB"
        raise DataError(
            [Finding(file, "a larger file", allowed, remedy="Leave out what is not a grid.")]
        )
    if not content.strip():
        raise DataError(
            [Finding(file, "an empty file", "a file with a grid", remedy="Save the grid again.")]
        )
    return content


def split_table(text: str, file: str, name: str, separator: str | None = None) -> Table:
    """Split delimited text into a table.

    Parameters
    ----------
    text : str
        Text of the file; commas, semicolons, tabs or bars part its cells.
    file, name : str
        Its label and the name of its grid.
    separator : str, optional
        What parts the cells; by default what most rows show.

    Returns
    -------
    Table
        Bounded in rows and columns.

    Raises
    ------
    DataError
        If it is beyond the bounds or a cell does not end.
    """
    return Table(file, name, _collect(split_rows(text, file, separator), Problems(file)))


def _collect(
    numbered: Iterator[tuple[int, Sequence[str]]], problems: Problems
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows = []
    budget = MAX_CELLS
    for number, cells in numbered:
        budget -= len(cells) + _COST_OF_ROW
        if len(cells) > MAX_COLUMNS and any(cell.strip() for cell in cells[MAX_COLUMNS:]):
            allowed = f"at most {MAX_SIDE} elements or constructs"
            raise problems.refuse(f"more than {MAX_COLUMNS} columns", allowed, (number, None))
        if any(cell.strip() for cell in cells):
            rows.append((number, tuple(tidy(cell) for cell in cells[:MAX_COLUMNS])))
        if len(rows) > MAX_ROWS or budget < 0:
            allowed = f"at most {MAX_SIDE} constructs and elements"
            remedy = "Delete blank rows and columns beyond the grid; formatting can fill them."
            raise problems.refuse("more cells than a grid has", allowed, (number, None), remedy)
    return tuple(rows)


def load_workbook_tables(content: bytes, file: str, name: str) -> tuple[Table, ...]:
    """Return the sheets of an Excel workbook.

    Parameters
    ----------
    content : bytes
        The file.
    file, name : str
        Its label and, where it holds one sheet only, the name of its grid.

    Returns
    -------
    tuple of Table
        The sheets that are not blank.

    Raises
    ------
    DataError
        If it is not a workbook, unpacks to more than is handled, or holds a formula without
        its result.
    """
    book = open_workbook(content, file)
    unsolved = find_unsolved(book, file)
    if unsolved:
        raise DataError(unsolved)
    tables = tuple(_list_tables(book.load(), file))
    # A lone sheet has mostly the name that the program gave it.
    return (replace(tables[0], name=name),) if len(tables) == 1 else tables


def _list_tables(sheets: list[Any], file: str) -> Iterator[Table]:
    if len(sheets) > MAX_SHEETS:
        raise Problems(file).refuse(f"{len(sheets)} sheets", f"at most {MAX_SHEETS}")
    for sheet in sheets:
        label = f"{file}, sheet {sheet.title}"
        numbered = ((n, [_as_text(v) for v in row]) for n, row in list_rows(sheet, label))
        rows = _collect(numbered, Problems(label))
        if rows:
            # A sheet does not keep the blank cells at the end of a row.
            width = max(len(cells) for _, cells in rows)
            filled = tuple((n, cells + ("",) * (width - len(cells))) for n, cells in rows)
            yield Table(label, sheet.title, filled)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
