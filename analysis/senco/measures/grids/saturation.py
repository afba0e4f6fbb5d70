"""Whether more participants would have brought more categories."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from senco.cohort.grid import Floats
from senco.errors import MeasureError
from senco.measures.grids.pooling import CategoryTable


@dataclass(frozen=True, eq=False)
class Accumulation:
    """Categories met with each further participant.

    Parameters
    ----------
    expected : ndarray
        Shape ``(n_persons,)``: mean number of categories among 1, 2, ... persons, over
        all orders of the persons.
    new : ndarray
        Shape ``(n_persons,)``: what the last of them adds on average.
    in_order : ndarray of int
        Shape ``(n_persons,)``: number of categories in the order of the table.
    """

    expected: Floats
    new: Floats
    in_order: np.ndarray


def accumulate_categories(table: CategoryTable) -> Accumulation:
    """Return how the number of categories grows with the participants.

    Parameters
    ----------
    table : CategoryTable
        Categories by persons.

    Returns
    -------
    Accumulation
        Exact means over all orders, not a sample of them.

    Raises
    ------
    MeasureError
        If the table holds no person.

    Notes
    -----
    A category that m of n persons hold is missed by k of them with the
    hypergeometric probability ``C(n - m, k) / C(n, k)``.

    Examples
    --------
    >>> table = CategoryTable(("a", "b"), ("S1", "S2"), np.array([[1, 2], [0, 1]]))
    >>> accumulate_categories(table).expected.tolist()
    [1.5, 2.0]
    """
    held = table.counts > 0
    n = held.shape[1]
    if n == 0:
        raise MeasureError("the table holds no person")
    holders = held.sum(1).tolist()
    expected = np.array(
        [sum(1 - comb(n - m, k) / comb(n, k) for m in holders) for k in range(1, n + 1)]
    )
    in_order = np.maximum.accumulate(held, axis=1).sum(0)
    return Accumulation(expected, np.diff(expected, prepend=0.0), in_order)


def simulate_saturation(
    probabilities: ArrayLike,
    constructs_each: ArrayLike,
    persons: int,
    least_constructs: int = 1,
    share: float = 1.0,
    runs: int = 1000,
    seed: int = 0,
) -> float:
    """Return how likely a sample of persons is to fill the categories.

    Parameters
    ----------
    probabilities : array_like
        Shape ``(n_categories,)``: how likely each category is, at least 0.
    constructs_each : array_like of int
        Numbers of constructs that a person may bring; one is drawn for each person.
        None may exceed the number of categories with a probability above 0.
    persons : int
        Number of persons, at least 1.
    least_constructs : int
        Constructs that a category needs to count as filled.
    share : float
        Share of the categories that have to be filled, 0 to 1.
    runs : int
        Number of simulated samples, at least 1.
    seed : int
        Seed of the simulation.

    Returns
    -------
    float
        Share of the simulated samples that fill enough categories, 0 to 1.

    Raises
    ------
    MeasureError
        If the arguments do not fit together.

    Notes
    -----
    Each person draws categories without replacement, likelier ones first: a category's
    exponential waiting time runs at its probability, and the shortest are taken.

    References
    ----------
    Heckmann, M., & Burk, L. (2017). Gridsampler: A simulation tool to determine the
    required sample size for repertory grid studies. Journal of Open Research
    Software, 5(1), 2. doi:10.5334/jors.150

    Examples
    --------
    >>> simulate_saturation([1, 1], [2], persons=1)
    1.0
    """
    weights = np.asarray(probabilities, float)
    numbers = np.asarray(constructs_each, int)
    _check_simulation(weights, numbers, persons, share, runs)
    rng = np.random.default_rng(seed)
    needed = int(np.ceil(share * weights.size - 1e-9))
    filled = 0
    with np.errstate(divide="ignore"):
        rates = np.where(weights > 0, 1 / weights, np.inf)
    for _ in range(runs):
        waits = rng.exponential(size=(persons, weights.size)) * rates
        ranks = waits.argsort(1, kind="stable").argsort(1, kind="stable")
        brought = ranks < rng.choice(numbers, size=(persons, 1))
        filled += int((brought.sum(0) >= least_constructs).sum() >= needed)
    return filled / runs


def _check_simulation(
    weights: Floats, numbers: np.ndarray, persons: int, share: float, runs: int
) -> None:
    if weights.ndim != 1 or not weights.size or (weights < 0).any() or not (weights > 0).any():
        raise MeasureError("the probabilities must be at least 0, and one of them above 0")
    if numbers.ndim != 1 or not numbers.size or (numbers < 0).any():
        raise MeasureError("the numbers of constructs must be whole numbers, at least 0")
    if numbers.max() > (weights > 0).sum():
        raise MeasureError(
            f"a person cannot bring {numbers.max()} constructs of "
            f"{(weights > 0).sum()} possible categories"
        )
    if persons < 1 or runs < 1 or not 0 <= share <= 1:
        raise MeasureError("persons and runs must be at least 1, and the share from 0 to 1")
