"""One number for a grid, or for each of its constructs and elements.

Undefined values are refused with the reason; a missing rating is left out as each
function says. Shares are fractions, not per cent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError
from senco.measures.grids.components import centred_ratings, varying_correlations
from senco.measures.grids.correlations import (
    construct_correlations,
    element_correlations,
    mean_square,
)
from senco.measures.grids.distances import construct_variances

PvaffVariant = Literal["covariance", "correlation", "squared"]


def pvaff(grid: Grid, variant: PvaffVariant = "covariance") -> float:
    """Return the share of variance that the first component accounts for (PVAFF).

    A high share is read as tight, a low share as differentiated construing.

    Parameters
    ----------
    grid : Grid
        The grid.
    variant : {"covariance", "correlation", "squared"}
        "covariance": of the construct-centred ratings (Slater; OpenRepGrid's method
        1). "correlation": first eigenvalue of the construct correlations by
        their number, the textbook's. "squared": the same eigenvalues
        squared, which is what OpenRepGrid's method 2 gives.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    MeasureError
        If no construct varies.

    Examples
    --------
    >>> grid = Grid(["a", "b"], [("x", "y"), ("u", "v")], [[1, 3], [3, 1]], (1, 3))
    >>> pvaff(grid)
    1.0
    """
    if variant == "covariance":
        squares = np.linalg.svd(centred_ratings(grid), compute_uv=False) ** 2
        if squares[0] < 1e-24 * grid.span**2:
            raise MeasureError("no construct varies over the elements: PVAFF is undefined")
    elif variant in ("correlation", "squared"):
        squares = np.maximum(np.linalg.eigvalsh(varying_correlations(grid)[0]), 0.0)
        squares = squares**2 if variant == "squared" else squares
    else:
        raise MeasureError(f"unknown variant '{variant}'; known: covariance, correlation, squared")
    return float(squares.max() / squares.sum())


@dataclass(frozen=True, eq=False)
class Intensity:
    """How strongly constructs, and elements, are related.

    Parameters
    ----------
    constructs : ndarray
        Shape ``(n_constructs,)``: mean squared correlation with the other
        constructs, 0 to 1; NaN for one that does not vary.
    elements : ndarray
        Shape ``(n_elements,)``: the same for elements; NaN where undefined.
    construct_mean, element_mean : float
        Means of the defined values.
    total : float
        Mean over all defined values of constructs and elements.
    """

    constructs: Floats
    elements: Floats
    construct_mean: float
    element_mean: float
    total: float


def intensity(grid: Grid, correlation: Literal["pearson", "cohen"] = "cohen") -> Intensity:
    """Return Bannister's intensity: mean squared correlations.

    Parameters
    ----------
    grid : Grid
        The grid.
    correlation : {"pearson", "cohen"}
        Which correlation the elements' intensity rests on.

    Returns
    -------
    Intensity
        For constructs, elements and in all.

    Raises
    ------
    MeasureError
        If no two constructs, or no two elements, can be correlated.

    Notes
    -----
    OpenRepGrid 0.1.18 averages a spurious 1 into the total; this does not.

    References
    ----------
    Bannister, D. (1960). Conceptual structure in thought-disordered
    schizophrenics. Journal of Mental Science, 106, 1230-1249.

    Examples
    --------
    Two identical constructs, one of them reversed, are perfectly related.

    >>> constructs = [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(["me", "Ann", "Bob"], constructs, [[1, 2, 5], [5, 4, 1]], (1, 5))
    >>> round(intensity(grid).construct_mean, 6)
    1.0
    """
    constructs = mean_square(construct_correlations(grid, undefined="nan"))
    elements = mean_square(element_correlations(grid, correlation, undefined="nan"))
    parts = [values[~np.isnan(values)] for values in (constructs, elements)]
    for kind, part in zip(("constructs", "elements"), parts, strict=True):
        if not part.size:
            raise MeasureError(f"no two {kind} can be correlated: intensity is undefined")
    every = np.concatenate(parts)
    means = [float(part.mean()) for part in (*parts, every)]
    return Intensity(constructs, elements, *means)


def bias(grid: Grid) -> float:
    """Return Slater's bias: how lopsided the ratings are.

    Parameters
    ----------
    grid : Grid
        The grid; constructs without a rating are left out.

    Returns
    -------
    float
        Root mean square of the constructs' mean deviations from the midpoint, as a
        share of half the scale: 0 to 1.

    Raises
    ------
    MeasureError
        If there is no rating.

    References
    ----------
    Slater, P. (1977). The measurement of intrapersonal space by grid technique,
    vol. 2, p. 88. Wiley.

    Examples
    --------
    >>> bias(Grid(["a", "b"], [("x", "y")], [[5, 5]], (1, 5)))
    1.0
    """
    counts = grid.rated.sum(1)
    sums = np.where(grid.rated, grid.ratings - grid.midpoint, 0.0).sum(1)
    kept = counts > 0
    if not kept.any():
        raise MeasureError("the grid contains no rating: bias is undefined")
    return float(np.sqrt(((sums[kept] / counts[kept]) ** 2).mean()) / (grid.span / 2))


def variability(grid: Grid) -> float:
    """Return Slater's variability: how far the ratings spread.

    Parameters
    ----------
    grid : Grid
        The grid; constructs with fewer than two ratings are left out.

    Returns
    -------
    float
        Root mean variance of the constructs as a share of half the scale, at least 0.

    Raises
    ------
    MeasureError
        If no construct has two ratings.

    References
    ----------
    Slater, P. (1977). The measurement of intrapersonal space by grid technique,
    vol. 2, p. 88. Wiley.

    Examples
    --------
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[1, 5]], (1, 5))
    >>> round(variability(grid), 3)
    1.414
    """
    kept = grid.rated.sum(1) > 1
    if not kept.any():
        raise MeasureError("no construct has two ratings: variability is undefined")
    return float(np.sqrt(construct_variances(grid)[kept].mean()) / (grid.span / 2))


@dataclass(frozen=True, eq=False)
class Matches:
    """How often constructs, and elements, are rated alike.

    Parameters
    ----------
    constructs : ndarray of int
        Shape ``(n_constructs, n_constructs)``: elements rated alike on both; the
        diagonal counts the construct's own ratings.
    elements : ndarray of int
        Shape ``(n_elements, n_elements)``: constructs that rate both alike.
    total_constructs, total_elements : int
        Sums over the pairs.
    max_constructs, max_elements : int
        What the sums could be, given the ratings that are there.
    """

    constructs: np.ndarray
    elements: np.ndarray
    total_constructs: int
    total_elements: int
    max_constructs: int
    max_elements: int


def matches(grid: Grid, deviation: float = 0.0) -> Matches:
    """Count the ratings that agree between constructs and between elements.

    Parameters
    ----------
    grid : Grid
        The grid; a missing rating matches nothing.
    deviation : float
        Ratings up to this far apart still match.

    Returns
    -------
    Matches
        Counts for each pair, and in all.
    """
    by_construct = _count_alike(grid.ratings, deviation)
    by_element = _count_alike(grid.ratings.T, deviation)
    rated = grid.rated.astype(int)
    sums = [_sum_pairs(m) for m in (by_construct, by_element, rated @ rated.T, rated.T @ rated)]
    return Matches(by_construct, by_element, *sums)


def _count_alike(values: Floats, deviation: float) -> np.ndarray:
    """Count matches row by row, so that memory grows with the square only."""
    slack = deviation + 1e-9
    if values.size * len(values) <= 1_000_000:
        alike: np.ndarray = (np.abs(values[:, None] - values) <= slack).sum(2)
        return alike
    return np.array([(np.abs(values - row) <= slack).sum(1) for row in values])


def _sum_pairs(counts: np.ndarray) -> int:
    return int((counts.sum() - counts.trace()) // 2)


def bieri(grid: Grid, deviation: float = 0.0) -> float:
    """Return Bieri's index of cognitive complexity: the share of matching ratings.

    Parameters
    ----------
    grid : Grid
        The grid, with at least two constructs.
    deviation : float
        Ratings up to this far apart still match.

    Returns
    -------
    float
        From 0 (complex) to 1 (simple).

    Raises
    ------
    MeasureError
        If no two constructs share a rated element.

    References
    ----------
    Bieri, J. (1955). Cognitive complexity-simplicity and predictive behavior.
    Journal of Abnormal and Social Psychology, 51(2), 263-268.

    Examples
    --------
    >>> bieri(Grid(["a", "b"], [("x", "y"), ("u", "v")], [[1, 2], [1, 3]], (1, 3)))
    0.5
    """
    alike = _sum_pairs(_count_alike(grid.ratings, deviation))
    rated = grid.rated.astype(int)
    possible = _sum_pairs(rated @ rated.T)
    if possible == 0:
        raise MeasureError("no two constructs share a rated element: Bieri's index is undefined")
    return alike / possible


@dataclass(frozen=True, eq=False)
class Polarisation:
    """Share of ratings at the ends of the scale.

    Parameters
    ----------
    total : float
        In the whole grid, 0 to 1.
    constructs, elements : ndarray
        For each construct, each element; NaN where there is no rating.
    """

    total: float
    constructs: Floats
    elements: Floats


def polarisation(grid: Grid) -> Polarisation:
    """Return how much of the rating is at the ends of the scale.

    Parameters
    ----------
    grid : Grid
        The grid; missing ratings are left out.

    Returns
    -------
    Polarisation
        In all, by construct and by element.

    Raises
    ------
    MeasureError
        If there is no rating.

    Examples
    --------
    >>> constructs = [("calm", "hurried"), ("shy", "open")]
    >>> grid = Grid(["me", "Ann", "Bob"], constructs, [[1, 2, 5], [5, 4, 1]], (1, 5))
    >>> round(polarisation(grid).total, 3)  # four ratings of six
    0.667
    """
    extreme = (grid.ratings == grid.scale[0]) | (grid.ratings == grid.scale[1])
    rated = grid.rated
    if not rated.any():
        raise MeasureError("the grid contains no rating: polarisation is undefined")
    shares = []
    for axis in (1, 0):
        counts = rated.sum(axis)
        shares.append(extreme.sum(axis) / np.where(counts, counts, np.nan))
    return Polarisation(float(extreme.sum() / rated.sum()), *shares)


def leave_one_out(
    grid: Grid,
    measure: Callable[[Grid], float],
    along: Literal["elements", "constructs"] = "elements",
) -> Floats:
    """Return a measure with each element, or construct, left out in turn.

    Parameters
    ----------
    grid : Grid
        The grid.
    measure : callable
        From a grid to a number, such as `pvaff`.
    along : {"elements", "constructs"}
        What is left out.

    Returns
    -------
    ndarray
        Shape ``(n_elements,)`` or ``(n_constructs,)``; position k is without the
        k-th. The spread shows how far the whole rests on one of them.

    Raises
    ------
    MeasureError
        If the measure is undefined without one of them.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y")], [[5, 5, 3]], (1, 5))
    >>> leave_one_out(grid, bias).tolist()
    [0.5, 0.5, 1.0]
    """
    if along not in ("elements", "constructs"):
        raise MeasureError(f"along is '{along}'; it may be 'elements' or 'constructs'")
    n = grid.n_elements if along == "elements" else grid.n_constructs
    values = []
    for k in range(n):
        kept = [i for i in range(n) if i != k]
        values.append(measure(grid.select(**{along: kept})))
    return np.array(values)
