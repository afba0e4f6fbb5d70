"""When two computed numbers count as the same, so that no decision hangs on a last bit.

The same sum, added up in another order or on another processor, may differ in its last
binary digits. Where such a number decides something (who is first, whether a bound is
reached, which of two is larger), numbers that lie within `TOLERANCE` of each other count
as equal, and what is equal is told as such, or taken in a stated order. Counts and
other exact numbers are not affected: they differ by far more or not at all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

#: Relative to the larger of the numbers, and absolute below 1. Rounding errors of sums,
#: products and decompositions of this project's sizes stay below 1e-12; differences that
#: mean something (one rating, one rank, one person) are above 1e-6.
TOLERANCE = 1e-9


def find_highest(values: pd.Series) -> list[Any]:
    """Return where a series is highest: all the places, not just the first.

    Parameters
    ----------
    values : Series
        Numbers; missing ones are left out.

    Returns
    -------
    list
        Labels of the index, in its order; empty where there is no number.

    Examples
    --------
    >>> find_highest(pd.Series({"a": 0.1 + 0.2, "b": 0.3, "c": 0.1}))
    ['a', 'b']
    """
    known = values.dropna().astype(float)
    if known.empty:
        return []
    return known.index[equal(known.to_numpy(), known.max())].tolist()


def find_lowest(values: pd.Series) -> list[Any]:
    """Return where a series is lowest: all the places, not just the first.

    Parameters
    ----------
    values : Series
        Numbers; missing ones are left out.

    Returns
    -------
    list
        Labels of the index, in its order; empty where there is no number.

    Examples
    --------
    >>> find_lowest(pd.Series({"a": 2, "b": 1, "c": 1}))
    ['b', 'c']
    """
    return find_highest(-values.astype(float))


def equal(one: ArrayLike, other: ArrayLike) -> NDArray[np.bool_]:
    """Return whether numbers are the same but for rounding errors.

    Parameters
    ----------
    one, other : array_like
        Of shapes that can be broadcast together. A missing number equals none.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> equal([0.1 + 0.2, 1e9 + 0.1], [0.3, 1e9 + 2]).tolist()
    [True, False]
    """
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    same: NDArray[np.bool_] = _lie_close(first, second) | (first == second)
    return same


def _lie_close(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.bool_]:
    # as np.isclose has it, which looks first at what kinds of numbers they are
    with np.errstate(invalid="ignore"):  # of infinite numbers, which equal themselves alone
        close = np.abs(first - second) <= TOLERANCE + TOLERANCE * np.abs(second)
    near: NDArray[np.bool_] = close & np.isfinite(second)
    return near


def at_least(values: ArrayLike, bound: ArrayLike) -> NDArray[np.bool_]:
    """Return whether numbers reach a bound, allowing for rounding errors.

    Parameters
    ----------
    values, bound : array_like
        Of shapes that can be broadcast together. A missing number reaches nothing.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> at_least([0.3, 0.1 + 0.2, 0.2999], 0.1 + 0.2).tolist()
    [True, True, False]
    """
    given, least = np.asarray(values, dtype=float), np.asarray(bound, dtype=float)
    return (given >= least) | _lie_close(given, least)


def above(values: ArrayLike, bound: ArrayLike) -> NDArray[np.bool_]:
    """Return whether numbers lie above a bound by more than a rounding error.

    Parameters
    ----------
    values, bound : array_like
        Of shapes that can be broadcast together. A missing number lies above nothing.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> above([0.1 + 0.2, 0.4], 0.3).tolist()
    [False, True]
    """
    given, most = np.asarray(values, dtype=float), np.asarray(bound, dtype=float)
    return (given > most) & ~_lie_close(given, most)


def level(values: ArrayLike) -> NDArray[np.float64]:
    """Return numbers of which those that are the same but for rounding are made the same.

    To sort, rank or count by: of each run of numbers each of which equals the next, all
    become the least of the run.

    Parameters
    ----------
    values : array_like
        Numbers; missing ones stay missing.

    Returns
    -------
    ndarray of float
        Of the same shape.

    Examples
    --------
    >>> level([0.1 + 0.2, 0.5, 0.3]).tolist()
    [0.3, 0.5, 0.3]
    """
    given = np.asarray(values, dtype=float)
    flat = given.ravel()
    order = np.argsort(flat, kind="stable")
    ordered = flat[order]
    starts = np.r_[True, ~equal(ordered[1:], ordered[:-1])][: len(ordered)]
    levelled = np.empty_like(flat)
    levelled[order] = ordered[np.maximum.accumulate(np.where(starts, np.arange(len(flat)), 0))]
    return levelled.reshape(given.shape)
