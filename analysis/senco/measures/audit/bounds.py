"""What the figures force under a reading, by algebra: outer bounds.

Whatever table lies behind the figures, its value lies within these bounds. Not
every value within them need be attained, because the columns of one table
constrain each other in ways that are not all used here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from math import floor, lcm, prod, sqrt
from operator import mul

import pandas as pd

from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import Rounding, find_interval, grim
from senco.measures.audit.readings import Reading

#: Sweeps of coordinate descent on a convex function of a few variables.
SWEEPS = 500
#: With more ways than this to divide a column's sum among bands, its sum is left unbounded.
LARGEST_SPLIT = 100_000


@dataclass(frozen=True)
class Block:
    """Ranks of one column whose sum is known: how many, and their sum."""

    count: int
    total: float


def bound(
    reading: Reading,
    figures: Sequence[Figure],
    n_items: int,
    *,
    rounding: Rounding = "half-even",
) -> pd.DataFrame:
    """Bound what the figures leave open under a reading.

    Parameters
    ----------
    reading : Reading
        What is supposed about the table; one that is not impossible.
    figures : sequence of Figure
        The reported means.
    n_items : int
        Constructs in the table, k.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the values were rounded.

    Returns
    -------
    DataFrame
        Columns ``quantity``, ``construct``, ``low`` and ``high``: ``w``
        (Kendall's W without correction for ties, over the rankers without a
        blank), ``sd`` of each reported construct that is one column (divisor
        n - 1), ``mean`` of a construct reported as a mean of band means, and
        ``unreported mean``: the least and greatest mean that any construct
        without a figure can have.

    Examples
    --------
    Four ranks of 1 or 2 with the mean 1.25 are 1, 1, 1 and 2.

    >>> figures = [Figure("play", "play", "", "1.25", None, 4)]
    >>> found = bound(Reading("plain", "four complete rankings", 4), figures, 2)
    >>> found.loc[found["quantity"] == "sd", ["low", "high"]].round(3).to_numpy().tolist()
    [[0.5, 0.5]]
    """
    k = n_items
    rows: list[tuple[str, str, float, float]] = []
    sums: dict[str, tuple[float, float]] = {}
    for figure in figures:
        if figure.group:
            continue
        cases = [
            case
            for case in split_column(figure, figures, reading, k, rounding)
            if all(block.count <= block.total <= block.count * k for block in case)
        ]
        if not cases:
            continue
        totals = [sum(block.total for block in case) for case in cases]
        sums[figure.construct] = (min(totals), max(totals))
        if reading.themes.get(figure.construct, 1) > 1:
            continue
        count = sum(block.count for block in cases[0])
        if figure.construct in reading.banded:
            low, high = (total / count for total in sums[figure.construct])
            rows.append(("mean", figure.construct, low, high))
        if count > 1:
            rows.append(("sd", figure.construct, *_bound_sd(cases, reading, k)))
    rows.insert(0, ("w", "", *_bound_w(sums, reading, k)))
    rows.append(("unreported mean", "", *_bound_unreported(sums, figures, reading, k, rounding)))
    return pd.DataFrame(rows, columns=["quantity", "construct", "low", "high"])


def split_column(
    figure: Figure, figures: Sequence[Figure], reading: Reading, k: int, rounding: Rounding
) -> Iterator[list[Block]]:
    """Yield every way in which the figures divide a column's sum among rankers.

    Parameters
    ----------
    figure : Figure
        The figure of everyone for the column.
    figures : sequence of Figure
        All figures, among them one of a subgroup for the column, if there is one.
    reading : Reading
        What is supposed about the table.
    k : int
        Number of constructs ranked.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the figures were rounded.

    Yields
    ------
    list of Block
        Rankers and their sum, part by part.
    """
    own = next((f for f in figures if f.group and f.construct == figure.construct), None)
    heads = [None] if own is None else _matches(own, reading, rounding)
    if figure.construct in reading.banded:
        yield from _split_bands(figure, heads, reading, k, rounding)
        return
    for whole, head in product(_matches(figure, reading, rounding), heads):
        if head is None:
            yield [whole]
        else:
            yield [head, Block(whole.count - head.count, whole.total - head.total)]


def _matches(figure: Figure, reading: Reading, rounding: Rounding) -> list[Block]:
    found = grim(figure.value, n=reading.size(figure), step=reading.step, rounding=rounding)
    return [Block(match.n, float(match.total)) for match in found]


def _split_bands(
    figure: Figure,
    heads: Sequence[Block | None],
    reading: Reading,
    k: int,
    rounding: Rounding,
) -> Iterator[list[Block]]:
    """Yield the bands' sums whose means average to the figure, the last one solved for."""
    bands = reading.size_bands(figure.construct)
    common = lcm(*bands)
    parts = 2 * len(bands) * common
    allowed = find_interval(figure.value, rounding).multiples(parts)
    if not heads or not allowed:
        return
    known = heads[0] is not None
    free, last = bands[known:-1], bands[-1]
    ranges = [range(2 * size, 2 * size * k + 1, int(2 * reading.step)) for size in free]
    if prod(map(len, ranges)) > LARGEST_SPLIT:
        return
    weights = [common // size for size in free]
    factor = common // last
    for head in heads:
        given = round(common // head.count * 2 * head.total) if head is not None else 0
        for middle in product(*ranges):
            used = given + sum(map(mul, weights, middle))
            least = max(-(-(allowed[0] - used) // factor), 2 * last)
            most = min((allowed[-1] - used) // factor, 2 * last * k)
            if least > most:
                continue
            blocks = [Block(size, total / 2) for size, total in zip(free, middle, strict=True)]
            blocks = [head, *blocks] if head is not None else blocks
            for total in range(least, most + 1):
                yield [*blocks, Block(last, total / 2)]


def _bound_sd(cases: list[list[Block]], reading: Reading, k: int) -> tuple[float, float]:
    spreads = []
    for case in cases:
        count = sum(block.count for block in case)
        total = sum(block.total for block in case)
        ends = [_bound_squares(block, reading.tied_pairs, k) for block in case]
        for squares in (sum(low for low, _ in ends), sum(high for _, high in ends)):
            spreads.append(max(0.0, squares - total**2 / count) / (count - 1))
    return sqrt(min(spreads)), sqrt(max(spreads))


@cache
def _bound_squares(block: Block, ties: int, k: int) -> tuple[float, float]:
    """Least and greatest sum of squares of ranks with a known sum.

    With at most one tied pair in the table a column holds at most one half
    rank, and its sum says whether; with more ties all ranks may be halves.
    """
    half = block.total % 1 != 0
    if ties > 1:
        low, high = _square_ends(block.count, 2 * block.total, 2, 2 * k)
        return low / 4, high / 4
    if not half:
        return _square_ends(block.count, block.total, 1, k)
    lows, highs = [], []
    for rank in (1.5 + step for step in range(k - 1)):
        rest = block.total - rank
        if block.count - 1 <= rest <= (block.count - 1) * k:
            low, high = _square_ends(block.count - 1, rest, 1, k)
            lows.append(low + rank**2)
            highs.append(high + rank**2)
    return min(lows), max(highs)


def _square_ends(count: int, total: float, bottom: int, top: int) -> tuple[float, float]:
    """Least and greatest sum of squares of whole numbers with a known sum."""
    if count == 0:
        return 0.0, 0.0
    each, more = divmod(int(total), count)
    least = (count - more) * each**2 + more * (each + 1) ** 2
    raised, left = divmod(int(total) - count * bottom, top - bottom)
    greatest = raised * top**2
    if raised < count:
        greatest += (bottom + left) ** 2 + (count - raised - 1) * bottom**2
    return float(least), float(greatest)


def _bound_w(sums: dict[str, tuple[float, float]], reading: Reading, k: int) -> tuple[float, float]:
    """Bound W over the rankers without a blank.

    The least: columns without a figure share what is left evenly. The greatest:
    they agree as fully as the known columns allow.
    """
    boxes = _complete_sums(sums, reading, k)
    n = reading.n - sum(reading.blanks.values())
    if n < 2:
        return 0.0, 1.0
    largest = n * n * (k**3 - k) / 12
    middle = n * (k + 1) / 2
    shifted = [(width, low - width * middle, high - width * middle) for width, low, high in boxes]
    free = k - sum(width for width, _, _ in boxes)
    known = sorted(low for width, low, high in boxes if width == 1 and low == high)
    return _least_spread(shifted, free) / largest, min(1.0, _most_spread(known, n, k) / largest)


def _complete_sums(
    sums: dict[str, tuple[float, float]], reading: Reading, k: int
) -> list[tuple[int, float, float]]:
    """Range of each unit's sum over the rankers without any blank."""
    left_out = sum(reading.blanks.values())
    n = reading.n - left_out
    boxes = []
    for construct, (low, high) in sums.items():
        width = reading.themes.get(construct, 1)
        own = reading.blanks.get(construct, 0)
        others = left_out - own
        # a dropped ranking gave the places 1 to k - 1: `width` of them here, or one fewer
        most = others * width * (2 * k - width - 1) / 2 + own * (width - 1) * (2 * k - width) / 2
        least = others * width * (width + 1) / 2 + own * (width - 1) * width / 2
        low = max(low - most, n * width * (width + 1) / 2)
        high = min(high - least, n * width * (2 * k - width + 1) / 2)
        boxes.append((width, low, high))
    return boxes


def _least_spread(boxes: list[tuple[int, float, float]], free: int) -> float:
    """Least sum of squared distances from the middle; convex, so descent finds it."""
    place = [min(max(0.0, low), high) for _, low, high in boxes]
    for _ in range(SWEEPS if free else 0):
        for unit, (width, low, high) in enumerate(boxes):
            others = sum(place) - place[unit]
            best = -others / free / (1 / width + 1 / free)
            place[unit] = min(max(best, low), high)
    own = sum(p**2 / width for p, (width, _, _) in zip(place, boxes, strict=True))
    return own + (sum(place) ** 2 / free if free else 0.0)


def _most_spread(known: list[float], n: int, k: int) -> float:
    """Greatest sum of squared distances from the middle, some columns' sums known.

    Any m columns sum to at least n m(m + 1)/2. The free columns are farthest
    apart where each, in turn, is as low as the columns before it allow.
    """
    free = k - len(known)
    lowest = [
        max(n * (j + q) * (j + q + 1) / 2 - sum(known[:q]) for q in range(len(known) + 1))
        for j in range(free + 1)
    ]
    middle = n * (k + 1) / 2
    apart = [after - before for before, after in pairwise(lowest)]
    return sum((total - middle) ** 2 for total in [*known, *apart])


def _bound_unreported(
    sums: dict[str, tuple[float, float]],
    figures: Sequence[Figure],
    reading: Reading,
    k: int,
    rounding: Rounding,
) -> tuple[float, float]:
    """Bound the mean of any construct without a figure, from the stated places."""
    unit = float(reading.step) / reading.n
    low, high = 1.0, float(k)
    placed = {figure.place: figure for figure in figures if figure.place is not None}
    for sign in (1, -1):
        place = 0
        while sign * (place + 1) in placed:
            place += 1
        if not place:
            continue
        figure = placed[sign * place]
        if figure.construct in reading.banded:  # places are those of means of band means
            printed = find_interval(figure.value, rounding)
            low, high = (float(printed.low), high) if sign > 0 else (low, float(printed.high))
            continue
        width = reading.themes.get(figure.construct, 1)
        count = reading.n * width - reading.blanks.get(figure.construct, 0)
        ends = [total / count for total in sums[figure.construct]]
        if sign > 0:
            low = (floor(min(ends) / unit + 1e-9) + 1) * unit
        else:
            high = (-floor(-max(ends) / unit + 1e-9) - 1) * unit
    return low, high
