"""Sums of ranks that print the figures, for each part of the rankers.

Parts are the groups of whose means a mean is taken, and the group that has figures of its
own. Ranks are doubled throughout, so that midranks are whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise, product, zip_longest
from math import floor, lcm

import numpy as np

from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import Rounding, find_interval
from senco.measures.audit.readings import Reading, list_widths

#: With more parts than this there are too many sums to look through.
MOST_PARTS = 4
#: Sums are looked at up to so many halves of a rank from where the means would have them.
REACH = 6
#: Ways to place halves that are tried.
MOST_PLANS = 100

Sums = tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """What a table is to be built to.

    Parameters
    ----------
    columns : list of str
        Names of the constructs: those with figures, one by one where a figure is a mean
        over several, and as many unreported ones as make up the list.
    ends : tuple of int
        The first row of each part of the rankers, and the number of rows.
    sums : ndarray of int, shape (n_parts, n_summed)
        Of doubled ranks, by part and by column of those that have figures.
    blanks : list of tuple
        Row and column of each rank left out.
    ties : list of tuple
        Row, the two columns, and the doubled rank that both have.
    """

    columns: list[str]
    ends: tuple[int, ...]
    sums: np.ndarray
    blanks: list[tuple[int, int]]
    ties: list[tuple[int, tuple[int, int], int]]


@dataclass(frozen=True)
class _Unit:
    """A construct with figures, and what its sums have to print."""

    columns: range
    cells: Sums  # ranks in each part
    weights: Sums  # what a sum counts for in the mean of everyone
    everyone: range | None  # weighted sums that print the mean of everyone
    group: range | None  # sums of the first parts that print the group's mean
    parts: int  # how many parts the group has


def plan_sums(
    reading: Reading, figures: Sequence[Figure], n_items: int, rounding: Rounding
) -> Plan | None:
    """Choose sums that print the figures, with no more ties than they need.

    Parameters
    ----------
    reading, figures, n_items, rounding
        As for `senco.measures.audit.decide`.

    Returns
    -------
    Plan or None
        None where no such sums lie near, or where figures of several groups are printed.
        The places that the text states are not looked at.
    """
    groups = {figure.group: figure.n_stated or 0 for figure in figures if figure.group}
    ends = tuple(sorted({0, *groups.values(), *accumulate(reading.bands), reading.n}))
    columns = _list_columns(reading, figures)
    used = sum(map(len, columns.values()))
    blanks = _place_blanks(reading, figures, columns)
    if len(groups) > 1 or len(ends) - 1 > MOST_PARTS or used > n_items or blanks is None:
        return None
    units = [
        _read_unit(construct, columns[construct], reading, figures, rounding, ends, blanks)
        for construct in columns
    ]
    choices = [_list_sums(unit, n_items) for unit in units]
    if used == n_items:
        choices = _add_up(units, choices, reading.n * n_items * (n_items + 1))
    names = [name for construct, own in columns.items() for name in _name(construct, len(own))]
    names += [f"unreported {number}" for number in range(1, n_items - used + 1)]
    for sums in islice(product(*choices), MOST_PLANS):
        pairs = zip(units, sums, strict=True)
        shares = np.hstack([_share_out(unit, own, ends) for unit, own in pairs])
        ties = _place_ties(shares, ends, blanks, n_items)
        if ties is not None and len(ties) <= reading.tied_pairs:
            return Plan(names, ends, shares, blanks, ties)
    return None


def _list_columns(reading: Reading, figures: Sequence[Figure]) -> dict[str, range]:
    widths = list_widths(reading, figures)
    ends = [0, *accumulate(widths.values())]
    return {name: range(*pair) for name, pair in zip(widths, pairwise(ends), strict=True)}


def _name(construct: str, width: int) -> list[str]:
    if width == 1:
        return [construct]
    return [f"{construct} ({part})" for part in range(1, width + 1)]


def _place_blanks(
    reading: Reading, figures: Sequence[Figure], columns: dict[str, range]
) -> list[tuple[int, int]] | None:
    """Give each blank a row of its own, outside the group whose ranks are all printed."""
    whole = {f.construct: f.n_stated or 0 for f in figures if f.group}
    bands = [*pairwise([0, *accumulate(reading.bands)])]
    placed: dict[int, int] = {}
    for construct in sorted(reading.blanks, key=lambda name: name not in reading.blank_bands):
        shares = [(whole.get(construct, 0), reading.n, reading.blanks[construct])]
        if construct in reading.blank_bands:
            counts = reading.blank_bands[construct]
            shares = [(*band, count) for band, count in zip(bands, counts, strict=True)]
        for start, end, count in shares:
            rows = [row for row in range(end - 1, start - 1, -1) if row not in placed][:count]
            if len(rows) < count:
                return None
            placed |= dict.fromkeys(rows, columns[construct][0])
    return [*placed.items()]


def _read_unit(
    construct: str,
    columns: range,
    reading: Reading,
    figures: Sequence[Figure],
    rounding: Rounding,
    ends: tuple[int, ...],
    blanks: list[tuple[int, int]],
) -> _Unit:
    missing = [row for row, column in blanks if column == columns[0]]
    cells = tuple(
        (end - start) * len(columns) - sum(start <= row < end for row in missing)
        for start, end in pairwise(ends)
    )
    weights, scale = (1,) * len(cells), 2 * sum(cells)
    if construct in reading.banded:
        sizes = reading.size_bands(construct)
        common, scale = lcm(*sizes), 2 * lcm(*sizes) * len(sizes)
        band_ends = [*accumulate(reading.bands)]
        bands = [next(i for i, last in enumerate(band_ends) if end <= last) for end in ends[1:]]
        weights = tuple(common // sizes[band] for band in bands)
    everyone = group = None
    parts = 0
    for figure in (figure for figure in figures if figure.construct == construct):
        interval = find_interval(figure.value, rounding)
        if figure.group:
            parts = ends.index(figure.n_stated or 0)
            group = interval.multiples(2 * sum(cells[:parts]))
        else:
            everyone = interval.multiples(scale)
    return _Unit(columns, cells, weights, everyone, group, parts)


def _list_sums(unit: _Unit, n_items: int) -> list[Sums]:
    """Sums with the fewest halves: the nearest to the means for each way to place the halves."""
    ranges = [allowed for allowed in (unit.everyone, unit.group) if allowed is not None]
    if not ranges or not all(ranges):
        return []
    cells, aims = np.array(unit.cells), np.array(_aim(unit))
    moves = np.indices((2 * REACH + 1,) * len(aims)).reshape(len(aims), -1).T - REACH
    sums = aims + moves
    fits = ((sums >= 2 * cells) & (sums <= 2 * n_items * cells)).all(axis=1)
    if unit.everyone is not None:
        total = sums @ np.array(unit.weights)
        fits &= (total >= unit.everyone[0]) & (total <= unit.everyone[-1])
    if unit.group is not None:
        total = sums[:, : unit.parts].sum(axis=1)
        fits &= (total >= unit.group[0]) & (total <= unit.group[-1])
    nearest: dict[Sums, Sums] = {}
    for place in np.argsort(np.abs(moves[fits]).sum(axis=1), kind="stable"):
        own = tuple(sums[fits][place].tolist())
        nearest.setdefault(tuple(total % 2 for total in own), own)
    fewest = min(map(sum, nearest), default=0)
    return [own for halves, own in nearest.items() if sum(halves) == fewest]


def _aim(unit: _Unit) -> list[int]:
    """Whole numbers near the sums, were all means as printed and those of other parts equal."""
    parts, loads = unit.parts, [w * c for w, c in zip(unit.weights, unit.cells, strict=True)]
    own = _middle(unit.group) / max(1, sum(unit.cells[:parts])) if unit.group else 0.0
    others = own
    if unit.everyone and sum(loads[parts:]):
        left = _middle(unit.everyone) - own * sum(loads[:parts])
        others = left / sum(loads[parts:])
    return [
        floor((own if place < parts else others) * cells + 0.5)
        for place, cells in enumerate(unit.cells)
    ]


def _middle(allowed: range) -> float:
    return (allowed[0] + allowed[-1]) / 2


def _add_up(units: list[_Unit], choices: list[list[Sums]], whole: int) -> list[list[Sums]]:
    """Move sums of all items so that together they are those of whole rankings, if they can."""
    if not all(choices) or any(len(own[0]) > 1 or own[0][0] % 2 for own in choices):
        return [[] for _ in units]
    lack = whole - sum(own[0][0] for own in choices)
    moved: list[list[Sums]] = []
    for unit, ((own,), *_) in zip(units, choices, strict=True):
        even = [total for total in unit.everyone or [own] if total % 2 == 0]
        changed = min(max(own + lack, even[0]), even[-1])
        moved.append([(changed,)])
        lack -= changed - own
    return [[] for _ in units] if lack else moved


def _share_out(unit: _Unit, sums: Sums, ends: tuple[int, ...]) -> np.ndarray:
    """Sums by part and column; the first column has none where nobody of a part ranked it."""
    width = len(unit.columns)
    shares = np.zeros((len(sums), width), dtype=int)
    for part, (start, end) in enumerate(pairwise(ends)):
        left_out = unit.cells[part] == (end - start) * (width - 1)
        if width > left_out:
            shares[part, left_out:] = _share(sums[part], width - left_out)
    return shares


def _share(total: int, parts: int) -> np.ndarray:
    """Even shares as equal as can be; what is odd goes to the first."""
    shares = np.full(parts, 2 * (total // (2 * parts)))
    shares[: (total % (2 * parts)) // 2] += 2
    shares[0] += total % 2
    return shares


def _place_ties(
    sums: np.ndarray, ends: Sequence[int], blanks: list[tuple[int, int]], n_items: int
) -> list[tuple[int, tuple[int, int], int]] | None:
    """Tie items with odd sums to each other, and one that is left to an item without figures.

    Each tie is in a row of its own, at the rank nearest to the means that leaves the other
    rows a rank each. None where a tie has no place.
    """
    used, taken = sums.shape[1], dict(blanks)
    ties: list[tuple[int, tuple[int, int], int]] = []
    for own, (start, end) in zip(sums.tolist(), pairwise(ends), strict=True):
        rows = [row for row in range(start, end) if row not in taken]
        odd = [item for item, total in enumerate(own) if total % 2]
        for first, second in zip_longest(odd[::2], odd[1::2]):
            totals = [own[item] for item in (first, second) if item is not None]
            others = end - start - 1
            low = max(3, *(total - 2 * n_items * others for total in totals))
            high = min(2 * n_items - 1, *(total - 2 * others for total in totals))
            partner = used if second is None else second
            if not rows or partner == n_items or low > high:
                return None
            middle = sum(totals) // (2 * len(totals) * (end - start)) * 2 + 1
            tied = min(max(middle, low + 1 - low % 2), high - 1 + high % 2)
            ties.append((rows.pop(), (first, partner), tied))
    return ties
