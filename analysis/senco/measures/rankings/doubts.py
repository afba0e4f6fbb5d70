"""Rankings that may have been written down the wrong way round."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from senco.measures.rankings.ranks import Rankings, check_rankings

#: The others have to agree so far among themselves before one can be said to run against them.
_LEAST_AGREEMENT = 0.3
_LEAST_RANKERS = 4
#: A reversed order is so much likelier than the order that was meant: e to the power of this.
_LOG_RATIO = 4.0


def find_reversed(rankings: Rankings) -> pd.Series:
    """Find rankers whose order runs against that of all others, who agree with one another.

    Who numbers from the least important upwards gives such an order; so does somebody who
    truly thinks otherwise. So it is a question, and nothing is changed.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked.

    Returns
    -------
    Series of float
        By ranker, Spearman's correlation with the others' mean ranks, from -1 to 0, of those
        whom the rule asks about. Empty for fewer than four rankers.

    Notes
    -----
    Each ranker's correlation with the mean of the others is r, its mean over all other rankers
    a. Taken as normal around a, or around -a for a reversed order, with the variance
    1 / (m - 1) that it has for m items without any agreement, a reversal is exp(-2 a r (m - 1))
    times as likely. It is asked about where that is e^4 = 55 or more and a is .3 or more. How
    often the rule asks in vain and how often it overlooks a reversal was counted in made-up
    tables: `tests/measures/test_rankings_doubts.py`.

    Examples
    --------
    >>> order = list(range(1, 11))
    >>> find_reversed([order, order, order, order[::-1]]).round(2).to_dict()
    {4: -1.0}
    """
    table = check_rankings(rankings)
    if len(table) < _LEAST_RANKERS:
        return pd.Series(dtype=float)
    own, rest = _pair(table.to_numpy(dtype=float))
    items = np.isfinite(own).sum(axis=1)
    correlations = _correlate(own, rest)
    known = np.isfinite(correlations)
    filled = np.where(known, correlations, 0)
    agreement = (filled.sum() - filled) / np.maximum(known.sum() - known, 1)
    against = -2 * agreement * filled * (items - 1) >= _LOG_RATIO
    asked = against & (agreement >= _LEAST_AGREEMENT) & (filled < 0)
    found: pd.Series = pd.Series(correlations, index=table.index)[asked]
    return found


def _pair(ranks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each ranker's ranks, and the mean ranks of all others, as ranks of what both have."""
    given = np.isfinite(ranks)
    counts = given.sum(axis=0) - given
    sums = np.where(given, ranks, 0).sum(axis=0) - np.where(given, ranks, 0)
    both = given & (counts > 0)
    # thirds and the like may differ in their last digit, and would be no ties
    means = np.round(sums / np.maximum(counts, 1), 9)
    own, rest = np.where(both, ranks, np.nan), np.where(both, means, np.nan)
    return rankdata(own, axis=1, nan_policy="omit"), rankdata(rest, axis=1, nan_policy="omit")


def _correlate(own: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Row by row; NaN where one of the two does not vary."""
    own, rest = (values - np.nanmean(values, axis=1, keepdims=True) for values in (own, rest))
    square = np.nansum(own**2, axis=1) * np.nansum(rest**2, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations: np.ndarray = np.nansum(own * rest, axis=1) / np.sqrt(square)
    return np.where(square > 0, correlations, np.nan)
