"""What a reader of files hands on: sheets of raw cells, repairs, findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from senco.errors import Finding
from senco.intake.formats.signs import tidy
from senco.text.words import count_words

#: A cell as it was read; None where it is blank.
Value = str | int | float | bool | date | datetime | None

#: A spreadsheet's first columns that say that a row is not data.
NOT_DATA = ("(explanation)", "(example)")
#: No file of text holds more cells than this; a blank row counts as one.
MAXIMUM_CELLS = 2_000_000


@dataclass(frozen=True)
class Repair:
    """One thing that was read otherwise than it stands in the file.

    Parameters
    ----------
    file : str
        The file, and the sheet of a workbook.
    row : int or None
        The row as the spreadsheet numbers it; None where the whole file is meant.
    column : str or None
        The column's heading.
    before, after : str
        What stands there, and what it was read as.
    reason : str
        Why, in a few words.
    """

    file: str
    row: int | None
    column: str | None
    before: str
    after: str
    reason: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.before} read as {self.after} ({self.reason})."


#: From so many cells on that were read in one way, a column is one line.
_GROUPED = 4


def group_repairs(repairs: Sequence[Repair]) -> list[str]:
    """Return repairs in words, with those of one column and one reason put together.

    Parameters
    ----------
    repairs : sequence of Repair
        In any order.

    Returns
    -------
    list of str
        A sentence each; one for a column in which four cells or more were read in one way.

    Examples
    --------
    >>> cells = [Repair("a.csv", row, "level", "'3,5'", "'3.5'", "a decimal comma")
    ...          for row in range(2, 9)]
    >>> print(*group_repairs(cells))
    a.csv, column level: 7 cells, such as '3,5' in row 2 read as '3.5' (a decimal comma).
    """
    groups: dict[object, list[Repair]] = {}
    for number, repair in enumerate(repairs):
        alone = repair.row is None or repair.column is None
        key = number if alone else (repair.file, repair.column, repair.reason)
        groups.setdefault(key, []).append(repair)
    lines = []
    for group in groups.values():
        if len(group) < _GROUPED:
            lines += [str(repair) for repair in group]
        else:
            first = group[0]
            lines.append(
                f"{first.file}, column {first.column}: {len(group)} cells, such as {first.before} "
                f"in row {first.row} read as {first.after} ({first.reason})."
            )
    return lines


@dataclass(frozen=True)
class Sheet:
    """One table of raw cells.

    Parameters
    ----------
    label : str
        How messages name it: the file, and the sheet of a workbook.
    name : str
        The sheet's name, or the file's without its ending.
    rows : tuple of tuple
        The cells; the first tuple holds the headings.
    numbers : tuple of int
        Each row's number in the spreadsheet.
    """

    label: str
    name: str
    rows: tuple[tuple[Value, ...], ...]
    numbers: tuple[int, ...]

    @property
    def headings(self) -> list[str]:
        """The first row, as text."""
        return ["" if cell is None else tidy(str(cell)) for cell in self.rows[0]]


@dataclass
class SheetFile:
    """Everything that came out of a file.

    Parameters
    ----------
    sheets : list of Sheet
        In the order of the file.
    repairs : list of Repair
        What was read otherwise than it stands.
    findings : list of Finding
        What has to be corrected first.
    """

    sheets: list[Sheet] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def simplify(text: str) -> str:
    """Return a text without case, spaces and punctuation, to compare names by.

    Parameters
    ----------
    text : str
        A heading or a label.

    Returns
    -------
    str
        Its letters and digits in small letters.

    Examples
    --------
    >>> simplify(" Years_in the Role ")
    'yearsintherole'
    """
    return re.sub(r"[\W_]+", "", tidy(text).casefold())


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing that can be seen.

    Parameters
    ----------
    value : str, number, date or None
        The cell.

    Returns
    -------
    bool
        True for None, and for spaces and characters that cannot be seen.
    """
    return value is None or (isinstance(value, str) and not tidy(value))


def trim(sheet: Sheet) -> tuple[Sheet, list[Repair]]:
    """Leave out what holds no data: blank rows and columns, explanations, examples.

    Parameters
    ----------
    sheet : Sheet
        As it was read.

    Returns
    -------
    sheet : Sheet
        Its headings and its data, all rows of one length.
    repairs : list of Repair
        What was left out, but for explanations, examples, and what is blank at the end.
    """
    repairs = []
    kept: list[tuple[int, tuple[Value, ...]]] = []
    before = sheet.numbers[0] - 1 if sheet.numbers else 0
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        first = next((cell for cell in row if not is_blank(cell)), None)
        if first is None:
            continue
        if number > before + 1 and kept:
            gap = count_words(number - before - 1, "empty row")
            repairs.append(Repair(sheet.label, before + 1, None, gap, "nothing", "no data"))
        before = number
        if not (kept and isinstance(first, str) and first.strip().casefold().startswith(NOT_DATA)):
            kept.append((number, row))
    if not kept:
        return replace(sheet, rows=(), numbers=()), repairs
    width = max(_width(row) for _, row in kept)
    rows = tuple((*row[:width], *[None] * (width - len(row))) for _, row in kept)
    return replace(sheet, rows=rows, numbers=tuple(number for number, _ in kept)), repairs


def _width(row: Sequence[Value]) -> int:
    """The number of cells up to the last that is filled."""
    for place in range(len(row), 0, -1):
        if not is_blank(row[place - 1]):
            return place
    return 0
