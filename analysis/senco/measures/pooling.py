"""Estimates of several groups pooled, where the groups may truly differ.

A random-effects model: each group has a truth of its own, and the truths scatter around a
mean. Pooled is that mean; told beside it is how far the truths scatter, and where that of a
further group may lie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from senco.errors import MeasureError
from senco.measures.resampling import check_share
from senco.measures.tolerance import at_least

#: Fewer estimates than this are not pooled: how far two truths scatter, two cannot show.
FEWEST = 3
#: Steps in which a further estimate is moved before the turning point is narrowed down.
_STEPS = 40

Floats = NDArray[np.float64]
Method = Literal["REML", "PM"]


@dataclass(frozen=True)
class Pooled:
    """Several estimates pooled.

    Parameters
    ----------
    k : int
        Estimates, at least `FEWEST`.
    estimate : float
        Mean of the truths from which those of the groups were drawn.
    error : float
        Its standard error by Hartung and Knapp, and never less than `plain_error`.
    low, high : float
        Its interval, by Student's t with k - 1 degrees of freedom.
    predicted_low, predicted_high : float
        Where the truth of a further group may lie.
    between : float
        Variance of the truths among one another, by restricted maximum likelihood.
    between_low, between_high : float
        Its interval (Q profile).
    q : float
        Cochran's Q.
    i2, i2_low, i2_high : float
        Share of the scatter of the estimates that is the truths', from 0 to 1, with its interval.
    plain_error : float
        Standard error as if `between` were known.
    confidence : float
        Of every interval.
    """

    k: int
    estimate: float
    error: float
    low: float
    high: float
    predicted_low: float
    predicted_high: float
    between: float
    between_low: float
    between_high: float
    q: float
    i2: float
    i2_low: float
    i2_high: float
    plain_error: float
    confidence: float


def find_between(estimates: ArrayLike, variances: ArrayLike, method: Method = "REML") -> float:
    """Return the variance of the truths behind several estimates.

    Parameters
    ----------
    estimates, variances : array_like, shape (k,)
        Of each group, the variance that of the estimate, above 0.
    method : {"REML", "PM"}
        Restricted maximum likelihood, or Paule and Mandel's, with which Cochran's Q at the
        variance found is as large as it is expected to be, k - 1.

    Returns
    -------
    float
        At least 0.

    Raises
    ------
    MeasureError
        For fewer than two estimates, one that is no finite number, or a variance of 0 or less.

    References
    ----------
    Viechtbauer, W. (2005). Bias and efficiency of meta-analytic variance estimators in the
    random-effects model. Journal of Educational and Behavioral Statistics, 30(3), 261-293.
    https://doi.org/10.3102/10769986030003261

    Paule, R. C., & Mandel, J. (1982). Consensus values and weighting factors. Journal of
    Research of the National Bureau of Standards, 87(5), 377-385.
    https://doi.org/10.6028/jres.087.022

    Examples
    --------
    With variances that are all the same both are the variance of the estimates, 9, less theirs.

    >>> [round(find_between([2, 5, 8], [4, 4, 4], method), 6) for method in ("REML", "PM")]
    [5.0, 5.0]
    """
    values, errors = _check(estimates, variances, fewest=2)
    if method == "PM":
        return _solve_q(values, errors, len(values) - 1)
    return _maximise(values, errors)


def pool_estimates(estimates: ArrayLike, variances: ArrayLike, confidence: float = 0.95) -> Pooled:
    """Pool the estimates of several groups whose truths may differ.

    Parameters
    ----------
    estimates, variances : array_like, shape (k,)
        Of each group, the variance that of the estimate, above 0.
    confidence : float
        Of every interval, between 0 and 1; each side gets half of the rest.

    Returns
    -------
    Pooled

    Raises
    ------
    MeasureError
        For fewer than three estimates, one that is no finite number, a variance of 0 or less,
        or a confidence that is not between 0 and 1.

    Notes
    -----
    The standard error is Hartung and Knapp's, from how far the estimates in fact scatter. With
    few estimates that scatter can be small by chance, and the interval narrower than one that
    takes all truths for the same; so it is never taken for less than the plain one. The
    prediction interval has k - 2 degrees of freedom, as Higgins, Thompson and Spiegelhalter
    have it: others take k - 1, with which it held the truth of a further group less often than
    it promises (`benchmarks/pooling_coverage.py`). With three estimates it is very wide.

    References
    ----------
    Hartung, J., & Knapp, G. (2001). A refined method for the meta-analysis of controlled
    clinical trials with binary outcome. Statistics in Medicine, 20(24), 3875-3889.
    https://doi.org/10.1002/sim.1009

    Röver, C., Knapp, G., & Friede, T. (2015). Hartung-Knapp-Sidik-Jonkman approach and its
    modification for random-effects meta-analysis with few studies. BMC Medical Research
    Methodology, 15, 99. https://doi.org/10.1186/s12874-015-0091-1

    Higgins, J. P. T., Thompson, S. G., & Spiegelhalter, D. J. (2009). A re-evaluation of
    random-effects meta-analysis. Journal of the Royal Statistical Society: Series A, 172(1),
    137-159. https://doi.org/10.1111/j.1467-985X.2008.00552.x

    Viechtbauer, W. (2007). Confidence intervals for the amount of heterogeneity in
    meta-analysis. Statistics in Medicine, 26(1), 37-52. https://doi.org/10.1002/sim.2514

    Examples
    --------
    Mean 5, variance 9 of which 4 is the estimates' own, so 5 is the truths'. Standard error the
    root of 9/3, times Student's t of 2 degrees of freedom, 2.920; a further truth lies within
    the root of 5 + 3 times 6.314, which is t of 1 degree of freedom.

    >>> found = pool_estimates([2, 5, 8], [4, 4, 4], 0.9)
    >>> round(found.low, 2), round(found.high, 2), round(found.predicted_high, 2)
    (-0.06, 10.06, 22.86)
    >>> round(found.q, 2), round(found.i2, 3)
    (4.5, 0.556)
    """
    values, errors = _check(estimates, variances, fewest=FEWEST)
    check_share(confidence, "confidence")
    k = len(values)
    between = _maximise(values, errors)
    weights = 1 / (errors + between)
    mean = float(weights @ values / weights.sum())
    plain = 1 / sqrt(weights.sum())
    scatter = float(weights @ (values - mean) ** 2 / (k - 1))
    error = plain * sqrt(max(scatter, 1.0))
    half = _quantile(confidence, k - 1) * error
    reach = _quantile(confidence, k - 2) * sqrt(between + error**2)
    low, high = (
        _solve_q(values, errors, float(stats.chi2.ppf((1 + side * confidence) / 2, k - 1)))
        for side in (1, -1)
    )
    typical = _find_typical(errors)
    share, share_low, share_high = (part / (part + typical) for part in (between, low, high))
    return Pooled(
        k, mean, error, mean - half, mean + half, mean - reach, mean + reach, between, low, high,
        _measure_q(values, errors, 0.0), share, share_low, share_high, plain, confidence,
    )  # fmt: skip


def leave_one_out(
    estimates: ArrayLike, variances: ArrayLike, confidence: float = 0.95
) -> list[Pooled]:
    """Pool all estimates but one, each left out in turn.

    Parameters
    ----------
    estimates, variances, confidence
        As for `pool_estimates`.

    Returns
    -------
    list of Pooled
        In the order of those left out; none where that leaves fewer than three.

    Raises
    ------
    MeasureError
        As `pool_estimates` says.

    Examples
    --------
    >>> [round(part.estimate, 1) for part in leave_one_out([1, 2, 3, 6], [1, 1, 1, 1])]
    [3.7, 3.3, 3.0, 2.0]
    """
    values, errors = _check(estimates, variances, fewest=FEWEST)
    check_share(confidence, "confidence")
    if len(values) == FEWEST:
        return []
    return [
        pool_estimates(np.delete(values, place), np.delete(errors, place), confidence)
        for place in range(len(values))
    ]


def find_turning(
    estimates: ArrayLike,
    variances: ArrayLike,
    landmark: float,
    confidence: float = 0.95,
    bounds: tuple[float, float] = (-inf, inf),
) -> float | None:
    """Return the estimate of one further group with which the interval reaches a landmark.

    The further group has the median variance of the others, and all are pooled anew. Of all
    such estimates it is the one nearest to what is pooled now, on the landmark's side of it.

    Parameters
    ----------
    estimates, variances, confidence
        As for `pool_estimates`.
    landmark : float
        What the interval lies wholly above or below as it is.
    bounds : tuple of float
        Least and greatest estimate that is possible.

    Returns
    -------
    float or None
        None where no possible estimate does it. What is pooled now, where the interval reaches
        the landmark already.

    Raises
    ------
    MeasureError
        As `pool_estimates` says.

    Examples
    --------
    Estimates 4, 5 and 6 lie above 0. With a fourth one, x, the mean is (15 + x)/4; the interval
    reaches 0 where that is 2.353 (t, 3 degrees of freedom) standard errors, at x = -0.81.

    >>> round(find_turning([4, 5, 6], [0.25, 0.25, 0.25], 0, 0.9), 2)
    -0.81
    """
    values, errors = _check(estimates, variances, fewest=FEWEST)
    now = pool_estimates(values, errors, confidence)
    if touches(now.low, now.high, landmark):
        return now.estimate
    above = now.low > landmark
    spread = float(np.sqrt(errors.max()) + np.ptp(values)) * len(values)
    end = landmark - spread * 4 if above else landmark + spread * 4
    end = min(max(end, bounds[0]), bounds[1])

    def gap(further: float) -> float:
        found = pool_estimates(
            np.append(values, further), np.append(errors, np.median(errors)), confidence
        )
        return found.low - landmark if above else landmark - found.high

    return _find_first(gap, now.estimate, end)


def touches(low: float, high: float, landmark: float) -> bool:
    """Return whether an interval holds a landmark, its ends with it.

    Parameters
    ----------
    low, high : float
        Ends of the interval.
    landmark : float
        Any number.

    Returns
    -------
    bool

    Examples
    --------
    >>> touches(1, 3, 3), touches(1, 3, 4)
    (True, False)
    """
    return bool(at_least(landmark, low) and at_least(high, landmark))


def _find_first(gap: Callable[[float], float], start: float, end: float) -> float | None:
    """Where a gap that is above 0 at the start first closes on the way to the end."""
    last = start
    for place in np.linspace(start, end, _STEPS + 1)[1:]:
        if gap(float(place)) <= 0:
            if gap(last) <= 0:
                return last
            return float(optimize.brentq(gap, last, float(place), xtol=1e-10))
        last = float(place)
    return None


def _check(estimates: ArrayLike, variances: ArrayLike, fewest: int) -> tuple[Floats, Floats]:
    values, errors = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    if values.ndim != 1 or values.shape != errors.shape:
        raise MeasureError("Each estimate needs one variance.")
    if len(values) < fewest:
        raise MeasureError(
            f"{len(values)} estimates are too few to pool: at least {fewest} are needed."
        )
    if not np.isfinite(values).all():
        raise MeasureError("An estimate is missing or no finite number: leave it out first.")
    if not (np.isfinite(errors).all() and (errors > 0).all()):
        raise MeasureError("A variance is not above 0: an estimate without one cannot be pooled.")
    return values, errors


def _quantile(confidence: float, freedom: int) -> float:
    return float(stats.t.ppf((1 + confidence) / 2, freedom))


def _measure_q(values: Floats, errors: Floats, between: float) -> float:
    """Cochran's Q, the truths' variance being allowed for."""
    weights = 1 / (errors + between)
    mean = weights @ values / weights.sum()
    return float(weights @ (values - mean) ** 2)


def _solve_q(values: Floats, errors: Floats, wanted: float) -> float:
    """The variance of the truths at which Q, which falls with it, is as large as wanted."""
    if _measure_q(values, errors, 0.0) <= wanted:
        return 0.0
    top = float(errors.max())
    while _measure_q(values, errors, top) > wanted:
        top *= 4
    found = optimize.brentq(lambda it: _measure_q(values, errors, it) - wanted, 0, top, xtol=1e-14)
    return float(found)


def _maximise(values: Floats, errors: Floats) -> float:
    """The variance of the truths at which the restricted likelihood is highest."""
    scale = float(np.median(errors))
    top = max(float(np.ptp(values)) ** 2, float(errors.max()))
    while _find_slopes(values, errors, [top])[0] > 0:
        top *= 4
    places = np.concatenate([[0.0], np.geomspace(min(scale, top) * 1e-6, top, 40)])
    slopes = _find_slopes(values, errors, places)
    found = [0.0]
    for before in np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0)):
        ends = float(places[before]), float(places[before + 1])
        found.append(
            float(
                optimize.brentq(
                    lambda it: _find_slopes(values, errors, [it])[0], *ends, xtol=1e-14 * scale
                )
            )
        )
    return max(found, key=lambda it: _measure_likelihood(values, errors, it))


def _find_slopes(values: Floats, errors: Floats, between: ArrayLike) -> Floats:
    """Slopes of the restricted log-likelihood, doubled, at several variances of the truths."""
    weights = 1 / (errors + np.asarray(between, dtype=float)[:, None])
    total = weights.sum(axis=1)
    apart = values - (weights @ values / total)[:, None]
    squares = (weights**2).sum(axis=1)
    slopes: Floats = ((weights * apart) ** 2).sum(axis=1) - total + squares / total
    return slopes


def _measure_likelihood(values: Floats, errors: Floats, between: float) -> float:
    weights = 1 / (errors + between)
    return float(
        np.log(weights).sum() - np.log(weights.sum()) - _measure_q(values, errors, between)
    )


def _find_typical(errors: Floats) -> float:
    """The variance of a typical estimate, as Higgins and Thompson have it for I squared."""
    weights = 1 / errors
    total = weights.sum()
    return float((len(errors) - 1) * total / (total**2 - weights @ weights))
