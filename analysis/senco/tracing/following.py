"""The way of a line through a chart: the cheapest path from its left edge to its right.

A path goes from column to column and, within a column, up or down. Ink costs next to nothing,
paper costs; so the path keeps to the line, falls with it however steeply, and crosses a gap
by the shortest way. It is found exactly, by dynamic programming.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from senco.tracing.ink import Ink

Array = npt.NDArray[np.float64]
#: A pixel of paper costs 1 to the right and so much upwards or downwards.
_UP = 0.35
#: Ink costs this at least, that of two ways along it the shorter is taken.
_LEAST = 0.015
#: A letter or a speck costs as much as this share of paper.
_SMALL = 0.6
#: Nothing costs less than this beside a printed line, where ink is hard to tell.
_PRINTED = 0.45


def follow(ink: Ink, hidden: Any = None) -> Array:
    """Follow the clearest line through a chart.

    Parameters
    ----------
    ink : Ink
        What was drawn.
    hidden : array of bool, optional
        Where ink is not to be seen: that of a line already followed.

    Returns
    -------
    array of shape (n, 2)
        Column and row of each pixel of the path, in the order in which it is drawn.
    """
    price = _price(ink, hidden)
    height, width = price.shape
    up = np.maximum(price * _UP, _LEAST)
    total = np.zeros(height)
    came = np.zeros((width, height), dtype=np.int32)  # the row in which the column was entered
    rows = np.arange(height)
    for column in range(width):
        entered = total + price[:, column]
        total, came[column] = _move(entered, up[:, column], rows)
    return _walk_back(total, came)


def _price(ink: Ink, hidden: Any) -> Array:
    dark = ink.dark.astype(np.float64)
    scale = max(0.75 * ink.depth, 1e-3)
    price = np.clip(1 - dark / scale, 0, 1) ** 1.5
    price = np.where(
        ink.printed, np.minimum(np.maximum(price, _LEAST), _PRINTED + price / 2), price
    )
    price = np.where(ink.small, np.maximum(price, _SMALL), price)
    if hidden is not None:
        price = np.where(hidden, 1.0, price)
    return np.maximum(price, _LEAST)


def _move(entered: Array, up: Array, rows: Any) -> tuple[Array, Any]:
    """The least cost of each row of a column once one has moved within it, and from which row.

    Going down from row i to row j costs the sum of what lies between; so the least over i of
    ``entered[i] - sum(up[:i + 1])`` is carried along, and in the same way upwards.
    """
    sums = np.cumsum(up)
    down, from_down = _carry(entered - sums, rows)
    down += sums
    back = sums - up
    rise, from_rise = _carry((entered + back)[::-1], rows)
    rise, from_rise = rise[::-1] - back, (len(rows) - 1 - from_rise)[::-1]
    lower = down <= rise
    return np.where(lower, down, rise), np.where(lower, from_down, from_rise)


def _carry(values: Array, rows: Any) -> tuple[Array, Any]:
    """The least so far, and where it was."""
    least = np.minimum.accumulate(values)
    new = np.concatenate([[True], values[1:] < least[:-1]])
    return least, np.maximum.accumulate(np.where(new, rows, 0))


def _walk_back(total: Array, came: Any) -> Array:
    row = int(np.argmin(total))
    path: list[tuple[int, int]] = []
    for column in range(len(came) - 1, -1, -1):
        start = int(came[column][row])
        step = 1 if start >= row else -1
        path += [(column, at) for at in range(row, start + step, step)]
        row = start
    return np.array(path[::-1], dtype=np.float64)
