"""The interval of a coefficient: each person left out in turn, beside an imagined one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from senco.errors import MeasureError
from senco.measures.agreement.coefficients import Coefficient
from senco.measures.resampling import check_share

Floats = NDArray[np.float64]

#: What is said of an interval that reaches down to chance.
OPEN = "cannot tell at this n whether the coders agree better than chance"


def bound_by_people(
    item: Coefficient,
    units: ArrayLike,
    imagined: ArrayLike,
    measure: Callable[[Floats], Floats],
    people: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    least: float = -1.0,
) -> Coefficient:
    """Return a coefficient with the interval that leaving out each person in turn gives.

    What one person said is coded more alike than what several did, so people are left
    out and not units. Where all units agree no one changes anything, and the interval
    would have no width; so one imagined person is added, of two passages, of which the
    coders agree on one: in a two-by-two table this adds a half to each cell. The
    coefficients without each, the imagined one too, give the jackknife's standard
    error, and that with Student's t the interval.

    Parameters
    ----------
    item : Coefficient
        Computed from the units alone; its value stays as it is.
    units : array_like, shape (n_units, n_sums)
        What the coefficient needs of each unit, to be summed over units. A unit that
        adds nothing, since one coder judged it, is left out.
    imagined : array_like, shape (n_sums,)
        The same of the imagined person.
    measure : callable
        Takes sums, shape (..., n_sums), and returns the coefficient, shape (...).
    people : sequence, shape (n_units,), optional
        Whose each unit is; by default each is taken for a person's only one.
    confidence : float
        Coverage of the interval, between 0 and 1.
    least : float
        Where the coefficient cannot go below; at most it is 1.

    Returns
    -------
    Coefficient
        As it was where it has no value. Where the interval reaches down to chance the note says so.

    Raises
    ------
    MeasureError
        Where the confidence is not between 0 and 1, or not every unit has a person.

    Notes
    -----
    How often it covers is measured in ``benchmarks/interval_coverage.py``.

    References
    ----------
    Arvesen, J. N. (1969). Jackknifing U-statistics. Annals of Mathematical Statistics,
    40(6), 2076-2100. https://doi.org/10.1214/aoms/1177697287

    Agresti, A., & Coull, B. A. (1998). Approximate is better than "exact" for interval
    estimation of binomial proportions. The American Statistician, 52(2), 119-126.
    https://doi.org/10.1080/00031305.1998.10480550

    Examples
    --------
    Four agreements of four, of four people. With the imagined fifth 5 of 6; without one
    of the four 4 of 5, without the fifth 4 of 4. The error is .16, t on 4 degrees of
    freedom 2.776.

    >>> share = Coefficient("share", 1.0)
    >>> units, imagined = [[1, 1]] * 4, [1, 2]
    >>> found = bound_by_people(share, units, imagined, lambda sums: sums[..., 0] / sums[..., 1])
    >>> round(found.low, 3), found.high
    (0.389, 1.0)
    """
    check_share(confidence, "confidence")
    if item.value is None:
        return item
    rows = np.vstack([sum_people(units, people), np.asarray(imagined, dtype=float)])
    whole, without = float(measure(rows.sum(axis=0))), measure(rows.sum(axis=0) - rows)
    n = len(rows)
    error = np.sqrt((n - 1) / n * np.sum((without - without.mean()) ** 2))
    half = stats.t.ppf((1 + confidence) / 2, n - 1) * error
    low = min(max(float(whole - half), least), item.value)
    high = max(min(float(whole + half), 1.0), item.value)
    return note_chance(replace(item, low=low, high=high))


def note_chance(item: Coefficient) -> Coefficient:
    """Return a coefficient with the note that its interval reaches down to chance, if it does.

    Parameters
    ----------
    item : Coefficient
        With an interval, and 0 where the coders agree as chance would.

    Returns
    -------
    Coefficient
        As it was where the lower end is above 0.
    """
    if item.low is None or item.low > 0:
        return item
    return replace(item, note="; ".join(part for part in (item.note, OPEN) if part))


def sum_people(units: ArrayLike, people: Sequence[Hashable] | None) -> Floats:
    """Return the sums of each person's units, without people whose units add nothing.

    Parameters
    ----------
    units : array_like, shape (n_units, n_sums)
        What is summed.
    people : sequence, shape (n_units,), optional
        Whose each unit is; by default each is somebody else's.

    Returns
    -------
    ndarray, shape (n_people, n_sums)
        In the order in which they first appear.

    Raises
    ------
    MeasureError
        Where not every unit has a person.
    """
    table = np.asarray(units, dtype=float)
    whose = number_people(len(table), people)
    rows = np.zeros((int(whose.max(initial=-1)) + 1, table.shape[1]))
    np.add.at(rows, whose, table)
    adding: Floats = rows[(rows != 0).any(axis=1)]
    return adding


def number_people(n_units: int, people: Sequence[Hashable] | None) -> NDArray[np.int64]:
    """Return whose each unit is, as a number.

    Parameters
    ----------
    n_units : int
        Units.
    people : sequence, shape (n_units,), optional
        As for `sum_people`.

    Returns
    -------
    ndarray of int, shape (n_units,)
        From 0, in the order in which people first appear.

    Raises
    ------
    MeasureError
        Where not every unit has a person.

    Examples
    --------
    >>> number_people(3, ["b", "a", "b"]).tolist()
    [0, 1, 0]
    """
    names = list(range(n_units)) if people is None else list(people)
    if len(names) != n_units:
        raise MeasureError(
            f"There are {n_units} units, but people are given for {len(names)} of them."
        )
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([places[name] for name in names], dtype=np.int64)
