"""Plackett-Luce worths: how likely each item is to be put first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats
from scipy.sparse.csgraph import connected_components

from senco.errors import MeasureError
from senco.measures.rankings.ranks import NAMED, Rankings, check_rankings
from senco.measures.resampling import check_share

#: Steps of the MM algorithm before Newton's method takes over.
MM_STEPS = 4
#: Newton steps; the log-likelihood is concave, a handful serves.
NEWTON_STEPS = 60


@dataclass(frozen=True)
class PlackettLuce:
    """Worths of the items under the Plackett-Luce model, in which people choose from the top down.

    Parameters
    ----------
    items : DataFrame, shape (n_items, 6)
        Columns ``worth`` (0 to 1, summing to 1: the chance to be put first among all items),
        its interval ``low`` and ``high``, and ``worth_se``; ``log_worth`` (centred on 0) and
        ``log_worth_se``. Standard errors come from the information matrix: they assume that
        rankers differ only by the model's chance. The interval supposes no more than that the
        rankers are a sample; NaN for one ranker.
    log_likelihood : float
        At the estimate, in nats.
    n : int
        Rankers.
    """

    items: pd.DataFrame
    log_likelihood: float
    n: int


@dataclass(frozen=True)
class _Stages:
    """The choices of which each ranking is made, rankers along the rows.

    Position `p` of a row is the ranker's choice of `order[row, p]` out of the
    items from position `start[row, p]` on. `weight` is 0 where there was no
    choice: a blank, or the last item alone.
    """

    order: np.ndarray
    start: np.ndarray
    end: np.ndarray
    weight: np.ndarray
    ranked: np.ndarray


def plackett_luce(rankings: Rankings, confidence: float = 0.95) -> PlackettLuce:
    """Estimate the worths by maximum likelihood.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked: a partial row is a
        ranking of the items in it and says nothing about the others. Tied items are each taken
        as chosen from the same set, the tied items and all below them (Breslow's rule).
    confidence : float
        Coverage of the intervals, between 0 and 1.

    Returns
    -------
    PlackettLuce
        Intervals come from how much the rankers' own contributions to a worth vary (the
        sandwich covariance), on the logit scale, with Student's t for n - 1. Plus
        and minus two standard errors cover far less where n is small.

    Raises
    ------
    MeasureError
        For one item, or where no finite estimate exists: the items fall into
        two groups of which one was never ranked below, or never together with,
        the other.

    References
    ----------
    Plackett, R. L. (1975). The analysis of permutations. Applied Statistics,
    24(2), 193-202. https://doi.org/10.2307/2346567

    White, H. (1982). Maximum likelihood estimation of misspecified models.
    Econometrica, 50(1), 1-25. https://doi.org/10.2307/1912526

    Hunter, D. R. (2004). MM algorithms for generalized Bradley-Terry models.
    Annals of Statistics, 32(1), 384-406. https://doi.org/10.1214/aos/1079120141

    Examples
    --------
    Of three rankers of two items, two prefer the first: its worth is 2/3.

    >>> found = plackett_luce(np.array([[1, 2], [1, 2], [2, 1]]))
    >>> found.items["worth"].round(4).tolist()
    [0.6667, 0.3333]
    """
    table = check_rankings(rankings)
    ranks = table.to_numpy()
    if ranks.shape[1] < 2:
        raise MeasureError("worths are not defined for one item")
    _check_connected(table, ranks)
    stages = _find_stages(ranks)
    wins = np.bincount(stages.order.ravel(), stages.weight.ravel(), minlength=ranks.shape[1])
    log_worth, information, likelihood = _climb(stages, wins)
    covariance = np.linalg.pinv(information, rcond=1e-12, hermitian=True)
    items = _tabulate(table.columns, log_worth, covariance)
    pulls = _pull(stages, log_worth)
    low, high = _bound(items["worth"].to_numpy(), covariance @ pulls.T, confidence)
    return PlackettLuce(items.assign(low=low, high=high), likelihood, len(table))


def _check_connected(table: pd.DataFrame, ranks: np.ndarray) -> None:
    """Refuse items that the rankings do not tie into one strong component."""
    k = ranks.shape[1]
    above = np.array([(ranks[:, [item]] <= ranks).any(axis=0) for item in range(k)])
    count, group = connected_components(above, directed=True, connection="strong")
    if count == 1:
        return
    # a group to which no arrow leads from outside was never ranked below the rest
    entered = {int(group[j]) for i, j in np.argwhere(above) if group[i] != group[j]}
    top = min(set(range(count)) - entered)
    names = [repr(name) for name in table.columns[group == top]]
    shown = ", ".join(names[:NAMED]) + (" ..." if len(names) > NAMED else "")
    raise MeasureError(
        f"no finite worths exist: nobody ranked any other item above or level with {shown} "
        f"({len(names)} of {k} items); the estimate would be infinite"
    )


def _find_stages(ranks: np.ndarray) -> _Stages:
    blank = np.isnan(ranks)
    filled = np.where(blank, np.inf, ranks)
    order = np.argsort(filled, axis=1, kind="stable")
    placed = np.take_along_axis(filled, order, axis=1)
    positions = np.broadcast_to(np.arange(ranks.shape[1]), ranks.shape)
    new = np.ones(ranks.shape, dtype=bool)
    new[:, 1:] = placed[:, 1:] != placed[:, :-1]
    start = np.maximum.accumulate(np.where(new, positions, 0), axis=1)
    last = np.ones(ranks.shape, dtype=bool)
    last[:, :-1] = new[:, 1:]
    size = ranks.shape[1]
    end = np.minimum.accumulate(np.where(last, positions, size)[:, ::-1], axis=1)[:, ::-1]
    ranked = ~np.take_along_axis(blank, order, axis=1)
    alone = start == ranked.sum(axis=1, keepdims=True) - 1
    return _Stages(order, start, end, (ranked & ~alone).astype(float), ranked)


def _set_worths(stages: _Stages, worth: np.ndarray) -> np.ndarray:
    """Worth of the whole set of each choice; 1 where there was no choice."""
    placed = worth[stages.order] * stages.ranked
    from_here = np.cumsum(placed[:, ::-1], axis=1)[:, ::-1]
    whole = np.take_along_axis(from_here, stages.start, axis=1)
    return np.where(stages.weight > 0, whole, 1.0)


def _exposure(stages: _Stages, per_choice: np.ndarray) -> np.ndarray:
    """Sum for each placed item, over the choices whose set held it, of a value per choice."""
    reached = np.cumsum(stages.weight * per_choice, axis=1)
    exposure: np.ndarray = np.take_along_axis(reached, stages.end, axis=1) * stages.ranked
    return exposure


def _climb(stages: _Stages, wins: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Maximise the likelihood: MM from even worths, then Newton's method."""
    worth = np.full(len(wins), 1 / len(wins))
    items = stages.order.ravel()
    for _ in range(MM_STEPS):
        exposure = _exposure(stages, 1 / _set_worths(stages, worth))
        # an item that only ever came last has no win; connectedness rules it out
        worth = wins / np.bincount(items, exposure.ravel(), minlength=len(wins))
        worth /= worth.sum()
    log_worth = np.log(worth)
    for _ in range(NEWTON_STEPS):
        gradient, information, likelihood = _measure(stages, wins, log_worth)
        step = np.linalg.lstsq(information, gradient, rcond=1e-12)[0]
        step -= step.mean()
        if np.abs(step).max() < 1e-9:
            return log_worth - log_worth.mean(), information, likelihood
        # far from the top a full step can overshoot; two units are a factor of 7
        log_worth = log_worth + step * min(1.0, 2.0 / np.abs(step).max())
    raise MeasureError(
        "the worths did not converge; some item is almost always ranked above another"
    )


def _measure(
    stages: _Stages, wins: np.ndarray, log_worth: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Gradient, information and log-likelihood in the log-worths."""
    size = len(wins)
    worth = np.exp(log_worth - log_worth.max())
    whole = _set_worths(stages, worth)
    items = stages.order.ravel()
    exposure = worth * np.bincount(items, _exposure(stages, 1 / whole).ravel(), minlength=size)
    # two items share the choices up to the earlier one's place, and the sum of
    # squares only grows along a row: so the smaller of their two sums is the shared one
    squares = np.empty((size, len(whole)))
    squares[stages.order.T, np.arange(len(whole))] = _exposure(stages, whole**-2).T
    shared = np.array([np.minimum(squares, own).sum(axis=1) for own in squares])
    information = np.diag(exposure) - np.outer(worth, worth) * shared
    likelihood = wins @ np.log(worth) - float((stages.weight * np.log(whole)).sum())
    return wins - exposure, information, float(likelihood)


def _pull(stages: _Stages, log_worth: np.ndarray) -> np.ndarray:
    """Return each ranker's part of the gradient, shape (n_rankers, n_items)."""
    worth = np.exp(log_worth - log_worth.max())
    exposure = worth[stages.order] * _exposure(stages, 1 / _set_worths(stages, worth))
    pulls: np.ndarray = np.empty_like(exposure)
    np.put_along_axis(pulls, stages.order, stages.weight - exposure, axis=1)
    return pulls


def _bound(
    worth: np.ndarray, shifts: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Intervals of the worths from the shifts of the log-worths, shape (n_items, n_rankers)."""
    check_share(confidence, "confidence")
    n = shifts.shape[1]
    if n < 2:
        return np.full(len(worth), np.nan), np.full(len(worth), np.nan)
    # a worth's logit moves by the item's own log-worth less the mean of the others', weighted
    moved = (shifts - worth @ shifts) / (1 - worth)[:, None]
    error = np.sqrt((moved**2).sum(axis=1) * n / (n - 1))
    half = stats.t.ppf((1 + confidence) / 2, n - 1) * error
    centre = special.logit(worth)
    return special.expit(centre - half), special.expit(centre + half)


def _tabulate(items: pd.Index, log_worth: np.ndarray, covariance: np.ndarray) -> pd.DataFrame:
    worth = np.exp(log_worth - log_worth.max())
    worth /= worth.sum()
    slope = np.diag(worth) - np.outer(worth, worth)
    return pd.DataFrame(
        {
            "worth": worth,
            "worth_se": np.sqrt(np.diag(slope @ covariance @ slope)),
            "log_worth": log_worth,
            "log_worth_se": np.sqrt(np.clip(np.diag(covariance), 0, None)),
        },
        index=items.rename("item"),
    )
