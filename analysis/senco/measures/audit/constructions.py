"""Building a table of rankings to given sums, without a search.

The constraint solver proves and finds, but is slow for many rankers. Where
every sum is whole and nobody is set apart, a table is mostly found at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import Rounding, grim
from senco.measures.audit.readings import Reading

#: Swaps without gain after which a table is given up.
STALLED = 2_000


def compose(totals: np.ndarray, n: int) -> np.ndarray | None:
    """Find n rankings without ties whose columns have the given sums.

    Row by row the item with the most left of its sum is ranked last; what then
    remains is evened out by swaps within rows.

    Parameters
    ----------
    totals : ndarray of int, shape (n_items,)
        Sum of ranks of each item.
    n : int
        Rankers.

    Returns
    -------
    ndarray of int, shape (n, n_items), or None
        None where this way found no table, which proves nothing.

    Examples
    --------
    >>> compose(np.array([3, 4, 5]), 2)
    array([[1, 3, 2],
           [2, 1, 3]])
    >>> compose(np.array([2, 2, 8]), 2) is None
    True
    """
    k = len(totals)
    if totals.sum() * 2 != n * k * (k + 1):
        return None
    # the best j ranks of n rankers are 1 to j: no j columns have a smaller sum
    if (np.sort(totals).cumsum() < n * np.arange(1, k + 1).cumsum()).any():
        return None
    left = totals.astype(int)
    rows = np.empty((n, k), dtype=int)
    for row in rows:
        row[np.argsort(left, kind="stable")] = np.arange(1, k + 1)
        left = left - row
    return rows if _even_out(rows, left) else None


def _even_out(rows: np.ndarray, left: np.ndarray) -> bool:
    """Swap pairs within rows until nothing is left of any sum."""
    rng = np.random.default_rng(0)  # the same table for the same sums
    for _ in range(STALLED):
        if not left.any():
            return True
        more = int(rng.choice(np.flatnonzero(left > 0)))
        less = int(rng.choice(np.flatnonzero(left < 0)))
        step = rows[:, less] - rows[:, more]
        most = min(left[more], -left[less])
        useful = np.flatnonzero((step > 0) & (step <= most))
        if len(useful):
            row = useful[np.argmax(step[useful])]
        else:  # a step sideways: a third item takes over a part of the debt
            less = int(rng.integers(len(left)))
            step = rows[:, less] - rows[:, more]
            useful = np.flatnonzero((step > 0) & (step <= left[more]))
            if less == more or not len(useful):
                continue
            row = int(rng.choice(useful))
        moved = rows[row, less] - rows[row, more]
        rows[row, [more, less]] = rows[row, [less, more]]
        left[more] -= moved
        left[less] += moved
    return not left.any()


def construct_example(
    reading: Reading, figures: Sequence[Figure], n_items: int, rounding: Rounding
) -> pd.DataFrame | None:
    """Build a table that prints the figures, where that is simple.

    Parameters
    ----------
    reading, figures, n_items, rounding
        As for `senco.measures.audit.decide`.

    Returns
    -------
    DataFrame or None, shape (n, n_items)
        None for readings with blanks or bands, for figures of subgroups or with
        half sums, and where the table found breaks a stated place.
    """
    if reading.blanks or reading.bands or any(figure.group for figure in figures):
        return None
    whole = reading.n * n_items * (n_items + 1) // 2
    widths = [reading.themes.get(figure.construct, 1) for figure in figures]
    free = n_items - sum(widths)
    chosen = _choose_sums(reading, figures, rounding, None if free else whole)
    if chosen is None:
        return None
    columns, totals = [], []
    for figure, width, total in zip(figures, widths, chosen, strict=True):
        columns += _name_parts(figure.construct, width)
        totals += _share(total, width)
    if free:
        columns += [f"unreported {number}" for number in range(1, free + 1)]
        totals += _share(whole - sum(totals), free)
    rows = compose(np.array(totals), reading.n)
    if rows is None:
        return None
    names = [f"R{number}" for number in range(1, reading.n + 1)]
    table = pd.DataFrame(rows.astype(float), index=names, columns=columns)
    return table if _keeps_places(table, reading, figures) else None


def _choose_sums(
    reading: Reading, figures: Sequence[Figure], rounding: Rounding, whole: int | None
) -> list[int] | None:
    """Choose sums that print the figures: the nearest, or such that all add up to `whole`."""
    sums, least, most = [], [], []
    for figure in figures:
        matches = grim(figure.value, n=reading.size(figure), step=1, rounding=rounding)
        if not matches:
            return None
        aim = float(figure.value) * reading.size(figure)
        totals = [int(match.total) for match in matches]
        away = [abs(total - aim) for total in totals]
        sums.append(totals[away.index(min(away))])
        least.append(min(totals))
        most.append(max(totals))
    lack = 0 if whole is None else whole - sum(sums)
    for place in range(len(sums)):
        moved = min(max(lack, least[place] - sums[place]), most[place] - sums[place])
        sums[place] += moved
        lack -= moved
    return None if lack else sums


def _share(total: int, parts: int) -> list[int]:
    each, more = divmod(total, parts)
    return [each + (part < more) for part in range(parts)]


def _name_parts(construct: str, width: int) -> list[str]:
    if width == 1:
        return [construct]
    return [f"{construct} ({part})" for part in range(1, width + 1)]


def _keeps_places(table: pd.DataFrame, reading: Reading, figures: Sequence[Figure]) -> bool:
    sums = table.sum()
    means, start = {}, 0
    for figure in figures:
        width = reading.themes.get(figure.construct, 1)
        means[figure.construct] = sums.iloc[start : start + width].mean()
        start += width
    means |= {str(name): mean for name, mean in sums.iloc[start:].to_dict().items()}
    for figure in figures:
        if figure.place is None:
            continue
        gaps = np.array(
            [m - means[figure.construct] for c, m in means.items() if c != figure.construct]
        )
        beyond = (gaps * np.sign(figure.place) < 0).sum()
        if (np.abs(gaps) < 1e-9).any() or beyond != abs(figure.place) - 1:
            return False
    return True
