"""Intervals of a coefficient: from its standard error, or from bootstrap draws."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from senco.agreement.coefficients import Coefficient
from senco.errors import MeasureError
from senco.resampling import check_share
from senco.rounding import format_share


def bound_by_error(
    item: Coefficient,
    confidence: float = 0.95,
    least: float = -np.inf,
    most: float = np.inf,
) -> Coefficient:
    """Return a coefficient with the normal interval that its standard error gives.

    Parameters
    ----------
    item : Coefficient
        As `senco.agreement.cohen_kappa`, `gwet_ac1` or `perreault_leigh` gives it.
    confidence : float
        Coverage of the interval, between 0 and 1.
    least, most : float
        The interval is cut where the coefficient cannot go.

    Returns
    -------
    Coefficient
        As it was where it has no value or no standard error. A large-sample interval:
        too narrow with few units.

    Raises
    ------
    MeasureError
        Where the confidence is not between 0 and 1.

    Examples
    --------
    >>> index = bound_by_error(Coefficient("index", 0.9, se=0.1), least=0, most=1)
    >>> round(index.low, 3), index.high
    (0.704, 1.0)
    """
    check_share(confidence, "confidence")
    if item.value is None or item.se is None:
        return item
    half = NormalDist().inv_cdf((1 + confidence) / 2) * item.se
    low, high = max(item.value - half, least), min(item.value + half, most)
    return replace(item, low=float(low), high=float(high))


def bound_by_draws(item: Coefficient, drawn: ArrayLike, confidence: float = 0.95) -> Coefficient:
    """Return a coefficient with the percentile interval of its bootstrap draws.

    Parameters
    ----------
    item : Coefficient
        As `senco.agreement.krippendorff_alpha` gives it.
    drawn : array_like, shape (draws,)
        As `senco.agreement.bootstrap_alpha` gives them; NaN where a draw is undefined.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Coefficient
        As it was where it has no value. Undefined draws are left out, and the note
        says how many they are; where all are, there is no interval.

    Raises
    ------
    MeasureError
        Where the confidence is not between 0 and 1, or there is no draw.

    Notes
    -----
    Measured for alpha at 95 % (three coders who each err on a tenth of the units, a
    code on three units in ten; 600 samples each): the interval held the true value
    in .94, .96, .94 and .95 at 20, 50, 100 and 300 units; for a code on one unit in
    ten and half the errors .78, .95, .94 and .94. So a rare code needs 50 units.

    Examples
    --------
    >>> alpha = bound_by_draws(Coefficient("alpha", 0.8), [0.6, 1.0, 0.8, float("nan")], 0.5)
    >>> round(alpha.low, 3), round(alpha.high, 3), alpha.note
    (0.7, 0.9, '25.0% of the draws undefined and left out')
    """
    check_share(confidence, "confidence")
    if item.value is None:
        return item
    values = np.asarray(drawn, dtype=float)
    if not len(values):
        raise MeasureError("There is no draw, so no interval: draw at least one sample.")
    defined = values[~np.isnan(values)]
    undefined = 1 - len(defined) / len(values)
    left_out = f"{format_share(undefined, 1)} of the draws undefined and left out"
    note = left_out if undefined else item.note
    if not len(defined):
        return replace(item, note=note)
    tail = (1 - confidence) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return replace(item, low=float(low), high=float(high), note=note)
