"""The findings of several cohorts pooled, each kind of data by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, pi, sin, sqrt
from typing import Any, Literal

import numpy as np
import pandas as pd

from senco.cohort.model import Cohort, Criteria
from senco.measures.comparison.estimates import gather_estimates
from senco.measures.comparison.priorities import find_length
from senco.measures.pooling import (
    FEWEST,
    Pooled,
    find_turning,
    leave_one_out,
    pool_estimates,
    touches,
)

Side = Literal["below", "above", "open"]
#: Where a pooled interval lies beside its landmark: wholly below, wholly above, or on it.
SIDES: tuple[Side, ...] = ("below", "above", "open")
BELOW, ABOVE, UNDECIDED = SIDES
#: How each field of a pool is called in a table, in order.
COLUMNS = (
    "area", "key", "finding", "unit", "kind", "cohorts", "k", "estimate", "low", "high",
    "predicted_low", "predicted_high", "q", "i2", "i2_low", "i2_high", "landmark", "side",
    "least_without", "most_without", "turned_without", "turning", "why",
)  # fmt: skip


@dataclass(frozen=True)
class Pools:
    """What several cohorts say together.

    Parameters
    ----------
    estimates : DataFrame
        As `senco.measures.comparison.estimates.gather_estimates` gives them.
    pools : DataFrame
        A row for each finding and kind of data, with `COLUMNS` (`pool_cohorts`).
    length : int
        Of the list on which places are told.
    confidence : float
        Of every interval.
    """

    estimates: pd.DataFrame
    pools: pd.DataFrame
    length: int
    confidence: float


@dataclass(frozen=True)
class _Scale:
    """On what scale a finding is pooled, and what is asked of it."""

    least: float
    most: float
    landmark: float
    share: bool

    def show(self, value: float) -> float:
        """A value of the scale as it is told."""
        kept = min(max(value, self.least), self.most)
        return sin(kept) ** 2 if self.share else kept


def pool_cohorts(
    cohorts: Sequence[Cohort], criteria: Criteria | None = None, *, seed: int = 0
) -> Pools:
    """Pool every finding of which three cohorts or more of one kind hold a number.

    Parameters
    ----------
    cohorts : sequence of Cohort
        Of one study, in order; places are told on the list of the first.
    criteria : Criteria, optional
        As for `senco.measures.comparison.compare_cohorts`; those of the first.
    seed : int
        Start of the random numbers of the verdicts.

    Returns
    -------
    Pools
        Of each pool: ``cohorts`` (a tuple of names) and ``k``, how many; ``estimate`` with
        ``low`` and ``high``; ``predicted_low`` and ``predicted_high``, where a further cohort's
        may lie; ``q``, ``i2`` with its interval; ``side`` of the ``landmark`` (`SIDES`), the
        middle of the list or half of the people; ``least_without`` and ``most_without``, the
        range of the estimate with one cohort left out, and ``turned_without``, those without
        which the side is another; ``turning``, the number of one further cohort with which the
        interval would reach the landmark, NaN where none does; ``why``, why nothing was pooled,
        with all numbers missing.

    Notes
    -----
    Kinds of data are never pooled together, and no cohort twice. A mean place has the variance
    that all people of these cohorts together show around their cohorts' means, over n: so few
    people's own spread is too unsure to weigh by, and near the end of the list it is the smaller
    the nearer the mean lies. A share is pooled as its arcsine, whose variance, 1/(4n), does
    not depend on it.

    References
    ----------
    Schwarzer, G., Chemaitelly, H., Abu-Raddad, L. J., & Rücker, G. (2019). Seriously misleading
    results using inverse of Freeman-Tukey double arcsine transformation in meta-analysis of
    single proportions. Research Synthesis Methods, 10(3), 476-483.
    https://doi.org/10.1002/jrsm.1348
    """
    criteria = criteria or cohorts[0].info.criteria or Criteria()
    length = find_length(*cohorts)
    estimates = gather_estimates(cohorts, criteria, length, seed=seed)
    rows = []
    for _, finding in estimates.groupby("key", sort=False):
        for kind, part in finding.groupby("kind", sort=False):
            usable = part.loc[part["why"] == ""]
            if len(usable):
                rows.append(_pool(usable, str(kind), length, criteria.confidence))
    pools = pd.DataFrame(rows, columns=list(COLUMNS))
    return Pools(estimates, pools, length, criteria.confidence)


def _pool(part: pd.DataFrame, kind: str, length: int, confidence: float) -> dict[str, Any]:
    """One finding of the cohorts of one kind."""
    first = part.iloc[0]
    names = tuple(str(name) for name in part["cohort"])
    row: dict[str, Any] = {name: np.nan for name in COLUMNS}
    row |= {name: first[name] for name in ("area", "key", "finding", "unit")}
    row |= {"kind": kind, "cohorts": names, "k": len(names), "side": "", "turned_without": ()}
    scale = _choose_scale(str(first["key"]), length)
    row["landmark"] = scale.show(scale.landmark)
    values, variances = weigh(part, scale.share)
    if len(names) < FEWEST:
        return {**row, "why": "too few"}
    if not (variances > 0).all():
        return {**row, "why": "no spread"}
    whole = pool_estimates(values, variances, confidence)
    without = leave_one_out(values, variances, confidence)
    side = _find_side(whole, scale.landmark)
    turned = [
        name
        for name, one in zip(names, without, strict=False)
        if _find_side(one, scale.landmark) != side
    ]
    told = {
        name: scale.show(getattr(whole, name))
        for name in ("estimate", "low", "high", "predicted_low", "predicted_high")
    }
    means = [scale.show(one.estimate) for one in without]
    turning = None
    if side != UNDECIDED:
        turning = find_turning(
            values, variances, scale.landmark, confidence, (scale.least, scale.most)
        )
    return row | told | {
        "q": whole.q, "i2": whole.i2, "i2_low": whole.i2_low, "i2_high": whole.i2_high,
        "side": side, "least_without": min(means, default=np.nan),
        "most_without": max(means, default=np.nan), "turned_without": tuple(turned),
        "turning": np.nan if turning is None else scale.show(turning), "why": "",
    }  # fmt: skip


def weigh(part: pd.DataFrame, share: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return estimates and their variances on the scale on which they are pooled.

    Parameters
    ----------
    part : DataFrame, shape (n_cohorts, ...)
        Columns value, n and spread, of one finding.
    share : bool
        Whether the values are shares of people, from 0 to 1.

    Returns
    -------
    tuple of ndarray, shape (n_cohorts,)
        Mean places as they are, with the people's common variance over n; of shares the
        arcsine of the root, with 1/(4n).

    Examples
    --------
    Two cohorts of 3 and 5 people, variances 4 and 1: (2 * 4 + 4 * 1) / 6 is 2.

    >>> part = pd.DataFrame({"value": [5.0, 7.0], "n": [3, 5], "spread": [2.0, 1.0]})
    >>> [round(variance, 3) for variance in weigh(part, False)[1].tolist()]
    [0.667, 0.4]
    """
    n = part["n"].to_numpy(dtype=float)
    values = part["value"].to_numpy(dtype=float)
    if share:
        return np.array([asin(sqrt(value)) for value in values]), 0.25 / n
    squares = part["spread"].to_numpy(dtype=float) ** 2
    common = float((n - 1) @ squares / (n - 1).sum())
    return values, common / n


def _choose_scale(key: str, length: int) -> _Scale:
    if key.startswith("speaks:"):
        return _Scale(0.0, pi / 2, pi / 4, share=True)
    return _Scale(1.0, float(length), (length + 1) / 2, share=False)


def _find_side(pooled: Pooled, landmark: float) -> Side:
    if touches(pooled.low, pooled.high, landmark):
        return UNDECIDED
    return BELOW if pooled.high < landmark else ABOVE
