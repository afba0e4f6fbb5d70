"""Agreement among rankers: Kendall's W, its null, and the mean correlation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from senco.errors import MeasureError
from senco.measures.rankings.ranks import Rankings, check_rankings, midranks, select_complete
from senco.measures.tolerance import equal

Floats = NDArray[np.float64]
Method = Literal["auto", "exact", "monte-carlo", "chi-square"]

#: Floating-point slack within which two sums of squares are equal.
SLACK = 1e-7
#: Above this many ranks in a null (draws x rankers x items) chi-square serves.
LARGEST_NULL = 200_000_000
#: Ranks held in memory at once while a null is drawn.
BATCH = 2_000_000


@dataclass(frozen=True)
class Concordance:
    """Kendall's coefficient of concordance.

    Parameters
    ----------
    n, k : int
        Rankers who ranked every item, and items.
    w : float
        W with the divisor of untied rankings, 0 to 1.
    w_tie_corrected : float
        W with the divisor reduced by the ties, 0 to 1.
    chi2 : float
        n(k - 1) times the tie-corrected W.
    df : int
        k - 1.
    p_chi2 : float
        Upper tail of chi-square, an approximation that improves with n and k.
    """

    n: int
    k: int
    w: float
    w_tie_corrected: float
    chi2: float
    df: int
    p_chi2: float


@dataclass(frozen=True)
class ChanceTest:
    """A test of W against rankers who rank at random.

    Parameters
    ----------
    p : float
        Share of the null at or above the observed W.
    method : {"exact", "monte-carlo", "chi-square"}
        How the null was had.
    draws : int
        Random tables drawn; 0 where none were.
    """

    p: float
    method: str
    draws: int


@dataclass(frozen=True)
class MeanCorrelation:
    """Mean Spearman correlation over the pairs of rankers.

    Parameters
    ----------
    n : int
        Rankers who ranked every item.
    mean : float
        From -1/(n - 1) to 1.
    low, high : float or None
        Jackknife-t interval; None for fewer than three rankers.
    level : float
        Nominal coverage of the interval.
    """

    n: int
    mean: float
    low: float | None
    high: float | None
    level: float


def kendall_w(rankings: Rankings) -> Concordance:
    """Compute Kendall's W, plain and corrected for ties.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority. Rankers with a blank are left out, because
        W compares sums over the same rankers; `Concordance.n` counts the rest.

    Returns
    -------
    Concordance

    Raises
    ------
    MeasureError
        For one ranker, one item, or rankers who all tied every item: W is then
        not defined.

    References
    ----------
    Kendall, M. G., and Babington Smith, B. (1939). The problem of m rankings.
    Annals of Mathematical Statistics, 10(3), 275-287.
    https://doi.org/10.1214/aoms/1177732186

    Examples
    --------
    >>> round(kendall_w(np.array([[1, 2, 3], [1, 3, 2], [1, 2, 3]])).w, 4)
    0.7778
    """
    ranks = _complete_table(rankings, "W").to_numpy()
    n, k = ranks.shape
    spread = _spread(ranks.sum(axis=0))
    largest = n * n * (k**3 - k) / 12
    untied = 12 * _squares_within(ranks) / (n * (k**3 - k))
    if untied < SLACK:
        raise MeasureError("W is not defined where every ranker tied every item")
    corrected = spread / (largest * untied)
    chi2 = n * (k - 1) * corrected
    return Concordance(
        n=n,
        k=k,
        w=float(spread / largest),
        w_tie_corrected=float(corrected),
        chi2=float(chi2),
        df=k - 1,
        p_chi2=float(stats.chi2.sf(chi2, k - 1)),
    )


def compare_with_chance(
    rankings: Rankings,
    *,
    rng: np.random.Generator,
    draws: int = 9_999,
    method: Method = "auto",
) -> ChanceTest:
    """Test W against rankers who each order the items at random.

    Each ranker's own ranks, ties included, are shuffled. The exact null is the
    set of all such tables; a Monte-Carlo p is (b + 1)/(draws + 1).

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority. Rankers with a blank are left out.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Random tables.
    method : {"auto", "exact", "monte-carlo", "chi-square"}
        ``"auto"`` is exact for up to 5 items and 6 rankers, chi-square where
        the draws would hold more than 200 million ranks, Monte Carlo between.

    Returns
    -------
    ChanceTest

    Raises
    ------
    MeasureError
        Where W is not defined, or the exact null is asked of too large a table.

    References
    ----------
    Phipson, B., and Smyth, G. K. (2010). Permutation P-values should never be
    zero. Statistical Applications in Genetics and Molecular Biology, 9(1), 39.
    https://doi.org/10.2202/1544-6115.1585

    Examples
    --------
    Three rankers of three items agree wholly in one table out of 36.

    >>> agreed = np.array([[1, 2, 3], [1, 2, 3], [1, 2, 3]])
    >>> round(compare_with_chance(agreed, rng=np.random.default_rng(1)).p, 4)
    0.0278
    """
    observed = kendall_w(rankings)
    ranks = _complete_table(rankings, "W").to_numpy()
    chosen = _choose_method(method, *ranks.shape, draws)
    if chosen == "chi-square":
        return ChanceTest(observed.p_chi2, chosen, 0)
    spread = _spread(ranks.sum(axis=0)) - SLACK
    if chosen == "exact":
        return ChanceTest(_exact_tail(ranks, spread), chosen, 0)
    above = sum(int((batch >= spread).sum()) for batch in _null_spreads(ranks, draws, rng))
    return ChanceTest((above + 1) / (draws + 1), chosen, draws)


def mean_spearman(rankings: Rankings, *, level: float = 0.95) -> MeanCorrelation:
    """Compute the mean Spearman correlation of all pairs, with an interval.

    The interval is the jackknife's: leaving out each ranker in turn gives
    pseudo-values, whose mean and standard error go to Student's t with n - 1
    degrees of freedom. A percentile bootstrap of W is not offered: a ranker
    drawn twice agrees perfectly with itself, and the interval is too high.
    How often it holds is measured (`senco.measures.coverage`). Where nobody's
    leaving changes anything, above all where all agree wholly, the interval
    would have no width. It is then that of these rankers and an imagined one
    who is correlated with nobody.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority. Rankers with a blank are left out. Ties
        count as in Pearson's correlation of midranks.
    level : float
        Nominal coverage, between 0 and 1.

    Returns
    -------
    MeanCorrelation

    Raises
    ------
    MeasureError
        For one ranker, one item, or a ranker who tied every item.

    Examples
    --------
    >>> mean_spearman(np.array([[1, 2, 3], [1, 2, 3], [3, 2, 1]])).mean
    -0.3333333333333333
    """
    if not 0 < level < 1:
        raise MeasureError(f"a level lies between 0 and 1; found {level}")
    units = _unit_rows(_complete_table(rankings, "the mean correlation"))
    n = len(units)
    total = units.sum(axis=0)
    mean = min(float(total @ total - n) / (n * (n - 1)), 1.0)
    if n < 3:
        return MeanCorrelation(n, mean, None, None, level)
    with_others = units @ total - (units**2).sum(axis=1)
    pseudo = _leave_each_out(with_others)
    if equal(np.ptp(pseudo), 0.0):
        pseudo = _leave_each_out(np.append(with_others, 0.0))
    half = stats.t.ppf((1 + level) / 2, len(pseudo) - 1) * stats.sem(pseudo)
    low, high = max(pseudo.mean() - half, -1 / (n - 1)), min(pseudo.mean() + half, 1.0)
    return MeanCorrelation(n, mean, float(low), float(high), level)


def _leave_each_out(with_others: Floats) -> Floats:
    """The jackknife's pseudo-values, from each ranker's sum of correlations with the others."""
    n = len(with_others)
    pairs = with_others.sum()
    mean = pairs / (n * (n - 1))
    without = (pairs - 2 * with_others) / ((n - 1) * (n - 2))
    pseudo: Floats = n * mean - (n - 1) * without
    return pseudo


def leave_one_out(rankings: Rankings) -> pd.DataFrame:
    """Show what the agreement would be without each ranker.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority. Rankers with a blank are left out.

    Returns
    -------
    DataFrame, shape (n_participants, 4)
        Columns ``w_without`` (tie-corrected), ``change`` (that minus W of
        everybody), ``mean_spearman`` (this ranker's mean correlation with each
        of the others) and ``largest_shift`` (the most that any item's mean rank
        moves when this ranker leaves, in ranks).

    Raises
    ------
    MeasureError
        For fewer than three rankers, or a ranker who tied every item.

    Examples
    --------
    Two agree wholly; the third disagrees, and without them W is 1.

    >>> found = leave_one_out(np.array([[1, 2, 3], [1, 2, 3], [3, 2, 1]]))
    >>> found["w_without"].round(3).tolist()
    [0.0, 0.0, 1.0]
    """
    complete = _complete_table(rankings, "influence")
    ranks = complete.to_numpy()
    n, k = ranks.shape
    if n < 3:
        raise MeasureError(f"influence needs at least three rankers; here n = {n}")
    units = _unit_rows(complete)
    whole = kendall_w(complete).w_tie_corrected
    sums = ranks.sum(axis=0)
    rest = sums - ranks
    within = ((ranks - (k + 1) / 2) ** 2).sum(axis=1)
    spread = ((rest - (n - 1) * (k + 1) / 2) ** 2).sum(axis=1)
    without = spread / ((n - 1) * (within.sum() - within))
    shifts = np.abs(rest / (n - 1) - sums / n).max(axis=1)
    return pd.DataFrame(
        {
            "w_without": without,
            "change": without - whole,
            "mean_spearman": (units @ units.sum(axis=0) - 1) / (n - 1),
            "largest_shift": shifts,
        },
        index=complete.index,
    )


def _complete_table(rankings: Rankings, measure: str) -> pd.DataFrame:
    table = select_complete(check_rankings(rankings), measure)
    if table.shape[1] < 2:
        raise MeasureError(f"{measure} is not defined for one item")
    if table.shape[0] < 2:
        raise MeasureError(f"{measure} is not defined for one ranker")
    return table


def _unit_rows(table: pd.DataFrame) -> np.ndarray:
    """Centre each row on 0 and bring it to length 1, so that products are correlations."""
    ranks = table.to_numpy()
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    lengths = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    flat = table.index[lengths[:, 0] < SLACK]
    if len(flat):
        raise MeasureError(
            f"the mean correlation is not defined: ranker {flat[0]!r} tied every item"
        )
    units: np.ndarray = centred / lengths
    return units


def _squares_within(ranks: np.ndarray) -> float:
    return float(((ranks - (ranks.shape[1] + 1) / 2) ** 2).sum())


def _spread(sums: np.ndarray) -> np.ndarray:
    """Sum of squared distances of the rank sums (last axis) from their mean."""
    spread: np.ndarray = ((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    return spread


def _choose_method(method: Method, n: int, k: int, draws: int) -> str:
    small = k <= 5 and n <= 6
    if method == "auto":
        return "exact" if small else _sampled(n * k * draws)
    if method == "exact" and not small:
        raise MeasureError(
            "the exact null distribution is available for up to 5 items and 6 rankers; here k "
            f"= {k} and n = {n}"
        )
    if method == "monte-carlo" and draws < 1:
        raise MeasureError(f"a Monte-Carlo p needs at least one draw; found {draws}")
    return method


def _sampled(size: int) -> str:
    return "monte-carlo" if size <= LARGEST_NULL else "chi-square"


def _null_spreads(ranks: np.ndarray, draws: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield S of random tables, a batch at a time."""
    n, k = ranks.shape
    size = max(1, BATCH // (n * k))
    # half the ranks doubled are whole numbers, which shuffle and add up fastest
    doubled = np.rint(2 * midranks(ranks)).astype(np.int32)
    for start in range(0, draws, size):
        batch = min(size, draws - start)
        sums = np.zeros((batch, k), dtype=np.int64)
        for row in doubled:
            order = rng.random((batch, k), dtype=np.float32).argsort(axis=1, kind="stable")
            sums += row[order]
        yield _spread(sums / 2)


def _exact_tail(ranks: np.ndarray, spread: np.ndarray) -> float:
    """Share of all tables whose S reaches `spread`.

    S does not depend on the items' order, so rank sums are kept sorted, each
    with its number of tables; only the shuffles of one more row are added.
    """
    doubled = np.rint(2 * ranks).astype(np.int64)
    sums = np.sort(doubled[:1], axis=1)
    counts: np.ndarray = np.ones(1)
    for row in doubled[1:]:
        orders = np.array(list(permutations(row)))
        more = np.sort((sums[:, None, :] + orders[None]).reshape(-1, len(row)), axis=1)
        weights = np.repeat(counts / len(orders), len(orders))
        sums, place = np.unique(more, axis=0, return_inverse=True)
        counts = np.bincount(place.ravel(), weights=weights)
    return float(counts[_spread(sums / 2) >= spread].sum())
