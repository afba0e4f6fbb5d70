"""Intervals and tests that stay honest at eight people: t, exact permutation, draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from senco.errors import MeasureError

Draw = Callable[[np.random.Generator, tuple[int, int]], NDArray[np.float64]]

#: Values that are not whole numbers are split by enumeration, up to this many splits.
MAXIMUM_SPLITS = 500_000


@dataclass(frozen=True)
class Interval:
    """Means with a t interval, one for each column.

    Parameters
    ----------
    n : ndarray of int
        Values that are there.
    mean, low, high : ndarray of float
        The mean is NaN where n is 0, the ends where n is below 2.
    """

    n: NDArray[np.int64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def estimate_mean(values: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the mean of each column with Student's t interval.

    Parameters
    ----------
    values : array_like, shape (n_people, n_columns)
        NaN is a missing value and is left out of its column.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Each column stands for itself: the interval is pointwise.

    Raises
    ------
    MeasureError
        Where the values are not a table, or the confidence is not between 0 and 1.

    Notes
    -----
    Exact for normal values at any n of at least 2. `estimate_coverage` tells how it
    does elsewhere. Measured at 95 % with 20,000 samples: at n = 8 normal .951, uniform
    .946, two-humped (means 4 standard deviations apart) .943, exponential .893; at
    n = 4 .951, .928, .900, .879. So a skewed population is covered too seldom.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.
    https://doi.org/10.1093/biomet/6.1.1

    Examples
    --------
    >>> interval = estimate_mean([[1.0], [2.0], [3.0]])
    >>> float(interval.mean[0]), interval.low.round(3).tolist()
    (2.0, [-0.484])
    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2:
        raise MeasureError("The values must be a table: one row a person, one column a point.")
    check_share(confidence, "confidence")
    known = ~np.isnan(table)
    n = known.sum(axis=0)
    total = np.where(known, table, 0.0).sum(axis=0)
    mean = np.divide(total, n, out=np.full(n.shape, np.nan), where=n > 0)
    squares = np.where(known, table - mean, 0.0) ** 2
    spread = np.divide(squares.sum(axis=0), n - 1, out=np.full(n.shape, np.nan), where=n > 1)
    factor = stats.t.ppf((1 + confidence) / 2, np.maximum(n - 1, 1))
    half = factor * np.sqrt(spread / np.maximum(n, 1))
    return Interval(n=n, mean=mean, low=mean - half, high=mean + half)


def estimate_coverage(
    draw: Draw,
    true_mean: float,
    n: int,
    repetitions: int,
    rng: np.random.Generator,
    confidence: float = 0.95,
) -> float:
    """Return how often the t interval holds the mean of a known population.

    Parameters
    ----------
    draw : callable
        Takes a generator and a shape, returns values of the population.
    true_mean : float
        The population's mean.
    n : int
        People in each sample, at least 2.
    repetitions : int
        Samples to draw.
    rng : numpy.random.Generator
        Source of the draws.
    confidence : float
        What the interval promises.

    Returns
    -------
    float
        Share of the samples, 0 to 1.

    Raises
    ------
    MeasureError
        Where n is below 2 or there is no repetition.
    """
    if n < 2 or repetitions < 1:
        raise MeasureError(f"Coverage needs n of at least 2 and a repetition, not {n}.")
    interval = estimate_mean(draw(rng, (n, repetitions)), confidence)
    return float(np.mean((interval.low <= true_mean) & (true_mean <= interval.high)))


def draw_counts(n_units: int, draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how often each unit stands in each bootstrap sample.

    A statistic that is a function of sums over units needs no resampled data: the
    counts times the units' summands give all draws in one matrix product.

    Parameters
    ----------
    n_units : int
        Units, at least 1; each sample has as many.
    draws : int
        Samples.
    rng : numpy.random.Generator
        Source of the draws.

    Returns
    -------
    ndarray, shape (draws, n_units)
        Whole numbers as floats; each row sums to `n_units`.

    Raises
    ------
    MeasureError
        Where there is no unit or no draw.
    """
    if n_units < 1 or draws < 1:
        raise MeasureError("A bootstrap needs at least one unit and one draw.")
    return rng.multinomial(n_units, np.full(n_units, 1 / n_units), size=draws).astype(float)


@dataclass(frozen=True)
class PermutationTest:
    """An exact comparison of two groups' means.

    Parameters
    ----------
    difference : float
        Mean of the group minus mean of the others.
    p : float
        Two-sided: share of the splits whose difference is at least as far from 0.
    smallest_p : float
        The p of the most extreme split of these values: none can be below it.
    n_splits : int
        Ways to choose the group from everyone.
    """

    difference: float
    p: float
    smallest_p: float
    n_splits: int


def permute_exactly(values: ArrayLike, in_group: ArrayLike) -> PermutationTest:
    """Compare a group's mean with the others' over every possible split.

    Whole numbers are counted by convolution, exact at any n; other numbers by
    enumeration. Nothing is sampled.

    Parameters
    ----------
    values : array_like, shape (n_people,)
        One value a person, none missing.
    in_group : array_like of bool, shape (n_people,)
        Who belongs to the group.

    Returns
    -------
    PermutationTest
        With the smallest p that these values could give.

    Raises
    ------
    MeasureError
        Where a group is empty, a value is missing, or values that are not whole
        numbers have more than 500,000 splits.

    References
    ----------
    Pitman, E. J. G. (1937). Significance tests which may be applied to samples from
    any populations. Supplement to the Journal of the Royal Statistical Society, 4(1),
    119-130. https://doi.org/10.2307/2984124

    Examples
    --------
    >>> permute_exactly([1, 2, 3, 9, 8, 7], [True, True, True, False, False, False])
    PermutationTest(difference=-6.0, p=0.1, smallest_p=0.1, n_splits=20)
    """
    numbers = np.asarray(values, dtype=float)
    group = np.asarray(in_group, dtype=bool)
    _check_groups(numbers, group)
    k, n, n_splits = int(group.sum()), len(numbers), comb(len(numbers), int(group.sum()))
    whole = bool(np.all(numbers == np.round(numbers)))
    sums, share = _count_sums(numbers, k) if whole else _enumerate_sums(numbers, k, n_splits)
    centre = k * numbers.sum() / n
    distance = np.abs(sums - centre)
    slack = 1e-9 * max(1.0, float(np.abs(numbers).max()) * n)
    observed = abs(float(numbers[group].sum()) - centre)
    return PermutationTest(
        difference=float(numbers[group].mean() - numbers[~group].mean()),
        p=_tail(share, distance >= observed - slack),
        smallest_p=_tail(share, distance >= distance[share > 0].max() - slack),
        n_splits=n_splits,
    )


def _tail(share: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float:
    return min(1.0, float(f"{share[chosen].sum():.12g}"))


def _count_sums(numbers: NDArray[np.float64], k: int):
    """Return every sum of k of the whole numbers and its share of the splits."""
    shifted = (numbers - numbers.min()).astype(int)
    n, total = len(shifted), int(np.sort(shifted)[-k:].sum())
    # share[j, s]: chance that, of those seen so far, j are chosen with the sum s
    share = np.zeros((k + 1, total + 1))
    share[0, 0] = 1.0
    for seen, value in enumerate(shifted):
        chosen = np.arange(k + 1)
        chance = np.clip((k - chosen) / (n - seen), 0, 1)[:, None]
        taken = share * chance
        share = share - taken
        share[1:, value:] += taken[:-1, : total + 1 - value]
    return np.arange(total + 1) + k * numbers.min(), share[k]


def _enumerate_sums(numbers: NDArray[np.float64], k: int, n_splits: int):
    if n_splits > MAXIMUM_SPLITS:
        raise MeasureError(
            f"{n_splits:,} splits are too many to list: compare whole numbers, such as counts."
        )
    sums = np.array([sum(chosen) for chosen in combinations(numbers.tolist(), k)])
    return sums, np.full(n_splits, 1 / n_splits)


def adjust_holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p values adjusted for their number by Holm's rule.

    Parameters
    ----------
    p_values : array_like, shape (n,)
        Each from 0 to 1.

    Returns
    -------
    ndarray, shape (n,)
        In the order given, each at most 1.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure.
    Scandinavian Journal of Statistics, 6(2), 65-70.

    Examples
    --------
    >>> adjust_holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    given = np.asarray(p_values, dtype=float)
    order = np.argsort(given, kind="stable")
    scaled = given[order] * np.arange(len(given), 0, -1)
    adjusted = np.empty(len(given))
    adjusted[order] = np.minimum(np.maximum.accumulate(scaled), 1) if len(given) else scaled
    return adjusted


def _check_groups(numbers: NDArray[np.float64], group: NDArray[np.bool_]) -> None:
    if numbers.ndim != 1 or numbers.shape != group.shape:
        raise MeasureError("Each person needs one value and one group.")
    if not np.isfinite(numbers).all():
        raise MeasureError("A value is missing: leave that person out of both groups first.")
    if not 0 < group.sum() < len(group):
        raise MeasureError("Both groups need at least one person.")


def check_share(value: float, name: str) -> None:
    """Refuse a share that is not between 0 and 1.

    Parameters
    ----------
    value : float
        Such as an interval's confidence.
    name : str
        What it is, for the message.

    Raises
    ------
    MeasureError
        Where it is 0 or less, or 1 or more.
    """
    if not 0 < value < 1:
        raise MeasureError(f"The {name} must lie between 0 and 1, not at {value}.")
