"""The order of a ranking sheet: drawn by a number, the same here and on the pages for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
_BITS = 0xFFFFFFFF


def shuffle(items: Sequence[Item], seed: int) -> list[Item]:
    """Return items in an order drawn by a seed (Fisher and Yates).

    Parameters
    ----------
    items : sequence
        In an order that is always the same.
    seed : int
        From 0 to 2**32 - 1.

    Returns
    -------
    list
        The same on any machine, and in the page for a browser (`scripts/page.js`).

    Examples
    --------
    >>> shuffle(["a", "b", "c", "d"], 7)
    ['c', 'b', 'd', 'a']
    """
    numbers, drawn = _draw_numbers(seed), list(items)
    for last in range(len(drawn) - 1, 0, -1):
        other = next(numbers) * (last + 1) >> 32
        drawn[last], drawn[other] = drawn[other], drawn[last]
    return drawn


def _draw_numbers(seed: int) -> Iterator[int]:
    """Draw whole numbers below 2**32 (mulberry32)."""
    state = seed & _BITS
    while True:
        state = (state + 0x6D2B79F5) & _BITS
        mixed = (state ^ state >> 15) * (state | 1) & _BITS
        mixed ^= (mixed + (mixed ^ mixed >> 7) * (mixed | 61)) & _BITS
        yield (mixed ^ mixed >> 14) & _BITS
