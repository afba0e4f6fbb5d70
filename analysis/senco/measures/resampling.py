"""Intervals and tests that stay honest at eight people: t, and permutation."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from senco.errors import MeasureError

#: Up to this many splits of two groups all are counted, even where some could be drawn,
MAXIMUM_SPLITS = 200_000
#: and without a generator up to this many different sums.
MAXIMUM_SUMS = 500_000


@dataclass(frozen=True)
class Interval:
    """Means with a t interval, one for each column.

    Parameters
    ----------
    n : ndarray of int
        Number of values.
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
        Each column is treated separately: the interval is pointwise.

    Raises
    ------
    MeasureError
        Where the values are not a table, or the confidence is not between 0 and 1.

    Notes
    -----
    Exact for normal values at any n of at least 2. Measured at 95 % with 20,000 samples: at n =
    8 normal .951, uniform .946, two-humped (means 4 standard deviations apart) .943,
    exponential .893; at n = 4 .951, .928, .900, .879. So in a skewed population the interval
    falls short.

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
        raise MeasureError(
            "The values must be a table: one row for each person, one column for each point."
        )
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
    """A comparison of two groups' means by dividing the people again.

    Parameters
    ----------
    difference : float
        Mean of the group minus mean of the others.
    p : float
        Two-sided: share of the splits whose studentised difference is at least as far
        from 0.
    p_one_sided : float
        The same on the side of the difference that was found.
    smallest_p : float
        The p of the most extreme split of these values: none can be below it.
    n_splits : int
        Ways to choose the group from everyone.
    exact : bool
        Whether all of them were counted; else some were drawn.
    """

    difference: float
    p: float
    p_one_sided: float
    smallest_p: float
    n_splits: int
    exact: bool


def permute_groups(
    values: ArrayLike,
    in_group: ArrayLike,
    rng: np.random.Generator | None = None,
    draws: int = 19_999,
) -> PermutationTest:
    """Compare a group's mean with the others', allowing for unequal sizes and spreads.

    What is compared over the splits is the difference divided by its standard error,
    each group with its own variance (Welch's t). A plain difference of means would ask
    whether the two groups are alike in every way: where the smaller group is the more
    varied one it finds a difference of means too often. Where everybody could as well
    have been in the other group the test is exact, as the plain one is.

    Splits are counted by how many of each value fall into the group, exact up to
    200,000 of them, or 500,000 different sums where there is no generator.

    Parameters
    ----------
    values : array_like, shape (n_people,)
        One value a person, none missing.
    in_group : array_like of bool, shape (n_people,)
        Who belongs to the group.
    rng : numpy.random.Generator, optional
        Where there are more than 200,000 splits a sample of them is drawn with it; a p
        is then (b + 1)/(draws + 1).
    draws : int
        Splits to draw.

    Returns
    -------
    PermutationTest
        With the smallest p that these values could give. Of a group of one no spread
        is known: the plain difference is compared.

    Raises
    ------
    MeasureError
        Where a group is empty, a value is missing, or there are too many splits to
        count and no generator.

    References
    ----------
    Janssen, A. (1997). Studentized permutation tests for non-i.i.d. hypotheses and the
    generalized Behrens-Fisher problem. Statistics & Probability Letters, 36(1), 9-21.
    https://doi.org/10.1016/S0167-7152(97)00043-6

    Chung, E., & Romano, J. P. (2013). Exact and asymptotically robust permutation
    tests. The Annals of Statistics, 41(2), 484-507. https://doi.org/10.1214/13-AOS1090

    Examples
    --------
    >>> found = permute_groups([1, 2, 3, 9, 8, 7], [True, True, True, False, False, False])
    >>> found.difference, found.p, found.smallest_p, found.n_splits
    (-6.0, 0.1, 0.1, 20)
    """
    numbers = np.asarray(values, dtype=float)
    group = np.asarray(in_group, dtype=bool)
    _check_groups(numbers, group)
    k = int(group.sum())
    n_splits = comb(len(numbers), k)
    centred = numbers - numbers.mean()
    exact = rng is None or n_splits <= MAXIMUM_SPLITS
    if rng is None or exact:
        sums, squares, share = _count_splits(centred, k)
    else:
        sums, squares, share = _draw_splits(centred, k, rng, draws)
    found = _studentise(sums, squares, k, centred)
    own = float(_studentise(centred[group].sum(), (centred[group] ** 2).sum(), k, centred))
    size, reach = np.abs(found), abs(own)
    side = found * (1 if own >= 0 else -1)
    tail = _Tail(share, 0 if exact else draws)
    return PermutationTest(
        difference=float(numbers[group].mean() - numbers[~group].mean()),
        p=tail.of(size >= _below(reach)),
        p_one_sided=tail.of(side >= _below(reach)),
        smallest_p=tail.of(size >= _below(size.max())) if exact else 1 / (draws + 1),
        n_splits=n_splits,
        exact=exact,
    )


def _below(reach: float) -> float:
    """Reaches that are the same but for rounding count as the same."""
    return reach * (1 - 1e-9) - 1e-9 if np.isfinite(reach) else reach


@dataclass(frozen=True)
class _Tail:
    """A p from the share of each split; of drawn ones the observed split counts as one more."""

    share: NDArray[np.float64]
    draws: int

    def of(self, chosen: NDArray[np.bool_]) -> float:
        if self.draws:
            return float((chosen.sum() + 1) / (self.draws + 1))
        return min(1.0, float(f"{self.share[chosen].sum():.12g}"))


def _studentise(
    sums: ArrayLike, squares: ArrayLike, k: int, centred: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return Welch's t of splits from the sums and squares of their groups of k."""
    total, n = np.asarray(sums, dtype=float), len(centred)
    inside = np.asarray(squares, dtype=float)
    difference = total / k + total / (n - k)  # all values add up to 0
    if min(k, n - k) < 2:
        return difference
    whole = float((centred**2).sum())
    own = np.maximum(inside - total**2 / k, 0) / (k * (k - 1))
    other = np.maximum(whole - inside - total**2 / (n - k), 0) / ((n - k) * (n - k - 1))
    error = np.sqrt(own + other)
    still = error <= 1e-7 * np.sqrt(whole)  # nobody differs from the others of the same group
    same = np.abs(difference) <= 1e-9 * np.sqrt(whole)
    infinite = np.where(same, 0.0, np.copysign(np.inf, difference))
    return np.where(still, infinite, difference / np.where(still, 1, error))


#: Of each split: the sum and sum of squares of its group, and its share of the splits.
_Splits = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _count_splits(centred: NDArray[np.float64], k: int) -> _Splits:
    """Return the sum and sum of squares of each group of k, and its share of the splits."""
    values, counts = np.unique(centred, return_counts=True)
    states, left = np.zeros((1, 3)), len(centred)
    share: np.ndarray = np.ones(1)
    for value, count in zip(values, counts, strict=True):
        taken = np.arange(count + 1)
        step = np.column_stack([taken, taken * value, taken * value**2])
        states = (states[:, None, :] + step).reshape(-1, 3)
        share = (share[:, None] * special.binom(count, taken)).ravel()
        left -= count
        open_ = (states[:, 0] <= k) & (states[:, 0] + left >= k)
        # what differs by rounding alone is one state
        keys = np.round(states[open_], 9)
        _, first, place = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        states, share = states[open_][first], np.bincount(place.ravel(), share[open_])
        share = share / share.sum()
        if len(states) > MAXIMUM_SUMS:
            raise MeasureError(
                "There are too many splits to enumerate: give a random generator to draw some "
                "of them."
            )
    return states[:, 1], states[:, 2], share


def _draw_splits(
    centred: NDArray[np.float64], k: int, rng: np.random.Generator, draws: int
) -> _Splits:
    # a split decides how many of each value fall into the group, and nothing else matters
    values, counts = np.unique(centred, return_counts=True)
    dealt = rng.multivariate_hypergeometric(counts, k, draws, method="marginals")
    return dealt @ values, dealt @ values**2, np.full(draws, 1 / draws)


def adjust_holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p values adjusted for their number by Holm's rule.

    The rule keeps the chance of any false finding among them within the level.

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
