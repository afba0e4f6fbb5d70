"""One table of text cells from a CSV or Excel file, as researchers save them."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from senco.errors import DataError, Finding, suggest

#: Limits on what is read: nothing that a study of people writes comes near them.
LARGEST_FILE = 64 * 2**20
LARGEST_UNPACKED = 512 * 2**20
LARGEST_ROWS = 1_000_000
LARGEST_COLUMNS = 1_000
#: How many findings of one kind are listed.
LISTED = 20


def refuse(file: str, found: str, allowed: str, **more: object) -> DataError:
    """Return the error of one finding.

    Parameters
    ----------
    file, found, allowed : str
        As for `senco.errors.Finding`.
    **more : object
        Its other fields.

    Returns
    -------
    DataError
        To be raised.
    """
    return DataError([Finding(file, found, allowed, **more)])


def read_cells(path: Path) -> pd.DataFrame:
    """Return every cell of a table as stripped text.

    Parameters
    ----------
    path : Path
        A ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file (of a workbook, the first
        sheet). Text is UTF-8 or Windows-1252, separated by comma, semicolon or tab.

    Returns
    -------
    DataFrame of str
        Columns by heading; the index counts rows as a spreadsheet does.

    Raises
    ------
    DataError
        With the place of everything that cannot be read.
    """
    allowed = "a CSV or Excel (.xlsx) file"
    if not path.is_file():
        near = suggest(path.name, _neighbours(path))
        raise refuse(str(path), "no such file", allowed, remedy=near)
    if path.stat().st_size > LARGEST_FILE:
        raise refuse(path.name, "a larger file", f"at most {LARGEST_FILE >> 20} MB")
    if path.suffix.lower() == ".xlsx":
        cells = _read_workbook(path)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        cells = _read_text(path)
    else:
        raise refuse(path.name, f"the ending {path.suffix!r}", allowed, remedy="Save it as CSV.")
    cells = cells.loc[(cells != "").any(axis=1)]
    if cells.empty:
        raise refuse(path.name, "no rows of data", "a row of headings and rows of data")
    return cells


def _neighbours(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []


def _read_text(path: Path) -> pd.DataFrame:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4096]:
        raise refuse(path.name, "UTF-16 or binary data", "text in UTF-8 or Windows-1252")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    body = text.lstrip("\r\n")
    if not body.strip():
        raise refuse(path.name, "an empty file", "a row of headings and rows of data")
    separator = max(",;\t", key=body.splitlines()[0].count)
    try:
        cells = _parse_text(body, separator)
    except (pd.errors.ParserError, pd.errors.ParserWarning, csv.Error) as error:
        found = _first_line(error)
        raise refuse(path.name, found, "as many cells in each row as headings") from None
    headings = cells.iloc[0].fillna("").tolist()
    cells.index += text[: len(text) - len(body)].count("\n") + 1
    return _finish(cells.iloc[1:], headings, path.name)


def _parse_text(body: str, separator: str) -> pd.DataFrame:
    width = len(next(csv.reader(io.StringIO(body), delimiter=separator)))
    with warnings.catch_warnings():
        # pandas drops the cells of a row that is too long, with a warning only
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            io.StringIO(body),
            sep=separator,
            header=None,
            names=range(width),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            nrows=LARGEST_ROWS + 2,
        )


def _first_line(error: Exception) -> str:
    text = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
    return f"a row that cannot be read ({text})"


def _read_workbook(path: Path) -> pd.DataFrame:
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise refuse(path.name, "a workbook that unpacks to more", "at most 512 MB unpacked")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles that it does not keep
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            rows = _bounded_rows(book.worksheets[0], path.name)
            book.close()
    except DataError:
        raise
    except Exception as error:  # a broken workbook can raise almost anything
        raise refuse(path.name, f"no readable workbook ({error})", "an .xlsx workbook") from error
    if not rows:
        raise refuse(path.name, "an empty sheet", "a row of headings and rows of data")
    width = max(len(row) for row in rows)
    padded = [row + [""] * (width - len(row)) for row in rows]
    headings = padded[0]
    while headings and not headings[-1] and all(not row[len(headings) - 1] for row in padded):
        headings = headings[:-1]
    cells = pd.DataFrame([row[: len(headings)] for row in padded[1:]], dtype=str)
    cells.index += 2
    return _finish(cells.reindex(columns=range(len(headings))), headings, path.name)


def _bounded_rows(sheet: object, file: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in sheet.iter_rows(values_only=True, max_col=LARGEST_COLUMNS + 1):
        rows.append(["" if cell is None else _write_cell(cell) for cell in row])
        if len(rows) > LARGEST_ROWS + 1:
            raise refuse(file, "more rows", f"at most {LARGEST_ROWS:,} rows")
    return rows


def _write_cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _finish(cells: pd.DataFrame, headings: list[str], file: str) -> pd.DataFrame:
    if len(headings) > LARGEST_COLUMNS:
        raise refuse(file, f"{len(headings)} columns", f"at most {LARGEST_COLUMNS:,} columns")
    if len(cells) > LARGEST_ROWS:
        raise refuse(file, "more rows", f"at most {LARGEST_ROWS:,} rows")
    cells = cells.fillna("").apply(_strip)
    cells.columns = [heading.strip() for heading in headings]
    return cells


def _strip(column: pd.Series) -> pd.Series:
    """Strip each different text once; a column of ranks holds few."""
    codes, texts = pd.factorize(column)
    stripped = np.array([str(text).strip() for text in texts], dtype=object)
    return pd.Series(stripped[codes], index=column.index, name=column.name, dtype=object)


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
        before = seen.setdefault(heading.casefold(), heading)
        if not heading and number > 1:
            findings.append(Finding(file, f"no heading over column {number}", "a name", row=1))
        elif number > 1 and before is not heading:
            found = f"the heading {heading!r} beside {before!r}"
            findings.append(Finding(file, found, "each heading once", row=1, column=heading))
    if findings:
        raise DataError(findings[:LISTED])
