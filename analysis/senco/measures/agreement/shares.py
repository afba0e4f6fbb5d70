"""The interval of a plain share of units on which coders agree."""

from __future__ import annotations

from dataclasses import replace

from scipy import stats

from senco.measures.agreement.coefficients import Coefficient
from senco.measures.resampling import check_share


def bound_share(item: Coefficient, n: int, confidence: float = 0.95) -> Coefficient:
    """Return a share of agreement with its exact binomial interval.

    Parameters
    ----------
    item : Coefficient
        Its value is a share of `n` units, as `senco.measures.agreement.percent_agreement`
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
