"""The two plain formats of the RepGrid programs: rows with keywords, and Shaw's basic one.

Both are described in the manual of Rep Plus, chapter 9, whose scripts Export Spreadsheet and
Export Text write them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from senco.intake.formats.grids.drafts import Draft, Place, Problems, check_size, parse_number
from senco.intake.formats.grids.sources import Table
from senco.text.words import count_words

#: Keywords of the format with rows; Grid is the last of a grid's.
_KEYWORDS = frozenset({"name", "note", "purpose", "range", "grid"})
#: The range that holds where none is stated, as the manual says.
_USUAL = (1.0, 5.0)
#: Signs of a rating that is open, unknown, any, none or inapplicable.
_META = frozenset("?~*!#$&@^-")
#: So many lines of text may stand between the counts and the first ratings.
_REMARKS = 3

Lines = Sequence[tuple[int, str]]


def is_keyed(table: Table) -> bool:
    """Return whether a table's rows begin with RepGrid's keywords.

    Parameters
    ----------
    table : Table
        The table.

    Returns
    -------
    bool
        True where a row Grid comes first of all, or below other keywords alone.
    """
    keys = [cells[0].casefold() for _, cells in table.rows if cells]
    if "grid" not in keys:
        return False
    first = keys.index("grid")
    filled = [cell.casefold() for cell in table.rows[first][1] if cell]
    if {"element", "rating"} <= set(filled):  # headings of a long table
        return False
    return len(filled) > 1 and first < len(keys) - 1 and _KEYWORDS.issuperset(keys[:first])


@dataclass
class _Settings:
    """What persists from grid to grid."""

    name: str = ""
    scale: tuple[float, float] = _USUAL
    is_usual: bool = True
    elements: list[str] = field(default_factory=list)
    element_places: list[Place] = field(default_factory=list)
    poles: list[tuple[str, str]] = field(default_factory=list)


def draft_keyed(table: Table, problems: Problems) -> list[Draft]:
    """Read grids whose rows begin with RepGrid's keywords.

    Parameters
    ----------
    table : Table
        The table.
    problems : Problems
        Where findings go.

    Returns
    -------
    list of Draft
        The grids; name, range, elements and poles that one does not state are those before.
    """
    drafts: list[Draft] = []
    kept = _Settings()
    rows = list(table.rows)
    at = 0
    while at < len(rows):
        number, cells = rows[at]
        key = cells[0].casefold()
        at += 1
        if key == "name":
            kept.name = cells[1] if len(cells) > 1 else ""
        elif key == "range":
            kept.scale, kept.is_usual = _read_range(number, cells, problems), False
        elif key == "grid":
            end = at
            while end < len(rows) and rows[end][0] == rows[end - 1][0] + 1:
                end += 1
            name = kept.name or (table.name if not drafts else f"{table.name}, row {number}")
            drafts.append(_draft_one(rows[at - 1 : end], name, kept, problems))
            kept.name, at = "", end
    return drafts


def _read_range(number: int, cells: Sequence[str], problems: Problems) -> tuple[float, float]:
    ends = [parse_number(cell) for cell in cells[1:3]]
    if len(ends) < 2 or ends[0] is None or ends[1] is None:
        raise problems.refuse(
            "a range without two numbers", "Range, lowest, highest", (number, None)
        )
    return ends[0], ends[1]


def _draft_one(
    rows: Sequence[tuple[int, tuple[str, ...]]], name: str, kept: _Settings, problems: Problems
) -> Draft:
    (number, header), *body = rows
    named = [(cell, (number, str(k))) for k, cell in enumerate(header[1:], start=2) if cell]
    if named:
        kept.elements = [cell for cell, _ in named]
        kept.element_places = [place for _, place in named]
    if not body or not kept.elements:
        raise problems.refuse(
            "Grid without its rows", "elements, then a row for each construct", (number, None)
        )
    elements, width = list(kept.elements), len(kept.elements)
    before, kept.poles = kept.poles, []
    cells = []
    for i, (row, whole) in enumerate(body):
        filled = (*whole, *[""] * (width + 2))
        left, right = filled[:2]
        if not (left or right) and i < len(before):
            left, right = before[i]
        kept.poles.append((left, right))
        if any(filled[width + 2 :]):
            found = count_words(len([cell for cell in whole[2:] if cell]), "rating")
            problems.add(found, f"{width}, one for each element", (row, None))
        cells.append([_open(cell) for cell in filled[2 : width + 2]])
    numbers = [row for row, _ in body]
    note = "The file states no range: 1 to 5 was used, as in its format."
    return Draft(
        layout="repgrid",
        elements=elements,
        constructs=[(*pair, "") for pair in kept.poles],
        cells=cells,
        rating_place=lambda i, j: (numbers[i], elements[j]),
        element_places=list(kept.element_places),
        construct_places=[(row, None) for row in numbers],
        scale=kept.scale,
        name=name,
        notes=[note] if kept.is_usual else [],
    )


def _open(cell: str) -> str:
    return "" if cell in _META else cell


def is_basic(lines: Lines) -> bool:
    """Return whether a text begins with the counts of Shaw's basic format, and has its ratings.

    Parameters
    ----------
    lines : sequence of (int, str)
        Lines that are not blank, with their numbers.

    Returns
    -------
    bool
        Whether to read it as one.
    """
    return _find_ratings(lines) is not None


def _counts(line: str) -> tuple[int, int, float, float] | None:
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) != 4 or not all(re.fullmatch(r"\d{1,6}", cell, re.ASCII) for cell in cells[:2]):
        return None
    low, high = (parse_number(cell) for cell in cells[2:])
    return None if low is None or high is None else (int(cells[0]), int(cells[1]), low, high)


def _find_ratings(lines: Lines) -> int | None:
    """Place of the first line of ratings."""
    counts = _counts(lines[0][1]) if lines else None
    if counts is None:
        return None
    places = range(1, min(len(lines), _REMARKS + 2))
    return next((at for at in places if _split_ratings(lines[at][1], counts[0])), None)


def _split_ratings(line: str, n_elements: int) -> list[str] | None:
    """The ratings of a line, packed or with commas; None if it holds something else."""
    cells = [cell.strip() for cell in line.split(",")] if "," in line else list(line)
    if len(cells) != n_elements:
        return None
    is_whole = all(cell in _META or parse_number(cell) is not None or not cell for cell in cells)
    return cells if is_whole and any(parse_number(cell) is not None for cell in cells) else None


def draft_basic(lines: Lines, name: str, problems: Problems) -> Draft:
    """Read a grid in Shaw's basic format.

    Parameters
    ----------
    lines : sequence of (int, str)
        Lines that are not blank, with their numbers.
    name : str
        Name of the grid.
    problems : Problems
        Where findings go.

    Returns
    -------
    Draft
        The grid; poles and elements that are left out are numbered, which is noted.

    Raises
    ------
    DataError
        If counts and lines do not fit.
    """
    n_elements, n_constructs, low, high = _counts(lines[0][1]) or (0, 0, 0.0, 0.0)
    check_size(n_constructs, n_elements, problems, lines[0][0])
    start = _find_ratings(lines) or 1
    rows = lines[start : start + n_constructs]
    cells = [_split_ratings(line, n_elements) for _, line in rows]
    for (row, _), found in zip(rows, cells, strict=True):
        if found is None:
            allowed = f"{count_words(n_elements, 'rating')}, with commas or with nothing between"
            problems.add("a line that contains something else", allowed, (row, None))
    if len(rows) < n_constructs:
        found_rows = f"{count_words(len(rows), 'line')} of ratings"
        problems.add(found_rows, f"{n_constructs}, one for each construct", (lines[-1][0], None))
    problems.check()
    rest = lines[start + n_constructs :]
    poles = _fill(rest[: 2 * n_constructs], 2 * n_constructs)
    names = _fill(rest[2 * n_constructs :][:n_elements], n_elements)
    elements = [text or f"element {j}" for j, (_, text) in enumerate(names, start=1)]
    left = [text or f"left {i}" for i, (_, text) in enumerate(poles[::2], start=1)]
    right = [text or f"right {i}" for i, (_, text) in enumerate(poles[1::2], start=1)]
    numbers = [row for row, _ in rows]
    is_short = len(rest) < 2 * n_constructs + n_elements
    note = "The file leaves out some names: elements or poles are numbered."
    return Draft(
        layout="basic",
        elements=elements,
        constructs=[(a, b, "") for a, b in zip(left, right, strict=True)],
        cells=[[_open(cell) for cell in row or ()] for row in cells],
        rating_place=lambda i, j: (numbers[i], elements[j]),
        element_places=[(row, None) for row, _ in names],
        construct_places=[(row, None) for row, _ in poles[::2]],
        scale=(low, high),
        name=name,
        notes=[note] if is_short else [],
    )


def _fill(lines: Lines, count: int) -> list[tuple[int | None, str]]:
    return [*lines, *[(None, "")] * (count - len(lines))]
