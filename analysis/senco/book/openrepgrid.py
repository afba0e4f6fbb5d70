"""Indices of grids computed here and by another program, compared grid by grid."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from senco.cohort.grid import Grid
from senco.measures.grids import (
    bias,
    bieri,
    biplot,
    conflict_bassler,
    conflict_bell,
    conflict_slade_sheehan,
    find_dilemmas,
    intensity,
    polarisation,
    pvaff,
    self_construction,
    variability,
)
from senco.text.rounding import format_number

#: Two values are equal where they differ by less than this.
TOLERANCE = 1e-8


@dataclass(frozen=True)
class Index:
    """One index as two programs compute it.

    Parameters
    ----------
    column : str
        The other program's column.
    title : str
        The index in words.
    measure : callable
        Takes a Grid, returns the same quantity.
    remark : str
        Which definition it is, or where this book departs from the other program.
    """

    column: str
    title: str
    measure: Callable[[Grid], float]
    remark: str


INDICES = (
    Index("pvaff", "PVAFF", pvaff, "share of the first component of construct-centred ratings"),
    Index(
        "intensity",
        "intensity",
        lambda grid: intensity(grid).construct_mean,
        "mean over constructs; the other program's total includes a spurious 1 and is not used",
    ),
    Index("bias.max", "bias", bias, "of ratings from the midpoint, as a share of half the scale"),
    Index("variability.max", "variability", variability, "of ratings about the constructs' means"),
    Index("bieri", "Bieri's complexity", bieri, "share of equal ratings, over pairs of constructs"),
    Index(
        "polarization",
        "polarisation",
        lambda grid: polarisation(grid).total,
        "share of extreme ratings",
    ),
    Index(
        "self_ideal",
        "self and ideal",
        lambda grid: self_construction(grid).self_ideal,
        "normalised distance",
    ),
    Index(
        "conflict1",
        "conflict (Slade and Sheehan)",
        lambda grid: conflict_slade_sheehan(grid).share,
        "a correlation of exactly 0 leaves a triad imbalanced in both programs",
    ),
    Index(
        "conflict2",
        "conflict (Bassler)",
        lambda grid: conflict_bassler(grid, divisor=1).share,
        "compared without the division by three that Bassler and the other program's help "
        "describe; this book divides, and finds far fewer conflicts",
    ),
    Index(
        "conflict3",
        "conflict (Bell)",
        lambda grid: 100 * conflict_bell(grid).share,
        "equal sides are no conflict here; the other program may count a tie because of rounding",
    ),
    Index(
        "dilemmas",
        "implicative dilemmas",
        lambda grid: len(find_dilemmas(grid).found),
        "the counts agree; where the self is rated at the midpoint the other program prints poles "
        "that contradict its headings, and this book assigns them correctly",
    ),
    Index(
        "slater_first_prop",
        "Slater biplot, first dimension",
        lambda grid: biplot(grid).explained[0],
        "share of variation",
    ),
)


def read_grids(text: str, n_constructs: int = 10, n_elements: int = 12) -> list[Grid]:
    """Return grids that are written one to a line, row after row, self first and ideal last.

    Parameters
    ----------
    text : str
        Comma-separated ratings from 1 to 7.
    n_constructs, n_elements : int
        Shape of every grid.

    Returns
    -------
    list of Grid
        One for each line.
    """
    table = np.loadtxt(io.StringIO(text), delimiter=",")
    elements = [f"element {place}" for place in range(n_elements)]
    constructs = [(f"left {place}", f"right {place}") for place in range(n_constructs)]
    ends = {"self_element": elements[0], "ideal_element": elements[-1]}
    return [
        Grid(elements, constructs, rows, (1, 7), **ends)
        for rows in table.reshape(-1, n_constructs, n_elements)
    ]


def compare_indices(grids: str, results: str) -> list[tuple[Index, int, int, float]]:
    """Return how many grids' indices are equal in both programs.

    Parameters
    ----------
    grids, results : str
        The grids, one to a line, and the other program's results, CSV with a heading.

    Returns
    -------
    list of tuple
        Each index, the number of equal grids, of all grids, and the largest
        difference.
    """
    read = read_grids(grids)
    rows = list(csv.DictReader(io.StringIO(results)))
    compared = []
    for index in INDICES:
        ours = np.array([index.measure(grid) for grid in read])
        theirs = np.array([float(row[index.column]) for row in rows])
        apart = np.abs(ours - theirs)
        compared.append((index, int((apart < TOLERANCE).sum()), len(read), float(apart.max())))
    return compared


def write_page(grids: str, results: str) -> str:
    """Return the page on the agreement with OpenRepGrid.

    Parameters
    ----------
    grids, results : str
        As for `compare_indices`.

    Returns
    -------
    str
        MyST Markdown.
    """
    read = read_grids(grids)
    bassler = [100 * float(conflict_bassler(grid).share) for grid in read]
    undivided = [100 * float(conflict_bassler(grid, divisor=1).share) for grid in read]
    rows = [
        f"| {index.title} | {equal} of {n} | {index.remark} |"
        for index, equal, n, _ in compare_indices(grids, results)
    ]
    return _PAGE.format(
        rows="\n".join(rows),
        n=len(read),
        divided=format_number(float(np.mean(bassler)), 0),
        undivided=format_number(float(np.mean(undivided)), 0),
    )


_PAGE = """# Do other programs find the same in a grid?

```{{admonition}} What you will take from this page
:class: tip
This book's indices of a repertory grid are the established ones, to the eighth decimal place. You
will also see where and why the book departs from the best-known program.
```

The program that most researchers use for repertory grids is OpenRepGrid, for R. Its version
0.1.18 and this book's library were both run on {n} grids of random ratings (10 constructs, 12
elements, a scale from 1 to 7). Values are called equal if they differ by less than a
hundred-millionth. PVAFF is the percentage of variance accounted for by the first factor.

| index | equal | definition, and differences |
| --- | --- | --- |
{rows}

## Where this book differs on purpose

- **Slater's distances** are standardised from the ratings, as Slater defined them; that version of
  the other program standardises the distances instead.
- **Bassler's conflict** divides Fisher's Z by three, as Bassler described it. On these grids that
  makes {divided} % of the triads imbalanced on average, against {undivided} % without the division.
- **Missing ratings and constructs that do not vary** do not stop an analysis here. What is
  undefined for them is left blank, and the reason is given.
- **Many grids** are what this book is mainly for: pooling, categories, coders and salience begin
  where that program ends.

The grids and the other program's values are in the project's folder `data/peers/openrepgrid`;
`senco describe` makes this page from them, and a test repeats the comparison.
"""
