"""How likely each verdict is, by the very rules that give the verdicts.

The interval is always that of `senco.measures.comparison.intervals`, and the verdict that of
`senco.measures.comparison.verdicts.decide`; nothing here repeats either. Beside a printed mean the
chance is computed: how wide the interval is hangs on the people's standard deviation alone,
so the rule is asked for its width at each of them, and the chances are added up. Beside
people whose rankings are known the width hangs on how far both cohorts spread; cohorts are
then drawn, with a seed, and the verdicts counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from senco.measures.comparison.intervals import compare_means, compare_with_mean
from senco.measures.comparison.verdicts import AGREES, DIFFERS, decide
from senco.planning.questions import AGREEMENT, Beside, Goal

Floats = NDArray[np.float64]

#: Cohorts that are drawn for a chance.
REPETITIONS = 600
#: Points at which the chances of standard deviations are added up.
_NODES = 48
#: Standard deviations less likely than this are left out on either side.
_TAIL = 1e-12


@dataclass(frozen=True)
class Chance:
    """How likely a verdict is.

    Parameters
    ----------
    value : float
        From 0 to 1.
    error : float
        Monte Carlo standard error; 0 where it was computed.
    """

    value: float
    error: float = 0.0


def find_chance(
    goal: Goal,
    n: int,
    beside: Beside,
    spread: float,
    difference: float,
    margin: float,
    confidence: float,
    seed: int = 0,
    repetitions: int = REPETITIONS,
) -> Chance:
    """Return the chance that so many people get the verdict that is to be shown.

    Parameters
    ----------
    goal : {"agreement", "difference"}
        Which verdict.
    n : int
        People here, at least 1.
    beside : Beside
        The cohort there.
    spread : float
        Standard deviation of the places among people, the same in both populations.
    difference : float
        True difference of the two populations, in places.
    margin : float
        In places, above 0.
    confidence : float
        Of the interval.
    seed : int
        Start of the random numbers.
    repetitions : int
        Cohorts that are drawn, where the chance is simulated.

    Returns
    -------
    Chance
        Computed beside a printed mean, else simulated.
    """
    if beside.kind == "reported":
        return compute_chance(goal, n, beside, spread, difference, margin, confidence)
    intervals = draw_intervals(n, beside.n or n, confidence, seed, repetitions)
    return count_verdicts(goal, intervals, spread, difference, margin)


def measure_reach(n: int, beside: Beside, confidence: float, spread: float) -> float:
    """Return how far the interval beside a printed mean reaches to either side.

    Parameters
    ----------
    n : int
        People here, at least 2.
    beside : Beside
        The people behind the mean, its rounding, and the spread that it leaves room for.
    confidence : float
        Of the interval.
    spread : float
        Standard deviation of the places of those people.

    Returns
    -------
    float
        In places; what `compare_with_mean` says of people who differ by just so much.
    """
    found = compare_with_mean(
        _lay_out(n) * spread, 0.0, beside.n, beside.rounding, confidence, beside.spread
    )
    return (found.high - found.low) / 2


@lru_cache(maxsize=64)
def _lay_out(n: int) -> Floats:
    """So many values with mean 0 and standard deviation 1."""
    values: Floats = np.arange(n, dtype=float) - (n - 1) / 2
    values /= values.std(ddof=1)
    values.flags.writeable = False
    return values


def compute_chance(
    goal: Goal,
    n: int,
    beside: Beside,
    spread: float,
    difference: float,
    margin: float,
    confidence: float,
) -> Chance:
    """Compute the chance of a verdict beside a printed mean, for normal values.

    Parameters
    ----------
    goal, n, beside, spread, difference, margin, confidence
        As for `find_chance`.

    Returns
    -------
    Chance
        Without an error. What the printed mean is off by chance, with so few people
        behind it, is part of it.
    """
    if n < 2:
        return Chance(0.0)
    reach = partial(measure_reach, n, beside, confidence)
    error = spread * sqrt(1 / n + 1 / beside.n)
    within = goal == AGREEMENT
    bound = share_within if within else share_beyond
    return Chance(bound(reach, spread, n - 1, error, difference, margin))


def share_within(
    reach: Callable[[float], float],
    spread: float,
    freedom: int,
    error: float,
    difference: float,
    margin: float,
) -> float:
    """Return how often an interval lies within the margin.

    Parameters
    ----------
    reach : callable
        Half the interval's width, by the standard deviation found.
    spread : float
        True standard deviation.
    freedom : int
        Degrees of freedom of the standard deviation found.
    error : float
        Standard error of the difference found.
    difference : float
        True difference.
    margin : float
        Above 0.

    Returns
    -------
    float
        From 0 to 1.

    References
    ----------
    Phillips, K. F. (1990). Power of the two one-sided tests procedure in bioequivalence.
    Journal of Pharmacokinetics and Biopharmaceutics, 18(2), 137-144.
    https://doi.org/10.1007/BF01063556
    """

    def chance(width: Floats) -> Floats:
        inside = stats.norm.cdf((margin - width - difference) / error) - stats.norm.cdf(
            (width - margin - difference) / error
        )
        return np.maximum(inside, 0.0)

    return _add_up(chance, reach, spread, freedom, _find_widest(reach, spread, freedom, margin))


def share_beyond(
    reach: Callable[[float], float],
    spread: float,
    freedom: int,
    error: float,
    difference: float,
    margin: float,
) -> float:
    """Return how often an interval lies wholly beyond the margin, on either side.

    Parameters
    ----------
    reach, spread, freedom, error, difference, margin
        As for `share_within`.

    Returns
    -------
    float
        From 0 to 1.
    """

    def chance(width: Floats) -> Floats:
        return stats.norm.sf((margin + width - difference) / error) + stats.norm.cdf(
            (-margin - width - difference) / error
        )

    return _add_up(chance, reach, spread, freedom, np.inf)


def _add_up(
    chance: Callable[[Floats], Floats],
    reach: Callable[[float], float],
    spread: float,
    freedom: int,
    highest: float,
) -> float:
    """Integrate over the standard deviations that people may turn out to have."""
    found = stats.chi(freedom)
    low, high = found.ppf(_TAIL), min(found.isf(_TAIL), highest / spread * sqrt(freedom))
    if high <= low:
        return 0.0
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    places = low + (nodes + 1) * (high - low) / 2
    widths = np.array([reach(float(place)) for place in places * spread / sqrt(freedom)])
    total = (weights * found.pdf(places) * chance(widths)).sum() * (high - low) / 2
    return float(np.clip(total, 0.0, 1.0))


def _find_widest(
    reach: Callable[[float], float], spread: float, freedom: int, margin: float
) -> float:
    """The largest standard deviation at which the interval is no wider than the margin."""
    highest = float(stats.chi(freedom).isf(_TAIL)) * spread / sqrt(freedom)
    if reach(highest) <= margin:
        return highest
    lowest = float(stats.chi(freedom).ppf(_TAIL)) * spread / sqrt(freedom)
    if reach(lowest) >= margin:
        return 0.0
    return float(optimize.brentq(lambda found: reach(found) - margin, lowest, highest))


@lru_cache(maxsize=256)
def draw_intervals(
    n: int, n_there: int, confidence: float, seed: int, repetitions: int = REPETITIONS
) -> Floats:
    """Return the intervals of cohorts that are drawn from one normal population.

    Parameters
    ----------
    n, n_there : int
        People in each cohort.
    confidence : float
        Of the interval.
    seed : int
        Start of the random numbers; the same for the same sizes.
    repetitions : int
        Pairs of cohorts.

    Returns
    -------
    ndarray, shape (repetitions, 2)
        Low and high ends for a standard deviation of 1 and no difference. Places that
        spread by more, or are moved, stretch and move the ends, for the rule has no
        unit of its own.
    """
    rng = np.random.default_rng([seed, n, n_there])
    ends = np.empty((repetitions, 2))
    for row in ends:
        here, there = rng.standard_normal(n), rng.standard_normal(n_there)
        found = compare_means(here, there, confidence)
        row[:] = found.low, found.high
    ends.flags.writeable = False
    return ends


def count_verdicts(
    goal: Goal, intervals: Floats, spread: float, difference: float, margin: float
) -> Chance:
    """Return how often intervals get the verdict that is to be shown.

    Parameters
    ----------
    goal : {"agreement", "difference"}
        Which verdict.
    intervals : ndarray, shape (n_intervals, 2)
        For a standard deviation of 1 and no difference, as `draw_intervals` gives them.
    spread, difference, margin : float
        In places.

    Returns
    -------
    Chance
        With its Monte Carlo error.
    """
    wanted = AGREES if goal == AGREEMENT else DIFFERS
    ends = intervals * spread + difference
    hits = sum(decide(low, high, margin) == wanted for low, high in ends.tolist())
    value = hits / len(ends)
    return Chance(value, sqrt(value * (1 - value) / len(ends)))
