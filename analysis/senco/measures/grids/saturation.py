"""Whether more participants would have brought more categories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
        If the table contains no person.

    Notes
    -----
    A category that m of n persons hold is missed by k of them with the
    hypergeometric probability ``C(n - m, k) / C(n, k)``, a product of k fractions.

    Examples
    --------
    >>> table = CategoryTable(("a", "b"), ("S1", "S2"), np.array([[1, 2], [0, 1]]))
    >>> accumulate_categories(table).expected.tolist()
    [1.5, 2.0]
    """
    held = table.counts > 0
    n = held.shape[1]
    if n == 0:
        raise MeasureError("the table contains no person")
    asked = np.arange(n)  # already, when the next person is asked
    without = np.maximum(n - held.sum(1)[:, None] - asked, 0)
    missed = np.cumprod(without / (n - asked), axis=1)
    expected = (1 - missed).sum(axis=0)
    in_order = np.maximum.accumulate(held, axis=1).sum(0)
    return Accumulation(expected, np.diff(expected, prepend=0.0), in_order)
