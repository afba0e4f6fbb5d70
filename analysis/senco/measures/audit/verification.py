"""Whether a table found by the solver is what it should be, in exact arithmetic.

Nothing of the solver's model is used: the table is looked at as a reader would.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

import pandas as pd

from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import Rounding, find_interval
from senco.measures.audit.readings import Reading

Ranks = list[Fraction]


def list_faults(
    table: pd.DataFrame,
    reading: Reading,
    figures: Sequence[Figure],
    rounding: Rounding = "half-even",
) -> list[str]:
    """List what is wrong with an example table.

    Parameters
    ----------
    table : DataFrame, shape (n, n_items)
        Ranks, NaN for a blank. Constructs of a theme are called ``"name (1)"``,
        ``"name (2)"`` ...; the first group of rankers with a figure has the first rows.
    reading : Reading
        What the table should be.
    figures : sequence of Figure
        What it should print.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How.

    Returns
    -------
    list of str
        Empty where every row is a ranking with midranks, blanks and ties are those of the
        reading, every figure is printed and every stated place is kept.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]})
    >>> figures = [Figure("a", "a", "", "1.50", None, 2), Figure("b", "b", "", "1.4", None, 2)]
    >>> list_faults(table, Reading("x", "x", 2), figures)
    ['b is 3/2 and does not print 1.4']
    """
    rows = [[None if pd.isna(v) else Fraction(v) for v in row] for row in table.to_numpy()]
    faults = [] if len(rows) == reading.n else [f"{len(rows)} rankings, not {reading.n}"]
    faults += _check_rows(rows, reading)
    units: dict[str, list[int]] = {}
    for place, column in enumerate(table.columns):
        units.setdefault(column.split(" (")[0], []).append(place)
    faults += _check_shape(rows, units, reading)
    means = {unit: _find_mean(rows, units[unit], unit, reading, figures) for unit in units}
    for figure in figures:
        faults += _check_figure(figure, means, rows, units, figures, rounding)
    return faults + _check_places(means, figures)


def _check_rows(rows: list[list[Fraction | None]], reading: Reading) -> list[str]:
    faults, tied = [], 0
    for number, row in enumerate(rows, start=1):
        given = sorted(rank for rank in row if rank is not None)
        pairs = [(a, b) for a, b in pairwise(given) if a == b]
        plain = [Fraction(place) for place in range(1, len(given) + 1)]
        for rank, _ in pairs[:1]:
            place = given.index(rank)
            plain[place] = plain[place + 1] = Fraction(2 * place + 3, 2)
        if given != plain:
            faults.append(f"row {number} is no ranking with one tied pair at most")
        if len(given) < len(row) - 1:
            faults.append(f"row {number} has more than one blank")
        tied += len(pairs)
    if tied > reading.tied_pairs:
        faults.append(f"{tied} tied pairs, and {reading.tied_pairs} at most")
    return faults


def _check_shape(
    rows: list[list[Fraction | None]], units: dict[str, list[int]], reading: Reading
) -> list[str]:
    faults = []
    for unit, places in units.items():
        blanks = sum(row[place] is None for row in rows for place in places)
        if blanks != reading.blanks.get(unit, 0):
            faults.append(f"{unit} has {blanks} blanks, not {reading.blanks.get(unit, 0)}")
        if len(places) != reading.themes.get(unit, 1):
            faults.append(f"{unit} has {len(places)} constructs")
    return faults


def _average(rows: Sequence[list[Fraction | None]], places: list[int]) -> Fraction:
    given = [row[place] for row in rows for place in places]
    ranks = [rank for rank in given if rank is not None]
    return sum(ranks, Fraction(0)) / len(ranks)


def _find_mean(
    rows: list[list[Fraction | None]],
    places: list[int],
    unit: str,
    reading: Reading,
    figures: Sequence[Figure],
) -> Fraction:
    """Mean of a unit, of bands' means where the reading says so."""
    whole = {figure.construct for figure in figures if not figure.group}
    if unit not in reading.banded and not (reading.banded and whole <= set(reading.banded)):
        return _average(rows, places)
    ends = [0, *accumulate(reading.bands)]
    means = [_average(rows[start:end], places) for start, end in pairwise(ends)]
    return sum(means, Fraction(0)) / len(means)


def _check_figure(
    figure: Figure,
    means: dict[str, Fraction],
    rows: list[list[Fraction | None]],
    units: dict[str, list[int]],
    figures: Sequence[Figure],
    rounding: Rounding,
) -> list[str]:
    interval = find_interval(figure.value, rounding)
    if not figure.group:
        mean = means[figure.construct]
        return (
            []
            if mean in interval
            else [f"{figure.name} is {mean} and does not print {figure.value}"]
        )
    places, size = units[figure.construct], figure.n_stated or 0
    first = next(f.group for f in figures if f.group)
    if figure.group == first:
        sums = {
            sum(
                (r for row in rows[:size] for p in places if (r := row[p]) is not None), Fraction(0)
            )
        }
    else:
        sums = _sum_choices(
            [row for row in rows if None not in (row[p] for p in places)], places, size
        )
    if any(total / (size * len(places)) in interval for total in sums):
        return []
    return [f"{figure.name} does not print {figure.value}"]


def _sum_choices(rows: list[list[Fraction | None]], places: list[int], size: int) -> set[Fraction]:
    """Sums that some choice of so many rows has."""
    reached: list[set[Fraction]] = [{Fraction(0)}, *(set() for _ in range(size))]
    for row in rows:
        own = sum((rank for p in places if (rank := row[p]) is not None), Fraction(0))
        for taken in range(size, 0, -1):
            reached[taken] |= {total + own for total in reached[taken - 1]}
    return reached[size]


def _check_places(means: dict[str, Fraction], figures: Sequence[Figure]) -> list[str]:
    faults = []
    for figure in figures:
        if figure.place is None:
            continue
        sign, own = (1 if figure.place > 0 else -1), means[figure.construct]
        others = [mean for unit, mean in means.items() if unit != figure.construct]
        before = sum(sign * mean < sign * own for mean in others)
        if own in others or before != abs(figure.place) - 1:
            faults.append(f"{figure.name} is not in place {figure.place}")
    return faults
