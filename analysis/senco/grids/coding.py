"""Whether two people who sort the pooled constructs sort them alike."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from senco.errors import MeasureError
from senco.grid import Floats


@dataclass(frozen=True)
class Estimate:
    """A coefficient with its interval.

    Parameters
    ----------
    value : float
        The coefficient.
    low, high : float
        Ends of the interval.
    error : float
        Standard error, or the deviation of the resampled values.
    method : str
        How the interval was made.
    """

    value: float
    low: float
    high: float
    error: float
    method: str


@dataclass(frozen=True, eq=False)
class CoderTable:
    """Two coders' categories against each other.

    Parameters
    ----------
    rows, columns : tuple of str
        The first coder's categories and the second's; those that both use come first,
        in the same order.
    counts : ndarray of int
        Shape ``(n_rows, n_columns)``: constructs in each pair of categories.
    n_shared : int
        Number of categories that both use.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: np.ndarray
    n_shared: int

    @property
    def n(self) -> int:
        """Number of constructs."""
        return int(self.counts.sum())

    @property
    def agreed(self) -> int:
        """Number of constructs that both put into the same category."""
        return int(self.counts[: self.n_shared, : self.n_shared].trace())

    @property
    def index_a(self) -> float:
        """Agreed constructs as a share of all, 0 to 1 (Jankowicz's Index A)."""
        return self.agreed / self.n

    @property
    def index_b(self) -> float:
        """Agreed constructs as a share of those in shared categories (Index B)."""
        within = int(self.counts[: self.n_shared, : self.n_shared].sum())
        if within == 0:
            raise MeasureError("no construct lies in a category of both: Index B is undefined")
        return self.agreed / within


def compare_coders(
    first: Sequence[str], second: Sequence[str], same: Mapping[str, str] | None = None
) -> CoderTable:
    """Lay out two coders' categories against each other.

    Parameters
    ----------
    first, second : sequence of str
        Each coder's category for every construct, in the same order.
    same : mapping of str to str, optional
        Which of the first coder's categories is which of the second's; by default
        those of the same name.

    Returns
    -------
    CoderTable
        Shared categories first, in alphabetical order of the first coder's names.

    Raises
    ------
    MeasureError
        If the coders do not have the same number of constructs, there is
        none, or two categories are matched with one.

    References
    ----------
    Jankowicz, D. (2004). The easy guide to repertory grids, ch. 7. Wiley.

    Examples
    --------
    >>> table = compare_coders(["a", "a", "b", "c"], ["a", "b", "b", "d"])
    >>> table.index_a, round(table.index_b, 3)
    (0.5, 0.667)
    """
    _check_codings(first, second)
    used_first, used_second = sorted(set(first)), sorted(set(second))
    names = dict(same) if same is not None else {name: name for name in used_first}
    shared = [name for name in used_first if names.get(name) in used_second]
    partners = [names[name] for name in shared]
    if len(set(partners)) < len(partners):
        raise MeasureError("two of the first coder's categories are matched with one")
    rows = [*shared, *(name for name in used_first if name not in shared)]
    columns = [*partners, *(name for name in used_second if name not in partners)]
    counts = np.zeros((len(rows), len(columns)), int)
    for a, b in zip(first, second, strict=True):
        counts[rows.index(a), columns.index(b)] += 1
    return CoderTable(tuple(rows), tuple(columns), counts, len(shared))


def _check_codings(first: Sequence, second: Sequence) -> None:
    if len(first) != len(second):
        raise MeasureError(
            f"the coders sorted {len(first)} and {len(second)} constructs; it must be the same ones"
        )
    if not len(first):
        raise MeasureError("the coders sorted no construct")


def _check_confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise MeasureError(f"the confidence is {confidence:g}; it must lie between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def cohen_kappa(
    first: Sequence[Hashable], second: Sequence[Hashable], confidence: float = 0.95
) -> Estimate:
    """Return Cohen's kappa of two coders.

    Parameters
    ----------
    first, second : sequence
        Each coder's category for every construct, in the same order.
    confidence : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        -1 to 1, with the large-sample interval, which with few constructs is too narrow.

    Raises
    ------
    MeasureError
        If the codings do not match in length, or both coders use one and the same
        category throughout.

    References
    ----------
    Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Large sample standard errors of
    kappa and weighted kappa. Psychological Bulletin, 72(5), 323-327.
    doi:10.1037/h0028106

    Examples
    --------
    >>> round(cohen_kappa(list("aabb"), list("aaba")).value, 3)
    0.5
    """
    z = _check_confidence(confidence)
    _check_codings(first, second)
    known = {name: k for k, name in enumerate(dict.fromkeys([*first, *second]))}
    shares = np.zeros((len(known), len(known)))
    for a, b in zip(first, second, strict=True):
        shares[known[a], known[b]] += 1 / len(first)
    rows, columns = shares.sum(1), shares.sum(0)
    agreed, chance = float(shares.trace()), float(rows @ columns)
    if 1 - chance < 1e-12:
        raise MeasureError("both coders use one category throughout: kappa is undefined")
    kappa = (agreed - chance) / (1 - chance)
    error = np.sqrt(_kappa_variance(shares, kappa, chance) / len(first))
    return Estimate(kappa, kappa - z * error, kappa + z * error, float(error), "large sample")


def _kappa_variance(shares: Floats, kappa: float, chance: float) -> float:
    rows, columns = shares.sum(1), shares.sum(0)
    diagonal = shares.diagonal()
    agreeing = (diagonal * (1 - (rows + columns) * (1 - kappa)) ** 2).sum()
    crossed = shares * (columns[:, None] + rows) ** 2
    disagreeing = (1 - kappa) ** 2 * (crossed.sum() - crossed.trace())
    excess = (kappa - chance * (1 - kappa)) ** 2
    return max(float(agreeing + disagreeing - excess), 0.0) / (1 - chance) ** 2


def perreault_leigh(agreed: int, n: int, n_categories: int, confidence: float = 0.95) -> Estimate:
    """Return Perreault and Leigh's index of reliability.

    Parameters
    ----------
    agreed : int
        Constructs that both coders put into the same category.
    n : int
        Constructs in all.
    n_categories : int
        Categories that could be used, at least 2.
    confidence : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        0 to 1. The interval is the normal one, held within 0 and 1; at agreement no
        better than chance the index is 0 and its error is not estimated (0).

    Raises
    ------
    MeasureError
        If the counts do not fit.

    References
    ----------
    Perreault, W. D., & Leigh, L. E. (1989). Reliability of nominal data based on
    qualitative judgments. Journal of Marketing Research, 26(2), 135-148.
    doi:10.1177/002224378902600201

    Examples
    --------
    >>> round(perreault_leigh(80, 100, 5).value, 4)
    0.866
    """
    z = _check_confidence(confidence)
    if n_categories < 2 or not 0 <= agreed <= n or n == 0:
        raise MeasureError(
            f"{agreed} of {n} agreed over {n_categories} categories: the index needs at least "
            "one construct and two categories"
        )
    above = (agreed / n - 1 / n_categories) * n_categories / (n_categories - 1)
    value = float(np.sqrt(max(above, 0.0)))
    error = float(np.sqrt(value * (1 - min(value, 1.0)) / n))
    low, high = max(value - z * error, 0.0), min(value + z * error, 1.0)
    return Estimate(value, low, high, error, "normal")


def krippendorff_alpha(
    codings: Sequence[Sequence[Hashable | None]],
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> Estimate:
    """Return Krippendorff's alpha for categories.

    Parameters
    ----------
    codings : sequence of sequences
        One sequence per coder, the constructs in the same order; None where a coder
        did not sort a construct.
    confidence : float
        Coverage of the interval.
    resamples : int
        Number of bootstrap samples of constructs, at least 1.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    Estimate
        At most 1, with a percentile bootstrap interval. Samples in which only one
        category occurs have no alpha and are left out.

    Raises
    ------
    MeasureError
        If no construct was sorted twice, or only one category occurs.

    References
    ----------
    Krippendorff, K. (2018). Content analysis: An introduction to its methodology
    (4th ed.). Sage.

    Examples
    --------
    >>> alpha = krippendorff_alpha([list("aabbc"), list("aabbc")])
    >>> alpha.value, alpha.low, alpha.high
    (1.0, 1.0, 1.0)
    """
    _check_confidence(confidence)
    counts = _count_codes(codings)
    value = float(_alphas(counts, np.ones((1, len(counts))))[0])
    if np.isnan(value):
        raise MeasureError("only one category occurs: alpha is undefined")
    if resamples < 1:
        raise MeasureError(f"{resamples} resamples were asked for; at least 1 is needed")
    rng = np.random.default_rng(seed)
    even = np.full(len(counts), 1 / len(counts))
    drawn = _alphas(counts, rng.multinomial(len(counts), even, size=resamples))
    drawn = drawn[~np.isnan(drawn)]
    if not drawn.size:
        raise MeasureError("no resample holds two categories: alpha has no interval")
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    method = f"percentile bootstrap over constructs, {drawn.size} samples, seed {seed}"
    return Estimate(value, float(low), float(high), float(drawn.std()), method)


def _count_codes(codings: Sequence[Sequence[Hashable | None]]) -> Floats:
    """Return how often each construct got each category, for those sorted twice."""
    if len({len(coder) for coder in codings}) != 1:
        raise MeasureError("every coder needs an entry for every construct; None where not sorted")
    columns = list(zip(*codings, strict=True))
    known = list(dict.fromkeys(code for unit in columns for code in unit if code is not None))
    counts = np.array([[unit.count(code) for code in known] for unit in columns], float)
    counts = counts.reshape(len(columns), len(known))
    counts = counts[counts.sum(1) > 1]
    if not counts.size:
        raise MeasureError("no construct was sorted by two coders: alpha is undefined")
    return counts


def _alphas(counts: Floats, weights: Floats) -> Floats:
    """Return alpha for each row of weights over constructs, NaN where undefined."""
    sizes = counts.sum(1)
    disagreement = (sizes**2 - (counts**2).sum(1)) / (sizes - 1)
    totals = weights @ counts
    n = totals.sum(1)
    expected = n**2 - (totals**2).sum(1)
    ratio = np.full(len(weights), np.nan)
    np.divide((n - 1) * (weights @ disagreement), expected, out=ratio, where=expected > 0)
    return 1 - ratio
