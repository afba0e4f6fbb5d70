"""One table of rankings as a constraint solver sees it.

Ranks are doubled throughout, so that midranks are whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import lcm

import pandas as pd
from ortools.sat.python import cp_model

from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import Rounding, find_interval
from senco.measures.audit.readings import Reading, list_widths
from senco.measures.audit.verdicts import FOUND, Outcome

#: So much is spent on looking without preparation, which finds most tables that there are.
QUICK_EFFORT = 0.2


@dataclass
class _Table:
    """The model of one table: its variables by row and column."""

    model: cp_model.CpModel
    columns: list[str]
    units: dict[str, list[int]]
    place: list[list[cp_model.IntVar]]
    doubled: list[list[cp_model.LinearExprT]]
    given: list[list[cp_model.LinearExprT]]
    blank: dict[tuple[int, int], cp_model.IntVar]
    groups: dict[str, list[cp_model.IntVar | int]] = field(default_factory=dict)


def solve(
    reading: Reading,
    figures: Sequence[Figure],
    n_items: int,
    rounding: Rounding,
    effort: float,
) -> tuple[Outcome, str, pd.DataFrame | None]:
    """Look for a table of ranks that prints every figure, or prove that there is none.

    Parameters
    ----------
    reading : Reading
        The supposition.
    figures : sequence of Figure
        The reported means.
    n_items : int
        Number of constructs.
    rounding : Rounding
        How the values were rounded.
    effort : float
        Bound on the solver's deterministic work.

    Returns
    -------
    outcome : {"feasible", "impossible", "undecided"}
        Undecided where the effort ran out.
    reason : str
        Why, in a sentence.
    example : DataFrame or None, shape (n, n_items)
        A table of ranks, NaN for a blank.
    """
    table = _draft_table(reading, figures, n_items)
    _require_figures(table, reading, figures, rounding)
    _require_places(table, reading, figures)
    return _solve(table, reading, effort)


def _draft_table(reading: Reading, figures: Sequence[Figure], k: int) -> _Table:
    model, n = cp_model.CpModel(), reading.n
    columns: list[str] = []
    units: dict[str, list[int]] = {}
    for construct, width in list_widths(reading, figures).items():
        units[construct] = list(range(len(columns), len(columns) + width))
        parts = [f"{construct} ({part})" for part in range(1, width + 1)]
        columns += parts if width > 1 else [construct]
    for number in range(1, k - len(columns) + 1):
        name = f"unreported {number}"
        units[name] = [len(columns)]
        columns.append(name)
    place = [[model.new_int_var(1, k, f"p{r}_{c}") for c in range(k)] for r in range(n)]
    for row in place:
        model.add_all_different(row)
    table = _Table(model, columns, units, place, [], [], {})
    _add_blanks(table, reading)
    _add_ties(table, reading)
    _add_given(table)
    _add_groups(table, reading, figures)
    return table


def _add_blanks(table: _Table, reading: Reading) -> None:
    """Give a blank the last place of its row, so that the others rank 1 to k - 1."""
    k = len(table.columns)
    for construct, count in reading.blanks.items():
        column = table.units[construct][0]
        for row in range(reading.n):
            blank = table.model.new_bool_var(f"z{row}_{column}")
            table.model.add(table.place[row][column] == k).only_enforce_if(blank)
            table.blank[row, column] = blank
        bands = reading.bands if construct in reading.blank_bands else (reading.n,)
        start = 0
        for size, some in zip(bands, reading.blank_bands.get(construct, (count,)), strict=True):
            rows = range(start, start + size)
            table.model.add(sum(table.blank[row, column] for row in rows) == some)
            start += size


def _add_ties(table: _Table, reading: Reading) -> None:
    """Let rows tie neighbouring places: the upper gains 1/2, the lower loses it."""
    model, k = table.model, len(table.columns)
    tied_rows = []
    for number, row in enumerate(table.place):
        if not reading.tied_pairs:
            table.doubled.append([2 * place for place in row])
            continue
        at = model.new_int_var(1, k - 1, f"t{number}")
        upper = [model.new_bool_var(f"u{number}_{c}") for c in range(k)]
        lower = [model.new_bool_var(f"l{number}_{c}") for c in range(k)]
        for column, place in enumerate(row):
            model.add(place == at).only_enforce_if(upper[column])
            model.add(place == at + 1).only_enforce_if(lower[column])
            if (number, column) in table.blank:
                model.add_bool_or(~lower[column], ~table.blank[number, column])
        tied = model.new_bool_var(f"tied{number}")
        model.add(sum(upper) == tied)
        model.add(sum(lower) == tied)
        tied_rows.append(tied)
        table.doubled.append([2 * row[c] + upper[c] - lower[c] for c in range(k)])
    if tied_rows:
        model.add(sum(tied_rows) <= reading.tied_pairs)


def _add_given(table: _Table) -> None:
    """Set what a row adds to a column's sum: its doubled rank, or 0 for a blank."""
    k = len(table.columns)
    for number, row in enumerate(table.doubled):
        given = list(row)
        for column in range(k):
            blank = table.blank.get((number, column))
            if blank is not None:
                given[column] = _switch(table.model, row[column], ~blank, 2 * k)
        table.given.append(given)


def _switch(
    model: cp_model.CpModel, value: cp_model.LinearExprT, on: cp_model.LiteralT, top: int
) -> cp_model.IntVar:
    switched = model.new_int_var(0, top, "")
    model.add(switched == value).only_enforce_if(on)
    model.add(switched == 0).only_enforce_if(~on)
    return switched


def _add_groups(table: _Table, reading: Reading, figures: Sequence[Figure]) -> None:
    """Rows are alike, so the first group takes the first rows; others may lie anywhere."""
    sizes = {figure.group: figure.n_stated or 0 for figure in figures if figure.group}
    for number, (group, size) in enumerate(sizes.items()):
        if number == 0:
            table.groups[group] = [int(row < size) for row in range(reading.n)]
            continue
        members = [table.model.new_bool_var(f"g{number}_{row}") for row in range(reading.n)]
        table.model.add(sum(members) == size)
        table.groups[group] = [*members]
    for figure in figures:
        if not figure.group:
            continue
        column = table.units[figure.construct][0]
        for row, member in enumerate(table.groups[figure.group]):
            if (row, column) in table.blank:
                table.model.add(table.blank[row, column] + member <= 1)


def _sum(table: _Table, construct: str, rows: Sequence[int]) -> cp_model.LinearExpr:
    # never `+=`: the solver's sums are added to in place, and these terms are shared
    terms = [table.given[row][column] for row in rows for column in table.units[construct]]
    total: cp_model.LinearExpr = cp_model.LinearExpr.sum(terms)
    return total


def _sum_group(table: _Table, construct: str, group: str) -> cp_model.LinearExpr:
    top = 2 * len(table.columns)
    terms: list[cp_model.LinearExprT] = []
    for row, member in enumerate(table.groups[group]):
        values = [table.given[row][column] for column in table.units[construct]]
        if isinstance(member, int):
            terms += values if member else []
        else:
            terms += [_switch(table.model, value, member, top) for value in values]
    total: cp_model.LinearExpr = cp_model.LinearExpr.sum(terms)
    return total


def _band_mean(table: _Table, construct: str, reading: Reading) -> tuple[cp_model.LinearExpr, int]:
    """Numerator and denominator of the mean of the bands' means, of doubled ranks."""
    sizes = reading.size_bands(construct)
    common = lcm(*sizes)
    start, sums = 0, []
    for size in reading.bands:
        sums.append(_sum(table, construct, range(start, start + size)))
        start += size
    weights = [common // size for size in sizes]
    return cp_model.LinearExpr.weighted_sum(sums, weights), 2 * common * len(sizes)


def _require_figures(
    table: _Table, reading: Reading, figures: Sequence[Figure], rounding: Rounding
) -> None:
    for figure in figures:
        if figure.group:
            total, scale = (
                _sum_group(table, figure.construct, figure.group),
                2 * reading.size(figure),
            )
        elif figure.construct in reading.banded:
            total, scale = _band_mean(table, figure.construct, reading)
        else:
            total, scale = _mean(table, figure.construct, reading)
        allowed = find_interval(figure.value, rounding).multiples(scale)
        if not allowed:
            table.model.add_bool_or([])  # nothing prints it
        else:
            table.model.add_linear_constraint(total, allowed[0], allowed[-1])


def _mean(table: _Table, construct: str, reading: Reading) -> tuple[cp_model.LinearExpr, int]:
    """Numerator and denominator of a unit's plain mean, of doubled ranks."""
    width = len(table.units[construct])
    count = reading.n * width - reading.blanks.get(construct, 0)
    return _sum(table, construct, range(reading.n)), 2 * count


def _require_places(table: _Table, reading: Reading, figures: Sequence[Figure]) -> None:
    """Require that a mean in place 2 has one lower mean, and none level with it."""
    every = all(figure.group or figure.construct in reading.banded for figure in figures)
    means = {
        unit: _band_mean(table, unit, reading)
        if every or unit in reading.banded
        else _mean(table, unit, reading)
        for unit in table.units
    }
    for figure in figures:
        if figure.place is None:
            continue
        sign = 1 if figure.place > 0 else -1
        own, own_scale = means[figure.construct]
        beyond = []
        for unit, (other, scale) in means.items():
            if unit == figure.construct:
                continue
            gap = sign * (other * own_scale - own * scale)
            before = table.model.new_bool_var("")
            table.model.add(gap <= -1).only_enforce_if(before)
            table.model.add(gap >= 1).only_enforce_if(~before)
            beyond.append(before)
        table.model.add(sum(beyond) == abs(figure.place) - 1)


def _solve(
    table: _Table, reading: Reading, effort: float
) -> tuple[Outcome, str, pd.DataFrame | None]:
    solver, status = _try(table.model, min(effort, QUICK_EFFORT), prepare=False)
    if status == cp_model.UNKNOWN:
        solver, status = _try(table.model, effort, prepare=True)
    if status == cp_model.INFEASIBLE:
        reason = "the solver has proved that no table prints every figure at once"
        return "impossible", reason, None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return "undecided", "the limit on the work was reached before an answer; raise it", None
    rows = [
        [
            float("nan") if _is_blank(solver, table, r, c) else solver.value(rank) / 2
            for c, rank in enumerate(row)
        ]
        for r, row in enumerate(table.doubled)
    ]
    names = [f"R{number}" for number in range(1, reading.n + 1)]
    example = pd.DataFrame(rows, index=names, columns=table.columns)
    return "feasible", FOUND, example


def _try(
    model: cp_model.CpModel, effort: float, *, prepare: bool
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """Look for a table; preparing pays for a proof that there is none, not for finding one.

    Without it most tables are found in half the time, and with linear relaxation more of them.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # more would make the example depend on timing
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = effort
    if not prepare:
        solver.parameters.cp_model_presolve = False
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
    return solver, solver.solve(model)


def _is_blank(solver: cp_model.CpSolver, table: _Table, row: int, column: int) -> bool:
    blank = table.blank.get((row, column))
    return blank is not None and bool(solver.value(blank))
