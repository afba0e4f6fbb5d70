"""Krippendorff's alpha: for one decision, for sets of codes, and its interval."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Literal

import krippendorff
import numpy as np
from numpy.typing import ArrayLike, NDArray

from senco.errors import MeasureError
from senco.measures.agreement.coefficients import NO_OVERLAP, ONE_CATEGORY, Coefficient
from senco.measures.agreement.intervals import bound_by_people

Floats = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]

#: Numbers in the tables of all units, up to which alpha is left to the package: 40 MB.
_LARGEST = 5_000_000


def krippendorff_alpha(
    counts: ArrayLike,
    level: Level = "nominal",
    categories: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Coefficient:
    """Return Krippendorff's alpha, computed by the krippendorff package.

    The package makes a table of categories by categories for each unit. Where these would
    hold more than five million numbers, nominal alpha is computed from sums over units.

    Parameters
    ----------
    counts : array_like, shape (n_units, n_categories)
        As `senco.measures.agreement.count_categories` gives them; a unit with one judgement
        does not count.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What distances between categories mean.
    categories : array_like, optional
        The categories as numbers, needed above the nominal level.
    weights : array_like of int, shape (n_units,), optional
        Size of each unit, such as its characters: a unit counts that often.

    Returns
    -------
    Coefficient
        1 for full agreement, 0 for that of chance; undefined where one category was
        used throughout.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University
    of Pennsylvania, Annenberg School for Communication.

    Examples
    --------
    >>> round(krippendorff_alpha([[2, 0], [2, 0], [0, 2], [1, 1]]).value, 3)
    0.533
    """
    table = np.asarray(counts, dtype=float)
    if weights is not None:
        table = np.repeat(table, np.asarray(weights, dtype=int), axis=0)
    pairable = table[table.sum(axis=1) >= 2]
    if not len(pairable):
        return Coefficient("Krippendorff's alpha", None, NO_OVERLAP)
    if (pairable.sum(axis=0) > 0).sum() < 2:
        return Coefficient("Krippendorff's alpha", None, ONE_CATEGORY)
    if level == "nominal" and len(pairable) * table.shape[1] ** 2 > _LARGEST:
        apart = 1 - np.eye(table.shape[1])
        sums = sum_features(pairable[None], apart)[0].sum(axis=0)
        return Coefficient("Krippendorff's alpha", float(alpha_of_sums(sums, apart)))
    domain = np.arange(table.shape[1]) if categories is None else np.asarray(categories)
    value = krippendorff.alpha(
        value_counts=pairable, value_domain=domain, level_of_measurement=level
    )
    return Coefficient("Krippendorff's alpha", float(value))


def bound_alpha(
    item: Coefficient,
    counts: ArrayLike,
    distances: ArrayLike | None = None,
    people: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> Coefficient:
    """Return an alpha with its interval, each person left out in turn.

    Parameters
    ----------
    item : Coefficient
        The alpha of these counts.
    counts : array_like, shape (n_units, n_categories)
        As `senco.measures.agreement.count_categories` gives them.
    distances : array_like, shape (n_categories, n_categories), optional
        The distance between two categories; 1 for any two by default (nominal).
    people : sequence, shape (n_units,), optional
        Whose each unit is; by default each is taken for a person's only one.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Coefficient
        As `senco.measures.agreement.bound_by_people` says.

    Examples
    --------
    Two people, each with one passage that both coders call a and one that both call b:
    with the imagined person alpha is .694, without a person .5625, without the imagined
    one 1. The error is .292, and t on 2 degrees of freedom 4.303.

    >>> found = bound_alpha(Coefficient("alpha", 1.0), [[2, 0], [0, 2]] * 2, people="ppqq")
    >>> round(found.low, 3), found.high
    (-0.56, 1.0)
    """
    if item.value is None:
        return item
    table = np.asarray(counts, dtype=float)
    apart = 1 - np.eye(table.shape[1]) if distances is None else np.asarray(distances, float)
    return bound_by_people(
        item,
        sum_features(table[None], apart)[0],
        imagine_features(table, apart),
        lambda sums: alpha_of_sums(sums, apart),
        people,
        confidence,
    )


def imagine_features(counts: Floats, distances: Floats) -> Floats:
    """Return what `sum_features` gives of two imagined passages, one of them agreed on.

    Parameters
    ----------
    counts : ndarray, shape (n_units, n_categories)
        Real ones, whose judgements a unit the imagined have too.
    distances : ndarray, shape (n_categories, n_categories)
        How far two categories are apart.

    Returns
    -------
    ndarray, shape (n_categories + 1,)
        Every category as often as every other, and the disagreement of a passage for
        which coders chose any two different ones.
    """
    judged = counts.sum(axis=1)
    each, k = float(judged[judged >= 2].mean()), counts.shape[1]
    mean_distance = distances.sum() / (k * (k - 1))
    return np.append(np.full(k, 2 * each / k), each * mean_distance)


def sum_features(counts: Floats, distances: Floats) -> Floats:
    """Return what alpha needs of each unit, to be summed over units.

    Parameters
    ----------
    counts : ndarray, shape (n_decisions, n_units, n_categories)
        As `senco.measures.agreement.count_categories` gives them, stacked.
    distances : ndarray, shape (n_categories, n_categories)
        How far two categories are apart.

    Returns
    -------
    ndarray, shape (n_decisions, n_units, n_categories + 1)
        The counts that can be paired, then their disagreement.
    """
    table, apart = counts, distances
    judged = table.sum(axis=2)
    shared = judged >= 2
    pairable = table * shared[:, :, None]
    disagreement = np.sum((pairable @ apart) * pairable, axis=2) / np.where(shared, judged - 1, 1)
    return np.concatenate([pairable, disagreement[:, :, None]], axis=2)


def alpha_of_sums(totals: Floats, distances: Floats) -> Floats:
    """Return alpha from the sums of `sum_features` over units.

    Parameters
    ----------
    totals : ndarray, shape (..., n_categories + 1)
        The sums.
    distances : ndarray, shape (n_categories, n_categories)
        How far two categories are apart.

    Returns
    -------
    ndarray, shape (...)
        NaN where only one category can be paired.
    """
    counts, disagreement = totals[..., :-1], totals[..., -1]
    expected = np.sum((counts @ distances) * counts, axis=-1)
    n = counts.sum(axis=-1)
    ratio = np.divide(
        (n - 1) * disagreement, expected, out=np.full(n.shape, np.nan), where=expected > 0
    )
    alpha: Floats = 1 - ratio
    return alpha


def compare_sets(sets: ArrayLike, distance: Literal["jaccard", "masi"] = "jaccard") -> Floats:
    """Return the distance between sets of codes, 0 to 1.

    Parameters
    ----------
    sets : array_like of bool, shape (n_sets, n_codes)
        Which codes each set holds.
    distance : {"jaccard", "masi"}
        1 minus the share of the codes of either that both have; "masi" takes off
        more where neither set is part of the other.

    Returns
    -------
    ndarray, shape (n_sets, n_sets)
        Two empty sets are the same: 0.

    Raises
    ------
    MeasureError
        Where the distance is none of these.

    References
    ----------
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic
    and pragmatic annotation. Proceedings of LREC 2006, 831-836.

    Examples
    --------
    >>> compare_sets([[1, 1, 0], [1, 0, 0], [1, 0, 1]])[0].round(3).tolist()
    [0.0, 0.5, 0.667]
    >>> compare_sets([[1, 1, 0], [1, 0, 0], [1, 0, 1]], "masi")[0].round(3).tolist()
    [0.0, 0.667, 0.889]
    """
    if distance not in ("jaccard", "masi"):
        raise MeasureError(f"The distance is 'jaccard' or 'masi', not '{distance}'.")
    held = np.asarray(sets, dtype=float)
    both, size = held @ held.T, held.sum(axis=1)
    either = size[:, None] + size[None, :] - both
    likeness = np.divide(both, either, out=np.ones_like(both), where=either > 0)
    if distance == "masi":
        smaller = np.minimum(size[:, None], size[None, :])
        likeness = likeness * np.where(
            either == both, 1.0, np.where(both == smaller, 2 / 3, np.where(both > 0, 1 / 3, 0.0))
        )
    apart: Floats = 1 - likeness
    return apart


def set_alpha(
    values: ArrayLike,
    distance: Literal["jaccard", "masi"] = "jaccard",
    weights: ArrayLike | None = None,
    people: Sequence[Hashable] | None = None,
) -> Coefficient:
    """Return alpha on the whole set of codes that each coder gave to each unit.

    Parameters
    ----------
    values : array_like, shape (n_coders, n_units, n_codes)
        1 where the code was given, 0 where not, NaN where the unit was not judged.
    distance : {"jaccard", "masi"}
        As `compare_sets` defines them.
    weights : array_like, shape (n_units,), optional
        Size of each unit; 1 each by default. With weights there is no interval:
        neighbouring characters do not vary independently.
    people : sequence, shape (n_units,), optional
        Whose each unit is, for the interval.

    Returns
    -------
    Coefficient
        Nominal alpha where every set has one code. With a 95 % interval, as
        `bound_alpha` makes it.

    Examples
    --------
    Two coders, three units, two codes: the same sets of codes throughout.

    >>> one = [[1, 0], [0, 1], [1, 1]]
    >>> set_alpha([one, one]).value
    1.0
    """
    name = f"alpha on sets of codes ({distance} distance)"
    table = np.asarray(values, dtype=float)
    judged = ~np.isnan(table).any(axis=2)
    if not (judged.sum(axis=0) >= 2).any():
        return Coefficient(name, None, NO_OVERLAP)
    sets, place = np.unique(table[judged], axis=0, return_inverse=True)
    number = np.full(judged.shape, -1)
    number[judged] = place.ravel()
    counts = (number[:, :, None] == np.arange(len(sets))).sum(axis=0).astype(float)
    apart = compare_sets(sets, distance)
    weight = np.ones(len(counts)) if weights is None else np.asarray(weights, dtype=float)
    totals = np.einsum("u,uf->f", weight, sum_features(counts[None], apart)[0])
    value = float(alpha_of_sums(totals, apart))
    if np.isnan(value):
        return Coefficient(name, None, ONE_CATEGORY)
    if weights is not None:
        return Coefficient(name, value)
    return bound_alpha(Coefficient(name, value), counts, apart, people)
