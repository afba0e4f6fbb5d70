"""A cohort's tables: each file is read once, as text, and its cells are typed in one place."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

import pandas as pd

from senco.cohort.contract import fields_of
from senco.errors import Finding

#: No table is larger than this; 20,000 participants ranking 21 constructs need 12 MB.
MAXIMUM_TABLE_BYTES = 64 * 1024 * 1024
#: No table of the contract has a tenth of these.
MAXIMUM_COLUMNS = 500
#: A spreadsheet has as many; 20,000 participants ranking 21 constructs need 420,000.
MAXIMUM_ROWS = 1_048_576


@dataclass(frozen=True)
class TextTable:
    """A table as its file has it.

    Parameters
    ----------
    label : str
        How messages name the file.
    headings : list of str
        Row 1.
    rows : sequence of sequences of str
        The rows below; they may have more or fewer cells than there are headings.
    """

    label: str
    headings: list[str]
    rows: Sequence[Sequence[str]]

    @cached_property
    def columns(self) -> dict[str, list[str]]:
        """The cells under each heading, "" where a row ends early."""
        width = len(self.headings)
        rows = self.rows
        if any(len(row) != width for row in rows):
            rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
        return {name: [row[place] for row in rows] for place, name in enumerate(self.headings)}

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The same as a frame of texts; the index is the row as a spreadsheet numbers it."""
        index = pd.RangeIndex(2, len(self.rows) + 2)
        return pd.DataFrame(self.columns, columns=list(self.columns), index=index, dtype="str")


def read_table(content: bytes, label: str) -> tuple[TextTable | None, list[Finding]]:
    """Read a table as text.

    Parameters
    ----------
    content : bytes
        The file's: UTF-8, with a comma between cells and the headings in the first row.
    label : str
        How messages name it.

    Returns
    -------
    table : TextTable or None
        None where it cannot be read.
    findings : list of Finding
        Why.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        remedy = "In Excel, save it as 'CSV UTF-8 (comma delimited)'."
        return None, _refuse(label, "bytes that are not UTF-8", "UTF-8 text", remedy)
    limit = csv.field_size_limit(MAXIMUM_TABLE_BYTES)  # what is too long is told by its row
    try:
        lines = islice(csv.reader(io.StringIO(text, newline="")), MAXIMUM_ROWS + 1)
        known: dict[str, str] = {}  # a text that stands in many cells is held once
        rows = [tuple(map(known.setdefault, row, row)) for row in lines]
    except csv.Error:
        problem = "a cell that cannot be read"
        remedy = "Save it again from the spreadsheet."
        return None, _refuse(label, problem, "text", remedy)
    finally:
        csv.field_size_limit(limit)
    if not rows or not rows[0]:
        return None, _refuse(label, "an empty file", "headings in row 1", row=1)
    if len(rows) > MAXIMUM_ROWS:
        found, allowed = f"over {MAXIMUM_ROWS:,} rows", "at most as many as a spreadsheet has"
        return None, _refuse(label, found, allowed, "Remove the empty rows at its end.")
    for number, row in enumerate(rows, 1):
        if len(row) > MAXIMUM_COLUMNS:  # each would be an error with all of them
            found, allowed = f"{len(row):,} columns", f"at most {MAXIMUM_COLUMNS:,}"
            remedy = "Remove those outside the table."
            return None, _refuse(label, found, allowed, remedy, number)
    return TextTable(label, list(rows[0]), rows[1:]), []


def _refuse(
    label: str, found: str, allowed: str, remedy: str = "", row: int | None = None
) -> list[Finding]:
    return [Finding(label, found, allowed, row, remedy=remedy, code="file-unreadable")]


def _read_truth(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(
        text.lower() if text in ("True", "TRUE", "False", "FALSE") else text
    )


def _read_date(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_number(text: str) -> float | None:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def _read_whole(text: str) -> int | None:
    if not re.fullmatch(r"[+-]?[0-9]{1,16}", text):
        return None
    return int(text) if abs(int(text)) < 2**53 else None


_READERS: dict[str, Callable[[str], Any]] = {
    "boolean": _read_truth,
    "date": _read_date,
    "number": _read_number,
    "integer": _read_whole,
    "string": str,
}
_DTYPES = {
    "boolean": "boolean",
    "date": "datetime64[s]",
    "number": "float64",
    "integer": "Int64",
    "string": "str",
}


def read_cell(text: str, kind: str) -> Any:
    """Return what a cell says.

    Parameters
    ----------
    text : str
        What stands in it.
    kind : {"string", "integer", "number", "boolean", "date"}
        The type that the contract gives its column.

    Returns
    -------
    str, int, float, bool, date or None
        None where it is blank or says no such thing.

    Examples
    --------
    >>> read_cell(" 2.50", "number"), read_cell("2,5", "number"), read_cell("1_0", "integer")
    (2.5, None, None)
    """
    if kind in ("number", "integer"):  # elsewhere a blank is read by no other reader of tables
        text = text.strip()
    return _READERS[kind](text) if text else None


def type_cells(table: TextTable, resource: dict[str, Any]) -> pd.DataFrame:
    """Return a table with the contract's types.

    Parameters
    ----------
    table : TextTable
        The texts.
    resource : dict
        The table's descriptor.

    Returns
    -------
    DataFrame
        Every column of the contract, indexed by the row as a spreadsheet numbers it; what
        is absent, blank or cannot be read is missing.
    """
    index = pd.RangeIndex(2, len(table.rows) + 2)
    typed = {}
    for name, field in fields_of(resource).items():
        cells = table.columns.get(name) or [""] * len(table.rows)
        values = {text: read_cell(text, field["type"]) for text in set(cells)}
        typed[name] = pd.Series(
            [values[text] for text in cells], index=index, dtype=_DTYPES[field["type"]]
        )
    return pd.DataFrame(typed, index=index)
