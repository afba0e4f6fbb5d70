"""How far two coders agree who each put a unit into one category."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from senco.measures.agreement.alpha import bound_alpha, krippendorff_alpha
from senco.measures.agreement.coefficients import (
    Coefficient,
    cohen_kappa,
    count_categories,
    percent_agreement,
    perreault_leigh,
)
from senco.measures.agreement.intervals import bound_by_people, note_chance, number_people
from senco.measures.agreement.ratings import number_codes

Floats = NDArray[np.float64]


def measure_labels(
    first: Sequence[Hashable | None],
    second: Sequence[Hashable | None],
    people: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> dict[str, Coefficient]:
    """Return how far two coders agree who each put a unit into one category.

    Parameters
    ----------
    first, second : sequence
        Each coder's category of every unit, in the same order; None where not judged.
    people : sequence, optional
        Whose each unit is; by default each is taken for a person's only one.
    confidence : float
        Coverage of the intervals, between 0 and 1.

    Returns
    -------
    dict of str to Coefficient
        By measure: "percentage", without an interval; "Cohen's kappa",
        "Perreault-Leigh" over the categories that were used, and "Krippendorff's
        alpha", each with that of `senco.measures.agreement.bound_by_people`. Where one is
        undefined its value is None and its note says why.

    Raises
    ------
    MeasureError
        Where the coders do not have the same number of units, there is no unit, not every
        unit has a person, or the confidence is not between 0 and 1.

    Examples
    --------
    >>> found = measure_labels(list("aabb"), list("aaba"))
    >>> found["percentage"].value, found["Cohen's kappa"].value
    (0.75, 0.5)
    """
    ratings = number_codes([first, second])
    counts = count_categories(ratings)
    found = [
        percent_agreement(counts),
        _bound_kappa(cohen_kappa(*ratings), ratings, people, confidence),
        _bound_index(perreault_leigh(counts), counts, people, confidence),
        bound_alpha(krippendorff_alpha(counts), counts, None, people, confidence),
    ]
    return {item.measure: item for item in found}


def _bound_kappa(
    item: Coefficient, ratings: Floats, people: Sequence[Hashable] | None, confidence: float
) -> Coefficient:
    """Add the interval to Cohen's kappa, a function of the summed table of two coders."""
    if item.value is None:
        return item
    whose = number_people(ratings.shape[1], people)
    categories = np.unique(ratings[~np.isnan(ratings)])
    k = len(categories)
    both = ~np.isnan(ratings).any(axis=0)
    first, second = np.searchsorted(categories, ratings[:, both])
    # a table of two coders for each person, and not one for each unit
    crossed = np.zeros((int(whose.max()) + 1, k * k))
    np.add.at(crossed, (whose[both], first * k + second), 1)
    even = np.full((k, k), 1 / (k * (k - 1)))
    np.fill_diagonal(even, 1 / k)
    return bound_by_people(item, crossed, even.ravel(), _kappa_of_sums, confidence=confidence)


def _kappa_of_sums(sums: Floats) -> Floats:
    k = int(np.sqrt(sums.shape[-1]))
    shares = (sums / sums.sum(axis=-1, keepdims=True)).reshape(*sums.shape[:-1], k, k)
    chance = (shares.sum(axis=-1) * shares.sum(axis=-2)).sum(axis=-1)
    kappa: Floats = (np.trace(shares, axis1=-2, axis2=-1) - chance) / (1 - chance)
    return kappa


def _bound_index(
    item: Coefficient, counts: Floats, people: Sequence[Hashable] | None, confidence: float
) -> Coefficient:
    """Add the interval to Perreault and Leigh's index, which rises with the share agreed on."""
    if item.value is None:
        return item
    shared = counts.sum(axis=1) == 2
    units = np.column_stack([counts.max(axis=1) == 2, shared]) * shared[:, None]
    share = bound_by_people(
        percent_agreement(counts), units, [1, 2], _share_of_sums, people, confidence, least=0
    )
    k = counts.shape[1]
    low, high = np.sqrt(np.clip((np.array([share.low, share.high]) * k - 1) / (k - 1), 0, 1))
    return note_chance(replace(item, low=float(low), high=float(high)))


def _share_of_sums(sums: Floats) -> Floats:
    return sums[..., 0] / sums[..., 1]
