"""Can one table of rankings print all the figures? Arithmetic decides, and then a solver."""

from __future__ import annotations

from collections.abc import Sequence

from senco.errors import MeasureError
from senco.measures.audit.constructions import construct_example
from senco.measures.audit.figures import Figure
from senco.measures.audit.grim import HALF, Rounding, find_neighbours, grim
from senco.measures.audit.readings import Reading, list_widths
from senco.measures.audit.verdicts import EFFORT, FOUND, Verdict
from senco.text.rounding import format_number


def decide(
    reading: Reading,
    figures: Sequence[Figure],
    n_items: int,
    *,
    rounding: Rounding = "half-even",
    effort: float = EFFORT,
) -> Verdict:
    """Decide whether a table of rankings can print every figure.

    Parameters
    ----------
    reading : Reading
        What is supposed about the table.
    figures : sequence of Figure
        The reported means, with the places that the text states for them.
        Means that share a place with another are ruled out: the lowest mean is
        lower than every other.
    n_items : int
        Constructs in the table, k.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the values were rounded.
    effort : float
        Bound on the solver's deterministic work.

    Returns
    -------
    Verdict
        The same for the same arguments on every run.

    Raises
    ------
    MeasureError
        Where a subgroup is larger than the table, or the bands do not add up.

    Examples
    --------
    Four people cannot have a mean of 1.30: it would take a sum of 5.2.

    >>> figures = [Figure("play", "play", "", "1.30", None, 4)]
    >>> decide(Reading("plain", "four complete rankings", 4), figures, 2).outcome
    'impossible'
    """
    _check_reading(reading, figures)
    for figure in figures:
        reason = _find_obstacle(figure, reading, n_items, rounding)
        if reason:
            return Verdict(reading, "impossible", reason)
    obstacle = _find_joint_obstacle(reading, figures, n_items, rounding)
    if obstacle:
        return Verdict(reading, "impossible", obstacle)
    example = construct_example(reading, figures, n_items, rounding)
    if example is not None:
        return Verdict(reading, "feasible", FOUND, example)
    from senco.measures.audit.solver import solve  # the solver takes longer to import than pandas

    outcome, reason, example = solve(reading, figures, n_items, rounding, effort)
    return Verdict(reading, outcome, reason, example)


def _check_reading(reading: Reading, figures: Sequence[Figure]) -> None:
    for figure in figures:
        if figure.group and (figure.n_stated or 0) > reading.n:
            raise MeasureError(
                f"the group {figure.group!r} has {figure.n_stated} rankers, the table {reading.n}"
            )
    if reading.bands and sum(reading.bands) != reading.n:
        raise MeasureError(f"bands of {reading.bands} do not add up to {reading.n} rankers")


def _find_obstacle(figure: Figure, reading: Reading, k: int, rounding: Rounding) -> str:
    """Why a figure alone rules the reading out, by arithmetic; "" where it does not."""
    if not 1 <= float(figure.value) <= k:
        return f"{figure.value} lies outside 1 to {k}"
    size = reading.size(figure)
    banded = figure.construct in reading.banded and not figure.group
    if banded or grim(figure.value, n=size, step=reading.step, rounding=rounding):
        return ""
    below, above = find_neighbours(figure.value, n=size, step=reading.step)
    kind = "whole or half" if reading.tied_pairs else "whole"
    return (
        f"no {size} {kind} ranks have a mean that prints {figure.value} ({figure.name}); "
        f"the nearest are {format_number(float(below), 4)} and {format_number(float(above), 4)}"
    )


def _find_joint_obstacle(
    reading: Reading, figures: Sequence[Figure], k: int, rounding: Rounding
) -> str:
    """Why the figures together rule the reading out, by counting; "" where it does not tell."""
    used = sum(list_widths(reading, figures).values())
    if used > k:
        return f"the figures need {used} constructs, and {k} were ranked"
    if used < k or reading.blanks or reading.banded:
        return ""
    ends = [
        [match.total for match in grim(f.value, n=reading.size(f), step=HALF, rounding=rounding)]
        for f in figures
        if not f.group
    ]
    low, high = (float(sum(pick(totals) for totals in ends)) for pick in (min, max))
    whole = reading.n * k * (k + 1) / 2
    if low <= whole <= high or len(ends) < len(list_widths(reading, figures)):
        return ""
    return f"all {k} sums add up to {low:g} at least and {high:g} at most, and should to {whole:g}"
