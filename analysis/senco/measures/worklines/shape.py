"""The shape of one line: level, slope, shares of time and turns, exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from senco.errors import MeasureError
from senco.measures.tolerance import above, equal

Floats = NDArray[np.float64]


def average_level(places: ArrayLike, levels: ArrayLike) -> float:
    """Return the mean level over a line's time, not over its points.

    Parameters
    ----------
    places, levels : array_like, shape (n_points,)
        In ascending order of place; at least one point.

    Returns
    -------
    float
        On the chart's scale; the level itself where there is one point.

    Examples
    --------
    >>> average_level([0, 0.5, 1], [0, 0, 4])  # flat for half of the time, then up to 4
    1.0
    """
    x, y = np.asarray(places, dtype=float), np.asarray(levels, dtype=float)
    if len(x) == 1:
        return float(y[0])
    return float(np.sum(np.diff(x) * (y[1:] + y[:-1])) / 2 / (x[-1] - x[0]))


def fit_slope(places: ArrayLike, levels: ArrayLike) -> float:
    """Return the slope of the straight line nearest to a whole work-line: its trend.

    It is not the difference between the ends: a line may end lower than it began and still have
    a rising trend.

    Least squares over every moment of the line: the integral of the squared
    distance is least. With straight strokes the integrals are exact.

    Parameters
    ----------
    places, levels : array_like, shape (n_points,)
        In ascending order of place.

    Returns
    -------
    float
        Points of the scale for one unit of the axis; NaN where there is one point.

    Examples
    --------
    >>> fit_slope([0, 0.25, 1], [1, 2, 5])
    4.0
    >>> fit_slope([0, 0.5, 1], [0, 4, 0])
    0.0
    >>> fit_slope([0, 0.25, 0.5, 0.75, 1], [4, -5, 2, 5, 0])  # though it falls from 4 to 0
    5.0
    """
    x, y = np.asarray(places, dtype=float), np.asarray(levels, dtype=float)
    if len(x) == 1:
        return float("nan")
    length = x[-1] - x[0]
    y = y - y[0]  # a line of one level then has a slope of exactly 0
    distance = x - (x[0] + x[-1]) / 2
    middle = (distance[1:] + distance[:-1]) / 2 * (y[1:] + y[:-1]) / 2
    product = distance * y
    # Simpson's rule is exact for the product of two straight strokes
    area = np.sum(np.diff(x) * (product[1:] + product[:-1] + 4 * middle)) / 6
    return float(12 * area / length**3)


def share_time(places: ArrayLike, levels: ArrayLike, midline: float) -> tuple[float, float, float]:
    """Return the shares of a line's time above, below and on a level.

    Exact: each stroke is cut where it crosses.

    Parameters
    ----------
    places, levels : array_like, shape (n_points,)
        In ascending order of place.
    midline : float
        On the chart's scale.

    Returns
    -------
    tuple of float
        Above, below and on the midline; they sum to 1. A single point is wholly on
        one side.

    Examples
    --------
    >>> share_time([0, 1], [-1, 3], 0)  # crosses at a quarter
    (0.75, 0.25, 0.0)
    >>> share_time([0, 0.5, 1], [0, 0, 2], 0)
    (0.5, 0.0, 0.5)
    """
    x, y = np.asarray(places, dtype=float), np.asarray(levels, dtype=float)
    height = np.where(equal(y, midline), 0.0, y - midline)
    if len(x) == 1:
        side = np.sign(height[0])
        return float(side > 0), float(side < 0), float(side == 0)
    stroke, first, last = np.diff(x), height[:-1], height[1:]
    top, bottom = np.maximum(first, last), np.minimum(first, last)
    flat = (top == 0) & (bottom == 0)
    rise = np.where(top > bottom, top - bottom, 1.0)
    part = np.where(bottom >= 0, 1.0, np.where(top <= 0, 0.0, np.maximum(top, 0) / rise))
    length = x[-1] - x[0]
    on = float(stroke[flat].sum() / length)
    above = float((stroke * part)[~flat].sum() / length)
    below = float((stroke * (1 - part))[~flat].sum() / length)
    return above, below, on


def find_turns(places: ArrayLike, levels: ArrayLike, least_turn: float = 0.0) -> pd.DataFrame:
    """Return where a line turns.

    The rule: a turn is a highest or lowest place inside the line from which the
    line goes back by more than `least_turn` before it goes further, and to which it
    came by more than `least_turn`. A level stretch counts once, at its middle. The
    ends of a line are no turns.

    Parameters
    ----------
    places, levels : array_like, shape (n_points,)
        In ascending order of place.
    least_turn : float
        Points of the scale, at least 0; at 0 every change of direction counts.

    Returns
    -------
    DataFrame
        Columns ``kind`` ("peak" or "trough"), ``place`` and ``level``, in order.

    Raises
    ------
    MeasureError
        Where `least_turn` is negative.

    Examples
    --------
    >>> find_turns([0, 0.2, 0.4, 0.6, 1], [0, 3, 3, 2.5, 5], least_turn=0.4)
         kind  place  level
    0    peak    0.3    3.0
    1  trough    0.6    2.5
    >>> len(find_turns([0, 0.2, 0.4, 0.6, 1], [0, 3, 3, 2.5, 5], least_turn=1))
    0
    """
    return pd.DataFrame(list_turns(places, levels, least_turn), columns=["kind", "place", "level"])


def list_turns(
    places: ArrayLike, levels: ArrayLike, least_turn: float = 0.0
) -> list[tuple[str, float, float]]:
    """Return where a line turns, without a table of its own for each line.

    Parameters
    ----------
    places, levels, least_turn
        As for `find_turns`.

    Returns
    -------
    list of tuple of str, float and float
        Its rows.

    Raises
    ------
    MeasureError
        Where `least_turn` is negative.
    """
    if not least_turn >= 0:
        raise MeasureError(f"The least turn cannot be {least_turn}: it is at least 0.")
    x, y = _merge_level_stretches(np.asarray(places, dtype=float), np.asarray(levels, dtype=float))
    found: list[tuple[str, float, float]] = []
    top = bottom = extreme = 0
    direction = 0
    for here in range(1, len(x)):
        if direction == 0:
            top = here if y[here] > y[top] else top
            bottom = here if y[here] < y[bottom] else bottom
            if above(y[top] - y[bottom], least_turn):
                direction, extreme = (1 if top > bottom else -1), here
        elif (y[here] - y[extreme]) * direction > 0:
            extreme = here
        elif above((y[extreme] - y[here]) * direction, least_turn):
            found.append(_turn(x, y, extreme, direction))
            direction, extreme = -direction, here
    return found


def _turn(x: Floats, y: Floats, here: int, direction: int) -> tuple[str, float, float]:
    return ("peak" if direction > 0 else "trough", float(x[here]), float(y[here]))


def _merge_level_stretches(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    starts = np.flatnonzero(np.r_[True, np.diff(y) != 0])
    ends = np.r_[starts[1:] - 1, len(y) - 1]
    return (x[starts] + x[ends]) / 2, y[starts]
