"""What an interval can say where coders agree on every unit, or nearly."""

from __future__ import annotations

from dataclasses import replace

from scipy import stats

from senco.agreement.coefficients import Coefficient
from senco.resampling import check_share

ALL_ALIKE = "no interval: all alike, so neither the formula nor resampling gives one a width"


def bound_share(item: Coefficient, n: int, confidence: float = 0.95) -> Coefficient:
    """Return a share of agreement with its exact binomial interval.

    Parameters
    ----------
    item : Coefficient
        Its value is a share of `n` units, as `senco.agreement.percent_agreement`
        gives it for two coders.
    n : int
        Units that both coders judged.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Coefficient
        As it was where it has no value.

    References
    ----------
    Clopper, C. J., & Pearson, E. S. (1934). The use of confidence or fiducial limits
    illustrated in the case of the binomial. Biometrika, 26(4), 404-413.
    https://doi.org/10.1093/biomet/26.4.404

    Examples
    --------
    >>> share = bound_share(Coefficient("percentage", 1.0), 46)
    >>> round(share.low, 3), share.high  # .025 ** (1 / 46)
    (0.923, 1.0)
    """
    check_share(confidence, "confidence")
    if item.value is None:
        return item
    tested = stats.binomtest(round(item.value * n), n)
    interval = tested.proportion_ci(confidence, method="exact")
    return replace(item, low=float(interval.low), high=float(interval.high))


def drop_empty_interval(item: Coefficient) -> Coefficient:
    """Return a coefficient without an interval that has no width, or goes beyond 1.

    Parameters
    ----------
    item : Coefficient
        With or without an interval.

    Returns
    -------
    Coefficient
        Where both ends are its value of 1, without them, and the note says why: that
        a sample shows no disagreement does not mean that there can be none. Else the
        upper end is at most 1.

    Examples
    --------
    >>> item = drop_empty_interval(Coefficient("kappa", 1.0, low=1.0, high=1.0))
    >>> item.low, item.note.split(":")[0]
    (None, 'no interval')
    >>> drop_empty_interval(Coefficient("kappa", 0.9, low=0.8, high=1.03)).high
    1.0
    """
    if item.low is None or item.high is None:
        return item
    if item.value == 1 and item.low >= item.high:
        return replace(item, low=None, high=None, note=ALL_ALIKE)
    return replace(item, high=min(item.high, 1.0))
