"""A grid on a sheet of its own, as on the printed form: elements across, a construct a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from senco.cohort.contract import fields_of
from senco.errors import Finding, suggest
from senco.intake.formats.dressing import add_rule, dress
from senco.intake.formats.keys import PSEUDONYM
from senco.intake.formats.sheet import NOT_DATA, Sheet, Value, is_blank, simplify
from senco.intake.formats.signs import tidy
from senco.intake.formats.spreadsheet import name_column

#: The sheet to copy; it is no grid of anybody.
EXAMPLE_SHEET = "grid example"
#: The tables that such a sheet fills.
GRID_TABLES = ("elements", "grid_constructs", "grids")
_NAME = re.compile(r"grid[\s_:.-]+(.+)", re.IGNORECASE)
_POLES = ("left_pole", "right_pole")
_COLUMNS = (*_POLES, "preferred_pole", "kind")
_PART = "part"
_USUAL = {"part": "other", "kind": "elicited"}
#: Elements of the sheet to copy, with their parts.
_ELEMENTS = (
    *((letter, "other") for letter in "ABCDEF"),
    ("Me as I am", "self"),
    ("Me as I would like to be", "ideal"),
)
_FIRST_ROW, _LAST_ROW = 6, 200


@dataclass
class GridRows:
    """What a sheet holds, as rows of the contract with the place of each.

    Parameters
    ----------
    participant : str
        Whose grid it is.
    rows : dict of str to list of tuple
        By table, each row's cells by column, as they were read; its row on the sheet; and
        the letters of its columns there, by the contract's column.
    findings : list of Finding
        Why it is not a grid.
    """

    participant: str
    rows: dict[str, list[tuple[dict[str, Value], int, dict[str, str]]]] = field(
        default_factory=lambda: {table: [] for table in GRID_TABLES}
    )
    findings: list[Finding] = field(default_factory=list)


def find_owner(name: str, tables: Sequence[str]) -> str | None:
    """Return whose grid a sheet is by its name.

    Parameters
    ----------
    name : str
        The sheet's.
    tables : sequence of str
        Names and titles of the contract's tables, which are no grid of anybody.

    Returns
    -------
    str or None
        What follows the word grid; None where it is not a grid's name.

    Examples
    --------
    >>> find_owner("Grid P1", []), find_owner("grid constructs", ["Grid constructs"])
    ('P1', None)
    """
    match = _NAME.fullmatch(tidy(name))
    is_table = simplify(name) in {simplify(table) for table in tables}
    return None if match is None or is_table else match[1]


def write_grid(sheet: Any, contract: Mapping[str, dict[str, Any]]) -> None:
    """Write the sheet that is copied for each participant's grid.

    Parameters
    ----------
    sheet : openpyxl worksheet
        To be filled.
    contract : mapping of str to dict
        The tables' descriptors.
    """
    fields = fields_of(contract["grid_constructs"])
    n = len(_ELEMENTS)
    labels = [label for label, _ in _ELEMENTS]
    sheet.append(["left_pole", *labels, "right_pole", "preferred_pole", "kind"])
    sheet.append([_PART, *(part for _, part in _ELEMENTS)])
    sheet.append([f"{NOT_DATA[0]} {_ADVICE}"])
    told = [fields[name]["description"] for name in _COLUMNS]
    about = ["Row 1: the element in words, in place of this letter. Below: its rating, or blank."]
    about += ["The same for the next element."] * (n - 1)
    kind = f"{told[3]} Blank means elicited."
    sheet.append([f"{NOT_DATA[0]} {told[0]}", *about, told[1], told[2], kind])
    ratings = [4, 2, 5, 1, 3, 4, 3, 1]
    sheet.append([f"{NOT_DATA[1]} calm", *ratings, "hurried", "left", "elicited"])
    last = name_column(n + 1)
    parts = fields_of(contract["elements"])["part"]["constraints"]["enum"]
    _add_list(sheet, f"B2:{last}2", parts)
    for place, name in enumerate(("preferred_pole", "kind"), start=n + 3):
        letter = name_column(place)
        words = fields[name]["constraints"]["enum"]
        _add_list(sheet, f"{letter}{_FIRST_ROW}:{letter}{_LAST_ROW}", words)
    dress(sheet, [28, *[14] * n, 28, 18, 18], _FIRST_ROW - 1, unwrapped=(3,), keep=2)


_ADVICE = (
    "One sheet is one participant's grid. Copy this one for each, name the copy grid and the "
    "pseudonym, such as: grid P1, and overwrite these lines or leave them. Row 2: self, ideal "
    "or other. Add or delete columns of elements as you need. A participant whose grid has a "
    "sheet needs no rows in elements, grid_constructs and grids."
)


def _add_list(sheet: Any, cells: str, words: Sequence[str]) -> None:
    listed = ",".join(words)
    add_rule(sheet, cells, {"type": "list", "formula1": f'"{listed}"'}, listed)


def read_grid(sheet: Sheet, participant: str, contract: Mapping[str, dict[str, Any]]) -> GridRows:
    """Read a grid from its sheet.

    Parameters
    ----------
    sheet : Sheet
        Trimmed: elements across in its first row, their parts in a row below, then a
        construct a row.
    participant : str
        Whose it is.
    contract : mapping of str to dict
        The tables' descriptors.

    Returns
    -------
    GridRows
        Elements and constructs under the keys e1, e2, … and c1, c2, …; or the findings.
    """
    grid = GridRows(participant)
    columns = _find_columns(sheet, grid)
    below = list(zip(sheet.numbers[1:], sheet.rows[1:], strict=True))
    parts = next((one for one in below if simplify(_first(one[1])) == _PART), None)
    if parts is None:
        found, allowed = "no row 'part'", "self, ideal or other under each element"
        remedy = "Add it below the headings, with the word part in its first cell."
        grid.findings.append(Finding(sheet.label, found, allowed, sheet.numbers[0], None, remedy))
    if grid.findings or parts is None:
        return grid
    filled = [one for one in below if one is not parts]
    elements = _read_elements(sheet, columns, parts, filled, grid, contract)
    for number, (row, cells) in enumerate(filled, start=1):
        _read_construct(f"c{number}", row, cells, columns, elements, grid)
    if not filled:
        found, allowed = "no construct", "a row for each, with its poles and ratings"
        remedy = "Fill it in, or delete the sheet."
        grid.findings.append(Finding(sheet.label, found, allowed, remedy=remedy))
    return grid


def _first(cells: Sequence[Value]) -> str:
    return next((str(cell) for cell in cells if not is_blank(cell)), "")


def _find_columns(sheet: Sheet, grid: GridRows) -> dict[str, int]:
    """The places of the columns that hold no element."""
    columns: dict[str, int] = {}
    for place, heading in enumerate(sheet.headings):
        short = simplify(re.sub(r"\(.*?\)", "", heading))
        name = next((one for one in _COLUMNS if simplify(one) == short), None)
        if short.startswith("prefer"):
            name = "preferred_pole"
        elif short in ("no", "number"):  # the construct's number on the printed form
            name = "number"
        if name in columns:
            found, column = f"the heading '{heading:.60}' twice", name_column(place + 1)
            number = sheet.numbers[0]
            grid.findings.append(
                Finding(sheet.label, found, "each once", number, column, "Remove one.")
            )
        elif name:
            columns[name] = place
    for pole in _POLES:
        if pole not in columns:
            found = f"no column '{pole}'"
            remedy = suggest(pole, sheet.headings) or "Add it: the first is the low end."
            place = sheet.numbers[0]
            grid.findings.append(
                Finding(sheet.label, found, "a column for each pole", place, None, remedy)
            )
    return columns


def _read_elements(
    sheet: Sheet,
    columns: Mapping[str, int],
    parts: tuple[int, Sequence[Value]],
    filled: Sequence[tuple[int, Sequence[Value]]],
    grid: GridRows,
    contract: Mapping[str, dict[str, Any]],
) -> dict[int, str]:
    """The elements' keys, by the place of each column."""
    words = fields_of(contract["elements"])["part"]["constraints"]["enum"]
    keys: dict[int, str] = {}
    for place, label in enumerate(sheet.headings):
        letter, cells = name_column(place + 1), [row[place] for _, row in (parts, *filled)]
        if place in columns.values() or (not label and all(map(is_blank, cells))):
            continue
        if not label:
            found, allowed = "ratings of an element without a name", "the element in words"
            remedy, number = "Name it, or clear the column.", sheet.numbers[0]
            grid.findings.append(Finding(sheet.label, found, allowed, number, letter, remedy))
            continue
        given = cells[0]
        part = _USUAL["part"] if is_blank(given) else tidy(str(given)).casefold()
        if part not in words:
            found, allowed = f"'{given!s:.40}'", "one of: " + ", ".join(words)
            remedy = "Choose one of them."
            grid.findings.append(Finding(sheet.label, found, allowed, parts[0], letter, remedy))
            part = _USUAL["part"]  # said once
        keys[place] = f"e{len(keys) + 1}"
        row: dict[str, Value] = {"element": keys[place], "label": label, "part": part}
        at = dict.fromkeys(("element", "label", "part"), letter)
        grid.rows["elements"].append((row, sheet.numbers[0], at))
    return keys


def _read_construct(
    key: str,
    number: int,
    cells: Sequence[Value],
    columns: Mapping[str, int],
    elements: Mapping[int, str],
    grid: GridRows,
) -> None:
    row: dict[str, Value] = {"grid_construct": key}
    for name in _COLUMNS:
        value = cells[columns[name]] if name in columns else None
        row[name] = _USUAL.get(name) if is_blank(value) else value
    letters = {name: name_column(place + 1) for name, place in columns.items()}
    grid.rows["grid_constructs"].append((row, number, letters))
    for place, element in elements.items():
        rating: dict[str, Value] = {
            "grid_construct": key,
            "element": element,
            "rating": cells[place],
        }
        letter = name_column(place + 1)
        grid.rows["grids"].append((rating, number, dict.fromkeys(rating, letter)))


def is_pseudonym(name: str) -> bool:
    """Whether a name can be a participant's.

    Parameters
    ----------
    name : str
        What follows the word grid.

    Returns
    -------
    bool
        True for letters and a number.
    """
    return PSEUDONYM.fullmatch(name) is not None
