"""Whether two measures of the same few things agree, and whether so few can tell."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from senco.cohort.grid import Floats
from senco.errors import MeasureError
from senco.measures.tolerance import at_least
from senco.text.rounding import format_number

#: Up to so many things every order is tried; beyond, this many orders are drawn.
_EXACT = 7
_DRAWS = 4999


@dataclass(frozen=True)
class Comparison:
    """How far two measures of the same things agree.

    Parameters
    ----------
    correlation : float or None
        -1 to 1; None where one of the two does not vary.
    n : int
        Things compared: constructs, or elements whose distances are.
    p : float or None
        Share of the orders of one side that agree, or disagree, at least as much.
    least_p : float
        The smallest p that so few things can give.
    """

    correlation: float | None
    n: int
    p: float | None
    least_p: float

    @property
    def is_telling(self) -> bool:
        """Whether so few things can show anything at the level of 5%."""
        return self.correlation is not None and self.least_p <= 0.05

    @property
    def words(self) -> str:
        """What it says, in a sentence."""
        if self.correlation is None or self.p is None:
            return "one of the two does not vary, so they cannot be compared."
        start = f"correlation {format_number(self.correlation)} (n = {self.n})"
        if not self.is_telling:
            return f"{start}; with so few, even perfect agreement may be chance."
        p = "below 0.001" if self.p < 0.001 else format_number(self.p, 3)
        return f"{start}; chance alone gives as much with probability {p}."


def compare_orders(first: ArrayLike, second: ArrayLike, seed: int = 0) -> Comparison:
    """Compare two measures of the same constructs by their orders.

    Parameters
    ----------
    first, second : array_like
        Shape ``(n_constructs,)``, such as resistance and superordinacy; a construct for which
        one is missing (NaN) is left out.
    seed : int
        Seed of the orders that are drawn, from eight constructs on.

    Returns
    -------
    Comparison
        Spearman's rho, and how often chance alone gives as much.

    Raises
    ------
    MeasureError
        If the two are not of the same length, or fewer than three constructs have both.

    Examples
    --------
    >>> found = compare_orders([3, 2, 1, 0], [2, 1, 0, -3])
    >>> found.correlation, round(found.p, 3), found.is_telling
    (1.0, 0.083, False)
    """
    one, other = (np.asarray(values, dtype=float).ravel() for values in (first, second))
    if one.shape != other.shape:
        raise MeasureError(f"{one.size} and {other.size} values cannot be compared")
    known = ~np.isnan(one) & ~np.isnan(other)
    n = int(known.sum())
    if n < 3:
        raise MeasureError(f"{n} constructs have both values; at least 3 are needed")
    ranks, others = (
        pd.Series(values[known].round(9)).rank().to_numpy() - (n + 1) / 2 for values in (one, other)
    )
    size = math.sqrt(float((ranks**2).sum() * (others**2).sum()))
    least = _start(n, 2)  # the same order, and the reverse
    if size == 0:
        return least
    drawn = ranks[_list_orders(n, seed)] @ others / size
    return _judge(float(ranks @ others) / size, drawn, least)


def compare_distances(first: ArrayLike, second: ArrayLike, seed: int = 0) -> Comparison:
    """Compare the distances between the same elements in two grids (Mantel's test).

    Parameters
    ----------
    first, second : array_like
        Shape ``(n_elements, n_elements)``, symmetric.
    seed : int
        Seed of the orders that are drawn, from eight elements on.

    Returns
    -------
    Comparison
        Pearson's correlation of the distances above the diagonal, and how often it is as
        large when the elements of one grid change places.

    Raises
    ------
    MeasureError
        If the two are not square and of the same size, or of fewer than three elements.

    References
    ----------
    Mantel, N. (1967). The detection of disease clustering and a generalized regression
    approach. Cancer Research, 27(2), 209-220.

    Examples
    --------
    >>> near, twice = [[0, 1, 2], [1, 0, 3], [2, 3, 0]], [[0, 2, 4], [2, 0, 6], [4, 6, 0]]
    >>> found = compare_distances(near, twice)
    >>> round(found.correlation, 6), found.is_telling
    (1.0, False)
    """
    one, other = (np.asarray(values, dtype=float) for values in (first, second))
    n = len(one)
    if one.shape != (n, n) or other.shape != (n, n) or n < 3:
        raise MeasureError("two square tables of distances between at least 3 elements are needed")
    upper = np.triu_indices(n, 1)
    flat, others = (values[upper] - values[upper].mean() for values in (one, other))
    size = math.sqrt(float((flat**2).sum() * (others**2).sum()))
    least = _start(n, 1)  # each element in its own place
    if size < 1e-12:
        return least
    centred = one - one[upper].mean()
    drawn = np.array(  # one by one, so that many elements take little memory
        [
            centred[order[upper[0]], order[upper[1]]] @ others / size
            for order in _list_orders(n, seed)
        ]
    )
    return _judge(float(flat @ others) / size, drawn, least)


def _judge(found: float, drawn: Floats, least: Comparison) -> Comparison:
    as_far = int(at_least(np.abs(drawn), abs(found)).sum())
    p = as_far / len(drawn) if least.n <= _EXACT else (as_far + 1) / (_DRAWS + 1)
    return replace(least, correlation=found, p=p)


def _start(n: int, best: int) -> Comparison:
    """Nothing compared yet; of all orders so many agree perfectly, or disagree."""
    least = best / math.factorial(n) if n <= _EXACT else 1 / (_DRAWS + 1)
    return Comparison(None, n, None, least)


def _list_orders(n: int, seed: int) -> NDArray[np.int64]:
    if n <= _EXACT:
        return np.array(list(permutations(range(n))), dtype=np.int64)
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(n) for _ in range(_DRAWS)], dtype=np.int64)
