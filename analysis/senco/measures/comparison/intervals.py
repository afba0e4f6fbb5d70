"""Intervals for the difference of two cohorts that hold at small n, without a bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from senco.errors import MeasureError

#: Up to this many ways to divide the people between two cohorts, all are listed.
LARGEST_EXACT = 20_000
#: So many standard deviations between the bounds of a printed mean's are tried.
SPREADS = 101

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """A difference of two cohorts, with its interval.

    Parameters
    ----------
    value : float
        Here minus there.
    low, high : float
        Ends of the interval; infinite where so few people allow none.
    """

    value: float
    low: float
    high: float


def draw_divisions(
    n_here: int, n_there: int, rng: np.random.Generator, draws: int = 9_999
) -> NDArray[np.bool_]:
    """Return ways to divide all the people between two cohorts of these sizes.

    Parameters
    ----------
    n_here, n_there : int
        People in each cohort, at least 1.
    rng : numpy.random.Generator
        Used where there are more than 20,000 ways; a sample of them is then drawn.
    draws : int
        Ways to draw.

    Returns
    -------
    ndarray of bool, shape (n_ways, n_here + n_there)
        Who is dealt to the first cohort; the people of the first come first. The way
        in which they are in fact divided is not among them.

    Examples
    --------
    >>> len(draw_divisions(8, 8, np.random.default_rng(1)))
    12869
    """
    n = n_here + n_there
    if comb(n, n_here) <= LARGEST_EXACT:
        return _list_divisions(n_here, n)
    own = np.arange(n) < n_here
    dealt = rng.permuted(np.broadcast_to(own, (draws, n)), axis=1)
    return dealt[~dealt[:, :n_here].all(axis=1)]


@lru_cache(maxsize=8)
def _list_divisions(n_here: int, n: int) -> NDArray[np.bool_]:
    chosen = np.array(list(combinations(range(n), n_here)))[1:]  # the first is the one in fact
    dealt = np.zeros((len(chosen), n), dtype=bool)
    np.put_along_axis(dealt, chosen, True, axis=1)
    dealt.flags.writeable = False
    return dealt


def compare_means(here: ArrayLike, there: ArrayLike, confidence: float) -> Difference:
    """Return the difference of two cohorts' means with Welch's interval.

    Parameters
    ----------
    here, there : array_like, shape (n_people,)
        One value a person; NaN is left out.
    confidence : float
        Between 0 and 1; each side gets half of the rest.

    Returns
    -------
    Difference
        Each cohort with its own spread, however unequal their sizes. The ends are infinite
        where a cohort has one person, and where all people of each put the same: nothing
        then shows how far such people spread.

    Raises
    ------
    MeasureError
        Where one cohort has no value.

    References
    ----------
    Welch, B. L. (1947). The generalization of 'Student's' problem when several different
    population variances are involved. Biometrika, 34(1-2), 28-35.
    https://doi.org/10.1093/biomet/34.1-2.28

    Notes
    -----
    How often it holds is in `senco.measures.coverage`. What is done without any spread was
    decided by counting over every pair of cohorts of 4, 8, 15 and 30, at .9. There, one
    person in ten puts a construct on place 11 and all others put it first; here everybody
    puts it first. The formula, which then gives an interval of no width, would hold the
    true difference in .34, .57, .78 and .81 of the pairs; with infinite ends it is .996,
    .995, .99 and .85. Where one cohort alone shows no spread the formula stands, with the
    other's degrees of freedom. Say that here half the people put it first and half on place
    9: the interval holds in .996, .90, .92 and .90; and in 1.00, .88, .91 and .86 where
    there it is one in twenty, on place 21.

    Examples
    --------
    Means 7 and 2, variances 12 and 2, so that the standard error is the root of 12/4 + 2/2.
    The degrees of freedom are 4 squared by 3 squared / 3 + 1 squared / 1, which is 4: 5 plus
    and minus 2.1318 times 2.

    >>> found = compare_means([4, 4, 10, 10], [1, 3], 0.9)
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (5.0, 0.736, 9.264)
    """
    first, second = _known(here), _known(there)
    value = float(first.mean() - second.mean())
    if min(len(first), len(second)) < 2 or not (np.ptp(first) or np.ptp(second)):
        return Difference(value, -np.inf, np.inf)
    errors = [part.var(ddof=1) / len(part) for part in (first, second)]
    half = float(_find_half(errors[0], errors[1], len(first), len(second), confidence))
    return Difference(value, value - half, value + half)


def _known(values: ArrayLike) -> Floats:
    given = np.asarray(values, dtype=float)
    known: Floats = given[~np.isnan(given)]
    if not len(known):
        raise MeasureError("One of the two cohorts has no value to compare.")
    return known


def compare_with_mean(
    here: ArrayLike,
    mean: float,
    n_there: int,
    rounding: float,
    confidence: float,
    spread: tuple[float, float],
) -> Difference:
    """Return the difference of a cohort's mean from one that is only reported.

    A printed mean tells nothing of the spread behind it, but the figures bound that
    spread (`senco.measures.audit.bound`). Each standard deviation within the bounds gives
    Welch's interval; this is the widest of them.

    Parameters
    ----------
    here : array_like, shape (n_people,)
        One value a person; NaN is left out.
    mean : float
        As printed.
    n_there : int
        People behind it.
    rounding : float
        Half a unit of the last printed decimal, by which the interval is widened.
    confidence : float
        Between 0 and 1.
    spread : tuple of float
        Least and greatest standard deviation (divisor n - 1) of the values behind the
        printed mean.

    Returns
    -------
    Difference
        Infinite ends where fewer than two people are here, or behind the mean, and where
        neither can have differed among themselves, as in `compare_means`. The interval
        errs on the wide side, the more so the farther the bounds lie apart.

    Raises
    ------
    MeasureError
        Where there is no value, nobody behind the mean, or no spread between the bounds.

    References
    ----------
    Welch, B. L. (1947). The generalization of 'Student's' problem when several different
    population variances are involved. Biometrika, 34(1-2), 28-35.
    https://doi.org/10.1093/biomet/34.1-2.28

    Examples
    --------
    Mean 6 and standard deviation 2 of three here, 5.0 of three there with a standard
    deviation of 2 at most. At 2 there are 4 degrees of freedom: 1 plus and minus 2.132
    times 2 times the root of 2/3, and 0.05. At 0 there are 2: 2.920 times 2 times the
    root of 1/3, which is less.

    >>> compare_with_mean([4, 6, 8], 5.0, 3, 0.05, 0.9, (0, 2)).high.__round__(2)
    4.53
    """
    first = _known(here)
    if n_there < 1:
        raise MeasureError("A reported mean needs at least one person behind it.")
    if not 0 <= spread[0] <= spread[1]:
        raise MeasureError(f"A standard deviation cannot range from {spread[0]} to {spread[1]}.")
    value = float(first.mean() - mean)
    if min(len(first), n_there) < 2 or not (np.ptp(first) or spread[1]):
        return Difference(value, -np.inf, np.inf)
    errors = first.var(ddof=1) / len(first), np.linspace(*spread, SPREADS) ** 2 / n_there
    half = float(_find_half(*errors, len(first), n_there, confidence).max()) + rounding
    return Difference(value, value - half, value + half)


def _find_half(
    own: ArrayLike, other: ArrayLike, n_here: int, n_there: int, confidence: float
) -> Floats:
    """Half the width of Welch's interval, from the squared standard errors of both means."""
    one, two = np.asarray(own, dtype=float), np.asarray(other, dtype=float)
    total = one + two
    squares = one**2 / (n_here - 1) + two**2 / (n_there - 1)
    freedom = np.divide(total**2, squares, out=np.full_like(total, n_there), where=squares > 0)
    half: Floats = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(total)
    return half


def limit_with_mean(
    n_there: int, rounding: float, confidence: float, spread: tuple[float, float]
) -> float:
    """Return half the width that is left of `compare_with_mean` with any number of people here.

    Parameters
    ----------
    n_there, rounding, confidence, spread
        As for `compare_with_mean`.

    Returns
    -------
    float
        What no number of people here takes away; infinite with one person there.

    Examples
    --------
    Eight people there and a standard deviation of at most 4.8: 1.895 times 4.8 over the
    root of 8. A margin of 3 cannot hold that, however many are asked here.

    >>> round(limit_with_mean(8, 0, 0.9, (0, 4.8)), 2)
    3.22
    """
    if n_there < 2:
        return np.inf
    half = stats.t.ppf((1 + confidence) / 2, n_there - 1) * spread[1] / sqrt(n_there)
    return float(half) + rounding


def compare_shares(
    hits_here: int, n_here: int, hits_there: int, n_there: int, confidence: float
) -> Difference:
    """Return the difference of two shares of people with Newcombe's interval.

    Parameters
    ----------
    hits_here, n_here, hits_there, n_there : int
        How many of how many people, in each cohort.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Difference
        From -1 to 1: Wilson's score limits of each share, put together.

    Raises
    ------
    MeasureError
        Where a cohort has nobody, or more hits than people.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent
    proportions: comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.
    Method 10. https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I

    Examples
    --------
    The paper's own example, 56 of 70 against 48 of 80.

    >>> found = compare_shares(56, 70, 48, 80, 0.95)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    for hits, n in ((hits_here, n_here), (hits_there, n_there)):
        if n < 1 or not 0 <= hits <= n:
            raise MeasureError(f"{hits} of {n} people is not a share.")
    one, other = hits_here / n_here, hits_there / n_there
    low_1, high_1 = _wilson(one, n_here, confidence)
    low_2, high_2 = _wilson(other, n_there, confidence)
    value = one - other
    low = value - sqrt((one - low_1) ** 2 + (high_2 - other) ** 2)
    high = value + sqrt((high_1 - one) ** 2 + (other - low_2) ** 2)
    return Difference(value, low, high)


def _wilson(share: float, n: int, confidence: float) -> tuple[float, float]:
    z = float(stats.norm.ppf((1 + confidence) / 2))
    centre = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def jackknife(
    measure: Callable[[Floats, Floats], float], here: Floats, there: Floats, confidence: float
) -> Difference:
    """Return a measure of two cohorts with its jackknife-t interval.

    Each person of either cohort is left out in turn. What that does to the measure
    gives its standard error, and the bias by which the interval's centre is moved.

    Parameters
    ----------
    measure : callable
        Takes the two tables, people in rows, and returns a number.
    here, there : ndarray, shape (n_people, n_columns)
        The two cohorts.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Difference
        ``value`` is the measure of everyone; infinite ends where a cohort has fewer
        than three people, and where leaving out any one of them changes nothing: nothing
        then shows how much the measure varies.

    References
    ----------
    Arvesen, J. N. (1969). Jackknifing U-statistics. Annals of Mathematical Statistics,
    40(6), 2076-2100. https://doi.org/10.1214/aoms/1177697287
    """
    whole = measure(here, there)
    if min(len(here), len(there)) < 3:
        return Difference(whole, -np.inf, np.inf)
    without_here = [measure(np.delete(here, row, axis=0), there) for row in range(len(here))]
    without_there = [measure(here, np.delete(there, row, axis=0)) for row in range(len(there))]
    centre, variances, sizes = whole, [], []
    for without in (np.array(without_here), np.array(without_there)):
        n = len(without)
        centre -= (n - 1) * (without.mean() - whole)
        variances.append((n - 1) / n * ((without - without.mean()) ** 2).sum())
        sizes.append(n)
    total = sum(variances)
    if total < 1e-18:
        return Difference(whole, -np.inf, np.inf)
    freedom = total**2 / sum(v**2 / (n - 1) for v, n in zip(variances, sizes, strict=True))
    half = stats.t.ppf((1 + confidence) / 2, freedom) * sqrt(total)
    return Difference(whole, float(centre - half), float(centre + half))
