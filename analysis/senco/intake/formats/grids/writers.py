"""Writing grids: wide and long tables, and OpenRepGrid's text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import numpy as np

from senco.cohort.grid import Grid
from senco.errors import DataError, Finding, MeasureError

#: Whole numbers below this are written as such.
_EXACT = 2**53

Layout = Literal["wide", "long", "openrepgrid"]


def format_wide(grid: Grid) -> str:
    """Return a grid as a wide CSV table.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    str
        Header: lowest rating, elements, highest rating; then a row per construct. A
        column `preferred_pole` follows where a preferred pole is known.

    Examples
    --------
    >>> from senco.cohort.grid import Grid
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> print(format_wide(grid), end="")
    1,me,Ann,5
    calm,2,5,hurried
    """
    rows = [[_as_cell(cell) for cell in row] for row in list_wide(grid)]
    return _as_csv(rows)


def list_wide(grid: Grid) -> list[list[str | float | None]]:
    """Return a grid as the rows of a wide table.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    list of list
        Names as text, ratings as numbers; None where there is no rating.

    Examples
    --------
    >>> from senco.cohort.grid import Grid
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> list_wide(grid)
    [[1, 'me', 'Ann', 5], ['calm', 2, 5, 'hurried']]
    """
    wished = any(construct.preferred for construct in grid.constructs)
    low, high = (_plain(end) for end in grid.scale)
    rows: list[list[str | float | None]] = [[low, *grid.elements, high]]
    for construct, ratings in zip(grid.constructs, grid.ratings, strict=True):
        row = [construct.left, *map(_plain, ratings), construct.right]
        rows.append([*row, construct.preferred or "NA"] if wished else row)
    rows[0] += ["preferred_pole"] if wished else []
    return rows


def format_long(grids: Grid | Iterable[Grid]) -> str:
    """Return one grid, or several by name, as a long CSV table.

    Parameters
    ----------
    grids : Grid or iterable of Grid
        Several have a column `grid` with their names.

    Returns
    -------
    str
        A row for each rating, a missing one blank.

    Examples
    --------
    >>> from senco.cohort.grid import Grid
    >>> grid = Grid(["me"], [("calm", "hurried")], [[2]], (1, 5))
    >>> print(format_long(grid), end="")
    element,left_pole,right_pole,rating,preferred_pole,rmin,rmax
    me,calm,hurried,2,NA,1,5
    """
    single = isinstance(grids, Grid)
    several = [grids] if isinstance(grids, Grid) else list(grids)
    header = ["element", "left_pole", "right_pole", "rating", "preferred_pole", "rmin", "rmax"]
    rows = [header if single else ["grid", *header]]
    for grid in several:
        ends = [_number(end) for end in grid.scale]
        for construct, ratings in zip(grid.constructs, grid.ratings, strict=True):
            wish = construct.preferred or "NA"
            for element, rating in zip(grid.elements, ratings, strict=True):
                row = [element, construct.left, construct.right, _number(rating), wish, *ends]
                rows.append(row if single else [grid.name, *row])
    return _as_csv(rows)


def format_openrepgrid(grid: Grid) -> str:
    """Return a grid as OpenRepGrid's text.

    Parameters
    ----------
    grid : Grid
        The grid. No pole may contain a colon, which separates the poles there.

    Returns
    -------
    str
        The blocks ELEMENTS, CONSTRUCTS, PREFERRED (where known), RATINGS and RANGE.

    Raises
    ------
    MeasureError
        If a name cannot be written in this format.

    Examples
    --------
    >>> from senco.cohort.grid import Grid
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> print(format_openrepgrid(grid).splitlines()[5:8])
    ['CONSTRUCTS', 'calm : hurried', 'END CONSTRUCTS']
    """
    _check_names(grid)
    blocks: dict[str, list[str]] = {
        "ELEMENTS": list(grid.elements),
        "CONSTRUCTS": [f"{c.left} : {c.right}" for c in grid.constructs],
        "PREFERRED": [c.preferred or "NA" for c in grid.constructs],
        "RATINGS": [" ".join(_number(r) or "NA" for r in row) for row in grid.ratings],
        "RANGE": [" ".join(_number(end) for end in grid.scale)],
    }
    if not any(construct.preferred for construct in grid.constructs):
        del blocks["PREFERRED"]
    parts = [[tag, *lines, f"END {tag}", ""] for tag, lines in blocks.items()]
    return "\n".join(line for part in parts for line in part)


def format_repgrid(grid: Grid) -> str:
    r"""Return a grid as Rep Plus and WebGrid read it (.rgrid).

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    str
        As in Rep IV, with ratings on their own scale; ``?`` is a
        missing one. Preferred poles are not kept.

    Raises
    ------
    MeasureError
        If a name contains a tab or a line break.

    Examples
    --------
    >>> from senco.cohort.grid import Grid
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> format_repgrid(grid).split("\n")[1]
    'C0\tR\t100\t0\t1\t1\t5\tcalm\thurried\t'
    """
    poles = [pole for c in grid.constructs for pole in (c.left, c.right)]
    for name in (grid.name, *grid.elements, *poles):
        if re.search(r"[\t\v\f\r\n]", name):
            raise MeasureError(f"'{name[:40]}' contains a tab or a line break, which .rgrid cannot")
    counts = [len(grid.elements), len(grid.constructs), grid.ratings.size]
    head = ["", "Grid", *map(str, counts), grid.name, "", "1", "", "", "local", "Rep IV 2.00"]
    lines = [[*head, "RepGrid"]]
    ends = [_number(end) for end in grid.scale]
    for i, c in enumerate(grid.constructs):
        lines.append([f"C{i}", "R", "100", "0", "1", *ends, c.left, c.right, ""])
    for j, element in enumerate(grid.elements):
        ratings = [_number(rating) or "?" for rating in grid.ratings[:, j]]
        lines.append([f"E{j}", "100", "0", "1", "1", "4", *ratings, element, ""])
    return "".join("\t".join(line) + "\n" for line in lines)


def _check_names(grid: Grid) -> None:
    poles = [pole for c in grid.constructs for pole in (c.left, c.right)]
    for pole in poles:
        if ":" in pole:
            raise MeasureError(
                f"the pole '{pole}' contains a colon, which OpenRepGrid's text cannot"
            )
    for name in (*grid.elements, *poles):
        if len(name.splitlines()) > 1 or name.upper().startswith("END "):
            raise MeasureError(f"'{name}' cannot be a line of OpenRepGrid's text")


def save_grid(grid: Grid, path: str | Path, layout: Layout) -> None:
    """Save a grid to a new file.

    Parameters
    ----------
    grid : Grid
        The grid.
    path : str or Path
        The file, which must not be there yet.
    layout : {"wide", "long", "openrepgrid"}
        What to write, in UTF-8.

    Raises
    ------
    DataError
        If the file already exists.
    MeasureError
        If the layout is unknown or cannot contain the grid.
    """
    writers = {"wide": format_wide, "long": format_long, "openrepgrid": format_openrepgrid}
    if layout not in writers:
        raise MeasureError(f"unknown layout '{layout}'; known: {', '.join(writers)}")
    text = writers[layout](grid)
    path = Path(path)
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        found = "a file of this name"
        raise DataError(
            [
                Finding(
                    path.as_posix(),
                    found,
                    "a new name",
                    remedy="Choose another name, or move the file away.",
                )
            ]
        ) from None


def _number(value: float) -> str:
    """Return the shortest text that reads back as the same number; "" for NaN."""
    if np.isnan(value):
        return ""
    whole = int(value)
    return str(whole) if whole == value else repr(float(value))


def _plain(value: float) -> float | None:
    """Return a number as it is written; None for NaN."""
    if np.isnan(value):
        return None
    return int(value) if abs(value) < _EXACT and int(value) == value else float(value)


def _as_cell(cell: str | float | None) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else _number(cell)


def _as_csv(rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
