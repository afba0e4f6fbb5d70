"""Ordinary statistics of each construct and each element."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from senco.cohort.grid import Floats, Grid
from senco.errors import MeasureError


@dataclass(frozen=True, eq=False)
class Descriptives:
    """Statistics of the rows (constructs) or columns (elements) of a grid.

    Every field is an array of shape ``(n,)``. NaN says that the ratings do not allow
    the value: all but `n` without a rating; `sd` and `se` with one; `skew` and
    `kurtosis` also without variation.

    Parameters
    ----------
    n : ndarray
        Number of ratings.
    mean, sd, median : ndarray
        With the divisor ``n - 1`` in the deviation.
    trimmed : ndarray
        Mean without the lowest and highest tenth, rounded down.
    mad : ndarray
        Median absolute deviation times 1.4826.
    low, high, range : ndarray
        Lowest, highest and their difference.
    skew, kurtosis : ndarray
        Third and fourth moment about the mean by the deviation; kurtosis is 0 for a
        normal distribution.
    se : ndarray
        Standard error of the mean.
    """

    n: Floats
    mean: Floats
    sd: Floats
    median: Floats
    trimmed: Floats
    mad: Floats
    low: Floats
    high: Floats
    range: Floats
    skew: Floats
    kurtosis: Floats
    se: Floats


def describe(grid: Grid, along: Literal["constructs", "elements"] = "constructs") -> Descriptives:
    """Describe each construct or each element.

    Parameters
    ----------
    grid : Grid
        The grid; missing ratings are left out.
    along : {"constructs", "elements"}
        What to describe.

    Returns
    -------
    Descriptives
        One value each.

    Raises
    ------
    MeasureError
        If `along` is neither.

    Examples
    --------
    >>> grid = Grid(["a", "b", "c"], [("x", "y")], [[1, 2, 5]], (1, 5))
    >>> described = describe(grid)
    >>> described.median.tolist(), described.mad.round(4).tolist()
    ([2.0], [1.4826])
    """
    if along not in ("constructs", "elements"):
        raise MeasureError(f"along must be 'constructs' or 'elements', not '{along}'")
    values = grid.ratings if along == "constructs" else grid.ratings.T
    if grid.is_complete:
        return Descriptives(*_describe_complete(values))
    columns = [_describe_row(row[~np.isnan(row)]) for row in values]
    return Descriptives(*np.array(columns).T)


def _describe_row(row: Floats) -> list[float]:
    if not row.size:
        return [0.0] + [np.nan] * 11
    return [float(part[0]) for part in _describe_complete(row[None])]


def _describe_complete(values: Floats) -> tuple[Floats, ...]:
    n = values.shape[1]
    ordered = np.sort(values, axis=1)
    median = _middle(ordered)
    cut = int(np.floor(n * 0.1))
    trimmed = ordered[:, cut : n - cut].mean(1)
    mean = values.mean(1)
    centred = values - mean[:, None]
    squares = centred * centred
    total = squares.sum(1)
    varies = total > 1e-18
    sd = np.sqrt(total / (n - 1)) if n > 1 else np.full(len(values), np.nan)
    divisor = np.where(varies, sd, np.nan)
    mad = 1.4826 * _middle(np.sort(np.abs(values - median[:, None]), axis=1))
    return (
        np.full(len(values), float(n)),
        mean,
        sd,
        median,
        trimmed,
        mad,
        ordered[:, 0],
        ordered[:, -1],
        ordered[:, -1] - ordered[:, 0],
        (squares * centred).sum(1) / (n * divisor**3),
        (squares * squares).sum(1) / (n * divisor**4) - 3,
        sd / np.sqrt(n),
    )


def _middle(ordered: Floats) -> Floats:
    n = ordered.shape[1]
    return (ordered[:, (n - 1) // 2] + ordered[:, n // 2]) / 2
