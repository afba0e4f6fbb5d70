"""Coefficients of one decision, and of all decisions together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from senco.measures.agreement.alpha import (
    alpha_of_sums,
    bound_alpha,
    krippendorff_alpha,
    set_alpha,
    sum_features,
)
from senco.measures.agreement.coefficients import (
    NO_OVERLAP,
    ONE_CODER,
    Coefficient,
    cohen_kappa,
    conger_kappa,
    count_categories,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    perreault_leigh,
)
from senco.measures.agreement.intervals import bound_by_people
from senco.measures.agreement.ratings import Ratings

Floats = NDArray[np.float64]

DECISIONS = (0.0, 1.0)


def measure_ratings(
    ratings: Floats,
    weights: NDArray[np.int64] | None = None,
    categories: Sequence[float] = DECISIONS,
) -> list[Coefficient]:
    """Return every coefficient of one decision, by default a yes or a no.

    Parameters
    ----------
    ratings : ndarray, shape (n_coders, n_units)
        1, 0, or another of the categories; NaN where the unit was not judged.
    weights : ndarray of int, shape (n_units,), optional
        Size of each unit; 1 each by default.
    categories : sequence of float
        All that could be chosen.

    Returns
    -------
    list of Coefficient
        Percentage, Cohen's kappa (over the units that both judged; with more than
        two coders in Conger's form), Fleiss' kappa, Krippendorff's alpha, Gwet's AC1
        and Perreault-Leigh.

    Examples
    --------
    >>> found = measure_ratings(np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]))
    >>> [(item.measure, round(item.value, 3)) for item in found[:2]]
    [('percentage', 0.75), ("Cohen's kappa", 0.5)]
    """
    counts = count_categories(ratings, categories)
    rows = ratings[(~np.isnan(ratings)).any(axis=1)]
    active = len(rows)
    found = [
        percent_agreement(counts, weights),
        cohen_kappa(rows[0], rows[1], weights) if active == 2 else conger_kappa(ratings, weights),
        fleiss_kappa(counts, weights),
        krippendorff_alpha(counts, weights=weights),
        gwet_ac1(counts, weights),
        perreault_leigh(counts, weights, max(active, 2)),
    ]
    if active < 2:
        return [Coefficient(item.measure, None, ONE_CODER) for item in found]
    return found


def weigh(ratings: Ratings) -> NDArray[np.int64] | None:
    """Return the characters of each unit, or None where segments are counted.

    Parameters
    ----------
    ratings : Ratings
        Any.

    Returns
    -------
    ndarray of int, shape (n_units,), or None
        As the coefficients take them.
    """
    return ratings.weights if ratings.kind == "characters" else None


def bound_decision(item: Coefficient, counts: Floats, people: list[str] | None) -> Coefficient:
    """Return a coefficient of one decision with its interval, where it is alpha.

    Parameters
    ----------
    item : Coefficient
        Any.
    counts : ndarray, shape (n_units, 2)
        How many coders said no and yes.
    people : list of str, optional
        Whose each unit is.

    Returns
    -------
    Coefficient
        The same, where it is another.
    """
    if item.measure != "Krippendorff's alpha":
        return item
    return bound_alpha(item, counts, people=people)


def measure_overall(ratings: Ratings, people: list[str] | None = None) -> list[Coefficient]:
    """Return alpha on sets of codes, then every coefficient of all decisions pooled.

    Parameters
    ----------
    ratings : Ratings
        As `senco.measures.agreement.rate_segments` or `rate_characters` gives them.
    people : list of str, optional
        Whose each segment is; by default each is taken for a person's only one.

    Returns
    -------
    list of Coefficient
        The alphas with intervals where segments are counted.

    Examples
    --------
    >>> import pandas as pd
    >>> from senco.measures.agreement import rate_segments
    >>> codings = pd.DataFrame({
    ...     "segment": ["s1", "s1", "s2", "s2"],
    ...     "code": ["time", "time", "time", "help"],
    ...     "coder": ["ann", "ben", "ann", "ben"],
    ... })
    >>> found = measure_overall(rate_segments(codings))
    >>> [item.measure for item in found[:2]]
    ['alpha on sets of codes (jaccard distance)', 'percentage, pooled']
    """
    sets = set_alpha(ratings.values, weights=weigh(ratings), people=people)
    if len(ratings.coders) < 2:
        sets = replace(sets, value=None, note=ONE_CODER)
    n_codes = len(ratings.codes)
    pooled = ratings.values.reshape(len(ratings.coders), -1)
    weights = None if weigh(ratings) is None else np.repeat(ratings.weights, n_codes)
    # decisions about one segment hang together: a standard error over decisions would be too small
    items = [replace(item, se=None) for item in measure_ratings(pooled, weights)]
    if ratings.kind == "segments":
        counts = count_categories(pooled, DECISIONS).reshape(-1, n_codes, len(DECISIONS))
        items = [_bound_pooled(item, counts, ratings.values, people) for item in items]
    return [sets, *(replace(item, measure=f"{item.measure}, pooled") for item in items)]


def _bound_pooled(
    item: Coefficient, counts: Floats, values: Floats, people: list[str] | None
) -> Coefficient:
    """Add the interval where the coefficient is alpha of the pooled decisions."""
    if item.measure != "Krippendorff's alpha" or item.value is None:
        return item
    apart = 1 - np.eye(len(DECISIONS))
    units = sum_features(np.moveaxis(counts, 1, 0), apart).sum(axis=0)
    imagined = imagine_sets(counts, values)
    return bound_by_people(item, units, imagined, lambda sums: alpha_of_sums(sums, apart), people)


def imagine_sets(counts: Floats, values: Floats) -> Floats:
    """Return the sums of two imagined passages: a set of codes agreed on, and two different ones.

    Parameters
    ----------
    counts : ndarray, shape (n_units, n_codes, 2)
        How many coders said no and yes.
    values : ndarray, shape (n_coders, n_units, n_codes)
        As `senco.measures.agreement.Ratings` holds them.

    Returns
    -------
    ndarray, shape (3,)
        Decisions of no, of yes, and their disagreement, as `sum_features` counts it; over
        all sets that were given, each once.
    """
    sets = np.unique(values[~np.isnan(values).any(axis=2)], axis=0)
    n, n_codes = sets.shape
    judged = counts[:, 0].sum(axis=1)
    each, given = float(judged[judged >= 2].mean()), sets.mean(axis=0)
    differing = float(2 * np.sum(given * (1 - given)) * n / max(n - 1, 1))
    size = float(given.sum())
    return np.array([2 * each * (n_codes - size), 2 * each * size, each * differing])


def as_records(items: list[Coefficient]) -> list[dict[str, Any]]:
    """Return coefficients ready for JSON.

    Parameters
    ----------
    items : list of Coefficient
        Any.

    Returns
    -------
    list of dict
        One each.
    """
    return [asdict(item) for item in items]


def write_shortfalls(ratings: Ratings) -> list[str]:
    """Say why there is nothing to be measured, where that is so.

    Parameters
    ----------
    ratings : Ratings
        Any.

    Returns
    -------
    list of str
        A sentence, or nothing.
    """
    if len(ratings.coders) < 2:
        return ["There is one coder, so there is no agreement to measure."]
    if not ratings.n_shared:
        return [NO_OVERLAP.removeprefix("undefined: ").capitalize() + "."]
    return []
