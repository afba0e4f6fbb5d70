"""How far apart elements, or constructs, lie.

Where a rating is missing, a distance is taken over the ratings that the pair
shares and scaled up to the full number. A pair that shares none has no distance.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError

Along = Literal["elements", "constructs"]
Metric = Literal["euclidean", "manhattan", "maximum", "canberra", "minkowski"]

_METRICS = ("euclidean", "manhattan", "maximum", "minkowski", "canberra")

#: Up to this number of differences all pairs are held at once.
_HELD_AT_ONCE = 200_000

#: Mean and standard deviation of Slater distances in random grids, by number of
#: constructs (Hartmann 1992).
HARTMANN_1992: dict[int, tuple[float, float]] = {
    7: (0.97596, 0.2191),
    8: (0.97902, 0.20376),
    9: (0.98236, 0.19211),
    10: (0.98322, 0.1824),
    11: (0.9847, 0.17396),
    12: (0.98643, 0.16416),
    13: (0.98749, 0.1586),
    14: (0.98811, 0.15374),
    15: (0.98908, 0.147),
    16: (0.98972, 0.14303),
    17: (0.99034, 0.13832),
    18: (0.99092, 0.13444),
    19: (0.99135, 0.13082),
    20: (0.99193, 0.12676),
    21: (0.99228, 0.12365),
}


def find_distances(
    grid: Grid,
    along: Along = "elements",
    metric: Metric = "euclidean",
    power: float = 2.0,
    normalised: bool = False,
) -> Floats:
    """Return distances between elements or between constructs.

    Parameters
    ----------
    grid : Grid
        The grid.
    along : {"elements", "constructs"}
        What the distances are between.
    metric : {"euclidean", "manhattan", "maximum", "canberra", "minkowski"}
        "manhattan" is the city-block distance. "canberra" leaves out pairs of zeros.
    power : float
        Exponent of the Minkowski distance, at least 1.
    normalised : bool
        Divide by the largest possible distance, so that values run from 0 to 1. Not
        for "canberra".

    Returns
    -------
    ndarray
        Shape ``(n, n)``, symmetric, 0 on the diagonal, at least 0.

    Raises
    ------
    MeasureError
        If a pair shares no rating, naming the pair.

    Examples
    --------
    >>> grid = Grid(["a", "b"], [("x", "y"), ("u", "v")], [[1, 4], [1, 5]], (1, 5))
    >>> find_distances(grid).tolist()
    [[0.0, 5.0], [5.0, 0.0]]
    >>> find_distances(grid, metric="manhattan", normalised=True).tolist()
    [[0.0, 0.875], [0.875, 0.0]]
    """
    values = _profiles(grid, along)
    result = profile_distances(values, metric, power)
    _check_pairs(grid, along, result)
    return result / _largest(grid, values.shape[1], metric, power) if normalised else result


def profile_distances(values: Floats, metric: Metric = "euclidean", power: float = 2.0) -> Floats:
    """Return distances between the rows of an array.

    Parameters
    ----------
    values : ndarray
        Shape ``(n_rows, n_columns)``, NaN where a value is missing.
    metric, power : str, float
        As for `find_distances`.

    Returns
    -------
    ndarray
        Shape ``(n_rows, n_rows)``; NaN where a pair shares no value.

    Raises
    ------
    MeasureError
        If metric or power is not known.
    """
    if metric not in _METRICS:
        raise MeasureError(f"unknown metric '{metric}'; known: {', '.join(_METRICS)}")
    if power < 1:
        raise MeasureError(f"the Minkowski power is {power:g}; it must be at least 1")
    if metric == "canberra" or len(values) * values.size > _HELD_AT_ONCE or np.isnan(values).any():
        return _shared_distances(values, metric, power)
    return _combine(values[:, None] - values, np.float64(1), metric, power)


def _profiles(grid: Grid, along: Along) -> Floats:
    if along not in ("elements", "constructs"):
        raise MeasureError(f"along must be 'elements' or 'constructs', not '{along}'")
    return np.ascontiguousarray(grid.ratings.T if along == "elements" else grid.ratings)


def _largest(grid: Grid, n: int, metric: Metric, power: float) -> float:
    if metric == "canberra":
        raise MeasureError("the Canberra distance has no largest value to normalise by")
    exponent = {"euclidean": 2.0, "manhattan": 1.0, "minkowski": power, "maximum": np.inf}[metric]
    units: float = float(n) ** (1 / exponent)
    return grid.span * units


def _shared_distances(values: Floats, metric: Metric, power: float) -> Floats:
    """Return distances row by row over what each pair shares, NaN where nothing."""
    n, width = values.shape
    result = np.zeros((n, n))
    for i in range(n):
        gaps = values - values[i]
        if metric == "canberra":
            sizes = np.abs(values) + np.abs(values[i])
            gaps = np.divide(gaps, sizes, out=np.full_like(gaps, np.nan), where=sizes > 0)
        known = ~np.isnan(gaps)
        counts = known.sum(1)
        gaps = np.where(known, gaps, 0.0)
        scale = np.where(counts > 0, width / np.maximum(counts, 1), np.nan)
        result[i] = _combine(gaps, scale, metric, power)
        result[i, i] = 0.0
    return result


def _combine(gaps: Floats, scale: Floats | np.float64, metric: Metric, power: float) -> Floats:
    """Return distances from differences along the last axis."""
    sums: Floats
    if metric == "euclidean":
        sums = (gaps * gaps).sum(-1) * scale
        return np.sqrt(sums)
    gaps = np.abs(gaps)
    if metric == "maximum":
        return np.where(np.isnan(scale), np.nan, gaps.max(-1))
    if metric in ("manhattan", "canberra"):
        sums = gaps.sum(-1) * scale
        return sums
    sums = (gaps**power).sum(-1) * scale
    return sums ** (1 / power)


def _check_pairs(grid: Grid, along: Along, result: Floats) -> None:
    if np.isnan(result).any():
        names = grid.elements if along == "elements" else [c.label for c in grid.constructs]
        i, j = np.argwhere(np.isnan(result))[0]
        raise MeasureError(
            f"{along} '{names[i]}' and '{names[j]}' share no rating, so their distance is undefined"
        )


def slater_distances(grid: Grid) -> Floats:
    """Return Slater's standardised distances between elements.

    Parameters
    ----------
    grid : Grid
        The grid, with at least two elements.

    Returns
    -------
    ndarray
        Shape ``(n_elements, n_elements)``, at least 0; about 1 is what to expect by
        chance, below 0.8 is near and above 1.2 is far.

    Raises
    ------
    MeasureError
        If no construct varies, so that there is no unit of distance.

    Notes
    -----
    The Euclidean distance divided by the one to be expected,
    ``sqrt(2 S / (n_elements - 1))``, where S is the sum of squares about the
    constructs' means. It is taken from the ratings. OpenRepGrid 0.1.18
    standardises the distance matrix instead and so gives other values.

    References
    ----------
    Slater, P. (1977). The measurement of intrapersonal space by grid technique,
    vol. 2. Wiley.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y")], [[1, 2, 3]], (1, 3))
    >>> slater_distances(grid).round(3).tolist()
    [[0.0, 0.707, 1.414], [0.707, 0.0, 0.707], [1.414, 0.707, 0.0]]
    """
    unit = slater_unit(grid)
    standardised: Floats = find_distances(grid) / unit
    return standardised


def slater_unit(grid: Grid) -> float:
    """Return the Euclidean distance of two elements that is to be expected by chance.

    Parameters
    ----------
    grid : Grid
        The grid, with at least two elements.

    Returns
    -------
    float
        Above 0, in units of the ratings.

    Raises
    ------
    MeasureError
        If no construct varies, so that there is no unit of distance.

    References
    ----------
    Slater, P. (1977). The measurement of intrapersonal space by grid technique,
    vol. 2. Wiley.

    Examples
    --------
    >>> slater_unit(Grid(["a", "b"], [("x", "y")], [[1, 3]], (1, 3)))
    2.0
    """
    if grid.n_elements < 2:
        raise MeasureError("Slater distances need at least two elements")
    variance = float(construct_variances(grid).sum())
    if variance <= 0:
        raise MeasureError("no construct varies over the elements: Slater distances are undefined")
    return math.sqrt(2 * variance)


def construct_variances(grid: Grid) -> Floats:
    """Return each construct's variance over the elements that were rated.

    Parameters
    ----------
    grid : Grid
        The grid.

    Returns
    -------
    ndarray
        Shape ``(n_constructs,)``, divisor one less than the number of ratings;
        0 where there are fewer than two ratings.
    """
    counts = grid.rated.sum(1)
    means = np.where(grid.rated, grid.ratings, 0.0).sum(1) / np.maximum(counts, 1)
    centred = np.where(grid.rated, grid.ratings - means[:, None], 0.0)
    variances: Floats = (centred**2).sum(1) / np.maximum(counts - 1, 1)
    return variances


def hartmann_distances(grid: Grid, quasis: int = 0, seed: int = 0) -> Floats:
    """Return Hartmann's distances: Slater distances against random grids.

    Parameters
    ----------
    grid : Grid
        The grid.
    quasis : int
        0 takes mean and deviation from Hartmann's table, at the nearest number of
        constructs that it has (7 to 21). Otherwise the number of random grids of
        this size and scale to draw.
    seed : int
        Seed of the random grids.

    Returns
    -------
    ndarray
        Shape ``(n_elements, n_elements)``. Positive is more alike than chance,
        negative less; the diagonal is 0, as an element is not compared with itself.

    Raises
    ------
    MeasureError
        If no construct varies.

    References
    ----------
    Hartmann, A. (1992). Element comparisons in repertory grid technique: Results
    and consequences of a Monte Carlo study. International Journal of Personal
    Construct Psychology, 5(1), 41-56.
    """
    observed = slater_distances(grid)
    if quasis:
        mean, deviation = simulate_slater(grid, quasis, seed)
    else:
        nearest = min(max(grid.n_constructs, min(HARTMANN_1992)), max(HARTMANN_1992))
        mean, deviation = HARTMANN_1992[nearest]
    result = (mean - observed) / deviation
    np.fill_diagonal(result, 0.0)
    return result


def simulate_slater(grid: Grid, quasis: int, seed: int = 0) -> tuple[float, float]:
    """Return mean and deviation of Slater distances in random grids of this size.

    Parameters
    ----------
    grid : Grid
        Its size and scale are used; ratings are drawn uniformly from the whole
        steps of the scale.
    quasis : int
        Number of random grids, at least 1.
    seed : int
        Seed of the draw.

    Returns
    -------
    mean, deviation : float
        Over all pairs of elements in all grids.

    Raises
    ------
    MeasureError
        If the number of random grids is below 1.
    """
    if quasis < 1:
        raise MeasureError(f"{quasis} random grids were asked for; at least 1 is needed")
    rng = np.random.default_rng(seed)
    low, high = (round(end) for end in grid.scale)
    upper = np.triu_indices(grid.n_elements, 1)
    total = squares = 0.0
    for _ in range(quasis):
        ratings = rng.integers(low, high + 1, grid.ratings.shape).astype(float)
        unit = np.sqrt(2 * ratings.var(1, ddof=1).sum())
        drawn = profile_distances(ratings.T)[upper] / unit
        total += drawn.sum()
        squares += (drawn**2).sum()
    count = quasis * upper[0].size
    mean = total / count
    return mean, float(np.sqrt(max(squares - count * mean**2, 0.0) / max(count - 1, 1)))
