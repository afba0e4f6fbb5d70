"""The audit of a table of reported means, from end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

import pandas as pd

from senco.audit.bounds import bound
from senco.audit.feasibility import EFFORT, Verdict, decide
from senco.audit.figures import Figure, read_figures
from senco.audit.grim import HALF, Rounding, grim
from senco.audit.readings import Reading, standard_readings
from senco.errors import MeasureError

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
        One per reading, in the order of the readings.
    bounds : dict of str to DataFrame
        From `bound`, by reading; a reading that is impossible has none.
    weakest : DataFrame
        The widest of these bounds over the readings, reading by reading left
        open: what is forced whichever of them holds.
    """

    sizes: pd.DataFrame
    verdicts: tuple[Verdict, ...]
    bounds: dict[str, pd.DataFrame]
    weakest: pd.DataFrame


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
) -> Audit:
    """Audit reported mean ranks: alone, and jointly under each reading.

    Parameters
    ----------
    reported : DataFrame
        Columns as for `read_figures`.
    n_items : int
        Constructs that were ranked.
    readings : sequence of Reading, optional
        By default those of `standard_readings`.
    rounding : {"half-even", "half-up", "truncate", "ceiling"}
        How the values are taken to be rounded in the joint audit.
    effort : float
        Bound on the solver's work per reading.

    Returns
    -------
    Audit

    Raises
    ------
    MeasureError
        Where the table is no table of reported means, or k is below 2.
    """
    if n_items < 2:
        raise MeasureError(f"an audit needs at least two ranked items; found {n_items}")
    figures = read_figures(reported)
    chosen = tuple(readings) if readings is not None else standard_readings(figures, rounding)
    verdicts = tuple(
        decide(reading, figures, n_items, rounding=rounding, effort=effort) for reading in chosen
    )
    bounds = {
        verdict.reading.name: bound(verdict.reading, figures, n_items, rounding=rounding)
        for verdict in verdicts
        if verdict.outcome != "impossible"
    }
    return Audit(tabulate_sizes(figures), verdicts, bounds, _widen(bounds))


def summarise_audit(found: Audit) -> dict[str, Any]:
    """Return an audit as plain values that JSON can hold.

    Parameters
    ----------
    found : Audit
        From `audit`.

    Returns
    -------
    dict
        ``figures`` (each n and sum), ``readings`` (``name``, ``label``, ``n``,
        ``outcome``, ``reason``, ``bounds`` and ``example``, the last two None
        where there are none) and ``weakest``.
    """
    return {
        "figures": found.sizes.to_dict("records"),
        "readings": [
            {
                "name": verdict.reading.name,
                "label": verdict.reading.label,
                "n": verdict.reading.n,
                "outcome": verdict.outcome,
                "reason": verdict.reason,
                "bounds": _list(found.bounds.get(verdict.reading.name)),
                "example": _list(verdict.example),
            }
            for verdict in found.verdicts
        ],
        "weakest": _list(found.weakest),
    }


def _list(frame: pd.DataFrame | None) -> list[dict[str, Any]] | None:
    if frame is None:
        return None
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _widen(bounds: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Keep what every open reading bounds, at its widest."""
    if not bounds:
        return pd.DataFrame(columns=["quantity", "construct", "low", "high"])
    together = pd.concat(bounds.values(), ignore_index=True)
    groups = together.groupby(["quantity", "construct"], sort=False)
    widest = groups.agg(low=("low", "min"), high=("high", "max"), readings=("low", "size"))
    return widest.loc[widest["readings"] == len(bounds), ["low", "high"]].reset_index()
