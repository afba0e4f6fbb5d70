"""Which sums of ranks print a reported mean, in exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal, get_args

from senco.errors import MeasureError, suggest

Rounding = Literal["half-even", "half-up", "truncate", "ceiling"]

#: Midranks are whole or half, because two neighbours share the mean of theirs.
HALF = Fraction(1, 2)

_PRINTED = re.compile(r"\d{1,6}(?:\.\d{1,6})?")


@dataclass(frozen=True)
class Match:
    """A sum that prints the value.

    Parameters
    ----------
    n : int
        Number of ranks.
    total : Fraction
        Their sum; the mean is ``total / n``.
    """

    n: int
    total: Fraction


@dataclass(frozen=True)
class Interval:
    """The numbers that print as one value.

    Parameters
    ----------
    low, high : Fraction
        Its ends.
    has_low, has_high : bool
        Whether each end belongs to it.
    """

    low: Fraction
    high: Fraction
    has_low: bool
    has_high: bool

    def __contains__(self, number: Fraction) -> bool:
        above = number > self.low or (self.has_low and number == self.low)
        return above and (number < self.high or (self.has_high and number == self.high))

    def multiples(self, scale: Fraction | int) -> range:
        """Whole numbers w for which w / scale lies within.

        Examples
        --------
        >>> list(find_interval("0.5", "half-up").multiples(Fraction(20)))
        [9, 10]
        """
        low, high = self.low * scale, self.high * scale
        first = ceil(low) + (not self.has_low and low.denominator == 1)
        last = floor(high) - (not self.has_high and high.denominator == 1)
        return range(first, last + 1)


def find_interval(value: str, rounding: Rounding = "half-even") -> Interval:
    """Return every number that prints as this value.

    Parameters
    ----------
    value : str
        As printed: ``"5.00"`` has two decimals.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the last decimal was made.

    Returns
    -------
    Interval

    Raises
    ------
    MeasureError
        For a value that is not a printed number, or an unknown rule.

    Examples
    --------
    >>> find_interval("3.79", "truncate").high
    Fraction(19, 5)
    """
    if not isinstance(value, str) or not _PRINTED.fullmatch(value):
        raise MeasureError(
            f"a reported mean is given as it is printed, such as '5.00'; found {value!r}"
        )
    if rounding not in get_args(Rounding):
        hint = suggest(str(rounding), get_args(Rounding))
        raise MeasureError(f"no rounding rule {rounding!r}. {hint}".rstrip())
    shown = Fraction(value)
    unit = Fraction(1, 10 ** len(value.partition(".")[2]))
    if rounding == "truncate":
        return Interval(shown, shown + unit, True, False)
    if rounding == "ceiling":
        return Interval(shown - unit, shown, False, True)
    even = int(shown / unit) % 2 == 0
    ends = (True, False) if rounding == "half-up" else (even, even)
    return Interval(shown - unit / 2, shown + unit / 2, *ends)


def grim(
    value: str,
    *,
    n: int | Iterable[int],
    step: Fraction | int = HALF,
    rounding: Rounding = "half-even",
) -> tuple[Match, ...]:
    """Find every sum of n ranks whose mean prints the value.

    Parameters
    ----------
    value : str
        The mean as printed.
    n : int or iterable of int
        How many ranks there may be.
    step : Fraction
        What a rank is a multiple of: 1 without ties, 1/2 for midranks.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the value was rounded.

    Returns
    -------
    tuple of Match
        By n, then by sum; empty where nothing prints the value.

    Raises
    ------
    MeasureError
        For a value that is not a printed number, n below 1, or a step of 0 or less.

    References
    ----------
    Brown, N. J. L., and Heathers, J. A. J. (2017). The GRIM test. Social
    Psychological and Personality Science, 8(4), 363-369.
    https://doi.org/10.1177/1948550616673876

    Examples
    --------
    >>> grim("3.79", n=range(1, 9))
    (Match(n=7, total=Fraction(53, 2)),)
    >>> grim("3.79", n=range(1, 9), step=1)
    ()
    """
    step = Fraction(step)
    sizes = [n] if isinstance(n, int) else list(n)
    if step <= 0 or any(size < 1 for size in sizes):
        raise MeasureError(f"n is at least 1 and the step above 0; found n = {n}, step = {step}")
    interval = find_interval(value, rounding)
    return tuple(
        Match(size, whole * step) for size in sizes for whole in interval.multiples(size / step)
    )


def find_neighbours(
    value: str, *, n: int, step: Fraction | int = HALF
) -> tuple[Fraction, Fraction]:
    """Return the means of n ranks just below and just above a printed value.

    Parameters
    ----------
    value : str
        The mean as printed.
    n : int
        Number of ranks.
    step : Fraction
        What a rank is a multiple of.

    Returns
    -------
    tuple of Fraction
        The nearest attainable means at or below, and above, the value.

    Examples
    --------
    >>> find_neighbours("5.67", n=7)
    (Fraction(79, 14), Fraction(40, 7))
    """
    scale = n / Fraction(step)
    find_interval(value)  # refuses what is no printed number
    whole = floor(Fraction(value) * scale)
    return Fraction(whole) / scale, Fraction(whole + 1) / scale
