"""Coefficients of agreement for one decision, from counts of categories by unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from senco.errors import MeasureError

Floats = NDArray[np.float64]

ONE_CODER = "undefined: one coder"
NO_OVERLAP = "undefined: no unit was judged by two coders"
ONE_CATEGORY = (
    "undefined: one category was used throughout, so chance alone would give the same agreement"
)


@dataclass(frozen=True)
class Coefficient:
    """A coefficient, or a word why there is none.

    Parameters
    ----------
    measure : str
        Its name.
    value : float or None
        None where it is undefined.
    note : str
        Why it is undefined, or what to know of it.
    se : float or None
        Standard error over units, where a formula holds.
    low, high : float or None
        Ends of an interval, where there is one.
    """

    measure: str
    value: float | None
    note: str = ""
    se: float | None = None
    low: float | None = None
    high: float | None = None


def count_categories(ratings: ArrayLike, categories: ArrayLike | None = None) -> Floats:
    """Return how many coders put each unit into each category.

    Parameters
    ----------
    ratings : array_like, shape (n_coders, n_units)
        Numbers; NaN where a coder did not judge the unit.
    categories : array_like, optional
        Every category there is, used or not; by default those that are used.

    Returns
    -------
    ndarray, shape (n_units, n_categories)
        Whole numbers as floats.

    Raises
    ------
    MeasureError
        Where the ratings are not a table, or hold a category that is not listed.

    Examples
    --------
    >>> count_categories([[1, 2, float("nan")], [1, 1, 2]]).tolist()
    [[2.0, 0.0], [1.0, 1.0], [0.0, 1.0]]
    """
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2:
        raise MeasureError(
            "Ratings must be a table: one row for each coder, one column for each unit."
        )
    used = np.unique(table[~np.isnan(table)])
    known = used if categories is None else np.asarray(categories, dtype=float)
    unknown = np.setdiff1d(used, known)
    if len(unknown):
        raise MeasureError(f"The rating {unknown[0]:g} is not one of the categories.")
    counts: Floats = (table[:, :, None] == known).sum(axis=0).astype(float)
    return counts


def percent_agreement(counts: ArrayLike, weights: ArrayLike | None = None) -> Coefficient:
    """Return the share of pairs of judgements that agree, unit by unit.

    Parameters
    ----------
    counts : array_like, shape (n_units, n_categories)
        As `count_categories` gives them; units with one judgement do not count.
    weights : array_like, shape (n_units,), optional
        Size of each unit, such as its characters; 1 each by default.

    Returns
    -------
    Coefficient
        From 0 to 1. Nothing is taken off for chance.

    Examples
    --------
    >>> percent_agreement([[2, 0], [1, 1], [0, 3]]).value
    0.6666666666666666
    """
    table, weight = _check_counts(counts, weights)
    missing = _explain(table)
    if missing:
        return Coefficient("percentage", None, missing)
    return Coefficient("percentage", _observed(table, weight))


def fleiss_kappa(counts: ArrayLike, weights: ArrayLike | None = None) -> Coefficient:
    """Return Fleiss' kappa, with missing judgements allowed as Gwet does.

    Parameters
    ----------
    counts : array_like, shape (n_units, n_categories)
        As `count_categories` gives them.
    weights : array_like, shape (n_units,), optional
        Size of each unit; 1 each by default.

    Returns
    -------
    Coefficient
        1 for full agreement, 0 for that of chance, undefined where one category was
        used throughout.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.
    Psychological Bulletin, 76(5), 378-382. https://doi.org/10.1037/h0031619

    Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed.). Advanced
    Analytics.

    Examples
    --------
    Of four units, two coders put two wholly into the one category and one into the other.

    >>> round(fleiss_kappa([[2, 0], [2, 0], [0, 2], [1, 1]]).value, 3)
    0.467
    """
    table, weight = _check_counts(counts, weights)
    share = _category_shares(table, weight)
    return _take_off_chance("Fleiss' kappa", table, weight, float(np.sum(share**2)))


def gwet_ac1(counts: ArrayLike, weights: ArrayLike | None = None) -> Coefficient:
    """Return Gwet's AC1 with its standard error over units.

    Parameters
    ----------
    counts : array_like, shape (n_units, n_categories)
        As `count_categories` gives them, with every category there is.
    weights : array_like, shape (n_units,), optional
        Size of each unit; 1 each by default. With weights there is no standard
        error: neighbouring characters do not vary independently.

    Returns
    -------
    Coefficient
        Defined also where all agree on one of several categories: 1.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the
    presence of high agreement. British Journal of Mathematical and Statistical
    Psychology, 61(1), 29-48. https://doi.org/10.1348/000711006X126600

    Examples
    --------
    >>> round(gwet_ac1([[2, 0], [2, 0], [0, 2], [1, 1]]).value, 3)
    0.529
    """
    table, weight = _check_counts(counts, weights)
    missing = _explain(table)
    if missing or table.shape[1] < 2:
        return Coefficient("Gwet's AC1", None, missing or ONE_CATEGORY)
    share = _category_shares(table, weight)
    chance = float(np.sum(share * (1 - share)) / (table.shape[1] - 1))
    value = (_observed(table, weight) - chance) / (1 - chance)
    se = None if weights is not None else _ac1_error(table, share, chance, value)
    return Coefficient("Gwet's AC1", float(value), se=se)


def _ac1_error(table: Floats, share: Floats, chance: float, value: float) -> float | None:
    """Gwet's linearised variance, over the units that have a judgement."""
    table = table[table.sum(axis=1) > 0]
    n, judged = len(table), table.sum(axis=1)
    if n < 2:
        return None
    shared = judged >= 2
    agreed = np.sum(table * (table - 1), axis=1) / np.where(shared, judged * (judged - 1), 1)
    unit = n / shared.sum() * np.where(shared, agreed - chance, 0) / (1 - chance)
    unit_chance = (table @ (1 - share)) / judged / (table.shape[1] - 1)
    unit = unit - 2 * (1 - value) * (unit_chance - chance) / (1 - chance)
    return float(np.sqrt(np.sum((unit - value) ** 2) / (n * (n - 1))))


def conger_kappa(ratings: ArrayLike, weights: ArrayLike | None = None) -> Coefficient:
    """Return Conger's kappa: Cohen's kappa for two or more coders.

    Parameters
    ----------
    ratings : array_like, shape (n_coders, n_units)
        Numbers; NaN where a coder did not judge the unit.
    weights : array_like, shape (n_units,), optional
        Size of each unit; 1 each by default.

    Returns
    -------
    Coefficient
        Chance is worked out from each coder's own shares. For two coders who judged
        the same units it is Cohen's.

    References
    ----------
    Conger, A. J. (1980). Integration and generalization of kappas for multiple
    raters. Psychological Bulletin, 88(2), 322-328.
    https://doi.org/10.1037/0033-2909.88.2.322

    Examples
    --------
    Agreement on 3 of 4 units where chance alone gives 1/2.

    >>> round(conger_kappa([[1, 1, 0, 0], [1, 0, 0, 0]]).value, 3)
    0.5
    """
    table = np.asarray(ratings, dtype=float)
    counts, weight = _check_counts(count_categories(table), weights)
    active = table[~np.isnan(table).all(axis=1)]
    if len(active) < 2:
        return Coefficient("Cohen's kappa", None, ONE_CODER)
    categories = np.unique(active[~np.isnan(active)])
    given = (active[:, :, None] == categories) * weight[:, None]
    shares = given.sum(axis=1) / given.sum(axis=(1, 2))[:, None]
    mean = shares.mean(axis=0)
    chance = float(np.sum(mean**2 - shares.var(axis=0, ddof=1) / len(active)))
    note = "" if len(active) == 2 else "in Conger's form for several coders"
    return _take_off_chance("Cohen's kappa", counts, weight, chance, note)


def cohen_kappa(
    first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None
) -> Coefficient:
    """Return Cohen's kappa of two coders over the units that both judged.

    Parameters
    ----------
    first, second : array_like, shape (n_units,)
        Numbers; NaN where a coder did not judge the unit.
    weights : array_like, shape (n_units,), optional
        Size of each unit; 1 each by default, and no standard error with weights.

    Returns
    -------
    Coefficient
        -1 to 1, with the large-sample standard error; undefined where both used one
        and the same category throughout.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
    Psychological Measurement, 20(1), 37-46.
    https://doi.org/10.1177/001316446002000104

    Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Large sample standard errors of
    kappa and weighted kappa. Psychological Bulletin, 72(5), 323-327.
    https://doi.org/10.1037/h0028106

    Examples
    --------
    >>> cohen_kappa([1, 1, 0, 0], [1, 0, 0, 0]).value
    0.5
    """
    pair = np.array([first, second], dtype=float)
    both = ~np.isnan(pair).any(axis=0)
    if not both.any():
        return Coefficient("Cohen's kappa", None, NO_OVERLAP)
    pair = pair[:, both]
    found = conger_kappa(pair, None if weights is None else np.asarray(weights)[both])
    if found.value is None or weights is not None:
        return found
    return replace(found, se=_kappa_error(pair, found.value))


def _kappa_error(pair: Floats, kappa: float) -> float:
    """Fleiss, Cohen and Everitt's standard error, from two coders' complete ratings."""
    given = (pair[:, :, None] == np.unique(pair)).astype(float)
    shares = given[0].T @ given[1] / pair.shape[1]
    rows, columns, diagonal = shares.sum(axis=1), shares.sum(axis=0), shares.diagonal()
    chance = float(rows @ columns)
    agreeing = np.sum(diagonal * (1 - (rows + columns) * (1 - kappa)) ** 2)
    crossed = shares * (columns[:, None] + rows) ** 2
    disagreeing = (1 - kappa) ** 2 * (crossed.sum() - crossed.trace())
    excess = (kappa - chance * (1 - kappa)) ** 2
    # rounding can leave a variance of 0 just below it
    variance = max(float(agreeing + disagreeing - excess), 0.0) / (1 - chance) ** 2
    return float(np.sqrt(variance / pair.shape[1]))


def perreault_leigh(
    counts: ArrayLike, weights: ArrayLike | None = None, n_coders: int = 2
) -> Coefficient:
    """Return Perreault and Leigh's index of reliability.

    Parameters
    ----------
    counts : array_like, shape (n_units, n_categories)
        As `count_categories` gives them, with every category there is.
    weights : array_like, shape (n_units,), optional
        Size of each unit; 1 each by default, and no standard error with weights.
    n_coders : int
        The index is defined for two; with more it is taken from the mean agreement
        of all pairs, has no standard error, and the note says so.

    Returns
    -------
    Coefficient
        From 0 to 1; 0, with a standard error of 0 that says nothing, where the coders
        agree no more than equal chances would.

    References
    ----------
    Perreault, W. D., & Leigh, L. E. (1989). Reliability of nominal data based on
    qualitative judgments. Journal of Marketing Research, 26(2), 135-148.
    https://doi.org/10.1177/002224378902600201

    Examples
    --------
    >>> index = perreault_leigh([[2, 0]] * 45 + [[1, 1]] * 5)  # 90 % of 50, two categories
    >>> round(index.value, 4), round(index.se, 4)
    (0.8944, 0.0435)
    """
    table, weight = _check_counts(counts, weights)
    missing = _explain(table)
    categories = table.shape[1]
    if missing or categories < 2:
        return Coefficient("Perreault-Leigh", None, missing or ONE_CATEGORY)
    excess = (_observed(table, weight) - 1 / categories) * categories / (categories - 1)
    value = float(np.sqrt(np.clip(excess, 0, 1)))
    if n_coders > 2:
        return Coefficient("Perreault-Leigh", value, "from the mean agreement of all pairs")
    shared = int((table.sum(axis=1) >= 2).sum())
    se = float(np.sqrt(value * (1 - value) / shared)) if weights is None else None
    return Coefficient("Perreault-Leigh", value, se=se)


def _check_counts(counts: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    table = np.asarray(counts, dtype=float)
    if table.ndim != 2 or not (table >= 0).all():
        raise MeasureError("Counts must be a table of numbers of at least 0: units by categories.")
    weight = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != (len(table),) or not (weight > 0).all():
        raise MeasureError("Each unit needs one weight above 0.")
    return table, weight


def _explain(table: Floats) -> str:
    return NO_OVERLAP if not (table.sum(axis=1) >= 2).any() else ""


def _observed(table: Floats, weight: Floats) -> float:
    judged = table.sum(axis=1)
    shared = judged >= 2
    agreed = np.sum(table * (table - 1), axis=1)[shared] / (judged * (judged - 1))[shared]
    return float(np.average(agreed, weights=weight[shared]))


def _category_shares(table: Floats, weight: Floats) -> Floats:
    judged = table.sum(axis=1)
    some = judged > 0
    if not some.any():
        return np.zeros(table.shape[1])
    return np.average(table[some] / judged[some, None], axis=0, weights=weight[some])


def _take_off_chance(
    measure: str, table: Floats, weight: Floats, chance: float, note: str = ""
) -> Coefficient:
    missing = _explain(table)
    if missing:
        return Coefficient(measure, None, missing)
    if 1 - chance < 1e-12:
        return Coefficient(measure, None, ONE_CATEGORY)
    return Coefficient(measure, float((_observed(table, weight) - chance) / (1 - chance)), note)
