"""The audit of a table of reported means, from end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

import pandas as pd

from senco.errors import MeasureError
from senco.measures.audit.bounds import bound
from senco.measures.audit.feasibility import decide
from senco.measures.audit.figures import Figure, read_figures
from senco.measures.audit.frontier import STEPS as MOST_STEPS
from senco.measures.audit.frontier import Decided, Frontier, find_frontier
from senco.measures.audit.grim import HALF, Rounding, grim
from senco.measures.audit.readings import LARGEST_BANDED, Reading, standard_readings
from senco.measures.audit.verdicts import EFFORT, Verdict

#: Steps of a rank, by the name that the tables give them.
STEPS: dict[str, Fraction] = {"integer ranks": Fraction(1), "midranks": HALF}


@dataclass(frozen=True)
class Audit:
    """What a table of reported means allows.

    Parameters
    ----------
    sizes : DataFrame
        From `tabulate_sizes`.
    verdicts : tuple of Verdict
        One per reading: in the order of the readings that were given, or the plainest
        first and then those of the frontier, the fewest steps first.
    bounds : dict of str to DataFrame
        From `bound`, by reading; a reading that is impossible has none. They are valid only
        under that reading.
    frontier : Frontier or None
        All that was decided; None where the readings were given or chosen.
    """

    sizes: pd.DataFrame
    verdicts: tuple[Verdict, ...]
    bounds: dict[str, pd.DataFrame]
    frontier: Frontier | None = None


def tabulate_sizes(figures: Sequence[Figure], largest: int | None = None) -> pd.DataFrame:
    """Tabulate, per figure, rule and step, every n and sum that print the value.

    Parameters
    ----------
    figures : sequence of Figure
        From `read_figures`.
    largest : int, optional
        Largest n to try; by default the largest that the text states.

    Returns
    -------
    DataFrame
        Columns ``figure``, ``value``, ``rounding``, ``ranks`` (``"integer
        ranks"`` or ``"midranks"``), ``n`` and ``sum``; a figure that nothing
        prints has no row for that rule and step.

    Raises
    ------
    MeasureError
        Where no n is stated or given.

    Examples
    --------
    >>> found = tabulate_sizes([Figure("workload", "workload", "", "18.57", None, 8)])
    >>> found.loc[found["rounding"] == "half-up", ["ranks", "n", "sum"]].to_numpy().tolist()
    [['integer ranks', 7, 130.0], ['midranks', 7, 130.0]]
    """
    top = largest or max((f.n_stated for f in figures if f.n_stated), default=0)
    if top < 1:
        raise MeasureError("no figure states its n; give the largest n to try")
    rows = [
        (figure.name, figure.value, rounding, ranks, match.n, float(match.total))
        for figure in figures
        for rounding in get_args(Rounding)
        for ranks, step in STEPS.items()
        for match in grim(figure.value, n=range(1, top + 1), step=step, rounding=rounding)
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "rounding", "ranks", "n", "sum"])


def audit(
    reported: pd.DataFrame,
    *,
    n_items: int,
    readings: Sequence[Reading] | None = None,
    rounding: Rounding = "half-even",
    effort: float = EFFORT,
    steps: int = MOST_STEPS,
) -> Audit:
    """Audit reported mean ranks: each by itself, and jointly under each reading.

    Parameters
    ----------
    reported : DataFrame
        Columns as for `read_figures`.
    n_items : int
        Constructs that were ranked.
    readings : sequence of Reading, optional
        By default those of `find_frontier`, and for more than 15 rankers those of
        `standard_readings`.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the values are taken to be rounded where readings are given; the frontier
        tries every rule.
    effort : float
        Bound on the solver's work per reading, by its own count.
    steps : int
        Most steps of a reading from the plainest, on the frontier.

    Returns
    -------
    Audit

    Raises
    ------
    MeasureError
        Where the table is not a table of reported means, or k is below 2.

    Examples
    --------
    Three people cannot have a mean rank of 1.25.

    >>> reported = pd.DataFrame({
    ...     "figure": ["play"], "quantity": ["mean_rank"], "construct": ["play"],
    ...     "group": ["everyone"], "value": ["1.25"], "stated_place": [None], "n_stated": [3],
    ... })
    >>> audit(reported, n_items=3, steps=0).verdicts[0].outcome
    'impossible'
    """
    if n_items < 2:
        raise MeasureError(f"an audit needs at least two ranked items; found {n_items}")
    figures = read_figures(reported)
    if readings is None and _count_stated(figures) <= LARGEST_BANDED:
        return _audit_frontier(figures, n_items, effort, steps)
    chosen = tuple(readings) if readings is not None else standard_readings(figures, rounding)
    verdicts = tuple(
        decide(reading, figures, n_items, rounding=rounding, effort=effort) for reading in chosen
    )
    bounds = {
        verdict.reading.name: bound(verdict.reading, figures, n_items, rounding=rounding)
        for verdict in verdicts
        if verdict.outcome != "impossible"
    }
    return Audit(tabulate_sizes(figures), verdicts, bounds)


def _count_stated(figures: Sequence[Figure]) -> int:
    return max((f.n_stated for f in figures if not f.group and f.n_stated), default=0)


def _audit_frontier(figures: Sequence[Figure], n_items: int, effort: float, steps: int) -> Audit:
    found = find_frontier(figures, n_items, effort=effort, steps=steps)
    listed = _list_decided(found)
    bounds = {
        one.verdict.reading.name: bound(
            one.verdict.reading,
            one.allowance.correct(figures),
            n_items,
            rounding=one.allowance.rounding,
        )
        for one in listed
        if one.verdict.outcome != "impossible"
    }
    verdicts = tuple(one.verdict for one in listed)
    return Audit(tabulate_sizes(figures), verdicts, bounds, found)


def _list_decided(found: Frontier) -> list[Decided]:
    """The plainest reading, the frontier, and what is open."""
    others = (*found.fitting, *found.undecided)
    first = found.plainest.allowance
    return [found.plainest, *(one for one in others if one.allowance != first)]


def summarise_audit(found: Audit) -> dict[str, Any]:
    """Return an audit as plain values for JSON.

    Parameters
    ----------
    found : Audit
        From `audit`.

    Returns
    -------
    dict
        ``figures`` (each n and sum), ``readings`` (``name``, ``label``, ``n``, ``steps``,
        ``outcome``, ``reason``, ``bounds`` and ``example``, the last two and the steps
        None where there are none) and ``counts`` (by ``steps``: ``readings``,
        ``fitting``, ``impossible`` and ``undecided``; empty without a frontier).

    Examples
    --------
    >>> reported = pd.DataFrame({
    ...     "figure": ["play"], "quantity": ["mean_rank"], "construct": ["play"],
    ...     "group": ["everyone"], "value": ["1.25"], "stated_place": [None], "n_stated": [4],
    ... })
    >>> summarise_audit(audit(reported, n_items=3, steps=0))["readings"][0]["outcome"]
    'feasible'
    """
    steps: dict[str, int] = {}
    counts = pd.DataFrame(columns=["steps", "readings", "fitting", "impossible", "undecided"])
    if found.frontier is not None:
        listed = _list_decided(found.frontier)
        steps = {one.verdict.reading.name: one.allowance.steps for one in listed}
        counts = found.frontier.counts
    return {
        "figures": found.sizes.to_dict("records"),
        "readings": [
            {
                "name": verdict.reading.name,
                "label": verdict.reading.label,
                "n": verdict.reading.n,
                "steps": steps.get(verdict.reading.name),
                "outcome": verdict.outcome,
                "reason": verdict.reason,
                "bounds": _list(found.bounds.get(verdict.reading.name)),
                "example": _list(verdict.example),
            }
            for verdict in found.verdicts
        ],
        "counts": counts.to_dict("records"),
    }


def _list(frame: pd.DataFrame | None) -> list[dict[str, Any]] | None:
    if frame is None:
        return None
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(column): value for column, value in row.items()} for row in rows]
