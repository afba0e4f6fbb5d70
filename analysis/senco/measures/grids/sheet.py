"""One grid on a sheet of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.clusters import arrange, cluster
from senco.measures.grids.honey import LEVEL_RULE
from senco.measures.grids.indices import pvaff
from senco.measures.grids.summary import analyse_grid, find_gaps
from senco.text.rounding import format_number

_WORDS = {
    "pvaff": "variance of the first component (PVAFF)",
    "intensity": "intensity, mean over constructs",
    "bias": "bias",
    "variability": "variability",
    "bieri": "matching ratings (Bieri)",
    "polarization": "ratings at the ends of the scale",
    "conflict_slade_sheehan": "conflict (Slade & Sheehan)",
    "conflict_bassler": "conflict (Bassler)",
    "conflict_bell": "conflict (Bell)",
    "dilemmas": "implicative dilemmas, number of pairs",
}


def format_sheet(grid: Grid, notes: Sequence[str] = ()) -> str:
    """Return a grid as a reordered table (a Bertin display), with its indices and gaps, as text.

    Parameters
    ----------
    grid : Grid
        The grid.
    notes : sequence of str
        What was assumed when the grid was read.

    Returns
    -------
    str
        Lines of text. Similar constructs and elements are next to each other where the grid can
        be clustered, otherwise in the order of the grid; a dot is a missing rating.

    Examples
    --------
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5), name="S1")
    >>> format_sheet(grid).splitlines()[3]
    'calm  2 5  hurried'
    """
    low, high = grid.scale
    counts = (
        f"{grid.n_constructs} construct{'s' * (grid.n_constructs != 1)}, "
        f"{grid.n_elements} element{'s' * (grid.n_elements != 1)}"
    )
    title = f"{grid.name or 'grid'}: {counts}, scale {low:g} to {high:g}"
    found = analyse_grid(grid)
    parts = [title, _display(grid), _indices(found)]
    if grid.overall is not None:
        parts[-1] += f"\n{_share_without_overall(grid)}"
        parts.append(_similarities(grid, found))
    remarks = [f"Note: {note}" for note in notes]
    for gap in find_gaps(grid):
        place = f" of {gap.place}" if gap.place else ""
        remarks.append(f"Incomplete: {gap.quantity}{place}: {gap.reason}.")
    return "\n\n".join([*parts, *(["\n".join(remarks)] if remarks else [])]) + "\n"


def _display(grid: Grid) -> str:
    try:
        shown = arrange(grid, cluster(grid))
    except MeasureError:
        shown = grid
    numbers = [str(grid.elements.index(name) + 1) for name in shown.elements]
    cells = [[_rating(value) for value in row] for row in shown.ratings]
    columns = [numbers, *cells]
    widths = [max(map(len, column)) for column in zip(*columns, strict=True)]
    margin = max(len(construct.left) for construct in shown.constructs)
    lines = [f"{'':{margin}}  {_join(numbers, widths)}"]
    for construct, row in zip(shown.constructs, cells, strict=True):
        lines.append(
            f"{construct.left:>{margin}}  {_join(row, widths)}  {construct.right}".rstrip()
        )
    names = ", ".join(f"{j} {name}" for j, name in enumerate(grid.elements, start=1))
    return "\n".join([*lines, "", f"Elements: {names}"])


def _rating(value: Floats) -> str:
    return "." if np.isnan(value) else f"{value:g}"


def _join(cells: Sequence[str], widths: Sequence[int]) -> str:
    return " ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _indices(found: dict[str, Any]) -> str:
    lines = []
    for name, value in found["indices"].items():
        shown = (
            "not defined"
            if value is None
            else f"{value:d}"
            if name == "dilemmas"
            else format_number(value, 3)
        )
        lines.append(f"{_WORDS[name]:42s} {shown:>11s}")
    if found["slater"]:
        shares = ", ".join(format_number(share, 3) for share in found["slater"]["explained"][:3])
        lines.append(f"Slater's biplot explains by dimension: {shares}")
    return "\n".join(lines)


def _share_without_overall(grid: Grid) -> str:
    """PVAFF of what is left where the overall construct, which was supplied, is taken away."""
    own = [place for place in range(grid.n_constructs) if place != grid.overall_index]
    try:
        shown = format_number(pvaff(grid.select(own)), 3)
    except MeasureError:
        shown = "not defined"
    return f"{'PVAFF without the overall construct':42s} {shown:>11s}"


def _similarities(grid: Grid, found: dict[str, Any]) -> str:
    lines = [f"Similarity with {grid.overall}, of at most 1:"]
    for line in found["honey"] or []:
        construct = grid.constructs[line["construct"]]
        shown = construct.reflect() if line["reversed"] else construct
        turned = "  (poles exchanged)" if line["reversed"] else ""
        lines.append(
            f"{format_number(line['similarity'], 3)} {line['level']}  {shown.label}{turned}"
        )
    return "\n".join([*lines, LEVEL_RULE])
