"""Change between two grids of one person, or the difference between two people's.

A rating that is missing in either grid is left out of every number here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.dilemmas import self_construction
from senco.measures.grids.distances import find_distances
from senco.measures.grids.orders import Comparison, compare_distances
from senco.measures.grids.pairing import Pairing
from senco.measures.tolerance import equal


@dataclass(frozen=True, eq=False)
class Change:
    """How far two grids of the same elements and constructs differ.

    Parameters
    ----------
    differences : ndarray
        Shape ``(n_constructs, n_elements)``: second less first; NaN where a rating is missing.
    compared : int
        Ratings that both grids have.
    unchanged : float
        Share of these that are the same, 0 to 1.
    size : float
        Mean size of the differences as a share of the scale, 0 to 1.
    by_element, by_construct : ndarray
        The same for each; NaN where nothing was compared.
    correlation : float or None
        Slater's general degree of correlation, -1 to 1; None where a grid does not vary.
    distances : Comparison or None
        How far the distances between elements agree; None for fewer than three elements, or
        where two of them share no rating.
    self_ideal : tuple of float, or None
        How far apart self and ideal are in the first and in the second, as a share of the
        largest possible distance; None where they are not named in both.
    """

    differences: Floats
    compared: int
    unchanged: float
    size: float
    by_element: Floats
    by_construct: Floats
    correlation: float | None
    distances: Comparison | None
    self_ideal: tuple[float, float] | None


def measure_change(paired: Pairing) -> Change:
    """Compare two grids that share elements and constructs.

    Parameters
    ----------
    paired : Pairing
        As `pair_grids` gives it.

    Returns
    -------
    Change
        From the first to the second.

    Raises
    ------
    MeasureError
        If no rating is in both grids.

    Notes
    -----
    The differences are Slater's grid of differences (his program DELTA; Shaw's MINUS). The
    general degree of correlation is ``sum(xy) / sqrt(sum(x^2) sum(y^2))`` over all ratings
    as deviations from their construct's mean.

    References
    ----------
    Slater, P. (1977). The measurement of intrapersonal space by grid technique, vol. 2. Wiley.
    Shaw, M. L. G. (1980). On becoming a personal scientist. Academic Press.

    Examples
    --------
    >>> from senco.measures.grids import Grid, pair_grids
    >>> elements, constructs = ["me", "Ann", "Bob"], [("calm", "hurried")]
    >>> before = Grid(elements, constructs, [[1, 3, 5]], (1, 5))
    >>> after = Grid(elements, constructs, [[2, 3, 4]], (1, 5))
    >>> found = measure_change(pair_grids(before, after))
    >>> found.differences.tolist(), found.correlation, round(found.size, 3)
    ([[1.0, 0.0, -1.0]], 1.0, 0.167)
    """
    gaps = paired.differences
    known = ~np.isnan(gaps)
    if not known.any():
        raise MeasureError("no element is rated on a construct in both grids")
    sizes = np.where(known, np.abs(gaps), 0.0) / paired.first.span
    same = known & equal(np.where(known, gaps, 0.0), 0.0)
    return Change(
        gaps,
        int(known.sum()),
        float(same.sum() / known.sum()),
        float(sizes.sum() / known.sum()),
        _divide(sizes.sum(0), known.sum(0)),
        _divide(sizes.sum(1), known.sum(1)),
        correlate_grids(paired),
        _compare_distances(paired),
        _compare_selves(paired),
    )


def correlate_grids(paired: Pairing) -> float | None:
    """Return Slater's general degree of correlation between two grids.

    Parameters
    ----------
    paired : Pairing
        As `pair_grids` gives it.

    Returns
    -------
    float or None
        -1 to 1; None where no construct of one of them varies.

    Examples
    --------
    >>> from senco.measures.grids import Grid, pair_grids
    >>> before = Grid(["a", "b"], [("x", "y")], [[1, 5]], (1, 5))
    >>> correlate_grids(pair_grids(before, before.reflect()))
    1.0
    """
    known = ~np.isnan(paired.differences)
    one, other = (_centre(grid.ratings, known) for grid in (paired.first, paired.second))
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum() / size) if size > 1e-12 else None


def _centre(ratings: Floats, known: np.ndarray) -> Floats:
    values = np.where(known, ratings, 0.0)
    means = values.sum(1) / np.maximum(known.sum(1), 1)
    centred: Floats = np.where(known, values - means[:, None], 0.0)
    return np.where(np.abs(centred) < 1e-12, 0.0, centred)


def _divide(sums: Floats, counts: np.ndarray) -> Floats:
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _share_ratings(paired: Pairing) -> tuple[Grid, Grid]:
    """Both grids with the ratings alone that stand in both."""
    known = ~np.isnan(paired.differences)

    def keep(grid: Grid) -> Grid:
        ratings = np.where(known, grid.ratings, np.nan)
        named = (grid.name, grid.self_element, grid.ideal_element)
        return Grid(grid.elements, grid.constructs, ratings, grid.scale, *named)

    return keep(paired.first), keep(paired.second)


def _compare_distances(paired: Pairing) -> Comparison | None:
    try:
        first, second = (find_distances(grid) for grid in _share_ratings(paired))
        return compare_distances(first, second)
    except MeasureError:
        return None


def _compare_selves(paired: Pairing) -> tuple[float, float] | None:
    first, second = _share_ratings(paired)
    if (first.self_element, first.ideal_element) != (second.self_element, second.ideal_element):
        return None
    try:
        return self_construction(first).self_ideal, self_construction(second).self_ideal
    except MeasureError:
        return None
